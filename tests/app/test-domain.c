/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Domain page against a real DNS server on this machine: a domain in good
 * order, one that is not, and what happens when one stops or tries again. */

#define G_LOG_DOMAIN "test-domain"

#include "config.h"

#include "app-test-zone.h"
#include "app-test.h"

#include "rd-check-row.h"
#include "rd-domain-pane.h"
#include "rd-report-sheet.h"

#include <glib/gstdio.h>
#include <string.h>

/* Addresses and names that RFC 5737 and RFC 2606 keep for examples. */
#define GOOD_ZONE                                                                         \
  "flowers.example NS ns1.flowers-dns.example\n"                                          \
  "flowers.example NS ns2.flowers-dns.example\n"                                          \
  "ns1.flowers-dns.example A 192.0.2.53\n"                                                \
  "ns2.flowers-dns.example A 198.51.100.53\n"                                             \
  "flowers.example A 203.0.113.9\n"                                                       \
  "flowers.example MX 10 mx.flowers.example\n"                                            \
  "mx.flowers.example A 203.0.113.9\n"                                                    \
  "flowers.example TXT v=spf1 mx -all\n"                                                  \
  "default._domainkey.flowers.example TXT v=DKIM1; p=" KEY "\n"                           \
  "_dmarc.flowers.example TXT v=DMARC1; p=quarantine; rua=mailto:dmarc@flowers.example\n" \
  "9.113.0.203.in-addr.arpa PTR mx.flowers.example\n"

#define BAD_ZONE                                                                   \
  "broken.example NS ns1.flowers-dns.example\n"                                    \
  "broken.example NS ns2.flowers-dns.example\n"                                    \
  "broken.example A 203.0.113.10\n"                                                \
  "broken.example MX 10 mx.broken.example\n"                                       \
  "mx.broken.example A 203.0.113.10\n"                                             \
  "broken.example TXT v=spf1 mx ~all\n"                                            \
  "broken.example TXT v=spf1 ip4:203.0.113.10 include:_spf.flowers.example -all\n" \
  "_spf.flowers.example TXT v=spf1 ip4:203.0.113.0/24 -all\n"

#define DMARC_FAILS "_dmarc.broken.example * servfail\n"
#define DMARC_WORKS "_dmarc.broken.example TXT v=DMARC1; p=none\n"

/* The public half of a key made for these tests. */
#define KEY                                                                                    \
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsY3RagTni+mvJ1GdI+sw8WEVfY6wGqw6PrqjvlaC1ltSrj" \
  "5RoUKZYcY9YQUXh2GA4EG0hnFtaftSvWz0aE8FJGWai9qFeyWhSUVcp1E3OA3DzkAFip0y/Bxc8NkS2/LCRW6+VU/E" \
  "68GZ76Pinth4dkIlnWDTzWJahQ5COD/l8k+FV8hHKgMRZpFweJlHGRRfG4jZnBaCe72cawyYO8wZlzaLEcoNPoZZ2Q" \
  "fA0Gxt8JLSBOmTX+5umsDltmp305EQphtqjvjBuZ/uSDbdTKobDd1RNUyha/FGVwUOVvZ37nvejgQUUn70EmyIv/LT" \
  "Rolio9UFrh6do9XMFtX5Dm5IlQIDAQAB"

typedef struct
{
  AppTestZone *zone;
  GSettings   *settings;
  RdWindow    *window;
} Fixture;

static RdDomainPane *
get_pane (Fixture *fixture)
{
  return RD_DOMAIN_PANE (rd_window_get_pane (fixture->window, "domain"));
}

static void
open_window (Fixture *fixture,
             int      width,
             int      height)
{
  fixture->window = app_test_open_window (width, height);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-nth-pane", "i", 1);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (get_pane (fixture))));
}

static void
set_up_with (Fixture    *fixture,
             const char *zone,
             const char *latency)
{
  fixture->zone = app_test_zone_new (zone, latency);
  fixture->settings = g_settings_new (APP_ID);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  set_up_with (fixture, GOOD_ZONE BAD_ZONE DMARC_FAILS, "0");
  open_window (fixture, 1100, 800);
}

static void
set_up_slow (Fixture      *fixture,
             gconstpointer data)
{
  set_up_with (fixture, GOOD_ZONE, "1500");
  open_window (fixture, 1100, 800);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  app_test_close_window (fixture->window);
  g_settings_reset (fixture->settings, "last-domains");
  g_settings_reset (fixture->settings, "always-check-domains");
  g_object_unref (fixture->settings);
  app_test_zone_free (fixture->zone);
}

