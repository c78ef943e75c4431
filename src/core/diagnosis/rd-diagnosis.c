/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One message's whole answer.  A message may speak of many recipients and of
 * several causes; the headline takes the gravest of the most frequent, and
 * everything a person reads first is put together here, not in the faces. */

#define G_LOG_DOMAIN "rd-diagnosis"

#include "config.h"

#include "rd-diagnosis-private.h"
#include "rd-situation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
verdict_free (gpointer data)
{
  rd_verdict_clear (data);
  g_free (data);
}

static GPtrArray *
judge_all (const RdBounce *bounce)
{
  GPtrArray *verdicts = g_ptr_array_new_full (bounce->failures->len, verdict_free);

  for (guint i = 0; i < bounce->failures->len; i++)
    {
      RdVerdict *verdict = g_new (RdVerdict, 1);

      rd_diagnosis_judge (g_ptr_array_index (bounce->failures, i), bounce, verdict);
      g_ptr_array_add (verdicts, verdict);
    }
  return verdicts;
}

/* Each outweighs all below it together: failures before delays, urgent before usual,
 * known before unknown, and then the cause most recipients share. */
#define WEIGHT_FAILED 4000
#define WEIGHT_URGENT 2000
#define WEIGHT_KNOWN 1000
#define MAX_COUNT_WEIGHT 1000u

static int
weight_of (const RdVerdict *verdict,
           guint            count)
{
  int weight = (int) MIN (count, MAX_COUNT_WEIGHT);

  if (verdict->failure->action == RD_ACTION_FAILED)
    weight += WEIGHT_FAILED;
  if (verdict->cause->is_urgent)
    weight += WEIGHT_URGENT;
  if (strcmp (verdict->cause->id, "unknown") != 0)
    weight += WEIGHT_KNOWN;
  return weight;
}

/* The verdict the headline speaks of. */
static const RdVerdict *
find_main (GPtrArray *verdicts)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  const RdVerdict *best = NULL;
  int              best_weight = -1;

  for (guint i = 0; i < verdicts->len; i++)
    {
      const RdVerdict *verdict = g_ptr_array_index (verdicts, i);
      gpointer         key = (gpointer) verdict->cause;

      g_hash_table_insert (counts, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1));
    }
  for (guint i = 0; i < verdicts->len; i++)
    {
      const RdVerdict *verdict = g_ptr_array_index (verdicts, i);
      int              weight = weight_of (verdict, GPOINTER_TO_UINT (g_hash_table_lookup (counts, verdict->cause)));

      if (weight > best_weight)
        {
          best = verdict;
          best_weight = weight;
        }
    }
  return best;
}

typedef struct
{
  RdBounceKind   kind;
  const char    *cause;
  RdFindingState state;
} KindCause;

/* Messages about which there is nothing to judge per recipient. */
static const KindCause special_kinds[] = {
  { RD_BOUNCE_DELIVERED, "delivered", RD_FINDING_FINE },
  { RD_BOUNCE_AUTO_REPLY, "auto-reply", RD_FINDING_INFO },
  { RD_BOUNCE_CHALLENGE, "challenge", RD_FINDING_WEAK },
  { RD_BOUNCE_COMPLAINT, "complaint", RD_FINDING_WEAK },
};

/* General steps first; what only one kind of host has comes after them. */
static char **
dup_all_steps (const RdCause *cause,
               RdHosting      hosting)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) general = rd_cause_dup_steps (cause, RD_HOSTING_ANY);

  g_strv_builder_addv (builder, (const char **) general);
  if (hosting != RD_HOSTING_ANY)
    {
      g_auto (GStrv) special = rd_cause_dup_steps (cause, hosting);

      g_strv_builder_addv (builder, (const char **) special);
    }
  return g_strv_builder_end (builder);
}

static void
set_from_cause (RdDiagnosis   *self,
                const RdCause *cause)
{
  self->title = g_strdup (rd_cause_get_title (cause));
  self->sentence = g_strdup (rd_cause_get_sentence (cause));
  self->resend_text = g_strdup (rd_cause_get_resend_text (cause));
  self->owner = cause->owner;
  self->steps = dup_all_steps (cause, self->hosting);
  self->action = g_strdup (self->steps[0] != NULL ? self->steps[0] : self->resend_text);
  self->checks = g_strdupv ((char **) cause->checks);
}

