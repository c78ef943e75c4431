/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-misplaced"

#include "config.h"

#include "rd-misplaced.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-resolver-honesty.h"
#include "rd-text.h"

/* A record that is missing where receivers look often stands one misspelling
 * away.  These checks look at the usual wrong places, and only when there is
 * nothing at the right one. */

/* Selectors tried at wrong places when none is known; at the right place far
 * more are tried. */
static const char *const common_selectors[] = { "default", "dkim", "google", "mail", "selector1", NULL };

/* Selectors of one subject that are looked for. */
#define MAX_SELECTORS 6

typedef struct
{
  const char *version;     /* what the wanted record starts with */
  const char *right_label; /* (nullable): below the domain; %NULL for the domain itself */
  const char *id;
  const char *title;
} Wanted;

/* First text of @answer that is such a record. */
static char *
dup_record (const RdAnswer *answer,
            const char     *version)
{
  g_autoptr (GPtrArray) texts = NULL;

  if (answer == NULL || answer->state != RD_ANSWER_FOUND)
    return NULL;
  texts = rd_check_select_txt (answer, version);
  return texts->len > 0 ? g_strdup (g_ptr_array_index (texts, 0)) : NULL;
}

static void
report_misplaced (const Wanted   *wanted,
                  const char     *domain,
                  const char     *value,
                  const RdAnswer *answer,
                  const RdAnswer *absent,
                  GPtrArray      *findings)
{
  g_autofree char *org = rd_check_dup_org_domain (domain);
  g_autofree char *right = wanted->right_label != NULL ? rd_check_dup_below (wanted->right_label, domain) : g_strdup (domain);
  g_autofree char *relative = rd_check_dup_relative (right, org);
  g_autofree char *doubled = rd_check_dup_below (right, org);
  g_autofree char *explanation = NULL;
  g_autofree char *fix = NULL;
  RdFinding       *finding;

  if (strcmp (answer->question->name, doubled) == 0)
    explanation = g_strdup_printf (
        _ ("It stands at %s: the domain is in the name twice, because the DNS panel adds it by itself. Receivers look at %s and find nothing."),
        answer->question->name, right);
  else
    explanation = g_strdup_printf (_ ("It stands at %s. Receivers look at %s and find nothing."), answer->question->name, right);
  fix = g_strdup_printf (_ ("Enter the same value again as a TXT record with the name “%s”, and delete the misplaced one."), relative);
  finding = rd_check_report (findings, rd_finding_new (wanted->id, RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                       wanted->title));
  rd_finding_explain (finding, explanation, fix);
  rd_check_rest_on (finding, answer);
  rd_check_rest_on (finding, absent);
  finding->record = rd_record_new (RD_RECORD_ADD, "TXT", relative, right, value);
}

/* Looks at @names for the wanted record.  A wildcard makes it stand at every
 * name, and then it is not misplaced anywhere. */
static RdCheckStatus
look_at (RdEvidence        *evidence,
         const Wanted      *wanted,
         const char        *domain,
         const char *const *names,
         const RdAnswer    *absent,
         GPtrArray         *findings)
{
  g_autofree char *made_up = rd_resolver_dup_random_name (domain);
  g_autofree char *anywhere = NULL;
  gboolean         pending = FALSE;
  const RdAnswer  *wildcard = rd_check_ask (evidence, made_up, RD_RR_TXT, &pending);

  for (gsize i = 0; names[i] != NULL; i++)
    rd_check_ask (evidence, names[i], RD_RR_TXT, &pending);
  if (pending)
    return RD_CHECK_PENDING;
  anywhere = dup_record (wildcard, wanted->version);
  for (gsize i = 0; names[i] != NULL && anywhere == NULL; i++)
    {
      const RdAnswer  *answer = rd_evidence_ask_dns (evidence, names[i], RD_RR_TXT);
      g_autofree char *value = dup_record (answer, wanted->version);

      if (value == NULL)
        continue;
      report_misplaced (wanted, domain, value, answer, absent, findings);
      break;
    }
  return RD_CHECK_DONE;
}

