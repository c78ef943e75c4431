/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

#include "rd-ip.h"
#include "rd-text.h"

/* Who refused and when: the name, the address and the phase of the dialogue
 * that mail systems write beside a reply. */

/* Words after which the name of the remote server stands. */
static const char *const leads[] = {
  "host ", "host: ", "talking to ", "connect to ", "conversation with ", "connected to ", "remote host ", "remote server ",
  "remote mta ", "remote-mta: dns; ", "remote-mta: ", "remote system: dns; ", "remote system: dns;", "mailer ", "rejected by ", " by ", "lost connection with ", "relay=",
  "server for the recipient domain "
};

/* A number that a letter has in both cases, and some other characters too.  Most
 * places in a text are passed over because no mark begins with their two. */
#define LETTER(c) ((guint) (c) &0x1fu)

/**
 * _rd_marks_find:
 * @marks: texts in lower case
 * @n_marks: their number
 * @text: where to look
 * @length: its length
 * @at: (inout): where to begin, then where one was found
 * @which: (out): its number
 *
 * Finds the first of some texts that begins where a word does, whatever the
 * case of its ASCII letters.
 *
 * Returns: whether there is one
 */
gboolean
_rd_marks_find (const char *const *marks,
                gsize              n_marks,
                const char        *text,
                gsize              length,
                gsize             *at,
                gsize             *which)
{
  guint32 pairs[32] = { 0 };

  for (gsize k = 0; k < n_marks; k++)
    pairs[LETTER (marks[k][0])] |= marks[k][1] != '\0' ? 1u << LETTER (marks[k][1]) : G_MAXUINT32;
  for (gsize i = *at; i < length; i++)
    {
      char next = i + 1 < length ? text[i + 1] : '\0';

      if ((pairs[LETTER (text[i])] >> LETTER (next) & 1u) == 0 || (i > 0 && g_ascii_isalnum (text[i - 1]) && g_ascii_isalnum (text[i])))
        continue;
      for (gsize k = 0; k < n_marks; k++)
        {
          gsize size;

          if (LETTER (marks[k][0]) != LETTER (text[i]) || (marks[k][1] != '\0' && LETTER (marks[k][1]) != LETTER (next)))
            continue;
          size = strlen (marks[k]);
          if (length - i >= size && g_ascii_strncasecmp (text + i, marks[k], size) == 0)
            {
              *at = i;
              *which = k;
              return TRUE;
            }
        }
    }
  return FALSE;
}

/* Words behind the name of the remote server, or its address. */
static const char *const verbs[] = { "did not like our", "does not like", "failed after i sent", "failed on data", "responded with" };

static gboolean
is_host_char (char c)
{
  return g_ascii_isalnum (c) || strchr ("-._", c) != NULL;
}

/* Takes "[192.0.2.1]", "(192.0.2.1)" or a bare address at @p. */
static gsize
take_ip (const char *p,
         gsize       length,
         char      **ip)
{
  gsize size = 0;
  gsize from = 0;
  RdIp  address;

  if (length > 0 && (*p == '[' || *p == '('))
    from = 1;
  if (length - from > 5 && g_ascii_strncasecmp (p + from, "IPv6:", 5) == 0)
    from += 5;
  while (from + size < length && size < RD_IP_TEXT_SIZE && (g_ascii_isxdigit (p[from + size]) || strchr (".:", p[from + size]) != NULL))
    size++;
  while (size > 0 && strchr (".:", p[from + size - 1]) != NULL)
    size--;
  if (size < 3 || !rd_ip_parse_len (p + from, size, &address))
    return 0;
  if (*ip == NULL)
    *ip = rd_ip_to_string (&address);
  return from + size;
}

/* Reads "mx.example.com[192.0.2.1]:25", "mx.example.com [192.0.2.1]", … */
static gboolean
take_server (const char *p,
             gsize       length,
             char      **host,
             char      **ip)
{
  gsize            size = 0;
  g_autofree char *name = NULL;
  g_autofree char *normal = NULL;

  while (length > 0 && strchr (" \t\n<", *p) != NULL)
    {
      p++;
      length--;
    }
  if (take_ip (p, length, ip) > 0)
    return TRUE;
  while (size < length && size < 255 && is_host_char (p[size]))
    size++;
  while (size > 0 && strchr (".-_", p[size - 1]) != NULL)
    size--;
  name = g_strndup (p, size);
  if (strchr (name, '.') == NULL || (size < length && p[size] == '@'))
    return FALSE;
  normal = rd_domain_normalize (name);
  if (normal == NULL || g_ascii_isdigit (normal[strlen (normal) - 1]))
    return FALSE;
  p += size;
  length -= size;
  while (length > 0 && strchr (". \t\n:", *p) != NULL)
    {
      p++;
      length--;
    }
  if (length > 0 && (*p == '[' || *p == '(' || g_ascii_isdigit (*p)))
    take_ip (p, length, ip);
  if (*host == NULL)
    *host = g_steal_pointer (&normal);
  return TRUE;
}

