/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-blocks.h"

#include <string.h>

#include "rd-text.h"

/* What the blocks of a notice say: reply, server, phase and reason, and whom
 * they are about. */

static gboolean
has_words (const char *text,
           gsize       length)
{
  guint letters = 0;

  for (gsize i = 0; i < length && letters < 3; i++)
    letters += g_ascii_isalpha (text[i]) || (guchar) text[i] >= 0x80 ? 1 : 0;
  return letters >= 3;
}

/* Length of the paragraph at @text. */
static gsize
paragraph_length (const char *text)
{
  const char *end = strstr (text, "\n\n");

  return end != NULL ? (gsize) (end - text) : strlen (text);
}

static gboolean
gives_reason (const RdPhrases *phrases,
              const char      *text,
              gsize            length)
{
  char status[RD_STATUS_SIZE];

  return (_rd_phrases_scan (phrases, text, length) & (RD_MEANS_REASON | RD_MEANS_GAVE_UP)) != 0 ||
         _rd_status_find (text, length, '\0', status);
}

/* A paragraph that is longer says something by itself. */
#define MAX_ANNOUNCEMENT 120

/* Whether a paragraph only announces the next: "The response was:". */
static gboolean
is_announcement (const char *text,
                 gsize       length)
{
  return length > 3 && length < MAX_ANNOUNCEMENT && text[length - 1] == ':';
}

/* The sentences that carry the reason, from prose: the first paragraphs up to
 * one that has words of a refusal in it, and what it announces. */
static char *
dup_reason (const RdPhrases *phrases,
            const char      *text)
{
  const char *begin = text + strspn (text, " \t\n:;-.");
  const char *p = begin;
  const char *first = NULL;
  const char *stop = NULL;

  while (*p != '\0' && p - text < RD_LIMIT_PROSE_BYTES)
    {
      gsize       size = paragraph_length (p);
      const char *next = p + size + strspn (p + size, "\n");

      if (first == NULL && has_words (p, size))
        first = p + size;
      if (gives_reason (phrases, p, size))
        {
          stop = p + size;
          if (!is_announcement (next, paragraph_length (next)))
            break;
        }
      p = next;
    }
  if (first == NULL)
    return NULL;
  if (stop == NULL)
    stop = first;
  return _rd_reply_dup_joined (begin, (gsize) (stop - begin), "", "");
}

/* "Status code: 550 5.1.10" says what only with the sentences before it. */
static void
add_sentences (const RdPhrases *phrases,
               RdTextRecipient *recipient,
               gsize            reply)
{
  g_autofree char *before = g_strndup (recipient->text->str, MIN (reply, RD_LIMIT_PROSE_BYTES));
  g_autofree char *reason = dup_reason (phrases, before);
  char            *whole;

  if (reason == NULL)
    return;
  whole = g_strdup_printf ("%s %s", recipient->reply, reason);
  g_free (recipient->reply);
  recipient->reply = whole;
}

/* Server and phase, wherever the lines are broken.  The reply itself may name
 * any server: "Client host [192.0.2.1] blocked". */
static void
read_circumstances (RdTextRecipient *recipient,
                    const char      *text,
                    gsize            length,
                    gsize            reply)
{
  g_autofree char *before = g_strndup (text, MIN (reply, RD_LIMIT_PROSE_BYTES));
  g_autofree char *all = g_strndup (text, MIN (length, 2 * RD_LIMIT_PROSE_BYTES));
  g_autofree char *flat = rd_text_collapse (all);

  _rd_remote_find (before, strlen (before), &recipient->host, &recipient->ip);
  if (recipient->host == NULL && recipient->ip == NULL)
    {
      g_autofree char *joined = rd_text_collapse (before);

      _rd_remote_find (joined, strlen (joined), &recipient->host, &recipient->ip);
    }
  if (recipient->phase == RD_PHASE_UNKNOWN)
    recipient->phase = _rd_phase_find (flat, strlen (flat));
}

/* "5.1.0 - Unknown address error 550-'…'": the code of the system that gave up. */
static void
read_status_before (RdTextRecipient  *recipient,
                    const char       *text,
                    const RdReplyHit *hit)
{
  const char *line = text + hit->start;

  while (line > text && line[-1] != '\n')
    line--;
  _rd_status_find (line, (gsize) (text + hit->start - line), hit->code[0], recipient->status);
}

