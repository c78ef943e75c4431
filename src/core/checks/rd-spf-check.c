/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-spf"

#include "config.h"

#include "rd-spf-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-resolver-honesty.h"
#include "rd-service.h"
#include "rd-spf-private.h"
#include "rd-text.h"

/* --- Where and how the record is published -------------------------------- */

/* What somebody who means to publish SPF wrote instead of "v=spf1 ". */
typedef enum
{
  ATTEMPT_NONE,
  ATTEMPT_QUOTED,
  ATTEMPT_LEADING_SPACE,
  ATTEMPT_VERSION,
} Attempt;

static Attempt
find_attempt (const RdAnswer *answer)
{
  Attempt found = ATTEMPT_NONE;

  for (guint i = 0; i < answer->records->len; i++)
    {
      const RdRr      *rr = g_ptr_array_index (answer->records, i);
      g_autofree char *text = rr->type == RD_RR_TXT ? rd_check_dup_txt (rr) : NULL;
      const char      *start;

      if (text == NULL)
        continue;
      start = text + strspn (text, " \t\"'");
      if (g_ascii_strncasecmp (start, "v=spf1", 6) == 0 && start > text)
        return strpbrk (text, "\"'") != NULL && strpbrk (text, "\"'") < start ? ATTEMPT_QUOTED : ATTEMPT_LEADING_SPACE;
      if (g_ascii_strncasecmp (start, "v=spf", 5) == 0 || g_ascii_strncasecmp (start, "spf1", 4) == 0 ||
          g_ascii_strncasecmp (start, "spf2.0/", 7) == 0 || g_ascii_strncasecmp (start, "v = spf", 7) == 0)
        found = ATTEMPT_VERSION;
    }
  return found;
}

