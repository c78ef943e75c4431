/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "postqueue -j": one JSON object (RFC 8259) a line and message.  The reader
 * knows just the two levels that matter, keeps no tree and does not recurse, so
 * that nothing a line holds can cost more than one pass over it. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-listing.h"

/* Objects and arrays in each other; real ones have three. */
#define MAX_DEPTH 16

typedef struct
{
  RdSlice  rest;
  gboolean is_array[MAX_DEPTH];
  guint    depth;
  RdSlice  key; /* raw, of the value that comes next */
  gboolean has_key;
} Reader;

typedef enum
{
  TOKEN_END,
  TOKEN_VALUE,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_BAD,
} Token;

/* The rest stands behind the opening quote; the value is still escaped. */
static gboolean
take_string (RdSlice *rest,
             RdSlice *value)
{
  for (gsize i = 0; i < rest->length; i++)
    {
      if (rest->data[i] == '\\')
        i++;
      else if (rest->data[i] == '"')
        {
          *value = (RdSlice){ rest->data, i };
          *rest = rd_slice_skip (*rest, i + 1);
          return TRUE;
        }
    }
  return FALSE;
}

static Token
take_scalar (Reader  *self,
             RdSlice *value)
{
  gsize length = 0;

  if (rd_slice_take (&self->rest, RD_SLICE_LITERAL ("\"")))
    return take_string (&self->rest, value) ? TOKEN_VALUE : TOKEN_BAD;
  while (length < self->rest.length && strchr (",}] ", self->rest.data[length]) == NULL)
    length++;
  *value = (RdSlice){ self->rest.data, length };
  self->rest = rd_slice_skip (self->rest, length);
  return length > 0 ? TOKEN_VALUE : TOKEN_BAD;
}

/* Goes on to the next value, opening or closing bracket. */
static Token
next_token (Reader  *self,
            RdSlice *value)
{
  gboolean in_array = self->depth > 0 && self->is_array[self->depth - 1];

  self->has_key = FALSE;
  self->rest = rd_slice_trim (self->rest);
  if (rd_slice_take (&self->rest, RD_SLICE_LITERAL (",")))
    self->rest = rd_slice_trim (self->rest);
  if (self->rest.length == 0)
    return TOKEN_END;
  if (self->rest.data[0] == '}' || self->rest.data[0] == ']')
    {
      self->rest = rd_slice_skip (self->rest, 1);
      if (self->depth == 0)
        return TOKEN_BAD;
      self->depth--;
      return TOKEN_CLOSE;
    }
  if (self->depth > 0 && !in_array)
    {
      if (!rd_slice_take (&self->rest, RD_SLICE_LITERAL ("\"")) || !take_string (&self->rest, &self->key))
        return TOKEN_BAD;
      self->rest = rd_slice_trim (self->rest);
      if (!rd_slice_take (&self->rest, RD_SLICE_LITERAL (":")))
        return TOKEN_BAD;
      self->rest = rd_slice_trim (self->rest);
      self->has_key = TRUE;
    }
  if (self->rest.length > 0 && (self->rest.data[0] == '{' || self->rest.data[0] == '['))
    {
      if (self->depth == MAX_DEPTH)
        return TOKEN_BAD;
      self->is_array[self->depth++] = self->rest.data[0] == '[';
      self->rest = rd_slice_skip (self->rest, 1);
      return TOKEN_OPEN;
    }
  return take_scalar (self, value);
}

