/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-verdict-evidence"

#include "config.h"

#include "rd-verdict-details.h"

#include "rd-fact-row.h"
#include "rd-link-row.h"
#include "rd-topic.h"

#include <glib/gi18n.h>

static void
add_reply (RdFold          *fold,
           const RdFailure *failure)
{
  if (failure == NULL || failure->diagnostic == NULL || *failure->diagnostic == '\0')
    return;
  rd_fold_add (fold, rd_fact_row_new (failure->is_local ? _ ("What your own server said") : _ ("What their server said"), failure->diagnostic, _ ("Copy the Server’s Words"), RD_FACT_MONOSPACE));
}

static void
add_who (RdFold          *fold,
         const RdVerdict *verdict)
{
  const RdFailure *failure = verdict->failure;
  const char      *host = failure != NULL ? failure->remote_host : NULL;
  const char      *ip = failure != NULL ? failure->remote_ip : NULL;
  g_autofree char *server = NULL;

  if (verdict->provider != NULL)
    rd_fold_add_fact (fold, verdict->provider_certain ? _ ("Who refused it") : _ ("Who probably refused it"), verdict->provider->name);
  if (host != NULL && ip != NULL)
    server = g_strdup_printf ("%s (%s)", host, ip);
  else
    server = g_strdup (host != NULL ? host : ip);
  rd_fold_add_fact (fold, _ ("Server that refused it"), server);
}

static void
add_code (RdFold       *fold,
          const char   *title,
          const char   *code,
          const RdCode *known)
{
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  g_autofree char *id = NULL;
  GtkWidget       *row;
  RdTopic          topic;

  if (code == NULL)
    return;
  if (known == NULL)
    {
      rd_fold_add_fact (fold, title, code);
      return;
    }
  /* Translators: a code such as 5.1.1, and what it means */
  text = g_strdup_printf (_ ("%s – %s"), code, rd_code_get_meaning (known));
  row = rd_fact_row_new (title, text, NULL, RD_FACT_PLAIN);
  rd_topic_init_code (&topic, known, known->provider == NULL ? code : NULL);
  id = rd_topic_dup_id (&topic);
  /* Translators: a code such as 5.1.1 */
  label = g_strdup_printf (_ ("More About %s"), code);
  rd_fact_row_add_link (RD_FACT_ROW (row), label, "win.explain", id);
  rd_fold_add (fold, row);
}

static void
add_codes (RdFold          *fold,
           const RdVerdict *verdict)
{
  const RdFailure *failure = verdict->failure;

  if (failure == NULL)
    return;
  if (failure->reply_code != NULL)
    add_code (fold, _ ("Reply code"), failure->reply_code, rd_code_find_basic (failure->reply_code));
  if (failure->status != NULL)
    add_code (fold, _ ("Status code"), failure->status, rd_code_find_enhanced (failure->status, verdict->provider));
}

static void
add_rule (RdFold          *fold,
          const RdVerdict *verdict)
{
  const RdRule *rule = rd_verdict_get_telling_rule (verdict);

  rd_fold_add_fact (fold, _ ("Words that decided"), verdict->matched);
  if (verdict->rule == NULL)
    return;
  if (rule != NULL)
    {
      rd_fold_add_fact (fold, _ ("What this reply means"), rd_rule_get_note (rule));
      rd_fold_add_fact (fold, _ ("What helps with it"), rd_rule_get_hint (rule));
    }
  rd_fold_add_fact (fold, _ ("Rule that recognised it"), verdict->rule->id);
  if (rule != NULL && rule->url != NULL)
    rd_fold_add (fold, rd_link_row_new (_ ("What the provider says about it"), rule->url));
  else if (verdict->provider != NULL && verdict->provider->postmaster != NULL)
    rd_fold_add (fold, rd_link_row_new (_ ("The provider’s page for senders"), verdict->provider->postmaster));
}

/**
 * rd_evidence_fill:
 * @fold: an empty fold
 * @diagnosis: a diagnosis
 *
 * Adds why the verdict was given: the server’s own words first.
 */
void
rd_evidence_fill (RdFold            *fold,
                  const RdDiagnosis *diagnosis)
{
  const RdVerdict *verdict = diagnosis->main;

  if (verdict == NULL)
    return;
  add_reply (fold, verdict->failure);
  if (verdict->also != NULL)
    rd_fold_add_fact (fold, _ ("What it could be instead"), rd_cause_get_title (verdict->also));
  add_who (fold, verdict);
  add_codes (fold, verdict);
  add_rule (fold, verdict);
}