static gboolean
report_attempt (const char     *domain,
                const RdAnswer *answer,
                GPtrArray      *findings)
{
  RdFinding *finding;

  switch (find_attempt (answer))
    {
    case ATTEMPT_QUOTED:
      finding = rd_check_report (findings, rd_finding_new ("spf.quoted", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Your SPF record has quotation marks inside")));
      rd_finding_explain (finding,
                          _ ("The quotation marks were typed into the value. Without them the record is right; with them nobody recognises it."),
                          _ ("Enter the record again without quotation marks."));
      rd_check_rest_on (finding, answer);
      return TRUE;
    case ATTEMPT_LEADING_SPACE:
      finding = rd_check_report (findings, rd_finding_new ("spf.leading-space", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Your SPF record begins with a blank")));
      rd_finding_explain (finding,
                          _ ("An SPF record must begin with “v=spf1” exactly. With a blank before it nobody recognises it."),
                          _ ("Enter the record again without the blank in front."));
      rd_check_rest_on (finding, answer);
      return TRUE;
    case ATTEMPT_VERSION:
      finding = rd_check_report (findings, rd_finding_new ("spf.version", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Your SPF record begins the wrong way")));
      rd_finding_explain (finding,
                          _ ("An SPF record must begin with “v=spf1” and a blank. Receivers do not recognise yours and act as if there were none."),
                          _ ("Correct the beginning to “v=spf1 ”."));
      rd_check_rest_on (finding, answer);
      return TRUE;
    case ATTEMPT_NONE:
    default:
      return FALSE;
    }
}

/* Names at which people publish by mistake. */
static GPtrArray *
dup_wrong_names (const char *domain)
{
  static const char *const labels[] = { "spf", "_spf", "www", "mail" };
  GPtrArray               *names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    g_ptr_array_add (names, rd_check_dup_below (labels[i], domain));
  g_ptr_array_add (names, rd_check_dup_below (domain, domain));
  return names;
}

static void
report_wrong_name (const char     *domain,
                   const RdAnswer *answer,
                   GPtrArray      *findings)
{
  g_autofree char *explanation = g_strdup_printf (_ ("The record stands at %s. Receivers look for it at %s only."), answer->question->name, domain);
  g_autofree char *fix = g_strdup_printf (_ ("Move the record to the domain itself: enter “@” as its name, or %s, whichever your DNS provider wants."), domain);
  RdFinding       *finding;

  finding = rd_check_report (findings, rd_finding_new ("spf.wrong-name", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                       _ ("Your SPF record stands at the wrong name")));
  rd_finding_explain (finding, explanation, fix);
  rd_check_rest_on (finding, answer);
}

/* No record at the domain: looks for the reason. */
static RdCheckStatus
report_missing (RdEvidence     *evidence,
                const char     *domain,
                const RdAnswer *answer,
                GPtrArray      *findings)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *made_up = NULL;
  const RdAnswer  *wrong = NULL;
  const RdAnswer  *wildcard;
  const RdAnswer  *type99;
  const RdRr      *rr;
  gboolean         pending = FALSE;
  RdFinding       *finding;

  if (report_attempt (domain, answer, findings))
    return RD_CHECK_DONE;
  names = dup_wrong_names (domain);
  made_up = rd_resolver_dup_random_name (domain);
  type99 = rd_check_ask (evidence, domain, RD_RR_SPF, &pending);
  wildcard = rd_check_ask (evidence, made_up, RD_RR_TXT, &pending);
  for (guint i = 0; i < names->len; i++)
    {
      const RdAnswer *there = rd_check_ask (evidence, g_ptr_array_index (names, i), RD_RR_TXT, &pending);

      if (there != NULL && wrong == NULL && rd_spf_select (there, &rr) == RD_SPF_LOOKUP_FOUND)
        wrong = there;
    }
  if (pending)
    return RD_CHECK_PENDING;
  /* Below a wildcard every name answers the same: none of them is wrong. */
  if (rd_spf_select (wildcard, &rr) == RD_SPF_LOOKUP_FOUND)
    wrong = NULL;
  if (rd_check_is_alias (answer))
    {
      finding = rd_check_report (findings, rd_finding_new ("spf.cname-apex", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Your domain is an alias, which hides its mail records")));
      rd_finding_explain (finding,
                          _ ("There is a CNAME record at the domain itself. All other records there, those for mail too, are not seen any more."),
                          _ ("Replace the CNAME at the domain by an A record, or by what your DNS provider calls ALIAS."));
      rd_check_rest_on (finding, answer);
    }
  else if (type99 != NULL && rd_answer_count (type99, RD_RR_SPF) > 0)
    {
      finding = rd_check_report (findings, rd_finding_new ("spf.type99-only", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Your SPF record is stored under a type nobody reads any more")));
      rd_finding_explain (finding,
                          _ ("It is of the type “SPF”, which was given up. Receivers read only “TXT” records."),
                          _ ("Enter the same record again as type “TXT”."));
      rd_check_rest_on (finding, type99);
    }
  else if (wrong != NULL)
    report_wrong_name (domain, wrong, findings);
  else
    {
      finding = rd_check_report (findings, rd_finding_new ("spf.missing", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Your domain does not say which servers may send its mail")));
      rd_finding_explain (finding,
                          _ ("There is no SPF record. Receivers cannot tell your mail from forgeries, and large ones refuse it."),
                          _ ("Add one TXT record at “@” that begins with “v=spf1”, lists the services that send for you and ends with “~all”."));
      rd_check_rest_on (finding, answer);
    }
  return RD_CHECK_DONE;
}

/* --- A record in two pieces ----------------------------------------------- */

/* Lengths of the strings a TXT record is made of, from its presentation form. */
static GArray *
dup_string_ends (const RdRr *rr)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize   position = 0;

  for (const char *p = rr->text; p != NULL && *p == '"';)
    {
      for (p++; *p != '\0' && *p != '"'; p++)
        {
          if (*p == '\\' && g_ascii_isdigit (p[1]) && p[1] != '\0' && p[2] != '\0' && p[3] != '\0')
            p += 3;
          else if (*p == '\\' && p[1] != '\0')
            p++;
          position++;
        }
      g_array_append_val (ends, position);
      if (*p == '"')
        p++;
      while (*p == ' ')
        p++;
    }
  return ends;
}

/* Whether a blank at the border of two strings makes a broken record whole. */
static gboolean
is_split_badly (const RdRr *rr)
{
  g_autoptr (GArray) ends = dup_string_ends (rr);
  gsize       length;
  const char *text = g_bytes_get_data (rr->data, &length);

  for (guint i = 0; i + 1 < ends->len && i < 16; i++)
    {
      g_autoptr (GString) mended = g_string_new_len (text, (gssize) length);
      g_autoptr (RdSpfRecord) record = NULL;
      gsize end = g_array_index (ends, gsize, i);

      if (end > length)
        return FALSE;
      g_string_insert_c (mended, (gssize) end, ' ');
      record = rd_spf_record_parse (mended->str, mended->len);
      if (record->problems->len == 0)
        return TRUE;
    }
  return FALSE;
}

static void
report_broken_record (const RdSpfNode *tree,
                      GPtrArray       *findings)
{
  const RdRr *rr;
  RdFinding  *finding;

  if (rd_spf_select (tree->answer, &rr) == RD_SPF_LOOKUP_FOUND && is_split_badly (rr))
    {
      finding = rd_check_report (findings, rd_finding_new ("spf.split", RD_FINDING_BROKEN, tree->domain, RD_OWNER_DNS,
                                                           _ ("Your SPF record is stored in two pieces, and the blank between them got lost")));
      rd_finding_explain (finding,
                          _ ("Long records are stored in pieces that receivers join without anything between them."),
                          _ ("Add a blank at the end of the first piece, or at the beginning of the second one."));
      rd_check_rest_on (finding, tree->answer);
    }
  else
    _rd_spf_report_syntax (tree, findings);
}

/* --- A domain that sends no mail ------------------------------------------ */

static gboolean
lists_nobody (const RdSpfRecord *record)
{
  for (guint i = 0; i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term->kind != RD_SPF_ALL && term->kind != RD_SPF_EXP && term->kind != RD_SPF_MODIFIER)
        return FALSE;
    }
  return TRUE;
}

static RdCheckStatus
report_parked (RdEvidence      *evidence,
               const RdSpfNode *tree,
               GPtrArray       *findings)
{
  const RdAnswer *mx;
  RdFinding      *finding;

  if (!lists_nobody (tree->record) || tree->record->all == NULL || tree->record->all->qualifier == RD_SPF_FAIL)
    return RD_CHECK_DONE;
  mx = rd_evidence_ask_dns (evidence, tree->domain, RD_RR_MX);
  if (mx == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (mx))
    return RD_CHECK_DONE;
  if (rd_answer_count (mx, RD_RR_MX) == 0 || *rd_answer_nth (mx, RD_RR_MX, 0)->target == '\0')
    {
      finding = rd_check_report (findings, rd_finding_new ("spf.parked", RD_FINDING_WEAK, tree->domain, RD_OWNER_DNS,
                                                           _ ("A domain without mail should say so")));
      rd_finding_explain (finding,
                          _ ("This domain receives no mail, but its SPF record does not forbid to send with its name."),
                          _ ("If no mail is ever sent with this domain, change the record to “v=spf1 -all”."));
      rd_check_rest_on (finding, mx);
    }
  return RD_CHECK_DONE;
}

/* --- The service that receives, and so most likely sends ------------------ */

static gboolean
is_listed (const RdSpfNode *tree,
           const RdService *service)
{
  for (guint i = 0; service->spf[i] != NULL; i++)
    {
      if (rd_spf_tree_mentions (tree, service->spf[i]))
        return TRUE;
    }
  return FALSE;
}

/* Whether all of the tree is known, so that "not listed" can be said. */
static gboolean
is_complete (const RdSpfNode *node)
{
  if (node->state != RD_SPF_NODE_FOUND)
    return FALSE;
  for (guint i = 0; i < node->children->len; i++)
    {
      if (!is_complete (g_ptr_array_index (node->children, i)))
        return FALSE;
    }
  return TRUE;
}

/* Mailbox services whose own servers send what is written in the mailboxes.
 * Gateways and forwarders only receive. */
static const RdService *
find_unlisted_service (const RdSpfNode *tree,
                       const RdAnswer  *mx)
{
  for (guint i = 0; i < mx->records->len; i++)
    {
      const RdRr      *rr = g_ptr_array_index (mx->records, i);
      const RdService *service = rr->type == RD_RR_MX && rr->target != NULL ? rd_service_find_for_mx (rr->target) : NULL;

      if (service != NULL && service->kind == RD_SERVICE_MAILBOX && service->spf_place == RD_SPF_PLACE_ROOT &&
          service->spf[0] != NULL && !is_listed (tree, service))
        return service;
    }
  return NULL;
}

static RdCheckStatus
report_provider (RdEvidence      *evidence,
                 const RdSpfNode *tree,
                 GPtrArray       *findings)
{
  const RdAnswer  *mx = rd_evidence_ask_dns (evidence, tree->domain, RD_RR_MX);
  const RdService *service;
  const RdAnswer  *target = NULL;
  const RdRr      *rr;
  g_autofree char *title = NULL;
  g_autofree char *fix = NULL;
  RdFinding       *finding;

  if (mx == NULL)
    return RD_CHECK_PENDING;
  service = is_complete (tree) ? find_unlisted_service (tree, mx) : NULL;
  if (service == NULL)
    return RD_CHECK_DONE;
  /* Services rename their records: only one that is there is worth naming. */
  if (service->recommend != NULL && g_str_has_prefix (service->recommend, "include:"))
    {
      target = rd_evidence_ask_dns (evidence, service->recommend + strlen ("include:"), RD_RR_TXT);
      if (target == NULL)
        return RD_CHECK_PENDING;
    }
  title = g_strdup_printf (_ ("Your SPF record does not list %s"), service->name);
  if (target != NULL && rd_spf_select (target, &rr) == RD_SPF_LOOKUP_FOUND)
    fix = g_strdup_printf (_ ("Insert “%s” into the record, before its “all”."), service->recommend);
  else
    fix = g_strdup_printf (_ ("Ask %s what to insert into the record."), service->name);
  finding = rd_check_report (findings, rd_finding_new ("spf.provider-missing", service->certainty == RD_SERVICE_CERTAINTY_HIGH ? RD_FINDING_BROKEN : RD_FINDING_WEAK,
                                                       tree->domain, RD_OWNER_DNS, title));
  rd_finding_explain (finding,
                      _ ("Your mailboxes are kept there, and what you write leaves from its servers. Receivers do not find them on your list."),
                      fix);
  rd_check_rest_on (finding, mx);
  return RD_CHECK_DONE;
}

static RdCheckStatus
report_record (RdEvidence      *evidence,
               const RdSpfNode *tree,
               GPtrArray       *findings)
{
  guint         n_before = findings->len;
  RdCheckStatus status;
  RdFinding    *finding;

  if (tree->record->problems->len > 0)
    {
      report_broken_record (tree, findings);
      return RD_CHECK_DONE;
    }
  _rd_spf_report_terms (tree, findings);
  _rd_spf_report_tree (tree, findings);
  status = report_provider (evidence, tree, findings);
  if (report_parked (evidence, tree, findings) == RD_CHECK_PENDING)
    status = RD_CHECK_PENDING;
  if (status == RD_CHECK_DONE && findings->len == n_before)
    {
      g_autofree char *record = rd_text_dup_visible (tree->record->text);
      g_autofree char *explanation = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Your SPF record is in order and needs %u look-up: %s", "Your SPF record is in order and needs %u look-ups: %s", tree->lookups), tree->lookups, record);

      finding = rd_check_report (findings, rd_finding_new ("spf.fine", RD_FINDING_FINE, tree->domain, RD_OWNER_WAIT,
                                                           _ ("Your domain says which servers may send its mail")));
      rd_finding_explain (finding, explanation, NULL);
      rd_check_rest_on (finding, tree->answer);
    }
  return status;
}

static RdCheckStatus
report_tree (RdEvidence      *evidence,
             const RdSpfNode *tree,
             GPtrArray       *findings)
{
  RdFinding *finding;

  switch (tree->state)
    {
    case RD_SPF_NODE_FOUND:
      return report_record (evidence, tree, findings);
    case RD_SPF_NODE_MULTIPLE:
      finding = rd_check_report (findings, rd_finding_new ("spf.multiple", RD_FINDING_BROKEN, tree->domain, RD_OWNER_DNS,
                                                           _ ("Your domain has more than one SPF record")));
      rd_finding_explain (finding,
                          _ ("Only one is allowed. With two or more, receivers ignore them all and treat it as a permanent error."),
                          _ ("Merge them: write the parts of all into one record, with “v=spf1” once at its beginning and one “all” at its end, and delete the others."));
      rd_check_rest_on (finding, tree->answer);
      return RD_CHECK_DONE;
    case RD_SPF_NODE_UNKNOWN:
      rd_check_report_unknown (findings, "spf.servfail", tree->domain, tree->answer);
      return RD_CHECK_DONE;
    case RD_SPF_NODE_MISSING:
      return report_missing (evidence, tree->domain, tree->answer, findings);
    case RD_SPF_NODE_LOOP:
    case RD_SPF_NODE_MACRO:
    case RD_SPF_NODE_SKIPPED:
    default:
      g_return_val_if_reached (RD_CHECK_DONE);
    }
}

/**
 * rd_spf_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Judges the published SPF record of a domain: whether it is there, whether
 * receivers can use it, and what is unwise about it.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_spf_check (RdEvidence   *evidence,
              gconstpointer subject,
              GPtrArray    *findings)
{
  const RdDomainSubject *domain_subject = subject;
  g_autoptr (RdSpfNode) tree = NULL;

  g_return_val_if_fail (evidence != NULL && subject != NULL && findings != NULL, RD_CHECK_DONE);

  rd_evidence_ask_dns (evidence, domain_subject->domain, RD_RR_MX);
  if (rd_spf_tree_build (evidence, domain_subject->domain, &tree) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  return report_tree (evidence, tree, findings);
}
