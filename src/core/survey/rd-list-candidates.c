/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What else blocklists could be asked about.  A domain does not tell which
 * machine sends its mail, and most tools take the one behind its website or its
 * incoming mail for it.  Here those are only offered, each with the words that
 * say how little is known about it; which one it is, the user decides. */

#define G_LOG_DOMAIN "rd-list-candidates"

#include "config.h"

#include "rd-list-candidates.h"

#include "rd-knowledge.h"
#include "rd-mx-set.h"
#include "rd-org-domain.h"
#include "rd-ptr-name.h"
#include "rd-service.h"
#include "rd-spf-record.h"
#include "rd-text.h"

/* More than this nobody tries one after the other. */
#define MAX_CANDIDATES 10

/* Names of one address; more than a few is a mistake. */
#define MAX_NAMES 3

/* Larger networks belong to a service or a host, not to one sender. */
#define LARGEST_NETWORK_PREFIX 29

static void
add (GPtrArray   *subjects,
     const char  *text,
     RdListSource source)
{
  if (subjects->len < MAX_CANDIDATES)
    rd_list_subjects_add (subjects, text, source);
}

/* The servers of a large service are its own affair. */
static gboolean
is_of_service (const char *host)
{
  return rd_provider_find_for_host (host) != NULL || rd_service_find_for_mx (host) != NULL;
}

/* --- Of an address: the domain in its name ------------------------------- */

static RdCheckStatus
collect_names (RdEvidence *evidence,
               const RdIp *ip,
               GPtrArray  *subjects)
{
  g_autofree char *name = rd_ip_dup_reverse (ip, NULL);
  const RdAnswer  *answer = rd_evidence_ask_dns (evidence, name, RD_RR_PTR);

  if (answer == NULL)
    return RD_CHECK_PENDING;
  for (guint i = 0; i < rd_answer_count (answer, RD_RR_PTR) && i < MAX_NAMES; i++)
    {
      g_autofree char *host = rd_domain_normalize (rd_answer_nth (answer, RD_RR_PTR, i)->target);
      g_autofree char *domain = host != NULL ? rd_org_domain_dup (host) : NULL;

      /* A name made from the address is that of a line, not of a sender. */
      if (domain == NULL || rd_ptr_name_is_generic (host, ip) || is_of_service (host) || rd_provider_find_for_domain (domain) != NULL)
        continue;
      add (subjects, domain, RD_LIST_SOURCE_REVERSE);
    }
  return RD_CHECK_DONE;
}

/* --- Of a domain: addresses its mail may leave from ---------------------- */

static void
add_ip (GPtrArray   *subjects,
        const RdIp  *ip,
        RdListSource source)
{
  g_autofree char *text = rd_ip_to_string (ip);

  add (subjects, text, source);
}

static void
add_answer (GPtrArray      *subjects,
            const RdAnswer *answer,
            guint16         rr_type,
            RdListSource    source)
{
  for (guint i = 0; i < rd_answer_count (answer, rr_type); i++)
    add_ip (subjects, &rd_answer_nth (answer, rr_type, i)->address, source);
}

static void
add_servers (GPtrArray     *subjects,
             const RdMxSet *set,
             RdListSource   source)
{
  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      for (guint j = 0; !set->is_implicit && !is_of_service (host->name) && j < host->addresses->len; j++)
        add_ip (subjects, &g_array_index (host->addresses, RdIp, j), source);
    }
}

/* A small network is a server with a few addresses. */
static void
add_network (GPtrArray       *subjects,
             const RdSpfTerm *term)
{
  RdIp  ip = term->ip;
  guint n;

  if (term->kind == RD_SPF_IP6)
    {
      if (term->prefix6 == 128)
        add_ip (subjects, &ip, RD_LIST_SOURCE_ALLOWED);
      return;
    }
  if (term->prefix4 < LARGEST_NETWORK_PREFIX || term->prefix4 > 32)
    return;
  n = 1u << (32 - term->prefix4);
  ip.bytes[3] = (guint8) (ip.bytes[3] & ~(n - 1));
  for (guint i = 0; i < n; i++, ip.bytes[3]++)
    add_ip (subjects, &ip, RD_LIST_SOURCE_ALLOWED);
}

