/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "app-test-domain"

#include "config.h"

#include "app-test-domain.h"

RdDomainPane *
app_test_domain_get_pane (AppTestDomain *fixture)
{
  return RD_DOMAIN_PANE (rd_window_get_pane (fixture->window, "domain"));
}

void
app_test_domain_open_window (AppTestDomain *fixture,
                             int            width,
                             int            height)
{
  fixture->window = app_test_open_window (width, height);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-nth-pane", "i", 1);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (app_test_domain_get_pane (fixture))));
}

void
app_test_domain_set_up_with (AppTestDomain *fixture,
                             const char    *zone,
                             const char    *latency)
{
  fixture->zone = app_test_zone_new (zone, latency);
  fixture->settings = g_settings_new (APP_ID);
}

void
app_test_domain_set_up (AppTestDomain *fixture,
                        gconstpointer  data)
{
  app_test_domain_set_up_with (fixture, GOOD_ZONE BAD_ZONE DMARC_FAILS, "0");
  app_test_domain_open_window (fixture, 1100, 800);
}

void
app_test_domain_set_up_slow (AppTestDomain *fixture,
                             gconstpointer  data)
{
  app_test_domain_set_up_with (fixture, GOOD_ZONE, "1500");
  app_test_domain_open_window (fixture, 1100, 800);
}

void
app_test_domain_tear_down (AppTestDomain *fixture,
                           gconstpointer  data)
{
  app_test_close_window (fixture->window);
  g_settings_reset (fixture->settings, "last-domains");
  g_settings_reset (fixture->settings, "always-check-domains");
  g_object_unref (fixture->settings);
  app_test_zone_free (fixture->zone);
}

void
app_test_domain_wait_for_end (AppTestDomain *fixture)
{
  app_test_wait_for (!rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
}

void
app_test_domain_check (AppTestDomain *fixture,
                       const char    *domain)
{
  rd_pane_check (RD_PANE (app_test_domain_get_pane (fixture)), domain);
  app_test_respond ("once");
  app_test_wait_for (rd_domain_pane_is_checking (app_test_domain_get_pane (fixture)));
  app_test_domain_wait_for_end (fixture);
}

gboolean
app_test_domain_shows (AppTestDomain *fixture,
                       const char    *text)
{
  return app_test_shows (GTK_WIDGET (app_test_domain_get_pane (fixture)), text);
}
