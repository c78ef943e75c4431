/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-line.h"

#include <string.h>

#include "rd-text.h"

/* Reading one line of a notice: whether it begins what is said about a
 * recipient, and what else it can be. */

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Names before a colon behind which the failed address stands. */
static const char *recipient_labels[] = {
  "final-recipient", "recipient address", "failed recipient", "failed address", "recipient", "recipients", "error-for", "unknown user",
  "user mailbox exceeds allowed size", "delivery failed", "undeliverable to", "invalid final delivery userid",
  "rejected recipient", "intended recipient", "recipient email", "recipient email address", "delivery to", "address",
  "empfänger", "empfängeradresse", "destinataire", "adresse du destinataire", "destinatario", "destinatário", "geadresseerde", "ontvanger",
  "odbiorca", "adresat", "alıcı", "получатель", "адрес получателя", "宛先", "送信先", "受信者", "收件人", "x-failed-recipients", "could not be delivered to",
  "failed to deliver to", "adressat", "mottagare", "modtager", "vastaanottaja", "příjemce", "címzett"
};

/* Names before a colon behind which somebody else's address stands. */
static const char *other_labels[] = {
  "from", "to", "cc", "bcc", "reply-to", "sender", "return-path", "contact", "e-mail", "email", "mail", "envelope-to", "delivered-to", "original sender",
  "von", "an", "de", "à", "da", "a", "para", "van", "aan", "od", "do", "от", "кому", "message-id", "original address", "mail from", "rcpt to", "helo", "f", "subject", "user", "login",
  "postmaster", "support", "help", "questions", "administrator", "sent", "mailto"
};

static gboolean
equals_nocase (const char *text,
               gsize       length,
               const char *word)
{
  return strlen (word) == length && g_ascii_strncasecmp (text, word, length) == 0;
}

static gboolean
is_in (const char  *text,
       gsize        length,
       const char **words,
       gsize        n_words)
{
  for (gsize i = 0; i < n_words; i++)
    {
      if (equals_nocase (text, length, words[i]))
        return TRUE;
    }
  return FALSE;
}

/* Skips "* ", "- ", "-- ", "• ", "> " before an address. */
static gsize
skip_bullets (const char *line,
              gsize       length)
{
  gsize p = 0;
  gsize marks;

  while (p < length && is_blank (line[p]))
    p++;
  marks = p;
  while (marks < length && marks - p < 4 && strchr ("*->+#|", line[marks]) != NULL)
    marks++;
  if (marks == p && length - p > 3 && strncmp (line + p, "\342\200\242", 3) == 0)
    marks += 3;
  if (marks > p && marks < length && is_blank (line[marks]))
    {
      p = marks;
      while (p < length && is_blank (line[p]))
        p++;
    }
  return p;
}

/* Length of "(label)" at @line if a label of ours, with its blanks: Japanese
 * systems bracket what others set a colon behind. */
static gsize
bracketed_label_length (const char *line,
                        gsize       length)
{
  const char *closing;
  gsize       p;

  if (length < 3 || (*line != '(' && *line != '['))
    return 0;
  closing = memchr (line, *line == '(' ? ')' : ']', MIN (length, 80));
  if (closing == NULL || !is_in (line + 1, (gsize) (closing - line - 1), recipient_labels, G_N_ELEMENTS (recipient_labels)))
    return 0;
  for (p = (gsize) (closing - line) + 1; p < length && (is_blank (line[p]) || line[p] == ':'); p++)
    ;
  return p;
}

/* Length of "label:" at @line if a label of ours, with its blanks; sets
 * @is_other if it announces somebody else. */
static gsize
label_length (const RdPhrases *phrases,
              const char      *line,
              gsize            length,
              gboolean        *is_other)
{
  const char *colon = memchr (line, ':', MIN (length, 80));
  gsize       size;
  gsize       p;

  *is_other = FALSE;
  p = bracketed_label_length (line, length);
  if (p > 0 || colon == NULL)
    return p;
  size = (gsize) (colon - line);
  p = size + 1;
  if (memchr (line, '@', size) != NULL || memchr (line, '<', size) != NULL || memchr (line, '[', size) != NULL)
    return 0;
  while (size > 0 && is_blank (line[size - 1]))
    size--;
  while (p < length && is_blank (line[p]))
    p++;
  if (is_in (line, size, recipient_labels, G_N_ELEMENTS (recipient_labels)))
    return p;
  if (is_in (line, size, other_labels, G_N_ELEMENTS (other_labels)))
    {
      *is_other = TRUE;
      return p;
    }
  /* A reply may name anybody. */
  if (length > 3 && g_ascii_isdigit (line[0]) && g_ascii_isdigit (line[1]) && g_ascii_isdigit (line[2]))
    return 0;
  if (size > 3 && (_rd_phrases_scan (phrases, line, size) & (RD_MEANS_FAILED | RD_MEANS_REASON)) != 0)
    return p;
  return 0;
}

