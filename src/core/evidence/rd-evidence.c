/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-evidence"

#include "config.h"

#include "rd-evidence.h"

/* The table of questions and answers between checks, which only think, and a survey,
 * which only asks.  Each question stands in it once, however many checks ask it, and
 * each answer keeps its number, by which findings refer to it. */

struct _RdEvidence
{
  GHashTable *numbers;  /* canonical text -> number, for all questions ever answered */
  GPtrArray  *answers;  /* (element-type RdAnswer) (nullable elements): number - 1 */
  GPtrArray  *open;     /* (element-type RdQuestion): in the order they were asked */
  GHashTable *open_set; /* texts of those in open, which own them */
  GPtrArray  *trace;    /* (element-type RdQuestion) (nullable) */
};

static void
answer_unref_nullable (gpointer answer)
{
  if (answer != NULL)
    rd_answer_unref (answer);
}

/**
 * rd_evidence_new:
 *
 * Makes a table that knows nothing yet.
 *
 * Returns: (transfer full): the evidence
 */
RdEvidence *
rd_evidence_new (void)
{
  RdEvidence *self = g_rc_box_new0 (RdEvidence);

  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->answers = g_ptr_array_new_with_free_func (answer_unref_nullable);
  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_question_unref);
  self->open_set = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/**
 * rd_evidence_copy:
 * @self: some evidence
 *
 * Copies the answers of @self, numbers included, but not its open questions.
 * Put an edited answer into the copy to find out what a change would do.
 *
 * Returns: (transfer full): the copy
 */
RdEvidence *
rd_evidence_copy (RdEvidence *self)
{
  RdEvidence    *copy;
  GHashTableIter iter;
  gpointer       text;
  gpointer       number;

  g_return_val_if_fail (self != NULL, NULL);

  copy = rd_evidence_new ();
  g_hash_table_iter_init (&iter, self->numbers);
  while (g_hash_table_iter_next (&iter, &text, &number))
    g_hash_table_insert (copy->numbers, g_strdup (text), number);
  for (guint i = 0; i < self->answers->len; i++)
    {
      RdAnswer *answer = g_ptr_array_index (self->answers, i);

      g_ptr_array_add (copy->answers, answer != NULL ? rd_answer_ref (answer) : NULL);
    }
  return copy;
}

/**
 * rd_evidence_ref:
 * @self: some evidence
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
RdEvidence *
rd_evidence_ref (RdEvidence *self)
{
  return g_rc_box_acquire (self);
}

static void
evidence_clear (RdEvidence *self)
{
  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->answers);
  g_hash_table_unref (self->open_set);
  g_ptr_array_unref (self->open);
  g_clear_pointer (&self->trace, g_ptr_array_unref);
}

/**
 * rd_evidence_unref:
 * @self: some evidence
 *
 * Gives a reference back.
 */
void
rd_evidence_unref (RdEvidence *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) evidence_clear);
}

/**
 * rd_evidence_set_trace:
 * @self: some evidence
 * @trace: (element-type RdQuestion) (nullable): where to note questions, with
 *   rd_question_unref() as its free function
 *
 * From now on notes every question that is asked, answered or not, in the
 * order of asking; %NULL ends it.  So a survey knows what a check rests on.
 */
void
rd_evidence_set_trace (RdEvidence *self,
                       GPtrArray  *trace)
{
  g_return_if_fail (self != NULL);

  if (trace != NULL)
    g_ptr_array_ref (trace);
  g_clear_pointer (&self->trace, g_ptr_array_unref);
  self->trace = trace;
}

/**
 * rd_evidence_ask:
 * @self: some evidence
 * @question: (transfer full): what to know
 *
 * Looks up an answer.  If there is none, the question is put on the list of
 * open questions, once, and the caller comes back later.
 *
 * Returns: (transfer none) (nullable): the answer, valid as long as it stays in
 *   @self; %NULL if there is none yet
 */
const RdAnswer *
rd_evidence_ask (RdEvidence *self,
                 RdQuestion *question)
{
  g_autoptr (RdQuestion) asked = question;
  const RdAnswer *answer;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (question != NULL, NULL);

  if (self->trace != NULL)
    g_ptr_array_add (self->trace, rd_question_ref (asked));
  answer = rd_evidence_peek (self, asked);
  if (answer == NULL && !g_hash_table_contains (self->open_set, asked->text))
    {
      g_hash_table_add (self->open_set, asked->text);
      g_ptr_array_add (self->open, g_steal_pointer (&asked));
    }
  return answer;
}

/**
 * rd_evidence_ask_dns:
 * @self: some evidence
 * @name: name to look up
 * @rr_type: an #RdRrType or any other type
 *
 * rd_evidence_ask() for a plain question to DNS.
 *
 * Returns: (transfer none) (nullable): the answer, %NULL if there is none yet
 */
const RdAnswer *
rd_evidence_ask_dns (RdEvidence *self,
                     const char *name,
                     guint16     rr_type)
{
  return rd_evidence_ask (self, rd_question_dns (name, rr_type));
}

/**
 * rd_evidence_peek:
 * @self: some evidence
 * @question: (transfer none): what to know
 *
 * Looks up an answer without asking for it.
 *
 * Returns: (transfer none) (nullable): the answer, %NULL if there is none
 */