/* Nobody tries any more: "wait" would be the wrong advice. */
static void
describe_returned (RdDiagnosis     *self,
                   const RdVerdict *verdict)
{
  g_auto (GStrv) steps = rd_cause_dup_steps_returned (verdict->cause);

  g_free (self->resend_text);
  self->resend_text = g_strdup (rd_verdict_get_resend_text (verdict));
  if (!verdict->is_returned || steps[0] == NULL)
    return;
  g_free (self->action);
  g_strfreev (self->steps);
  self->action = g_strdup (steps[0]);
  self->steps = g_steal_pointer (&steps);
}

static void
describe_special (RdDiagnosis *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (special_kinds); i++)
    {
      const RdCause *cause;

      if (special_kinds[i].kind != self->bounce->kind)
        continue;
      /* Not every feedback report tells of a spam button. */
      cause = self->main != NULL && self->bounce->kind == RD_BOUNCE_COMPLAINT ? self->main->cause : rd_cause_find (special_kinds[i].cause);
      g_return_if_fail (cause != NULL);
      set_from_cause (self, cause);
      self->state = special_kinds[i].state;
      return;
    }
}

static const struct
{
  const char *description;
  const char *title;
  const char *sentence;
  const char *action; /* (nullable): what to do with it */
} other_messages[] = {
  { "dmarc-report", N_ ("A DMARC report, not a bounce"),
    N_ ("This is the daily statistic that your DMARC record asks mail providers for. Nothing failed."), NULL },
  { "tls-report", N_ ("A TLS report, not a bounce"),
    N_ ("This is the daily statistic about encrypted delivery that your domain asks mail providers for. Nothing failed."), NULL },
  { "read-receipt", N_ ("A receipt, not a bounce"),
    N_ ("The recipient’s mail program confirms that your message was shown. Nothing failed."), NULL },
  { "mailbox-warning", N_ ("About your own mailbox, not a bounce"),
    N_ ("It says that your own mailbox is full or nearly full. Nothing that you sent has failed. Such messages are often forged to steal passwords."),
    N_ ("Do not follow its links. Look in your mail program how full your mailbox is; if it is, delete old mail and empty the trash.") },
  { NULL, N_ ("This is not a bounce"),
    N_ ("This is an ordinary message. It says nothing about mail that could not be delivered."), NULL },
};

static void
describe_ordinary (RdDiagnosis *self)
{
  gsize i = 0;

  while (other_messages[i].description != NULL &&
         g_strcmp0 (other_messages[i].description, self->bounce->description) != 0)
    i++;
  self->state = RD_FINDING_INFO;
  self->title = g_strdup (_ (other_messages[i].title));
  self->sentence = g_strdup (_ (other_messages[i].sentence));
  self->action = g_strdup (other_messages[i].action != NULL ? _ (other_messages[i].action) : _ ("Open the message that came back to you: it usually has “Undelivered”, “Delivery Status” or “Mail delivery failed” in its subject."));
  self->resend_text = g_strdup (_ ("There is nothing to send again."));
  self->owner = RD_OWNER_WAIT;
  self->steps = g_new0 (char *, 1);
  self->checks = g_new0 (char *, 1);
}

/* The first step for whoever must act before the server gives up. */
static void
describe_act_in_time (RdDiagnosis     *self,
                      const RdVerdict *verdict)
{
  g_auto (GStrv) steps = dup_all_steps (verdict->cause, self->hosting);

  self->owner = verdict->owner;
  g_free (self->action);
  g_free (self->resend_text);
  if (verdict->spelling == RD_SPELLING_CERTAIN)
    {
      self->action = g_strdup_printf (_ ("Send it again to “%s”."), verdict->suggestion);
      self->resend_text = g_strdup (_ ("Yes, to the right address. The mail to the wrong one comes back after some days; then there is nothing more to do."));
    }
  else
    {
      if (self->owner == RD_OWNER_HOST && rd_cause_get_ask_host (rd_verdict_get_asked_cause (verdict)) != NULL)
        self->action = g_strdup (_ ("Send this report to your web or mail host: only they can repair it."));
      else
        self->action = g_strdup (steps[0] != NULL ? steps[0] : self->steps[0]);
      if (verdict->cause->family == RD_FAMILY_ADDRESS)
        self->resend_text = g_strdup (_ ("Only if the address is wrong: to the right one. If it is right, your server keeps trying for some days."));
      else
        self->resend_text = g_strdup (_ ("Do not send it again. Your server keeps trying for some days and delivers it once this is mended."));
    }
  if (steps[0] == NULL || verdict->spelling == RD_SPELLING_CERTAIN)
    return;
  g_strfreev (self->steps);
  self->steps = g_steal_pointer (&steps);
}

