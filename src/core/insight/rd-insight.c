/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counting.  Everything is told once: a notice that was saved twice, or a
 * warning that was repeated, must not look like another failure.  What was
 * found out about mail the user did not send says nothing about the user's
 * mail, so it is only counted as such. */

#define G_LOG_DOMAIN "rd-insight"

#include "config.h"

#include "rd-insight-private.h"

#include "rd-text.h"

#include <string.h>

/* Fewer recipients in the header are no send to a list. */
#define MIN_SEND_RECIPIENTS 6

/**
 * rd_insight_new:
 *
 * Starts with nothing known.
 *
 * Returns: (transfer full): an insight to feed
 */
RdInsight *
rd_insight_new (void)
{
  RdInsight *self = g_atomic_rc_box_new0 (RdInsight);

  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) _rd_insight_address_free);
  self->address_order = g_ptr_array_new ();
  self->receivers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) _rd_insight_receiver_free);
  self->receiver_order = g_ptr_array_new ();
  self->sends = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->likely = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) _rd_insight_bucket_free);
  self->bucket_order = g_ptr_array_new ();
  self->moments = g_array_new (FALSE, FALSE, sizeof (RdInsightMoment));
  self->forged_times = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

static void
insight_clear (RdInsight *self)
{
  g_ptr_array_unref (self->bucket_order);
  g_hash_table_unref (self->buckets);
  g_ptr_array_unref (self->receiver_order);
  g_hash_table_unref (self->receivers);
  g_ptr_array_unref (self->address_order);
  g_hash_table_unref (self->addresses);
  g_hash_table_unref (self->sends);
  g_hash_table_unref (self->likely);
  g_hash_table_unref (self->seen);
  g_array_unref (self->moments);
  g_array_unref (self->forged_times);
}

/**
 * rd_insight_ref:
 * @self: what was collected
 *
 * Takes a reference; any thread may.
 *
 * Returns: (transfer full): @self
 */
RdInsight *
rd_insight_ref (RdInsight *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * rd_insight_unref:
 * @self: what was collected
 *
 * Gives a reference back; the last frees @self.
 */
void
rd_insight_unref (RdInsight *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) insight_clear);
}

/* FNV-1a, 64 bits: a set of a million numbers is small, of texts it is not. */
static void
mix (guint64    *hash,
     const char *text)
{
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    *hash = (*hash ^ (guint8) g_ascii_tolower (*p)) * G_GUINT64_CONSTANT (0x100000001b3);
  *hash = (*hash ^ 0xff) * G_GUINT64_CONSTANT (0x100000001b3);
}

static gint64
hash_texts (const char *first,
            const char *second,
            const char *third,
            int         number)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325) ^ (guint64) number;

  mix (&hash, first);
  mix (&hash, second);
  mix (&hash, third);
  return (gint64) hash;
}

/* Whether the same was told before about the same mail and recipient.  Without
 * a Message-ID nobody can tell. */
static gboolean
was_seen (RdInsight       *self,
          const RdBounce  *bounce,
          const RdFailure *failure)
{
  const char *id = bounce->original.message_id;
  gint64      hash;

  if (id == NULL || *id == '\0' || failure->recipient == NULL)
    return FALSE;
  hash = hash_texts (id, failure->recipient, failure->forwarded_to, bounce->kind);
  if (g_hash_table_contains (self->seen, &hash))
    return TRUE;
  g_hash_table_add (self->seen, g_memdup2 (&hash, sizeof hash));
  return FALSE;
}

