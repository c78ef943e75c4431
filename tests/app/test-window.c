/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window from inside: what is given to it, and what it then shows. */

#define G_LOG_DOMAIN "test-window"

#include "config.h"

#include "app-test.h"

#include "rd-diagnosis.h"
#include "rd-preferences.h"
#include "rd-verdict-card.h"

#include <glib/gstdio.h>
#include <string.h>

static RdDiagnosis *
diagnose (const char *message)
{
  g_autoptr (GBytes) bytes = g_bytes_new (message, strlen (message));
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);
  const RdContext context = { NULL };

  g_assert_no_error (error);
  return rd_diagnosis_new_for_mail (mail, &context);
}

/* The window shows what core says, and nothing else. */
static void
test_verdict (void)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.1.1", "550 5.1.1 User unknown in virtual mailbox table");
  g_autoptr (RdDiagnosis) expected = diagnose (bounce);
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWidget *root = GTK_WIDGET (window);

  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);

  g_assert_true (app_test_shows (root, expected->title));
  g_assert_true (app_test_shows (root, expected->sentence));
  g_assert_true (app_test_shows (root, expected->action));
  g_assert_true (app_test_shows (root, rd_owner_get_label (expected->owner)));
  g_assert_true (app_test_shows (root, rd_finding_state_get_label (expected->state)));
  g_assert_true (app_test_shows (root, "bob@receiver.example"));
  g_assert_cmpuint (g_strv_length (expected->steps), >, 0);
  for (guint i = 0; expected->steps[i] != NULL; i++)
    g_assert_true (app_test_shows (root, expected->steps[i]));
  app_test_close_window (window);
}

static void
test_focus_goes_to_the_verdict (void)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.1.1", "550 5.1.1 User unknown");
  g_autoptr (RdDiagnosis) expected = diagnose (bounce);
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWidget *focus;

  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_nonnull (focus);
  g_assert_true (app_test_shows (focus, expected->title));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_LABEL, expected->title);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_ROLE_HEADING);
  app_test_close_window (window);
}

static void
test_details (void)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.1.1", "550 5.1.1 User unknown");
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);

  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  /* The reason opens after the first frame, the rest is not even made. */
  app_test_wait_for (app_test_shows (root, "550 5.1.1 User unknown"));
  g_assert_null (app_test_find_label (root, "invoice-4711@sender.example"));

  app_test_open_folds (root);
  g_assert_nonnull (app_test_find_label (root, "invoice-4711@sender.example"));
  g_assert_nonnull (app_test_find_label (root, "4bXyZ1"));
  g_assert_nonnull (app_test_find_label (root, "mail.sender.example"));
  app_test_close_window (window);
}

static char *
dup_source_text (GtkWidget *root)
{
  GtkWidget     *view = app_test_find_type (root, GTK_TYPE_TEXT_VIEW);
  GtkTextBuffer *buffer;
  GtkTextIter    start;
  GtkTextIter    end;

  if (view == NULL)
    return g_strdup ("");
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static gboolean
source_ends_with (GtkWidget  *root,
                  const char *end)
{
  g_autofree char *text = dup_source_text (root);

  return g_str_has_suffix (text, end);
}

static void
test_source_is_complete (void)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.1.1", "550 5.1.1 User unknown");
  RdWindow        *window = app_test_open_window (1000, 720);
  g_autofree char *text = NULL;

  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  app_test_open_folds (GTK_WIDGET (window));
  app_test_wait_for (source_ends_with (GTK_WIDGET (window), "--b1--\n"));
  text = dup_source_text (GTK_WIDGET (window));
  g_assert_cmpstr (text, ==, bounce);
  app_test_close_window (window);
}

static void
test_pasted_text (void)
{
  RdWindow *window = app_test_open_window (1000, 720);

  app_test_give_text (window, "552 5.2.2 <bob@receiver.example>: Mailbox is full, over quota");
  app_test_wait_for_reading (window);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 1);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "mailbox is full"));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "good enough for the reason"));
  app_test_close_window (window);
}

