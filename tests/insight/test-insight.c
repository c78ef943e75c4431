/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many notices tell together: said when it is so, and not said when it
 * only looks so. */

#include "insight-testing.h"

#include <string.h>

static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GPtrArray) groups = rd_insight_dup_groups (fixture->insight);
  g_auto (GStrv) skipped = rd_insight_dup_skipped (fixture->insight);
  g_autoptr (GArray) dead = rd_insight_dup_dead_addresses (fixture->insight);

  assert_nothing_said (fixture);
  g_assert_cmpuint (groups->len, ==, 0);
  g_assert_cmpuint (g_strv_length (skipped), ==, 0);
  g_assert_cmpuint (dead->len, ==, 0);
}

/* Thirty notices, two of them twice: the groups sum up to thirty. */
static void
test_groups (Fixture      *fixture,
             gconstpointer data)
{
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice gmail = { .recipient = "g%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = GMAIL_AUTH };
  const Notice full = { .recipient = "f%u@other.example", .reply = FULL };
  const Notice again = { .recipient = "F1@other.example", .reply = FULL, .id = "twice@sender.example" };
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *headline = NULL;
  g_autofree char *sentence = NULL;
  g_auto (GStrv) skipped = NULL;
  const RdInsightGroup *group;
  guint                 sum = 0;

  tell_many (fixture, 9, 0, &unknown);
  tell_many (fixture, 12, 0, &gmail);
  tell_many (fixture, 8, 0, &full);
  g_assert_true (tell (fixture, &again));
  g_assert_false (tell (fixture, &again));
  g_assert_false (tell (fixture, &again));

  groups = rd_insight_dup_groups (fixture->insight);
  g_assert_cmpuint (groups->len, ==, 3);
  for (guint i = 0; i < groups->len; i++)
    sum += ((const RdInsightGroup *) g_ptr_array_index (groups, i))->n_messages;
  g_assert_cmpuint (sum, ==, 30);
  g_assert_cmpuint (rd_insight_get_n_messages (fixture->insight), ==, 30);
  g_assert_cmpuint (rd_insight_get_n_duplicates (fixture->insight), ==, 2);

  group = g_ptr_array_index (groups, 0);
  g_assert_cmpuint (group->n_messages, ==, 12);
  g_assert_cmpuint (group->addresses->len, ==, 12);
  g_assert_cmpuint (group->shares->len, ==, 1);
  g_assert_cmpstr (g_array_index (group->shares, RdInsightShare, 0).name, ==, "Gmail / Google Workspace");
  /* As many as of the next one: by name, then. */
  group = g_ptr_array_index (groups, 1);
  g_assert_cmpuint (group->n_messages, ==, 9);
  g_assert_cmpstr (group->id, ==, "address-not-found");
  g_assert_cmpstr (rd_insight_group_get_title (group), !=, "");
  headline = rd_insight_dup_headline (fixture->insight);
  g_assert_cmpstr (headline, ==, "30 bounces, 3 causes");
  sentence = rd_insight_dup_sentence (fixture->insight);
  g_assert_nonnull (strstr (sentence, "12 of 30: The receiver wants proof"));
  skipped = rd_insight_dup_skipped (fixture->insight);
  g_assert_cmpuint (g_strv_length (skipped), ==, 1);
  g_assert_cmpstr (skipped[0], ==, "2 notices were there more than once and are counted once.");
}

/* The same mail to somebody else, or a warning before the failure, is news; so
 * is everything of which the mail is not known. */
static void
test_not_duplicates (Fixture      *fixture,
                     gconstpointer data)
{
  Notice notice = { .recipient = "a@shop.example", .reply = UNKNOWN_USER, .id = "one@sender.example" };

  g_assert_true (tell (fixture, &notice));
  notice.recipient = "b@shop.example";
  g_assert_true (tell (fixture, &notice));
  notice.action = "delayed";
  notice.reply = "451 4.3.0 try later";
  g_assert_true (tell (fixture, &notice));
  g_assert_false (tell (fixture, &notice));
  notice = (Notice){ .recipient = "a@shop.example", .reply = UNKNOWN_USER, .id = "" };
  g_assert_true (tell (fixture, &notice));
  g_assert_true (tell (fixture, &notice));
  g_assert_cmpuint (rd_insight_get_n_duplicates (fixture->insight), ==, 1);
}

/* The domain the notices came back to, and mail was sent from. */
static void
test_likely_domain (Fixture      *fixture,
                    gconstpointer data)
{
  static const char *const known[] = { "sender.example", NULL };
  const Notice             mine = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice             other = { .recipient = "v@shop.example", .reply = UNKNOWN_USER, .from = "me@second.example" };
  const Notice             service = { .recipient = "w%u@shop.example", .reply = UNKNOWN_USER, .from = "me@gmail.com" };
  g_autofree char         *first = NULL;
  g_autofree char         *second = NULL;
  g_autofree char         *none = NULL;

  none = rd_insight_dup_likely_domain (fixture->insight, NULL);
  g_assert_null (none);
  tell_many (fixture, 3, 0, &mine);
  tell (fixture, &other);
  tell_many (fixture, 9, 0, &service);
  first = rd_insight_dup_likely_domain (fixture->insight, NULL);
  g_assert_cmpstr (first, ==, "sender.example");
  second = rd_insight_dup_likely_domain (fixture->insight, known);
  g_assert_cmpstr (second, ==, "second.example");
}

/* Warnings are no failures. */
static void
test_delays (Fixture      *fixture,
             gconstpointer data)
{
  const Notice late = { .recipient = "u%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .action = "delayed", .reply = "421-4.7.28 Gmail has detected an unusual rate of mail. gsmtp" };

  tell_many (fixture, 20, 0, &late);
  assert_nothing_said (fixture);
}

static void
test_skipped (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    int         code;
    const char *words;
  } errors[] = {
    { RD_MAIL_ERROR_EMPTY, "1 file holds no message." },
    { RD_MAIL_ERROR_NOT_TEXT, "1 file is a picture" },
    { RD_MAIL_ERROR_TOO_BIG, "too large" },
    { RD_MAIL_ERROR_BROKEN, "damaged or incomplete" },
    { RD_MAIL_ERROR_UNREADABLE, "2 files could not be opened." },
  };
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Gone");
  g_auto (GStrv) skipped = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = g_error_new (RD_MAIL_ERROR, errors[i].code, "No");

      rd_insight_add_unreadable (fixture->insight, error);
    }
  rd_insight_add_unreadable (fixture->insight, other);
  skipped = rd_insight_dup_skipped (fixture->insight);
  g_assert_cmpuint (g_strv_length (skipped), ==, G_N_ELEMENTS (errors));
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    g_assert_nonnull (strstr (skipped[i], errors[i].words));
}

