/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a support engineer needs to act on a bounce, in the order they need it:
 * what is asked of them, the facts, the ids to search logs for, what was
 * tested, commands to repeat it, and the bounce itself. */

#define G_LOG_DOMAIN "rd-report-diagnosis"

#include "config.h"

#include "rd-report-diagnosis.h"
#include "rd-report-private.h"

#include "rd-situation.h"
#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The annex shows this much of a bounce: header, report and the start of the
 * returned message; the file itself goes along with the report. */
#define MAX_ANNEX_BYTES (48u * 1024)

/* Recipients named one by one below each cause; a table of addresses is what
 * the CSV is for. */
#define MAX_LISTED_RECIPIENTS 400

/* Items of a batch that get sections of their own. */
#define MAX_DETAILED_ITEMS 40

static char *
dup_both_zones (const char *time)
{
  g_autoptr (GDateTime) original = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;
  g_autoptr (GDateTime) utc = NULL;
  g_autofree char *in_utc = NULL;
  g_autofree char *in_zone = NULL;

  if (original == NULL)
    return g_strdup (time);
  utc = g_date_time_to_utc (original);
  in_utc = g_date_time_format (utc, "%Y-%m-%d %H:%M:%S UTC");
  if (g_date_time_get_utc_offset (original) == 0)
    return g_steal_pointer (&in_utc);
  in_zone = g_date_time_format (original, "%Y-%m-%d %H:%M:%S %z");
  return g_strdup_printf ("%s (%s)", in_utc, in_zone);
}

static void
add_time (RdReport   *report,
          const char *label,
          const char *time)
{
  g_autofree char *text = dup_both_zones (time);

  rd_report_add_labelled (report, RD_BLOCK_FACT, label, text);
}

static const char *
get_reader_label (RdReportReader reader)
{
  switch (reader)
    {
    case RD_REPORT_FOR_MAIL_PROVIDER:
      return _ ("support of the mail provider");
    case RD_REPORT_FOR_DNS:
      return _ ("whoever runs the DNS of the domain");
    case RD_REPORT_FOR_RECIPIENT_ADMIN:
      return _ ("whoever runs the recipient’s mail");
    case RD_REPORT_FOR_HOST:
    default:
      return _ ("hosting support");
    }
}

static void
add_head (RdReport      *report,
          RdReportReader reader)
{
  g_autofree char *created = g_date_time_format_iso8601 (rd_report_get_created (report));

  rd_report_add (report, RD_BLOCK_TITLE, _ ("Report on undelivered mail"));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Report"), rd_report_get_id (report));
  add_time (report, _ ("Created"), created);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Prepared for"), get_reader_label (reader));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Made by"), "Redeliver " PACKAGE_VERSION);
}

/* A report is read by somebody else: “you” would be the reader. */
static const char *
get_owner_label (RdOwner owner)
{
  return owner == RD_OWNER_YOU ? _ ("The sender of the mail") : rd_owner_get_label (owner);
}

static void
add_summary (RdReport          *report,
             const RdDiagnosis *diagnosis)
{
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Summary"));
  rd_report_add (report, RD_BLOCK_PARAGRAPH, diagnosis->title);
  rd_report_add (report, RD_BLOCK_PARAGRAPH, diagnosis->sentence);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Who must act"), get_owner_label (diagnosis->owner));
  if (diagnosis->main != NULL)
    rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Certainty"), rd_certainty_get_label (diagnosis->main->certainty));
  for (guint i = 0; diagnosis->situations[i] != NULL; i++)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, rd_situation_get_text (diagnosis->situations[i]));
}

static void
add_record_step (RdReport       *report,
                 const RdRecord *record)
{
  g_autofree char *step = NULL;

  switch (record->action)
    {
    case RD_RECORD_REPLACE:
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
}

static void
add_finding_actions (RdReport  *report,
                     GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state != RD_FINDING_BROKEN && finding->state != RD_FINDING_WEAK)
        continue;
      if (finding->record != NULL)
        add_record_step (report, finding->record);
      else
        rd_report_add (report, RD_BLOCK_STEP, finding->fix);
    }
}

/* What the sender's host is asked makes no sense to the recipient's side: they
 * are asked to let the mail in, or to say what is wrong with it. */
static void
add_question (RdReport          *report,
              const RdDiagnosis *diagnosis,
              RdReportReader     reader)
{
  if (reader == RD_REPORT_FOR_RECIPIENT_ADMIN)
    rd_report_add (report, RD_BLOCK_STEP,
                   _ ("Please look up this refusal in the log of your mail server and tell us which rule caused it, or accept the mail."));
  else if (diagnosis->main != NULL)
    rd_report_add (report, RD_BLOCK_STEP, rd_cause_get_ask_host (diagnosis->main->cause));
}

