/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-verdict-card"

#include "config.h"

#include "rd-verdict-card.h"

#include "rd-card-answer.h"
#include "rd-appearance.h"
#include "rd-copy-button.h"
#include "rd-handover.h"
#include "rd-heading.h"
#include "rd-outside.h"
#include "rd-page-layout.h"
#include "rd-pill.h"
#include "rd-wrap-layout.h"

#include <glib/gi18n.h>

/* What happened, who must act, what to do, whether to send again, and the one
 * button that helps: all that many people will read. */
struct _RdVerdictCard
{
  AdwBin parent_instance;

  RdBounceEntry *entry;   /* (nullable) */
  RdOutcome     *outcome; /* (nullable): once it was looked whether it is still so */
  RdHandoverKind handover;

  GtkWidget    *page;
  GtkImage     *state_image;
  GtkLabel     *state_label;
  RdHeading    *heading;
  GtkLabel     *sentence_label;
  GtkLabel     *address_label;
  RdCardAnswer *owner_answer;
  RdCardAnswer *action_answer;
  RdCardAnswer *resend_answer;
  GtkWidget    *primary_button;
  GtkWidget    *check_button;
  GtkLabel     *problem_label;
};

G_DEFINE_FINAL_TYPE (RdVerdictCard, rd_verdict_card, ADW_TYPE_BIN)

static void
primary_clicked_cb (RdVerdictCard *self)
{
  g_autofree char *text = NULL;

  if (self->entry == NULL)
    return;
  if (self->handover == RD_HANDOVER_RECORD)
    text = rd_handover_dup_record (self->outcome->remedy);
  else
    text = rd_handover_dup_text (rd_bounce_entry_get_diagnosis (self->entry), self->handover);
  rd_copy_text (GTK_WIDGET (self), text);
}

static void
rd_verdict_card_dispose (GObject *object)
{
  RdVerdictCard *self = RD_VERDICT_CARD (object);

  g_clear_object (&self->entry);
  g_clear_pointer (&self->outcome, rd_outcome_free);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_VERDICT_CARD);
  G_OBJECT_CLASS (rd_verdict_card_parent_class)->dispose (object);
}

static void
rd_verdict_card_class_init (RdVerdictCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_verdict_card_dispose;

  g_type_ensure (RD_TYPE_CARD_ANSWER);
  g_type_ensure (RD_TYPE_HEADING);
  g_type_ensure (RD_TYPE_PAGE_LAYOUT);
  g_type_ensure (RD_TYPE_PILL);
  g_type_ensure (RD_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-verdict-card.ui");
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, page);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, state_image);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, state_label);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, heading);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, address_label);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, owner_answer);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, action_answer);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, resend_answer);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, primary_button);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, check_button);
  gtk_widget_class_bind_template_child (widget_class, RdVerdictCard, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, primary_clicked_cb);
}

static void
rd_verdict_card_init (RdVerdictCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_page_layout_unroll (self->page);
}

