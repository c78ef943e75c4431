/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pane for logs: real logs are dropped on the window, filtered, searched,
 * explained, saved. */

#define G_LOG_DOMAIN "test-logs"

#include "config.h"

#include "app-test.h"

#include "rd-log-filter.h"
#include "rd-log-row.h"
#include "rd-logs-pane.h"
#include "rd-report-sheet.h"
#include "rd-window-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static RdLogsPane *
get_pane (RdWindow *window)
{
  return RD_LOGS_PANE (rd_window_get_pane (window, "logs"));
}

static void
wait_for_log (RdWindow *window)
{
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (get_pane (window))) && !rd_logs_pane_is_busy (get_pane (window)));
  app_test_wait_for_verdict (GTK_WIDGET (window));
  app_test_wait_for_frame (GTK_WIDGET (window));
}

static char *
fixture (const char *folder,
         const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "..", "data", "logs", folder, name, NULL);
}

static void
open_paths (RdWindow          *window,
            const char *const *paths)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (files, g_file_new_for_path (paths[i]));
  rd_window_open_files (window, (GFile **) files->pdata, (int) files->len);
}

static void
open_fixture (RdWindow   *window,
              const char *folder,
              const char *name)
{
  g_autofree char *path = fixture (folder, name);
  const char      *paths[] = { path, NULL };

  open_paths (window, paths);
  wait_for_log (window);
}

static GtkWidget *
find_filter (RdWindow   *window,
             const char *label)
{
  GtkWidget *filter = app_test_find_type (GTK_WIDGET (get_pane (window)), RD_TYPE_LOG_FILTER);
  GtkWidget *found = app_test_find_label (filter, label);

  return found != NULL ? gtk_widget_get_ancestor (found, GTK_TYPE_TOGGLE_BUTTON) : NULL;
}

static void
choose (RdWindow   *window,
        const char *label)
{
  GtkWidget *button = find_filter (window, label);

  g_assert_nonnull (button);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  wait_for_log (window);
}

static void
search (RdWindow   *window,
        const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (app_test_find_named (GTK_WIDGET (get_pane (window)), "search_entry")), text);
  g_signal_emit_by_name (app_test_find_named (GTK_WIDGET (get_pane (window)), "search_entry"), "search-changed");
  wait_for_log (window);
}

static void
select_nth (RdWindow *window,
            guint     position)
{
  gtk_widget_activate_action (app_test_find_named (GTK_WIDGET (get_pane (window)), "list_view"), "list.select-item", "(ubb)", position, FALSE, FALSE);
  wait_for_log (window);
}

/* A log that is dropped on the page for bounces arrives where it belongs, with
 * the failures first. */
static void
test_dropped (void)
{
  RdWindow  *window = app_test_open_window (1100, 800);
  GtkWidget *root = GTK_WIDGET (window);

  g_assert_cmpstr (_rd_window_get_visible_name (window), ==, "bounces");
  open_fixture (window, "exim-4.98", "exim.mainlog");
  g_assert_cmpstr (_rd_window_get_visible_name (window), ==, "logs");
  g_assert_cmpuint (rd_logs_pane_get_n_listed (get_pane (window)), >, 0);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_filter (window, "Failed"))));
  g_assert_true (app_test_shows (root, "did not arrive"));
  g_assert_true (app_test_shows (root, "Exim main log"));
  app_test_close_window (window);
}

static int
get_list_width (RdWindow *window)
{
  return gtk_widget_get_width (app_test_find_named (GTK_WIDGET (get_pane (window)), "sidebar"));
}

/* The list is as wide beside a log with long sentences and many buttons as beside
 * another one. */
static void
test_list_width (void)
{
  RdWindow *window = app_test_open_window (1100, 800);
  int       width;

  open_fixture (window, "queues", "exim-bp.txt");
  width = get_list_width (window);
  g_assert_cmpint (width, ==, 320);
  open_fixture (window, "exim-4.98", "exim.mainlog");
  g_assert_cmpint (get_list_width (window), ==, width);
  app_test_close_window (window);
}

static void
test_explained (void)
{
  RdWindow  *window = app_test_open_window (1100, 800);
  GtkWidget *root = GTK_WIDGET (window);

  open_fixture (window, "exim-4.98", "exim.mainlog");
  select_nth (window, 0);
  g_assert_true (app_test_shows (root, "Who must act"));
  g_assert_true (app_test_shows (root, "What Happened When"));
  g_assert_true (app_test_shows (root, "The server took the mail"));
  app_test_close_window (window);
}

static const char frozen[] =
    "26h  1.8K 1xVXhf-0000En-1J <> *** frozen ***\n"
    "          nobody@spammed.example\n"
    "\n"
    "25m   700 1xVXhO-00002Y-1N <shop@own.example>\n"
    "          bob@b.example\n"
    "\n";

