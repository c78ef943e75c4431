/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-header-block"

#include "config.h"

#include "rd-header-block.h"

#include "rd-limits.h"

#include <string.h>

/* Longest name of a field; a line has 78 characters (RFC 5322 section 2.1.1). */
#define MAX_NAME 76

/* Lines without folding that may stand between two fields: a program that wraps
 * what it copies leaves one or two. */
#define MAX_STRAY_LINES 3

/* Fields and folded lines of one header; honest ones have fewer than 300. */
#define MAX_HEADER_LINES 10000

/* Fields that only a mail header begins with, or that it never lacks. */
static const char *const known_names[] = {
  "apparently-to", "arc-authentication-results", "arc-message-signature", "arc-seal",
  "authentication-results", "auto-submitted", "bcc", "cc", "content-class",
  "content-description", "content-disposition", "content-id", "content-language",
  "content-length", "content-transfer-encoding", "content-type", "date", "delivered-to",
  "delivery-date", "disposition-notification-to", "dkim-signature", "domainkey-signature",
  "envelope-to", "errors-to", "feedback-id", "from", "importance", "in-reply-to", "keywords",
  "lines", "list-id", "list-unsubscribe", "mailing-list", "message-id", "mime-version",
  "old-return-path", "organization", "precedence", "received", "received-spf", "references",
  "reply-to", "resent-from", "resent-to", "return-path", "sender", "sensitivity", "sent",
  "subject", "thread-index", "thread-topic", "to", "user-agent"
};

/* Fields that alone, with an empty line below, make a header. */
static const char *const telling_names[] = {
  "content-type", "date", "from", "message-id", "mime-version", "received", "return-path", "subject"
};

static const char *const report_names[] = {
  "action", "arrival-date", "diagnostic-code", "dsn-gateway", "feedback-type",
  "final-recipient", "last-attempt-date", "original-envelope-id", "original-recipient",
  "received-from-mta", "remote-mta", "reporting-mta", "status"
};

static gboolean
is_among (const char *const *names,
          gsize              n_names,
          const char        *name,
          gsize              length)
{
  char first;
  char second;

  /* All have two letters at least, and these tell most of them apart. */
  if (length < 2)
    return FALSE;
  first = g_ascii_tolower (name[0]);
  second = g_ascii_tolower (name[1]);
  for (gsize i = 0; i < n_names; i++)
    {
      if (names[i][0] == first && names[i][1] == second && g_ascii_strncasecmp (names[i], name, length) == 0 && names[i][length] == '\0')
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_header_is_known:
 * @name: name of a field
 * @length: its length in bytes
 *
 * Tells whether a field is one of a mail header, rather than any word with a
 * colon behind it.
 *
 * Returns: whether it is
 */
gboolean
rd_header_is_known (const char *name,
                    gsize       length)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return (length > 2 && (name[0] == 'X' || name[0] == 'x') && name[1] == '-') ||
         is_among (known_names, G_N_ELEMENTS (known_names), name, length);
}

/**
 * rd_header_field_name_length:
 * @line: a line of text
 * @length: its length in bytes, without its end
 *
 * Reads the name of a field (RFC 5322 section 2.2).  Blanks before the colon
 * (section 4.5) are let pass behind well-known names only.
 *
 * Returns: length of the name, 0 if the line does not begin with one
 */
gsize
rd_header_field_name_length (const char *line,
                             gsize       length)
{
  gsize n = 0;
  gsize colon;

  while (n < length && n <= MAX_NAME && line[n] > ' ' && line[n] < 0x7f && line[n] != ':')
    n++;
  colon = n;
  while (colon < length && (line[colon] == ' ' || line[colon] == '\t'))
    colon++;
  if (n == 0 || n > MAX_NAME || colon == length || line[colon] != ':')
    return 0;
  return colon == n || rd_header_is_known (line, n) ? n : 0;
}

static gsize
line_length (const char *text,
             gsize       length,
             gsize       at)
{
  const char *end = memchr (text + at, '\n', length - at);

  return end != NULL ? (gsize) (end - text) - at : length - at;
}

static gboolean
is_blank_line (const char *line,
               gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (line[i] != ' ' && line[i] != '\t')
        return FALSE;
    }
  return TRUE;
}

