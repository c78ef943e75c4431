/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-finding.h"
#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdLogInsight:
 *
 * What only many lines together tell: nothing leaves on port 25, an hourly
 * limit was hit, the queue is full of bounces to forged senders.
 */
typedef struct _RdLogInsight RdLogInsight;

RdLogInsight *rd_log_insight_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          rd_log_insight_free (RdLogInsight *self);
void          rd_log_insight_add (RdLogInsight     *self,
                                  const RdLogEvent *event);
GPtrArray    *rd_log_insight_get_findings (RdLogInsight *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdLogInsight, rd_log_insight_free)

G_END_DECLS
