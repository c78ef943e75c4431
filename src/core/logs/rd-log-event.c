/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-event.h"

#include <glib/gi18n-lib.h>

static const char *format_ids[N_RD_LOG_FORMATS] = {
  [RD_LOG_AUTO] = "auto",
  [RD_LOG_EXIM] = "exim",
  [RD_LOG_EXIM_REJECT] = "exim-reject",
  [RD_LOG_EXIM_PANIC] = "exim-panic",
  [RD_LOG_EXIM_QUEUE] = "exim-queue",
  [RD_LOG_EXIQGREP] = "exiqgrep",
  [RD_LOG_POSTFIX] = "postfix",
  [RD_LOG_POSTFIX_QUEUE] = "postfix-queue",
  [RD_LOG_POSTFIX_QUEUE_JSON] = "postfix-queue-json",
  [RD_LOG_OPENSMTPD] = "opensmtpd",
  [RD_LOG_SENDMAIL] = "sendmail",
  [RD_LOG_TRACK_DELIVERY] = "track-delivery",
};

/**
 * rd_log_format_to_string:
 * @format: a format
 *
 * The stable word for @format in JSON and on the command line; never
 * translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_log_format_to_string (RdLogFormat format)
{
  g_return_val_if_fail ((gsize) format < G_N_ELEMENTS (format_ids), "auto");

  return format_ids[format];
}

/**
 * rd_log_format_from_string:
 * @text: a stable word
 * @format: (out): the format, written on success
 *
 * The inverse of rd_log_format_to_string().
 *
 * Returns: whether @text names a format
 */
gboolean
rd_log_format_from_string (const char  *text,
                           RdLogFormat *format)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (format_ids); i++)
    {
      if (strcmp (format_ids[i], text) == 0)
        {
          *format = (RdLogFormat) i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * rd_log_format_get_label:
 * @format: a format
 *
 * What @format is called by people, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_log_format_get_label (RdLogFormat format)
{
  switch (format)
    {
    case RD_LOG_EXIM:
      return _ ("Exim main log");
    case RD_LOG_EXIM_REJECT:
      return _ ("Exim reject log");
    case RD_LOG_EXIM_PANIC:
      return _ ("Exim panic log");
    case RD_LOG_EXIM_QUEUE:
    case RD_LOG_EXIQGREP:
      return _ ("Exim queue");
    case RD_LOG_POSTFIX:
      return _ ("Postfix log");
    case RD_LOG_POSTFIX_QUEUE:
    case RD_LOG_POSTFIX_QUEUE_JSON:
      return _ ("Postfix queue");
    case RD_LOG_OPENSMTPD:
      return _ ("OpenSMTPD log");
    case RD_LOG_SENDMAIL:
      return _ ("Sendmail log");
    case RD_LOG_TRACK_DELIVERY:
      return _ ("cPanel Track Delivery table");
    case RD_LOG_AUTO:
      return _ ("Not a mail log");
    case N_RD_LOG_FORMATS:
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * rd_log_status_to_string:
 * @status: a status
 *
 * The stable word for @status in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_log_status_to_string (RdLogStatus status)
{
  static const char *ids[N_RD_LOG_STATUSES] = {
    [RD_LOG_DELIVERED] = "delivered",
    [RD_LOG_PASSED_ON] = "passed-on",
    [RD_LOG_FAILED] = "failed",
    [RD_LOG_EXPIRED] = "expired",
    [RD_LOG_DEFERRED] = "deferred",
    [RD_LOG_REJECTED] = "rejected",
    [RD_LOG_FROZEN] = "frozen",
    [RD_LOG_QUEUED] = "queued",
    [RD_LOG_DISCARDED] = "discarded",
    [RD_LOG_REMOVED] = "removed",
    [RD_LOG_DELIVERABLE] = "deliverable",
    [RD_LOG_UNDELIVERABLE] = "undeliverable",
  };

  g_return_val_if_fail ((gsize) status < G_N_ELEMENTS (ids), "queued");

  return ids[status];
}

/**
 * rd_log_status_get_label:
 * @status: a status
 *
 * What became of the mail, in words for people, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_log_status_get_label (RdLogStatus status)
{
  switch (status)
    {
    case RD_LOG_DELIVERED:
      return C_ ("state of a delivery", "Delivered");
    case RD_LOG_PASSED_ON:
      return C_ ("state of a delivery", "Passed on");
    case RD_LOG_FAILED:
      return C_ ("state of a delivery", "Bounced");
    case RD_LOG_EXPIRED:
      return C_ ("state of a delivery", "Given up after days");
    case RD_LOG_DEFERRED:
      return C_ ("state of a delivery", "Still trying");
    case RD_LOG_REJECTED:
      return C_ ("state of a delivery", "Refused at the door");
    case RD_LOG_FROZEN:
      return C_ ("state of a delivery", "Frozen");
    case RD_LOG_QUEUED:
      return C_ ("state of a delivery", "Waiting");
    case RD_LOG_DISCARDED:
      return C_ ("state of a delivery", "Thrown away");
    case RD_LOG_REMOVED:
      return C_ ("state of a delivery", "Removed by hand");
    case RD_LOG_DELIVERABLE:
      return C_ ("state of a delivery", "Address is good");
    case RD_LOG_UNDELIVERABLE:
      return C_ ("state of a delivery", "Address is bad");
    case N_RD_LOG_STATUSES:
    default:
      g_return_val_if_reached ("");
    }
}
