/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-test-dmarc.h"
#include "rd-test-zone.h"

#include <string.h>

#include "rd-org-domain.h"

/* One message judged over a small DNS. */
typedef struct
{
  const char *name;
  const char *from;
  const char *spf;  /* (nullable): domain that passed */
  const char *dkim; /* (nullable): domain of a good signature */
  const char *result;
  const char *policy;     /* (nullable) */
  const char *org_domain; /* (nullable): not compared */
  const char *record_at;  /* (nullable) */
  const char *lines[8];
} DmarcCase;

#define RECORD "_dmarc.d.example TXT "

static const DmarcCase cases[] = {
  { "no-record", "d.example", "d.example", NULL, "none", NULL, "d.example", NULL, { "d.example A 192.0.2.1" } },
  { "spf-exact", "d.example", "d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject" } },
  { "dkim-exact", "d.example", NULL, "d.example", "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject" } },
  { "nothing-passed", "d.example", NULL, NULL, "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject" } },
  { "spf-foreign", "d.example", "e.example", NULL, "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject" } },
  { "spf-sub-relaxed", "d.example", "b.d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject" } },
  { "spf-sub-strict", "d.example", "b.d.example", NULL, "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; aspf=s" } },
  { "dkim-sub-strict", "d.example", NULL, "b.d.example", "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; adkim=s" } },
  { "strict-of-the-other", "d.example", NULL, "b.d.example", "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; aspf=s" } },
  { "siblings", "a.d.example", NULL, "b.d.example", "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject", "a.d.example A 192.0.2.1" } },
  { "lookalike", "d.example", NULL, "bad.example", "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject" } },
  { "suffix-without-dot", "d.example", NULL, "xd.example", "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=none" } },
  { "case", "D.Example", "d.EXAMPLE", NULL, "pass", "reject", "d.example", "d.example", { RECORD "V=DMARC1; P=Reject" } },
  { "quarantine", "d.example", NULL, NULL, "fail", "quarantine", "d.example", "d.example", { RECORD "v=DMARC1; p=quarantine" } },
  { "sub-takes-p", "a.d.example", NULL, NULL, "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject", "a.d.example A 192.0.2.1" } },
  { "sub-takes-sp", "a.d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; sp=none", "a.d.example A 192.0.2.1" } },
  { "own-ignores-sp", "d.example", NULL, NULL, "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; sp=none" } },
  { "np-of-nothing", "a.d.example", NULL, NULL, "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=none; sp=none; np=reject" } },
  { "np-of-something", "a.d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=none; sp=none; np=reject", "a.d.example TXT here" } },
  { "np-above-others", "a.d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=none; np=reject", "x.a.d.example A 192.0.2.1" } },
  { "np-dangling-alias", "a.d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=none; np=reject", "a.d.example CNAME gone.example" } },
  { "sub-own-record", "a.d.example", NULL, NULL, "fail", "none", "d.example", "a.d.example", { RECORD "v=DMARC1; p=reject", "_dmarc.a.d.example TXT v=DMARC1; p=none; sp=reject" } },
  { "testing", "d.example", NULL, NULL, "fail", "quarantine", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; t=y" } },
  { "testing-mild", "d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=quarantine; t=y" } },
  { "testing-none", "d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=none; t=y" } },
  { "psd-no", "a.b.d.example", "d.example", NULL, "fail", "reject", "b.d.example", "b.d.example", { "_dmarc.b.d.example TXT v=DMARC1; p=reject; psd=n", RECORD "v=DMARC1; p=none", "a.b.d.example A 192.0.2.1" } },
  { "psd-no-at-start", "b.d.example", "d.example", NULL, "fail", "reject", "b.d.example", "b.d.example", { "_dmarc.b.d.example TXT v=DMARC1; p=reject; psd=n", RECORD "v=DMARC1; p=none" } },
  { "psd-yes-above", "a.b.d.example", "c.b.d.example", NULL, "pass", "quarantine", "b.d.example", "d.example", { RECORD "v=DMARC1; p=reject; sp=quarantine; psd=y", "a.b.d.example A 192.0.2.1" } },
  { "psd-yes-keeps-apart", "a.d.example", "b.d.example", NULL, "fail", "reject", "a.d.example", "d.example", { RECORD "v=DMARC1; p=reject; psd=y", "a.d.example A 192.0.2.1" } },
  { "psd-yes-at-start", "d.example", "d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; psd=y" } },
  { "two-records", "d.example", "d.example", NULL, "none", NULL, "d.example", NULL, { RECORD "v=DMARC1; p=reject", RECORD "v=DMARC1; p=none" } },
  { "two-records-walk-on", "a.d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { "_dmarc.a.d.example TXT v=DMARC1; p=reject", "_dmarc.a.d.example TXT v=DMARC1; p=quarantine", RECORD "v=DMARC1; p=none" } },
  { "other-text-beside", "d.example", "d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "verification=1", RECORD "v=DMARC1; p=reject" } },
  { "two-strings", "d.example", "d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "\"v=DMARC1; p=re\" \"ject\"" } },
  { "version-case", "d.example", "d.example", NULL, "none", NULL, "d.example", NULL, { RECORD "v=dmarc1; p=reject" } },
  { "version-late", "d.example", "d.example", NULL, "none", NULL, "d.example", NULL, { RECORD "p=reject; v=DMARC1" } },
  { "version-longer", "d.example", "d.example", NULL, "none", NULL, "d.example", NULL, { RECORD "v=DMARC10; p=reject" } },
  { "no-semicolon", "d.example", "d.example", NULL, "none", NULL, "d.example", NULL, { RECORD "v=DMARC1 p=reject" } },
  { "blanks", "d.example", "d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "v = DMARC1 ;  p = reject ;" } },
  { "no-p-with-rua", "d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; rua=mailto:a@d.example" } },
  { "no-p-without-rua", "d.example", NULL, NULL, "none", NULL, "d.example", NULL, { RECORD "v=DMARC1; adkim=s" } },
  { "bad-p-with-rua", "d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=rejct; rua=mailto:a@d.example" } },
  { "bad-p-without-rua", "d.example", NULL, NULL, "none", NULL, "d.example", NULL, { RECORD "v=DMARC1; p=rejct" } },
  { "unknown-tags", "d.example", "d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; x=y; future=1" } },
  { "servfail", "d.example", "d.example", NULL, "temperror", NULL, NULL, NULL, { "_dmarc.d.example SERVFAIL" } },
  { "servfail-above", "a.d.example", "a.d.example", NULL, "temperror", NULL, NULL, NULL, { "_dmarc.d.example TIMEOUT" } },
  { "servfail-above-own", "a.d.example", "a.d.example", NULL, "pass", "reject", NULL, "a.d.example", { "_dmarc.a.d.example TXT v=DMARC1; p=reject", "_dmarc.d.example TIMEOUT" } },
  { "long-suffix", "shop.d.co.example", NULL, "d.co.example", "pass", "reject", "d.co.example", "d.co.example", { "_dmarc.d.co.example TXT v=DMARC1; p=reject" } },
  { "deep-name", "a.b.c.d.e.f.g.h.i.j.d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=none", "a.b.c.d.e.f.g.h.i.j.d.example A 192.0.2.1" } },
  { "own-and-above", "a.b.d.example", "d.example", NULL, "pass", "quarantine", "d.example", "a.b.d.example", { "_dmarc.a.b.d.example TXT v=DMARC1; p=quarantine; sp=none", RECORD "v=DMARC1; p=reject" } },
  { "between", "a.b.d.example", "x.d.example", NULL, "pass", "reject", "d.example", "d.example", { "_dmarc.b.d.example TXT v=DMARC1; p=none", RECORD "v=DMARC1; p=reject", "a.b.d.example A 192.0.2.1" } },
  { "psd-unknown-word", "a.d.example", "d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; psd=maybe", "a.d.example A 192.0.2.1" } },
  { "psd-not-known", "a.d.example", "d.example", NULL, "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; psd=u", "a.d.example A 192.0.2.1" } },
  { "psd-no-of-the-signer", "a.d.example", NULL, "x.b.d.example", "fail", "reject", "d.example", "d.example", { "_dmarc.b.d.example TXT v=DMARC1; p=none; psd=n", RECORD "v=DMARC1; p=reject", "a.d.example A 192.0.2.1" } },
  { "strict-above", "a.d.example", NULL, "d.example", "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; adkim=s", "a.d.example A 192.0.2.1" } },
  { "strict-and-same", "a.d.example", NULL, "a.d.example", "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; adkim=s; aspf=s", "a.d.example A 192.0.2.1" } },
  { "strict-unknown-word", "d.example", NULL, "b.d.example", "pass", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; adkim=x" } },
  { "testing-below", "a.d.example", NULL, NULL, "fail", "none", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; sp=quarantine; t=y", "a.d.example A 192.0.2.1" } },
  { "testing-of-nothing", "a.d.example", NULL, NULL, "fail", "quarantine", "d.example", "d.example", { RECORD "v=DMARC1; p=none; np=reject; t=y" } },
  { "testing-no", "d.example", NULL, NULL, "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; t=n" } },
  { "old-percentage-ignored", "d.example", NULL, NULL, "fail", "reject", "d.example", "d.example", { RECORD "v=DMARC1; p=reject; pct=0" } },
};

