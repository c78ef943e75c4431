/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-feed-archive"

#include "config.h"

#include "rd-feed.h"

#include "rd-text.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Zip, gzip and tar through libarchive, entry by entry and never onto a disk:
 * the name of an entry is only ever shown.  libarchive also reads files of
 * several gzip members, which log rotation and backups make. */

#define BLOCK 65536

/* Entries of one archive that are looked at. */
#define MAX_ENTRIES 200000

/* Text packs to a fifth, the most monotonous log to a fiftieth: what unpacks to
 * more than this is a bomb, once it is large enough to matter. */
#define MAX_RATIO 100
#define RATIO_MATTERS (32u * 1024 * 1024)

typedef struct _ArchiveFeed ArchiveFeed;

struct _ArchiveFeed
{
  RdFeed          feed;
  ArchiveFeed    *outer; /* (unowned) (nullable): the archive it lies in */
  struct archive *archive;
  GInputStream   *stream;
  GCancellable   *cancellable; /* (unowned) (nullable): of the call being served */
  char           *name;
  guint64         size;
  guint           depth;
  gboolean        is_chosen;
  gboolean        is_open;
  gboolean        is_done;
  guint64         packed;   /* bytes read of @stream */
  guint64         unpacked; /* bytes handed out of entries, and of archives in them */
  guint           entries;
  guint8          block[BLOCK];
};

#define RD_TYPE_ENTRY_STREAM (rd_entry_stream_get_type ())
G_DECLARE_FINAL_TYPE (RdEntryStream, rd_entry_stream, RD, ENTRY_STREAM, GInputStream)

/* The content of the entry an archive stands at.  Good only until the archive
 * goes on to the next. */
struct _RdEntryStream
{
  GInputStream parent_instance;

