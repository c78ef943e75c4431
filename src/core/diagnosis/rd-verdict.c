/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From what a server said about one recipient to a cause: who spoke, what the
 * knowledge says about the words, and what the circumstances change in it. */

#define G_LOG_DOMAIN "rd-verdict"

#include "config.h"

#include "rd-diagnosis-private.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Scores of rd_knowledge_match() from which a verdict is called so. */
#define SCORE_CERTAIN 85
#define SCORE_LIKELY 60

/* Tiers from here on are last resorts and frames. */
#define WEAKEST_CLEAR_TIER 5

/* Received fields that an ordinary message never has: Exim and Postfix refuse
 * from 30 and 50 on, and Exim does not say why. */
#define LOOP_HOPS 25

/**
 * rd_certainty_to_string:
 * @certainty: a certainty
 *
 * The stable word for @certainty in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_certainty_to_string (RdCertainty certainty)
{
  switch (certainty)
    {
    case RD_CERTAINTY_GUESS:
      return "guess";
    case RD_CERTAINTY_LIKELY:
      return "likely";
    case RD_CERTAINTY_CERTAIN:
      return "certain";
    default:
      g_return_val_if_reached ("guess");
    }
}

/**
 * rd_certainty_get_label:
 * @certainty: a certainty
 *
 * How sure a verdict is, in words for people, translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_certainty_get_label (RdCertainty certainty)
{
  switch (certainty)
    {
    case RD_CERTAINTY_GUESS:
      return C_ ("certainty", "a guess");
    case RD_CERTAINTY_LIKELY:
      return C_ ("certainty", "likely");
    case RD_CERTAINTY_CERTAIN:
      return C_ ("certainty", "certain");
    default:
      g_return_val_if_reached ("");
    }
}

/* The refusing host decides, never the domain, once it is known: consumer
 * domains are moved between providers, and a company's address may sit behind
 * anybody's filter. */
static const RdProvider *
find_provider (const RdFailure *failure,
               gboolean        *certain)
{
  const RdProvider *provider = NULL;

  *certain = FALSE;
  if (failure->remote_host != NULL)
    provider = rd_provider_find_for_host (failure->remote_host);
  if (provider != NULL)
    {
      *certain = TRUE;
      return provider;
    }
  if (failure->diagnostic != NULL)
    provider = rd_provider_find_in_text (failure->diagnostic);
  if (provider == NULL && failure->remote_host == NULL && !failure->is_local && failure->recipient != NULL)
    {
      const char      *address = failure->forwarded_to != NULL ? failure->forwarded_to : failure->recipient;
      g_autofree char *domain = rd_address_dup_domain (address);

      if (domain != NULL)
        provider = rd_provider_find_for_domain (domain);
    }
  return provider;
}

static gboolean
is_cause (const RdVerdict *verdict,
          const char      *id)
{
  return strcmp (verdict->cause->id, id) == 0;
}

static void
set_cause (RdVerdict  *verdict,
           const char *id)
{
  const RdCause *cause = rd_cause_find (id);

  g_return_if_fail (cause != NULL);

  verdict->cause = cause;
  verdict->owner = cause->owner;
  verdict->permanence = cause->permanence;
}

static gboolean
was_refused_at (const RdFailure *failure,
                const char      *mta)
{
  return failure->remote_host != NULL && (mta == NULL || g_ascii_strcasecmp (failure->remote_host, mta) != 0);
}

/* Exim's warning names the answer of a server if there was one.  None: nobody
 * answered. */
static gboolean
is_silent_exim (const RdVerdict *verdict,
                const RdFailure *failure,
                const RdBounce  *bounce)
{
  return failure->action == RD_ACTION_DELAYED && failure->is_local && bounce != NULL && g_strcmp0 (bounce->dialect, "exim") == 0 &&
         (is_cause (verdict, "unknown") || is_cause (verdict, "delayed"));
}

/* At MAIL FROM the server has heard of no recipient: an address it finds fault
 * with there is the sender's. */
static gboolean
is_about_sender (const RdVerdict *verdict,
                 const RdFailure *failure)
{
  if (failure->phase != RD_PHASE_MAIL ||
      !(is_cause (verdict, "address-syntax") || is_cause (verdict, "address-not-found") || is_cause (verdict, "domain-not-found")))
    return FALSE;
  return failure->recipient == NULL || failure->diagnostic == NULL || rd_text_find_nocase (failure->diagnostic, failure->recipient) == NULL;
}

/* What the words alone cannot tell: the same words mean another thing
 * depending on who says them and when. */
