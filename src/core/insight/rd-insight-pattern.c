/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Patterns in how and to whom the user sends. */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Notices about forged mail within a day that make a wave, and the share of all
 * of them. */
#define MIN_WAVE 10

/* Dead addresses, and the share of all that failed, that make an old list. */
#define MIN_OLD_LIST 10

/* One in twenty: from there on providers begin to refuse everything. */
#define TOO_MANY_DEAD 20

/* A mailbox that is full for so long is read by nobody. */
#define ABANDONED (30 * RD_INSIGHT_DAY)

/* Addresses named in a sentence. */
#define MAX_NAMED 3

/* Notices about mail that somebody else sent in the user’s name. */
void
_rd_insight_find_forged (const RdInsight *self,
                         GPtrArray       *findings)
{
  guint            wave;
  g_autofree char *title = NULL;
  const char      *fix = _ ("Delete these notices and change nothing on your mailbox because of them. A DMARC record with “quarantine” or “reject” makes such mail rare.");

  if (self->n_forged < RD_INSIGHT_MIN_NOTICES)
    return;
  wave = _rd_insight_find_wave (self->forged_times, RD_INSIGHT_DAY);
  if (wave >= MIN_WAVE && 2 * wave > self->n_forged)
    title = g_strdup_printf (ngettext ("%u notice about mail that you did not send came within one day.",
                                       "%u notices about mail that you did not send came within one day.", wave),
                             wave);
  else
    title = g_strdup_printf (ngettext ("%u notice is about mail that you did not send.",
                                       "%u notices are about mail that you did not send.", self->n_forged),
                             self->n_forged);
  _rd_insight_say (findings, rd_finding_new ("insight.backscatter", RD_FINDING_WEAK, NULL, RD_OWNER_DNS, title),
                   _ ("Somebody put your address on their mail, and the notices came back to you. Nobody needs your password for that."),
                   fix);
}

/* Mail that the user’s own host did not let out. */
void
_rd_insight_find_stopped (const RdInsight *self,
                          GPtrArray       *findings)
{
  g_autofree char *title = NULL;

  if (self->n_stopped < RD_INSIGHT_MIN_NOTICES)
    return;
  title = g_strdup_printf (ngettext ("%u mail was stopped by your own host or mail provider, before it left.",
                                     "%u mails were stopped by your own host or mail provider, before they left.", self->n_stopped),
                           self->n_stopped);
  _rd_insight_say (findings, rd_finding_new ("insight.stopped", RD_FINDING_BROKEN, NULL, RD_OWNER_HOST, title),
                   _ ("There is nothing wrong with the recipients. A newsletter, a website form under attack or a stolen password used up what you may send."),
                   _ ("Change your mail passwords, send nothing for an hour, and ask your host which mailbox or script sent so much."));
}

/* Forms of a website that send in the name of visitors. */
void
_rd_insight_find_website (const RdInsight *self,
                          GPtrArray       *findings)
{
  g_autofree char *title = NULL;

  if (self->n_by_website < RD_INSIGHT_MIN_NOTICES)
    return;
  title = g_strdup_printf (ngettext ("%u of the refused mails was sent by a website in the name of a visitor.",
                                     "%u of the refused mails were sent by a website in the name of its visitors.", self->n_by_website),
                           self->n_by_website);
  _rd_insight_say (findings, rd_finding_new ("insight.website", RD_FINDING_BROKEN, NULL, RD_OWNER_YOU, title),
                   NULL,
                   _ ("Let the form send from an address of your own domain, with a login to your mail server, and put the visitor’s address into Reply-To."));
}

/* Mail that came from elsewhere and was only passed on. */
void
_rd_insight_find_forwarding (const RdInsight *self,
                             GPtrArray       *findings)
{
  g_autofree char *title = NULL;

  if (self->n_forwarded < RD_INSIGHT_MIN_NOTICES)
    return;
  title = g_strdup_printf (ngettext ("%u of the refused mails had been forwarded on its way.",
                                     "%u of the refused mails had been forwarded on their way.", self->n_forwarded),
                           self->n_forwarded);
  _rd_insight_say (findings, rd_finding_new ("insight.forwarding", RD_FINDING_WEAK, NULL, RD_OWNER_YOU, title),
                   _ ("What is forwarded comes from a server that the sender did not name, and every spam that is passed on counts against yours."),
                   _ ("Replace the forwarding by a mailbox, and let Gmail or Outlook fetch the mail from there."));
}

