/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dkim"

#include "config.h"

#include "rd-dkim-message.h"

#include <gio/gio.h>
#include <string.h>

#include "rd-limits.h"
#include "rd-text.h"

/* A message as DKIM sees it (RFC 6376 section 3.4): byte for byte as it was sent, since
 * what a mail parser hands out has lost the blanks and line ends that are signed. */

static gboolean
is_wsp (char c)
{
  return c == ' ' || c == '\t';
}

/* One line: its text without the line end, and where the next one starts. */
typedef struct
{
  const char *text;
  gsize       length;
  const char *next;
  gboolean    has_end;
} Line;

static void
read_line (const char *text,
           const char *end,
           Line       *line)
{
  const char *newline = memchr (text, '\n', (gsize) (end - text));

  line->text = text;
  line->has_end = newline != NULL;
  line->next = newline != NULL ? newline + 1 : end;
  line->length = (gsize) ((newline != NULL ? newline : end) - text);
  if (newline != NULL && line->length > 0 && text[line->length - 1] == '\r')
    line->length--;
}

static void
index_field (RdDkimMessage     *message,
             const RdDkimField *field)
{
  g_autofree char *name = g_ascii_strdown (field->text, (gssize) field->name_length);
  GArray          *indexes = g_hash_table_lookup (message->by_name, name);
  guint            number = message->fields->len;

  if (indexes == NULL)
    {
      indexes = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (message->by_name, g_steal_pointer (&name), indexes);
    }
  g_array_append_val (indexes, number);
  g_array_append_val (message->fields, *field);
}

/* Reads one field with its continuation lines; gives where it ends. */
static const char *
take_field (RdDkimMessage *message,
            const char    *start,
            const char    *end)
{
  RdDkimField field = { start, 0, 0, 0 };
  const char *colon;
  Line        line;

  read_line (start, end, &line);
  colon = memchr (start, ':', line.length);
  while (line.next < end && line.has_end && is_wsp (*line.next))
    read_line (line.next, end, &line);
  field.length = (gsize) (line.next - start);
  if (colon == NULL || colon == start)
    return line.next;
  field.value_start = (gsize) (colon - start) + 1;
  for (field.name_length = (gsize) (colon - start); field.name_length > 0 && is_wsp (start[field.name_length - 1]);)
    field.name_length--;
  index_field (message, &field);
  return line.next;
}

/**
 * rd_dkim_message_new:
 * @bytes: a complete message
 *
 * Cuts a message into header fields and body.  A "From " line of an mbox at
 * its start is passed over.
 *
 * Returns: (transfer full): the message
 */
RdDkimMessage *
rd_dkim_message_new (GBytes *bytes)
{
  RdDkimMessage *message = g_new0 (RdDkimMessage, 1);
  gsize          length;
  const char    *data = g_bytes_get_data (bytes, &length);
  const char    *text = data != NULL ? data : "";
  const char    *end = text + length;
  const char    *header_end = text + MIN (length, RD_LIMIT_HEADER_BYTES);
  const char    *p = text;
  Line           line;

  message->bytes = g_bytes_ref (bytes);
  message->fields = g_array_new (FALSE, FALSE, sizeof (RdDkimField));
  message->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  message->body = end;
  if (length >= 5 && strncmp (text, "From ", 5) == 0)
    {
      read_line (p, end, &line);
      p = line.next;
    }
  while (p < header_end)
    {
      read_line (p, end, &line);
      if (line.length == 0)
        {
          message->body = line.next;
          break;
        }
      p = take_field (message, p, end);
    }
  message->body_length = (gsize) (end - message->body);
  return message;
}

/**
 * rd_dkim_message_free:
 * @self: (nullable): a message
 *
 * Frees @self.
 */
void
rd_dkim_message_free (RdDkimMessage *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_array_unref (self->fields);
  g_hash_table_unref (self->by_name);
  g_free (self);
}

/**
 * rd_dkim_message_find:
 * @self: a message
 * @name: name of a field in lower case
 *
 * The places of all fields of one name.
 *
 * Returns: (nullable) (transfer none) (element-type guint): indexes into the
 *   fields, top to bottom
 */
const GArray *
rd_dkim_message_find (const RdDkimMessage *self,
                      const char          *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_hash_table_lookup (self->by_name, name);
}

