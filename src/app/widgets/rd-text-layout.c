/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of text above each other, as GtkBox lays them out, but nobody is told
 * how narrow they could be at some height.
 *
 * A horizontal box of GTK 4.8 asks its children just that when it is given its
 * size.  A label that wraps can only try: it breaks its text into lines a dozen
 * times or more, for an answer that changes nothing where the texts have all the
 * room that is left.  That was most of the time it took to show a verdict. */

#define G_LOG_DOMAIN "rd-text-layout"

#include "config.h"

#include "rd-text-layout.h"

#include <adwaita.h>

/* A label that wraps is asked how narrow it can be, and breaks its text after
 * every letter to find out, unless it was told some width.  In characters, of
 * which the narrowest window has room for twice as many in any place. */
#define LEAST_CHARACTERS 12

struct _RdTextLayout
{
  GtkLayoutManager parent_instance;

  GtkLayoutManager *column; /* a vertical GtkBoxLayout */
};

G_DEFINE_FINAL_TYPE (RdTextLayout, rd_text_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
rd_text_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
rd_text_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  RdTextLayout *self = RD_TEXT_LAYOUT (manager);

  gtk_layout_manager_measure (self->column, widget, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                              minimum, natural, minimum_baseline, natural_baseline);
}

static void
rd_text_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  RdTextLayout *self = RD_TEXT_LAYOUT (manager);

  gtk_layout_manager_allocate (self->column, widget, width, height, baseline);
}

static void
rd_text_layout_finalize (GObject *object)
{
  RdTextLayout *self = RD_TEXT_LAYOUT (object);

  g_object_unref (self->column);
  G_OBJECT_CLASS (rd_text_layout_parent_class)->finalize (object);
}

static void
rd_text_layout_class_init (RdTextLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rd_text_layout_finalize;
  manager_class->get_request_mode = rd_text_layout_get_request_mode;
  manager_class->measure = rd_text_layout_measure;
  manager_class->allocate = rd_text_layout_allocate;
}

static void
rd_text_layout_init (RdTextLayout *self)
{
}

/**
 * rd_text_layout_prepare_labels:
 * @root: a widget
 *
 * Makes the labels in @root that wrap cheap to measure, if they have room for a
 * dozen letters whatever is beside them.
 */
void
rd_text_layout_prepare_labels (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_label_get_wrap (GTK_LABEL (root)))
    gtk_label_set_width_chars (GTK_LABEL (root), LEAST_CHARACTERS);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    rd_text_layout_prepare_labels (child);
}

/**
 * rd_text_layout_use:
 * @box: a vertical #GtkBox of labels that has its spacing
 *
 * Lays @box out by #RdTextLayout from now on.
 */
void
rd_text_layout_use (GtkWidget *box)
{
  RdTextLayout *self;

  g_return_if_fail (GTK_IS_BOX (box));
  g_return_if_fail (gtk_orientable_get_orientation (GTK_ORIENTABLE (box)) == GTK_ORIENTATION_VERTICAL);

  self = g_object_new (RD_TYPE_TEXT_LAYOUT, NULL);
  self->column = g_object_ref (gtk_widget_get_layout_manager (box));
  gtk_widget_set_layout_manager (box, GTK_LAYOUT_MANAGER (self));
}

/**
 * rd_text_layout_use_in_row:
 * @row: an #AdwActionRow or #AdwExpanderRow
 *
 * Lays the title and the subtitle of @row out by #RdTextLayout.
 */
void
rd_text_layout_use_in_row (GtkWidget *row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      /* The class libadwaita gives to the box with the two labels. */
      if (GTK_IS_BOX (child) && gtk_widget_has_css_class (child, "title"))
        {
          rd_text_layout_use (child);
          return;
        }
      rd_text_layout_use_in_row (child);
    }
}

/**
 * rd_text_layout_prepare_rows:
 * @root: a widget whose rows come from a template
 *
 * Does both for all rows in @root.
 */
void
rd_text_layout_prepare_rows (GtkWidget *root)
{
  if (ADW_IS_ACTION_ROW (root))
    {
      rd_text_layout_use_in_row (root);
      rd_text_layout_prepare_labels (root);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    rd_text_layout_prepare_rows (child);
}
