/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pane for blocklists, from typing an address to the headline, with a DNS
 * server that answers as the lists do. */

#define G_LOG_DOMAIN "test-blocklists"

#include "config.h"

#include "app-test-lists.h"

#include "rd-finding-fold.h"
#include "rd-listing-groups.h"

#include <string.h>

static GSettings *settings;

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

/* Nothing is asked, not even for consent; typing takes the sentence away. */
static void
test_refusal (gconstpointer data)
{
  gsize      i = GPOINTER_TO_SIZE (data);
  RdWindow  *window = app_test_lists_open (NULL, 360, 720);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *entry = app_test_find_named (GTK_WIDGET (app_test_lists_get_pane (window)), "entry");

  app_test_lists_type (window, refusals[i].text);
  g_assert_true (app_test_shows (root, refusals[i].sentence));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_false (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
  g_assert_cmpuint (app_test_lists_count (window), ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "203");
  g_assert_false (app_test_shows (root, refusals[i].sentence));
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  app_test_close_window (window);
}

static void
test_wrong_servers (void)
{
  RdWindow *window = app_test_lists_open (NULL, 1000, 720);

  g_settings_set_string (settings, "dns-servers", "not a server");
  app_test_lists_type (window, LISTED);
  g_assert_nonnull (app_test_find_named (GTK_WIDGET (app_test_lists_get_pane (window)), "error_label"));
  g_assert_false (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
  app_test_close_window (window);
}

static void
test_listed (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow  *window = app_test_lists_open (peer, 1000, 720);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *focus;

  app_test_lists_start (window, " <" LISTED "> ");
  app_test_lists_wait_for_answers (window);

  g_assert_cmpuint (app_test_lists_count (window), >, 20);
  g_assert_cmpuint (app_test_lists_count_in (window, RD_LISTING_PENDING), ==, 0);
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
  RdWindow  *window = app_test_lists_open (peer, 1000, 720);
  GtkWidget *root = GTK_WIDGET (window);

  app_test_lists_start (window, LISTED);
  app_test_lists_wait_for_answers (window);
  app_test_lists_open_folds (window);
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
  RdWindow        *window = app_test_lists_open (peer, 1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  g_autofree char *summary = NULL;

  g_assert_null (rd_pane_dup_summary (RD_PANE (app_test_lists_get_pane (window))));
  app_test_lists_start (window, UNLISTED);
  app_test_lists_wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Fine"));
  g_assert_true (app_test_shows (root, "lists of their own"));
  g_assert_cmpuint (app_test_lists_count_in (window, RD_LISTING_LISTED), ==, 0);
  summary = rd_pane_dup_summary (RD_PANE (app_test_lists_get_pane (window)));
  g_assert_nonnull (strstr (summary, UNLISTED));
  g_assert_nonnull (strstr (summary, "Not listed"));

  rd_pane_start_over (RD_PANE (app_test_lists_get_pane (window)));
  g_assert_true (app_test_shows (root, "Is Your Mail Server on a Blocklist?"));
  g_assert_cmpuint (app_test_lists_wait_for_rows (window), ==, 0);
  app_test_close_window (window);
}

/* Stopping keeps what is there and blames nobody. */
static void
test_stop (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  RdWindow  *window = app_test_lists_open (peer, 360, 720);
  GtkWidget *root = GTK_WIDGET (window);
  guint      n;

  app_test_lists_start (window, OTHER);
  n = app_test_lists_wait_for_rows (window);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (app_test_lists_count_in (window, RD_LISTING_PENDING), ==, n);
  g_assert_true (app_test_shows (root, "Waiting for"));
  gtk_widget_activate_action (root, "win.cancel", NULL);
  app_test_lists_wait_for_answers (window);
  g_assert_cmpuint (app_test_lists_count (window), ==, n);
  g_assert_cmpuint (app_test_lists_count_in (window, RD_LISTING_UNKNOWN), ==, n);
  g_assert_true (app_test_shows (root, "could not be checked"));
  g_assert_true (app_test_shows (root, "was not asked"));
  g_assert_true (app_test_shows (root, "Check Again"));
  g_assert_false (rd_pane_cancel (RD_PANE (app_test_lists_get_pane (window))));

  gtk_widget_activate_action (root, "win.check-again", NULL);
  app_test_wait_for (rd_pane_cancel (RD_PANE (app_test_lists_get_pane (window))));
  app_test_lists_wait_for_answers (window);
  app_test_close_window (window);
}

/* The page is never laid out as a whole: what makes the window stand still is
 * many rows in one turn of the main loop. */
static void
test_pieces (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  RdWindow        *window = app_test_lists_open (peer, 1000, 720);
  RdListingGroups *groups = RD_LISTING_GROUPS (app_test_find_named (GTK_WIDGET (app_test_lists_get_pane (window)), "groups"));
  guint            n = 0;

  app_test_lists_start (window, OTHER);
  n = app_test_lists_count (window);
  g_assert_cmpuint (n, ==, 0);
  while (rd_listing_groups_is_busy (groups))
    {
      guint before = n;

      g_main_context_iteration (NULL, TRUE);
      n = app_test_lists_count (window);
      g_assert_cmpuint (n, <=, before + 1);
    }
  g_assert_cmpuint (n, >, 20);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  app_test_lists_wait_for_answers (window);
  g_assert_cmpuint (app_test_lists_count (window), ==, n);
  app_test_close_window (window);
}

/* What belongs below the answers is not laid out while their rows still move. */
static void
test_rest (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow        *window = app_test_lists_open (peer, 1000, 720);
  RdListingGroups *groups = RD_LISTING_GROUPS (app_test_find_named (GTK_WIDGET (app_test_lists_get_pane (window)), "groups"));
  gboolean         has_waited = FALSE;

  app_test_lists_start (window, LISTED);
  while (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)))
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
  RdWindow *window = app_test_lists_open (peer, 1000, 720);

  app_test_lists_start (window, LISTED);
  app_test_close_window (window);
}

/* Checking something else while a check runs leaves nothing of the first. */
static void
test_again (void)
{
  g_autoptr (FakePeer) silent = fake_peer_new ("fake-dns.py", "--always", "drop", NULL);
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow        *window = app_test_lists_open (silent, 1000, 720);
  GtkWidget       *root = GTK_WIDGET (window);
  g_autofree char *address = fake_peer_dup_address (peer);

  app_test_lists_start (window, UNLISTED);
  g_settings_set_string (settings, "dns-servers", address);
  app_test_lists_start (window, LISTED);
  app_test_wait_for (app_test_shows (root, "Listed where it matters"));
  app_test_lists_wait_for_answers (window);
  g_assert_true (app_test_shows (root, "Listed where it matters"));
  g_signal_emit_by_name (app_test_find_named (GTK_WIDGET (app_test_lists_get_pane (window)), "again_button"), "clicked");
  app_test_wait_for (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
  app_test_lists_wait_for_answers (window);
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
  RdWindow         *window = app_test_lists_open (peer, 360, 720);
  AdwMessageDialog *dialog;

  g_settings_set_boolean (settings, "always-ask-blocklists", FALSE);
  app_test_lists_type (window, LISTED);
  app_test_wait_for (app_test_find_dialog () != NULL);
  dialog = app_test_find_dialog ();
  g_assert_false (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
  g_assert_true (app_test_shows (GTK_WIDGET (dialog), LISTED));
  g_assert_true (app_test_shows (GTK_WIDGET (dialog), address));
  g_assert_true (app_test_shows (GTK_WIDGET (dialog), "operators of the lists"));
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (dialog), "questions to blocklists"));
  if (i == 0)
    app_test_picture (GTK_WIDGET (dialog), "blocklists-consent");
  adw_message_dialog_response (dialog, answers[i].response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  app_test_wait_for (!answers[i].is_checked || app_test_lists_count (window) > 0);
  app_test_lists_wait_for_answers (window);
  g_assert_cmpint (app_test_shows (GTK_WIDGET (window), "Listed where it matters"), ==, answers[i].is_checked);
  g_assert_cmpint (g_settings_get_boolean (settings, "always-ask-blocklists"), ==, answers[i].is_always);
  app_test_close_window (window);
}

static void
test_closing_while_asked (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow *window = app_test_lists_open (peer, 360, 720);

  g_settings_set_boolean (settings, "always-ask-blocklists", FALSE);
  app_test_lists_type (window, LISTED);
  app_test_wait_for (app_test_find_dialog () != NULL);
  app_test_close_window (window);
  app_test_wait_for (app_test_find_dialog () == NULL);
}

/* A header pasted whole: the server it came from is looked up. */
static void
test_pasted_header (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow *window = app_test_lists_open (peer, 1000, 720);

  app_test_lists_start (window, "Received: from mail.shop.example (mail.shop.example [" LISTED "])\r\n by mx.receiver.example with ESMTP; Thu, 12 Nov 2026 09:00:00 +0000\r\nFrom: owner@shop.example\r\nSubject: x\r\n");
  app_test_lists_wait_for_answers (window);
  g_assert_true (app_test_shows (GTK_WIDGET (window), "Listed where it matters"));
  g_assert_true (app_test_shows (GTK_WIDGET (app_test_lists_find_named (window, "subject_label")), LISTED));
  app_test_close_window (window);
}

/* One row helps with all lists that a resolver is refused by. */
static void
test_repair (void)
{
  g_autoptr (FakePeer) peer = fake_peer_new ("fake-dns.py", "--blocklists", NULL);
  RdWindow  *window = app_test_lists_open (peer, 360, 720);
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *row;

  app_test_lists_start (window, LISTED);
  app_test_lists_wait_for_answers (window);
  row = gtk_widget_get_ancestor (app_test_find_label (root, "Ask These Lists Directly"), ADW_TYPE_ACTION_ROW);
  g_assert_nonnull (row);
  gtk_widget_activate (row);
  app_test_wait_for (rd_blocklists_pane_is_checking (app_test_lists_get_pane (window)));
  app_test_lists_wait_for_answers (window);
  /* Nothing here is in charge of a list: that is said, and nobody is blamed. */
  g_assert_null (app_test_find_label (root, "Ask These Lists Directly"));
  g_assert_cmpuint (app_test_lists_count_in (window, RD_LISTING_LISTED), ==, 0);
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
      window = app_test_lists_open (peer, width, picture->height);
      if (picture->subject != NULL && picture->is_refused)
        app_test_lists_type (window, picture->subject);
      else if (picture->subject != NULL)
        app_test_lists_start (window, picture->subject);
      if (picture->is_busy)
        app_test_lists_wait_for_rows (window);
      else
        app_test_lists_wait_for_answers (window);
      if (picture->is_unfolded)
        app_test_lists_open_folds (window);
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
