/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-survey-bounce"

#include "config.h"

#include "rd-survey-bounce.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-alignment.h"
#include "rd-delegation.h"
#include "rd-mx.h"
#include "rd-ptr.h"
#include "rd-recipient.h"
#include "rd-repair-attach.h"
#include "rd-survey-domain.h"
#include "rd-text.h"

/* Domains of recipients that are asked about for one message. */
#define MAX_RECIPIENT_DOMAINS 10

/* What a check is about decides whose domain it is given. */
typedef enum
{
  ABOUT_ENVELOPE,
  ABOUT_AUTHOR,
  ABOUT_SIGNER,
  ABOUT_SERVER,
  ABOUT_RECIPIENT,
} About;

/* The checks a cause names that are answered here, in the order they are run.
 * Blocklists have a survey of their own, with a consent of their own. */
static const struct
{
  const char *id;
  RdCheckFunc check;
  About       about;
} known_checks[] = {
  { "spf-eval-ip", rd_repair_check_spf, ABOUT_ENVELOPE },
  { "spf-record-count", rd_repair_check_spf, ABOUT_ENVELOPE },
  { "spf-lookup-count", rd_repair_check_spf, ABOUT_ENVELOPE },
  { "dkim-key-lookup", rd_repair_check_dkim, ABOUT_SIGNER },
  { "dkim-verify-original", rd_repair_check_dkim, ABOUT_SIGNER },
  { "dkim-key-length", rd_repair_check_dkim, ABOUT_SIGNER },
  { "dmarc-lookup", rd_repair_check_dmarc, ABOUT_AUTHOR },
  { "alignment", rd_alignment_check, ABOUT_AUTHOR },
  { "ptr-fcrdns", rd_ptr_check, ABOUT_SERVER },
  { "helo-resolve", rd_ptr_check, ABOUT_SERVER },
  { "generic-ptr", rd_ptr_check, ABOUT_SERVER },
  { "ipv6-used", rd_ptr_check, ABOUT_SERVER },
  { "sender-domain-exists", rd_delegation_check, ABOUT_ENVELOPE },
  { "sender-mx-lookup", rd_mx_check, ABOUT_ENVELOPE },
  { "sender-null-mx", rd_mx_check, ABOUT_ENVELOPE },
  { "mx-lookup", rd_recipient_check, ABOUT_RECIPIENT },
  { "mx-a-resolve", rd_recipient_check, ABOUT_RECIPIENT },
  { "domain-exists", rd_recipient_check, ABOUT_RECIPIENT },
  { "null-mx", rd_recipient_check, ABOUT_RECIPIENT },
  { "dnssec-servfail", rd_recipient_check, ABOUT_RECIPIENT },
};

/* Causes that a look from outside can settle.  For others the checks tell what
 * may have contributed, not whether it is over. */
static const struct
{
  const char *cause;
  const char *areas[5];
  gboolean    one_is_enough; /* one area in order settles it */
} confirmable[] = {
  { "spf-fail", { "spf." }, FALSE },
  { "dkim-fail", { "dkim." }, FALSE },
  { "dmarc-fail", { "spf.", "dkim." }, TRUE },
  { "not-authenticated", { "spf.", "dkim." }, TRUE },
  { "bulk-sender-rules", { "spf.", "dkim.", "dmarc.", "ptr." }, FALSE },
  { "reverse-dns", { "ptr." }, FALSE },
  { "helo-invalid", { "ptr.helo" }, FALSE },
  { "dynamic-ip", { "ptr." }, FALSE },
  { "sender-address-invalid", { "domain.", "mx." }, FALSE },
  { "domain-not-found", { "recipient." }, FALSE },
  { "domain-refuses-mail", { "recipient." }, FALSE },
  { "dns-temporary-failure", { "recipient." }, FALSE },
};

/**
 * rd_confirmation_to_string:
 * @confirmation: a confirmation
 *
 * The stable word for @confirmation in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_confirmation_to_string (RdConfirmation confirmation)
{
  static const char *const words[] = { "none", "still-true", "fixed", "unknown" };

  g_return_val_if_fail ((gsize) confirmation < G_N_ELEMENTS (words), "none");

  return words[confirmation];
}

/**
 * rd_confirmation_get_label:
 * @confirmation: a confirmation
 *
 * The words for people, translated.
 *
 * Returns: (transfer none) (nullable): a static string, %NULL if there is
 *   nothing to say
 */
const char *
rd_confirmation_get_label (RdConfirmation confirmation)
{
  switch (confirmation)
    {
    case RD_CONFIRMATION_STILL_TRUE:
      return _("Still true now");
    case RD_CONFIRMATION_FIXED:
      return _("Fixed since");
    case RD_CONFIRMATION_UNKNOWN:
      return _("Could not check");
    case RD_CONFIRMATION_NONE:
    default:
      return NULL;
    }
}

