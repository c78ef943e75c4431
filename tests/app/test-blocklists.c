/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pane for blocklists, from typing an address to the headline, with a DNS
 * server that answers as the lists do. */

#define G_LOG_DOMAIN "test-blocklists"

#include "config.h"

#include "app-test.h"
#include "app-test-zone.h"
#include "fake-peers.h"

#include "rd-blocklists-pane.h"
#include "rd-consent.h"
#include "rd-finding-fold.h"
#include "rd-fold.h"
#include "rd-listing-groups.h"
#include "rd-listing-past.h"
#include "rd-listing-row.h"
#include "rd-minute.h"
#include "rd-recorder.h"
#include "rd-watch-list.h"

#include <string.h>

#define LISTED "203.0.113.9"
#define UNLISTED "203.0.113.10"
#define OTHER "203.0.113.77" /* no other test asks about it, no bounce names it */

static GSettings *settings;

static RdWindow *
open_pane (const FakePeer *peer,
           int             width,
           int             height)
{
  RdWindow        *window = app_test_open_window (width, height);
  g_autofree char *address = peer != NULL ? fake_peer_dup_address (peer) : g_strdup ("");

  g_settings_set_string (settings, "dns-servers", address);
  g_settings_set_boolean (settings, "always-ask-blocklists", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-nth-pane", "i", 2);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (rd_window_get_pane (window, "blocklists"))));
  return window;
}

static RdBlocklistsPane *
get_pane (RdWindow *window)
{
  return RD_BLOCKLISTS_PANE (rd_window_get_pane (window, "blocklists"));
}

static void
type (RdWindow   *window,
      const char *text)
{
  GtkWidget *pane = GTK_WIDGET (get_pane (window));

  gtk_editable_set_text (GTK_EDITABLE (app_test_find_named (pane, "entry")), text);
  g_signal_emit_by_name (app_test_find_named (pane, "check_button"), "clicked");
}

static void
start (RdWindow   *window,
       const char *text)
{
  type (window, text);
  app_test_wait_for (rd_blocklists_pane_is_checking (get_pane (window)));
}

static void
count_rows (GtkWidget      *root,
            RdListingState *state,
            guint          *n)
{
  if (RD_IS_LISTING_ROW (root) && (state == NULL || rd_listing_row_get_listing (RD_LISTING_ROW (root))->state == *state))
    (*n)++;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    count_rows (child, state, n);
}

static guint
count_all_rows (RdWindow *window)
{
  guint n = 0;

  count_rows (GTK_WIDGET (get_pane (window)), NULL, &n);
  return n;
}

static guint
count_rows_in (RdWindow      *window,
               RdListingState state)
{
  guint n = 0;

  count_rows (GTK_WIDGET (get_pane (window)), &state, &n);
  return n;
}

/* What the user sees of a check that goes on: all rows are there, all wait. */
static guint
wait_for_rows (RdWindow *window)
{
  RdListingGroups *groups = RD_LISTING_GROUPS (app_test_find_named (GTK_WIDGET (get_pane (window)), "groups"));

  app_test_wait_for (!rd_listing_groups_is_busy (groups));
  return count_all_rows (window);
}

static void
wait_for_answers (RdWindow *window)
{
  app_test_wait_for (!rd_blocklists_pane_is_checking (get_pane (window)));
}

static const struct
{
  const char *name;
  const char *text;
  const char *sentence;
} refusals[] = {
  { "empty", "", "Type the internet address" },
  { "private", "192.168.1.20", "private network" },
  { "network", "203.0.113.0/24", "This is a network" },
  { "word", "mailserver", "neither an address" },
  { "markup", "<b>&", "neither an address" },
};

/* What is in folds comes in pieces, and in those that come are folds again. */
static void
open_folds (RdWindow *window)
{
  for (guint i = 0; i < 2; i++)
    {
      app_test_open_folds (GTK_WIDGET (get_pane (window)));
      wait_for_rows (window);
    }
}

/* Nothing is asked, not even for consent; typing takes the sentence away. */
static void
test_refusal (gconstpointer data)
{
  gsize      i = GPOINTER_TO_SIZE (data);
  RdWindow  *window = open_pane (NULL, 360, 720);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *entry = app_test_find_named (GTK_WIDGET (get_pane (window)), "entry");

  type (window, refusals[i].text);
  g_assert_true (app_test_shows (root, refusals[i].sentence));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_false (rd_blocklists_pane_is_checking (get_pane (window)));
  g_assert_cmpuint (count_all_rows (window), ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "203");
  g_assert_false (app_test_shows (root, refusals[i].sentence));
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  app_test_close_window (window);
}

static void
test_wrong_servers (void)
{
  RdWindow *window = open_pane (NULL, 1000, 720);

  g_settings_set_string (settings, "dns-servers", "not a server");
  type (window, LISTED);
  g_assert_nonnull (app_test_find_named (GTK_WIDGET (get_pane (window)), "error_label"));
  g_assert_false (rd_blocklists_pane_is_checking (get_pane (window)));
  app_test_close_window (window);
}

static void
test_listed (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow  *window = open_pane (peer, 1000, 720);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *focus;

  start (window, " <" LISTED "> ");
  wait_for_answers (window);

  g_assert_cmpuint (count_all_rows (window), >, 20);
  g_assert_cmpuint (count_rows_in (window, RD_LISTING_PENDING), ==, 0);
  g_assert_true (app_test_shows (root, "Listed where it matters"));
  g_assert_true (app_test_shows (root, "lists answered"));
  g_assert_true (app_test_shows (root, "Bad Reputation"));
  g_assert_true (app_test_shows (root, "Spamhaus ZEN"));
  g_assert_true (app_test_shows (root, "Your Network"));
  g_assert_true (app_test_shows (root, "Good sign"));
  g_assert_true (app_test_shows (root, "Could Not Check"));
  g_assert_true (app_test_shows (root, "refuse to answer your DNS resolver"));
  g_assert_true (app_test_shows (root, "whose meaning is not known"));
  g_assert_true (app_test_shows (root, "Lists that do not name it"));
  g_assert_false (app_test_shows (root, "Barracuda"));
  g_assert_false (app_test_shows (root, "lists of their own"));
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_nonnull (focus);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_LABEL, "Listed where it matters");
  app_test_close_window (window);
}

