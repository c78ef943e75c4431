/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-bounce"

#include "config.h"

#include "rd-bounce-transcript.h"

#include <string.h>

#include "rd-bounce-line.h"
#include "rd-limits.h"
#include "rd-text.h"

/* "... while talking to mx.example.com.:" and "Fri 2026-11-20 09:12:46: Attempting
 * SMTP connection to " stand near the beginning of their lines, and the name right
 * behind them. */
#define MAX_TALKING_OFFSET 96
#define MAX_TALKING_BYTES 300

/* One reply of the dialogue. */
typedef struct
{
  char    *recipient; /* (nullable): of the RCPT TO before it */
  char    *host;      /* (nullable) */
  RdPhase  phase;
  GString *text;     /* its lines */
  gboolean is_local; /* the sending server's own line: "550 5.1.1 <a@b>... User unknown" */
} Reply;

struct _RdTranscript
{
  GPtrArray *replies;   /* (element-type Reply) */
  char      *host;      /* "... while talking to" */
  char      *recipient; /* of the last RCPT TO */
  GString   *mailer;    /* what a program that delivers here said: "mail.local: quota exceeded" */
  RdPhase    phase;
  gboolean   is_open;         /* the last line was part of a reply */
  guint      first_unclaimed; /* first reply not yet tied to a recipient by a local line */
};

static void
reply_free (gpointer data)
{
  Reply *self = data;

  g_free (self->recipient);
  g_free (self->host);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * _rd_transcript_new:
 *
 * Returns: (transfer full): an empty transcript
 */
RdTranscript *
_rd_transcript_new (void)
{
  RdTranscript *self = g_new0 (RdTranscript, 1);

  self->replies = g_ptr_array_new_with_free_func (reply_free);
  self->mailer = g_string_new (NULL);
  return self;
}

/**
 * _rd_transcript_free:
 * @self: (transfer full) (nullable): a transcript
 *
 * Frees @self.
 */
void
_rd_transcript_free (RdTranscript *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->replies);
  g_free (self->host);
  g_free (self->recipient);
  g_string_free (self->mailer, TRUE);
  g_free (self);
}

static Reply *
add_reply (RdTranscript *self,
           const char   *recipient,
           gboolean      is_local)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->recipient = g_strdup (recipient);
  reply->host = g_strdup (self->host);
  reply->phase = self->phase;
  reply->text = g_string_new (NULL);
  reply->is_local = is_local;
  g_ptr_array_add (self->replies, reply);
  return reply;
}

/* "220 mx.example.com ESMTP": the greeting (RFC 5321 section 4.3.1) names the
 * server where until now its address alone was known. */
static void
read_greeting (RdTranscript *self,
               const char   *text,
               gsize         length)
{
  gsize            size = 0;
  g_autofree char *name = NULL;

  if (self->phase != RD_PHASE_CONNECT || length < 8 || strncmp (text, "220", 3) != 0 || (text[3] != ' ' && text[3] != '-'))
    return;
  while (size + 4 < length && (g_ascii_isalnum (text[size + 4]) || strchr (".-", text[size + 4]) != NULL))
    size++;
  name = g_strndup (text + 4, size);
  if (strchr (name, '.') == NULL || g_ascii_isdigit (name[size - 1]))
    return;
  g_free (self->host);
  self->host = rd_domain_normalize (name);
}

/* A line of the other server: starts a reply or continues one. */
static void
read_server_line (RdTranscript *self,
                  const char   *text,
                  gsize         length,
                  const char   *current)
{
  Reply *last = self->is_open && self->replies->len > 0 ? g_ptr_array_index (self->replies, self->replies->len - 1) : NULL;

  read_greeting (self, text, length);
  if (last != NULL && !last->is_local && strncmp (last->text->str, text, 3) == 0)
    g_string_append_c (last->text, '\n');
  else
    last = text[0] == '4' || text[0] == '5' ? add_reply (self, self->recipient != NULL ? self->recipient : current, FALSE) : NULL;
  if (last != NULL && last->text->len < RD_LIMIT_DIAGNOSTIC_BYTES)
    g_string_append_len (last->text, text, (gssize) length);
  self->is_open = last != NULL;
}

