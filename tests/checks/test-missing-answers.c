/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The promise not to raise false alarms, tried on every question there is: with
 * some answers missing, a check may know less, but must not accuse more.  Zones
 * that are right and zones with faults are surveyed whole; then again and again
 * with one answer that does not come, with some, and with none. */

#include "rd-domain-checks.h"
#include "rd-test-check.h"
#include "rd-test-zone.h"

#include <string.h>

#define D "bakery.example"
#define MAX_ROUNDS 40

/* How often some answers at random are left out. */
#define N_MIXTURES 60

#define KEY "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA34jWJnhTqysfM7tC8jKXcvX+ruvEVJwcYwLH/eZH8uPKR25g6fkiF+dYv/imytNoqQos2GP9zyiMFoTvVzE+407LopGdFuCqil6fQrErnvSgrQ7fCM+m9XNtHo69GRu//paZT6JM3/h43ZNrfZZ3jxqZ8bPCAH+ds5gEZ/xwe//H/r8XfnanXmw2TmDKgLSDdXVXi9YsrsKyp7aPAKF+plpyawz7eXXsI0OIYlMRlsVehaM/0XLDxotjEucifL5qEKFOTnsr7D6fESN6oYstOHwS6PMWHi5DC7yhGhRuRHJ1bCaL1Jh/ZIXktMFnhu0hsMFVB9VWgQt8j1OFv1OU9wIDAQAB"
#define ZONE                                                             \
  D " SOA ns1.dns.example. host.dns.example. 1 7200 3600 1209600 3600",  \
      D " NS ns1.dns.example.", D " NS ns2.dns.example.",                \
      "ns1.dns.example A 192.0.2.53", "ns2.dns.example A 198.51.100.53", \
      ". SOA a.root.example. host.root.example. 1 7200 3600 1209600 3600"
#define SERVERS                                                             \
  D " MX 10 mx1.host.example.", D " MX 20 mx2.host.example.",               \
      "mx1.host.example A 203.0.113.25", "mx2.host.example A 203.0.113.26", \
      "25.113.0.203.in-addr.arpa PTR mx1.host.example.",                    \
      "26.113.0.203.in-addr.arpa PTR mx2.host.example."

static const struct
{
  const char *name;
  const char *lines[32];
} zones[] = {
  { "everything-right",
    { ZONE, SERVERS,
      D " TXT v=spf1 mx include:_spf.host.example -all",
      "_spf.host.example TXT v=spf1 ip4:203.0.113.64/28 include:_more.host.example -all",
      "_more.host.example TXT v=spf1 ip4:203.0.113.128/28 -all",
      "default._domainkey." D " TXT v=DKIM1; p=" KEY,
      "_dmarc." D " TXT v=DMARC1; p=reject; rua=mailto:dmarc@" D,
      "_smtp._tls." D " TXT v=TLSRPTv1; rua=mailto:tls@" D } },
  { "nothing-published", { ZONE, SERVERS } },
  { "reports-go-elsewhere",
    { ZONE, SERVERS, D " TXT v=spf1 mx -all",
      "default._domainkey." D " TXT v=DKIM1; p=" KEY,
      "_dmarc." D " TXT v=DMARC1; p=quarantine; rua=mailto:" D "@reports.example",
      D "._report._dmarc.reports.example TXT v=DMARC1",
      "reports.example MX 10 mx.reports.example.", "mx.reports.example A 192.0.2.99" } },
  { "record-broken-in-a-provider",
    { ZONE, SERVERS, D " TXT v=spf1 include:gone.example a:nothing.example ~all",
      "_dmarc." D " TXT v=DMARC1; p=none" } },
  { "no-name-for-the-server",
    { ZONE, D " MX 10 mail." D ".", "mail." D " A 203.0.113.25", D " A 203.0.113.80",
      D " TXT v=spf1 mx a ~all", "selector1._domainkey." D " CNAME gone.host.example",
      "_dmarc." D " TXT v=DMARC1; p=reject" } },
  { "no-mail-at-all",
    { ZONE, D " MX 0 .", D " TXT v=spf1 -all", "_dmarc." D " TXT v=DMARC1; p=reject" } },
};

static const RdAnswerState failures[] = { RD_ANSWER_TIMEOUT, RD_ANSWER_SERVER_FAILURE, RD_ANSWER_REFUSED };

static GPtrArray *
survey (RdTestZone *zone,
        RdEvidence *evidence)
{
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  guint      n_rounds = 0;

  while (rd_test_check_domain (evidence, subject, findings) == RD_CHECK_PENDING)
    {
      g_ptr_array_set_size (findings, 0);
      g_assert_cmpuint (rd_test_zone_answer (zone, evidence), >, 0);
      g_assert_cmpuint (n_rounds++, <, MAX_ROUNDS);
    }
  return findings;
}

/* How badly an area is spoken of; what is not known says nothing. */
static RdFindingState
worst_of (const GPtrArray *findings,
          const char      *area)
{
  RdFindingState worst = RD_FINDING_FINE;

  for (guint i = 0; i < findings->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *own = rd_check_dup_area (finding);

      if (strcmp (own, area) == 0 && (finding->state == RD_FINDING_BROKEN || finding->state == RD_FINDING_WEAK))
        worst = MIN (worst, finding->state);
    }
  return worst;
}

