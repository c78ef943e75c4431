/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-redaction"

#include "config.h"

#include "rd-redaction.h"

#include "rd-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _RdRedaction
{
  RdRedactFlags flags;
  GHashTable   *local_parts; /* (element-type utf8): lower case, to hide */
  GPtrArray    *subjects;    /* (element-type utf8): to hide */
};

/* Shorter local parts and subjects are too common as words to look for outside
 * of addresses and subject lines. */
#define LEAST_SUBJECT_LENGTH 4

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
 * brackets or as a word.
 */
void
rd_redaction_add_address (RdRedaction *self,
                          const char  *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  if (at == NULL || at == address || (self->flags & RD_REDACT_RECIPIENTS) == 0)
    return;
  g_hash_table_add (self->local_parts, g_ascii_strdown (address, at - address));
}

/**
 * rd_redaction_add_subject:
 * @self: a redaction
 * @subject: (nullable): a subject to hide
 *
 * Learns a subject to hide wherever it stands.
 */
void
rd_redaction_add_subject (RdRedaction *self,
                          const char  *subject)
{
  if (subject == NULL || (self->flags & RD_REDACT_SUBJECT) == 0 || strlen (subject) < LEAST_SUBJECT_LENGTH)
    return;
  g_ptr_array_add (self->subjects, g_strdup (subject));
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

static gboolean
is_hidden (const RdRedaction *self,
           const char        *begin,
           const char        *end)
{
  g_autofree char *word = g_ascii_strdown (begin, end - begin);

  return g_hash_table_contains (self->local_parts, word);
}

/* Signs that may stand in a local part also join names to other words:
 * "rcpt=anna.berg", "bounce+anna.berg=shop.example". */
static void
append_pieces (const RdRedaction *self,
               GString           *out,
               const char        *begin,
               const char        *end)
{
  while (begin < end)
    {
      const char *piece = begin;

      while (piece < end && strchr ("!#$%&'*+/=?^`{|}~", *piece) == NULL)
        piece++;
      if (piece > begin && is_hidden (self, begin, piece))
        {
          g_string_append_len (out, begin, g_utf8_next_char (begin) - begin);
          g_string_append (out, "***");
        }
      else
        {
          g_string_append_len (out, begin, piece - begin);
        }
      if (piece < end)
        g_string_append_c (out, *piece++);
      begin = piece;
    }
}

/* Hides the words that are known local parts: "anna.berg" becomes "a***". */
static char *
hide_local_parts (const RdRedaction *self,
                  const char        *text)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      const char      *end = text;
      g_autofree char *word = NULL;
      gsize            length;

      while ((length = local_part_char_length (end)) > 0)
        end += length;
      if (end == text)
        {
          g_string_append_c (out, *text++);
          continue;
        }
      word = g_ascii_strdown (text, end - text);
      while (end > text + 1 && !g_hash_table_contains (self->local_parts, word) && strchr (".'`", end[-1]) != NULL)
        {
          /* A full stop that ends a sentence, a quote that ends a word. */
          end--;
          word[end - text] = '\0';
        }
      if ((*text == '\'' || *text == '`') && !g_hash_table_contains (self->local_parts, word))
        {
          /* A quote that begins a word. */
          g_string_append_c (out, *text++);
          continue;
        }
      if (g_hash_table_contains (self->local_parts, word))
        {
          g_string_append_len (out, text, g_utf8_next_char (text) - text);
          g_string_append (out, "***");
        }
      else
        {
          append_pieces (self, out, text, end);
        }
      text = end;
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

/**
 * rd_redaction_apply:
 * @self: (nullable): a redaction
 * @text: valid UTF-8
 *
 * Copies @text with everything replaced that must not be told.
 *
 * Returns: (transfer full): the text that may be told
 */
char *
rd_redaction_apply (const RdRedaction *self,
                    const char        *text)
{
  g_autofree char *result = g_strdup (text);

  g_return_val_if_fail (text != NULL, NULL);

  if (self == NULL || self->flags == RD_REDACT_NOTHING)
    return g_steal_pointer (&result);
  if ((self->flags & RD_REDACT_SUBJECT) != 0)
    {
      g_autofree char *fields = hide_subject_fields (result);
      GString         *hidden = g_string_new (fields);

      for (guint i = 0; i < self->subjects->len; i++)
        g_string_replace (hidden, g_ptr_array_index (self->subjects, i), _ ("[hidden]"), 0);
      g_free (result);
      result = g_string_free (hidden, FALSE);
    }
  if ((self->flags & RD_REDACT_RECIPIENTS) != 0)
    {
      g_autofree char *hidden = hide_local_parts (self, result);

      g_free (result);
      result = g_steal_pointer (&hidden);
    }
  return g_steal_pointer (&result);
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