/* Whether the header goes on although the line at @at is no part of one. */
static gboolean
goes_on (const char *text,
         gsize       length,
         gsize       at)
{
  for (guint i = 0; i < MAX_STRAY_LINES; i++)
    {
      gsize n = line_length (text, length, at);
      gsize name;

      if (n >= 2 && memcmp (text + at, "--", 2) == 0)
        return FALSE;
      at += n + 1;
      if (at >= length)
        return FALSE;
      n = line_length (text, length, at);
      if (is_blank_line (text + at, n))
        return FALSE;
      name = rd_header_field_name_length (text + at, n);
      if (name > 0 && rd_header_is_known (text + at, name))
        return TRUE;
    }
  return FALSE;
}

static void
add_field (RdHeaderBlock *self,
           const char    *text,
           gsize          at,
           gsize          name_length,
           gsize          length)
{
  gsize         colon = at + name_length;
  RdHeaderField field;

  while (text[colon] != ':')
    colon++;
  field.name = at;
  field.name_length = name_length;
  field.value = colon + 1;
  field.value_length = at + length - colon - 1;
  if (self->fields->len == 0)
    self->is_report = is_among (report_names, G_N_ELEMENTS (report_names), text + at, name_length);
  if (rd_header_is_known (text + at, name_length))
    self->n_known++;
  g_array_append_val (self->fields, field);
}

static void
extend_field (RdHeaderBlock *self,
              gsize          end)
{
  RdHeaderField *last = &g_array_index (self->fields, RdHeaderField, self->fields->len - 1);

  last->value_length = end - last->value;
}

/**
 * rd_header_block_read:
 * @text: text with LF line ends
 * @length: its length in bytes
 *
 * Reads the fields @text begins with, if any.  Lines that lost the blank in
 * front when they were copied are taken as folded when fields follow.  Without
 * an empty line the header ends with its last field.
 *
 * Returns: (transfer full): the header
 */
RdHeaderBlock *
rd_header_block_read (const char *text,
                      gsize       length)
{
  RdHeaderBlock *self = g_new0 (RdHeaderBlock, 1);
  gsize          at = 0;
  guint          lines = 0;

  self->fields = g_array_sized_new (FALSE, FALSE, sizeof (RdHeaderField), 32);
  self->strays = g_array_new (FALSE, FALSE, sizeof (gsize));
  while (at < length)
    {
      gsize    n = line_length (text, length, at);
      gsize    name;
      gboolean is_folded = n > 0 && (text[at] == ' ' || text[at] == '\t');

      self->is_cut = at + n > RD_LIMIT_HEADER_BYTES || ++lines > MAX_HEADER_LINES;
      if (self->is_cut)
        break;
      if (n == 0 || (is_blank_line (text + at, n) && !goes_on (text, length, at)))
        {
          self->has_end = n == 0;
          at += n + 1;
          break;
        }
      name = is_folded ? 0 : rd_header_field_name_length (text + at, n);
      if (name > 0)
        add_field (self, text, at, name, n);
      else if (self->fields->len == 0 || (!is_folded && !goes_on (text, length, at)))
        break;
      else
        {
          if (!is_folded)
            g_array_append_val (self->strays, at);
          extend_field (self, at + n);
        }
      at += n + 1;
      self->end = MIN (at, length);
    }
  self->body = MIN (at, length);
  return self;
}

/**
 * rd_header_block_free:
 * @self: (nullable): a header block
 *
 * Frees a header block.
 */
void
rd_header_block_free (RdHeaderBlock *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->fields);
  g_array_unref (self->strays);
  g_free (self);
}

/**
 * rd_header_block_is_message:
 * @self: a header block
 * @text: the text it was read from
 *
 * Tells a message from text that merely begins with a word and a colon: a log
 * line, a sentence, a copied piece of a delivery report.
 *
 * Returns: whether it is the header of a message
 */
gboolean
rd_header_block_is_message (const RdHeaderBlock *self,
                            const char          *text)
{
  const RdHeaderField *first;

  if (self->fields->len == 0 || self->is_report || self->n_known == 0)
    return FALSE;
  if (self->n_known >= 2)
    return TRUE;
  first = &g_array_index (self->fields, RdHeaderField, 0);
  return self->fields->len == 1 && self->has_end &&
         is_among (telling_names, G_N_ELEMENTS (telling_names), text + first->name,
                   first->name_length);
}
