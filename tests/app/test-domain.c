/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Domain page against a real DNS server on this machine: a domain in good
 * order, one that is not, and what happens when one stops or tries again. */

#define G_LOG_DOMAIN "test-domain"

#include "config.h"

#include "app-test-domain.h"

#include "rd-check-row.h"
#include "rd-report-sheet.h"

#include <glib/gstdio.h>
#include <string.h>

/* --- What is found ------------------------------------------------------------- */

static void
test_healthy (AppTestDomain *fixture,
              gconstpointer  data)
{
  g_auto (GStrv) last = NULL;
  g_autofree char *summary = NULL;

  app_test_domain_check (fixture, "flowers.example");
  g_assert_true (app_test_domain_shows (fixture, "flowers.example"));
  g_assert_false (app_test_domain_shows (fixture, "must be fixed"));
  g_assert_true (app_test_domain_shows (fixture, "Can people write to you?"));
  g_assert_true (app_test_domain_shows (fixture, "Will others believe your mail?"));
  g_assert_true (app_test_domain_shows (fixture, "Fine: Your domain can receive mail"));
  g_assert_true (app_test_domain_shows (fixture, "Checked at"));
  g_assert_false (app_test_domain_shows (fixture, "Checking…"));
  last = g_settings_get_strv (fixture->settings, "last-domains");
  g_assert_cmpstr (last[0], ==, "flowers.example");
  summary = rd_pane_dup_summary (RD_PANE (app_test_domain_get_pane (fixture)));
  g_assert_true (g_str_has_prefix (summary, "flowers.example\n"));
  g_assert_nonnull (strstr (summary, "Fine: Your domain can receive mail"));
}

static void
test_broken (AppTestDomain *fixture,
             gconstpointer  data)
{
  app_test_domain_check (fixture, "https://www@Broken.Example/");
  g_assert_true (app_test_domain_shows (fixture, "things must be fixed"));
  g_assert_true (app_test_domain_shows (fixture, "1 could not be checked"));
  g_assert_true (app_test_domain_shows (fixture, "Must be fixed: Your domain has more than one SPF record"));
  g_assert_true (app_test_domain_shows (fixture, "Could not check: "));
  app_test_open_folds (GTK_WIDGET (app_test_domain_get_pane (fixture)));
  g_assert_true (app_test_domain_shows (fixture, "Replace the record that begins with “v=spf1” by this one"));
  g_assert_true (app_test_domain_shows (fixture, "The answers this rests on"));
  app_test_open_folds (GTK_WIDGET (app_test_domain_get_pane (fixture)));
  g_assert_true (app_test_domain_shows (fixture, "dns broken.example TXT"));
}

static void
test_report (AppTestDomain *fixture,
             gconstpointer  data)
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
  app_test_domain_check (fixture, "broken.example");
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
find_row (AppTestDomain *fixture,
          const char    *title)
{
  GtkWidget *label = app_test_find_label (GTK_WIDGET (app_test_domain_get_pane (fixture)), title);

  g_assert_nonnull (label);
  return gtk_widget_get_ancestor (label, RD_TYPE_CHECK_ROW);
}

