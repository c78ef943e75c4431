/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of a page below each other.  A new page comes part by part, one a
 * frame: sentences take long to lay out, a frame is short, and what stands first
 * is what people read first.
 *
 * A part that is still to come has no child visibility, so that it is not mapped,
 * but it is visible, so that GTK gives it its style with the next frame.  Without
 * one it would be laid out twice: X11 wants to know at once how large a window
 * must be for all that is in it, before there are any styles. */

#define G_LOG_DOMAIN "rd-page-layout"

#include "config.h"

#include "rd-page-layout.h"

struct _RdPageLayout
{
  GtkLayoutManager parent_instance;

  int      spacing;  /* between parts, in pixels */
  gboolean was_seen; /* in the frame before */
};

enum
{
  PROP_0,
  PROP_SPACING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RdPageLayout, rd_page_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
find_shown (GtkWidget *part)
{
  while (part != NULL && !(gtk_widget_should_layout (part) && gtk_widget_get_child_visible (part)))
    part = gtk_widget_get_next_sibling (part);
  return part;
}

static GtkSizeRequestMode
rd_page_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *page)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (GtkWidget *page,
               int       *minimum,
               int       *natural)
{
  for (GtkWidget *part = find_shown (gtk_widget_get_first_child (page)); part != NULL; part = find_shown (gtk_widget_get_next_sibling (part)))
    {
      int part_minimum = 0;
      int part_natural = 0;

      gtk_widget_measure (part, GTK_ORIENTATION_HORIZONTAL, -1, &part_minimum, &part_natural, NULL, NULL);
      *minimum = MAX (*minimum, part_minimum);
      *natural = MAX (*natural, part_natural);
    }
}

/* Places the parts, if @places, and returns how high they are together. */
static int
stack_parts (RdPageLayout *self,
             GtkWidget    *page,
             int           width,
             gboolean      places)
{
  int y = 0;

  for (GtkWidget *part = find_shown (gtk_widget_get_first_child (page)); part != NULL; part = find_shown (gtk_widget_get_next_sibling (part)))
    {
      int height = 0;

      gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
      y += y > 0 ? self->spacing : 0;
      if (places)
        gtk_widget_size_allocate (part, &(GtkAllocation){ 0, y, width, height }, -1);
      y += height;
    }
  return y;
}

static void
rd_page_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *page,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  int least_width = 0;
  int wanted_width = 0;

  measure_width (page, &least_width, &wanted_width);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least_width;
      *natural = wanted_width;
      return;
    }
  *minimum = *natural = stack_parts (RD_PAGE_LAYOUT (manager), page, for_size < 0 ? wanted_width : MAX (for_size, least_width), FALSE);
}

static void
rd_page_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *page,
                         int               width,
                         int               height,
                         int               baseline)
{
  stack_parts (RD_PAGE_LAYOUT (manager), page, width, TRUE);
}

static void
rd_page_layout_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_SPACING:
      RD_PAGE_LAYOUT (object)->spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rd_page_layout_class_init (RdPageLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = rd_page_layout_set_property;
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 24,
                                               G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  manager_class->get_request_mode = rd_page_layout_get_request_mode;
  manager_class->measure = rd_page_layout_measure;
  manager_class->allocate = rd_page_layout_allocate;
}

static void
rd_page_layout_init (RdPageLayout *self)
{
}

/* A part may itself come part by part. */
static gboolean
is_coming (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (RD_IS_PAGE_LAYOUT (gtk_widget_get_layout_manager (widget)) && !rd_page_layout_is_unrolled (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (is_coming (child))
        return TRUE;
    }
  return FALSE;
}

static gboolean
unroll_cb (GtkWidget     *page,
           GdkFrameClock *clock,
           gpointer       data)
{
  RdPageLayout *self = RD_PAGE_LAYOUT (gtk_widget_get_layout_manager (page));
  gboolean      was_shown = FALSE;

  /* A page that is made ahead of time would come whole. */
  if (!self->was_seen)
    {
      self->was_seen = gtk_widget_get_mapped (page);
      return G_SOURCE_CONTINUE;
    }
  for (GtkWidget *part = gtk_widget_get_first_child (page); part != NULL; part = gtk_widget_get_next_sibling (part))
    {
      if (gtk_widget_get_child_visible (part) && !is_coming (part))
        continue;
      if (was_shown || gtk_widget_get_child_visible (part))
        return G_SOURCE_CONTINUE;
      gtk_widget_set_child_visible (part, TRUE);
      gtk_widget_queue_resize (page);
      was_shown = gtk_widget_get_visible (part);
    }
  return G_SOURCE_REMOVE;
}

/**
 * rd_page_layout_unroll:
 * @page: a new page that is laid out by #RdPageLayout
 *
 * Shows the first part of @page at once, and another one with each frame after the
 * first in which @page can be seen.
 */
void
rd_page_layout_unroll (GtkWidget *page)
{
  GtkWidget *first = gtk_widget_get_first_child (page);

  g_return_if_fail (RD_IS_PAGE_LAYOUT (gtk_widget_get_layout_manager (page)));

  for (GtkWidget *part = first; part != NULL; part = gtk_widget_get_next_sibling (part))
    gtk_widget_set_child_visible (part, part == first);
  gtk_widget_add_tick_callback (page, unroll_cb, NULL, NULL);
}

/**
 * rd_page_layout_is_unrolled:
 * @page: a page
 *
 * Returns: whether no part is still to come
 */
gboolean
rd_page_layout_is_unrolled (GtkWidget *page)
{
  GtkWidget *part = gtk_widget_get_first_child (page);

  while (part != NULL && gtk_widget_get_child_visible (part))
    part = gtk_widget_get_next_sibling (part);
  return part == NULL;
}
