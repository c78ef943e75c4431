/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is remembered of one message between the lines that tell of it: who sent it,
 * and for each recipient that still waits, who kept it waiting and why.  One block of
 * memory each, and both are bounded: a log of strangers decides how many there are. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-pending.h"

/* Deferred recipients remembered for one message, and bytes of the reason. */
#define MAX_DEFERRALS 128
#define MAX_REASON_BYTES 2048
#define MAX_FIELD_BYTES 1024

static void
clear_deferrals (RdLogPending *self)
{
  while (self->deferrals != NULL)
    {
      RdLogDeferral *next = self->deferrals->next;

      g_free (self->deferrals);
      self->deferrals = next;
    }
  self->n_deferrals = 0;
}

/**
 * rd_log_pending_free:
 * @self: a message
 *
 * Forgets @self and its deferrals.
 */
void
rd_log_pending_free (RdLogPending *self)
{
  clear_deferrals (self);
  g_free (self);
}

static void
copy_slice (char   *target,
            RdSlice source,
            guint   length)
{
  if (length > 0)
    memcpy (target, source.data, length);
}

/**
 * rd_log_pending_new:
 * @event: the first line that tells of a message
 *
 * Remembers sender, subject and size.
 *
 * Returns: (transfer full): the message
 */
RdLogPending *
rd_log_pending_new (const RdLogEvent *event)
{
  guint         sender_length = (guint) MIN (event->sender.length, MAX_FIELD_BYTES);
  guint         subject_length = (guint) MIN (event->subject.length, MAX_FIELD_BYTES);
  RdLogPending *message = g_malloc (sizeof *message + sender_length + subject_length);

  message->deferrals = NULL;
  message->n_deferrals = 0;
  message->size = event->size;
  message->has_sender = event->sender.data != NULL;
  message->sender_length = sender_length;
  message->subject_length = subject_length;
  copy_slice (message->data, event->sender, sender_length);
  copy_slice (message->data + sender_length, event->subject, subject_length);
  return message;
}

/**
 * rd_log_deferral_get_recipient:
 * @self: a deferral
 *
 * Returns: (transfer none): who waits, empty if it is about a host
 */
RdSlice
rd_log_deferral_get_recipient (const RdLogDeferral *self)
{
  return (RdSlice){ self->data, self->recipient_length };
}

/**
 * rd_log_pending_steal:
 * @self: a message
 * @recipient: an address
 *
 * Takes the deferral of @recipient out of the list: it waits no more.
 *
 * Returns: (transfer full) (nullable): the deferral, to be freed with g_free()
 */
RdLogDeferral *
rd_log_pending_steal (RdLogPending *self,
                      RdSlice       recipient)
{
  for (RdLogDeferral **link = &self->deferrals; *link != NULL; link = &(*link)->next)
    {
      if (rd_slice_equal (rd_log_deferral_get_recipient (*link), recipient))
        {
          RdLogDeferral *found = *link;

          *link = found->next;
          self->n_deferrals--;
          return found;
        }
    }
  return NULL;
}

/**
 * rd_log_pending_find:
 * @self: a message
 * @recipient: an address, empty for what was said about a host
 *
 * Returns: (transfer none) (nullable): what last kept @recipient waiting
 */
const RdLogDeferral *
rd_log_pending_find (const RdLogPending *self,
                     RdSlice             recipient)
{
  for (const RdLogDeferral *d = self->deferrals; d != NULL; d = d->next)
    {
      if (rd_slice_equal (rd_log_deferral_get_recipient (d), recipient))
        return d;
    }
  return NULL;
}

/**
 * rd_log_pending_defer:
 * @self: a message
 * @event: a line that says why it waits
 * @recipient: the address it waits for, empty if the line is about a host
 *
 * Remembers @event in place of what was said before.
 */
void
rd_log_pending_defer (RdLogPending     *self,
                      const RdLogEvent *event,
                      RdSlice           recipient)
{
  RdSlice        host = event->ip.data != NULL ? event->host : event->last_host;
  RdSlice        ip = event->ip.data != NULL ? event->ip : event->last_ip;
  guint          recipient_length = (guint) MIN (recipient.length, MAX_FIELD_BYTES);
  guint          host_length = (guint) MIN (host.length, MAX_FIELD_BYTES);
  guint          ip_length = (guint) MIN (ip.length, MAX_FIELD_BYTES);
  guint          text_length = (guint) MIN (event->text.length, MAX_REASON_BYTES);
  RdLogDeferral *deferral;
  char          *p;

  g_free (rd_log_pending_steal (self, recipient));
  if (self->n_deferrals >= MAX_DEFERRALS)
    return;
  deferral = g_malloc (sizeof *deferral + recipient_length + host_length + ip_length + text_length);
  deferral->recipient_length = recipient_length;
  deferral->host_length = host_length;
  deferral->ip_length = ip_length;
  deferral->text_length = text_length;
  p = deferral->data;
  copy_slice (p, recipient, recipient_length);
  copy_slice (p += recipient_length, host, host_length);
  copy_slice (p += host_length, ip, ip_length);
  copy_slice (p += ip_length, event->text, text_length);
  deferral->next = self->deferrals;
  self->deferrals = deferral;
  self->n_deferrals++;
}

/**
 * rd_log_deferral_recall:
 * @self: a deferral
 * @event: (inout): a later line about the same recipient
 *
 * Says in @event who kept the mail waiting last, and why.
 */
void
rd_log_deferral_recall (const RdLogDeferral *self,
                        RdLogEvent          *event)
{
  const char *p = self->data + self->recipient_length;

  if (self->host_length > 0)
    event->last_host = (RdSlice){ p, self->host_length };
  p += self->host_length;
  if (self->ip_length > 0)
    event->last_ip = (RdSlice){ p, self->ip_length };
  p += self->ip_length;
  if (self->text_length > 0)
    event->last_text = (RdSlice){ p, self->text_length };
}