/* A queue listing that was copied from a terminal; a bounce that is stuck is
 * explained as no mail of the user's. */
static void
test_pasted_queue (void)
{
  RdWindow  *window = app_test_open_window (1100, 800);
  GtkWidget *root = GTK_WIDGET (window);

  app_test_give_text (window, frozen);
  wait_for_log (window);
  g_assert_nonnull (find_filter (window, "Waiting"));
  g_assert_nonnull (find_filter (window, "Frozen"));
  g_assert_null (find_filter (window, "Failed"));
  g_assert_true (app_test_shows (root, "Bounces that nobody can be given"));
  choose (window, "Frozen");
  g_assert_cmpuint (rd_logs_pane_get_n_listed (get_pane (window)), ==, 1);
  select_nth (window, 0);
  g_assert_true (app_test_shows (root, "A failure notice that nobody can be given"));
  g_assert_true (app_test_shows (root, "made-up sender"));
  g_assert_true (app_test_shows (root, "exim -Mvl"));
  app_test_close_window (window);
}

/* One line is shown at once, without a choice to make. */
static void
test_pasted_line (void)
{
  RdWindow  *window = app_test_open_window (360, 720);
  GtkWidget *root = GTK_WIDGET (window);

  app_test_give_text (window, "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** bob@b.example R=r T=t H=mx.b.example [203.0.113.10]: "
                              "SMTP error from remote mail server after RCPT TO:<bob@b.example>: 550 5.1.1 User unknown\n");
  wait_for_log (window);
  g_assert_true (app_test_shows (root, "Who must act"));
  g_assert_true (app_test_shows (root, "To bob@b.example"));
  app_test_close_window (window);
}

/* What is tried again and then delivered waits no more. */
static void
test_outcomes (void)
{
  RdWindow *window = app_test_open_window (1100, 800);

  app_test_give_text (window,
                      "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= s@own.example U=own P=local S=700\n"
                      "2026-11-23 17:19:26 1xVXhO-00002Y-1N == a@b.example R=r T=t defer (-44): SMTP error from remote mail server after RCPT TO:<a@b.example>: 451 4.7.1 Greylisted\n"
                      "2026-11-23 17:29:26 1xVXhO-00002Y-1N => a@b.example R=r T=t H=mx.b.example [203.0.113.10] C=\"250 OK\"\n"
                      "2026-11-23 17:29:26 1xVXhO-00002Y-1N Completed\n"
                      "2026-11-23 17:29:27 1xVXhO-00002Y-1M == c@d.example R=r T=t defer (-44): SMTP error from remote mail server after RCPT TO:<c@d.example>: 452 4.2.2 Mailbox full\n");
  wait_for_log (window);
  g_assert_null (find_filter (window, "Failed"));
  choose (window, "Waiting");
  g_assert_cmpuint (rd_logs_pane_get_n_listed (get_pane (window)), ==, 1);
  choose (window, "Delivered");
  g_assert_cmpuint (rd_logs_pane_get_n_listed (get_pane (window)), ==, 1);
  select_nth (window, 0);
  /* the try before it can be explained from its line */
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Still trying"));
  g_signal_emit_by_name (gtk_widget_get_ancestor (app_test_find_label (GTK_WIDGET (window), "Explain"), GTK_TYPE_BUTTON), "clicked");
  app_test_wait_for_frame (GTK_WIDGET (window));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Your server is still trying"));
  app_test_close_window (window);
}

/* A bounce is none of the log's business, even while logs are looked at. */
static void
test_bounce_goes_elsewhere (void)
{
  RdWindow        *window = app_test_open_window (1100, 800);
  g_autofree char *bounce = app_test_dup_bounce ("bob@b.example", "5.1.1", "550 5.1.1 User unknown");

  open_fixture (window, "exim-4.98", "exim.mainlog");
  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  g_assert_cmpstr (_rd_window_get_visible_name (window), ==, "bounces");
  app_test_close_window (window);
}

static void
test_search (void)
{
  RdWindow *window = app_test_open_window (1100, 800);
  guint     n;

  open_fixture (window, "exim-two-way", "exim.mainlog");
  n = rd_logs_pane_get_n_listed (get_pane (window));
  search (window, "nobody.HERE@kestrelworks.example");
  g_assert_cmpuint (rd_logs_pane_get_n_listed (get_pane (window)), ==, 1);
  search (window, "no such thing in it");
  g_assert_cmpuint (rd_logs_pane_get_n_listed (get_pane (window)), ==, 0);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Nothing Found"));
  search (window, "");
  g_assert_cmpuint (rd_logs_pane_get_n_listed (get_pane (window)), ==, n);
  app_test_close_window (window);
}

