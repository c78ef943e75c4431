/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-redaction"

#include "config.h"

#include "rd-redaction.h"
#include "rd-redaction-phrase.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Replaces what a report must not tell, in every word that goes into it, ours or not.
 * Names are sought in all the forms mail gives them; more is rather hidden than less. */

struct _RdRedaction
{
  RdRedactFlags flags;
  GHashTable   *local_parts; /* (element-type utf8): lower case, to hide */
  GPtrArray    *names;       /* (element-type utf8): to hide */
  GPtrArray    *quoted;      /* (element-type utf8): local parts with their quotes, to hide */
  GPtrArray    *subjects;    /* (element-type utf8): to hide */
};

/* Shorter local parts, subjects and names are too common as words to look for
 * outside of addresses and subject lines. */
#define LEAST_WORD_LENGTH 3
#define LEAST_PHRASE_LENGTH 4

/* "Re", "Aw", "Fwd", "Antw": what mail programs put before a subject. */
#define LONGEST_ANSWER_MARK 5

/* Mailboxes that are an office and no person (RFC 2142, and customary ones), and
 * whose names are words of every log: hidden in addresses only. */
static const char *const roles[] = {
  "abuse",
  "account",
  "accounts",
  "admin",
  "administrator",
  "billing",
  "contact",
  "domain",
  "email",
  "error",
  "ftp",
  "hello",
  "help",
  "host",
  "hostmaster",
  "info",
  "invoice",
  "list",
  "mail",
  "mailer-daemon",
  "marketing",
  "message",
  "news",
  "no-reply",
  "noc",
  "noreply",
  "office",
  "order",
  "orders",
  "postmaster",
  "root",
  "sales",
  "security",
  "server",
  "service",
  "shop",
  "smtp",
  "spam",
  "support",
  "team",
  "test",
  "user",
  "webmaster",
  "www",
};

/**
 * rd_redaction_new:
 * @flags: what to hide
 *
 * Makes a redaction that does not know any name yet.
 *
 * Returns: (transfer full): the redaction
 */
RdRedaction *
rd_redaction_new (RdRedactFlags flags)
{
  RdRedaction *self = g_new0 (RdRedaction, 1);

  self->flags = flags;
  self->local_parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->quoted = g_ptr_array_new_with_free_func (g_free);
  self->subjects = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * rd_redaction_free:
 * @self: (nullable): a redaction
 *
 * Frees @self.
 */
void
rd_redaction_free (RdRedaction *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->local_parts);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->quoted);
  g_ptr_array_unref (self->subjects);
  g_free (self);
}

/**
 * rd_redaction_get_flags:
 * @self: (nullable): a redaction
 *
 * What is hidden.
 *
 * Returns: the flags
 */
RdRedactFlags
rd_redaction_get_flags (const RdRedaction *self)
{
  return self != NULL ? self->flags : RD_REDACT_NOTHING;
}

/**
 * rd_redaction_add_address:
 * @self: a redaction
 * @address: (nullable): an address whose owner must not be named
 *
 * Learns a name to hide, wherever it stands before an @, alone between angle
 * brackets or as a word; with its tag (RFC 5233) and without.  An address without
 * a domain is a name, too.
 */
void
rd_redaction_add_address (RdRedaction *self,
                          const char  *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  gssize      length = at != NULL ? at - address : address != NULL ? (gssize) strlen (address)
                                                                   : 0;

  const char *tag = length > 0 ? memchr (address, '+', (gsize) length) : NULL;

  if (length == 0 || (self->flags & RD_REDACT_RECIPIENTS) == 0)
    return;
  g_hash_table_add (self->local_parts, g_utf8_strdown (address, length));
  if (tag != NULL && tag > address)
    g_hash_table_add (self->local_parts, g_utf8_strdown (address, tag - address));
  /* "anna berg"@shop.example (RFC 5321 section 4.1.2) */
  if (length > 2 && address[0] == '"' && address[length - 1] == '"')
    {
      g_ptr_array_add (self->quoted, g_strndup (address, (gsize) length));
      g_ptr_array_add (self->names, g_strndup (address + 1, (gsize) length - 2));
    }
}

/* What stands behind "Re: ", "AW: ", "Fwd: ", in any language of some letters; NULL
 * if nothing of the kind is there. */
static const char *
skip_answer_mark (const char *subject)
{
  gsize length = 0;

  while (g_ascii_isalpha (subject[length]))
    length++;
  if (length < 1 || length > LONGEST_ANSWER_MARK || subject[length] != ':')
    return NULL;
  return subject + length + 1 + strspn (subject + length + 1, " \t");
}

