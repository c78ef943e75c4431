/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rd-tag-list"

#include "config.h"

#include "rd-tag-list.h"

#include "rd-text.h"

#include <string.h>

static void
tag_free (RdTag *tag)
{
  g_free (tag->name);
  g_free (tag->value);
  g_free (tag);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
mark_bad (RdTagList *list,
          gsize      offset,
          gsize      length)
{
  if (!list->is_valid)
    return;
  list->is_valid = FALSE;
  list->bad_offset = offset;
  list->bad_length = MAX (length, 1);
}

static gboolean
is_name (const char *text,
         gsize       length)
{
  if (length == 0 || !g_ascii_isalpha (text[0]))
    return FALSE;
  for (gsize i = 1; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '_')
        return FALSE;
    }
  return TRUE;
}

/* Values are visible ASCII and white space (RFC 6376 section 3.2). */
static gboolean
is_value (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if (!is_blank (text[i]) && (c < 0x21 || c > 0x7e))
        return FALSE;
    }
  return TRUE;
}

static void
take_tag (RdTagList  *list,
          GHashTable *seen,
          const char *text,
          gsize       start,
          gsize       end,
          RdTagNames  names)
{
  const char *equals;
  gsize       name_end;
  gsize       value_start;
  RdTag      *tag;

  while (start < end && is_blank (text[start]))
    start++;
  while (end > start && is_blank (text[end - 1]))
    end--;
  equals = memchr (text + start, '=', end - start);
  if (equals == NULL)
    {
      mark_bad (list, start, end - start);
      return;
    }
  name_end = (gsize) (equals - text);
  value_start = name_end + 1;
  while (name_end > start && is_blank (text[name_end - 1]))
    name_end--;
  while (value_start < end && is_blank (text[value_start]))
    value_start++;
  if (!is_name (text + start, name_end - start))
    {
      mark_bad (list, start, end - start);
      return;
    }
  if (!is_value (text + value_start, end - value_start))
    mark_bad (list, value_start, end - value_start);

  tag = g_new0 (RdTag, 1);
  tag->name = names == RD_TAG_NAMES_FOLDED ? g_ascii_strdown (text + start, (gssize) (name_end - start))
                                           : g_strndup (text + start, name_end - start);
  tag->value = rd_text_make_valid (text + value_start, (gssize) (end - value_start));
  tag->offset = start;
  tag->length = end - start;
  tag->value_offset = value_start;
  tag->value_length = end - value_start;
  g_ptr_array_add (list->tags, tag);
  if (!g_hash_table_add (seen, tag->name) && list->duplicate == NULL)
    {
      list->duplicate = g_strdup (tag->name);
      mark_bad (list, tag->offset, tag->length);
    }
}

/**
 * rd_tag_list_parse:
 * @text: a tag list
 * @length: its length in bytes
 * @names: whether the case of names matters
 *
 * Takes a tag list apart.  A final semicolon is allowed, an empty list and a
 * name that stands there twice are not.
 *
 * Returns: (transfer full): the list
 */
RdTagList *
rd_tag_list_parse (const char *text,
                   gsize       length,
                   RdTagNames  names)
{
  RdTagList *list = g_new0 (RdTagList, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gsize start = 0;
  gsize end = length;

  list->is_valid = TRUE;
  list->tags = g_ptr_array_new_with_free_func ((GDestroyNotify) tag_free);
  while (end > 0 && is_blank (text[end - 1]))
    end--;
  if (end > 0 && text[end - 1] == ';')
    end--;
  if (end == 0)
    mark_bad (list, 0, length);
  while (start < end)
    {
      const char *semicolon = memchr (text + start, ';', end - start);
      gsize       stop = semicolon != NULL ? (gsize) (semicolon - text) : end;

      take_tag (list, seen, text, start, stop, names);
      start = stop + 1;
    }
  return list;
}

/**
 * rd_tag_list_free:
 * @self: (nullable): a list
 *
 * Frees @self.
 */
void
rd_tag_list_free (RdTagList *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->tags);
  g_free (self->duplicate);
  g_free (self);
}

/**
 * rd_tag_list_find:
 * @self: a list
 * @name: name of a tag, lower case if names were folded
 *
 * Looks up a tag; of several with one name, the first.
 *
 * Returns: (nullable) (transfer none): the tag
 */
const RdTag *
rd_tag_list_find (const RdTagList *self,
                  const char      *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->tags->len; i++)
    {
      const RdTag *tag = g_ptr_array_index (self->tags, i);

      if (strcmp (tag->name, name) == 0)
        return tag;
    }
  return NULL;
}

/**
 * rd_tag_list_get_value:
 * @self: a list
 * @name: name of a tag
 *
 * The value of a tag.
 *
 * Returns: (nullable) (transfer none): the value, %NULL without such a tag
 */
const char *
rd_tag_list_get_value (const RdTagList *self,
                       const char      *name)
{
  const RdTag *tag = rd_tag_list_find (self, name);

  return tag != NULL ? tag->value : NULL;
}

/**
 * rd_tag_value_has_word:
 * @value: words with colons between them
 * @word: a word
 *
 * Looks for @word in a colon-separated list, without regard to case and to the
 * white space around the words.
 *
 * Returns: whether it is there
 */
gboolean
rd_tag_value_has_word (const char *value,
                       const char *word)
{
  gsize length = strlen (word);

  for (const char *p = value; p != NULL;)
    {
      const char *colon;
      const char *end;

      while (is_blank (*p))
        p++;
      colon = strchr (p, ':');
      end = colon != NULL ? colon : p + strlen (p);
      while (end > p && is_blank (end[-1]))
        end--;
      if ((gsize) (end - p) == length && g_ascii_strncasecmp (p, word, length) == 0)
        return TRUE;
      p = colon != NULL ? colon + 1 : NULL;
    }
  return FALSE;
}

/**
 * rd_tag_value_squeeze:
 * @value: a value
 *
 * Copies @value without any white space, as base64 and lists in tags are read.
 *
 * Returns: (transfer full): the copy
 */
char *
rd_tag_value_squeeze (const char *value)
{
  char *copy;
  gsize length = 0;

  g_return_val_if_fail (value != NULL, NULL);

  copy = g_malloc (strlen (value) + 1);
  for (const char *p = value; *p != '\0'; p++)
    {
      if (!is_blank (*p))
        copy[length++] = *p;
    }
  copy[length] = '\0';
  return copy;
}