static gboolean
mentions (const RdAnswer *answer,
          const char     *word)
{
  for (guint i = 0; i < rd_answer_count (answer, RD_RR_TXT); i++)
    {
      g_autofree char *text = rd_check_dup_txt (rd_answer_nth (answer, RD_RR_TXT, i));

      if (rd_text_find_nocase (text, word) != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_misplaced_check_dmarc:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Looks for a DMARC record at a wrong name, if there is none at the right one.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_misplaced_check_dmarc (RdEvidence   *evidence,
                          gconstpointer subject,
                          GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  Wanted                 wanted = { "v=DMARC1", "_dmarc", "dmarc.wrong-name", _ ("Your DMARC record is at the wrong name") };
  g_autofree char       *org = rd_check_dup_org_domain (self->domain);
  g_autofree char       *right = rd_check_dup_below ("_dmarc", self->domain);
  g_autofree char       *doubled = rd_check_dup_below (right, org);
  g_autofree char       *plain = rd_check_dup_below ("dmarc", self->domain);
  g_autofree char       *closed = rd_check_dup_below ("_dmarc_", self->domain);
  g_autofree char       *repeated = rd_check_dup_below ("_dmarc", right);
  const char *const      names[] = { doubled, plain, closed, repeated, self->domain, NULL };
  const RdAnswer        *answer = rd_evidence_ask_dns (evidence, right, RD_RR_TXT);

  if (answer == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (answer) || mentions (answer, "DMARC1"))
    return RD_CHECK_DONE;
  return look_at (evidence, &wanted, self->domain, names, answer, findings);
}

/* The wrong places for one key: domain twice, and "_domainkey" left out. */
static RdCheckStatus
look_for_key (RdEvidence     *evidence,
              const char     *selector,
              const char     *domain,
              const RdAnswer *absent,
              GPtrArray      *findings)
{
  g_autofree char  *org = rd_check_dup_org_domain (domain);
  g_autofree char  *label = g_strdup_printf ("%s._domainkey", selector);
  g_autofree char  *right = rd_check_dup_below (label, domain);
  g_autofree char  *doubled = rd_check_dup_below (right, org);
  g_autofree char  *bare = rd_check_dup_below (selector, domain);
  const char *const names[] = { doubled, bare, NULL };
  Wanted            wanted = { "v=DKIM1", label, "dkim.wrong-name", _ ("Your DKIM key is at the wrong name") };

  return look_at (evidence, &wanted, domain, names, absent, findings);
}

/* Selectors that are known, whose key is not where it should be. */
static RdCheckStatus
check_known_selectors (RdEvidence            *evidence,
                       const RdDomainSubject *self,
                       GPtrArray             *findings)
{
  gboolean is_complete = TRUE;

  for (gsize i = 0; self->selectors[i] != NULL && i < MAX_SELECTORS; i++)
    {
      g_autofree char *label = g_strdup_printf ("%s._domainkey", self->selectors[i]);
      gboolean         pending = FALSE;
      const RdAnswer  *answer = rd_check_ask_below (evidence, label, self->domain, RD_RR_TXT, &pending);

      if (answer == NULL)
        is_complete = FALSE;
      else if (answer->state == RD_ANSWER_NO_SUCH_NAME || answer->state == RD_ANSWER_NO_DATA)
        {
          if (look_for_key (evidence, self->selectors[i], self->domain, answer, findings) == RD_CHECK_PENDING)
            is_complete = FALSE;
        }
    }
  return is_complete ? RD_CHECK_DONE : RD_CHECK_PENDING;
}

/**
 * rd_misplaced_check_dkim:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Looks for DKIM keys at wrong names: those of known selectors, and, if no key
 * at all is at its place, a few common ones.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_misplaced_check_dkim (RdEvidence   *evidence,
                         gconstpointer subject,
                         GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  gboolean               is_complete = TRUE;
  gboolean               pending = FALSE;
  const RdAnswer        *keys;

  if (self->selectors[0] != NULL)
    return check_known_selectors (evidence, self, findings);

  keys = rd_check_ask_below (evidence, "_domainkey", self->domain, RD_RR_TXT, &pending);
  if (keys == NULL)
    return RD_CHECK_PENDING;
  /* Anything else but "no such name" means that there is a key (RFC 8020). */
  if (keys->state != RD_ANSWER_NO_SUCH_NAME)
    return RD_CHECK_DONE;
  for (gsize i = 0; common_selectors[i] != NULL; i++)
    {
      if (look_for_key (evidence, common_selectors[i], self->domain, keys, findings) == RD_CHECK_PENDING)
        is_complete = FALSE;
    }
  return is_complete ? RD_CHECK_DONE : RD_CHECK_PENDING;
}
