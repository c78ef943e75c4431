/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a support engineer needs to act on a bounce, in the order they need it:
 * what is asked of them, how to see that it is done, the facts, the ids to
 * search logs for, what was tested, commands to repeat it, and the bounce
 * itself. */

#define G_LOG_DOMAIN "rd-report-diagnosis"

#include "config.h"

#include "rd-report-private.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>

/* Messages of a batch that all get sections of their own.  Of more, one for each
 * reason does: nobody reads the same thing on a hundred pages. */
#define MAX_ALL_DETAILED 10

/* Sections there are at most. */
#define MAX_DETAILED_ITEMS 40

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

/* What every report begins with. */
void
_rd_report_add_head (RdReport              *report,
                     const char            *title,
                     const char            *domain,
                     const RdReportOptions *options)
{
  g_autofree char *created = g_date_time_format_iso8601 (rd_report_get_created (report));

  rd_report_add (report, RD_BLOCK_TITLE, title);
  rd_report_add_labelled (report, RD_BLOCK_REFERENCE, _ ("Report"), rd_report_get_id (report));
  rd_report_add_told (report, RD_BLOCK_REFERENCE, _ ("Prepared for"), get_reader_label (options->reader));
  rd_report_add_labelled (report, RD_BLOCK_REFERENCE, _ ("Customer domain"), domain);
  _rd_report_add_time (report, RD_BLOCK_REFERENCE, _ ("Created"), created);
  /* Translators: the name of your language in your language. */
  rd_report_add_told (report, RD_BLOCK_REFERENCE, _ ("Language"), C_ ("name of this language", "English"));
  rd_report_add_labelled (report, RD_BLOCK_REFERENCE, _ ("Made by"), "Redeliver " PACKAGE_VERSION);
}

/* Says what was left out, so that nobody takes it for missing. */
void
_rd_report_add_redaction_notice (RdReport *report)
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

static void
add_tests (RdReport           *report,
           const RdReportItem *item)
{
  rd_report_add (report, RD_BLOCK_HEADING, _ ("What was tested"));
  if (item->findings == NULL)
    {
      rd_report_add (report, RD_BLOCK_PARAGRAPH,
                     _ ("Nothing was looked up online for this report. What follows is read from the bounce alone."));
      _rd_report_add_findings (report, item->diagnosis->checklist);
      return;
    }
  _rd_report_add_findings (report, item->findings);
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
  /* what an address was meant to be tells it as well */
  for (guint i = 0; i < item->diagnosis->verdicts->len; i++)
    rd_redaction_add_address (redaction, ((const RdVerdict *) g_ptr_array_index (item->diagnosis->verdicts, i))->suggestion);
  for (guint i = 0; bounce->original.to != NULL && bounce->original.to[i] != NULL; i++)
    rd_redaction_add_address (redaction, bounce->original.to[i]);
  if (bounce->original.mail != NULL)
    {
      rd_redaction_add_names (redaction, rd_mail_get_header (bounce->original.mail, "To"));
      rd_redaction_add_names (redaction, rd_mail_get_header (bounce->original.mail, "Cc"));
    }
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

static char *
dup_customer_domain (const RdDiagnosis *diagnosis)
{
  const char *from = diagnosis->bounce->original.from;

  return from != NULL ? rd_address_dup_domain (from) : NULL;
}

static void
add_item (RdReport           *report,
          const RdReportItem *item,
          RdReportReader      reader)
{
  _rd_report_add_summary (report, item);
  if (_rd_report_add_actions (report, item, reader))
    _rd_report_add_verification (report, item);
  _rd_report_add_facts (report, item->diagnosis);
  _rd_report_add_identifiers (report, item->diagnosis->bounce);
  add_tests (report, item);
  if (item->findings != NULL)
    _rd_report_add_improvements (report, item->findings);
  _rd_report_add_changes (report, item->changes);
  _rd_report_add_commands (report, item->diagnosis->bounce);
  _rd_report_add_sender_steps (report, item->diagnosis);
}

/**
 * _rd_report_dup_file:
 * @item: a diagnosis
 * @index: its number, from 0
 * @redact: what is hidden
 *
 * The name a message goes by, without the folders it lies in.  That of its file
 * may be its subject, shortened and spelt as a file system wants it, so that it
 * is told only if nothing is hidden.
 *
 * Returns: (transfer full): the name
 */
char *
_rd_report_dup_file (const RdReportItem *item,
                     guint               index,
                     RdRedactFlags       redact)
{
  if (item->file != NULL && redact == RD_REDACT_NOTHING)
    return g_path_get_basename (item->file);
  return g_strdup_printf (_ ("Message %u"), index + 1);
}

static void
add_batch (RdReport           *report,
           const RdReportItem *items,
           guint               n_items,
           RdReportReader      reader)
{
  g_autoptr (GHashTable) detailed = g_hash_table_new (g_str_hash, g_str_equal);

  _rd_report_add_groups (report, items, n_items, reader);
  if (n_items > MAX_ALL_DETAILED)
    rd_report_add (report, RD_BLOCK_PARAGRAPH, _ ("On the next pages one message stands for each reason; all of them are listed at the end."));
  for (guint i = 0; i < n_items && g_hash_table_size (detailed) < MAX_DETAILED_ITEMS; i++)
    {
      g_autofree char *title = NULL;

      if (!g_hash_table_add (detailed, items[i].diagnosis->title) && n_items > MAX_ALL_DETAILED)
        continue;
      title = _rd_report_dup_file (&items[i], i, rd_redaction_get_flags (rd_report_get_redaction (report)));
      rd_report_add (report, RD_BLOCK_PAGE_BREAK, "");
      rd_report_add (report, RD_BLOCK_TITLE, title);
      add_item (report, &items[i], reader);
    }
}

/**
 * rd_report_new_for_items:
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
rd_report_new_for_items (const RdReportItem    *items,
                         guint                  n_items,
                         const RdReportOptions *options,
                         GDateTime             *created)
{
  RdRedaction     *redaction;
  g_autofree char *id = NULL;
  g_autofree char *domain = NULL;
  RdReport        *report;

  g_return_val_if_fail (items != NULL && n_items > 0, NULL);

  redaction = rd_redaction_new (options->redact);
  for (guint i = 0; i < n_items; i++)
    _rd_report_learn_names (redaction, &items[i]);
  id = dup_report_id (items, n_items, created);
  report = rd_report_new (id, created, redaction);
  domain = dup_customer_domain (items[0].diagnosis);
  _rd_report_add_head (report, _ ("Report on undelivered mail"), domain, options);
  if (n_items == 1)
    add_item (report, &items[0], options->reader);
  else
    add_batch (report, items, n_items, options->reader);
  _rd_report_add_redaction_notice (report);
  if (n_items == 1)
    {
      _rd_report_add_evidence (report, items[0].evidence);
      _rd_report_add_all_recipients (report, items[0].diagnosis);
      _rd_report_add_long_words (report, items[0].diagnosis);
    }
  else
    {
      _rd_report_add_all_messages (report, items, n_items);
    }
  if (n_items == 1 && !options->leave_source_out)
    _rd_report_add_annex (report, &items[0]);
  return report;
}
