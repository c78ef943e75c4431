/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-answer"

#include "config.h"

#include "rd-evidence.h"

#include <string.h>

static const char *state_words[] = {
  [RD_ANSWER_FOUND] = "found",
  [RD_ANSWER_NO_DATA] = "no-data",
  [RD_ANSWER_NO_SUCH_NAME] = "no-such-name",
  [RD_ANSWER_REFUSED] = "refused",
  [RD_ANSWER_SERVER_FAILURE] = "server-failure",
  [RD_ANSWER_TIMEOUT] = "timeout",
  [RD_ANSWER_NOT_ASKED] = "not-asked",
  [RD_ANSWER_MALFORMED] = "malformed",
};

/**
 * rd_answer_state_to_string:
 * @state: a state
 *
 * The stable word for @state in JSON; never translated.
 *
 * Returns: (transfer none): a static string
 */
const char *
rd_answer_state_to_string (RdAnswerState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (state_words), "malformed");

  return state_words[state];
}

/**
 * rd_answer_state_from_string:
 * @text: a stable word
 * @state: (out): the state, written on success
 *
 * The inverse of rd_answer_state_to_string().
 *
 * Returns: whether @text names a state
 */
gboolean
rd_answer_state_from_string (const char    *text,
                             RdAnswerState *state)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (state_words); i++)
    {
      if (strcmp (state_words[i], text) == 0)
        {
          *state = (RdAnswerState) i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * rd_answer_new:
 * @question: (transfer none): what was asked; a reference is taken
 * @state: what came back
 *
 * Makes an answer without records; its maker fills in the other fields before
 * storing it.
 *
 * Returns: (transfer full): the answer
 */
RdAnswer *
rd_answer_new (RdQuestion   *question,
               RdAnswerState state)
{
  RdAnswer *self;

  g_return_val_if_fail (question != NULL, NULL);

  self = g_atomic_rc_box_new0 (RdAnswer);
  self->question = rd_question_ref (question);
  self->state = state;
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_rr_free);
  return self;
}

/**
 * rd_answer_copy:
 * @self: an answer
 *
 * Copies @self, for changing it ("what if this record were different?") or for
 * storing it in another evidence, which numbers its answers anew.
 *
 * Returns: (transfer full): the copy, without a number
 */
RdAnswer *
rd_answer_copy (const RdAnswer *self)
{
  RdAnswer *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = rd_answer_new (self->question, self->state);
  for (guint i = 0; i < self->records->len; i++)
    g_ptr_array_add (copy->records, rd_rr_copy (g_ptr_array_index (self->records, i)));
  copy->body = self->body != NULL ? g_bytes_ref (self->body) : NULL;
  copy->http_status = self->http_status;
  copy->media_type = g_strdup (self->media_type);
  copy->ttl = self->ttl;
  copy->server = g_strdup (self->server);
  copy->detail = g_strdup (self->detail);
  copy->asked_at = self->asked_at;
  copy->took_ms = self->took_ms;
  copy->authenticated = self->authenticated;
  copy->authoritative = self->authoritative;
  return copy;
}

/**
 * rd_answer_ref:
 * @self: an answer
 *
 * Takes a reference; may be called from any thread.
 *
 * Returns: (transfer full): @self
 */
RdAnswer *
rd_answer_ref (RdAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
answer_clear (RdAnswer *self)
{
  rd_question_unref (self->question);
  g_ptr_array_unref (self->records);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->server);
  g_free (self->detail);
  g_free (self->media_type);
}

/**
 * rd_answer_unref:
 * @self: an answer
 *
 * Gives a reference back.
 */
void
rd_answer_unref (RdAnswer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) answer_clear);
}

/**
 * rd_answer_is_known:
 * @self: an answer
 *
 * Tells whether @self says anything about its subject: what was asked for is
 * there, or is not there.  All other answers mean "could not be found out".
 *
 * Returns: whether it does
 */
gboolean
rd_answer_is_known (const RdAnswer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state == RD_ANSWER_FOUND || self->state == RD_ANSWER_NO_DATA ||
         self->state == RD_ANSWER_NO_SUCH_NAME;
}

/**
 * rd_answer_count:
 * @self: an answer
 * @rr_type: a record type
 *
 * Counts the records of one type, without the CNAMEs that led to them.
 *
 * Returns: how many there are
 */
guint
rd_answer_count (const RdAnswer *self,
                 guint16         rr_type)
{
  guint count = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (self->records, i);

      count += rr->type == rr_type;
    }
  return count;
}

/**
 * rd_answer_nth:
 * @self: an answer
 * @rr_type: a record type
 * @index: which of the records of that type, from 0
 *
 * One record of an answer.
 *
 * Returns: (transfer none) (nullable): the record, %NULL behind the last
 */
const RdRr *
rd_answer_nth (const RdAnswer *self,
               guint16         rr_type,
               guint           index)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->records->len; i++)
    {
      const RdRr *rr = g_ptr_array_index (self->records, i);

      if (rr->type == rr_type && index-- == 0)
        return rr;
    }
  return NULL;
}
