/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-list-resolver.h"
#include "rd-listing.h"

#include <string.h>

/* Answers of one list to the three questions of a check: the subject, the
 * entry that must be listed, the entry that must not.  An A record, or the
 * word for a state. */
typedef struct
{
  const char    *name;
  const char    *list;
  const char    *subject;
  const char    *answer;
  const char    *listed;
  const char    *unlisted;
  RdListingState state;
  RdListingGroup group;
  const char    *reason;
} ListingCase;

#define NX "no-such-name"

static const ListingCase cases[] = {
  { "css", "zen-spamhaus-org", "192.0.2.26", "127.0.0.3", "127.0.0.2", NX, RD_LISTING_LISTED, RD_LISTING_REPUTATION, NULL },
  { "several-codes", "zen-spamhaus-org", "192.0.2.25", "127.0.0.2 127.0.0.3", "127.0.0.2", NX, RD_LISTING_LISTED, RD_LISTING_REPUTATION, NULL },
  { "policy-is-no-bad-reputation", "zen-spamhaus-org", "198.51.100.7", "127.0.0.10", "127.0.0.2", NX, RD_LISTING_LISTED, RD_LISTING_POLICY, NULL },
  { "clean", "zen-spamhaus-org", "192.0.2.99", NX, "127.0.0.2", NX, RD_LISTING_NOT_LISTED, RD_LISTING_REPUTATION, NULL },
  { "ipv6", "zen-spamhaus-org", "2001:db8:bad::1", "127.0.0.2", "127.0.0.2", NX, RD_LISTING_LISTED, RD_LISTING_REPUTATION, NULL },
  { "ipv6-clean", "zen-spamhaus-org", "2001:db8::1", NX, "127.0.0.2", NX, RD_LISTING_NOT_LISTED, RD_LISTING_REPUTATION, NULL },
  { "public-resolver", "zen-spamhaus-org", "192.0.2.99", "127.255.255.254", "127.255.255.254", "127.255.255.254", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "public-resolver" },
  { "over-limit", "zen-spamhaus-org", "192.0.2.99", "127.255.255.255", "127.255.255.255", "127.255.255.255", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "over-limit" },
  { "typing-error", "zen-spamhaus-org", "192.0.2.99", "127.255.255.252", NX, NX, RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "typing-error" },
  { "error-of-an-unprepared-list", "truncate-gbudb-net", "192.0.2.99", "127.255.255.254", NX, NX, RD_LISTING_UNKNOWN, RD_LISTING_MINOR, "refused" },
  { "domain", "dbl-spamhaus-org", "mail.spammy.example", "127.0.1.2", "127.0.1.2", NX, RD_LISTING_LISTED, RD_LISTING_DOMAIN, NULL },
  { "domain-asked-as-ip", "dbl-spamhaus-org", "good.example", "127.0.1.255", "127.0.1.2", NX, RD_LISTING_UNKNOWN, RD_LISTING_DOMAIN, "ip-query-not-allowed" },
  { "bit-mask", "multi-surbl-org", "malware.example", "127.0.0.80", "127.0.0.254", NX, RD_LISTING_LISTED, RD_LISTING_DOMAIN, NULL },
  { "bit-1-alone-is-a-refusal", "multi-uribl-com", "good.example", "127.0.0.1", "127.0.0.1", "127.0.0.1", RD_LISTING_UNKNOWN, RD_LISTING_DOMAIN, "refused" },
  { "allow-list", "list-dnswl-org", "192.0.2.10", "127.0.5.1", "127.0.10.0", NX, RD_LISTING_REMARK, RD_LISTING_ALLOW, NULL },
  { "allow-list-over-limit", "list-dnswl-org", "192.0.2.99", "127.0.0.255", "127.0.0.255", "127.0.0.255", RD_LISTING_UNKNOWN, RD_LISTING_ALLOW, "over-limit" },
  { "trust-for-everybody-is-a-refusal", "list-dnswl-org", "192.0.2.99", "127.0.10.3", "127.0.10.3", "127.0.10.3", RD_LISTING_UNKNOWN, RD_LISTING_ALLOW, "over-limit" },
  { "black-and-a-remark", "hostkarma-junkemailfilter-com", "192.0.2.25", "127.0.0.2 127.0.1.2", "127.0.0.2", "127.0.0.1", RD_LISTING_LISTED, RD_LISTING_MINOR, NULL },
  { "white", "hostkarma-junkemailfilter-com", "192.0.2.12", "127.0.0.1", "127.0.0.2", "127.0.0.1", RD_LISTING_REMARK, RD_LISTING_ALLOW, NULL },
  { "neutral-grade-is-no-listing", "rep-mailspike-net", "192.0.2.15", "127.0.0.15", "127.0.0.10", NX, RD_LISTING_REMARK, RD_LISTING_INFORMATIONAL, NULL },
  { "neighbourhood", "dnsbl-2-uceprotect-net", "192.0.2.200", "127.0.0.2", "127.0.0.2", NX, RD_LISTING_LISTED, RD_LISTING_NEIGHBOURHOOD, NULL },
  { "lists-the-world", "bl-spamcop-net", "192.0.2.99", "127.0.0.2", "127.0.0.2", "127.0.0.2", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "lists-the-world" },
  { "parked", "bl-spamcop-net", "192.0.2.99", "203.0.113.80", "203.0.113.80", "203.0.113.80", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "outside-127" },
  { "only-the-test-entry-is-rewritten", "bl-spamcop-net", "192.0.2.99", NX, "203.0.113.80", NX, RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "outside-127" },
  { "listed-without-test-entry", "bl-spamcop-net", "192.0.2.25", "127.0.0.2", NX, NX, RD_LISTING_LISTED, RD_LISTING_REPUTATION, NULL },
  { "emptied", "bl-spamcop-net", "192.0.2.99", NX, NX, NX, RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "test-entry-missing" },
  { "server-failure", "bl-spamcop-net", "192.0.2.99", "server-failure", "server-failure", "server-failure", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "server-failure" },
  { "refused", "bl-spamcop-net", "192.0.2.99", "refused", "refused", "refused", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "refused" },
  { "timeout", "bl-spamcop-net", "192.0.2.99", "timeout", "timeout", "timeout", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "timeout" },
  { "test-entry-times-out", "bl-spamcop-net", "192.0.2.99", NX, "timeout", NX, RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "timeout" },
  { "unknown-code", "bl-spamcop-net", "192.0.2.99", "127.0.0.77", "127.0.0.2", NX, RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "unknown-code" },
  { "no-consent", "bl-spamcop-net", "192.0.2.99", "not-asked", "not-asked", "not-asked", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION, "not-asked" },
};

