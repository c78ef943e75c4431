/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-alignment"

#include "config.h"

#include "rd-alignment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-dkim.h"
#include "rd-dmarc.h"
#include "rd-spf.h"
#include "rd-text.h"

/* Whether the names of a message belong together (RFC 9989 section 4.4): a sending
 * permission or a signature of another company passes and helps nothing, which is the
 * mistake people see least. */

static RdCheckStatus
compare (RdEvidence       *evidence,
         const char       *from_domain,
         const char       *other,
         RdAlignmentMatch *match)
{
  gboolean same;
  gboolean failed;

  if (strcmp (from_domain, other) == 0)
    {
      *match = RD_ALIGNMENT_EXACT;
      return RD_CHECK_DONE;
    }
  if (rd_dmarc_same_organization (evidence, from_domain, other, &same, &failed) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  if (failed)
    *match = RD_ALIGNMENT_UNKNOWN;
  else
    *match = same ? RD_ALIGNMENT_ORGANIZATION : RD_ALIGNMENT_NONE;
  return RD_CHECK_DONE;
}

/* Better fits first; "could not be found out" stands above "does not fit",
 * since it may hide a fit. */
static guint
rank (RdAlignmentMatch match)
{
  static const guint ranks[] = {
    [RD_ALIGNMENT_ABSENT] = 0,
    [RD_ALIGNMENT_NONE] = 1,
    [RD_ALIGNMENT_UNKNOWN] = 2,
    [RD_ALIGNMENT_ORGANIZATION] = 3,
    [RD_ALIGNMENT_EXACT] = 4,
  };

  return ranks[match];
}

/**
 * rd_alignment_compare:
 * @evidence: what is known
 * @from_domain: normalized domain of the author
 * @spf_domain: (nullable): domain of the reverse-path
 * @dkim_domains: (nullable): %NULL-terminated, domains of signatures
 * @alignment: (out) (transfer full): the comparison, set when done
 *
 * Puts the three names side by side (RFC 9989 section 4.4).  Whether SPF and
 * DKIM passed is not asked here.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_alignment_compare (RdEvidence        *evidence,
                      const char        *from_domain,
                      const char        *spf_domain,
                      const char *const *dkim_domains,
                      RdAlignment      **alignment)
{
  g_autoptr (RdAlignment) result = g_new0 (RdAlignment, 1);
  gboolean is_pending = FALSE;

  g_return_val_if_fail (evidence != NULL && from_domain != NULL && alignment != NULL, RD_CHECK_DONE);

  result->from_domain = g_strdup (from_domain);
  result->spf_domain = spf_domain != NULL ? rd_domain_normalize (spf_domain) : NULL;
  if (result->spf_domain != NULL &&
      compare (evidence, from_domain, result->spf_domain, &result->spf) == RD_CHECK_PENDING)
    is_pending = TRUE;
  for (guint i = 0; dkim_domains != NULL && dkim_domains[i] != NULL && i < RD_DKIM_MAX_SIGNATURES; i++)
    {
      g_autofree char *domain = rd_domain_normalize (dkim_domains[i]);
      RdAlignmentMatch match = RD_ALIGNMENT_ABSENT;

      if (domain == NULL)
        continue;
      if (compare (evidence, from_domain, domain, &match) == RD_CHECK_PENDING)
        is_pending = TRUE;
      if (rank (match) > rank (result->dkim))
        {
          result->dkim = match;
          g_free (result->dkim_domain);
          result->dkim_domain = g_steal_pointer (&domain);
        }
    }
  if (is_pending)
    return RD_CHECK_PENDING;
  *alignment = g_steal_pointer (&result);
  return RD_CHECK_DONE;
}

/**
 * rd_alignment_free:
 * @self: (nullable): an alignment
 *
 * Frees @self.
 */
void
rd_alignment_free (RdAlignment *self)
{
  if (self == NULL)
    return;
  g_free (self->from_domain);
  g_free (self->spf_domain);
  g_free (self->dkim_domain);
  g_free (self);
}

static const char *
match_sign (RdAlignmentMatch match)
{
  switch (match)
    {
    case RD_ALIGNMENT_EXACT:
      return "=";
    case RD_ALIGNMENT_ORGANIZATION:
      return "≈";
    case RD_ALIGNMENT_NONE:
      return "≠";
    case RD_ALIGNMENT_ABSENT:
    case RD_ALIGNMENT_UNKNOWN:
    default:
      return "?";
    }
}

/**
 * rd_alignment_dup_line:
 * @self: an alignment
 *
 * The three names on one line, with a sign how each fits.
 *
 * Returns: (transfer full): the line, translated
 */
char *
rd_alignment_dup_line (const RdAlignment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf (_ ("From: %s · SPF: %s %s · DKIM: %s %s"), self->from_domain,
                          match_sign (self->spf), self->spf_domain != NULL ? self->spf_domain : _ ("none"), match_sign (self->dkim), self->dkim_domain != NULL ? self->dkim_domain : _ ("none"));
}

static gboolean
is_aligned (RdAlignmentMatch match)
{
  return match == RD_ALIGNMENT_EXACT || match == RD_ALIGNMENT_ORGANIZATION;
}

/* Whether a match is enough for the owner's own record (RFC 9989 section 4.4). */
static gboolean
counts (RdAlignmentMatch match,
        gboolean         is_strict)
{
  return match == RD_ALIGNMENT_EXACT || (match == RD_ALIGNMENT_ORGANIZATION && !is_strict);
}

/**
 * rd_alignment_judge:
 * @self: an alignment
 * @record: (nullable): the DMARC record in force
 *
 * Judges @self as receivers do: strictly where @record asks for that.
 *
 * Returns: the verdict
 */
RdAlignmentVerdict
rd_alignment_judge (const RdAlignment   *self,
                    const RdDmarcRecord *record)
{
  gboolean strict_spf = record != NULL && record->strict_spf;
  gboolean strict_dkim = record != NULL && record->strict_dkim;

  g_return_val_if_fail (self != NULL, RD_ALIGNMENT_UNDECIDED);

  if (counts (self->spf, strict_spf) || counts (self->dkim, strict_dkim))
    return RD_ALIGNMENT_ALIGNED;
  if (self->spf == RD_ALIGNMENT_UNKNOWN || self->dkim == RD_ALIGNMENT_UNKNOWN)
    return RD_ALIGNMENT_UNDECIDED;
  return is_aligned (self->spf) || is_aligned (self->dkim) ? RD_ALIGNMENT_TOO_STRICT : RD_ALIGNMENT_UNALIGNED;
}

static void
report_too_strict (const RdAlignment *alignment,
                   const char        *line,
                   GPtrArray         *findings)
{
  g_autofree char *fix = g_strdup_printf (_ ("Remove “aspf=s” and “adkim=s” from your DMARC record, or let the service send or sign with %s itself."), alignment->from_domain);
  RdFinding       *finding;

  finding = rd_check_report (findings, rd_finding_new ("alignment.none", RD_FINDING_WEAK, alignment->from_domain, RD_OWNER_DNS,
                                                       _ ("The names in the mail belong together, but your DMARC record demands that they are the same")));
  rd_finding_explain (finding, line, fix);
}

static void
report_alignment (const RdAlignment   *alignment,
                  const RdDmarcRecord *record,
                  gboolean             spf_passes,
                  GPtrArray           *findings)
{
  g_autofree char *line = rd_alignment_dup_line (alignment);
  RdFinding       *finding;

  if (alignment->spf == RD_ALIGNMENT_NONE && spf_passes)
    {
      g_autofree char *title = g_strdup_printf (_ ("SPF passes, but for %s and not for you"), alignment->spf_domain);

      finding = rd_check_report (findings, rd_finding_new ("spf.unaligned", is_aligned (alignment->dkim) ? RD_FINDING_INFO : RD_FINDING_WEAK,
                                                           alignment->from_domain, RD_OWNER_DNS, title));
      rd_finding_explain (finding,
                          _ ("The service that sends for you uses its own sender address. DMARC does not count this as yours."),
                          _ ("Set up an own return path at the service, or let it sign with DKIM in your name."));
    }
  switch (rd_alignment_judge (alignment, record))
    {
    case RD_ALIGNMENT_ALIGNED:
      finding = rd_check_report (findings, rd_finding_new ("alignment.fine", RD_FINDING_FINE, alignment->from_domain, RD_OWNER_WAIT,
                                                           _ ("The names in the mail belong together")));
      rd_finding_explain (finding, line, NULL);
      break;
    case RD_ALIGNMENT_TOO_STRICT:
      report_too_strict (alignment, line, findings);
      break;
    case RD_ALIGNMENT_UNALIGNED:
      finding = rd_check_report (findings, rd_finding_new ("alignment.none", RD_FINDING_WEAK, alignment->from_domain, RD_OWNER_DNS,
                                                           _ ("Neither the sender nor the signature of the mail speaks for your domain")));
      rd_finding_explain (finding, line, _ ("Let the service that sends sign with DKIM in your name."));
      break;
    case RD_ALIGNMENT_UNDECIDED:
    default:
      finding = rd_check_report (findings, rd_finding_new ("alignment.unknown", RD_FINDING_UNKNOWN,
                                                           alignment->from_domain, RD_OWNER_WAIT,
                                                           _ ("Could not check whether the names in the mail belong together")));
      rd_finding_explain (finding, line, _ ("Check again in a few minutes, or from another connection."));
      break;
    }
}

static char *
dup_return_path (const RdMail *mail)
{
  const char      *header = rd_mail_get_header (mail, "Return-Path");
  g_autofree char *address = g_strdup (header != NULL ? header : "");
  char            *open = strchr (address, '<');
  char            *close = strrchr (address, '>');

  if (open != NULL && close != NULL && close > open)
    {
      *close = '\0';
      return g_strdup (open + 1);
    }
  return g_steal_pointer (&address);
}

static char **
dup_signers (const RdDkimMessage *message)
{
  g_autoptr (GStrvBuilder) signers = g_strv_builder_new ();
  const GArray *indexes = rd_dkim_message_find (message, "dkim-signature");

  for (guint i = 0; indexes != NULL && i < indexes->len && i < RD_DKIM_MAX_SIGNATURES; i++)
    {
      g_autoptr (RdDkimSignature) signature = rd_dkim_signature_new (&g_array_index (message->fields, RdDkimField, g_array_index (indexes, guint, i)));

      if (signature->domain != NULL)
        g_strv_builder_add (signers, signature->domain);
    }
  return g_strv_builder_end (signers);
}

/* Whether the first known sending address passes for the reverse-path. */
static RdCheckStatus
check_sender (RdEvidence            *evidence,
              const RdDomainSubject *subject,
              const char            *return_path,
              gboolean              *passes)
{
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  RdSpfQuery query = { .helo = subject->helo, .mail_from = return_path };

  *passes = FALSE;
  if (subject->ips->len == 0)
    return RD_CHECK_DONE;
  query.ip = g_array_index (subject->ips, RdIp, 0);
  if (rd_spf_check_host (evidence, &query, &evaluation) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  *passes = evaluation->result == RD_SPF_PASS;
  return RD_CHECK_DONE;
}

/**
 * rd_alignment_check:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Says whether the names in the mail at hand, if there is one, belong together.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_alignment_check (RdEvidence   *evidence,
                    gconstpointer subject,
                    GPtrArray    *findings)
{
  const RdDomainSubject *domain_subject = subject;
  g_autoptr (RdDkimMessage) message = NULL;
  g_autoptr (RdAlignment) alignment = NULL;
  g_autoptr (RdDmarcDiscovery) discovery = NULL;
  g_autofree char *return_path = NULL;
  g_autofree char *spf_domain = NULL;
  g_autofree char *from_domain = NULL;
  g_auto (GStrv) signers = NULL;
  gboolean      passes = FALSE;
  RdCheckStatus status;

  g_return_val_if_fail (evidence != NULL && subject != NULL && findings != NULL, RD_CHECK_DONE);

  if (domain_subject->mail == NULL)
    return RD_CHECK_DONE;
  message = rd_dkim_message_new (rd_mail_get_source (domain_subject->mail));
  from_domain = rd_dkim_message_dup_from_domain (message);
  if (from_domain == NULL)
    return RD_CHECK_DONE;
  return_path = dup_return_path (domain_subject->mail);
  spf_domain = rd_address_dup_domain (return_path);
  signers = dup_signers (message);
  if (spf_domain == NULL && *signers == NULL)
    return RD_CHECK_DONE;
  status = check_sender (evidence, domain_subject, return_path, &passes);
  if (rd_dmarc_discover (evidence, from_domain, &discovery) == RD_CHECK_PENDING)
    status = RD_CHECK_PENDING;
  if (rd_alignment_compare (evidence, from_domain, spf_domain, (const char *const *) signers, &alignment) == RD_CHECK_PENDING || discovery == NULL)
    return RD_CHECK_PENDING;
  report_alignment (alignment, discovery->record, passes, findings);
  return status;
}
