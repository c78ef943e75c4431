/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report"

#include "config.h"

#include "rd-report-json-auth.h"

#include "rd-report-json.h"

static void
add_step (JsonBuilder     *builder,
          const RdSpfStep *step)
{
  json_builder_begin_object (builder);
  rd_json_add_int (builder, "depth", step->depth);
  rd_json_add_string (builder, "domain", step->domain);
  rd_json_add_string (builder, "term", step->term);
  rd_json_add_string (builder, "result", rd_spf_outcome_to_string (step->outcome));
  rd_json_add_int (builder, "lookups", step->lookups);
  rd_json_add_int (builder, "void_lookups", step->void_lookups);
  rd_json_add_string (builder, "note", step->note);
  json_builder_end_object (builder);
}

/**
 * rd_report_json_add_spf:
 * @builder: where to write
 * @query: what was asked
 * @evaluation: what came out
 *
 * Writes one object "redeliver.spf/1".
 */
void
rd_report_json_add_spf (JsonBuilder           *builder,
                        const RdSpfQuery      *query,
                        const RdSpfEvaluation *evaluation)
{
  g_autofree char *ip = NULL;

  g_return_if_fail (builder != NULL && query != NULL && evaluation != NULL);

  ip = rd_ip_to_string (&query->ip);
  json_builder_begin_object (builder);
  rd_json_add_string (builder, "schema", "redeliver.spf/1");
  rd_json_add_string (builder, "result", rd_spf_result_to_string (evaluation->result));
  /* Always there: the domain's own words, else ours, else nothing to explain. */
  if (evaluation->explanation != NULL)
    rd_json_add_string (builder, "explanation", evaluation->explanation);
  else
    rd_json_add_string (builder, "explanation", evaluation->reason != NULL ? evaluation->reason : "");
  rd_json_add_string (builder, "ip", ip);
  rd_json_add_string (builder, "mail_from", query->mail_from);
  rd_json_add_string (builder, "helo", query->helo);
  rd_json_add_string (builder, "domain", evaluation->domain);
  rd_json_add_string (builder, "matched", evaluation->matched);
  rd_json_add_int (builder, "lookups", evaluation->lookups);
  rd_json_add_int (builder, "void_lookups", evaluation->void_lookups);
  rd_json_begin_array (builder, "trace");
  for (guint i = 0; i < evaluation->trace->len; i++)
    add_step (builder, g_ptr_array_index (evaluation->trace, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_signature (JsonBuilder           *builder,
               const RdDkimSignature *signature)
{
  g_autofree char *reason = rd_dkim_cause_dup_text (signature->cause);

  json_builder_begin_object (builder);
  rd_json_add_string (builder, "domain", signature->domain);
  rd_json_add_string (builder, "selector", signature->selector);
  rd_json_add_string (builder, "algorithm", signature->algorithm_name);
  rd_json_add_string (builder, "result", rd_dkim_result_to_string (signature->result));
  rd_json_add_string (builder, "reason", reason);
  if (signature->key != NULL && signature->key->bits > 0)
    rd_json_add_int (builder, "key_bits", signature->key->bits);
  if (signature->has_length)
    rd_json_add_int (builder, "unsigned_bytes", (gint64) signature->unsigned_bytes);
  json_builder_end_object (builder);
}

/**
 * rd_report_json_add_dkim:
 * @builder: where to write
 * @file: (nullable): name of the file the message came from
 * @verification: what came out
 * @findings: (element-type RdFinding): what it means
 *
 * Writes one object "redeliver.dkim/1".
 */
void
rd_report_json_add_dkim (JsonBuilder              *builder,
                         const char               *file,
                         const RdDkimVerification *verification,
                         GPtrArray                *findings)
{
  g_return_if_fail (builder != NULL && verification != NULL && findings != NULL);

  json_builder_begin_object (builder);
  rd_json_add_string (builder, "schema", "redeliver.dkim/1");
  rd_json_add_string (builder, "file", file);
  rd_json_add_string (builder, "from_domain", verification->from_domain);
  rd_json_add_int (builder, "count", verification->n_signatures);
  rd_json_begin_array (builder, "signatures");
  for (guint i = 0; i < verification->signatures->len; i++)
    add_signature (builder, g_ptr_array_index (verification->signatures, i));
  json_builder_end_array (builder);
  rd_report_json_add_findings (builder, "findings", findings);
  json_builder_end_object (builder);
}
