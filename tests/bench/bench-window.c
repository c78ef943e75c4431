/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-window MBOX: what the window feels like while a large mailbox is read.
 *
 * Every turn of the main loop is timed: drawing, laying out, the list, and what
 * comes in. */

#define G_LOG_DOMAIN "bench-window"

#include "config.h"

#include "app-test.h"
#include "turn-watch.h"

#include <sys/resource.h>

/* The page of all together comes row by row. */
#define N_LAST_FRAMES 60

#define N_FRAMES 20
#define N_PLAIN_ROWS 6
#define N_CHOSEN 5

/* In megabytes: of now, not the peak. */
static double
get_resident_mb (void)
{
  g_autofree char *statm = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL))
    return 0;
  words = g_strsplit (statm, " ", 3);
  return (double) g_ascii_strtoull (words[1], NULL, 10) * 4096 / 1e6;
}

static void
report (const char *what)
{
  TurnWatch watch;

  turn_watch_take (&watch);
  g_print ("%-22s %u turns, %u over %d ms, the longest %.1f ms of processor time, 99 of 100 at most %.1f ms\n", what, watch.n_turns, watch.n_long,
           TURN_WATCH_FRAME_US / 1000, (double) watch.longest_us / 1000, (double) watch.most_us / 1000);
}

static void
wait_for_frames (GtkWidget *window)
{
  for (guint i = 0; i < N_FRAMES; i++)
    app_test_wait_for_frame (window);
}

/* What GTK itself needs for a page of sentences that comes at once into a window
 * that has nothing else in it. */
static void
report_plain_page (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < N_PLAIN_ROWS; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "The other mail server has no mailbox with this name");
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), "Compare the address letter by letter with a message the person once sent you, and correct it where you keep it.");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new (NULL), "nothing");
  gtk_stack_add_named (GTK_STACK (stack), group, "page");
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), stack);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 720);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frames (window);
  turn_watch_start (window);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "page");
  wait_for_frames (window);
  report ("a plain page at once");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
search (GtkWidget  *window,
        const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (app_test_find_type (window, GTK_TYPE_SEARCH_ENTRY)), text);
  wait_for_frames (window);
}

static void
report_searching (GtkWidget *window)
{
  static const char *const typed[] = { "g", "gm", "gma", "gmai", "gmail", "gmailx" };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    search (window, typed[i]);
  report ("searching");
  search (window, "");
  report ("searching no more");
}

static void
report_orders (GtkWidget *window)
{
  static const char *const orders[] = { "newest", "name", "cause" };
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *what = g_strdup_printf ("the order: %s", orders[i]);

      g_settings_set_string (settings, "list-order", orders[i]);
      wait_for_frames (window);
      report (what);
    }
}

/* What people do with the list. */
static void
report_list (GtkWidget *window)
{
  GtkWidget *list = app_test_find_type (window, GTK_TYPE_LIST_VIEW);

  for (guint i = 1; i <= N_CHOSEN; i++)
    {
      gtk_widget_activate_action (list, "list.select-item", "(ubb)", i, FALSE, FALSE);
      wait_for_frames (window);
    }
  report ("choosing one");
  report_searching (window);
  report_orders (window);
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) - 1);
  wait_for_frames (window);
  report ("going to the last one");
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GFile) file = NULL;
  RdWindow      *window;
  RdBouncesPane *pane;
  double         before_mb;
  double         highest_mb;
  double         first_ms = -1;
  gint64         start;
  guint          n_turns = 0;
  struct rusage  usage;

  app_test_init (&argc, &argv);
  if (argc < 2)
    g_error ("Which mailbox?");
  file = g_file_new_for_commandline_arg (argv[1]);
  report_plain_page ();
  window = app_test_open_window (1000, 720);
  pane = app_test_get_pane (window);
  before_mb = highest_mb = get_resident_mb ();

  turn_watch_start (GTK_WIDGET (window));
  start = g_get_monotonic_time ();
  rd_window_open_files (window, &file, 1);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      if (first_ms < 0 && rd_bounces_pane_get_n_entries (pane) > 0)
        first_ms = (double) (g_get_monotonic_time () - start) / 1000;
      if (n_turns++ % 256 == 0)
        highest_mb = MAX (highest_mb, get_resident_mb ());
    }
  while (rd_bounces_pane_get_n_entries (pane) == 0 || rd_bounces_pane_is_reading (pane));
  app_test_wait_for (app_test_find_named (GTK_WIDGET (window), "causes_group") != NULL);
  for (guint i = 0; i < N_LAST_FRAMES; i++)
    app_test_wait_for_frame (GTK_WIDGET (window));
  getrusage (RUSAGE_SELF, &usage);

  g_print ("messages in the list   %u\n", rd_bounces_pane_get_n_entries (pane));
  g_print ("first one after        %.0f ms\n", first_ms);
  g_print ("all after              %.1f s, %.1f s of processor time\n", (double) (g_get_monotonic_time () - start) / 1e6,
           (double) usage.ru_utime.tv_sec + (double) usage.ru_utime.tv_usec / 1e6 + (double) usage.ru_stime.tv_sec + (double) usage.ru_stime.tv_usec / 1e6);
  report ("turns of the main loop");
  g_print ("memory                 %.0f MB with an empty window, %.0f MB at most, %.0f MB at the end\n", before_mb, MAX (highest_mb, get_resident_mb ()), get_resident_mb ());
  report_list (GTK_WIDGET (window));
  app_test_close_window (window);
  return 0;
}
