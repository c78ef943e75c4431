/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-ptr"

#include "config.h"

#include "rd-ptr.h"

#include <glib/gi18n-lib.h>

#include "rd-mx-set.h"
#include "rd-ptr-name.h"
#include "rd-service.h"
#include "rd-spf-record.h"
#include "rd-text.h"

/* Names of one address that are followed; more than ten are ignored by many
 * receivers (RFC 7208 section 5.5 sets the same limit). */
#define MAX_NAMES 10

/* Addresses of mail servers that are looked at when nobody said where mail
 * leaves from. */
#define MAX_ADDRESSES 8

/* What is known about an address whose name is checked. */
typedef enum
{
  KNOWN_NOTHING = 0,
  KNOWN_SENDER = 1 << 0,        /* mail is known to leave from it */
  KNOWN_MAY_ASK_LISTS = 1 << 1, /* the user agreed to ask blocklists about it */
} Known;

/* An address that only takes mail in has no need of a reverse name: what is
 * found there is told, but as no fault. */
static RdFinding *
report_fault (GPtrArray      *findings,
              const char     *id,
              RdFindingState  state,
              const char     *address,
              Known           known,
              const char     *title,
              const char     *explanation,
              const char     *fix,
              const RdAnswer *answer)
{
  g_autofree char *tamed = NULL;

  if ((known & KNOWN_SENDER) != 0)
    return rd_check_report (findings, id, state, address, RD_OWNER_HOST, title, explanation, fix, answer);
  tamed = g_strdup_printf (_ ("%s This matters only if your mail leaves from this address."), explanation);
  return rd_check_report (findings, id, RD_FINDING_INFO, address, RD_OWNER_HOST, title, tamed, fix, answer);
}

static gboolean
is_address_of (const RdAnswer *answer,
               const RdIp     *ip)
{
  guint16 rr_type = ip->family == RD_IP_V4 ? RD_RR_A : RD_RR_AAAA;

  for (guint i = 0; i < rd_answer_count (answer, rr_type); i++)
    {
      if (rd_ip_equal (&rd_answer_nth (answer, rr_type, i)->address, ip))
        return TRUE;
    }
  return FALSE;
}

static void
report_missing (const RdAnswer *answer,
                const RdIp     *ip,
                const char     *address,
                Known           known,
                GPtrArray      *findings)
{
  gboolean         is_v6 = ip->family == RD_IP_V6;
  g_autofree char *title = g_strdup_printf (_ ("The address %s has no name"), address);
  g_autofree char *fix = g_strdup_printf (
      is_v6 ? _ ("Ask your mail host to set the reverse name (PTR) of %s to the name of the mail server, or to send over IPv4.")
            : _ ("Ask your mail host or line provider to set the reverse name (PTR) of %s to the name of the mail server."),
      address);

  report_fault (
      findings, is_v6 ? "ptr.ipv6-missing" : "ptr.missing", RD_FINDING_BROKEN, address, known, title,
      _ ("Gmail, Yahoo, Microsoft and many others refuse mail from an address without a reverse name. Only the owner of the address can set it."),
      fix, answer);
}

static void
report_mismatch (const RdRr     *name,
                 const RdAnswer *ptr,
                 const RdAnswer *forward,
                 const char     *address,
                 Known           known,
                 GPtrArray      *findings)
{
  gboolean         is_empty = rd_answer_count (forward, RD_RR_A) + rd_answer_count (forward, RD_RR_AAAA) == 0;
  g_autofree char *title = NULL;
  g_autofree char *fix = g_strdup_printf (
      _ ("Whoever runs the DNS of %s adds an address record with %s, or the mail host sets another reverse name that leads back to %s."),
      name->target, address, address);
  RdFinding *finding;

  if (is_empty)
    title = g_strdup_printf (_ ("The address %s is called %s, but that name does not exist"), address, name->target);
  else
    title = g_strdup_printf (_ ("The address %s is called %s, but that name belongs to another address"), address, name->target);
  finding = report_fault (
      findings, is_empty ? "ptr.no-forward" : "ptr.forward-mismatch", RD_FINDING_BROKEN, address, known, title,
      _ ("Name and address must point at each other. Where they do not, receivers treat the address as if it had no name and refuse its mail."),
      fix, ptr);
  rd_check_rest_on (finding, forward);
}

