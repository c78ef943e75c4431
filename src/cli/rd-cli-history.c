/* SPDX-License-Identifier: GPL-3.0-or-later */

/* redeliver-cli history: what the window found before, and what changed. */

#define G_LOG_DOMAIN "rd-cli"

#include "config.h"

#include "rd-cli-history.h"

#include "rd-cli-output.h"
#include "rd-cli-text.h"
#include "rd-history.h"
#include "rd-json-writer.h"

#include <glib/gi18n.h>
#include <string.h>

/* As many as anybody reads; "--since" narrows it down. */
#define MAX_ENTRIES 10000

/* Days ("90d", "90"), a day ("2026-11-20") or a time. */
static gboolean
parse_since (const char *text,
             gint64     *since)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *number = g_strdup (text);
  g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);
  guint64          days;

  if (g_str_has_suffix (number, "d"))
    number[strlen (number) - 1] = '\0';
  if (g_ascii_string_to_unsigned (number, 10, 0, 36500, &days, NULL))
    time = g_date_time_add_days (now, -(int) days);
  if (time == NULL)
    time = g_date_time_new_from_iso8601 (text, zone);
  if (time == NULL)
    time = g_date_time_new_from_iso8601 (midnight, zone);
  if (time != NULL)
    *since = g_date_time_to_unix (time);
  return time != NULL;
}

static char *
dup_time (gint64      seconds,
          const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("");
}

/* Only the newest survey of a subject is compared: the others were, when they
 * were new. */
static GPtrArray *
find_changes (RdHistory            *history,
              GHashTable           *seen,
              const RdHistoryEntry *entry)
{
  g_autofree char *key = g_strdup_printf ("%s %s", rd_history_kind_to_string (entry->kind), entry->subject);

  if (entry->kind == RD_HISTORY_DIAGNOSIS || !g_hash_table_add (seen, g_steal_pointer (&key)))
    return NULL;
  return rd_history_find_changes (history, entry->kind, entry->subject, NULL);
}

static void
print_change (const RdHistoryChange *change)
{
  g_autofree char *day = change->since > 0 ? dup_time (change->since, "%x") : NULL;
  g_autofree char *text = NULL;

  if (change->is_gone)
    /* Translators: what was found before and is not any more */
    text = g_strdup_printf (_ ("Not found any more: %s"), change->title);
  else if (!change->was_known)
    text = g_strdup_printf (_ ("New: %s"), change->title);
  else
    /* Translators: what is found now, what it was before, and the day of that */
    text = g_strdup_printf (_ ("%s (before: %s, on %s)"), change->title, rd_finding_state_get_label (change->before), day);
  rd_cli_print_state (change->is_gone ? RD_FINDING_INFO : change->after, 4, text);
}

static void
print_text (RdHistory *history,
            GPtrArray *entries)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (entries->len == 0)
    rd_cli_print (RD_STYLE_PLAIN, 0, _ ("Nothing is remembered."));
  for (guint i = 0; i < entries->len; i++)
    {
      const RdHistoryEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GPtrArray) changes = find_changes (history, seen, entry);
      g_autofree char *time = dup_time (entry->time, "%x %H:%M");
      g_autofree char *head = g_strdup_printf ("%s  %s", time, entry->subject);

      rd_cli_print (RD_STYLE_BOLD, 0, head);
      rd_cli_print_state (entry->state, 2, entry->title);
      for (guint j = 0; changes != NULL && j < changes->len; j++)
        print_change (g_ptr_array_index (changes, j));
    }
}

static void
add_change (RdJsonWriter          *writer,
            const RdHistoryChange *change)
{
  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "finding", change->finding);
  rd_json_add_string (writer, "subject", change->subject);
  rd_json_add_string (writer, "before", change->was_known ? rd_finding_state_to_string (change->before) : NULL);
  rd_json_add_string (writer, "after", change->is_gone ? NULL : rd_finding_state_to_string (change->after));
  rd_json_add_string (writer, "title", change->title);
  rd_json_end (writer);
}

