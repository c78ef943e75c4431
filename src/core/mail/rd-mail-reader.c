/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mail-reader"

#include "config.h"

#include "rd-mail-reader.h"

#include "rd-feed.h"

#include <glib/gi18n-lib.h>

struct _RdMailReader
{
  GPtrArray *feeds;    /* (element-type RdFeed): innermost last */
  int        progress; /* in millionths; read by other threads */
};

#define PROGRESS_UNIT 1000000

static RdMailReader *
new_reader (RdFeed *feed)
{
  RdMailReader *self = g_new0 (RdMailReader, 1);

  self->feeds = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_feed_free);
  g_ptr_array_add (self->feeds, feed);
  return self;
}

/**
 * rd_mail_reader_new_for_path:
 * @path: (type filename): a file or a folder
 * @error: return location for an error
 *
 * Opens what somebody chose.
 *
 * Returns: (transfer full): a reader, %NULL with an error in RD_MAIL_ERROR
 */
RdMailReader *
rd_mail_reader_new_for_path (const char *path,
                             GError    **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) cause = NULL;
  RdFeedOrigin origin = { .is_chosen = TRUE };
  RdFeed      *feed;

  g_return_val_if_fail (path != NULL, NULL);

  origin.name = name = g_filename_display_name (path);
  feed = rd_feed_open_path (path, &origin, NULL, &cause);
  if (feed != NULL)
    return new_reader (feed);
  g_propagate_error (error, rd_feed_error (cause));
  return NULL;
}

/**
 * rd_mail_reader_new_for_bytes:
 * @bytes: a message or a container of messages
 * @name: (nullable): what to call it
 * @error: return location for an error
 *
 * Opens bytes that are in memory already.
 *
 * Returns: (transfer full): a reader, %NULL with an error in RD_MAIL_ERROR
 */
RdMailReader *
rd_mail_reader_new_for_bytes (GBytes     *bytes,
                              const char *name,
                              GError    **error)
{
  g_autoptr (GInputStream) stream = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  stream = g_memory_input_stream_new_from_bytes (bytes);
  return rd_mail_reader_new_for_stream (stream, name, error);
}

/**
 * rd_mail_reader_new_for_stream:
 * @stream: a stream, such as the standard input
 * @name: (nullable): what to call it
 * @error: return location for an error
 *
 * Opens a stream.  It is read while messages are asked for.
 *
 * Returns: (transfer full): a reader, %NULL with an error in RD_MAIL_ERROR
 */
RdMailReader *
rd_mail_reader_new_for_stream (GInputStream *stream,
                               const char   *name,
                               GError      **error)
{
  g_autofree char *valid = NULL;
  g_autoptr (GError) cause = NULL;
  RdFeedOrigin origin = { .is_chosen = TRUE };
  RdFeed      *feed;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  origin.name = valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  if (G_IS_MEMORY_INPUT_STREAM (stream) &&
      g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_END, NULL, NULL))
    {
      origin.size = (guint64) g_seekable_tell (G_SEEKABLE (stream));
      g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, NULL);
    }
  feed = rd_feed_open (stream, &origin, NULL, &cause);
  if (feed != NULL)
    return new_reader (feed);
  g_propagate_error (error, rd_feed_error (cause));
  return NULL;
}

/**
 * rd_mail_reader_free:
 * @self: (nullable): a reader
 *
 * Frees a reader; messages it handed out stay.
 */
void
rd_mail_reader_free (RdMailReader *self)
{
  if (self == NULL)
    return;
  /* The inner ones read through the outer ones. */
  while (self->feeds->len > 0)
    g_ptr_array_set_size (self->feeds, (int) self->feeds->len - 1);
  g_ptr_array_unref (self->feeds);
  g_free (self);
}

/**
 * rd_mail_item_free:
 * @self: (nullable): an item
 *
 * Frees an item and lets go of its message.
 */
