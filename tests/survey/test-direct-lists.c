/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking a list's own servers, over real packets, past a resolver that refuses,
 * shields, invents or remembers: only the list itself is believed. */

#include "fake-peers.h"
#include "rd-survey-blocklists.h"

#include <glib/gstdio.h>

#define SUBJECT "203.0.113.9"
#define LISTED "9.113.0.203.bl.test"
#define PROOF "2.0.0.127.bl.test"
#define COUNTERPROOF "1.0.0.127.bl.test"

static const char list[] =
    "List: bl-test\nZone: bl.test\nName: Test List\nOperator: Nobody\nAnswers-for: ip4\nRole: block\nType: spam-source\n"
    "Status: alive\nDefault: yes\nWeight: 60\nDecode: exact\nCode: 127.0.0.2 high spam-source listed\n"
    "  It sent spam.\nListed: 127.0.0.2\nUnlisted: 127.0.0.1\n";

#define SERVERS "bl.test NS ns.bl.test\nns.bl.test A 127.0.0.1\n"
#define OWN_PROOF PROOF " A@own 127.0.0.2\n"
#define OWN_LISTED LISTED " A@own 127.0.0.2\n" LISTED " TXT@own Spam was seen\n"
#define RESOLVER_DOES(what) LISTED " *@cache " what "\n" PROOF " *@cache " what "\n" COUNTERPROOF " *@cache " what "\n"
#define RESOLVER_SAYS(what) LISTED " A@cache " what "\n" PROOF " A@cache " what "\n" COUNTERPROOF " A@cache " what "\n"

static const struct
{
  const char    *name;
  const char    *zone;
  RdListingState plain;
  const char    *reason; /* (nullable): why it could not be checked, plainly */
  RdListingState direct;
} cases[] = {
  { "refused", SERVERS OWN_PROOF OWN_LISTED RESOLVER_DOES ("refused"), RD_LISTING_UNKNOWN, "refused", RD_LISTING_LISTED },
  { "refused-and-clean", SERVERS OWN_PROOF RESOLVER_DOES ("refused"), RD_LISTING_UNKNOWN, "refused", RD_LISTING_NOT_LISTED },
  { "failing", SERVERS OWN_PROOF OWN_LISTED RESOLVER_DOES ("servfail"), RD_LISTING_UNKNOWN, "server-failure", RD_LISTING_LISTED },
  { "shielded", SERVERS OWN_PROOF OWN_LISTED, RD_LISTING_UNKNOWN, "test-entry-missing", RD_LISTING_LISTED },
  { "inventing", SERVERS OWN_PROOF RESOLVER_SAYS ("192.0.2.66"), RD_LISTING_UNKNOWN, "outside-127", RD_LISTING_NOT_LISTED },
  { "remembering", SERVERS OWN_PROOF LISTED " A@cache 127.0.0.2\n" PROOF " A@cache 127.0.0.2\n", RD_LISTING_LISTED, NULL, RD_LISTING_NOT_LISTED },
  { "emptied", SERVERS, RD_LISTING_UNKNOWN, "test-entry-missing", RD_LISTING_UNKNOWN },
  { "lists-the-world", SERVERS OWN_PROOF OWN_LISTED COUNTERPROOF " A@own 127.0.0.2\n", RD_LISTING_UNKNOWN, "test-entry-missing", RD_LISTING_UNKNOWN },
};

static RdListing *
ask (const FakePeer   *peer,
     RdBlocklists     *lists,
     RdBlocklistsFlags flags)
{
  g_autofree char *address = fake_peer_dup_address (peer);
  g_autoptr (GError) error = NULL;
  g_autoptr (RdSources) sources = rd_sources_new (address, &error);
  g_autoptr (RdSurvey) survey = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) listings = NULL;

  g_assert_no_error (error);
  rd_resolver_allow_local (rd_sources_get_resolver (sources), peer->port);
  survey = rd_survey_new_blocklists (NULL, sources, lists, SUBJECT, flags);
  rd_survey_run_async (survey, NULL, store_result_cb, &result);
  wait_for_result (&result);
  g_assert_true (rd_survey_run_finish (survey, result, &error));
  g_assert_no_error (error);
  listings = rd_survey_dup_listings (rd_survey_get_evidence (survey), lists, SUBJECT, flags);
  g_assert_cmpuint (listings->len, ==, 1);
  return g_ptr_array_steal_index (listings, 0);
}

static void
test_case (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (FakePeer) peer = NULL;
  g_autoptr (RdBlocklists) lists = rd_blocklists_parse (list, sizeof list - 1, &error);
  g_autoptr (RdListing) plain = NULL;
  g_autoptr (RdListing) direct = NULL;
  int handle;

  g_assert_no_error (error);
  handle = g_file_open_tmp ("redeliver-zone-XXXXXX", &path, &error);
  g_assert_no_error (error);
  g_close (handle, NULL);
  g_file_set_contents (path, cases[index].zone, -1, &error);
  g_assert_no_error (error);
  peer = fake_peer_new ("fake-dns.py", "--zone", path, NULL);

  plain = ask (peer, lists, RD_BLOCKLISTS_DEFAULT);
  direct = ask (peer, lists, RD_BLOCKLISTS_DIRECT);
  g_assert_cmpstr (rd_listing_state_to_string (plain->state), ==, rd_listing_state_to_string (cases[index].plain));
  g_assert_cmpstr (plain->reason, ==, cases[index].reason);
  g_assert_cmpstr (rd_listing_state_to_string (direct->state), ==, rd_listing_state_to_string (cases[index].direct));
  if (direct->state == RD_LISTING_LISTED)
    g_assert_cmpstr (direct->texts[0], ==, "Spam was seen");
  g_unlink (path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/survey/direct-lists/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  return g_test_run ();
}