/* What may stand between the beginning of a line and the address on it. */
static gboolean
is_opening (const char *text,
            gsize       length)
{
  static const char *openings[] = { "smtp:", "mailto:", "rfc822;", "rfc822:", "dns;" };

  while (length > 0)
    {
      gsize step = 0;

      if (strchr ("<\"'[( \t`", *text) != NULL)
        step = 1;
      for (gsize i = 0; i < G_N_ELEMENTS (openings) && step == 0; i++)
        {
          if (length >= strlen (openings[i]) && g_ascii_strncasecmp (text, openings[i], strlen (openings[i])) == 0)
            step = strlen (openings[i]);
        }
      if (step == 0)
        return FALSE;
      text += step;
      length -= step;
    }
  return TRUE;
}

static gsize
skip_closing (const char *line,
              gsize       length,
              gsize       p)
{
  while (p < length && strchr (">\"')]`", line[p]) != NULL)
    p++;
  return p;
}

/* Skips "<mailto:user@host>" and a second copy of the address. */
static gsize
skip_copy (const char *line,
           gsize       length,
           gsize       p)
{
  gsize start, end;
  gsize q = p;

  while (q < length && is_blank (line[q]))
    q++;
  if (q < length && strchr ("<([", line[q]) != NULL &&
      _rd_address_next (line, length, q, &start, &end) && is_opening (line + q, start - q))
    return skip_closing (line, length, end);
  return p;
}

/* Whether a line that holds nothing but a name and an address is an entry of
 * a list of recipients: "Ann Lee <ann@example.com>". */
static gboolean
is_named (const char *line,
          gsize       from,
          gsize       start)
{
  gsize      name = start;
  RdReplyHit hit;

  while (name > from && strchr ("<([\"'", line[name - 1]) != NULL)
    name--;
  if (name >= from + 7 && g_ascii_strncasecmp (line + name - 7, "mailto:", 7) == 0)
    {
      name -= 7;
      while (name > from && strchr ("<([", line[name - 1]) != NULL)
        name--;
    }
  /* "550 unknown user <a@b>" is a reply, not a name. */
  if (name == start || name - from > 80 || g_ascii_isdigit (line[from]))
    return FALSE;
  for (gsize i = from; i < name; i++)
    {
      if (strchr (":;=@!?/", line[i]) != NULL)
        return FALSE;
    }
  /* "The server returned 550 5.1.1 <a@b>". */
  return !_rd_reply_find (line + from, name - from, &hit) || hit.score < RD_REPLY_SURE;
}

/* "Mail Delivery Subsystem <mailer-daemon@…>" is copied along from above a notice. */
static gboolean
is_daemon (const char *name,
           gsize       length)
{
  g_autofree char *copy = g_strndup (name, length);

  return _rd_address_is_daemon (copy);
}