static void
wait_for_end (Fixture *fixture)
{
  app_test_wait_for (!rd_domain_pane_is_checking (get_pane (fixture)));
}

static void
check (Fixture    *fixture,
       const char *domain)
{
  rd_pane_check (RD_PANE (get_pane (fixture)), domain);
  app_test_respond ("once");
  app_test_wait_for (rd_domain_pane_is_checking (get_pane (fixture)));
  wait_for_end (fixture);
}

static gboolean
shows (Fixture    *fixture,
       const char *text)
{
  return app_test_shows (GTK_WIDGET (get_pane (fixture)), text);
}

/* --- What is found ------------------------------------------------------------- */

static void
test_healthy (Fixture      *fixture,
              gconstpointer data)
{
  g_auto (GStrv) last = NULL;
  g_autofree char *summary = NULL;

  check (fixture, "flowers.example");
  g_assert_true (shows (fixture, "flowers.example"));
  g_assert_false (shows (fixture, "must be fixed"));
  g_assert_true (shows (fixture, "Can people write to you?"));
  g_assert_true (shows (fixture, "Will others believe your mail?"));
  g_assert_true (shows (fixture, "Fine: Your domain can receive mail"));
  g_assert_true (shows (fixture, "Checked at"));
  g_assert_false (shows (fixture, "Checking…"));
  last = g_settings_get_strv (fixture->settings, "last-domains");
  g_assert_cmpstr (last[0], ==, "flowers.example");
  summary = rd_pane_dup_summary (RD_PANE (get_pane (fixture)));
  g_assert_true (g_str_has_prefix (summary, "flowers.example\n"));
  g_assert_nonnull (strstr (summary, "Fine: Your domain can receive mail"));
}

static void
test_broken (Fixture      *fixture,
             gconstpointer data)
{
  check (fixture, "https://www@Broken.Example/");
  g_assert_true (shows (fixture, "things must be fixed"));
  g_assert_true (shows (fixture, "1 could not be checked"));
  g_assert_true (shows (fixture, "Must be fixed: Your domain has more than one SPF record"));
  g_assert_true (shows (fixture, "Could not check: "));
  app_test_open_folds (GTK_WIDGET (get_pane (fixture)));
  g_assert_true (shows (fixture, "Replace the record that begins with “v=spf1” by this one"));
  g_assert_true (shows (fixture, "The answers this rests on"));
  app_test_open_folds (GTK_WIDGET (get_pane (fixture)));
  g_assert_true (shows (fixture, "dns broken.example TXT"));
}