static void
add_actions (RdReport           *report,
             const RdReportItem *item,
             RdReportReader      reader)
{
  const RdDiagnosis *diagnosis = item->diagnosis;

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Requested actions"));
  rd_report_restart_steps (report);
  add_question (report, diagnosis, reader);
  add_finding_actions (report, item->findings);
  for (guint i = 0; diagnosis->steps[i] != NULL; i++)
    rd_report_add (report, RD_BLOCK_STEP, diagnosis->steps[i]);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Send again?"), diagnosis->resend_text);
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
add_failure_facts (RdReport        *report,
                   const RdVerdict *verdict)
{
  const RdFailure *failure = verdict->failure;

  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Forwarded to"), failure->forwarded_to);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Receiving server"), failure->remote_host);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Its address"), failure->remote_ip);
  if (verdict->provider != NULL)
    rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Receiving provider"), verdict->provider->name);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Refused"), phase_label (failure->phase));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Reply code"), failure->reply_code);
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Enhanced status code"), failure->status);
  if (failure->diagnostic != NULL)
    {
      rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("The complete words of the server:"));
      rd_report_add (report, RD_BLOCK_VERBATIM, failure->diagnostic);
    }
  if (verdict->rule != NULL)
    {
      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Rule that decided"), verdict->rule->id);
      rd_report_add_link (report, _ ("About this refusal"), verdict->rule->url);
    }
  if (verdict->provider != NULL)
    rd_report_add_link (report, _ ("Their help for senders"), verdict->provider->postmaster);
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

static void
add_cases (RdReport  *report,
           GPtrArray *verdicts)
{
  g_autofree gboolean *done = g_new0 (gboolean, verdicts->len + 1);
  guint                n_listed = 0;

  for (guint i = 0; i < verdicts->len; i++)
    {
      const RdVerdict *first = g_ptr_array_index (verdicts, i);
      g_autoptr (GString) addresses = g_string_new (NULL);

      if (done[i])
        continue;
      if (n_listed >= MAX_LISTED_RECIPIENTS)
        break;
      for (guint j = i; j < verdicts->len && n_listed < MAX_LISTED_RECIPIENTS; j++)
        {
          const RdVerdict *other = g_ptr_array_index (verdicts, j);

          if (done[j] || !is_same_case (first, other))
            continue;
          done[j] = TRUE;
          n_listed++;
          if (other->failure->recipient != NULL)
            g_string_append_printf (addresses, "%s%s", addresses->len > 0 ? ", " : "", other->failure->recipient);
        }
      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Recipients"), addresses->len > 0 ? addresses->str : NULL);
      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Cause"), rd_cause_get_title (first->cause));
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

static void
add_facts (RdReport          *report,
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

static void
add_identifiers (RdReport       *report,
                 const RdBounce *bounce)
{
  const RdOriginal *original = &bounce->original;

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Identifiers for log search"));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Message-ID"), original->message_id);
  for (guint i = 0; bounce->queue_ids != NULL && i < bounce->queue_ids->len; i++)
    rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Queue ID"), g_ptr_array_index (bounce->queue_ids, i));
  rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Reporting server"), bounce->reporting_mta);
  add_time (report, _ ("Message dated"), original->date);
  add_time (report, _ ("Arrived at the reporting server"), bounce->arrival_date);
  if (bounce->failures->len > 0)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, 0);

      add_time (report, _ ("Last attempt"), failure->last_attempt);
      add_time (report, _ ("Tries end"), failure->will_retry_until);
    }
  add_time (report, _ ("Bounce dated"), bounce->date);
  for (guint i = 0; original->dkim != NULL && i < original->dkim->len; i++)
    {
      const RdDkimName *name = g_ptr_array_index (original->dkim, i);
      g_autofree char  *text = g_strdup_printf ("d=%s s=%s", name->domain, name->selector);

      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("DKIM signature"), text);
    }
}

static void
add_tests (RdReport           *report,
           const RdReportItem *item)
{
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What was tested"));
  if (item->findings == NULL)
    {
      rd_report_add (report, RD_BLOCK_PARAGRAPH,
                     _ ("Nothing was looked up online for this report. What follows is read from the bounce alone."));
      rd_report_add_findings (report, item->diagnosis->checklist);
      return;
    }
  rd_report_add_findings (report, item->findings);
  if (item->evidence != NULL)
    {
      rd_report_add (report, RD_BLOCK_HEADING, _ ("Questions and answers"));
      rd_report_add_evidence (report, item->evidence);
    }
}

