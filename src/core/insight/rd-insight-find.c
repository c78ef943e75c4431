/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Patterns among those who refuse.  Each says how many notices it rests on, and
 * nothing about mail that arrived: of that there are no notices. */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight-private.h"

#include <glib/gi18n-lib.h>

/* Of so many failures at one provider, so many in a hundred with one cause are
 * a pattern. */
#define MIN_SHARED 5
#define SHARED_PERCENT 80

/* Adds @finding, which is taken. */
void
_rd_insight_say (GPtrArray  *findings,
                 RdFinding  *finding,
                 const char *explanation,
                 const char *fix)
{
  rd_finding_explain (finding, explanation, fix);
  g_ptr_array_add (findings, finding);
}

/* The only receiver with refusals; %NULL if there are several or none. */
static const RdInsightReceiver *
find_only_refuser (const RdInsight *self)
{
  const RdInsightReceiver *only = NULL;

  for (guint i = 0; i < self->receiver_order->len; i++)
    {
      const RdInsightReceiver *receiver = g_ptr_array_index (self->receiver_order, i);

      if (receiver->n_refusals == 0)
        continue;
      if (only != NULL)
        return NULL;
      only = receiver;
    }
  return only;
}

/* Whether most refusals there are about proof of who sends. */
static gboolean
is_about_proof (const RdInsightReceiver *receiver)
{
  guint n_proof = 0;

  for (guint i = 0; i < receiver->causes->len; i++)
    {
      const RdInsightCount *count = &g_array_index (receiver->causes, RdInsightCount, i);

      if (count->cause->family == RD_FAMILY_AUTHENTICATION)
        n_proof += count->count;
    }
  return 2 * n_proof > receiver->n_refusals;
}

static void
find_one_receiver (const RdInsight *self,
                   GPtrArray       *findings)
{
  const RdInsightReceiver *only = find_only_refuser (self);
  RdOwner                  owner = RD_OWNER_HOST;
  const char              *fix;
  g_autofree char         *title = NULL;

  if (only == NULL || only->n_refusals < RD_INSIGHT_MIN_NOTICES || only->n_addresses < 2 || only->n_refusals < self->n_refusals)
    return;
  if (is_about_proof (only))
    fix = _ ("Check your domain: this receiver asks for proof that others do not ask for. Repair what the check finds, or send it to your host.");
  else if (only->provider == NULL)
    fix = _ ("Ask somebody there, by phone or another way, to show one of the notices to whoever runs their mail: one rule of theirs stops all your mail.");
  else
    fix = _ ("Check your domain and the address of your server. If both are in order, ask your host to write to the postmaster of this provider.");
  if (only->provider == NULL && !is_about_proof (only))
    owner = RD_OWNER_RECIPIENT_ADMIN;
  /* Translators: %s is a provider such as “Gmail” or a domain; the number is never less than 3 */
  title = g_strdup_printf (ngettext ("%s alone refuses your mail: the only refusal that is about you comes from there.",
                                     "%s alone refuses your mail: all %u refusals that are about you come from there.", only->n_refusals),
                           only->name, only->n_refusals);
  _rd_insight_say (findings, rd_finding_new ("insight.one-receiver", RD_FINDING_BROKEN, only->name, owner, title),
                   _ ("Addresses that do not exist and full mailboxes are not counted. If others take your mail, its reason lies in the rules of this receiver."),
                   fix);
}

static void
say_shared (const RdInsightReceiver *receiver,
            const RdInsightCount    *main,
            GPtrArray               *findings)
{
  g_auto (GStrv) steps = rd_cause_dup_steps (main->cause, RD_HOSTING_ANY);
  g_autofree char *title = NULL;

  /* Translators: “28 of 30 failures at Gmail have one reason: That server is on a blocklist.” */
  title = g_strdup_printf (_ ("%u of %u failures at %s have one reason: %s."),
                           main->count, receiver->n_failures, receiver->name, rd_cause_get_title (main->cause));
  _rd_insight_say (findings, rd_finding_new ("insight.shared-cause", RD_FINDING_WEAK, receiver->name, main->cause->owner, title),
                   _ ("Whoever repairs this one thing repairs most of what fails there."),
                   steps[0]);
}