static void
test_report (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *pdf = NULL;
  int              file = g_file_open_tmp ("redeliver-XXXXXX.pdf", &path, &error);
  RdReportSheet   *sheet;

  g_assert_no_error (error);
  g_assert_true (g_close (file, NULL));
  /* There is nothing to report before a check. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.send-report", NULL);
  g_assert_null (app_test_find_toplevel (RD_TYPE_REPORT_SHEET));
  check (fixture, "broken.example");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.send-report", NULL);
  sheet = RD_REPORT_SHEET (app_test_find_toplevel (RD_TYPE_REPORT_SHEET));
  g_assert_nonnull (sheet);
  app_test_wait_for (rd_report_sheet_is_ready (sheet));
  rd_report_sheet_save_to (sheet, path);
  g_assert_true (g_file_get_contents (path, &pdf, NULL, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  gtk_window_destroy (GTK_WINDOW (sheet));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static GtkWidget *
find_row (Fixture    *fixture,
          const char *title)
{
  GtkWidget *label = app_test_find_label (GTK_WIDGET (get_pane (fixture)), title);

  g_assert_nonnull (label);
  return gtk_widget_get_ancestor (label, RD_TYPE_CHECK_ROW);
}

/* What could not be checked is asked again, and only that changes. */
static void
test_retry (Fixture      *fixture,
            gconstpointer data)
{
  GtkWidget *spf;
  GtkWidget *dmarc;

  check (fixture, "broken.example");
  spf = find_row (fixture, "(SPF)");
  dmarc = find_row (fixture, "(DMARC)");
  g_assert_true (shows (fixture, "Could not check: "));
  app_test_zone_write (fixture->zone, GOOD_ZONE BAD_ZONE DMARC_WORKS);
  gtk_widget_activate_action (dmarc, "domain.retry", "s", "dmarc");
  g_assert_true (rd_domain_pane_is_checking (get_pane (fixture)));
  wait_for_end (fixture);
  g_assert_false (shows (fixture, "Could not check: "));
  g_assert_true (shows (fixture, "more than one SPF record"));
  g_assert_true (find_row (fixture, "(SPF)") == spf);
  g_assert_true (find_row (fixture, "(DMARC)") == dmarc);
}

static void
test_check_again (Fixture      *fixture,
                  gconstpointer data)
{
  check (fixture, "broken.example");
  g_assert_true (shows (fixture, "more than one SPF record"));
  app_test_zone_write (fixture->zone, GOOD_ZONE "broken.example MX 10 mx.broken.example\nmx.broken.example A 203.0.113.10\n"
                                                "broken.example TXT v=spf1 mx -all\n" DMARC_WORKS);
  gtk_widget_activate_action (GTK_WIDGET (get_pane (fixture)), "domain.check-again", NULL);
  g_assert_true (rd_domain_pane_is_checking (get_pane (fixture)));
  wait_for_end (fixture);
  g_assert_false (shows (fixture, "more than one SPF record"));
}

/* The name of a key that nobody could guess. */
static void
test_selector (Fixture      *fixture,
               gconstpointer data)
{
  GtkWidget *row;

  app_test_zone_write (fixture->zone, "flowers.example NS ns1.flowers-dns.example\nns1.flowers-dns.example A 192.0.2.53\n"
                                      "flowers.example MX 10 mx.flowers.example\nmx.flowers.example A 203.0.113.9\n"
                                      "zz91x._domainkey.flowers.example TXT v=DKIM1; p=" KEY "\n");
  check (fixture, "flowers.example");
  g_assert_true (shows (fixture, "There is a DKIM key, but its name is not known"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_row (fixture, "(DKIM)")), TRUE);
  row = app_test_find_type (find_row (fixture, "(DKIM)"), ADW_TYPE_ENTRY_ROW);
  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), "not a name");
  g_signal_emit_by_name (row, "apply");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_false (rd_domain_pane_is_checking (get_pane (fixture)));
  gtk_editable_set_text (GTK_EDITABLE (row), "zz91x");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_signal_emit_by_name (row, "apply");
  g_assert_true (rd_domain_pane_is_checking (get_pane (fixture)));
  wait_for_end (fixture);
  g_assert_true (shows (fixture, "Fine: Your domain has a DKIM key that receivers can use"));
}

/* Greeting mail servers shows itself to others, so it is asked about each time. */
static void
test_greet (Fixture      *fixture,
            gconstpointer data)
{
  GtkWidget *row;

  check (fixture, "flowers.example");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_row (fixture, "(MX)")), TRUE);
  row = gtk_widget_get_ancestor (app_test_find_label (find_row (fixture, "(MX)"), "whether they encrypt"), GTK_TYPE_LIST_BOX_ROW);
  gtk_widget_activate_action (row, "domain.greet", NULL);
  app_test_wait_for (app_test_find_dialog () != NULL);
  g_assert_true (app_test_shows (GTK_WIDGET (app_test_find_dialog ()), "A greeting to 1 mail server"));
  g_assert_false (adw_message_dialog_has_response (app_test_find_dialog (), "always"));
  app_test_respond ("no");
  g_assert_true (shows (fixture, "Fine: Your domain can receive mail"));
  g_assert_false (rd_domain_pane_is_checking (get_pane (fixture)));
}

/* --- Consent --------------------------------------------------------------------- */

static void
test_not_now (Fixture      *fixture,
              gconstpointer data)
{
  rd_pane_check (RD_PANE (get_pane (fixture)), "flowers.example");
  app_test_respond ("no");
  g_assert_false (rd_domain_pane_is_checking (get_pane (fixture)));
  g_assert_true (shows (fixture, "Check Your Domain"));
  g_assert_null (rd_pane_dup_summary (RD_PANE (get_pane (fixture))));
}

static void
test_always (Fixture      *fixture,
             gconstpointer data)
{
  rd_pane_check (RD_PANE (get_pane (fixture)), "flowers.example");
  app_test_respond ("always");
  app_test_wait_for (rd_domain_pane_is_checking (get_pane (fixture)));
  wait_for_end (fixture);
  g_assert_true (g_settings_get_boolean (fixture->settings, "always-check-domains"));
  rd_pane_check (RD_PANE (get_pane (fixture)), "broken.example");
  app_test_wait_for (rd_domain_pane_is_checking (get_pane (fixture)));
  g_assert_null (app_test_find_dialog ());
  wait_for_end (fixture);
  g_assert_true (shows (fixture, "more than one SPF record"));
}

