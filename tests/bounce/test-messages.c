/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "bounce-cases.h"
#include "rd-bounce.h"

/* Whole notices of mail systems: the messages of tests/data/bounces/messages.txt.
 * Each has "address status reply phase server" for every failure in it, then, behind
 * "!", "return-path sending-ip source reporting-mta". */

static const char *
shown (const char *text)
{
  return text != NULL ? text : "-";
}

static char *
dup_server (const RdFailure *failure)
{
  return g_strdup (failure->remote_host != NULL ? failure->remote_host : shown (failure->remote_ip));
}

static void
check_failures (const RdBounce *bounce,
                const char     *expected)
{
  g_auto (GStrv) wanted = g_strsplit (expected, ";", 0);

  for (guint i = 0; i < bounce->failures->len && wanted[i] != NULL; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);
      g_autofree char *server = dup_server (failure);
      g_autofree char *read = g_strdup_printf ("%s %s %s %s %s", shown (failure->recipient), shown (failure->status), shown (failure->reply_code),
                                               rd_phase_to_string (failure->phase), server);

      g_assert_cmpstr (read, ==, g_strstrip (wanted[i]));
    }
  g_assert_cmpuint (bounce->failures->len, ==, g_strv_length (wanted));
}

static void
test_message (gconstpointer data)
{
  const BounceCase *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (self->text, strlen (self->text));
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);
  g_autoptr (RdBounce) bounce = NULL;
  g_auto (GStrv) wanted = g_strsplit (self->expected, "!", 2);
  g_autofree char *identity = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (wanted), ==, 2);
  bounce = rd_bounce_read (mail);
  g_assert_cmpstr (rd_bounce_kind_to_string (bounce->kind), ==, self->kind);
  check_failures (bounce, wanted[0]);
  identity = g_strdup_printf ("%s %s %s %s", shown (bounce->original.return_path), shown (bounce->original.sending_ip),
                              shown (bounce->original.sending_ip_source), shown (bounce->reporting_mta));
  g_assert_cmpstr (identity, ==, g_strstrip (wanted[1]));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  cases = bounce_cases_load ("messages.txt");
  g_assert_cmpuint (cases->len, >=, 16);
  for (guint i = 0; i < cases->len; i++)
    {
      BounceCase      *row = g_ptr_array_index (cases, i);
      g_autofree char *path = g_strdup_printf ("/bounce/messages/%s", row->name);

      g_test_add_data_func (path, row, test_message);
    }
  return g_test_run ();
}
