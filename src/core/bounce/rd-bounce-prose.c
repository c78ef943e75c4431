/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-kind.h"

#include <string.h>

#include "rd-bounce-likely.h"
#include "rd-knowledge.h"

/* Notices that give the reason in a paragraph of their own, away from the
 * address: mail systems without delivery status fields, lists, gateways. */

/* Paragraphs looked at; a notice that needs more is a text about something. */
#define MAX_PARAGRAPHS 16

/* Points of rd_knowledge_match() below which words say nothing certain, and
 * from which on a paragraph is taken for the reason. */
#define SAYS_NOTHING 40
#define SAYS_REASON 48
#define WEAKEST_TIER 5

static int
weigh (const char *words,
       gboolean    is_prose)
{
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = words };

  rd_knowledge_match (&reply, &match);
  if (is_prose && (match.rule == NULL || match.rule->tier > WEAKEST_TIER || match.cause->family == RD_FAMILY_SPECIAL))
    return 0;
  return match.score;
}

/**
 * _rd_prose_improve:
 * @failure: the only failure of a notice
 * @words: the human part of the notice
 * @is_pasted: whether somebody pasted it, with words of his own or of a mail
 *   program around a bare code
 *
 * Where what stands at the address tells nothing and no server is quoted, takes
 * the paragraph of the notice that tells most.
 */
void
_rd_prose_improve (RdFailure  *failure,
                   const char *words,
                   gboolean    is_pasted)
{
  g_auto (GStrv) paragraphs = NULL;
  g_autofree char *head = NULL;
  const char      *best = NULL;
  int              best_points = SAYS_REASON - 1;

  if (failure->reply_code != NULL && (!is_pasted || weigh (failure->diagnostic, TRUE) > 0))
    return;
  if (failure->reply_code == NULL && failure->diagnostic != NULL && weigh (failure->diagnostic, FALSE) >= SAYS_NOTHING)
    return;
  head = g_strndup (words, RD_LIMIT_PROSE_BYTES);
  paragraphs = g_strsplit (head, "\n\n", MAX_PARAGRAPHS + 1);
  for (gsize i = 0; paragraphs[i] != NULL && i < MAX_PARAGRAPHS; i++)
    {
      int points = is_pasted && _rd_likely_is_talk (paragraphs[i]) ? 0 : weigh (paragraphs[i], TRUE);

      if (points > best_points)
        {
          best = paragraphs[i];
          best_points = points;
        }
    }
  if (best == NULL)
    return;
  g_free (failure->diagnostic);
  failure->diagnostic = _rd_reply_dup_joined (best, strlen (best), "", "");
}
