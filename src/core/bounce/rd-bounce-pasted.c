/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-kind.h"

#include <string.h>

#include "rd-bounce-lesson.h"
#include "rd-bounce-likely.h"
#include "rd-bounce-telling.h"
#include "rd-knowledge.h"

/* Whether pasted text is about mail that came back.  The person says so by
 * pasting it, but may have pasted the wrong thing. */

/* A single answer of a server, even one of many lines, is no longer. */
#define MAX_ANSWER_BYTES 1500

/* An answer that nothing is known about must be this short to be believed. */
#define MAX_UNKNOWN_ANSWER_BYTES 300

/* Words without a reply code are a sentence or three. */
#define MAX_SENTENCE_BYTES 500

/* A text that begins with an answer and says why; a longer one goes on about
 * something else. */
#define MAX_REASON_BYTES 1000

/* Points of rd_knowledge_match() that the words behind a code need. */
#define CLEAR_REPLY_POINTS 40

/* A mail with more paragraphs is about something; and one of them has to be
 * clearer than a text that stands alone. */
#define MAX_PARAGRAPHS 6
#define ALONE_POINTS 2

/* Reply codes with which mail is refused: RFC 5321, RFC 4954, RFC 7504 and what
 * is seen besides. */
static gboolean
is_mail_code (int code)
{
  static const int codes[] = { 420, 421, 422, 432, 441, 442, 446, 447, 450, 451, 452, 454, 455, 471, 500, 501, 502, 503, 504, 510, 511, 512,
                               513, 521, 523, 530, 534, 535, 538, 540, 541, 550, 551, 552, 553, 554, 555, 556, 557, 558, 559, 571, 591, 605 };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (codes[i] == code)
        return TRUE;
    }
  return FALSE;
}

