/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-feed"

#include "config.h"

#include "rd-feed.h"

#include "rd-header-block.h"
#include "rd-limits.h"
#include "rd-mail-kind.h"
#include "rd-mail-unwrap.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How far into a text is looked for a sign that it is about mail. */
#define WORTH_SAMPLE 65536

typedef struct
{
  RdFeed   feed;
  char    *name;
  GBytes  *bytes;
  gboolean is_chosen;
  gboolean is_done;
} SingleFeed;

/**
 * rd_mail_item_new:
 * @name: what it stands in
 * @index: its number there, from 0
 * @mail: (transfer full) (nullable): the message
 *
 * Returns: (transfer full): an item
 */
RdMailItem *
rd_mail_item_new (const char *name,
                  guint       index,
                  RdMail     *mail)
{
  RdMailItem *item = g_new0 (RdMailItem, 1);

  item->name = g_strdup (name);
  item->index = index;
  item->mail = mail;
  item->offset = -1;
  return item;
}

/**
 * rd_mail_item_new_error:
 * @name: what it stands in
 * @index: its number there, from 0
 * @error: (transfer full): why it cannot be read
 *
 * Returns: (transfer full): an item
 */
RdMailItem *
rd_mail_item_new_error (const char *name,
                        guint       index,
                        GError     *error)
{
  RdMailItem *item = rd_mail_item_new (name, index, NULL);

  item->error = error;
  return item;
}

/**
 * rd_feed_error:
 * @cause: what GIO says
 *
 * Says why a file cannot be read in words for the person who chose it.  Errors
 * in RD_MAIL_ERROR are in such words already.
 *
 * Returns: (transfer full): the error
 */
GError *
rd_feed_error (const GError *cause)
{
  if (cause->domain == RD_MAIL_ERROR)
    return g_error_copy (cause);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_error_new_literal (RD_MAIL_ERROR, RD_MAIL_ERROR_UNREADABLE,
                                _ ("There is no such file; it may have been moved or deleted."));
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_error_new_literal (RD_MAIL_ERROR, RD_MAIL_ERROR_UNREADABLE,
                                _ ("You are not allowed to read this file."));
  return g_error_new (RD_MAIL_ERROR, RD_MAIL_ERROR_UNREADABLE,
                      _ ("The file cannot be read (%s)."), cause->message);
}

/**
 * rd_feed_is_named_message:
 * @name: the name of a file
 *
 * Tells whether a file was named as mail programs name what they save.  Whoever
 * has such a file among others waits for a word about it, even if it holds no
 * message.
 *
 * Returns: whether it was
 */
