/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdLogDeferral:
 *
 * Why a recipient waits: behind the lengths stand recipient, host, IP address and
 * reason, one after the other.
 */
typedef struct _RdLogDeferral RdLogDeferral;
struct _RdLogDeferral
{
  RdLogDeferral *next;
  guint          recipient_length;
  guint          host_length;
  guint          ip_length;
  guint          text_length;
  char           data[];
};

/**
 * RdLogPending:
 *
 * A message in the queue; behind the lengths stand sender and subject.
 */
typedef struct
{
  RdLogDeferral *deferrals; /* latest first; one without a recipient is about a host */
  guint          n_deferrals;
  guint64        size;
  gboolean       has_sender;
  guint          sender_length;
  guint          subject_length;
  char           data[];
} RdLogPending;

RdLogPending        *rd_log_pending_new (const RdLogEvent *event) G_GNUC_WARN_UNUSED_RESULT;
void                 rd_log_pending_free (RdLogPending *self);
const RdLogDeferral *rd_log_pending_find (const RdLogPending *self, RdSlice recipient);
RdLogDeferral       *rd_log_pending_steal (RdLogPending *self, RdSlice recipient) G_GNUC_WARN_UNUSED_RESULT;
void                 rd_log_pending_defer (RdLogPending *self, const RdLogEvent *event, RdSlice recipient);
RdSlice              rd_log_deferral_get_recipient (const RdLogDeferral *self);
void                 rd_log_deferral_recall (const RdLogDeferral *self, RdLogEvent *event);

G_END_DECLS
