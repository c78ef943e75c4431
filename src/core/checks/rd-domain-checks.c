/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-domain-checks"

#include "config.h"

#include "rd-domain-checks.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-alignment.h"
#include "rd-bimi.h"
#include "rd-dane.h"
#include "rd-delegation.h"
#include "rd-greeting-check.h"
#include "rd-mta-sts.h"
#include "rd-mx.h"
#include "rd-ptr.h"
#include "rd-repair-attach.h"
#include "rd-requirements.h"
#include "rd-resolver-honesty.h"
#include "rd-tls-rpt.h"

/* All checks of a domain, and the questions of a shop owner that they answer.  A check
 * stands in the table below once, and command line, window and report show it there. */

static const RdDomainCheck checks[] = {
  { "domain", RD_CHECK_GROUP_RECEIVE, rd_delegation_check },
  { "resolver", RD_CHECK_GROUP_RECEIVE, rd_resolver_honesty_check },
  { "mx", RD_CHECK_GROUP_RECEIVE, rd_mx_check },
  { "mx", RD_CHECK_GROUP_RECEIVE, rd_greeting_check },
  { "spf", RD_CHECK_GROUP_TRUST, rd_repair_check_spf },
  { "dkim", RD_CHECK_GROUP_TRUST, rd_repair_check_dkim },
  { "dmarc", RD_CHECK_GROUP_TRUST, rd_repair_check_dmarc },
  { "alignment", RD_CHECK_GROUP_TRUST, rd_alignment_check },
  { "ptr", RD_CHECK_GROUP_SERVER, rd_ptr_check },
  { "requirements", RD_CHECK_GROUP_TRUST, rd_requirements_check },
  { "mta-sts", RD_CHECK_GROUP_OPTIONAL, rd_mta_sts_check },
  { "tls-rpt", RD_CHECK_GROUP_OPTIONAL, rd_tls_rpt_check },
  { "dane", RD_CHECK_GROUP_OPTIONAL, rd_dane_check },
  { "bimi", RD_CHECK_GROUP_OPTIONAL, rd_bimi_check },
};

/* Areas of findings whose check has another name. */
static const struct
{
  const char  *area;
  RdCheckGroup group;
} areas[] = {
  { "ns", RD_CHECK_GROUP_RECEIVE },
  { "dnssec", RD_CHECK_GROUP_OPTIONAL },
};

/**
 * rd_domain_checks_get:
 * @n: (out): how many there are
 *
 * All checks of a domain, in the order they are shown.
 *
 * Returns: (array length=n) (transfer none): the checks
 */
const RdDomainCheck *
rd_domain_checks_get (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (checks);
  return checks;
}

/**
 * rd_domain_check_run:
 * @self: a check of a domain
 * @evidence: what is known
 * @subject: what is checked
 * @findings: (element-type RdFinding): where findings go
 *
 * Runs one check, and takes back what it found if the DNS server that was asked
 * turns out to lead every name to one place.
 *
 * Returns: whether all answers were there
 */
RdCheckStatus
rd_domain_check_run (const RdDomainCheck   *self,
                     RdEvidence            *evidence,
                     const RdDomainSubject *subject,
                     GPtrArray             *findings)
{
  RdCheckStatus status;
  RdCheckStatus doubt;

  g_return_val_if_fail (self != NULL && evidence != NULL && subject != NULL && findings != NULL, RD_CHECK_DONE);

  status = self->run (evidence, subject, findings);
  doubt = rd_resolver_doubt (evidence, subject->domain, findings);
  return status == RD_CHECK_PENDING ? status : doubt;
}

/**
 * rd_check_group_to_string:
 * @group: a group
 *
 * The stable word for @group in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_check_group_to_string (RdCheckGroup group)
{
  static const char *const words[] = { "receive", "trust", "server", "optional" };

  g_return_val_if_fail ((gsize) group < G_N_ELEMENTS (words), "optional");

  return words[group];
}

/**
 * rd_check_group_get_title:
 * @group: a group
 *
 * The question the checks of @group answer, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_check_group_get_title (RdCheckGroup group)
{
  switch (group)
    {
    case RD_CHECK_GROUP_RECEIVE:
      return _ ("Can people write to you?");
    case RD_CHECK_GROUP_TRUST:
      return _ ("Will others believe your mail?");
    case RD_CHECK_GROUP_SERVER:
      return _ ("Is your sending server accepted?");
    case RD_CHECK_GROUP_OPTIONAL:
      return _ ("More (optional): encryption, DNSSEC, brand logo");
    case N_RD_CHECK_GROUPS:
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * rd_check_dup_area:
 * @finding: a finding of a check of a domain
 *
 * Which check @finding belongs to.  Whether a proposed record was published is
 * told by findings of their own, which belong to the check that proposed it.
 *
 * Returns: (transfer full): the beginning of its id: “spf”
 */
