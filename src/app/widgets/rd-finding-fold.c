/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-finding-fold"

#include "config.h"

#include "rd-finding-fold.h"

#include "rd-appearance.h"
#include "rd-evidence-rows.h"
#include "rd-fact-row.h"
#include "rd-record-box.h"

#include <glib/gi18n.h>

/* What a check found, in one line; unfolded, what it means, who does what
 * about it, the record to publish and the answers it rests on. */
struct _RdFindingFold
{
  RdFold parent_instance;

  RdFinding  *finding;
  RdEvidence *evidence; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (RdFindingFold, rd_finding_fold, RD_TYPE_FOLD)

static void
add_text (RdFold     *fold,
          const char *title,
          const char *text)
{
  if (text != NULL && *text != '\0')
    rd_fold_add (fold, rd_fact_row_new (title, text, NULL, RD_FACT_PLAIN));
}

static void
add_record (RdFold         *fold,
            const RdRecord *record)
{
  rd_fold_add (fold, rd_record_box_new (record));
  add_text (fold, _ ("What changes"), record->changes);
  if (record->proven)
    add_text (fold, _ ("Tried out"), _ ("The check was made with this record in place, and it was fine."));
}

static gboolean
is_to_be_done (RdFindingState state)
{
  return state == RD_FINDING_BROKEN || state == RD_FINDING_WEAK;
}

/**
 * rd_finding_rows_add_advice:
 * @fold: a fold
 * @finding: a finding
 * @record: (nullable): its record, or %NULL if it is shown elsewhere
 *
 * Adds what to do about @finding, who does it, and the record to publish.
 */
void
rd_finding_rows_add_advice (RdFold          *fold,
                            const RdFinding *finding,
                            const RdRecord  *record)
{
  add_text (fold, _ ("What to do"), finding->fix);
  if (is_to_be_done (finding->state))
    add_text (fold, _ ("Who must act"), rd_owner_get_label (finding->owner));
  if (record != NULL)
    add_record (fold, record);
}

static void
rd_finding_fold_fill (RdFold *fold)
{
  RdFindingFold   *self = RD_FINDING_FOLD (fold);
  const RdFinding *finding = self->finding;

  add_text (fold, _ ("What it means"), finding->explanation);
  rd_finding_rows_add_advice (fold, finding, finding->record);
  if (self->evidence != NULL && finding->evidence != NULL)
    rd_evidence_rows_add (fold, self->evidence, finding->evidence);
}

static void
rd_finding_fold_finalize (GObject *object)
{
  RdFindingFold *self = RD_FINDING_FOLD (object);

  rd_finding_unref (self->finding);
  g_clear_pointer (&self->evidence, rd_evidence_unref);
  G_OBJECT_CLASS (rd_finding_fold_parent_class)->finalize (object);
}

static void
rd_finding_fold_class_init (RdFindingFoldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rd_finding_fold_finalize;
  RD_FOLD_CLASS (klass)->fill = rd_finding_fold_fill;
}

static void
rd_finding_fold_init (RdFindingFold *self)
{
}

/**
 * rd_finding_fold_new:
 * @finding: a finding
 * @evidence: (nullable): where the answers are that it rests on
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
rd_finding_fold_new (RdFinding  *finding,
                     RdEvidence *evidence)
{
  RdFindingFold   *self = g_object_new (RD_TYPE_FINDING_FOLD, NULL);
  const char      *word = rd_finding_state_get_label (finding->state);
  g_autofree char *name = g_strdup_printf ("%s: %s", word, finding->title);

  self->finding = rd_finding_ref (finding);
  self->evidence = evidence != NULL ? rd_evidence_ref (evidence) : NULL;
  rd_fold_set_title (RD_FOLD (self), finding->title);
  rd_fold_set_subtitle (RD_FOLD (self), word);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), rd_state_image_new (finding->state));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}
