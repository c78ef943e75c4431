/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-survey-bounce"

#include "config.h"

#include "rd-survey-bounce.h"

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

/**
 * rd_survey_dup_bounce_domain:
 * @original: what is known about a mail that came back
 * @area: beginning of the ids of findings, such as “spf.”
 *
 * Which domain of the sender the findings of an area are about.
 *
 * Returns: (transfer full) (nullable): the domain
 */
char *
rd_survey_dup_bounce_domain (const RdOriginal *original,
                             const char       *area)
{
  g_return_val_if_fail (original != NULL && area != NULL, NULL);

  if (strcmp (area, "dkim.") == 0)
    return dup_signer_domain (original);
  return strcmp (area, "dmarc.") == 0 ? dup_author_domain (original) : dup_envelope_domain (original);
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

static void
select_checks (const RdDiagnosis *diagnosis,
               RdBounceSide       side,
               gboolean           wanted[G_N_ELEMENTS (known_checks)])
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_checks); i++)
    {
      RdBounceSide about = known_checks[i].about == ABOUT_RECIPIENT ? RD_BOUNCE_SIDE_RECIPIENT : RD_BOUNCE_SIDE_SENDER;

      wanted[i] = FALSE;
      for (gsize j = 0; (side & about) != 0 && diagnosis->checks != NULL && diagnosis->checks[j] != NULL; j++)
        wanted[i] = wanted[i] || strcmp (diagnosis->checks[j], known_checks[i].id) == 0;
    }
}

static gboolean
has_recipient (const RdBounce *bounce)
{
  for (guint i = 0; i < bounce->failures->len; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);
      g_autofree char *domain = failure->recipient != NULL ? rd_address_dup_domain (failure->recipient) : NULL;

      if (domain != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_survey_get_bounce_side:
 * @diagnosis: what a message was found to be about
 *
 * Whom to ask about to confirm @diagnosis.  Questions about recipients reveal
 * whom one writes to, so they are asked only where those about the sender
 * cannot help.
 *
 * Returns: one side, or none
 */
RdBounceSide
rd_survey_get_bounce_side (const RdDiagnosis *diagnosis)
{
  gboolean         wanted[G_N_ELEMENTS (known_checks)];
  g_autofree char *sender = NULL;

  g_return_val_if_fail (diagnosis != NULL, RD_BOUNCE_SIDE_NONE);

  sender = dup_envelope_domain (&diagnosis->bounce->original);
  select_checks (diagnosis, RD_BOUNCE_SIDE_SENDER, wanted);
  for (gsize i = 0; sender != NULL && i < G_N_ELEMENTS (known_checks); i++)
    {
      if (wanted[i] && (known_checks[i].about != ABOUT_SERVER || diagnosis->bounce->original.sending_ip != NULL))
        return RD_BOUNCE_SIDE_SENDER;
    }
  select_checks (diagnosis, RD_BOUNCE_SIDE_RECIPIENT, wanted);
  for (gsize i = 0; has_recipient (diagnosis->bounce) && i < G_N_ELEMENTS (known_checks); i++)
    {
      if (wanted[i])
        return RD_BOUNCE_SIDE_RECIPIENT;
    }
  return RD_BOUNCE_SIDE_NONE;
}

/**
 * rd_survey_new_bounce_side:
 * @evidence: (nullable): what is known already
 * @sources: (nullable): who answers; %NULL for a recording
 * @diagnosis: what a message was found to be about
 * @side: whom to ask about
 *
 * Makes a survey that asks exactly what would confirm the verdicts of
 * @diagnosis: about the server the mail left from, the domain of its
 * reverse-path, its author, its signer and the domains of its recipients.
 *
 * Returns: (transfer full): the survey, not yet running; without checks if
 *   there is nothing to ask
 */
RdSurvey *
rd_survey_new_bounce_side (RdEvidence        *evidence,
                           RdSources         *sources,
                           const RdDiagnosis *diagnosis,
                           RdBounceSide       side)
{
  RdSurvey *survey;
  gboolean  wanted[G_N_ELEMENTS (known_checks)];

  g_return_val_if_fail (diagnosis != NULL, NULL);

  survey = rd_survey_new (evidence, sources);
  rd_survey_set_consent (survey, RD_SURVEY_DNS);
  select_checks (diagnosis, side, wanted);
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

/**
 * rd_survey_new_bounce:
 * @evidence: (nullable): what is known already
 * @sources: (nullable): who answers; %NULL for a recording
 * @diagnosis: what a message was found to be about
 *
 * Makes a survey of all that would confirm @diagnosis, on either side.
 *
 * Returns: (transfer full): the survey, not yet running; without checks if
 *   there is nothing to ask
 */
RdSurvey *
rd_survey_new_bounce (RdEvidence        *evidence,
                      RdSources         *sources,
                      const RdDiagnosis *diagnosis)
{
  return rd_survey_new_bounce_side (evidence, sources, diagnosis, RD_BOUNCE_SIDE_BOTH);
}
