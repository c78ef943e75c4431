/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of thousands in the window: searching and sorting it, and what stays. */

#define G_LOG_DOMAIN "test-long-list"

#include "config.h"

#include "app-test-bounces.h"

#include "rd-bounce-loader.h"
#include "rd-line-list.h"

#include <string.h>

#define N_BOUNCES 1000

/* 5 causes */
#define N_LINES (N_BOUNCES + 5)

/* What a view does of its own accord when one line is scrolled to, focused or selected. */
#define N_BY_THE_WAY 8

static RdWindow *
open_many (int width)
{
  g_autofree char *mbox = app_test_dup_mbox (N_BOUNCES);
  RdWindow        *window = app_test_open_window (width, 720);

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == N_LINES);
  return window;
}

static void
order (const char *name)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);

  g_settings_set_string (settings, "list-order", name);
}

static guint
count_others (GPtrArray *rows,
              GPtrArray *among)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += !g_ptr_array_find (among, g_ptr_array_index (rows, i), NULL);
  return n;
}

/* Turns the main loop until the list is @n_lines long and begins with @first.  What
 * makes the window stand still is many lines that are made, or taken apart, in one
 * turn. */
static void
wait_for_list (RdWindow   *window,
               guint       n_lines,
               const char *first)
{
  g_autoptr (AppTestAlarm) alarm = app_test_alarm_new ();
  g_autoptr (GPtrArray) rows = app_test_bounces_dup_rows (window);

  while (g_list_model_get_n_items (app_test_bounces_get_lines (window)) != n_lines ||
         (first != NULL && app_test_bounces_find_line (window, first) > 1))
    {
      g_autoptr (GPtrArray) now = NULL;

      g_assert_false (app_test_alarm_is_over (alarm));
      g_main_context_iteration (NULL, TRUE);
      now = app_test_bounces_dup_rows (window);
      g_assert_cmpuint (count_others (now, rows), <=, RD_LINE_LIST_STEP + N_BY_THE_WAY);
      g_assert_cmpuint (count_others (rows, now), <=, RD_LINE_LIST_STEP + N_BY_THE_WAY);
      g_clear_pointer (&rows, g_ptr_array_unref);
      rows = g_steal_pointer (&now);
    }
}

/* While many come in: never more than one batch, each with the heading of a new cause. */
static void
test_reading (void)
{
  g_autofree char *mbox = app_test_dup_mbox (400);
  g_autoptr (GPtrArray) rows = NULL;
  RdWindow *window = app_test_open_window (1000, 720);

  rows = app_test_bounces_dup_rows (window);
  app_test_give_bytes (window, "all.mbox", mbox);
  while (rd_bounces_pane_get_n_entries (app_test_get_pane (window)) < 400)
    {
      guint before = rows->len;

      g_main_context_iteration (NULL, TRUE);
      g_ptr_array_unref (rows);
      rows = app_test_bounces_dup_rows (window);
      g_assert_cmpuint (rows->len, <=, before + 2 * RD_BOUNCE_LOADER_BATCH);
    }
  g_assert_cmpuint (rows->len, >, 100);
  app_test_close_window (window);
}

static void
test_searching (void)
{
  RdWindow *window = open_many (1000);

  app_test_bounces_search (window, "person");
  wait_for_list (window, N_LINES, NULL);
  app_test_bounces_search (window, "person99");
  wait_for_list (window, 11 + 5, NULL);
  app_test_bounces_search (window, "person7@");
  wait_for_list (window, 2, "person7@receiver.example");
  app_test_bounces_search (window, "");
  wait_for_list (window, N_LINES, "person0@receiver.example");
  app_test_bounces_search (window, "nobody");
  wait_for_list (window, 0, NULL);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Nothing Found"));
  app_test_bounces_search (window, "mailbox");
  wait_for_list (window, N_BOUNCES / 5 * 2 + 2, NULL);
  g_assert_false (app_test_shows (GTK_WIDGET (window), "Nothing Found"));
  app_test_close_window (window);
}

