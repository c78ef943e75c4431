/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-knowledge.h"

#include <string.h>

#include "rd-knowledge-private.h"
#include "rd-knowledge-tables.h"
#include "rd-scan.h"
#include "rd-text.h"

/* Points, so chosen that words outrank numbers: a provider's own text, then a
 * strong status code, then weak words, then a weak status code, then the reply
 * code.  build-aux/knowledge/validate.py has the first two lines too. */
static const int tier_points[] = { 0, 0, 90, 75, 60, 45, 25, 18 };
enum
{
  MAX_LENGTH_POINTS = 10,
  MAX_FRAME_POINTS = 2,
  STATUS_EQUAL_POINTS = 15,
  STATUS_DIFFERS_POINTS = -8,
  STRONG_CODE_AGREES_POINTS = 10,
  STRONG_CODE_DIFFERS_POINTS = -10,
  TROUBLE_FOR_GOOD_POINTS = -15,
  REPLY_CODE_EQUAL_POINTS = 6,
  REPLY_CODE_OTHER_CLASS_POINTS = -6,
  PROVIDER_CERTAIN_POINTS = 15,
  PROVIDER_GUESSED_POINTS = 8,
  OTHER_PROVIDER_POINTS = -25,
  IP_QUOTED_SENDER_POINTS = 20,
  IP_QUOTED_ADDRESS_POINTS = -25,
  VENDOR_CODE_POINTS = 68,
  STRONG_CODE_POINTS = 41,
  WEAK_CODE_POINTS = 22,
  REPLY_CODE_POINTS = 12,
  SECOND_WITHIN_POINTS = 15,
};

/* A refusal that says this much is not overruled by those that follow it. */
#define CLEAR_POINTS 40

/* How well the codes of the reply fit those of a rule; G_MININT if they do not
 * and must. */
static int
status_points (const RdScan    *self,
               const RdRuleRow *row)
{
  RdStatusFit best = RD_STATUS_DIFFERS;
  gboolean    says_something = FALSE;

  if (row->enhanced[0] == NULL)
    return 0;
  for (gsize i = 0; i < self->codes.n_status; i++)
    {
      if (!g_str_has_suffix (self->codes.status[i], ".0.0"))
        says_something = TRUE;
      for (const char *const *pattern = row->enhanced; *pattern != NULL; pattern++)
        best = MAX (best, _rd_status_compare (self->codes.status[i], *pattern));
    }
  if (best == RD_STATUS_EQUAL)
    return STATUS_EQUAL_POINTS;
  if (row->require_enhanced)
    return G_MININT;
  if (best == RD_STATUS_DIFFERS && says_something && row->rule.tier == 2)
    return STATUS_DIFFERS_POINTS;
  return 0;
}

/* Likewise for whoever refused. */
static int
provider_points (const RdScan    *self,
                 const RdRuleRow *row)
{
  const RdProvider *provider = self->reply->provider;

  if (row->provider == RD_TABLE_NONE)
    return 0;
  if (provider == &rd_table_providers[row->provider])
    return self->reply->provider_certain ? PROVIDER_CERTAIN_POINTS : PROVIDER_GUESSED_POINTS;
  if (self->signatures[row->provider])
    return PROVIDER_GUESSED_POINTS;
  if (row->require_provider)
    return G_MININT;
  if (row->rule.tier == 2 && provider != NULL && self->reply->provider_certain)
    return OTHER_PROVIDER_POINTS;
  return 0;
}

/* A reply that quotes the sending address speaks about the sender.  That is no
 * news to a text that one provider alone uses, such as that of a blocklist which
 * refuses to answer the receiver: it quotes the address of the sender, too. */
static int
ip_points (const RdScan  *self,
           const RdCause *cause,
           guint          tier)
{
  if (!self->ip_quoted)
    return 0;
  if (cause->family == RD_FAMILY_ADDRESS)
    return IP_QUOTED_ADDRESS_POINTS;
  return tier == 2 || cause->family == RD_FAMILY_AUTHENTICATION || cause->family == RD_FAMILY_REPUTATION ? IP_QUOTED_SENDER_POINTS : 0;
}

/* A code that hardly means anything else decides between common words.  Codes
 * about addresses do not: servers give them for any refusal at RCPT. */
static int
strong_code_points (const RdScan    *self,
                    const RdRuleRow *row)
{
  for (gsize i = 0; row->rule.tier == 5 && i < self->codes.n_status; i++)
    {
      const RdCode *code = rd_code_find_enhanced (self->codes.status[i], NULL);

      if (code == NULL || !code->is_strong)
        continue;
      if (strcmp (code->cause, row->rule.cause) == 0)
        return STRONG_CODE_AGREES_POINTS;
      if (!g_str_has_prefix (self->codes.status[i] + 1, ".1."))
        return STRONG_CODE_DIFFERS_POINTS;
    }
  return 0;
}

/* The answer to AUTH is about the account that logs in: no recipient was named
 * yet (RFC 4954 section 6; 530 answers other commands, too).  A server that has
 * its own mind about numbers says so with a code about addresses or mailboxes. */
