/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many refusals tell together about whoever refuses, and since when. */

#include "insight-testing.h"

static void
test_one_provider (Fixture      *fixture,
                   gconstpointer data)
{
  const Notice gmail = { .recipient = "g%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = GMAIL_AUTH };
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice other = { .recipient = "x@shop.example", .reply = BLOCKLISTED };

  tell_many (fixture, 2, 0, &gmail);
  assert_not_said (fixture, "insight.one-receiver");
  tell_many (fixture, 3, 0, &unknown);
  assert_not_said (fixture, "insight.one-receiver");
  tell_many (fixture, 4, 0, &gmail);
  assert_said (fixture, "insight.one-receiver", RD_OWNER_HOST, "Gmail / Google Workspace alone refuses your mail: all 6 ");
  /* Somebody else refuses, too. */
  tell (fixture, &other);
  assert_not_said (fixture, "insight.one-receiver");
}

/* Again and again the same recipient: that may be about the recipient. */
static void
test_one_recipient (Fixture      *fixture,
                    gconstpointer data)
{
  const Notice same = { .recipient = "boss@shop.example", .reply = POLICY };

  for (guint i = 0; i < 6; i++)
    tell (fixture, &same);
  assert_not_said (fixture, "insight.one-receiver");
}

static void
test_one_company (Fixture      *fixture,
                  gconstpointer data)
{
  const Notice same = { .recipient = "p%u@shop.example", .reply = POLICY };

  tell_many (fixture, 3, 0, &same);
  assert_said (fixture, "insight.one-receiver", RD_OWNER_RECIPIENT_ADMIN, "shop.example alone");
}

static void
test_shared_cause (Fixture      *fixture,
                   gconstpointer data)
{
  const Notice gmail = { .recipient = "g%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = GMAIL_AUTH };
  const Notice unknown = { .recipient = "n%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = "550-5.1.1 The email account that you tried to reach does not exist. gsmtp" };

  tell_many (fixture, 28, 0, &gmail);
  /* One cause only: the group says it already. */
  assert_not_said (fixture, "insight.shared-cause");
  tell_many (fixture, 2, 0, &unknown);
  assert_said (fixture, "insight.shared-cause", RD_OWNER_YOU, "28 of 30 failures at Gmail / Google Workspace have one reason");
  tell_many (fixture, 6, 0, &unknown);
  assert_not_said (fixture, "insight.shared-cause");
}

/* That many do not exist is no common reason. */
static void
test_no_shared_cause (Fixture      *fixture,
                      gconstpointer data)
{
  const Notice unknown = { .recipient = "n%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = "550-5.1.1 The email account that you tried to reach does not exist. gsmtp" };
  const Notice full = { .recipient = "f@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = FULL };

  tell_many (fixture, 9, 0, &unknown);
  tell (fixture, &full);
  assert_nothing_said (fixture);
}

static void
tell_refusals (Fixture *fixture,
               guint    first_day)
{
  static const char *const domains[] = { "a.example", "b.example", "c.example", "d.example", "e.example" };

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autofree char *recipient = g_strdup_printf ("x@%s", domains[i]);
      g_autofree char *day = g_strdup_printf ("%u Nov 2026", first_day);
      const Notice     notice = { .recipient = recipient, .reply = BLOCKLISTED, .day = day };

      tell (fixture, &notice);
    }
}

static void
test_since (Fixture      *fixture,
            gconstpointer data)
{
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };

  tell_refusals (fixture, 18);
  /* Nothing is known about the days before. */
  assert_not_said (fixture, "insight.since");
  tell_many (fixture, 5, 8, &unknown);
  assert_said (fixture, "insight.since", RD_OWNER_HOST, "Since 18 November 2026 your mail is refused in many places: 5 refusals by 5 receivers.");
  /* One refusal long before: it did not begin that day. */
  {
    const Notice early = { .recipient = "x@z.example", .reply = BLOCKLISTED, .day = "9 Nov 2026" };

    tell (fixture, &early);
  }
  assert_not_said (fixture, "insight.since");
}

static void
test_stopped (Fixture      *fixture,
              gconstpointer data)
{
  const Notice notice = { .recipient = "u%u@shop.example", .reply = HOURLY };

  tell_many (fixture, 2, 0, &notice);
  assert_not_said (fixture, "insight.stopped");
  tell_many (fixture, 3, 0, &notice);
  assert_said (fixture, "insight.stopped", RD_OWNER_HOST, "5 mails were stopped by your own host");
  /* That is no receiver's refusal. */
  assert_not_said (fixture, "insight.one-receiver");
}

static const InsightTest tests[] = {
  { "/insight/one-provider", test_one_provider },
  { "/insight/one-recipient", test_one_recipient },
  { "/insight/one-company", test_one_company },
  { "/insight/shared-cause", test_shared_cause },
  { "/insight/no-shared-cause", test_no_shared_cause },
  { "/insight/since", test_since },
  { "/insight/stopped", test_stopped },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_insight_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
