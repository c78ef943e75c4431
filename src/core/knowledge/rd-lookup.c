/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-lookup.h"

#include <math.h>
#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"
#include "rd-query.h"

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

/* Rules of one cause in a list: the tenth wording of “mailbox full” helps
 * nobody. */
#define MAX_RULES_OF_CAUSE 4

typedef enum
{
  FIELD_TITLE,
  FIELD_MEANING,
  FIELD_PHRASES,
  FIELD_REST,
  N_FIELDS,
} Field;

static const double field_weights[N_FIELDS] = { 1.0, 0.8, 0.7, 0.4 };

typedef struct
{
  RdTopic          topic;
  const RdRuleRow *row;              /* (nullable): of a rule */
  char            *fields[N_FIELDS]; /* folded */
} Entry;

struct _RdLookup
{
  GArray *entries; /* (element-type Entry): causes, codes, rules */
};

static void
entry_clear (Entry *self)
{
  for (gsize i = 0; i < N_FIELDS; i++)
    g_clear_pointer (&self->fields[i], g_free);
}

/* In the language of the user, and in that of the servers. */
static void
add_text (GString    *field,
          const char *msgid)
{
  const char *translated = _rd_translate (msgid);

  if (msgid == NULL)
    return;
  g_string_append_printf (field, "%s ", msgid);
  if (translated != msgid && strcmp (translated, msgid) != 0)
    g_string_append_printf (field, "%s ", translated);
}

static void
add_entry (RdLookup        *self,
           const RdTopic   *topic,
           const RdRuleRow *row,
           GString        **fields)
{
  Entry entry = { .topic = *topic, .row = row };

  for (gsize i = 0; i < N_FIELDS; i++)
    {
      g_autoptr (GString) field = g_steal_pointer (&fields[i]);

      entry.fields[i] = _rd_query_fold (field->str);
    }
  g_array_append_val (self->entries, entry);
}

static void
start_fields (GString **fields)
{
  for (gsize i = 0; i < N_FIELDS; i++)
    fields[i] = g_string_new (NULL);
}

static void
add_cause (RdLookup      *self,
           const RdCause *cause)
{
  GString *fields[N_FIELDS];
  RdTopic  topic;

  rd_topic_init_cause (&topic, cause);
  start_fields (fields);
  add_text (fields[FIELD_TITLE], cause->title);
  add_text (fields[FIELD_MEANING], cause->sentence);
  g_string_append (fields[FIELD_MEANING], cause->id);
  for (gsize hosting = 0; hosting < N_RD_HOSTINGS; hosting++)
    {
      for (gsize i = 0; cause->steps[hosting] != NULL && cause->steps[hosting][i] != NULL; i++)
        add_text (fields[FIELD_REST], cause->steps[hosting][i]);
    }
  add_entry (self, &topic, NULL, fields);
}

static void
add_code (RdLookup     *self,
          const RdCode *code)
{
  GString *fields[N_FIELDS];
  RdTopic  topic;

  rd_topic_init_code (&topic, code, NULL);
  start_fields (fields);
  add_text (fields[FIELD_MEANING], code->meaning);
  g_string_append (fields[FIELD_MEANING], code->name);
  if (code->vendor != NULL)
    g_string_append_printf (fields[FIELD_REST], "%s %s ", code->vendor, code->provider);
  add_text (fields[FIELD_REST], topic.cause->title);
  add_entry (self, &topic, NULL, fields);
}

static void
add_rule (RdLookup        *self,
          const RdRuleRow *row)
{
  GString    *fields[N_FIELDS];
  RdTopic     topic;
  const char *speaker;

  rd_topic_init_rule (&topic, &row->rule);
  speaker = rd_topic_get_speaker (&topic);
  start_fields (fields);
  for (gsize i = 0; row->rule.phrases[i] != NULL; i++)
    g_string_append_printf (fields[FIELD_PHRASES], "%s | ", row->rule.phrases[i]);
  add_text (fields[FIELD_MEANING], row->rule.note);
  add_text (fields[FIELD_REST], row->rule.hint);
  g_string_append_printf (fields[FIELD_REST], "%s %s %s ", row->rule.id, speaker != NULL ? speaker : "",
                          row->rule.provider != NULL ? row->rule.provider : "");
  add_text (fields[FIELD_REST], topic.cause->title);
  add_entry (self, &topic, row, fields);
}

/**
 * rd_lookup_new:
 *
 * Makes the index, in the language of the moment.  Takes some milliseconds.
 *
 * Returns: (transfer full): the index
 */
RdLookup *
rd_lookup_new (void)
{
  RdLookup *self = g_new0 (RdLookup, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, (GDestroyNotify) entry_clear);
  for (guint i = 0; i < rd_table_causes_n; i++)
    add_cause (self, &rd_table_causes[i]);
  for (guint i = 0; i < rd_table_codes_n; i++)
    add_code (self, &rd_table_codes[i]);
  for (guint i = 0; i < rd_table_rules_n; i++)
    add_rule (self, &rd_table_rules[i]);
  return self;
}

/**
 * rd_lookup_free:
 * @self: an index
 *
 * Frees @self.
 */
void
rd_lookup_free (RdLookup *self)
{
  g_array_unref (self->entries);
  g_free (self);
}

