/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "rd-bounce.h"

/* What people paste into the window: the texts of tests/data/bounces/pasted.txt
 * with what has to be read in each. */

typedef struct
{
  char  *name;
  char  *kind;
  char **failures; /* "address status reply [original]" each */
  char  *text;
} PastedCase;

static void
case_free (gpointer data)
{
  PastedCase *self = data;

  g_free (self->name);
  g_free (self->kind);
  g_strfreev (self->failures);
  g_free (self->text);
  g_free (self);
}

static const char *
shown (const char *text)
{
  return text != NULL ? text : "-";
}

static gboolean
says (const RdFailure *failure,
      const char      *wanted)
{
  g_auto (GStrv) fields = g_strsplit (wanted, " ", 0);

  return strcmp (shown (failure->recipient), fields[0]) == 0 && strcmp (shown (failure->status), fields[1]) == 0 &&
         strcmp (shown (failure->reply_code), fields[2]) == 0 &&
         (fields[3] == NULL || strcmp (shown (failure->original_recipient), fields[3]) == 0);
}

static void
test_pasted (gconstpointer data)
{
  const PastedCase *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_text (self->text, &error);
  g_autoptr (RdBounce) bounce = NULL;

  g_assert_no_error (error);
  bounce = rd_bounce_read (mail);
  g_assert_cmpstr (rd_bounce_kind_to_string (bounce->kind), ==, self->kind);
  for (guint i = 0; i < bounce->failures->len; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);

      g_test_message ("read: %s %s %s %s: %s", shown (failure->recipient), shown (failure->status), shown (failure->reply_code), shown (failure->original_recipient), shown (failure->diagnostic));
      g_assert_nonnull (failure->diagnostic);
    }
  g_assert_cmpuint (bounce->failures->len, ==, g_strv_length (self->failures));
  for (guint i = 0; i < bounce->failures->len && self->failures[i] != NULL; i++)
    {
      if (!says (g_ptr_array_index (bounce->failures, i), self->failures[i]))
        {
          const RdFailure *failure = g_ptr_array_index (bounce->failures, i);
          g_autofree char *read = g_strdup_printf ("%s %s %s", shown (failure->recipient), shown (failure->status), shown (failure->reply_code));

          g_assert_cmpstr (read, ==, self->failures[i]);
        }
    }
}

static PastedCase *
case_new (const char *heading)
{
  PastedCase *self = g_new0 (PastedCase, 1);
  g_auto (GStrv) parts = g_strsplit (heading, "|", 3);
  GPtrArray *failures = g_ptr_array_new ();
  g_auto (GStrv) wanted = NULL;

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  self->name = g_strdup (g_strstrip (parts[0]));
  self->kind = g_strdup (g_strstrip (parts[1]));
  wanted = g_strsplit (parts[2], ";", 0);
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      if (*g_strstrip (wanted[i]) != '\0')
        g_ptr_array_add (failures, g_strdup (wanted[i]));
    }
  g_ptr_array_add (failures, NULL);
  self->failures = (char **) g_ptr_array_free (failures, FALSE);
  return self;
}

static GPtrArray *
load_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "bounces", "pasted.txt", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray  *cases = g_ptr_array_new_with_free_func (case_free);
  PastedCase *present = NULL;
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

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  cases = load_cases ();
  g_assert_cmpuint (cases->len, >, 60);
  for (guint i = 0; i < cases->len; i++)
    {
      PastedCase      *row = g_ptr_array_index (cases, i);
      g_autofree char *path = g_strdup_printf ("/bounce/pasted/%s", row->name);

      g_test_add_data_func (path, row, test_pasted);
    }
  return g_test_run ();
}
