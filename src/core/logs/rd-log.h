/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-delivery.h"
#include "rd-log-group.h"
#include "rd-log-insight.h"
#include "rd-log-scanner.h"
#include "rd-log-source.h"

G_BEGIN_DECLS

/**
 * RdLog:
 *
 * A log or queue listing that is read once and can be looked into: its
 * deliveries by number, the life of each message, searches.  It keeps some
 * thirty bytes a message and sixteen a delivery; the words are read again from
 * the file when they are asked for.  Any number of threads may look while one
 * reads.
 */
typedef struct _RdLog RdLog;

/* No message: refusals at the door, rows of a table. */
#define RD_LOG_NO_MESSAGE G_MAXUINT32

/**
 * RdLogState:
 *
 * What is known of a log at a moment.
 */
typedef struct
{
  RdLogFormat format;
  RdLogCounts counts;
  guint64     bytes;       /* read so far, unpacked */
  guint64     total_bytes; /* of all files, 0 if that is not known */
  guint       n_deliveries;
  guint       groups[N_RD_LOG_GROUPS]; /* deliveries that ended so */
  RdLogTime   first_time;              /* of the first line that has one */
  RdLogTime   last_time;
} RdLogState;

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

RdLog   *rd_log_new (RdLogFormat wanted) G_GNUC_WARN_UNUSED_RESULT;
RdLog   *rd_log_ref (RdLog *self);
void     rd_log_unref (RdLog *self);
gboolean rd_log_read (RdLog        *self,
                      GPtrArray    *sources,
                      GCancellable *cancellable,
                      GError      **error);

RdLogFormat rd_log_get_format (RdLog *self);
void        rd_log_get_state (RdLog      *self,
                              RdLogState *state);
GPtrArray  *rd_log_dup_findings (RdLog *self) G_GNUC_WARN_UNUSED_RESULT;

guint       rd_log_get_n_deliveries (RdLog *self);
RdLogStatus rd_log_get_delivery_status (RdLog *self,
                                        guint  delivery);
guint       rd_log_get_delivery_message (RdLog *self,
                                         guint  delivery);
RdDelivery *rd_log_read_delivery (RdLog *self,
                                  guint  delivery) G_GNUC_WARN_UNUSED_RESULT;
char       *rd_log_dup_line (RdLog *self,
                             guint  delivery) G_GNUC_WARN_UNUSED_RESULT;

GArray    *rd_log_search (RdLog        *self,
                          const char   *text,
                          GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
GArray    *rd_log_select_group (RdLog        *self,
                                RdLogGroup    group,
                                const GArray *found,
                                guint         counts[N_RD_LOG_GROUPS]) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *rd_log_read_message (RdLog *self,
                                guint  message) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLog, rd_log_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLogLine, rd_log_line_free)

G_END_DECLS
