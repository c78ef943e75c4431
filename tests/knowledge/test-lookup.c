/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rd-lookup.h"

static RdLookup *lookup;

static char *
dup_first_id (const char *query)
{
  g_autoptr (GArray) hits = rd_lookup_search (lookup, query, 50);

  return hits->len > 0 ? rd_topic_dup_id (&g_array_index (hits, RdHit, 0).topic) : NULL;
}

/* What is typed, and the id of what must come first. */
static const struct
{
  const char *query;
  const char *first;
} rows[] = {
  { "5.7.26", "code/5.7.26" },
  { "4.7.26", "code/4.7.26" },
  { "  5.1.1  ", "code/5.1.1" },
  { "#5.1.1", "code/5.1.1" },
  { "(5.1.1)", "code/5.1.1" },
  { "X.1.1", "code/5.1.1" },
  { "4.2.2", "code/4.2.2" },
  { "5.2.2", "code/5.2.2" },
  { "550", "code/550" },
  { "550 5.1.1", "code/5.1.1" },
  { "550-5.7.26", "code/5.7.26" },
  { "550 5.1.1.", "code/5.1.1" },
  { "code 421", "code/421" },
  { "5.7.620", "code/5.7.606-649/microsoft" },
  { "mailbox full", "cause/mailbox-full" },
  { "Mailbox Full!", "cause/mailbox-full" },
  { "mailbox fu", "cause/mailbox-full" },
  { "quota", "cause/mailbox-full" },
  { "over quota", "cause/mailbox-full" },
  { "user unknown", "cause/address-not-found" },
  { "no such user", "cause/address-not-found" },
  { "greylisting", "cause/greylisted" },
  { "greylist", "cause/greylisted" },
  { "reverse dns", "cause/reverse-dns" },
  { "S3150", "rule/microsoft-776" },
  { "s3150", "rule/microsoft-776" },
  { "(S3150)", "rule/microsoft-776" },
  { "relay access denied", "cause/relay-denied" },
  { "message too large", "cause/message-too-big" },
};

static void
test_first (gconstpointer data)
{
  guint            i = GPOINTER_TO_UINT (data);
  g_autofree char *id = dup_first_id (rows[i].query);

  g_assert_cmpstr (id, ==, rows[i].first);
}

/* A whole line of a server leads to what it means, with its codes behind. */
static void
test_pasted_line (void)
{
  g_autoptr (GArray) hits = rd_lookup_search (lookup,
                                              "550-5.7.26 Your email has been blocked because the sender is unauthenticated.\r\n"
                                              "550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. x-20020a056402 - gsmtp",
                                              50);
  gboolean has_code = FALSE;

  g_assert_cmpuint (hits->len, >, 2);
  g_assert_cmpint (g_array_index (hits, RdHit, 0).topic.kind, ==, RD_TOPIC_RULE);
  g_assert_cmpstr (g_array_index (hits, RdHit, 0).topic.cause->id, ==, "not-authenticated");
  g_assert_cmpint (g_array_index (hits, RdHit, 1).topic.kind, ==, RD_TOPIC_CAUSE);
  for (guint i = 0; i < hits->len; i++)
    has_code |= strcmp (rd_topic_get_title (&g_array_index (hits, RdHit, i).topic), "5.7.26") == 0;
  g_assert_true (has_code);
}

static void
test_line_of_software (void)
{
  g_autofree char *id = dup_first_id ("<bob@shop.example>: host mx.shop.example[192.0.2.1] said: 552 5.2.2 Mailbox is full, over quota");

  g_assert_cmpstr (id, ==, "cause/mailbox-full");
}

/* Addresses are not words: they would lead anywhere. */
static void
test_addresses_do_not_count (void)
{
  g_autoptr (GArray) hits = rd_lookup_search (lookup, "mailbox.full@quota.example", 50);

  g_assert_cmpuint (hits->len, ==, 0);
}

static void
test_nothing (void)
{
  static const char *const queries[] = { "", "   ", "lovely weather today", "holiday pictures", "?!", "9.9.9", "5.99.999", "987", "…" };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GArray) hits = rd_lookup_search (lookup, queries[i], 50);

      g_test_message ("“%s”", queries[i]);
      g_assert_cmpuint (hits->len, ==, 0);
    }
}

