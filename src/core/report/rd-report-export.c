/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report-export"

#include "config.h"

#include "rd-report-private.h"

#include "rd-report-json.h"

static void redact_node (JsonNode          *node,
                         const RdRedaction *redaction);

static void
redact_member (JsonObject *object,
               const char *name,
               JsonNode   *node,
               gpointer    user_data)
{
  redact_node (node, user_data);
}

static void
redact_element (JsonArray *array,
                guint      index,
                JsonNode  *node,
                gpointer   user_data)
{
  redact_node (node, user_data);
}

static void
redact_node (JsonNode          *node,
             const RdRedaction *redaction)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      json_object_foreach_member (json_node_get_object (node), redact_member, (gpointer) redaction);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      json_array_foreach_element (json_node_get_array (node), redact_element, (gpointer) redaction);
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *told = rd_redaction_apply (redaction, json_node_get_string (node));

      json_node_set_string (node, told);
    }
}

/**
 * rd_report_to_json:
 * @items: (array length=n_items): diagnoses
 * @n_items: their number
 * @redact: what to hide
 *
 * Writes an array of objects in the form "redeliver.diagnosis/1".
 *
 * Returns: (transfer full): JSON
 */
char *
rd_report_to_json (const RdReportItem *items,
                   guint               n_items,
                   RdRedactFlags       redact)
{
  g_autoptr (RdRedaction) redaction = rd_redaction_new (redact);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  rd_json_begin_array (builder, NULL);
  for (guint i = 0; i < n_items; i++)
    {
      g_autofree char *file = _rd_report_dup_file (&items[i], i, redact);

      _rd_report_learn_names (redaction, &items[i]);
      rd_report_json_add_diagnosis (builder, items[i].diagnosis, file, 0, items[i].findings);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  if (redact != RD_REDACT_NOTHING)
    redact_node (root, redaction);
  return rd_json_to_text (root, TRUE);
}
