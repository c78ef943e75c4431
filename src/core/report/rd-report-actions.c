/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong, what is asked of the reader with every value it takes, and how
 * they see that it is done.  What the sender does is told apart from it: nobody
 * should have to find out which of the sentences are for them. */

#define G_LOG_DOMAIN "rd-report-actions"

#include "config.h"

#include "rd-report-private.h"

#include "rd-outcome.h"
#include "rd-situation.h"
#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A report is read by somebody else: “you” would be the reader. */
const char *
_rd_report_get_owner_label (RdOwner owner)
{
  return owner == RD_OWNER_YOU ? _ ("The sender of the mail") : rd_owner_get_label (owner);
}

static char *
dup_sender_domain (const RdOriginal *original)
{
  return original->from != NULL ? rd_address_dup_domain (original->from) : NULL;
}

/* "mail.example.com [203.0.113.9]", or what of it is known. */
char *
_rd_report_dup_server (const char *name,
                       const char *address)
{
  if (name != NULL && address != NULL && strstr (name, address) == NULL)
    return g_strdup_printf ("%s [%s]", name, address);
  return g_strdup (name != NULL ? name : address);
}

/**
 * _rd_report_add_summary:
 * @report: a report
 * @item: a diagnosis
 *
 * Adds what happened, who must act, between which servers it happened, and
 * whether the reason is still there.
 */
void
_rd_report_add_summary (RdReport           *report,
                        const RdReportItem *item)
{
  const RdDiagnosis *diagnosis = item->diagnosis;
  const RdOriginal  *original = &diagnosis->bounce->original;
  g_autofree char   *sending = _rd_report_dup_server (original->helo, original->sending_ip);
  g_autoptr (RdOutcome) outcome = NULL;

  if (item->findings != NULL && diagnosis->main != NULL)
    outcome = rd_outcome_new (diagnosis, item->findings);
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Summary"));
  rd_report_add (report, RD_BLOCK_LEAD, outcome != NULL ? outcome->title : diagnosis->title);
  rd_report_add (report, RD_BLOCK_CALLOUT, outcome != NULL ? outcome->explanation : diagnosis->sentence);
  rd_report_add_told (report, RD_BLOCK_FACT, _ ("Who must act"), _rd_report_get_owner_label (outcome != NULL ? outcome->owner : diagnosis->owner));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Sent by"), sending);
  if (diagnosis->main != NULL)
    {
      const RdFailure *failure = diagnosis->main->failure;
      g_autofree char *refusing = _rd_report_dup_server (failure->remote_host, failure->remote_ip);

      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Refused by"), refusing);
      rd_report_add_told (report, RD_BLOCK_FACT, _ ("Certainty"), rd_certainty_get_label (outcome != NULL ? outcome->certainty : diagnosis->main->certainty));
      if (outcome != NULL)
        rd_report_add_told (report, RD_BLOCK_FACT, _ ("Checked now"), rd_confirmation_get_label (outcome->confirmation));
    }
  for (guint i = 0; diagnosis->situations[i] != NULL; i++)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, rd_situation_get_text (diagnosis->situations[i]));
}

static void
add_record_step (RdReport       *report,
                 const RdRecord *record)
{
  g_autofree char *beginning = rd_record_dup_beginning (record);
  g_autofree char *step = NULL;

  switch (record->action)
    {
    case RD_RECORD_REPLACE:
      if (beginning != NULL)
        /* Translators: record type, complete name, such as “v=spf1”. */
        step = g_strdup_printf (_ ("Replace the %s record at %s that begins with “%s” by exactly this:"), record->type, record->fqdn, beginning);
      else
        /* Translators: record type, complete name. */
        step = g_strdup_printf (_ ("Replace the %s record at %s by exactly this:"), record->type, record->fqdn);
      break;
    case RD_RECORD_REMOVE:
      step = g_strdup_printf (_ ("Remove this %s record at %s:"), record->type, record->fqdn);
      break;
    case RD_RECORD_ADD:
    default:
      step = g_strdup_printf (_ ("Add this %s record at %s:"), record->type, record->fqdn);
      break;
    }
  rd_report_add (report, RD_BLOCK_STEP, step);
  rd_report_add (report, RD_BLOCK_VERBATIM, record->value);
  rd_report_add_told (report, RD_BLOCK_VALUE, _ ("What changes"), record->changes);
  if (record->proven)
    rd_report_add_told (report, RD_BLOCK_VALUE, _ ("Tried out"), _ ("With this record in place the check passes."));
}

