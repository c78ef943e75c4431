/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RD_LOG_ERROR (rd_log_error_quark ())

/**
 * RdLogError:
 * @RD_LOG_ERROR_OPEN: the file cannot be opened
 * @RD_LOG_ERROR_READ: reading failed half way, or the packed file is damaged
 * @RD_LOG_ERROR_SPACE: there is no room to unpack it
 *
 * Why a log could not be read.
 */
typedef enum
{
  RD_LOG_ERROR_OPEN,
  RD_LOG_ERROR_READ,
  RD_LOG_ERROR_SPACE,
} RdLogError;

GQuark rd_log_error_quark (void);

/**
 * RdLogSink:
 * @data: the next bytes
 * @length: their number
 * @user_data: as given
 *
 * Takes the bytes of a log.
 *
 * Returns: whether to go on
 */
typedef gboolean (*RdLogSink) (const char *data,
                               gsize       length,
                               gpointer    user_data);

/**
 * RdLogSource:
 *
 * An open log file.  Packed ones (gzip, bzip2, xz, lzma, zstd) are unpacked
 * while they are read.
 */
typedef struct _RdLogSource RdLogSource;

RdLogSource *rd_log_source_open (const char *path,
                                 GError    **error) G_GNUC_WARN_UNUSED_RESULT;
RdLogSource *rd_log_source_new_for_stdin (void) G_GNUC_WARN_UNUSED_RESULT;
RdLogSource *rd_log_source_new_for_bytes (GBytes     *bytes,
                                          const char *name,
                                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;
RdLogSource *rd_log_source_new_for_stream (GInputStream *stream,
                                           const char   *name,
                                           GCancellable *cancellable,
                                           GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void         rd_log_source_free (RdLogSource *self);
const char  *rd_log_source_get_name (RdLogSource *self);
gint64       rd_log_source_get_written_at (RdLogSource *self);
gint64       rd_log_source_get_size (RdLogSource *self);
gboolean     rd_log_source_is_plain (RdLogSource *self);
int          rd_log_source_dup_fd (RdLogSource *self);
gboolean     rd_log_source_read (RdLogSource  *self,
                                 RdLogSink     sink,
                                 gpointer      user_data,
                                 GCancellable *cancellable,
                                 GError      **error);
gboolean     rd_log_source_peek (RdLogSource *self,
                                 RdLogSink    sink,
                                 gpointer     user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLogSource, rd_log_source_free)

G_END_DECLS