/* What web servers call some of the same numbers. */
static gboolean
is_web_status (int         code,
               const char *behind)
{
  static const struct
  {
    int         code;
    const char *words;
  } statuses[] = {
    { 421, "misdirected" },
    { 451, "unavailable for legal" },
    { 500, "internal server error" },
    { 501, "not implemented" },
    { 502, "bad gateway" },
    { 503, "service unavailable" },
    { 503, "service temporarily unavailable" },
    { 504, "gateway time" },
    { 511, "network authentication" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (statuses[i].code == code && g_ascii_strncasecmp (behind, statuses[i].words, strlen (statuses[i].words)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* File servers number their answers alike (RFC 959). */
static gboolean
is_file_status (const char *behind)
{
  static const char *const statuses[] = { "failed to change directory", "failed to open", "can't change directory", "can't open", "could not create file", "could not open file", "create directory", "remove directory",
                                          "delete operation", "rename", "file unavailable", "no such file", "directory not", "requested action not taken. file", "/" };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (g_ascii_strncasecmp (behind, statuses[i], strlen (statuses[i])) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The words behind the reply code that @words begins with; @code is 0 if there
 * is none. */
static const char *
find_behind_code (const char *words,
                  int        *code)
{
  const char *p = words + strspn (words, " \t\n\"'`<>*#|-");
  char       *end;
  gint64      number = g_ascii_strtoll (p, &end, 10);

  *code = 0;
  if (end != p + 3 || number < 400 || number > 699 || strchr (" -:", *end) == NULL)
    return NULL;
  p = end + strspn (end, " -:#\"'");
  *code = (int) number;
  return *p != '\0' ? p : NULL;
}

static gboolean
begins_with_other (const char *words)
{
  int         code;
  const char *behind = find_behind_code (words, &code);

  return behind != NULL && (_rd_reply_is_amount (behind, strlen (behind)) || is_web_status (code, behind) || is_file_status (behind));
}

static gboolean
is_known (const char *words,
          int         points,
          int         weakest_tier)
{
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = words };

  rd_knowledge_match (&reply, &match);
  if (match.score < points || strcmp (match.cause->id, "challenge") == 0 || strcmp (match.cause->id, "auto-reply") == 0)
    return FALSE;
  return match.rule == NULL || match.rule->tier <= weakest_tier;
}

/* "(#5.1.2)": qmail and its kin close their sentences so, in which they speak of
 * themselves as people do. */
static gboolean
has_marked_status (const char *words)
{
  const char *mark = strstr (words, "(#");

  return mark != NULL && strchr ("45", mark[2]) != NULL && _rd_status_length (mark + 2, strlen (mark + 2)) > 0;
}

/* "421 mx.firm.example closing": servers give their name first. */
static gboolean
begins_with_host (const char *behind)
{
  gsize size = strcspn (behind, " \t\n");
  gsize dots = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (behind[i] == '.' && i > 0 && i + 2 < size)
        dots++;
      else if (!g_ascii_isalnum (behind[i]) && behind[i] != '-')
        return FALSE;
    }
  return dots > 0;
}

/* "421 bottles of beer on the wall": more than a word or three that begin in
 * lower case and say nothing. */
static gboolean
is_counted (const char *behind)
{
  guint blanks = 0;

  if (has_marked_status (behind) || begins_with_host (behind))
    return FALSE;
  for (const char *p = behind; *p != '\0' && blanks <= 2; p++)
    blanks += *p == ' ' ? 1 : 0;
  return g_ascii_islower (*behind) && blanks > 2;
}

static gboolean
is_answer_at (const char *words)
{
  int         code;
  const char *behind = find_behind_code (words, &code);

  return behind != NULL && is_mail_code (code) && !_rd_reply_is_amount (behind, strlen (behind)) && !is_web_status (code, behind) && !is_counted (behind);
}

static const char *const quotes[] = { "\"", "“", "„", "«", "»", "`", "'" };

/* A server's answer that is quoted may begin as a count does. */
static gboolean
is_quoted_answer (const char *line,
                  gsize       length)
{
  g_autofree char *quoted = NULL;
  int              code;

  if (!g_ascii_isdigit (*line))
    return FALSE;
  if (is_answer_at (line))
    return TRUE;
  quoted = g_strndup (line, length);
  return find_behind_code (quoted, &code) != NULL && is_mail_code (code) && is_known (quoted, CLEAR_REPLY_POINTS, 5);
}

/* Whether one of several lines is a server's answer, or quotes one: "550 no". */
static gboolean
has_answer_line (const char *words)
{
  if (strlen (words) > RD_LIKELY_MAX_BYTES)
    return FALSE;
  for (const char *line = words; *line != '\0'; line += *line == '\n' ? 1 : 0)
    {
      gsize length = strcspn (line, "\n");
      gsize at = 0;
      gsize which;

      if (is_answer_at (line))
        return TRUE;
      while (_rd_marks_find (quotes, G_N_ELEMENTS (quotes), line, length, &at, &which))
        {
          at += strlen (quotes[which]);
          if (is_quoted_answer (line + at, length - at))
            return TRUE;
        }
      line += length;
    }
  return FALSE;
}

/* Words that stand alone, or are quoted, have to be clearer. */
static gboolean
is_refusal_alone (const char *words)
{
  RdMeaning meanings = _rd_phrases_scan (_rd_phrases_get (), words, strlen (words));

  return !_rd_likely_is_talk (words) && _rd_likely_weigh (words, meanings, RD_STRENGTH_MENTIONED, has_answer_line (words)) >= RD_LIKELY_POINTS + ALONE_POINTS;
}

/* "Undelivered Mail Returned to Sender" is the name of a kind of message. */
static gboolean
says_why (const char *words)
{
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = words };

  rd_knowledge_match (&reply, &match);
  return match.rule != NULL && match.score >= CLEAR_REPLY_POINTS && strcmp (match.cause->id, "delivery-expired") != 0;
}

/* A sentence within quotes; a word or two are only a name for something. */
#define MIN_QUOTED_BLANKS 3
#define MAX_QUOTED_BYTES 400

static gboolean
has_quoted_refusal (const char *words)
{
  static const struct
  {
    const char *open;
    const char *close;
  } pairs[] = { { "`", "`" }, { "\"", "\"" }, { "“", "”" }, { "„", "“" }, { "«", "»" }, { " '", "'" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const char *open = strstr (words, pairs[i].open);

      while (open != NULL)
        {
          const char *from = open + strlen (pairs[i].open);
          const char *close = strstr (from, pairs[i].close);
          guint       blanks = 0;

          if (close == NULL)
            break;
          for (const char *p = from; p < close; p++)
            blanks += *p == ' ' ? 1 : 0;
          if (blanks >= MIN_QUOTED_BLANKS && close - from <= MAX_QUOTED_BYTES)
            {
              g_autofree char *quoted = g_strndup (from, (gsize) (close - from));

              if (is_refusal_alone (quoted) && says_why (quoted))
                return TRUE;
            }
          open = strstr (close + 1, pairs[i].open);
        }
    }
  return FALSE;
}

/* A person greets, asks and signs around what came back. */
static gboolean
has_refusal_paragraph (const char *words)
{
  g_autofree char *title = g_strndup (words, strcspn (words, "\n"));
  const gboolean   explains = _rd_telling_explains (words) || _rd_likely_is_other (title);
  g_auto (GStrv) paragraphs = NULL;

  if (strlen (words) > MAX_ANSWER_BYTES || _rd_likely_is_lure (words))
    return FALSE;
  paragraphs = g_strsplit (words, "\n\n", MAX_PARAGRAPHS + 1);
  if (g_strv_length (paragraphs) < 2 || g_strv_length (paragraphs) > MAX_PARAGRAPHS)
    return FALSE;
  for (gsize i = 0; paragraphs[i] != NULL; i++)
    {
      /* Explanations and digests list what servers say, but seldom with its code. */
      if ((!explains || has_answer_line (paragraphs[i])) && is_refusal_alone (paragraphs[i]))
        return TRUE;
    }
  return FALSE;
}

/* One answer of a server and nothing else. */
static gboolean
is_bare_answer (const char *words)
{
  gsize       length = strlen (words);
  int         code;
  const char *behind = find_behind_code (words, &code);

  if (behind != NULL && is_mail_code (code) && length <= MAX_ANSWER_BYTES)
    return (length <= MAX_UNKNOWN_ANSWER_BYTES && !is_counted (behind)) || is_known (words, CLEAR_REPLY_POINTS, 6);
  if (length > MAX_SENTENCE_BYTES)
    return FALSE;
  return has_marked_status (words) ||
         (_rd_status_length (words, length) > 0 && strchr ("45", *words) != NULL && !_rd_likely_is_talk (words));
}

/* People who ask what came back use the words of those who explain it. */
static gboolean
is_lesson (const char *words,
           RdStrength  strength)
{
  const char *line = words + strspn (words, " \t\n");
  guint       first;

  if (strength >= RD_STRENGTH_SENTENCE)
    return FALSE;
  first = (guint) _rd_phrases_scan (_rd_phrases_get (), line, strcspn (line, "\n"));
  if ((first & RD_MEANS_OPENING) != 0)
    return FALSE;
  if ((first & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) == 0 && _rd_lesson_cites (words) && !_rd_likely_is_personal (words))
    return TRUE;
  return _rd_lesson_teaches (words) && (!_rd_likely_is_personal (words) || _rd_likely_is_article (words) || !has_answer_line (words));
}

/* Tickets and letters name answers; they have to be weighed. */
static gboolean
is_quoted_elsewhere (const char *words,
                     guint       said)
{
  return (said & (RD_MEANS_OPENING | RD_MEANS_DETAILS | RD_MEANS_FAILED | RD_MEANS_DELAYED)) == 0 && (_rd_likely_is_other (words) || _rd_likely_is_article (words));
}

/**
 * _rd_pasted_is_report:
 * @dsn: the fields of its reports
 * @notice: its words
 * @words: the text they were read from
 *
 * Returns: whether pasted text has the form of what a mail system writes about
 *   mail that came back
 */
gboolean
_rd_pasted_is_report (const RdDsn    *dsn,
                      const RdNotice *notice,
                      const char     *words)
{
  const guint            said = (guint) notice->meanings;
  const RdTextRecipient *first = notice->recipients->len > 0 ? g_ptr_array_index (notice->recipients, 0) : NULL;
  const RdStrength       strength = first != NULL ? first->strength : RD_STRENGTH_MENTIONED;
  RdReplyHit             hit;

  if (dsn->recipients->len > 0)
    return TRUE;
  if (begins_with_other (words) || is_lesson (words, strength))
    return FALSE;
  if (_rd_notice_has_reply (notice) && (said & (RD_MEANS_FAILED | RD_MEANS_DELAYED | RD_MEANS_OPENING | RD_MEANS_DETAILS | RD_MEANS_REASON)) != 0 &&
      strength >= RD_STRENGTH_SENTENCE)
    return TRUE;
  if (!(strength < RD_STRENGTH_SENTENCE && is_quoted_elsewhere (words, said)) && _rd_reply_find (words, strlen (words), &hit) && !_rd_reply_is_in_passing (words, &hit) &&
      (hit.score >= RD_REPLY_SURE + 1 || (hit.score >= RD_REPLY_SURE && (said & RD_MEANS_REASON) != 0) ||
       (hit.start == 0 && (said & RD_MEANS_REASON) != 0 && strlen (words) < MAX_REASON_BYTES)))
    return TRUE;
  if ((said & RD_MEANS_OPENING) != 0 && strength >= RD_STRENGTH_SENTENCE)
    return TRUE;
  if (_rd_likely_is_lure (words))
    return FALSE;
  if ((said & RD_MEANS_REASON) != 0 && strength >= RD_STRENGTH_STRUCTURE)
    return TRUE;
  if ((said & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) != 0 && strength >= RD_STRENGTH_ALONE)
    return TRUE;
  return (said & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) != 0 && strength >= RD_STRENGTH_SENTENCE && (said & RD_MEANS_REASON) != 0;
}

/**
 * _rd_pasted_is_refusal:
 * @notice: the words of a text that has no such form
 * @words: the text they were read from
 *
 * Returns: whether pasted text is a server's answer, or likely to be the words of
 *   a mail system
 */
gboolean
_rd_pasted_is_refusal (const RdNotice *notice,
                       const char     *words)
{
  const RdTextRecipient *first = notice->recipients->len > 0 ? g_ptr_array_index (notice->recipients, 0) : NULL;
  const RdStrength       strength = first != NULL ? first->strength : RD_STRENGTH_MENTIONED;

  if (begins_with_other (words) || _rd_telling_is_link (words) || _rd_other_is_own_mailbox (words) || is_lesson (words, strength))
    return FALSE;
  if (is_bare_answer (words))
    return TRUE;
  return _rd_likely_weigh (words, notice->meanings, strength, has_answer_line (words)) >= RD_LIKELY_POINTS || has_refusal_paragraph (words) ||
         (strlen (words) <= MAX_ANSWER_BYTES && !_rd_likely_is_lure (words) && !_rd_telling_explains (words) && has_quoted_refusal (words));
}
