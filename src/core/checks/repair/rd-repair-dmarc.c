/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-repair-dmarc"

#include "config.h"

#include "rd-repair-dmarc.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-check.h"
#include "rd-dmarc.h"
#include "rd-repair-text.h"
#include "rd-text.h"

/* The DMARC record to publish: a first one, or the present one mended without losing
 * what is right in it. */

static RdRecord *
record_new (const char    *domain,
            RdRecordAction action,
            const char    *value)
{
  g_autofree char *org = rd_check_dup_org_domain (domain);
  g_autofree char *fqdn = rd_check_dup_below ("_dmarc", domain);
  g_autofree char *relative = rd_check_dup_relative (fqdn, org);

  return rd_record_new (action, "TXT", relative, fqdn, value);
}

/**
 * rd_repair_dmarc_new_first:
 * @domain: a normalized domain
 * @report_address: (nullable): a mailbox somebody reads reports in
 *
 * The first DMARC record of a domain: it watches and refuses nothing.  Without
 * a mailbox for reports it still is valid (RFC 9989 section 4.7) and is what
 * large receivers ask for.
 *
 * Returns: (transfer full): the record, not proven
 */
RdRecord *
rd_repair_dmarc_new_first (const char *domain,
                           const char *report_address)
{
  g_autofree char *value = NULL;
  RdRecord        *record;

  g_return_val_if_fail (domain != NULL, NULL);

  if (report_address != NULL)
    value = g_strdup_printf ("v=DMARC1; p=none; rua=mailto:%s", report_address);
  else
    value = g_strdup ("v=DMARC1; p=none");
  record = record_new (domain, RD_RECORD_ADD, value);
  record->changes = g_strdup (
      report_address != NULL
          ? _ ("“p=none” refuses nothing. Reports go to the address in it, so that you see who sends in your name.")
          : _ ("“p=none” refuses nothing and is enough for Gmail, Yahoo and Outlook.com. If somebody will read reports, add “; rua=mailto:” and the address."));
  return record;
}

static void
append_policy (GString      *value,
               const char   *name,
               RdDmarcPolicy policy)
{
  const char *word = rd_dmarc_policy_to_string (policy);

  if (word != NULL)
    g_string_append_printf (value, "; %s=%s", name, word);
}

static void
append_addresses (GString         *value,
                  const char      *name,
                  const GPtrArray *uris)
{
  for (guint i = 0; i < uris->len; i++)
    {
      const RdDmarcUri *uri = g_ptr_array_index (uris, i);

      if (i == 0)
        g_string_append_printf (value, "; %s=", name);
      else
        g_string_append_c (value, ',');
      if (uri->address != NULL)
        g_string_append_printf (value, "mailto:%s", uri->address);
      else
        g_string_append (value, uri->text);
    }
}

/* Everything the old record says that still has a meaning, in the order old
 * readers want: the version, then the policy. */
static char *
dup_rebuilt (const RdDmarcRecord *record)
{
  g_autoptr (GString) value = g_string_new ("v=DMARC1");

  append_policy (value, "p", record->p != RD_DMARC_POLICY_UNSET ? record->p : RD_DMARC_POLICY_NONE);
  append_policy (value, "sp", record->sp);
  append_policy (value, "np", record->np);
  if (record->strict_dkim)
    g_string_append (value, "; adkim=s");
  if (record->strict_spf)
    g_string_append (value, "; aspf=s");
  if (record->is_testing)
    g_string_append (value, "; t=y");
  if (record->psd == RD_DMARC_PSD_NO)
    g_string_append (value, "; psd=n");
  append_addresses (value, "rua", record->rua);
  append_addresses (value, "ruf", record->ruf);
  if (record->fo != NULL)
    g_string_append_printf (value, "; fo=%s", record->fo);
  return g_string_free (g_steal_pointer (&value), FALSE);
}

static void
add_line (GString    *changes,
          const char *line)
{
  if (changes->len > 0)
    g_string_append_c (changes, '\n');
  g_string_append (changes, line);
}

static char *
dup_changes (const RdDmarcRecord *record,
             guint                n_records,
             guint                marks)
{
  g_autoptr (GString) changes = g_string_new (NULL);

  if (n_records > 1)
    add_line (changes, _ ("The first of the records is kept; delete the others."));
  if (record->p == RD_DMARC_POLICY_UNSET && record->has_p)
    add_line (changes, _ ("The policy could not be read. “p=none” is what receivers act on today; ask for more only when all your senders pass."));
  else if (record->p == RD_DMARC_POLICY_UNSET)
    add_line (changes, _ ("“p=none” is added: without a policy many receivers ignore the record."));
  if (record->pct >= 0)
    add_line (changes, _ ("“pct” is gone: receivers no longer look at it."));
  if (record->has_rf_or_ri)
    add_line (changes, _ ("“rf” and “ri” are gone: they have no meaning any more."));
  if (record->psd == RD_DMARC_PSD_YES)
    add_line (changes, _ ("“psd=y” is gone: it is for registries, not for a firm."));
  if ((marks & (RD_PASTE_QUOTES | RD_PASTE_SMART_QUOTES | RD_PASTE_BACKSLASHES)) != 0)
    add_line (changes, _ ("The quotation marks inside the value are gone."));
  if (changes->len == 0)
    add_line (changes, _ ("The mistakes in the spelling are put right; what the record says stays the same."));
  return g_string_free (g_steal_pointer (&changes), FALSE);
}