  ArchiveFeed *archive; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (RdEntryStream, rd_entry_stream, G_TYPE_INPUT_STREAM)

static GError *
new_broken_error (void)
{
  return g_error_new_literal (
      RD_MAIL_ERROR, RD_MAIL_ERROR_BROKEN,
      _ ("This archive is damaged or cut off; fetch it once more, or unpack it and use the messages in it."));
}

static GError *
new_bomb_error (void)
{
  return g_error_new_literal (
      RD_MAIL_ERROR, RD_MAIL_ERROR_TOO_BIG,
      _ ("This archive unpacks to far more than any mail does, so it was not read to its end."));
}

static GError *
new_many_error (void)
{
  return g_error_new_literal (
      RD_MAIL_ERROR, RD_MAIL_ERROR_TOO_BIG,
      _ ("There are more files in this archive than can be looked at, so it was not read to its end; unpack it and use the messages in it."));
}

/* Adds to what was unpacked; ends the archive if it is a bomb.  Archives in an
 * archive count for all around them too: each may be small enough by itself, and
 * together they unpack for hours. */
static gboolean
count_unpacked (ArchiveFeed *self,
                gsize        n)
{
  for (ArchiveFeed *feed = self; feed != NULL; feed = feed->outer)
    {
      feed->unpacked += n;
      if (feed->unpacked <= RATIO_MATTERS || feed->unpacked / MAX_RATIO <= feed->packed)
        continue;
      for (ArchiveFeed *within = self; within != feed; within = within->outer)
        within->is_done = TRUE;
      feed->is_done = TRUE;
    }
  return !self->is_done;
}

static gssize
rd_entry_stream_read (GInputStream *stream,
                      void         *buffer,
                      gsize         count,
                      GCancellable *cancellable,
                      GError      **error)
{
  ArchiveFeed *self = RD_ENTRY_STREAM (stream)->archive;
  gssize       n;

  self->cancellable = cancellable;
  n = archive_read_data (self->archive, buffer, count);
  self->cancellable = NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (n < 0)
    {
      if (archive_read_has_encrypted_entries (self->archive) > 0)
        g_set_error_literal (
            error, RD_MAIL_ERROR, RD_MAIL_ERROR_BROKEN,
            _ ("This archive is protected with a password; unpack it and use the messages in it."));
      else
        g_propagate_error (error, new_broken_error ());
      return -1;
    }
  if (!count_unpacked (self, (gsize) n))
    {
      g_propagate_error (error, new_bomb_error ());
      return -1;
    }
  return n;
}

static void
rd_entry_stream_class_init (RdEntryStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = rd_entry_stream_read;
}

static void
rd_entry_stream_init (RdEntryStream *self)
{
}

static la_ssize_t
read_cb (struct archive *archive,
         void           *data,
         const void    **buffer)
{
  ArchiveFeed *self = data;
  gssize       n = g_input_stream_read (self->stream, self->block, BLOCK, self->cancellable, NULL);

  if (n < 0)
    {
      archive_set_error (archive, EIO, "the stream cannot be read");
      return -1;
    }
  self->packed += (guint64) n;
  *buffer = self->block;
  return n;
}

/* The list of a zip stands at its end. */
static la_int64_t
seek_cb (struct archive *archive,
         void           *data,
         la_int64_t      offset,
         int             whence)
{
  ArchiveFeed *self = data;
  GSeekType    type = whence == SEEK_SET ? G_SEEK_SET : whence == SEEK_CUR ? G_SEEK_CUR
                                                                           : G_SEEK_END;

  if (!g_seekable_seek (G_SEEKABLE (self->stream), offset, type, self->cancellable, NULL))
    return ARCHIVE_FATAL;
  return g_seekable_tell (G_SEEKABLE (self->stream));
}

static gboolean
open_archive (ArchiveFeed *self)
{
  self->is_open = TRUE;
  archive_read_support_format_zip (self->archive);
  archive_read_support_format_tar (self->archive);
  archive_read_support_format_raw (self->archive);
  archive_read_support_filter_gzip (self->archive);
  archive_read_set_callback_data (self->archive, self);
  archive_read_set_read_callback (self->archive, read_cb);
  if (G_IS_SEEKABLE (self->stream) && g_seekable_can_seek (G_SEEKABLE (self->stream)))
    archive_read_set_seek_callback (self->archive, seek_cb);
  return archive_read_open1 (self->archive) == ARCHIVE_OK;
}

/* Files macOS and Windows add to every archive, and hidden ones. */
static gboolean
is_wanted (const char *name)
{
  const char *base = strrchr (name, '/');

  base = base != NULL ? base + 1 : name;
  return base[0] != '\0' && base[0] != '.' && !g_str_has_prefix (name, "__MACOSX/") &&
         strstr (name, "/__MACOSX/") == NULL && g_ascii_strcasecmp (base, "Thumbs.db") != 0 &&
         g_ascii_strcasecmp (base, "desktop.ini") != 0;
}

/* What gzip packed has no name but that of the file. */
static char *
dup_entry_name (const ArchiveFeed    *self,
                struct archive_entry *entry)
{
  const char      *name = archive_entry_pathname (entry);
  g_autofree char *valid = NULL;

