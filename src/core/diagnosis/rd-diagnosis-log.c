/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of a server's log that no bounce tells of: mail that is frozen, was
 * refused at the door, thrown away or removed. */

#define G_LOG_DOMAIN "rd-diagnosis"

#include "config.h"

#include "rd-diagnosis-private.h"

#include <glib/gi18n-lib.h>

#define MAX_STEPS 4

typedef struct
{
  const char    *description;
  RdFindingState state;
  RdOwner        owner;
  const char    *title;
  const char    *sentence;
  const char    *action;
  const char    *resend;
  const char    *steps[MAX_STEPS]; /* NULL-terminated */
} Entry;

static const Entry entries[] = {
  { "log-frozen-bounce", RD_FINDING_INFO, RD_OWNER_HOST, N_ ("A failure notice that nobody can be given"), N_ ("This is a bounce to an address that does not take mail. Most often spam was sent with a made-up sender, and the notice about it cannot be returned. It is no mail of yours."), N_ ("Nothing needs to be rescued: your host can delete it."), N_ ("There is nothing to send again."), { N_ ("Leave a single one alone: after some days the server removes it by itself."), N_ ("If there are many, ask your host to refuse mail for unknown addresses at once instead of sending notices later."), N_ ("For the host: exim -Mvl shows its log, exim -Mvh its header, exim -Mt thaws it, exim -Mrm deletes it; put the queue id behind the command."), NULL } },
  { "log-frozen-mail", RD_FINDING_WEAK, RD_OWNER_HOST, N_ ("This mail is frozen in the queue"), N_ ("The server keeps this mail but does not try to deliver it any more."), N_ ("Ask your host why it is frozen, and to release or remove it."), N_ ("Do not send it again before your host has answered: it could arrive twice."), { N_ ("For the host: exim -Mvl shows its log, exim -Mvh its header, exim -Mt thaws it, exim -Mrm deletes it; put the queue id behind the command."), NULL } },
  { "log-refused", RD_FINDING_INFO, RD_OWNER_WAIT, N_ ("Your server refused this mail at the door"), N_ ("A program or another server tried to hand in a mail, and your server did not take it. Most of these are spam and attempts to guess passwords."), N_ ("Nothing, unless you were waiting for this mail: then show these lines to your host."), N_ ("There is nothing to send again: the mail was not yours."), { NULL } },
  { "log-refused-for-now", RD_FINDING_INFO, RD_OWNER_WAIT, N_ ("Your server told the sender to come back later"), N_ ("Another server tried to hand in a mail and was put off. Real mail servers try again by themselves within minutes or hours."), N_ ("Nothing, unless you were waiting for this mail and it has not come after some hours: then show these lines to your host."), N_ ("There is nothing to send again: the mail was not yours."), { NULL } },
  { "log-queued", RD_FINDING_INFO, RD_OWNER_WAIT, N_ ("This mail is waiting in the queue"), N_ ("The server has this mail and nothing is known against it. It is delivered or tried again by itself."), N_ ("Wait, and look at the queue again in an hour."), N_ ("Do not send it again: it could arrive twice."), { NULL } },
  { "log-passed-on", RD_FINDING_INFO, RD_OWNER_WAIT, N_ ("This mail went on to another program of this server"), N_ ("The server handed this mail to a filter or to a second queue on the same machine. What became of it after that is not in this log."), N_ ("If the mail has not arrived, ask your host for the lines with the id that stands at the end of the reply."), N_ ("Do not send it again before that is known: it could arrive twice."), { NULL } },
  { "log-discarded", RD_FINDING_INFO, RD_OWNER_YOU, N_ ("This mail was thrown away on purpose"), N_ ("A filter or a forwarding of your server has the order to throw such mail away without telling the sender."), N_ ("If the mail was wanted, look at the filters and forwarders of the mailbox."), N_ ("If it was your own mail, send it again after the filter is changed."), { NULL } },
  { "log-removed", RD_FINDING_INFO, RD_OWNER_HOST, N_ ("This mail was taken out of the queue"), N_ ("An administrator or a rule of the server removed it before it was delivered."), N_ ("If the mail matters, ask your host why it was removed."), N_ ("If it was wanted, send it again after your host has answered."), { NULL } },
};

/* Describes what @self's bounce says it is.  Returns whether that is a line of
 * a log. */
gboolean
_rd_diagnosis_describe_log (RdDiagnosis *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      const Entry *entry = &entries[i];
      g_autoptr (GStrvBuilder) steps = NULL;

      if (g_strcmp0 (entry->description, self->bounce->description) != 0)
        continue;
      steps = g_strv_builder_new ();
      for (gsize j = 0; entry->steps[j] != NULL; j++)
        g_strv_builder_add (steps, _ (entry->steps[j]));
      self->state = entry->state;
      self->owner = entry->owner;
      self->title = g_strdup (_ (entry->title));
      self->sentence = g_strdup (_ (entry->sentence));
      self->action = g_strdup (_ (entry->action));
      self->resend_text = g_strdup (_ (entry->resend));
      self->steps = g_strv_builder_end (steps);
      self->checks = g_new0 (char *, 1);
      return TRUE;
    }
  return FALSE;
}