static void
answer (RdEvidence *evidence,
        RdQuestion *question,
        const char *text)
{
  g_autoptr (RdAnswer) result = NULL;
  RdAnswerState state = RD_ANSWER_FOUND;
  g_auto (GStrv) addresses = NULL;

  if (rd_answer_state_from_string (text, &state))
    {
      result = rd_answer_new (question, state);
    }
  else
    {
      addresses = g_strsplit (text, " ", -1);
      result = rd_answer_new (question, RD_ANSWER_FOUND);
      for (gsize i = 0; addresses[i] != NULL; i++)
        g_ptr_array_add (result->records, rd_rr_new_from_text (question->name, question->rr_type, 300, addresses[i]));
    }
  rd_evidence_put (evidence, g_steal_pointer (&result));
}

static void
test_listing (gconstpointer data)
{
  const ListingCase *row = data;
  const RdBlocklist *list = rd_blocklists_find (rd_blocklists_get_default (), row->list);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdListing) pending = NULL;
  g_autoptr (RdListing) listing = NULL;
  g_autoptr (RdFinding) finding = NULL;
  g_autoptr (GPtrArray) open = NULL;
  const char *const answers[] = { row->answer, row->listed, row->unlisted };

  g_assert_nonnull (list);
  g_assert_true (rd_blocklist_can_answer (list, row->subject));
  pending = rd_listing_check (evidence, list, row->subject, RD_LISTING_PLAIN);
  g_assert_cmpint (pending->state, ==, RD_LISTING_PENDING);
  open = rd_evidence_steal_open (evidence);
  g_assert_cmpuint (open->len, <=, 3);
  for (guint i = 0; i < open->len; i++)
    answer (evidence, g_ptr_array_index (open, i), answers[i]);

  listing = rd_listing_check (evidence, list, row->subject, RD_LISTING_PLAIN);
  g_assert_cmpstr (listing->reason, ==, row->reason);
  g_assert_cmpint (listing->state, ==, row->state);
  g_assert_cmpstr (rd_listing_group_to_string (listing->group), ==, rd_listing_group_to_string (row->group));
  g_assert_cmpint (listing->meaning != NULL, ==, row->state == RD_LISTING_LISTED || row->state == RD_LISTING_REMARK);
  /* What a list itself writes is asked for hits only. */
  /* Whoever answers is asked for words, be it a hit or a refusal. */
  g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, listing->has_texts ? 1 : 0);
  g_assert_true (listing->has_texts || listing->meaning == NULL);
  g_assert_false (listing->has_texts && listing->codes[0] == NULL);
  finding = rd_listing_to_finding (listing);
  if (row->state == RD_LISTING_UNKNOWN)
    g_assert_cmpint (finding->state, ==, RD_FINDING_UNKNOWN);
  if (row->state == RD_LISTING_NOT_LISTED)
    g_assert_cmpint (finding->state, ==, RD_FINDING_FINE);
}

