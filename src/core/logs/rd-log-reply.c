/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-reply.h"

#include "rd-limits.h"
#include "rd-text.h"

/* Whether a reply line (RFC 5321 section 4.2) begins here. */
static gboolean
is_reply_code (RdSlice text)
{
  if (text.length < 3 || strchr ("245", text.data[0]) == NULL || text.data[0] == '\0')
    return FALSE;
  if (!g_ascii_isdigit (text.data[1]) || !g_ascii_isdigit (text.data[2]))
    return FALSE;
  return text.length == 3 || text.data[3] == ' ' || text.data[3] == '-' || text.data[3] == '\\';
}

/* The length of an enhanced status code at the start of @text, or 0. */
static gsize
enhanced_length (RdSlice text)
{
  gsize at = 2;

  if (text.length < 5 || strchr ("245", text.data[0]) == NULL || text.data[0] == '\0' || text.data[1] != '.')
    return 0;
  for (int part = 0; part < 2; part++)
    {
      gsize start = at;

      while (at < text.length && at - start < 4 && g_ascii_isdigit (text.data[at]))
        at++;
      if (at == start || at - start > 3)
        return 0;
      if (part == 0 && (at >= text.length || text.data[at++] != '.'))
        return 0;
    }
  if (at < text.length && (text.data[at] == '.' || g_ascii_isdigit (text.data[at])))
    return 0;
  return at;
}

/* Where after @from the next ": " with a reply code behind it stands. */
static RdSlice
find_reply (RdSlice from)
{
  const char *colon;

  while ((colon = rd_slice_find (from, RD_SLICE_LITERAL (": "))) != NULL)
    {
      from = rd_slice_skip (from, (gsize) (colon - from.data) + 2);
      if (is_reply_code (from))
        return from;
    }
  return (RdSlice){ NULL, 0 };
}

/* The words of the remote server in @text, if it said any. */
static RdSlice
locate_reply (const RdLogEvent *event,
              RdSlice           text)
{
  static const RdSlice introductions[] = {
    RD_SLICE_LITERAL (" said: "),
    RD_SLICE_LITERAL ("refused to talk to me: "),
    RD_SLICE_LITERAL ("BANNER rejected: "),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (introductions); i++)
    {
      const char *found = rd_slice_find (text, introductions[i]);

      if (found != NULL)
        {
          RdSlice reply = rd_slice_skip (text, (gsize) (found - text.data) + introductions[i].length);

          return is_reply_code (reply) ? reply : (RdSlice){ NULL, 0 };
        }
    }
  if (rd_slice_find (text, RD_SLICE_LITERAL ("MTP error ")) != NULL)
    return find_reply (text);
  /* Exim begins with a reply only where it was good; others' words may be anybody's. */
  if ((event->format != RD_LOG_EXIM || event->status == RD_LOG_DELIVERED || event->status == RD_LOG_PASSED_ON) && is_reply_code (text))
    return text;
  return (RdSlice){ NULL, 0 };
}

static const struct
{
  RdSlice word;
  RdPhase phase;
} stages[] = {
  { RD_SLICE_LITERAL ("end of data"), RD_PHASE_END_OF_DATA },
  { RD_SLICE_LITERAL ("end of DATA"), RD_PHASE_END_OF_DATA },
  { RD_SLICE_LITERAL ("final reply"), RD_PHASE_END_OF_DATA },
  { RD_SLICE_LITERAL ("after DATA"), RD_PHASE_END_OF_DATA },
  { RD_SLICE_LITERAL ("END-OF-MESSAGE"), RD_PHASE_END_OF_DATA },
  { RD_SLICE_LITERAL ("initial "), RD_PHASE_CONNECT },
  { RD_SLICE_LITERAL ("connect"), RD_PHASE_CONNECT },
  { RD_SLICE_LITERAL ("CONNECT"), RD_PHASE_CONNECT },
  { RD_SLICE_LITERAL ("RCPT"), RD_PHASE_RCPT },
  { RD_SLICE_LITERAL ("MAIL"), RD_PHASE_MAIL },
  { RD_SLICE_LITERAL ("DATA"), RD_PHASE_DATA },
  { RD_SLICE_LITERAL ("sending data"), RD_PHASE_DATA },
  { RD_SLICE_LITERAL ("message body"), RD_PHASE_DATA },
  { RD_SLICE_LITERAL ("header"), RD_PHASE_END_OF_DATA },
  { RD_SLICE_LITERAL ("HLO"), RD_PHASE_HELO },
  { RD_SLICE_LITERAL ("HELO"), RD_PHASE_HELO },
  { RD_SLICE_LITERAL ("STARTTLS"), RD_PHASE_HELO },
  { RD_SLICE_LITERAL ("AUTH"), RD_PHASE_HELO },
};