static void
test_beginning_of_a_code (void)
{
  g_autoptr (GArray) hits = rd_lookup_search (lookup, "5.7.", 50);

  g_assert_cmpuint (hits->len, >, 10);
  for (guint i = 0; i < hits->len; i++)
    g_assert_true (g_str_has_prefix (rd_topic_get_title (&g_array_index (hits, RdHit, i).topic), "5.7."));
}

/* Words beside a code choose whose meaning of it comes first. */
static void
test_code_with_provider (void)
{
  g_autofree char *plain = dup_first_id ("5.7.27");
  g_autofree char *google = dup_first_id ("5.7.27 gmail");

  g_assert_cmpstr (plain, ==, "code/5.7.27");
  g_assert_cmpstr (google, ==, "code/5.7.27/google");
}

/* A code with a meaning for each class is listed once, in the right one. */
static void
test_no_doubles (void)
{
  static const char *const queries[] = { "5.7.1", "4.7.1", "5.1.1", "mailbox", "policy", "550 5.7.1" };

  for (gsize q = 0; q < G_N_ELEMENTS (queries); q++)
    {
      g_autoptr (GArray) hits = rd_lookup_search (lookup, queries[q], 100);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = 0; i < hits->len; i++)
        {
          const RdTopic *topic = &g_array_index (hits, RdHit, i).topic;

          /* A provider may give one code several meanings. */
          if (topic->code == NULL || topic->code->provider == NULL)
            g_assert_true (g_hash_table_add (seen, rd_topic_dup_id (topic)));
        }
    }
}

static void
test_order_and_limit (void)
{
  g_autoptr (GArray) hits = rd_lookup_search (lookup, "spam", 7);

  g_assert_cmpuint (hits->len, ==, 7);
  for (guint i = 1; i < hits->len; i++)
    g_assert_cmpint (g_array_index (hits, RdHit, i - 1).score, >=, g_array_index (hits, RdHit, i).score);
}

static void
test_hostile (void)
{
  g_autofree char *endless = g_strnfill (300000, '5');
  g_autofree char *dots = g_strnfill (300000, '.');
  g_autoptr (GString) many = g_string_new (NULL);
  const char *const queries[] = { endless, dots, "\xff\xfe", "5..", "5.1", "5.1.", "5.1.1.1", "%s%n", "<b>&amp;", "\x01\x02", "X.", "4.4444.1" };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GArray) hits = rd_lookup_search (lookup, queries[i], 50);

      g_assert_cmpuint (hits->len, <=, 50);
    }
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (many, "word%u 5.7.%u ", i, i % 1000);
  {
    g_autoptr (GArray) hits = rd_lookup_search (lookup, many->str, 50);

    g_assert_cmpuint (hits->len, <=, 50);
  }
}

/* Every topic is found again by its id, and has all that is shown of it. */
static void
test_ids (void)
{
  for (guint i = 0; i < rd_cause_get_n (); i++)
    {
      RdTopic          topic;
      RdTopic          again;
      g_autofree char *id = NULL;

      rd_topic_init_cause (&topic, rd_cause_nth (i));
      id = rd_topic_dup_id (&topic);
      g_assert_true (rd_topic_init_from_id (&again, id));
      g_assert_true (rd_topic_equal (&topic, &again));
      g_assert_cmpstr (rd_topic_get_title (&topic), !=, "");
      g_assert_null (rd_topic_get_class_text (&topic));
    }
  for (guint i = 0; i < rd_code_get_n (); i++)
    {
      RdTopic          topic;
      RdTopic          again;
      g_autofree char *id = NULL;

      rd_topic_init_code (&topic, rd_code_nth (i), NULL);
      id = rd_topic_dup_id (&topic);
      g_test_message ("%s", id);
      g_assert_true (rd_topic_init_from_id (&again, id));
      g_assert_cmpstr (again.number, ==, topic.number);
      /* Of one that has a meaning for each class, the one of its class. */
      g_assert_true (again.code == topic.code || topic.code->code[0] == 'X' || strcmp (again.code->code, topic.code->code) == 0);
      g_assert_nonnull (rd_topic_get_class_text (&topic));
      g_assert_cmpstr (rd_topic_get_meaning (&topic), !=, "");
      g_assert_cmpint (topic.number[0], !=, 'X');
    }
  for (guint i = 0; i < rd_rule_get_n (); i++)
    {
      RdTopic          topic;
      RdTopic          again;
      g_autofree char *id = NULL;

      rd_topic_init_rule (&topic, rd_rule_nth (i));
      id = rd_topic_dup_id (&topic);
      g_assert_true (rd_topic_init_from_id (&again, id));
      g_assert_true (rd_topic_equal (&topic, &again));
      g_assert_cmpstr (rd_topic_get_meaning (&topic), !=, "");
    }
}

