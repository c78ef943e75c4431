/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-verdict-view"

#include "config.h"

#include "rd-verdict-view.h"

#include "rd-fold.h"
#include "rd-page-layout.h"
#include "rd-source-view.h"
#include "rd-steps.h"
#include "rd-verdict-card.h"
#include "rd-verdict-details.h"
#include "rd-verdict-now.h"

#include <glib/gi18n.h>

/* The page of one bounce: the verdict, the steps, and all the rest folded. */
struct _RdVerdictView
{
  AdwBin parent_instance;

  RdBounceEntry *entry; /* (nullable) */
  RdBounceCheck *check; /* (nullable): of that entry */
  guint          opening_id;
  gboolean       was_unrolled; /* in the frame before */

  GtkScrolledWindow   *scrolled;
  GtkWidget           *page;
  RdVerdictCard       *card;
  RdVerdictNow        *now;
  GtkWidget           *text_note;
  AdwPreferencesGroup *steps_group;
  GtkListBox          *steps_list;
  AdwBin              *story_place;
  RdFold              *evidence_fold;
  RdFold              *checklist_fold;
  RdFold              *recipients_fold;
  RdFold              *facts_fold;
  RdFold              *source_fold;
};

G_DEFINE_FINAL_TYPE (RdVerdictView, rd_verdict_view, ADW_TYPE_BIN)

static void
fill_evidence_cb (RdVerdictView *self)
{
  rd_evidence_fill (self->evidence_fold, rd_bounce_entry_get_diagnosis (self->entry));
}

static void
fill_checklist_cb (RdVerdictView *self)
{
  rd_checklist_fill (self->checklist_fold, rd_bounce_entry_get_diagnosis (self->entry));
}

static void
fill_recipients_cb (RdVerdictView *self)
{
  rd_recipients_fill (self->recipients_fold, rd_bounce_entry_get_diagnosis (self->entry));
}

static void
fill_facts_cb (RdVerdictView *self)
{
  rd_facts_fill (self->facts_fold, rd_bounce_entry_get_diagnosis (self->entry));
}

static void
fill_source_cb (RdVerdictView *self)
{
  rd_fold_add (self->source_fold, rd_source_view_new (self->entry));
}

/* --- Whether it is still so -------------------------------------------------- */

void
rd_verdict_view_check_again (RdVerdictView *self)
{
  g_return_if_fail (RD_IS_VERDICT_VIEW (self));

  if (self->check != NULL && !rd_bounce_check_is_running (self->check))
    rd_bounce_check_start (self->check, GTK_WIDGET (self));
}

static void
check_now_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  rd_verdict_view_check_again (RD_VERDICT_VIEW (widget));
}

static void
retry_action_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  RdVerdictView *self = RD_VERDICT_VIEW (widget);
  GPtrArray     *findings = rd_verdict_now_get_findings (self->now, g_variant_get_string (parameter, NULL));

  if (findings != NULL)
    rd_bounce_check_retry (self->check, widget, findings);
}

static void
show_steps (RdVerdictView *self,
            char         **steps)
{
  rd_steps_show (self->steps_list, steps);
  gtk_widget_set_visible (GTK_WIDGET (self->steps_group), steps != NULL && steps[0] != NULL);
}

/* The steps and the certainty of now, or those of before anything was asked. */
static void
show_outcome (RdVerdictView *self)
{
  const RdDiagnosis *diagnosis = rd_bounce_entry_get_diagnosis (self->entry);
  g_autoptr (RdOutcome) outcome = self->check != NULL ? rd_bounce_check_dup_outcome (self->check) : NULL;
  g_autofree char *text = NULL;
  RdCertainty      certainty;

  show_steps (self, outcome != NULL ? outcome->steps : diagnosis->steps);
  if (diagnosis->main == NULL)
    return;
  certainty = outcome != NULL ? outcome->certainty : diagnosis->main->certainty;
  /* Translators: “certain”, “likely” or “a guess” */
  text = g_strdup_printf (_ ("How sure: %s"), rd_certainty_get_label (certainty));
  rd_fold_set_subtitle (self->evidence_fold, text);
}

static void
check_changed_cb (RdVerdictView *self)
{
  rd_verdict_card_refresh (self->card);
  if (!rd_bounce_check_is_running (self->check))
    show_outcome (self);
}

static void
set_check (RdVerdictView *self,
           RdBounceCheck *check)
{
  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);
  g_set_object (&self->check, check);
  if (check != NULL)
    g_signal_connect_swapped (check, "changed", G_CALLBACK (check_changed_cb), self);
  if (self->now != NULL)
    rd_verdict_now_set_check (self->now, check);
}

/* Stops what is being asked about what is shown; answers whether anything was. */
gboolean
rd_verdict_view_cancel (RdVerdictView *self)
{
  g_return_val_if_fail (RD_IS_VERDICT_VIEW (self), FALSE);

  return self->check != NULL && rd_bounce_check_cancel (self->check);
}

/* --- The widget ----------------------------------------------------------------- */

static void
rd_verdict_view_dispose (GObject *object)
{
  RdVerdictView *self = RD_VERDICT_VIEW (object);

  set_check (self, NULL);
  g_clear_object (&self->entry);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_VERDICT_VIEW);
  G_OBJECT_CLASS (rd_verdict_view_parent_class)->dispose (object);
}