static RdPhase
read_stage (RdSlice stage)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      if (rd_slice_find (stage, stages[i].word) != NULL)
        return stages[i].phase;
    }
  return RD_PHASE_UNKNOWN;
}

/* The words in @text that name the stage: what follows @word, up to where a
 * recipient or the reply begins.  The last one counts, as a server may quote
 * such words itself, except where the reply stands behind it. */
static RdSlice
find_stage (RdSlice text,
            RdSlice reply)
{
  static const RdSlice before[] = {
    RD_SLICE_LITERAL (" after "),
    RD_SLICE_LITERAL ("in response to "),
    RD_SLICE_LITERAL (" while "),
  };
  static const RdSlice in_reply = RD_SLICE_LITERAL ("(in reply to ");
  RdSlice              head = text;
  const char          *found;

  if (reply.data != NULL)
    {
      const char *last = NULL;

      for (found = rd_slice_find (reply, in_reply); found != NULL;
           found = rd_slice_find (rd_slice_range (found + 1, rd_slice_end (reply)), in_reply))
        last = found;
      if (last != NULL)
        return rd_slice_skip (rd_slice_range (last, rd_slice_end (reply)), in_reply.length);
      head = rd_slice_until (text, reply.data);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    {
      found = rd_slice_find (head, before[i]);
      if (found != NULL)
        {
          RdSlice     stage = rd_slice_skip (rd_slice_range (found, rd_slice_end (head)), before[i].length);
          const char *address = rd_slice_find_char (stage, '<');

          return address != NULL ? rd_slice_until (stage, address) : stage;
        }
    }
  return (RdSlice){ NULL, 0 };
}

/**
 * rd_log_reply_read:
 * @event: what a line says
 * @text: the words of it to look at
 * @reply: (out): what was found
 *
 * Finds reply code, enhanced status code and stage of the dialogue in the
 * words an MTA logs.
 */
void
rd_log_reply_read (const RdLogEvent *event,
                   RdSlice           text,
                   RdLogReply       *reply)
{
  RdSlice words = { NULL, 0 };
  RdSlice stage = event->stage;
  gsize   length;

  memset (reply, 0, sizeof *reply);
  if (text.data != NULL)
    words = locate_reply (event, text);
  if (words.data != NULL)
    {
      reply->code = (RdSlice){ words.data, 3 };
      length = enhanced_length (rd_slice_skip (words, 4));
      if (length > 0)
        reply->enhanced = (RdSlice){ words.data + 4, length };
    }
  else if (event->format != RD_LOG_EXIM && text.data != NULL && (length = enhanced_length (text)) > 0)
    {
      /* what a filter of Postfix answers has no code in front */
      reply->enhanced = (RdSlice){ text.data, length };
    }
  if (stage.data == NULL && text.data != NULL)
    stage = find_stage (text, words);
  if (stage.data != NULL)
    reply->phase = read_stage (stage);
  else if (words.data != NULL && rd_slice_find (text, RD_SLICE_LITERAL ("refused to talk to me")) != NULL)
    reply->phase = RD_PHASE_CONNECT;
  else if (event->is_host_down)
    reply->phase = RD_PHASE_CONNECT;
}

/* What queues answer when they take a message: its id stands behind or, as
 * Sendmail has it, before these words. */
static const struct
{
  RdSlice  words;
  gboolean is_behind;
} acceptances[] = {
  { RD_SLICE_LITERAL ("queued as "), TRUE },
  { RD_SLICE_LITERAL ("OK id="), TRUE },
  { RD_SLICE_LITERAL (" Message accepted for delivery"), FALSE },
};

static gboolean
is_queue_id_char (char c)
{
  return g_ascii_isalnum (c) || c == '-';
}

static RdSlice
queue_id_behind (RdSlice text)
{
  gsize length = 0;

  while (length < text.length && is_queue_id_char (text.data[length]))
    length++;
  return (RdSlice){ text.data, length };
}

static RdSlice
queue_id_before (RdSlice text)
{
  gsize start = text.length;

  while (start > 0 && is_queue_id_char (text.data[start - 1]))
    start--;
  return rd_slice_skip (text, start);
}

/**
 * rd_log_reply_find_next_id:
 * @event: mail that was handed over
 *
 * Finds under which id a queue on this machine took the mail, behind a filter most
 * often: "250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as
 * 5A1B2C3D4E".
 *
 * Returns: the id, empty if the mail went to another machine or into a mailbox
 */
RdSlice
rd_log_reply_find_next_id (const RdLogEvent *event)
{
  if (!rd_slice_starts (event->ip, RD_SLICE_LITERAL ("127.")) && !rd_slice_equal (event->ip, RD_SLICE_LITERAL ("::1")))
    return (RdSlice){ NULL, 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (acceptances); i++)
    {
      const char *found = rd_slice_find (event->text, acceptances[i].words);

      if (found != NULL)
        return acceptances[i].is_behind ? queue_id_behind (rd_slice_skip (rd_slice_range (found, rd_slice_end (event->text)), acceptances[i].words.length))
                                        : queue_id_before (rd_slice_until (event->text, found));
    }
  return (RdSlice){ NULL, 0 };
}

/* Reads three octal digits. */
static int
octal (const char *p)
{
  if (p[0] < '0' || p[0] > '3' || p[1] < '0' || p[1] > '7' || p[2] < '0' || p[2] > '7')
    return -1;
  return (p[0] - '0') * 64 + (p[1] - '0') * 8 + (p[2] - '0');
}

/**
 * rd_log_text_dup:
 * @format: who wrote it
 * @text: a piece of a line
 *
 * Takes back the escapes of a log: Exim writes line ends as "\n" and bytes
 * that are not ASCII as "\303\244"; system logs write control characters as
 * "#012".
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
rd_log_text_dup (RdLogFormat format,
                 RdSlice     text)
{
  g_autofree char *plain = NULL;
  gsize            length = 0;
  gsize            limit = MIN (text.length, RD_LIMIT_DIAGNOSTIC_BYTES);
  gboolean         is_exim = format >= RD_LOG_EXIM && format <= RD_LOG_EXIQGREP;
  char             escape = is_exim ? '\\' : '#';

  if (limit == 0)
    return g_strdup ("");
  if (memchr (text.data, escape, limit) == NULL)
    return rd_text_make_valid (text.data, (gssize) limit);

  plain = g_malloc (limit);
  for (gsize i = 0; i < limit; i++)
    {
      char c = text.data[i];
      int  value = c == escape && limit - i > 3 ? octal (text.data + i + 1) : -1;

      if (is_exim && c == escape && i + 1 < limit && strchr ("nt\"\\", text.data[i + 1]) != NULL && text.data[i + 1] != '\0')
        {
          c = text.data[++i];
          c = c == 'n' ? '\n' : c == 't' ? '\t'
                                         : c;
        }
      else if (value >= 0 && (is_exim || value < 32))
        {
          c = (char) value;
          i += 3;
        }
      plain[length++] = c;
    }
  return rd_text_make_valid (plain, (gssize) length);
}

/**
 * rd_log_text_unfold:
 * @text: the words of a server as Postfix logs them
 *
 * Postfix joins the lines of a reply with blanks: "550-5.7.26 a 550 5.7.26 b".
 * Puts the line ends back, so that words on both sides of one can be told from
 * the codes between them.
 *
 * Returns: (transfer full): the text
 */
char *
rd_log_text_unfold (const char *text)
{
  static const char *const introductions[] = { " said: ", " refused to talk to me: " };
  g_autoptr (GString) lines = g_string_new (text);
  const char *said = NULL;
  RdSlice     code;

  for (gsize i = 0; i < G_N_ELEMENTS (introductions) && said == NULL; i++)
    {
      said = strstr (text, introductions[i]);
      if (said != NULL)
        said += strlen (introductions[i]);
    }
  if (said == NULL || strlen (said) < 4 || said[3] != '-')
    return g_strdup (text);
  code = (RdSlice){ said, 3 };
  for (gsize i = (gsize) (code.data - text) + 4; i + 5 < lines->len; i++)
    {
      const char *p = lines->str + i;

      if (p[0] == ' ' && memcmp (p + 1, code.data, 3) == 0 && (p[4] == '-' || p[4] == ' '))
        lines->str[i] = '\n';
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}