static void
test_paste_from_clipboard (void)
{
  RdWindow *window = app_test_open_window (1000, 720);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), "552 5.2.2 <bob@receiver.example>: Mailbox is full, over quota");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.paste", NULL);
  app_test_wait_for (rd_bounces_pane_get_n_entries (app_test_get_pane (window)) == 1);
  app_test_wait_for_reading (window);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "mailbox is full"));
  app_test_close_window (window);
}

static void
test_paste_nothing (void)
{
  RdWindow *window = app_test_open_window (1000, 720);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), " \n ");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.paste", NULL);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "no message on the clipboard"));
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 0);
  app_test_close_window (window);
}

/* A sentence that is longer than a narrow window is wide is there to its end. */
static void
test_long_toast (void)
{
  static const char *const sentence = "That program gave only a link. Save the message as a file and drop the file here.";
  RdWindow                *window = app_test_open_window (360, 720);
  GtkWidget               *label;

  rd_window_say (window, sentence);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), sentence));
  label = app_test_find_label (GTK_WIDGET (window), sentence);
  app_test_wait_for (gtk_widget_get_width (label) > 0);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (label))), >, 1);
  app_test_close_window (window);
}

static void
test_example (void)
{
  RdWindow *window = app_test_open_window (1000, 720);

  gtk_widget_activate_action (GTK_WIDGET (app_test_get_pane (window)), "bounces.try-example", NULL);
  app_test_wait_for_reading (window);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "bob.miller@gmail.com"));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Copy a Message for Your Host"));
  app_test_close_window (window);
}

/* What support needs to find the mail is in the text for it. */
static void
test_primary_button (void)
{
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWidget       *button;
  g_autofree char *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (app_test_get_pane (window)), "bounces.try-example", NULL);
  app_test_wait_for_reading (window);
  button = app_test_find_named (app_test_find_type (GTK_WIDGET (window), RD_TYPE_VERDICT_CARD), "primary_button");
  g_assert_true (gtk_widget_has_css_class (button, "suggested-action"));
  g_signal_emit_by_name (button, "clicked");
  text = app_test_dup_clipboard (GTK_WIDGET (window));
  g_assert_nonnull (strstr (text, "1vKQpV-00000007AbA-1aBc"));
  g_assert_nonnull (strstr (text, "203.0.113.9"));
  g_assert_nonnull (strstr (text, "9f2c41d0-5e1b-4a77-8a3e-0c1d2e3f4a5b@flowershop.example"));
  g_assert_nonnull (strstr (text, "550 5.7.26"));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Copied"));
  app_test_close_window (window);
}

static void
test_copy_summary (void)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.1.1", "550 5.1.1 User unknown");
  g_autoptr (RdDiagnosis) expected = diagnose (bounce);
  RdWindow        *window = app_test_open_window (1000, 720);
  g_autofree char *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.copy-summary", NULL);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "nothing to copy"));
  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.copy-summary", NULL);
  text = app_test_dup_clipboard (GTK_WIDGET (window));
  g_assert_nonnull (strstr (text, expected->title));
  g_assert_nonnull (strstr (text, expected->action));
  g_assert_nonnull (strstr (text, "550 5.1.1 User unknown"));
  app_test_close_window (window);
}

/* Neither markup nor what cannot be seen may work.  GTK warns about broken
 * markup, and a warning ends the test. */
static void
test_hostile_text (void)
{
  static const char reply[] = "550 5.1.1 <b>bold</b> <a href='x'> & &amp; </span> \342\200\256desrever\342\200\254 User unknown";
  g_autofree char  *bounce = app_test_dup_bounce ("\"<i>&\"@receiver.example", "5.1.1", reply);
  RdWindow         *window = app_test_open_window (1000, 720);
  GtkWidget        *root = GTK_WIDGET (window);

  app_test_give_bytes (window, "<b>&.eml", bounce);
  app_test_wait_for_reading (window);
  app_test_open_folds (root);
  app_test_wait_for (source_ends_with (root, "--b1--\n"));
  g_assert_true (app_test_shows (root, "<b>bold</b>"));
  g_assert_true (app_test_shows (root, "<b>&.eml"));
  g_assert_null (app_test_find_label (root, "\342\200\256"));
  app_test_close_window (window);
}