/* That the servers of a domain answer with a failure is a finding of its own: the
 * answer that is missing is the fault. */
static gboolean
is_the_fault_itself (const RdFinding *finding)
{
  return strcmp (finding->id, "domain.servfail") == 0;
}

static void
check_no_new_alarm (const GPtrArray *whole,
                    const GPtrArray *less,
                    const char      *what)
{
  for (guint i = 0; i < less->len; i++)
    {
      const RdFinding *finding = g_ptr_array_index (less, i);
      g_autofree char *area = rd_check_dup_area (finding);

      if ((finding->state != RD_FINDING_BROKEN && finding->state != RD_FINDING_WEAK) || is_the_fault_itself (finding))
        continue;
      if (finding->state >= worst_of (whole, area))
        continue;
      g_test_message ("without %s: %s", what, finding->id);
      g_test_fail ();
    }
}

static void
test_one (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (zones[index].lines);
  g_autoptr (RdEvidence) all = rd_evidence_new ();
  g_autoptr (GPtrArray) whole = survey (zone, all);

  for (guint id = 1; id <= rd_evidence_get_n_answers (all); id++)
    {
      const RdAnswer *answer = rd_evidence_get (all, id);

      for (gsize i = 0; i < G_N_ELEMENTS (failures) && rd_answer_is_known (answer); i++)
        {
          g_autoptr (RdEvidence) evidence = rd_evidence_new ();
          g_autoptr (GPtrArray) less = NULL;
          g_autofree char *what = g_strdup_printf ("%s (%s)", answer->question->name, rd_answer_state_to_string (failures[i]));

          rd_evidence_put (evidence, rd_answer_new (answer->question, failures[i]));
          less = survey (zone, evidence);
          check_no_new_alarm (whole, less, what);
        }
    }
}

/* A network that loses or turns away every third question, or nearly all of them.
 * (Servers that fail in all they are asked for tell something about themselves.) */
static void
test_some (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (zones[index].lines);
  g_autoptr (RdEvidence) all = rd_evidence_new ();
  g_autoptr (GPtrArray) whole = survey (zone, all);
  g_autoptr (GRand) random = g_rand_new_with_seed (2026);
  static const RdAnswerState lost[] = { RD_ANSWER_TIMEOUT, RD_ANSWER_REFUSED };

  for (guint mixture = 0; mixture < N_MIXTURES; mixture++)
    {
      g_autoptr (RdEvidence) evidence = rd_evidence_new ();
      g_autoptr (GPtrArray) less = NULL;
      g_autofree char *what = g_strdup_printf ("mixture %u", mixture);
      double           share = mixture % 2 == 0 ? 0.33 : 0.9;

      for (guint id = 1; id <= rd_evidence_get_n_answers (all); id++)
        {
          const RdAnswer *answer = rd_evidence_get (all, id);

          if (g_rand_double (random) < share)
            rd_evidence_put (evidence, rd_answer_new (answer->question, lost[g_rand_int_range (random, 0, G_N_ELEMENTS (lost))]));
        }
      less = survey (zone, evidence);
      check_no_new_alarm (whole, less, what);
    }
}

/* Nobody answers anything: nothing is broken, weak, missing or fine. */
static void
test_none (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (RdEvidence) evidence = rd_evidence_new ();
      g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
      guint n_rounds = 0;

      while (rd_test_check_domain (evidence, subject, findings) == RD_CHECK_PENDING)
        {
          g_autoptr (GPtrArray) open = rd_evidence_steal_open (evidence);

          g_ptr_array_set_size (findings, 0);
          g_assert_cmpuint (open->len, >, 0);
          g_assert_cmpuint (n_rounds++, <, MAX_ROUNDS);
          for (guint k = 0; k < open->len; k++)
            rd_evidence_put (evidence, rd_answer_new (open->pdata[k], failures[i]));
        }
      g_assert_cmpuint (findings->len, >, 5);
      for (guint k = 0; k < findings->len; k++)
        {
          const RdFinding *finding = g_ptr_array_index (findings, k);

          if (finding->state != RD_FINDING_UNKNOWN)
            {
              g_test_message ("%s: %s is %s", rd_answer_state_to_string (failures[i]), finding->id, rd_finding_state_to_string (finding->state));
              g_test_fail ();
            }
          g_assert_null (finding->record);
        }
      g_assert_cmpint (rd_check_get_overall_state (findings), ==, RD_FINDING_UNKNOWN);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *one = g_strdup_printf ("/checks/missing-answers/one/%s", zones[i].name);
      g_autofree char *some = g_strdup_printf ("/checks/missing-answers/some/%s", zones[i].name);

      g_test_add_data_func (one, GSIZE_TO_POINTER (i), test_one);
      g_test_add_data_func (some, GSIZE_TO_POINTER (i), test_some);
    }
  g_test_add_func ("/checks/missing-answers/none", test_none);
  return g_test_run ();
}