/**
 * rd_redaction_add_subject:
 * @self: a redaction
 * @subject: (nullable): a subject to hide
 *
 * Learns a subject to hide wherever it stands, with its "Re:" and without.
 */
void
rd_redaction_add_subject (RdRedaction *self,
                          const char  *subject)
{
  while (subject != NULL && (self->flags & RD_REDACT_SUBJECT) != 0 && strlen (subject) >= LEAST_PHRASE_LENGTH)
    {
      g_ptr_array_add (self->subjects, g_strdup (subject));
      subject = skip_answer_mark (subject);
    }
}

/**
 * rd_redaction_add_names:
 * @self: a redaction
 * @addresses: (nullable): the value of an address field (RFC 5322 section 3.4)
 *
 * Learns the names people are called by beside their addresses.
 */
void
rd_redaction_add_names (RdRedaction *self,
                        const char  *addresses)
{
  g_autoptr (GPtrArray) names = NULL;

  if (addresses == NULL || (self->flags & RD_REDACT_RECIPIENTS) == 0)
    return;
  names = _rd_redaction_split_names (addresses);
  for (guint i = 0; i < names->len; i++)
    {
      if (strlen (names->pdata[i]) >= LEAST_PHRASE_LENGTH)
        g_ptr_array_add (self->names, g_strdup (names->pdata[i]));
    }
}

/* Length of a character that may stand in a local part (RFC 6531 lets letters of
 * any script in; quotes and dashes of typography are not letters). */
