/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deliveries as JSON (RFC 8259), one object each.  A log holds hundreds of
 * thousands of them, so the text is written straight away, without a tree. */

#define G_LOG_DOMAIN "rd-report"

#include "config.h"

#include "rd-report-json-log.h"

#include "rd-json.h"
#include "rd-log-clock.h"

static void
append_key (GString    *json,
            const char *name)
{
  g_string_append (json, ",\"");
  g_string_append (json, name);
  g_string_append (json, "\":");
}

static void
append_member (GString    *json,
               const char *name,
               const char *value)
{
  if (value == NULL)
    return;
  append_key (json, name);
  rd_json_append_string (json, value);
}

static void
append_number (GString    *json,
               const char *name,
               guint64     value)
{
  if (value == 0)
    return;
  append_key (json, name);
  g_string_append_printf (json, "%" G_GUINT64_FORMAT, value);
}

static void
append_flag (GString    *json,
             const char *name,
             gboolean    value)
{
  if (!value)
    return;
  append_key (json, name);
  g_string_append (json, "true");
}

static const char *
get_zone_word (RdLogZone zone)
{
  switch (zone)
    {
    case RD_LOG_ZONE_ASSUMED:
      return "assumed";
    case RD_LOG_ZONE_DERIVED:
      return "derived";
    case RD_LOG_ZONE_STATED:
      return "stated";
    case RD_LOG_ZONE_NONE:
    default:
      return NULL;
    }
}

/**
 * rd_report_json_append_delivery:
 * @json: text to append to
 * @delivery: a delivery
 * @file: (nullable): valid UTF-8, where it stands
 * @cause: (nullable): why it failed
 *
 * Appends @delivery as one object "redeliver.delivery/1" without line ends.
 * Members that are not known are left out.
 */
void
rd_report_json_append_delivery (GString             *json,
                                const RdDelivery    *delivery,
                                const char          *file,
                                const RdReportCause *cause)
{
  g_autofree char *time = rd_log_time_to_string (&delivery->time);

  g_string_append (json, "{\"schema\":\"redeliver.delivery/1\"");
  append_member (json, "time", time);
  append_member (json, "time_zone", get_zone_word (delivery->time.zone));
  append_member (json, "queue_id", delivery->queue_id);
  append_member (json, "sender", delivery->sender);
  append_member (json, "recipient", delivery->recipient);
  append_member (json, "original_recipient", delivery->original_recipient);
  append_member (json, "status", rd_log_status_to_string (delivery->status));
  append_flag (json, "waiting", delivery->is_waiting);
  append_flag (json, "inbound", delivery->is_inbound);
  append_member (json, "remote_host", delivery->remote_host);
  append_member (json, "remote_ip", delivery->remote_ip);
  append_member (json, "reply_code", delivery->reply_code);
  append_member (json, "enhanced", delivery->enhanced != NULL ? delivery->enhanced : delivery->dsn);
  if (delivery->phase != RD_PHASE_UNKNOWN)
    append_member (json, "phase", rd_phase_to_string (delivery->phase));
  append_member (json, "text", delivery->text);
  append_member (json, "last_text", delivery->last_text);
  append_member (json, "last_host", delivery->last_host);
  append_member (json, "last_ip", delivery->last_ip);
  if (cause != NULL && cause->cause != NULL)
    {
      append_member (json, "cause", cause->cause);
      append_member (json, "owner", rd_owner_to_string (cause->owner));
    }
  append_member (json, "subject", delivery->subject);
  append_member (json, "router", delivery->router);
  append_member (json, "transport", delivery->transport);
  append_number (json, "size", delivery->size);
  append_member (json, "format", rd_log_format_to_string (delivery->format));
  append_member (json, "file", file);
  append_number (json, "line", delivery->line_number);
  g_string_append_c (json, '}');
}
