/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rd-log-event.h"

G_BEGIN_DECLS

/**
 * RdLogGroup:
 * @RD_LOG_GROUP_FAILED: given back to the sender
 * @RD_LOG_GROUP_WAITING: still in the queue when the log ends
 * @RD_LOG_GROUP_FROZEN: in the queue and not tried any more when the log ends
 * @RD_LOG_GROUP_REFUSED: other people's mail that this server did not take
 * @RD_LOG_GROUP_DELIVERED: handed over
 * @RD_LOG_GROUP_PASSED_ON: handed to another queue of this machine, and its end is not in the log
 * @RD_LOG_GROUP_REMOVED: thrown away on purpose, or taken out of the queue
 * @N_RD_LOG_GROUPS: their number; as a wish: all
 *
 * What people look for in a log: one question each.
 */
typedef enum
{
  RD_LOG_GROUP_FAILED,
  RD_LOG_GROUP_WAITING,
  RD_LOG_GROUP_FROZEN,
  RD_LOG_GROUP_REFUSED,
  RD_LOG_GROUP_DELIVERED,
  RD_LOG_GROUP_PASSED_ON,
  RD_LOG_GROUP_REMOVED,
  N_RD_LOG_GROUPS,
} RdLogGroup;

RdLogGroup  rd_log_group_for_status (RdLogStatus status);
const char *rd_log_group_get_label (RdLogGroup group);

G_END_DECLS
