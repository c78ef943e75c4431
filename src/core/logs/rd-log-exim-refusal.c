/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Exim's logs say about mail that this server refused to take. */

#define G_LOG_DOMAIN "rd-log"

#include "config.h"

#include "rd-log-parse.h"

/* How far into a line the name of a failed authenticator may reach. */
#define MAX_AUTHENTICATOR_BYTES 80

/* "rejected RCPT <a@b.example>: text" behind the word "rejected" */
static void
read_refusal_words (RdLogEvent *event,
                    RdSlice     words)
{
  const char *end;

  event->stage = words;
  if (rd_slice_take (&words, RD_SLICE_LITERAL ("RCPT ")))
    {
      end = words.length > 0 && words.data[0] == '<' ? rd_slice_find_char (words, '>') : NULL;
      if (end != NULL)
        {
          event->recipient = rd_slice_range (words.data + 1, end);
          words = rd_slice_range (end + 1, rd_slice_end (words));
        }
      else
        {
          end = rd_slice_find_char (words, ':');
          event->recipient = end != NULL ? rd_slice_until (words, end) : words;
        }
    }
  end = rd_slice_find (words, RD_SLICE_LITERAL (": "));
  event->text = end != NULL ? rd_slice_range (end + 2, rd_slice_end (words)) : rd_slice_trim (words);
  event->stage = rd_slice_until (event->stage, end != NULL ? end : rd_slice_end (event->stage));
}

static void
read_client (RdLogEvent *event,
             RdSlice     head)
{
  static const RdSlice senders[] = {
    RD_SLICE_LITERAL (" F=<"),
    RD_SLICE_LITERAL ("MAIL FROM:<"),
    RD_SLICE_LITERAL ("rejected MAIL <"),
    RD_SLICE_LITERAL ("rejected from <"),
  };
  const char *found = rd_slice_find (head, RD_SLICE_LITERAL ("H="));
  const char *from = rd_slice_find (head, RD_SLICE_LITERAL (" from ["));

  if (found != NULL && (found == head.data || found[-1] == ' '))
    {
      RdSlice rest = rd_slice_range (found + 2, rd_slice_end (head));

      rd_log_exim_take_host (event, &rest);
    }
  else if (from != NULL)
    {
      RdSlice rest = rd_slice_range (from + 6, rd_slice_end (head));

      rd_log_exim_take_host (event, &rest);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (senders) && event->sender.data == NULL; i++)
    {
      from = rd_slice_find (head, senders[i]);
      found = from != NULL ? rd_slice_find_char (rd_slice_range (from, rd_slice_end (head)), '>') : NULL;
      if (found != NULL)
        event->sender = rd_slice_range (from + senders[i].length, found);
    }
}

static gboolean
is_session_refusal (RdSlice body)
{
  static const struct
  {
    RdSlice start;
    RdSlice sign;
  } forms[] = {
    { RD_SLICE_LITERAL ("SMTP call from "), RD_SLICE_LITERAL (" dropped: too many ") },
    { RD_SLICE_LITERAL ("SMTP protocol "), RD_SLICE_LITERAL ("synchronization error") },
    { RD_SLICE_LITERAL ("refused connection from "), RD_SLICE_LITERAL ("refused") },
    { RD_SLICE_LITERAL ("Connection from "), RD_SLICE_LITERAL (" refused") },
  };
  RdSlice head = { body.data, MIN (body.length, MAX_AUTHENTICATOR_BYTES) };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      if (rd_slice_starts (body, forms[i].start))
        return rd_slice_find (body, forms[i].sign) != NULL;
    }
  return g_ascii_islower (body.data[0]) && rd_slice_find (head, RD_SLICE_LITERAL (" authenticator failed for ")) != NULL;
}

/* Refusals of a whole session: too many errors, wrong passwords. */
static gboolean
read_session_refusal (RdLogEvent *event,
                      RdSlice     body)
{
  const char *open = rd_slice_find_char (body, '[');
  const char *close = open != NULL ? rd_slice_find_char (rd_slice_range (open, rd_slice_end (body)), ']') : NULL;

  if (!is_session_refusal (body))
    return FALSE;
  event->kind = RD_LOG_OUTCOME;
  event->status = RD_LOG_REJECTED;
  event->is_inbound = TRUE;
  event->text = body;
  event->stage = RD_SLICE_LITERAL ("session");
  if (close != NULL)
    event->ip = rd_slice_range (open + 1, close);
  return TRUE;
}

/* Whether @head may stand before the verb of a refusal: client, cipher and
 * sender, but no words, which a colon begins.  What another server said, or what
 * a rule only remarked, may well contain "rejected" itself. */
static gboolean
is_refusal_head (RdSlice head)
{
  gboolean quoted = FALSE;

  for (gsize i = 0; i + 1 < head.length; i++)
    {
      if (head.data[i] == '\\' && quoted)
        i++;
      else if (head.data[i] == '"')
        quoted = !quoted;
      else if (!quoted && head.data[i] == ':' && head.data[i + 1] == ' ')
        return FALSE;
    }
  return TRUE;
}

/**
 * rd_log_exim_read_refusal:
 * @event: (inout): what the line says
 * @body: a line without one of Exim's flags
 *
 * Reads lines about mail that this server refused to take from others.
 *
 * Returns: whether it is one
 */
gboolean
rd_log_exim_read_refusal (RdLogEvent *event,
                          RdSlice     body)
{
  static const RdSlice word = RD_SLICE_LITERAL ("rejected ");
  const char          *found;
  RdSlice              head;

  if (body.length == 0)
    return FALSE;
  /* such a line begins with the client, the sender or the verb */
  if (body.data[0] == '\0' || strchr ("HUFrt(", body.data[0]) == NULL)
    return read_session_refusal (event, body);
  found = rd_slice_find (body, word);
  if (found == NULL || (found != body.data && found[-1] != ' '))
    return read_session_refusal (event, body);

  head = rd_slice_until (body, found);
  if (!is_refusal_head (head))
    return FALSE;
  event->kind = RD_LOG_OUTCOME;
  event->status = RD_LOG_REJECTED;
  event->is_inbound = TRUE;
  event->is_temporary = rd_slice_ends (head, RD_SLICE_LITERAL ("temporarily "));
  read_refusal_words (event, rd_slice_range (found + word.length, rd_slice_end (body)));
  /* who it was stands before the verb, or behind it if MAIL was refused */
  read_client (event, rd_slice_until (body, rd_slice_end (event->stage)));
  return TRUE;
}
