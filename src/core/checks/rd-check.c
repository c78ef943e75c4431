/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-check"

#include "config.h"

#include "rd-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-org-domain.h"
#include "rd-text.h"

/* What the checks have in common: making findings, in the one form for "could not be
 * checked"; reading TXT records; asking several questions at once. */

/**
 * rd_domain_subject_new:
 * @domain: a normalized domain
 *
 * Starts the description of what is to be checked; the caller fills in what
 * else is known.
 *
 * Returns: (transfer full): the subject
 */
RdDomainSubject *
rd_domain_subject_new (const char *domain)
{
  RdDomainSubject *self;

  g_return_val_if_fail (domain != NULL, NULL);

  self = g_new0 (RdDomainSubject, 1);
  self->domain = g_strdup (domain);
  self->ips = g_array_new (FALSE, FALSE, sizeof (RdIp));
  self->selectors = g_new0 (char *, 1);
  return self;
}

/**
 * rd_domain_subject_free:
 * @self: (nullable): a subject
 *
 * Frees @self.
 */
void
rd_domain_subject_free (RdDomainSubject *self)
{
  if (self == NULL)
    return;
  g_free (self->domain);
  g_array_unref (self->ips);
  g_strfreev (self->selectors);
  g_free (self->helo);
  g_free (self->recipient_domain);
  g_clear_pointer (&self->mail, rd_mail_unref);
  g_free (self);
}

/**
 * rd_check_report:
 * @findings: (element-type RdFinding): where the finding goes
 * @finding: (transfer full): what was found
 *
 * Appends a finding.
 *
 * Returns: (transfer none): @finding, to be completed by the caller
 */
RdFinding *
rd_check_report (GPtrArray *findings,
                 RdFinding *finding)
{
  g_return_val_if_fail (findings != NULL && finding != NULL, NULL);

  g_ptr_array_add (findings, finding);
  return finding;
}

/**
 * rd_check_rest_on:
 * @finding: a finding that was not handed out yet
 * @answer: (nullable): an answer
 *
 * Notes that @finding rests on @answer.
 */
void
rd_check_rest_on (RdFinding      *finding,
                  const RdAnswer *answer)
{
  g_return_if_fail (finding != NULL);

  if (answer != NULL)
    rd_finding_add_evidence (finding, answer->id);
}

/* Why a thing could not be checked, as a whole sentence. */
static const char *
why_unknown (RdAnswerState state)
{
  switch (state)
    {
    case RD_ANSWER_REFUSED:
      return _ ("The server refused to answer.");
    case RD_ANSWER_SERVER_FAILURE:
      return _ ("The server reported a failure of its own instead of an answer.");
    case RD_ANSWER_TIMEOUT:
      return _ ("There was no answer in time.");
    case RD_ANSWER_NOT_ASKED:
      return _ ("This was not asked, because the check ran without network or without permission to ask.");
    case RD_ANSWER_MALFORMED:
      return _ ("The answer could not be understood.");
    case RD_ANSWER_FOUND:
    case RD_ANSWER_NO_DATA:
    case RD_ANSWER_NO_SUCH_NAME:
    default:
      return _ ("The answer says nothing about this.");
    }
}

/* One whole sentence for each kind of question: what was asked for differs in
 * gender and number from language to language. */
static const struct
{
  guint16     rr_type;
  const char *title;
} unknown_titles[] = {
  { RD_RR_A, N_ ("Could not look up the IPv4 address of %s") },
  { RD_RR_AAAA, N_ ("Could not look up the IPv6 address of %s") },
  { RD_RR_MX, N_ ("Could not look up the mail servers (MX) of %s") },
  { RD_RR_NS, N_ ("Could not look up the name servers (NS) of %s") },
  { RD_RR_SOA, N_ ("Could not look up whether %s exists (SOA)") },
  { RD_RR_PTR, N_ ("Could not look up the reverse name (PTR) at %s") },
  { RD_RR_TXT, N_ ("Could not look up the text records (TXT) of %s") },
  { RD_RR_CNAME, N_ ("Could not look up where %s points (CNAME)") },
  { RD_RR_DS, N_ ("Could not look up the DNSSEC delegation (DS) of %s") },
  { RD_RR_DNSKEY, N_ ("Could not look up the DNSSEC keys of %s") },
  { RD_RR_TLSA, N_ ("Could not look up the DANE records of %s") },
};

