/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which addresses and domains a bounce lets blocklists be asked about: the most
 * certain first, each once. */

#include "rd-bounce-lists.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *from;
  const char *return_path;
  const char *helo;
  const char *ip;
  const char *ip_source;
  const char *expected;
} cases[] = {
  { "seen", "ann@shop.example", NULL, NULL, "203.0.113.9", "diagnostic", "203.0.113.9 bounce, shop.example from" },
  { "from-header", "ann@shop.example", NULL, NULL, "203.0.113.9", "received", "203.0.113.9 header, shop.example from" },
  { "private", "ann@shop.example", NULL, NULL, "192.168.1.20", "received", "shop.example from" },
  { "two-domains", "ann@shop.example", "b@bounce.mailer.example", NULL, NULL, NULL, "shop.example from, bounce.mailer.example return-path" },
  { "each-once", "ann@shop.example", "ann@SHOP.example", NULL, NULL, NULL, "shop.example from" },
  { "own-server", "ann@shop.example", NULL, "mail.shop.example", NULL, NULL, "shop.example from, mail.shop.example helo" },
  { "server-of-the-host", "ann@shop.example", NULL, "srv7.host.example", NULL, NULL, "shop.example from, srv7.host.example helo, host.example helo" },
  { "below-a-suffix", NULL, NULL, "srv7.web.host.co.uk", NULL, NULL, "srv7.web.host.co.uk helo, host.co.uk helo" },
  { "registered-already", NULL, NULL, "host.example", NULL, NULL, "host.example helo" },
  { "suffix-alone", NULL, NULL, "co.uk", NULL, NULL, "co.uk helo" },
  { "large-service", NULL, NULL, "mail-a1.google.com", NULL, NULL, "mail-a1.google.com helo" },
  { "literal", NULL, NULL, "[203.0.113.9]", NULL, NULL, "" },
  { "one-label", NULL, NULL, "localhost", NULL, NULL, "" },
  { "nothing", NULL, NULL, NULL, NULL, NULL, "" },
};

static char *
dup_told (GPtrArray *subjects)
{
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint i = 0; i < subjects->len; i++)
    {
      const RdListSubject *subject = g_ptr_array_index (subjects, i);

      g_string_append_printf (told, "%s%s %s", i > 0 ? ", " : "", subject->subject, rd_list_source_to_string (subject->source));
      g_assert_cmpuint (strlen (rd_list_source_get_text (subject->source)), >, 0);
    }
  return g_string_free (g_steal_pointer (&told), FALSE);
}

static void
test_case (gconstpointer data)
{
  gsize          index = GPOINTER_TO_SIZE (data);
  const RdBounce bounce = {
    .original = {
        .from = (char *) cases[index].from,
        .return_path = (char *) cases[index].return_path,
        .helo = (char *) cases[index].helo,
        .sending_ip = (char *) cases[index].ip,
        .sending_ip_source = (char *) cases[index].ip_source,
    },
  };
  g_autoptr (GPtrArray) subjects = rd_bounce_dup_list_subjects (&bounce);
  g_autofree char *told = dup_told (subjects);

  g_assert_cmpstr (told, ==, cases[index].expected);
}

static const struct
{
  const char *name;
  const char *mail;
  const char *expected;
} arrived[] = {
  { "first-hop-from-outside",
    "Received: from mx1.inside.example ([10.0.0.2]) by store.inside.example\n"
    "Received: from srv7.host.example (mail.shop.example [203.0.113.9]) by mx1.inside.example\n"
    "Received: from office (dsl.line.example [198.51.100.5]) by srv7.host.example\n"
    "From: Ann <ann@shop.example>\nSubject: Hello\n\nHello\n",
    "203.0.113.9 header, shop.example from, srv7.host.example helo, host.example helo" },
  { "told-by-the-receiver",
    "Return-Path: <b@bounce.mailer.example>\nReceived-SPF: pass client-ip=203.0.113.10;\n"
    "Received: from other.example ([203.0.113.9]) by mx.inside.example\n"
    "DKIM-Signature: v=1; a=rsa-sha256; d=mailer.example;\n s=one; h=from; bh=x; b=y\n"
    "DKIM-Signature: v=1; a=rsa-sha256; s=two; d=Shop.Example ; h=from; bh=x; b=y\n"
    "From: ann@shop.example\nSubject: Hello\n\nHello\n",
    "203.0.113.10 header, shop.example from, bounce.mailer.example return-path, mailer.example dkim, other.example helo" },
  { "no-hop", "From: ann@shop.example\nSubject: Hello\n\nHello\n", "shop.example from" },
};

/* What a mail of one's own tells that has arrived somewhere else. */
static void
test_arrived (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (RdMail) mail = rd_mail_new_from_text (arrived[index].mail, NULL);
  g_autoptr (GPtrArray) subjects = rd_mail_dup_list_subjects (mail);
  g_autofree char *told = dup_told (subjects);

  g_assert_cmpstr (told, ==, arrived[index].expected);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/survey/bounce-lists/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (arrived); i++)
    {
      g_autofree char *path = g_strdup_printf ("/survey/bounce-lists/arrived/%s", arrived[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_arrived);
    }
  return g_test_run ();
}
