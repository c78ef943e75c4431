/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-lesson.h"

#include <string.h>

/* Texts that teach what servers say, or tell servers what to say: help pages,
 * lists of codes, letters about deliverability, settings, programs.  They quote
 * real answers word for word, so the words of a mail system do not tell them from
 * a notice; but nothing failed, and nobody is named to whom. */

/* What a text is, it says early. */
#define MAX_LESSON_BYTES 4000

/* So many different codes, and nobody they were for, are a list of codes. */
#define MANY_CODES 3

/* Two words may be the name of anything. */
#define MIN_CITED_BLANKS 1

/* Codes of a list that are remembered. */
#define MAX_CODES 8

/* Servers neither explain nor give examples. */
static const char *const teaching[] = {
  "this article", "in this guide", "this guide", "in this post", "you will learn", "you'll learn", "learn how to", "we explain", "we show you", "in the next part", "in this issue", "key findings", "key takeaways", "faq",
  "such as", "e.g.", "also known as", "typically", "usually because", "this usually happens", "this happens when", "the most common", "most frequent", "common reasons", "common causes", "possible cause", "possible reasons", "follow these steps",
  "in diesem artikel", "in diesem beitrag", "in dieser anleitung", "man unterscheidet", "wir erklären", "unser tipp", "mögliche ursache", "häufigste", "meistens", "in der regel", "das passiert, wenn",
  "dans cet article", "dans ce guide", "nous expliquons", "les plus fréquent", "le plus souvent", "la plupart du temps", "causes possibles", "suivez ces étapes",
  "en este artículo", "en esta guía", "explicamos", "sigue estos pasos", "siga estos pasos", "normalmente", "más frecuentes", "causas posibles",
  "in questo articolo", "in questa guida", "spieghiamo", "di solito", "segui questi passaggi", "possibili cause",
  "neste artigo", "neste guia", "explicamos", "geralmente", "siga estes passos", "possíveis causas",
  "in dit artikel", "in deze gids", "meestal", "volg deze stappen", "mogelijke oorzaken",
  "w tym artykule", "w tym poradniku", "najczęściej", "na przykład", "możliwe przyczyny",
  "в этой статье", "чаще всего", "обычно", "например", "возможные причины",
  "bu makalede", "bu yazıda", "genellikle", "örneğin", "この記事",
  "will be rejected with", "are rejected with", "will be returned with", "steps to reproduce", "expected behavio", "expected result", "release notes", "changelog", "fixed:", "changed:", "added:", "smtpd_", "reject_rbl_client", "logwatch", "grand totals", "a fix has been implemented", "we are investigating", "we are aware", "view in browser",
  "authentication-results:", "received-spf:", "symbols:", "[firing:", "alertname", "start free", "free trial", "(m/f/d)", "(m/w/d)", "1 star", "2 stars", "5 stars", "is an automated", "informing the sender"
};

/* Words that only headings of lessons hold, wherever. */
static const char *const headings[] = {
  "what does", "what to do", "how to", "how do i", "what it means", "explained", "error codes", "bounce codes", "was bedeutet", "was tun", "so beheben", "so lösen", "que faire", "comment résoudre", "comment corriger", "qué significa", "cómo solucionar", "cómo resolver",
  "come si", "cosa significa", "cosa fare", "come risolvere", "o que é", "o que fazer", "como corrigir", "como resolver", "wat betekent", "wat te doen", "co oznacza", "jak naprawić", "что означает", "как исправить", "とは", "された場合", "対処方法", "错误代码", "退信代码"
};

/* What stands above a lesson or begins it. */
static const char *const titles[] = {
  "what does", "what do", "what is", "what are", "what to do", "how to", "how do", "how can", "why do", "why does", "why did", "why is", "why are", "fix", "fixing", "understanding", "troubleshooting", "solved", "guide", "understand", "explained",
  "was bedeutet", "was bedeuten", "was ist", "was tun", "was sind", "wie", "warum", "wieso",
  "comprendre", "que signifie", "qu'est-ce", "comment", "pourquoi", "résoudre", "que faire",
  "cómo", "qué significa", "qué es", "por qué", "solucionar",
  "come", "cosa significa", "che cosa", "perché", "risolvere",
  "como", "o que significa", "o que é", "por que", "entenda",
  "wat betekent", "wat is", "hoe", "waarom",
  "co oznacza", "co to", "jak", "dlaczego",
  "что означает", "что такое", "как", "почему", "q:"
};

/* Behind a code or behind what it stands for: what comes next is its meaning. */
static const char *const meanings[] = {
  "means", "mean", "indicates", "tells you", "is returned", "occurs", "bedeutet", "heißt", "besagt", "signifie", "indique", "veut dire", "significa", "indica", "quiere decir", "vuol dire", "quer dizer", "betekent", "geeft aan", "oznacza",
  "означает", "значит", "anlamına", "とは", "エラーは", "エラーコード", "错误表示", "错误是指"
};

/* A meaning stands close behind. */
#define MEANING_BYTES 60

static gboolean
has_title (const char *words)
{
  gsize length = strcspn (words, "\n");
  gsize at = 0;
  gsize which;

  if (_rd_marks_find (headings, G_N_ELEMENTS (headings), words, length, &at, &which))
    return TRUE;
  at = 0;
  while (_rd_marks_find (titles, G_N_ELEMENTS (titles), words, length, &at, &which))
    {
      gsize end = at + strlen (titles[which]);

      if (at == 0 && (end == length || g_ascii_isspace (words[end]) || words[end] == ','))
        return TRUE;
      at = end;
    }
  return FALSE;
}

