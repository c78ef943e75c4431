/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server says about a blocklist when it refuses mail. */

#include "rd-list-mention.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *list; /* id; NULL for a list nobody knows */
  RdListAbout about;
  const char *address;
} MentionCase;

static const MentionCase cases[] = {
  { "open-resolver", "554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using zen.spamhaus.org; Error: open resolver; https://www.spamhaus.org/returnc/pub/198.51.100.53", "zen-spamhaus-org", RD_LIST_ABOUT_NOTHING, "192.0.2.25" },
  { "spamhaus-policy", "554 Connection refused. This IP address is listed on the Policy Block List (PBL). IB106", "zen-spamhaus-org", RD_LIST_ABOUT_IP, NULL },
  { "spamhaus-exploits", "553 5.7.1 [BL23] Connections not accepted from IP addresses on Spamhaus XBL", "zen-spamhaus-org", RD_LIST_ABOUT_IP, NULL },
  { "spamhaus-page", "550 5.7.1 Client host blocked; https://www.spamhaus.org/query/ip/192.0.2.25", "zen-spamhaus-org", RD_LIST_ABOUT_IP, "192.0.2.25" },
  { "domain", "550-5.1.0 MXIN506 MailFrom domain is listed in Spamhaus.", "dbl-spamhaus-org", RD_LIST_ABOUT_DOMAIN, NULL },
  { "spamcop", "554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using bl.spamcop.net; Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.25", "bl-spamcop-net", RD_LIST_ABOUT_IP, "192.0.2.25" },
  { "receiver-address-is-not-ours", "host mx.shop.example[198.51.100.1] said: 554 5.7.1 Client host [2001:db8::25] blocked using Barracuda Reputation", "b-barracudacentral-org", RD_LIST_ABOUT_IP, "2001:db8::25" },
  { "closed", "521-5.7.1 Service unavailable; client [203.0.113.225] blocked using dnsbl.sorbs.net", "dnsbl-sorbs-net", RD_LIST_ABOUT_NOTHING, "203.0.113.225" },
  { "closed-by-zone", "550 blocked using spam.dnsbl.anonmails.de", "spam-dnsbl-anonmails-de", RD_LIST_ABOUT_NOTHING, NULL },
  { "outlook", "550 5.7.1 Unfortunately, messages from [192.0.2.25] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).", "microsoft-olc", RD_LIST_ABOUT_IP, "192.0.2.25" },
  { "microsoft-365", "550 5.7.606 Access denied, banned sending IP [198.51.100.222]. To request removal from this list please visit https://sender.office.com/ (AS16012609)", "microsoft-365", RD_LIST_ABOUT_IP, "198.51.100.222" },
  { "recipient-company", "550 5.7.513 Service unavailable, Client host [192.0.2.25] blocked by example.com using Customer Block list (AS16012607)", "microsoft-365", RD_LIST_ABOUT_NOTHING, "192.0.2.25" },
  { "yahoo", "421 4.7.0 [TSS04] Messages from 192.0.2.25 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1", "yahoo", RD_LIST_ABOUT_IP, "192.0.2.25" },
  { "apple", "550 5.7.1 [CS01] Message rejected due to local policy.", "apple", RD_LIST_ABOUT_IP, NULL },
  { "proofpoint", "554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.25", "proofpoint-pdr", RD_LIST_ABOUT_IP, "192.0.2.25" },
  { "gmx-in-three-lines", "554-gmx.net (mxgmx104) Nemesis ESMTP Service not available\n554-No SMTP service\n554-IP address is block listed.", "gmx", RD_LIST_ABOUT_IP, NULL },
  { "gmx-reverse-name", "554-mail.com (mxgmxus002) Nemesis ESMTP Service not available 554-No SMTP service 554-Bad DNS PTR resource record.", "gmx", RD_LIST_ABOUT_NOTHING, NULL },
  { "telekom", "554 IP=192.0.2.25 - A problem occurred. (Ask your postmaster for help or to contact tobr@rx.t-online.de to clarify.) (BL)", "t-online", RD_LIST_ABOUT_IP, "192.0.2.25" },
  { "unknown-list", "554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using bl.example.org", NULL, RD_LIST_ABOUT_IP, "192.0.2.25" },
};

static void
test_mention (gconstpointer data)
{
  const MentionCase *row = data;
  g_autoptr (RdListMention) mention = rd_list_mention_find (rd_blocklists_get_default (), row->text);

  g_assert_nonnull (mention);
  g_assert_cmpstr (mention->list != NULL ? mention->list->id : NULL, ==, row->list);
  g_assert_cmpint (mention->about, ==, row->about);
  g_assert_cmpstr (mention->address, ==, row->address);
  g_assert_nonnull (mention->name);
  g_assert_true (g_str_has_suffix (mention->meaning, "."));
}

static const char *const others[] = {
  "550 5.1.1 <bob@receiver.example>: Recipient address rejected: User unknown",
  "552 5.2.2 Mailbox full",
  "550 5.7.26 This mail has been blocked because the sender is unauthenticated",
  "blocked using 192.0.2.1",
  "",
};

static void
test_no_list (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (rd_list_mention_find (rd_blocklists_get_default (), others[i]));
}

/* Megabytes of dots, broken UTF-8 and numbers without end cost nothing. */
static void
test_hostile (void)
{
  static const char *const pieces[] = { "listed at a.", "1.2.3.", "\377\300", "spamhaus ", "::", "] said:" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (RdListMention) mention = NULL;

      while (text->len < 300000)
        g_string_append (text, pieces[i]);
      mention = rd_list_mention_find (rd_blocklists_get_default (), text->str);
      g_assert_true (mention == NULL || strlen (mention->name) < 1000);
    }
}

/* Every list that cannot be asked can be found in some words, and says what to
 * do; two have no page for it. */
static void
test_private_lists (void)
{
  RdBlocklists *lists = rd_blocklists_get_default ();
  guint         n = 0;

  for (guint i = 0; i < rd_blocklists_get_n (lists); i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);

      if (list->status != RD_LIST_PRIVATE)
        continue;
      n++;
      g_assert_cmpuint (list->phrases->len, >, 0);
      g_assert_true (list->removal_url != NULL || g_str_equal (list->id, "mimecast") || g_str_equal (list->id, "laposte"));
      g_assert_nonnull (list->who_may_ask);
      g_assert_nonnull (list->write);
      g_assert_false (list->is_default);
    }
  g_assert_cmpuint (n, >=, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/knowledge/list-mention/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_mention);
    }
  g_test_add_func ("/knowledge/list-mention/no-list", test_no_list);
  g_test_add_func ("/knowledge/list-mention/hostile", test_hostile);
  g_test_add_func ("/knowledge/list-mention/private", test_private_lists);
  return g_test_run ();
}