/* What the domain itself allows to send comes before what only belongs to it. */
static void
add_allowed (GPtrArray      *subjects,
             const RdAnswer *txt,
             const RdAnswer *a,
             const RdAnswer *aaaa,
             const RdMxSet  *set)
{
  g_autoptr (RdSpfRecord) record = NULL;
  const RdRr *rr = NULL;

  if (rd_spf_select (txt, &rr) != RD_SPF_LOOKUP_FOUND)
    return;
  record = rd_spf_record_parse_rr (rr);
  for (guint i = 0; i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term->qualifier != RD_SPF_PASS)
        continue;
      if (term->kind == RD_SPF_IP4 || term->kind == RD_SPF_IP6)
        add_network (subjects, term);
      else if (term->kind == RD_SPF_MX && term->domain == NULL)
        add_servers (subjects, set, RD_LIST_SOURCE_ALLOWED);
      else if (term->kind == RD_SPF_A && term->domain == NULL)
        {
          add_answer (subjects, a, RD_RR_A, RD_LIST_SOURCE_ALLOWED);
          add_answer (subjects, aaaa, RD_RR_AAAA, RD_LIST_SOURCE_ALLOWED);
        }
    }
}

static RdCheckStatus
collect_addresses (RdEvidence *evidence,
                   const char *domain,
                   GPtrArray  *subjects)
{
  g_autoptr (RdMxSet) set = NULL;
  g_autofree char *registered = rd_org_domain_dup (domain);
  RdListSource     own = g_strcmp0 (registered, domain) == 0 ? RD_LIST_SOURCE_WEBSITE : RD_LIST_SOURCE_HOST;
  RdCheckStatus    status = rd_mx_set_read (evidence, domain, &set);
  const RdAnswer  *txt = rd_evidence_ask_dns (evidence, domain, RD_RR_TXT);
  const RdAnswer  *a = rd_evidence_ask_dns (evidence, domain, RD_RR_A);
  const RdAnswer  *aaaa = rd_evidence_ask_dns (evidence, domain, RD_RR_AAAA);

  if (status == RD_CHECK_PENDING || txt == NULL || a == NULL || aaaa == NULL)
    return RD_CHECK_PENDING;
  add_allowed (subjects, txt, a, aaaa, set);
  add_servers (subjects, set, RD_LIST_SOURCE_INCOMING);
  add_answer (subjects, a, RD_RR_A, own);
  add_answer (subjects, aaaa, RD_RR_AAAA, own);
  return RD_CHECK_DONE;
}

static RdCheckStatus
collect (RdEvidence *evidence,
         const char *subject,
         GPtrArray  *subjects)
{
  RdIp ip;

  if (rd_ip_parse (subject, &ip))
    return collect_names (evidence, &ip, subjects);
  return collect_addresses (evidence, subject, subjects);
}

/**
 * rd_list_candidates_check:
 * @evidence: where to ask
 * @subject: (type utf8): an address or a normalized domain
 * @findings: stays as it is
 *
 * Asks what rd_list_candidates_dup() needs to know.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_list_candidates_check (RdEvidence   *evidence,
                          gconstpointer subject,
                          GPtrArray    *findings)
{
  g_autoptr (GPtrArray) subjects = rd_list_subjects_new ();

  return collect (evidence, subject, subjects);
}

/**
 * rd_list_candidates_dup:
 * @evidence: what is known; not changed
 * @subject: an address or a normalized domain that was asked about
 *
 * Tells what else could be asked about: of an address, the domain in its name;
 * of a domain, addresses its mail may leave from, the likeliest first.  None of
 * them is known to be the one, so each has to be shown with its source.
 *
 * Returns: (transfer full) (element-type RdListSubject): the candidates, may be
 *   empty
 */
GPtrArray *
rd_list_candidates_dup (RdEvidence *evidence,
                        const char *subject)
{
  g_autoptr (RdEvidence) copy = rd_evidence_copy (evidence);
  GPtrArray *subjects = rd_list_subjects_new ();

  if (collect (copy, subject, subjects) == RD_CHECK_PENDING)
    g_ptr_array_set_size (subjects, 0);
  return subjects;
}

/**
 * rd_survey_add_list_candidates:
 * @survey: a survey that is not running
 * @subject: an address or a normalized domain that it asks lists about
 *
 * Lets @survey find out what rd_list_candidates_dup() needs to know.
 */
void
rd_survey_add_list_candidates (RdSurvey   *survey,
                               const char *subject)
{
  rd_survey_add_check (survey, rd_list_candidates_check, g_strdup (subject), g_free);
}