gboolean
rd_feed_is_named_message (const char *name)
{
  static const char *const suffixes[] = { ".eml", ".emlx", ".msg", ".mbox" };
  const char              *suffix = strrchr (name, '.');

  for (gsize i = 0; suffix != NULL && i < G_N_ELEMENTS (suffixes); i++)
    {
      if (g_ascii_strcasecmp (suffix, suffixes[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* An address or a reply code (RFC 5321 section 4.2): without either a text lying
 * in a folder is somebody's notes, and what begins with a brace is no prose. */
static gboolean
is_about_mail (const char *text)
{
  text += strspn (text, " \t\n");
  if (*text == '{' || (*text == '[' && strchr (" \t\n{[\"", text[1]) != NULL))
    return FALSE;
  for (const char *p = text; *p != '\0' && p - text < WORTH_SAMPLE; p++)
    {
      if (*p == '@' && p > text && g_ascii_isalnum (p[-1]) && g_ascii_isalnum (p[1]))
        return TRUE;
      if ((*p == '4' || *p == '5') && (p == text || !g_ascii_isalnum (p[-1])) &&
          g_ascii_isdigit (p[1]) && p[1] <= '5' && g_ascii_isdigit (p[2]) &&
          (p[3] == ' ' || p[3] == '-'))
        return TRUE;
    }
  return FALSE;
}

static RdMailItem *
single_next (RdFeed       *feed,
             RdFeed      **child,
             GCancellable *cancellable)
{
  SingleFeed *self = (SingleFeed *) feed;
  g_autoptr (RdMail) mail = NULL;
  g_autoptr (GError) error = NULL;

  if (self->is_done)
    return NULL;
  self->is_done = TRUE;
  mail = rd_mail_new_from_bytes (self->bytes, &error);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  if (mail == NULL)
    {
      if (!self->is_chosen && !g_error_matches (error, RD_MAIL_ERROR, RD_MAIL_ERROR_BROKEN))
        return NULL;
      return rd_mail_item_new_error (self->name, 0, g_steal_pointer (&error));
    }
  if (!self->is_chosen && rd_mail_get_form (mail) == RD_MAIL_FORM_TEXT &&
      !is_about_mail (rd_mail_get_part_text (mail, 0)))
    return NULL;
  return rd_mail_item_new (self->name, 0, g_steal_pointer (&mail));
}

static double
single_get_done (RdFeed *feed)
{
  return ((SingleFeed *) feed)->is_done ? 1.0 : 0.0;
}

static void
single_free (RdFeed *feed)
{
  SingleFeed *self = (SingleFeed *) feed;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self);
}

/* Reads a whole file, but one byte over the limit at most: that tells that it
 * goes on. */
static RdFeed *
new_single (GInputStream       *stream,
            const RdFeedOrigin *origin,
            GCancellable       *cancellable,
            GError            **error)
{
  gsize limit = RD_LIMIT_MESSAGE_BYTES + 1;
  gsize block = CLAMP (origin->size + 1, 8192, limit);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  SingleFeed *self;
  gsize       n;

  do
    {
      guint used = bytes->len;

      g_byte_array_set_size (bytes, used + (guint) MIN (block, limit - used));
      if (!g_input_stream_read_all (stream, bytes->data + used, bytes->len - used, &n, cancellable,
                                    error))
        return NULL;
      g_byte_array_set_size (bytes, used + (guint) n);
      block = MAX (bytes->len, 8192);
    }
  while (n > 0 && bytes->len < limit);

  self = g_new0 (SingleFeed, 1);
  self->feed = (RdFeed){ single_next, single_get_done, NULL, NULL, single_free, NULL, FALSE };
  self->name = g_strdup (origin->name);
  self->is_chosen = origin->is_chosen;
  self->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return &self->feed;
}

static gboolean
is_mbox (const char *data,
         gsize       length)
{
  const char *end = data + length;
  const char *line_end;
  const char *next;
  gsize       n;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    data += 3;
  while (data < end && g_ascii_isspace (*data))
    data++;
  for (line_end = data; line_end < end && *line_end != '\n' && *line_end != '\r'; line_end++)
    ;
  if (!rd_mbox_is_from_line (data, (gsize) (line_end - data)))
    return FALSE;
  for (next = line_end; next < end && (*next == '\n' || *next == '\r'); next++)
    ;
  n = (gsize) (end - next);
  return n > 6 &&
         (memcmp (next, ">From ", 6) == 0 || rd_header_field_name_length (next, MIN (n, 256)) > 0);
}

/* Opens what a file turned out to be; passes over what is no message if nobody
 * chose it. */
static RdFeed *
open_kind (GInputStream       *stream,
           RdMailKind          kind,
           const RdFeedOrigin *origin,
           GCancellable       *cancellable,
           GError            **error)
{
  switch (kind)
    {
    case RD_MAIL_KIND_TEXT:
    case RD_MAIL_KIND_HTML:
    case RD_MAIL_KIND_OLE:
      return new_single (stream, origin, cancellable, error);
    case RD_MAIL_KIND_ZIP:
    case RD_MAIL_KIND_GZIP:
    case RD_MAIL_KIND_TAR:
      if (origin->depth < RD_FEED_MAX_DEPTH)
        return rd_feed_new_archive (stream, origin);
      g_set_error_literal (
          error, RD_MAIL_ERROR, RD_MAIL_ERROR_TOO_BIG,
          _ ("There are archives inside of archives here, too many to open; unpack them and use the messages in them."));
      return NULL;
    case RD_MAIL_KIND_EMPTY:
    case RD_MAIL_KIND_TNEF:
    case RD_MAIL_KIND_MAILBOX:
    case RD_MAIL_KIND_PICTURE:
    case RD_MAIL_KIND_PDF:
    case RD_MAIL_KIND_OFFICE:
    case RD_MAIL_KIND_ARCHIVE:
    case RD_MAIL_KIND_MEDIA:
    case RD_MAIL_KIND_PROGRAM:
    case RD_MAIL_KIND_BINARY:
    default:
      g_propagate_error (error, rd_mail_kind_error (kind));
      return NULL;
    }
}

static RdFeed *
note_chosen (RdFeed             *feed,
             const RdFeedOrigin *origin)
{
  if (feed != NULL && origin->is_chosen)
    feed->chosen_name = g_strdup (origin->name);
  return feed;
}

/**
 * rd_feed_open:
 * @stream: any bytes
 * @origin: where they stand
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Finds out what bytes are and opens them.
 *
 * Returns: (transfer full): a feed of the messages in them
 */
RdFeed *
rd_feed_open (GInputStream       *stream,
              const RdFeedOrigin *origin,
              GCancellable       *cancellable,
              GError            **error)
{
  g_autoptr (GInputStream) buffered =
                 g_buffered_input_stream_new_sized (stream, RD_MAIL_KIND_SAMPLE);
  GBufferedInputStream *peek = G_BUFFERED_INPUT_STREAM (buffered);
  const char           *sample;
  gsize                 length;
  gssize                n;
  RdMailKind            kind;

  do
    {
      n = g_buffered_input_stream_fill (peek, -1, cancellable, error);
      if (n < 0)
        return NULL;
    }
  while (n > 0 && g_buffered_input_stream_get_available (peek) < RD_MAIL_KIND_SAMPLE);
  sample = g_buffered_input_stream_peek_buffer (peek, &length);
  kind = rd_mail_kind_of (sample, length);
  if (kind == RD_MAIL_KIND_TEXT && is_mbox (sample, length))
    return note_chosen (rd_feed_new_mbox (buffered, origin), origin);
  return note_chosen (open_kind (buffered, kind, origin, cancellable, error), origin);
}

/**
 * rd_feed_open_path:
 * @path: a file or folder
 * @origin: where it stands
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Opens a file or folder.
 *
 * Returns: (transfer full): a feed of the messages in it
 */
RdFeed *
rd_feed_open_path (const char         *path,
                   const RdFeedOrigin *origin,
                   GCancellable       *cancellable,
                   GError            **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GFileInfo) info = NULL;
  RdFeedOrigin sized = *origin;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return note_chosen (rd_feed_new_folder (path, origin, error), origin);
  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;
  info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, NULL);
  sized.size = info != NULL ? (guint64) MAX (g_file_info_get_size (info), 0) : 0;
  return rd_feed_open (G_INPUT_STREAM (stream), &sized, cancellable, error);
}

/**
 * rd_feed_free:
 * @self: (nullable): a feed
 *
 * Frees a feed.
 */
void
rd_feed_free (RdFeed *self)
{
  if (self == NULL)
    return;
  g_free (self->chosen_name);
  self->free (self);
}