static void
set_or_hide (GtkLabel   *label,
             const char *text)
{
  rd_outside_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* “To bob@shop.example” or “To bob@shop.example and 3 more” */
static void
show_recipient (RdVerdictCard *self)
{
  g_autofree char *text = NULL;

  if (rd_bounce_entry_has_recipient (self->entry))
    /* Translators: the address a mail was for */
    text = g_strdup_printf (_ ("To %s"), rd_bounce_entry_get_title (self->entry));
  set_or_hide (self->address_label, text);
}

static RdHandoverKind
choose_handover (RdVerdictCard *self)
{
  if (self->outcome != NULL && self->outcome->remedy != NULL && self->outcome->remedy->record != NULL)
    return RD_HANDOVER_RECORD;
  if (self->outcome != NULL && self->outcome->confirmation == RD_CONFIRMATION_FIXED)
    return RD_HANDOVER_SUMMARY;
  return rd_handover_choose (rd_bounce_entry_get_diagnosis (self->entry));
}

static void
show_primary_button (RdVerdictCard *self)
{
  self->handover = choose_handover (self);
  gtk_button_set_label (GTK_BUTTON (self->primary_button), rd_handover_get_label (self->handover));
  gtk_widget_set_visible (self->primary_button, TRUE);
  /* Where there is nothing to hand on, nothing is suggested either. */
  if (self->handover == RD_HANDOVER_SUMMARY)
    gtk_widget_remove_css_class (self->primary_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->primary_button, "suggested-action");
}

static const char *
get_check_label (RdBounceCheck *check)
{
  if (rd_bounce_check_has_begun (check))
    return _ ("Check _Again");
  if (rd_bounce_check_get_side (check) == RD_BOUNCE_SIDE_RECIPIENT)
    return _ ("Check _Their Domain Now");
  return _ ("Check My _Domain Now");
}

static void
show_check_button (RdVerdictCard *self)
{
  RdBounceCheck *check = rd_bounce_entry_get_check (self->entry);

  gtk_widget_set_visible (self->check_button, check != NULL && !rd_bounce_check_is_running (check));
  if (check != NULL)
    gtk_button_set_label (GTK_BUTTON (self->check_button), get_check_label (check));
  set_or_hide (self->problem_label, check != NULL ? rd_bounce_check_get_problem (check) : NULL);
}

static void
show_state (RdVerdictCard *self,
            RdFindingState state)
{
  RdConfirmation confirmation = self->outcome != NULL ? self->outcome->confirmation : RD_CONFIRMATION_NONE;
  const char    *word = rd_finding_state_get_label (state);

  if (confirmation == RD_CONFIRMATION_FIXED || confirmation == RD_CONFIRMATION_STILL_TRUE)
    word = rd_confirmation_get_label (confirmation);
  rd_state_image_set (self->state_image, state);
  rd_state_label_set (self->state_label, state, word);
}

static void
show_headline (RdVerdictCard *self,
               const char    *title,
               const char    *sentence)
{
  rd_heading_set_text (self->heading, title);
  set_or_hide (self->sentence_label, sentence);
}

static void
show_answers (RdVerdictCard *self,
              RdOwner        owner,
              const char    *action,
              const char    *resend_text)
{
  rd_card_answer_set_icon_name (self->owner_answer, rd_owner_get_icon_name (owner));
  rd_card_answer_set_text (self->owner_answer, rd_owner_get_label (owner));
  rd_card_answer_set_text (self->action_answer, action);
  rd_card_answer_set_text (self->resend_answer, resend_text);
}

/**
 * rd_verdict_card_refresh:
 * @self: a card with an entry
 *
 * Shows what is known now: while it is looked whether the reason is still there
 * what the bounce says, after that what came of it.
 */
void
rd_verdict_card_refresh (RdVerdictCard *self)
{
  const RdDiagnosis *diagnosis;
  RdBounceCheck     *check;

  g_return_if_fail (RD_IS_VERDICT_CARD (self));
  g_return_if_fail (self->entry != NULL);

  diagnosis = rd_bounce_entry_get_diagnosis (self->entry);
  check = rd_bounce_entry_get_check (self->entry);
  show_check_button (self);
  if (check != NULL && rd_bounce_check_is_running (check))
    return;
  g_clear_pointer (&self->outcome, rd_outcome_free);
  self->outcome = check != NULL ? rd_bounce_check_dup_outcome (check) : NULL;
  show_state (self, self->outcome != NULL ? self->outcome->state : diagnosis->state);
  if (self->outcome != NULL)
    {
      show_headline (self, self->outcome->title, self->outcome->explanation);
      show_answers (self, self->outcome->owner, self->outcome->action, self->outcome->resend_text);
    }
  else
    {
      show_headline (self, diagnosis->title, diagnosis->sentence);
      show_answers (self, diagnosis->owner, diagnosis->action, diagnosis->resend_text);
    }
  show_primary_button (self);
}

/**
 * rd_verdict_card_set_entry:
 * @self: a card
 * @entry: an entry with a diagnosis
 *
 * Shows @entry.
 */
void
rd_verdict_card_set_entry (RdVerdictCard *self,
                           RdBounceEntry *entry)
{
  const RdDiagnosis *diagnosis;

  g_return_if_fail (RD_IS_VERDICT_CARD (self));
  g_return_if_fail (rd_bounce_entry_get_diagnosis (entry) != NULL);

  if (g_set_object (&self->entry, entry))
    g_clear_pointer (&self->outcome, rd_outcome_free);
  diagnosis = rd_bounce_entry_get_diagnosis (entry);
  show_recipient (self);
  if (self->outcome == NULL)
    {
      show_headline (self, diagnosis->title, diagnosis->sentence);
      show_state (self, diagnosis->state);
      show_answers (self, diagnosis->owner, diagnosis->action, diagnosis->resend_text);
      show_primary_button (self);
    }
  rd_verdict_card_refresh (self);
}

/* Screen readers then read the verdict: GTK 4.8 has no way to announce it. */
void
rd_verdict_card_focus_heading (RdVerdictCard *self)
{
  g_return_if_fail (RD_IS_VERDICT_CARD (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->heading));
}