static gboolean
is_about_login (const RdScan *self)
{
  static const char *const answers[] = { "534", "535", "538", NULL };
  const char              *reply_code = self->codes.reply_code;
  gboolean                 is_login = g_strv_contains (answers, reply_code);

  for (gsize i = 0; i < self->codes.n_status; i++)
    {
      const char *subject = self->codes.status[i] + 1;

      if (g_str_has_prefix (subject, ".1.") || g_str_has_prefix (subject, ".2."))
        return FALSE;
      if (strcmp (subject, ".7.8") == 0 && !g_str_has_prefix (reply_code, "55"))
        is_login = TRUE;
    }
  return is_login;
}

/* The score of a rule, or G_MININT if it does not apply. */
static int
rule_points (const RdScan *self,
             guint         index)
{
  const RdRuleRow *row = &rd_table_rules[index];
  const RdRuleHit *hit = &self->hits[index];
  int              points = tier_points[row->rule.tier];
  int              status;
  int              provider;

  if (hit->is_vetoed || (row->n_phrases > 0 && hit->phrase == 0))
    return G_MININT;
  if (rd_table_causes[row->cause].family == RD_FAMILY_ADDRESS && is_about_login (self))
    return G_MININT;
  if (row->match_all && hit->seen != (guint32) ((G_GUINT64_CONSTANT (1) << row->n_phrases) - 1))
    return G_MININT;
  status = status_points (self, row);
  provider = provider_points (self, row);
  if (status == G_MININT || provider == G_MININT)
    return G_MININT;

  /* "554 Service unavailable" is a refusal, whatever it is called. */
  if (row->rule.tier == 6 && row->rule.permanence == RD_PERMANENCE_TEMPORARY && self->codes.reply_code[0] == '5')
    points += TROUBLE_FOR_GOOD_POINTS;
  points += status + provider + ip_points (self, &rd_table_causes[row->cause], row->rule.tier) + strong_code_points (self, row);
  if (hit->phrase != 0)
    {
      int length = rd_table_phrases[hit->phrase - 1].length / 4;

      points += MIN (length, row->rule.tier == 7 ? MAX_FRAME_POINTS : MAX_LENGTH_POINTS);
    }
  if (row->reply_code != NULL && self->codes.reply_code[0] != '\0')
    {
      if (strcmp (row->reply_code, self->codes.reply_code) == 0)
        points += REPLY_CODE_EQUAL_POINTS;
      else if (row->reply_code[0] != self->codes.reply_code[0])
        points += REPLY_CODE_OTHER_CLASS_POINTS;
    }
  return points;
}

/* The words of the reply itself, as they were written. */
static char *
dup_matched (const RdScan    *self,
             const RdRuleHit *hit,
             const char      *text)
{
  g_autofree char *words = NULL;
  gsize            start = hit->start;
  gsize            end = hit->end;

  while (start < end && self->text.text[start] == ' ')
    start++;
  while (end > start && self->text.text[end - 1] == ' ')
    end--;
  words = g_strndup (text + self->text.offsets[start], self->text.offsets[end] - self->text.offsets[start]);
  return rd_text_collapse (words);
}

typedef struct
{
  int   points;
  guint rule;
} Candidate;

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  return *(const guint16 *) a - *(const guint16 *) b;
}

/* The rules that may apply, in their order: of two as good the first one wins.
 * Most are about phrases that do not occur. */
static GArray *
dup_possible_rules (const RdScan *self)
{
  GArray *rules = g_array_copy (self->hit_rules);

  for (const guint16 *rule = rd_table_wordless_rules; *rule != RD_TABLE_NONE; rule++)
    g_array_append_val (rules, *rule);
  g_array_sort (rules, compare_numbers);
  return rules;
}

/* The best rule, and the best one whose cause is of another family. */
static void
choose_rules (const RdScan *self,
              Candidate    *best,
              Candidate    *second)
{
  g_autoptr (GArray) rules = dup_possible_rules (self);

  for (guint k = 0; k < rules->len; k++)
    {
      guint          i = g_array_index (rules, guint16, k);
      const RdCause *cause = &rd_table_causes[rd_table_rules[i].cause];
      int            points = rule_points (self, i);

      if (points == G_MININT)
        continue;
      if (points > best->points)
        {
          if (best->points != G_MININT && rd_table_causes[rd_table_rules[best->rule].cause].family != cause->family)
            *second = *best;
          best->points = points;
          best->rule = i;
        }
      else if (points > second->points && cause->family != rd_table_causes[rd_table_rules[best->rule].cause].family)
        {
          second->points = points;
          second->rule = i;
        }
    }
  if (second->points != G_MININT &&
      rd_table_causes[rd_table_rules[second->rule].cause].family == rd_table_causes[rd_table_rules[best->rule].cause].family)
    second->points = G_MININT;
}