/* Sendmail sums up what such a program said as "Service unavailable". */
static void
take_mailer (RdTranscript *self,
             Reply        *reply)
{
  if (self->mailer->len > 0)
    g_string_append_printf (reply->text, " %s", self->mailer->str);
  g_string_truncate (self->mailer, 0);
}

/* "mail.local: /var/mail/anna: Disc quota exceeded": a program's name and its
 * words. */
static gboolean
read_mailer_line (RdTranscript *self,
                  const char   *line,
                  gsize         length)
{
  gsize size = 0;

  while (size < length && (g_ascii_isalnum (line[size]) || strchr ("./_-", line[size]) != NULL))
    size++;
  if (size < 3 || size + 3 > length || !g_ascii_islower (line[size - 1]) || line[size] != ':' || line[size + 1] != ' ')
    return FALSE;
  if (self->mailer->len + length < RD_LIMIT_DIAGNOSTIC_BYTES)
    g_string_append_len (self->mailer, line, (gssize) length);
  return TRUE;
}

/* Sendmail's own line about a recipient: "550 5.1.1 <a@b>... User unknown" or
 * "<a@b>... Deferred: Connection timed out with mx.example.com." */
static gboolean
read_local_line (RdTranscript *self,
                 const char   *line,
                 gsize         length)
{
  gsize            start, end, p;
  g_autofree char *address = NULL;
  Reply           *reply;

  if (!_rd_address_next (line, length, 0, &start, &end) || start > 24)
    {
      if (length < 5 || strchr ("45", line[0]) == NULL || !g_ascii_isdigit (line[1]) || !g_ascii_isdigit (line[2]) || line[3] != ' ')
        return FALSE;
      reply = add_reply (self, NULL, TRUE);
      g_string_append_len (reply->text, line, (gssize) length);
      take_mailer (self, reply);
      return TRUE;
    }
  p = end;
  while (p < length && strchr (">\"", line[p]) != NULL)
    p++;
  if (length - p < 4 || strncmp (line + p, "...", 3) != 0)
    return FALSE;
  for (gsize i = 0; i < start; i++)
    {
      if (!g_ascii_isdigit (line[i]) && strchr (" .<-", line[i]) == NULL)
        return FALSE;
    }
  address = g_strndup (line + start, end - start);
  for (guint i = self->first_unclaimed; i < self->replies->len; i++)
    {
      Reply *earlier = g_ptr_array_index (self->replies, i);

      if (earlier->recipient == NULL && !earlier->is_local)
        earlier->recipient = g_strdup (address);
    }
  reply = add_reply (self, address, TRUE);
  g_string_append_len (reply->text, line, (gssize) length);
  take_mailer (self, reply);
  self->first_unclaimed = self->replies->len;
  return TRUE;
}

/**
 * _rd_transcript_read_line:
 * @self: a transcript
 * @line: a line of a notice
 * @length: its length
 * @current: (nullable): the recipient in whose part of the notice it stands
 * @is_transcript: whether it stands below a heading that announces one
 *
 * Reads @line if it belongs to a dialogue.
 *
 * Returns: whether it does
 */