static void
test_never_ask (void)
{
  RdBlocklists *lists = rd_blocklists_get_default ();

  g_assert_false (rd_blocklist_can_answer (rd_blocklists_find (lists, "dbl-spamhaus-org"), "192.0.2.25"));
  g_assert_false (rd_blocklist_can_answer (rd_blocklists_find (lists, "bl-spamcop-net"), "shop.example"));
  g_assert_false (rd_blocklist_can_answer (rd_blocklists_find (lists, "bl-spamcop-net"), "2001:db8::1"));
}

/* Asking a closed list helps nobody, and answers of one mean nothing. */
static void
test_closed (void)
{
  RdBlocklists *lists = rd_blocklists_get_default ();
  guint         n_closed = 0;

  for (guint i = 0; i < rd_blocklists_get_n (lists); i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);
      g_autoptr (RdEvidence) evidence = rd_evidence_new ();
      g_autoptr (RdListing) listing = NULL;

      if (list->status != RD_LIST_CLOSED)
        continue;
      n_closed++;
      listing = rd_listing_check (evidence, list, "192.0.2.1", RD_LISTING_PLAIN);
      g_assert_cmpint (listing->state, ==, RD_LISTING_UNKNOWN);
      g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, 0);
      g_assert_false (list->is_default);
    }
  g_assert_cmpuint (n_closed, >=, 30);
}

static RdListing *
make_listing (const char    *list,
              RdListingState state,
              RdListingGroup group)
{
  RdListing *listing = g_new0 (RdListing, 1);

  listing->list = rd_blocklists_find (rd_blocklists_get_default (), list);
  listing->subject = g_strdup ("192.0.2.1");
  listing->state = state;
  listing->group = group;
  listing->evidence = g_array_new (FALSE, FALSE, sizeof (guint));
  return listing;
}

static RdFindingState
summarize (RdListingState zen,
           RdListingState uceprotect)
{
  g_autoptr (GPtrArray) listings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_listing_free);
  g_autoptr (RdFinding) finding = NULL;

  g_ptr_array_add (listings, make_listing ("zen-spamhaus-org", zen, RD_LISTING_REPUTATION));
  g_ptr_array_add (listings, make_listing ("dnsbl-1-uceprotect-net", uceprotect, RD_LISTING_MINOR));
  finding = rd_listings_summarize (listings, "192.0.2.1");
  return finding->state;
}

static void
test_summary (void)
{
  g_assert_cmpint (summarize (RD_LISTING_NOT_LISTED, RD_LISTING_NOT_LISTED), ==, RD_FINDING_FINE);
  g_assert_cmpint (summarize (RD_LISTING_LISTED, RD_LISTING_NOT_LISTED), ==, RD_FINDING_BROKEN);
  g_assert_cmpint (summarize (RD_LISTING_NOT_LISTED, RD_LISTING_LISTED), ==, RD_FINDING_WEAK);
  /* The list that matters was not heard: nothing is fine. */
  g_assert_cmpint (summarize (RD_LISTING_UNKNOWN, RD_LISTING_NOT_LISTED), ==, RD_FINDING_UNKNOWN);
  g_assert_cmpint (summarize (RD_LISTING_PENDING, RD_LISTING_PENDING), ==, RD_FINDING_UNKNOWN);
}

static void
test_url (void)
{
  g_autoptr (RdListing) listing = make_listing ("zen-spamhaus-org", RD_LISTING_LISTED, RD_LISTING_REPUTATION);
  g_autofree char *url = rd_listing_dup_url (listing, TRUE);

  g_assert_cmpstr (url, ==, "https://www.spamhaus.org/query/ip/192.0.2.1");
}

/* One made-up address from lists of different people: the resolver is to blame. */
static void
test_reconcile (void)
{
  static const char *const ids[] = { "zen-spamhaus-org", "dbl-spamhaus-org", "bl-spamcop-net" };
  g_autoptr (GPtrArray) listings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_listing_free);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      RdListing *listing = make_listing (ids[i], RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION);

      listing->reason = "outside-127";
      listing->outside = g_strdup (i < 2 ? "198.51.100.1" : "198.51.100.2");
      g_ptr_array_add (listings, listing);
    }
  rd_listings_reconcile (listings);
  g_assert_cmpstr (((RdListing *) g_ptr_array_index (listings, 0))->reason, ==, "outside-127");
  g_free (((RdListing *) g_ptr_array_index (listings, 2))->outside);
  ((RdListing *) g_ptr_array_index (listings, 2))->outside = g_strdup ("198.51.100.1");
  rd_listings_reconcile (listings);
  for (guint i = 0; i < listings->len; i++)
    g_assert_cmpstr (((RdListing *) g_ptr_array_index (listings, i))->reason, ==, "resolver-rewrites");
}