/* What could not be checked is asked again, and only that changes. */
static void
test_retry (AppTestDomain *fixture,
            gconstpointer  data)
{
  GtkWidget *spf;
  GtkWidget *dmarc;

  app_test_domain_check (fixture, "broken.example");
  spf = find_row (fixture, "(SPF)");
  dmarc = find_row (fixture, "(DMARC)");
  g_assert_true (app_test_domain_shows (fixture, "Could not check: "));
  app_test_zone_write (fixture->zone, GOOD_ZONE BAD_ZONE DMARC_WORKS);
  gtk_widget_activate_action (dmarc, "domain.retry", "s", "dmarc");
  g_assert_true (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  app_test_domain_wait_for_end (fixture);
  g_assert_false (app_test_domain_shows (fixture, "Could not check: "));
  g_assert_true (app_test_domain_shows (fixture, "more than one SPF record"));
  g_assert_true (find_row (fixture, "(SPF)") == spf);
  g_assert_true (find_row (fixture, "(DMARC)") == dmarc);
}

static void
check_again (AppTestDomain *fixture,
             const char    *action)
{
  app_test_domain_check (fixture, "broken.example");
  g_assert_true (app_test_domain_shows (fixture, "more than one SPF record"));
  app_test_zone_write (fixture->zone, GOOD_ZONE "broken.example MX 10 mx.broken.example\nmx.broken.example A 203.0.113.10\n"
                                                "broken.example TXT v=spf1 mx -all\n" DMARC_WORKS);
  gtk_widget_activate_action (GTK_WIDGET (app_test_domain_get_pane (fixture)), action, NULL);
  g_assert_true (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  app_test_domain_wait_for_end (fixture);
  g_assert_false (app_test_domain_shows (fixture, "more than one SPF record"));
}

static void
test_button_again (AppTestDomain *fixture,
                   gconstpointer  data)
{
  check_again (fixture, "domain.check-again");
}

static void
test_key_again (AppTestDomain *fixture,
                gconstpointer  data)
{
  check_again (fixture, "win.check-again");
}

/* The name of a key that nobody could guess. */
static void
test_selector (AppTestDomain *fixture,
               gconstpointer  data)
{
  GtkWidget *row;

  app_test_zone_write (fixture->zone, "flowers.example NS ns1.flowers-dns.example\nns1.flowers-dns.example A 192.0.2.53\n"
                                      "flowers.example MX 10 mx.flowers.example\nmx.flowers.example A 203.0.113.9\n"
                                      "zz91x._domainkey.flowers.example TXT v=DKIM1; p=" KEY "\n");
  app_test_domain_check (fixture, "flowers.example");
  g_assert_true (app_test_domain_shows (fixture, "There is a DKIM key, but its name is not known"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_row (fixture, "(DKIM)")), TRUE);
  row = app_test_find_type (find_row (fixture, "(DKIM)"), ADW_TYPE_ENTRY_ROW);
  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), "not a name");
  g_signal_emit_by_name (row, "apply");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_false (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  gtk_editable_set_text (GTK_EDITABLE (row), "zz91x");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_signal_emit_by_name (row, "apply");
  g_assert_true (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  app_test_domain_wait_for_end (fixture);
  g_assert_true (app_test_domain_shows (fixture, "Fine: Your domain has a DKIM key that receivers can use"));
}

/* Greeting mail servers shows itself to others, so it is asked about each time. */
static void
test_greet (AppTestDomain *fixture,
            gconstpointer  data)
{
  GtkWidget *row;

  app_test_domain_check (fixture, "flowers.example");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_row (fixture, "(MX)")), TRUE);
  row = gtk_widget_get_ancestor (app_test_find_label (find_row (fixture, "(MX)"), "whether they encrypt"), GTK_TYPE_LIST_BOX_ROW);
  gtk_widget_activate_action (row, "domain.greet", NULL);
  app_test_wait_for (app_test_find_dialog () != NULL);
  g_assert_true (app_test_shows (GTK_WIDGET (app_test_find_dialog ()), "A greeting to 1 mail server"));
  g_assert_false (adw_message_dialog_has_response (app_test_find_dialog (), "always"));
  app_test_respond ("no");
  g_assert_true (app_test_domain_shows (fixture, "Fine: Your domain can receive mail"));
  g_assert_false (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
}

/* --- Consent --------------------------------------------------------------------- */

static void
test_not_now (AppTestDomain *fixture,
              gconstpointer  data)
{
  rd_pane_check (RD_PANE (app_test_domain_get_pane (fixture)), "flowers.example");
  app_test_respond ("no");
  g_assert_false (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  g_assert_true (app_test_domain_shows (fixture, "Check Your Domain"));
  g_assert_null (rd_pane_dup_summary (RD_PANE (app_test_domain_get_pane (fixture))));
}

static void
test_always (AppTestDomain *fixture,
             gconstpointer  data)
{
  rd_pane_check (RD_PANE (app_test_domain_get_pane (fixture)), "flowers.example");
  app_test_respond ("always");
  app_test_wait_for (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  app_test_domain_wait_for_end (fixture);
  g_assert_true (g_settings_get_boolean (fixture->settings, "always-check-domains"));
  rd_pane_check (RD_PANE (app_test_domain_get_pane (fixture)), "broken.example");
  app_test_wait_for (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  g_assert_null (app_test_find_dialog ());
  app_test_domain_wait_for_end (fixture);
  g_assert_true (app_test_domain_shows (fixture, "more than one SPF record"));
}

/* --- The entry ---------------------------------------------------------------------- */

static void
test_wrong_input (gconstpointer data)
{
  const char *const *row = data;
  AppTestDomain      fixture = { .window = app_test_open_window (360, 720) };

  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.show-nth-pane", "i", 1);
  rd_pane_check (RD_PANE (app_test_domain_get_pane (&fixture)), row[0]);
  g_assert_null (app_test_find_dialog ());
  g_assert_true (app_test_domain_shows (&fixture, row[1]));
  g_assert_true (gtk_widget_has_css_class (app_test_find_type (GTK_WIDGET (app_test_domain_get_pane (&fixture)), GTK_TYPE_ENTRY), "error"));
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
test_last_domains (AppTestDomain *fixture,
                   gconstpointer  data)
{
  GtkWidget *row;

  app_test_domain_check (fixture, "flowers.example");
  app_test_domain_check (fixture, "broken.example");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.start-over", NULL);
  g_assert_true (app_test_domain_shows (fixture, "Checked Before"));
  row = gtk_widget_get_ancestor (app_test_find_label (GTK_WIDGET (app_test_domain_get_pane (fixture)), "flowers.example"), GTK_TYPE_LIST_BOX_ROW);
  g_signal_emit_by_name (row, "activate");
  app_test_respond ("once");
  app_test_wait_for (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  app_test_domain_wait_for_end (fixture);
  g_assert_true (app_test_domain_shows (fixture, "Fine: Your domain can receive mail"));
}

/* --- Stopping and servers that are not there -------------------------------------------- */

static void
test_stop (AppTestDomain *fixture,
           gconstpointer  data)
{
  rd_pane_check (RD_PANE (app_test_domain_get_pane (fixture)), "flowers.example");
  app_test_respond ("once");
  app_test_wait_for (app_test_domain_shows (fixture, "questions answered"));
  g_assert_true (app_test_domain_shows (fixture, "Checking…"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.cancel", NULL);
  app_test_domain_wait_for_end (fixture);
  g_assert_true (app_test_domain_shows (fixture, "Stopped at"));
  g_assert_true (app_test_domain_shows (fixture, "Could not check"));
  g_assert_false (app_test_domain_shows (fixture, "Must be fixed"));
  g_assert_false (app_test_domain_shows (fixture, "Checking…"));
}

static void
test_closing_while_checking (AppTestDomain *fixture,
                             gconstpointer  data)
{
  rd_pane_check (RD_PANE (app_test_domain_get_pane (fixture)), "flowers.example");
  app_test_respond ("once");
  app_test_wait_for (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
}

static void
test_closing_before_consent (AppTestDomain *fixture,
                             gconstpointer  data)
{
  rd_pane_check (RD_PANE (app_test_domain_get_pane (fixture)), "flowers.example");
  app_test_wait_for (app_test_find_dialog () != NULL);
  gtk_window_destroy (GTK_WINDOW (app_test_find_dialog ()));
}

static void
test_no_server (AppTestDomain *fixture,
                gconstpointer  data)
{
  g_settings_set_string (fixture->settings, "dns-servers", "127.0.0.1:1");
  app_test_domain_check (fixture, "flowers.example");
  g_assert_true (app_test_domain_shows (fixture, "Could not check"));
  g_assert_false (app_test_domain_shows (fixture, "Must be fixed"));
  g_assert_false (app_test_domain_shows (fixture, "Worth improving"));
}

static void
test_bad_setting (AppTestDomain *fixture,
                  gconstpointer  data)
{
  g_settings_set_string (fixture->settings, "dns-servers", "no server at all");
  rd_pane_check (RD_PANE (app_test_domain_get_pane (fixture)), "flowers.example");
  g_assert_null (app_test_find_dialog ());
  g_assert_true (gtk_widget_has_css_class (app_test_find_type (GTK_WIDGET (app_test_domain_get_pane (fixture)), GTK_TYPE_ENTRY), "error"));
}

/* --- Mails ------------------------------------------------------------------------------- */

static const char sent_mail[] =
    "Received: from mx.flowers.example (mx.flowers.example [203.0.113.9]) by mx.shop.example; Mon, 2 Nov 2026 10:00:01 +0000\n"
    "DKIM-Signature: v=1; a=rsa-sha256; d=flowers.example; s=tulip; h=from; bh=AAAA; b=AAAA\n"
    "From: Owner <owner@flowers.example>\nTo: bob@shop.example\nSubject: Hello\nMessage-ID: <1@flowers.example>\n\nHello\n";

static void
test_mail_that_was_sent (AppTestDomain *fixture,
                         gconstpointer  data)
{
  app_test_give_bytes (fixture->window, "sent.eml", sent_mail);
  app_test_respond ("once");
  app_test_wait_for (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  app_test_domain_wait_for_end (fixture);
  g_assert_true (app_test_domain_shows (fixture, "flowers.example"));
  g_assert_true (app_test_domain_shows (fixture, "Same name everywhere"));
  app_test_open_folds (GTK_WIDGET (app_test_domain_get_pane (fixture)));
  app_test_open_folds (GTK_WIDGET (app_test_domain_get_pane (fixture)));
  g_assert_true (app_test_domain_shows (fixture, "tulip._domainkey.flowers.example"));
}

static void
test_mail_without_author (AppTestDomain *fixture,
                          gconstpointer  data)
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
  AppTestDomain fixture = { NULL };

  app_test_use_colors (screen->is_dark);
  app_test_domain_set_up_with (&fixture, GOOD_ZONE BAD_ZONE DMARC_FAILS, "0");
  app_test_domain_open_window (&fixture, screen->width, screen->height);
  if (screen->domain != NULL)
    {
      g_autofree char *name = g_strdup_printf ("%s-consent", screen->name);

      rd_pane_check (RD_PANE (app_test_domain_get_pane (&fixture)), screen->domain);
      app_test_wait_for (app_test_find_dialog () != NULL);
      app_test_picture (GTK_WIDGET (app_test_find_dialog ()), name);
      app_test_respond ("once");
      app_test_wait_for (rd_domain_pane_is_checking (app_test_domain_get_pane (&fixture)));
      app_test_domain_wait_for_end (&fixture);
    }
  for (guint i = 0; screen->is_unfolded && i < 2; i++)
    app_test_open_folds (GTK_WIDGET (app_test_domain_get_pane (&fixture)));
  app_test_wait_for_frame (GTK_WIDGET (fixture.window));
  app_test_picture (GTK_WIDGET (fixture.window), screen->name);
  app_test_assert_fits (adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture.window)), screen->width);
  app_test_domain_tear_down (&fixture, NULL);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*set_up) (AppTestDomain *, gconstpointer);
    void (*run) (AppTestDomain *, gconstpointer);
  } tests[] = {
    { "/domain/healthy", app_test_domain_set_up, test_healthy },
    { "/domain/broken", app_test_domain_set_up, test_broken },
    { "/domain/report", app_test_domain_set_up, test_report },
    { "/domain/retry", app_test_domain_set_up, test_retry },
    { "/domain/button-again", app_test_domain_set_up, test_button_again },
    { "/domain/key-again", app_test_domain_set_up, test_key_again },
    { "/domain/selector", app_test_domain_set_up, test_selector },
    { "/domain/greet", app_test_domain_set_up, test_greet },
    { "/domain/not-now", app_test_domain_set_up, test_not_now },
    { "/domain/always", app_test_domain_set_up, test_always },
    { "/domain/last-domains", app_test_domain_set_up, test_last_domains },
    { "/domain/stop", app_test_domain_set_up_slow, test_stop },
    { "/domain/closing-while-checking", app_test_domain_set_up_slow, test_closing_while_checking },
    { "/domain/closing-before-consent", app_test_domain_set_up, test_closing_before_consent },
    { "/domain/no-server", app_test_domain_set_up, test_no_server },
    { "/domain/bad-setting", app_test_domain_set_up, test_bad_setting },
    { "/domain/mail-that-was-sent", app_test_domain_set_up, test_mail_that_was_sent },
    { "/domain/mail-without-author", app_test_domain_set_up, test_mail_without_author },
  };

  app_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, AppTestDomain, NULL, tests[i].set_up, tests[i].run, app_test_domain_tear_down);
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