/**
 * rd_confirmation_get_sentence:
 * @confirmation: a confirmation
 *
 * What it means for whoever wants to send again, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_confirmation_get_sentence (RdConfirmation confirmation)
{
  switch (confirmation)
    {
    case RD_CONFIRMATION_STILL_TRUE:
      return _("Still true now: the reason for the refusal is still there. Sending again would fail again.");
    case RD_CONFIRMATION_FIXED:
      return _("Fixed since: what the refusal was about is in order now. You can send the mail again.");
    case RD_CONFIRMATION_UNKNOWN:
      return _("Could not check: nothing that was asked shows whether the reason is still there.");
    case RD_CONFIRMATION_NONE:
    default:
      return _("The reason of this refusal cannot be seen from outside. The findings show what may have added to it.");
    }
}

/**
 * rd_confirmation_apply:
 * @confirmation: what a survey of the bounce came to
 * @certainty: how sure the verdict was without it
 *
 * How sure the verdict is now: a reason that was seen with our own eyes is no
 * guess any more.  One that is gone proves nothing about the time of the
 * refusal.
 *
 * Returns: the certainty
 */
RdCertainty
rd_confirmation_apply (RdConfirmation confirmation,
                       RdCertainty    certainty)
{
  return confirmation == RD_CONFIRMATION_STILL_TRUE ? RD_CERTAINTY_CERTAIN : certainty;
}

/* --- What to ask ------------------------------------------------------------ */

/* The domain a receiver looks at first: that of the reverse-path, or of the
 * author where nothing else is known. */
static char *
dup_envelope_domain (const RdOriginal *original)
{
  g_autofree char *domain = original->return_path != NULL ? rd_address_dup_domain (original->return_path) : NULL;

  if (domain != NULL || original->from == NULL)
    return g_steal_pointer (&domain);
  return rd_address_dup_domain (original->from);
}

static char *
dup_author_domain (const RdOriginal *original)
{
  return original->from != NULL ? rd_address_dup_domain (original->from) : dup_envelope_domain (original);
}

static char *
dup_signer_domain (const RdOriginal *original)
{
  g_autofree char *author = dup_author_domain (original);

  for (guint i = 0; original->dkim != NULL && i < original->dkim->len; i++)
    {
      const RdDkimName *name = g_ptr_array_index (original->dkim, i);
      g_autofree char  *domain = name->domain != NULL ? rd_domain_normalize (name->domain) : NULL;

      /* The signature in the author's own name is the one that counts. */
      if (domain != NULL && author != NULL && (rd_domain_is_within (author, domain) || rd_domain_is_within (domain, author)))
        return g_steal_pointer (&domain);
    }
  return g_steal_pointer (&author);
}

static char *
dup_domain_for (const RdOriginal *original,
                About             about)
{
  switch (about)
    {
    case ABOUT_ENVELOPE:
    case ABOUT_SERVER:
      return dup_envelope_domain (original);
    case ABOUT_AUTHOR:
      return dup_author_domain (original);
    case ABOUT_SIGNER:
      return dup_signer_domain (original);
    case ABOUT_RECIPIENT:
    default:
      return NULL;
    }
}

static void
add_sender_check (RdSurvey         *survey,
                  const RdOriginal *original,
                  RdCheckFunc       check,
                  About             about)
{
  g_autofree char *domain = dup_domain_for (original, about);
  g_autoptr (RdDomainSubject) subject = NULL;

  if (domain == NULL)
    return;
  subject = rd_domain_subject_new (domain);
  rd_domain_subject_add_original (subject, original);
  /* Without an address there is no server to look at. */
  if (about == ABOUT_SERVER && subject->ips->len == 0)
    return;
  rd_survey_add_check (survey, check, g_steal_pointer (&subject), (GDestroyNotify) rd_domain_subject_free);
}

static void
add_recipient_checks (RdSurvey       *survey,
                      const RdBounce *bounce,
                      RdCheckFunc     check)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < bounce->failures->len && g_hash_table_size (seen) < MAX_RECIPIENT_DOMAINS; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);
      char            *domain = failure->recipient != NULL ? rd_address_dup_domain (failure->recipient) : NULL;

      if (domain != NULL && g_hash_table_add (seen, domain))
        rd_survey_add_check (survey, check, rd_domain_subject_new (domain), (GDestroyNotify) rd_domain_subject_free);
    }
}

/**
 * rd_survey_new_bounce:
 * @evidence: (nullable): what is known already
 * @sources: (nullable): who answers; %NULL for a recording
 * @diagnosis: what a message was found to be about
 *
 * Makes a survey that asks exactly what would confirm the verdicts of
 * @diagnosis: about the server the mail left from, the domain of its
 * reverse-path, its author, its signer and the domains of its recipients.
 *
 * Returns: (transfer full): the survey, not yet running; without checks if
 *   there is nothing to ask
 */
