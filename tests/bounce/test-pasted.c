/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "bounce-cases.h"
#include "rd-bounce.h"

/* What people paste into the window: the texts of tests/data/bounces/pasted.txt,
 * each with "address status reply [original]" for every failure in it. */

static const char *
shown (const char *text)
{
  return text != NULL ? text : "-";
}

static void
check_failure (const RdFailure *failure,
               const char      *wanted)
{
  g_autofree char *read = g_strdup_printf ("%s %s %s", shown (failure->recipient), shown (failure->status), shown (failure->reply_code));

  if (strlen (wanted) > strlen (read) && failure->original_recipient != NULL)
    {
      g_autofree char *longer = g_strdup_printf ("%s %s", read, failure->original_recipient);

      g_assert_cmpstr (longer, ==, wanted);
    }
  else
    g_assert_cmpstr (read, ==, wanted);
  g_assert_nonnull (failure->diagnostic);
  g_assert_true (g_utf8_validate (failure->diagnostic, -1, NULL));
}

static void
test_pasted (gconstpointer data)
{
  const BounceCase *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_text (self->text, &error);
  g_autoptr (RdBounce) bounce = NULL;
  g_auto (GStrv) wanted = g_strsplit (self->expected, ";", 0);

  g_assert_no_error (error);
  bounce = rd_bounce_read (mail);
  g_assert_cmpstr (rd_bounce_kind_to_string (bounce->kind), ==, self->kind);
  g_assert_cmpuint (bounce->failures->len, ==, g_strv_length (wanted));
  for (guint i = 0; i < bounce->failures->len; i++)
    check_failure (g_ptr_array_index (bounce->failures, i), g_strstrip (wanted[i]));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  cases = bounce_cases_load ("pasted.txt");
  g_assert_cmpuint (cases->len, >=, 60);
  for (guint i = 0; i < cases->len; i++)
    {
      BounceCase      *row = g_ptr_array_index (cases, i);
      g_autofree char *path = g_strdup_printf ("/bounce/pasted/%s", row->name);

      g_test_add_data_func (path, row, test_pasted);
    }
  return g_test_run ();
}
