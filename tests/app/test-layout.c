/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages that come part by part, and texts that are laid out no oftener than
 * they need to be. */

#define G_LOG_DOMAIN "test-layout"

#include "config.h"

#include "app-test.h"

#include "rd-fact-row.h"
#include "rd-fold.h"
#include "rd-outside.h"
#include "rd-page-layout.h"
#include "rd-text-layout.h"
#include "rd-wrap-layout.h"

#define SENTENCE "Compare the address letter by letter with a message the person once sent you, and correct it where you keep it."

static guint
count_shown (GtkWidget *page)
{
  guint n = 0;

  for (GtkWidget *part = gtk_widget_get_first_child (page); part != NULL; part = gtk_widget_get_next_sibling (part))
    n += gtk_widget_get_mapped (part) ? 1 : 0;
  return n;
}

static GtkWidget *
new_page (guint n_parts)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_layout_manager (page, g_object_new (RD_TYPE_PAGE_LAYOUT, NULL));
  for (guint i = 0; i < n_parts; i++)
    gtk_box_append (GTK_BOX (page), rd_label_new (SENTENCE));
  return page;
}

static GtkWidget *
new_window (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  gtk_window_set_child (GTK_WINDOW (window), child);
  return window;
}

/* The first part is there at once, and never more than one comes with a frame. */
static void
test_parts (void)
{
  GtkWidget *page = new_page (4);
  GtkWidget *window = new_window (page);
  guint      before = 1;

  rd_page_layout_unroll (page);
  g_assert_false (rd_page_layout_is_unrolled (page));
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpuint (count_shown (page), ==, 1);
  while (!rd_page_layout_is_unrolled (page))
    {
      guint now;

      g_main_context_iteration (NULL, TRUE);
      now = count_shown (page);
      g_assert_cmpuint (now, >=, before);
      g_assert_cmpuint (now, <=, before + 1);
      before = now;
    }
  g_assert_cmpuint (count_shown (page), ==, 4);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A page that is made before anybody can see it waits with its other parts. */
static void
test_made_ahead (void)
{
  GtkWidget *page = new_page (4);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *window = new_window (stack);

  gtk_stack_add_named (GTK_STACK (stack), rd_label_new (SENTENCE), "first");
  gtk_stack_add_named (GTK_STACK (stack), page, "page");
  rd_page_layout_unroll (page);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 4; i++)
    app_test_wait_for_frame (window);
  g_assert_false (rd_page_layout_is_unrolled (page));
  gtk_stack_set_visible_child (GTK_STACK (stack), page);
  g_assert_cmpuint (count_shown (page), ==, 1);
  app_test_wait_for (rd_page_layout_is_unrolled (page));
  g_assert_cmpuint (count_shown (page), ==, 4);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A part may come part by part, before the next. */
static void
test_nested (void)
{
  GtkWidget *page = new_page (0);
  GtkWidget *inner = new_page (3);
  GtkWidget *last = rd_label_new (SENTENCE);
  GtkWidget *window = new_window (page);

  gtk_box_append (GTK_BOX (page), inner);
  gtk_box_append (GTK_BOX (page), last);
  rd_page_layout_unroll (inner);
  rd_page_layout_unroll (page);
  gtk_window_present (GTK_WINDOW (window));
  while (!rd_page_layout_is_unrolled (page))
    {
      guint before = count_shown (inner);

      g_assert_false (gtk_widget_get_mapped (last));
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (count_shown (inner), <=, before + 1);
    }
  g_assert_true (rd_page_layout_is_unrolled (inner));
  g_assert_true (gtk_widget_get_mapped (last));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is hidden is not waited for, and is in its place when it is shown. */
static void
test_hidden_part (void)
{
  GtkWidget      *page = new_page (3);
  GtkWidget      *hidden = gtk_widget_get_next_sibling (gtk_widget_get_first_child (page));
  GtkWidget      *window = new_window (page);
  graphene_rect_t place;
  graphene_rect_t above;

  gtk_widget_set_visible (hidden, FALSE);
  rd_page_layout_unroll (page);
  gtk_window_present (GTK_WINDOW (window));
  app_test_wait_for (rd_page_layout_is_unrolled (page));
  g_assert_cmpuint (count_shown (page), ==, 2);
  gtk_widget_set_visible (hidden, TRUE);
  app_test_wait_for_frame (window);
  g_assert_cmpuint (count_shown (page), ==, 3);
  g_assert_true (gtk_widget_compute_bounds (hidden, page, &place));
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_first_child (page), page, &above));
  g_assert_cmpfloat (place.origin.y, >=, above.origin.y + above.size.height);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
measure_width (GtkWidget *widget,
               int        for_height,
               int       *minimum)
{
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, for_height, minimum, NULL, NULL, NULL);
}

/* In a row, a box of GTK asks how wide its children must be to be no higher than
 * they are: a label alone would answer with nearly the width of its sentence. */
static void
test_texts (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = rd_label_new (SENTENCE);
  int        minimum = 0;
  int        for_height = 0;
  int        wanted = 0;

  g_object_ref_sink (box);
  gtk_box_append (GTK_BOX (box), label);
  measure_width (box, 20, &wanted);
  rd_text_layout_use (box);
  measure_width (box, -1, &minimum);
  measure_width (box, 20, &for_height);
  g_assert_cmpint (for_height, ==, minimum);
  g_assert_cmpint (for_height, <, wanted);
  g_object_unref (box);
}