const RdAnswer *
rd_evidence_peek (RdEvidence       *self,
                  const RdQuestion *question)
{
  gpointer number;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (question != NULL, NULL);

  number = g_hash_table_lookup (self->numbers, question->text);
  return number != NULL ? rd_evidence_get (self, GPOINTER_TO_UINT (number)) : NULL;
}

/**
 * rd_evidence_get:
 * @self: some evidence
 * @id: number of an answer, from 1
 *
 * Looks up an answer by its number.
 *
 * Returns: (transfer none) (nullable): the answer, %NULL if there is none or it
 *   was forgotten
 */
const RdAnswer *
rd_evidence_get (RdEvidence *self,
                 guint       id)
{
  g_return_val_if_fail (self != NULL, NULL);

  return id > 0 && id <= self->answers->len ? g_ptr_array_index (self->answers, id - 1) : NULL;
}

/**
 * rd_evidence_get_n_answers:
 * @self: some evidence
 *
 * The highest number of an answer.  Numbers in between have no answer while
 * their question is being asked again.
 *
 * Returns: the number, 0 for no answers
 */
guint
rd_evidence_get_n_answers (RdEvidence *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->answers->len;
}

static guint
number_question (RdEvidence *self,
                 const char *text)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, text));

  if (number != 0)
    return number;
  g_ptr_array_add (self->answers, NULL);
  g_hash_table_insert (self->numbers, g_strdup (text), GUINT_TO_POINTER (self->answers->len));
  return self->answers->len;
}

/**
 * rd_evidence_reserve:
 * @self: some evidence
 * @question: (transfer none): a question
 *
 * Gives the answer to @question its number before it is there, so that numbers
 * do not depend on which answer comes first.
 */
void
rd_evidence_reserve (RdEvidence       *self,
                     const RdQuestion *question)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (question != NULL);

  number_question (self, question->text);
}

static void
close_question (RdEvidence *self,
                const char *text)
{
  if (!g_hash_table_remove (self->open_set, text))
    return;
  for (guint i = 0; i < self->open->len; i++)
    {
      const RdQuestion *question = g_ptr_array_index (self->open, i);

      if (g_str_equal (question->text, text))
        {
          g_ptr_array_remove_index (self->open, i);
          return;
        }
    }
}

/**
 * rd_evidence_put:
 * @self: some evidence
 * @answer: (transfer full): an answer that is in no other evidence
 *
 * Stores an answer and numbers it.  An answer to the same question is replaced
 * and hands down its number, so that numbers stay what they were when a
 * question is asked again.  The question is no longer open.
 */
void
rd_evidence_put (RdEvidence *self,
                 RdAnswer   *answer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  answer->id = number_question (self, answer->question->text);
  answer_unref_nullable (self->answers->pdata[answer->id - 1]);
  self->answers->pdata[answer->id - 1] = answer;
  close_question (self, answer->question->text);
}

/**
 * rd_evidence_put_text:
 * @self: some evidence
 * @name: owner of the records
 * @rr_type: their type
 * @state: what came back
 * @answers: (nullable) (array zero-terminated=1): records in presentation form
 *
 * Stores the answer to a plain DNS question, written as text: for tables, and
 * for records that are only proposed.  A TXT record that does not start with a
 * quote is one string, taken as it is.  Each of @answers must be a valid
 * record.
 */
void
rd_evidence_put_text (RdEvidence        *self,
                      const char        *name,
                      guint16            rr_type,
                      RdAnswerState      state,
                      const char *const *answers)
{
  g_autoptr (RdQuestion) question = rd_question_dns (name, rr_type);
  g_autoptr (RdAnswer) answer = rd_answer_new (question, state);

  for (gsize i = 0; answers != NULL && answers[i] != NULL; i++)
    {
      RdRr *rr = rd_rr_new_from_text (question->name, rr_type, 3600, answers[i]);

      g_return_if_fail (rr != NULL);
      g_ptr_array_add (answer->records, rr);
    }
  answer->ttl = 3600;
  rd_evidence_put (self, g_steal_pointer (&answer));
}

/**
 * rd_evidence_forget:
 * @self: some evidence
 * @question: (transfer none): a question
 *
 * Drops the answer to @question, so that it will be asked again.
 */
void
rd_evidence_forget (RdEvidence       *self,
                    const RdQuestion *question)
{
  guint number;

  g_return_if_fail (self != NULL);
  g_return_if_fail (question != NULL);

  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, question->text));
  if (number == 0)
    return;
  answer_unref_nullable (self->answers->pdata[number - 1]);
  self->answers->pdata[number - 1] = NULL;
}

/**
 * rd_evidence_steal_open:
 * @self: some evidence
 *
 * Takes the list of open questions; it is empty afterwards, and a question that
 * is asked again before it is answered is open again.
 *
 * Returns: (transfer full) (element-type RdQuestion): the questions, in the
 *   order they were asked
 */
GPtrArray *
rd_evidence_steal_open (RdEvidence *self)
{
  GPtrArray *open;

  g_return_val_if_fail (self != NULL, NULL);

  open = g_steal_pointer (&self->open);
  g_hash_table_remove_all (self->open_set);
  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_question_unref);
  return open;
}

/**
 * rd_evidence_get_n_open:
 * @self: some evidence
 *
 * Counts the open questions.
 *
 * Returns: how many there are
 */
guint
rd_evidence_get_n_open (RdEvidence *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->open->len;
}
