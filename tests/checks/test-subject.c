/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-subject.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *subject; /* NULL: refused */
  const char *message; /* part of the refusal */
} SubjectCase;

static const SubjectCase cases[] = {
  { "203.0.113.9", "203.0.113.9", NULL },
  { " [203.0.113.9] ", "203.0.113.9", NULL },
  { "::ffff:203.0.113.9", "203.0.113.9", NULL },
  { "2001:DB8:0::25", "2001:db8::25", NULL },
  { "IPv6:2001:db8::25", "2001:db8::25", NULL },
  { "[2001:db8::25]", "2001:db8::25", NULL },
  { "Example.COM.", "example.com", NULL },
  { "Bücher.example", "xn--bcher-kva.example", NULL },
  { "info@example.com", "example.com", NULL },
  { "<info@example.com>", "example.com", NULL },
  { "mailto:info@example.com", "example.com", NULL },
  { "https://www.example.com/contact?x=1", "www.example.com", NULL },
  { "[IPv6:2001:db8::25]", "2001:db8::25", NULL },
  { "2001:db8::25%eth0", "2001:db8::25", NULL },
  { "203.0.113.9:25", "203.0.113.9", NULL },
  { "[203.0.113.9]:25", "203.0.113.9", NULL },
  { "[2001:db8::25]:25", "2001:db8::25", NULL },
  { "203.0.113.9/32", "203.0.113.9", NULL },
  { "2001:db8::25/128", "2001:db8::25", NULL },
  { "203.0.113.9.", "203.0.113.9", NULL },
  { "ip4:203.0.113.9", "203.0.113.9", NULL },
  { "\342\200\213203.0.113.9", "203.0.113.9", NULL },
  { "\357\274\222\357\274\220\357\274\223.0.113.9", "203.0.113.9", NULL },
  { "info@[203.0.113.9]", "203.0.113.9", NULL },
  { "info@[IPv6:2001:db8::25]", "2001:db8::25", NULL },
  { "http://203.0.113.9/x", "203.0.113.9", NULL },
  { "http://[2001:db8::25]:8080/x", "2001:db8::25", NULL },
  { "https://user:secret@shop.example:8443/a", "shop.example", NULL },
  { "smtp.shop.example:587", "smtp.shop.example", NULL },
  { "http://b\303\274cher.example/weg", "xn--bcher-kva.example", NULL },
  { "Ann <ann@shop.example>", "shop.example", NULL },
  { "\"Ann, Shop\" <ann@shop.example>", "shop.example", NULL },
  { "Client host [203.0.113.9] blocked using zen.spamhaus.org", "203.0.113.9", NULL },
  { "Received: from x.example ([IPv6:2001:db8::25]) by y.example; 12:30:00", "2001:db8::25", NULL },
  { "203.0.113.9 (mail.shop.example), the server is 203.0.113.9.", "203.0.113.9", NULL },
  { "203.0.113.9, 203.0.113.10", NULL, "several addresses" },
  { "2001:db8::25 203.0.113.9", NULL, "several addresses" },
  { "203.0.113", NULL, "“203.0.113” is neither" },
  { "203.0.113.999", NULL, "neither" },
  { "203.0.113.009", NULL, "neither" },
  { "203.0.113.9-20", NULL, "neither" },
  { "shop,example", NULL, "“shop,example” is neither" },
  { "fe80::1%eth0", NULL, "private network" },
  { "203.0.113.9/24", NULL, "network" },
  { "[203.0.113.0]/24", NULL, "network" },
  { "10.0.0.1 or 192.168.1.1", NULL, "private network" },
  { "[", NULL, "neither" },
  { "@", NULL, "neither" },
  { "://", NULL, "neither" },
  { "10.0.0.1", NULL, "private network" },
  { "192.168.1.20", NULL, "private network" },
  { "fe80::1", NULL, "private network" },
  { "203.0.113.0/24", NULL, "network" },
  { "2001:db8::/32", NULL, "network" },
  { "localhost", NULL, "neither" },
  { "two words", NULL, "neither" },
  { "", NULL, "neither" },
  { "Received: from a\nFrom: b@c.example\n", NULL, "whole text" },
};

static void
test_subject (gconstpointer data)
{
  const SubjectCase *row = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = rd_subject_parse (row->text, &error);

  g_assert_cmpstr (subject, ==, row->subject);
  if (row->subject != NULL)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, row->message));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/subject/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, &cases[i], test_subject);
    }
  return g_test_run ();
}
