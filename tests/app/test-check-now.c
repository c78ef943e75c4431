/* SPDX-License-Identifier: GPL-3.0-or-later */

/* “Check My Domain Now” below a verdict, against a real DNS server on this
 * machine: still so, fixed since, could not check, stopped, tried again, and what
 * goes along into the report. */

#define G_LOG_DOMAIN "test-check-now"

#include "config.h"

#include "app-test-zone.h"
#include "app-test.h"

#include "rd-appearance.h"
#include "rd-bounce-detail.h"
#include "rd-check-row.h"
#include "rd-record-box.h"
#include "rd-report-build.h"
#include "rd-verdict-now.h"
#include "rd-verdict-view.h"

#include <string.h>

#define REPLY_SPF "550 5.7.23 SPF validation failed: 203.0.113.9 is not allowed to send mail from sender.example"
#define REPLY_DOMAIN "Host or domain name not found. Name service error for name=receiver.example type=MX: Host not found"
#define REPLY_FULL "552 5.2.2 Mailbox is full, over quota"

#define BASE                                 \
  "sender.example NS ns.sender.example\n"    \
  "sender.example A 203.0.113.9\n"           \
  "sender.example MX 10 mx.sender.example\n" \
  "mx.sender.example A 203.0.113.10\n"
#define NOT_LISTED BASE "sender.example TXT v=spf1 mx -all\n"
#define LISTED BASE "sender.example TXT v=spf1 mx ip4:203.0.113.9 -all\n"
#define SILENT BASE "sender.example * servfail\n"

typedef struct
{
  AppTestZone *zone;
  GSettings   *settings;
  RdWindow    *window;
} Fixture;

static void
set_up_with (Fixture    *fixture,
             const char *zone,
             const char *latency,
             int         width,
             int         height)
{
  fixture->zone = app_test_zone_new (zone, latency);
  fixture->settings = g_settings_new (APP_ID);
  fixture->window = app_test_open_window (width, height);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  set_up_with (fixture, NOT_LISTED, "0", 1100, 900);
}

static void
set_up_slow (Fixture      *fixture,
             gconstpointer data)
{
  set_up_with (fixture, NOT_LISTED, "1500", 1100, 900);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  app_test_close_window (fixture->window);
  g_settings_reset (fixture->settings, "always-check-domains");
  g_object_unref (fixture->settings);
  app_test_zone_free (fixture->zone);
}

static void
open_bounce (Fixture    *fixture,
             const char *status,
             const char *diagnostic)
{
  g_autofree char *bounce = app_test_dup_bounce ("bob@receiver.example", status, diagnostic);

  app_test_give_bytes (fixture->window, "bounce.eml", bounce);
  app_test_wait_for_reading (fixture->window);
}

static GtkWidget *
find_view (Fixture *fixture)
{
  return app_test_find_type (GTK_WIDGET (fixture->window), RD_TYPE_VERDICT_VIEW);
}

static gboolean
shows (Fixture    *fixture,
       const char *text)
{
  return app_test_shows (find_view (fixture), text);
}

static void
ask (Fixture *fixture)
{
  gtk_widget_activate_action (find_view (fixture), "verdict.check-now", NULL);
}

static void
check (Fixture *fixture)
{
  ask (fixture);
  app_test_respond ("once");
  app_test_wait_for (shows (fixture, "Checked at"));
}

/* --- What comes of it -------------------------------------------------------------- */

static void
test_still_so (Fixture      *fixture,
               gconstpointer data)
{
  open_bounce (fixture, "5.7.23", REPLY_SPF);
  g_assert_true (shows (fixture, "Check My Domain Now"));
  g_assert_false (shows (fixture, "Is It Still So?"));
  check (fixture);
  g_assert_true (shows (fixture, "Is It Still So?"));
  g_assert_true (shows (fixture, "The server 203.0.113.9 is not allowed to send mail for sender.example (SPF)"));
  g_assert_true (shows (fixture, "Still true now: "));
  g_assert_true (shows (fixture, "How sure: certain"));
  g_assert_true (shows (fixture, "Not yet: it would be refused again."));
  g_assert_true (shows (fixture, "Copy the Record to Publish"));
  g_assert_true (shows (fixture, "Check Again"));
  g_assert_false (shows (fixture, "Checking…"));
  app_test_open_folds (app_test_find_type (find_view (fixture), RD_TYPE_VERDICT_NOW));
  g_assert_nonnull (app_test_find_type (find_view (fixture), RD_TYPE_RECORD_BOX));
  g_assert_true (shows (fixture, "ip4:203.0.113.9"));
}

/* The row of the list says it, too, and the steps are those of now. */
static RdFindingState
get_listed_state (Fixture *fixture)
{
  RdBounceDetail *detail = RD_BOUNCE_DETAIL (app_test_find_type (GTK_WIDGET (fixture->window), RD_TYPE_BOUNCE_DETAIL));

  return rd_bounce_entry_get_state (rd_bounce_detail_get_entry (detail));
}