static void
apply_circumstances (RdVerdict       *verdict,
                     const RdFailure *failure,
                     const RdBounce  *bounce)
{
  if (is_cause (verdict, "relay-denied") && bounce != NULL && was_refused_at (failure, bounce->reporting_mta))
    {
      /* A server on the other side that does not know the domain: their
       * set-up, not a missing login. */
      set_cause (verdict, "recipient-server-misconfigured");
    }
  if (is_about_sender (verdict, failure))
    set_cause (verdict, "sender-address-invalid");
  if (is_cause (verdict, "unknown") && failure->is_local && bounce != NULL && bounce->original.received->len >= LOOP_HOPS)
    set_cause (verdict, "mail-loop");
  if (is_silent_exim (verdict, failure, bounce))
    set_cause (verdict, "recipient-server-unreachable");
  if (is_cause (verdict, "unknown") && failure->gave_up)
    set_cause (verdict, "delivery-expired");
  /* "Still undelivered after 4 hours" is no reason, and no end. */
  if ((is_cause (verdict, "unknown") || is_cause (verdict, "delivery-expired")) && failure->action == RD_ACTION_DELAYED)
    set_cause (verdict, "delayed");
  if (verdict->spelling == RD_SPELLING_CERTAIN &&
      (is_cause (verdict, "unknown") || is_cause (verdict, "delivery-expired")))
    set_cause (verdict, "domain-not-found");
}

static char
class_of (const RdFailure *failure)
{
  if (failure->reply_code != NULL)
    return failure->reply_code[0];
  if (failure->status != NULL)
    return failure->status[0];
  return '\0';
}

static RdPermanence
judge_permanence (const RdVerdict *verdict,
                  const RdFailure *failure)
{
  char class = class_of (failure);

  if (failure->action == RD_ACTION_DELAYED)
    return RD_PERMANENCE_TEMPORARY;
  /* Nobody tries any more, whatever it was that could have passed. */
  if (class == '4' && verdict->is_returned)
    return RD_PERMANENCE_PERMANENT;
  if (verdict->rule != NULL && verdict->rule->permanence == RD_PERMANENCE_TEMPORARY)
    return RD_PERMANENCE_TEMPORARY;
  if (verdict->cause->permanence == RD_PERMANENCE_TEMPORARY)
    return RD_PERMANENCE_TEMPORARY;
  if (class == '4')
    return RD_PERMANENCE_TEMPORARY;
  if (class == '5')
    return RD_PERMANENCE_PERMANENT;
  return verdict->permanence;
}

/* Certainty is counted in steps: what a status code that cannot mean anything
 * else adds to the words, or takes from them. */
static int
weigh_status (const RdVerdict *verdict,
              const RdFailure *failure)
{
  const RdCode  *code = failure->status != NULL ? rd_code_find_enhanced (failure->status, verdict->provider) : NULL;
  const RdCause *cause;

  if (code == NULL || !(code->is_strong || (verdict->provider != NULL && g_strcmp0 (code->provider, verdict->provider->id) == 0)))
    return 0;
  cause = rd_cause_find (code->cause);
  if (cause == verdict->cause)
    return 1;
  return cause != NULL && cause->family != verdict->cause->family ? -1 : 0;
}

static RdCertainty
judge_certainty (const RdVerdict *verdict,
                 const RdFailure *failure)
{
  int step = RD_CERTAINTY_GUESS;

  if (is_cause (verdict, "unknown"))
    return RD_CERTAINTY_GUESS;
  if (is_cause (verdict, "delayed"))
    return RD_CERTAINTY_CERTAIN;

  if (verdict->score >= SCORE_CERTAIN)
    step = RD_CERTAINTY_CERTAIN;
  else if (verdict->score >= SCORE_LIKELY || (verdict->rule != NULL && verdict->rule->tier <= WEAKEST_CLEAR_TIER))
    step = RD_CERTAINTY_LIKELY;

  if (verdict->rule == NULL && verdict->code != NULL && verdict->code->is_strong)
    step++;
  if (verdict->rule != NULL)
    step += weigh_status (verdict, failure);
  if (verdict->rule != NULL && (!verdict->rule->verified || verdict->rule->tier >= 6 || rd_verdict_get_telling_rule (verdict) == NULL))
    step--;
  if (failure->phase == RD_PHASE_CONNECT || failure->phase == RD_PHASE_HELO)
    {
      /* The recipient played no role yet. */
      if (verdict->cause->family == RD_FAMILY_ADDRESS)
        step--;
    }
  return (RdCertainty) CLAMP (step, RD_CERTAINTY_GUESS, RD_CERTAINTY_CERTAIN);
}

