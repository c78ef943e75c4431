/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-kind.h"

#include <string.h>

#include "rd-bounce-likely.h"
#include "rd-knowledge.h"

/* What else people paste that a machine wrote about their mail: somebody is
 * away, it arrived, prove that you are a person, somebody called it spam. */

/* A text that needs more is about something. */
#define MAX_OTHER_BYTES 3000

/* An automatic answer says so at once. */
#define TITLE_BYTES 60

/* Shops and forums let people confirm their address. */
static gboolean
is_registration (const char *words)
{
  static const char *const marks[] = { "e-mail address", "email address", "regist", "sign up", "account", "subscri", "order", "e-mail-adresse", "konto", "adresse e-mail", "compte", "inscri", "cuenta", "conta" };
  gsize                    at = 0;
  gsize                    which;

  return _rd_marks_find (marks, G_N_ELEMENTS (marks), words, strlen (words), &at, &which);
}

static gboolean
is_challenge (const char *words)
{
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = words };

  rd_knowledge_match (&reply, &match);
  return match.rule != NULL && strcmp (match.cause->id, "challenge") == 0 && _rd_likely_is_mail (words) && !is_registration (words);
}

static gboolean
begins_with (const char *words,
             RdMeaning   meaning)
{
  gsize length = MIN (strcspn (words, "\n"), TITLE_BYTES);

  return ((guint) _rd_phrases_scan (_rd_phrases_get (), words, length, NULL) & (guint) meaning) != 0;
}

/**
 * _rd_other_decide:
 * @notice: the words of pasted text that is not in the form of a failure
 * @words: the text they were read from
 *
 * Decides whether pasted text is another thing that machines say about mail.
 *
 * Returns: the verdict; none if it is nothing of the kind
 */
RdNoticeKind
_rd_other_decide (const RdNotice *notice,
                  const char     *words)
{
  const guint said = (guint) notice->meanings;
  const guint undelivered = RD_MEANS_FAILED | RD_MEANS_DELAYED | RD_MEANS_LIST;

  if (strlen (words) > MAX_OTHER_BYTES)
    return RD_NOTICE_NONE;
  if ((said & RD_MEANS_COMPLAINT) != 0)
    return RD_NOTICE_COMPLAINT;
  if (begins_with (words, RD_MEANS_AWAY))
    return RD_NOTICE_AUTO_REPLY;
  if (is_challenge (words))
    return RD_NOTICE_CHALLENGE;
  if ((said & undelivered) != 0)
    return RD_NOTICE_NONE;
  if ((said & (RD_MEANS_AWAY | RD_MEANS_GONE)) != 0 && (said & RD_MEANS_ABSENT) != 0)
    return RD_NOTICE_AUTO_REPLY;
  if ((said & RD_MEANS_DELIVERED) != 0 && (said & RD_MEANS_READ) == 0 && _rd_likely_is_mail (words) && !_rd_likely_is_other (words))
    return RD_NOTICE_DELIVERED;
  return RD_NOTICE_NONE;
}
