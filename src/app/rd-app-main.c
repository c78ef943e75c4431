/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-app-main"

#include "config.h"

#include "rd-application.h"
#include "rd-locale.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (RdApplication) application = NULL;

  rd_locale_init ();
  g_set_application_name ("Redeliver");
  application = rd_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
