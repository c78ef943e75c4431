/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-app-main"

#include "config.h"

#include "rd-application.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr (RdApplication) application = NULL;

  /* A report may be written in another language.  Once the variable is there,
   * giving it another value does not move the environment under other threads. */
  g_setenv ("LANGUAGE", g_getenv ("LANGUAGE") != NULL ? g_getenv ("LANGUAGE") : "", TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name ("Redeliver");
  application = rd_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