static void
print_json (RdHistory *history,
            GPtrArray *entries)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (RdJsonWriter) writer = rd_json_writer_new (TRUE);
  g_autofree char *text = NULL;

  rd_json_begin_array (writer, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      const RdHistoryEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GPtrArray) changes = find_changes (history, seen, entry);
      g_autofree char *time = dup_time (entry->time, "%Y-%m-%dT%H:%M:%S%:z");

      rd_json_begin (writer, NULL);
      rd_json_add_string (writer, "schema", "redeliver.history/1");
      rd_json_add_string (writer, "time", time);
      rd_json_add_string (writer, "kind", rd_history_kind_to_string (entry->kind));
      rd_json_add_string (writer, "subject", entry->subject);
      rd_json_add_string (writer, "state", rd_finding_state_to_string (entry->state));
      rd_json_add_string (writer, "title", entry->title);
      rd_json_add_string (writer, "cause", entry->cause);
      rd_json_add_string (writer, "file", entry->file);
      rd_json_begin_array (writer, "changes");
      for (guint j = 0; changes != NULL && j < changes->len; j++)
        add_change (writer, g_ptr_array_index (changes, j));
      rd_json_end_array (writer);
      rd_json_end (writer);
    }
  rd_json_end_array (writer);
  text = rd_json_writer_take (writer);
  rd_cli_output_json ("%s\n", text);
}

static RdHistory *
open_history (GError **error)
{
  g_autofree char *path = rd_history_dup_default_path ();
  g_autofree char *aside = NULL;
  RdHistory       *history = rd_history_open (path, &aside, error);

  if (aside != NULL)
    {
      g_autofree char *name = g_filename_display_name (aside);

      g_printerr (_ ("redeliver-cli history: the history was damaged. It was kept as “%s”, and a new one was begun."), name);
      g_printerr ("\n");
    }
  return history;
}

static int
fail (const GError *error)
{
  g_printerr ("redeliver-cli history: %s\n", error->message);
  return RD_EXIT_UNDETERMINED;
}

static int
clear (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdHistory) history = open_history (&error);

  if (history == NULL || !rd_history_clear (history, &error))
    return fail (error);
  return RD_EXIT_FINE;
}

/**
 * rd_cli_history:
 * @argc: number of arguments
 * @argv: arguments, the first is the name of the command
 *
 * Runs the command.
 *
 * Returns: the exit code
 */
int
rd_cli_history (int    argc,
                char **argv)
{
  g_autofree char   *format = NULL;
  g_autofree char   *since_text = NULL;
  const GOptionEntry entries[] = {
    { "since", 0, 0, G_OPTION_ARG_STRING, &since_text, N_ ("Only what was found since then: a day such as 2026-11-20, or a number of days"), N_ ("TIME") },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("Form of the output: text or json"), N_ ("FORM") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (RdHistory) history = NULL;
  g_autoptr (GPtrArray) found = NULL;
  gint64 since = 0;
  int    code = RD_EXIT_FINE;

  if (!rd_cli_parse ("history", _ ("[clear]"), _ ("Tells what was found before and what changed, or forgets all of it."), entries, &argc, &argv, &code))
    return code;
  if (format != NULL && strcmp (format, "text") != 0 && strcmp (format, "json") != 0)
    return rd_cli_usage_error ("history", _ ("“%s” is not a form of output."), format);
  if (argc > 2 || (argc == 2 && (strcmp (argv[1], "clear") != 0 || since_text != NULL)))
    return rd_cli_usage_error ("history", _ ("“%s” is not understood here."), argv[argc - 1]);
  if (argc == 2)
    return clear ();
  if (since_text != NULL && !parse_since (since_text, &since))
    return rd_cli_usage_error ("history", _ ("“%s” is no time. Give a day such as 2026-11-20, or a number of days."), since_text);
  history = open_history (&error);
  if (history != NULL)
    found = rd_history_list (history, since, MAX_ENTRIES, &error);
  if (found == NULL)
    return fail (error);
  if (g_strcmp0 (format, "json") == 0)
    print_json (history, found);
  else
    print_text (history, found);
  return RD_EXIT_FINE;
}
