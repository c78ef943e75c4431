/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-field.h"

#include <string.h>

/* The fields of delivery reports (RFC 3464 section 2), and whether a text holds
 * some. */

static const struct
{
  const char *name;
  RdField     field;
} fields[] = {
  { "reporting-mta", RD_FIELD_REPORTING_MTA },
  { "arrival-date", RD_FIELD_ARRIVAL_DATE },
  { "x-postfix-queue-id", RD_FIELD_QUEUE_ID },
  { "original-envelope-id", RD_FIELD_OTHER },
  { "received-from-mta", RD_FIELD_OTHER },
  { "dsn-gateway", RD_FIELD_OTHER },
  { "final-recipient", RD_FIELD_FINAL },
  { "x-actual-recipient", RD_FIELD_ACTUAL },
  { "original-recipient", RD_FIELD_ORIGINAL },
  { "action", RD_FIELD_ACTION },
  { "ction", RD_FIELD_ACTION },
  { "status", RD_FIELD_STATUS },
  { "diagnostic-code", RD_FIELD_DIAGNOSTIC },
  { "remote-mta", RD_FIELD_REMOTE_MTA },
  { "last-attempt-date", RD_FIELD_LAST_ATTEMPT },
  { "will-retry-until", RD_FIELD_WILL_RETRY },
  { "final-log-id", RD_FIELD_OTHER },
  { "x400-supplementary-info", RD_FIELD_SUPPLEMENT },
  { "x-supplementary-info", RD_FIELD_SUPPLEMENT },
  { "x-notes", RD_FIELD_OTHER },
};

/* "X-Postfix-Sender", and what those who write like Postfix made of it. */
static gboolean
is_sender (const char *name,
           gsize       length)
{
  const gsize size = strlen ("-sender");

  return length > size && g_ascii_strncasecmp (name, "x-", 2) == 0 && g_ascii_strncasecmp (name + length - size, "-sender", size) == 0;
}

/**
 * _rd_field_of:
 * @line: a line
 * @length: its length
 * @value: (out): what stands behind the colon, written if a field begins
 *
 * Mimecast writes blanks before the colon.
 *
 * Returns: which field begins at @line
 */
RdField
_rd_field_of (const char  *line,
              gsize        length,
              const char **value)
{
  gsize    size = 0;
  gsize    colon;
  gboolean has_dash = FALSE;

  while (size < length && (g_ascii_isalnum (line[size]) || line[size] == '-'))
    {
      has_dash |= line[size] == '-';
      size++;
    }
  colon = size;
  while (colon < length && (line[colon] == ' ' || line[colon] == '\t'))
    colon++;
  if (size == 0 || size > 60 || colon >= length || line[colon] != ':' || !g_ascii_isalpha (line[0]))
    return RD_FIELD_NONE;
  *value = line + colon + 1;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (strlen (fields[i].name) == size && g_ascii_strncasecmp (line, fields[i].name, size) == 0)
        return fields[i].field;
    }
  if (is_sender (line, size))
    return RD_FIELD_SENDER;
  /* "https://…" and "Reason: …" continue a reply, "X-Anything:" does not. */
  return has_dash ? RD_FIELD_OTHER : RD_FIELD_NONE;
}

/**
 * _rd_dsn_is_text:
 * @text: (nullable): a part of a message
 *
 * Tells whether a part is a delivery report by another name: mail programs that
 * forward one make it a "details.txt".
 *
 * Returns: whether nothing stands before its fields
 */
gboolean
_rd_dsn_is_text (const char *text)
{
  const char *value;
  gsize       start;

  if (text == NULL)
    return FALSE;
  text += strspn (text, " \t\r\n");
  return _rd_field_of (text, strcspn (text, "\r\n"), &value) >= RD_FIELD_OTHER && _rd_dsn_is_in_text (text, strlen (text), &start);
}

/**
 * _rd_dsn_is_in_text:
 * @text: the human part of a notice, or pasted text
 * @length: its length
 * @start: (out): offset of the first field
 *
 * Tells whether delivery report fields stand in running text: pasted with it,
 * or written there by a mail system that does not know MIME.
 *
 * Returns: whether they do
 */
gboolean
_rd_dsn_is_in_text (const char *text,
                    gsize       length,
                    gsize      *start)
{
  const char *end = text + length;
  gboolean    has_recipient = FALSE;
  gboolean    has_outcome = FALSE;
  gboolean    any = FALSE;

  for (const char *line = text; line < end;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      gsize       size = (gsize) ((newline != NULL ? newline : end) - line);
      const char *value;
      RdField     field = _rd_field_of (line, size, &value);

      if (field > RD_FIELD_OTHER && field != RD_FIELD_SUPPLEMENT && !any)
        {
          *start = (gsize) (line - text);
          any = TRUE;
        }
      has_recipient |= field == RD_FIELD_FINAL || field == RD_FIELD_ORIGINAL;
      has_outcome |= field == RD_FIELD_ACTION || field == RD_FIELD_STATUS || field == RD_FIELD_DIAGNOSTIC;
      line += size + 1;
    }
  return has_recipient && has_outcome;
}
