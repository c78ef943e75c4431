/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reader of messages is given, and in one line an item what it gives. */

#include "reader-testing.h"

#include <string.h>

char *
list_items (RdMailReader *reader,
            const char   *base)
{
  GString    *out = g_string_new (NULL);
  RdMailItem *next;
  double      progress = 0.0;

  while ((next = rd_mail_reader_next (reader, NULL)) != NULL)
    {
      g_autoptr (RdMailItem) item = next;
      const char *name = item->name;

      g_assert_true ((item->mail == NULL) != (item->error == NULL));
      g_assert_cmpfloat (rd_mail_reader_get_progress (reader), >=, progress);
      progress = rd_mail_reader_get_progress (reader);
      if (base != NULL && g_str_has_prefix (name, base))
        name += strlen (base) + (name[strlen (base)] == '/' ? 1 : 0);
      g_string_append_printf (out, "%s#%u ", name, item->index);
      if (item->error != NULL)
        g_string_append_printf (out, "!%d\n", item->error->code);
      else if (rd_mail_get_form (item->mail) == RD_MAIL_FORM_TEXT)
        g_string_append (out, "text\n");
      else
        g_string_append_printf (out, "%s\n", rd_mail_get_header (item->mail, "Subject"));
    }
  g_assert_cmpfloat (rd_mail_reader_get_progress (reader), ==, 1.0);
  return g_string_free (out, FALSE);
}

char *
list_bytes (const char *bytes,
            gsize       length)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_bytes (data, "x", &error);

  if (reader == NULL)
    return g_strdup_printf ("!%d\n", error->code);
  return list_items (reader, NULL);
}

char *
list_path (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_path (path, &error);

  if (reader == NULL)
    return g_strdup_printf ("!%d\n", error->code);
  return list_items (reader, path);
}