static gboolean
match_fine (GtkWidget  *widget,
            const char *name)
{
  return GTK_IS_IMAGE (widget) && g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), name) == 0;
}

static gboolean
list_shows_fine (Fixture *fixture)
{
  GtkWidget *list = app_test_find_type (GTK_WIDGET (fixture->window), GTK_TYPE_LIST_VIEW);

  return app_test_find (list, match_fine, rd_state_get_icon_name (RD_FINDING_FINE)) != NULL;
}

static guint
count_steps (Fixture *fixture)
{
  GtkWidget *steps = app_test_find_named (find_view (fixture), "steps_list");
  guint      n_steps = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (steps), (int) n_steps) != NULL)
    n_steps++;
  return n_steps;
}

/* The list is only there where there are several. */
static void
open_two_bounces (Fixture *fixture)
{
  g_autofree char *first = app_test_dup_bounce ("bob@receiver.example", "5.7.23", REPLY_SPF);
  g_autofree char *second = app_test_dup_bounce ("eve@receiver.example", "5.7.23", REPLY_SPF);
  g_autofree char *mailbox = g_strconcat ("From a Mon Nov  2 10:00:00 2026\n", first, "\nFrom a Mon Nov  2 10:00:00 2026\n", second, NULL);

  app_test_give_bytes (fixture->window, "bounces.mbox", mailbox);
  app_test_wait_for_reading (fixture->window);
}

static void
test_fixed (Fixture      *fixture,
            gconstpointer data)
{
  open_two_bounces (fixture);
  gtk_widget_activate_action (app_test_find_type (GTK_WIDGET (fixture->window), GTK_TYPE_LIST_VIEW), "list.select-item", "(ubb)", 1, FALSE, FALSE);
  check (fixture);
  g_assert_true (shows (fixture, "Still true now: "));
  g_assert_cmpint (get_listed_state (fixture), ==, RD_FINDING_BROKEN);
  g_assert_false (list_shows_fine (fixture));
  g_assert_cmpuint (count_steps (fixture), >, 1);
  app_test_zone_write (fixture->zone, LISTED);
  ask (fixture);
  app_test_wait_for (shows (fixture, "Fixed since: "));
  g_assert_cmpint (get_listed_state (fixture), ==, RD_FINDING_FINE);
  g_assert_true (list_shows_fine (fixture));
  g_assert_cmpuint (count_steps (fixture), ==, 1);
  g_assert_null (app_test_find_dialog ());
  app_test_wait_for (shows (fixture, "Send the mail again."));
  g_assert_false (shows (fixture, "Still true now"));
  g_assert_false (shows (fixture, "Copy the Record to Publish"));
}

static void
test_could_not_check (Fixture      *fixture,
                      gconstpointer data)
{
  app_test_zone_write (fixture->zone, SILENT);
  open_bounce (fixture, "5.7.23", REPLY_SPF);
  check (fixture);
  g_assert_true (shows (fixture, "Could not check: "));
  g_assert_false (shows (fixture, "Still true now"));
  g_assert_false (shows (fixture, "Fixed since"));
  /* One row alone, once the server answers. */
  app_test_zone_write (fixture->zone, LISTED);
  gtk_widget_activate_action (app_test_find_type (find_view (fixture), RD_TYPE_CHECK_ROW), "verdict.retry", "s", "0");
  app_test_wait_for (shows (fixture, "Fixed since: "));
}

/* Mail that came back from a domain that is not there: it is theirs that is
 * looked at, and “always” is not for that. */
static void
test_their_domain (Fixture      *fixture,
                   gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "always-check-domains", TRUE);
  open_bounce (fixture, "5.1.2", REPLY_DOMAIN);
  g_assert_true (shows (fixture, "Check Their Domain Now"));
  ask (fixture);
  app_test_wait_for (app_test_find_dialog () != NULL);
  g_assert_true (app_test_shows (GTK_WIDGET (app_test_find_dialog ()), "receiver.example"));
  g_assert_false (adw_message_dialog_has_response (app_test_find_dialog (), "always"));
  app_test_respond ("once");
  app_test_wait_for (shows (fixture, "Still true now: "));
  g_assert_true (shows (fixture, "Mail to receiver.example cannot be delivered"));
}

static void
test_nothing_to_ask (Fixture      *fixture,
                     gconstpointer data)
{
  open_bounce (fixture, "5.2.2", REPLY_FULL);
  g_assert_false (shows (fixture, "Domain Now"));
  ask (fixture);
  g_assert_null (app_test_find_dialog ());
}

static void
test_not_now (Fixture      *fixture,
              gconstpointer data)
{
  open_bounce (fixture, "5.7.23", REPLY_SPF);
  ask (fixture);
  app_test_respond ("no");
  g_assert_true (shows (fixture, "Check My Domain Now"));
  g_assert_false (shows (fixture, "Is It Still So?"));
}

