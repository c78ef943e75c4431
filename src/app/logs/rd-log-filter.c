/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log-filter"

#include "config.h"

#include "rd-log-filter.h"

#include "rd-wrap-layout.h"

#include <glib/gi18n.h>

/* In pixels, between buttons. */
#define SPACING 6

/* One button for each way mail can end, with the number of mails that did.  Ways
 * that do not occur have none. */
struct _RdLogFilter
{
  AdwBin parent_instance;

  GtkWidget *buttons[N_RD_LOG_GROUPS];
  GtkLabel  *counts[N_RD_LOG_GROUPS];
  RdLogGroup group;
  gboolean   was_chosen; /* by the user, so it stays */
  gboolean   is_updating;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What people look for first. */
static const RdLogGroup order[N_RD_LOG_GROUPS] = {
  RD_LOG_GROUP_FAILED,
  RD_LOG_GROUP_WAITING,
  RD_LOG_GROUP_FROZEN,
  RD_LOG_GROUP_DELIVERED,
  RD_LOG_GROUP_PASSED_ON,
  RD_LOG_GROUP_REFUSED,
  RD_LOG_GROUP_REMOVED,
};

G_DEFINE_FINAL_TYPE (RdLogFilter, rd_log_filter, ADW_TYPE_BIN)

static void
toggled_cb (RdLogFilter     *self,
            GtkToggleButton *button)
{
  if (self->is_updating || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < N_RD_LOG_GROUPS; i++)
    {
      if (self->buttons[i] == GTK_WIDGET (button))
        self->group = (RdLogGroup) i;
    }
  self->was_chosen = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GtkWidget *
new_button (RdLogFilter *self,
            RdLogGroup   group)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (rd_log_group_get_label (group));
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_ellipsize (GTK_LABEL (count), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (count), 1);
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), count);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "rd-filter");
  gtk_widget_set_visible (button, FALSE);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  self->buttons[group] = button;
  self->counts[group] = GTK_LABEL (count);
  return button;
}

static void
rd_log_filter_class_init (RdLogFilterClass *klass)
{
  /**
   * RdLogFilter::changed:
   *
   * Another group was chosen.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rd_log_filter_init (RdLogFilter *self)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_widget_set_layout_manager (box, g_object_new (RD_TYPE_WRAP_LAYOUT, "spacing", SPACING, NULL));
  gtk_widget_add_css_class (box, "rd-filters");
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What became of the mail"), -1);
  for (guint i = 0; i < N_RD_LOG_GROUPS; i++)
    {
      GtkWidget *button = new_button (self, order[i]);

      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), i > 0 ? GTK_TOGGLE_BUTTON (self->buttons[order[0]]) : NULL);
      gtk_box_append (GTK_BOX (box), button);
    }
  adw_bin_set_child (ADW_BIN (self), box);
}

RdLogGroup
rd_log_filter_get_group (RdLogFilter *self)
{
  return self->group;
}

/* The next log begins with what people look for first. */
void
rd_log_filter_reset (RdLogFilter *self)
{
  self->was_chosen = FALSE;
}

static void
choose_first (RdLogFilter *self,
              const guint  counts[N_RD_LOG_GROUPS])
{
  if (self->was_chosen)
    return;
  for (guint i = 0; i < N_RD_LOG_GROUPS; i++)
    {
      if (counts[order[i]] == 0)
        continue;
      self->group = order[i];
      return;
    }
}

/**
 * rd_log_filter_set_counts:
 * @self: a filter
 * @counts: how many mails there are of each group
 *
 * Shows the numbers.  Until somebody chooses, the gravest group that occurs is
 * chosen.
 */
void
rd_log_filter_set_counts (RdLogFilter *self,
                          const guint  counts[N_RD_LOG_GROUPS])
{
  g_return_if_fail (RD_IS_LOG_FILTER (self));

  choose_first (self, counts);
  self->is_updating = TRUE;
  for (guint i = 0; i < N_RD_LOG_GROUPS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", counts[i]);
      /* Translators: what became of mails, and how many */
      g_autofree char *name = g_strdup_printf (_ ("%1$s: %2$s"), rd_log_group_get_label ((RdLogGroup) i), number);
      gboolean         is_shown = counts[i] > 0 || i == self->group;

      gtk_label_set_text (self->counts[i], number);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      gtk_widget_set_visible (self->buttons[i], is_shown);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[self->group]), TRUE);
  self->is_updating = FALSE;
}