/* The texts of libadwaita's rows are found inside it. */
static void
test_row (void)
{
  GtkWidget *row = g_object_ref_sink (rd_row_new ("Title", SENTENCE));
  GtkWidget *label = app_test_find_type (row, GTK_TYPE_LABEL);

  g_assert_nonnull (label);
  g_assert_true (RD_IS_TEXT_LAYOUT (gtk_widget_get_layout_manager (gtk_widget_get_parent (label))));
  g_object_unref (row);
}

static GtkWidget *
find_focus (GtkWidget *window)
{
  gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
  return gtk_window_get_focus (GTK_WINDOW (window));
}

/* The keyboard comes to a value and then to the button behind it, however many lines
 * the value has. */
static void
test_fact (void)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < 6; i++)
    {
      GtkWidget *list = gtk_list_box_new ();
      GtkWidget *window = new_window (list);

      g_string_append_printf (value, "%sline %u", i > 0 ? "\n" : "", i);
      gtk_list_box_append (GTK_LIST_BOX (list), rd_fact_row_new ("Words", value->str, "Copy the Words", RD_FACT_MONOSPACE));
      gtk_window_present (GTK_WINDOW (window));
      gtk_window_set_focus (GTK_WINDOW (window), NULL);
      app_test_wait_for_frame (window);
      g_assert_true (GTK_IS_LABEL (find_focus (window)));
      g_assert_true (GTK_IS_BUTTON (find_focus (window)));
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static gboolean
match_arrow (GtkWidget  *widget,
             const char *text)
{
  return gtk_widget_has_css_class (widget, "expander-row-arrow");
}

/* How the arrow of a fold looks, as one can see it. */
static GBytes *
dup_arrow (GtkWidget *fold)
{
  GtkWidget *arrow = app_test_find (fold, match_arrow, NULL);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (arrow);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (fold)), node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  return gdk_texture_save_to_tiff_bytes (texture);
}

static GtkWidget *
new_fold (const char *title)
{
  return g_object_new (RD_TYPE_FOLD, "title", title, NULL);
}

/* A closed fold in an open one shows that it is closed, and an open one that it is open. */
static void
test_arrows (void)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *window = new_window (list);
  GtkWidget *closed = new_fold ("Closed");
  GtkWidget *open = new_fold ("Open");
  GtkWidget *inner = new_fold ("Inside");
  g_autoptr (GBytes) arrow_of_closed = NULL;
  g_autoptr (GBytes) arrow_of_open = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), closed);
  gtk_list_box_append (GTK_LIST_BOX (list), open);
  rd_fold_add (RD_FOLD (open), inner);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (open), TRUE);
  gtk_window_present (GTK_WINDOW (window));
  app_test_wait_for (gtk_widget_get_mapped (inner));
  app_test_wait_for_frame (window);
  arrow_of_closed = dup_arrow (closed);
  arrow_of_open = dup_arrow (open);
  g_assert_false (g_bytes_equal (arrow_of_closed, arrow_of_open));

  before = dup_arrow (inner);
  g_assert_true (g_bytes_equal (before, arrow_of_closed));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (inner), TRUE);
  app_test_wait_for_frame (window);
  after = dup_arrow (inner);
  g_assert_true (g_bytes_equal (after, arrow_of_open));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
new_button (int width)
{
  GtkWidget *button = gtk_label_new (NULL);

  gtk_widget_set_size_request (button, width, 20);
  return button;
}

static void
assert_place (GtkWidget *button,
              float      x,
              float      y,
              float      width)
{
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (button, gtk_widget_get_parent (button), &place));
  g_assert_cmpfloat (place.origin.x, ==, x);
  g_assert_cmpfloat (place.origin.y, ==, y);
  g_assert_cmpfloat (place.size.width, ==, width);
}

/* Side by side while two fit into a line, otherwise a column as wide as the page. */
static void
test_buttons (void)
{
  GtkWidget *page = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  GtkWidget *buttons[] = { new_button (200), new_button (100), new_button (150) };

  gtk_widget_set_layout_manager (page, g_object_new (RD_TYPE_WRAP_LAYOUT, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_box_append (GTK_BOX (page), buttons[i]);

  gtk_widget_allocate (page, 320, 100, -1, NULL);
  assert_place (buttons[0], 0, 0, 200);
  assert_place (buttons[1], 212, 0, 100);
  assert_place (buttons[2], 0, 32, 150);

  gtk_widget_allocate (page, 250, 100, -1, NULL);
  assert_place (buttons[0], 0, 0, 250);
  assert_place (buttons[1], 0, 32, 250);
  assert_place (buttons[2], 0, 64, 250);

  gtk_widget_set_visible (buttons[1], FALSE);
  gtk_widget_set_visible (buttons[2], FALSE);
  gtk_widget_allocate (page, 250, 100, -1, NULL);
  assert_place (buttons[0], 0, 0, 200);
  g_object_unref (page);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/layout/parts", test_parts);
  g_test_add_func ("/layout/made-ahead", test_made_ahead);
  g_test_add_func ("/layout/nested", test_nested);
  g_test_add_func ("/layout/hidden-part", test_hidden_part);
  g_test_add_func ("/layout/texts", test_texts);
  g_test_add_func ("/layout/row", test_row);
  g_test_add_func ("/layout/fact", test_fact);
  g_test_add_func ("/layout/arrows", test_arrows);
  g_test_add_func ("/layout/buttons", test_buttons);
  return app_test_run ();
}
