/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-delivery.h"
#include "rd-log-insight.h"
#include "rd-log-scanner.h"
#include "rd-log-source.h"

G_BEGIN_DECLS

/**
 * RdLog:
 *
 * A log or queue listing that was read once and can be looked into: its
 * deliveries by number, the life of each message, searches.  It keeps some
 * thirty bytes a message and sixteen a delivery; the words are read again from
 * the file when they are asked for.  Immutable once loaded; one thread at a
 * time.
 */
typedef struct _RdLog RdLog;

/* No message: refusals at the door, rows of a table. */
#define RD_LOG_NO_MESSAGE G_MAXUINT32

/**
 * RdLogLine:
 *
 * One line of the life of a message.
 */
typedef struct
{
  RdLogTime      time;
  RdLogEventKind kind;
  RdDelivery    *delivery; /* (nullable): set for an outcome */
  char          *text;     /* the line, valid UTF-8 */
} RdLogLine;

void rd_log_line_free (RdLogLine *self);

RdLog *rd_log_load (const char   *path,
                    RdLogFormat   wanted,
                    GCancellable *cancellable,
                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void   rd_log_load_async (const char         *path,
                          RdLogFormat         wanted,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data);
RdLog *rd_log_load_finish (GAsyncResult *result,
                           GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void   rd_log_free (RdLog *self);

RdLogFormat        rd_log_get_format (RdLog *self);
const RdLogCounts *rd_log_get_counts (RdLog *self);
GPtrArray         *rd_log_get_findings (RdLog *self);
guint              rd_log_get_n_messages (RdLog *self);
gsize              rd_log_get_index_size (RdLog *self);

guint       rd_log_get_n_deliveries (RdLog *self);
RdLogStatus rd_log_get_delivery_status (RdLog *self,
                                        guint  delivery);
guint       rd_log_get_delivery_message (RdLog *self,
                                         guint  delivery);
RdDelivery *rd_log_read_delivery (RdLog *self,
                                  guint  delivery) G_GNUC_WARN_UNUSED_RESULT;

GArray    *rd_log_search (RdLog      *self,
                          const char *text) G_GNUC_WARN_UNUSED_RESULT;
guint      rd_log_find_message (RdLog      *self,
                                const char *queue_id);
GPtrArray *rd_log_read_message (RdLog *self,
                                guint  message) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLog, rd_log_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLogLine, rd_log_line_free)

G_END_DECLS
