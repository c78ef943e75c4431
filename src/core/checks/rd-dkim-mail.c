/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-dkim"

#include "config.h"

#include "rd-dkim-check.h"

#include <glib/gi18n-lib.h>

#include "rd-dmarc.h"
#include "rd-service.h"

/* What each outcome of a signature is called as a finding. */
static const struct
{
  RdDkimCause    cause;
  const char    *id;
  RdFindingState state;
  RdOwner        owner;
  const char    *fix; /* msgid */
} cause_words[] = {
  { RD_DKIM_CAUSE_NONE, "dkim.pass", RD_FINDING_FINE, RD_OWNER_WAIT, NULL },
  { RD_DKIM_CAUSE_GRAMMAR, "dkim.signature-syntax", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Whoever runs the server that signs must correct it.") },
  { RD_DKIM_CAUSE_VERSION, "dkim.signature-syntax", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Whoever runs the server that signs must correct it.") },
  { RD_DKIM_CAUSE_ALGORITHM, "dkim.signature-syntax", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Whoever runs the server that signs must correct it.") },
  { RD_DKIM_CAUSE_IDENTITY, "dkim.signature-syntax", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Whoever runs the server that signs must correct it.") },
  { RD_DKIM_CAUSE_SHA1, "dkim.sha1-only", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Whoever runs the server that signs must change to rsa-sha256.") },
  { RD_DKIM_CAUSE_FROM_UNSIGNED, "dkim.from-unsigned", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Whoever runs the server that signs must add From to the signed lines.") },
  { RD_DKIM_CAUSE_EXPIRED, "dkim.expired", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Send the message again. If it happens often, the server keeps mail back too long.") },
  { RD_DKIM_CAUSE_KEY_MISSING, "dkim.key-missing", RD_FINDING_BROKEN, RD_OWNER_DNS, N_ ("Publish the key as your mail service shows it, or let the service make a new one.") },
  { RD_DKIM_CAUSE_KEY_UNKNOWN, "dkim.servfail", RD_FINDING_UNKNOWN, RD_OWNER_WAIT, N_ ("Check again in a few minutes, or from another connection.") },
  { RD_DKIM_CAUSE_KEY_REVOKED, "dkim.revoked", RD_FINDING_BROKEN, RD_OWNER_DNS, N_ ("Let your mail service make a new key and publish it.") },
  { RD_DKIM_CAUSE_KEY_BAD, "dkim.malformed", RD_FINDING_BROKEN, RD_OWNER_DNS, N_ ("Copy the key again from your mail service.") },
  { RD_DKIM_CAUSE_KEY_SHORT, "dkim.short", RD_FINDING_BROKEN, RD_OWNER_DNS, N_ ("Let your mail service make a new key of 2048 bits.") },
  { RD_DKIM_CAUSE_KEY_MISMATCH, "dkim.k-mismatch", RD_FINDING_BROKEN, RD_OWNER_DNS, N_ ("Publish the key that belongs to this signature.") },
  { RD_DKIM_CAUSE_KEY_SERVICE, "dkim.service", RD_FINDING_BROKEN, RD_OWNER_DNS, N_ ("Remove the “s=” part, or publish the key that was made for mail.") },
  { RD_DKIM_CAUSE_KEY_STRICT, "dkim.t-s", RD_FINDING_BROKEN, RD_OWNER_DNS, N_ ("Remove “t=s” from the key, or let the server sign for the subdomain itself.") },
  { RD_DKIM_CAUSE_BODY_CHANGED, "dkim.body-changed", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Something added to or changed the text after signing: a virus scanner’s footer, a disclaimer or a mailing list. It must work before the mail is signed.") },
  { RD_DKIM_CAUSE_BODY_SHORT, "dkim.body-changed", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Something cut the text after signing. It must work before the mail is signed.") },
  { RD_DKIM_CAUSE_HEADER_CHANGED, "dkim.header-changed", RD_FINDING_BROKEN, RD_OWNER_HOST, N_ ("Something changed the subject or an address after signing, or the key in DNS is not the one the server signs with. Let the mail service show its current key and compare.") },
  { RD_DKIM_CAUSE_BODY_MISSING, "dkim.not-returned", RD_FINDING_INFO, RD_OWNER_WAIT, NULL },
  { RD_DKIM_CAUSE_TOO_MANY, "dkim.too-many", RD_FINDING_INFO, RD_OWNER_HOST, NULL },
};

static void
report_signature (const RdDkimSignature *signature,
                  const char            *author,
                  GPtrArray             *findings)
{
  const char      *domain = signature->domain != NULL ? signature->domain : author;
  g_autofree char *why = rd_dkim_cause_dup_text (signature->cause);
  g_autofree char *title = NULL;
  RdFinding       *finding;

  if (signature->domain != NULL && signature->selector != NULL)
    title = g_strdup_printf (_ ("Signature of %s with the key “%s”"), signature->domain, signature->selector);
  else
    title = g_strdup (_ ("A signature that cannot be read"));
  for (gsize i = 0; i < G_N_ELEMENTS (cause_words); i++)
    {
      if (cause_words[i].cause != signature->cause)
        continue;
      finding = rd_check_report (findings, rd_finding_new (cause_words[i].id, cause_words[i].state, domain, cause_words[i].owner,
                                                           title));
      rd_finding_explain (finding, why, cause_words[i].fix != NULL ? _ (cause_words[i].fix) : NULL);
      if (signature->answer_id != 0)
        rd_finding_add_evidence (finding, signature->answer_id);
      break;
    }
  if (signature->has_length && signature->result == RD_DKIM_PASS)
    {
      finding = rd_check_report (findings, rd_finding_new ("dkim.partial", RD_FINDING_WEAK, domain, RD_OWNER_HOST,
                                                           _ ("The signature covers only part of the text")));
      rd_finding_explain (finding,
                          _ ("With “l=”, anybody can add text behind the signed part and the signature stays good."),
                          _ ("Whoever runs the server that signs should switch “l=” off."));
    }
}

/* Whether any good signature speaks for the author's organization. */
static RdCheckStatus
report_alignment (RdEvidence               *evidence,
                  const RdDkimVerification *verification,
                  const char               *author,
                  GPtrArray                *findings)
{
  const RdDkimSignature *foreign = NULL;
  gboolean               is_pending = FALSE;
  gboolean               is_aligned = FALSE;
  gboolean               is_unsure = FALSE;
  RdFinding             *finding;

  for (guint i = 0; i < verification->signatures->len; i++)
    {
      const RdDkimSignature *signature = g_ptr_array_index (verification->signatures, i);
      gboolean               same;
      gboolean               failed;

      if (signature->result != RD_DKIM_PASS && signature->result != RD_DKIM_NEUTRAL)
        continue;
      foreign = foreign != NULL ? foreign : signature;
      if (rd_dmarc_same_organization (evidence, author, signature->domain, &same, &failed) == RD_CHECK_PENDING)
        {
          is_pending = TRUE;
          continue;
        }
      is_aligned = is_aligned || same;
      is_unsure = is_unsure || failed;
    }
  if (is_pending)
    return RD_CHECK_PENDING;
  if (foreign != NULL && !is_aligned && !is_unsure)
    {
      const RdService *service = rd_service_find_for_signer (foreign->domain);
      g_autofree char *fix = NULL;
      g_autofree char *title = g_strdup_printf (_ ("The mail is signed, but in the name of %s"), foreign->domain);
      g_autofree char *explanation = g_strdup_printf (_ ("Your own key for %s was never switched on, so your mail service signs with its name. For DMARC this does not count as yours."), author);

      if (service != NULL && rd_service_get_where (service) != NULL)
        fix = g_strdup_printf (_ ("Switch DKIM on for your domain at %s: %s"), service->name, rd_service_get_where (service));
      finding = rd_check_report (findings, rd_finding_new ("dkim.unaligned", RD_FINDING_BROKEN, author, RD_OWNER_DNS, title));
      rd_finding_explain (finding,
                          explanation,
                          fix != NULL ? fix : _ ("Switch DKIM on for your domain in your mail service and publish the records it shows."));
    }
  return RD_CHECK_DONE;
}

static RdCheckStatus
verify_mail (RdEvidence          *evidence,
             RdMail              *mail,
             RdDkimVerification **verification)
{
  GBytes *source = rd_mail_get_source (mail);
  g_autoptr (RdDkimMessage) message = rd_dkim_message_new (source);
  RdDkimFlags flags = RD_DKIM_COMPLETE;

  /* Bounces often return the header alone; an empty text then says nothing. */
  if (rd_mail_is_truncated (mail) || message->body_length == 0)
    flags = RD_DKIM_HEADER_ONLY;
  /* Without a date in the mail nothing is said about expiry: a check knows no
   * clock. */
  return rd_dkim_verify (evidence, source, flags, -1, verification);
}

/**
 * rd_dkim_check_mail:
 * @evidence: what is known
 * @subject: an #RdDomainSubject
 * @findings: (element-type RdFinding): where findings go
 *
 * Verifies the signatures of the mail at hand, if there is one, and says
 * whether any of them speaks for its author.
 *
 * Returns: whether it is done, or waits for answers
 */
RdCheckStatus
rd_dkim_check_mail (RdEvidence   *evidence,
                    gconstpointer subject,
                    GPtrArray    *findings)
{
  const RdDomainSubject *domain_subject = subject;
  g_autoptr (RdDkimVerification) verification = NULL;
  const char *author;
  RdFinding  *finding;

  g_return_val_if_fail (evidence != NULL && subject != NULL && findings != NULL, RD_CHECK_DONE);

  if (domain_subject->mail == NULL)
    return RD_CHECK_DONE;
  if (verify_mail (evidence, domain_subject->mail, &verification) == RD_CHECK_PENDING)
    return RD_CHECK_PENDING;
  author = verification->from_domain != NULL ? verification->from_domain : domain_subject->domain;
  if (verification->n_signatures == 0)
    {
      finding = rd_check_report (findings, rd_finding_new ("dkim.not-signed", RD_FINDING_WEAK, author, RD_OWNER_HOST,
                                                           _ ("The mail carries no DKIM signature")));
      rd_finding_explain (finding,
                          _ ("Nothing in it proves that it comes from your domain."),
                          _ ("Switch DKIM on in your mail service and publish the records it shows."));
      return RD_CHECK_DONE;
    }
  for (guint i = 0; i < verification->signatures->len && i < RD_DKIM_MAX_SIGNATURES + 1; i++)
    report_signature (g_ptr_array_index (verification->signatures, i), author, findings);
  return report_alignment (evidence, verification, author, findings);
}
