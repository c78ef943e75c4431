/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts widgets side by side as words on a page: each as wide as it wants to be,
 * and on to the next line where there is no more room.  GtkFlowBox would put
 * them into columns as wide as the widest.  Where no line has room for two, all
 * are as wide as the page, so that they stand as one column.
 *
 * More room is welcome but not asked for: a side bar would grow with what is in it. */

#define G_LOG_DOMAIN "rd-wrap-layout"

#include "config.h"

#include "rd-wrap-layout.h"

struct _RdWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing; /* between widgets and between lines, in pixels */
};

enum
{
  PROP_0,
  PROP_SPACING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RdWrapLayout, rd_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
find_next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkSizeRequestMode
rd_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  for (GtkWidget *child = find_next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = find_next_shown (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum = 0;
      int child_natural = 0;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static int
get_wanted_width (GtkWidget *child)
{
  int wanted = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
  return wanted;
}

/* Whether there are several, and no two neighbours fit into @width. */
static gboolean
is_column (RdWrapLayout *self,
           GtkWidget    *widget,
           int           width)
{
  GtkWidget *child = find_next_shown (gtk_widget_get_first_child (widget));
  GtkWidget *next = child != NULL ? find_next_shown (gtk_widget_get_next_sibling (child)) : NULL;

  if (next == NULL)
    return FALSE;
  for (; next != NULL; child = next, next = find_next_shown (gtk_widget_get_next_sibling (next)))
    {
      if (get_wanted_width (child) + self->spacing + get_wanted_width (next) <= width)
        return FALSE;
    }
  return TRUE;
}

/* Breaks into lines; returns the height of all.  Places the widgets only if
 * @places. */
static int
break_lines (RdWrapLayout *self,
             GtkWidget    *widget,
             int           width,
             gboolean      places)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean fills = is_column (self, widget, width);
  int      x = 0;
  int      y = 0;
  int      line_height = 0;

  for (GtkWidget *child = find_next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = find_next_shown (gtk_widget_get_next_sibling (child)))
    {
      int child_width = fills ? width : MIN (get_wanted_width (child), width);
      int child_height = 0;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);
      if (x > 0 && x + child_width > width)
        {
          x = 0;
          y += line_height + self->spacing;
          line_height = 0;
        }
      if (places)
        {
          GtkAllocation place = { is_rtl ? width - x - child_width : x, y, child_width, child_height };

          gtk_widget_size_allocate (child, &place, -1);
        }
      x += child_width + self->spacing;
      line_height = MAX (line_height, child_height);
    }
  return y + line_height;
}

static void
rd_wrap_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  int least_width = 0;
  int wanted_width = 0;

  measure_width (widget, &least_width, &wanted_width);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least_width;
      *natural = wanted_width;
      return;
    }
  *minimum = *natural = break_lines (RD_WRAP_LAYOUT (manager), widget, for_size < 0 ? wanted_width : MAX (for_size, least_width), FALSE);
}

static void
rd_wrap_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  break_lines (RD_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
rd_wrap_layout_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_SPACING:
      RD_WRAP_LAYOUT (object)->spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rd_wrap_layout_class_init (RdWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = rd_wrap_layout_set_property;
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 12,
                                               G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  manager_class->get_request_mode = rd_wrap_layout_get_request_mode;
  manager_class->measure = rd_wrap_layout_measure;
  manager_class->allocate = rd_wrap_layout_allocate;
}

static void
rd_wrap_layout_init (RdWrapLayout *self)
{
}