static char *
dup_unknown_title (const RdQuestion *question)
{
  for (gsize i = 0; question->kind == RD_QUESTION_DNS && i < G_N_ELEMENTS (unknown_titles); i++)
    {
      if (unknown_titles[i].rr_type == question->rr_type)
        {
          g_auto (GStrv) parts = g_strsplit (_ (unknown_titles[i].title), "%s", 2);

          return g_strjoinv (question->name, parts);
        }
    }
  return g_strdup_printf (_ ("Could not check %s"), question->name);
}

/**
 * rd_check_report_unknown:
 * @findings: (element-type RdFinding): where the finding goes
 * @id: stable id
 * @subject: what it is about
 * @answer: the answer that tells nothing
 *
 * Reports that a thing could not be checked.  That is neither a failure nor a
 * missing record, and the words say so.
 *
 * Returns: (transfer none): the finding
 */
RdFinding *
rd_check_report_unknown (GPtrArray      *findings,
                         const char     *id,
                         const char     *subject,
                         const RdAnswer *answer)
{
  g_autofree char *title = NULL;
  g_autofree char *explanation = NULL;
  const char      *why;
  RdFinding       *finding;

  g_return_val_if_fail (answer != NULL, NULL);

  why = why_unknown (answer->state);
  title = dup_unknown_title (answer->question);
  if (answer->detail != NULL)
    {
      g_autofree char *detail = rd_text_dup_visible (answer->detail);

      explanation = g_strdup_printf (_ ("%s (%s) This does not mean that anything is wrong or missing."), why, detail);
    }
  else
    {
      explanation = g_strdup_printf (_ ("%s This does not mean that anything is wrong or missing."), why);
    }
  finding = rd_check_report (findings, rd_finding_new (id, RD_FINDING_UNKNOWN, subject, RD_OWNER_WAIT, title));
  rd_finding_explain (finding, explanation, _ ("Check again in a few minutes, or from another connection."));
  rd_check_rest_on (finding, answer);
  return finding;
}

/**
 * rd_check_has_finding:
 * @findings: (element-type RdFinding): some findings
 * @id: a stable id
 *
 * Tells whether a finding with that id is among @findings.
 *
 * Returns: whether it is
 */
gboolean
rd_check_has_finding (const GPtrArray *findings,
                      const char      *id)
{
  return rd_findings_find (findings, id) != NULL;
}

/**
 * rd_check_dup_txt:
 * @rr: a TXT record
 *
 * The joined strings of @rr (RFC 7208 section 3.3) as valid UTF-8.
 *
 * Returns: (transfer full): the text
 */
char *
rd_check_dup_txt (const RdRr *rr)
{
  gsize       size = 0;
  const char *data;

  g_return_val_if_fail (rr != NULL, NULL);

  data = rr->data != NULL ? g_bytes_get_data (rr->data, &size) : NULL;
  return data != NULL ? rd_text_make_valid (data, (gssize) size) : g_strdup ("");
}

/**
 * rd_check_select_txt:
 * @answer: an answer to a question for TXT
 * @version: what the wanted records start with, such as "v=STSv1"
 *
 * The texts that start with @version, in any case, whatever follows it.
 *
 * Returns: (transfer full) (element-type utf8): the texts
 */
GPtrArray *
rd_check_select_txt (const RdAnswer *answer,
                     const char     *version)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (answer != NULL, NULL);
  g_return_val_if_fail (version != NULL, NULL);

  for (guint i = 0; i < rd_answer_count (answer, RD_RR_TXT); i++)
    {
      g_autofree char *text = rd_check_dup_txt (rd_answer_nth (answer, RD_RR_TXT, i));

      if (g_ascii_strncasecmp (text, version, strlen (version)) == 0)
        g_ptr_array_add (texts, g_steal_pointer (&text));
    }
  return g_steal_pointer (&texts);
}

/**
 * rd_check_has_version:
 * @text: a record
 * @version: what it must start with, such as "v=STSv1"
 *
 * Tells whether @text starts with exactly that version, followed by a semicolon
 * or by nothing, as the records of RFC 8460 and RFC 8461 must.
 *
 * Returns: whether it does
 */
