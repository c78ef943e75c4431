/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-private.h"

#include <string.h>

#include "rd-bounce-blocks.h"
#include "rd-bounce-line.h"
#include "rd-bounce-log.h"
#include "rd-bounce-mention.h"
#include "rd-bounce-transcript.h"
#include "rd-limits.h"
#include "rd-text.h"

/* The human part of a notice.  Mail systems differ in their sentences, hardly
 * in their shape: an address that begins a line, then what is said about it.
 * So one scanner cuts the text into such blocks, and reply, server, phase and
 * reason are looked for within a block.  Transcripts are kept apart and joined
 * to their recipients at the end. */

/* A sentence about a recipient; what is longer is none. */
#define MAX_SENTENCE_BYTES 1024

/* A line that names the mail system, and one that heads a transcript. */
#define MAX_SYSTEM_LINE 300
#define MAX_TRANSCRIPT_LINE 200

/* Where a notice says what it is: lines without an end are cut. */
#define HEAD_LINES 12u
#define HEAD_BYTES 2048u

static void
recipient_free (gpointer data)
{
  RdTextRecipient *self = data;

  g_free (self->address);
  g_free (self->original);
  g_string_free (self->text, TRUE);
  g_free (self->reply);
  g_free (self->reason);
  g_free (self->host);
  g_free (self->ip);
  g_free (self);
}

/**
 * _rd_notice_new:
 *
 * Returns: (transfer full): a notice of which nothing was read yet
 */
RdNotice *
_rd_notice_new (void)
{
  RdNotice *self = g_new0 (RdNotice, 1);

  self->recipients = g_ptr_array_new_with_free_func (recipient_free);
  self->common = g_new0 (RdTextRecipient, 1);
  self->common->text = g_string_new (NULL);
  return self;
}

/**
 * _rd_notice_free:
 * @self: (transfer full) (nullable): a notice
 *
 * Frees @self.
 */
void
_rd_notice_free (RdNotice *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->recipients);
  g_free (self->reporting_mta);
  recipient_free (self->common);
  g_free (self);
}

/**
 * _rd_notice_has_reply:
 * @self: a notice
 *
 * Returns: whether the words of a server stand in it
 */
gboolean
_rd_notice_has_reply (const RdNotice *self)
{
  for (guint i = 0; i < self->recipients->len; i++)
    {
      const RdTextRecipient *recipient = g_ptr_array_index (self->recipients, i);

      if (recipient->reply != NULL)
        return TRUE;
    }
  return self->common->reply != NULL;
}

typedef struct
{
  RdNotice        *notice;
  const RdPhrases *phrases;
  const char     **not_recipients; /* (nullable) */
  GHashTable      *by_address;     /* folded address → RdTextRecipient */
  RdTextRecipient *current;        /* (nullable) */
  GString         *rest;           /* what belongs to no recipient */
  RdTranscript    *transcript;
  gboolean         is_transcript; /* below "Transcript of session follows" */
  const char      *previous;      /* last line that was not empty */
  gsize            previous_length;
  gsize            indent; /* of the line that began @current */
  gboolean         after_blank;
  const char      *read_until; /* (nullable): end of lines read together */
  const char      *sentence;   /* (nullable): beginning of the present one */
} Scanner;

static gboolean
is_excluded (const Scanner *self,
             const char    *address)
{
  if (self->not_recipients == NULL)
    return FALSE;
  for (gsize i = 0; self->not_recipients[i] != NULL; i++)
    {
      if (_rd_address_equal (self->not_recipients[i], address))
        return TRUE;
    }
  return FALSE;
}

static RdTextRecipient *
open_recipient (Scanner    *self,
                const char *address,
                RdStrength  strength)
{
  g_autofree char *key = g_ascii_strdown (address, -1);
  RdTextRecipient *found = g_hash_table_lookup (self->by_address, key);

  if (found == NULL)
    {
      if (self->notice->recipients->len >= RD_LIMIT_RECIPIENTS)
        return self->current;
      found = g_new0 (RdTextRecipient, 1);
      found->address = g_strdup (address);
      found->text = g_string_new (NULL);
      found->strength = strength;
      g_ptr_array_add (self->notice->recipients, found);
      g_hash_table_insert (self->by_address, g_steal_pointer (&key), found);
    }
  if (strength > found->strength)
    {
      g_free (found->address);
      found->address = g_strdup (address);
      found->strength = strength;
    }
  return found;
}

