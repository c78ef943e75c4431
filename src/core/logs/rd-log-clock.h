/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdLogClock:
 *
 * Turns the stamps of a log into points in time.  Stamps lack what people know
 * anyway, the zone (Exim) or even the year (system logs); the clock keeps what
 * the lines before told about them.
 */
typedef struct
{
  gint64     reference;  /* when the log was last written to, seconds since the epoch */
  GTimeZone *local;      /* of this computer */
  gboolean   has_offset; /* a message id told the zone */
  gint16     offset;     /* minutes east of UTC */
  int        year;       /* of the last stamp without one, 0 before the first */
  int        month;
  char       date[10];       /* the last date read and */
  gint64     date_seconds;   /* its midnight */
  gint64     quarter;        /* the last quarter of an hour looked up and */
  gint16     quarter_offset; /* its offset on this computer */
} RdLogClock;

void     rd_log_clock_init (RdLogClock *self,
                            gint64      reference);
void     rd_log_clock_restart (RdLogClock *self,
                               gint64      reference);
void     rd_log_clock_clear (RdLogClock *self);
gboolean rd_log_clock_read_iso (RdLogClock *self,
                                RdSlice     stamp,
                                RdSlice     zone,
                                RdLogTime  *time);
gboolean rd_log_clock_read_syslog (RdLogClock *self,
                                   RdSlice     stamp,
                                   RdLogTime  *time);
void     rd_log_clock_learn (RdLogClock *self,
                             RdSlice     queue_id,
                             RdLogTime  *time);

gboolean rd_log_id_get_time (RdSlice queue_id,
                             gint64 *seconds);
char    *rd_log_time_to_string (const RdLogTime *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdLogClock, rd_log_clock_clear)

G_END_DECLS
