/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-locale"

#include "config.h"

#include "rd-locale.h"

#include <libintl.h>
#include <locale.h>

/**
 * rd_locale_init:
 *
 * Makes the whole process speak the user's language.  Both programs call this
 * first, before there is a second thread.
 *
 * Where the program was not installed, the environment variable
 * `REDELIVER_LOCALEDIR` names the folder of its translations.
 */
void
rd_locale_init (void)
{
  const char *language = g_getenv ("LANGUAGE");
  const char *folder = g_getenv ("REDELIVER_LOCALEDIR");

  /* A report may be written in another language.  Once the variable is there,
   * giving it another value does not move the environment under other threads. */
  g_setenv ("LANGUAGE", language != NULL ? language : "", TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
