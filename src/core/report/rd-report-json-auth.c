/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-report"

#include "config.h"

#include "rd-report-json-auth.h"

#include "rd-report-json.h"

static void
add_step (RdJsonWriter    *writer,
          const RdSpfStep *step)
{
  rd_json_begin (writer, NULL);
  rd_json_add_int (writer, "depth", step->depth);
  rd_json_add_string (writer, "domain", step->domain);
  rd_json_add_string (writer, "term", step->term);
  rd_json_add_string (writer, "result", rd_spf_outcome_to_string (step->outcome));
  rd_json_add_int (writer, "lookups", step->lookups);
  rd_json_add_int (writer, "void_lookups", step->void_lookups);
  rd_json_add_string (writer, "note", step->note);
  rd_json_end (writer);
}

/**
 * rd_report_json_add_spf:
 * @writer: where to write
 * @query: what was asked
 * @evaluation: what came out
 *
 * Writes one object "redeliver.spf/1".
 */
void
rd_report_json_add_spf (RdJsonWriter          *writer,
                        const RdSpfQuery      *query,
                        const RdSpfEvaluation *evaluation)
{
  g_autofree char *ip = NULL;

  g_return_if_fail (writer != NULL && query != NULL && evaluation != NULL);

  ip = rd_ip_to_string (&query->ip);
  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "schema", "redeliver.spf/1");
  rd_json_add_string (writer, "result", rd_spf_result_to_string (evaluation->result));
  /* Always there: the domain's own words, else ours, else nothing to explain. */
  if (evaluation->explanation != NULL)
    rd_json_add_string (writer, "explanation", evaluation->explanation);
  else
    rd_json_add_string (writer, "explanation", evaluation->reason != NULL ? evaluation->reason : "");
  rd_json_add_string (writer, "ip", ip);
  rd_json_add_string (writer, "mail_from", query->mail_from);
  rd_json_add_string (writer, "helo", query->helo);
  rd_json_add_string (writer, "domain", evaluation->domain);
  rd_json_add_string (writer, "matched", evaluation->matched);
  rd_json_add_int (writer, "lookups", evaluation->lookups);
  rd_json_add_int (writer, "void_lookups", evaluation->void_lookups);
  rd_json_begin_array (writer, "trace");
  for (guint i = 0; i < evaluation->trace->len; i++)
    add_step (writer, g_ptr_array_index (evaluation->trace, i));
  rd_json_end_array (writer);
  rd_json_end (writer);
}

static void
add_signature (RdJsonWriter          *writer,
               const RdDkimSignature *signature)
{
  g_autofree char *reason = rd_dkim_cause_dup_text (signature->cause);

  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "domain", signature->domain);
  rd_json_add_string (writer, "selector", signature->selector);
  rd_json_add_string (writer, "algorithm", signature->algorithm_name);
  rd_json_add_string (writer, "result", rd_dkim_result_to_string (signature->result));
  rd_json_add_string (writer, "reason", reason);
  if (signature->key != NULL && signature->key->bits > 0)
    rd_json_add_int (writer, "key_bits", signature->key->bits);
  if (signature->has_length)
    rd_json_add_int (writer, "unsigned_bytes", (gint64) signature->unsigned_bytes);
  rd_json_end (writer);
}

/**
 * rd_report_json_add_dkim:
 * @writer: where to write
 * @file: (nullable): name of the file the message came from
 * @verification: what came out
 * @findings: (element-type RdFinding): what it means
 *
 * Writes one object "redeliver.dkim/1".
 */
void
rd_report_json_add_dkim (RdJsonWriter             *writer,
                         const char               *file,
                         const RdDkimVerification *verification,
                         GPtrArray                *findings)
{
  g_return_if_fail (writer != NULL && verification != NULL && findings != NULL);

  rd_json_begin (writer, NULL);
  rd_json_add_string (writer, "schema", "redeliver.dkim/1");
  rd_json_add_string (writer, "file", file);
  rd_json_add_string (writer, "from_domain", verification->from_domain);
  rd_json_add_int (writer, "count", verification->n_signatures);
  rd_json_begin_array (writer, "signatures");
  for (guint i = 0; i < verification->signatures->len; i++)
    add_signature (writer, g_ptr_array_index (verification->signatures, i));
  rd_json_end_array (writer);
  rd_report_json_add_findings (writer, "findings", findings);
  rd_json_end (writer);
}
