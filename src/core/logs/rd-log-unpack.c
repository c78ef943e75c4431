/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Packed log files: yesterday's logs are, on every server.  How one is packed is told
 * by its first bytes, never by its name, and it is unpacked while it is read. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-source-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * _rd_log_is_packed:
 * @data: the beginning of a file
 * @length: its length; %RD_LOG_MAGIC_BYTES are enough
 *
 * Returns: whether it is of a kind that can be unpacked
 */
gboolean
_rd_log_is_packed (const char *data,
                   gsize       length)
{
  static const struct
  {
    const char *bytes;
    gsize       length;
  } magics[] = {
    { "\037\213", 2 },
    { "BZh", 3 },
    { "\3757zXZ\0", 6 },
    { "\050\265\057\375", 4 },
    { "\135\0\0\200\0", 5 },
    { "\135\0\0\0\001", 5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      if (length >= magics[i].length && memcmp (data, magics[i].bytes, magics[i].length) == 0)
        return TRUE;
    }
  return FALSE;
}

static la_ssize_t
archive_read_cb (struct archive *archive,
                 void           *user_data,
                 const void    **data)
{
  RdLogSource *self = user_data;
  gssize       got = (gssize) self->n_ahead;

  *data = self->buffer;
  self->n_ahead = 0;
  if (got > 0)
    return got;
  got = _rd_log_source_fill (self->fd, self->buffer, RD_LOG_BUFFER_BYTES);
  if (got < 0)
    archive_set_error (archive, errno, "%s", g_strerror (errno));
  return got;
}

static gboolean
read_unpacked (RdLogSource    *self,
               struct archive *archive,
               RdLogSink       sink,
               gpointer        user_data,
               GCancellable   *cancellable,
               GError        **error)
{
  g_autofree char      *unpacked = g_malloc (RD_LOG_BUFFER_BYTES);
  struct archive_entry *entry;
  la_ssize_t            got = 0;
  int                   state = archive_read_next_header (archive, &entry);

  if (state == ARCHIVE_EOF)
    return TRUE;
  while (state == ARCHIVE_OK || state == ARCHIVE_WARN)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      got = archive_read_data (archive, unpacked, RD_LOG_BUFFER_BYTES);
      if (got == 0)
        return TRUE;
      if (got < 0)
        break;
      if (!sink (unpacked, (gsize) got, user_data))
        return TRUE;
    }
  _rd_log_source_set_error (self, archive_error_string (archive) != NULL ? archive_error_string (archive) : _ ("the file is damaged"), error);
  return FALSE;
}

/**
 * _rd_log_source_read_packed:
 * @self: a packed file, not read before
 * @sink: takes the bytes
 * @user_data: handed to @sink
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads the whole file, unpacked.
 *
 * Returns: whether the end was reached
 */
gboolean
_rd_log_source_read_packed (RdLogSource  *self,
                            RdLogSink     sink,
                            gpointer      user_data,
                            GCancellable *cancellable,
                            GError      **error)
{
  struct archive *archive = archive_read_new ();
  gboolean        ok;

  archive_read_support_filter_gzip (archive);
  archive_read_support_filter_bzip2 (archive);
  archive_read_support_filter_xz (archive);
  archive_read_support_filter_lzma (archive);
  archive_read_support_filter_zstd (archive);
  archive_read_support_format_raw (archive);
  if (archive_read_open (archive, self, NULL, archive_read_cb, NULL) != ARCHIVE_OK)
    {
      _rd_log_source_set_error (self, archive_error_string (archive) != NULL ? archive_error_string (archive) : _ ("the file is damaged"), error);
      ok = FALSE;
    }
  else
    ok = read_unpacked (self, archive, sink, user_data, cancellable, error);
  archive_read_free (archive);
  return ok;
}