gboolean
_rd_transcript_read_line (RdTranscript *self,
                          const char   *line,
                          gsize         length,
                          const char   *current,
                          gboolean      is_transcript)
{
  static const char *const talking[] = { "while talking to ", "smtp connection to " };
  g_autofree char         *recipient = NULL;
  gsize                    at = 0;
  gsize                    which;
  gsize                    reply;
  gboolean                 was_command = self->phase != RD_PHASE_UNKNOWN;

  if (_rd_line_parse_client (line, length, &self->phase, &recipient))
    {
      g_free (self->recipient);
      self->recipient = g_steal_pointer (&recipient);
      self->is_open = FALSE;
      return TRUE;
    }
  reply = _rd_line_parse_server (line, length);
  if (reply > 0)
    {
      read_server_line (self, line + reply, length - reply, current);
      return TRUE;
    }
  while (length > 0 && g_ascii_isspace (*line))
    {
      line++;
      length--;
    }
  if (_rd_marks_find (talking, G_N_ELEMENTS (talking), line, MIN (length, MAX_TALKING_OFFSET), &at, &which))
    {
      g_autofree char *copy = g_strndup (line, MIN (length, MAX_TALKING_BYTES));
      g_autofree char *ip = NULL;

      g_clear_pointer (&self->host, g_free);
      _rd_remote_find (copy, strlen (copy), &self->host, &ip);
      if (self->host == NULL)
        self->host = g_steal_pointer (&ip);
      g_clear_pointer (&self->recipient, g_free);
      self->phase = RD_PHASE_CONNECT;
      return TRUE;
    }
  if (is_transcript && (read_local_line (self, line, length) || read_mailer_line (self, line, length)))
    {
      self->is_open = FALSE;
      return TRUE;
    }
  /* MDaemon writes the dialogue without arrows. */
  if (was_command && self->recipient != NULL && length > 4 && strchr ("245", line[0]) != NULL && g_ascii_isdigit (line[1]) &&
      g_ascii_isdigit (line[2]) && (line[3] == ' ' || line[3] == '-'))
    {
      read_server_line (self, line, length, current);
      return TRUE;
    }
  self->is_open = FALSE;
  return FALSE;
}

static int
rank (const Reply           *reply,
      const RdTextRecipient *recipient,
      guint                  n_recipients)
{
  int rank = 0;

  if (_rd_reply_is_noise (reply->text->str))
    return -1;
  if (_rd_address_equal (reply->recipient, recipient->address))
    rank += 8;
  else if (rd_text_find_nocase (reply->text->str, recipient->address) != NULL)
    rank += 8;
  else if (reply->recipient != NULL && n_recipients > 1)
    return -1;
  if (!reply->is_local)
    rank += 4;
  if (reply->text->str[0] == '5')
    rank += 2;
  if (recipient->code[0] != '\0')
    {
      const char *words = recipient->reply != NULL ? recipient->reply : "";
      /* A reply may be a code alone. */
      const char *said = reply->text->str + MIN (reply->text->len, 4);
      gsize       size = MIN (strlen (words), 24);

      if (strncmp (reply->text->str, recipient->code, 3) != 0)
        return -1;
      /* What the notice quotes is the first line of what the server said. */
      if (size > 4 && rd_text_find_nocase (reply->text->str, words + 4) == NULL && g_ascii_strncasecmp (said, words + 4, size - 4) != 0)
        rank -= 3;
      /* Sendmail's own trouble is told in full only here. */
      if (reply->is_local && strcmp (recipient->status, "5.3.5") != 0)
        return -1;
    }
  return rank;
}

static void
take_reply (RdTextRecipient *recipient,
            const Reply     *reply)
{
  RdReplyHit       hit;
  g_autofree char *joined = NULL;

  if (!_rd_reply_find (reply->text->str, reply->text->len, &hit))
    {
      if (recipient->reason == NULL)
        {
          recipient->reason = _rd_reply_dup_joined (reply->text->str, reply->text->len, "", "");
          _rd_remote_find (reply->text->str, reply->text->len, &recipient->host, &recipient->ip);
        }
      return;
    }
  joined = _rd_reply_dup_joined (reply->text->str + hit.start, hit.end - hit.start, hit.code, hit.status);
  if (recipient->host == NULL)
    recipient->host = g_strdup (reply->host);
  if (reply->phase != RD_PHASE_UNKNOWN)
    recipient->phase = reply->phase;
  if (recipient->reply != NULL && strlen (recipient->reply) > strlen (joined))
    return;
  memcpy (recipient->code, hit.code, sizeof hit.code);
  memcpy (recipient->status, hit.status, sizeof hit.status);
  g_free (recipient->reply);
  recipient->reply = g_steal_pointer (&joined);
  recipient->is_remote = !reply->is_local;
}

