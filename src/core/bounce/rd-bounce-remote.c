/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

#include "rd-ip.h"
#include "rd-text.h"

/* Who refused and when: the name, the address and the phase of the dialogue
 * that mail systems write beside a reply. */

/* The server is named beside its reply, not far below it. */
#define MAX_SEARCHED_BYTES 8192

/* Longest name of a host in text (RFC 1035 section 2.3.4). */
#define MAX_HOST_BYTES 255

/* Words after which the name of the remote server stands. */
static const char *const leads[] = {
  "host ", "host: ", "talking to ", "connect to ", "smtp connection to ", "conversation with ", "connected to ", "remote host ", "remote server ",
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

/* The length of "192.0.2.1" in "192.0.2.1:25". */
static gsize
without_port (const char *p,
              gsize       length)
{
  const char *colon = memchr (p, ':', length);

  if (colon != NULL && memchr (p, '.', (gsize) (colon - p)) != NULL)
    length = (gsize) (colon - p);
  while (length > 0 && strchr (".:", p[length - 1]) != NULL)
    length--;
  return length;
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
  size = without_port (p + from, size);
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

  while (length > 0 && strchr (" \t\n<'\"", *p) != NULL)
    {
      p++;
      length--;
    }
  if (take_ip (p, length, ip) > 0)
    return TRUE;
  while (size < length && size < MAX_HOST_BYTES && is_host_char (p[size]))
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

  length = MIN (length, MAX_SEARCHED_BYTES);
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

/* What mail systems write beside a reply, and the phase it means; a table of
 * pairs, of which the search wants the texts alone. */
#define PHASE_MARKS(X)                                        \
  X ("in reply to rcpt to", RD_PHASE_RCPT)                    \
  X ("in reply to mail from", RD_PHASE_MAIL)                  \
  X ("in reply to end of data", RD_PHASE_END_OF_DATA)         \
  X ("in reply to data", RD_PHASE_DATA)                       \
  X ("in reply to helo", RD_PHASE_HELO)                       \
  X ("in reply to ehlo", RD_PHASE_HELO)                       \
  X ("refused to talk to me", RD_PHASE_CONNECT)               \
  X ("initial connection", RD_PHASE_CONNECT)                  \
  X ("connect to", RD_PHASE_CONNECT)                          \
  X ("after rcpt to", RD_PHASE_RCPT)                          \
  X ("after mail from", RD_PHASE_MAIL)                        \
  X ("after pipelined mail from", RD_PHASE_MAIL)              \
  X ("after pipelined rcpt to", RD_PHASE_RCPT)                \
  X ("after end of data", RD_PHASE_END_OF_DATA)               \
  X ("pipelined end of data", RD_PHASE_END_OF_DATA)           \
  X ("after pipelined end of data", RD_PHASE_END_OF_DATA)     \
  X ("after data", RD_PHASE_DATA)                             \
  X ("after helo", RD_PHASE_HELO)                             \
  X ("after ehlo", RD_PHASE_HELO)                             \
  X ("after rcpt command", RD_PHASE_RCPT)                     \
  X ("for rcpt command", RD_PHASE_RCPT)                       \
  X ("for mail command", RD_PHASE_MAIL)                       \
  X ("for text command", RD_PHASE_END_OF_DATA)                \
  X ("for data command", RD_PHASE_DATA)                       \
  X ("our rcpt to", RD_PHASE_RCPT)                            \
  X ("our mail from", RD_PHASE_MAIL)                          \
  X ("our final data", RD_PHASE_END_OF_DATA)                  \
  X ("our data", RD_PHASE_DATA)                               \
  X ("our ehlo", RD_PHASE_HELO)                               \
  X ("does not like recipient", RD_PHASE_RCPT)                \
  X ("sender was rejected", RD_PHASE_MAIL)                    \
  X ("failed after i sent the message", RD_PHASE_END_OF_DATA) \
  X ("failed on data command", RD_PHASE_DATA)                 \
  X ("my name was rejected", RD_PHASE_HELO)                   \
  X (">>> rcpt to", RD_PHASE_RCPT)                            \
  X (">>> mail from", RD_PHASE_MAIL)                          \
  X (">>> data", RD_PHASE_DATA)                               \
  X (">>> ehlo", RD_PHASE_HELO)                               \
  X (">>> helo", RD_PHASE_HELO)                               \
  X ("[rcpt_to]", RD_PHASE_RCPT)                              \
  X ("[mail_from]", RD_PHASE_MAIL)                            \
  X ("smtp:rcpt", RD_PHASE_RCPT)                              \
  X ("rcpt to generated", RD_PHASE_RCPT)                      \
  X ("body of message generated", RD_PHASE_END_OF_DATA)       \
  X ("but greeting failed", RD_PHASE_CONNECT)                 \
  X ("in response to rcpt to", RD_PHASE_RCPT)                 \
  X ("in response to mail from", RD_PHASE_MAIL)               \
  X ("in response to end of data", RD_PHASE_END_OF_DATA)      \
  X ("in response to data", RD_PHASE_DATA)                    \
  X ("command 'rcpt to", RD_PHASE_RCPT)                       \
  X ("command 'mail from", RD_PHASE_MAIL)                     \
  X ("command 'data", RD_PHASE_DATA)                          \
  X ("command 'ehlo", RD_PHASE_HELO)                          \
  X ("sent: rcpt to", RD_PHASE_RCPT)                          \
  X ("sent: mail from", RD_PHASE_MAIL)                        \
  X ("sent: data", RD_PHASE_DATA)                             \
  X ("sent: . ", RD_PHASE_END_OF_DATA)

#define MARK(mark, phase) mark,
#define PHASE(mark, phase) phase,

static const char *const phase_marks[] = { PHASE_MARKS (MARK) };
static const RdPhase     phases[] = { PHASE_MARKS (PHASE) };

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
