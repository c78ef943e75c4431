/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happened, and what to search logs for. */

#define G_LOG_DOMAIN "rd-report-facts"

#include "config.h"

#include "rd-report-private.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Recipients named with the facts; all of them are in the annex. */
#define MAX_SHOWN_RECIPIENTS 8

/* Different refusals of one message that are told apart; the busiest real
 * bounces have a dozen. */
#define MAX_CASES 60

/* Words of a server in the midst of facts.  Longer ones begin there and are
 * complete in the annex, so that what follows is found. */
#define MAX_DIAGNOSTIC_BYTES 3000

/* @time, which is in RFC 3339, in UTC; as it is if it is no time. */
char *
_rd_report_dup_utc (const char *time)
{
  g_autoptr (GDateTime) original = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autoptr (GDateTime) utc = original != NULL ? g_date_time_to_utc (original) : NULL;

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%d %H:%M:%S UTC") : g_strdup (time);
}

static char *
dup_both_zones (const char *time)
{
  g_autoptr (GDateTime) original = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autofree char *in_utc = _rd_report_dup_utc (time);
  g_autofree char *in_zone = NULL;

  if (original == NULL)
    return g_steal_pointer (&in_utc);
  if (g_date_time_get_utc_offset (original) == 0)
    return g_steal_pointer (&in_utc);
  in_zone = g_date_time_format (original, "%Y-%m-%d %H:%M:%S %z");
  return g_strdup_printf ("%s (%s)", in_utc, in_zone);
}

/* A time, in UTC and in the zone it was written in. */
void
_rd_report_add_time (RdReport   *report,
                     RdBlockKind kind,
                     const char *label,
                     const char *time)
{
  g_autofree char *text = dup_both_zones (time);

  rd_report_add_labelled (report, kind, label, text);
}

static const char *
phase_label (RdPhase phase)
{
  switch (phase)
    {
    case RD_PHASE_CONNECT:
      return _ ("when connecting (greeting)");
    case RD_PHASE_HELO:
      return _ ("in reply to EHLO/HELO");
    case RD_PHASE_MAIL:
      return _ ("in reply to MAIL FROM");
    case RD_PHASE_RCPT:
      return _ ("in reply to RCPT TO");
    case RD_PHASE_DATA:
      return _ ("in reply to DATA");
    case RD_PHASE_END_OF_DATA:
      return _ ("after the end of the message");
    case RD_PHASE_UNKNOWN:
    default:
      return NULL;
    }
}

static void
add_diagnostic (RdReport   *report,
                const char *diagnostic)
{
  g_autofree char *beginning = NULL;

  if (strlen (diagnostic) <= MAX_DIAGNOSTIC_BYTES)
    {
      rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("The complete words of the server:"));
      rd_report_add (report, RD_BLOCK_VERBATIM, diagnostic);
      return;
    }
  beginning = rd_text_make_valid (diagnostic, MAX_DIAGNOSTIC_BYTES);
  rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("The words of the server begin like this; they are complete in the annex:"));
  rd_report_add (report, RD_BLOCK_VERBATIM, beginning);
}

static void
add_failure_facts (RdReport        *report,
                   const RdVerdict *verdict)
{
  const RdFailure *failure = verdict->failure;
  const RdRule    *rule = rd_verdict_get_telling_rule (verdict);
  g_autofree char *server = _rd_report_dup_server (failure->remote_host, failure->remote_ip);

  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Forwarded to"), failure->forwarded_to);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Receiving server"), server);
  if (verdict->provider != NULL)
    rd_report_add_told (report, RD_BLOCK_FACT, _ ("Receiving provider"), verdict->provider->name);
  rd_report_add_told (report, RD_BLOCK_FACT, _ ("Refused"), phase_label (failure->phase));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Reply code"), failure->reply_code);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Enhanced status code"), failure->status);
  if (verdict->rule != NULL)
    rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Rule that decided"), verdict->rule->id);
  if (rule != NULL)
    rd_report_add_link (report, RD_BLOCK_FACT, _ ("About this refusal"), rule->url);
  if (verdict->provider != NULL)
    rd_report_add_link (report, RD_BLOCK_FACT, _ ("Their help for senders"), verdict->provider->postmaster);
  if (failure->diagnostic != NULL)
    add_diagnostic (report, failure->diagnostic);
}