static void
append_line (GString    *text,
             const char *line,
             gsize       length)
{
  if (text->len > RD_LIMIT_DIAGNOSTIC_BYTES)
    return;
  g_string_append_len (text, line, (gssize) length);
  g_string_append_c (text, '\n');
}

/* An address within a sentence: "Your message to a@b couldn't be delivered."
 * The sentence may be wrapped, so the neighbouring lines count too. */
static void
read_sentence (Scanner    *self,
               const char *line,
               gsize       length,
               const char *end)
{
  const char *from = self->sentence != NULL ? self->sentence : line;
  const char *upto = line + length;
  gsize       start = 0;
  gsize       stop = 0;
  RdMeaning   meanings;

  /* A reply may name anybody. */
  if (length > 3 && g_ascii_isdigit (line[0]) && g_ascii_isdigit (line[1]) && g_ascii_isdigit (line[2]))
    return;

  if (upto < end && strchr (".:!?", line[length - 1]) == NULL)
    {
      const char *next = memchr (upto + 1, '\n', (gsize) (end - upto - 1));

      upto = next != NULL ? next : end;
    }
  if (upto - from > MAX_SENTENCE_BYTES)
    from = line;
  meanings = _rd_phrases_scan (self->phrases, from, MIN ((gsize) (upto - from), MAX_SENTENCE_BYTES));
  while (_rd_address_next (line, length, stop, &start, &stop))
    {
      g_autofree char *address = g_strndup (line + start, stop - start);
      RdTextRecipient *found;

      if (is_excluded (self, address) || _rd_mention_is_contact (line, start) || _rd_mention_is_greeted (line, start))
        continue;
      if ((meanings & (RD_MEANS_FAILED | RD_MEANS_DELAYED | RD_MEANS_LIST)) == 0 || _rd_mention_is_of_system (address))
        {
          open_recipient (self, address, RD_STRENGTH_MENTIONED);
          continue;
        }
      found = open_recipient (self, address, RD_STRENGTH_SENTENCE);
      if (self->current == NULL || self->current->strength <= RD_STRENGTH_SENTENCE)
        self->current = found;
      return;
    }
}

static void
read_system_name (Scanner    *self,
                  const char *line,
                  gsize       length)
{
  static const char *const leads[] = { "generating server:", "mail system at host ", "program at host ", "qmail-send program at ", "deliver program at ",
                                       "message from ", "mail agent v0.13 at ", "bronserver:", "generierender server:", "servidor de generación:",
                                       "serveur de génération :", "serveur générateur :", "server di generazione:", "servidor de geração:", "generujący serwer:",
                                       "serwer generujący:", "oluşturan sunucu:", "сервер-источник:", "создающий сервер:", "生成サーバー:", "reporting-mta:",
                                       "delivery status notification from ", "on the queue on " };
  g_autofree char         *name = NULL;
  gsize                    at = 0;
  gsize                    size = 0;
  gsize                    which;

  if (self->notice->reporting_mta != NULL || length > MAX_SYSTEM_LINE ||
      !_rd_marks_find (leads, G_N_ELEMENTS (leads), line, length, &at, &which))
    return;
  at += strlen (leads[which]);
  while (at < length && line[at] == ' ')
    at++;
  while (at + size < length && (g_ascii_isalnum (line[at + size]) || strchr (".-_", line[at + size]) != NULL))
    size++;
  name = g_strndup (line + at, size);
  if (strchr (name, '.') != NULL)
    self->notice->reporting_mta = rd_domain_normalize (name);
}

static gboolean
begins_transcript (const char *line,
                   gsize       length)
{
  static const char *const marks[] = { "transcript of session", "session transcript" };
  gsize                    at = 0;
  gsize                    which;

  return _rd_marks_find (marks, G_N_ELEMENTS (marks), line, MIN (length, MAX_TRANSCRIPT_LINE), &at, &which);
}