/* The value of the topmost field of that name, unfolded, as valid UTF-8. */
static char *
dup_value (const RdDkimMessage *self,
           const char          *name)
{
  const GArray      *indexes = rd_dkim_message_find (self, name);
  const RdDkimField *field;
  g_autofree char   *valid = NULL;

  if (indexes == NULL)
    return NULL;
  field = &g_array_index (self->fields, RdDkimField, g_array_index (indexes, guint, 0));
  valid = rd_text_make_valid (field->text + field->value_start, (gssize) (field->length - field->value_start));
  return rd_text_collapse (valid);
}

/**
 * rd_dkim_message_dup_from_domain:
 * @self: a message
 *
 * The domain of the author: of the first address of the From field.
 *
 * Returns: (transfer full) (nullable): normalized domain
 */
char *
rd_dkim_message_dup_from_domain (const RdDkimMessage *self)
{
  g_autofree char *from = dup_value (self, "from");
  g_autofree char *address = NULL;
  char            *open;
  char            *close;

  if (from == NULL)
    return NULL;
  /* A display name may hold anything, an address too: the brackets decide. */
  close = strrchr (from, '>');
  open = close != NULL ? g_strrstr_len (from, close - from, "<") : NULL;
  if (open != NULL)
    address = g_strndup (open + 1, (gsize) (close - open - 1));
  else
    address = g_strndup (from, strcspn (from, ",("));
  g_strstrip (address);
  return rd_address_dup_domain (address);
}

static int
month_from_name (const char *name)
{
  static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      if (g_ascii_strncasecmp (name, months[i], 3) == 0)
        return (int) i + 1;
    }
  return 0;
}

static gboolean
parse_number (const char *text,
              guint       max,
              int        *number)
{
  guint64 value;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, max, &value, NULL))
    return FALSE;
  *number = (int) value;
  return TRUE;
}

/* RFC 5322 section 3.3, "[day,] 7 Nov 2022 12:54:24 -0500". */
static gint64
parse_date (const char *text)
{
  const char *comma = strchr (text, ',');
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) clock = NULL;
  g_autofree char *start = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) date = NULL;
  int day;
  int year;
  int hour;
  int minute;
  int second = 0;

  start = g_strstrip (g_strdup (comma != NULL ? comma + 1 : text));
  words = g_strsplit (start, " ", 6);
  if (g_strv_length (words) < 4 || !parse_number (words[0], 31, &day) || !parse_number (words[2], 9999, &year))
    return -1;
  if (year < 100)
    year += year < 50 ? 2000 : 1900;
  clock = g_strsplit (words[3], ":", 3);
  if (g_strv_length (clock) < 2 || !parse_number (clock[0], 23, &hour) || !parse_number (clock[1], 59, &minute))
    return -1;
  if (clock[2] != NULL && !parse_number (clock[2], 60, &second))
    return -1;
  if (words[4] != NULL && (*words[4] == '+' || *words[4] == '-'))
    zone = g_time_zone_new_identifier (words[4]);
  if (zone == NULL)
    zone = g_time_zone_new_utc ();
  date = g_date_time_new (zone, year, month_from_name (words[1]), day, hour, minute, MIN (second, 59));
  return date != NULL ? g_date_time_to_unix (date) : -1;
}

/**
 * rd_dkim_message_get_date:
 * @self: a message
 *
 * When the message was on its way: the time of its newest Received field, or
 * of its Date field.  Whether a signature had expired is judged by that, since
 * a message that is looked into later was not refused later.
 *
 * Returns: seconds since the epoch, or -1
 */
gint64
rd_dkim_message_get_date (const RdDkimMessage *self)
{
  g_autofree char *received = NULL;
  g_autofree char *date = NULL;
  const char      *semicolon;
  gint64           seconds = -1;

  g_return_val_if_fail (self != NULL, -1);

  received = dup_value (self, "received");
  semicolon = received != NULL ? strrchr (received, ';') : NULL;
  if (semicolon != NULL)
    seconds = parse_date (semicolon + 1);
  if (seconds >= 0)
    return seconds;
  date = dup_value (self, "date");
  return date != NULL ? parse_date (date) : -1;
}

static void
update (GChecksum  *checksum,
        const char *text,
        gsize       length)
{
  if (length > 0)
    g_checksum_update (checksum, (const guchar *) text, (gssize) length);
}

/* Lower-case name, unfolded value, runs of blanks made one (RFC 6376 section
 * 3.4.2). */
