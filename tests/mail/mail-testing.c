/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "mail-testing.h"

#include <string.h>

char *
mail_testing_dup_data_path (const char *name)
{
  const char *folder = g_getenv ("REDELIVER_TESTDATA");

  if (folder == NULL || *folder == '\0')
    {
      g_test_skip ("REDELIVER_TESTDATA does not name the folder of the shared test data");
      return NULL;
    }
  return g_build_filename (folder, name, NULL);
}

void
mail_testing_assert_equal (const RdMail *a,
                           const RdMail *b)
{
  g_assert_cmpint (rd_mail_get_form (a), ==, rd_mail_get_form (b));
  g_assert_cmpuint (rd_mail_get_n_headers (a), ==, rd_mail_get_n_headers (b));
  for (guint i = 0; i < rd_mail_get_n_headers (a); i++)
    {
      const char *name_a = NULL;
      const char *name_b = NULL;

      g_assert_cmpstr (rd_mail_get_header_at (a, i, &name_a), ==,
                       rd_mail_get_header_at (b, i, &name_b));
      g_assert_cmpstr (name_a, ==, name_b);
    }
  g_assert_cmpuint (rd_mail_get_n_parts (a), ==, rd_mail_get_n_parts (b));
  for (guint i = 0; i < rd_mail_get_n_parts (a); i++)
    {
      const RdMailPart *part_a = rd_mail_get_part (a, i);
      const RdMailPart *part_b = rd_mail_get_part (b, i);
      RdMail           *message_a = rd_mail_get_part_message (a, i);
      RdMail           *message_b = rd_mail_get_part_message (b, i);

      g_assert_cmpuint (part_a->depth, ==, part_b->depth);
      g_assert_cmpuint (part_a->parent, ==, part_b->parent);
      g_assert_cmpstr (part_a->content_type, ==, part_b->content_type);
      g_assert_cmpstr (part_a->filename, ==, part_b->filename);
      g_assert_cmpstr (part_a->description, ==, part_b->description);
      g_assert_cmpstr (rd_mail_get_part_text (a, i), ==, rd_mail_get_part_text (b, i));
      g_assert_cmpstr (rd_mail_get_part_plain (a, i), ==, rd_mail_get_part_plain (b, i));
      g_assert_true ((message_a == NULL) == (message_b == NULL));
      if (message_a != NULL)
        mail_testing_assert_equal (message_a, message_b);
    }
}

GBytes *
mail_testing_new_with_ends (const char *text,
                            gsize       length,
                            const char *ending)
{
  GString *out = g_string_sized_new (length + length / 16);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\n')
        g_string_append (out, ending);
      else
        g_string_append_c (out, text[i]);
    }
  return g_string_free_to_bytes (out);
}

void
mail_testing_read_all (const RdMail *mail)
{
  for (guint i = 0; i < rd_mail_get_n_headers (mail); i++)
    g_assert_true (g_utf8_validate (rd_mail_get_header_at (mail, i, NULL), -1, NULL));
  for (guint i = 0; i < rd_mail_get_n_parts (mail); i++)
    {
      const char *text = rd_mail_get_part_text (mail, i);
      const char *plain = rd_mail_get_part_plain (mail, i);
      RdMail     *message = rd_mail_get_part_message (mail, i);

      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
      g_assert_true (text == NULL || strchr (text, '\r') == NULL);
      g_assert_true (plain == NULL || g_utf8_validate (plain, -1, NULL));
      if (message != NULL)
        mail_testing_read_all (message);
    }
}

char *
mail_testing_dup_outline (const RdMail *mail)
{
  GString *out = g_string_new (NULL);
  guint    depth = 0;

  for (guint i = 0; i < rd_mail_get_n_parts (mail); i++)
    {
      const RdMailPart *part = rd_mail_get_part (mail, i);
      RdMail           *message = rd_mail_get_part_message (mail, i);

      for (; depth > part->depth; depth--)
        g_string_append_c (out, ')');
      if (depth < part->depth)
        g_string_append_c (out, '(');
      else if (out->len > 0)
        g_string_append_c (out, ',');
      depth = part->depth;
      g_string_append (out, part->content_type);
      if (message != NULL)
        {
          g_autofree char *inner = mail_testing_dup_outline (message);

          g_string_append_printf (out, "[%s]", inner);
        }
    }
  for (; depth > 0; depth--)
    g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

RdMail *
mail_testing_read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  RdMail *mail = rd_mail_new_from_text (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (mail);
  return mail;
}
