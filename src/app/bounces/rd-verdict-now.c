/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-verdict-now"

#include "config.h"

#include "rd-verdict-now.h"

#include "rd-check-row.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* Below the verdict: what the bounce says, line by line, and whether each is so
 * now.  The lines are there before their answers. */
struct _RdVerdictNow
{
  AdwBin parent_instance;

  RdBounceCheck *check; /* (nullable) */
  GPtrArray     *rows;  /* (element-type RdCheckRow) (unowned): one a statement */
  RdCheckRow    *others_row;
  guint          refresh_id;

  AdwPreferencesGroup *group;
  GtkWidget           *stop_button;
};

G_DEFINE_FINAL_TYPE (RdVerdictNow, rd_verdict_now, ADW_TYPE_BIN)

#define OTHERS_ID "others"

static void
rd_verdict_now_dispose (GObject *object)
{
  RdVerdictNow *self = RD_VERDICT_NOW (object);

  rd_verdict_now_set_check (self, NULL);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (rd_verdict_now_parent_class)->dispose (object);
}

static void
rd_verdict_now_class_init (RdVerdictNowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rd_verdict_now_dispose;
}

static void
rd_verdict_now_init (RdVerdictNow *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Is It Still So?"));
  self->stop_button = gtk_button_new_with_mnemonic (_ ("_Stop"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stop_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Stop checking"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->stop_button), "win.cancel");
  gtk_widget_set_valign (self->stop_button, GTK_ALIGN_CENTER);
  adw_preferences_group_set_header_suffix (self->group, self->stop_button);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* --- What is shown ------------------------------------------------------------ */

static char *
dup_progress (RdVerdictNow *self)
{
  guint n_answers;
  guint n_questions;

  rd_bounce_check_get_progress (self->check, &n_answers, &n_questions);
  if (n_questions == 0)
    return g_strdup (_ ("The servers are being asked."));
  return g_strdup_printf (ngettext ("%u of %u question answered", "%u of %u questions answered", n_questions), n_answers, n_questions);
}

static char *
dup_result (RdVerdictNow    *self,
            const RdOutcome *outcome)
{
  g_autofree char *clock = g_date_time_format (rd_bounce_check_get_time (self->check), "%X");

  if (!rd_bounce_check_was_completed (self->check))
    /* Translators: a time of day */
    return g_strdup_printf (_ ("Stopped at %s; what was not asked could not be checked"), clock);
  /* Translators: a time of day, then a sentence about what was found */
  return g_strdup_printf (_ ("Checked at %s. %s"), clock, outcome->sentence);
}

static void
show_description (RdVerdictNow    *self,
                  const RdOutcome *outcome)
{
  g_autofree char *text = rd_bounce_check_is_running (self->check) ? dup_progress (self) : dup_result (self, outcome);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_preferences_group_set_description (self->group, escaped);
}

static void
fill_row (RdVerdictNow  *self,
          RdCheckRow    *row,
          GPtrArray     *findings,
          gboolean       has_word,
          RdConfirmation confirmation)
{
  gboolean is_running = rd_bounce_check_is_running (self->check);
  gboolean is_busy = is_running && findings->len == 0;

  rd_check_row_set_findings (row, findings, rd_bounce_check_get_evidence (self->check));
  rd_check_row_set_word (row, has_word ? rd_confirmation_get_label (confirmation) : NULL, rd_confirmation_get_state (confirmation));
  rd_check_row_set_busy (row, is_busy);
}

static void
add_rows (RdVerdictNow    *self,
          const RdOutcome *outcome)
{
  for (guint i = 0; i < outcome->statements->len; i++)
    {
      const RdStatement *statement = g_ptr_array_index (outcome->statements, i);
      g_autofree char   *id = g_strdup_printf ("%u", i);
      g_autofree char   *title = rd_outside_dup_line (statement->text);
      GtkWidget         *row = rd_check_row_new (id, title, "verdict.retry");

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (self->group, row);
    }
  self->others_row = RD_CHECK_ROW (rd_check_row_new (OTHERS_ID, outcome->statements->len > 0 ? _ ("What else was looked at") : _ ("What may have added to it"), "verdict.retry"));
  adw_preferences_group_add (self->group, GTK_WIDGET (self->others_row));
}

static void
remove_rows (RdVerdictNow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (self->others_row != NULL)
    adw_preferences_group_remove (self->group, GTK_WIDGET (self->others_row));
  self->others_row = NULL;
}

static void
refresh (RdVerdictNow *self)
{
  g_autoptr (RdOutcome) outcome = self->check != NULL ? rd_bounce_check_dup_outcome (self->check) : NULL;
  gboolean is_running;

  gtk_widget_set_visible (GTK_WIDGET (self), outcome != NULL);
  if (outcome == NULL)
    return;
  is_running = rd_bounce_check_is_running (self->check);
  if (self->others_row == NULL)
    add_rows (self, outcome);
  for (guint i = 0; i < self->rows->len && i < outcome->statements->len; i++)
    {
      const RdStatement *statement = g_ptr_array_index (outcome->statements, i);

      fill_row (self, g_ptr_array_index (self->rows, i), statement->findings, TRUE, statement->confirmation);
    }
  fill_row (self, self->others_row, outcome->others, FALSE, RD_CONFIRMATION_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->others_row), outcome->others->len > 0 || (is_running && outcome->statements->len == 0));
  gtk_widget_set_visible (self->stop_button, is_running);
  show_description (self, outcome);
}

static gboolean
refresh_cb (gpointer data)
{
  RdVerdictNow *self = data;

  self->refresh_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* Answers that arrive together are shown together. */
static void
changed_cb (RdVerdictNow *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

/**
 * rd_verdict_now_set_check:
 * @self: a view
 * @check: (nullable): what to show; it is hidden until that has begun
 *
 * Shows what @check finds, as it finds it.
 */
void
rd_verdict_now_set_check (RdVerdictNow  *self,
                          RdBounceCheck *check)
{
  g_return_if_fail (RD_IS_VERDICT_NOW (self));

  if (self->check == check)
    return;
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);
  remove_rows (self);
  g_set_object (&self->check, check);
  if (check == NULL)
    return;
  g_signal_connect_swapped (check, "changed", G_CALLBACK (changed_cb), self);
  refresh (self);
}

/**
 * rd_verdict_now_get_findings:
 * @self: a view
 * @row_id: id of a row, as “verdict.retry” names it
 *
 * Returns: (transfer none) (nullable) (element-type RdFinding): what it shows
 */
GPtrArray *
rd_verdict_now_get_findings (RdVerdictNow *self,
                             const char   *row_id)
{
  guint64 index;

  g_return_val_if_fail (RD_IS_VERDICT_NOW (self) && row_id != NULL, NULL);

  if (self->others_row != NULL && g_str_equal (row_id, OTHERS_ID))
    return rd_check_row_get_findings (self->others_row);
  if (!g_ascii_string_to_unsigned (row_id, 10, 0, self->rows->len, &index, NULL) || index >= self->rows->len)
    return NULL;
  return rd_check_row_get_findings (g_ptr_array_index (self->rows, index));
}