static void
test_case (gconstpointer data)
{
  const DmarcCase *row = data;
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (row->lines);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_auto (RdTestDmarc) dmarc = { 0 };
  const char *dkim[] = { row->dkim, NULL };
  guint       rounds;

  RD_TEST_SETTLE (zone, evidence, rounds, rd_test_dmarc_evaluate (evidence, row->from, row->spf, dkim, &dmarc));
  g_assert_cmpstr (dmarc.result, ==, row->result);
  g_assert_cmpstr (rd_dmarc_policy_to_string (dmarc.discovery->policy), ==, row->policy);
  g_assert_cmpstr (dmarc.discovery->record_at, ==, row->record_at);
  if (row->org_domain != NULL)
    g_assert_cmpstr (dmarc.discovery->walk->org_domain, ==, row->org_domain);
  /* The walks of all names go out together. */
  g_assert_cmpuint (rounds, ==, 1);
}

static void
test_walk (void)
{
  static const char *const wanted[] = {
    "a.b.c.d.e.f.g.h.i.j.d.example",
    "g.h.i.j.d.example",
    "h.i.j.d.example",
    "i.j.d.example",
    "j.d.example",
    "d.example",
    "example",
  };
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdDmarcWalk) walk = NULL;
  guint rounds;

  RD_TEST_SETTLE (zone, evidence, rounds, rd_dmarc_walk (evidence, wanted[0], &walk));
  g_assert_cmpuint (walk->stops->len, ==, RD_DMARC_MAX_WALK);
  g_assert_cmpstr (((RdDmarcStop *) g_ptr_array_index (walk->stops, 1))->domain, ==, "f.g.h.i.j.d.example");
  for (guint i = 2; i < walk->stops->len; i++)
    g_assert_cmpstr (((RdDmarcStop *) g_ptr_array_index (walk->stops, i))->domain, ==, wanted[i - 1]);
  g_assert_false (walk->has_records);
}

