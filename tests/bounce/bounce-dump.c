/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads messages and prints what rd_bounce_read() finds in each as one JSON
 * object a line, for scoring against labels:
 *
 *   bounce-dump FILE|FOLDER… */

#include "config.h"

#include <stdio.h>

#include "rd-bounce.h"

static void
append_string (GString    *out,
               const char *text)
{
  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (out, "\\%c", *p);
      else if ((guchar) *p < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
append_member (GString    *out,
               const char *name,
               const char *value)
{
  g_string_append_printf (out, ", \"%s\": ", name);
  append_string (out, value);
}

static const char *
get_permanence (const RdFailure *failure)
{
  const char *code = failure->reply_code != NULL ? failure->reply_code : failure->status;

  if (failure->action == RD_ACTION_DELAYED || (code != NULL && code[0] == '4'))
    return "temporary";
  return "permanent";
}

static void
append_failure (GString         *out,
                const RdFailure *failure)
{
  g_string_append (out, "{\"address\": ");
  append_string (out, failure->recipient != NULL ? failure->recipient : "");
  append_member (out, "original", failure->original_recipient);
  append_member (out, "action", rd_action_to_string (failure->action));
  append_member (out, "status", failure->status);
  append_member (out, "reply_code", failure->reply_code);
  append_member (out, "permanence", get_permanence (failure));
  append_member (out, "diagnostic", failure->diagnostic);
  append_member (out, "remote_host", failure->remote_host);
  append_member (out, "remote_ip", failure->remote_ip);
  append_member (out, "phase", rd_phase_to_string (failure->phase));
  g_string_append_printf (out, ", \"local\": %s, \"gave_up\": %s}", failure->is_local ? "true" : "false", failure->gave_up ? "true" : "false");
}

static void
dump_bounce (const char     *name,
             const RdBounce *bounce)
{
  g_autoptr (GString) out = g_string_new ("{\"file\": ");
  const RdOriginal *original = &bounce->original;

  append_string (out, name);
  append_member (out, "kind", rd_bounce_kind_to_string (bounce->kind));
  append_member (out, "dialect", bounce->dialect);
  append_member (out, "description", bounce->description);
  append_member (out, "reporting_mta", bounce->reporting_mta);
  append_member (out, "arrival_date", bounce->arrival_date);
  append_member (out, "from", original->from);
  append_member (out, "subject", original->subject);
  append_member (out, "message_id", original->message_id);
  append_member (out, "date", original->date);
  append_member (out, "sending_ip", original->sending_ip);
  append_member (out, "sending_ip_source", original->sending_ip_source);
  append_member (out, "helo", original->helo);
  append_member (out, "queue_id", bounce->queue_ids->len > 0 ? g_ptr_array_index (bounce->queue_ids, 0) : NULL);
  g_string_append (out, ", \"recipients\": [");
  for (guint i = 0; i < bounce->failures->len; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      append_failure (out, g_ptr_array_index (bounce->failures, i));
    }
  g_string_append (out, "]}");
  g_string_append_c (out, '\n');
  fputs (out->str, stdout);
}

static void
dump_file (const char *path)
{
  g_autofree char *content = NULL;
  gsize            length;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RdMail) mail = NULL;
  g_autoptr (RdBounce) bounce = NULL;

  if (!g_file_get_contents (path, &content, &length, NULL))
    return;
  bytes = g_bytes_new_take (g_steal_pointer (&content), length);
  mail = rd_mail_new_from_bytes (bytes, NULL);
  if (mail == NULL)
    return;
  bounce = rd_bounce_read (mail);
  dump_bounce (path, bounce);
}

static void
dump_path (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  if (folder == NULL)
    {
      dump_file (path);
      return;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      dump_path (inner);
    }
}

int
main (int    argc,
      char **argv)
{
  for (int i = 1; i < argc; i++)
    dump_path (argv[i]);
  return 0;
}