static gboolean
is_shell_safe (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("@._+=-:", *p) == NULL)
        return FALSE;
    }
  return text[0] != '\0' && text[0] != '-';
}

static void
add_command (RdReport   *report,
             const char *format,
             const char *argument)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *command = NULL;

  if (argument == NULL || !is_shell_safe (argument))
    return;
  parts = g_strsplit (format, "{}", -1);
  command = g_strjoinv (argument, parts);
  rd_report_add (report, RD_BLOCK_VERBATIM, command);
}

static void
add_commands (RdReport       *report,
              const RdBounce *bounce)
{
  const RdOriginal *original = &bounce->original;
  g_autofree char  *domain = original->from != NULL ? rd_address_dup_domain (original->from) : NULL;
  gboolean          is_exim = g_strcmp0 (bounce->dialect, "exim") == 0;

  rd_report_add (report, RD_BLOCK_HEADING, _ ("Commands to repeat it"));
  rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Suggestions for the server’s administrator; adapt paths to the system."));
  for (guint i = 0; bounce->queue_ids != NULL && i < bounce->queue_ids->len && i < 3; i++)
    {
      const char *id = g_ptr_array_index (bounce->queue_ids, i);

      add_command (report, is_exim ? "exigrep {} /var/log/exim_mainlog*" : "grep {} /var/log/mail.log*", id);
      if (is_exim)
        add_command (report, "exim -Mvl {}", id);
    }
  add_command (report, "dig +short -x {}", original->sending_ip);
  add_command (report, "dig +short TXT {}", domain);
  add_command (report, "dig +short TXT _dmarc.{}", domain);
  for (guint i = 0; original->dkim != NULL && i < original->dkim->len && i < 3; i++)
    {
      const RdDkimName *name = g_ptr_array_index (original->dkim, i);
      g_autofree char  *record = g_strdup_printf ("%s._domainkey.%s", name->selector, name->domain);

      add_command (report, "dig +short TXT {}", record);
    }
}

static void
add_redaction_notice (RdReport *report)
{
  RdRedactFlags flags = rd_redaction_get_flags (rd_report_get_redaction (report));

  if (flags == RD_REDACT_NOTHING)
    return;
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What was hidden"));
  if ((flags & RD_REDACT_RECIPIENTS) != 0)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("The names of recipients are shortened to their first letter. Domains, server addresses and ids are complete."));
  if ((flags & RD_REDACT_SUBJECT) != 0)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("Subjects are hidden."));
  rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("An unredacted copy is available from the sender on request."));
}

/* The source up to the body of the returned message: its text is nobody's
 * business, its header is evidence. */
static char *
dup_annex (GBytes *source)
{
  gsize            length = 0;
  const char      *data = g_bytes_get_data (source, &length);
  g_autofree char *text = rd_text_make_valid (data, (gssize) MIN (length, MAX_ANNEX_BYTES));
  g_autoptr (GString) unix_text = g_string_new (text);
  const char *original;
  char       *body;

  g_string_replace (unix_text, "\r\n", "\n", 0);
  original = rd_text_find_nocase (unix_text->str, "\ncontent-type: message/rfc822");
  if (original == NULL)
    original = strstr (unix_text->str, "This is a copy of the message");
  body = original != NULL ? strstr (original + 1, "\n\n") : NULL;
  if (body != NULL)
    body = strstr (body + 2, "\n\n");
  if (body != NULL)
    {
      g_string_truncate (unix_text, (gsize) (body - unix_text->str));
      g_string_append_printf (unix_text, "\n\n%s", _ ("[The text of the returned message is left out.]"));
    }
  return g_string_free (g_steal_pointer (&unix_text), FALSE);
}

static void
add_annex (RdReport           *report,
           const RdReportItem *item)
{
  g_autofree char *annex = NULL;

  if (item->source == NULL)
    return;
  annex = dup_annex (item->source);
  rd_report_add (report, RD_BLOCK_PAGE_BREAK, "");
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Annex: the bounce"));
  rd_report_add (report, RD_BLOCK_VERBATIM, annex);
}

/**
 * _rd_report_learn_names:
 * @redaction: a redaction
 * @item: a diagnosis
 *
 * Tells @redaction whose names and which subject stand in @item.
 */
void
_rd_report_learn_names (RdRedaction        *redaction,
                        const RdReportItem *item)
{
  const RdBounce *bounce = item->diagnosis->bounce;

  for (guint i = 0; i < bounce->failures->len; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);

      rd_redaction_add_address (redaction, failure->recipient);
      rd_redaction_add_address (redaction, failure->original_recipient);
      rd_redaction_add_address (redaction, failure->forwarded_to);
    }
  for (guint i = 0; bounce->original.to != NULL && bounce->original.to[i] != NULL; i++)
    rd_redaction_add_address (redaction, bounce->original.to[i]);
  rd_redaction_add_subject (redaction, bounce->original.subject);
}

