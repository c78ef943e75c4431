/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How lists stood before, and what ends by itself. */

#define G_LOG_DOMAIN "test-blocklists-past"

#include "config.h"

#include "app-test-lists.h"

#include "rd-listing-past.h"
#include "rd-listing-row.h"
#include "rd-minute.h"
#include "rd-recorder.h"

static GSettings *settings;

static void
remember (RdFindingState state)
{
  g_autoptr (RdFinding) summary = rd_finding_new ("blocklists", state, LISTED, RD_OWNER_HOST, "before");
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

  g_ptr_array_add (findings, rd_finding_new ("blocklist.zen-spamhaus-org", state, LISTED, RD_OWNER_HOST, "Spamhaus"));
  rd_recorder_note_survey (rd_recorder_find (), RD_HISTORY_BLOCKLISTS, summary, findings);
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_assert_true (rd_recorder_clear_finish (RD_RECORDER (object), result, NULL));
  *(gboolean *) data = TRUE;
}

static void
clear_history (void)
{
  gboolean done = FALSE;

  rd_recorder_clear_async (rd_recorder_find (), cleared_cb, &done);
  app_test_wait_for (done);
}

/* What is not as it was stands below the headline, and in its row. */
static void
test_changes (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow  *window = app_test_lists_open (peer, 1000, 720);
  GtkWidget *root = GTK_WIDGET (window);

  clear_history ();
  remember (RD_FINDING_FINE);
  app_test_lists_start (window, LISTED);
  app_test_lists_wait_for_answers (window);
  app_test_wait_for (app_test_shows (root, "What Changed"));
  g_assert_true (app_test_shows (root, "It did not on"));
  app_test_picture (root, "blocklists-changes");

  app_test_lists_start (window, LISTED);
  app_test_lists_wait_for_answers (window);
  g_assert_false (app_test_shows (root, "What Changed"));
  app_test_close_window (window);
}

/* Earlier checks are a small picture with the same in words; what ends by itself
 * is counted down while somebody looks. */
static void
test_past (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow  *window = app_test_lists_open (peer, 360, 1600);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *picture;
  GtkWidget *row;
  int        width;

  clear_history ();
  for (guint i = 0; i < 30; i++)
    remember (i % 7 == 3 ? RD_FINDING_UNKNOWN : i % 3 == 0 ? RD_FINDING_BROKEN
                                                           : RD_FINDING_FINE);
  app_test_lists_start (window, LISTED);
  app_test_lists_wait_for_answers (window);
  app_test_wait_for (app_test_shows (root, "What Changed"));
  row = app_test_find_type (GTK_WIDGET (app_test_lists_get_pane (window)), RD_TYPE_LISTING_ROW);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  app_test_wait_for (app_test_shows (root, "Earlier checks"));
  picture = app_test_find_type (row, RD_TYPE_LISTING_PAST);
  g_assert_nonnull (picture);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_true (app_test_shows (row, "Listed in 9 of 27 checks"));
  gtk_widget_measure (picture, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <, 290);
  app_test_wait_for_frame (root);
  app_test_picture (root, "blocklists-past");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  app_test_wait_for_frame (root);
  app_test_picture (root, "blocklists-past-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  app_test_close_window (window);
}

static void
count_tick (gpointer data)
{
  (*(guint *) data)++;
}

/* Nobody is woken for what nobody sees. */
static void
test_minute (void)
{
  RdWindow  *window = app_test_lists_open (NULL, 1000, 720);
  GtkWidget *pane = GTK_WIDGET (app_test_lists_get_pane (window));
  guint      n = 0;
  RdMinute  *minute = rd_minute_new (pane, count_tick, &n);

  g_assert_false (rd_minute_is_running (minute));
  rd_minute_set_wanted (minute, TRUE);
  g_assert_true (rd_minute_is_running (minute));
  g_assert_cmpuint (n, ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 0);
  app_test_wait_for (!gtk_widget_get_mapped (pane));
  g_assert_false (rd_minute_is_running (minute));
  g_assert_cmpuint (n, ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 2);
  app_test_wait_for (gtk_widget_get_mapped (pane));
  g_assert_true (rd_minute_is_running (minute));
  g_assert_cmpuint (n, ==, 2);
  rd_minute_set_wanted (minute, FALSE);
  g_assert_false (rd_minute_is_running (minute));
  rd_minute_free (minute);
  app_test_close_window (window);
}

static RdListing *
make_ending (gint64 asked_at)
{
  RdListing *listing = rd_listing_new_named (rd_blocklists_find (rd_blocklists_get_default (), "bl-spamcop-net"), LISTED);

  listing->state = RD_LISTING_LISTED;
  listing->asked_at = asked_at * G_USEC_PER_SEC;
  return listing;
}

/* An open row says how long is left, and says it anew. */
static void
test_countdown (void)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *row = rd_listing_row_new ();
  gint64     now = g_get_real_time () / G_USEC_PER_SEC;

  gtk_window_set_child (GTK_WINDOW (window), row);
  gtk_window_present (GTK_WINDOW (window));
  rd_listing_row_take (RD_LISTING_ROW (row), make_ending (now), evidence);
  g_assert_false (rd_listing_row_counts_down (RD_LISTING_ROW (row)));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  g_assert_true (rd_listing_row_counts_down (RD_LISTING_ROW (row)));
  g_assert_nonnull (app_test_find_label (row, "within 24 hours"));
  rd_listing_row_count_down (RD_LISTING_ROW (row), now + 20 * 3600);
  g_assert_nonnull (app_test_find_label (row, "within 4 hours"));
  rd_listing_row_count_down (RD_LISTING_ROW (row), now + 24 * 3600 - 120);
  g_assert_nonnull (app_test_find_label (row, "within 2 minutes"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Off is off: nothing is written, and nothing is compared. */
static void
test_no_history (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  g_autofree char *path = rd_history_dup_default_path ();
  RdWindow        *window = app_test_lists_open (peer, 1000, 720);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  clear_history ();
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_settings_set_boolean (settings, "keep-history", FALSE);
  app_test_lists_start (window, LISTED);
  app_test_lists_wait_for_answers (window);
  clear_history ();
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_false (app_test_shows (GTK_WIDGET (window), "What Changed"));
  g_settings_reset (settings, "keep-history");
  app_test_close_window (window);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  app_test_init (&argc, &argv);
  settings = g_settings_new (APP_ID);
  g_test_add_func ("/blocklists-past/changes", test_changes);
  g_test_add_func ("/blocklists-past/past", test_past);
  g_test_add_func ("/blocklists-past/minute", test_minute);
  g_test_add_func ("/blocklists-past/countdown", test_countdown);
  g_test_add_func ("/blocklists-past/no-history", test_no_history);
  status = app_test_run ();
  g_clear_object (&settings);
  return status;
}