/* So many addresses that do not exist that the list they come from is old. */
void
_rd_insight_find_old_list (const RdInsight *self,
                           GPtrArray       *findings)
{
  g_autofree char *explanation = NULL;
  guint            n_dead = 0;
  guint            n_failed = 0;
  g_autofree char *title = NULL;

  for (guint i = 0; i < self->address_order->len; i++)
    {
      const RdInsightAddress *address = g_ptr_array_index (self->address_order, i);

      if (address->n_failures > 0)
        n_failed++;
      if (address->n_dead > 0)
        n_dead++;
    }
  if (n_dead < MIN_OLD_LIST || 2 * n_dead < n_failed)
    return;
  if (n_dead == n_failed)
    title = g_strdup_printf (ngettext ("The address that failed does not exist.",
                                       "All %u addresses that failed do not exist any more, or never did.", n_dead),
                             n_dead);
  else
    title = g_strdup_printf (_ ("%u of the %u addresses that failed do not exist any more, or never did."), n_dead, n_failed);
  explanation = g_strdup_printf (_ ("If you sent less than %u mails, more than 5 in 100 went to nobody. From there on providers begin to refuse everything you send."),
                                 n_dead * TOO_MANY_DEAD);
  _rd_insight_say (findings, rd_finding_new ("insight.old-list", RD_FINDING_WEAK, NULL, RD_OWNER_YOU, title),
                   explanation,
                   _ ("Do not send to this list again before it is cleaned: save the dead addresses, take them off your list, and ask who has long been silent whether they still want your mail."));
}

/* Said of one mail whose recipients stand in its header. */
void
_rd_insight_find_half_send (const RdInsight *self,
                            GPtrArray       *findings)
{
  const RdInsightSend *send = &self->worst_send;
  g_autofree char     *title = NULL;

  if (send->n_unknown < RD_INSIGHT_MIN_NOTICES || 2 * send->n_unknown < send->n_to)
    return;
  title = g_strdup_printf (_ ("Of the %u addresses of one mail, %u do not exist."), send->n_to, send->n_unknown);
  _rd_insight_say (findings, rd_finding_new ("insight.half-send", RD_FINDING_WEAK, NULL, RD_OWNER_YOU, title),
                   _ ("That is more than providers accept from anybody: they may soon refuse the rest of your mail too."),
                   _ ("Find out where these addresses came from, and take them off before you write to the others again."));
}

static int
compare_most_dead (gconstpointer a,
                   gconstpointer b)
{
  const RdInsightAddress *first = *(const RdInsightAddress *const *) a;
  const RdInsightAddress *second = *(const RdInsightAddress *const *) b;

  if (first->n_dead != second->n_dead)
    return first->n_dead > second->n_dead ? -1 : 1;
  return strcmp (first->address, second->address);
}

/* The first few, with commas. */
static char *
join_addresses (GPtrArray *addresses)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len && i < MAX_NAMED; i++)
    {
      const RdInsightAddress *address = g_ptr_array_index (addresses, i);

      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, address->address);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
