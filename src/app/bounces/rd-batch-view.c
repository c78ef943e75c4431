/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-batch-view"

#include "config.h"

#include "rd-batch-view.h"

#include "rd-accessible.h"
#include "rd-cause-fold.h"
#include "rd-copy-button.h"
#include "rd-finding-fold.h"
#include "rd-heading.h"
#include "rd-outside.h"
#include "rd-pill.h"
#include "rd-report-diagnosis.h"
#include "rd-report-pdf.h"
#include "rd-task.h"
#include "rd-toast.h"
#include "rd-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a thread found out. */
typedef struct
{
  GPtrArray *findings; /* (element-type RdFinding) */
  GPtrArray *groups;   /* (element-type RdInsightGroup) */
  char     **skipped;
  guint      n_dead;
} Look;

/* Patterns take some time to find among tens of thousands, so they are found by
 * a thread when everything is read; until then there are only numbers. */
struct _RdBatchView
{
  AdwBin parent_instance;

  RdInsight            *insight; /* (nullable) */
  GtkFileChooserNative *chooser; /* (nullable): while it is open */
  GPtrArray            *rows;    /* (element-type GtkWidget): (unowned) in the groups below */
  Look                 *look;    /* (nullable): what the rows are made from, in this order */
  guint                 showing_id;

  GtkScrolledWindow   *scrolled;
  RdHeading           *heading;
  GtkLabel            *sentence_label;
  GtkWidget           *buttons;
  GtkWidget           *save_button;
  AdwPreferencesGroup *findings_group;
  AdwPreferencesGroup *causes_group;
  AdwPreferencesGroup *skipped_group;
};

G_DEFINE_FINAL_TYPE (RdBatchView, rd_batch_view, ADW_TYPE_BIN)

static void
look_free (gpointer data)
{
  Look *look = data;

  g_ptr_array_unref (look->findings);
  g_ptr_array_unref (look->groups);
  g_strfreev (look->skipped);
  g_free (look);
}

static void
look_thread (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  const RdInsight *insight = data;
  g_autoptr (GArray) dead = rd_insight_dup_dead_addresses (insight);
  Look *look = g_new0 (Look, 1);

  look->findings = rd_insight_dup_findings (insight);
  look->groups = rd_insight_dup_groups (insight);
  look->skipped = rd_insight_dup_skipped (insight);
  look->n_dead = dead->len;
  g_task_return_pointer (task, look, look_free);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GError) error = NULL;

  rd_toast_say (GTK_WIDGET (object), g_task_propagate_boolean (G_TASK (result), &error) ? _ ("Addresses saved") : error->message);
}

typedef struct
{
  RdInsight *insight;
  char      *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  rd_insight_unref (saving->insight);
  g_free (saving->path);
  g_free (saving);
}

static void
save_thread (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  const Saving *saving = data;
  char         *csv = rd_report_dead_addresses_to_csv (saving->insight);
  g_autoptr (GBytes) contents = g_bytes_new_take (csv, strlen (csv));
  GError *error = NULL;

  if (rd_report_save (contents, saving->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * rd_batch_view_save_to:
 * @self: a view that shows everything
 * @path: (type filename): a file
 *
 * Writes the addresses that failed for good to a CSV file, and says so.
 */
void
rd_batch_view_save_to (RdBatchView *self,
                       const char  *path)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (RD_IS_BATCH_VIEW (self));
  g_return_if_fail (self->insight != NULL);

  saving = g_new0 (Saving, 1);
  saving->insight = rd_insight_ref (self->insight);
  saving->path = g_strdup (path);
  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_source_tag (task, rd_batch_view_save_to);
  g_task_set_task_data (task, saving, saving_free);
  rd_task_run_in_thread (task, save_thread);
}

static void
chosen_cb (RdBatchView *self,
           int          response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    rd_batch_view_save_to (self, path);
  else if (file != NULL)
    rd_toast_say (GTK_WIDGET (self), _ ("Choose a folder of this computer"));
}

static void
save_clicked_cb (RdBatchView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save Dead Addresses"), GTK_WINDOW (root), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  /* Translators: the name of a file */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("dead-addresses.csv"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
copy_clicked_cb (RdBatchView *self)
{
  g_autofree char *text = self->insight != NULL ? rd_insight_dup_text (self->insight) : NULL;

  if (text != NULL)
    rd_copy_text (GTK_WIDGET (self), text);
}

static void
rd_batch_view_dispose (GObject *object)
{
  RdBatchView *self = RD_BATCH_VIEW (object);

  g_clear_object (&self->chooser);
  g_clear_pointer (&self->insight, rd_insight_unref);
  g_clear_pointer (&self->look, look_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_BATCH_VIEW);
  G_OBJECT_CLASS (rd_batch_view_parent_class)->dispose (object);
}

static void
rd_batch_view_class_init (RdBatchViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_batch_view_dispose;

  g_type_ensure (RD_TYPE_HEADING);
  g_type_ensure (RD_TYPE_PILL);
  g_type_ensure (RD_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/bounces/rd-batch-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RdBatchView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RdBatchView, heading);
  gtk_widget_class_bind_template_child (widget_class, RdBatchView, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, RdBatchView, buttons);
  gtk_widget_class_bind_template_child (widget_class, RdBatchView, save_button);
  gtk_widget_class_bind_template_child (widget_class, RdBatchView, findings_group);
  gtk_widget_class_bind_template_child (widget_class, RdBatchView, causes_group);
  gtk_widget_class_bind_template_child (widget_class, RdBatchView, skipped_group);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
rd_batch_view_init (RdBatchView *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  rd_accessible_name_lists (GTK_WIDGET (self->findings_group), _ ("What They Have in Common"));
  rd_accessible_name_lists (GTK_WIDGET (self->causes_group), _ ("Causes"));
  rd_accessible_name_lists (GTK_WIDGET (self->skipped_group), _ ("Left Out"));
}

static void
add_row (RdBatchView         *self,
         AdwPreferencesGroup *group,
         GtkWidget           *row)
{
  adw_preferences_group_add (group, row);
  gtk_widget_set_visible (GTK_WIDGET (group), TRUE);
  g_ptr_array_add (self->rows, row);
}

static void
clear_group (RdBatchView         *self,
             AdwPreferencesGroup *group)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i - 1);

      if (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP) != GTK_WIDGET (group))
        continue;
      adw_preferences_group_remove (group, row);
      g_ptr_array_remove_index (self->rows, i - 1);
    }
  gtk_widget_set_visible (GTK_WIDGET (group), FALSE);
}

