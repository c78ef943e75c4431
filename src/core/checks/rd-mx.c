/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-mx"

#include "config.h"

#include "rd-mx.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-mx-private.h"
#include "rd-service.h"
#include "rd-text.h"

/* More servers than any provider names. */
#define MANY_SERVERS 10

static char *
dup_names (const RdMxSet *set)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, host->name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Nothing rests on an answer that did not come. */
static const RdAnswer *
get_known (const RdAnswer *answer)
{
  return answer != NULL && rd_answer_is_known (answer) ? answer : NULL;
}

static void
report_none (const RdMxSet *set,
             const char    *domain,
             GPtrArray     *findings)
{
  const RdMxHost *self_host = g_ptr_array_index (set->hosts, 0);
  gboolean        has_address = self_host->addresses->len > 0;
  RdFinding      *finding;

  if (self_host->failed)
    {
      rd_check_report_unknown (findings, "mx.servfail", domain, self_host->a);
      return;
    }
  finding = rd_check_report (findings, rd_finding_new ("mx.none", has_address ? RD_FINDING_WEAK : RD_FINDING_BROKEN,
                                                       domain, RD_OWNER_DNS, _ ("Your domain does not say where its mail goes")));
  rd_finding_explain (finding,
                      has_address
                          ? _ ("There is no MX record, so replies and bounces go to the server of your website, which may not take mail. Some receivers refuse mail from a domain that cannot receive any.")
                          : _ ("There is no MX record and no server address either, so replies and bounces cannot reach you. Some receivers refuse mail from a domain that cannot receive any."),
                      _ ("Add the MX records that your mailbox provider names to the DNS of your domain."));
  rd_check_rest_on (finding, set->answer);
  rd_check_rest_on (finding, get_known (self_host->a));
  rd_check_rest_on (finding, get_known (self_host->aaaa));
}

static void
report_null (const RdMxSet *set,
             const char    *domain,
             GPtrArray     *findings)
{
  RdFinding *finding;

  if (set->n_published == 1)
    {
      finding = rd_check_report (findings, rd_finding_new ("mx.null", RD_FINDING_BROKEN, domain, RD_OWNER_DNS,
                                                           _ ("Your domain says that it accepts no mail at all")));
      rd_finding_explain (finding,
                          _ ("Its only MX record is “0 .”, which means: no mail here. Nobody can reply to you, and Yahoo and others refuse mail from such a domain."),
                          _ ("If you want to send or get mail with this domain, replace that record by the MX records of your mailbox provider."));
      rd_check_rest_on (finding, set->answer);
    }
  else
    {
      finding = rd_check_report (findings, rd_finding_new ("mx.null-plus", RD_FINDING_WEAK, domain, RD_OWNER_DNS,
                                                           _ ("One MX record says “no mail here” while others name servers")));
      rd_finding_explain (finding,
                          _ ("The record “0 .” must stand alone. Beside others it makes some servers give up instead of delivering your mail."),
                          _ ("Delete the MX record with the value “0 .” and keep the others."));
      rd_check_rest_on (finding, set->answer);
    }
}

static void
report_repeats (const RdMxSet *set,
                const char    *domain,
                GPtrArray     *findings)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *same_name = NULL;
  const char *same_address = NULL;
  RdFinding  *finding;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (!g_hash_table_add (names, host->name))
        {
          same_name = host->name;
          continue;
        }
      for (guint j = 0; j < host->addresses->len; j++)
        {
          g_autofree char *text = rd_ip_to_string (&g_array_index (host->addresses, RdIp, j));
          const char      *owner = g_hash_table_lookup (owners, text);

          if (owner != NULL && strcmp (owner, host->name) != 0)
            same_address = host->name;
          else
            g_hash_table_insert (owners, g_steal_pointer (&text), host->name);
        }
    }
  if (same_name != NULL)
    {
      finding = rd_check_report (findings, rd_finding_new ("mx.duplicate", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("The same mail server is named twice")));
      rd_finding_explain (finding,
                          _ ("This does no harm, but the second MX record is no backup."),
                          _ ("Delete one of the two records."));
      rd_check_rest_on (finding, set->answer);
    }
  if (same_address != NULL)
    {
      finding = rd_check_report (findings, rd_finding_new ("mx.same-ip", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("Two mail server names lead to the same address")));
      rd_finding_explain (finding,
                          _ ("This does no harm, but if that one server is down the other name is no help."),
                          _ ("Keep one of the names, or have a second server set up."));
      rd_check_rest_on (finding, set->answer);
    }
}

static void
report_families (const RdMxSet *set,
                 const char    *domain,
                 GPtrArray     *findings)
{
  gboolean   has_v4 = FALSE;
  gboolean   has_v6 = FALSE;
  RdFinding *finding;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (host->a != NULL && !rd_answer_is_known (host->a))
        return;
      for (guint j = 0; j < host->addresses->len; j++)
        {
          RdIpFamily family = g_array_index (host->addresses, RdIp, j).family;

          has_v4 = has_v4 || family == RD_IP_V4;
          has_v6 = has_v6 || family == RD_IP_V6;
        }
    }
  if (has_v6 && !has_v4)
    {
      finding = rd_check_report (findings, rd_finding_new ("mx.ipv6-only", RD_FINDING_WEAK, domain, RD_OWNER_HOST,
                                                           _ ("Your mail servers can only be reached over IPv6")));
      rd_finding_explain (finding,
                          _ ("Many senders have no IPv6. Their mail, and replies to yours, cannot be delivered."),
                          _ ("Ask your mail host for a server that also has an IPv4 address."));
      rd_check_rest_on (finding, set->answer);
    }
}

