/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Commands for the server's administrator: to find the mail in the logs, to see
 * what was seen, and to see that it is repaired.  Only values that are nothing
 * but letters to a shell are put into them. */

#define G_LOG_DOMAIN "rd-report-commands"

#include "config.h"

#include "rd-report-private.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Ids of one mail that are worth a command each. */
#define MAX_COMMANDS 3

static gboolean
is_shell_safe (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("@._+=-:", *p) == NULL)
        return FALSE;
    }
  return text[0] != '\0' && text[0] != '-';
}

static char *
dup_command (const char *format,
             const char *argument)
{
  g_auto (GStrv) parts = NULL;

  if (argument == NULL || !is_shell_safe (argument))
    return NULL;
  parts = g_strsplit (format, "{}", -1);
  return g_strjoinv (argument, parts);
}

/**
 * _rd_report_add_command:
 * @report: a report
 * @format: a command, "{}" where @argument belongs
 * @argument: (nullable): a value from outside
 *
 * Adds a command, unless @argument would be more than a word to a shell.
 */
void
_rd_report_add_command (RdReport   *report,
                        const char *format,
                        const char *argument)
{
  g_autofree char *command = dup_command (format, argument);

  rd_report_add (report, RD_BLOCK_VERBATIM, command);
}

static void
append_command (GString    *commands,
                const char *format,
                const char *argument)
{
  g_autofree char *command = dup_command (format, argument);

  if (command != NULL)
    g_string_append_printf (commands, "%s%s", commands->len > 0 ? "\n" : "", command);
}

static void
append_dkim (GString         *commands,
             const GPtrArray *dkim)
{
  for (guint i = 0; dkim != NULL && i < dkim->len && i < MAX_COMMANDS; i++)
    {
      const RdDkimName *name = g_ptr_array_index (dkim, i);
      g_autofree char  *record = g_strdup_printf ("%s._domainkey.%s", name->selector, name->domain);

      append_command (commands, "dig +short TXT {}", record);
    }
}

/* In the logs of the server that wrote the notice. */
static void
append_search (GString        *commands,
               const RdBounce *bounce)
{
  gboolean is_exim = g_strcmp0 (bounce->dialect, "exim") == 0;

  for (guint i = 0; bounce->queue_ids != NULL && i < bounce->queue_ids->len && i < MAX_COMMANDS; i++)
    {
      const char *id = g_ptr_array_index (bounce->queue_ids, i);

      append_command (commands, is_exim ? "exigrep {} /var/log/exim_mainlog*" : "grep {} /var/log/mail.log*", id);
      if (is_exim)
        append_command (commands, "exim -Mvl {}", id);
    }
}

/**
 * _rd_report_add_commands:
 * @report: a report
 * @bounce: a bounce
 *
 * Adds commands that find the mail in logs and repeat what was looked up.
 */
void
_rd_report_add_commands (RdReport       *report,
                         const RdBounce *bounce)
{
  const RdOriginal *original = &bounce->original;
  const char       *sender = original->return_path != NULL ? original->return_path : original->from;
  g_autofree char  *envelope = sender != NULL ? rd_address_dup_domain (sender) : NULL;
  g_autofree char  *domain = original->from != NULL ? rd_address_dup_domain (original->from) : NULL;
  g_autoptr (GString) commands = g_string_new (NULL);

  append_search (commands, bounce);
  append_command (commands, "dig +short -x {}", original->sending_ip);
  if (original->helo != NULL && strchr (original->helo, '.') != NULL)
    append_command (commands, "dig +short A {}", original->helo);
  append_command (commands, "dig +short TXT {}", envelope != NULL ? envelope : domain);
  append_command (commands, "dig +short TXT _dmarc.{}", domain);
  append_dkim (commands, original->dkim);
  if (commands->len == 0)
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Commands to repeat it"));
  rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Suggestions for the server’s administrator; adapt paths to the system."));
  rd_report_add (report, RD_BLOCK_VERBATIM, commands->str);
}
