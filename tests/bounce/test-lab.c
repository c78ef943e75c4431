/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bounce-cases.h"
#include "rd-bounce.h"

/* Real notices of Exim, Postfix, Sendmail, OpenSMTPD, Courier, dma and
 * nullmailer, as they are and with the line ends of other systems. */

typedef enum
{
  LINES_AS_THEY_ARE,
  LINES_CRLF,
  LINES_CR,
} LineEnds;

static const char *
shown (const char *text)
{
  return text != NULL ? text : "-";
}

static char *
describe (const RdBounce *bounce)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < bounce->failures->len; i++)
    {
      const RdFailure *failure = g_ptr_array_index (bounce->failures, i);

      g_string_append_printf (text,
                              "%s%s %s %s %s %s %s %s %s%s",
                              i > 0 ? "; " : "",
                              shown (failure->recipient),
                              shown (failure->status),
                              shown (failure->reply_code),
                              rd_phase_to_string (failure->phase),
                              shown (failure->remote_host),
                              shown (failure->remote_ip),
                              failure->gave_up ? "gave-up" : "-",
                              failure->forwarded_to != NULL ? ">" : "",
                              shown (failure->forwarded_to != NULL ? failure->forwarded_to : failure->original_recipient));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static RdBounce *
read_with (const char *content,
           gsize       length,
           LineEnds    ends)
{
  g_autoptr (GString) text = g_string_sized_new (length);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RdMail) mail = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < length; i++)
    {
      if (ends != LINES_AS_THEY_ARE && content[i] == '\r')
        continue;
      if (content[i] == '\n' && ends == LINES_CRLF)
        g_string_append (text, "\r\n");
      else if (content[i] == '\n' && ends == LINES_CR)
        g_string_append_c (text, '\r');
      else
        g_string_append_c (text, content[i]);
    }
  bytes = g_bytes_new (text->str, text->len);
  mail = rd_mail_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  return rd_bounce_read (mail);
}

static void
test_lab (gconstpointer data)
{
  const BounceCase *self = data;
  g_autofree char  *path = g_test_build_filename (G_TEST_DIST, "data", "bounces", "lab", self->name, NULL);
  g_autofree char  *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  for (LineEnds ends = LINES_AS_THEY_ARE; ends <= LINES_CR; ends++)
    {
      g_autoptr (RdBounce) bounce = read_with (content, length, ends);
      g_autofree char *read = describe (bounce);

      g_assert_cmpstr (rd_bounce_kind_to_string (bounce->kind), ==, self->kind);
      g_assert_cmpstr (read, ==, self->expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  cases = bounce_cases_load ("lab.txt");
  g_assert_cmpuint (cases->len, >=, 70);
  for (guint i = 0; i < cases->len; i++)
    {
      BounceCase      *row = g_ptr_array_index (cases, i);
      g_autofree char *path = g_strdup_printf ("/bounce/lab/%s", row->name);

      g_test_add_data_func (path, row, test_lab);
    }
  return g_test_run ();
}
