/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many bounces have in common, as JSON. */

#define G_LOG_DOMAIN "rd-report-json"

#include "config.h"

#include "rd-report-json-insight.h"

#include "rd-report-json.h"

static void
add_group (JsonBuilder          *builder,
           const RdInsightGroup *group)
{
  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "cause", group->id);
  rd_json_add_string (builder, "title", rd_insight_group_get_title (group));
  rd_json_add_string (builder, "state", rd_finding_state_to_string (group->state));
  rd_json_add_string (builder, "owner", rd_owner_to_string (group->owner));
  rd_json_add_int (builder, "messages", group->n_messages);
  rd_json_add_int (builder, "addresses", group->addresses->len);
  rd_json_begin_array (builder, "receivers");
  for (guint i = 0; i < group->shares->len; i++)
    {
      const RdInsightShare *share = &g_array_index (group->shares, RdInsightShare, i);

      rd_json_begin (builder, NULL);
      rd_json_add_string (builder, "name", *share->name != '\0' ? share->name : NULL);
      rd_json_add_int (builder, "recipients", share->count);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_time (JsonBuilder *builder,
          const char  *name,
          gint64       time)
{
  g_autoptr (GDateTime) date = time > 0 ? g_date_time_new_from_unix_utc (time) : NULL;
  g_autofree char *text = date != NULL ? g_date_time_format_iso8601 (date) : NULL;

  rd_json_add_string (builder, name, text);
}

static void
add_dead_address (JsonBuilder         *builder,
                  const RdDeadAddress *dead)
{
  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "address", dead->address);
  rd_json_add_string (builder, "cause", dead->cause->id);
  rd_json_add_int (builder, "times", dead->n_times);
  add_time (builder, "first", dead->first);
  add_time (builder, "last", dead->last);
  rd_json_add_string (builder, "suggestion", dead->suggestion);
  json_builder_end_object (builder);
}

/**
 * rd_report_json_add_insight:
 * @builder: a builder
 * @insight: fed with all messages
 *
 * Adds one object with what the messages tell together.
 */
void
rd_report_json_add_insight (JsonBuilder     *builder,
                            const RdInsight *insight)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (insight);
  g_autoptr (GPtrArray) groups = rd_insight_dup_groups (insight);
  g_autoptr (GArray) dead = rd_insight_dup_dead_addresses (insight);
  g_auto (GStrv) skipped = rd_insight_dup_skipped (insight);

  rd_json_begin (builder, NULL);
  rd_json_add_string (builder, "schema", "redeliver.batch/1");
  rd_json_add_int (builder, "messages", rd_insight_get_n_messages (insight));
  rd_json_add_int (builder, "duplicates", rd_insight_get_n_duplicates (insight));
  rd_report_json_add_findings (builder, "insights", findings);
  rd_json_begin_array (builder, "groups");
  for (guint i = 0; i < groups->len; i++)
    add_group (builder, g_ptr_array_index (groups, i));
  json_builder_end_array (builder);
  rd_json_begin_array (builder, "dead_addresses");
  for (guint i = 0; i < dead->len; i++)
    add_dead_address (builder, &g_array_index (dead, RdDeadAddress, i));
  json_builder_end_array (builder);
  rd_json_add_strings (builder, "left_out", (const char *const *) skipped);
  json_builder_end_object (builder);
}