/* One row a frame: making and laying out a fold takes a good part of one. */
static gboolean
show_next_cb (GtkWidget     *widget,
              GdkFrameClock *clock,
              gpointer       data)
{
  RdBatchView *self = RD_BATCH_VIEW (widget);
  Look        *look = self->look;
  guint        n = self->rows->len;

  if (n < look->findings->len)
    {
      add_row (self, self->findings_group, rd_finding_fold_new (g_ptr_array_index (look->findings, n), NULL));
      return G_SOURCE_CONTINUE;
    }
  n -= look->findings->len;
  if (n < look->groups->len)
    {
      add_row (self, self->causes_group, rd_cause_fold_new (self->insight, g_ptr_array_index (look->groups, n)));
      return G_SOURCE_CONTINUE;
    }
  n -= look->groups->len;
  if (look->skipped[n] != NULL)
    {
      add_row (self, self->skipped_group, rd_row_new (look->skipped[n], NULL));
      return G_SOURCE_CONTINUE;
    }
  self->showing_id = 0;
  return G_SOURCE_REMOVE;
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  RdBatchView *self = RD_BATCH_VIEW (object);
  Look        *look = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Something else may be open by now, or nothing; or it is looked once more. */
  if (self->insight != g_task_get_task_data (G_TASK (result)) || self->look != NULL)
    {
      look_free (look);
      return;
    }
  self->look = look;
  gtk_widget_set_visible (self->save_button, look->n_dead > 0);
  gtk_widget_set_visible (self->buttons, TRUE);
  self->showing_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_next_cb, NULL, NULL);
}

static void
clear_rows (RdBatchView *self)
{
  if (self->showing_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->showing_id);
  self->showing_id = 0;
  g_clear_pointer (&self->look, look_free);
  clear_group (self, self->findings_group);
  clear_group (self, self->causes_group);
  clear_group (self, self->skipped_group);
  gtk_widget_set_visible (self->buttons, FALSE);
}

/**
 * rd_batch_view_show_progress:
 * @self: a view
 * @insight: what is known so far
 *
 * Shows the numbers.
 */
void
rd_batch_view_show_progress (RdBatchView *self,
                             RdInsight   *insight)
{
  g_autofree char *headline = NULL;
  g_autofree char *sentence = NULL;

  g_return_if_fail (RD_IS_BATCH_VIEW (self));

  if (self->insight != insight)
    {
      g_clear_pointer (&self->insight, rd_insight_unref);
      self->insight = rd_insight_ref (insight);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
    }
  clear_rows (self);

  headline = rd_insight_dup_headline (insight);
  sentence = rd_insight_dup_sentence (insight);
  rd_heading_set_text (self->heading, headline);
  rd_outside_set_label (self->sentence_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence_label), sentence != NULL);
}

/**
 * rd_batch_view_show_all:
 * @self: a view
 * @insight: complete; nothing may be added to it any more
 *
 * Shows everything.
 */
void
rd_batch_view_show_all (RdBatchView *self,
                        RdInsight   *insight)
{
  g_autoptr (GTask) task = NULL;

  rd_batch_view_show_progress (self, insight);
  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_source_tag (task, rd_batch_view_show_all);
  g_task_set_task_data (task, rd_insight_ref (insight), (GDestroyNotify) rd_insight_unref);
  rd_task_run_in_thread (task, look_thread);
}

void
rd_batch_view_focus_heading (RdBatchView *self)
{
  g_return_if_fail (RD_IS_BATCH_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->heading));
}