static void
test_stop (Fixture      *fixture,
           gconstpointer data)
{
  open_bounce (fixture, "5.7.23", REPLY_SPF);
  ask (fixture);
  app_test_respond ("once");
  app_test_wait_for (shows (fixture, "Checking…"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  app_test_wait_for (shows (fixture, "Stopped at"));
  g_assert_true (shows (fixture, "Could not check"));
  g_assert_false (shows (fixture, "Still true now"));
  g_assert_true (shows (fixture, "Check Again"));
}

static void
test_closing (Fixture      *fixture,
              gconstpointer data)
{
  open_bounce (fixture, "5.7.23", REPLY_SPF);
  ask (fixture);
  app_test_respond ("once");
  app_test_wait_for (shows (fixture, "Checking…"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.start-over", NULL);
}

static void
test_bad_setting (Fixture      *fixture,
                  gconstpointer data)
{
  g_settings_set_string (fixture->settings, "dns-servers", "no server at all");
  open_bounce (fixture, "5.7.23", REPLY_SPF);
  ask (fixture);
  g_assert_null (app_test_find_dialog ());
  g_assert_nonnull (app_test_find_named (find_view (fixture), "problem_label"));
}

/* --- The report ------------------------------------------------------------------------ */

static void
built_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_goes_into_the_report (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RdBuiltReport) built = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  RdBounceDetail  *detail;
  RdReportOptions  options = { .reader = RD_REPORT_FOR_HOST, .leave_source_out = TRUE };

  open_bounce (fixture, "5.7.23", REPLY_SPF);
  check (fixture);
  detail = RD_BOUNCE_DETAIL (app_test_find_type (GTK_WIDGET (fixture->window), RD_TYPE_BOUNCE_DETAIL));
  g_ptr_array_add (entries, rd_bounce_detail_get_entry (detail));
  rd_report_build_async (entries, NULL, &options, NULL, NULL, built_cb, &result);
  app_test_wait_for (result != NULL);
  built = rd_report_build_finish (result, &error);
  g_assert_no_error (error);
  text = rd_report_to_text (built->report);
  g_assert_nonnull (strstr (text, "v=spf1 mx -all"));
  g_assert_nonnull (strstr (text, "ip4:203.0.113.9"));
  g_assert_null (strstr (text, "Nothing was looked up online"));
}

/* --- Pictures ------------------------------------------------------------------------------ */

typedef struct
{
  const char *name;
  const char *zone;
  int         width;
  int         height;
  gboolean    is_dark;
  gboolean    is_unfolded;
} Screen;

static const Screen screens[] = {
  { "now-still-360-light", NOT_LISTED, 360, 1500, FALSE, FALSE },
  { "now-still-1100-dark", NOT_LISTED, 1100, 1000, TRUE, FALSE },
  { "now-unfolded-360-dark", NOT_LISTED, 360, 2800, TRUE, TRUE },
  { "now-unfolded-1100-light", NOT_LISTED, 1100, 2000, FALSE, TRUE },
  { "now-fixed-360-dark", LISTED, 360, 1500, TRUE, FALSE },
  { "now-fixed-1100-light", LISTED, 1100, 1000, FALSE, FALSE },
  { "now-unknown-1100-light", SILENT, 1100, 1000, FALSE, FALSE },
};

static void
test_screen (gconstpointer data)
{
  const Screen *screen = data;
  Fixture       fixture = { NULL };

  app_test_use_colors (screen->is_dark);
  set_up_with (&fixture, screen->zone, "0", screen->width, screen->height);
  open_bounce (&fixture, "5.7.23", REPLY_SPF);
  check (&fixture);
  if (screen->is_unfolded)
    app_test_open_folds (app_test_find_type (find_view (&fixture), RD_TYPE_VERDICT_NOW));
  app_test_wait_for_frame (GTK_WIDGET (fixture.window));
  app_test_picture (GTK_WIDGET (fixture.window), screen->name);
  app_test_assert_fits (adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture.window)), screen->width);
  tear_down (&fixture, NULL);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*set_up) (Fixture *, gconstpointer);
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/check-now/still-so", set_up, test_still_so },
    { "/check-now/fixed", set_up, test_fixed },
    { "/check-now/could-not-check", set_up, test_could_not_check },
    { "/check-now/their-domain", set_up, test_their_domain },
    { "/check-now/nothing-to-ask", set_up, test_nothing_to_ask },
    { "/check-now/not-now", set_up, test_not_now },
    { "/check-now/stop", set_up_slow, test_stop },
    { "/check-now/closing", set_up_slow, test_closing },
    { "/check-now/bad-setting", set_up, test_bad_setting },
    { "/check-now/report", set_up, test_goes_into_the_report },
  };

  app_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, tests[i].set_up, tests[i].run, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (screens); i++)
    {
      g_autofree char *path = g_strdup_printf ("/check-now/screens/%s", screens[i].name);

      g_test_add_data_func (path, &screens[i], test_screen);
    }
  return app_test_run ();
}