char *
rd_check_dup_area (const RdFinding *finding)
{
  g_return_val_if_fail (finding != NULL, NULL);

  if (!g_str_has_prefix (finding->id, "record."))
    return g_strndup (finding->id, strcspn (finding->id, "."));
  if (g_str_has_prefix (finding->subject, "_dmarc."))
    return g_strdup ("dmarc");
  if (strstr (finding->subject, "._domainkey.") != NULL)
    return g_strdup ("dkim");
  return g_strdup ("spf");
}

/**
 * rd_check_group_of:
 * @finding: a finding of a check of a domain
 *
 * Where @finding is shown.
 *
 * Returns: its group
 */
RdCheckGroup
rd_check_group_of (const RdFinding *finding)
{
  g_autofree char *area = NULL;

  g_return_val_if_fail (finding != NULL, RD_CHECK_GROUP_OPTIONAL);

  /* A broken signature hides the whole domain. */
  if (strcmp (finding->id, "dnssec.broken") == 0)
    return RD_CHECK_GROUP_RECEIVE;
  area = rd_check_dup_area (finding);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (strcmp (checks[i].id, area) == 0)
        return checks[i].group;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      if (strcmp (areas[i].area, area) == 0)
        return areas[i].group;
    }
  return RD_CHECK_GROUP_OPTIONAL;
}

/* What matters in a total: information neither helps nor harms. */
static RdFindingState
worse (RdFindingState so_far,
       RdFindingState next)
{
  if (next == RD_FINDING_INFO)
    return so_far;
  return MIN (so_far, next);
}

/**
 * rd_check_group_get_state:
 * @findings: (element-type RdFinding): findings of the checks of a domain
 * @group: a group
 *
 * The state of a group: that of its worst finding.  Where nothing was found out
 * nothing is fine.
 *
 * Returns: the state
 */
RdFindingState
rd_check_group_get_state (const GPtrArray *findings,
                          RdCheckGroup     group)
{
  RdFindingState state = RD_FINDING_FINE;
  gboolean       is_empty = TRUE;

  g_return_val_if_fail (findings != NULL, RD_FINDING_UNKNOWN);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (rd_check_group_of (finding) != group)
        continue;
      state = worse (state, finding->state);
      is_empty = FALSE;
    }
  return is_empty ? RD_FINDING_UNKNOWN : state;
}

/**
 * rd_check_get_overall_state:
 * @findings: (element-type RdFinding): findings of the checks of a domain
 *
 * The state of it all: that of the worst finding.  What could not be checked
 * counts only where nothing worse was found, and optional extras that could not
 * be checked do not count.  A DNS server that cannot be trusted says nothing
 * about the domain: nothing is known then, rather than a little wrong.
 *
 * Returns: the state
 */
RdFindingState
rd_check_get_overall_state (const GPtrArray *findings)
{
  RdFindingState state = RD_FINDING_FINE;

  g_return_val_if_fail (findings != NULL, RD_FINDING_UNKNOWN);

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (finding->state == RD_FINDING_UNKNOWN && rd_check_group_of (finding) == RD_CHECK_GROUP_OPTIONAL)
        continue;
      state = worse (state, g_str_has_prefix (finding->id, "resolver.") && finding->state == RD_FINDING_WEAK ? RD_FINDING_UNKNOWN : finding->state);
    }
  return state;
}

/* The lists of the large receivers and the look whether a proposal was published
 * repeat what other findings say; they are not counted once more. */
static guint
count (const GPtrArray *findings,
       RdFindingState   state)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      n += finding->state == state && !g_str_has_prefix (finding->id, "requirements.") && !g_str_has_prefix (finding->id, "record.") ? 1 : 0;
    }
  return n;
}

static void
append_part (GString *summary,
             char    *part)
{
  if (summary->len > 0)
    g_string_append (summary, _ (", "));
  g_string_append (summary, part);
  g_free (part);
}

/**
 * rd_check_dup_summary:
 * @findings: (element-type RdFinding): findings of the checks of a domain
 *
 * One line that says how things stand.
 *
 * Returns: (transfer full): a translated sentence
 */
char *
rd_check_dup_summary (const GPtrArray *findings)
{
  g_autoptr (GString) summary = g_string_new (NULL);
  guint n_broken;
  guint n_weak;
  guint n_unknown;

  g_return_val_if_fail (findings != NULL, NULL);

  n_broken = count (findings, RD_FINDING_BROKEN);
  n_weak = count (findings, RD_FINDING_WEAK);
  n_unknown = count (findings, RD_FINDING_UNKNOWN);
  if (n_broken > 0)
    append_part (summary, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thing must be fixed", "%u things must be fixed", n_broken), n_broken));
  if (n_weak > 0)
    append_part (summary, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u is worth improving", "%u are worth improving", n_weak), n_weak));
  if (n_unknown > 0)
    append_part (summary, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u could not be checked", "%u could not be checked", n_unknown), n_unknown));
  if (summary->len == 0)
    return g_strdup (_ ("Everything that was checked is in order."));
  g_string_append_c (summary, '.');
  return g_string_free (g_steal_pointer (&summary), FALSE);
}
