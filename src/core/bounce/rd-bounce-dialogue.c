/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-line.h"

#include <string.h>

/* One line of a dialogue between two servers: what the client said, or the answer.
 * Mail systems mark them with arrows of their own, and some add when it was. */

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Longest date and time before a line of a dialogue. */
#define MAX_CLOCK_BYTES 40

/* "Fri 2026-11-20 09:12:46: ", "[09:12:46.123] ": when a line of a dialogue was
 * said, with a date or without. */
static gsize
clock_length (const char *line,
              gsize       length)
{
  gsize end = MIN (length, MAX_CLOCK_BYTES);
  guint colons = 0;

  for (gsize i = 0; i < end; i++)
    {
      if (line[i] == ':')
        colons++;
      else if (!g_ascii_isalnum (line[i]) && strchr (" \t-/.,[]()", line[i]) == NULL)
        return 0;
      if (colons >= 2 && i + 1 < length && is_blank (line[i + 1]) && (line[i] == ']' || line[i] == ':' || g_ascii_isdigit (line[i])) &&
          strchr ("<-", line[i + 1 + strspn (line + i + 1, " \t")]) != NULL)
        return i + 1;
    }
  return 0;
}

/**
 * _rd_line_parse_client:
 * @line: a line
 * @length: its length
 * @phase: (out): the command's phase
 * @recipient: (out) (nullable): the address of RCPT TO
 *
 * Reads a line of a transcript that shows what the sending server said:
 * ">>> RCPT TO:<a@b>", "Sent <<< DATA", or the bare command.
 *
 * Returns: whether @line is one
 */
gboolean
_rd_line_parse_client (const char *line,
                       gsize       length,
                       RdPhase    *phase,
                       char      **recipient)
{
  static const struct
  {
    const char *verb;
    RdPhase     phase;
  } verbs[] = {
    { "RCPT TO:", RD_PHASE_RCPT },
    { "MAIL FROM:", RD_PHASE_MAIL },
    { "EHLO", RD_PHASE_HELO },
    { "HELO", RD_PHASE_HELO },
    { "DATA", RD_PHASE_DATA },
    { "QUIT", RD_PHASE_UNKNOWN },
    { "RSET", RD_PHASE_UNKNOWN },
    { "STARTTLS", RD_PHASE_HELO },
    { ".", RD_PHASE_END_OF_DATA },
  };
  static const char *leads[] = { ">>> ", ">>>", "Sent <<< ", "-> ", "--> ", "<-- ", "Command: " };
  gboolean           is_marked = FALSE;
  gsize              start, end;

  *recipient = NULL;
  start = clock_length (line, length);
  line += start;
  length -= start;
  while (length > 0 && is_blank (*line))
    {
      line++;
      length--;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (leads) && !is_marked; i++)
    {
      gsize size = strlen (leads[i]);

      if (length > size && strncmp (line, leads[i], size) == 0)
        {
          line += size;
          length -= size;
          is_marked = TRUE;
        }
    }
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      gsize size = strlen (verbs[i].verb);

      if (length < size || g_ascii_strncasecmp (line, verbs[i].verb, size) != 0)
        continue;
      /* Without arrows only what cannot be prose: the verbs with a colon. */
      if (!is_marked && (i > 1 || memchr (line, '<', length) == NULL))
        continue;
      if (i == 8 && length > 1)
        continue;
      *phase = verbs[i].phase;
      if (i == 0 && _rd_address_next (line, length, size, &start, &end))
        *recipient = g_strndup (line + start, end - start);
      return TRUE;
    }
  return FALSE;
}

/**
 * _rd_line_parse_server:
 * @line: a line
 * @length: its length
 *
 * Reads a line of a transcript that shows what the other server said:
 * "<<< 550 No such user", "Received >>> 550 …".
 *
 * Returns: offset of the reply's code, 0 if @line is none
 */
gsize
_rd_line_parse_server (const char *line,
                       gsize       length)
{
  static const char *leads[] = { "<<< ", "<<<", "Received >>> ", "<- ", "<-- ", "Response: " };
  gsize              blanks = clock_length (line, length);

  while (blanks < length && is_blank (line[blanks]))
    blanks++;
  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      gsize size = strlen (leads[i]);
      gsize p = blanks + size;

      if (length >= p + 3 && strncmp (line + blanks, leads[i], size) == 0 &&
          g_ascii_isdigit (line[p]) && g_ascii_isdigit (line[p + 1]) && g_ascii_isdigit (line[p + 2]))
        return p;
    }
  return 0;
}
