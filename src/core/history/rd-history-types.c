/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the history is made of. */

#define G_LOG_DOMAIN "rd-history"

#include "config.h"

#include "rd-history-private.h"

/**
 * rd_history_kind_to_string:
 * @kind: a kind
 *
 * The stable word for @kind; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_history_kind_to_string (RdHistoryKind kind)
{
  switch (kind)
    {
    case RD_HISTORY_DIAGNOSIS:
      return "diagnosis";
    case RD_HISTORY_DOMAIN:
      return "domain";
    case RD_HISTORY_BLOCKLISTS:
      return "blocklists";
    default:
      g_return_val_if_reached ("diagnosis");
    }
}

/* What stands in a column; a word nobody knows is a diagnosis, as the first were. */
RdHistoryKind
_rd_history_kind_from_string (const char *text)
{
  if (g_strcmp0 (text, "domain") == 0)
    return RD_HISTORY_DOMAIN;
  return g_strcmp0 (text, "blocklists") == 0 ? RD_HISTORY_BLOCKLISTS : RD_HISTORY_DIAGNOSIS;
}

/* What stands in a column; a word nobody knows says nothing. */
RdFindingState
_rd_history_state_from_string (const char *text)
{
  for (int state = RD_FINDING_BROKEN; state <= RD_FINDING_FINE; state++)
    {
      if (g_strcmp0 (rd_finding_state_to_string ((RdFindingState) state), text) == 0)
        return (RdFindingState) state;
    }
  return RD_FINDING_UNKNOWN;
}

/**
 * rd_history_entry_free:
 * @self: (nullable): an entry
 *
 * Frees @self.
 */
void
rd_history_entry_free (RdHistoryEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_free (self->title);
  g_free (self->cause);
  g_free (self->file);
  g_free (self->key);
  g_free (self);
}

/**
 * rd_history_change_free:
 * @self: (nullable): a change
 *
 * Frees @self.
 */
void
rd_history_change_free (RdHistoryChange *self)
{
  if (self == NULL)
    return;
  g_free (self->finding);
  g_free (self->subject);
  g_free (self->title);
  g_free (self);
}

/* The same bounce opened twice is one entry. */
static char *
dup_key (const RdBounce *bounce,
         const char     *recipient)
{
  if (bounce->original.message_id == NULL)
    return NULL;
  return g_strdup_printf ("%s %s %s", bounce->original.message_id, recipient, rd_bounce_kind_to_string (bounce->kind));
}

/**
 * rd_history_entry_new_for_diagnosis:
 * @diagnosis: a diagnosis
 * @file: (nullable): where the bounce was
 * @time: seconds since the epoch
 *
 * What is remembered of a diagnosis.
 *
 * Returns: (transfer full): the entry
 */
RdHistoryEntry *
rd_history_entry_new_for_diagnosis (const RdDiagnosis *diagnosis,
                                    const char        *file,
                                    gint64             time)
{
  const RdVerdict *verdict;
  const char      *recipient;
  RdHistoryEntry  *self;

  g_return_val_if_fail (diagnosis != NULL, NULL);

  verdict = diagnosis->main;
  recipient = verdict != NULL && verdict->failure != NULL && verdict->failure->recipient != NULL ? verdict->failure->recipient : "";
  self = g_new0 (RdHistoryEntry, 1);
  self->time = time;
  self->kind = RD_HISTORY_DIAGNOSIS;
  self->state = diagnosis->state;
  self->subject = g_strdup (recipient);
  self->title = g_strdup (diagnosis->title);
  self->cause = verdict != NULL && verdict->cause != NULL ? g_strdup (verdict->cause->id) : NULL;
  self->file = g_strdup (file);
  self->key = dup_key (diagnosis->bounce, recipient);
  return self;
}

/**
 * rd_history_entry_new:
 * @kind: what was checked
 * @subject: domain or address
 * @state: the whole in one word
 * @title: the whole in one line
 * @time: seconds since the epoch
 *
 * What is remembered of a survey.
 *
 * Returns: (transfer full): the entry
 */
RdHistoryEntry *
rd_history_entry_new (RdHistoryKind  kind,
                      const char    *subject,
                      RdFindingState state,
                      const char    *title,
                      gint64         time)
{
  RdHistoryEntry *self;

  g_return_val_if_fail (subject != NULL && title != NULL, NULL);

  self = g_new0 (RdHistoryEntry, 1);
  self->time = time;
  self->kind = kind;
  self->state = state;
  self->subject = g_strdup (subject);
  self->title = g_strdup (title);
  return self;
}

/**
 * rd_history_state_free:
 * @self: (nullable): a state
 *
 * Frees @self.
 */
void
rd_history_state_free (RdHistoryState *self)
{
  if (self == NULL)
    return;
  g_free (self->finding);
  g_free (self->title);
  g_free (self);
}
