/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-overview"

#include "config.h"

#include "rd-log-overview.h"

#include "rd-accessible.h"
#include "rd-appearance.h"
#include "rd-fact-row.h"
#include "rd-finding-fold.h"
#include "rd-heading.h"
#include "rd-log-words.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* What a log tells as a whole: how the mail fared, what stands out, and what
 * was read. */
struct _RdLogOverview
{
  AdwBin parent_instance;

  GtkImage            *state_image;
  RdHeading           *heading;
  GtkLabel            *sentence_label;
  AdwPreferencesGroup *findings_group;
  AdwPreferencesGroup *facts_group;
  GPtrArray           *rows; /* (element-type GtkWidget): of both groups */
};

G_DEFINE_FINAL_TYPE (RdLogOverview, rd_log_overview, ADW_TYPE_BIN)

static void
rd_log_overview_dispose (GObject *object)
{
  RdLogOverview *self = RD_LOG_OVERVIEW (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  /* AdwBin would let go of its child twice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RD_TYPE_LOG_OVERVIEW);
  G_OBJECT_CLASS (rd_log_overview_parent_class)->dispose (object);
}

static void
rd_log_overview_class_init (RdLogOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rd_log_overview_dispose;

  g_type_ensure (RD_TYPE_HEADING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/redeliver/Redeliver/logs/rd-log-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, RdLogOverview, state_image);
  gtk_widget_class_bind_template_child (widget_class, RdLogOverview, heading);
  gtk_widget_class_bind_template_child (widget_class, RdLogOverview, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, RdLogOverview, findings_group);
  gtk_widget_class_bind_template_child (widget_class, RdLogOverview, facts_group);
}

static void
rd_log_overview_init (RdLogOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

static void
forget_rows (RdLogOverview *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
add_row (RdLogOverview       *self,
         AdwPreferencesGroup *group,
         GtkWidget           *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_number (RdLogOverview *self,
            const char    *title,
            const char    *copy_label,
            guint64        number)
{
  g_autofree char *value = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  if (number > 0)
    add_row (self, self->facts_group, rd_fact_row_new (title, value, copy_label, RD_FACT_PLAIN));
}

static void
add_text (RdLogOverview *self,
          const char    *title,
          const char    *copy_label,
          const char    *value)
{
  if (value != NULL && *value != '\0')
    add_row (self, self->facts_group, rd_fact_row_new (title, value, copy_label, RD_FACT_PLAIN));
}

static guint64
count_understood (const RdLogCounts *counts)
{
  return counts->lines - counts->foreign - counts->unknown;
}

static void
show_facts (RdLogOverview    *self,
            const char       *name,
            const RdLogState *state)
{
  g_autofree char *first = rd_log_time_dup_short (&state->first_time);
  g_autofree char *last = rd_log_time_dup_short (&state->last_time);

  add_text (self, _ ("File"), _ ("Copy Name of the File"), name);
  if (state->format != RD_LOG_AUTO)
    add_text (self, _ ("Kind"), _ ("Copy Kind"), rd_log_format_get_label (state->format));
  add_text (self, _ ("First line"), _ ("Copy Time of the First Line"), first);
  add_text (self, _ ("Last line"), _ ("Copy Time of the Last Line"), last);
  add_number (self, _ ("Lines understood"), _ ("Copy Number of Lines Understood"), count_understood (&state->counts));
  add_number (self, _ ("Lines of other programs"), _ ("Copy Number of Lines of Other Programs"), state->counts.foreign);
  add_number (self, _ ("Lines not understood"), _ ("Copy Number of Lines not Understood"), state->counts.unknown);
}

static void
show_findings (RdLogOverview *self,
               GPtrArray     *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      GtkWidget *fold = rd_finding_fold_new (findings->pdata[i], NULL);

      add_row (self, self->findings_group, fold);
      rd_accessible_name_expander (fold);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->findings_group), findings->len > 0);
}

static char *
dup_sentence (const RdLogState *state,
              const GError     *error)
{
  if (error != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (_ ("Reading was stopped. What was read up to there is shown."));
  if (error != NULL)
    return g_strdup (error->message);
  if (state->format == RD_LOG_AUTO)
    return g_strdup (_ ("None of its lines were written by Exim, Postfix, OpenSMTPD or Sendmail. Look for a file called exim_mainlog, mainlog or mail.log, or for a queue listing."));
  return g_strdup (_ ("Choose a mail in the list to see what happened to it, who must act and what to do."));
}

/**
 * rd_log_overview_show:
 * @self: a page
 * @name: what the log is called
 * @state: what is known of it
 * @findings: (element-type RdFinding): what stands out
 * @error: (nullable): why it was not read to the end
 *
 * Shows what a log tells as a whole.
 */
void
rd_log_overview_show (RdLogOverview    *self,
                      const char       *name,
                      const RdLogState *state,
                      GPtrArray        *findings,
                      const GError     *error)
{
  g_autofree char *title = rd_log_state_dup_title (state);
  g_autofree char *sentence = dup_sentence (state, error);

  g_return_if_fail (RD_IS_LOG_OVERVIEW (self));

  forget_rows (self);
  rd_state_image_set (self->state_image, rd_log_state_judge (state));
  rd_heading_set_text (self->heading, title);
  rd_outside_set_label (self->sentence_label, sentence);
  show_findings (self, findings);
  show_facts (self, name, state);
}

void
rd_log_overview_focus_heading (RdLogOverview *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->heading));
}
