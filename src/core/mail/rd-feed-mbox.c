/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-feed-mbox"

#include "config.h"

#include "rd-feed.h"

#include "rd-header-block.h"
#include "rd-limits.h"
#include "rd-mail-unwrap.h"

#include <string.h>

/* An mbox is read through a window: only the message being put together is held
 * in memory, so that the gigabytes of a Google Takeout cost no more than a small
 * folder.
 *
 * The formats differ in how a line of a message that begins with "From " is
 * told from the beginning of the next one: mboxo and mboxrd put a ">" in front,
 * mboxcl says so too but gives the length, mboxcl2 only gives the length.  A
 * length is believed if it leads to a From line or to the end. */

/* Bytes read at once. */
#define BLOCK 65536

/* What must be in the window to judge a From line and the line below it. */
#define LOOK_AHEAD 1024

/* Where in a message its Content-Length and its X-Mozilla-Status are looked for. */
#define MAX_HEADER 65536

/* Thunderbird's mark of a message that is deleted but not yet compacted away. */
#define MOZILLA_EXPUNGED 0x0008

typedef struct
{
  RdFeed        feed;
  GInputStream *stream;
  char         *name;
  guint64       size; /* of the whole, 0 if not known */
  guint64       read; /* so far */
  GByteArray   *window;
  gsize         start; /* of what is not yet used in @window */
  char          eol;
  gboolean      is_open; /* the first line has been looked at */
  gboolean      at_end;
  guint         index;
  gint64        message_offset; /* of the From line of the last message */
  GError       *error;          /* (nullable): reading failed */
} MboxFeed;

static const char *
get_data (const MboxFeed *self,
          gsize           offset)
{
  return (const char *) self->window->data + self->start + offset;
}

static gsize
get_available (const MboxFeed *self)
{
  return self->window->len - self->start;
}

/* Makes @wanted bytes available, or as many as there are. */
static gsize
fill (MboxFeed     *self,
      gsize         wanted,
      GCancellable *cancellable)
{
  while (!self->at_end && get_available (self) < wanted)
    {
      gssize n;
      guint  used;

      if (self->start > BLOCK && self->start > self->window->len / 2)
        {
          g_byte_array_remove_range (self->window, 0, (guint) self->start);
          self->start = 0;
        }
      used = self->window->len;
      g_byte_array_set_size (self->window, used + BLOCK);
      n = g_input_stream_read (self->stream, self->window->data + used, BLOCK, cancellable,
                               &self->error);
      g_byte_array_set_size (self->window, used + (guint) MAX (n, 0));
      self->read += (guint64) MAX (n, 0);
      self->at_end = n <= 0;
    }
  return get_available (self);
}

/* The length of the line at @offset without its end; *@has_end tells whether
 * the end is in the window. */
static gsize
get_line (const MboxFeed *self,
          gsize           offset,
          gsize           limit,
          gboolean       *has_end)
{
  gsize       available = get_available (self) - offset;
  gsize       length = MIN (available, limit);
  const char *line = get_data (self, offset);
  const char *end = length > 0 ? memchr (line, self->eol, length) : NULL;

  *has_end = end != NULL;
  return end != NULL ? (gsize) (end - line) : length;
}

static gsize
strip_cr (const char *line,
          gsize       length)
{
  return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
}

/* Whether a message begins at @offset: a From line, and a field below it.
 * Without an empty line above, the field must be a well-known one. */
