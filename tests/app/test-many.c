/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many bounces at once: how they come in, the list, and what they tell together. */

#define G_LOG_DOMAIN "test-many"

#include "config.h"

#include "app-test-bounces.h"

#include "rd-batch-view.h"
#include "rd-bounce-list.h"
#include "rd-bounce-loader.h"
#include "rd-domain-question.h"
#include "rd-line-list.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_several (void)
{
  g_autofree char *mbox = app_test_dup_mbox (12);
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  GtkWidget       *entry;

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 12);
  /* 12 lines and a heading for each of 5 causes */
  g_assert_cmpuint (g_list_model_get_n_items (app_test_bounces_get_lines (window)), ==, 17);
  app_test_wait_for (app_test_shows (root, "12 bounces, 5 causes"));
  app_test_wait_for (app_test_find_label (root, "The most frequent cause, with 3 of 12: ") != NULL);

  entry = app_test_find_type (root, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "PERSON11@");
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == 2);
  gtk_editable_set_text (GTK_EDITABLE (entry), "nobody");
  app_test_wait_for (app_test_shows (root, "Nothing Found"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == 17);
  app_test_close_window (window);
}

/* What is in a folder is called by its place in it, and a line says something beside
 * the name. */
static void
test_names (void)
{
  static const char *const names[] = { "note.eml", "empty.eml" };
  static const char *const contents[] = { "Hello, this is a note.\n", "" };
  g_autofree char         *path = g_dir_make_tmp ("redeliver-XXXXXX", NULL);
  g_autofree char         *folder_name = g_path_get_basename (path);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  RdWindow *window = app_test_open_window (1000, 720);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (path, names[i], NULL);

      g_assert_true (g_file_set_contents (file, contents[i], -1, NULL));
    }
  rd_window_open_files (window, &folder, 1);
  app_test_wait_for_reading (window);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (path, names[i], NULL);
      g_autofree char *shown = g_build_filename (folder_name, names[i], NULL);
      guint            line = app_test_bounces_find_line (window, shown);
      g_autoptr (RdLine) found = g_list_model_get_item (app_test_bounces_get_lines (window), line);

      g_assert_cmpuint (line, !=, GTK_INVALID_LIST_POSITION);
      g_assert_cmpstr (rd_bounce_entry_get_name (rd_line_get_item (found)), ==, shown);
      g_assert_null (strstr (rd_bounce_entry_get_subtitle (rd_line_get_item (found)), names[i]));
      g_unlink (file);
    }
  app_test_close_window (window);
  g_rmdir (path);
}

static void
test_choosing_and_going_back (void)
{
  g_autofree char *mbox = app_test_dup_mbox (6);
  RdWindow        *window = app_test_open_window (360, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  GtkWidget       *back = app_test_find_named (root, "back_button");
  GtkWidget       *list;

  g_assert_null (back);
  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  app_test_wait_for ((list = app_test_find_type (root, GTK_TYPE_LIST_VIEW)) != NULL && gtk_widget_get_mapped (list));
  /* In no entry: that would bring up the keyboard of a phone. */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == app_test_find_named (root, "all_button"));
  /* Line 0 is the heading. */
  gtk_widget_activate_action (list, "list.select-item", "(ubb)", 2, FALSE, FALSE);
  app_test_wait_for (app_test_shows (root, "What to Do"));
  app_test_wait_for (app_test_find_named (root, "back_button") != NULL);
  gtk_widget_activate_action (root, "win.go-back", NULL);
  app_test_wait_for (app_test_find_named (root, "back_button") == NULL);
  /* The same line can be chosen again. */
  gtk_widget_activate_action (list, "list.select-item", "(ubb)", 2, FALSE, FALSE);
  app_test_wait_for (app_test_find_named (root, "back_button") != NULL);
  app_test_close_window (window);
}

static void
test_order (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *mbox = app_test_dup_mbox (12);
  RdWindow        *window = app_test_open_window (1000, 720);

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  gtk_widget_activate_action (app_test_find_type (GTK_WIDGET (window), GTK_TYPE_LIST_VIEW), "settings.list-order", "s", "name");
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == 12);
  g_settings_set_string (settings, "list-order", "newest");
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == 12);
  g_settings_reset (settings, "list-order");
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == 17);
  app_test_close_window (window);
}

/* Thousands at once: the first result comes alone and is to be seen long before
 * the last, and whatever else there is to do has its turn between any hundred and
 * the next. */
static void
test_thousands (void)
{
  g_autofree char *mbox = app_test_dup_mbox (3000);
  RdWindow        *window = app_test_open_window (1000, 720);
  RdBouncesPane   *pane = app_test_get_pane (window);
  guint            n = 0;
  guint            n_at_sight = 0;

  app_test_give_bytes (window, "all.mbox", mbox);
  while (n == 0 || rd_bounces_pane_is_reading (pane))
    {
      guint before = n;

      g_main_context_iteration (NULL, TRUE);
      n = rd_bounces_pane_get_n_entries (pane);
      g_assert_cmpuint (n - before, <=, before == 0 ? 1 : RD_BOUNCE_LOADER_MAX_AT_ONCE);
      if (n_at_sight == 0 && app_test_shows (GTK_WIDGET (window), "To person0@receiver.example"))
        n_at_sight = n;
    }
  g_assert_cmpuint (n_at_sight, >, 0);
  g_assert_cmpuint (n_at_sight, <, 1000);
  g_assert_cmpuint (n, ==, 3000);
  g_assert_cmpuint (g_list_model_get_n_items (app_test_bounces_get_lines (window)), ==, 3005);
  app_test_close_window (window);
}