static void
test_unfolded (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow  *window = open_pane (peer, 1000, 720);
  GtkWidget *root = GTK_WIDGET (window);

  start (window, LISTED);
  wait_for_answers (window);
  open_folds (window);
  app_test_wait_for_frame (root);
  g_assert_nonnull (app_test_find_label (root, "Who may ask for removal"));
  g_assert_nonnull (app_test_find_label (root, "What to fix first"));
  g_assert_nonnull (app_test_find_label (root, "Ask for removal"));
  g_assert_nonnull (app_test_find_label (root, "Copy a Request to Your Host"));
  g_assert_nonnull (app_test_find_label (root, "https://www.spamhaus.org/query/ip/" LISTED));
  /* Words of a list are not read as markup. */
  g_assert_nonnull (app_test_find_label (root, "<b>&amp;</b>"));
  g_assert_nonnull (app_test_find_label (root, "dnsbl 9.113.0.203.zen.spamhaus.org A"));
  g_assert_nonnull (app_test_find_label (root, "Barracuda"));
  app_test_close_window (window);
}

static void
test_unlisted (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow        *window = open_pane (peer, 1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  g_autofree char *summary = NULL;

  g_assert_null (rd_pane_dup_summary (RD_PANE (get_pane (window))));
  start (window, UNLISTED);
  wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Fine"));
  g_assert_true (app_test_shows (root, "lists of their own"));
  g_assert_cmpuint (count_rows_in (window, RD_LISTING_LISTED), ==, 0);
  summary = rd_pane_dup_summary (RD_PANE (get_pane (window)));
  g_assert_nonnull (strstr (summary, UNLISTED));
  g_assert_nonnull (strstr (summary, "Not listed"));

  rd_pane_start_over (RD_PANE (get_pane (window)));
  g_assert_true (app_test_shows (root, "Is Your Mail Server on a Blocklist?"));
  g_assert_cmpuint (wait_for_rows (window), ==, 0);
  app_test_close_window (window);
}

/* Stopping keeps what is there and blames nobody. */
static void
test_stop (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  RdWindow  *window = open_pane (peer, 360, 720);
  GtkWidget *root = GTK_WIDGET (window);
  guint      n;

  start (window, OTHER);
  n = wait_for_rows (window);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (count_rows_in (window, RD_LISTING_PENDING), ==, n);
  g_assert_true (app_test_shows (root, "Waiting for"));
  gtk_widget_activate_action (root, "win.cancel", NULL);
  wait_for_answers (window);
  g_assert_cmpuint (count_all_rows (window), ==, n);
  g_assert_cmpuint (count_rows_in (window, RD_LISTING_UNKNOWN), ==, n);
  g_assert_true (app_test_shows (root, "could not be checked"));
  g_assert_true (app_test_shows (root, "was not asked"));
  g_assert_true (app_test_shows (root, "Check Again"));
  g_assert_false (rd_pane_cancel (RD_PANE (get_pane (window))));
  app_test_close_window (window);
}

/* The page is never laid out as a whole: what makes the window stand still is
 * many rows in one turn of the main loop. */
static void
test_pieces (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  RdWindow        *window = open_pane (peer, 1000, 720);
  RdListingGroups *groups = RD_LISTING_GROUPS (app_test_find_named (GTK_WIDGET (get_pane (window)), "groups"));
  guint            n = 0;

  start (window, OTHER);
  n = count_all_rows (window);
  g_assert_cmpuint (n, ==, 0);
  while (rd_listing_groups_is_busy (groups))
    {
      guint before = n;

      g_main_context_iteration (NULL, TRUE);
      n = count_all_rows (window);
      g_assert_cmpuint (n, <=, before + 1);
    }
  g_assert_cmpuint (n, >, 20);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  wait_for_answers (window);
  g_assert_cmpuint (count_all_rows (window), ==, n);
  app_test_close_window (window);
}

/* What belongs below the answers is not laid out while their rows still move. */
static void
test_rest (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow        *window = open_pane (peer, 1000, 720);
  RdListingGroups *groups = RD_LISTING_GROUPS (app_test_find_named (GTK_WIDGET (get_pane (window)), "groups"));
  gboolean         has_waited = FALSE;

  start (window, LISTED);
  while (rd_blocklists_pane_is_checking (get_pane (window)))
    {
      gboolean was_busy = rd_listing_groups_is_busy (groups);

      g_main_context_iteration (NULL, TRUE);
      g_assert_true (!was_busy || !rd_listing_groups_is_busy (groups) || app_test_find_named (GTK_WIDGET (window), "choices") == NULL);
      has_waited = has_waited || was_busy;
    }
  g_assert_true (has_waited);
  g_assert_nonnull (app_test_find_named (GTK_WIDGET (window), "choices"));
  app_test_close_window (window);
}

static void
test_closing_stops (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  RdWindow *window = open_pane (peer, 1000, 720);

  start (window, LISTED);
  app_test_close_window (window);
}

/* Checking something else while a check runs leaves nothing of the first. */
static void
test_again (void)
{
  g_autoptr (FakePeer) silent = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow        *window = open_pane (silent, 1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  g_autofree char *address = fake_peer_dup_address (peer);

  start (window, UNLISTED);
  g_settings_set_string (settings, "dns-servers", address);
  start (window, LISTED);
  app_test_wait_for (app_test_shows (root, "Listed where it matters"));
  wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Listed where it matters"));
  g_signal_emit_by_name (app_test_find_named (GTK_WIDGET (get_pane (window)), "again_button"), "clicked");
  app_test_wait_for (rd_blocklists_pane_is_checking (get_pane (window)));
  wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Listed where it matters"));
  app_test_close_window (window);
}

static const struct
{
  const char *response;
  gboolean    is_checked;
  gboolean    is_always;
} answers[] = {
  { "no", FALSE, FALSE },
  { "once", TRUE, FALSE },
  { "always", TRUE, TRUE },
};

/* The dialog shows the real questions, and nothing is asked before. */
static void
test_consent (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  g_autofree char  *address = fake_peer_dup_address (peer);
  RdWindow         *window = open_pane (peer, 360, 720);
  AdwMessageDialog *dialog;

  g_settings_set_boolean (settings, "always-ask-blocklists", FALSE);
  type (window, LISTED);
  app_test_wait_for (app_test_find_dialog () != NULL);
  dialog = app_test_find_dialog ();
  g_assert_false (rd_blocklists_pane_is_checking (get_pane (window)));
  g_assert_true (app_test_shows (GTK_WIDGET (dialog), LISTED));
  g_assert_true (app_test_shows (GTK_WIDGET (dialog), address));
  g_assert_true (app_test_shows (GTK_WIDGET (dialog), "operators of the lists"));
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (dialog), "questions to blocklists"));
  if (i == 0)
    app_test_picture (GTK_WIDGET (dialog), "blocklists-consent");
  adw_message_dialog_response (dialog, answers[i].response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  app_test_wait_for (!answers[i].is_checked || count_all_rows (window) > 0);
  wait_for_answers (window);
  g_assert_cmpint (app_test_shows (GTK_WIDGET (window), "Listed where it matters"), ==, answers[i].is_checked);
  g_assert_cmpint (g_settings_get_boolean (settings, "always-ask-blocklists"), ==, answers[i].is_always);
  app_test_close_window (window);
}

static void
test_closing_while_asked (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow *window = open_pane (peer, 360, 720);

  g_settings_set_boolean (settings, "always-ask-blocklists", FALSE);
  type (window, LISTED);
  app_test_wait_for (app_test_find_dialog () != NULL);
  app_test_close_window (window);
  app_test_wait_for (app_test_find_dialog () == NULL);
}

/* From the bounce to the lists with one click. */
static void
test_from_bounce (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.7.1", "554 5.7.1 Client host [" LISTED "] blocked using zen.spamhaus.org");
  RdWindow        *window = open_pane (peer, 1000, 720);
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
  app_test_wait_for (rd_blocklists_pane_is_checking (get_pane (window)));
  wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Listed where it matters"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (app_test_find_named (GTK_WIDGET (get_pane (window)), "entry"))), ==, LISTED);
  app_test_close_window (window);
}

static GtkWidget *
find_named (RdWindow   *window,
            const char *name)
{
  return app_test_find_named (GTK_WIDGET (get_pane (window)), name);
}

/* What the last bounce tells is offered without typing: the address the server
 * saw, and the lists it names, also those that cannot be asked. */
static void
test_offers (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", "5.7.1", "550 5.7.1 Unfortunately, messages from [" LISTED "] weren't sent, since part of their network is on our block list (S3150).");
  RdWindow        *window = open_pane (peer, 360, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  GtkWidget       *row;

  gtk_widget_activate_action (root, "win.show-nth-pane", "i", 0);
  app_test_give_bytes (window, "bounce.eml", bounce);
  app_test_wait_for_reading (window);
  gtk_widget_activate_action (root, "win.show-nth-pane", "i", 2);
  app_test_wait_for (app_test_shows (GTK_WIDGET (get_pane (window)), "From Your Last Bounce"));
  g_assert_true (app_test_shows (root, "Your Bounce Names"));
  g_assert_true (app_test_shows (root, "Outlook.com, Hotmail, Live, MSN"));
  g_assert_true (app_test_shows (root, "The server that refused your mail saw this address."));
  app_test_picture (root, "blocklists-offers");
  row = gtk_widget_get_ancestor (app_test_find_label (GTK_WIDGET (find_named (window, "offers")), LISTED), ADW_TYPE_ACTION_ROW);
  g_assert_nonnull (row);
  gtk_widget_activate (row);
  app_test_wait_for (rd_blocklists_pane_is_checking (get_pane (window)));
  wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Named in Your Bounces"));
  g_assert_true (app_test_shows (root, "Named by a bounce"));
  g_assert_cmpuint (count_rows_in (window, RD_LISTING_NAMED), ==, 1);
  app_test_picture (root, "blocklists-named");
  app_test_close_window (window);
}

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
  RdWindow  *window = open_pane (peer, 1000, 720);
  GtkWidget *root = GTK_WIDGET (window);

  clear_history ();
  remember (RD_FINDING_FINE);
  start (window, LISTED);
  wait_for_answers (window);
  app_test_wait_for (app_test_shows (root, "What Changed"));
  g_assert_true (app_test_shows (root, "It did not on"));
  app_test_picture (root, "blocklists-changes");

  start (window, LISTED);
  wait_for_answers (window);
  g_assert_false (app_test_shows (root, "What Changed"));
  app_test_close_window (window);
}

/* Earlier checks are a small picture with the same in words; what ends by itself
 * is counted down while somebody looks. */
static void
test_past (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow  *window = open_pane (peer, 360, 1600);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *picture;
  GtkWidget *row;
  int        width;

  clear_history ();
  for (guint i = 0; i < 30; i++)
    remember (i % 7 == 3 ? RD_FINDING_UNKNOWN : i % 3 == 0 ? RD_FINDING_BROKEN
                                                           : RD_FINDING_FINE);
  start (window, LISTED);
  wait_for_answers (window);
  app_test_wait_for (app_test_shows (root, "What Changed"));
  row = app_test_find_type (GTK_WIDGET (get_pane (window)), RD_TYPE_LISTING_ROW);
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
  RdWindow  *window = open_pane (NULL, 1000, 720);
  GtkWidget *pane = GTK_WIDGET (get_pane (window));
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
  RdWindow        *window = open_pane (peer, 1000, 720);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  clear_history ();
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_settings_set_boolean (settings, "keep-history", FALSE);
  start (window, LISTED);
  wait_for_answers (window);
  clear_history ();
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_false (app_test_shows (GTK_WIDGET (window), "What Changed"));
  g_settings_reset (settings, "keep-history");
  app_test_close_window (window);
}

static void
test_choices (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow *window = open_pane (peer, 360, 720);
  g_auto (GStrv) own = NULL;

  start (window, UNLISTED);
  wait_for_answers (window);
  gtk_switch_set_active (GTK_SWITCH (find_named (window, "watch_switch")), TRUE);
  gtk_switch_set_active (GTK_SWITCH (find_named (window, "own_switch")), TRUE);
  g_assert_true (rd_watch_list_contains (settings, UNLISTED));
  own = g_settings_get_strv (settings, "own-servers");
  g_assert_true (g_strv_contains ((const char *const *) own, UNLISTED));
  gtk_switch_set_active (GTK_SWITCH (find_named (window, "watch_switch")), FALSE);
  g_assert_false (rd_watch_list_contains (settings, UNLISTED));
  rd_pane_start_over (RD_PANE (get_pane (window)));
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
  RdWindow    *window = open_pane (peer, 360, 720);
  GtkSwitch   *watch;
  GtkSwitch   *request;
  RdWatchTimes times;

  start (window, UNLISTED);
  wait_for_answers (window);
  g_assert_null (find_named (window, "request_row"));
  start (window, LISTED);
  wait_for_answers (window);
  g_assert_nonnull (find_named (window, "request_row"));
  watch = GTK_SWITCH (find_named (window, "watch_switch"));
  request = GTK_SWITCH (find_named (window, "request_switch"));
  gtk_switch_set_active (request, TRUE);
  g_assert_true (gtk_switch_get_active (watch));
  g_assert_true (rd_watch_list_contains (settings, LISTED));
  times = rd_watch_list_get_times (settings, LISTED);
  g_assert_cmpint (rd_watch_find_next (&times, 24, LISTED), ==, times.requested + 3600);
  /* It is remembered, and shown again. */
  start (window, UNLISTED);
  wait_for_answers (window);
  g_assert_false (gtk_switch_get_active (request));
  g_assert_false (rd_watch_list_contains (settings, UNLISTED));
  start (window, LISTED);
  wait_for_answers (window);
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
  RdWindow        *window = open_pane (NULL, 360, 1000);
  GtkWidget       *root = GTK_WIDGET (window);
  GtkWidget       *row;

  g_settings_set_string (settings, "dns-servers", servers);
  start (window, "shop.example");
  g_assert_false (app_test_shows (root, "Worth Checking, Too"));
  wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Worth Checking, Too"));
  g_assert_true (app_test_shows (root, "Your mail may leave from another machine."));
  g_assert_true (app_test_shows (root, "The server of your website."));
  app_test_picture (root, "blocklists-candidates");
  row = gtk_widget_get_ancestor (app_test_find_label (root, "203.0.113.25"), ADW_TYPE_ACTION_ROW);
  g_assert_nonnull (row);
  gtk_widget_activate (row);
  app_test_wait_for (rd_blocklists_pane_is_checking (get_pane (window)));
  wait_for_answers (window);
  g_assert_true (app_test_shows (GTK_WIDGET (find_named (window, "subject_label")), "203.0.113.25"));
  g_assert_true (app_test_shows (root, "The domain in the name of this address."));
  app_test_close_window (window);
  app_test_zone_free (zone);
}

/* A header pasted whole: the server it came from is looked up. */
static void
test_pasted_header (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow *window = open_pane (peer, 1000, 720);

  start (window, "Received: from mail.shop.example (mail.shop.example [" LISTED "])\r\n by mx.receiver.example with ESMTP; Thu, 12 Nov 2026 09:00:00 +0000\r\nFrom: owner@shop.example\r\nSubject: x\r\n");
  wait_for_answers (window);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Listed where it matters"));
  g_assert_true (app_test_shows (GTK_WIDGET (find_named (window, "subject_label")), LISTED));
  app_test_close_window (window);
}

/* One row helps with all lists that a resolver is refused by. */
static void
test_repair (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow  *window = open_pane (peer, 360, 720);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *row;

  start (window, LISTED);
  wait_for_answers (window);
  row = gtk_widget_get_ancestor (app_test_find_label (root, "Ask These Lists Directly"), ADW_TYPE_ACTION_ROW);
  g_assert_nonnull (row);
  gtk_widget_activate (row);
  app_test_wait_for (rd_blocklists_pane_is_checking (get_pane (window)));
  wait_for_answers (window);
  /* Nothing here is in charge of a list: that is said, and nobody is blamed. */
  g_assert_null (app_test_find_label (root, "Ask These Lists Directly"));
  g_assert_cmpuint (count_rows_in (window, RD_LISTING_LISTED), ==, 0);
  g_assert_true (app_test_shows (root, "could not be checked"));
  app_test_close_window (window);
}

static void
test_finding_fold (void)
{
  g_autoptr (RdFinding) finding = rd_finding_new ("spf.missing", RD_FINDING_BROKEN, "shop.example", RD_OWNER_DNS, "There is <b>no SPF record");
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdQuestion) question = rd_question_dns ("shop.example", RD_RR_TXT);
  static const char *const texts[] = { "v=verification 17", NULL };
  GtkWidget               *fold;
  GtkWidget               *window = gtk_window_new ();

  rd_evidence_put_text (evidence, "shop.example", RD_RR_TXT, RD_ANSWER_FOUND, texts);
  rd_finding_add_evidence (finding, rd_evidence_peek (evidence, question)->id);
  finding->explanation = g_strdup ("Receivers cannot tell who may send.");
  finding->fix = g_strdup ("Publish the record below.");
  finding->record = rd_record_new (RD_RECORD_ADD, "TXT", "@", "shop.example", "v=spf1 mx -all");
  fold = rd_finding_fold_new (finding, evidence);
  gtk_window_set_child (GTK_WINDOW (window), fold);
  gtk_window_present (GTK_WINDOW (window));
  app_test_wait_for (gtk_widget_get_mapped (fold));
  g_assert_true (app_test_shows (fold, "There is <b>no SPF record"));
  g_assert_true (app_test_shows (fold, "Must be fixed"));
  g_assert_null (app_test_find_label (fold, "v=spf1 mx -all"));
  app_test_open_folds (fold);
  g_assert_nonnull (app_test_find_label (fold, "Publish the record below."));
  g_assert_nonnull (app_test_find_label (fold, "Whoever runs your DNS"));
  g_assert_nonnull (app_test_find_label (fold, "v=spf1 mx -all"));
  g_assert_nonnull (app_test_find_label (fold, "v=verification 17"));
  g_assert_nonnull (app_test_find_label (fold, "dns shop.example TXT"));
  gtk_window_destroy (GTK_WINDOW (window));
}