static const struct
{
  const char *server;
  const char *name;
} servers[] = {
  { "8.8.8.8", "Google Public DNS" },
  { "8.8.4.4:53", "Google Public DNS" },
  { "[2606:4700:4700::1111]:53", "Cloudflare" },
  { "2620:fe::fe", "Quad9" },
  { "208.67.222.222:53", "OpenDNS" },
  { "192.168.1.1:53", NULL },
  { "8.8.8.80", NULL },
  { "no server", NULL },
  { "[", NULL },
  { "", NULL },
};

static void
test_resolver_names (void)
{
  const char *const public[] = { "192.168.1.1:53", "1.1.1.1:53", NULL };
  const char *const own[] = { "192.168.1.1:53", NULL };
  g_autofree char  *sentence = rd_list_resolver_dup_sentence (public);

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    g_assert_cmpstr (rd_list_resolver_find_name (servers[i].server), ==, servers[i].name);
  g_assert_nonnull (strstr (sentence, "Cloudflare"));
  g_assert_null (rd_list_resolver_dup_sentence (own));
}

/* What a bounce names was felt, however small the list is. */
static void
test_named (void)
{
  g_autoptr (RdListing) minor = make_listing ("dnsbl-3-uceprotect-net", RD_LISTING_LISTED, RD_LISTING_NEIGHBOURHOOD);
  g_autoptr (RdListing) private = rd_listing_new_named (rd_blocklists_find (rd_blocklists_get_default (), "microsoft-olc"), "192.0.2.1");

  g_assert_cmpint (rd_listing_get_finding_state (minor), ==, RD_FINDING_INFO);
  rd_listing_set_named (minor, "named", 100);
  rd_listing_set_named (minor, "named again", 50);
  g_assert_cmpint (minor->named_at, ==, 100);
  g_assert_cmpint (rd_listing_get_finding_state (minor), ==, RD_FINDING_BROKEN);
  rd_listing_set_named (private, "Microsoft’s own list.", 100);
  g_assert_cmpint (rd_listing_get_finding_state (private), ==, RD_FINDING_BROKEN);
  g_assert_cmpstr (private->meaning, ==, "Microsoft’s own list.");
  g_assert_cmpstr (rd_listing_state_to_string (private->state), ==, "listed");
}

/* Only what is named, and no list that could be asked: that is not "fine". */
static void
test_summary_named (void)
{
  g_autoptr (GPtrArray) listings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_listing_free);
  g_autoptr (RdFinding) finding = NULL;

  g_ptr_array_add (listings, rd_listing_new_named (rd_blocklists_find (rd_blocklists_get_default (), "gmx"), "192.0.2.1"));
  finding = rd_listings_summarize (listings, "192.0.2.1");
  g_assert_cmpint (finding->state, ==, RD_FINDING_BROKEN);
  g_assert_cmpint (finding->owner, ==, RD_OWNER_HOST);
}

static void
test_decisive (void)
{
  g_autoptr (GPtrArray) listings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_listing_free);
  g_autoptr (RdFinding) finding = NULL;
  static const char *const ids[] = { "b-barracudacentral-org", "bl-spamcop-net", "psbl-surriel-com", "bl-mailspike-net" };

  g_ptr_array_add (listings, make_listing ("zen-spamhaus-org", RD_LISTING_UNKNOWN, RD_LISTING_REPUTATION));
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_ptr_array_add (listings, make_listing (ids[i], RD_LISTING_NOT_LISTED, RD_LISTING_REPUTATION));
  finding = rd_listings_summarize (listings, "192.0.2.1");
  g_assert_cmpint (finding->state, ==, RD_FINDING_UNKNOWN);
  g_assert_nonnull (strstr (finding->title, "Spamhaus"));
}

