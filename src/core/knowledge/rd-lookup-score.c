/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-lookup-private.h"

#include <math.h>
#include <string.h>

#include "rd-knowledge-private.h"

/* How well each topic fits what was typed.  Numbers, words, and what the matcher
 * says about a whole line are weighed on one scale, that of the constants below, so
 * that a list can mix them and the best stands first. */

/* How well a number fits.  Numbers stand above words: who gives one means it. */
#define SCORE_WORDS_OF_SERVER 1400 /* the matcher knows the whole line */
#define SCORE_SAME_STATUS 1000
#define SCORE_SAME_REPLY_CODE 900
#define SCORE_OTHER_CLASS 700 /* 4.7.26 for 5.7.26 */
#define SCORE_BEGINNING 600
#define SCORE_SAID_WITH_STATUS 450
#define BONUS_SPEAKER 60
#define BONUS_WORDS 30

/* The best that words can get, and what is added to it. */
#define SCORE_WORDS 500
#define BONUS_TITLE 120
#define BONUS_PHRASE 60
#define BONUS_OWN_CODE 300 /* S3150: more than a word */
#define BONUS_CAUSE 30
#define BONUS_CODE 10
#define MALUS_FRAME 80
#define MALUS_LAST_RESORT 40

/* The least part of the words, by their weight, that must be found. */
#define MIN_COVERAGE 0.6

/* With the blank before it. */
#define SHORT_WORD 3

/* Match scores from which on a rule is more than a guess (RdMatch). */
#define GOOD_MATCH 60

static const double field_weights[N_RD_LOOKUP_FIELDS] = { 1.0, 0.8, 0.7, 0.4 };

/* Where a word that begins with @word stands: its best field, or none. */
static double
find_word (const RdLookupEntry *entry,
           const char          *word)
{
  for (gsize i = 0; i < N_RD_LOOKUP_FIELDS; i++)
    {
      if (strstr (entry->fields[i], word) != NULL)
        return field_weights[i];
    }
  return 0;
}

/* “S3150”, “BL21”, “AS3140”: letters and figures in one word. */
static gboolean
is_code_of_provider (const char *word)
{
  gsize n_letters = strcspn (word, "0123456789");

  return n_letters > 0 && word[n_letters] != '\0' && strspn (word + n_letters, "0123456789") == strlen (word + n_letters);
}

/* Scores by words.  A word counts the more the fewer topics know it, so that
 * “the” and “mail” decide nothing; no list of such words is needed, and none
 * for each language. */
static void
score_words (const RdLookup *self,
             const RdQuery  *query,
             int            *scores)
{
  guint              n_entries = self->entries->len;
  guint              n_words = query->words->len;
  g_autofree double *found = g_new (double, (gsize) n_entries *n_words);
  g_autofree double *weights = g_new0 (double, n_words);
  double             sum = 0;
  g_autofree char   *whole = g_strchomp (g_strdup (query->text));
  gboolean           is_own_code = n_words == 1 && is_code_of_provider (g_ptr_array_index (query->words, 0));

  for (guint w = 0; w < n_words; w++)
    {
      g_autofree char *word = g_strconcat (" ", g_ptr_array_index (query->words, w), NULL);
      guint            n_found = 0;

      for (guint i = 0; i < n_entries; i++)
        {
          double weight = find_word (&g_array_index (self->entries, RdLookupEntry, i), word);

          found[w * n_entries + i] = weight;
          n_found += weight > 0;
        }
      /* A word nobody knows is a name or a slip, one of two letters says little. */
      weights[w] = log (1 + (double) n_entries / (1 + n_found)) * (n_found == 0 || strlen (word) <= SHORT_WORD ? 0.5 : 1);
      sum += weights[w];
    }
  for (guint i = 0; i < n_entries && sum > 0; i++)
    {
      const RdLookupEntry *entry = &g_array_index (self->entries, RdLookupEntry, i);
      double               coverage = 0;
      double               quality = 0;

      for (guint w = 0; w < n_words; w++)
        {
          coverage += found[w * n_entries + i] > 0 ? weights[w] : 0;
          quality += found[w * n_entries + i] * weights[w];
        }
      if (coverage / sum < MIN_COVERAGE)
        continue;
      scores[i] = (int) (SCORE_WORDS * (coverage / sum) * (quality / sum));
      if (is_own_code && strstr (entry->fields[RD_LOOKUP_PHRASES], query->text) != NULL)
        scores[i] += BONUS_OWN_CODE;
      else if (strstr (entry->fields[RD_LOOKUP_TITLE], whole) != NULL)
        scores[i] += BONUS_TITLE;
      else if (n_words > 1 && strstr (entry->fields[RD_LOOKUP_PHRASES], whole) != NULL)
        scores[i] += BONUS_PHRASE;
    }
}

static int
score_status (const RdLookupEntry *entry,
              const char          *status)
{
  if (entry->topic.kind == RD_TOPIC_CODE)
    {
      RdStatusFit fit = _rd_status_compare (status, entry->topic.code->code);

      if (fit == RD_STATUS_EQUAL)
        /* What the standard says comes first. */
        return entry->topic.code->provider == NULL ? SCORE_SAME_STATUS + 10 : SCORE_SAME_STATUS;
      return fit == RD_STATUS_OTHER_CLASS ? SCORE_OTHER_CLASS : 0;
    }
  for (gsize i = 0; entry->row != NULL && entry->row->enhanced[i] != NULL; i++)
    {
      if (_rd_status_compare (status, entry->row->enhanced[i]) == RD_STATUS_EQUAL)
        return SCORE_SAID_WITH_STATUS - 10 * entry->row->rule.tier;
    }
  return 0;
}

