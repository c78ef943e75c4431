/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-ptr"

#include "config.h"

#include "rd-ptr.h"

#include <glib/gi18n-lib.h>

#include "rd-mx-set.h"
#include "rd-ptr-name.h"
#include "rd-ptr-private.h"
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
static void
tame_unless_sender (RdFinding *finding,
                    Known      known)
{
  g_autofree char *explanation = finding->explanation;

  if ((known & KNOWN_SENDER) != 0)
    {
      finding->explanation = g_steal_pointer (&explanation);
      return;
    }
  finding->state = RD_FINDING_INFO;
  finding->explanation = g_strdup_printf (_ ("%s This matters only if your mail leaves from this address."), explanation);
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
  RdFinding *finding;

  finding = rd_check_report (findings, rd_finding_new (is_v6 ? "ptr.ipv6-missing" : "ptr.missing", RD_FINDING_BROKEN,
                                                       address, RD_OWNER_HOST, title));
  rd_finding_explain (finding,
                      _ ("Gmail, Yahoo, Microsoft and many others refuse mail from an address without a reverse name. Only the owner of the address can set it."),
                      fix);
  rd_check_rest_on (finding, answer);
  tame_unless_sender (finding, known);
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
  finding = rd_check_report (findings, rd_finding_new (is_empty ? "ptr.no-forward" : "ptr.forward-mismatch", RD_FINDING_BROKEN,
                                                       address, RD_OWNER_HOST, title));
  rd_finding_explain (finding,
                      _ ("Name and address must point at each other. Where they do not, receivers treat the address as if it had no name and refuse its mail."),
                      fix);
  rd_check_rest_on (finding, ptr);
  rd_check_rest_on (finding, forward);
  tame_unless_sender (finding, known);
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
      finding = rd_check_report (findings, rd_finding_new ("ptr.residential", (known & KNOWN_SENDER) != 0 ? RD_FINDING_BROKEN : RD_FINDING_INFO,
                                                           address, RD_OWNER_YOU, title));
      rd_finding_explain (finding,
                          _ ("The owner of this line says that no mail server belongs there, and large receivers refuse mail from such lines."),
                          _ ("Send through the outgoing mail server of your provider, with your mailbox name and password."));
      rd_check_rest_on (finding, ptr);
      rd_check_rest_on (finding, policy);
      return;
    }
  title = g_strdup_printf (_ ("The address %s has a name made by a machine: %s"), address, name->target);
  finding = rd_check_report (findings, rd_finding_new ("ptr.generic", RD_FINDING_WEAK, address, RD_OWNER_HOST, title));
  rd_finding_explain (finding,
                      _ ("The name looks like one of a home line or of a server nobody set up for mail. Some receivers refuse mail from such names, and Yahoo asks for a name of your own."),
                      _ ("Ask your mail host to set the reverse name (PTR) to a name such as “mail” in your own domain, and add an address record for it."));
  rd_check_rest_on (finding, ptr);
  tame_unless_sender (finding, known);
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
  RdFinding       *finding;

  if (forward != NULL && !rd_answer_is_known (forward))
    rd_check_report_unknown (findings, "ptr.servfail", address, forward);
  else if (forward != NULL && !confirmed)
    report_mismatch (name, ptr, forward, address, known, findings);
  if (rd_answer_count (ptr, RD_RR_PTR) > 1)
    {
      g_autofree char *title = g_strdup_printf (_ ("The address %s has several names"), address);

      finding = rd_check_report (findings, rd_finding_new ("ptr.multiple", RD_FINDING_INFO, address, RD_OWNER_HOST, title));
      rd_finding_explain (finding,
                          _ ("Receivers may look at any of them. One name leaves no doubt."),
                          _ ("Ask your mail host to keep only the name of the mail server."));
      rd_check_rest_on (finding, ptr);
    }
  if (rd_ptr_name_is_generic (name->target, ip))
    {
      report_generic (name, ptr, policy, address, known, findings);
    }
  else if (confirmed)
    {
      g_autofree char *explanation = g_strdup_printf (_ ("%s is called %s, and that name leads back to the address."), address, name->target);

      finding = rd_check_report (findings, rd_finding_new ("ptr.fine", RD_FINDING_FINE, address, RD_OWNER_WAIT,
                                                           _ ("The server address has a proper name")));
      rd_finding_explain (finding, explanation, NULL);
      rd_check_rest_on (finding, ptr);
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
      _rd_ptr_check_helo (evidence, self->helo, self->ips->len > 0 ? &g_array_index (self->ips, RdIp, 0) : NULL,
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