static void
rd_verdict_view_class_init (RdVerdictViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_verdict_view_dispose;

  g_type_ensure (RD_TYPE_VERDICT_CARD);
  g_type_ensure (RD_TYPE_VERDICT_NOW);
  g_type_ensure (RD_TYPE_FOLD);
  g_type_ensure (RD_TYPE_PAGE_LAYOUT);
  gtk_widget_class_install_action (widget_class, "verdict.check-now", NULL, check_now_action_cb);
  gtk_widget_class_install_action (widget_class, "verdict.retry", "s", retry_action_cb);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-verdict-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, page);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, card);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, now);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, text_note);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, steps_group);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, steps_list);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, story_place);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, evidence_fold);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, checklist_fold);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, recipients_fold);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, facts_fold);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, source_fold);
  gtk_widget_class_bind_template_callback (widget_class, fill_evidence_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_checklist_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_recipients_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_facts_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_source_cb);
}

static void
rd_verdict_view_init (RdVerdictView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_page_layout_unroll (self->page);
}

/* A fold without content is not shown; the others start closed. */
static void
show_fold (RdFold     *fold,
           gboolean    is_needed,
           const char *subtitle)
{
  gtk_widget_set_visible (GTK_WIDGET (fold), is_needed);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (fold), FALSE);
  rd_fold_reset (fold);
  rd_fold_set_subtitle (fold, subtitle);
}

/* The reason starts open, which most people want to see; but its many rows come
 * after all the rest, so that they do not hold it up. */
static gboolean
open_evidence_cb (GtkWidget     *widget,
                  GdkFrameClock *clock,
                  gpointer       data)
{
  RdVerdictView *self = RD_VERDICT_VIEW (widget);

  /* Not in the frame of the last part. */
  if (!self->was_unrolled)
    {
      self->was_unrolled = rd_page_layout_is_unrolled (self->page);
      return G_SOURCE_CONTINUE;
    }
  self->opening_id = 0;
  /* Something else without a reason may be shown by now. */
  if (gtk_widget_get_visible (GTK_WIDGET (self->evidence_fold)))
    rd_fold_unroll (self->evidence_fold);
  return G_SOURCE_REMOVE;
}

static void
show_evidence (RdVerdictView *self,
               gboolean       is_needed)
{
  show_fold (self->evidence_fold, is_needed, NULL);
  if (is_needed && self->opening_id == 0)
    self->opening_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), open_evidence_cb, NULL, NULL);
}

/**
 * rd_verdict_view_set_entry:
 * @self: a view
 * @entry: an entry with a diagnosis
 *
 * Shows @entry, from the top of the page.
 */
void
rd_verdict_view_set_entry (RdVerdictView *self,
                           RdBounceEntry *entry)
{
  const RdDiagnosis *diagnosis;
  g_autofree char   *checklist = NULL;
  g_autofree char   *recipients = NULL;
  g_autofree char   *facts = NULL;

  g_return_if_fail (RD_IS_VERDICT_VIEW (self));
  g_return_if_fail (rd_bounce_entry_get_diagnosis (entry) != NULL);

  if (!g_set_object (&self->entry, entry))
    return;
  diagnosis = rd_bounce_entry_get_diagnosis (entry);
  checklist = rd_checklist_dup_subtitle (diagnosis);
  recipients = rd_recipients_dup_subtitle (diagnosis);
  facts = rd_facts_dup_subtitle (diagnosis);

  set_check (self, rd_bounce_entry_get_check (entry));
  rd_verdict_card_set_entry (self->card, entry);
  gtk_widget_set_visible (self->text_note, rd_bounce_entry_get_form (entry) == RD_MAIL_FORM_TEXT);
  show_evidence (self, diagnosis->main != NULL);
  show_outcome (self);
  show_fold (self->checklist_fold, diagnosis->checklist != NULL && diagnosis->checklist->len > 0, checklist);
  show_fold (self->recipients_fold, diagnosis->bounce->failures->len > 1, recipients);
  show_fold (self->facts_fold, TRUE, facts);
  rd_fold_set_title (self->source_fold, rd_bounce_entry_is_from_log (entry) ? _ ("Lines of the log") : _ ("The whole message"));
  show_fold (self->source_fold, TRUE, rd_bounce_entry_get_name (entry));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

/**
 * rd_verdict_view_set_story:
 * @self: a view
 * @story: a widget
 *
 * Puts what else is known about the mail between the steps and the details.
 */
void
rd_verdict_view_set_story (RdVerdictView *self,
                           GtkWidget     *story)
{
  g_return_if_fail (RD_IS_VERDICT_VIEW (self));

  adw_bin_set_child (self->story_place, story);
  gtk_widget_set_visible (GTK_WIDGET (self->story_place), TRUE);
}

/* Whether no part of the page is still to come. */
gboolean
rd_verdict_view_is_whole (RdVerdictView *self)
{
  g_return_val_if_fail (RD_IS_VERDICT_VIEW (self), FALSE);

  return rd_page_layout_is_unrolled (self->page) && self->opening_id == 0 && !rd_fold_is_unrolling (self->evidence_fold);
}

void
rd_verdict_view_focus_heading (RdVerdictView *self)
{
  g_return_if_fail (RD_IS_VERDICT_VIEW (self));

  rd_verdict_card_focus_heading (self->card);
}