static void
read_recipient_line (Scanner               *self,
                     const char            *line,
                     gsize                  length,
                     const RdLineRecipient *found)
{
  g_autofree char *written = g_strndup (line + found->start, found->end - found->start);
  g_autofree char *address = _rd_address_decode (written);

  self->current = open_recipient (self, address, found->strength);
  if (self->current == NULL)
    return;
  self->indent = 0;
  while (self->indent < length && g_ascii_isspace (line[self->indent]))
    self->indent++;
  if (self->current->original == NULL && found->rest < length)
    self->current->original = _rd_line_dup_original (line + found->rest, length - found->rest);
  if (g_ascii_strncasecmp (written, "IMCEA", 5) == 0 && self->current->original == NULL)
    self->current->original = g_strdup (written);
  if (found->rest < length)
    append_line (self->current->text, line + found->rest, length - found->rest);
}

static gboolean
read_log_line (Scanner    *self,
               const char *line,
               gsize       length,
               const char *end)
{
  g_autofree char *whole = NULL;
  g_auto (RdLogLine) found = { 0 };
  RdTextRecipient *recipient;

  if (memchr (line, '@', length) == NULL || !_rd_log_line_is (line, length))
    return FALSE;
  whole = _rd_log_line_dup_joined (line, length, end, &self->read_until);
  if (!_rd_log_line_parse (whole, strlen (whole), &found))
    {
      self->read_until = NULL;
      return FALSE;
    }
  self->current = NULL;
  if (found.is_delivered)
    return TRUE;
  recipient = open_recipient (self, found.address, RD_STRENGTH_STRUCTURE);
  if (recipient == NULL)
    return TRUE;
  self->current = recipient;
  self->notice->meanings = (RdMeaning) ((guint) self->notice->meanings | RD_MEANS_OPENING | (found.is_delayed ? RD_MEANS_DELAYED : RD_MEANS_FAILED));
  if (self->notice->dialect == NULL)
    self->notice->dialect = found.dialect;
  recipient->is_delayed = found.is_delayed;
  memcpy (recipient->status, found.status, sizeof found.status);
  /* A server tries again and again: the last line counts. */
  g_string_truncate (recipient->text, 0);
  if (recipient->original == NULL)
    recipient->original = g_steal_pointer (&found.original);
  if (found.relay != NULL)
    {
      g_clear_pointer (&recipient->host, g_free);
      g_clear_pointer (&recipient->ip, g_free);
      g_string_append_printf (recipient->text, "relay=%s\n", found.relay);
      _rd_remote_find (recipient->text->str, recipient->text->len, &recipient->host, &recipient->ip);
      g_string_truncate (recipient->text, 0);
    }
  append_line (recipient->text, whole + found.words, strlen (whole) - found.words);
  return TRUE;
}

/* Whether a line that begins with an address only continues what a server says
 * about another: "…: host mx said: 550 5.1.8" / "    <a@b>: Sender address
 * rejected". */
static gboolean
is_continuation (const Scanner *self,
                 const char    *line,
                 gsize          length)
{
  gsize            indent = 0;
  const char      *end;
  g_autofree char *previous = NULL;
  RdReplyHit       hit;

  if (self->current == NULL || self->current->strength < RD_STRENGTH_STRUCTURE || self->after_blank)
    return FALSE;
  while (indent < length && g_ascii_isspace (line[indent]))
    indent++;
  if (indent > self->indent && self->current->text->len > 8)
    return TRUE;
  end = self->previous + self->previous_length;
  if (self->previous_length < 3 || !g_ascii_isdigit (end[-1]))
    return FALSE;
  previous = g_strndup (self->previous, self->previous_length);
  return _rd_reply_find (previous, self->previous_length, &hit) && hit.end - hit.start < 16;
}

/* Who runs a list, where a list refuses a message: not the one it was sent to. */
static gboolean
is_of_list (const Scanner         *self,
            const char            *line,
            const RdLineRecipient *found)
{
  g_autofree char *address = g_strndup (line + found->start, found->end - found->start);

  return (self->notice->first_meanings & RD_MEANS_LIST) != 0 && _rd_mention_list_length (address) > 0;
}

