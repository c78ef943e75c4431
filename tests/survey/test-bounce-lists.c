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

#define REFUSED                                                                                                        \
  "From: MAILER-DAEMON@mail.shop.example\nTo: ann@shop.example\nSubject: Undelivered Mail\n"                           \
  "Date: Fri, 20 Nov 2026 09:12:44 +0000\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" \
  "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.shop.example\n"

#define RECIPIENT(address, words) \
  "\nFinal-Recipient: rfc822; " address "\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 " words "\n"

#define AT_SPAMHAUS "Service unavailable; client [203.0.113.9] blocked using zen.spamhaus.org"

/* A list that two servers name is named once; what an earlier bounce said is told
 * beside it unless this one says the same. */
static void
test_named (void)
{
  const RdBlocklists *lists = rd_blocklists_get_default ();
  g_autoptr (RdMail) mail = rd_mail_new_from_text (REFUSED RECIPIENT ("a@one.example", AT_SPAMHAUS) RECIPIENT ("b@two.example", AT_SPAMHAUS)
                                                       RECIPIENT ("c@three.example", "User unknown") "--b--\n",
                                                   NULL);
  g_autoptr (RdBounce) bounce = rd_bounce_read (mail);
  g_autoptr (GPtrArray) named = rd_bounce_dup_named_lists (bounce, lists);
  g_autoptr (GPtrArray) listings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_listing_free);
  const RdBlocklist *spamcop = rd_blocklists_find (lists, "bl-spamcop-net");
  const RdNamedList *first;
  const RdListing   *listing;

  g_assert_cmpuint (bounce->failures->len, ==, 3);
  g_assert_cmpuint (named->len, ==, 1);
  first = g_ptr_array_index (named, 0);
  g_assert_cmpstr (first->subject, ==, "203.0.113.9");
  g_assert_cmpstr (first->mention->list->id, ==, "zen-spamhaus-org");
  g_assert_cmpint (first->time, ==, 1795165964);

  rd_named_lists_add (named, first->mention->list, "203.0.113.9", "Old words", 1700000000);
  g_assert_cmpuint (named->len, ==, 1);
  g_assert_nonnull (spamcop);
  rd_named_lists_add (named, spamcop, "203.0.113.9", "Spam was seen", 1700000000);
  rd_named_lists_add (named, spamcop, "198.51.100.1", "Spam was seen", 1700000000);
  g_assert_cmpuint (named->len, ==, 3);

  /* Only what is about the subject at hand is shown with it. */
  rd_listings_add_named (listings, named, "203.0.113.9");
  g_assert_cmpuint (listings->len, ==, 2);
  listing = g_ptr_array_index (listings, 0);
  g_assert_cmpstr (listing->list->id, ==, "bl-spamcop-net");
  rd_listings_add_named (listings, named, "203.0.113.9");
  g_assert_cmpuint (listings->len, ==, 2);
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
  g_test_add_func ("/survey/bounce-lists/named", test_named);
  return g_test_run ();
}