/* All of it to copy: the headline, what is common and who must act, the causes with
 * their numbers, and what was left out. */
static void
test_text (Fixture      *fixture,
           gconstpointer data)
{
  const Notice unknown = { .recipient = "u%u@shop.example", .reply = UNKNOWN_USER };
  const Notice gmail = { .recipient = "g%u@gmail.com", .host = "gmail-smtp-in.l.google.com", .reply = GMAIL_AUTH };
  g_autoptr (GError) empty = g_error_new_literal (RD_MAIL_ERROR, RD_MAIL_ERROR_EMPTY, "No");
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *text = NULL;

  tell_many (fixture, 9, 0, &unknown);
  tell_many (fixture, 12, 0, &gmail);
  rd_insight_add_unreadable (fixture->insight, empty);
  findings = rd_insight_dup_findings (fixture->insight);
  text = rd_insight_dup_text (fixture->insight);
  g_assert_true (g_str_has_prefix (text, "21 bounces, 2 causes\n"));
  g_assert_cmpuint (findings->len, >, 0);
  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);

      g_assert_nonnull (strstr (text, finding->title));
      g_assert_nonnull (strstr (text, finding->fix));
    }
  g_assert_nonnull (strstr (text, "\nWho must act: "));
  g_assert_nonnull (strstr (text, "\n12 × The receiver wants proof"));
  g_assert_nonnull (strstr (text, "\n9 × "));
  g_assert_true (g_str_has_suffix (text, "\n\n1 file holds no message.\n"));
}

static const InsightTest tests[] = {
  { "/insight/empty", test_empty },
  { "/insight/groups", test_groups },
  { "/insight/not-duplicates", test_not_duplicates },
  { "/insight/likely-domain", test_likely_domain },
  { "/insight/delays", test_delays },
  { "/insight/skipped", test_skipped },
  { "/insight/text", test_text },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_insight_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