/* What stands behind the address decides how sure it is. */
static RdStrength
weigh_rest (const RdPhrases *phrases,
            const char      *rest,
            gsize            length)
{
  gsize      blanks = 0;
  RdReplyHit hit;
  RdMeaning  meanings;

  while (length > 0 && strchr (" \t\r*|=_", rest[length - 1]) != NULL)
    length--;
  while (blanks < length && is_blank (rest[blanks]))
    blanks++;
  rest += blanks;
  length -= blanks;
  if (length == 0 || (length == 1 && strchr (".,;:", *rest) != NULL))
    return length == 1 && *rest == ':' ? RD_STRENGTH_STRUCTURE : RD_STRENGTH_ALONE;
  if (*rest == ':' || (*rest == ';' && length > 2) || (length > 3 && strncmp (rest, "...", 3) == 0))
    return RD_STRENGTH_STRUCTURE;
  /* "<a@b> (expanded from <c@d>): host …" */
  if (*rest == '(' && memmem (rest, length, "):", 2) != NULL)
    return RD_STRENGTH_STRUCTURE;
  if (*rest == '[' || *rest == '(')
    return RD_STRENGTH_ALONE;
  if (_rd_reply_find (rest, length, &hit) && hit.score >= RD_REPLY_SURE)
    return RD_STRENGTH_STRUCTURE;
  meanings = _rd_phrases_scan (phrases, rest, length);
  if (g_ascii_strncasecmp (rest, "on ", MIN (length, 3)) == 0 && length < 60 && strpbrk (rest, "0123456789") != NULL)
    return RD_STRENGTH_STRUCTURE;
  if ((*rest == '-' || *rest == ',' || strncmp (rest, "\342\200\223", MIN (length, 3)) == 0) && (meanings & (RD_MEANS_REASON | RD_MEANS_FAILED)) != 0)
    return RD_STRENGTH_STRUCTURE;
  if (rd_text_find_nocase (rest, "ERROR_CODE") != NULL)
    return RD_STRENGTH_STRUCTURE;
  return (meanings & (RD_MEANS_FAILED | RD_MEANS_DELAYED)) != 0 ? RD_STRENGTH_SENTENCE : RD_STRENGTH_MENTIONED;
}

/**
 * _rd_line_find_recipient:
 * @phrases: the phrases
 * @line: a line, without its end
 * @length: its length
 * @found: (out): what was found
 *
 * Finds the recipient whose part of a notice begins with @line.
 *
 * Returns: whether one does
 */
gboolean
_rd_line_find_recipient (const RdPhrases *phrases,
                         const char      *line,
                         gsize            length,
                         RdLineRecipient *found)
{
  gsize            from = skip_bullets (line, length);
  gboolean         is_other;
  gsize            label;
  gsize            start, end, rest;
  g_autofree char *tail = NULL;

  found->strength = RD_STRENGTH_MENTIONED;
  if (memchr (line, '@', length) == NULL)
    return FALSE;
  label = label_length (phrases, line + from, length - from, &is_other);
  if (is_other)
    return FALSE;
  from += label;
  if (!_rd_address_next (line, length, from, &start, &end))
    return FALSE;
  rest = skip_closing (line, length, end);
  if (!is_opening (line + from, start - from))
    {
      rest = skip_copy (line, length, rest);
      if (!is_named (line, from, start) || rest + 1 < length || is_daemon (line + from, rest - from))
        return FALSE;
    }
  else
    {
      gsize copy = skip_copy (line, length, rest);

      /* "a@example.com <b@example.com>": the first one is a display name. */
      if (copy != rest && is_blank (line[rest]))
        {
          gsize second_start, second_end;

          if (_rd_address_next (line, length, rest, &second_start, &second_end) && second_end <= copy &&
              strchr ("<", line[second_start - 1]) != NULL)
            {
              start = second_start;
              end = second_end;
            }
        }
      rest = copy;
    }
  tail = g_strndup (line + rest, length - rest);
  found->start = start;
  found->end = end;
  found->rest = rest;
  found->strength = weigh_rest (phrases, tail, length - rest);
  if (label > 0 && found->strength >= RD_STRENGTH_MENTIONED)
    found->strength = RD_STRENGTH_STRUCTURE;
  return found->strength >= RD_STRENGTH_SENTENCE;
}

/* "(generated from a@b)" and its kin: Exim, Sendmail, Postfix, PMDF. */
static const char *original_marks[] = {
  "(generated from ", "(ultimately generated from ", "(expanded from", "(was addressed to ", "generated by ", "original address:", "original-recipient:",
  "(expanded from:", "(forwarded from "
};

/**
 * _rd_line_dup_original:
 * @line: a line
 * @length: its length
 *
 * Reads the address the sender wrote, where a notice says that the failed one
 * came of it.
 *
 * Returns: (transfer full) (nullable): that address
 */
char *
_rd_line_dup_original (const char *line,
                       gsize       length)
{
  gsize start, end;

  while (length > 0 && is_blank (*line))
    {
      line++;
      length--;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (original_marks); i++)
    {
      gsize size = strlen (original_marks[i]);

      if (length > size && g_ascii_strncasecmp (line, original_marks[i], size) == 0 &&
          _rd_address_next (line, length, size, &start, &end))
        return g_strndup (line + start, end - start);
    }
  return NULL;
}