static void
click_all (RdWindow *window)
{
  g_signal_emit_by_name (app_test_find_named (GTK_WIDGET (window), "all_button"), "clicked");
}

/* What many tell together, and back to one of them. */
static void
test_all_together (void)
{
  g_autofree char *mbox = app_test_dup_mbox (60);
  g_autofree char *text = NULL;
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_give_bytes (window, "again.mbox", mbox);
  app_test_wait_for_reading (window);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 60);
  app_test_wait_for (app_test_shows (root, "60 notices were there more than once and are counted once."));
  gtk_widget_activate_action (root, "win.copy-summary", NULL);
  text = app_test_dup_clipboard (root);
  g_assert_true (g_str_has_prefix (text, "60 bounces, 5 causes\n"));
  g_assert_true (gtk_widget_get_state_flags (app_test_find_named (root, "all_button")) & GTK_STATE_FLAG_SELECTED);
  gtk_widget_activate_action (app_test_find_type (root, GTK_TYPE_LIST_VIEW), "list.select-item", "(ubb)", 1, FALSE, FALSE);
  /* Also before there was a frame to show it in. */
  g_assert_false (gtk_widget_get_state_flags (app_test_find_named (root, "all_button")) & GTK_STATE_FLAG_SELECTED);
  gtk_widget_activate_action (root, "win.copy-summary", NULL);
  g_free (text);
  text = app_test_dup_clipboard (root);
  g_assert_nonnull (strstr (text, "person0@receiver.example"));
  app_test_wait_for (app_test_shows (root, "To person0@receiver.example"));
  g_assert_false (app_test_shows (root, "counted once"));
  click_all (window);
  app_test_wait_for (app_test_shows (root, "60 notices were there more than once and are counted once."));
  app_test_open_folds (root);
  app_test_wait_for (app_test_find_label (root, "person5@receiver.example") != NULL);
  app_test_close_window (window);
}

static void
test_save_dead_addresses (void)
{
  g_autofree char *mbox = app_test_dup_mbox (20);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "redeliver-dead.csv", NULL);
  g_autofree char *csv = NULL;
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  app_test_wait_for (app_test_find_named (root, "save_button") != NULL);
  rd_batch_view_save_to (RD_BATCH_VIEW (app_test_find_type (root, RD_TYPE_BATCH_VIEW)), path);
  app_test_wait_for (app_test_shows (root, "Addresses saved"));
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  g_assert_nonnull (strstr (csv, "\"person0@receiver.example\",\"address-not-found\""));
  /* A full mailbox is no dead one. */
  g_assert_null (strstr (csv, "person1@"));
  rd_batch_view_save_to (RD_BATCH_VIEW (app_test_find_type (root, RD_TYPE_BATCH_VIEW)), "/proc/nonexistent/dead.csv");
  app_test_wait_for (app_test_find_label (root, "nonexistent") != NULL);
  g_unlink (path);
  app_test_close_window (window);
}

/* Of very many the last are read again when somebody wants to see one; what is
 * gone by then is said to be. */
static void
test_forgotten (void)
{
  g_autofree char *mbox = app_test_dup_mbox (RD_BOUNCE_LIST_MAX_KEPT + 200);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "redeliver-forgotten.mbox", NULL);
  g_autofree char *last = g_strdup_printf ("person%u@receiver.example", RD_BOUNCE_LIST_MAX_KEPT + 190);
  g_autofree char *other = g_strdup_printf ("person%u@receiver.example", RD_BOUNCE_LIST_MAX_KEPT + 191);
  g_autofree char *title = g_strdup_printf ("To %s", last);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *entry;

  g_assert_true (g_file_set_contents (path, mbox, -1, NULL));
  rd_window_open_files (window, &file, 1);
  app_test_wait_for (rd_bounces_pane_get_n_entries (app_test_get_pane (window)) > 0);
  app_test_wait_for_reading (window);
  entry = app_test_find_type (root, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), last);
  app_test_wait_for (g_list_model_get_n_items (app_test_bounces_get_lines (window)) == 2);
  gtk_widget_activate_action (app_test_find_type (root, GTK_TYPE_LIST_VIEW), "list.select-item", "(ubb)", 1, FALSE, FALSE);
  app_test_wait_for (app_test_shows (root, title));
  g_assert_true (app_test_shows (root, "Must be fixed"));

  g_unlink (path);
  gtk_editable_set_text (GTK_EDITABLE (entry), other);
  app_test_wait_for (app_test_bounces_find_line (window, other) == 1);
  gtk_widget_activate_action (app_test_find_type (root, GTK_TYPE_LIST_VIEW), "list.select-item", "(ubb)", 1, FALSE, FALSE);
  app_test_wait_for (app_test_find_label (root, "no such file") != NULL);
  app_test_close_window (window);
}

