/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-confirmation"

#include "config.h"

#include "rd-confirmation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rd-check.h"
#include "rd-text.h"

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

static gssize
find_confirmable (const char *cause)
{
  for (gsize i = 0; i < G_N_ELEMENTS (confirmable); i++)
    {
      if (strcmp (confirmable[i].cause, cause) == 0)
        return (gssize) i;
    }
  return -1;
}

/**
 * rd_confirmation_get_areas:
 * @cause: id of a cause
 *
 * What a bounce with that cause says something about, as beginnings of the ids
 * of findings: “spf.”.
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the areas,
 *   %NULL if a look from outside cannot settle it
 */
const char *const *
rd_confirmation_get_areas (const char *cause)
{
  gssize index;

  g_return_val_if_fail (cause != NULL, NULL);

  index = find_confirmable (cause);
  return index >= 0 ? confirmable[index].areas : NULL;
}

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
      return _ ("Still true now");
    case RD_CONFIRMATION_FIXED:
      return _ ("Fixed since");
    case RD_CONFIRMATION_UNKNOWN:
      return _ ("Could not check");
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
      return _ ("Still true now: the reason for the refusal is still there. Sending again would fail again.");
    case RD_CONFIRMATION_FIXED:
      return _ ("Fixed since: what the refusal was about is in order now. You can send the mail again.");
    case RD_CONFIRMATION_UNKNOWN:
      return _ ("Could not check: nothing that was asked shows whether the reason is still there.");
    case RD_CONFIRMATION_NONE:
    default:
      return _ ("The reason of this refusal cannot be seen from outside. The findings show what may have added to it.");
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

/**
 * rd_confirmation_of_area:
 * @findings: (element-type RdFinding): what a survey of a bounce found
 * @area: beginning of the ids of findings, as rd_confirmation_get_areas() gives
 * @recipient_domain: (nullable): where the mail was to go
 *
 * Tells whether what a bounce said about one area is still so.  What is only
 * worth improving is no reason to refuse, but for the names of servers, where
 * it is.
 *
 * Returns: how it stands
 */
RdConfirmation
rd_confirmation_of_area (const GPtrArray *findings,
                         const char      *area,
                         const char      *recipient_domain)
{
  g_return_val_if_fail (findings != NULL && area != NULL, RD_CONFIRMATION_UNKNOWN);

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
  gssize           index;

  g_return_val_if_fail (verdict != NULL && findings != NULL, RD_CONFIRMATION_NONE);

  if (verdict->failure != NULL && verdict->failure->recipient != NULL)
    recipient_domain = rd_address_dup_domain (verdict->failure->recipient);
  index = verdict->cause != NULL ? find_confirmable (verdict->cause->id) : -1;
  for (gsize i = 0; index >= 0 && confirmable[index].areas[i] != NULL; i++)
    confirmation = combine (confirmation, rd_confirmation_of_area (findings, confirmable[index].areas[i], recipient_domain),
                            confirmable[index].one_is_enough);
  return confirmation;
}
