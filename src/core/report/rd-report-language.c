/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-language"

#include "config.h"

#include "rd-report-language.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

struct _RdReportLanguage
{
  char *language; /* value of LANGUAGE before */
  char *messages; /* (nullable): locale of messages before, if it was changed */
};

/* gettext remembers what it has translated and only looks again when something
 * it can notice has changed; naming the domain once more is such a thing. */
static void
set_language (const char *code)
{
  g_setenv ("LANGUAGE", code, TRUE);
  textdomain (textdomain (NULL));
}

/**
 * rd_report_language_enter:
 * @code: a language as gettext names it: "de", "pt_BR"
 *
 * Translates into @code from now on.  Where there is no translation texts stay
 * English.
 *
 * Returns: (transfer full): what leads back
 */
RdReportLanguage *
rd_report_language_enter (const char *code)
{
  RdReportLanguage *self = g_new0 (RdReportLanguage, 1);
  const char       *messages = setlocale (LC_MESSAGES, NULL);

  self->language = g_strdup (g_getenv ("LANGUAGE"));
  /* LANGUAGE is not looked at in the locale "C". */
  if (g_strcmp0 (messages, "C") == 0 || g_strcmp0 (messages, "POSIX") == 0)
    {
      self->messages = g_strdup (messages);
      setlocale (LC_MESSAGES, "C.UTF-8");
    }
  set_language (code);
  return self;
}

/**
 * rd_report_language_leave:
 * @self: (nullable) (transfer full): what rd_report_language_enter() gave
 *
 * Goes back to the language of before.
 */
void
rd_report_language_leave (RdReportLanguage *self)
{
  if (self == NULL)
    return;
  if (self->messages != NULL)
    setlocale (LC_MESSAGES, self->messages);
  /* Never unset: that moves the environment under threads that read it. */
  set_language (self->language != NULL ? self->language : "");
  g_free (self->language);
  g_free (self->messages);
  g_free (self);
}

/**
 * rd_report_language_is_known:
 * @code: a language as gettext names it: "de", "pt_BR"
 *
 * Returns: whether a report can be written in it
 */
gboolean
rd_report_language_is_known (const char *code)
{
  g_autoptr (RdReportLanguage) language = NULL;

  if (strcmp (code, "en") == 0 || g_str_has_prefix (code, "en_"))
    return TRUE;
  language = rd_report_language_enter (code);
  return strcmp (C_ ("name of this language", "English"), "English") != 0;
}