RdSurvey *
rd_survey_new_bounce (RdEvidence        *evidence,
                      RdSources         *sources,
                      const RdDiagnosis *diagnosis)
{
  RdSurvey *survey;
  gboolean  wanted[G_N_ELEMENTS (known_checks)] = { FALSE };

  g_return_val_if_fail (diagnosis != NULL, NULL);

  survey = rd_survey_new (evidence, sources);
  rd_survey_set_consent (survey, RD_SURVEY_DNS);
  for (gsize i = 0; i < G_N_ELEMENTS (known_checks); i++)
    {
      for (gsize j = 0; diagnosis->checks != NULL && diagnosis->checks[j] != NULL; j++)
        wanted[i] = wanted[i] || strcmp (diagnosis->checks[j], known_checks[i].id) == 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (known_checks); i++)
    {
      if (!wanted[i])
        continue;
      for (gsize j = i + 1; j < G_N_ELEMENTS (known_checks); j++)
        wanted[j] = wanted[j] && known_checks[j].check != known_checks[i].check;
      if (known_checks[i].about == ABOUT_RECIPIENT)
        add_recipient_checks (survey, diagnosis->bounce, known_checks[i].check);
      else
        add_sender_check (survey, &diagnosis->bounce->original, known_checks[i].check, known_checks[i].about);
    }
  return survey;
}

/* --- What came of it --------------------------------------------------------- */

/* INFO means that nothing was found out. */
static RdFindingState
area_state (const GPtrArray *findings,
            const char      *area,
            const char      *recipient_domain)
{
  RdFindingState state = RD_FINDING_INFO;
  gboolean       is_recipient = strcmp (area, "recipient.") == 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      if (!g_str_has_prefix (finding->id, area) || finding->state == RD_FINDING_INFO)
        continue;
      if (is_recipient && g_strcmp0 (finding->subject, recipient_domain) != 0)
        continue;
      state = state == RD_FINDING_INFO ? finding->state : MIN (state, finding->state);
    }
  return state;
}

/* A good record is no proof that this server passes it, nor a good key that
 * this signature holds. */
static gboolean
is_proven (const GPtrArray *findings,
           const char      *area)
{
  if (strcmp (area, "spf.") == 0)
    return rd_check_has_finding (findings, "spf.ip-pass");
  if (strcmp (area, "dkim.") == 0)
    return rd_check_has_finding (findings, "dkim.pass");
  return TRUE;
}

/* What is only worth improving is no reason to refuse, but for the names of
 * servers, where it is. */
static RdConfirmation
confirm_area (const GPtrArray *findings,
              const char      *area,
              const char      *recipient_domain)
{
  switch (area_state (findings, area, recipient_domain))
    {
    case RD_FINDING_BROKEN:
      return RD_CONFIRMATION_STILL_TRUE;
    case RD_FINDING_WEAK:
      if (g_str_has_prefix (area, "ptr."))
        return RD_CONFIRMATION_STILL_TRUE;
      return is_proven (findings, area) ? RD_CONFIRMATION_FIXED : RD_CONFIRMATION_UNKNOWN;
    case RD_FINDING_FINE:
      return is_proven (findings, area) ? RD_CONFIRMATION_FIXED : RD_CONFIRMATION_UNKNOWN;
    case RD_FINDING_UNKNOWN:
    case RD_FINDING_INFO:
    default:
      return RD_CONFIRMATION_UNKNOWN;
    }
}

/* One area in order is enough, or one that is not. */
static RdConfirmation
combine (RdConfirmation so_far,
         RdConfirmation next,
         gboolean       one_is_enough)
{
  RdConfirmation decisive = one_is_enough ? RD_CONFIRMATION_FIXED : RD_CONFIRMATION_STILL_TRUE;

  if (so_far == RD_CONFIRMATION_NONE || next == decisive)
    return next;
  if (so_far == decisive)
    return so_far;
  return so_far == RD_CONFIRMATION_UNKNOWN || next == RD_CONFIRMATION_UNKNOWN ? RD_CONFIRMATION_UNKNOWN : so_far;
}

/**
 * rd_survey_confirm:
 * @verdict: why mail to one recipient failed
 * @findings: (element-type RdFinding): what a survey of that bounce found
 *
 * Tells whether the reason for the refusal is still there.
 *
 * Returns: how it stands
 */
RdConfirmation
rd_survey_confirm (const RdVerdict *verdict,
                   const GPtrArray *findings)
{
  RdConfirmation   confirmation = RD_CONFIRMATION_NONE;
  g_autofree char *recipient_domain = NULL;

  g_return_val_if_fail (verdict != NULL && findings != NULL, RD_CONFIRMATION_NONE);

  if (verdict->failure != NULL && verdict->failure->recipient != NULL)
    recipient_domain = rd_address_dup_domain (verdict->failure->recipient);
  for (gsize i = 0; verdict->cause != NULL && i < G_N_ELEMENTS (confirmable); i++)
    {
      if (strcmp (confirmable[i].cause, verdict->cause->id) != 0)
        continue;
      for (gsize j = 0; j < G_N_ELEMENTS (confirmable[i].areas) && confirmable[i].areas[j] != NULL; j++)
        confirmation = combine (confirmation, confirm_area (findings, confirmable[i].areas[j], recipient_domain),
                                confirmable[i].one_is_enough);
    }
  return confirmation;
}
