/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-source.h"

G_BEGIN_DECLS

/* What is read at a time. */
#define RD_LOG_BUFFER_BYTES (256u * 1024)

/* Longest beginning that tells how a file is packed. */
#define RD_LOG_MAGIC_BYTES 6

struct _RdLogSource
{
  int      fd;
  gboolean owns_fd;
  char    *name; /* for messages to people */
  gint64   written_at;
  gint64   size; /* bytes as they lie on the disk, -1 if not known */
  gboolean is_packed;
  char    *buffer;
  gsize    n_ahead; /* bytes read to find out how the file is packed */
};

gssize   _rd_log_source_fill (int fd, char *buffer, gsize size);
void     _rd_log_source_set_error (RdLogSource *self, const char *reason, GError **error);
gboolean _rd_log_is_packed (const char *data, gsize length);
gboolean _rd_log_source_read_packed (RdLogSource *self, RdLogSink sink, gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