static void
test_ordinary_mail (void)
{
  RdWindow *window = app_test_open_window (1000, 720);

  app_test_give_bytes (window, "hello.eml",
                       "From: Bob <bob@shop.example>\nTo: owner@sender.example\nSubject: Lunch?\n"
                       "Date: Mon, 2 Nov 2026 10:00:00 +0000\nMessage-ID: <l@shop.example>\n\nAt noon?\n");
  app_test_wait_for_reading (window);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "not a bounce"));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Open Another File"));
  g_assert_null (app_test_find_label (GTK_WIDGET (window), "Must be fixed"));
  app_test_close_window (window);
}

static void
test_unreadable (void)
{
  g_autoptr (GFile) missing = g_file_new_for_path ("/nonexistent/bounce.eml");
  RdWindow *window = app_test_open_window (1000, 720);

  rd_window_open_files (window, &missing, 1);
  app_test_wait_for_reading (window);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Could Not Be Read"));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "bounce.eml"));
  app_test_close_window (window);
}

/* A folder with nothing in it gives no result, and the first page again. */
static void
test_empty_folder (void)
{
  g_autofree char *path = g_dir_make_tmp ("redeliver-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  RdWindow *window = app_test_open_window (1000, 720);

  rd_window_open_files (window, &folder, 1);
  app_test_wait_for_reading (window);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "Find Out Why") || app_test_shows (GTK_WIDGET (window), "Could Not Be Read"));
  app_test_close_window (window);
  g_rmdir (path);
}

/* A new question replaces the last one. */
static void
test_replacing (void)
{
  g_autofree char *mbox = app_test_dup_mbox (3);
  RdWindow        *window = app_test_open_window (1000, 720);

  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  app_test_give_text (window, "552 5.2.2 Mailbox is full, over quota");
  app_test_wait_for_reading (window);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.start-over", NULL);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 0);
  app_test_wait_for (app_test_shows (GTK_WIDGET (window), "Find Out Why"));
  app_test_close_window (window);
}

/* Clearing can be undone. */
static void
test_undo (void)
{
  g_autofree char *mbox = app_test_dup_mbox (3);
  RdWindow        *window = app_test_open_window (1000, 720);
  GtkWidget       *undo;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.start-over", NULL);
  g_assert_null (app_test_find_label (GTK_WIDGET (window), "The page was cleared"));
  app_test_give_bytes (window, "all.mbox", mbox);
  app_test_wait_for_reading (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.start-over", NULL);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 0);
  app_test_wait_for (app_test_find_label (GTK_WIDGET (window), "The page was cleared") != NULL);
  undo = gtk_widget_get_ancestor (app_test_find_label (GTK_WIDGET (window), "Undo"), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (undo, "clicked");
  app_test_wait_for_reading (window);
  g_assert_cmpuint (rd_bounces_pane_get_n_entries (app_test_get_pane (window)), ==, 3);
  app_test_close_window (window);
}

/* Files that were opened are among those the desktop lists. */
static void
test_recent (void)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@shop.example", "5.1.1", "550 5.1.1 User unknown");
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "bounce.eml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  RdWindow        *window = app_test_open_window (1000, 720);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, bounce, -1, NULL));
  rd_window_open_files (window, &file, 1);
  app_test_wait_for_reading (window);
  app_test_wait_for (gtk_recent_manager_has_item (gtk_recent_manager_get_default (), uri));
  app_test_close_window (window);
}

/* Many recipients in one bounce come in portions. */
static void
test_many_recipients (void)
{
  g_autoptr (GString) message = g_string_new ("Return-Path: <>\nFrom: MAILER-DAEMON@mail.sender.example\nTo: owner@sender.example\n"
                                              "Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
                                              "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                                              "--b\nContent-Type: text/plain\n\nNot delivered.\n\n"
                                              "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.sender.example\n");
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *more;

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (message, "\nFinal-Recipient: rfc822; reader%u@receiver.example\nAction: failed\nStatus: 5.1.1\n"
                                     "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n",
                            i);
  g_string_append (message, "\n--b--\n");
  app_test_give_bytes (window, "newsletter.eml", message->str);
  app_test_wait_for_reading (window);
  g_assert_true (app_test_shows (root, "and 119 more"));
  app_test_open_folds (root);
  g_assert_nonnull (app_test_find_label (root, "reader49@"));
  g_assert_null (app_test_find_label (root, "reader50@"));
  more = app_test_find_label (root, "Show 70 more");
  g_assert_nonnull (more);
  g_signal_emit_by_name (gtk_widget_get_ancestor (more, GTK_TYPE_LIST_BOX_ROW), "activate");
  app_test_wait_for (app_test_find_label (root, "reader99@") != NULL);
  g_assert_nonnull (app_test_find_label (root, "Show 20 more"));
  app_test_close_window (window);
}

static void
test_preferences (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  RdWindow  *window = app_test_open_window (1000, 720);
  GtkWindow *preferences = rd_preferences_new (GTK_WINDOW (window));
  GtkWidget *entry;
  g_auto (GStrv) domains = NULL;

  gtk_window_present (preferences);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (preferences)));
  entry = app_test_find_type (GTK_WIDGET (preferences), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (entry), "no domain");
  g_signal_emit_by_name (entry, "apply");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Owner@Sender.Example");
  g_signal_emit_by_name (entry, "apply");
  gtk_editable_set_text (GTK_EDITABLE (entry), "https://www.other.example/contact");
  g_signal_emit_by_name (entry, "apply");
  gtk_editable_set_text (GTK_EDITABLE (entry), "sender.example.");
  g_signal_emit_by_name (entry, "apply");
  domains = g_settings_get_strv (settings, "own-domains");
  g_assert_cmpuint (g_strv_length (domains), ==, 2);
  g_assert_cmpstr (domains[0], ==, "sender.example");
  g_assert_cmpstr (domains[1], ==, "www.other.example");
  g_assert_true (app_test_shows (GTK_WIDGET (preferences), "sender.example"));
  g_settings_reset (settings, "own-domains");
  g_assert_null (app_test_find_label (GTK_WIDGET (preferences), "www.other.example"));
  gtk_window_destroy (preferences);
  app_test_close_window (window);
}