static void
test_classic (void)
{
  static const char *const lines[] = {
    "_dmarc.example.co.uk TXT v=DMARC1; p=quarantine; sp=reject; pct=20",
    NULL,
  };
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (lines);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdDmarcClassic) classic = NULL;
  g_autofree char *suffix = rd_org_domain_dup ("co.uk");
  guint            rounds;

  RD_TEST_SETTLE (zone, evidence, rounds, rd_dmarc_discover_classic (evidence, "shop.example.co.uk", &classic));
  g_assert_cmpstr (classic->org_domain, ==, "example.co.uk");
  g_assert_cmpstr (classic->record_at, ==, "example.co.uk");
  g_assert_cmpint (classic->policy, ==, RD_DMARC_POLICY_REJECT);
  g_assert_cmpint (classic->pct, ==, 20);
  g_assert_null (suffix);
}

static void
test_record (void)
{
  static const char text[] = "v=DMARC1; p=reject; rua=mailto:a@d.example!10m, mailto:b@e.example,https://e.example/; ruf=a@b; fo=1:d; pct=101; rf=afrf; p=none";
  g_autoptr (RdDmarcRecord) record = rd_dmarc_record_parse (text, strlen (text));
  const RdDmarcUri *uri;

  g_assert_cmpint (record->p, ==, RD_DMARC_POLICY_REJECT);
  g_assert_cmpuint (record->rua->len, ==, 2);
  uri = g_ptr_array_index (record->rua, 0);
  g_assert_cmpstr (uri->address, ==, "a@d.example");
  g_assert_cmpstr (uri->domain, ==, "d.example");
  g_assert_true (uri->has_limit);
  g_assert_cmpuint (record->ruf->len, ==, 0);
  g_assert_cmpstr (record->fo, ==, "1:d");
  g_assert_cmpint (record->pct, ==, -1);
  g_assert_true (record->has_rf_or_ri);
  /* https URI, ruf without mailto:, pct over 100, p twice */
  g_assert_cmpuint (record->problems->len, ==, 4);
}