static void
add_rows (GtkWidget *root,
          GPtrArray *rows)
{
  if (RD_IS_LOG_ROW (root))
    g_ptr_array_add (rows, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    add_rows (child, rows);
}

/* Another button says other things on the lines there are; what is explained stays
 * selected where it stands, and is not explained once more. */
static void
test_lines_stay (void)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new ();
  g_autoptr (GPtrArray) after = g_ptr_array_new ();
  RdWindow           *window = app_test_open_window (1100, 800);
  GtkListView        *view = GTK_LIST_VIEW (app_test_find_named (GTK_WIDGET (get_pane (window)), "list_view"));
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (view));

  open_fixture (window, "exim-4.98", "exim.mainlog");
  app_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (selection)) == rd_logs_pane_get_n_listed (get_pane (window)));
  app_test_wait_for_frame (GTK_WIDGET (window));
  add_rows (GTK_WIDGET (view), before);
  g_assert_cmpuint (before->len, >=, 10);
  choose (window, "Delivered");
  app_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (selection)) == rd_logs_pane_get_n_listed (get_pane (window)));
  add_rows (GTK_WIDGET (view), after);
  for (guint i = 0; i < 10; i++)
    g_assert_true (g_ptr_array_find (after, g_ptr_array_index (before, i), NULL));

  choose (window, "Failed");
  select_nth (window, 3);
  search (window, "bestellung");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, GTK_INVALID_LIST_POSITION);
  search (window, "");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 3);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Who must act"));
  app_test_close_window (window);
}

/* Where there is room for one side only: list, mail, and back. */
static void
test_narrow (void)
{
  RdWindow  *window = app_test_open_window (360, 720);
  RdPane    *pane = RD_PANE (get_pane (window));
  GtkWidget *list;

  open_fixture (window, "postfix", "syslog.log");
  list = app_test_find_named (GTK_WIDGET (pane), "list_view");
  g_assert_true (gtk_widget_get_mapped (list));
  app_test_wait_for (gtk_window_get_focus (GTK_WINDOW (window)) == app_test_find_named (GTK_WIDGET (pane), "overview_button"));
  g_assert_false (rd_pane_get_can_go_back (pane));
  select_nth (window, 1);
  app_test_wait_for (rd_pane_get_can_go_back (pane));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Who must act"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go-back", NULL);
  app_test_wait_for (!rd_pane_get_can_go_back (pane));
  g_assert_true (gtk_widget_get_mapped (list));
  app_test_close_window (window);
}

static void
test_something_else (void)
{
  RdWindow  *window = app_test_open_window (1100, 800);
  GtkWidget *root = GTK_WIDGET (window);

  gtk_widget_activate_action (root, "win.show-nth-pane", "i", 3);
  app_test_give_text (window, "198.51.100.1 - - [23/Nov/2026:17:19:26 +0000] \"GET / HTTP/1.1\" 200 17\n");
  wait_for_log (window);
  g_assert_true (app_test_shows (root, "This is not a log of a mail server"));
  g_assert_true (app_test_shows (root, "Lines not understood"));
  app_test_close_window (window);
}

static void
test_missing (void)
{
  RdWindow   *window = app_test_open_window (1100, 800);
  const char *paths[] = { "/nonexistent/mainlog", NULL };

  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 3);
  open_paths (window, paths);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "cannot be opened"));
  app_test_close_window (window);
}

/* A file that no folder of this computer shows, as one on a server. */
static void
test_elsewhere (void)
{
  RdWindow *window = app_test_open_window (1100, 800);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_source_unref);
  g_autoptr (GFile) file = g_file_new_for_uri ("resource:///io/github/redeliver/Redeliver/rd-window.ui");

  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 3);
  g_ptr_array_add (sources, rd_source_new_for_file (file));
  rd_window_take (window, sources);
  wait_for_log (window);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "rd-window.ui"));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "This is not a log of a mail server"));
  app_test_close_window (window);
}

/* Two files of one server are one log, whichever comes first. */
static void
test_rotated (void)
{
  RdWindow        *window = app_test_open_window (1100, 800);
  g_autofree char *old_path = NULL;
  g_autofree char *new_path = NULL;
  const char      *paths[3] = { NULL };

  g_assert_cmpint (close (g_file_open_tmp ("mainlog-XXXXXX", &old_path, NULL)), ==, 0);
  g_assert_cmpint (close (g_file_open_tmp ("mainlog-XXXXXX", &new_path, NULL)), ==, 0);
  g_assert_true (g_file_set_contents (old_path, "2026-11-22 17:19:25 1xVXhO-00002Y-1N <= s@own.example U=own P=local S=700\n", -1, NULL));
  g_assert_true (g_file_set_contents (new_path, "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** a@b.example: Unrouteable address\n"
                                                "2026-11-23 17:19:27 1xVXhO-00002Y-1M ** c@d.example: Unrouteable address\n",
                                      -1, NULL));
  paths[0] = new_path;
  paths[1] = old_path;
  open_paths (window, paths);
  wait_for_log (window);
  search (window, "s@own.example");
  g_assert_cmpuint (rd_logs_pane_get_n_listed (get_pane (window)), ==, 1);
  app_test_close_window (window);
  g_unlink (old_path);
  g_unlink (new_path);
}

