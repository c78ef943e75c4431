/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-kind.h"

#include <string.h>

#include "rd-bounce-likely.h"
#include "rd-knowledge.h"
#include "rd-text.h"

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

  return ((guint) _rd_phrases_scan (_rd_phrases_get (), words, length) & (guint) meaning) != 0;
}

/* Warnings begin with it. */
#define OWN_MAILBOX_BYTES 120

/* Only the owner of a mailbox is told that he gets no mail. */
static gboolean
gets_no_mail (const char *words,
              gsize       length)
{
  static const char *const receiving[] = { "no longer send or receive", "no longer receive", "able to send or receive", "can't send or receive", "cannot send or receive", "able to receive", "keine e-mails mehr empfangen", "keine nachrichten mehr empfangen",
                                           "pourrez plus recevoir", "ne pouvez plus recevoir", "podrás recibir", "podrá recibir", "potrai ricevere", "potrà ricevere", "poderá receber", "berichten meer ontvangen", "mails meer ontvangen",
                                           "nie będziesz otrzymywać", "не сможете получать" };
  gsize                    at = 0;
  gsize                    which;

  return _rd_marks_find (receiving, G_N_ELEMENTS (receiving), words, length, &at, &which);
}

/* Nor does anybody else hear how much of its room is taken. */
static gboolean
tells_share (const char *words,
             gsize       length)
{
  static const char *const room[] = { "quota", "storage", "mailbox", "postfach", "speicher", "boîte", "espace", "buzón", "almacenamiento", "casella", "spazio", "caixa", "postvak", "opslag", "skrzynk", "ящик", "utrymme" };
  const char              *percent = words;
  gsize                    at = 0;
  gsize                    which;

  if (!_rd_marks_find (room, G_N_ELEMENTS (room), words, length, &at, &which))
    return FALSE;
  while ((percent = strchr (percent, '%')) != NULL)
    {
      const char *before = percent;

      while (before > words && (before[-1] == ' ' || (guchar) before[-1] >= 0x80))
        before--;
      if (before > words && g_ascii_isdigit (before[-1]))
        return TRUE;
      percent++;
    }
  return FALSE;
}

/**
 * _rd_other_is_own_mailbox:
 * @words: the words of a message or of pasted text
 *
 * "Your mailbox is 95 % full": the reader's own, and no mail came back yet.
 *
 * Returns: whether @words warn so
 */
gboolean
_rd_other_is_own_mailbox (const char *words)
{
  static const char *const own[] = { "your mailbox", "your inbox", "your email account", "your e-mail account", "your mail quota",
                                     "ihr postfach", "ihre mailbox", "dein postfach", "deine mailbox", "ihr e-mail-konto", "votre boîte", "votre messagerie",
                                     "su buzón", "tu buzón", "la tua casella", "la sua casella", "sua caixa", "uw mailbox", "je mailbox", "uw postvak", "je postvak",
                                     "twoja skrzynka", "ваш почтовый ящик", "din brevlåda", "posta kutunuz" };
  const guint              undelivered = RD_MEANS_FAILED | RD_MEANS_DELAYED | RD_MEANS_LIST | RD_MEANS_DETAILS;
  const gsize              length = strlen (words);
  gsize                    at = 0;
  gsize                    which;
  RdReplyHit               hit;
  g_auto (RdMatch) match = { 0 };
  RdReply reply = { .text = words };

  if (length > MAX_OTHER_BYTES)
    return FALSE;
  if (!_rd_marks_find (own, G_N_ELEMENTS (own), words, MIN (length, OWN_MAILBOX_BYTES), &at, &which) && !tells_share (words, length) && !gets_no_mail (words, length))
    return FALSE;
  if (_rd_reply_find (words, length, &hit) || ((guint) _rd_phrases_scan (_rd_phrases_get (), words, length) & undelivered) != 0)
    return FALSE;
  if (gets_no_mail (words, length))
    return TRUE;
  rd_knowledge_match (&reply, &match);
  return (match.rule != NULL && strcmp (match.cause->id, "mailbox-full") == 0) || rd_text_find_nocase (words + at, "quota") != NULL;
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