static void
describe_delay (RdDiagnosis *self)
{
  const RdCause *delayed = rd_cause_find ("delayed");

  g_return_if_fail (delayed != NULL);

  set_from_cause (self, delayed);
  self->state = RD_FINDING_WEAK;
  self->owner = RD_OWNER_WAIT;
  if (self->main != NULL && self->main->cause != delayed)
    {
      g_free (self->sentence);
      /* Translators: %s is a sentence with the reason. */
      self->sentence = g_strdup_printf (_ ("Your server is still trying. The reason so far: %s"),
                                        rd_cause_get_sentence (self->main->cause));
      g_strfreev (self->checks);
      self->checks = g_strdupv ((char **) self->main->cause->checks);
    }
  if (self->main != NULL && self->main->owner != RD_OWNER_WAIT)
    describe_act_in_time (self, self->main);
}

/* The cause in general speaks of a domain that a server does not know. */
static void
describe_broken_filter (RdDiagnosis     *self,
                        const RdVerdict *verdict)
{
  const char *hint = verdict->rule != NULL ? rd_rule_get_hint (verdict->rule) : NULL;

  g_free (self->sentence);
  g_free (self->action);
  g_strfreev (self->steps);
  self->sentence = g_strdup (_ ("You are on no blocklist: the receiving server asks one in a way that is not allowed, and mistakes its refusal to answer for a hit."));
  self->action = g_strdup (_ ("Tell the recipient by phone, and give them the exact error text, so that their administrator can repair the filter."));
  self->steps = g_new0 (char *, 3);
  self->steps[0] = g_strdup (self->action);
  self->steps[1] = g_strdup (hint);
}

/* The words for the sender's own server do not fit somebody else's. */
static void
describe_forwarded (RdDiagnosis     *self,
                    const RdVerdict *verdict)
{
  const RdCause *remedy = verdict->remedy;
  g_auto (GStrv) steps = dup_all_steps (remedy, RD_HOSTING_ANY);

  g_free (self->sentence);
  g_free (self->action);
  g_free (self->resend_text);
  g_strfreev (self->steps);
  g_strfreev (self->checks);
  if (strcmp (verdict->cause->id, "spf-fail") == 0)
    self->sentence = g_strdup (rd_situation_get_text ("forwarding"));
  else
    self->sentence = g_strdup (_ ("The address you wrote to forwards its mail. The server that forwards it was refused, not yours."));
  self->action = g_strdup (steps[0]);
  self->resend_text = g_strdup (rd_cause_get_resend_text (remedy));
  self->steps = g_new0 (char *, 2);
  self->steps[0] = g_strdup (steps[0]);
  self->checks = g_strdupv ((char **) remedy->checks);
}

static void
describe_failure (RdDiagnosis *self)
{
  const RdVerdict *verdict = self->main;
  const RdFailure *failure = verdict->failure;
  const RdRule    *rule = rd_verdict_get_telling_rule (verdict);

  set_from_cause (self, verdict->cause);
  self->state = strcmp (verdict->cause->id, "unknown") == 0 ? RD_FINDING_UNKNOWN : RD_FINDING_BROKEN;
  self->owner = verdict->owner;
  describe_returned (self, verdict);
  if (rule != NULL && strcmp (rule->cause, verdict->cause->id) == 0 && rule->owner != verdict->cause->owner && rd_rule_get_hint (rule) != NULL)
    {
      /* Somebody else must act than for this cause in general. */
      g_free (self->action);
      self->action = g_strdup (rd_rule_get_hint (rule));
    }
  if (verdict->cause->family == RD_FAMILY_THEIR_SERVER && _rd_verdict_blames_filter (verdict))
    describe_broken_filter (self, verdict);
  if (verdict->remedy != NULL)
    describe_forwarded (self, verdict);

  if (verdict->new_address != NULL)
    {
      g_free (self->action);
      self->action = g_strdup_printf (_ ("Send it again to “%s”."), verdict->new_address);
    }
  else if (verdict->spelling == RD_SPELLING_CERTAIN)
    {
      g_free (self->action);
      self->action = g_strdup_printf (_ ("Send it again to “%s”."), verdict->suggestion);
      if (verdict->cause->family == RD_FAMILY_ADDRESS || verdict->cause->family == RD_FAMILY_THEIR_SERVER)
        {
          g_free (self->sentence);
          self->sentence = g_strdup_printf (_ ("The address “%s” is misspelt."), failure->recipient);
        }
    }
  else if (self->owner == RD_OWNER_HOST && rd_cause_get_ask_host (rd_verdict_get_asked_cause (verdict)) != NULL)
    {
      g_free (self->action);
      self->action = g_strdup (_ ("Send this report to your web or mail host: only they can repair it."));
    }
  if (strcmp (self->yours, "no") == 0)
    {
      const RdCause *backscatter = rd_cause_find ("backscatter");

      g_free (self->title);
      g_free (self->sentence);
      g_free (self->action);
      g_free (self->resend_text);
      g_strfreev (self->steps);
      g_strfreev (self->checks);
      set_from_cause (self, backscatter);
      self->state = RD_FINDING_WEAK;
    }
}