static void
answer (RdWindow   *window,
        const char *label)
{
  GtkWidget *question = app_test_find_type (GTK_WIDGET (window), RD_TYPE_DOMAIN_QUESTION);
  GtkWidget *found = app_test_find_label (question, label);

  g_assert_nonnull (found);
  g_signal_emit_by_name (gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON), "clicked");
}

/* Asked once, and the answer is kept. */
static void
test_own_domain (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.1.1", "550 5.1.1 User unknown");
  g_auto (GStrv) own = NULL;
  g_auto (GStrv) other = NULL;
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWidget *root = GTK_WIDGET (window);

  /* The shop of the example is nobody's. */
  gtk_widget_activate_action (GTK_WIDGET (app_test_get_pane (window)), "bounces.try-example", NULL);
  app_test_wait_for_reading (window);
  g_assert_false (app_test_shows (root, "your own domain?"));

  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  app_test_wait_for (app_test_shows (root, "Is sender.example your own domain?"));
  answer (window, "No");
  other = g_settings_get_strv (settings, "other-domains");
  g_assert_cmpuint (g_strv_length (other), ==, 1);
  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  g_assert_null (rd_domain_question_get_domain (RD_DOMAIN_QUESTION (app_test_find_type (root, RD_TYPE_DOMAIN_QUESTION))));

  g_settings_reset (settings, "other-domains");
  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  app_test_wait_for (app_test_shows (root, "Is sender.example your own domain?"));
  answer (window, "Yes");
  app_test_wait_for_reading (window);
  own = g_settings_get_strv (settings, "own-domains");
  g_assert_cmpstr (own[0], ==, "sender.example");
  g_assert_true (app_test_shows (root, "To bob@receiver.example"));
  g_assert_null (rd_domain_question_get_domain (RD_DOMAIN_QUESTION (app_test_find_type (root, RD_TYPE_DOMAIN_QUESTION))));
  g_settings_reset (settings, "own-domains");
  app_test_close_window (window);
}

static void
test_cancel (void)
{
  g_autofree char *mbox = app_test_dup_mbox (5000);
  g_autofree char *few = app_test_dup_mbox (12);
  g_autofree char *text = NULL;
  RdWindow        *window = app_test_open_window (1000, 720);
  RdBouncesPane   *pane = app_test_get_pane (window);
  guint            n;

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for (rd_bounces_pane_get_n_entries (pane) > 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  app_test_wait_for_reading (window);
  n = rd_bounces_pane_get_n_entries (pane);
  /* What was found stays. */
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 5000);
  app_test_wait_for (app_test_find_label (GTK_WIDGET (window), "The most frequent cause, with ") != NULL);

  /* Nobody takes it for all there is, and a full run is not called partial. */
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "Reading was stopped."));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.copy-summary", NULL);
  text = app_test_dup_clipboard (GTK_WIDGET (window));
  g_assert_nonnull (strstr (text, "Reading was stopped."));
  app_test_give_bytes (window, "few.mbox", few);
  app_test_wait_for_reading (window);
  app_test_wait_for (app_test_find_label (GTK_WIDGET (window), "The most frequent cause, with 3 of 12: ") != NULL);
  g_assert_false (app_test_shows (GTK_WIDGET (window), "Reading was stopped."));
  app_test_close_window (window);
}

/* While something is read, what is opened is read after it. */
static void
test_more_while_reading (void)
{
  g_autofree char *mbox = app_test_dup_mbox (300);
  g_autofree char *bounce = app_test_dup_bounce ("last@receiver.example", "5.1.1", "550 5.1.1 User unknown");
  RdWindow        *window = app_test_open_window (1000, 720);

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_give_bytes (window, "last.eml", bounce);
  app_test_wait_for_reading (window);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 301);
  app_test_close_window (window);
}

static void
test_closing_while_reading (void)
{
  g_autofree char *mbox = app_test_dup_mbox (2000);
  RdWindow        *window = app_test_open_window (1000, 720);

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for (rd_bounces_pane_get_n_entries (app_test_get_pane (window)) > 0);
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/many/several", test_several);
  g_test_add_func ("/many/names", test_names);
  g_test_add_func ("/many/choosing-and-going-back", test_choosing_and_going_back);
  g_test_add_func ("/many/order", test_order);
  g_test_add_func ("/many/thousands", test_thousands);
  g_test_add_func ("/many/all-together", test_all_together);
  g_test_add_func ("/many/save-dead-addresses", test_save_dead_addresses);
  g_test_add_func ("/many/forgotten", test_forgotten);
  g_test_add_func ("/many/own-domain", test_own_domain);
  g_test_add_func ("/many/cancel", test_cancel);
  g_test_add_func ("/many/more-while-reading", test_more_while_reading);
  g_test_add_func ("/many/closing-while-reading", test_closing_while_reading);
  return app_test_run ();
}