gboolean
rd_check_has_version (const char *text,
                      const char *version)
{
  const char *rest;

  g_return_val_if_fail (text != NULL && version != NULL, FALSE);

  if (!g_str_has_prefix (text, version))
    return FALSE;
  rest = text + strlen (version);
  rest += strspn (rest, " \t");
  return *rest == ';' || *rest == '\0';
}

/**
 * rd_check_is_alias:
 * @answer: an answer from DNS
 *
 * Tells whether the name that was asked for is an alias (CNAME) of another.
 *
 * Returns: whether it is
 */
gboolean
rd_check_is_alias (const RdAnswer *answer)
{
  const RdRr *rr;

  g_return_val_if_fail (answer != NULL, FALSE);

  rr = rd_answer_nth (answer, RD_RR_CNAME, 0);
  return rr != NULL && g_ascii_strcasecmp (rr->owner, answer->question->name) == 0;
}

/**
 * rd_check_name_in:
 * @name: a normalized host name
 * @suffixes: (array zero-terminated=1): domains
 *
 * Tells whether @name is one of the domains or below one.
 *
 * Returns: whether it is
 */
gboolean
rd_check_name_in (const char        *name,
                  const char *const *suffixes)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (gsize i = 0; suffixes[i] != NULL; i++)
    {
      if (rd_domain_is_within (name, suffixes[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_check_ask:
 * @evidence: where to ask
 * @name: name to look up
 * @rr_type: record type
 * @pending: (inout): set if there is no answer yet, otherwise left alone
 *
 * Asks one of several questions that are to go out together.
 *
 * Returns: (transfer none) (nullable): the answer, if there is one
 */
const RdAnswer *
rd_check_ask (RdEvidence *evidence,
              const char *name,
              guint16     rr_type,
              gboolean   *pending)
{
  const RdAnswer *answer = rd_evidence_ask_dns (evidence, name, rr_type);

  if (answer == NULL)
    *pending = TRUE;
  return answer;
}

/**
 * rd_check_dup_below:
 * @label: one or more labels
 * @domain: a domain
 *
 * The name of @label below @domain.
 *
 * Returns: (transfer full): the name
 */
char *
rd_check_dup_below (const char *label,
                    const char *domain)
{
  return g_strdup_printf ("%s.%s", label, domain);
}

/**
 * rd_check_ask_below:
 * @evidence: where to ask
 * @label: one or more labels
 * @domain: a domain
 * @rr_type: record type
 * @pending: (inout): set if there is no answer yet, otherwise left alone
 *
 * rd_check_ask() for a name below @domain.
 *
 * Returns: (transfer none) (nullable): the answer, if there is one
 */
const RdAnswer *
rd_check_ask_below (RdEvidence *evidence,
                    const char *label,
                    const char *domain,
                    guint16     rr_type,
                    gboolean   *pending)
{
  g_autofree char *name = rd_check_dup_below (label, domain);

  return rd_check_ask (evidence, name, rr_type, pending);
}

/**
 * rd_check_dup_org_domain:
 * @domain: a normalized domain
 *
 * The part of @domain that is registered, by the public suffix list; @domain
 * itself if the list knows none.
 *
 * Returns: (transfer full): the domain
 */
char *
rd_check_dup_org_domain (const char *domain)
{
  char *registered = rd_org_domain_dup (domain);

  return registered != NULL ? registered : g_strdup (domain);
}

/**
 * rd_check_dup_relative:
 * @fqdn: a name
 * @zone: the zone it is in
 *
 * @fqdn as DNS panels want it: relative to @zone, "@" for the zone itself.
 *
 * Returns: (transfer full): the relative name
 */
char *
rd_check_dup_relative (const char *fqdn,
                       const char *zone)
{
  g_return_val_if_fail (fqdn != NULL && zone != NULL, NULL);

  if (!rd_domain_is_within (fqdn, zone))
    return g_strdup (fqdn);
  if (strlen (fqdn) == strlen (zone))
    return g_strdup ("@");
  return g_strndup (fqdn, strlen (fqdn) - strlen (zone) - 1);
}