static void
test_sorting (void)
{
  RdWindow *window = open_many (1000);

  order ("name");
  wait_for_list (window, N_BOUNCES, "person0@receiver.example");
  /* As names are sorted. */
  g_assert_cmpstr (app_test_bounces_get_title (window, 1), ==, "person100@receiver.example");
  order ("newest");
  wait_for_list (window, N_BOUNCES, NULL);
  order ("cause");
  wait_for_list (window, N_LINES, NULL);
  app_test_close_window (window);
}

/* Who types while the mailbox is read sees what was found so far, and in the end all. */
static void
test_searching_while_reading (void)
{
  g_autofree char *mbox = app_test_dup_mbox (3000);
  RdWindow        *window = app_test_open_window (1000, 720);
  RdBouncesPane   *pane = app_test_get_pane (window);

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for (rd_bounces_pane_get_n_entries (pane) > 100);
  app_test_bounces_search (window, "person5");
  app_test_wait_for (app_test_bounces_find_line (window, "person0@receiver.example") == GTK_INVALID_LIST_POSITION);
  order ("name");
  app_test_wait_for_reading (window);
  /* 5, 50 to 59, 500 to 599 */
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == 111);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (pane), ==, 3000);
  order ("cause");
  app_test_bounces_search (window, "");
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == 3005);
  app_test_close_window (window);
}

/* The row of what is selected, and whether all of it can be seen. */
static void
assert_selected_in_sight (RdWindow *window)
{
  GtkWidget      *view = app_test_bounces_get_view (window);
  GtkWidget      *row = gtk_widget_get_first_child (view);
  graphene_rect_t bounds;

  while (row != NULL && (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) == 0)
    row = gtk_widget_get_next_sibling (row);
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_compute_bounds (row, view, &bounds));
  g_assert_cmpfloat (bounds.origin.y, >=, 0);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (view));
}

/* What is shown beside the list is selected wherever it stands, and choosing it did not
 * happen again. */
static void
test_selection_stays (void)
{
  static const char chosen[] = "person501@receiver.example";
  RdWindow         *window = open_many (1000);
  GtkWidget        *root = GTK_WIDGET (window);
  guint             line = app_test_bounces_find_line (window, chosen);

  app_test_bounces_select (window, line);
  app_test_wait_for (app_test_shows (root, "To person501@receiver.example"));
  order ("name");
  wait_for_list (window, N_BOUNCES, NULL);
  g_assert_cmpstr (app_test_bounces_get_title (window, app_test_bounces_get_selected (window)), ==, chosen);
  app_test_wait_for_frame (root);
  assert_selected_in_sight (window);
  order ("cause");
  wait_for_list (window, N_LINES, NULL);
  g_assert_cmpuint (app_test_bounces_get_selected (window), ==, line);
  app_test_wait_for_frame (root);
  assert_selected_in_sight (window);

  app_test_bounces_search (window, "person50");
  wait_for_list (window, 11 + 5, NULL);
  g_assert_cmpstr (app_test_bounces_get_title (window, app_test_bounces_get_selected (window)), ==, chosen);
  app_test_bounces_search (window, "person7@");
  wait_for_list (window, 2, NULL);
  g_assert_cmpuint (app_test_bounces_get_selected (window), ==, GTK_INVALID_LIST_POSITION);
  g_assert_true (app_test_shows (root, "To person501@receiver.example"));
  app_test_bounces_search (window, "");
  wait_for_list (window, N_LINES, NULL);
  g_assert_cmpuint (app_test_bounces_get_selected (window), ==, line);
  g_assert_true (app_test_shows (root, "To person501@receiver.example"));
  app_test_close_window (window);
}

/* In a narrow window nothing turns to the page because the list has changed. */
static void
test_narrow (void)
{
  RdWindow  *window = open_many (360);
  GtkWidget *root = GTK_WIDGET (window);

  order ("name");
  wait_for_list (window, N_BOUNCES, "person0@receiver.example");
  app_test_bounces_search (window, "person7@");
  wait_for_list (window, 1, "person7@receiver.example");
  g_assert_null (app_test_find_named (root, "back_button"));
  app_test_bounces_select (window, 0);
  app_test_wait_for (app_test_shows (root, "To person7@receiver.example"));
  app_test_wait_for (app_test_find_named (root, "back_button") != NULL);
  gtk_widget_activate_action (root, "win.go-back", NULL);
  app_test_wait_for (app_test_find_named (root, "back_button") == NULL);
  app_test_bounces_search (window, "");
  wait_for_list (window, N_BOUNCES, NULL);
  order ("cause");
  wait_for_list (window, N_LINES, NULL);
  g_assert_null (app_test_find_named (root, "back_button"));
  g_assert_cmpuint (app_test_bounces_get_selected (window), ==, GTK_INVALID_LIST_POSITION);
  app_test_close_window (window);
}