static void
test_saved (void)
{
  RdWindow        *window = app_test_open_window (1100, 800);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "redeliver-test-logs.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;

  open_fixture (window, "exim-4.98", "exim.mainlog");
  rd_logs_pane_save_to (get_pane (window), file);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "The list was saved"));
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_true (g_str_has_prefix (lines[0], "time,status,recipient,"));
  g_assert_cmpuint (g_strv_length (lines), ==, rd_logs_pane_get_n_listed (get_pane (window)) + 2);
  g_assert_nonnull (strstr (csv, "\"failed\""));
  g_unlink (path);
  app_test_close_window (window);
}

/* While the whole log is looked at, the report is about all of it. */
static void
test_report (void)
{
  RdWindow        *window = app_test_open_window (1100, 800);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "redeliver-test-logs.pdf", NULL);
  g_autofree char *pdf = NULL;
  RdReportSheet   *sheet;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.send-report", NULL);
  g_assert_null (app_test_find_toplevel (RD_TYPE_REPORT_SHEET));
  open_fixture (window, "exim-4.98", "exim.mainlog");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.send-report", NULL);
  sheet = RD_REPORT_SHEET (app_test_find_toplevel (RD_TYPE_REPORT_SHEET));
  g_assert_nonnull (sheet);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
  g_assert_true (app_test_shows (GTK_WIDGET (sheet), "Preview"));
  app_test_picture (GTK_WIDGET (sheet), "logs-report");
  rd_report_sheet_save_to (sheet, path);
  g_assert_true (g_file_get_contents (path, &pdf, NULL, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  gtk_window_destroy (GTK_WINDOW (sheet));
  g_unlink (path);
  app_test_close_window (window);
}

static gboolean
is_offered (const char *name)
{
  g_autoptr (GtkFileFilter) filter = _rd_window_new_filter ();
  g_autoptr (GFileInfo) info = g_file_info_new ();

  g_file_info_set_name (info, name);
  g_file_info_set_display_name (info, name);
  g_file_info_set_content_type (info, "application/octet-stream");
  return gtk_filter_match (GTK_FILTER (filter), G_OBJECT (info));
}

/* What hosts call their logs can be chosen without a look for "All Files". */
static void
test_offered_files (void)
{
  static const char *const offered[] = { "bounce.eml", "exim_mainlog", "mainlog", "mail.log", "mail.log.1", "mail.log.2.gz",
                                         "maillog-20261123", "exim_paniclog", "exim_mainlog-20261123.gz", "syslog", "queue.txt" };
  static const char *const others[] = { "holiday.jpg", "invoice.pdf", "login" };

  for (gsize i = 0; i < G_N_ELEMENTS (offered); i++)
    g_assert_true (is_offered (offered[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (is_offered (others[i]));
}

/* Closing the window while a large log is read stops that. */
static void
test_closed_while_reading (void)
{
  RdWindow *window = app_test_open_window (1100, 800);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "2026-11-23 17:19:26 1xVXhO-%06u-1N ** a%u@b.example: Unrouteable address\n", i, i);
  app_test_give_text (window, text->str);
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/logs/dropped", test_dropped);
  g_test_add_func ("/logs/list-width", test_list_width);
  g_test_add_func ("/logs/explained", test_explained);
  g_test_add_func ("/logs/pasted-queue", test_pasted_queue);
  g_test_add_func ("/logs/pasted-line", test_pasted_line);
  g_test_add_func ("/logs/outcomes", test_outcomes);
  g_test_add_func ("/logs/bounce-goes-elsewhere", test_bounce_goes_elsewhere);
  g_test_add_func ("/logs/search", test_search);
  g_test_add_func ("/logs/lines-stay", test_lines_stay);
  g_test_add_func ("/logs/narrow", test_narrow);
  g_test_add_func ("/logs/something-else", test_something_else);
  g_test_add_func ("/logs/missing", test_missing);
  g_test_add_func ("/logs/elsewhere", test_elsewhere);
  g_test_add_func ("/logs/rotated", test_rotated);
  g_test_add_func ("/logs/saved", test_saved);
  g_test_add_func ("/logs/offered-files", test_offered_files);
  g_test_add_func ("/logs/report", test_report);
  g_test_add_func ("/logs/closed-while-reading", test_closed_while_reading);
  return app_test_run ();
}