/* The keys for panes that are not there do nothing. */
static void
test_no_such_pane (void)
{
  RdWindow *window = app_test_open_window (1000, 720);

  for (int number = -1; number < 12; number++)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", number);
  /* Whoever comes with the keyboard types on there. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 1);
  g_assert_true (GTK_IS_EDITABLE (gtk_window_get_focus (GTK_WINDOW (window))));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 0);
  app_test_wait_for_frame (GTK_WIDGET (window));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (app_test_get_pane (window))));
  app_test_close_window (window);
}

static void
test_window_size_is_kept (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  RdWindow *window = app_test_open_window (800, 600);

  g_settings_reset (settings, "window-width");
  gtk_window_close (GTK_WINDOW (window));
  app_test_wait_for (g_settings_get_int (settings, "window-width") != 1000);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 800);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

int
main (int   argc,
      char *argv[])
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/window/verdict", test_verdict);
  g_test_add_func ("/window/focus-goes-to-the-verdict", test_focus_goes_to_the_verdict);
  g_test_add_func ("/window/details", test_details);
  g_test_add_func ("/window/source-is-complete", test_source_is_complete);
  g_test_add_func ("/window/pasted-text", test_pasted_text);
  g_test_add_func ("/window/paste-from-clipboard", test_paste_from_clipboard);
  g_test_add_func ("/window/paste-nothing", test_paste_nothing);
  g_test_add_func ("/window/long-toast", test_long_toast);
  g_test_add_func ("/window/example", test_example);
  g_test_add_func ("/window/primary-button", test_primary_button);
  g_test_add_func ("/window/copy-summary", test_copy_summary);
  g_test_add_func ("/window/hostile-text", test_hostile_text);
  g_test_add_func ("/window/ordinary-mail", test_ordinary_mail);
  g_test_add_func ("/window/unreadable", test_unreadable);
  g_test_add_func ("/window/empty-folder", test_empty_folder);
  g_test_add_func ("/window/replacing", test_replacing);
  g_test_add_func ("/window/undo", test_undo);
  g_test_add_func ("/window/recent", test_recent);
  g_test_add_func ("/window/many-recipients", test_many_recipients);
  g_test_add_func ("/window/preferences", test_preferences);
  g_test_add_func ("/window/no-such-pane", test_no_such_pane);
  g_test_add_func ("/window/size-is-kept", test_window_size_is_kept);
  return app_test_run ();
}