static void
put_together (RdDiagnosis *self)
{
  RdBounce *bounce = self->bounce;

  self->verdicts = judge_all (bounce);
  self->main = find_main (self->verdicts);
  if (self->main != NULL && g_strcmp0 (bounce->original.sending_ip_source, "diagnostic") == 0 && self->main->remedy != NULL)
    {
      /* The server that was refused is not the sender's. */
      g_clear_pointer (&bounce->original.sending_ip, g_free);
      g_clear_pointer (&bounce->original.sending_ip_source, g_free);
    }

  if (bounce->kind == RD_BOUNCE_FAILED && self->main != NULL)
    describe_failure (self);
  else if (bounce->kind == RD_BOUNCE_DELAYED)
    describe_delay (self);
  else
    describe_special (self);
  if (bounce->kind == RD_BOUNCE_FAILED && self->main == NULL)
    {
      set_from_cause (self, rd_cause_find ("unknown"));
      self->state = RD_FINDING_UNKNOWN;
    }
  if (self->title == NULL && !_rd_diagnosis_describe_log (self))
    describe_ordinary (self);

  self->situations = _rd_situations_find (bounce, self->verdicts, self->yours);
  self->checklist = self->main != NULL
                        ? _rd_checklist_new (bounce, self->main)
                        : g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
}

/**
 * rd_diagnosis_new:
 * @bounce: (transfer full): what a message says
 * @context: (nullable): what is known about the sender beside it
 *
 * Puts the whole answer together.
 *
 * Returns: (transfer full): the diagnosis
 */
RdDiagnosis *
rd_diagnosis_new (RdBounce        *bounce,
                  const RdContext *context)
{
  RdDiagnosis *self;

  g_return_val_if_fail (bounce != NULL, NULL);

  self = g_new0 (RdDiagnosis, 1);
  self->bounce = bounce;
  if (context != NULL && context->sending_ip != NULL)
    {
      g_free (bounce->original.sending_ip);
      g_free (bounce->original.sending_ip_source);
      bounce->original.sending_ip = g_strdup (context->sending_ip);
      bounce->original.sending_ip_source = g_strdup ("user");
    }
  self->hosting = context != NULL && context->hosting != RD_HOSTING_ANY ? context->hosting : _rd_hosting_guess (bounce);
  self->yours = _rd_judge_yours (bounce, context);
  put_together (self);
  return self;
}

/**
 * rd_diagnosis_new_again:
 * @other: a diagnosis, which must live longer than the new one
 *
 * Says the same as @other once more, in the language that is set now.
 *
 * Returns: (transfer full): the diagnosis; its bounce is that of @other
 */
RdDiagnosis *
rd_diagnosis_new_again (const RdDiagnosis *other)
{
  RdDiagnosis *self;

  g_return_val_if_fail (other != NULL, NULL);

  self = g_new0 (RdDiagnosis, 1);
  self->bounce = other->bounce;
  self->borrows_bounce = TRUE;
  self->hosting = other->hosting;
  self->yours = other->yours;
  put_together (self);
  return self;
}

/**
 * rd_diagnosis_new_for_mail:
 * @mail: a message
 * @context: (nullable): what is known about the sender beside it
 *
 * Reads @mail and puts the whole answer together.
 *
 * Returns: (transfer full): the diagnosis
 */
RdDiagnosis *
rd_diagnosis_new_for_mail (RdMail          *mail,
                           const RdContext *context)
{
  g_return_val_if_fail (mail != NULL, NULL);

  return rd_diagnosis_new (rd_bounce_read (mail), context);
}

/**
 * rd_diagnosis_free:
 * @self: (nullable): a diagnosis
 *
 * Frees @self and the bounce it was made from, unless that is another's.
 */
void
rd_diagnosis_free (RdDiagnosis *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->verdicts);
  g_ptr_array_unref (self->checklist);
  g_free (self->title);
  g_free (self->sentence);
  g_free (self->action);
  g_free (self->resend_text);
  g_strfreev (self->steps);
  g_strfreev (self->situations);
  g_strfreev (self->checks);
  if (!self->borrows_bounce)
    rd_bounce_free (self->bounce);
  g_free (self);
}