/* Whether nobody tries any more.  A temporary refusal that stands alone, pasted
 * or in a log, does not say so. */
static gboolean
is_returned (const RdFailure *failure,
             const RdBounce  *bounce)
{
  if (failure->action != RD_ACTION_FAILED)
    return FALSE;
  return failure->gave_up || class_of (failure) != '4' || (bounce != NULL && bounce->from != NULL);
}

static RdResend
judge_resend (const RdVerdict *verdict)
{
  if (verdict->failure->action == RD_ACTION_DELAYED)
    return RD_RESEND_AUTOMATIC;
  if (verdict->cause->resend == RD_RESEND_AUTOMATIC && verdict->is_returned)
    return RD_RESEND_LATER;
  /* A server that says it for now does not say it for ever. */
  if (verdict->cause->resend == RD_RESEND_NEVER && verdict->permanence == RD_PERMANENCE_TEMPORARY)
    return RD_RESEND_AFTER_FIX;
  return verdict->cause->resend;
}

/* Most mail that is still tried needs nobody; what is refused because of how the
 * sender's side is set up, or goes to a misspelt domain or one that is not there,
 * stays refused however often it is tried. */
static RdOwner
judge_owner_of_delay (const RdVerdict *verdict)
{
  gboolean is_ours = verdict->owner == RD_OWNER_YOU || verdict->owner == RD_OWNER_HOST || verdict->owner == RD_OWNER_DNS;

  if (verdict->spelling == RD_SPELLING_CERTAIN &&
      (verdict->cause->family == RD_FAMILY_ADDRESS || verdict->cause->family == RD_FAMILY_THEIR_SERVER))
    return RD_OWNER_YOU;
  if (is_ours && verdict->cause->resend == RD_RESEND_AFTER_FIX && (verdict->cause->family != RD_FAMILY_ADDRESS || is_cause (verdict, "domain-not-found")))
    return verdict->owner;
  return RD_OWNER_WAIT;
}

/* The cause names who acts in general.  Whoever wrote to a misspelt address can
 * only do it themselves, and nobody waits for what is not tried any more. */
static RdOwner
judge_owner (const RdVerdict *verdict)
{
  RdFamily family = verdict->cause->family;

  if (verdict->failure->action == RD_ACTION_DELAYED)
    return judge_owner_of_delay (verdict);
  if (verdict->spelling == RD_SPELLING_CERTAIN && (family == RD_FAMILY_ADDRESS || family == RD_FAMILY_THEIR_SERVER))
    return RD_OWNER_YOU;
  if (verdict->owner == RD_OWNER_WAIT && verdict->is_returned && rd_cause_get_resend_returned (verdict->cause) != NULL)
    return RD_OWNER_YOU;
  return verdict->owner;
}

static gboolean
is_address_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr (".-_+=", c) != NULL);
}

/* "a@b" around @at in @words, without the dot that ends a sentence. */
static char *
dup_address_at (const char *words,
                const char *at)
{
  const char *start = at;
  const char *end = at + 1;

  while (start > words && is_address_char (start[-1]))
    start--;
  while (is_address_char (*end))
    end++;
  while (end > at + 1 && end[-1] == '.')
    end--;
  if (start == at || memchr (at, '.', (gsize) (end - at)) == NULL)
    return NULL;
  return g_strndup (start, (gsize) (end - start));
}

static gboolean
is_someone_else (const char      *address,
                 const RdFailure *failure,
                 const RdBounce  *bounce)
{
  static const char *const contacts[] = { "postmaster@", "abuse@", "support@", "helpdesk@", "noreply@", "no-reply@" };

  for (gsize i = 0; i < G_N_ELEMENTS (contacts); i++)
    {
      if (g_ascii_strncasecmp (address, contacts[i], strlen (contacts[i])) == 0)
        return TRUE;
    }
  if (failure->recipient != NULL && g_ascii_strcasecmp (address, failure->recipient) == 0)
    return TRUE;
  return bounce != NULL && ((bounce->original.from != NULL && g_ascii_strcasecmp (address, bounce->original.from) == 0) ||
                            (bounce->original.return_path != NULL && g_ascii_strcasecmp (address, bounce->original.return_path) == 0));
}

/* The new address of a person who moved, which is named behind the old one. */
static char *
dup_new_address (const RdFailure *failure,
                 const RdBounce  *bounce)
{
  const char      *words = failure->diagnostic != NULL ? failure->diagnostic : "";
  g_autofree char *found = NULL;
  const char      *moved = NULL;

  for (const char *at = strchr (words, '@'); at != NULL; at = strchr (at + 1, '@'))
    {
      g_autofree char *address = dup_address_at (words, at);

      if (address == NULL || is_someone_else (address, failure, bounce))
        continue;
      /* Two addresses that are not known: the first may be the old one. */
      if (found == NULL || (failure->recipient == NULL && moved == NULL))
        {
          moved = found != NULL ? at : NULL;
          g_free (found);
          found = g_steal_pointer (&address);
        }
    }
  return g_steal_pointer (&found);
}