/* A line that says something else says it to screen readers, too; what can be chosen
 * is never a heading. */
static void
test_lines_are_named (void)
{
  RdWindow  *window = open_many (1000);
  GtkWidget *row = gtk_widget_get_first_child (app_test_bounces_get_view (window));

  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "That mailbox does not exist");
  gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
  g_assert_cmpuint (app_test_bounces_get_selected (window), ==, GTK_INVALID_LIST_POSITION);
  order ("name");
  wait_for_list (window, N_BOUNCES, "person0@receiver.example");
  g_assert_true (row == gtk_widget_get_first_child (app_test_bounces_get_view (window)));
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Must be fixed: person0@receiver.example, Invoice 4711");
  gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
  g_assert_cmpuint (app_test_bounces_get_selected (window), ==, 0);
  order ("cause");
  wait_for_list (window, N_LINES, NULL);
  app_test_close_window (window);
}

static guint
find_focused (RdWindow *window)
{
  GtkWidget *view = app_test_bounces_get_view (window);
  GtkWidget *focused = gtk_window_get_focus (GTK_WINDOW (window));
  guint      line = 0;

  if (focused == NULL || !gtk_widget_is_ancestor (focused, view))
    return GTK_INVALID_LIST_POSITION;
  for (GtkWidget *row = gtk_widget_get_first_child (view); row != focused && !gtk_widget_is_ancestor (focused, row); row = gtk_widget_get_next_sibling (row))
    line++;
  return line;
}

/* With the keyboard alone one comes into the list and through all of it, headings
 * too, which stay what they are. */
static void
test_keyboard (void)
{
  g_autofree char *mbox = app_test_dup_mbox (12);
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWidget       *view;

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  view = app_test_bounces_get_view (window);
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));
  g_assert_cmpuint (find_focused (window), ==, 0);
  for (guint line = 1; line < 17; line++)
    {
      g_assert_true (gtk_widget_child_focus (view, GTK_DIR_DOWN));
      g_assert_cmpuint (find_focused (window), ==, line);
    }
  app_test_bounces_select (window, 1);
  g_assert_cmpuint (app_test_bounces_get_selected (window), ==, 1);
  app_test_bounces_select (window, 0);
  g_assert_cmpuint (app_test_bounces_get_selected (window), ==, 1);
  app_test_close_window (window);
}

/* Letters of any script have room in a line. */
static void
test_scripts (void)
{
  static const char *const texts[] = { "gjpqy ÅÉ", "請求書 gq 日本語", "مرحبا بالعالم", "ภาษาไทย ที่นี่", "हिन्दी में" };
  g_autofree char         *mbox = app_test_dup_mbox (12);
  RdWindow                *window = app_test_open_window (1000, 720);
  GtkWidget               *line;

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  app_test_wait_for_frame (GTK_WIDGET (window));
  line = app_test_find_type (app_test_bounces_get_view (window), GTK_TYPE_INSCRIPTION);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (line, texts[i]);
      int height;

      pango_layout_get_pixel_size (layout, NULL, &height);
      g_assert_cmpint (height, <=, gtk_widget_get_height (line));
    }
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/long-list/reading", test_reading);
  g_test_add_func ("/long-list/searching", test_searching);
  g_test_add_func ("/long-list/sorting", test_sorting);
  g_test_add_func ("/long-list/searching-while-reading", test_searching_while_reading);
  g_test_add_func ("/long-list/selection-stays", test_selection_stays);
  g_test_add_func ("/long-list/narrow", test_narrow);
  g_test_add_func ("/long-list/lines-are-named", test_lines_are_named);
  g_test_add_func ("/long-list/keyboard", test_keyboard);
  g_test_add_func ("/long-list/scripts", test_scripts);
  return app_test_run ();
}
