/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-log.h"

#include <string.h>

/* Single lines of a server log that somebody pasted or was sent by a host.
 * Whole logs are read elsewhere. */

/* Where the value of "name=" begins, 0 if there is none. */
static gsize
find_key (const char *line,
          gsize       length,
          const char *name)
{
  gsize size = strlen (name);

  for (gsize i = 0; i + size <= length; i++)
    {
      if (line[i] == name[0] && memcmp (line + i, name, size) == 0 && (i == 0 || strchr (" ,;", line[i - 1]) != NULL))
        return i + size;
    }
  return 0;
}

static char *
dup_address_at (const char *line,
                gsize       length,
                gsize       at)
{
  gsize start, end;

  while (at < length && strchr ("<\" ", line[at]) != NULL)
    at++;
  if (!_rd_address_next (line, length, at, &start, &end) || start > at)
    return NULL;
  return g_strndup (line + start, end - start);
}

/* "to=<a@b>, relay=…, dsn=5.1.1, status=bounced (…)" of Postfix and
 * "to=<a@b>, …, dsn=5.1.1, stat=User unknown" of Sendmail. */
static gboolean
parse_keys (const char *line,
            gsize       length,
            RdLogLine  *found)
{
  gsize to = find_key (line, length, "to=");
  gsize status = find_key (line, length, "status=");
  gsize stat = find_key (line, length, "stat=");
  gsize relay = find_key (line, length, "relay=");
  gsize dsn = find_key (line, length, "dsn=");
  gsize original = find_key (line, length, "orig_to=");

  if (to == 0 || (status == 0 && stat == 0 && relay == 0 && dsn == 0))
    return FALSE;
  found->address = dup_address_at (line, length, to);
  if (found->address == NULL)
    return FALSE;
  if (original > 0)
    found->original = dup_address_at (line, length, original);
  if (relay > 0 && memcmp (line + relay, "none", MIN (length - relay, 4)) != 0)
    found->relay = g_strndup (line + relay, MIN (length - relay, strcspn (line + relay, ",")));
  if (dsn > 0)
    _rd_status_parse (line + dsn, found->status);
  found->dialect = stat > 0 ? "sendmail" : "postfix";
  found->words = length;
  if (status > 0)
    {
      found->is_delivered = strncmp (line + status, "sent", 4) == 0 || strncmp (line + status, "delivered", 9) == 0;
      found->is_delayed = strncmp (line + status, "deferred", 8) == 0;
      found->words = status + MIN (length - status, strcspn (line + status, " ("));
      while (found->words < length && strchr (" (", line[found->words]) != NULL)
        found->words++;
    }
  else if (stat > 0)
    {
      found->is_delivered = strncmp (line + stat, "Sent", 4) == 0;
      found->is_delayed = strncmp (line + stat, "Deferred", 8) == 0;
      found->words = stat;
    }
  return TRUE;
}

/* "1abCDe-0000Fg-Hi" and, since 4.97, "1abCDe-00000000FgH-1IjK". */
static gboolean
is_exim_id (const char *text,
            gsize       length)
{
  gsize p = 0;
  gsize sizes[3] = { 0, 0, 0 };

  for (guint i = 0; i < 3; i++)
    {
      while (p < length && g_ascii_isalnum (text[p]))
        {
          p++;
          sizes[i]++;
        }
      if (i < 2 && (p >= length || text[p++] != '-'))
        return FALSE;
    }
  return sizes[0] == 6 && ((sizes[1] == 6 && sizes[2] == 2) || (sizes[1] == 11 && sizes[2] == 4));
}

