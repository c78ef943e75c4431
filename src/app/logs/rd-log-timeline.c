/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-timeline"

#include "config.h"

#include "rd-log-timeline.h"

#include "rd-appearance.h"
#include "rd-log-words.h"
#include "rd-outside.h"

#include <glib/gi18n.h>

/* Lines that are shown as rows.  All of them stand in the fold with the lines
 * of the log. */
#define MAX_ROWS 60u

/* The life of one message: what happened when, and for each failed try a button
 * that asks why. */
struct _RdLogTimeline
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkListBox          *list;
  GtkWidget           *note;
};

enum
{
  SIGNAL_EXPLAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RdLogTimeline, rd_log_timeline, ADW_TYPE_BIN)

static void
rd_log_timeline_class_init (RdLogTimelineClass *klass)
{
  /**
   * RdLogTimeline::explain:
   * @line: number of the line in the story
   */
  signals[SIGNAL_EXPLAIN] = g_signal_new ("explain", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
rd_log_timeline_init (RdLogTimeline *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->note = gtk_label_new (NULL);
  adw_preferences_group_set_title (self->group, _ ("What Happened When"));
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What happened when"), -1);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "rd-note");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->note);
  adw_preferences_group_add (self->group, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}

GtkWidget *
rd_log_timeline_new (void)
{
  return g_object_new (RD_TYPE_LOG_TIMELINE, NULL);
}

static void
explain_clicked_cb (RdLogTimeline *self,
                    GtkButton     *button)
{
  g_signal_emit (self, signals[SIGNAL_EXPLAIN], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "rd-line")));
}

/* Whether there is a reason to ask for. */
static gboolean
can_explain (const RdLogLine *line)
{
  return line->kind == RD_LOG_OUTCOME && line->delivery != NULL &&
         rd_log_group_for_status (line->delivery->status) != RD_LOG_GROUP_DELIVERED;
}

static GtkWidget *
new_explain_button (RdLogTimeline *self,
                    guint          number,
                    const char    *what,
                    const char    *when)
{
  GtkWidget       *button = gtk_button_new_with_label (_ ("Explain"));
  g_autofree char *name = g_strdup_printf (_ ("Explain: %1$s, %2$s"), what, when);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "rd-line", GUINT_TO_POINTER (number));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (explain_clicked_cb), self, G_CONNECT_SWAPPED);
  return button;
}

/* When, and by which server. */
static char *
dup_subtitle (const RdLogLine *line,
              const char      *when)
{
  const RdDelivery *delivery = line->delivery;
  const char       *server = NULL;

  if (delivery != NULL)
    server = delivery->remote_host != NULL ? delivery->remote_host : delivery->remote_ip;
  if (server == NULL)
    return g_strdup (when);
  /* Translators: a time and the name of a server */
  return g_strdup_printf (_ ("%1$s · %2$s"), when, server);
}

static GtkWidget *
new_row (RdLogTimeline   *self,
         const RdLogLine *line,
         guint            number)
{
  const char      *title = rd_log_line_get_title (line);
  g_autofree char *time = rd_log_time_dup_short (&line->time);
  const char      *when = time != NULL ? time : _ ("At an unknown time");
  g_autofree char *subtitle = dup_subtitle (line, when);
  RdFindingState   state = line->delivery != NULL ? rd_log_status_get_state (line->delivery->status) : RD_FINDING_INFO;
  GtkWidget       *row = rd_row_new (title, subtitle);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), rd_state_image_new (state));
  if (can_explain (line))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_explain_button (self, number, title, when));
  return row;
}

static void
show_note (RdLogTimeline *self,
           guint          n_left_out,
           guint          n_others)
{
  g_autofree char *text = NULL;

  if (n_others > 0)
    text = g_strdup_printf (ngettext ("%u line is about another recipient of the same mail.",
                                      "%u lines are about other recipients of the same mail.", n_others),
                            n_others);
  else if (n_left_out > 0)
    text = g_strdup_printf (ngettext ("%u more line stands in the log.", "%u more lines stand in the log.", n_left_out), n_left_out);
  gtk_label_set_text (GTK_LABEL (self->note), text != NULL ? text : "");
  gtk_widget_set_visible (self->note, text != NULL);
}

/**
 * rd_log_timeline_show:
 * @self: a timeline
 * @story: what happened
 *
 * Shows the life of a message: its beginning and its end, if it is long.
 */
void
rd_log_timeline_show (RdLogTimeline    *self,
                      const RdLogStory *story)
{
  guint      n = story->lines->len;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < n; i++)
    {
      if (i == 1 && n > MAX_ROWS)
        i = n - MAX_ROWS + 1;
      gtk_list_box_append (self->list, new_row (self, story->lines->pdata[i], i));
    }
  show_note (self, n > MAX_ROWS ? n - MAX_ROWS : 0, story->n_others);
}
