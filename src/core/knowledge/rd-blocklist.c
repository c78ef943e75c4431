/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists themselves, and what their answers mean. */

#define G_LOG_DOMAIN "rd-blocklist"

#include "config.h"

#include "rd-blocklist-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
code_free (gpointer data)
{
  RdListCode *code = data;

  g_free (code->pattern);
  g_free (code->class);
  g_free (code->label);
  g_free (code->text);
  g_free (code);
}

static void
phrase_free (gpointer data)
{
  RdListPhrase *phrase = data;

  g_regex_unref (phrase->regex);
  g_free (phrase->text);
  g_free (phrase);
}

static void
blocklist_free (gpointer data)
{
  RdBlocklist *self = data;

  g_free (self->id);
  g_free (self->zone);
  g_free (self->name);
  g_free (self->operator_name);
  g_free (self->type);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->errors);
  g_ptr_array_unref (self->phrases);
  g_free (self->listed);
  g_free (self->unlisted);
  g_free (self->listed_ip);
  g_free (self->listed_v6);
  g_free (self->unlisted_v6);
  g_free (self->lookup_url);
  g_free (self->removal_url);
  g_free (self->expires);
  g_free (self->removal_time);
  g_free (self->cost);
  g_free (self->who_may_ask);
  g_free (self->fix_first);
  g_free (self->write);
  g_free (self->note);
  g_free (self);
}

/* An empty set of lists. */
RdBlocklists *
_rd_blocklists_new (void)
{
  RdBlocklists *self = g_new0 (RdBlocklists, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->lists = g_ptr_array_new_with_free_func (blocklist_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/* The list belongs to @self and may still be filled by the parser. */
RdBlocklist *
_rd_blocklists_add (RdBlocklists *self,
                    const char   *id)
{
  RdBlocklist *list = g_new0 (RdBlocklist, 1);

  list->id = g_strdup (id);
  list->proves_unlisted = TRUE;
  list->codes = g_ptr_array_new_with_free_func (code_free);
  list->errors = g_ptr_array_new_with_free_func (code_free);
  list->phrases = g_ptr_array_new_with_free_func (phrase_free);
  g_ptr_array_add (self->lists, list);
  g_hash_table_insert (self->by_id, list->id, list);
  return list;
}

/* Reads a number up to @most; FALSE if it is none or larger. */
gboolean
_rd_blocklist_parse_number (const char *text,
                            guint       most,
                            guint      *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, most, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/**
 * rd_blocklists_ref:
 * @self: lists
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
RdBlocklists *
rd_blocklists_ref (RdBlocklists *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * rd_blocklists_unref:
 * @self: lists
 *
 * Gives a reference back.
 */
void
rd_blocklists_unref (RdBlocklists *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->lists);
  g_free (self);
}

/**
 * rd_blocklists_get_n:
 * @self: lists
 *
 * Counts the lists.
 *
 * Returns: their number
 */
guint
rd_blocklists_get_n (const RdBlocklists *self)
{
  return self->lists->len;
}

/**
 * rd_blocklists_nth:
 * @self: lists
 * @index: number of a list, from 0
 *
 * One list; the heaviest come first.
 *
 * Returns: (transfer none): the list
 */
const RdBlocklist *
rd_blocklists_nth (const RdBlocklists *self,
                   guint               index)
{
  return g_ptr_array_index (self->lists, index);
}

/**
 * rd_blocklists_find:
 * @self: lists
 * @id: id of a list
 *
 * Finds a list by its id.
 *
 * Returns: (transfer none) (nullable): the list
 */
const RdBlocklist *
rd_blocklists_find (const RdBlocklists *self,
                    const char         *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

/**
 * rd_blocklist_get_words:
 * @text: (nullable): a field of a list, a code or a phrase
 *
 * What the file says, in the user's language.  Files of the user's own are not
 * known to the translators and stay as they are.
 *
 * Returns: (transfer none) (nullable): the words
 */
const char *
rd_blocklist_get_words (const char *text)
{
  return text != NULL && *text != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : text;
}

static gboolean
octet_matches (const char *pattern,
               guint8      octet)
{
  g_auto (GStrv) range = NULL;
  guint low;
  guint high;

  if (strcmp (pattern, "*") == 0)
    return TRUE;
  range = g_strsplit (pattern, "-", 2);
  if (!_rd_blocklist_parse_number (range[0], 255, &low))
    return FALSE;
  if (range[1] == NULL)
    return low == octet;
  return _rd_blocklist_parse_number (range[1], 255, &high) && octet >= low && octet <= high;
}

static gboolean
pattern_matches (const char  *pattern,
                 const guint8 octets[4])
{
  g_auto (GStrv) parts = g_strsplit (pattern, ".", -1);

  if (g_strv_length (parts) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      if (!octet_matches (parts[i], octets[i]))
        return FALSE;
    }
  return TRUE;
}

/**
 * rd_blocklist_find_codes:
 * @self: a list
 * @octets: an answer inside 127/8
 *
 * Finds what an answer means.  A bit mask may mean several things at once.
 *
 * Returns: (transfer container) (element-type RdListCode): the meanings, none for an unknown code
 */
GPtrArray *
rd_blocklist_find_codes (const RdBlocklist *self,
                         const guint8       octets[4])
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->codes->len; i++)
    {
      RdListCode *code = g_ptr_array_index (self->codes, i);
      guint       bit;

      if (self->is_bitmask && _rd_blocklist_parse_number (code->pattern, 255, &bit))
        {
          if ((octets[3] & bit) != 0)
            g_ptr_array_add (found, code);
        }
      else if (pattern_matches (code->pattern, octets))
        {
          g_ptr_array_add (found, code);
        }
    }
  return found;
}

/**
 * rd_blocklist_find_error:
 * @self: a list
 * @octets: an answer inside 127/8
 *
 * Tells whether an answer is a refusal dressed as a listing (RFC 5782 leaves
 * room for these; 127.255.255.0/24 is one on every list).
 *
 * Returns: (transfer none) (nullable): the error
 */
const RdListCode *
rd_blocklist_find_error (const RdBlocklist *self,
                         const guint8       octets[4])
{
  static const RdListCode general = { (char *) "127.255.255.*", RD_LIST_IGNORE, NULL, (char *) "list-error", NULL };

  for (guint i = 0; i < self->errors->len; i++)
    {
      const RdListCode *error = g_ptr_array_index (self->errors, i);

      if (strcmp (error->pattern, "bit1") == 0)
        {
          if (octets[1] == 0 && octets[2] == 0 && octets[3] == 1)
            return error;
        }
      else if (strcmp (error->pattern, "other") == 0)
        {
          g_autoptr (GPtrArray) known = rd_blocklist_find_codes (self, octets);

          if (known->len == 0)
            return error;
        }
      else if (pattern_matches (error->pattern, octets))
        {
          return error;
        }
    }
  return octets[1] == 255 && octets[2] == 255 ? &general : NULL;
}