static gboolean
is_same_record (const RdRecord *a,
                const RdRecord *b)
{
  return a != NULL && b != NULL && a->action == b->action && strcmp (a->fqdn, b->fqdn) == 0 &&
         strcmp (a->type, b->type) == 0 && strcmp (a->value, b->value) == 0;
}

/* One record may mend what several findings complain of, and what must be fixed
 * is not told once more as worth improving. */
static gboolean
was_asked_before (GPtrArray *findings,
                  guint      index)
{
  const RdFinding *finding = g_ptr_array_index (findings, index);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *other = g_ptr_array_index (findings, i);

      if (other->state > finding->state || (other->state == finding->state && i >= index))
        continue;
      if (finding->record != NULL ? is_same_record (finding->record, other->record)
                                  : other->record == NULL && g_strcmp0 (finding->fix, other->fix) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What a provider demands is a sum of other findings, and they say what to do. */
static gboolean
is_sum (const RdFinding *finding)
{
  return g_str_has_prefix (finding->id, "requirements.") && finding->record == NULL;
}

static gboolean
has_step (GPtrArray     *findings,
          guint          index,
          RdFindingState state)
{
  const RdFinding *finding = g_ptr_array_index (findings, index);

  return finding->state == state && !is_sum (finding) && (finding->record != NULL || finding->fix != NULL) &&
         !was_asked_before (findings, index);
}

static void
add_steps_for (RdReport      *report,
               GPtrArray     *findings,
               RdFindingState state)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (!has_step (findings, i, state))
        continue;
      if (finding->record != NULL)
        add_record_step (report, finding->record);
      else
        rd_report_add (report, RD_BLOCK_STEP, finding->fix);
    }
}

static gboolean
has_fix (GPtrArray     *findings,
         RdFindingState state)
{
  for (guint i = 0; i < findings->len; i++)
    {
      if (has_step (findings, i, state))
        return TRUE;
    }
  return FALSE;
}

/**
 * _rd_report_add_finding_actions:
 * @report: a report
 * @findings: (element-type RdFinding): what checks found
 *
 * Adds a step for each finding that must be mended.
 */
void
_rd_report_add_finding_actions (RdReport  *report,
                                GPtrArray *findings)
{
  add_steps_for (report, findings, RD_FINDING_BROKEN);
}

/**
 * _rd_report_add_improvements:
 * @report: a report
 * @findings: (element-type RdFinding): what checks found
 *
 * Adds what is worth improving but was not the reason, apart from what is asked.
 */
void
_rd_report_add_improvements (RdReport  *report,
                             GPtrArray *findings)
{
  if (!has_fix (findings, RD_FINDING_WEAK))
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Worth improving as well"));
  rd_report_restart_steps (report);
  add_steps_for (report, findings, RD_FINDING_WEAK);
}

/* The one sentence that is asked, with the values in it where they are known. */
static char *
dup_request (const RdDiagnosis *diagnosis)
{
  const RdOriginal *original = &diagnosis->bounce->original;
  const RdCause    *helps = rd_verdict_get_asked_cause (diagnosis->main);
  const char       *cause = helps->id;
  g_autofree char  *domain = dup_sender_domain (original);

  if (strcmp (cause, "reverse-dns") == 0 && original->sending_ip != NULL && original->helo != NULL && strchr (original->helo, '.') != NULL)
    /* Translators: %1$s is an internet address, %2$s the name of a server. */
    return g_strdup_printf (_ ("Please set the PTR record of %1$s to %2$s, see that %2$s resolves to %1$s, and keep that name in HELO."),
                            original->sending_ip, original->helo);
  if (strcmp (cause, "ip-blocklisted") == 0 && original->sending_ip != NULL)
    return g_strdup_printf (_ ("Please find and stop what sends spam from %s, request its removal from the blocklist named below, and route our mail through another address until then."),
                            original->sending_ip);
  if (strcmp (cause, "dkim-fail") == 0 && domain != NULL)
    return g_strdup_printf (_ ("Please enable DKIM signing for %s and tell us the selector and the public key record."), domain);
  return g_strdup (rd_cause_get_ask_host (helps));
}