void
rd_mail_item_free (RdMailItem *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->mail, rd_mail_unref);
  g_clear_error (&self->error);
  g_free (self->name);
  g_free (self);
}

static void
update_progress (RdMailReader *self)
{
  double done = 0.0;
  double share = 1.0;

  for (guint i = 0; i < self->feeds->len; i++)
    {
      RdFeed *feed = g_ptr_array_index (self->feeds, i);

      if (feed->get_done != NULL)
        done += share * feed->get_done (feed);
      share = feed->get_step != NULL ? share * feed->get_step (feed) : 0.0;
    }
  if (self->feeds->len == 0)
    done = 1.0;
  g_atomic_int_set (&self->progress, (int) (CLAMP (done, 0.0, 1.0) * PROGRESS_UNIT));
}

static void
note_item (RdMailReader *self)
{
  for (guint i = 0; i < self->feeds->len; i++)
    ((RdFeed *) g_ptr_array_index (self->feeds, i))->has_items = TRUE;
}

/* Takes off the innermost feed, which is at its end; returns what is to be said
 * about it if there was nothing in it. */
static RdMailItem *
leave_feed (RdMailReader *self)
{
  g_autoptr (RdFeed) feed = g_ptr_array_steal_index (self->feeds, self->feeds->len - 1);

  if (feed->has_items || feed->chosen_name == NULL)
    return NULL;
  return rd_mail_item_new_error (
      feed->chosen_name, 0,
      g_error_new_literal (RD_MAIL_ERROR, RD_MAIL_ERROR_EMPTY, _ ("There is no message in it.")));
}

/**
 * rd_mail_reader_next:
 * @self: a reader
 * @cancellable: (nullable): a cancellable
 *
 * Reads the next message.  What cannot be read gives an item with an error, and
 * the reading goes on behind it; what was chosen, or was saved under the name of
 * a message, and holds none gives one with RD_MAIL_ERROR_EMPTY.
 *
 * Returns: (transfer full) (nullable): the next item, %NULL at the end and when
 *   cancelled
 */
RdMailItem *
rd_mail_reader_next (RdMailReader *self,
                     GCancellable *cancellable)
{
  g_return_val_if_fail (self != NULL, NULL);

  while (self->feeds->len > 0 && !g_cancellable_is_cancelled (cancellable))
    {
      RdFeed     *feed = g_ptr_array_index (self->feeds, self->feeds->len - 1);
      RdFeed     *child = NULL;
      RdMailItem *item = feed->next (feed, &child, cancellable);

      if (child != NULL)
        g_ptr_array_add (self->feeds, child);
      else if (item == NULL && !g_cancellable_is_cancelled (cancellable))
        item = leave_feed (self);
      update_progress (self);
      if (item != NULL)
        {
          note_item (self);
          return item;
        }
    }
  return NULL;
}

/**
 * rd_mail_reader_seek:
 * @self: a reader from which nothing was read yet
 * @offset: of an item that another reader of the same file handed out
 * @index: of that item
 *
 * Goes to that item, if the file allows it: the next one read is that.
 *
 * Returns: whether it was possible; if not, read on from the beginning
 */
gboolean
rd_mail_reader_seek (RdMailReader *self,
                     gint64        offset,
                     guint         index)
{
  RdFeed *feed;

  g_return_val_if_fail (self != NULL, FALSE);

  if (offset < 0 || self->feeds->len != 1)
    return FALSE;
  feed = g_ptr_array_index (self->feeds, 0);
  return feed->seek != NULL && feed->seek (feed, offset, index);
}

/**
 * rd_mail_reader_get_progress:
 * @self: a reader
 *
 * How far the reading is.  May be called from any thread.
 *
 * Returns: a share from 0 to 1
 */
double
rd_mail_reader_get_progress (RdMailReader *self)
{
  g_return_val_if_fail (self != NULL, 0.0);

  return (double) g_atomic_int_get (&self->progress) / PROGRESS_UNIT;
}