static int
hex_value (RdSlice text)
{
  int value = 0;

  if (text.length < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (text.data[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* "\u00e9", or two of them for a character beyond the first plane */
static gsize
append_unicode (GString *string,
                RdSlice  text)
{
  int      high = hex_value (text);
  int      low = -1;
  gunichar c;

  if (high < 0)
    return 0;
  if (high >= 0xd800 && high < 0xdc00 && text.length >= 10 && text.data[4] == '\\' && text.data[5] == 'u')
    low = hex_value (rd_slice_skip (text, 6));
  if (low >= 0xdc00 && low < 0xe000)
    c = 0x10000u + (((guint) high - 0xd800u) << 10) + ((guint) low - 0xdc00u);
  else
    c = (gunichar) high;
  g_string_append_unichar (string, c != 0 && g_unichar_validate (c) ? c : 0xfffd);
  return low >= 0xdc00 && low < 0xe000 ? 10 : 4;
}

static void
set_decoded (GString *string,
             RdSlice  text)
{
  static const char letters[] = "nrtbf\"\\/";
  static const char meanings[] = "\n\r\t\b\f\"\\/";

  g_string_truncate (string, 0);
  for (gsize i = 0; i < text.length; i++)
    {
      const char *letter;

      if (text.data[i] != '\\' || i + 1 == text.length)
        {
          g_string_append_c (string, text.data[i]);
          continue;
        }
      i++;
      letter = text.data[i] != '\0' ? strchr (letters, text.data[i]) : NULL;
      if (text.data[i] == 'u')
        i += append_unicode (string, rd_slice_skip (text, i + 1));
      else if (letter != NULL)
        g_string_append_c (string, meanings[letter - letters]);
    }
}

static void
store_message_value (RdLogListing *listing,
                     RdSlice       key,
                     RdSlice       value)
{
  if (rd_slice_equal (key, RD_SLICE_LITERAL ("queue_id")))
    set_decoded (listing->queue_id, value);
  else if (rd_slice_equal (key, RD_SLICE_LITERAL ("sender")))
    {
      set_decoded (listing->sender, value);
      if (strcmp (listing->sender->str, "MAILER-DAEMON") == 0)
        g_string_truncate (listing->sender, 0);
    }
  else if (rd_slice_equal (key, RD_SLICE_LITERAL ("message_size")))
    listing->size = rd_slice_read_number (value);
  else if (rd_slice_equal (key, RD_SLICE_LITERAL ("arrival_time")))
    listing->time = (RdLogTime){ .seconds = (gint64) rd_slice_read_number (value), .zone = RD_LOG_ZONE_STATED };
  else if (rd_slice_equal (key, RD_SLICE_LITERAL ("queue_name")) && rd_slice_equal (value, RD_SLICE_LITERAL ("hold")))
    listing->status = RD_LOG_FROZEN;
}

static void
emit_recipient (const RdLogListing *listing,
                const RdLogEvent   *event,
                const GString      *recipient,
                RdLogEmit           emit,
                gpointer            user_data)
{
  RdLogEvent each = *event;

  each.kind = RD_LOG_OUTCOME;
  each.status = listing->status;
  each.queue_id = (RdSlice){ listing->queue_id->str, listing->queue_id->len };
  each.sender = (RdSlice){ listing->sender->str, listing->sender->len };
  each.recipient = (RdSlice){ recipient->str, recipient->len };
  each.size = listing->size;
  each.time = listing->time;
  if (listing->reason->len > 0)
    {
      each.text = (RdSlice){ listing->reason->str, listing->reason->len };
      each.is_host_down = rd_slice_starts (each.text, RD_SLICE_LITERAL ("connect to "));
      if (each.status == RD_LOG_QUEUED)
        each.status = RD_LOG_DEFERRED;
    }
  emit (&each, user_data);
}

/* Walks over the line.  The first walk, without @emit, is for what concerns the
 * message, as the order of the members is free. */
static gboolean
walk (RdLogListing *listing,
      RdLogEvent   *event,
      RdLogEmit     emit,
      gpointer      user_data)
{
  g_autoptr (GString) recipient = g_string_new (NULL);
  Reader   reader = { .rest = event->line };
  RdSlice  value = { NULL, 0 };
  gboolean in_recipients = FALSE;
  Token    token;

  do
    {
      token = next_token (&reader, &value);
      if (token == TOKEN_OPEN && reader.depth == 2)
        in_recipients = reader.has_key && rd_slice_equal (reader.key, RD_SLICE_LITERAL ("recipients"));
      else if (token == TOKEN_OPEN && reader.depth == 3 && in_recipients)
        {
          g_string_truncate (recipient, 0);
          g_string_truncate (listing->reason, 0);
        }
      else if (token == TOKEN_CLOSE && reader.depth == 2 && in_recipients && emit != NULL)
        emit_recipient (listing, event, recipient, emit, user_data);
      else if (token == TOKEN_VALUE && reader.depth == 1 && reader.has_key && emit == NULL)
        store_message_value (listing, reader.key, value);
      else if (token == TOKEN_VALUE && reader.depth == 3 && in_recipients && reader.has_key)
        {
          if (rd_slice_equal (reader.key, RD_SLICE_LITERAL ("address")))
            set_decoded (recipient, value);
          else if (rd_slice_equal (reader.key, RD_SLICE_LITERAL ("delay_reason")))
            set_decoded (listing->reason, value);
        }
    }
  while (token != TOKEN_END && token != TOKEN_BAD && reader.depth > 0);
  return token == TOKEN_CLOSE;
}

/**
 * rd_log_postqueue_read:
 * @listing: (inout): buffers for what a line says
 * @event: (inout): an event that has nothing but its line
 * @emit: called for each recipient
 * @user_data: handed to @emit
 *
 * Reads a line of "postqueue -j".
 *
 * Returns: whether it is one
 */
gboolean
rd_log_postqueue_read (RdLogListing *listing,
                       RdLogEvent   *event,
                       RdLogEmit     emit,
                       gpointer      user_data)
{
  if (!rd_slice_starts (event->line, RD_SLICE_LITERAL ("{")) || rd_slice_find (event->line, RD_SLICE_LITERAL ("\"queue_id\"")) == NULL)
    return FALSE;
  g_string_truncate (listing->queue_id, 0);
  g_string_truncate (listing->sender, 0);
  listing->status = RD_LOG_QUEUED;
  listing->size = 0;
  listing->time = (RdLogTime){ 0 };
  event->format = RD_LOG_POSTFIX_QUEUE_JSON;
  if (!walk (listing, event, NULL, NULL) || listing->queue_id->len == 0)
    return FALSE;
  walk (listing, event, emit, user_data);
  g_string_truncate (listing->reason, 0);
  return TRUE;
}
