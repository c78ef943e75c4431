/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes of log files.  A file is read into a small buffer rather than mapped: a
 * log that is cut while it is being read, as "copytruncate" does, would kill a
 * program that maps it, and a buffer that stays in the cache of the processor
 * costs next to nothing. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-source-private.h"

#include "rd-log-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_QUARK (rd_log_error, rd_log_error)

/**
 * _rd_log_source_fill:
 * @fd: a file
 * @buffer: (out): its next bytes
 * @size: room in @buffer
 *
 * Reads until the buffer is full or there is nothing more.
 *
 * Returns: the bytes read, -1 if that failed, with errno set
 */
gssize
_rd_log_source_fill (int   fd,
                     char *buffer,
                     gsize size)
{
  gsize have = 0;

  while (have < size)
    {
      gssize got = read (fd, buffer + have, size - have);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      have += (gsize) got;
    }
  return (gssize) have;
}

/* Writes everything, or says that there is no room. */
gboolean
_rd_log_write_all (int         fd,
                   const char *data,
                   gsize       length)
{
  while (length > 0)
    {
      gssize done = write (fd, data, length);

      if (done < 0 && errno == EINTR)
        continue;
      if (done <= 0)
        return FALSE;
      data += done;
      length -= (gsize) done;
    }
  return TRUE;
}

static RdLogSource *
source_new (int         fd,
            gboolean    owns_fd,
            const char *name)
{
  RdLogSource *self = g_new0 (RdLogSource, 1);
  struct stat  info;

  self->fd = fd;
  self->owns_fd = owns_fd;
  self->name = g_strdup (name);
  self->size = -1;
  self->written_at = g_get_real_time () / G_USEC_PER_SEC;
  self->buffer = g_malloc (RD_LOG_BUFFER_BYTES);
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    {
      self->size = info.st_size;
      self->written_at = info.st_mtime;
    }
  return self;
}

/* Finds out how the file is packed. */
static void
look_ahead (RdLogSource *self)
{
  gssize ahead = _rd_log_source_fill (self->fd, self->buffer, RD_LOG_MAGIC_BYTES);

  self->n_ahead = ahead > 0 ? (gsize) ahead : 0;
  self->is_packed = _rd_log_is_packed (self->buffer, self->n_ahead);
}

/**
 * rd_log_source_open:
 * @path: a file
 * @error: return location for an error
 *
 * Opens a log file.
 *
 * Returns: (transfer full) (nullable): the file, %NULL with @error set
 */