static GString *
relax_field (const char *text,
             gsize       length,
             gsize       name_length,
             gsize       value_start)
{
  g_autofree char *name = g_ascii_strdown (text, (gssize) name_length);
  GString         *relaxed = g_string_new (name);
  gboolean         pending = FALSE;
  gsize            start;

  g_string_append_c (relaxed, ':');
  start = relaxed->len;
  for (gsize i = value_start; i < length; i++)
    {
      char c = text[i];

      if (is_wsp (c) || c == '\n' || (c == '\r' && i + 1 < length && text[i + 1] == '\n'))
        {
          pending = TRUE;
          continue;
        }
      if (pending && relaxed->len > start)
        g_string_append_c (relaxed, ' ');
      pending = FALSE;
      g_string_append_c (relaxed, c);
    }
  return relaxed;
}

/**
 * rd_dkim_hash_field:
 * @checksum: where to add the field
 * @field: a field
 * @canon: canonicalization
 * @skip_start: start of a piece to leave out
 * @skip_length: its length, 0 for none
 * @is_last: whether it is the signature itself, which goes without a line end
 *
 * Adds one header field to what is signed (RFC 6376 sections 3.4.1 and 3.4.2).
 */
void
rd_dkim_hash_field (GChecksum         *checksum,
                    const RdDkimField *field,
                    RdDkimCanon        canon,
                    gsize              skip_start,
                    gsize              skip_length,
                    gboolean           is_last)
{
  g_autoptr (GString) text = g_string_new_len (field->text, (gssize) field->length);

  if (skip_length > 0)
    g_string_erase (text, (gssize) skip_start, (gssize) skip_length);
  if (canon == RD_DKIM_RELAXED)
    {
      g_autoptr (GString) relaxed = relax_field (text->str, text->len, field->name_length, field->value_start);

      update (checksum, relaxed->str, relaxed->len);
    }
  else
    {
      const char *end = text->str + text->len;
      Line        line;

      for (const char *p = text->str; p < end; p = line.next)
        {
          read_line (p, end, &line);
          update (checksum, line.text, line.length);
          if (line.next < end)
            update (checksum, "\r\n", 2);
        }
    }
  if (!is_last)
    update (checksum, "\r\n", 2);
}

/* Where the canonical body goes: counts it and hashes no more than the limit. */
typedef struct
{
  GChecksum *checksum;
  guint64    limit;
  guint64    total;
} BodySink;

static void
sink_write (BodySink   *sink,
            const char *text,
            gsize       length)
{
  guint64 room = sink->limit > sink->total ? sink->limit - sink->total : 0;

  update (sink->checksum, text, (gsize) MIN ((guint64) length, room));
  sink->total += length;
}

static void
sink_write_relaxed (BodySink   *sink,
                    const Line *line)
{
  gsize start = 0;
  gsize i = 0;

  while (i < line->length)
    {
      if (!is_wsp (line->text[i]))
        {
          i++;
          continue;
        }
      sink_write (sink, line->text + start, i - start);
      while (i < line->length && is_wsp (line->text[i]))
        i++;
      if (i < line->length)
        sink_write (sink, " ", 1);
      start = i;
    }
  sink_write (sink, line->text + start, i - start);
}

static gboolean
is_empty_line (const Line *line,
               RdDkimCanon canon)
{
  if (canon == RD_DKIM_SIMPLE)
    return line->length == 0;
  for (gsize i = 0; i < line->length; i++)
    {
      if (!is_wsp (line->text[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * rd_dkim_hash_body:
 * @checksum: where to add the body
 * @message: a message
 * @canon: canonicalization
 * @limit: most bytes of the canonical body to hash, from l=
 * @total: (out): length of the whole canonical body in bytes
 *
 * Adds the body to what is signed (RFC 6376 sections 3.4.3 and 3.4.4).
 *
 * Returns: whether the body was at least @limit bytes long, if there is a limit
 */
gboolean
rd_dkim_hash_body (GChecksum           *checksum,
                   const RdDkimMessage *message,
                   RdDkimCanon          canon,
                   guint64              limit,
                   guint64             *total)
{
  BodySink    sink = { checksum, limit, 0 };
  const char *end = message->body + message->body_length;
  gsize       n_empty = 0;
  Line        line;

  for (const char *p = message->body; p < end; p = line.next)
    {
      read_line (p, end, &line);
      if (is_empty_line (&line, canon))
        {
          n_empty++;
          continue;
        }
      for (; n_empty > 0; n_empty--)
        sink_write (&sink, "\r\n", 2);
      if (canon == RD_DKIM_SIMPLE)
        sink_write (&sink, line.text, line.length);
      else
        sink_write_relaxed (&sink, &line);
      sink_write (&sink, "\r\n", 2);
    }
  if (sink.total == 0 && canon == RD_DKIM_SIMPLE)
    sink_write (&sink, "\r\n", 2);
  *total = sink.total;
  return limit == G_MAXUINT64 || sink.total >= limit;
}
