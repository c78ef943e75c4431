/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many notices tell together about the addresses that were written to: which
 * are gone, which were never right, and which a forger made up. */

#include "insight-testing.h"

static void
test_dead_address (Fixture      *fixture,
                   gconstpointer data)
{
  Notice notice = { .recipient = "gone@shop.example", .reply = UNKNOWN_USER, .day = "1 Nov 2026" };

  tell (fixture, &notice);
  assert_nothing_said (fixture);
  notice.day = "9 Nov 2026";
  notice.recipient = "Gone@Shop.example";
  tell (fixture, &notice);
  assert_said (fixture, "insight.dead-address", RD_OWNER_YOU, "gone@shop.example failed for good 2 times");
  notice.recipient = "left@shop.example";
  tell (fixture, &notice);
  tell (fixture, &notice);
  assert_said (fixture, "insight.dead-address", RD_OWNER_YOU, "2 addresses failed for good more than once");
}

/* What may pass is no reason to stop. */
static void
test_not_dead (Fixture      *fixture,
               gconstpointer data)
{
  const Notice full = { .recipient = "bob@shop.example", .reply = FULL };
  const Notice grey = { .recipient = "eve@shop.example", .reply = "450 4.2.0 Greylisted, please try again later" };
  const Notice quoted = { .recipient = "amy@shop.example", .reply = "550 5.1.1 Your server 203.0.113.9 is blocked using zen.spamhaus.org" };
  const Notice same = { .recipient = "joe@shop.example", .reply = UNKNOWN_USER, .id = "same@sender.example" };

  for (guint i = 0; i < 4; i++)
    {
      tell (fixture, &full);
      tell (fixture, &grey);
      tell (fixture, &quoted);
      tell (fixture, &same);
    }
  assert_not_said (fixture, "insight.dead-address");
}

static void
test_dead_addresses (Fixture      *fixture,
                     gconstpointer data)
{
  const Notice once = { .recipient = "once@shop.example", .reply = UNKNOWN_USER, .day = "3 Nov 2026" };
  const Notice twice = { .recipient = "twice@shop.example", .reply = UNKNOWN_USER };
  const Notice full = { .recipient = "full@shop.example", .reply = FULL };
  g_autoptr (GArray) dead = NULL;
  const RdDeadAddress *first;

  tell (fixture, &once);
  tell (fixture, &full);
  tell (fixture, &twice);
  tell (fixture, &twice);
  dead = rd_insight_dup_dead_addresses (fixture->insight);
  g_assert_cmpuint (dead->len, ==, 2);
  first = &g_array_index (dead, RdDeadAddress, 0);
  g_assert_cmpstr (first->address, ==, "twice@shop.example");
  g_assert_cmpuint (first->n_times, ==, 2);
  g_assert_cmpstr (first->cause->id, ==, "address-not-found");
  g_assert_cmpint (g_array_index (dead, RdDeadAddress, 1).first, ==, 1793697164);
}

/* Bare words may be a guess, the code beside them makes it none; words that
 * speak of the server are about the server, whatever the code. */
static void
test_sure_by_code (Fixture      *fixture,
                   gconstpointer data)
{
  const Notice coded = { .recipient = "a@shop.example", .reply = "550 5.1.1 User unknown in virtual mailbox table" };
  const Notice bare = { .recipient = "b@shop.example", .reply = "550 Administrative prohibition" };
  const Notice listed = { .recipient = "c@shop.example", .reply = "550 5.1.1 Your server 203.0.113.9 is blocked using zen.spamhaus.org" };
  g_autoptr (GArray) dead = NULL;

  tell (fixture, &coded);
  tell (fixture, &bare);
  tell (fixture, &listed);
  dead = rd_insight_dup_dead_addresses (fixture->insight);
  g_assert_cmpuint (dead->len, ==, 1);
  g_assert_cmpstr (g_array_index (dead, RdDeadAddress, 0).address, ==, "a@shop.example");
}

static void
test_abandoned (Fixture      *fixture,
                gconstpointer data)
{
  Notice notice = { .recipient = "full@shop.example", .reply = FULL, .day = "1 Oct 2026" };

  tell (fixture, &notice);
  notice.day = "20 Oct 2026";
  tell (fixture, &notice);
  assert_not_said (fixture, "insight.abandoned");
  notice.day = "5 Nov 2026";
  tell (fixture, &notice);
  assert_said (fixture, "insight.abandoned", RD_OWNER_YOU, "1 mailbox has been full for more than a month");
}