static void
add_recipient_domains (RdReport  *report,
                       GPtrArray *verdicts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) domains = g_string_new (NULL);

  for (guint i = 0; i < verdicts->len; i++)
    {
      const RdVerdict *verdict = g_ptr_array_index (verdicts, i);
      g_autofree char *domain = verdict->failure->recipient != NULL ? rd_address_dup_domain (verdict->failure->recipient) : NULL;

      if (domain == NULL || g_hash_table_contains (seen, domain))
        continue;
      g_string_append_printf (domains, "%s%s", domains->len > 0 ? ", " : "", domain);
      g_hash_table_add (seen, g_steal_pointer (&domain));
    }
  if (domains->len > 0)
    rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Recipient domains"), domains->str);
}

/* Recipients that share cause and words are one case. */
static gboolean
is_same_case (const RdVerdict *a,
              const RdVerdict *b)
{
  return a->cause == b->cause && g_strcmp0 (a->failure->status, b->failure->status) == 0 &&
         g_strcmp0 (a->failure->remote_host, b->failure->remote_host) == 0 &&
         (g_strcmp0 (a->failure->diagnostic, b->failure->diagnostic) == 0 ||
          (a->rule != NULL && a->rule == b->rule));
}

/* The cases of @verdicts, each an array of those that are one case. */
static GPtrArray *
dup_cases (GPtrArray *verdicts)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < verdicts->len; i++)
    {
      RdVerdict *verdict = g_ptr_array_index (verdicts, i);
      GPtrArray *found = NULL;

      for (guint j = 0; j < cases->len && found == NULL; j++)
        {
          GPtrArray *other = g_ptr_array_index (cases, j);

          if (is_same_case (g_ptr_array_index (other, 0), verdict))
            found = other;
        }
      if (found == NULL && cases->len < MAX_CASES)
        {
          found = g_ptr_array_new ();
          g_ptr_array_add (cases, found);
        }
      if (found != NULL)
        g_ptr_array_add (found, verdict);
    }
  return cases;
}

static void
append_recipient (GString         *text,
                  const RdVerdict *verdict,
                  const char      *separator)
{
  if (verdict->failure->recipient != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", verdict->failure->recipient);
}

static void
add_recipients (RdReport  *report,
                GPtrArray *same)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *more = NULL;
  guint            rest = same->len > MAX_SHOWN_RECIPIENTS ? same->len - MAX_SHOWN_RECIPIENTS : 0;

  for (guint i = 0; i < same->len - rest; i++)
    append_recipient (text, g_ptr_array_index (same, i), ", ");
  if (text->len == 0)
    return;
  if (rest > 0)
    /* Translators: some addresses, how many more there are. */
    more = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%s, and %u more, listed in the annex", "%s, and %u more, listed in the annex", rest),
                            text->str, rest);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Recipients"), more != NULL ? more : text->str);
}

static void
add_cases (RdReport  *report,
           GPtrArray *verdicts)
{
  g_autoptr (GPtrArray) cases = dup_cases (verdicts);
  guint n_listed = 0;

  for (guint i = 0; i < cases->len; i++)
    {
      GPtrArray       *same = g_ptr_array_index (cases, i);
      const RdVerdict *first = g_ptr_array_index (same, 0);

      n_listed += same->len;
      add_recipients (report, same);
      rd_report_add_told (report, RD_BLOCK_FACT, _ ("Cause"), rd_cause_get_title (first->cause));
      add_failure_facts (report, first);
    }
  if (verdicts->len > n_listed)
    {
      guint            rest = verdicts->len - n_listed;
      g_autofree char *more = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u more recipient is in the bounce itself.",
                                                          "%u more recipients are in the bounce itself.", rest),
                                               rest);

      rd_report_add (report, RD_BLOCK_PARAGRAPH, more);
    }
}

/**
 * _rd_report_add_all_recipients:
 * @report: a report
 * @diagnosis: a diagnosis
 *
 * Adds the recipients of each case that has more than the facts show.
 */
