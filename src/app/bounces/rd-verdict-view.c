/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-verdict-view"

#include "config.h"

#include "rd-verdict-view.h"

#include "rd-fold.h"
#include "rd-source-view.h"
#include "rd-steps.h"
#include "rd-verdict-card.h"
#include "rd-verdict-details.h"

#include <glib/gi18n.h>

/* The page of one bounce: the verdict, the steps, and all the rest folded. */
struct _RdVerdictView
{
  AdwBin parent_instance;

  RdBounceEntry *entry; /* (nullable) */

  GtkScrolledWindow   *scrolled;
  RdVerdictCard       *card;
  GtkWidget           *text_note;
  AdwPreferencesGroup *steps_group;
  GtkListBox          *steps_list;
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

static void
rd_verdict_view_dispose (GObject *object)
{
  RdVerdictView *self = RD_VERDICT_VIEW (object);

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
  g_type_ensure (RD_TYPE_FOLD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-verdict-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, card);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, text_note);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, steps_group);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictView, steps_list);
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
}

static void
show_steps (RdVerdictView *self,
            char         **steps)
{
  rd_steps_show (self->steps_list, steps);
  gtk_widget_set_visible (GTK_WIDGET (self->steps_group), steps != NULL && steps[0] != NULL);
}

/* A fold without content is not shown; the others start closed, but for the
 * reason, which most people want to see. */
static void
show_fold (RdFold     *fold,
           gboolean    is_needed,
           gboolean    is_open,
           const char *subtitle)
{
  gtk_widget_set_visible (GTK_WIDGET (fold), is_needed);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (fold), FALSE);
  rd_fold_reset (fold);
  rd_fold_set_subtitle (fold, subtitle);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (fold), is_needed && is_open);
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
  g_autofree char   *certainty = NULL;

  g_return_if_fail (RD_IS_VERDICT_VIEW (self));
  g_return_if_fail (rd_bounce_entry_get_diagnosis (entry) != NULL);

  if (!g_set_object (&self->entry, entry))
    return;
  diagnosis = rd_bounce_entry_get_diagnosis (entry);
  checklist = rd_checklist_dup_subtitle (diagnosis);
  recipients = rd_recipients_dup_subtitle (diagnosis);
  facts = rd_facts_dup_subtitle (diagnosis);
  if (diagnosis->main != NULL)
    /* Translators: “certain”, “likely” or “a guess” */
    certainty = g_strdup_printf (_ ("How sure: %s"), rd_certainty_get_label (diagnosis->main->certainty));

  rd_verdict_card_set_entry (self->card, entry);
  gtk_widget_set_visible (self->text_note, rd_bounce_entry_get_form (entry) == RD_MAIL_FORM_TEXT);
  show_steps (self, diagnosis->steps);
  show_fold (self->evidence_fold, diagnosis->main != NULL, TRUE, certainty);
  show_fold (self->checklist_fold, diagnosis->checklist != NULL && diagnosis->checklist->len > 0, FALSE, checklist);
  show_fold (self->recipients_fold, diagnosis->bounce->failures->len > 1, FALSE, recipients);
  show_fold (self->facts_fold, TRUE, FALSE, facts);
  show_fold (self->source_fold, TRUE, FALSE, rd_bounce_entry_get_name (entry));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

void
rd_verdict_view_focus_heading (RdVerdictView *self)
{
  g_return_if_fail (RD_IS_VERDICT_VIEW (self));

  rd_verdict_card_focus_heading (self->card);
}