/* Recipients that stand only in the transcript. */
static void
add_missing (RdTranscript *self,
             GPtrArray    *recipients)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < recipients->len; i++)
    {
      const RdTextRecipient *recipient = g_ptr_array_index (recipients, i);

      if (recipient->strength >= RD_STRENGTH_ALONE)
        g_hash_table_add (known, g_ascii_strdown (recipient->address, -1));
    }
  for (guint i = 0; i < self->replies->len && recipients->len < RD_LIMIT_RECIPIENTS; i++)
    {
      const Reply     *reply = g_ptr_array_index (self->replies, i);
      RdTextRecipient *recipient;
      g_autofree char *key = NULL;

      if (reply->recipient == NULL || _rd_reply_is_noise (reply->text->str))
        continue;
      key = g_ascii_strdown (reply->recipient, -1);
      if (!g_hash_table_add (known, g_steal_pointer (&key)))
        continue;
      recipient = g_new0 (RdTextRecipient, 1);
      recipient->address = g_strdup (reply->recipient);
      recipient->text = g_string_new (NULL);
      recipient->strength = RD_STRENGTH_STRUCTURE;
      g_ptr_array_add (recipients, recipient);
    }
}

/* With many recipients the search for the best reply is cut short: it would
 * take the square of their number. */
#define MAX_COMPARED 256

/**
 * _rd_transcript_apply:
 * @self: a transcript
 * @recipients: (element-type RdTextRecipient): recipients found so far, to
 *   which those of the transcript are added
 *
 * Gives each recipient the server's words about it.
 */
void
_rd_transcript_apply (RdTranscript *self,
                      GPtrArray    *recipients)
{
  guint n_before = 0;

  for (guint i = 0; i < recipients->len; i++)
    {
      const RdTextRecipient *recipient = g_ptr_array_index (recipients, i);

      n_before += recipient->strength >= RD_STRENGTH_ALONE ? 1 : 0;
    }
  if (self->replies->len == 0)
    return;
  add_missing (self, recipients);
  for (guint i = 0; i < recipients->len; i++)
    {
      RdTextRecipient *recipient = g_ptr_array_index (recipients, i);
      const Reply     *best = NULL;
      int              best_rank = -1;
      guint            from = i > MAX_COMPARED / 2 ? MIN (i - MAX_COMPARED / 2, self->replies->len) : 0;

      if (recipient->strength < RD_STRENGTH_ALONE)
        continue;
      for (guint k = from; k < self->replies->len && k < from + MAX_COMPARED; k++)
        {
          const Reply *reply = g_ptr_array_index (self->replies, k);
          int          value = rank (reply, recipient, MAX (n_before, 1));

          if (value > best_rank)
            {
              best = reply;
              best_rank = value;
            }
        }
      if (best != NULL)
        take_reply (recipient, best);
    }
}

/**
 * _rd_transcript_apply_common:
 * @self: a transcript
 * @common: what is said about no recipient in particular
 *
 * Gives @common the first refusal of a transcript that names nobody.
 */
void
_rd_transcript_apply_common (RdTranscript    *self,
                             RdTextRecipient *common)
{
  const Reply *best = NULL;

  for (guint i = 0; i < self->replies->len; i++)
    {
      const Reply *reply = g_ptr_array_index (self->replies, i);

      if (reply->recipient != NULL || _rd_reply_is_noise (reply->text->str))
        continue;
      if (best == NULL || (best->is_local && !reply->is_local))
        best = reply;
    }
  if (best != NULL)
    take_reply (common, best);
}