/* Which server, which domain, which mailbox: without them no ticket is answered
 * at once. */
static void
add_request_values (RdReport         *report,
                    const RdOriginal *original)
{
  g_autofree char *domain = dup_sender_domain (original);

  rd_report_add_labelled (report, RD_BLOCK_VALUE, _ ("Sending server address"), original->sending_ip);
  rd_report_add_labelled (report, RD_BLOCK_VALUE, _ ("HELO name"), original->helo);
  rd_report_add_labelled (report, RD_BLOCK_VALUE, _ ("Domain"), domain);
}

/**
 * _rd_report_add_question:
 * @report: a report
 * @diagnosis: a diagnosis
 * @reader: who is asked
 *
 * Adds what @reader is asked to do about the cause.  What the sender's host is
 * asked makes no sense to the recipient's side: they are asked to let the mail
 * in, or to say what is wrong with it.
 *
 * Returns: whether anything is asked
 */
gboolean
_rd_report_add_question (RdReport          *report,
                         const RdDiagnosis *diagnosis,
                         RdReportReader     reader)
{
  g_autofree char *request = NULL;

  if (reader == RD_REPORT_FOR_RECIPIENT_ADMIN)
    {
      rd_report_add (report, RD_BLOCK_STEP,
                     _ ("Please look up this refusal in the log of your mail server and tell us which rule caused it, or accept the mail."));
      add_request_values (report, &diagnosis->bounce->original);
      return TRUE;
    }
  if (diagnosis->main == NULL)
    return FALSE;
  request = dup_request (diagnosis);
  if (request == NULL || *request == '\0')
    return FALSE;
  rd_report_add (report, RD_BLOCK_STEP, request);
  add_request_values (report, &diagnosis->bounce->original);
  return TRUE;
}

/**
 * _rd_report_add_actions:
 * @report: a report
 * @item: a diagnosis
 * @reader: who is asked
 *
 * Adds what is asked of @reader, numbered.
 *
 * Returns: whether anything is asked
 */
gboolean
_rd_report_add_actions (RdReport           *report,
                        const RdReportItem *item,
                        RdReportReader      reader)
{
  gboolean is_asked;

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Requested actions"));
  rd_report_restart_steps (report);
  is_asked = _rd_report_add_question (report, item->diagnosis, reader);
  if (item->findings != NULL && has_fix (item->findings, RD_FINDING_BROKEN))
    {
      _rd_report_add_finding_actions (report, item->findings);
      is_asked = TRUE;
    }
  if (!is_asked && item->diagnosis->owner == RD_OWNER_HOST)
    {
      for (guint i = 0; item->diagnosis->steps[i] != NULL; i++)
        rd_report_add (report, RD_BLOCK_STEP, item->diagnosis->steps[i]);
      return TRUE;
    }
  if (!is_asked)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Nothing is asked of you now. This report is for your information and for searching your logs."));
  return is_asked;
}

/**
 * _rd_report_add_sender_steps:
 * @report: a report
 * @diagnosis: a diagnosis
 *
 * Adds what the sender does meanwhile.
 */
void
_rd_report_add_sender_steps (RdReport          *report,
                             const RdDiagnosis *diagnosis)
{
  if (diagnosis->steps[0] == NULL && diagnosis->resend_text == NULL)
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What the sender was told to do"));
  rd_report_restart_steps (report);
  for (guint i = 0; diagnosis->steps[i] != NULL; i++)
    rd_report_add (report, RD_BLOCK_STEP, diagnosis->steps[i]);
  rd_report_add_told (report, RD_BLOCK_FACT, _ ("Sending again"), diagnosis->resend_text);
}