static char *
dup_report_id (const RdReportItem *items,
               guint               n_items,
               GDateTime          *created)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *day = g_date_time_format (created, "%Y%m%d");

  for (guint i = 0; i < n_items; i++)
    {
      const RdBounce *bounce = items[i].diagnosis->bounce;
      const char     *id = bounce->original.message_id != NULL ? bounce->original.message_id : items[i].file;

      g_checksum_update (checksum, (const guchar *) id, -1);
    }
  return g_strdup_printf ("RD-%s-%.8s", day, g_checksum_get_string (checksum));
}

static void
add_item (RdReport           *report,
          const RdReportItem *item,
          RdReportReader      reader)
{
  add_summary (report, item->diagnosis);
  add_actions (report, item, reader);
  add_facts (report, item->diagnosis);
  add_identifiers (report, item->diagnosis->bounce);
  add_tests (report, item);
  add_commands (report, item->diagnosis->bounce);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const GPtrArray *first = *(GPtrArray *const *) a;
  const GPtrArray *second = *(GPtrArray *const *) b;

  return first->len != second->len ? (first->len > second->len ? -1 : 1) : 0;
}

static void
add_groups (RdReport           *report,
            const RdReportItem *items,
            guint               n_items)
{
  g_autoptr (GHashTable) by_title = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < n_items; i++)
    {
      GPtrArray *group = g_hash_table_lookup (by_title, items[i].diagnosis->title);

      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (by_title, items[i].diagnosis->title, group);
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group, (gpointer) items[i].diagnosis);
    }
  g_ptr_array_sort (groups, compare_groups);
  rd_report_add (report, RD_BLOCK_HEADING, _ ("Summary"));
  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray         *group = g_ptr_array_index (groups, i);
      const RdDiagnosis *first = g_ptr_array_index (group, 0);
      g_autofree char   *count = g_strdup_printf (dngettext (GETTEXT_PACKAGE, "%u message", "%u messages", group->len), group->len);

      rd_report_add_labelled (report, RD_BLOCK_FINDING, count, first->title);
      rd_report_add (report, RD_BLOCK_PARAGRAPH, first->sentence);
      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Who must act"), get_owner_label (first->owner));
      rd_report_add_labelled (report, RD_BLOCK_FACT, _ ("Do this"), first->action);
    }
}

/**
 * rd_report_new_with_options:
 * @items: (array length=n_items): diagnoses, at least one
 * @n_items: their number
 * @options: whom it is for, what is left out
 * @created: when the report is made
 *
 * Makes the report a host can act on: for one bounce in full, for several
 * grouped by cause with the facts of each.
 *
 * Returns: (transfer full): the report
 */
RdReport *
rd_report_new_with_options (const RdReportItem    *items,
                            guint                  n_items,
                            const RdReportOptions *options,
                            GDateTime             *created)
{
  RdRedaction     *redaction;
  g_autofree char *id = NULL;
  RdReport        *report;

  g_return_val_if_fail (items != NULL && n_items > 0, NULL);

  redaction = rd_redaction_new (options->redact);
  for (guint i = 0; i < n_items; i++)
    _rd_report_learn_names (redaction, &items[i]);
  id = dup_report_id (items, n_items, created);
  report = rd_report_new (id, created, redaction);
  add_head (report, options->reader);
  if (n_items == 1)
    {
      add_item (report, &items[0], options->reader);
    }
  else
    {
      add_groups (report, items, n_items);
      for (guint i = 0; i < n_items && i < MAX_DETAILED_ITEMS; i++)
        {
          rd_report_add (report, RD_BLOCK_PAGE_BREAK, "");
          rd_report_add (report, RD_BLOCK_TITLE, items[i].file);
          add_item (report, &items[i], options->reader);
        }
    }
  add_redaction_notice (report);
  if (n_items == 1 && !options->leave_source_out)
    add_annex (report, &items[0]);
  return report;
}

/**
 * rd_report_new_for_items:
 * @items: (array length=n_items): diagnoses, at least one
 * @n_items: their number
 * @redact: what to hide
 * @created: when the report is made
 *
 * Makes the report for hosting support, with everything in it.
 *
 * Returns: (transfer full): the report
 */
RdReport *
rd_report_new_for_items (const RdReportItem *items,
                         guint               n_items,
                         RdRedactFlags       redact,
                         GDateTime          *created)
{
  const RdReportOptions options = { .reader = RD_REPORT_FOR_HOST, .redact = redact };

  return rd_report_new_with_options (items, n_items, &options, created);
}
