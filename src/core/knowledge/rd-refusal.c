/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-refusal.h"

#include <string.h>

#include "rd-text.h"

/* Refusals told apart in one reply; a conversation has a handful of commands. */
#define MAX_REFUSALS 8

/* A reply code of a refusal (RFC 5321 section 4.2) as a word of its own; some
 * programs put a colon behind it. */
static gboolean
is_refusal_code (const char *p)
{
  if ((*p != '4' && *p != '5') || !g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]))
    return FALSE;
  return p[3] == '\0' || p[3] == '-' || g_ascii_isspace (p[3]) || (p[3] == ':' && p[4] == ' ');
}

/* The status code behind a reply code: "550 5.1.1", "550-5.1.1", "550: 5.1.1". */
static const char *
skip_refusal_code (const char *p)
{
  p += 3;
  if (*p == ':' || *p == '-')
    p++;
  while (*p == ' ')
    p++;
  return p;
}

static gsize
status_size (const char *p)
{
  gsize size = 1;

  if (*p != '4' && *p != '5')
    return 0;
  for (guint part = 0; part < 2; part++)
    {
      gsize digits = 0;

      if (p[size] != '.')
        return 0;
      size++;
      for (; g_ascii_isdigit (p[size]); digits++)
        size++;
      if (digits == 0 || digits > 3)
        return 0;
    }
  return p[size] == '.' && g_ascii_isdigit (p[size + 1]) ? 0 : size;
}

static void
add_status (RdRefusalCodes *self,
            const char     *status,
            gsize           size)
{
  if (size == 0 || size >= sizeof self->status[0] || self->n_status == G_N_ELEMENTS (self->status))
    return;
  for (gsize i = 0; i < self->n_status; i++)
    {
      if (strncmp (self->status[i], status, size) == 0 && self->status[i][size] == '\0')
        return;
    }
  memcpy (self->status[self->n_status], status, size);
  self->status[self->n_status++][size] = '\0';
}

/* Collects the codes of @reply and of its text @normal: a summary may say less
 * than the server's own line ("5.0.0" and "550 5.1.1"). */
void
_rd_refusal_codes_init (RdRefusalCodes *self,
                        const char     *normal,
                        const RdReply  *reply)
{
  memset (self, 0, sizeof *self);
  if (reply->reply_code != NULL)
    g_strlcpy (self->reply_code, reply->reply_code, sizeof self->reply_code);
  if (reply->status != NULL)
    add_status (self, reply->status, status_size (reply->status));

  for (const char *p = normal; *p != '\0'; p++)
    {
      gboolean at_word_start = p == normal || !(g_ascii_isalnum (p[-1]) || strchr (".-_@/", p[-1]) != NULL);

      if (*p == '#')
        {
          add_status (self, p + 1, status_size (p + 1));
          continue;
        }
      if (!at_word_start || !is_refusal_code (p))
        continue;
      if (self->reply_code[0] == '\0')
        memcpy (self->reply_code, p, 3);
      add_status (self, skip_refusal_code (p), status_size (skip_refusal_code (p)));
    }
}

static void
add_refusal (GArray  *refusals,
             gsize    start,
             gsize    end,
             gboolean is_quoted)
{
  RdRefusal refusal = { start, end - start, is_quoted };

  if (end > start && refusals->len < MAX_REFUSALS)
    g_array_append_val (refusals, refusal);
}

/* Where another server's answer begins that this one passes on, as Exchange
 * Online writes it: "550 5.7.350 Remote server returned … -> 554 5.7.1 …". */
static const char *
find_quoted (const char *text)
{
  static const char *const marks[] = { "->", "LED=" };

  for (const char *p = text; *p != '\0'; p++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
        {
          gsize length = strlen (marks[i]);

          if (strncmp (p, marks[i], length) == 0)
            {
              const char *answer = p + length;

              while (*answer == ' ')
                answer++;
              if (is_refusal_code (answer))
                return answer;
            }
        }
    }
  return NULL;
}

/* The beginning of a line without the marks of a transcript. */
static const char *
skip_marks (const char *line)
{
  while (*line == '<' || *line == ' ' || *line == '\t')
    line++;
  return line;
}

/* Whether a later refusal only follows from an earlier one: no recipient is
 * left, so the next command comes out of order. */
static gboolean
is_consequence (const char *line)
{
  const char      *end = strchr (line, '\n');
  g_autofree char *words = g_strndup (line, end != NULL ? (gsize) (end - line) : strlen (line));

  return g_str_has_prefix (words, "503") ||
         rd_text_find_nocase (words, "no valid recipients") != NULL ||
         rd_text_find_nocase (words, "need rcpt") != NULL ||
         rd_text_find_nocase (words, "bad sequence of commands") != NULL;
}

/* The first reply code of a line, wherever it stands. */
static const char *
find_code (const char *line,
           const char *end)
{
  for (const char *p = line; p < end; p++)
    {
      if (is_refusal_code (p) && (p == line || g_ascii_isspace (p[-1]) || p[-1] == '<'))
        return p;
    }
  return NULL;
}

/* Splits a conversation at each line that begins with a code unlike the one
 * before, leaving out what only follows from the first refusal. */
static void
split_lines (GArray     *refusals,
             const char *text)
{
  const char *start = text;
  const char *line = text;
  char        code[4] = "";
  gboolean    is_dropped = FALSE;

  while (*line != '\0')
    {
      const char *end = strchrnul (line, '\n');
      const char *found = code[0] == '\0' ? find_code (line, end) : skip_marks (line);

      if (found != NULL && is_refusal_code (found) && strncmp (found, code, 3) != 0)
        {
          if (code[0] != '\0')
            {
              if (!is_dropped)
                add_refusal (refusals, (gsize) (start - text), (gsize) (line - text), FALSE);
              start = line;
              is_dropped = is_consequence (found);
            }
          memcpy (code, found, 3);
        }
      line = *end == '\n' ? end + 1 : end;
    }
  if (!is_dropped)
    add_refusal (refusals, (gsize) (start - text), (gsize) (line - text), FALSE);
}

/* Finds the refusals in @text, in the order in which they count.  There is
 * always at least one. */
GArray *
_rd_refusals_split (const char *text)
{
  GArray     *refusals = g_array_new (FALSE, FALSE, sizeof (RdRefusal));
  const char *quoted = find_quoted (text);

  if (quoted != NULL)
    add_refusal (refusals, (gsize) (quoted - text), strlen (text), TRUE);
  split_lines (refusals, text);
  if (refusals->len == 0)
    {
      RdRefusal whole = { 0, strlen (text), FALSE };

      g_array_append_val (refusals, whole);
    }
  return refusals;
}