static void
test_old_list (Fixture      *fixture,
               gconstpointer data)
{
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice more = { .recipient = "v@shop.example", .reply = UNKNOWN_USER };
  const Notice full = { .recipient = "f%u@shop.example", .reply = FULL };
  const Notice many = { .recipient = "g%u@shop.example", .reply = FULL };

  tell_many (fixture, 9, 0, &unknown);
  assert_not_said (fixture, "insight.old-list");
  tell (fixture, &more);
  assert_said (fixture, "insight.old-list", RD_OWNER_YOU, "All 10 addresses");
  tell_many (fixture, 5, 0, &full);
  assert_said (fixture, "insight.old-list", RD_OWNER_YOU, "10 of the 15 addresses");
  tell_many (fixture, 8, 0, &many);
  assert_not_said (fixture, "insight.old-list");
}

static void
test_half_send (Fixture      *fixture,
                gconstpointer data)
{
  Notice notice = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER, .id = "list@sender.example", .to = "u0@shop.example, u1@shop.example, u2@shop.example, x@shop.example, y@shop.example, z@shop.example" };

  tell_many (fixture, 2, 0, &notice);
  assert_not_said (fixture, "insight.half-send");
  tell_many (fixture, 3, 0, &notice);
  assert_said (fixture, "insight.half-send", RD_OWNER_YOU, "Of the 6 addresses of one mail, 3 do not exist.");
}

/* Who stands in Bcc is not in the header: of how many, nobody can tell. */
static void
test_no_half_send (Fixture      *fixture,
                   gconstpointer data)
{
  const Notice hidden = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER, .id = "list@sender.example", .to = "a@a.example, b@a.example, c@a.example, d@a.example, e@a.example, f@a.example" };
  const Notice few = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER, .id = "few@sender.example", .to = "u0@shop.example, u1@shop.example, u2@shop.example" };

  tell_many (fixture, 5, 0, &hidden);
  tell_many (fixture, 3, 0, &few);
  assert_not_said (fixture, "insight.half-send");
}

static void
test_misspelt (Fixture      *fixture,
               gconstpointer data)
{
  const Notice first = { .recipient = "u%u@gmial.com", .reply = "550 5.1.2 Host or domain name not found" };
  const Notice other = { .recipient = "v@hotnail.com", .reply = "550 5.1.2 Host or domain name not found" };

  tell_many (fixture, 2, 0, &first);
  assert_not_said (fixture, "insight.misspelt");
  tell (fixture, &other);
  assert_said (fixture, "insight.misspelt", RD_OWNER_YOU, "3 addresses are misspelt");
}

static void
test_forged (Fixture      *fixture,
             gconstpointer data)
{
  static const char *own[] = { "mine.example", NULL };
  Notice             notice = { .recipient = "s%u@stranger.example", .reply = UNKNOWN_USER, .from = "spam@elsewhere.example" };
  const Notice       mine = { .recipient = "s@shop.example", .reply = UNKNOWN_USER, .from = "me@mine.example" };
  g_autoptr (GArray) dead = NULL;

  tell_many (fixture, 5, 0, &notice);
  /* Whose domain it is, is not known. */
  assert_not_said (fixture, "insight.backscatter");
  fixture->own = own;
  tell (fixture, &mine);
  tell_many (fixture, 2, 0, &notice);
  assert_not_said (fixture, "insight.backscatter");
  notice.recipient = "t%u@stranger.example";
  tell_many (fixture, 3, 1, &notice);
  assert_said (fixture, "insight.backscatter", RD_OWNER_DNS, "5 notices are about mail that you did not send.");
  notice.recipient = "w%u@stranger.example";
  tell_many (fixture, 20, 0, &notice);
  assert_said (fixture, "insight.backscatter", RD_OWNER_DNS, "22 notices about mail that you did not send came within one day.");
  /* The dead addresses of a forger are none of the user's. */
  dead = rd_insight_dup_dead_addresses (fixture->insight);
  g_assert_cmpuint (dead->len, ==, 6);
}

static const InsightTest tests[] = {
  { "/insight/dead-address", test_dead_address },
  { "/insight/not-dead", test_not_dead },
  { "/insight/dead-addresses", test_dead_addresses },
  { "/insight/sure-by-code", test_sure_by_code },
  { "/insight/abandoned", test_abandoned },
  { "/insight/old-list", test_old_list },
  { "/insight/half-send", test_half_send },
  { "/insight/no-half-send", test_no_half_send },
  { "/insight/misspelt", test_misspelt },
  { "/insight/forged", test_forged },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_insight_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