void
_rd_report_add_all_recipients (RdReport          *report,
                               const RdDiagnosis *diagnosis)
{
  g_autoptr (GPtrArray) cases = dup_cases (diagnosis->verdicts);
  gboolean is_begun = FALSE;

  for (guint i = 0; i < cases->len; i++)
    {
      GPtrArray       *same = g_ptr_array_index (cases, i);
      const RdVerdict *first = g_ptr_array_index (same, 0);
      g_autoptr (GString) addresses = g_string_new (NULL);

      if (same->len <= MAX_SHOWN_RECIPIENTS)
        continue;
      for (guint j = 0; j < same->len; j++)
        append_recipient (addresses, g_ptr_array_index (same, j), "\n");
      if (!is_begun)
        rd_report_begin_annex (report, _ ("Annex: all recipients"));
      is_begun = TRUE;
      rd_report_add_told (report, RD_BLOCK_FACT, _ ("Cause"), rd_cause_get_title (first->cause));
      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Receiving server"), first->failure->remote_host);
      rd_report_add (report, RD_BLOCK_VERBATIM, addresses->str);
    }
}

/* The facts a support engineer looks for first. */
void
_rd_report_add_facts (RdReport          *report,
                      const RdDiagnosis *diagnosis)
{
  const RdOriginal *original = &diagnosis->bounce->original;
  g_autofree char  *domain = original->from != NULL ? rd_address_dup_domain (original->from) : NULL;
  g_autofree char  *size = NULL;

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Facts"));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Customer domain"), domain);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Header From"), original->from);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Reverse-path"), original->return_path);
  add_recipient_domains (report, diagnosis->verdicts);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Sending server address"), original->sending_ip);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("HELO name"), original->helo);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Subject"), original->subject);
  if (original->size > 0)
    {
      size = g_format_size_full (original->size, G_FORMAT_SIZE_LONG_FORMAT);
      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Size"), size);
    }
  add_cases (report, diagnosis->verdicts);
}

static gboolean
has_identifiers (const RdBounce *bounce)
{
  const RdOriginal *original = &bounce->original;

  return original->message_id != NULL || original->date != NULL || original->first_received != NULL ||
         bounce->queue_ids->len > 0 || bounce->reporting_mta != NULL || bounce->arrival_date != NULL || bounce->date != NULL;
}

/* What to look for in a log. */
void
_rd_report_add_identifiers (RdReport       *report,
                            const RdBounce *bounce)
{
  const RdOriginal *original = &bounce->original;

  if (!has_identifiers (bounce))
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Identifiers for log search"));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Message-ID"), original->message_id);
  for (guint i = 0; i < bounce->queue_ids->len; i++)
    rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Queue ID"), g_ptr_array_index (bounce->queue_ids, i));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Reporting server"), bounce->reporting_mta);
  _rd_report_add_time (report, RD_BLOCK_FACT, _ ("Message dated"), original->date);
  _rd_report_add_time (report, RD_BLOCK_FACT, _ ("First received"), original->first_received);
  _rd_report_add_time (report, RD_BLOCK_FACT, _ ("Last received"), original->last_received);
  _rd_report_add_time (report, RD_BLOCK_FACT, _ ("Arrived at the reporting server"), bounce->arrival_date);
  if (bounce->failures->len > 0)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, 0);

      _rd_report_add_time (report, RD_BLOCK_FACT, _ ("Last attempt"), failure->last_attempt);
      _rd_report_add_time (report, RD_BLOCK_FACT, _ ("Tries end"), failure->will_retry_until);
    }
  _rd_report_add_time (report, RD_BLOCK_FACT, _ ("Bounce dated"), bounce->date);
  for (guint i = 0; original->dkim != NULL && i < original->dkim->len; i++)
    {
      const RdDkimName *name = g_ptr_array_index (original->dkim, i);
      g_autofree char  *text = g_strdup_printf ("d=%s s=%s", name->domain, name->selector);

      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("DKIM signature"), text);
    }
}

/* Words of servers that were too long for the facts. */
void
_rd_report_add_long_words (RdReport          *report,
                           const RdDiagnosis *diagnosis)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < diagnosis->verdicts->len; i++)
    {
      const RdVerdict *verdict = g_ptr_array_index (diagnosis->verdicts, i);
      char            *words = verdict->failure->diagnostic;

      if (words == NULL || strlen (words) <= MAX_DIAGNOSTIC_BYTES || !g_hash_table_add (seen, words))
        continue;
      if (g_hash_table_size (seen) == 1)
        {
          rd_report_begin_annex (report, _ ("Annex: the complete words of the server"));
        }
      rd_report_add (report, RD_BLOCK_VERBATIM, words);
    }
}