static void
test_countdown (void)
{
  g_autoptr (RdListing) listing = make_listing ("bl-spamcop-net", RD_LISTING_LISTED, RD_LISTING_REPUTATION);
  g_autoptr (RdListing) forever = make_listing ("b-barracudacentral-org", RD_LISTING_LISTED, RD_LISTING_REPUTATION);
  g_autofree char *fresh = NULL;
  g_autofree char *later = NULL;
  g_autofree char *soon = NULL;
  g_autofree char *now = NULL;
  g_autofree char *over = NULL;
  g_autoptr (GPtrArray) both = g_ptr_array_new ();

  listing->asked_at = 1000 * G_USEC_PER_SEC;
  forever->asked_at = 1000 * G_USEC_PER_SEC;
  g_assert_cmpint (rd_listing_get_end (listing), ==, 1000 + 24 * 3600);
  fresh = rd_listing_dup_countdown (listing, 1000);
  later = rd_listing_dup_countdown (listing, 1000 + 22 * 3600);
  soon = rd_listing_dup_countdown (listing, 1000 + 23 * 3600);
  now = rd_listing_dup_countdown (listing, 1000 + 24 * 3600 - 30);
  over = rd_listing_dup_countdown (listing, 1000 + 25 * 3600);
  g_assert_nonnull (strstr (fresh, "24 hours"));
  g_assert_nonnull (strstr (later, "2 hours"));
  g_assert_nonnull (strstr (soon, "60 minutes"));
  g_assert_nonnull (strstr (now, "1 minute "));
  g_assert_nonnull (strstr (over, "Check again"));
  g_assert_cmpint (rd_listing_get_end (forever), ==, 0);
  g_assert_null (rd_listing_dup_countdown (forever, 1000));
  g_ptr_array_add (both, forever);
  g_assert_cmpint (rd_listings_get_first_end (both), ==, 0);
  g_ptr_array_add (both, listing);
  g_assert_cmpint (rd_listings_get_first_end (both), ==, 1000 + 24 * 3600);
  listing->state = RD_LISTING_NOT_LISTED;
  g_assert_cmpint (rd_listing_get_end (listing), ==, 0);
}

/* One repair each, and never the one that was just tried. */
static void
test_repairs (void)
{
  g_assert_cmpint (rd_listing_reason_get_repair ("public-resolver", RD_LISTING_PLAIN), ==, RD_LISTING_REPAIR_DIRECT);
  g_assert_cmpint (rd_listing_reason_get_repair ("public-resolver", RD_LISTING_DIRECT), ==, RD_LISTING_REPAIR_LOOKUP);
  g_assert_cmpint (rd_listing_reason_get_repair ("timeout", RD_LISTING_PLAIN), ==, RD_LISTING_REPAIR_AGAIN);
  g_assert_cmpint (rd_listing_reason_get_repair ("closed", RD_LISTING_PLAIN), ==, RD_LISTING_REPAIR_NONE);
  g_assert_cmpint (rd_listing_reason_get_repair ("no such reason", RD_LISTING_PLAIN), ==, RD_LISTING_REPAIR_NONE);
}

/* Asked directly, the questions say so, and where to look for the servers. */
static void
test_direct (void)
{
  const RdBlocklist *list = rd_blocklists_find (rd_blocklists_get_default (), "zen-spamhaus-org");
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdListing) listing = rd_listing_check (evidence, list, "192.0.2.1", RD_LISTING_DIRECT);
  g_autoptr (GPtrArray) open = rd_evidence_steal_open (evidence);

  g_assert_cmpint (listing->state, ==, RD_LISTING_PENDING);
  g_assert_cmpuint (open->len, ==, 3);
  for (guint i = 0; i < open->len; i++)
    {
      const RdQuestion *question = g_ptr_array_index (open, i);
      g_autoptr (RdQuestion) again = rd_question_parse (question->text);

      g_assert_true (g_str_has_suffix (question->text, " A +authoritative"));
      g_assert_cmpstr (question->zone, ==, "zen.spamhaus.org");
      g_assert_nonnull (again);
      g_assert_cmpstr (again->text, ==, question->text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/listing/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_listing);
    }
  g_test_add_func ("/checks/listing/never-ask", test_never_ask);
  g_test_add_func ("/checks/listing/closed", test_closed);
  g_test_add_func ("/checks/listing/summary", test_summary);
  g_test_add_func ("/checks/listing/url", test_url);
  g_test_add_func ("/checks/listing/reconcile", test_reconcile);
  g_test_add_func ("/checks/listing/resolver-names", test_resolver_names);
  g_test_add_func ("/checks/listing/named", test_named);
  g_test_add_func ("/checks/listing/summary-named", test_summary_named);
  g_test_add_func ("/checks/listing/decisive", test_decisive);
  g_test_add_func ("/checks/listing/countdown", test_countdown);
  g_test_add_func ("/checks/listing/repairs", test_repairs);
  g_test_add_func ("/checks/listing/direct", test_direct);
  return g_test_run ();
}