/* What many addresses at one provider share.  That several of them do not exist
 * is no common reason, with a single cause there is nothing to compare, and of
 * the only one who refuses for a single reason that is said already. */
static void
find_shared_cause (const RdInsight *self,
                   GPtrArray       *findings)
{
  if (self->bucket_order->len < 2)
    return;
  for (guint i = 0; i < self->receiver_order->len; i++)
    {
      const RdInsightReceiver *receiver = g_ptr_array_index (self->receiver_order, i);
      const RdInsightCount    *main = _rd_insight_receiver_get_main (receiver);

      if (receiver->provider == NULL || main == NULL || main->count < MIN_SHARED)
        continue;
      if (main->count == receiver->n_failures && find_only_refuser (self) == receiver)
        continue;
      if (main->cause->family == RD_FAMILY_ADDRESS || main->cause->family == RD_FAMILY_SPECIAL)
        continue;
      if (main->count * 100 >= receiver->n_failures * SHARED_PERCENT)
        say_shared (receiver, main, findings);
    }
}

static void
find_since (const RdInsight *self,
            GPtrArray       *findings)
{
  g_autofree char *explanation = NULL;
  g_autofree char *date = NULL;
  g_autofree char *before = NULL;
  gint64           begin;
  gint64           quiet_since;
  guint            n_refusals;
  guint            n_receivers;
  g_autofree char *title = NULL;

  if (!_rd_insight_find_beginning (self, &begin, &quiet_since, &n_refusals, &n_receivers))
    return;
  date = _rd_insight_dup_date (begin);
  before = _rd_insight_dup_date (quiet_since);
  /* Translators: %s is a day.  Both numbers are 3 or more. */
  title = g_strdup_printf (_ ("Since %s your mail is refused in many places: %u refusals by %u receivers."), date, n_refusals, n_receivers);
  /* Translators: %s is a day */
  explanation = g_strdup_printf (_ ("From %s until then mail failed for other reasons only."), before);
  _rd_insight_say (findings, rd_finding_new ("insight.since", RD_FINDING_BROKEN, date, RD_OWNER_HOST, title),
                   explanation,
                   _ ("Ask yourself and your host what changed on that day: the DNS records, the mail server or its address, or the web host."));
}

static const RdInsightFinder finders[] = {
  _rd_insight_find_forged,
  _rd_insight_find_stopped,
  find_since,
  find_one_receiver,
  find_shared_cause,
  _rd_insight_find_website,
  _rd_insight_find_forwarding,
  _rd_insight_find_old_list,
  _rd_insight_find_half_send,
  _rd_insight_find_repeated,
  _rd_insight_find_full,
  _rd_insight_find_misspelt,
};

static int
compare_states (gconstpointer a,
                gconstpointer b)
{
  const RdFinding *first = *(const RdFinding *const *) a;
  const RdFinding *second = *(const RdFinding *const *) b;

  return (first->state > second->state) - (first->state < second->state);
}

/**
 * rd_insight_dup_findings:
 * @self: an insight
 *
 * What the notices have in common, worst first.  Each finding is named from no
 * less than three notices, or two of one address.
 *
 * Returns: (transfer full) (element-type RdFinding): the findings, with ids
 *   that begin with “insight.”
 */
GPtrArray *
rd_insight_dup_findings (const RdInsight *self)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

  g_return_val_if_fail (self != NULL, findings);

  for (gsize i = 0; i < G_N_ELEMENTS (finders); i++)
    finders[i](self, findings);
  /* Sorting pointers keeps equal ones in the order of the table: GLib merges. */
  g_ptr_array_sort (findings, compare_states);
  return findings;
}