/* "1abCDe-0000Fg-Hi ** a@b <c@d> R=dns T=smtp H=mx [192.0.2.1]: 550 …" */
static gboolean
parse_exim (const char *line,
            gsize       length,
            RdLogLine  *found)
{
  gsize mark = 0;
  gsize start, end, host;

  for (gsize i = 16; i + 4 < length && mark == 0; i++)
    {
      if (line[i] == ' ' && line[i + 3] == ' ' && (strncmp (line + i + 1, "**", 2) == 0 || strncmp (line + i + 1, "==", 2) == 0))
        {
          gsize id = i;

          while (id > 0 && line[id - 1] != ' ')
            id--;
          if (is_exim_id (line + id, i - id))
            mark = i + 1;
        }
    }
  if (mark == 0 || !_rd_address_next (line, length, mark + 3, &start, &end) || start > mark + 4)
    return FALSE;
  found->address = g_strndup (line + start, end - start);
  found->is_delayed = line[mark] == '=';
  found->dialect = "exim";
  found->words = end;
  if (end + 2 < length && line[end + 1] == '<')
    {
      found->original = dup_address_at (line, length, end + 2);
      found->words = end + 1 + strcspn (line + end + 1, " ");
    }
  host = find_key (line, length, "H=");
  if (host > 0)
    {
      const char *stop = memchr (line + host, ':', length - host);

      found->relay = g_strndup (line + host, stop != NULL ? (gsize) (stop - line) - host : length - host);
    }
  while (found->words < length && (line[found->words] == ' ' || line[found->words] == ':'))
    found->words++;
  return TRUE;
}

/**
 * _rd_log_line_is:
 * @line: a line
 * @length: its length
 *
 * Tells at little cost whether @line may be one of a log.
 *
 * Returns: whether it may
 */
gboolean
_rd_log_line_is (const char *line,
                 gsize       length)
{
  return memmem (line, length, "to=", 3) != NULL || memmem (line, length, " ** ", 4) != NULL || memmem (line, length, " == ", 4) != NULL;
}

/**
 * _rd_log_line_parse:
 * @line: a line
 * @length: its length
 * @found: (out): what it says
 *
 * Reads a line of a log of Postfix, Sendmail or Exim that tells of one
 * recipient.
 *
 * Returns: whether @line is one
 */
gboolean
_rd_log_line_parse (const char *line,
                    gsize       length,
                    RdLogLine  *found)
{
  memset (found, 0, sizeof *found);
  if (memchr (line, '@', length) == NULL || !_rd_log_line_is (line, length))
    return FALSE;
  return parse_keys (line, length, found) || parse_exim (line, length, found);
}

/* Lines of a log that a mail program wrapped, most of all "status=bounced (…": as
 * many as it takes to close the bracket. */
#define MAX_LOG_LINES 12

/**
 * _rd_log_line_dup_joined:
 * @line: a line
 * @length: its length
 * @end: where the text ends
 * @read_until: (inout): set to the end of the lines taken, if they are several
 *
 * Joins a line of a log with those that a mail program wrapped it into.
 *
 * Returns: (transfer full): the line
 */
char *
_rd_log_line_dup_joined (const char  *line,
                         gsize        length,
                         const char  *end,
                         const char **read_until)
{
  g_autoptr (GString) whole = g_string_new_len (line, (gssize) length);
  const char *next = line + length;
  gboolean    is_postfix = memmem (line, length, "to=<", 4) != NULL;

  for (guint lines = 1; is_postfix && lines < MAX_LOG_LINES && next < end; lines++)
    {
      const char *newline;
      gsize       size;

      if (memmem (whole->str, whole->len, "stat=", 5) != NULL || (strstr (whole->str, "status=") != NULL && whole->str[whole->len - 1] == ')'))
        break;
      next = memchr (next, '\n', (gsize) (end - next));
      if (next == NULL || ++next >= end)
        break;
      newline = memchr (next, '\n', (gsize) (end - next));
      size = (gsize) ((newline != NULL ? newline : end) - next);
      if (size < 2 || strncmp (next, line, 3) == 0 || memmem (next, size, "to=<", 4) != NULL)
        break;
      g_string_append_c (whole, ' ');
      g_string_append_len (whole, next, (gssize) size);
      next += size;
      *read_until = next;
    }
  return g_string_free (g_steal_pointer (&whole), FALSE);
}

/**
 * _rd_log_line_clear:
 * @self: what a line says
 *
 * Frees what @self holds.
 */
void
_rd_log_line_clear (RdLogLine *self)
{
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->original, g_free);
  g_clear_pointer (&self->relay, g_free);
}
