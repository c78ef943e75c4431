/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way of a shop owner: a record is proposed, it is published, or something
 * else is, and “Check again” tells.  Over real packets, with a resolver that
 * still remembers and servers of the zone that know. */

#include "fake-peers.h"
#include "rd-domain-checks.h"
#include "rd-proposals.h"
#include "rd-survey-domain.h"

#include <glib/gstdio.h>
#include <string.h>

#define D "shop.test"
#define NAME "_dmarc." D

typedef struct
{
  char      *folder;
  char      *file;
  FakePeer  *peer;
  RdSources *sources;
} Fixture;

static void
write_zone (Fixture    *fixture,
            const char *more)
{
  g_autofree char *text = g_strconcat (D " NS ns." D "\n"
                                         "ns." D " A 127.0.0.1\n" D " MX 10 mail." D "\n"
                                         "mail." D " A 203.0.113.9\n" D " A 203.0.113.9\n",
                                       more, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->file, text, -1, &error);
  g_assert_no_error (error);
}

static void
open_sources (Fixture *fixture)
{
  g_autofree char *address = fake_peer_dup_address (fixture->peer);
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->sources);
  fixture->sources = rd_sources_new (address, &error);
  g_assert_no_error (error);
  rd_resolver_allow_local (rd_sources_get_resolver (fixture->sources), fixture->peer->port);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("redeliver-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->file = g_build_filename (fixture->folder, "zone", NULL);
  write_zone (fixture, "");
  fixture->peer = fake_peer_new ("fake-dns.py", "--zone", fixture->file, NULL);
  open_sources (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->sources);
  fake_peer_free (fixture->peer);
  g_remove (fixture->file);
  g_rmdir (fixture->folder);
  g_free (fixture->file);
  g_free (fixture->folder);
}

static void
run (RdSurvey *survey)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  rd_survey_run_async (survey, NULL, store_result_cb, &result);
  wait_for_result (&result);
  g_assert_true (rd_survey_run_finish (survey, result, &error));
  g_assert_no_error (error);
}

/* The value that is proposed for a record that is missing. */
static char *
dup_proposed (const GPtrArray *findings)
{
  const RdFinding *missing = rd_findings_find (findings, "dmarc.missing");

  if (missing == NULL || missing->record == NULL)
    g_error ("nothing is proposed");
  g_assert_true (missing->record->proven);
  return g_strdup (missing->record->value);
}

static void
expect (const GPtrArray *findings,
        const char      *id,
        const char      *words)
{
  const RdFinding *finding = rd_findings_find (findings, id);

  if (finding == NULL)
    g_error ("no %s", id);
  if (words != NULL && strstr (finding->explanation, words) == NULL)
    g_error ("“%s” is not in “%s”", words, finding->explanation);
}

/* One look, a change of the zone, another look. */
typedef struct
{
  const char *name;
  const char *after; /* what is in the zone then; %s is the proposed value */
  const char *id;
  const char *words;  /* (nullable) */
  const char *also;   /* (nullable): another finding that must be there */
  const char *absent; /* (nullable): one that must not be */
} Case;

static const Case cases[] = {
  { "published", NAME " TXT@own %s\n", "record.published", NULL, "record.cached", "dmarc.missing" },
  { "published-and-seen", NAME " TXT@own %s\n", "dmarc.p-none", NULL, NULL, "dmarc.missing" },
  { "not-yet", "", "record.not-there", "do not have it yet", "dmarc.missing", "record.published" },
  { "quoted", NAME " TXT@own \"%s\"\n", "record.differs", "quotation marks", "record.differs", "record.published" },
  { "two", NAME " TXT@own %s\n" NAME " TXT@own v=DMARC1; p=reject\n", "record.old-still-there", "p=reject", "dmarc.multiple", "record.published" },
  { "doubled", NAME "." D " TXT %s\n", "record.wrong-name", NAME "." D, "record.wrong-name", "record.published" },
  { "only-in-a-cache", NAME " TXT@cache %s\n", "record.not-there", NULL, "dmarc.missing", "record.published" },
};

static void
test_case (Fixture      *fixture,
           gconstpointer data)
{
  const Case *row = data;
  g_autoptr (RdSurvey) first = rd_survey_new_domain (NULL, fixture->sources, rd_domain_subject_new (D));
  g_autoptr (RdSurvey) second = NULL;
  g_autoptr (RdAgain) again = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_auto (GStrv) pieces = g_strsplit (row->after, "%s", -1);
  g_autofree char *zone = NULL;
  g_autofree char *value = NULL;

  run (first);
  before = rd_survey_dup_findings (first);
  value = dup_proposed (before);
  zone = g_strjoinv (value, pieces);
  write_zone (fixture, zone);
  open_sources (fixture);
  again = rd_again_new (first);
  second = rd_survey_new_domain (again->known, fixture->sources, rd_domain_subject_new (D));
  g_assert_cmpuint (rd_survey_add_proposals (second, again->findings, again->before), >, 0);
  run (second);
  after = rd_survey_dup_findings (second);
  expect (after, row->id, row->words);
  if (row->also != NULL)
    expect (after, row->also, NULL);
  if (row->absent != NULL)
    g_assert_null (rd_findings_find (after, row->absent));
}

/* A network that lets nobody but its resolver ask: nothing is said about the
 * zone, and what the resolver says counts. */
static void
test_not_reachable (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (RdSurvey) first = rd_survey_new_domain (NULL, fixture->sources, rd_domain_subject_new (D));
  g_autoptr (RdSurvey) second = NULL;
  g_autoptr (RdAgain) again = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const RdFinding *finding;

  run (first);
  write_zone (fixture, NAME " TXT v=DMARC1; p=none\n");
  open_sources (fixture);
  rd_resolver_allow_local (rd_sources_get_resolver (fixture->sources), 1);
  again = rd_again_new (first);
  second = rd_survey_new_domain (again->known, fixture->sources, rd_domain_subject_new (D));
  g_assert_cmpuint (rd_survey_add_proposals (second, again->findings, again->before), >, 0);
  run (second);
  after = rd_survey_dup_findings (second);
  g_assert_null (rd_findings_find (after, "dmarc.missing"));
  g_assert_nonnull (rd_findings_find (after, "dmarc.p-none"));
  finding = rd_findings_find (after, "record.servfail");
  g_assert_true (finding != NULL && finding->state == RD_FINDING_UNKNOWN);
  g_assert_null (rd_findings_find (after, "record.not-there"));
}

/* The row of the check that proposed a record tells what became of it. */
static void
test_areas (void)
{
  static const char *const rows[][2] = {
    { D, "spf" },
    { "_dmarc." D, "dmarc" },
    { "s1._domainkey." D, "dkim" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RdFinding) finding = rd_finding_new ("record.differs", RD_FINDING_BROKEN, rows[i][0], RD_OWNER_DNS, "Title");
      g_autofree char *area = rd_check_dup_area (finding);

      g_assert_cmpstr (area, ==, rows[i][1]);
      g_assert_cmpint (rd_check_group_of (finding), ==, RD_CHECK_GROUP_TRUST);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/survey/proposals/%s", cases[i].name);

      g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    }
  g_test_add ("/survey/proposals/not-reachable", Fixture, NULL, set_up, test_not_reachable, tear_down);
  g_test_add_func ("/survey/proposals/areas", test_areas);
  return g_test_run ();
}
