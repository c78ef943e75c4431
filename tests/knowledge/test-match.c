/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <time.h>

#include "rd-knowledge.h"

static void
test_empty (void)
{
  static const char *const texts[] = { NULL, "", "   \n ", "\377\376", "5", "550", "550-", "->", "\n\n503" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      RdReply reply = { .text = texts[i] };
      g_auto (RdMatch) match = { 0 };

      rd_knowledge_match (&reply, &match);
      g_assert_nonnull (match.cause);
      g_assert_null (match.rule);
    }
}

/* The words of the reply are handed out as they were written. */
static void
test_matched (void)
{
  RdReply reply = { .text = "550-5.1.1 The Email\n550-5.1.1 Account that you tried to reach\n550 5.1.1 does not exist." };
  g_auto (RdMatch) match = { 0 };

  rd_knowledge_match (&reply, &match);
  g_assert_cmpstr (match.cause->id, ==, "address-not-found");
  g_assert_cmpstr (match.matched, ==, "Email 550-5.1.1 Account that you tried to reach 550 5.1.1 does not exist");
  g_assert_cmpint (match.score, >=, 85);
  rd_match_clear (&match);
  g_assert_null (match.matched);
  g_assert_null (match.cause);
}

/* A reply that quotes the sending address speaks about the sender. */
static void
test_sending_ip (void)
{
  RdReply about_sender = { .text = "550 5.1.1 User unknown; 198.51.100.10 has a poor reputation", .status = "5.1.1", .sending_ip = "198.51.100.10" };
  RdReply about_other = { .text = "550 5.1.1 User unknown; 198.51.100.101 has a poor reputation", .status = "5.1.1", .sending_ip = "198.51.100.10" };
  g_auto (RdMatch) sender = { 0 };
  g_auto (RdMatch) other = { 0 };

  rd_knowledge_match (&about_sender, &sender);
  rd_knowledge_match (&about_other, &other);
  g_assert_cmpint (sender.cause->family, ==, RD_FAMILY_REPUTATION);
  g_assert_cmpint (sender.score, ==, other.score + 20);
}

/* An IP address is a word of the patterns wherever it stands alone. */
static void
test_ip_literal (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_told;
  } rows[] = {
    { "554 '203.0.113.5' blocked", TRUE },
    { "554 [203.0.113.5] banned", TRUE },
    { "554 AUP#BL \"203.0.113.5\" blocked", TRUE },
    { "554 (203.0.113.5) has been blocked", TRUE },
    { "554 sorry, we do not talk to 203.0.113.5", TRUE },
    { "554 203.0.113.0/24 banned", TRUE },
    { "554 203.0.113.0/240 banned", FALSE },
    { "554 mail from 203.0.113.5:25 blocked", FALSE },
    { "554 203.0.113.5: banned", TRUE },
    { "554 203.0.113.555 blocked", FALSE },
    { "554 203.0.113 blocked", FALSE },
    { "554 203.0.113.5.6 blocked", FALSE },
    { "554 mail-203.0.113.5 blocked", FALSE },
    { "554 http://203.0.113.5/list blocked", FALSE },
    { "554 rules=203.0.113.5 blocked", FALSE },
    { "554 4203.0.113.5x blocked", FALSE },
    { "554 203.0.113.5", FALSE },
    { "554 connection to 203.0.113.5 blocked", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RdReply reply = { .text = rows[i].text };
      g_auto (RdMatch) match = { 0 };

      g_test_message ("%s", rows[i].text);
      rd_knowledge_match (&reply, &match);
      if (rows[i].is_told)
        g_assert_cmpstr (match.cause->id, ==, "ip-blocked-by-provider");
      else
        g_assert_cmpstr (match.cause->id, !=, "ip-blocked-by-provider");
    }
}

/* Patterns put words in an order, within a sentence, not within longer words or
 * names. */