static void
test_hostile_record (void)
{
  g_autoptr (GString) text = g_string_new ("v=DMARC1; p=none; rua=");
  g_autoptr (RdDmarcRecord) record = NULL;
  g_autoptr (RdDmarcRecord) tags = NULL;

  while (text->len < 60000)
    g_string_append (text, "mailto:a@d.example,");
  record = rd_dmarc_record_parse (text->str, text->len);
  g_assert_cmpuint (record->rua->len, <=, 20);
  g_string_assign (text, "v=DMARC1; p=none");
  while (text->len < 60000)
    g_string_append (text, ";a=");
  tags = rd_dmarc_record_parse (text->str, text->len);
  g_assert_cmpint (tags->p, ==, RD_DMARC_POLICY_NONE);
}

/* What is shown of a record is text, whatever bytes were published. */
static void
test_invalid_bytes (void)
{
  static const char text[] = "v=DMARC1; p=no\377ne; rua=mailto:a@d.example?x=\374, htt\202";
  g_autoptr (RdDmarcRecord) record = rd_dmarc_record_parse (text, sizeof text - 1);
  const RdDmarcUri *uri;

  g_assert_cmpuint (record->rua->len, ==, 1);
  uri = g_ptr_array_index (record->rua, 0);
  g_assert_cmpstr (uri->text, ==, "mailto:a@d.example?x=ü");
  g_assert_cmpuint (record->problems->len, >=, 2);
  for (guint i = 0; i < record->problems->len; i++)
    {
      const RdDmarcProblem *problem = g_ptr_array_index (record->problems, i);

      g_assert_true (g_utf8_validate (problem->text, -1, NULL));
      g_assert_cmpmem (record->text + problem->offset, problem->length, problem->text, strlen (problem->text));
    }
}

static void
test_alignment (void)
{
  static const char *const lines[] = { RECORD "v=DMARC1; p=none", "_dmarc.t.example TIMEOUT", NULL };
  static const char *const dkim[] = { "mailer.example", "news.d.example", NULL };
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (lines);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdAlignment) alignment = NULL;
  g_autoptr (RdAlignment) unknown = NULL;
  g_autofree char *line = NULL;
  guint            rounds;

  RD_TEST_SETTLE (zone, evidence, rounds, rd_alignment_compare (evidence, "d.example", "bounce.mailer.example", dkim, &alignment));
  g_assert_cmpint (alignment->spf, ==, RD_ALIGNMENT_NONE);
  g_assert_cmpint (alignment->dkim, ==, RD_ALIGNMENT_ORGANIZATION);
  g_assert_cmpstr (alignment->dkim_domain, ==, "news.d.example");
  line = rd_alignment_dup_line (alignment);
  g_assert_cmpstr (line, ==, "From: d.example · SPF: ≠ bounce.mailer.example · DKIM: ≈ news.d.example");
  RD_TEST_SETTLE (zone, evidence, rounds, rd_alignment_compare (evidence, "d.example", "t.example", NULL, &unknown));
  g_assert_cmpint (unknown->spf, ==, RD_ALIGNMENT_UNKNOWN);
  g_assert_cmpint (unknown->dkim, ==, RD_ALIGNMENT_ABSENT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/dmarc/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/checks/dmarc/walk", test_walk);
  g_test_add_func ("/checks/dmarc/classic", test_classic);
  g_test_add_func ("/checks/dmarc/record", test_record);
  g_test_add_func ("/checks/dmarc/hostile-record", test_hostile_record);
  g_test_add_func ("/checks/dmarc/invalid-bytes", test_invalid_bytes);
  g_test_add_func ("/checks/dmarc/alignment", test_alignment);
  return g_test_run ();
}
