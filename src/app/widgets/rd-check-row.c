/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-check-row"

#include "config.h"

#include "rd-check-row.h"

#include "rd-appearance.h"
#include "rd-evidence-rows.h"
#include "rd-finding-fold.h"
#include "rd-finding-row.h"
#include "rd-spinner.h"

#include <glib/gi18n.h>

/* One question and its answer: there before its answer is, so that nothing moves
 * when answers come in.  Unfolded, all that was found, the worst first. */
struct _RdCheckRow
{
  RdFold parent_instance;

  char       *id;
  char       *title;
  GPtrArray  *findings; /* (element-type RdFinding): empty until the first answer */
  RdEvidence *evidence; /* (nullable) */
  gboolean    is_busy;

  char          *word; /* (nullable): in place of that of the worst finding */
  RdFindingState word_state;

  GtkStack  *state_stack;
  GtkImage  *state_image;
  GtkWidget *retry_button;
};

G_DEFINE_FINAL_TYPE (RdCheckRow, rd_check_row, RD_TYPE_FOLD)

static void
fill_answers (RdFold *fold)
{
  RdCheckRow *self = g_object_get_data (G_OBJECT (fold), "rd-check-row");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (self->findings, i);

      g_array_append_vals (ids, finding->evidence->data, finding->evidence->len);
    }
  rd_evidence_rows_add (fold, self->evidence, ids);
}

static GtkWidget *
new_answers_fold (RdCheckRow *self)
{
  GtkWidget *fold = g_object_new (RD_TYPE_FOLD, NULL);

  rd_fold_set_title (RD_FOLD (fold), _ ("The answers this rests on"));
  g_object_set_data (G_OBJECT (fold), "rd-check-row", self);
  g_signal_connect (fold, "fill", G_CALLBACK (fill_answers), NULL);
  return fold;
}

static gboolean
has_evidence (RdCheckRow *self)
{
  for (guint i = 0; self->evidence != NULL && i < self->findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->evidence->len > 0)
        return TRUE;
    }
  return FALSE;
}

/* A receiver’s demands and a proposal may repeat the same record. */
static gboolean
is_same_record (const RdRecord *a,
                const RdRecord *b)
{
  return a != NULL && b != NULL && g_str_equal (a->fqdn, b->fqdn) && g_str_equal (a->type, b->type) && g_str_equal (a->value, b->value);
}

static void
rd_check_row_fill (RdFold *fold)
{
  RdCheckRow     *self = RD_CHECK_ROW (fold);
  const RdRecord *last_record = NULL;

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (self->findings, i);
      const RdRecord  *record = is_same_record (finding->record, last_record) ? NULL : finding->record;

      rd_fold_add (fold, rd_finding_row_new (finding->state, rd_finding_state_get_label (finding->state), finding->title, finding->explanation));
      rd_finding_rows_add_advice (fold, finding, record);
      if (record != NULL)
        last_record = record;
    }
  if (has_evidence (self))
    rd_fold_add (fold, new_answers_fold (self));
}

static void
rd_check_row_finalize (GObject *object)
{
  RdCheckRow *self = RD_CHECK_ROW (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->word);
  g_ptr_array_unref (self->findings);
  g_clear_pointer (&self->evidence, rd_evidence_unref);
  G_OBJECT_CLASS (rd_check_row_parent_class)->finalize (object);
}

static void
rd_check_row_class_init (RdCheckRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_check_row_finalize;
  RD_FOLD_CLASS (klass)->fill = rd_check_row_fill;
}

static void
rd_check_row_init (RdCheckRow *self)
{
  GtkWidget *spinner = g_object_new (RD_TYPE_SPINNER, NULL);
  GtkWidget *waiting = rd_state_image_new (RD_FINDING_UNKNOWN);

  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  self->state_stack = GTK_STACK (gtk_stack_new ());
  self->state_image = GTK_IMAGE (waiting);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Checking"), -1);
  gtk_stack_add_named (self->state_stack, spinner, "busy");
  gtk_stack_add_named (self->state_stack, waiting, "state");
  gtk_widget_set_valign (GTK_WIDGET (self->state_stack), GTK_ALIGN_CENTER);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->state_stack));

  self->retry_button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  gtk_widget_add_css_class (self->retry_button, "flat");
  gtk_widget_set_valign (self->retry_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->retry_button, FALSE);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), self->retry_button);
}

/* Information comes before what is fine in a list, but says less about how
 * things stand. */
static const RdFinding *
get_main (RdCheckRow *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->state != RD_FINDING_INFO)
        return finding;
    }
  return self->findings->len > 0 ? g_ptr_array_index (self->findings, 0) : NULL;
}

static guint
count_others (RdCheckRow *self)
{
  guint n = 0;

  for (guint i = 1; i < self->findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (self->findings, i);

      n += finding->state <= RD_FINDING_UNKNOWN ? 1 : 0;
    }
  return n;
}