/* --- The entry ---------------------------------------------------------------------- */

static void
test_wrong_input (gconstpointer data)
{
  const char *const *row = data;
  Fixture            fixture = { .window = app_test_open_window (360, 720) };

  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.show-nth-pane", "i", 1);
  rd_pane_check (RD_PANE (get_pane (&fixture)), row[0]);
  g_assert_null (app_test_find_dialog ());
  g_assert_true (shows (&fixture, row[1]));
  g_assert_true (gtk_widget_has_css_class (app_test_find_type (GTK_WIDGET (get_pane (&fixture)), GTK_TYPE_ENTRY), "error"));
  app_test_close_window (fixture.window);
}

static const char *const wrong_inputs[][2] = {
  { "", "Which domain?" },
  { "flowers", "neither an address" },
  { "203.0.113.9", "This is the address of a server" },
  { "192.168.1.1", "private network" },
  { "<b>&amp;", "neither an address" },
};

static void
test_last_domains (Fixture      *fixture,
                   gconstpointer data)
{
  GtkWidget *row;

  check (fixture, "flowers.example");
  check (fixture, "broken.example");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.start-over", NULL);
  g_assert_true (shows (fixture, "Checked Before"));
  row = gtk_widget_get_ancestor (app_test_find_label (GTK_WIDGET (get_pane (fixture)), "flowers.example"), GTK_TYPE_LIST_BOX_ROW);
  g_signal_emit_by_name (row, "activate");
  app_test_respond ("once");
  app_test_wait_for (rd_domain_pane_is_checking (get_pane (fixture)));
  wait_for_end (fixture);
  g_assert_true (shows (fixture, "Fine: Your domain can receive mail"));
}

/* --- Stopping and servers that are not there -------------------------------------------- */

