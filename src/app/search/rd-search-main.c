/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-search-main"

#include "config.h"

#include "rd-locale.h"
#include "rd-search-provider.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GApplication) provider = NULL;

  rd_locale_init ();
  g_set_application_name ("Redeliver");
  provider = rd_search_provider_new ();
  return g_application_run (provider, argc, argv);
}