static char *
dup_subtitle (RdCheckRow *self)
{
  const RdFinding *worst = get_main (self);
  const char      *word;
  guint            others;

  if (worst == NULL && self->is_busy)
    return g_strdup (_ ("Checking…"));
  if (worst == NULL)
    return g_strdup (self->word != NULL ? self->word : "");
  word = self->word != NULL ? self->word : rd_finding_state_get_label (worst->state);
  others = count_others (self);
  if (others == 0)
    /* Translators: “Must be fixed: Your domain has more than one SPF record” */
    return g_strdup_printf (C_ ("state and finding", "%s: %s"), word, worst->title);
  /* Translators: the same, and how many more findings there are */
  return g_strdup_printf (ngettext ("%s: %s, and %u more", "%s: %s, and %u more", others), word, worst->title, others);
}

static gboolean
has_unknown (RdCheckRow *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->state == RD_FINDING_UNKNOWN)
        return TRUE;
    }
  return FALSE;
}

static void
show (RdCheckRow *self)
{
  const RdFinding *shown = get_main (self);
  g_autofree char *subtitle = dup_subtitle (self);
  g_autofree char *name = g_strdup_printf ("%s: %s", self->title, subtitle);

  if (self->word != NULL)
    rd_state_image_set (self->state_image, self->word_state);
  else if (shown != NULL)
    rd_state_image_set (self->state_image, shown->state);
  gtk_stack_set_visible_child_name (self->state_stack, self->is_busy ? "busy" : "state");
  gtk_widget_set_visible (self->retry_button, !self->is_busy && has_unknown (self));
  rd_fold_set_subtitle (RD_FOLD (self), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * rd_check_row_new:
 * @id: stable id of the check, the target of @retry_action
 * @title: its name, translated
 * @retry_action: what asks again: “domain.retry”
 *
 * Returns: (transfer floating): a row that waits for its findings
 */
GtkWidget *
rd_check_row_new (const char *id,
                  const char *title,
                  const char *retry_action)
{
  RdCheckRow      *self = g_object_new (RD_TYPE_CHECK_ROW, NULL);
  g_autofree char *retry = g_strdup_printf (_ ("Try Again: %s"), title);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->is_busy = TRUE;
  rd_fold_set_title (RD_FOLD (self), title);
  gtk_widget_set_tooltip_text (self->retry_button, retry);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->retry_button), GTK_ACCESSIBLE_PROPERTY_LABEL, retry, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->retry_button), retry_action);
  show (self);
  return GTK_WIDGET (self);
}

/**
 * rd_check_row_set_word:
 * @self: a row
 * @word: (nullable): what to say in place of the state of the worst finding,
 *   translated
 * @state: whose icon to show
 *
 * Gives the row an answer that is not simply the worst of what was found.
 */
void
rd_check_row_set_word (RdCheckRow    *self,
                       const char    *word,
                       RdFindingState state)
{
  g_return_if_fail (RD_IS_CHECK_ROW (self));

  g_free (self->word);
  self->word = g_strdup (word);
  self->word_state = state;
  show (self);
}

void
rd_check_row_set_busy (RdCheckRow *self,
                       gboolean    is_busy)
{
  g_return_if_fail (RD_IS_CHECK_ROW (self));

  self->is_busy = is_busy;
  show (self);
}

gboolean
rd_check_row_get_busy (RdCheckRow *self)
{
  g_return_val_if_fail (RD_IS_CHECK_ROW (self), FALSE);

  return self->is_busy;
}

static gboolean
is_same (const GPtrArray *a,
         const GPtrArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    {
      if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
        return FALSE;
    }
  return a->len == b->len;
}

/**
 * rd_check_row_set_findings:
 * @self: a row
 * @findings: (element-type RdFinding): what the check found, worst first
 * @evidence: where the answers are
 *
 * Shows @findings in place of earlier ones.
 */
void
rd_check_row_set_findings (RdCheckRow *self,
                           GPtrArray  *findings,
                           RdEvidence *evidence)
{
  g_return_if_fail (RD_IS_CHECK_ROW (self));
  g_return_if_fail (findings != NULL);

  if (is_same (self->findings, findings))
    return;
  g_ptr_array_set_size (self->findings, 0);
  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (self->findings, rd_finding_ref (g_ptr_array_index (findings, i)));
  rd_evidence_ref (evidence);
  g_clear_pointer (&self->evidence, rd_evidence_unref);
  self->evidence = evidence;
  self->is_busy = FALSE;
  rd_fold_reset (RD_FOLD (self));
  show (self);
}

GPtrArray *
rd_check_row_get_findings (RdCheckRow *self)
{
  g_return_val_if_fail (RD_IS_CHECK_ROW (self), NULL);

  return self->findings;
}