RdLogSource *
rd_log_source_open (const char *path,
                    GError    **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  RdLogSource     *self;
  int              fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  struct stat      info;

  if (fd < 0 || (fstat (fd, &info) == 0 && S_ISDIR (info.st_mode)))
    {
      g_set_error (error, RD_LOG_ERROR, RD_LOG_ERROR_OPEN, _ ("“%s” cannot be opened: %s"), shown, g_strerror (fd < 0 ? errno : EISDIR));
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  self = source_new (fd, TRUE, shown);
  look_ahead (self);
  return self;
}

/**
 * rd_log_source_new_for_stdin:
 *
 * Takes the standard input as a log.
 *
 * Returns: (transfer full): the input
 */
RdLogSource *
rd_log_source_new_for_stdin (void)
{
  RdLogSource *self = source_new (STDIN_FILENO, FALSE, "-");

  look_ahead (self);
  return self;
}

/* A file that nobody else can open, and that is gone when the program is, however it
 * ends. */
static RdLogSource *
new_spooled (const char *name,
             GError    **error)
{
  g_autofree char *path = NULL;
  int              fd = g_file_open_tmp ("redeliver-XXXXXX", &path, error);

  if (fd < 0)
    return NULL;
  g_unlink (path);
  return source_new (fd, TRUE, name);
}

static gboolean
spool (RdLogSource *self,
       const char  *data,
       gsize        length,
       GError     **error)
{
  if (_rd_log_write_all (self->fd, data, length))
    return TRUE;
  g_set_error (error, RD_LOG_ERROR, RD_LOG_ERROR_SPACE, _ ("There is no room to unpack “%s”."), self->name);
  return FALSE;
}

static RdLogSource *
end_spooling (RdLogSource *self)
{
  self->size = (gint64) lseek (self->fd, 0, SEEK_CUR);
  lseek (self->fd, 0, SEEK_SET);
  look_ahead (self);
  return self;
}

/**
 * rd_log_source_new_for_bytes:
 * @bytes: what was pasted or dropped
 * @name: what to call it
 * @error: return location for an error
 *
 * Takes text in memory as a log.
 *
 * Returns: (transfer full) (nullable): the log, %NULL with @error set
 */
RdLogSource *
rd_log_source_new_for_bytes (GBytes     *bytes,
                             const char *name,
                             GError    **error)
{
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (RdLogSource) self = new_spooled (name, error);

  if (self == NULL || !spool (self, data, size, error))
    return NULL;
  return end_spooling (g_steal_pointer (&self));
}

/**
 * rd_log_source_new_for_stream:
 * @stream: what can be read only once, as from another computer
 * @name: what to call it
 * @cancellable: (nullable): to stop early
 * @error: return location for an error
 *
 * Takes what @stream gives as a log; reads all of it.
 *
 * Returns: (transfer full) (nullable): the log, %NULL with @error set
 */
RdLogSource *
rd_log_source_new_for_stream (GInputStream *stream,
                              const char   *name,
                              GCancellable *cancellable,
                              GError      **error)
{
  g_autoptr (RdLogSource) self = new_spooled (name, error);
  gssize got;

  if (self == NULL)
    return NULL;
  do
    {
      got = g_input_stream_read (stream, self->buffer, RD_LOG_BUFFER_BYTES, cancellable, error);
      if (got < 0 || !spool (self, self->buffer, (gsize) got, error))
        return NULL;
    }
  while (got > 0);
  return end_spooling (g_steal_pointer (&self));
}

/**
 * rd_log_source_free:
 * @self: (nullable): a file
 *
 * Closes @self.
 */
void
rd_log_source_free (RdLogSource *self)
{
  if (self == NULL)
    return;
  if (self->owns_fd)
    close (self->fd);
  g_free (self->name);
  g_free (self->buffer);
  g_free (self);
}

/**
 * rd_log_source_get_name:
 * @self: a file
 *
 * Its name, valid UTF-8, "-" for the standard input.
 *
 * Returns: (transfer none): the name
 */
const char *
rd_log_source_get_name (RdLogSource *self)
{
  return self->name;
}

/**
 * rd_log_source_get_written_at:
 * @self: a file
 *
 * When it was last written to; now for a pipe.
 *
 * Returns: seconds since the epoch
 */
gint64
rd_log_source_get_written_at (RdLogSource *self)
{
  return self->written_at;
}

/**
 * rd_log_source_get_size:
 * @self: a file
 *
 * How large it is on the disk.
 *
 * Returns: bytes, -1 if that is not known
 */
gint64
rd_log_source_get_size (RdLogSource *self)
{
  return self->size;
}

/**
 * rd_log_source_is_plain:
 * @self: a file
 *
 * Whether any place of the log can be read at will: a regular file that is not
 * packed.
 *
 * Returns: whether it is one
 */
gboolean
rd_log_source_is_plain (RdLogSource *self)
{
  return self->size >= 0 && !self->is_packed && self->owns_fd;
}

/**
 * rd_log_source_dup_fd:
 * @self: a file
 *
 * A descriptor of its own for reading at will.
 *
 * Returns: the descriptor, to be closed by the caller, or -1
 */
int
rd_log_source_dup_fd (RdLogSource *self)
{
  return fcntl (self->fd, F_DUPFD_CLOEXEC, 3);
}

/**
 * _rd_log_source_set_error:
 * @self: a file
 * @reason: why it could not be read, for people
 * @error: (out): the error
 *
 * Says that reading ended before the end.
 */
void
_rd_log_source_set_error (RdLogSource *self,
                          const char  *reason,
                          GError     **error)
{
  g_set_error (error, RD_LOG_ERROR, RD_LOG_ERROR_READ, _ ("“%s” could not be read to the end: %s"), self->name, reason);
}

static gboolean
read_plain (RdLogSource  *self,
            RdLogSink     sink,
            gpointer      user_data,
            GCancellable *cancellable,
            GError      **error)
{
  gsize length = self->n_ahead;

  do
    {
      gssize got;

      if (length > 0 && !sink (self->buffer, length, user_data))
        return TRUE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      do
        got = read (self->fd, self->buffer, RD_LOG_BUFFER_BYTES);
      while (got < 0 && errno == EINTR);
      if (got < 0)
        {
          _rd_log_source_set_error (self, g_strerror (errno), error);
          return FALSE;
        }
      length = (gsize) got;
    }
  while (length > 0);
  return TRUE;
}

/**
 * rd_log_source_read:
 * @self: a file, not read before
 * @sink: takes the bytes
 * @user_data: handed to @sink
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads the whole file.  What came before an error has been handed to @sink.
 *
 * Returns: whether the end was reached
 */
gboolean
rd_log_source_read (RdLogSource  *self,
                    RdLogSink     sink,
                    gpointer      user_data,
                    GCancellable *cancellable,
                    GError      **error)
{
  return self->is_packed ? _rd_log_source_read_packed (self, sink, user_data, cancellable, error)
                         : read_plain (self, sink, user_data, cancellable, error);
}

/**
 * rd_log_source_peek:
 * @self: a file, not read before
 * @sink: takes the bytes, and says when they are enough
 * @user_data: handed to @sink
 *
 * Looks at the beginning of a file, which can still be read as a whole
 * afterwards.
 *
 * Returns: whether that is possible; a pipe can be read only once
 */
gboolean
rd_log_source_peek (RdLogSource *self,
                    RdLogSink    sink,
                    gpointer     user_data)
{
  if (self->size < 0 || !self->owns_fd)
    return FALSE;
  rd_log_source_read (self, sink, user_data, NULL, NULL);
  if (lseek (self->fd, 0, SEEK_SET) != 0)
    return FALSE;
  look_ahead (self);
  return TRUE;
}