static void
test_bad_ids (void)
{
  static const char *const ids[] = { "", "/", "code", "code/", "code/999", "code/9.9.9", "code/5.7.26/nobody", "cause/none", "rule/none", "what/5.1.1" };
  RdTopic                  topic;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_false (rd_topic_init_from_id (&topic, ids[i]));
}

static void
test_related (void)
{
  RdTopic topic;
  g_autoptr (GArray) of_code = NULL;
  g_autoptr (GArray) of_cause = NULL;

  g_assert_true (rd_topic_init_from_id (&topic, "code/5.7.26"));
  of_code = rd_topic_dup_related (&topic);
  g_assert_cmpuint (of_code->len, >, 2);
  g_assert_cmpint (g_array_index (of_code, RdTopic, 0).kind, ==, RD_TOPIC_CAUSE);
  for (guint i = 0; i < of_code->len; i++)
    g_assert_false (rd_topic_equal (&topic, &g_array_index (of_code, RdTopic, i)));

  g_assert_true (rd_topic_init_from_id (&topic, "cause/mailbox-full"));
  of_cause = rd_topic_dup_related (&topic);
  g_assert_cmpuint (of_cause->len, >, 0);
  g_assert_cmpint (g_array_index (of_cause, RdTopic, 0).kind, ==, RD_TOPIC_CODE);
}

static void
test_facts (void)
{
  RdTopic topic;

  g_assert_true (rd_topic_init_from_id (&topic, "rule/microsoft-776"));
  g_assert_cmpint (rd_topic_get_owner (&topic), ==, RD_OWNER_HOST);
  g_assert_cmpstr (rd_topic_get_speaker (&topic), ==, rd_provider_find ("microsoft")->name);
  g_assert_cmpstr (rd_topic_get_url (&topic), ==, "https://olcsupport.office.com");
  g_assert_nonnull (rd_topic_get_hint (&topic));
  g_assert_false (rd_topic_is_success (&topic));

  /* Wordings of everybody are nobody’s. */
  g_assert_true (rd_topic_init_from_id (&topic, "rule/generic-700"));
  g_assert_null (rd_topic_get_speaker (&topic));
  g_assert_true (rd_topic_init_from_id (&topic, "rule/qmail-636"));
  g_assert_cmpstr (rd_topic_get_speaker (&topic), ==, "qmail");

  g_assert_true (rd_topic_init_from_id (&topic, "code/250"));
  g_assert_true (rd_topic_is_success (&topic));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  lookup = rd_lookup_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/lookup/first/%" G_GSIZE_FORMAT "-%s", i, rows[i].query);

      g_test_add_data_func (path, GUINT_TO_POINTER ((guint) i), test_first);
    }
  g_test_add_func ("/lookup/pasted-line", test_pasted_line);
  g_test_add_func ("/lookup/line-of-software", test_line_of_software);
  g_test_add_func ("/lookup/addresses-do-not-count", test_addresses_do_not_count);
  g_test_add_func ("/lookup/nothing", test_nothing);
  g_test_add_func ("/lookup/beginning-of-a-code", test_beginning_of_a_code);
  g_test_add_func ("/lookup/code-with-provider", test_code_with_provider);
  g_test_add_func ("/lookup/no-doubles", test_no_doubles);
  g_test_add_func ("/lookup/order-and-limit", test_order_and_limit);
  g_test_add_func ("/lookup/hostile", test_hostile);
  g_test_add_func ("/topic/ids", test_ids);
  g_test_add_func ("/topic/bad-ids", test_bad_ids);
  g_test_add_func ("/topic/related", test_related);
  g_test_add_func ("/topic/facts", test_facts);
  status = g_test_run ();
  rd_lookup_free (lookup);
  return status;
}