typedef struct
{
  const char *name;
  const char *subject; /* (nullable) */
  gboolean    is_unfolded;
  gboolean    is_refused;
  int         height;
  const char *always;  /* (nullable): what the server does to all questions */
  gboolean    is_busy; /* while it asks */
} Picture;

static const Picture pictures[] = {
  { "blocklists-empty", NULL, FALSE, FALSE, 720, NULL, FALSE },
  { "blocklists-listed", LISTED, FALSE, FALSE, 1300, NULL, FALSE },
  { "blocklists-unlisted", UNLISTED, FALSE, FALSE, 720, NULL, FALSE },
  { "blocklists-unfolded", LISTED, TRUE, FALSE, 2600, NULL, FALSE },
  { "blocklists-refused", "10.0.0.1", FALSE, TRUE, 720, NULL, FALSE },
  { "blocklists-domain", "donaudampfschifffahrtselektrizitaetenhauptbetriebswerk.example", FALSE, FALSE, 720, NULL, FALSE },
  { "blocklists-unknown", OTHER, FALSE, FALSE, 900, "refused", FALSE },
  { "blocklists-busy", OTHER, FALSE, FALSE, 900, "drop", TRUE },
};

static void
test_picture (gconstpointer data)
{
  const Picture   *picture = data;
  static const int widths[] = { 360, 1100 };
  g_autoptr (FakePeer) peer = picture->always != NULL ? fake_peer_new ("fake-dns.py", "--always", picture->always, NULL)
                                                      : fake_peer_new ("fake-dns.py", "--blocklists", NULL);

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (widths); i++)
    {
      gboolean         is_dark = i % 2 != 0;
      int              width = widths[i / 2];
      g_autofree char *name = g_strdup_printf ("%s-%d-%s", picture->name, width, is_dark ? "dark" : "light");
      RdWindow        *window;

      app_test_use_colors (is_dark);
      window = open_pane (peer, width, picture->height);
      if (picture->subject != NULL && picture->is_refused)
        type (window, picture->subject);
      else if (picture->subject != NULL)
        start (window, picture->subject);
      if (picture->is_busy)
        wait_for_rows (window);
      else
        wait_for_answers (window);
      if (picture->is_unfolded)
        open_folds (window);
      app_test_picture (GTK_WIDGET (window), name);
      app_test_assert_fits (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window)), width);
      app_test_close_window (window);
    }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  app_test_init (&argc, &argv);
  settings = g_settings_new (APP_ID);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/blocklists/refusal/%s", refusals[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_refusal);
    }
  g_test_add_func ("/blocklists/wrong-servers", test_wrong_servers);
  g_test_add_func ("/blocklists/listed", test_listed);
  g_test_add_func ("/blocklists/unfolded", test_unfolded);
  g_test_add_func ("/blocklists/unlisted", test_unlisted);
  g_test_add_func ("/blocklists/stop", test_stop);
  g_test_add_func ("/blocklists/pieces", test_pieces);
  g_test_add_func ("/blocklists/rest", test_rest);
  g_test_add_func ("/blocklists/closing-stops", test_closing_stops);
  g_test_add_func ("/blocklists/again", test_again);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/blocklists/consent/%s", answers[i].response);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_consent);
    }
  g_test_add_func ("/blocklists/closing-while-asked", test_closing_while_asked);
  g_test_add_func ("/blocklists/from-bounce", test_from_bounce);
  g_test_add_func ("/blocklists/offers", test_offers);
  g_test_add_func ("/blocklists/changes", test_changes);
  g_test_add_func ("/blocklists/past", test_past);
  g_test_add_func ("/blocklists/minute", test_minute);
  g_test_add_func ("/blocklists/countdown", test_countdown);
  g_test_add_func ("/blocklists/no-history", test_no_history);
  g_test_add_func ("/blocklists/choices", test_choices);
  g_test_add_func ("/blocklists/requested", test_requested);
  g_test_add_func ("/blocklists/candidates", test_candidates);
  g_test_add_func ("/blocklists/pasted-header", test_pasted_header);
  g_test_add_func ("/blocklists/repair", test_repair);
  g_test_add_func ("/blocklists/finding-fold", test_finding_fold);
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_strdup_printf ("/blocklists/picture/%s", pictures[i].name);

      g_test_add_data_func (path, &pictures[i], test_picture);
    }
  status = app_test_run ();
  g_clear_object (&settings);
  return status;
}