static void
consider_code (const RdScan *self,
               const RdCode *code,
               int           points,
               RdMatch      *match)
{
  const RdCause *cause;

  if (code == NULL)
    return;
  cause = rd_cause_find (code->cause);
  if (cause == NULL || strcmp (cause->id, "unknown") == 0 || strcmp (cause->id, "delivered") == 0)
    return;
  points += ip_points (self, cause, 0);
  if (points <= match->score)
    return;
  match->cause = cause;
  match->rule = NULL;
  match->code = code;
  match->score = points;
}

/* Codes about logging in with an answer to another command than AUTH mean no
 * more than a refusal (RFC 4954 section 6 has 432, 454, 500 and 53x). */
static gboolean
is_no_login (const RdScan *self,
             const RdCode *code)
{
  const char *reply_code = self->codes.reply_code;

  return strcmp (code->cause, "smtp-login") == 0 && g_str_has_prefix (reply_code, "55");
}

static void
consider_codes (const RdScan *self,
                RdMatch      *match)
{
  for (gsize i = 0; i < self->codes.n_status; i++)
    {
      const char   *status = self->codes.status[i];
      const RdCode *of_vendor = NULL;
      const RdCode *code;

      if (self->reply->provider != NULL)
        of_vendor = _rd_code_find_of_vendor (status, self->reply->provider->id);
      for (guint p = 0; of_vendor == NULL && p < rd_table_providers_n; p++)
        {
          if (self->signatures[p])
            of_vendor = _rd_code_find_of_vendor (status, rd_table_providers[p].id);
        }
      consider_code (self, of_vendor, VENDOR_CODE_POINTS, match);
      code = rd_code_find_enhanced (status, NULL);
      if (code != NULL && of_vendor == NULL && !is_no_login (self, code))
        consider_code (self, code, code->is_strong || code->provider != NULL ? STRONG_CODE_POINTS : WEAK_CODE_POINTS, match);
    }
  if (self->codes.reply_code[0] != '\0')
    consider_code (self, rd_code_find_basic (self->codes.reply_code), REPLY_CODE_POINTS, match);
}

/* What @length bytes of @text alone say. */
static void
match_text (const RdReply *reply,
            const char    *text,
            gsize          length,
            RdMatch       *match)
{
  g_auto (RdScan) scan = { 0 };
  Candidate best = { G_MININT, 0 };
  Candidate second = { G_MININT, 0 };

  _rd_scan_init (&scan, reply, text, length);
  choose_rules (&scan, &best, &second);

  match->cause = rd_cause_find ("unknown");
  if (best.points > 0)
    {
      match->cause = &rd_table_causes[rd_table_rules[best.rule].cause];
      match->rule = &rd_table_rules[best.rule].rule;
      match->score = best.points;
    }
  consider_codes (&scan, match);
  if (match->rule != NULL && scan.hits[best.rule].phrase != 0)
    match->matched = dup_matched (&scan, &scan.hits[best.rule], text);

  if (match->rule == NULL && best.points > 0)
    second = best;
  if (second.points >= match->score - SECOND_WITHIN_POINTS && second.points > 0 &&
      rd_table_causes[rd_table_rules[second.rule].cause].family != match->cause->family)
    match->second = &rd_table_causes[rd_table_rules[second.rule].cause];
}

/**
 * rd_match_clear:
 * @self: a match
 *
 * Frees what @self owns and makes it empty.
 */
void
rd_match_clear (RdMatch *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->matched);
  memset (self, 0, sizeof *self);
}

static void
take_match (RdMatch *to,
            RdMatch *from)
{
  rd_match_clear (to);
  *to = *from;
  memset (from, 0, sizeof *from);
}

/**
 * rd_knowledge_match:
 * @reply: a refusal and what is known about it
 * @match: (out caller-allocates): the cause; clear it with rd_match_clear()
 *
 * Finds the cause of a refusal.  All phrases are looked for in one pass and all
 * rules that apply are compared; the words of a provider outrank strong status
 * codes, these outrank weak words, these weak codes.  An answer that another
 * server gave and this one only passes on comes first, and of several refusals
 * the first one that says something: the later ones are its consequences.
 *
 * Safe to call from any thread; the time is linear in the length of the text.
 */
void
rd_knowledge_match (const RdReply *reply,
                    RdMatch       *match)
{
  g_autoptr (GArray) refusals = NULL;
  const char *text;

  g_return_if_fail (reply != NULL);
  g_return_if_fail (match != NULL);

  memset (match, 0, sizeof *match);
  text = reply->text != NULL ? reply->text : "";
  refusals = _rd_refusals_split (text);
  for (guint i = 0; i < refusals->len; i++)
    {
      const RdRefusal *refusal = &g_array_index (refusals, RdRefusal, i);
      RdReply          part = *reply;
      g_auto (RdMatch) found = { 0 };

      if (refusal->is_quoted)
        {
          /* Codes and provider of the reply are those of whoever passes it on. */
          part.reply_code = NULL;
          part.status = NULL;
          part.provider = NULL;
        }
      match_text (&part, text + refusal->start, refusal->length, &found);
      if (i == 0 || found.score > match->score)
        take_match (match, &found);
      if (match->score >= CLEAR_POINTS)
        return;
    }
}
