/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be looked up without typing, and what is chosen for what was looked up. */

#define G_LOG_DOMAIN "test-blocklists-offers"

#include "config.h"

#include "app-test-lists.h"
#include "app-test-zone.h"

#include "rd-watch-list.h"

static GSettings *settings;

/* From the bounce to the lists with one click. */
static void
test_from_bounce (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.7.1", "554 5.7.1 Client host [" LISTED "] blocked using zen.spamhaus.org");
  RdWindow        *window = app_test_lists_open (peer, 1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  GtkWidget       *row;

  gtk_widget_activate_action (root, "win.show-nth-pane", "i", 0);
  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  app_test_open_folds (GTK_WIDGET (app_test_get_pane (window)));
  row = app_test_find_label (root, "Check blocklists for " LISTED);
  g_assert_nonnull (row);
  row = gtk_widget_get_ancestor (row, ADW_TYPE_ACTION_ROW);
  gtk_widget_activate (row);
  app_test_wait_for (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
  app_test_lists_wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Listed where it matters"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (app_test_find_named (GTK_WIDGET (app_test_lists_get_pane (window)), "entry"))), ==, LISTED);
  app_test_close_window (window);
}

/* What the last bounce tells is offered without typing: the address the server
 * saw, and the lists it names, also those that cannot be asked. */
static void
test_offers (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.7.1", "550 5.7.1 Unfortunately, messages from [" LISTED "] weren't sent, since part of their network is on our block list (S3150).");
  RdWindow        *window = app_test_lists_open (peer, 360, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  GtkWidget       *row;

  gtk_widget_activate_action (root, "win.show-nth-pane", "i", 0);
  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  gtk_widget_activate_action (root, "win.show-nth-pane", "i", 2);
  app_test_wait_for (app_test_shows (GTK_WIDGET (app_test_lists_get_pane (window)), "From Your Last Bounce"));
  g_assert_true (app_test_shows (root, "Your Bounce Names"));
  g_assert_true (app_test_shows (root, "Outlook.com, Hotmail, Live, MSN"));
  g_assert_true (app_test_shows (root, "The server that refused your mail saw this address."));
  app_test_picture (root, "blocklists-offers");
  row = gtk_widget_get_ancestor (app_test_find_label (GTK_WIDGET (app_test_lists_find_named (window, "offers")), LISTED), ADW_TYPE_ACTION_ROW);
  g_assert_nonnull (row);
  gtk_widget_activate (row);
  app_test_wait_for (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
  app_test_lists_wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Named in Your Bounces"));
  g_assert_true (app_test_shows (root, "Named by a bounce"));
  g_assert_cmpuint (app_test_lists_count_in (window, RD_LISTING_NAMED), ==, 1);
  app_test_picture (root, "blocklists-named");
  app_test_close_window (window);
}

static void
test_choices (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow *window = app_test_lists_open (peer, 360, 720);
  g_auto (GStrv) own = NULL;

  app_test_lists_start (window, UNLISTED);
  app_test_lists_wait_for_answers (window);
  gtk_switch_set_active (GTK_SWITCH (app_test_lists_find_named (window, "watch_switch")), TRUE);
  gtk_switch_set_active (GTK_SWITCH (app_test_lists_find_named (window, "own_switch")), TRUE);
  g_assert_true (rd_watch_list_contains (settings, UNLISTED));
  own = g_settings_get_strv (settings, "own-servers");
  g_assert_true (g_strv_contains ((const char *const *) own, UNLISTED));
  gtk_switch_set_active (GTK_SWITCH (app_test_lists_find_named (window, "watch_switch")), FALSE);
  g_assert_false (rd_watch_list_contains (settings, UNLISTED));
  rd_pane_start_over (RD_PANE (app_test_lists_get_pane (window)));
  g_assert_true (app_test_shows (GTK_WIDGET (window), "You said that your mail leaves from here."));
  g_settings_reset (settings, "own-servers");
  app_test_close_window (window);
}

/* Whoever has asked for removal wants to know soon: that needs watching, and
 * ends with it. */
static void
test_requested (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow    *window = app_test_lists_open (peer, 360, 720);
  GtkSwitch   *watch;
  GtkSwitch   *request;
  RdWatchTimes times;

  app_test_lists_start (window, UNLISTED);
  app_test_lists_wait_for_answers (window);
  g_assert_null (app_test_lists_find_named (window, "request_row"));
  app_test_lists_start (window, LISTED);
  app_test_lists_wait_for_answers (window);
  g_assert_nonnull (app_test_lists_find_named (window, "request_row"));
  watch = GTK_SWITCH (app_test_lists_find_named (window, "watch_switch"));
  request = GTK_SWITCH (app_test_lists_find_named (window, "request_switch"));
  gtk_switch_set_active (request, TRUE);
  g_assert_true (gtk_switch_get_active (watch));
  g_assert_true (rd_watch_list_contains (settings, LISTED));
  times = rd_watch_list_get_times (settings, LISTED);
  g_assert_cmpint (rd_watch_find_next (&times, 24, LISTED), ==, times.requested + 3600);
  /* It is remembered, and shown again. */
  app_test_lists_start (window, UNLISTED);
  app_test_lists_wait_for_answers (window);
  g_assert_false (gtk_switch_get_active (request));
  g_assert_false (rd_watch_list_contains (settings, UNLISTED));
  app_test_lists_start (window, LISTED);
  app_test_lists_wait_for_answers (window);
  g_assert_true (gtk_switch_get_active (request));
  gtk_switch_set_active (watch, FALSE);
  g_assert_false (gtk_switch_get_active (request));
  g_assert_false (rd_watch_list_contains (settings, LISTED));
  app_test_close_window (window);
}

/* What may be behind what was looked up is offered, with how little is known
 * about it; a click asks. */
static void
test_candidates (void)
{
  AppTestZone     *zone = app_test_zone_new ("shop.example MX 10 mx.shop.example\nmx.shop.example A 203.0.113.25\nshop.example A 203.0.113.80\n"
                                                 "25.113.0.203.in-addr.arpa PTR mx.shop.example\n",
                                             "0");
  g_autofree char *servers = g_settings_get_string (settings, "dns-servers");
  RdWindow        *window = app_test_lists_open (NULL, 360, 1000);
  GtkWidget       *root = GTK_WIDGET (window);
  GtkWidget       *row;

  g_settings_set_string (settings, "dns-servers", servers);
  app_test_lists_start (window, "shop.example");
  g_assert_false (app_test_shows (root, "Worth Checking, Too"));
  app_test_lists_wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Worth Checking, Too"));
  g_assert_true (app_test_shows (root, "Your mail may leave from another machine."));
  g_assert_true (app_test_shows (root, "The server of your website."));
  app_test_picture (root, "blocklists-candidates");
  row = gtk_widget_get_ancestor (app_test_find_label (root, "203.0.113.25"), ADW_TYPE_ACTION_ROW);
  g_assert_nonnull (row);
  gtk_widget_activate (row);
  app_test_wait_for (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
  app_test_lists_wait_for_answers (window);
  g_assert_true (app_test_shows (GTK_WIDGET (app_test_lists_find_named (window, "subject_label")), "203.0.113.25"));
  g_assert_true (app_test_shows (root, "The domain in the name of this address."));
  app_test_close_window (window);
  app_test_zone_free (zone);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  app_test_init (&argc, &argv);
  settings = g_settings_new (APP_ID);
  g_test_add_func ("/blocklists-offers/from-bounce", test_from_bounce);
  g_test_add_func ("/blocklists-offers/offers", test_offers);
  g_test_add_func ("/blocklists-offers/choices", test_choices);
  g_test_add_func ("/blocklists-offers/requested", test_requested);
  g_test_add_func ("/blocklists-offers/candidates", test_candidates);
  status = app_test_run ();
  g_clear_object (&settings);
  return status;
}