static void
add_expected (RdReport   *report,
              const char *format,
              const char *argument,
              const char *sentence,
              const char *value)
{
  rd_report_add (report, RD_BLOCK_STEP, sentence);
  _rd_report_add_command (report, format, argument);
  rd_report_add (report, RD_BLOCK_VERBATIM, value);
}

/**
 * _rd_report_add_record_checks:
 * @report: a report
 * @findings: (element-type RdFinding): what checks found
 *
 * Adds for each record that must be published how to see that it is.
 */
void
_rd_report_add_record_checks (RdReport  *report,
                              GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);
      const RdRecord  *record = finding->record;
      g_autofree char *format = NULL;

      if (finding->state != RD_FINDING_BROKEN || record == NULL || was_asked_before (findings, i))
        continue;
      format = g_strdup_printf ("dig +short %s {}", record->type);
      add_expected (report, format, record->fqdn,
                    record->action == RD_RECORD_REMOVE ? _ ("This must not be among the answers any more:") : _ ("This must be the answer, in one piece or in several:"), record->value);
    }
}

/* Where the record to publish is not known, what it must allow is. */
static void
add_sender_policy (RdReport         *report,
                   const RdOriginal *original,
                   const char       *cause)
{
  static const char *const causes[] = { "spf-fail", "dmarc-fail", "not-authenticated", NULL };
  const char              *sender = original->return_path != NULL ? original->return_path : original->from;
  g_autofree char         *domain = sender != NULL ? rd_address_dup_domain (sender) : NULL;
  g_autofree char         *sentence = NULL;

  if (domain == NULL || original->sending_ip == NULL || !g_strv_contains (causes, cause))
    return;
  /* Translators: an internet address. */
  sentence = g_strdup_printf (_ ("Among the answers must be one SPF record, and it must allow %s:"), original->sending_ip);
  rd_report_add (report, RD_BLOCK_STEP, sentence);
  _rd_report_add_command (report, "dig +short TXT {}", domain);
}

static char *
dup_acceptance (const RdDiagnosis *diagnosis)
{
  const RdFailure *failure = diagnosis->main != NULL ? diagnosis->main->failure : NULL;
  g_autofree char *domain = failure != NULL && failure->recipient != NULL ? rd_address_dup_domain (failure->recipient) : NULL;

  if (domain == NULL)
    return g_strdup (_ ("Send a message the same way: the reply to its last dot must begin with 250."));
  return g_strdup_printf (_ ("Send a message to an address at %s: the reply to its last dot must begin with 250."), domain);
}

/**
 * _rd_report_add_verification:
 * @report: a report
 * @item: a diagnosis
 *
 * Adds how to see that what was asked is done.
 */
void
_rd_report_add_verification (RdReport           *report,
                             const RdReportItem *item)
{
  const RdOriginal *original = &item->diagnosis->bounce->original;
  const char       *cause = item->diagnosis->main != NULL ? item->diagnosis->main->cause->id : "";
  g_autofree char  *acceptance = NULL;

  if (item->diagnosis->bounce->kind != RD_BOUNCE_FAILED && item->diagnosis->bounce->kind != RD_BOUNCE_DELAYED)
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("How to see that it is done"));
  rd_report_restart_steps (report);
  if (strcmp (cause, "reverse-dns") == 0 && original->sending_ip != NULL)
    add_expected (report, "dig +short -x {}", original->sending_ip,
                  _ ("The answer must be the name that the server uses in HELO:"), original->helo);
  if (item->findings != NULL)
    _rd_report_add_record_checks (report, item->findings);
  else
    add_sender_policy (report, original, cause);
  acceptance = dup_acceptance (item->diagnosis);
  rd_report_add (report, RD_BLOCK_STEP, acceptance);
}
