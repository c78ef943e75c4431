/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-listing-verdict"

#include "config.h"

#include "rd-listing-verdict.h"

#include "rd-appearance.h"
#include "rd-heading.h"
#include "rd-listing-text.h"
#include "rd-outside.h"
#include "rd-pill.h"
#include "rd-spinner.h"
#include "rd-text-layout.h"
#include "rd-wrap-layout.h"

#include <glib/gi18n.h>

/* One sentence over all lists, how much it rests on, and the next step. */
struct _RdListingVerdict
{
  AdwBin parent_instance;

  char *subject; /* (nullable): what was asked about */

  GtkImage  *state_image;
  GtkLabel  *state_label;
  RdHeading *heading;
  GtkLabel  *subject_label;
  GtkLabel  *coverage_label;
  GtkLabel  *source_label;
  GtkLabel  *resolver_label;
  GtkStack  *action_stack;
  GtkLabel  *progress_label;
  GtkWidget *request_button;
};

G_DEFINE_FINAL_TYPE (RdListingVerdict, rd_listing_verdict, ADW_TYPE_BIN)

static guint
count_pending (GPtrArray *listings)
{
  guint n = 0;

  for (guint i = 0; i < listings->len; i++)
    n += ((const RdListing *) g_ptr_array_index (listings, i))->state == RD_LISTING_PENDING;
  return n;
}

/* What is bad is said at once; that nothing is, only when all were heard. */
static void
show_headline (RdListingVerdict *self,
               GPtrArray        *listings,
               gboolean          is_running)
{
  g_autoptr (RdFinding) summary = rd_listings_summarize (listings, self->subject);
  gboolean is_open = is_running && summary->state != RD_FINDING_BROKEN;

  if (is_open)
    {
      rd_state_image_set (self->state_image, RD_FINDING_UNKNOWN);
      gtk_image_set_from_icon_name (self->state_image, "content-loading-symbolic");
      rd_state_label_set (self->state_label, RD_FINDING_UNKNOWN, _ ("Checking…"));
    }
  else
    {
      rd_state_image_set (self->state_image, summary->state);
      rd_state_label_set (self->state_label, summary->state, rd_finding_state_get_label (summary->state));
    }
  rd_heading_set_text (self->heading, is_open ? _ ("Asking the Blocklists") : summary->title);
  gtk_label_set_text (self->coverage_label, summary->explanation);
}

static void
show_actions (RdListingVerdict *self,
              GPtrArray        *listings,
              gboolean          is_running)
{
  g_autofree char *request = rd_listings_dup_request (listings);
  guint            n = count_pending (listings);
  g_autofree char *text = g_strdup_printf (ngettext ("Waiting for %u list", "Waiting for %u lists", n), n);

  gtk_label_set_text (self->progress_label, text);
  gtk_stack_set_visible_child_name (self->action_stack, is_running ? "running" : "over");
  gtk_widget_set_visible (self->request_button, request != NULL);
}

static void
rd_listing_verdict_dispose (GObject *object)
{
  RdListingVerdict *self = RD_LISTING_VERDICT (object);

  g_clear_pointer (&self->subject, g_free);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_LISTING_VERDICT);
  G_OBJECT_CLASS (rd_listing_verdict_parent_class)->dispose (object);
}

static void
rd_listing_verdict_class_init (RdListingVerdictClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_listing_verdict_dispose;

  g_type_ensure (RD_TYPE_HEADING);
  g_type_ensure (RD_TYPE_PILL);
  g_type_ensure (RD_TYPE_SPINNER);
  g_type_ensure (RD_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/blocklists/rd-listing-verdict.ui");
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, state_image);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, state_label);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, heading);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, subject_label);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, coverage_label);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, source_label);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, resolver_label);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, action_stack);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, progress_label);
  gtk_widget_class_bind_template_child (widget_class, RdListingVerdict, request_button);
}

static void
rd_listing_verdict_init (RdListingVerdict *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_text_layout_prepare_labels (GTK_WIDGET (self));
}

/**
 * rd_listing_verdict_begin:
 * @self: the verdict
 * @subject: what is asked about
 * @source: when, and through which servers
 * @warning: (nullable): what is known to be wrong with them
 *
 * Says what stays the same through a whole check.
 */
void
rd_listing_verdict_begin (RdListingVerdict *self,
                          const char       *subject,
                          const char       *source,
                          const char       *warning)
{
  g_return_if_fail (RD_IS_LISTING_VERDICT (self));

  g_free (self->subject);
  self->subject = g_strdup (subject);
  rd_outside_set_label (self->subject_label, subject);
  gtk_label_set_text (self->source_label, source);
  gtk_label_set_text (self->resolver_label, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->resolver_label), warning != NULL);
}

/**
 * rd_listing_verdict_show:
 * @self: the verdict, begun
 * @listings: (element-type RdListing): what is known now
 * @is_running: whether more will come
 *
 * Shows what @listings come to.
 */
void
rd_listing_verdict_show (RdListingVerdict *self,
                         GPtrArray        *listings,
                         gboolean          is_running)
{
  g_return_if_fail (RD_IS_LISTING_VERDICT (self));

  show_headline (self, listings, is_running);
  show_actions (self, listings, is_running);
}

/* Screen readers then read the headline. */
void
rd_listing_verdict_focus (RdListingVerdict *self)
{
  g_return_if_fail (RD_IS_LISTING_VERDICT (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self->heading)))
    gtk_widget_grab_focus (GTK_WIDGET (self->heading));
}