/* A record with the version somewhere else is read as if it stood first. */
static char *
dup_with_version (const char *clean)
{
  g_autoptr (GString) text = g_string_new ("v=DMARC1");
  g_auto (GStrv) tags = g_strsplit (clean, ";", 64);

  for (gsize i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (tag[0] == '\0' || g_ascii_strncasecmp (tag, "v=", 2) == 0 || g_ascii_strncasecmp (tag, "v =", 3) == 0)
        continue;
      g_string_append_printf (text, "; %s", tag);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The record in force after the change, found through the change itself. */
static gboolean
prove (RdEvidence     *evidence,
       const char     *domain,
       const RdRecord *record,
       gboolean       *pending)
{
  g_autoptr (RdEvidence) edited = rd_evidence_copy (evidence);
  g_autofree char  *quoted = rd_repair_dup_form (record->value, RD_TXT_PIECES);
  const char *const answers[] = { quoted, NULL };
  g_autoptr (RdDmarcDiscovery) discovery = NULL;
  g_autoptr (GPtrArray) open = NULL;

  rd_evidence_put_text (edited, record->fqdn, RD_RR_TXT, RD_ANSWER_FOUND, answers);
  if (rd_dmarc_discover (edited, domain, &discovery) == RD_CHECK_DONE)
    return !discovery->failed && discovery->is_own && discovery->record != NULL && discovery->record->problems->len == 0;
  open = rd_evidence_steal_open (edited);
  for (guint i = 0; i < open->len; i++)
    rd_evidence_ask (evidence, rd_question_ref (g_ptr_array_index (open, i)));
  *pending = TRUE;
  return FALSE;
}

/* The first text at the name that was meant to be a record. */
static char *
dup_published (const RdAnswer *answer,
               guint          *n_records)
{
  g_autofree char *first = NULL;

  *n_records = 0;
  for (guint i = 0; i < rd_answer_count (answer, RD_RR_TXT); i++)
    {
      g_autofree char *text = rd_check_dup_txt (rd_answer_nth (answer, RD_RR_TXT, i));

      if (rd_text_find_nocase (text, "dmarc1") == NULL)
        continue;
      if ((*n_records)++ == 0)
        first = g_steal_pointer (&text);
    }
  return g_steal_pointer (&first);
}

/**
 * rd_repair_dmarc:
 * @evidence: what is known
 * @domain: a normalized domain
 * @record: (out) (transfer full) (nullable): the record to publish, written
 *   when done; %NULL if the published one can stay
 *
 * Corrects the DMARC record of @domain, or proposes a first one.  The policy in
 * force never becomes stricter by it.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_repair_dmarc (RdEvidence *evidence,
                 const char *domain,
                 RdRecord  **record)
{
  g_autofree char *name = rd_check_dup_below ("_dmarc", domain);
  g_autofree char *published = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *value = NULL;
  g_autoptr (RdDmarcRecord) parsed = NULL;
  g_autoptr (RdRecord) proposed = NULL;
  const RdAnswer *answer = rd_evidence_ask_dns (evidence, name, RD_RR_TXT);
  gboolean        pending = FALSE;
  guint           n_records;
  guint           marks;

  g_return_val_if_fail (record != NULL, RD_CHECK_DONE);

  if (answer == NULL)
    return RD_CHECK_PENDING;
  *record = NULL;
  if (!rd_answer_is_known (answer))
    return RD_CHECK_DONE;
  published = dup_published (answer, &n_records);
  if (published == NULL)
    {
      proposed = rd_repair_dmarc_new_first (domain, NULL);
    }
  else
    {
      clean = rd_repair_clean_text (published, &marks);
      whole = dup_with_version (clean);
      parsed = rd_dmarc_record_parse (whole, strlen (whole));
      value = dup_rebuilt (parsed);
      if (n_records == 1 && strcmp (value, published) == 0)
        return RD_CHECK_DONE;
      proposed = record_new (domain, RD_RECORD_REPLACE, value);
      proposed->changes = dup_changes (parsed, n_records, marks);
    }
  proposed->proven = prove (evidence, domain, proposed, &pending);
  if (pending)
    return RD_CHECK_PENDING;
  *record = g_steal_pointer (&proposed);
  return RD_CHECK_DONE;
}