static void
test_patterns (void)
{
  static const struct
  {
    const char *text;
    const char *cause;
  } rows[] = {
    { "550 The mailbox you wrote to is not one of ours", "address-not-found" },
    { "550 There is no such thing as this mailbox", "unknown" },
    { "550 We looked at the box. All is unknown.", "unknown" },
    { "550 Box bob@firm.example over there has never, in all the years, been unknown", "unknown" },
    { "550 Postfach bob@firm.example: gibt es nicht", "address-not-found" },
    { "550 POSTFÄCHER GIBT'S NICHT", "unknown" },
    { "550 bob@firm.example see user.unknown.example", "unknown" },
    { "550 see https://firm.example/user/unknown", "unknown" },
    { "550 see firm.example/x?account=1&unknown", "unknown" },
    { "550 ユーザーは存在しません", "address-not-found" },
    { "550 該当のアドレスについて。存在しません", "unknown" },
    { "552 His inbox can take no more: it is bursting", "mailbox-full" },
    { "552 bursting@inbox.example", "mailbox-full" },
    { "550 Your server is shunned here", "ip-blocked-by-provider" },
    { "550 Your server is on our own blocklist", "ip-blocked-by-provider" },
    { "550 Absender unbekannt", "sender-address-invalid" },
    { "550 Empfänger unbekannt", "address-not-found" },
    { "550 Die Domain des Empfängers ist unbekannt", "domain-not-found" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RdReply reply = { .text = rows[i].text };
      g_auto (RdMatch) match = { 0 };

      rd_knowledge_match (&reply, &match);
      g_test_message ("%s: %s, %s", rows[i].text, match.rule != NULL ? match.rule->id : "no rule", match.matched != NULL ? match.matched : "");
      g_assert_cmpstr (match.cause->id, ==, rows[i].cause);
    }
}

/* Words outrank codes, strong codes outrank weak words. */
static void
test_precedence (void)
{
  static const struct
  {
    const char *text;
    const char *status;
    const char *cause;
    gboolean    by_code;
  } rows[] = {
    { "550 5.1.1 Mailbox full", "5.1.1", "mailbox-full", FALSE },
    { "550 5.1.0 MailFrom domain is listed in Spamhaus", "5.1.0", "domain-blocklisted", FALSE },
    { "550 Refused", "5.1.1", "address-not-found", TRUE },
    { "550 Refused", "5.7.1", "policy-rejected", TRUE },
    { "550 Refused by our policy", "5.7.1", "policy-rejected", FALSE },
    { "554 Refused", NULL, "unknown", FALSE },
    { "535 Refused", "5.7.8", "smtp-login", TRUE },
    { "The mailbox is disabled", "5.7.8", "smtp-login", TRUE },
    { "550 The mailbox is disabled", "5.7.8", "mailbox-disabled", FALSE },
    { "550 Refused", "5.7.9", "unknown", FALSE },
    { "550 Nothing known", "5.2.2", "mailbox-full", TRUE },
    { "550 5.2.2 Nothing known", "5.0.0", "mailbox-full", TRUE },
    { "452 Nothing known", NULL, "recipient-server-trouble", TRUE },
    { "550 Nothing known", NULL, "unknown", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RdReply reply = { .text = rows[i].text, .status = rows[i].status };
      g_auto (RdMatch) match = { 0 };

      rd_knowledge_match (&reply, &match);
      g_assert_cmpstr (match.cause->id, ==, rows[i].cause);
      g_assert_cmpint (match.code != NULL, ==, rows[i].by_code);
      g_assert_true (match.code == NULL || match.rule == NULL);
    }
}

/* A phrase with a gap bridges a clause, not a page. */
static void
test_gap (void)
{
  g_autofree char *filler = g_strnfill (119, 'x');
  g_autofree char *near_by = g_strdup_printf ("mailbox %.20s unavailable", filler);
  g_autofree char *far_off = g_strdup_printf ("mailbox %s%s unavailable", filler, filler);
  RdReply          near_reply = { .text = near_by };
  RdReply          far_reply = { .text = far_off };
  g_auto (RdMatch) near_match = { 0 };
  g_auto (RdMatch) far_match = { 0 };

  rd_knowledge_match (&near_reply, &near_match);
  rd_knowledge_match (&far_reply, &far_match);
  g_assert_cmpstr (near_match.cause->id, ==, "address-not-found");
  g_assert_cmpstr (far_match.cause->id, ==, "unknown");
}

/* A provider's own rules need the provider; who is known for certain counts
 * more than who is guessed. */
static void
test_provider (void)
{
  const char *text = "554 5.5.4 Refused";
  RdReply     nobody = { .text = text };
  RdReply     certain = { .text = text, .provider = rd_provider_find ("hornetsecurity"), .provider_certain = TRUE };
  RdReply     guessed = { .text = text, .provider = rd_provider_find ("hornetsecurity") };
  g_auto (RdMatch) by_nobody = { 0 };
  g_auto (RdMatch) by_certain = { 0 };
  g_auto (RdMatch) by_guessed = { 0 };

  rd_knowledge_match (&nobody, &by_nobody);
  rd_knowledge_match (&certain, &by_certain);
  rd_knowledge_match (&guessed, &by_guessed);
  g_assert_cmpstr (by_nobody.cause->id, !=, "ip-blocklisted");
  g_assert_cmpstr (by_certain.cause->id, ==, "ip-blocklisted");
  g_assert_cmpint (by_certain.score, ==, by_guessed.score + 7);
}

/* Whoever asks a public list is not the one who keeps it. */
static void
test_public_list (void)
{
  RdReply reply = { .text = "554 Refused, see http://www.barracudanetworks.com/reputation/?ip=192.0.2.1" };
  g_auto (RdMatch) match = { 0 };

  rd_knowledge_match (&reply, &match);
  g_assert_cmpstr (match.cause->id, ==, "ip-blocklisted");
  g_assert_null (match.rule->provider);
}

static void
test_second (void)
{
  RdReply reply = { .text = "550 User unknown, or the message looks like unsolicited bulk mail" };
  g_auto (RdMatch) match = { 0 };

  rd_knowledge_match (&reply, &match);
  g_assert_nonnull (match.second);
  g_assert_cmpint (match.second->family, !=, match.cause->family);
}

#define N_TIMED 3

static double
seconds_for (const char *piece,
             gsize       size)
{
  g_autoptr (GString) text = g_string_new (NULL);
  clock_t start;
  RdReply reply = { 0 };

  while (text->len < size)
    g_string_append (text, piece);
  reply.text = text->str;
  start = clock ();
  for (guint i = 0; i < N_TIMED; i++)
    {
      g_auto (RdMatch) match = { 0 };

      rd_knowledge_match (&reply, &match);
      g_assert_nonnull (match.cause);
    }
  return (double) (clock () - start) / CLOCKS_PER_SEC;
}

/* Twice the text may cost about twice the time; a quadratic loop costs four
 * times as much.  Measured generously: machines are busy. */
static void
test_linear (gconstpointer data)
{
  double fastest[2] = { G_MAXDOUBLE, G_MAXDOUBLE };

  for (guint i = 0; i < 3; i++)
    {
      fastest[0] = MIN (fastest[0], seconds_for (data, 25 * 1024));
      fastest[1] = MIN (fastest[1], seconds_for (data, 200 * 1024));
    }
  g_test_message ("25 kB: %.2f ms, 200 kB: %.2f ms", fastest[0] * 1000 / N_TIMED, fastest[1] * 1000 / N_TIMED);
  g_assert_cmpfloat (fastest[1], <, fastest[0] * 8 * 3);
}

static gpointer
match_often (gpointer data)
{
  guint n_wrong = 0;

  for (guint i = 0; i < 200; i++)
    {
      RdReply reply = { .text = "550 5.1.1 User unknown" };
      g_auto (RdMatch) match = { 0 };

      rd_knowledge_match (&reply, &match);
      n_wrong += strcmp (match.cause->id, "address-not-found") != 0 ? 1 : 0;
    }
  return GUINT_TO_POINTER (n_wrong);
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("match", match_often, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (threads[i])), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/match/empty", test_empty);
  g_test_add_func ("/knowledge/match/matched", test_matched);
  g_test_add_func ("/knowledge/match/sending-ip", test_sending_ip);
  g_test_add_func ("/knowledge/match/ip-literal", test_ip_literal);
  g_test_add_func ("/knowledge/match/patterns", test_patterns);
  g_test_add_func ("/knowledge/match/precedence", test_precedence);
  g_test_add_func ("/knowledge/match/gap", test_gap);
  g_test_add_func ("/knowledge/match/provider", test_provider);
  g_test_add_func ("/knowledge/match/public-list", test_public_list);
  g_test_add_func ("/knowledge/match/second", test_second);
  g_test_add_data_func ("/knowledge/match/linear/words", "user mailbox rcpt account host client smtp error ", test_linear);
  g_test_add_data_func ("/knowledge/match/linear/one-word", "user,mailbox,full,", test_linear);
  g_test_add_data_func ("/knowledge/match/linear/codes", "550-5.7.1 a 551 -> LED= # ", test_linear);
  g_test_add_data_func ("/knowledge/match/linear/lines", "450 x\n550 y\n", test_linear);
  g_test_add_data_func ("/knowledge/match/linear/letters", "\303\204", test_linear);
  g_test_add_func ("/knowledge/match/threads", test_threads);
  return g_test_run ();
}