  if (archive_format (self->archive) == ARCHIVE_FORMAT_RAW)
    return g_strdup (self->name);
  valid = rd_text_make_valid (name != NULL ? name : "", -1);
  return g_build_filename (self->name, valid, NULL);
}

static RdFeed *
open_entry (ArchiveFeed *self,
            const char  *name,
            gboolean     is_chosen,
            GError     **error)
{
  RdEntryStream *stream = g_object_new (RD_TYPE_ENTRY_STREAM, NULL);
  g_autoptr (GInputStream) owned = G_INPUT_STREAM (stream);
  RdFeedOrigin origin = { name, 0, self->depth + 1, is_chosen, &self->feed };

  stream->archive = self;
  return rd_feed_open (owned, &origin, self->cancellable, error);
}

/* Passes over the rest of an entry.  libarchive would do so by itself, but
 * unpack gigabytes on the way where it cannot seek. */
static void
skip_entry (ArchiveFeed *self)
{
  gboolean can_seek = archive_format (self->archive) == ARCHIVE_FORMAT_ZIP &&
                      G_IS_SEEKABLE (self->stream) &&
                      g_seekable_can_seek (G_SEEKABLE (self->stream));
  guint8 discarded[4096];
  gssize n = 1;

  if (self->entries == 0 || can_seek)
    return;
  while (n > 0 && !g_cancellable_is_cancelled (self->cancellable))
    {
      n = archive_read_data (self->archive, discarded, sizeof discarded);
      if (n > 0 && !count_unpacked (self, (gsize) n))
        return;
    }
}

/* The next entry that may hold a message; %NULL at the end, or with @error if
 * the archive cannot be read on. */
static struct archive_entry *
find_entry (ArchiveFeed *self,
            GError     **error)
{
  struct archive_entry *entry = NULL;
  int                   result = ARCHIVE_OK;

  if (!self->is_open && !open_archive (self))
    result = ARCHIVE_FATAL;
  while (result >= ARCHIVE_WARN && self->entries < MAX_ENTRIES)
    {
      const char *name;

      skip_entry (self);
      if (self->is_done)
        g_propagate_error (error, new_bomb_error ());
      if (self->is_done || g_cancellable_is_cancelled (self->cancellable))
        return NULL;
      result = archive_read_next_header (self->archive, &entry);
      if (result < ARCHIVE_WARN || result == ARCHIVE_EOF)
        break;
      self->entries++;
      name = archive_entry_pathname (entry);
      if (archive_entry_filetype (entry) == AE_IFREG && (name == NULL || is_wanted (name)))
        return entry;
    }
  self->is_done = !g_cancellable_is_cancelled (self->cancellable);
  if (self->is_done && result < ARCHIVE_WARN)
    g_propagate_error (error, new_broken_error ());
  else if (self->is_done && result != ARCHIVE_EOF)
    g_propagate_error (error, new_many_error ());
  return NULL;
}

/* What gzip packed is what was chosen. */
static gboolean
is_chosen_entry (const ArchiveFeed *self,
                 const char        *name)
{
  if (archive_format (self->archive) == ARCHIVE_FORMAT_RAW)
    return self->is_chosen;
  return rd_feed_is_named_message (name);
}

static gboolean
is_passed_over (const ArchiveFeed *self,
                gboolean           is_chosen,
                const GError      *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  if (is_chosen)
    return FALSE;
  return g_error_matches (error, RD_MAIL_ERROR, RD_MAIL_ERROR_EMPTY) ||
         (g_error_matches (error, RD_MAIL_ERROR, RD_MAIL_ERROR_NOT_TEXT) &&
          archive_format (self->archive) != ARCHIVE_FORMAT_RAW);
}

static RdMailItem *
archive_next (RdFeed       *feed,
              RdFeed      **child,
              GCancellable *cancellable)
{
  ArchiveFeed          *self = (ArchiveFeed *) feed;
  struct archive_entry *entry;
  g_autoptr (GError) error = NULL;

  if (self->is_done)
    return NULL;
  self->cancellable = cancellable;
  while ((entry = find_entry (self, &error)) != NULL)
    {
      g_autofree char *name = dup_entry_name (self, entry);
      gboolean         is_chosen = is_chosen_entry (self, name);

      *child = open_entry (self, name, is_chosen, &error);
      if (*child != NULL)
        return NULL;
      if (!is_passed_over (self, is_chosen, error))
        return rd_mail_item_new_error (name, 0, g_steal_pointer (&error));
      g_clear_error (&error);
    }
  return error != NULL ? rd_mail_item_new_error (self->name, 0, g_steal_pointer (&error)) : NULL;
}

static double
archive_get_done (RdFeed *feed)
{
  ArchiveFeed *self = (ArchiveFeed *) feed;

  return self->size > 0 ? MIN ((double) self->packed / (double) self->size, 1.0) : 0.0;
}

static void
archive_feed_free (RdFeed *feed)
{
  ArchiveFeed *self = (ArchiveFeed *) feed;

  archive_read_free (self->archive);
  g_object_unref (self->stream);
  g_free (self->name);
  g_free (self);
}

/**
 * rd_feed_new_archive:
 * @stream: a zip archive, a tar archive or something packed with gzip
 * @origin: where it stands
 *
 * Returns: (transfer full): a feed of the messages in an archive
 */
RdFeed *
rd_feed_new_archive (GInputStream       *stream,
                     const RdFeedOrigin *origin)
{
  ArchiveFeed *self = g_new0 (ArchiveFeed, 1);

  self->feed = (RdFeed){ archive_next, archive_get_done, NULL, NULL, archive_feed_free, NULL, FALSE };
  self->archive = archive_read_new ();
  self->stream = g_object_ref (stream);
  self->name = g_strdup (origin->name);
  self->size = origin->size;
  self->depth = origin->depth;
  self->is_chosen = origin->is_chosen;
  self->outer = (ArchiveFeed *) origin->archive;
  return &self->feed;
}