/**
 * _rd_remote_find:
 * @text: what a mail system says about one recipient
 * @length: its length
 * @host: (inout): the remote server's name, written if found and not set yet
 * @ip: (inout): its address, likewise
 *
 * Finds the server that was asked.
 */
void
_rd_remote_find (const char *text,
                 gsize       length,
                 char      **host,
                 char      **ip)
{
  /* "mx.example.com [192.0.2.1] did not like our RCPT TO:" (dma),
   * "192.0.2.1 does not like recipient." (qmail), "MX [IP]:" (Courier). */
  gsize line = 0;
  gsize at = 0;
  gsize which;

  length = MIN (length, 8192);
  while (line < length)
    {
      const char *newline = memchr (text + line, '\n', length - line);
      gsize       end = newline != NULL ? (gsize) (newline - text) : length;
      gsize       found = line;

      if (_rd_marks_find (verbs, G_N_ELEMENTS (verbs), text, end, &found, &which) ||
          (end - line > 2 && strncmp (text + end - 2, "]:", 2) == 0))
        {
          if (take_server (text + line, end - line, host, ip))
            return;
        }
      line = end + 1;
    }
  while (_rd_marks_find (leads, G_N_ELEMENTS (leads), text, length, &at, &which))
    {
      gsize size = strlen (leads[which]);

      if (take_server (text + at + size, length - at - size, host, ip))
        return;
      at++;
    }
}

/* What mail systems write beside a reply, and the phase it means. */
static const char *const phase_marks[] = {
  "in reply to rcpt to",
  "in reply to mail from",
  "in reply to end of data",
  "in reply to data",
  "in reply to helo",
  "in reply to ehlo",
  "refused to talk to me",
  "initial connection",
  "connect to",
  "after rcpt to",
  "after mail from",
  "after pipelined mail from",
  "after pipelined rcpt to",
  "after end of data",
  "pipelined end of data",
  "after pipelined end of data",
  "after data",
  "after helo",
  "after ehlo",
  "after rcpt command",
  "for rcpt command",
  "for mail command",
  "for text command",
  "for data command",
  "our rcpt to",
  "our mail from",
  "our final data",
  "our data",
  "our ehlo",
  "does not like recipient",
  "sender was rejected",
  "failed after i sent the message",
  "failed on data command",
  "my name was rejected",
  ">>> rcpt to",
  ">>> mail from",
  ">>> data",
  ">>> ehlo",
  ">>> helo",
  "[rcpt_to]",
  "[mail_from]",
  "smtp:rcpt",
  "rcpt to generated",
  "body of message generated",
};

static const RdPhase phases[G_N_ELEMENTS (phase_marks)] = {
  RD_PHASE_RCPT,
  RD_PHASE_MAIL,
  RD_PHASE_END_OF_DATA,
  RD_PHASE_DATA,
  RD_PHASE_HELO,
  RD_PHASE_HELO,
  RD_PHASE_CONNECT,
  RD_PHASE_CONNECT,
  RD_PHASE_CONNECT,
  RD_PHASE_RCPT,
  RD_PHASE_MAIL,
  RD_PHASE_MAIL,
  RD_PHASE_RCPT,
  RD_PHASE_END_OF_DATA,
  RD_PHASE_END_OF_DATA,
  RD_PHASE_END_OF_DATA,
  RD_PHASE_DATA,
  RD_PHASE_HELO,
  RD_PHASE_HELO,
  RD_PHASE_RCPT,
  RD_PHASE_RCPT,
  RD_PHASE_MAIL,
  RD_PHASE_END_OF_DATA,
  RD_PHASE_DATA,
  RD_PHASE_RCPT,
  RD_PHASE_MAIL,
  RD_PHASE_END_OF_DATA,
  RD_PHASE_DATA,
  RD_PHASE_HELO,
  RD_PHASE_RCPT,
  RD_PHASE_MAIL,
  RD_PHASE_END_OF_DATA,
  RD_PHASE_DATA,
  RD_PHASE_HELO,
  RD_PHASE_RCPT,
  RD_PHASE_MAIL,
  RD_PHASE_DATA,
  RD_PHASE_HELO,
  RD_PHASE_HELO,
  RD_PHASE_RCPT,
  RD_PHASE_MAIL,
  RD_PHASE_RCPT,
  RD_PHASE_RCPT,
  RD_PHASE_END_OF_DATA,
};

/**
 * _rd_phase_find:
 * @text: some text
 * @length: its length
 *
 * Finds in which phase of the SMTP dialogue a reply came, from what mail
 * systems write beside it: "(in reply to RCPT TO command)", "after end of
 * data:", "did not like our final DATA:".
 *
 * Returns: the phase
 */
RdPhase
_rd_phase_find (const char *text,
                gsize       length)
{
  gsize at = 0;
  gsize which;

  return _rd_marks_find (phase_marks, G_N_ELEMENTS (phase_marks), text, length, &at, &which) ? phases[which] : RD_PHASE_UNKNOWN;
}
