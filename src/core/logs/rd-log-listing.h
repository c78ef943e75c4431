/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-clock.h"
#include "rd-log-join.h"

G_BEGIN_DECLS

/**
 * RdLogListing:
 *
 * The message of a queue listing whose recipients are being read.
 */
typedef struct
{
  RdLogFormat format; /* RD_LOG_AUTO: no message is open */
  GString    *queue_id;
  GString    *sender;
  gboolean    has_sender;
  GString    *reason;
  gboolean    has_reason;
  RdLogStatus status;
  gboolean    has_recipients;
  guint64     size;
  RdLogTime   time;
} RdLogListing;

void     rd_log_listing_init (RdLogListing *self);
void     rd_log_listing_clear (RdLogListing *self);
gboolean rd_log_listing_read (RdLogListing *self,
                              RdLogClock   *clock,
                              RdLogEvent   *event,
                              RdLogEmit     emit,
                              gpointer      user_data);
void     rd_log_listing_finish (RdLogListing *self,
                                RdLogEvent   *event,
                                RdLogEmit     emit,
                                gpointer      user_data);
gboolean rd_log_postqueue_read (RdLogListing *listing,
                                RdLogEvent   *event,
                                RdLogEmit     emit,
                                gpointer      user_data);

G_END_DECLS