/* Reply codes and enhanced codes alike, each once. */
typedef struct
{
  char  seen[MAX_CODES][RD_STATUS_SIZE];
  guint n;
} Codes;

static void
note_code (Codes      *codes,
           const char *code,
           gsize       size)
{
  for (guint i = 0; i < codes->n; i++)
    {
      if (strlen (codes->seen[i]) == size && strncmp (codes->seen[i], code, size) == 0)
        return;
    }
  if (codes->n < MAX_CODES && size < RD_STATUS_SIZE)
    {
      memcpy (codes->seen[codes->n], code, size);
      codes->seen[codes->n++][size] = '\0';
    }
}

/* The length of the reply code or enhanced code at @at, if one stands alone there. */
static gsize
code_length (const char *words,
             gsize       length,
             gsize       at)
{
  const char *code = words + at;
  gsize       size = _rd_status_length (code, length - at);

  if (at > 0 && (g_ascii_isalnum (code[-1]) || strchr (".-/_", code[-1]) != NULL))
    return 0;
  if (size > 0)
    return *code != '2' ? size : 0;
  if (length - at < 3 || strchr ("45", code[0]) == NULL || strchr ("0235", code[1]) == NULL || !g_ascii_isdigit (code[2]))
    return 0;
  return g_ascii_isalnum (code[3]) || strchr (".,/%_", code[3]) != NULL ? 0 : 3;
}

static gboolean
means_something (const char *behind,
                 gsize       length)
{
  gsize at = 0;
  gsize which;

  while (_rd_marks_find (meanings, G_N_ELEMENTS (meanings), behind, length, &at, &which))
    {
      at += strlen (meanings[which]);
      if (!g_ascii_isalpha (behind[at]))
        return TRUE;
    }
  return FALSE;
}

/* "Error 550 means that", or one code after the other. */
static gboolean
lists_codes (const char *words,
             gsize       length)
{
  Codes replies = { .n = 0 };
  Codes statuses = { .n = 0 };

  for (gsize at = 0; at < length;)
    {
      gsize size = g_ascii_isdigit (words[at]) ? code_length (words, length, at) : 0;

      if (size == 0)
        {
          at++;
          continue;
        }
      note_code (size == 3 ? &replies : &statuses, words + at, size);
      at += size;
      if (replies.n >= MANY_CODES || statuses.n >= MANY_CODES || means_something (words + at, MIN (MEANING_BYTES, strcspn (words + at, "\n"))))
        return TRUE;
    }
  return FALSE;
}

/* Lines that end as those of programs do, but no record in braces. */
static gboolean
is_program (const char *words,
            gsize       length)
{
  guint lines = 0;

  if (*words == '{' || *words == '[')
    return FALSE;
  for (gsize at = 1; at < length; at++)
    {
      if (words[at] == '\n' && (words[at - 1] == '{' || words[at - 1] == '}'))
        lines++;
    }
  return lines >= 2;
}

/* So many shares of a hundred are counted by statistics only. */
#define MANY_SHARES 2

static gboolean
is_statistics (const char *words,
               gsize       length)
{
  guint shares = 0;

  for (gsize at = 1; at < length; at++)
    {
      gsize before = words[at - 1] == ' ' ? at - 1 : at;

      if (words[at] == '%' && before > 0 && g_ascii_isdigit (words[before - 1]))
        shares++;
    }
  return shares >= MANY_SHARES;
}

/* What a server says stands for itself or behind a colon; within a sentence it is
 * cited. */
static gboolean
is_citation (const char *words,
             gsize       length)
{
  static const char *const quotes[] = { "\"", "“", "„", "«" };
  gsize                    at = 0;
  gsize                    which;

  while (_rd_marks_find (quotes, G_N_ELEMENTS (quotes), words, length, &at, &which))
    {
      const char *from = words + at + strlen (quotes[which]);
      const char *close = from + strcspn (from, "\"\n");
      gsize       before = at;
      guint       blanks = 0;

      while (before > 0 && words[before - 1] == ' ')
        before--;
      for (const char *p = from; p < close && blanks < MIN_CITED_BLANKS; p++)
        blanks += *p == ' ' ? 1 : 0;
      if (before < at && before > 0 && g_ascii_isalpha (words[before - 1]) && blanks >= MIN_CITED_BLANKS)
        return TRUE;
      at += strlen (quotes[which]);
    }
  return FALSE;
}

/**
 * _rd_lesson_cites:
 * @words: a text that names nobody to whom mail failed
 *
 * Returns: whether @words speak of what servers say
 */
gboolean
_rd_lesson_cites (const char *words)
{
  return is_citation (words, MIN (strlen (words), MAX_LESSON_BYTES));
}

/**
 * _rd_lesson_teaches:
 * @words: a text that names nobody to whom mail failed
 *
 * Returns: whether @words are about refused mail in general
 */
gboolean
_rd_lesson_teaches (const char *words)
{
  const gsize length = MIN (strlen (words), MAX_LESSON_BYTES);
  gsize       at = 0;
  gsize       which;

  return has_title (words) || _rd_marks_find (teaching, G_N_ELEMENTS (teaching), words, length, &at, &which) || is_program (words, length) ||
         is_statistics (words, length) || lists_codes (words, length);
}
