/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-recipient"

#include "config.h"

#include "rd-recipient.h"

#include <glib/gi18n-lib.h>

#include "rd-mx-set.h"

/* The same questions as for the own domain, told about somebody else's: what
 * the sender can do is to reach them another way, or to wait. */

static void
report_hosts (const RdMxSet *set,
              const char    *domain,
              GPtrArray     *findings)
{
  const RdMxHost  *first = g_ptr_array_index (set->hosts, 0);
  guint            n_addresses = rd_mx_set_count_addresses (set);
  g_autofree char *title = NULL;
  g_autofree char *explanation = NULL;
  RdFinding       *finding;

  if (n_addresses > 0)
    {
      title = g_strdup_printf (_ ("The domain %s can receive mail"), domain);
      explanation = g_strdup_printf (_ ("Its mail goes to %s."), first->name);
      finding = rd_check_report (findings, rd_finding_new ("recipient.fine", RD_FINDING_FINE, domain, RD_OWNER_WAIT, title));
      rd_finding_explain (finding, explanation, NULL);
      rd_check_rest_on (finding, set->answer);
      return;
    }
  title = g_strdup_printf (_ ("No mail server of %s can be found"), domain);
  finding = rd_check_report (findings, rd_finding_new ("recipient.unresolvable", RD_FINDING_BROKEN,
                                                       domain, RD_OWNER_RECIPIENT_ADMIN, title));
  rd_finding_explain (finding,
                      _ ("Their DNS names no server with an address, so nobody can deliver mail to this domain."),
                      _ ("Check the spelling after the @. If it is right, reach the person another way and tell them that their mail does not arrive."));
  rd_check_rest_on (finding, set->answer);
  rd_check_rest_on (finding, first->a);
}

static void
report_state (const RdMxSet *set,
              const char    *domain,
              GPtrArray     *findings)
{
  g_autofree char *title = NULL;
  RdFinding       *finding;

  if (set->answer->state == RD_ANSWER_NO_SUCH_NAME)
    {
      title = g_strdup_printf (_ ("The domain %s does not exist"), domain);
      finding = rd_check_report (findings, rd_finding_new ("recipient.no-such-domain", RD_FINDING_BROKEN, domain, RD_OWNER_YOU,
                                                           title));
      rd_finding_explain (finding,
                          _ ("The part after the @ is misspelt, or the registration has expired."),
                          _ ("Compare the address with their website or an earlier message, and send again to the right one."));
      rd_check_rest_on (finding, set->answer);
      return;
    }
  if (set->has_null && set->n_published == 1)
    {
      title = g_strdup_printf (_ ("The domain %s says that it takes no mail"), domain);
      finding = rd_check_report (findings, rd_finding_new ("recipient.null-mx", RD_FINDING_BROKEN, domain, RD_OWNER_YOU,
                                                           title));
      rd_finding_explain (finding,
                          _ ("Its owner has declared in DNS that nobody has a mailbox there."),
                          _ ("Ask the person for another address. Often the right one ends differently, such as .com instead of .net."));
      rd_check_rest_on (finding, set->answer);
      return;
    }
  report_hosts (set, domain, findings);
}

/**
 * rd_recipient_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject for the domain the mail was to go to
 * @findings: (element-type RdFinding): where findings go
 *
 * Can the domain of a recipient take mail at all (RFC 5321 section 5.1)?
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_recipient_check (RdEvidence   *evidence,
                    gconstpointer subject,
                    GPtrArray    *findings)
{
  const RdDomainSubject *self = subject;
  g_autoptr (RdMxSet) set = NULL;

  if (rd_mx_set_read (evidence, self->domain, &set) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (rd_mx_set_has_failed (set))
    {
      const RdAnswer *answer = set->answer;

      for (guint i = 0; i < set->hosts->len && rd_answer_is_known (answer); i++)
        {
          const RdMxHost *host = g_ptr_array_index (set->hosts, i);

          if (host->failed)
            answer = rd_answer_is_known (host->a) ? host->aaaa : host->a;
        }
      rd_check_report_unknown (findings, "recipient.servfail", self->domain, answer);
      return RD_CHECK_DONE;
    }
  report_state (set, self->domain, findings);
  return RD_CHECK_DONE;
}
