/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a corrected SPF record changes, in words. */

#define G_LOG_DOMAIN "rd-repair-spf"

#include "config.h"

#include "rd-repair-spf-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * _rd_repair_spf_compare:
 * @work: a correction with its draft complete
 *
 * Sorts terms into those that are kept, added and removed.
 */
void
_rd_repair_spf_compare (RdSpfWork *work)
{
  g_autoptr (GHashTable) now = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer       text;
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();

  for (guint i = 0; i < work->draft->terms->len; i++)
    {
      const RdSpfDraftTerm *term = g_ptr_array_index (work->draft->terms, i);
      gboolean              is_old = g_hash_table_contains (work->old_terms, term->text);

      g_hash_table_add (now, term->text);
      g_ptr_array_add (is_old ? work->repair->kept : work->repair->added, g_strdup (term->text));
    }
  g_hash_table_iter_init (&iter, work->old_terms);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    {
      if (!g_hash_table_contains (now, text))
        g_ptr_array_add (work->repair->removed, g_strdup (text));
    }
  g_ptr_array_sort (work->repair->removed, compare_texts);
}

/**
 * _rd_repair_spf_dup_joined:
 * @texts: (element-type utf8): some texts
 * @separator: what goes between them
 *
 * Returns: (transfer full): all of them in one
 */
char *
_rd_repair_spf_dup_joined (const GPtrArray *texts,
                           const char      *separator)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    {
      if (i > 0)
        g_string_append (joined, separator);
      g_string_append (joined, g_ptr_array_index (texts, i));
    }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static void
append_line (GString *out,
             char    *line)
{
  g_string_append_printf (out, "%s\n", line);
  g_free (line);
}

/**
 * _rd_repair_spf_dup_changes:
 * @work: a correction whose terms were compared
 *
 * What changes, for people: a line for each kind of change, and the notes.
 *
 * Returns: (transfer full): the lines
 */
char *
_rd_repair_spf_dup_changes (const RdSpfWork *work)
{
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autofree char *kept = _rd_repair_spf_dup_joined (work->repair->kept, ", ");
  g_autofree char *added = _rd_repair_spf_dup_joined (work->repair->added, ", ");
  g_autofree char *removed = _rd_repair_spf_dup_joined (work->repair->removed, ", ");

  if (work->texts->len > 1)
    append_line (changes, g_strdup_printf (_ ("%u records are merged into one; delete the others."), work->texts->len));
  if (*kept != '\0')
    append_line (changes, g_strdup_printf (_ ("Kept: %s"), kept));
  if (*added != '\0')
    append_line (changes, g_strdup_printf (_ ("Added: %s"), added));
  if (*removed != '\0')
    append_line (changes, g_strdup_printf (_ ("Removed: %s"), removed));
  for (guint i = 0; i < work->repair->notes->len; i++)
    g_string_append_printf (changes, "%s\n", (const char *) g_ptr_array_index (work->repair->notes, i));
  if (changes->len > 0)
    g_string_truncate (changes, changes->len - 1);
  return g_string_free (g_steal_pointer (&changes), FALSE);
}
