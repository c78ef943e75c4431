/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-named.h"

#include <string.h>

#include "rd-bounce-mention.h"
#include "rd-knowledge.h"
#include "rd-text.h"

/* Whom an answer is about, where no notice says it: the address that it begins
 * with may be the sender's as well, and the command before it tells. */

/* A command stands on the line of the answer, or on the one before. */
#define MAX_COMMAND_BYTES 400

static gboolean
begins_nocase (const char *words,
               const char *end,
               const char *word)
{
  gsize size = strlen (word);

  return size <= (gsize) (end - words) && g_ascii_strncasecmp (words, word, size) == 0;
}

/* "<a@b.example>: Recipient address rejected", with brackets or without. */
static char *
dup_refused (const char *reply,
             gsize       length)
{
  static const char *const meanings[] = { "recipient ", "user unknown", "unknown user", "no such user", "user not found", "relay access denied", "relaying denied", "relaying not", "unable to relay" };
  const char              *end = reply + length;
  const char              *words = reply;
  const char              *rest;
  gsize                    start;
  gsize                    stop;

  while (words < end && (g_ascii_isdigit (*words) || strchr (".- \t", *words) != NULL))
    words++;
  if (words >= end || !_rd_address_next (words, (gsize) (end - words), 0, &start, &stop) || start > (*words == '<' ? 1u : 0u))
    return NULL;
  rest = words + stop;
  rest += rest < end && *rest == '>' ? 1 : 0;
  for (; rest < end && strchr (":. ", *rest) != NULL; rest++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
        {
          if (begins_nocase (rest + 1, end, meanings[i]))
            return _rd_address_dup_clean (words + start, (gssize) (stop - start));
        }
    }
  return NULL;
}

/* The address in brackets behind the last @mark of @text. */
static char *
dup_behind (const char *text,
            gsize       length,
            const char *mark)
{
  g_autofree char *piece = g_strndup (text, length);
  const char      *found = NULL;
  gsize            start;
  gsize            end;

  for (const char *p = piece; (p = rd_text_find_nocase (p, mark)) != NULL; p += strlen (mark))
    found = p + strlen (mark);
  if (found == NULL)
    return NULL;
  found += strspn (found, " <");
  if (!_rd_address_next (found, strlen (found), 0, &start, &end) || start > 0)
    return NULL;
  return g_strndup (found, end);
}

