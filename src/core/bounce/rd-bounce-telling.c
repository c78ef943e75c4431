/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-telling.h"

#include <string.h>

/* Texts that tell about refused mail instead of refusing it: help pages, plans,
 * questions, a link to an explanation.  They use the words of mail systems, but
 * mail systems neither suppose nor explain: they say what happened. */

/* Words that lead to a link and say nothing themselves. */
static gboolean
is_lead (const char *word,
         gsize       length)
{
  static const char *const leads[] = { "see", "visit", "please", "check", "link", "here", "at", "to", "siehe", "unter", "bitte", "voir", "ver", "vea", "vedi", "zie", "veja", "zobacz", "bkz", "см" };

  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      if (strlen (leads[i]) == length && g_ascii_strncasecmp (word, leads[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_link_at (const char *word,
            gsize       length)
{
  return memmem (word, length, "://", 3) != NULL || (length > 4 && g_ascii_strncasecmp (word, "www.", 4) == 0);
}

/**
 * _rd_telling_is_link:
 * @words: pasted text
 *
 * "see https://lists.example/query/ip/192.0.2.1": the page may be about anything.
 *
 * Returns: whether @words are a link and nothing else
 */
gboolean
_rd_telling_is_link (const char *words)
{
  gboolean has_link = FALSE;

  for (const char *p = words + strspn (words, " \t\n"); *p != '\0'; p += strspn (p, " \t\n"))
    {
      gsize       size = strcspn (p, " \t\n");
      const char *word = p + strspn (p, "<([\"'");
      gsize       length = (gsize) (p + size - word);

      if (is_link_at (p, size))
        has_link = TRUE;
      else
        {
          while (length > 0 && strchr (".,:;>)]\"'-", word[length - 1]) != NULL)
            length--;
          if (length > 0 && !is_lead (word, length))
            return FALSE;
        }
      p += size;
    }
  return has_link;
}

/* Conditions, wherever they stand in a sentence, and those that are other words as
 * well unless they begin it. */
static const char *const conditions[] = { "when", "whenever", "if", "unless", "wenn", "falls", "sobald", "sofern", "lorsque", "wanneer", "indien", "jeśli", "jeżeli", "eğer", "если", "когда" };
static const char *const openings[] = { "si", "quand", "cuando", "se il", "se la", "se lo", "se un", "se una", "se o", "se a", "quando", "qualora", "caso", "als", "gdy", "kiedy", "w przypadku", "bei einem", "in case", "en caso", "en cas" };

static gboolean
stands_alone (const char *text,
              gsize       at,
              gsize       end)
{
  const char before = at > 0 ? text[at - 1] : ' ';

  return (g_ascii_isspace (before) || strchr ("(,\"", before) != NULL) && strchr (" ,\t\n", text[end]) != NULL;
}

static gboolean
has_condition (const char *sentence,
               gsize       length)
{
  gsize at = 0;
  gsize which;

  while (_rd_marks_find (conditions, G_N_ELEMENTS (conditions), sentence, length, &at, &which))
    {
      gsize end = at + strlen (conditions[which]);

      if (stands_alone (sentence, at, end))
        return TRUE;
      at = end;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      gsize size = strlen (openings[i]);

      if (length > size && g_ascii_strncasecmp (sentence, openings[i], size) == 0 && sentence[size] == ' ')
        return TRUE;
    }
  return FALSE;
}

/* "Your mailbox will be closed unless you confirm". */
static gboolean
is_threat (const char *sentence,
           gsize       length)
{
  static const char *const futures[] = { "will be", "wird", "werden", "sera", "seront", "será", "serán", "verrà", "sarà", "wordt", "worden", "zostanie", "będzie", "будет", "будут" };
  gsize                    at = 0;
  gsize                    which;

  while (_rd_marks_find (futures, G_N_ELEMENTS (futures), sentence, length, &at, &which))
    {
      gsize end = at + strlen (futures[which]);

      if (stands_alone (sentence, at, end))
        return has_condition (sentence, length);
      at = end;
    }
  return FALSE;
}

/**
 * _rd_telling_is_supposed:
 * @words: a text
 * @matched: (nullable): what of it means something
 *
 * "When the quota is reached, messages are returned": it did not happen.
 *
 * Returns: whether the sentence around @matched supposes what it says
 */
gboolean
_rd_telling_is_supposed (const char *words,
                         const char *matched)
{
  const char *found = matched != NULL ? strstr (words, matched) : NULL;
  const char *sentence = found;

  if (found == NULL)
    return FALSE;
  while (sentence > words && !(strchr (".!?:;\n", sentence[-1]) != NULL && g_ascii_isspace (*sentence)))
    sentence--;
  sentence += strspn (sentence, " \t\n");
  return (sentence < found && has_condition (sentence, (gsize) (found - sentence))) || is_threat (sentence, strcspn (sentence, ".!?\n"));
}

/**
 * _rd_telling_explains:
 * @words: a text
 *
 * Returns: whether @words say what something is, not what happened
 */
gboolean
_rd_telling_explains (const char *words)
{
  static const char *const marks[] = { "is a process", "is a method", "is a technique", "is an anti-spam", "is an antispam", "is a kind of", "is a way to", "is a bounce", "common errors", "there are several", "reasons for rejecting", "reasons why", "generally, ", "you may encounter", "(e.g.", "” means", "\" means", "works by", "is designed to", "are designed to", "stands for", "is known as", "are called", "is called",
                                       "the most common", "common reasons", "common causes", "possible causes", "feature request", "i propose", "would be nice", "instead of",
                                       "versteht man", "werden als", "wird als", "bezeichnet", "die häufigsten", "mögliche ursachen", "on appelle", "les plus courants", "causes possibles", "se llama", "se denomina", "más comunes",
                                       "causas comunes", "si chiama", "più comuni", "più frequenti", "chama-se", "mais comuns", "wordt genoemd", "meest voorkomende", "nazywa się", "najczęstsze", "przyczyną może być", "denir", "en yaygın", "yaygın nedenleri",
                                       "называется", "наиболее частые", "とは、", "とは", "考えられます" };
  gsize                    at = 0;
  gsize                    which;

  return _rd_marks_find (marks, G_N_ELEMENTS (marks), words, strlen (words), &at, &which);
}

/**
 * _rd_telling_foresees:
 * @words: a text
 *
 * "Mail may be refused on Sunday": plans, and what could come of them.
 *
 * Returns: whether @words speak of what may happen
 */
gboolean
_rd_telling_foresees (const char *words)
{
  static const char *const marks[] = { "may be", "might be", "can be", "could be", "will be", "kann es zu", "könnte", "können vorübergehend", "peut être", "pourra", "pourrait", "puede ser", "pueden ser", "podrá", "podría", "può essere",
                                       "possono essere", "potrebbe", "pode ser", "podem ser", "poderá", "kan worden", "kunnen worden", "zou kunnen", "może być", "mogą być", "может быть", "могут быть", "kan bli", "kan blive", "saattaa", "může být", "mohou být", "lehet", "poate fi", "olabilir", "可能" };
  gsize                    at = 0;
  gsize                    which;

  return _rd_marks_find (marks, G_N_ELEMENTS (marks), words, strlen (words), &at, &which);
}