static void
read_line (Scanner    *self,
           const char *line,
           gsize       length,
           const char *end)
{
  g_autofree char *original = NULL;
  RdLineRecipient  found;

  if (read_log_line (self, line, length, end))
    return;
  read_system_name (self, line, length);
  if (begins_transcript (line, length))
    {
      self->is_transcript = TRUE;
      self->current = NULL;
    }
  if (_rd_transcript_read_line (self->transcript,
                                line,
                                length,
                                self->current != NULL ? self->current->address : NULL,
                                self->is_transcript))
    return;
  if (_rd_mention_is_program (line, length))
    self->current = NULL;
  original = _rd_line_dup_original (line, length);
  if (original != NULL && self->current != NULL)
    {
      g_free (self->current->original);
      self->current->original = g_steal_pointer (&original);
      return;
    }
  if (_rd_line_find_recipient (self->phrases, line, length, &found) &&
      !(found.strength == RD_STRENGTH_ALONE && self->previous != NULL && _rd_mention_announces_sender (self->previous, self->previous_length)))
    {
      if (found.strength > RD_STRENGTH_SENTENCE && !is_of_list (self, line, &found) && !is_continuation (self, line, length))
        {
          read_recipient_line (self, line, length, &found);
          return;
        }
    }
  if (memchr (line, '@', length) != NULL && (self->current == NULL || self->current->strength <= RD_STRENGTH_SENTENCE))
    read_sentence (self, line, length, end);
  append_line (self->current != NULL ? self->current->text : self->rest, line, length);
}

static void
read_lines (Scanner    *self,
            const char *text,
            gsize       length)
{
  const char *end = text + length;

  for (const char *line = text; line < end;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      gsize       size = (gsize) ((newline != NULL ? newline : end) - line);
      gsize       shown = size;

      while (shown > 0 && g_ascii_isspace (line[shown - 1]))
        shown--;
      if (line < self->read_until)
        {
          line += size + 1;
          continue;
        }
      if (shown == 0)
        {
          append_line (self->current != NULL ? self->current->text : self->rest, "", 0);
          self->sentence = NULL;
          self->after_blank = TRUE;
        }
      else
        {
          if (self->sentence == NULL)
            self->sentence = line;
          read_line (self, line, shown, end);
          self->previous = line;
          self->previous_length = shown;
          self->after_blank = FALSE;
          if (strchr (".:!?>", line[shown - 1]) != NULL)
            self->sentence = NULL;
        }
      line += size + 1;
    }
}

static void
read_meanings (Scanner    *self,
               const char *text,
               gsize       length)
{
  const char *newline = text;
  gsize       head = 0;

  for (guint lines = 0; lines < HEAD_LINES && newline != NULL; lines++)
    {
      newline = memchr (text + head, '\n', length - head);
      head = newline != NULL ? (gsize) (newline - text) + 1 : length;
    }
  self->notice->meanings =
      _rd_phrases_scan_notice (self->phrases, text, length, MIN (head, HEAD_BYTES), &self->notice->first_meanings, &self->notice->dialect);
}

/**
 * _rd_notice_read:
 * @self: a new notice
 * @phrases: the phrases
 * @text: clean lines, without the returned message
 * @not_recipients: (nullable) (array zero-terminated=1): addresses of the
 *   sender, which are not taken for recipients just because a sentence names
 *   them
 *
 * Reads the human part of a notice.
 */
void
_rd_notice_read (RdNotice        *self,
                 const RdPhrases *phrases,
                 const char      *text,
                 const char     **not_recipients)
{
  g_autoptr (GHashTable) by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (RdTranscript) transcript = _rd_transcript_new ();
  gsize   length = strlen (text);
  Scanner scanner = { self, phrases, not_recipients, by_address, NULL, self->common->text, transcript, FALSE, NULL, 0, 0, TRUE, NULL, NULL };

  read_meanings (&scanner, text, length);
  read_lines (&scanner, text, length);
  _rd_blocks_finish (self, phrases, transcript);
}
