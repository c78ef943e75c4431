/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "bounce-cases.h"
#include "rd-bounce.h"

/* Mail that must not be taken for a bounce, and the notices that look most like
 * it: the messages of tests/data/bounces/ordinary.txt. */

static void
test_ordinary (gconstpointer data)
{
  const BounceCase *self = data;
  g_autoptr (GBytes) bytes = g_bytes_new_static (self->text, strlen (self->text));
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);
  g_autoptr (RdBounce) bounce = NULL;

  g_assert_no_error (error);
  bounce = rd_bounce_read (mail);
  g_assert_cmpstr (rd_bounce_kind_to_string (bounce->kind), ==, self->kind);
  g_assert_cmpstr (bounce->description, ==, strcmp (self->expected, "-") != 0 ? self->expected : NULL);
  if (bounce->kind == RD_BOUNCE_NONE)
    g_assert_cmpuint (bounce->failures->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  cases = bounce_cases_load ("ordinary.txt");
  g_assert_cmpuint (cases->len, >=, 30);
  for (guint i = 0; i < cases->len; i++)
    {
      BounceCase      *row = g_ptr_array_index (cases, i);
      g_autofree char *path = g_strdup_printf ("/bounce/ordinary/%s", row->name);

      g_test_add_data_func (path, row, test_ordinary);
    }
  return g_test_run ();
}