static gboolean
begins_message (MboxFeed     *self,
                gsize         offset,
                gboolean      after_blank,
                GCancellable *cancellable)
{
  gboolean    has_end;
  gsize       length;
  gsize       next_length;
  gsize       name;
  const char *line;

  if (fill (self, offset + LOOK_AHEAD, cancellable) < offset + 5 ||
      memcmp (get_data (self, offset), "From ", 5) != 0)
    return FALSE;
  length = get_line (self, offset, LOOK_AHEAD, &has_end);
  line = get_data (self, offset);
  if (!rd_mbox_is_from_line (line, strip_cr (line, length)))
    return FALSE;
  if (!has_end)
    return self->at_end && after_blank;
  next_length = get_line (self, offset + length + 1, LOOK_AHEAD, &has_end);
  line = get_data (self, offset + length + 1);
  if (get_available (self) == offset + length + 1)
    return after_blank;
  if (next_length > 6 && memcmp (line, ">From ", 6) == 0)
    return TRUE;
  name = rd_header_field_name_length (line, next_length);
  return name > 0 && (after_blank || rd_header_is_known (line, name));
}

static gsize
count_quotes (const char *line,
              gsize       length)
{
  gsize quotes = 0;

  while (quotes < length && line[quotes] == '>')
    quotes++;
  return quotes > 0 && length - quotes >= 5 && memcmp (line + quotes, "From ", 5) == 0 ? quotes : 0;
}

static void
append_limited (GByteArray *message,
                const char *data,
                gsize       length)
{
  /* One byte more than the limit tells that there was more. */
  gsize room = RD_LIMIT_MESSAGE_BYTES + 1 - message->len;

  g_byte_array_append (message, (const guint8 *) data, (guint) MIN (length, room));
}

