/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many bounces have in common, as JSON. */

#define G_LOG_DOMAIN "rd-report-json"

#include "config.h"

#include "rd-report-json-insight.h"

#include "rd-report-json.h"

static void
add_group (RdJsonWriter         *writer,
           const RdInsightGroup *group)
{
  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "cause", group->id);
  rd_json_add_string (writer, "title", rd_insight_group_get_title (group));
  rd_json_add_string (writer, "state", rd_finding_state_to_string (group->state));
  rd_json_add_string (writer, "owner", rd_owner_to_string (group->owner));
  rd_json_add_int (writer, "messages", group->n_messages);
  rd_json_add_int (writer, "addresses", group->addresses->len);
  rd_json_begin_array (writer, "receivers");
  for (guint i = 0; i < group->shares->len; i++)
    {
      const RdInsightShare *share = &g_array_index (group->shares, RdInsightShare, i);

      rd_json_begin (writer, NULL);
      rd_json_add_string (writer, "name", *share->name != '\0' ? share->name : NULL);
      rd_json_add_int (writer, "recipients", share->count);
      rd_json_end (writer);
    }
  rd_json_end_array (writer);
  rd_json_end (writer);
}

static void
add_time (RdJsonWriter *writer,
          const char   *name,
          gint64        time)
{
  g_autoptr (GDateTime) date = time > 0 ? g_date_time_new_from_unix_utc (time) : NULL;
  g_autofree char *text = date != NULL ? g_date_time_format_iso8601 (date) : NULL;

  rd_json_add_string (writer, name, text);
}

static void
add_dead_address (RdJsonWriter        *writer,
                  const RdDeadAddress *dead)
{
  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "address", dead->address);
  rd_json_add_string (writer, "cause", dead->cause->id);
  rd_json_add_int (writer, "times", dead->n_times);
  add_time (writer, "first", dead->first);
  add_time (writer, "last", dead->last);
  rd_json_add_string (writer, "suggestion", dead->suggestion);
  rd_json_end (writer);
}

/**
 * rd_report_json_add_insight:
 * @writer: a writer
 * @insight: fed with all messages
 *
 * Adds one object with what the messages tell together.
 */
void
rd_report_json_add_insight (RdJsonWriter    *writer,
                            const RdInsight *insight)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (insight);
  g_autoptr (GPtrArray) groups = rd_insight_dup_groups (insight);
  g_autoptr (GArray) dead = rd_insight_dup_dead_addresses (insight);
  g_auto (GStrv) skipped = rd_insight_dup_skipped (insight);

  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "schema", "redeliver.batch/1");
  rd_json_add_int (writer, "messages", rd_insight_get_n_messages (insight));
  rd_json_add_int (writer, "duplicates", rd_insight_get_n_duplicates (insight));
  rd_report_json_add_findings (writer, "insights", findings);
  rd_json_begin_array (writer, "groups");
  for (guint i = 0; i < groups->len; i++)
    add_group (writer, g_ptr_array_index (groups, i));
  rd_json_end_array (writer);
  rd_json_begin_array (writer, "dead_addresses");
  for (guint i = 0; i < dead->len; i++)
    add_dead_address (writer, &g_array_index (dead, RdDeadAddress, i));
  rd_json_end_array (writer);
  rd_json_add_strings (writer, "left_out", (const char *const *) skipped);
  rd_json_end (writer);
}
