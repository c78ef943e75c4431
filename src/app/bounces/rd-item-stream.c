/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-item-stream"

#include "config.h"

#include "rd-item-stream.h"

#include <string.h>

struct _RdItemStream
{
  RdSource     *source;
  RdMailReader *reader;   /* (nullable): pasted text has none */
  gsize         n_hidden; /* bytes that names begin with and nobody has to see */
  gboolean      is_done;
};

/* A file is called as in the file manager, and what is in a folder or an archive as
 * its place in it: where that itself is, who opened it knows. */
static gsize
count_hidden (RdSource *source)
{
  g_autofree char *path = source->file != NULL ? g_file_get_path (source->file) : NULL;
  g_autofree char *shown = path != NULL ? g_filename_display_name (path) : NULL;
  g_autofree char *name = shown != NULL ? g_path_get_basename (shown) : NULL;

  return name != NULL && g_str_has_suffix (shown, name) ? strlen (shown) - strlen (name) : 0;
}

static RdMailReader *
open_file (RdSource     *source,
           GCancellable *cancellable,
           GError      **error)
{
  g_autofree char *path = g_file_get_path (source->file);
  g_autoptr (GFileInputStream) stream = NULL;

  if (path != NULL)
    return rd_mail_reader_new_for_path (path, error);

  /* A file on a server or in a phone that no folder of this computer shows. */
  stream = g_file_read (source->file, cancellable, error);
  if (stream == NULL)
    return NULL;
  return rd_mail_reader_new_for_stream (G_INPUT_STREAM (stream), source->name, error);
}

/**
 * rd_item_stream_open:
 * @source: what was handed in
 * @cancellable: (nullable): to stop it
 * @error: why it cannot be opened
 *
 * Opens @source; blocks.
 *
 * Returns: (transfer full) (nullable): the stream
 */
RdItemStream *
rd_item_stream_open (RdSource     *source,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (RdItemStream) self = g_new0 (RdItemStream, 1);

  g_return_val_if_fail (source != NULL, NULL);

  self->source = rd_source_ref (source);
  self->n_hidden = count_hidden (source);
  if (source->file != NULL)
    self->reader = open_file (source, cancellable, error);
  else if (source->bytes != NULL)
    self->reader = rd_mail_reader_new_for_bytes (source->bytes, source->name, error);
  if (self->reader == NULL && source->text == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
rd_item_stream_free (RdItemStream *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->reader, rd_mail_reader_free);
  rd_source_unref (self->source);
  g_free (self);
}

static RdMailItem *
name_item (RdItemStream *self,
           RdMailItem   *item)
{
  char *name;

  if (item == NULL || self->n_hidden == 0 || strlen (item->name) <= self->n_hidden)
    return item;
  name = g_strdup (item->name + self->n_hidden);
  g_free (item->name);
  item->name = name;
  return item;
}

/**
 * rd_item_stream_next:
 * @self: a stream
 * @cancellable: (nullable): to stop it
 *
 * Reads the next message; blocks.
 *
 * Returns: (transfer full) (nullable): the message or why it could not be read,
 *   %NULL after the last one
 */
RdMailItem *
rd_item_stream_next (RdItemStream *self,
                     GCancellable *cancellable)
{
  RdMailItem *item;

  if (self->reader != NULL)
    return name_item (self, rd_mail_reader_next (self->reader, cancellable));
  if (self->is_done)
    return NULL;

  self->is_done = TRUE;
  item = g_new0 (RdMailItem, 1);
  item->name = g_strdup (self->source->name);
  item->mail = rd_mail_new_from_text (self->source->text, &item->error);
  return item;
}

/* See rd_mail_reader_seek(). */
gboolean
rd_item_stream_seek (RdItemStream *self,
                     gint64        offset,
                     guint         index)
{
  return self->reader != NULL && rd_mail_reader_seek (self->reader, offset, index);
}

/* From 0 to 1; negative if it cannot be told. */
double
rd_item_stream_get_progress (RdItemStream *self)
{
  if (self->reader != NULL)
    return rd_mail_reader_get_progress (self->reader);
  return self->is_done ? 1.0 : 0.0;
}