/**
 * _rd_lookup_begins_like:
 * @code: a status code of the tables; registered ones have no class, "X.7.26"
 * @beginning: what was typed so far, "5.7"
 *
 * Returns: whether @code may become what is being typed
 */
gboolean
_rd_lookup_begins_like (const char *code,
                        const char *beginning)
{
  return (code[0] == beginning[0] || code[0] == 'X') && g_str_has_prefix (code + 1, beginning + 1);
}

static void
score_numbers (const RdLookup *self,
               const RdQuery  *query,
               int            *scores)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const RdLookupEntry *entry = &g_array_index (self->entries, RdLookupEntry, i);
      int                  score = 0;

      for (guint s = 0; s < query->statuses->len; s++)
        score = MAX (score, score_status (entry, g_ptr_array_index (query->statuses, s)));
      if (entry->topic.kind == RD_TOPIC_CODE && query->reply_code[0] != '\0' && strcmp (entry->topic.code->code, query->reply_code) == 0)
        score = MAX (score, SCORE_SAME_REPLY_CODE);
      if (entry->topic.kind == RD_TOPIC_CODE && query->beginning[0] != '\0' && _rd_lookup_begins_like (entry->topic.code->code, query->beginning))
        score = MAX (score, SCORE_BEGINNING);
      /* Words beside a code choose among its meanings, first of all the name
       * of whoever gave it. */
      if (score > 0 && scores[i] > 0)
        score += entry->topic.code != NULL && entry->topic.code->provider != NULL ? BONUS_SPEAKER : BONUS_WORDS;
      if (score > 0)
        scores[i] = score;
    }
}

/* What the matcher says about a whole line of a server. */
static void
score_match (const RdLookup *self,
             const RdQuery  *query,
             const char     *text,
             int            *scores)
{
  RdReply reply = {
    .text = text,
    .reply_code = query->reply_code[0] != '\0' ? query->reply_code : NULL,
    .status = query->statuses->len > 0 ? g_ptr_array_index (query->statuses, 0) : NULL,
  };
  g_auto (RdMatch) match = { 0 };
  gboolean tells_more;

  if (query->words->len < 2)
    return;
  rd_knowledge_match (&reply, &match);
  if (match.rule == NULL || match.score < GOOD_MATCH)
    return;
  tells_more = match.rule->note != NULL && match.rule->provider != NULL;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const RdTopic *topic = &g_array_index (self->entries, RdLookupEntry, i).topic;

      if (topic->rule == match.rule)
        scores[i] = tells_more ? SCORE_WORDS_OF_SERVER : SCORE_SAME_REPLY_CODE - 1;
      else if (topic->kind == RD_TOPIC_CAUSE && topic->cause == match.cause)
        scores[i] = SCORE_WORDS_OF_SERVER - BONUS_CAUSE - 1;
    }
}

/* Above the wordings of a cause stands the cause itself. */
static void
score_causes (const RdLookup *self,
              int            *scores)
{
  for (guint c = 0; c < rd_table_causes_n; c++)
    {
      const RdCause *cause = &rd_table_causes[c];

      for (guint i = rd_table_causes_n; i < self->entries->len; i++)
        {
          const RdLookupEntry *entry = &g_array_index (self->entries, RdLookupEntry, i);

          if (entry->topic.kind == RD_TOPIC_RULE && entry->topic.cause == cause && scores[i] > 0 && scores[i] <= SCORE_WORDS + BONUS_PHRASE)
            scores[c] = MAX (scores[c], scores[i]);
        }
    }
}

static int
adjust (const RdLookupEntry *entry,
        int                  score)
{
  switch (entry->topic.kind)
    {
    case RD_TOPIC_CAUSE:
      return score + BONUS_CAUSE;
    case RD_TOPIC_CODE:
      return score + BONUS_CODE;
    case RD_TOPIC_RULE:
    default:
      if (entry->row->rule.tier >= 7)
        return score - MALUS_FRAME;
      return entry->row->rule.tier >= 6 ? score - MALUS_LAST_RESORT : score;
    }
}

/**
 * _rd_lookup_score:
 * @self: the index
 * @query: what was typed, taken apart
 * @text: what was typed
 *
 * Weighs all topics.
 *
 * Returns: (transfer full) (array): the score of each entry, 0 if it does not fit
 */
int *
_rd_lookup_score (const RdLookup *self,
                  const RdQuery  *query,
                  const char     *text)
{
  int *scores = g_new0 (int, self->entries->len);

  if (query->words->len > 0)
    {
      score_words (self, query, scores);
      score_causes (self, scores);
    }
  score_numbers (self, query, scores);
  score_match (self, query, text, scores);
  for (guint i = 0; i < self->entries->len; i++)
    {
      if (scores[i] > 0)
        scores[i] = MAX (adjust (&g_array_index (self->entries, RdLookupEntry, i), scores[i]), 0);
    }
  return scores;
}