static gint64
get_time (const RdBounce *bounce)
{
  const char *text = bounce->date != NULL ? bounce->date : bounce->arrival_date;
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static gboolean
is_unknown_user (const RdVerdict *verdict)
{
  return strcmp (verdict->cause->id, "address-not-found") == 0 && _rd_insight_is_dead (verdict);
}

static gboolean
is_addressed_to (char      **to,
                 const char *address)
{
  for (gsize i = 0; to[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (to[i], address) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Notices about one mail may come one by one, so its recipients are counted by
 * Message-ID.  Only an address in the header counts: who is in Bcc is not
 * known, and how many there are is not known either. */
static void
note_send (RdInsight       *self,
           const RdBounce  *bounce,
           const RdVerdict *verdict)
{
  char         **to = bounce->original.to;
  guint          n_to = to != NULL ? g_strv_length (to) : 0;
  RdInsightSend *send;
  gint64         hash;

  if (n_to < MIN_SEND_RECIPIENTS || bounce->original.message_id == NULL || !is_unknown_user (verdict))
    return;
  if (!is_addressed_to (to, verdict->failure->recipient))
    return;
  hash = hash_texts (bounce->original.message_id, NULL, NULL, 0);
  send = g_hash_table_lookup (self->sends, &hash);
  if (send == NULL)
    {
      if (g_hash_table_size (self->sends) >= RD_INSIGHT_MAX_SENDS)
        return;
      send = g_new0 (RdInsightSend, 1);
      g_hash_table_insert (self->sends, g_memdup2 (&hash, sizeof hash), send);
    }
  send->n_to = MAX (send->n_to, n_to);
  send->n_unknown++;
  if (send->n_unknown > self->worst_send.n_unknown)
    self->worst_send = *send;
}

static void
note_moment (RdInsight               *self,
             gint64                   time,
             const RdInsightReceiver *receiver,
             gboolean                 is_refusal)
{
  const RdInsightMoment moment = { time, receiver != NULL ? receiver->index : G_MAXUINT, is_refusal };

  if (time > 0 && self->moments->len < RD_INSIGHT_MAX_TIMES)
    g_array_append_val (self->moments, moment);
}

static void
note_failure (RdInsight         *self,
              const RdBounce    *bounce,
              const RdVerdict   *verdict,
              RdInsightReceiver *receiver,
              RdInsightAddress  *address,
              gint64             time)
{
  gboolean is_refusal = _rd_insight_is_refusal (verdict);

  self->n_failed++;
  if (address != NULL)
    _rd_insight_address_add (address, verdict, time);
  if (verdict->cause->family == RD_FAMILY_YOUR_SIDE)
    {
      if (_rd_insight_is_stopped (verdict))
        self->n_stopped++;
      return;
    }
  if (receiver != NULL)
    {
      _rd_insight_receiver_add (receiver, verdict->cause);
      if (is_refusal)
        receiver->n_refusals++;
      if (is_refusal && address != NULL && !address->was_refused)
        receiver->n_addresses++;
    }
  if (is_refusal && address != NULL)
    address->was_refused = TRUE;
  if (is_refusal)
    self->n_refusals++;
  note_moment (self, time, receiver, is_refusal);
  note_send (self, bounce, verdict);
}

/* Counts what is new in a notice; FALSE if nothing is. */
static gboolean
note_verdicts (RdInsight         *self,
               const RdDiagnosis *diagnosis,
               gboolean           is_failure,
               gint64             time)
{
  RdInsightBucket *bucket = NULL;

  for (guint i = 0; i < diagnosis->verdicts->len; i++)
    {
      const RdVerdict   *verdict = g_ptr_array_index (diagnosis->verdicts, i);
      const RdFailure   *failure = verdict->failure;
      RdInsightReceiver *receiver;
      RdInsightAddress  *address;

      if (was_seen (self, diagnosis->bounce, failure))
        continue;
      if (bucket == NULL)
        bucket = _rd_insight_note_bucket (self, diagnosis);
      receiver = _rd_insight_note_receiver (self, verdict);
      address = _rd_insight_note_address (self, failure->recipient);
      _rd_insight_bucket_add (bucket, receiver, address);
      if (is_failure && failure->action != RD_ACTION_DELAYED && failure->action != RD_ACTION_DELIVERED &&
          failure->action != RD_ACTION_RELAYED && failure->action != RD_ACTION_EXPANDED)
        note_failure (self, diagnosis->bounce, verdict, receiver, address, time);
    }
  return bucket != NULL;
}

static void
note_situations (RdInsight         *self,
                 const RdDiagnosis *diagnosis)
{
  const char *const *situations = (const char *const *) diagnosis->situations;

  if (g_strv_contains (situations, "contact-form"))
    self->n_by_website++;
  if (g_strv_contains (situations, "forwarding"))
    self->n_forwarded++;
}

static void
note_likely_domain (RdInsight         *self,
                    const RdDiagnosis *diagnosis)
{
  g_autofree char *domain = rd_diagnosis_dup_likely_domain (diagnosis);
  guint            count;

  if (domain == NULL)
    return;
  count = GPOINTER_TO_UINT (g_hash_table_lookup (self->likely, domain));
  if (count > 0 || g_hash_table_size (self->likely) < RD_INSIGHT_MAX_LIKELY)
    g_hash_table_insert (self->likely, g_steal_pointer (&domain), GUINT_TO_POINTER (count + 1));
}

/**
 * rd_insight_add:
 * @self: an insight
 * @diagnosis: of one message
 *
 * Takes note of one message.
 *
 * Returns: %FALSE if it only repeats what was told before about the same mail
 *   and recipients
 */
gboolean
rd_insight_add (RdInsight         *self,
                const RdDiagnosis *diagnosis)
{
  const RdBounce *bounce;
  gboolean        is_forged;
  gint64          time;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (diagnosis != NULL, FALSE);

  bounce = diagnosis->bounce;
  if (bounce->kind == RD_BOUNCE_NONE)
    {
      self->n_other++;
      return TRUE;
    }
  is_forged = strcmp (diagnosis->yours, "no") == 0;
  time = get_time (bounce);
  if (diagnosis->verdicts->len == 0)
    {
      _rd_insight_note_bucket (self, diagnosis);
    }
  else if (!note_verdicts (self, diagnosis, bounce->kind == RD_BOUNCE_FAILED && !is_forged, time))
    {
      self->n_duplicates++;
      return FALSE;
    }
  self->n_messages++;
  note_likely_domain (self, diagnosis);
  if (is_forged)
    {
      self->n_forged++;
      if (time > 0 && self->forged_times->len < RD_INSIGHT_MAX_TIMES)
        g_array_append_val (self->forged_times, time);
    }
  else if (bounce->kind == RD_BOUNCE_FAILED)
    {
      note_situations (self, diagnosis);
    }
  return TRUE;
}

/**
 * rd_insight_add_unreadable:
 * @self: an insight
 * @error: why something could not be read
 *
 * Takes note of one file or message that gave no diagnosis.
 */
void
rd_insight_add_unreadable (RdInsight    *self,
                           const GError *error)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (error != NULL);

  if (error->domain == RD_MAIL_ERROR && error->code >= 0 && (gsize) error->code < G_N_ELEMENTS (self->n_unreadable))
    self->n_unreadable[error->code]++;
  else
    self->n_unopened++;
}

/**
 * rd_insight_mark_partial:
 * @self: an insight
 *
 * Takes note that somebody stopped the reading: its numbers are not those of all
 * there is, and its words say so.
 */
void
rd_insight_mark_partial (RdInsight *self)
{
  g_return_if_fail (self != NULL);

  self->is_partial = TRUE;
}

/**
 * rd_insight_get_n_messages:
 * @self: an insight
 *
 * Returns: notices that were counted: about deliveries, each once
 */
guint
rd_insight_get_n_messages (const RdInsight *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_messages;
}

/**
 * rd_insight_get_n_duplicates:
 * @self: an insight
 *
 * Returns: notices that only repeated others
 */
guint
rd_insight_get_n_duplicates (const RdInsight *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_duplicates;
}

static gboolean
is_within_any (const char        *domain,
               const char *const *domains)
{
  for (gsize i = 0; domains != NULL && domains[i] != NULL; i++)
    {
      if (rd_domain_is_within (domain, domains[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * rd_insight_dup_likely_domain:
 * @self: an insight
 * @except: (nullable): domains that are known to be the user's, or not to be
 *
 * The domain that most notices make look like the user's own.
 *
 * Returns: (transfer full) (nullable): the domain to ask about
 */
char *
rd_insight_dup_likely_domain (const RdInsight   *self,
                              const char *const *except)
{
  const char    *best = NULL;
  guint          most = 0;
  GHashTableIter iter;
  gpointer       domain;
  gpointer       value;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->likely);
  while (g_hash_table_iter_next (&iter, &domain, &value))
    {
      guint count = GPOINTER_TO_UINT (value);

      if (is_within_any (domain, except))
        continue;
      if (count > most || (count == most && strcmp (domain, best) < 0))
        {
          best = domain;
          most = count;
        }
    }
  return g_strdup (best);
}
