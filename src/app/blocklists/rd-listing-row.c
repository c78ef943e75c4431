/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-row"

#include "config.h"

#include "rd-listing-row.h"

#include "rd-appearance.h"
#include "rd-copy-button.h"
#include "rd-evidence-rows.h"
#include "rd-fact-row.h"
#include "rd-link-row.h"
#include "rd-listing-past.h"
#include "rd-listing-text.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* One list.  The row is there before its answer is, and is filled in place. */
struct _RdListingRow
{
  RdFold parent_instance;

  RdListing  *listing;   /* (nullable) */
  RdEvidence *evidence;  /* (nullable) */
  GArray     *past;      /* (element-type RdFindingState) (nullable): how it stood before */
  char       *past_told; /* (nullable): the same in words */
  GtkWidget  *image;
  GtkWidget  *countdown; /* (nullable): the row that tells when it ends */
};

G_DEFINE_FINAL_TYPE (RdListingRow, rd_listing_row, RD_TYPE_FOLD)

/**
 * rd_listing_repair_row_new:
 * @repair: what helps
 *
 * Returns: (transfer floating): a row that does it
 */
GtkWidget *
rd_listing_repair_row_new (RdListingRepair repair)
{
  GtkWidget *row;

  if (repair == RD_LISTING_REPAIR_DIRECT)
    row = rd_row_new (_ ("Ask These Lists Directly"), _ ("Past your DNS server. The lists then see the address of your own connection."));
  else
    row = rd_row_new (_ ("Ask Them Again"), NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), repair == RD_LISTING_REPAIR_DIRECT ? "blocklists.ask-directly" : "blocklists.ask-again");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name", "view-refresh-symbolic", NULL));
  return row;
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
add_end (RdListingRow *self)
{
  g_autofree char *countdown = rd_listing_dup_countdown (self->listing, g_get_real_time () / G_USEC_PER_SEC);

  if (countdown == NULL)
    {
      rd_fold_add_fact (RD_FOLD (self), _ ("When it ends by itself"), rd_blocklist_get_words (self->listing->list->expires));
      return;
    }
  g_set_weak_pointer (&self->countdown, rd_fact_row_new (_ ("When it ends by itself"), countdown, NULL, RD_FACT_PLAIN));
  rd_fold_add (RD_FOLD (self), self->countdown);
}

static void
add_past (RdListingRow *self)
{
  GtkWidget *row;

  if (self->past_told == NULL)
    return;
  row = rd_fact_row_new (_ ("Earlier checks"), self->past_told, NULL, RD_FACT_PLAIN);
  rd_fact_row_add_picture (RD_FACT_ROW (row), rd_listing_past_new (self->past, self->past_told));
  rd_fold_add (RD_FOLD (self), row);
}

static void
add_help (RdListingRow *self)
{
  RdFold            *fold = RD_FOLD (self);
  const RdBlocklist *list = self->listing->list;

  rd_fold_add_fact (fold, _ ("What to fix first"), rd_blocklist_get_words (list->fix_first));
  rd_fold_add_fact (fold, _ ("Who may ask for removal"), rd_blocklist_get_words (list->who_may_ask));
  add_page (self, _ ("Ask for removal"), TRUE);
  rd_fold_add_fact (fold, _ ("What to write"), rd_blocklist_get_words (list->write));
  if (rd_listing_is_harmful (self->listing))
    add_request (self);
  add_end (self);
  rd_fold_add_fact (fold, _ ("How long a removal takes"), rd_blocklist_get_words (list->removal_time));
  rd_fold_add_fact (fold, _ ("What it costs"), rd_blocklist_get_words (list->cost));
}

static void
add_answer (RdListingRow *self)
{
  RdFold          *fold = RD_FOLD (self);
  g_autofree char *texts = self->listing->texts != NULL ? g_strjoinv ("\n", self->listing->texts) : NULL;
  g_autofree char *codes = g_strjoinv (" ", self->listing->codes);
  g_autofree char *labels = self->listing->labels != NULL ? g_strjoinv (_ (", "), self->listing->labels) : NULL;

  if (texts != NULL && *texts != '\0')
    rd_fold_add (fold, rd_fact_row_new (_ ("What the list itself writes"), texts, _ ("Copy the List’s Words"), RD_FACT_PLAIN));
  rd_fold_add_fact (fold, _ ("What the list calls it"), labels);
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
    rd_fold_add_fact (fold, _ ("Why it could not be checked"), rd_listing_reason_get_text (listing->reason));
  rd_fold_add_fact (fold, _ ("What it means"), listing->meaning);
  if (listing->is_named && g_strcmp0 (listing->named_as, listing->meaning) != 0)
    rd_fold_add_fact (fold, _ ("What your bounce says"), listing->named_as);
  if ((listing->state == RD_LISTING_LISTED && listing->group != RD_LISTING_ALLOW) || listing->state == RD_LISTING_NAMED)
    add_help (self);
  add_past (self);
  add_answer (self);
  rd_fold_add_fact (fold, _ ("Who runs the list"), listing->list->operator_name);
  add_page (self, _ ("Look it up on the list’s page"), FALSE);
  rd_evidence_rows_add (fold, self->evidence, listing->evidence);
}

static void
rd_listing_row_finalize (GObject *object)
{
  RdListingRow *self = RD_LISTING_ROW (object);

  g_clear_pointer (&self->listing, rd_listing_free);
  g_clear_pointer (&self->evidence, rd_evidence_unref);
  g_clear_pointer (&self->past, g_array_unref);
  g_free (self->past_told);
  g_clear_weak_pointer (&self->countdown);
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
  return a != NULL && a->state == b->state && (a->texts != NULL) == (b->texts != NULL) && a->evidence->len == b->evidence->len && a->is_named == b->is_named;
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
 *
 * Returns: whether it does
 */
gboolean
rd_listing_row_take (RdListingRow *self,
                     RdListing    *listing,
                     RdEvidence   *evidence)
{
  gboolean is_new;

  g_return_val_if_fail (RD_IS_LISTING_ROW (self), FALSE);

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
  return is_new;
}

/**
 * rd_listing_row_set_past:
 * @self: a row that shows a listing
 * @states: (element-type RdHistoryState): how all lists stood, newest first
 *
 * Adds what is known from earlier.
 */
void
rd_listing_row_set_past (RdListingRow *self,
                         GPtrArray    *states)
{
  g_autofree char *finding = g_strdup_printf ("blocklist.%s", self->listing->list->id);

  g_clear_pointer (&self->past, g_array_unref);
  g_clear_pointer (&self->past_told, g_free);
  self->past = rd_listing_past_pick (states, finding, &self->past_told);
  if (self->past_told != NULL)
    rd_fold_reset (RD_FOLD (self));
}

/* Whether the row shows how long the listing still lasts. */
gboolean
rd_listing_row_counts_down (RdListingRow *self)
{
  g_return_val_if_fail (RD_IS_LISTING_ROW (self), FALSE);

  return self->countdown != NULL;
}

/* Brings that up to date. */
void
rd_listing_row_count_down (RdListingRow *self,
                           gint64        now)
{
  g_autofree char *countdown = NULL;

  g_return_if_fail (RD_IS_LISTING_ROW (self));

  countdown = self->countdown != NULL ? rd_listing_dup_countdown (self->listing, now) : NULL;
  if (countdown != NULL)
    rd_fact_row_set_value (RD_FACT_ROW (self->countdown), countdown);
}

const RdListing *
rd_listing_row_get_listing (RdListingRow *self)
{
  g_return_val_if_fail (RD_IS_LISTING_ROW (self), NULL);

  return self->listing;
}
