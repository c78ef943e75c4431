/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-listing.h"

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
  g_assert_cmpuint (rd_evidence_get_n_open (evidence), ==, listing->meaning != NULL ? 1 : 0);
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
  return g_test_run ();
}