/* Offset of the first empty line, and the value of Content-Length above it. */
static gsize
find_body (MboxFeed     *self,
           guint64      *content_length,
           GCancellable *cancellable)
{
  gsize offset = 0;
  gsize available = fill (self, MAX_HEADER, cancellable);

  *content_length = 0;
  while (offset < MIN (available, MAX_HEADER))
    {
      gboolean    has_end;
      const char *line = get_data (self, offset);
      gsize       length = get_line (self, offset, MAX_HEADER, &has_end);

      if (!has_end)
        return 0;
      if (strip_cr (line, length) == 0)
        return offset + length + 1;
      if (length > 15 && length < 40 && g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        {
          g_autofree char *value = g_strndup (line + 15, length - 15);

          *content_length = g_ascii_strtoull (value, NULL, 10);
        }
      offset += length + 1;
    }
  return 0;
}

/* The end of the message by its Content-Length, 0 if that leads nowhere. */
static gsize
find_promised_end (MboxFeed     *self,
                   GCancellable *cancellable)
{
  guint64 content_length;
  gsize   body = find_body (self, &content_length, cancellable);
  gsize   end;
  gsize   offset;
  gsize   available;

  if (body == 0 || content_length == 0 || content_length > RD_LIMIT_MESSAGE_BYTES - MAX_HEADER)
    return 0;
  end = body + (gsize) content_length;
  available = fill (self, end + LOOK_AHEAD, cancellable);
  if (available < end)
    return 0;
  offset = end;
  while (offset < available && offset < end + 4 &&
         (*get_data (self, offset) == '\n' || *get_data (self, offset) == '\r'))
    offset++;
  return offset == available || begins_message (self, offset, TRUE, cancellable) ? end : 0;
}

/* Takes a message whose length is known; its From lines are quoted unless one
 * stands there bare. */
static void
take_counted (MboxFeed   *self,
              GByteArray *message,
              gsize       end)
{
  gboolean is_quoted = TRUE;

  for (guint pass = 0; pass < 2; pass++)
    {
      for (gsize offset = 0; offset < end;)
        {
          gboolean    has_end;
          const char *line = get_data (self, offset);
          gsize       length = get_line (self, offset, end - offset, &has_end);
          gsize       quotes = count_quotes (line, length) > 0 && is_quoted ? 1 : 0;
          gsize       whole = length + (has_end ? 1 : 0);

          if (pass == 0 && length >= 5 && memcmp (line, "From ", 5) == 0)
            is_quoted = FALSE;
          if (pass == 1)
            append_limited (message, line + quotes, whole - quotes);
          offset += whole;
        }
    }
  self->start += end;
}

/* Takes lines until the next message begins. */
static void
take_lines (MboxFeed     *self,
            GByteArray   *message,
            GCancellable *cancellable)
{
  gboolean after_blank = FALSE;
  gboolean in_line = FALSE;

  while (fill (self, LOOK_AHEAD, cancellable) > 0)
    {
      gboolean    has_end;
      const char *line;
      gsize       length;
      gsize       quotes;

      if (!in_line && *get_data (self, 0) == 'F' &&
          begins_message (self, 0, after_blank, cancellable))
        return;
      line = get_data (self, 0);
      length = get_line (self, 0, G_MAXSIZE, &has_end);
      quotes = !in_line && count_quotes (line, length) > 0 ? 1 : 0;
      append_limited (message, line + quotes, length + (has_end ? 1 : 0) - quotes);
      after_blank = !in_line && strip_cr (line, length) == 0;
      in_line = !has_end;
      self->start += length + (has_end ? 1 : 0);
    }
}

/* Takes off the empty line an mbox puts behind each message. */
static void
strip_separator (GByteArray *message,
                 char        eol)
{
  guint length = message->len;

  for (guint i = 0; i < 2 && length > 0 && message->data[length - 1] == (guint8) eol; i++)
    {
      guint n = length - 1;

      if (n > 0 && eol == '\n' && message->data[n - 1] == '\r')
        n--;
      if (n == 0 || message->data[n - 1] != (guint8) eol)
        break;
      length = n;
    }
  g_byte_array_set_size (message, length);
}

static gboolean
is_expunged (const GByteArray *message)
{
  static const char name[] = "\nX-Mozilla-Status: ";
  const char       *found;
  guint             status = 0;

  found = memmem (message->data, MIN (message->len, 1024), name, sizeof name - 1);
  if (found == NULL && message->len > sizeof name &&
      memcmp (message->data, name + 1, sizeof name - 2) == 0)
    found = (const char *) message->data - 1;
  if (found == NULL ||
      (gsize) (found - (const char *) message->data + 1) + sizeof name + 4 > message->len + 1)
    return FALSE;
  found += sizeof name - 1;
  for (guint i = 0; i < 4 && g_ascii_isxdigit (found[i]); i++)
    status = status * 16 + (guint) g_ascii_xdigit_value (found[i]);
  return (status & MOZILLA_EXPUNGED) != 0;
}

static void
open_mbox (MboxFeed     *self,
           GCancellable *cancellable)
{
  gsize n = MIN (fill (self, LOOK_AHEAD, cancellable), LOOK_AHEAD);
  gsize skip = 0;

  if (n > 0 && memchr (get_data (self, 0), '\n', n) == NULL &&
      memchr (get_data (self, 0), '\r', n) != NULL)
    self->eol = '\r';
  if (n >= 3 && memcmp (get_data (self, 0), "\xef\xbb\xbf", 3) == 0)
    skip = 3;
  while (skip < n && g_ascii_isspace (*get_data (self, skip)))
    skip++;
  self->start += skip;
  self->is_open = TRUE;
}

/* The bytes of the next message, the window standing on its From line. */
static GByteArray *
take_message (MboxFeed     *self,
              GCancellable *cancellable)
{
  GByteArray *message;
  gboolean    has_end;
  gsize       length;

  if (fill (self, LOOK_AHEAD, cancellable) == 0)
    return NULL;
  message = g_byte_array_sized_new (4096);
  self->message_offset = (gint64) (self->read - get_available (self));
  length = get_line (self, 0, LOOK_AHEAD, &has_end);
  self->start += length + (has_end ? 1 : 0);
  length = find_promised_end (self, cancellable);
  if (length > 0)
    take_counted (self, message, length);
  if (length > 0)
    while (fill (self, LOOK_AHEAD, cancellable) > 0 &&
           (*get_data (self, 0) == '\n' || *get_data (self, 0) == '\r'))
      self->start++;
  else
    take_lines (self, message, cancellable);
  strip_separator (message, self->eol);
  return message;
}

/* Whether reading failed where this message, the last that was taken, may have more. */
static gboolean
is_cut (const MboxFeed *self)
{
  return self->error != NULL && get_available (self) == 0;
}

static RdMailItem *
take_error (MboxFeed *self)
{
  g_autoptr (GError) cause = g_steal_pointer (&self->error);

  self->at_end = TRUE;
  self->start = self->window->len;
  if (cause == NULL || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;
  return rd_mail_item_new_error (self->name, self->index++, rd_feed_error (cause));
}

/* What is in the window is told even if reading on failed: a message that is whole is. */
static RdMailItem *
mbox_next (RdFeed       *feed,
           RdFeed      **child,
           GCancellable *cancellable)
{
  MboxFeed   *self = (MboxFeed *) feed;
  GByteArray *message;

  if (!self->is_open)
    open_mbox (self, cancellable);
  while (!g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && (message = take_message (self, cancellable)) != NULL)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (RdMail) mail = NULL;
      RdMailItem *item;
      GError     *error = NULL;

      if (is_expunged (message) || is_cut (self))
        {
          g_byte_array_unref (message);
          continue;
        }
      bytes = g_byte_array_free_to_bytes (message);
      mail = rd_mail_new_from_bytes (bytes, &error);
      item = rd_mail_item_new (self->name, self->index++, g_steal_pointer (&mail));
      item->error = error;
      item->offset = self->message_offset;
      return item;
    }
  return take_error (self);
}

static double
mbox_get_done (RdFeed *feed)
{
  MboxFeed *self = (MboxFeed *) feed;

  return self->size > 0
             ? MIN ((double) (self->read - get_available (self)) / (double) self->size, 1.0)
             : 0.0;
}

static gboolean
go_to (MboxFeed *self,
       gint64    offset,
       guint     index)
{
  if (!g_seekable_seek (G_SEEKABLE (self->stream), offset, G_SEEK_SET, NULL, NULL))
    return FALSE;
  g_byte_array_set_size (self->window, 0);
  self->start = 0;
  self->read = (guint64) offset;
  self->at_end = FALSE;
  self->index = index;
  return TRUE;
}

/* The file may have changed since an item of it was found. */
static gboolean
mbox_seek (RdFeed *feed,
           gint64  offset,
           guint   index)
{
  MboxFeed *self = (MboxFeed *) feed;

  if (!G_IS_SEEKABLE (self->stream) || !g_seekable_can_seek (G_SEEKABLE (self->stream)))
    return FALSE;
  if (!self->is_open)
    open_mbox (self, NULL);
  if (go_to (self, offset, index) && fill (self, 5, NULL) >= 5 && memcmp (get_data (self, 0), "From ", 5) == 0)
    return TRUE;
  if (go_to (self, 0, 0))
    open_mbox (self, NULL);
  return FALSE;
}

static void
mbox_free (RdFeed *feed)
{
  MboxFeed *self = (MboxFeed *) feed;

  g_clear_object (&self->stream);
  g_clear_error (&self->error);
  g_byte_array_unref (self->window);
  g_free (self->name);
  g_free (self);
}

/**
 * rd_feed_new_mbox:
 * @stream: bytes that begin with a From line
 * @origin: where they stand
 *
 * Returns: (transfer full): a feed of the messages of an mbox
 */
RdFeed *
rd_feed_new_mbox (GInputStream       *stream,
                  const RdFeedOrigin *origin)
{
  MboxFeed *self = g_new0 (MboxFeed, 1);

  self->feed = (RdFeed){ mbox_next, mbox_get_done, NULL, mbox_seek, mbox_free, NULL, FALSE };
  self->stream = g_object_ref (stream);
  self->name = g_strdup (origin->name);
  self->size = origin->size;
  self->window = g_byte_array_sized_new (2 * BLOCK);
  self->eol = '\n';
  return &self->feed;
}
