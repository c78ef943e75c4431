/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bounce-cases.h"

static void
case_free (gpointer data)
{
  BounceCase *self = data;

  g_free (self->name);
  g_free (self->kind);
  g_free (self->expected);
  g_free (self->text);
  g_free (self);
}

static BounceCase *
case_new (const char *heading)
{
  BounceCase *self = g_new0 (BounceCase, 1);
  g_auto (GStrv) parts = g_strsplit (heading, "|", 3);

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  self->name = g_strdup (g_strstrip (parts[0]));
  self->kind = g_strdup (g_strstrip (parts[1]));
  self->expected = g_strdup (g_strstrip (parts[2]));
  return self;
}

/* Reads tests/data/bounces/@file; (element-type BounceCase). */
GPtrArray *
bounce_cases_load (const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "bounces", file, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray  *cases = g_ptr_array_new_with_free_func (case_free);
  BounceCase *present = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (content, "\n", 0);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean is_heading = g_str_has_prefix (lines[i], "@@ ");

      if (is_heading || lines[i + 1] == NULL)
        {
          if (present != NULL)
            present->text = g_strdup (text->str);
          g_string_truncate (text, 0);
        }
      if (is_heading)
        {
          present = case_new (lines[i] + 3);
          g_ptr_array_add (cases, present);
        }
      else if (present != NULL)
        g_string_append_printf (text, "%s\n", lines[i]);
    }
  return cases;
}