/**
 * rd_verdict_get_resend_text:
 * @self: a verdict
 *
 * Whether and when to send the message again, translated.
 *
 * Returns: (transfer none): the advice
 */
const char *
rd_verdict_get_resend_text (const RdVerdict *self)
{
  const RdCause *cause;
  const char    *text;

  g_return_val_if_fail (self != NULL, NULL);
  cause = self->remedy != NULL ? self->remedy : self->cause;
  text = self->is_returned ? rd_cause_get_resend_returned (cause) : NULL;
  return text != NULL ? text : rd_cause_get_resend_text (cause);
}

/* A report says what it is about; there is nothing to find out. */
static void
judge_feedback (RdVerdict       *verdict,
                const RdFailure *failure)
{
  set_cause (verdict, _rd_feedback_get_cause (failure));
  verdict->certainty = RD_CERTAINTY_CERTAIN;
  verdict->resend = verdict->cause->resend;
}

/**
 * rd_diagnosis_judge:
 * @failure: what happened for one recipient; must outlive @verdict
 * @bounce: (nullable): the notice it stands in, %NULL for a log line
 * @verdict: (out caller-allocates): filled in; clear with rd_verdict_clear()
 *
 * Finds the cause of one failure and who must act.  The words of the refusing
 * server outrank its codes; what cannot be told is the cause "unknown".
 */
void
rd_diagnosis_judge (const RdFailure *failure,
                    const RdBounce  *bounce,
                    RdVerdict       *verdict)
{
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { 0 };

  g_return_if_fail (failure != NULL);
  g_return_if_fail (verdict != NULL);

  *verdict = (RdVerdict){ .failure = failure };
  verdict->provider = find_provider (failure, &verdict->provider_certain);
  if (bounce != NULL && bounce->kind == RD_BOUNCE_COMPLAINT)
    {
      judge_feedback (verdict, failure);
      return;
    }

  reply.text = failure->diagnostic != NULL ? failure->diagnostic : "";
  reply.reply_code = failure->reply_code;
  reply.status = failure->status;
  reply.provider = verdict->provider;
  reply.provider_certain = verdict->provider_certain;
  reply.sending_ip = bounce != NULL ? bounce->original.sending_ip : NULL;
  rd_knowledge_match (&reply, &match);

  verdict->cause = match.cause;
  verdict->rule = match.rule;
  verdict->code = match.code;
  verdict->also = match.second;
  verdict->score = match.score;
  verdict->matched = g_steal_pointer (&match.matched);
  verdict->owner = match.rule != NULL ? match.rule->owner : match.cause->owner;
  verdict->permanence = match.rule != NULL ? match.rule->permanence : match.cause->permanence;

  if (failure->recipient != NULL)
    verdict->spelling = rd_spelling_check (failure->recipient, &verdict->suggestion);
  if (verdict->spelling == RD_SPELLING_POSSIBLE && verdict->cause->family != RD_FAMILY_ADDRESS &&
      verdict->cause->family != RD_FAMILY_THEIR_SERVER)
    {
      /* A real domain that refused for another reason was meant. */
      g_clear_pointer (&verdict->suggestion, g_free);
      verdict->spelling = RD_SPELLING_FINE;
    }

  apply_circumstances (verdict, failure, bounce);
  verdict->is_returned = is_returned (failure, bounce);
  verdict->permanence = judge_permanence (verdict, failure);
  verdict->certainty = judge_certainty (verdict, failure);
  verdict->resend = judge_resend (verdict);
  if (is_cause (verdict, "address-changed"))
    verdict->new_address = dup_new_address (failure, bounce);
  verdict->owner = judge_owner (verdict);
  verdict->remedy = bounce != NULL && failure->action == RD_ACTION_FAILED ? _rd_forwarding_find_remedy (bounce, verdict) : NULL;
  if (verdict->remedy != NULL)
    verdict->owner = verdict->remedy->owner;
}

/**
 * rd_verdict_clear:
 * @self: a verdict
 *
 * Frees what @self holds, not @self.
 */
void
rd_verdict_clear (RdVerdict *self)
{
  g_clear_pointer (&self->matched, g_free);
  g_clear_pointer (&self->suggestion, g_free);
  g_clear_pointer (&self->new_address, g_free);
}
