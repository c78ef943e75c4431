/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-group.h"

#include <glib/gi18n-lib.h>

/**
 * rd_log_group_for_status:
 * @status: what became of the mail for one recipient
 *
 * Finds where a delivery is looked for.
 *
 * Returns: the group
 */
RdLogGroup
rd_log_group_for_status (RdLogStatus status)
{
  switch (status)
    {
    case RD_LOG_FAILED:
    case RD_LOG_EXPIRED:
    case RD_LOG_UNDELIVERABLE:
      return RD_LOG_GROUP_FAILED;
    case RD_LOG_DEFERRED:
    case RD_LOG_QUEUED:
      return RD_LOG_GROUP_WAITING;
    case RD_LOG_FROZEN:
      return RD_LOG_GROUP_FROZEN;
    case RD_LOG_REJECTED:
      return RD_LOG_GROUP_REFUSED;
    case RD_LOG_DELIVERED:
    case RD_LOG_DELIVERABLE:
      return RD_LOG_GROUP_DELIVERED;
    case RD_LOG_PASSED_ON:
      return RD_LOG_GROUP_PASSED_ON;
    case RD_LOG_DISCARDED:
    case RD_LOG_REMOVED:
      return RD_LOG_GROUP_REMOVED;
    case N_RD_LOG_STATUSES:
    default:
      g_return_val_if_reached (RD_LOG_GROUP_FAILED);
    }
}

/**
 * rd_log_group_get_label:
 * @group: a group
 *
 * What @group is called by people, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_log_group_get_label (RdLogGroup group)
{
  switch (group)
    {
    case RD_LOG_GROUP_FAILED:
      return C_ ("deliveries in a log", "Failed");
    case RD_LOG_GROUP_WAITING:
      return C_ ("deliveries in a log", "Waiting");
    case RD_LOG_GROUP_FROZEN:
      return C_ ("deliveries in a log", "Frozen");
    case RD_LOG_GROUP_REFUSED:
      return C_ ("deliveries in a log", "Refused");
    case RD_LOG_GROUP_DELIVERED:
      return C_ ("deliveries in a log", "Delivered");
    case RD_LOG_GROUP_PASSED_ON:
      return C_ ("deliveries in a log", "Passed on");
    case RD_LOG_GROUP_REMOVED:
      return C_ ("deliveries in a log", "Removed");
    case N_RD_LOG_GROUPS:
    default:
      g_return_val_if_reached ("");
    }
}
