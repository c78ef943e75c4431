/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-row"

#include "config.h"

#include "rd-listing-row.h"

#include "rd-appearance.h"
#include "rd-copy-button.h"
#include "rd-evidence-rows.h"
#include "rd-fact-row.h"
#include "rd-link-row.h"
#include "rd-listing-text.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* One list.  The row is there before its answer is, and is filled in place. */
struct _RdListingRow
{
  RdFold parent_instance;

  RdListing  *listing;  /* (nullable) */
  RdEvidence *evidence; /* (nullable) */
  GtkWidget  *image;
};

G_DEFINE_FINAL_TYPE (RdListingRow, rd_listing_row, RD_TYPE_FOLD)

static void
add_fact (RdFold     *fold,
          const char *title,
          const char *value)
{
  if (value != NULL && *value != '\0')
    rd_fold_add (fold, rd_fact_row_new (title, value, NULL, RD_FACT_PLAIN));
}

static void
request_cb (RdListingRow *self)
{
  g_autofree char *text = rd_listing_dup_request (self->listing);

  rd_copy_text (GTK_WIDGET (self), text);
}

static void
add_request (RdListingRow *self)
{
  GtkWidget *row = rd_row_new (_ ("Copy a Request to Your Host"), _ ("A message with all they need to know"));

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", "edit-copy-symbolic", NULL));
  g_signal_connect_object (row, "activated", G_CALLBACK (request_cb), self, G_CONNECT_SWAPPED);
  rd_fold_add (RD_FOLD (self), row);
}

static void
add_page (RdListingRow *self,
          const char   *title,
          gboolean      is_removal)
{
  g_autofree char *url = rd_listing_dup_url (self->listing, is_removal);

  if (url != NULL)
    rd_fold_add (RD_FOLD (self), rd_link_row_new (title, url));
}

static void
add_help (RdListingRow *self)
{
  RdFold            *fold = RD_FOLD (self);
  const RdBlocklist *list = self->listing->list;

  add_fact (fold, _ ("What to fix first"), list->fix_first);
  add_fact (fold, _ ("Who may ask for removal"), list->who_may_ask);
  add_page (self, _ ("Ask for removal"), TRUE);
  if (rd_listing_is_harmful (self->listing))
    add_request (self);
  add_fact (fold, _ ("When it ends by itself"), list->expires);
  add_fact (fold, _ ("How long a removal takes"), list->removal_time);
  add_fact (fold, _ ("What it costs"), list->cost);
}

static void
add_answer (RdListingRow *self)
{
  RdFold          *fold = RD_FOLD (self);
  g_autofree char *texts = self->listing->texts != NULL ? g_strjoinv ("\n", self->listing->texts) : NULL;
  g_autofree char *codes = g_strjoinv (" ", self->listing->codes);

  if (texts != NULL && *texts != '\0')
    rd_fold_add (fold, rd_fact_row_new (_ ("What the list itself writes"), texts, _ ("Copy the List’s Words"), RD_FACT_PLAIN));
  if (*codes != '\0')
    rd_fold_add (fold, rd_fact_row_new (_ ("Codes it answered"), codes, _ ("Copy Codes"), RD_FACT_MONOSPACE));
}

static void
rd_listing_row_fill (RdFold *fold)
{
  RdListingRow    *self = RD_LISTING_ROW (fold);
  const RdListing *listing = self->listing;

  if (listing == NULL)
    return;
  if (listing->reason != NULL)
    add_fact (fold, _ ("Why it could not be checked"), rd_listing_reason_get_text (listing->reason));
  add_fact (fold, _ ("What it means"), listing->meaning);
  if (listing->state == RD_LISTING_LISTED && listing->group != RD_LISTING_ALLOW)
    add_help (self);
  add_answer (self);
  add_fact (fold, _ ("Who runs the list"), listing->list->operator_name);
  add_page (self, _ ("Look it up on the list’s page"), FALSE);
  rd_evidence_rows_add (fold, self->evidence, listing->evidence);
}

static void
rd_listing_row_finalize (GObject *object)
{
  RdListingRow *self = RD_LISTING_ROW (object);

  g_clear_pointer (&self->listing, rd_listing_free);
  g_clear_pointer (&self->evidence, rd_evidence_unref);
  G_OBJECT_CLASS (rd_listing_row_parent_class)->finalize (object);
}

static void
rd_listing_row_class_init (RdListingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_listing_row_finalize;
  RD_FOLD_CLASS (klass)->fill = rd_listing_row_fill;
}

static void
rd_listing_row_init (RdListingRow *self)
{
  self->image = rd_state_image_new (RD_FINDING_UNKNOWN);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->image);
}

GtkWidget *
rd_listing_row_new (void)
{
  return g_object_new (RD_TYPE_LISTING_ROW, NULL);
}

static gboolean
shows_the_same (const RdListing *a,
                const RdListing *b)
{
  return a != NULL && a->state == b->state && (a->texts != NULL) == (b->texts != NULL) && a->evidence->len == b->evidence->len;
}

static void
show_state (RdListingRow *self)
{
  const RdListing *listing = self->listing;
  g_autofree char *subtitle = rd_listing_dup_subtitle (listing);
  g_autofree char *name = g_strdup_printf ("%s: %s", listing->list->name, subtitle);

  rd_state_image_set (GTK_IMAGE (self->image), rd_listing_get_state (listing));
  if (listing->state == RD_LISTING_PENDING)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->image), "content-loading-symbolic");
  rd_fold_set_title (RD_FOLD (self), listing->list->name);
  rd_fold_set_subtitle (RD_FOLD (self), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  rd_fold_reset (RD_FOLD (self));
}

/**
 * rd_listing_row_take:
 * @self: a row
 * @listing: (transfer full): what is known about the list now
 * @evidence: where its answers are
 *
 * Shows @listing, if it says anything new.
 */
void
rd_listing_row_take (RdListingRow *self,
                     RdListing    *listing,
                     RdEvidence   *evidence)
{
  gboolean is_new;

  g_return_if_fail (RD_IS_LISTING_ROW (self));

  is_new = !shows_the_same (self->listing, listing);
  if (self->evidence != evidence)
    {
      g_clear_pointer (&self->evidence, rd_evidence_unref);
      self->evidence = rd_evidence_ref (evidence);
    }
  g_clear_pointer (&self->listing, rd_listing_free);
  self->listing = listing;
  if (is_new)
    show_state (self);
}

const RdListing *
rd_listing_row_get_listing (RdListingRow *self)
{
  g_return_val_if_fail (RD_IS_LISTING_ROW (self), NULL);

  return self->listing;
}