static gsize
local_part_char_length (const char *text)
{
  if (g_ascii_isalnum (*text) || (*text != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~.", *text) != NULL))
    return 1;
  if ((guchar) *text >= 0x80 && g_unichar_isalnum (g_utf8_get_char (text)))
    return (gsize) (g_utf8_next_char (text) - text);
  return 0;
}

/* What stands on both sides says that the word is a name of a mailbox. */
static gboolean
is_addressed (const char *text,
              const char *begin,
              const char *end)
{
  static const char *const quotes[][2] = { { "<", ">" }, { "'", "'" }, { "`", "'" }, { "\"", "\"" }, { "“", "”" } };

  if (*end == '@' || *end == '=' || g_str_has_prefix (end, "%40"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      gsize length = strlen (quotes[i][0]);

      if (g_str_has_prefix (end, quotes[i][1]) && (gsize) (begin - text) >= length &&
          memcmp (begin - length, quotes[i][0], length) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_role (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      if (strcmp (roles[i], word) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether the word from @begin to @end of @text must not be told. */
static gboolean
is_hidden (const RdRedaction *self,
           RdRedactVoice      voice,
           const char        *text,
           const char        *begin,
           const char        *end)
{
  g_autofree char *word = g_utf8_strdown (begin, end - begin);

  if (!g_hash_table_contains (self->local_parts, word))
    return FALSE;
  if (is_addressed (text, begin, end))
    return TRUE;
  return voice == RD_REDACT_QUOTED && end - begin >= LEAST_WORD_LENGTH && !is_role (word);
}

static void
append_hidden (GString    *out,
               const char *word)
{
  g_string_append_len (out, word, g_utf8_next_char (word) - word);
  g_string_append (out, "***");
}

/* Signs that may stand in a local part also join names to other words:
 * "rcpt=anna.berg", "bounce+anna.berg=shop.example". */
static void
append_pieces (const RdRedaction *self,
               RdRedactVoice      voice,
               GString           *out,
               const char        *text,
               const char        *begin,
               const char        *end)
{
  while (begin < end)
    {
      const char *piece = begin;

      while (piece < end && strchr ("!#$%&'*+/=?^`{|}~", *piece) == NULL)
        piece++;
      if (piece > begin && is_hidden (self, voice, text, begin, piece))
        append_hidden (out, begin);
      else
        g_string_append_len (out, begin, piece - begin);
      if (piece < end)
        g_string_append_c (out, *piece++);
      begin = piece;
    }
}

/* Hides the words that are known local parts: "anna.berg" becomes "a***". */
static char *
hide_local_parts (const RdRedaction *self,
                  RdRedactVoice      voice,
                  const char        *text)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));
  const char *p = text;

  while (*p != '\0')
    {
      const char *end = p;
      gsize       length;

      while ((length = local_part_char_length (end)) > 0)
        end += length;
      if (end == p)
        {
          g_string_append_c (out, *p++);
          continue;
        }
      /* A full stop that ends a sentence, a quote that ends a word. */
      while (end > p + 1 && !is_hidden (self, voice, text, p, end) && strchr (".'`", end[-1]) != NULL)
        end--;
      if ((*p == '\'' || *p == '`') && !is_hidden (self, voice, text, p, end))
        {
          /* A quote that begins a word. */
          g_string_append_c (out, *p++);
          continue;
        }
      if (is_hidden (self, voice, text, p, end))
        append_hidden (out, p);
      else
        append_pieces (self, voice, out, text, p, end);
      p = end;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Folded header lines and encoded words carry a subject where looking for its
 * text does not find it: the whole field goes. */
static char *
hide_subject_fields (const char *text)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      const char *end = strchrnul (text, '\n');
      const char *field = text + strspn (text, " >\t");

      if (g_ascii_strncasecmp (field, "subject:", 8) != 0 && g_ascii_strncasecmp (field, "thread-topic:", 13) != 0)
        {
          g_string_append_len (out, text, end - text);
        }
      else
        {
          g_string_append_len (out, text, strchr (field, ':') + 1 - text);
          g_string_append_c (out, ' ');
          g_string_append (out, _ ("[hidden]"));
          while (*end == '\n' && (end[1] == ' ' || end[1] == '\t'))
            end = strchrnul (end + 1, '\n');
        }
      if (*end == '\n')
        g_string_append_c (out, *end++);
      text = end;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* "anna berg" becomes "a***". */
static char *
hide_quoted (char       *text,
             const char *quoted)
{
  g_autofree char *instead = g_strdup_printf ("\"%.*s***\"", (int) (g_utf8_next_char (quoted + 1) - quoted - 1), quoted + 1);

  return _rd_redaction_hide_phrase (text, quoted, instead);
}

/**
 * rd_redaction_apply_voice:
 * @self: (nullable): a redaction
 * @voice: who speaks
 * @text: valid UTF-8
 *
 * Copies @text with everything replaced that must not be told.
 *
 * Returns: (transfer full): the text that may be told
 */
char *
rd_redaction_apply_voice (const RdRedaction *self,
                          RdRedactVoice      voice,
                          const char        *text)
{
  char *result;

  g_return_val_if_fail (text != NULL, NULL);

  if (self == NULL || self->flags == RD_REDACT_NOTHING)
    return g_strdup (text);
  result = (self->flags & RD_REDACT_SUBJECT) != 0 && voice == RD_REDACT_QUOTED ? hide_subject_fields (text) : g_strdup (text);
  for (guint i = 0; i < self->subjects->len && voice == RD_REDACT_QUOTED; i++)
    result = _rd_redaction_hide_phrase (result, g_ptr_array_index (self->subjects, i), _ ("[hidden]"));
  for (guint i = 0; i < self->quoted->len; i++)
    result = hide_quoted (result, g_ptr_array_index (self->quoted, i));
  for (guint i = 0; i < self->names->len && voice == RD_REDACT_QUOTED; i++)
    result = _rd_redaction_hide_phrase (result, g_ptr_array_index (self->names, i), _ ("[hidden]"));
  if (voice == RD_REDACT_QUOTED)
    result = _rd_redaction_hide_encoded (result, _ ("[hidden]"));
  if ((self->flags & RD_REDACT_RECIPIENTS) != 0)
    {
      g_autofree char *told = g_steal_pointer (&result);

      result = hide_local_parts (self, voice, told);
    }
  return result;
}

/**
 * rd_redaction_apply:
 * @self: (nullable): a redaction
 * @text: valid UTF-8
 *
 * Copies @text, which may be anybody's words, with everything replaced that must
 * not be told.
 *
 * Returns: (transfer full): the text that may be told
 */
char *
rd_redaction_apply (const RdRedaction *self,
                    const char        *text)
{
  return rd_redaction_apply_voice (self, RD_REDACT_QUOTED, text);
}

/**
 * rd_redact_flags_parse:
 * @words: "recipients", "subject", joined by commas
 * @flags: (out): what they mean, written on success
 *
 * Reads what to hide from a command line or a setting.
 *
 * Returns: whether all words are known
 */
gboolean
rd_redact_flags_parse (const char    *words,
                       RdRedactFlags *flags)
{
  g_auto (GStrv) list = g_strsplit (words, ",", -1);
  RdRedactFlags result = RD_REDACT_NOTHING;

  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (strcmp (list[i], "recipients") == 0)
        result |= RD_REDACT_RECIPIENTS;
      else if (strcmp (list[i], "subject") == 0)
        result |= RD_REDACT_SUBJECT;
      else
        return FALSE;
    }
  *flags = result;
  return TRUE;
}