static gboolean
is_in_policy_list (const RdAnswer *answer)
{
  for (guint i = 0; answer != NULL && i < rd_answer_count (answer, RD_RR_A); i++)
    {
      g_autofree char *code = rd_ip_to_string (&rd_answer_nth (answer, RD_RR_A, i)->address);

      if (g_strcmp0 (code, "127.0.0.10") == 0 || g_strcmp0 (code, "127.0.0.11") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
report_generic (const RdRr     *name,
                const RdAnswer *ptr,
                const RdAnswer *policy,
                const char     *address,
                Known           known,
                GPtrArray      *findings)
{
  g_autofree char *title = NULL;
  RdFinding       *finding;

  if (is_in_policy_list (policy))
    {
      title = g_strdup_printf (_ ("Mail leaves directly from a home or office line (%s)"), address);
      finding = rd_check_report (
          findings, "ptr.residential", (known & KNOWN_SENDER) != 0 ? RD_FINDING_BROKEN : RD_FINDING_INFO, address, RD_OWNER_YOU, title,
          _ ("The owner of this line says that no mail server belongs there, and large receivers refuse mail from such lines."),
          _ ("Send through the outgoing mail server of your provider, with your mailbox name and password."), ptr);
      rd_check_rest_on (finding, policy);
      return;
    }
  title = g_strdup_printf (_ ("The address %s has a name made by a machine: %s"), address, name->target);
  report_fault (
      findings, "ptr.generic", RD_FINDING_WEAK, address, known, title,
      _ ("The name looks like one of a home line or of a server nobody set up for mail. Some receivers refuse mail from such names, and Yahoo asks for a name of your own."),
      _ ("Ask your mail host to set the reverse name (PTR) to a name such as “mail” in your own domain, and add an address record for it."),
      ptr);
}

/* The name that leads back to the address, if one does; otherwise the first. */
static const RdRr *
choose_name (RdEvidence      *evidence,
             const RdAnswer  *ptr,
             const RdIp      *ip,
             const RdAnswer **forward,
             gboolean        *confirmed)
{
  const RdAnswer *unknown = NULL;

  *confirmed = FALSE;
  for (guint i = 0; i < MIN (rd_answer_count (ptr, RD_RR_PTR), MAX_NAMES); i++)
    {
      const RdRr *name = rd_answer_nth (ptr, RD_RR_PTR, i);

      *forward = rd_evidence_ask_dns (evidence, name->target, ip->family == RD_IP_V4 ? RD_RR_A : RD_RR_AAAA);
      if (*forward != NULL && is_address_of (*forward, ip))
        {
          *confirmed = TRUE;
          return name;
        }
      if (*forward != NULL && !rd_answer_is_known (*forward))
        unknown = *forward;
    }
  if (unknown != NULL)
    *forward = unknown;
  return rd_answer_nth (ptr, RD_RR_PTR, 0);
}

static void
report_names (RdEvidence     *evidence,
              const RdAnswer *ptr,
              const RdIp     *ip,
              const RdAnswer *policy,
              Known           known,
              GPtrArray      *findings)
{
  g_autofree char *address = rd_ip_to_string (ip);
  const RdAnswer  *forward = NULL;
  gboolean         confirmed;
  const RdRr      *name = choose_name (evidence, ptr, ip, &forward, &confirmed);

  if (forward != NULL && !rd_answer_is_known (forward))
    rd_check_report_unknown (findings, "ptr.servfail", address, forward);
  else if (forward != NULL && !confirmed)
    report_mismatch (name, ptr, forward, address, known, findings);
  if (rd_answer_count (ptr, RD_RR_PTR) > 1)
    {
      g_autofree char *title = g_strdup_printf (_ ("The address %s has several names"), address);

      rd_check_report (findings, "ptr.multiple", RD_FINDING_INFO, address, RD_OWNER_HOST, title,
                       _ ("Receivers may look at any of them. One name leaves no doubt."),
                       _ ("Ask your mail host to keep only the name of the mail server."), ptr);
    }
  if (rd_ptr_name_is_generic (name->target, ip))
    {
      report_generic (name, ptr, policy, address, known, findings);
    }
  else if (confirmed)
    {
      g_autofree char *explanation = g_strdup_printf (_ ("%s is called %s, and that name leads back to the address."), address, name->target);

      rd_check_report (findings, "ptr.fine", RD_FINDING_FINE, address, RD_OWNER_WAIT,
                       _ ("The server address has a proper name"), explanation, NULL, ptr);
    }
}

/* Has the address a name that leads back to it?  RFC 1912 section 2.1; aliases
 * in the reverse zone (RFC 2317) are followed.  An address nobody on the
 * internet can see is passed over. */
static RdCheckStatus
check_address (RdEvidence *evidence,
               const RdIp *ip,
               Known       known,
               GPtrArray  *findings)
{
  g_autofree char *reverse = NULL;
  g_autofree char *address = NULL;
  const RdAnswer  *ptr;
  const RdAnswer  *policy = NULL;
  gboolean         pending = FALSE;
  guint            n;

  g_return_val_if_fail (ip != NULL, RD_CHECK_DONE);

  if (!rd_ip_is_public (ip))
    return RD_CHECK_DONE;
  if ((known & KNOWN_MAY_ASK_LISTS) != 0)
    {
      g_autofree char *listed = rd_ip_dup_reverse (ip, "zen.spamhaus.org");

      policy = rd_evidence_ask (evidence, rd_question_dnsbl (listed, RD_RR_A));
      pending = policy == NULL;
    }
  reverse = rd_ip_dup_reverse (ip, NULL);
  address = rd_ip_to_string (ip);
  ptr = rd_check_ask (evidence, reverse, RD_RR_PTR, &pending);
  if (ptr == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (ptr))
    {
      rd_check_report_unknown (findings, "ptr.servfail", address, ptr);
      return RD_CHECK_DONE;
    }
  n = rd_answer_count (ptr, RD_RR_PTR);
  if (n == 0)
    {
      report_missing (ptr, ip, address, known, findings);
      return RD_CHECK_DONE;
    }
  for (guint i = 0; i < MIN (n, MAX_NAMES); i++)
    rd_check_ask (evidence, rd_answer_nth (ptr, RD_RR_PTR, i)->target, ip->family == RD_IP_V4 ? RD_RR_A : RD_RR_AAAA, &pending);
  if (pending)
    return RD_CHECK_PENDING;
  report_names (evidence, ptr, ip, policy, known, findings);
  return RD_CHECK_DONE;
}

/* Whether the name a server greets with leads to its address, and is the one
 * in reverse DNS. */
static void
report_helo_name (RdEvidence *evidence,
                  const char *helo,
                  const RdIp *ip,
                  GPtrArray  *findings)
{
  g_autofree char *reverse = rd_ip_dup_reverse (ip, NULL);
  g_autofree char *title = NULL;
  const RdAnswer  *ptr = rd_evidence_ask_dns (evidence, reverse, RD_RR_PTR);

  if (ptr == NULL || rd_answer_count (ptr, RD_RR_PTR) == 0)
    return;
  for (guint i = 0; i < rd_answer_count (ptr, RD_RR_PTR); i++)
    {
      if (g_ascii_strcasecmp (rd_answer_nth (ptr, RD_RR_PTR, i)->target, helo) == 0)
        {
          rd_check_report (findings, "ptr.helo-fine", RD_FINDING_FINE, helo, RD_OWNER_WAIT,
                           _ ("The server calls itself by its proper name"), NULL, NULL, ptr);
          return;
        }
    }
  title = g_strdup_printf (_ ("The server calls itself %s, but its address is called %s"), helo,
                           rd_answer_nth (ptr, RD_RR_PTR, 0)->target);
  rd_check_report (findings, "ptr.helo-mismatch", RD_FINDING_WEAK, helo, RD_OWNER_HOST, title,
                   _ ("Receivers compare the two names. A difference costs trust, though few refuse mail for it alone."),
                   _ ("Ask your mail host to make the name in the greeting (HELO) and the reverse name the same."), ptr);
}

/* Is the name in the greeting (RFC 5321 section 4.1.4) one that receivers
 * accept? */
static RdCheckStatus
check_helo (RdEvidence *evidence,
            const char *helo,
            const RdIp *ip,
            const char *recipient_domain,
            GPtrArray  *findings)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  const RdAnswer  *a;
  const RdAnswer  *aaaa;
  gboolean         pending = FALSE;
  const char      *fix = _ ("Ask your mail host to have the server greet with its full public name, the same as its reverse name.");

  g_return_val_if_fail (helo != NULL, RD_CHECK_DONE);

  title = g_strdup_printf (_ ("The sending server calls itself “%s”, which is no name receivers accept"), helo);
  if (rd_helo_name_is_unusable (helo))
    {
      rd_check_report (findings, "ptr.helo-bad", RD_FINDING_WEAK, helo, RD_OWNER_HOST, title,
                       _ ("In its greeting (HELO) a server must give a full name that exists on the internet. Many receivers refuse others."),
                       fix, NULL);
      return RD_CHECK_DONE;
    }
  name = rd_domain_normalize (helo);
  if (recipient_domain != NULL && g_strcmp0 (name, recipient_domain) == 0)
    {
      rd_check_report (findings, "ptr.helo-bad", RD_FINDING_WEAK, name, RD_OWNER_HOST, title,
                       _ ("The server greets the receiver with the receiver’s own name, which only forgers do."), fix, NULL);
      return RD_CHECK_DONE;
    }
  a = rd_check_ask (evidence, name, RD_RR_A, &pending);
  aaaa = rd_check_ask (evidence, name, RD_RR_AAAA, &pending);
  if (ip != NULL && rd_ip_is_public (ip))
    {
      g_autofree char *reverse = rd_ip_dup_reverse (ip, NULL);

      rd_check_ask (evidence, reverse, RD_RR_PTR, &pending);
    }
  if (pending || a == NULL || aaaa == NULL)
    return RD_CHECK_PENDING;
  if (rd_answer_count (a, RD_RR_A) + rd_answer_count (aaaa, RD_RR_AAAA) > 0)
    {
      if (ip != NULL && rd_ip_is_public (ip))
        report_helo_name (evidence, name, ip, findings);
    }
  else if (!rd_answer_is_known (a) || !rd_answer_is_known (aaaa))
    {
      rd_check_report_unknown (findings, "ptr.servfail", name, rd_answer_is_known (a) ? aaaa : a);
    }
  else
    {
      rd_check_report (findings, "ptr.helo-bad", RD_FINDING_WEAK, name, RD_OWNER_HOST, title,
                       _ ("The name in the greeting (HELO) does not exist in DNS. Many receivers refuse mail from such a server."), fix, a);
    }
  return RD_CHECK_DONE;
}

static gboolean
term_covers (const RdSpfTerm *term,
             const RdMxHost  *host,
             const RdIp      *ip)
{
  switch (term->kind)
    {
    case RD_SPF_MX:
      return term->domain == NULL;
    case RD_SPF_A:
      return term->domain != NULL && g_ascii_strcasecmp (term->domain, host->name) == 0;
    case RD_SPF_IP4:
      return rd_ip_in_network (ip, &term->ip, term->prefix4);
    case RD_SPF_IP6:
      return rd_ip_in_network (ip, &term->ip, term->prefix6);
    case RD_SPF_ALL:
    case RD_SPF_INCLUDE:
    case RD_SPF_PTR:
    case RD_SPF_EXISTS:
    case RD_SPF_REDIRECT:
    case RD_SPF_EXP:
    case RD_SPF_MODIFIER:
    default:
      return FALSE;
    }
}

/* A server that takes mail in also sends it if the domain's own SPF record says
 * so, or if the domain has no record and runs the server itself. */
static gboolean
host_sends (const RdSpfRecord *record,
            const RdMxHost    *host,
            const RdIp        *ip,
            const char        *domain)
{
  if (record == NULL)
    return rd_domain_is_within (host->name, domain);
  for (guint i = 0; i < record->terms->len; i++)
    {
      const RdSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (term_covers (term, host, ip))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_mx_addresses (RdEvidence        *evidence,
                    const RdMxSet     *set,
                    const RdSpfRecord *record,
                    const char        *domain,
                    GPtrArray         *findings)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean complete = TRUE;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost  *host = g_ptr_array_index (set->hosts, i);
      const RdService *service = rd_service_find_for_mx (host->name);

      /* Large services send from other servers than they receive with. */
      if (service != NULL && service->kind != RD_SERVICE_HOST)
        continue;
      for (guint j = 0; j < host->addresses->len && g_hash_table_size (seen) < MAX_ADDRESSES; j++)
        {
          const RdIp *ip = &g_array_index (host->addresses, RdIp, j);

          if (!g_hash_table_add (seen, rd_ip_to_string (ip)))
            continue;
          if (check_address (evidence, ip, host_sends (record, host, ip, domain) ? KNOWN_SENDER : KNOWN_NOTHING,
                             findings) == RD_CHECK_PENDING)
            complete = FALSE;
        }
    }
  return complete;
}

static gboolean
check_senders (RdEvidence            *evidence,
               const RdDomainSubject *self,
               GPtrArray             *findings)
{
  Known    known = self->may_ask_lists ? KNOWN_SENDER | KNOWN_MAY_ASK_LISTS : KNOWN_SENDER;
  gboolean complete = TRUE;

  for (guint i = 0; i < self->ips->len; i++)
    {
      if (check_address (evidence, &g_array_index (self->ips, RdIp, i), known, findings) == RD_CHECK_PENDING)
        complete = FALSE;
    }
  if (self->helo != NULL &&
      check_helo (evidence, self->helo, self->ips->len > 0 ? &g_array_index (self->ips, RdIp, 0) : NULL,
                  self->recipient_domain, findings) == RD_CHECK_PENDING)
    complete = FALSE;
  return complete;
}

/**
 * rd_ptr_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Have the servers that send for a domain proper names?  The addresses mail is
 * known to leave from are looked at; without any, those of the mail servers
 * stand in.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_ptr_check (RdEvidence   *evidence,
              gconstpointer subject,
              GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (RdMxSet) set = NULL;
  g_autoptr (RdSpfRecord) record = NULL;
  const RdAnswer *txt;
  const RdRr     *rr = NULL;
  gboolean        pending = FALSE;

  if (self->ips->len > 0 || self->helo != NULL)
    return check_senders (evidence, self, findings) ? RD_CHECK_DONE : RD_CHECK_PENDING;

  txt = rd_check_ask (evidence, self->domain, RD_RR_TXT, &pending);
  if (rd_mx_set_read (evidence, self->domain, &set) == RD_CHECK_PENDING || txt == NULL)
    return RD_CHECK_PENDING;
  if (set->is_implicit || rd_mx_set_has_failed (set))
    return RD_CHECK_DONE;
  if (rd_spf_select (txt, &rr) == RD_SPF_LOOKUP_FOUND)
    record = rd_spf_record_parse_rr (rr);
  return check_mx_addresses (evidence, set, record, self->domain, findings) ? RD_CHECK_DONE : RD_CHECK_PENDING;
}
