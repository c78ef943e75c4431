/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-knowledge"

#include "config.h"

#include "rd-query.h"

#include <string.h>

#include "rd-knowledge.h"
#include "rd-text.h"

/* Of a pasted page only the beginning is looked at: a reply is a few lines. */
#define MAX_QUERY_BYTES 4096
#define MAX_WORDS 32
#define MAX_STATUSES 4

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/**
 * _rd_query_fold:
 * @text: valid UTF-8
 *
 * The form in which words are compared: lower case, Latin letters without
 * accents, nothing but words, one blank around each.
 *
 * Returns: (transfer full): the words
 */
char *
_rd_query_fold (const char *text)
{
  g_autofree char *normal = rd_knowledge_normalize (text);
  GString         *words = g_string_new (" ");

  for (const char *p = normal; *p != '\0'; p++)
    {
      if (is_word_byte (*p))
        g_string_append_c (words, *p);
      else if (words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');
  return g_string_free (words, FALSE);
}

/* Whether @token is a status code (RFC 3463 section 2), perhaps without its class. */
static gboolean
is_status (const char *token)
{
  guint n_parts = 1;
  guint n_digits = 0;

  if (strchr ("245x", token[0]) == NULL || token[1] != '.')
    return FALSE;
  for (const char *p = token + 1; *p != '\0'; p++)
    {
      if (*p == '.')
        {
          if (n_parts > 1 && n_digits == 0)
            return FALSE;
          n_parts++;
          n_digits = 0;
        }
      else if (!g_ascii_isdigit (*p) || ++n_digits > 3)
        return FALSE;
    }
  return n_parts == 3 && n_digits > 0;
}

static gboolean
is_beginning_of_status (const char *token)
{
  guint n_dots = 0;

  if (strchr ("245", token[0]) == NULL || token[1] != '.')
    return FALSE;
  for (const char *p = token + 1; *p != '\0'; p++)
    {
      n_dots += *p == '.';
      if (*p != '.' && !g_ascii_isdigit (*p))
        return FALSE;
    }
  return n_dots <= 2;
}

static gboolean
is_reply_code (const char *token)
{
  return token[0] >= '2' && token[0] <= '5' && g_ascii_isdigit (token[1]) && g_ascii_isdigit (token[2]) && token[3] == '\0';
}

static void
add_words (RdQuery    *self,
           const char *token)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  /* Addresses say nothing about the reason. */
  if (strchr (token, '@') != NULL)
    return;
  folded = _rd_query_fold (token);
  words = g_strsplit (g_strstrip (folded), " ", -1);
  for (gsize i = 0; words[i] != NULL && self->words->len < MAX_WORDS; i++)
    {
      if (*words[i] != '\0' && !(g_ascii_isdigit (words[i][0]) && strlen (words[i]) < 3))
        g_ptr_array_add (self->words, g_strdup (words[i]));
    }
}

static void
add_token (RdQuery    *self,
           const char *token)
{
  if (is_status (token))
    {
      if (self->statuses->len < MAX_STATUSES)
        g_ptr_array_add (self->statuses, g_strdup (token));
    }
  else if (is_reply_code (token))
    {
      if (self->reply_code[0] == '\0')
        memcpy (self->reply_code, token, 4);
    }
  else if (is_beginning_of_status (token))
    g_strlcpy (self->beginning, token, sizeof self->beginning);
  else
    add_words (self, token);
}

/* Cuts at blanks, and at what stands around codes: "550-5.7.26", "(#5.1.1)". */
static void
add_tokens (RdQuery    *self,
            const char *text)
{
  g_autoptr (GString) token = g_string_new (NULL);

  for (const char *p = text;; p++)
    {
      gboolean is_part = *p != '\0' && !g_ascii_isspace (*p) && strchr ("()[]<>{}#,;:\"'=-", *p) == NULL;

      if (is_part)
        {
          g_string_append_c (token, *p);
          continue;
        }
      while (token->len > 0 && strchr (".!?", token->str[token->len - 1]) != NULL && !is_beginning_of_status (token->str))
        g_string_truncate (token, token->len - 1);
      if (token->len > 0)
        add_token (self, token->str);
      g_string_truncate (token, 0);
      if (*p == '\0')
        return;
    }
}

/**
 * _rd_query_init:
 * @self: where to put it
 * @text: valid UTF-8
 *
 * Takes apart what was typed or pasted.
 */
void
_rd_query_init (RdQuery    *self,
                const char *text)
{
  g_autofree char *head = g_strndup (text, MAX_QUERY_BYTES);
  g_autofree char *valid = rd_text_make_valid (head, -1);
  g_autofree char *lower = g_utf8_strdown (valid, -1);

  *self = (RdQuery){ 0 };
  self->text = _rd_query_fold (valid);
  self->words = g_ptr_array_new_with_free_func (g_free);
  self->statuses = g_ptr_array_new_with_free_func (g_free);
  add_tokens (self, lower);
}

void
_rd_query_clear (RdQuery *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->statuses, g_ptr_array_unref);
}