/* Reads reply, server and phase out of what was said about a recipient. */
static void
finish_recipient (const RdPhrases *phrases, RdTextRecipient *recipient)
{
  const char *text = recipient->text->str;
  gsize       length = recipient->text->len;
  RdReplyHit  hit;

  if (length == 0)
    return;
  if (_rd_reply_find (text, length, &hit))
    {
      memcpy (recipient->code, hit.code, sizeof hit.code);
      if (hit.status[0] != '\0')
        memcpy (recipient->status, hit.status, sizeof hit.status);
      else if (recipient->status[0] == '\0')
        read_status_before (recipient, text, &hit);
      recipient->reply = _rd_reply_dup_joined (text + hit.start, hit.end - hit.start, hit.code, hit.status);
      if (!has_words (recipient->reply, strlen (recipient->reply)))
        add_sentences (phrases, recipient, hit.start);
      recipient->is_remote = hit.is_quoted;
      read_circumstances (recipient, text, length, hit.start);
      return;
    }
  recipient->reason = dup_reason (phrases, text);
  if (recipient->reason == NULL)
    return;
  if (recipient->status[0] == '\0' && !_rd_status_find (recipient->reason, strlen (recipient->reason), '\0', recipient->status))
    _rd_status_find (text, length, '\0', recipient->status);
  /* "This is the mail system at host …" is not the server that was asked. */
  if (recipient->address != NULL)
    read_circumstances (recipient, recipient->reason, strlen (recipient->reason), strlen (recipient->reason));
}

static gboolean
is_told (const RdTextRecipient *recipient)
{
  return recipient->reply != NULL || recipient->reason != NULL;
}

static void
share_words (RdTextRecipient       *to,
             const RdTextRecipient *from)
{
  memcpy (to->code, from->code, sizeof to->code);
  memcpy (to->status, from->status, sizeof to->status);
  to->reply = g_strdup (from->reply);
  to->reason = g_strdup (from->reason);
  to->is_remote = from->is_remote;
  to->phase = from->phase;
  if (to->host == NULL)
    to->host = g_strdup (from->host);
  if (to->ip == NULL)
    to->ip = g_strdup (from->ip);
}

/* A list of addresses followed by one explanation: it is true for all. */
static void
share_explanations (RdNotice *notice)
{
  for (guint i = notice->recipients->len; i > 1; i--)
    {
      RdTextRecipient *before = g_ptr_array_index (notice->recipients, i - 2);
      RdTextRecipient *after = g_ptr_array_index (notice->recipients, i - 1);

      if (!is_told (before) && is_told (after) && before->strength >= RD_STRENGTH_ALONE && after->strength >= RD_STRENGTH_ALONE &&
          strspn (before->text->str, " \t\n:;.") == before->text->len)
        share_words (before, after);
    }
}

/* What stands apart from the recipients speaks for those of whom nothing else
 * is said. */
static void
apply_rest (RdNotice *notice, const RdPhrases *phrases, RdTranscript *transcript)
{
  RdTextRecipient *common = notice->common;

  finish_recipient (phrases, common);
  if (common->reply == NULL)
    _rd_transcript_apply_common (transcript, common);
  for (guint i = 0; i < notice->recipients->len; i++)
    {
      RdTextRecipient *recipient = g_ptr_array_index (notice->recipients, i);

      if (!is_told (recipient))
        share_words (recipient, common);
      else if (recipient->reply == NULL && common->reply != NULL && notice->recipients->len == 1)
        {
          g_clear_pointer (&recipient->reason, g_free);
          share_words (recipient, common);
        }
    }
}

/* Only the surest kind of address counts: helpdesks and examples are mentioned
 * in notices too. */
static void
keep_strongest (RdNotice *notice)
{
  RdStrength best = RD_STRENGTH_MENTIONED;

  for (guint i = 0; i < notice->recipients->len; i++)
    {
      const RdTextRecipient *recipient = g_ptr_array_index (notice->recipients, i);

      best = MAX (best, recipient->strength);
    }
  for (guint i = notice->recipients->len; i > 0; i--)
    {
      const RdTextRecipient *recipient = g_ptr_array_index (notice->recipients, i - 1);

      if (recipient->strength < best)
        g_ptr_array_remove_index (notice->recipients, i - 1);
    }
}

/**
 * _rd_blocks_finish:
 * @notice: a notice whose text was cut into blocks
 * @phrases: the phrases
 * @transcript: the dialogue that stood in it
 *
 * Reads what each block says, and gives every recipient the words that are
 * about it.
 */
void
_rd_blocks_finish (RdNotice        *notice,
                   const RdPhrases *phrases,
                   RdTranscript    *transcript)
{
  for (guint i = 0; i < notice->recipients->len; i++)
    finish_recipient (phrases, g_ptr_array_index (notice->recipients, i));
  _rd_transcript_apply (transcript, notice->recipients);
  keep_strongest (notice);
  share_explanations (notice);
  apply_rest (notice, phrases, transcript);
}