/* Where a word that begins with @word stands: its best field, or none. */
static double
find_word (const Entry *entry,
           const char  *word)
{
  for (gsize i = 0; i < N_FIELDS; i++)
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
          double weight = find_word (&g_array_index (self->entries, Entry, i), word);

          found[w * n_entries + i] = weight;
          n_found += weight > 0;
        }
      /* A word nobody knows is a name or a slip, one of two letters says little. */
      weights[w] = log (1 + (double) n_entries / (1 + n_found)) * (n_found == 0 || strlen (word) <= SHORT_WORD ? 0.5 : 1);
      sum += weights[w];
    }
  for (guint i = 0; i < n_entries && sum > 0; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      double       coverage = 0;
      double       quality = 0;

      for (guint w = 0; w < n_words; w++)
        {
          coverage += found[w * n_entries + i] > 0 ? weights[w] : 0;
          quality += found[w * n_entries + i] * weights[w];
        }
      if (coverage / sum < MIN_COVERAGE)
        continue;
      scores[i] = (int) (SCORE_WORDS * (coverage / sum) * (quality / sum));
      if (is_own_code && strstr (entry->fields[FIELD_PHRASES], query->text) != NULL)
        scores[i] += BONUS_OWN_CODE;
      else if (strstr (entry->fields[FIELD_TITLE], whole) != NULL)
        scores[i] += BONUS_TITLE;
      else if (n_words > 1 && strstr (entry->fields[FIELD_PHRASES], whole) != NULL)
        scores[i] += BONUS_PHRASE;
    }
}

static int
score_status (const Entry *entry,
              const char  *status)
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

/* “5.7” while 5.7.26 is being typed; registered codes have no class. */
static gboolean
begins_like (const char *code,
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
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      int          score = 0;

      for (guint s = 0; s < query->statuses->len; s++)
        score = MAX (score, score_status (entry, g_ptr_array_index (query->statuses, s)));
      if (entry->topic.kind == RD_TOPIC_CODE && query->reply_code[0] != '\0' && strcmp (entry->topic.code->code, query->reply_code) == 0)
        score = MAX (score, SCORE_SAME_REPLY_CODE);
      if (entry->topic.kind == RD_TOPIC_CODE && query->beginning[0] != '\0' && begins_like (entry->topic.code->code, query->beginning))
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
      const RdTopic *topic = &g_array_index (self->entries, Entry, i).topic;

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
          const Entry *entry = &g_array_index (self->entries, Entry, i);

          if (entry->topic.kind == RD_TOPIC_RULE && entry->topic.cause == cause && scores[i] > 0 && scores[i] <= SCORE_WORDS + BONUS_PHRASE)
            scores[c] = MAX (scores[c], scores[i]);
        }
    }
}

static int
adjust (const Entry *entry,
        int          score)
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

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const RdHit *first = a;
  const RdHit *second = b;

  return second->score - first->score;
}

/* Shows a code in the class that was asked about. */
static void
show_asked_number (RdTopic       *topic,
                   const RdQuery *query)
{
  if (topic->kind != RD_TOPIC_CODE || topic->code->code[0] != 'X')
    return;
  for (guint i = 0; i < query->statuses->len; i++)
    {
      const char *status = g_ptr_array_index (query->statuses, i);

      if (status[0] != 'x' && _rd_status_compare (status, topic->code->code) == RD_STATUS_EQUAL)
        rd_topic_init_code (topic, topic->code, status);
    }
  if (query->beginning[0] != '\0' && begins_like (topic->code->code, query->beginning))
    topic->number[0] = query->beginning[0];
}

/* Where a class of a code has a meaning of its own, that one is listed. */
static gboolean
is_hidden (const RdTopic *topic)
{
  return topic->kind == RD_TOPIC_CODE && topic->code->code[0] == 'X' && rd_code_find_enhanced (topic->number, NULL) != topic->code;
}

static guint
count_rules_of (const GArray  *hits,
                const RdCause *cause)
{
  guint n = 0;

  for (guint i = 0; i < hits->len; i++)
    {
      const RdTopic *topic = &g_array_index (hits, RdHit, i).topic;

      n += topic->kind == RD_TOPIC_RULE && topic->cause == cause;
    }
  return n;
}

static GArray *
collect (const RdLookup *self,
         const RdQuery  *query,
         const int      *scores,
         guint           max)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (RdHit));
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (RdHit));

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      RdHit        hit = { entry->topic, adjust (entry, scores[i]) };

      if (scores[i] > 0 && hit.score > 0)
        g_array_append_val (all, hit);
    }
  /* Stable, so that equals keep the order of the tables. */
  g_array_sort (all, compare_hits);
  for (guint i = 0; i < all->len && hits->len < max; i++)
    {
      RdHit *hit = &g_array_index (all, RdHit, i);

      if (hit->topic.kind == RD_TOPIC_RULE && count_rules_of (hits, hit->topic.cause) == MAX_RULES_OF_CAUSE)
        continue;
      show_asked_number (&hit->topic, query);
      if (!is_hidden (&hit->topic))
        g_array_append_val (hits, *hit);
    }
  return hits;
}

/**
 * rd_lookup_search:
 * @self: the index
 * @query: what was typed or pasted, valid UTF-8: a code, some words, a whole
 *   line of a server; the last word may be incomplete
 * @max: how many hits to return at most
 *
 * Searches, within a few milliseconds.
 *
 * Returns: (transfer full) (element-type RdHit): hits, the best first
 */
GArray *
rd_lookup_search (RdLookup   *self,
                  const char *query,
                  guint       max)
{
  g_auto (RdQuery) parts = { 0 };
  g_autofree int *scores = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  _rd_query_init (&parts, query);
  scores = g_new0 (int, self->entries->len);
  if (parts.words->len > 0)
    {
      score_words (self, &parts, scores);
      score_causes (self, scores);
    }
  score_numbers (self, &parts, scores);
  score_match (self, &parts, query, scores);
  return collect (self, &parts, scores, max);
}