static void
report_single (const RdMxSet *set,
               const char    *domain,
               GPtrArray     *findings)
{
  const RdMxHost *host = g_ptr_array_index (set->hosts, 0);
  RdFinding      *finding;

  if (set->hosts->len == 1 && host->addresses->len == 1 && rd_service_find_for_mx (host->name) == NULL)
    {
      finding = rd_check_report (findings, rd_finding_new ("mx.single", RD_FINDING_INFO, domain, RD_OWNER_WAIT,
                                                           _ ("One mail server with one address takes your mail")));
      rd_finding_explain (finding,
                          _ ("That is fine for a small firm: while it is down, senders wait and try again."),
                          NULL);
      rd_check_rest_on (finding, set->answer);
    }
}

static guint
count_working (const RdMxSet *set)
{
  guint n = 0;

  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      n += host->addresses->len > 0 ? 1 : 0;
    }
  return n;
}

static void
report_fine (const RdMxSet *set,
             const char    *domain,
             GPtrArray     *findings)
{
  g_autofree char *names = dup_names (set);
  const RdMxHost  *first = g_ptr_array_index (set->hosts, 0);
  const RdService *service = rd_service_find_for_mx (first->name);
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (service != NULL)
    explanation = g_strdup_printf (_ ("Mail for your domain goes to %s: %s."), service->name, names);
  else
    explanation = g_strdup_printf (_ ("Mail for your domain goes to %s."), names);

  finding = rd_check_report (findings, rd_finding_new ("mx.fine", RD_FINDING_FINE, domain, RD_OWNER_WAIT,
                                                       _ ("Your domain can receive mail")));
  rd_finding_explain (finding, explanation, NULL);
  rd_check_rest_on (finding, set->answer);
}

/* Information does not stand against a domain being fine. */
static gboolean
has_faults (const GPtrArray *findings,
            guint            start)
{
  for (guint i = start; i < findings->len; i++)
    {
      if (((const RdFinding *) g_ptr_array_index (findings, i))->state < RD_FINDING_INFO)
        return TRUE;
    }
  return FALSE;
}

static void
report_set (const RdMxSet  *set,
            const RdAnswer *web,
            const RdAnswer *txt,
            const char     *domain,
            GPtrArray      *findings)
{
  guint      n_working = count_working (set);
  guint      start = findings->len;
  RdFinding *finding;

  if (set->has_null)
    report_null (set, domain, findings);
  if (set->has_null && set->n_published == 1)
    return;
  for (guint i = 0; i < set->hosts->len; i++)
    {
      const RdMxHost *host = g_ptr_array_index (set->hosts, i);

      if (host->name[0] != '\0')
        _rd_mx_report_host (host, n_working > 0, domain, findings);
    }
  report_families (set, domain, findings);
  _rd_mx_report_services (set, web, txt, domain, findings);
  if (!has_faults (findings, start))
    report_fine (set, domain, findings);
  report_repeats (set, domain, findings);
  report_single (set, domain, findings);
  if (set->n_published > MANY_SERVERS)
    {
      finding = rd_check_report (findings, rd_finding_new ("mx.many", RD_FINDING_INFO, domain, RD_OWNER_DNS,
                                                           _ ("Your domain names more than ten mail servers")));
      rd_finding_explain (finding,
                          _ ("Most senders try only the first few."),
                          _ ("Keep the servers your mailbox provider names and delete the rest."));
      rd_check_rest_on (finding, set->answer);
    }
}

/**
 * rd_mx_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Can people write to this domain?  RFC 5321 section 5, RFC 2181 section 10.3,
 * RFC 7505.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_mx_check (RdEvidence   *evidence,
             gconstpointer subject,
             GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (RdMxSet) set = NULL;
  gboolean        pending = FALSE;
  const RdAnswer *web = rd_check_ask (evidence, self->domain, RD_RR_A, &pending);
  const RdAnswer *txt = rd_check_ask (evidence, self->domain, RD_RR_TXT, &pending);

  if (rd_mx_set_read (evidence, self->domain, &set) == RD_CHECK_PENDING || web == NULL || txt == NULL)
    return RD_CHECK_PENDING;
  if (!rd_answer_is_known (set->answer))
    rd_check_report_unknown (findings, "mx.servfail", self->domain, set->answer);
  /* A name that does not exist has one cause, and that is told elsewhere. */
  else if (set->is_implicit)
    report_none (set, self->domain, findings);
  else if (set->answer->state != RD_ANSWER_NO_SUCH_NAME)
    report_set (set, web, txt, self->domain, findings);
  return RD_CHECK_DONE;
}