/* Whether @reply says of a mailbox what can only be said of the recipient's. */
static gboolean
is_about_mailbox (const char *reply)
{
  static const char *const causes[] = { "address-not-found", "mailbox-disabled", "mailbox-full", "recipient-throttled" };
  g_auto (RdMatch) match = { 0 };
  RdReply question = { .text = reply };

  rd_knowledge_match (&question, &match);
  for (gsize i = 0; match.rule != NULL && i < G_N_ELEMENTS (causes); i++)
    {
      if (strcmp (match.cause->id, causes[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

/* "mailbox full ----> a@b.example", "delivery to a@b.example failed". */
static gboolean
is_pointed_at (const char *reply,
               gsize       start)
{
  static const char *const leads[] = { "-> ", "delivery to ", "deliver to ", "delivering to ", "rcpt=", "rcpt: ", "rcpt to ", "recipient=" };

  while (start > 0 && strchr ("<\"'", reply[start - 1]) != NULL)
    start--;
  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      gsize size = strlen (leads[i]);

      if (start >= size && g_ascii_strncasecmp (reply + start - size, leads[i], size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* "550 No such user a@b.example". */
static char *
dup_said_of (const char *words,
             gsize       length)
{
  g_autofree char *reply = g_strndup (words, MIN (length, MAX_COMMAND_BYTES));
  g_autofree char *only = NULL;
  gsize            size = strlen (reply);
  gsize            start = 0;
  gsize            end = 0;
  gsize            first = 0;

  while (_rd_address_next (reply, size, end, &start, &end))
    {
      g_autofree char *address = _rd_address_dup_clean (reply + start, (gssize) (end - start));

      if (only != NULL && address != NULL && g_ascii_strcasecmp (only, address) != 0)
        return NULL;
      if (only == NULL)
        {
          first = start;
          only = g_steal_pointer (&address);
        }
    }
  if (only == NULL || _rd_mention_is_of_system (only) || _rd_mention_is_contact (reply, first) || _rd_named_is_sender (words, only))
    return NULL;
  return is_pointed_at (reply, first) || is_about_mailbox (reply) ? g_steal_pointer (&only) : NULL;
}

/**
 * _rd_named_dup_recipient:
 * @words: a text
 * @hit: (nullable): a server's answer in it
 *
 * Reads whom an answer refuses: the recipient it begins with, that of the command
 * it answers, or that of the server's own log, which may give no code.
 *
 * Returns: (transfer full) (nullable): the address of the recipient
 */
char *
_rd_named_dup_recipient (const char       *words,
                         const RdReplyHit *hit)
{
  gsize from;
  char *address;

  if (hit == NULL)
    {
      address = dup_behind (words, strlen (words), "> to=");
      return address != NULL ? address : dup_said_of (words, strlen (words));
    }
  from = hit->start > MAX_COMMAND_BYTES ? hit->start - MAX_COMMAND_BYTES : 0;
  address = dup_refused (words + hit->start, hit->end - hit->start);
  if (address == NULL)
    address = dup_behind (words + from, hit->start - from, "RCPT TO:");
  if (address == NULL)
    address = dup_behind (words + hit->start, strcspn (words + hit->start, "\n"), "> to=");
  if (address == NULL)
    address = dup_said_of (words + hit->start, MAX (hit->end - hit->start, strcspn (words + hit->start, "\n")));
  return address;
}

/**
 * _rd_named_dup_list:
 * @mail: what a mailing list says about a message to it
 *
 * Reads which list it was, from the fields that lists add to all they send, or from
 * the address beside its own that they send such from.
 *
 * Returns: (transfer full) (nullable): the address of the list
 */
char *
_rd_named_dup_list (RdMail *mail)
{
  static const char *const fields[] = { "X-BeenThere", "List-Post", "From" };
  char                    *address = NULL;
  gsize                    size;

  for (gsize i = 0; i < G_N_ELEMENTS (fields) && address == NULL; i++)
    {
      const char *value = rd_mail_get_header (mail, fields[i]);
      const char *link = value != NULL ? strstr (value, "mailto:") : NULL;

      address = _rd_address_dup_first (link != NULL ? link + strlen ("mailto:") : value);
    }
  size = address != NULL ? _rd_mention_list_length (address) : 0;
  if (size > 0)
    memmove (address + size, strchr (address, '@'), strlen (strchr (address, '@')) + 1);
  return address;
}

/* "From: MAILER-DAEMON@…", "To: …": a notice goes to the sender. */
static gboolean
is_addressee_at (const char *words,
                 const char *at)
{
  const char *line = at;
  const char *from;

  while (line > words && line[-1] != '\n')
    line--;
  if (g_ascii_strncasecmp (line, "To:", 3) != 0)
    return FALSE;
  for (from = rd_text_find_nocase (words, "From:"); from != NULL && from < line; from = rd_text_find_nocase (from + 1, "From:"))
    {
      g_autofree char *sender = g_strndup (from, strcspn (from, "\n"));

      if (_rd_address_is_daemon (sender))
        return TRUE;
    }
  return FALSE;
}

/* Amazon SES: "The following identities failed the check in region …: a@b". */
static gboolean
is_identity_at (const char *words,
                const char *at)
{
  const gsize      before = MIN ((gsize) (at - words), 120);
  g_autofree char *piece = g_strndup (at - before, before);

  return rd_text_find_nocase (piece, "identities failed the check") != NULL;
}

/* What stands right before or behind an address that is not the recipient's. */
static gboolean
is_sender_at (const char *words,
              const char *at,
              const char *behind)
{
  static const char *const leads[] = { "from=<", "from:<", "from: <", "from <", "sender <", "sender ", "sender address <", "owned by user ", "username ", "account: '", "account '", "account: ", "konto: '", "compte : '", "compte: '", "cuenta: '", "conta: '", "absender ", "absender <" };
  static const char *const follows[] = { "sender ", "unable to verify", "could not verify", "has exceeded its", "has exceeded the", "not owned by" };
  const char              *end = behind + strlen (behind);

  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      gsize size = strlen (leads[i]);

      if ((gsize) (at - words) >= size && g_ascii_strncasecmp (at - size, leads[i], size) == 0)
        return TRUE;
    }
  behind += strspn (behind, ">");
  behind += strspn (behind, ":.");
  behind += strspn (behind, " ");
  for (gsize i = 0; i < G_N_ELEMENTS (follows); i++)
    {
      /* A mailbox exceeds its quota, a sender its limit. */
      if (begins_nocase (behind, end, follows[i]))
        return !g_str_has_prefix (follows[i], "has ") || rd_text_find_nocase (behind, "send") != NULL;
    }
  return FALSE;
}

/**
 * _rd_named_is_sender:
 * @words: a text
 * @address: an address it mentions
 *
 * "<a@b.example>: Sender address rejected": taken for the recipient, the person who
 * asks would be told that mail to herself failed.
 *
 * Returns: whether @words say at any place that @address is the sender's
 */
gboolean
_rd_named_is_sender (const char *words,
                     const char *address)
{
  for (const char *p = words; (p = rd_text_find_nocase (p, address)) != NULL; p += strlen (address))
    {
      if (is_sender_at (words, p, p + strlen (address)) || is_addressee_at (words, p) || is_identity_at (words, p))
        return TRUE;
    }
  return FALSE;
}
