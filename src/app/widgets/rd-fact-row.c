/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-fact-row"

#include "config.h"

#include "rd-fact-row.h"

#include "rd-copy-button.h"
#include "rd-outside.h"
#include "rd-text-layout.h"

/* One fact: what it is in small letters, below it the value, which can be
 * selected and, with the button at the end, copied.  The value stands below
 * and not beside, so that long ones have the whole width also on a phone. */
struct _RdFactRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *value; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (RdFactRow, rd_fact_row, ADW_TYPE_PREFERENCES_ROW)

static void
rd_fact_row_class_init (RdFactRowClass *klass)
{
}

static void
rd_fact_row_init (RdFactRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  /* The value and the button inside take the focus. */
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

/* After the value, for the keyboard too: GTK goes by the middle of what stands in a
 * line, and that of a box that is as high as the line is never above another. */
static void
add_button (GtkWidget *box,
            GtkWidget *button)
{
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (place), button);
  gtk_box_append (GTK_BOX (box), place);
}

/**
 * rd_fact_row_new:
 * @title: what the value is, translated
 * @value: text from outside
 * @copy_label: (nullable): name of the copy button; without it there is none
 * @flags: how to show the value
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
rd_fact_row_new (const char *title,
                 const char *value,
                 const char *copy_label,
                 RdFactFlags flags)
{
  GtkWidget *self = g_object_new (RD_TYPE_FACT_ROW, "title", title, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *caption = rd_label_new (title);
  GtkWidget *label = rd_outside_label_new (value);

  gtk_widget_add_css_class (box, "rd-fact");
  rd_text_layout_use (texts);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  if ((flags & RD_FACT_MONOSPACE) != 0)
    gtk_widget_add_css_class (label, "monospace");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_RELATION_LABELLED_BY, caption, NULL, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  gtk_box_append (GTK_BOX (texts), caption);
  gtk_box_append (GTK_BOX (texts), label);
  gtk_box_append (GTK_BOX (box), texts);
  if (copy_label != NULL)
    add_button (box, rd_copy_button_new (copy_label, value));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  RD_FACT_ROW (self)->value = GTK_LABEL (label);
  return self;
}

/* Says something else: of a value that changes with the time. */
void
rd_fact_row_set_value (RdFactRow  *self,
                       const char *value)
{
  g_return_if_fail (RD_IS_FACT_ROW (self));

  rd_outside_set_label (self->value, value);
}

/* Puts a picture of the value between its name and its words. */
void
rd_fact_row_add_picture (RdFactRow *self,
                         GtkWidget *picture)
{
  GtkWidget *texts;

  g_return_if_fail (RD_IS_FACT_ROW (self));

  texts = gtk_widget_get_parent (GTK_WIDGET (self->value));
  gtk_widget_add_css_class (picture, "rd-picture");
  gtk_box_insert_child_after (GTK_BOX (texts), picture, gtk_widget_get_first_child (texts));
}

/**
 * rd_fact_row_add_link:
 * @self: a row
 * @label: where the link leads: “What 5.1.1 Means”
 * @action: an action with a string for its parameter
 * @target: that string
 *
 * Adds a button that leads to more about the value.
 */
void
rd_fact_row_add_link (RdFactRow  *self,
                      const char *label,
                      const char *action,
                      const char *target)
{
  GtkWidget *box;
  GtkWidget *button;

  g_return_if_fail (RD_IS_FACT_ROW (self));

  box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self));
  button = gtk_button_new_from_icon_name ("go-next-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  add_button (box, button);
}

/**
 * rd_fold_add_fact:
 * @fold: where it goes
 * @title: what it is
 * @value: (nullable): its value, from outside or not
 *
 * Adds a plain row, unless there is nothing to say.
 */
void
rd_fold_add_fact (RdFold     *fold,
                  const char *title,
                  const char *value)
{
  if (value != NULL && *value != '\0')
    rd_fold_add (fold, rd_fact_row_new (title, value, NULL, RD_FACT_PLAIN));
}