static void
test_stop (Fixture      *fixture,
           gconstpointer data)
{
  rd_pane_check (RD_PANE (get_pane (fixture)), "flowers.example");
  app_test_respond ("once");
  app_test_wait_for (shows (fixture, "questions answered"));
  g_assert_true (shows (fixture, "Checking…"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  wait_for_end (fixture);
  g_assert_true (shows (fixture, "Stopped at"));
  g_assert_true (shows (fixture, "Could not check"));
  g_assert_false (shows (fixture, "Must be fixed"));
  g_assert_false (shows (fixture, "Checking…"));
}

static void
test_closing_while_checking (Fixture      *fixture,
                             gconstpointer data)
{
  rd_pane_check (RD_PANE (get_pane (fixture)), "flowers.example");
  app_test_respond ("once");
  app_test_wait_for (rd_domain_pane_is_checking (get_pane (fixture)));
}

static void
test_closing_before_consent (Fixture      *fixture,
                             gconstpointer data)
{
  rd_pane_check (RD_PANE (get_pane (fixture)), "flowers.example");
  app_test_wait_for (app_test_find_dialog () != NULL);
  gtk_window_destroy (GTK_WINDOW (app_test_find_dialog ()));
}

static void
test_no_server (Fixture      *fixture,
                gconstpointer data)
{
  g_settings_set_string (fixture->settings, "dns-servers", "127.0.0.1:1");
  check (fixture, "flowers.example");
  g_assert_true (shows (fixture, "Could not check"));
  g_assert_false (shows (fixture, "Must be fixed"));
  g_assert_false (shows (fixture, "Worth improving"));
}

static void
test_bad_setting (Fixture      *fixture,
                  gconstpointer data)
{
  g_settings_set_string (fixture->settings, "dns-servers", "no server at all");
  rd_pane_check (RD_PANE (get_pane (fixture)), "flowers.example");
  g_assert_null (app_test_find_dialog ());
  g_assert_true (gtk_widget_has_css_class (app_test_find_type (GTK_WIDGET (get_pane (fixture)), GTK_TYPE_ENTRY), "error"));
}

/* --- Mails ------------------------------------------------------------------------------- */

static const char sent_mail[] =
    "Received: from mx.flowers.example (mx.flowers.example [203.0.113.9]) by mx.shop.example; Mon, 2 Nov 2026 10:00:01 +0000\n"
    "DKIM-Signature: v=1; a=rsa-sha256; d=flowers.example; s=tulip; h=from; bh=AAAA; b=AAAA\n"
    "From: Owner <owner@flowers.example>\nTo: bob@shop.example\nSubject: Hello\nMessage-ID: <1@flowers.example>\n\nHello\n";

static void
test_mail_that_was_sent (Fixture      *fixture,
                         gconstpointer data)
{
  app_test_give_bytes (fixture->window, "sent.eml", sent_mail);
  app_test_respond ("once");
  app_test_wait_for (rd_domain_pane_is_checking (get_pane (fixture)));
  wait_for_end (fixture);
  g_assert_true (shows (fixture, "flowers.example"));
  g_assert_true (shows (fixture, "Same name everywhere"));
  app_test_open_folds (GTK_WIDGET (get_pane (fixture)));
  app_test_open_folds (GTK_WIDGET (get_pane (fixture)));
  g_assert_true (shows (fixture, "tulip._domainkey.flowers.example"));
}

static void
test_mail_without_author (Fixture      *fixture,
                          gconstpointer data)
{
  app_test_give_bytes (fixture->window, "odd.eml", "Subject: Hello\nTo: bob@shop.example\nMessage-ID: <1@x.example>\n\nHello\n");
  app_test_wait_for (app_test_shows (GTK_WIDGET (fixture->window), "It does not say who sent it"));
  g_assert_null (app_test_find_dialog ());
}

/* --- Pictures ------------------------------------------------------------------------------ */

typedef struct
{
  const char *name;
  const char *domain; /* (nullable) */
  int         width;
  int         height;
  gboolean    is_dark;
  gboolean    is_unfolded;
} Screen;

static const Screen screens[] = {
  { "domain-empty-360-light", NULL, 360, 720, FALSE, FALSE },
  { "domain-empty-1100-dark", NULL, 1100, 800, TRUE, FALSE },
  { "domain-good-360-dark", "flowers.example", 360, 1500, TRUE, FALSE },
  { "domain-good-1100-light", "flowers.example", 1100, 1400, FALSE, FALSE },
  { "domain-bad-360-light", "broken.example", 360, 1600, FALSE, FALSE },
  { "domain-bad-1100-dark", "broken.example", 1100, 1400, TRUE, FALSE },
  { "domain-unfolded-360-light", "broken.example", 360, 2600, FALSE, TRUE },
  { "domain-unfolded-1100-light", "broken.example", 1100, 2600, FALSE, TRUE },
  { "domain-long-360-light", "donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauamt.example", 360, 1500, FALSE, FALSE },
};

static void
test_screen (gconstpointer data)
{
  const Screen *screen = data;
  Fixture       fixture = { NULL };

  app_test_use_colors (screen->is_dark);
  set_up_with (&fixture, GOOD_ZONE BAD_ZONE DMARC_FAILS, "0");
  open_window (&fixture, screen->width, screen->height);
  if (screen->domain != NULL)
    {
      g_autofree char *name = g_strdup_printf ("%s-consent", screen->name);

      rd_pane_check (RD_PANE (get_pane (&fixture)), screen->domain);
      app_test_wait_for (app_test_find_dialog () != NULL);
      app_test_picture (GTK_WIDGET (app_test_find_dialog ()), name);
      app_test_respond ("once");
      app_test_wait_for (rd_domain_pane_is_checking (get_pane (&fixture)));
      wait_for_end (&fixture);
    }
  for (guint i = 0; screen->is_unfolded && i < 2; i++)
    app_test_open_folds (GTK_WIDGET (get_pane (&fixture)));
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
    { "/domain/healthy", set_up, test_healthy },
    { "/domain/broken", set_up, test_broken },
    { "/domain/report", set_up, test_report },
    { "/domain/retry", set_up, test_retry },
    { "/domain/check-again", set_up, test_check_again },
    { "/domain/selector", set_up, test_selector },
    { "/domain/greet", set_up, test_greet },
    { "/domain/not-now", set_up, test_not_now },
    { "/domain/always", set_up, test_always },
    { "/domain/last-domains", set_up, test_last_domains },
    { "/domain/stop", set_up_slow, test_stop },
    { "/domain/closing-while-checking", set_up_slow, test_closing_while_checking },
    { "/domain/closing-before-consent", set_up, test_closing_before_consent },
    { "/domain/no-server", set_up, test_no_server },
    { "/domain/bad-setting", set_up, test_bad_setting },
    { "/domain/mail-that-was-sent", set_up, test_mail_that_was_sent },
    { "/domain/mail-without-author", set_up, test_mail_without_author },
  };

  app_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, tests[i].set_up, tests[i].run, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_inputs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/wrong-input/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, wrong_inputs[i], test_wrong_input);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (screens); i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/screens/%s", screens[i].name);

      g_test_add_data_func (path, &screens[i], test_screen);
    }
  return app_test_run ();
}