say_repeated (GPtrArray *addresses,
              GPtrArray *findings)
{
  const RdInsightAddress *worst = g_ptr_array_index (addresses, 0);
  const char             *subject = addresses->len == 1 ? worst->address : NULL;
  const char             *fix = _ ("Stop sending there and take it off your lists: who goes on writing to dead addresses is taken for a spammer.");
  g_autofree char        *title = NULL;
  g_autofree char        *explanation = NULL;

  if (addresses->len == 1)
    {
      title = g_strdup_printf (ngettext ("Mail to %s failed for good %u time.", "Mail to %s failed for good %u times.", worst->n_dead),
                               worst->address, worst->n_dead);
      if (worst->last_dead > worst->first_dead)
        {
          g_autofree char *first = _rd_insight_dup_date (worst->first_dead);
          g_autofree char *last = _rd_insight_dup_date (worst->last_dead);

          /* Translators: both are days */
          explanation = g_strdup_printf (_ ("The first time on %s, the last time on %s."), first, last);
        }
    }
  else
    {
      g_autofree char *names = join_addresses (addresses);

      title = g_strdup_printf (ngettext ("%u address failed for good more than once.", "%u addresses failed for good more than once.", addresses->len),
                               addresses->len);
      /* Translators: a few addresses with commas between them */
      explanation = g_strdup_printf (_ ("Most often: %s."), names);
    }
  _rd_insight_say (findings, rd_finding_new ("insight.dead-address", RD_FINDING_WEAK, subject, RD_OWNER_YOU, title),
                   explanation,
                   fix);
}

/* Addresses that failed for good and are still written to. */
void
_rd_insight_find_repeated (const RdInsight *self,
                           GPtrArray       *findings)
{
  g_autoptr (GPtrArray) repeated = g_ptr_array_new ();

  for (guint i = 0; i < self->address_order->len; i++)
    {
      RdInsightAddress *address = g_ptr_array_index (self->address_order, i);

      if (address->n_dead >= 2)
        g_ptr_array_add (repeated, address);
    }
  g_ptr_array_sort (repeated, compare_most_dead);
  if (repeated->len > 0)
    say_repeated (repeated, findings);
}

/* Mailboxes that were full for so long that nobody reads them. */
void
_rd_insight_find_full (const RdInsight *self,
                       GPtrArray       *findings)
{
  g_autofree char *title = NULL;
  g_autofree char *explanation = NULL;
  g_autoptr (GPtrArray) full = g_ptr_array_new ();
  g_autofree char *names = NULL;

  for (guint i = 0; i < self->address_order->len; i++)
    {
      RdInsightAddress *address = g_ptr_array_index (self->address_order, i);

      if (address->n_full >= 2 && address->last_full - address->first_full >= ABANDONED)
        g_ptr_array_add (full, address);
    }
  if (full->len == 0)
    return;
  names = join_addresses (full);
  title = g_strdup_printf (ngettext ("%u mailbox has been full for more than a month.", "%u mailboxes have been full for more than a month.", full->len),
                           full->len);
  /* Translators: addresses with commas between them */
  explanation = g_strdup_printf (_ ("Probably nobody reads them any more: %s."), names);
  _rd_insight_say (findings, rd_finding_new ("insight.abandoned", RD_FINDING_WEAK, NULL, RD_OWNER_YOU, title),
                   explanation,
                   _ ("Ask these people another way whether they still use the address; if nobody answers, take it off your lists."));
}

/* Addresses at domains that were meant otherwise. */
void
_rd_insight_find_misspelt (const RdInsight *self,
                           GPtrArray       *findings)
{
  g_autofree char        *title = NULL;
  g_autofree char        *explanation = NULL;
  const RdInsightAddress *first = NULL;
  guint                   n = 0;

  for (guint i = 0; i < self->address_order->len; i++)
    {
      const RdInsightAddress *address = g_ptr_array_index (self->address_order, i);

      if (!address->is_misspelt)
        continue;
      if (first == NULL)
        first = address;
      n++;
    }
  if (n < RD_INSIGHT_MIN_NOTICES)
    return;
  title = g_strdup_printf (ngettext ("%u address is misspelt after the @.", "%u addresses are misspelt after the @.", n), n);
  /* Translators: both are addresses */
  explanation = g_strdup_printf (_ ("One is %s, probably meant as %s."), first->address, first->suggestion);
  _rd_insight_say (findings, rd_finding_new ("insight.misspelt", RD_FINDING_WEAK, NULL, RD_OWNER_YOU, title),
                   explanation,
                   _ ("Correct them and send again. If they come from a form on your website, let it ask for the address twice and warn of such mistakes."));
}
