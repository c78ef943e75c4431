/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-domain-checks.h"
#include "rd-repair-attach.h"
#include "rd-repair-compare.h"
#include "rd-repair-dkim.h"
#include "rd-repair-dmarc.h"
#include "rd-repair-text.h"
#include "rd-requirements.h"
#include "rd-test-check.h"
#include "rd-test-zone.h"

#include <string.h>

#define D "shop.example"
#define NAME "default._domainkey." D
/* A key that was made for this test alone; its other half was thrown away. */
#define KEY                                                         \
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY" \
  "6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/B" \
  "C/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"  \
  "Ip3G+2kryOTIKT+l/K4w3QIDAQAB"

/* --- DMARC -------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *records[3];
  const char *value; /* proposed; NULL: nothing to change */
} DmarcCase;

static const DmarcCase dmarc_cases[] = {
  { "none", { NULL }, "v=DMARC1; p=none" },
  { "right", { "v=DMARC1; p=reject; rua=mailto:d@" D }, NULL },
  { "unknown-policy", { "v=DMARC1; p=rejct; rua=mailto:d@" D }, "v=DMARC1; p=none; rua=mailto:d@" D },
  { "version-last", { "p=quarantine; v=DMARC1" }, "v=DMARC1; p=quarantine" },
  { "version-lower-case", { "v=dmarc1; p=reject" }, "v=DMARC1; p=reject" },
  { "no-policy", { "v=DMARC1; rua=mailto:d@" D }, "v=DMARC1; p=none; rua=mailto:d@" D },
  { "two", { "v=DMARC1; p=none", "v=DMARC1; p=reject" }, "v=DMARC1; p=none" },
  { "leftovers", { "v=DMARC1; p=quarantine; pct=50; rf=afrf; ri=86400; sp=none; adkim=s; aspf=s" }, "v=DMARC1; p=quarantine; sp=none; adkim=s; aspf=s" },
  { "psd", { "v=DMARC1; p=reject; psd=y" }, "v=DMARC1; p=reject" },
  { "quoted", { "\"v=DMARC1; p=reject\"" }, "v=DMARC1; p=reject" },
};

static void
test_dmarc (gconstpointer data)
{
  const DmarcCase *row = data;
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdRecord) record = NULL;
  guint n_rounds;

  for (gsize i = 0; row->records[i] != NULL; i++)
    rd_test_zone_add_txt (zone, "_dmarc." D, row->records[i], strlen (row->records[i]));
  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_repair_dmarc (evidence, D, &record));
  if (row->value == NULL)
    {
      g_assert_null (record);
      return;
    }
  g_assert_nonnull (record);
  g_assert_cmpstr (record->value, ==, row->value);
  g_assert_true (record->proven);
  g_assert_cmpstr (record->name, ==, "_dmarc");
  g_assert_cmpint (record->action, ==, row->records[0] != NULL ? RD_RECORD_REPLACE : RD_RECORD_ADD);
  g_assert_nonnull (record->changes);
}

static void
test_dmarc_first (void)
{
  g_autoptr (RdRecord) record = rd_repair_dmarc_new_first ("mail." D, "reports@" D);

  g_assert_cmpstr (record->value, ==, "v=DMARC1; p=none; rua=mailto:reports@" D);
  g_assert_cmpstr (record->name, ==, "_dmarc.mail");
  g_assert_false (record->proven);
}

/* --- DKIM ---------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *record;
  const char *value;
} DkimCase;

static const DkimCase dkim_cases[] = {
  { "right", "v=DKIM1; k=rsa; p=" KEY, NULL },
  { "quotes", "v=DKIM1; k=rsa; p=\"" KEY "\"", "v=DKIM1; k=rsa; p=" KEY },
  { "backslash", "v=DKIM1\\; k=rsa\\; p=" KEY, "v=DKIM1; k=rsa; p=" KEY },
  { "frame", "v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----" KEY "-----END PUBLIC KEY-----", "v=DKIM1; k=rsa; p=" KEY },
  { "test-mark", "v=DKIM1; t=y; p=" KEY, "v=DKIM1; p=" KEY },
  { "revoked", "v=DKIM1; p=", NULL },
  { "cut-off", "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY", NULL },
  { "something-else", "hello", NULL },
};

static void
test_dkim (gconstpointer data)
{
  const DkimCase *row = data;
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdRecord) record = NULL;

  rd_test_zone_add_txt (zone, NAME, row->record, strlen (row->record));
  g_assert_null (rd_evidence_ask_dns (evidence, NAME, RD_RR_TXT));
  g_assert_cmpuint (rd_test_zone_answer (zone, evidence), ==, 1);
  record = rd_repair_dkim (rd_evidence_ask_dns (evidence, NAME, RD_RR_TXT), D);
  if (row->value == NULL)
    {
      g_assert_null (record);
      return;
    }
  g_assert_nonnull (record);
  g_assert_cmpstr (record->value, ==, row->value);
  g_assert_cmpstr (record->name, ==, "default._domainkey");
  g_assert_true (record->proven);
}

/* --- Check again ------------------------------------------------------------------ */

#define PROPOSED "v=spf1 mx include:spf.one.example ~all"

typedef struct
{
  const char *name;
  const char *published[3];
  const char *elsewhere; /* at the doubled name */
  const char *id;
  const char *words; /* a piece of the explanation, or NULL */
} CompareCase;

static const CompareCase compare_cases[] = {
  { "exact", { PROPOSED }, NULL, "record.published", NULL },
  { "beside-others", { "hello", PROPOSED }, NULL, "record.published", NULL },
  { "old-stays", { PROPOSED, "v=spf1 mx -all" }, NULL, "record.old-still-there", "v=spf1 mx -all" },
  { "not-saved", { "v=spf1 mx -all" }, NULL, "record.differs", "character 11" },
  { "quotes", { "\"" PROPOSED "\"" }, NULL, "record.differs", "quotation marks" },
  { "smart-quotes", { "\342\200\234" PROPOSED "\342\200\235" }, NULL, "record.differs", "typographic" },
  { "backslashes", { "v=spf1 mx include\\:spf.one.example ~all" }, NULL, "record.differs", "backslashes" },
  { "no-break-space", { "v=spf1\302\240mx include:spf.one.example ~all" }, NULL, "record.differs", "no-break" },
  { "invisible", { "v=spf1 mx\342\200\213 include:spf.one.example ~all" }, NULL, "record.differs", "invisible" },
  { "blank-lost", { "v=spf1 mxinclude:spf.one.example ~all" }, NULL, "record.differs", "blank got lost" },
  { "blank-added", { "v=spf1 mx  include:spf.one.example ~all" }, NULL, "record.differs", "too many" },
  { "case", { "v=spf1 MX include:spf.one.example ~all" }, NULL, "record.differs", "small letters" },
  { "cut", { "v=spf1 mx include:spf.one" }, NULL, "record.differs", "cut off" },
  { "doubled-name", { NULL }, PROPOSED, "record.wrong-name", "adds the domain" },
  { "nowhere", { "hello" }, NULL, "record.not-there", "Cloudflare" },
};

static void
answer_everything (RdEvidence        *evidence,
                   const RdQuestion  *question,
                   const CompareCase *row)
{
  g_autoptr (RdAnswer) answer = rd_answer_new ((RdQuestion *) question, RD_ANSWER_NO_DATA);
  gboolean is_doubled = g_str_has_prefix (question->name, D "." D);

  if (question->rr_type == RD_RR_NS)
    g_ptr_array_add (answer->records, rd_rr_new_from_text (D, RD_RR_NS, 60, "anna.ns.cloudflare.com."));
  for (gsize i = 0; question->rr_type == RD_RR_TXT && !is_doubled && row->published[i] != NULL; i++)
    {
      g_autofree char *quoted = rd_repair_dup_form (row->published[i], RD_TXT_QUOTED);

      g_ptr_array_add (answer->records, rd_rr_new_from_text (question->name, RD_RR_TXT, 300, quoted));
    }
  if (is_doubled && row->elsewhere != NULL)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", row->elsewhere);

      g_ptr_array_add (answer->records, rd_rr_new_from_text (question->name, RD_RR_TXT, 300, quoted));
    }
  if (answer->records->len > 0)
    answer->state = RD_ANSWER_FOUND;
  rd_evidence_put (evidence, g_steal_pointer (&answer));
}

static void
test_compare (gconstpointer data)
{
  const CompareCase *row = data;
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdRecord) proposed = rd_record_new (RD_RECORD_REPLACE, "TXT", "@", D, PROPOSED);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) open = NULL;
  const RdFinding *finding;

  g_assert_cmpint (rd_repair_compare (evidence, proposed, 0, findings), ==, RD_CHECK_PENDING);
  open = rd_evidence_steal_open (evidence);
  for (guint i = 0; i < open->len; i++)
    answer_everything (evidence, g_ptr_array_index (open, i), row);
  g_assert_cmpint (rd_repair_compare (evidence, proposed, 0, findings), ==, RD_CHECK_DONE);
  finding = rd_findings_find (findings, row->id);
  g_assert_nonnull (finding);
  if (row->words != NULL && strstr (finding->explanation, row->words) == NULL)
    g_error ("“%s” is not in “%s”", row->words, finding->explanation);

  rd_repair_compare_forget (evidence, proposed);
  g_assert_cmpint (rd_repair_compare (evidence, proposed, 0, findings), ==, RD_CHECK_PENDING);
}

/* The zone has it, a cache does not: when will it? */
static void
test_caches (void)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdRecord) proposed = rd_record_new (RD_RECORD_REPLACE, "TXT", "@", D, PROPOSED);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (RdQuestion) own = rd_question_dns_full (D, RD_RR_TXT, RD_QUESTION_AUTHORITATIVE);
  g_autoptr (RdQuestion) cached = rd_question_dns (D, RD_RR_TXT);
  RdAnswer        *answer = rd_answer_new (own, RD_ANSWER_FOUND);
  const char      *none[] = { NULL };
  const RdFinding *finding;

  g_ptr_array_add (answer->records, rd_rr_new_from_text (D, RD_RR_TXT, 300, "\"" PROPOSED "\""));
  rd_evidence_put (evidence, answer);
  answer = rd_answer_new (cached, RD_ANSWER_NO_DATA);
  answer->ttl = 600;
  answer->asked_at = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC;
  g_assert_cmpint (rd_repair_get_cached_until (answer), ==, G_GINT64_CONSTANT (1700000600) * G_USEC_PER_SEC);
  rd_evidence_put (evidence, answer);
  rd_evidence_put_text (evidence, D "." D, RD_RR_TXT, RD_ANSWER_NO_SUCH_NAME, none);
  rd_evidence_put_text (evidence, D, RD_RR_NS, RD_ANSWER_NO_DATA, none);
  g_assert_cmpint (rd_repair_compare (evidence, proposed, 0, findings), ==, RD_CHECK_DONE);
  g_assert_nonnull (rd_findings_find (findings, "record.published"));
  finding = rd_findings_find (findings, "record.cached");
  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (finding->explanation, "22:23"));
}

static void
test_compare_not_answered (void)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdRecord) proposed = rd_record_new (RD_RECORD_REPLACE, "TXT", "@", D, PROPOSED);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  guint n_rounds;

  rd_test_zone_fail (zone, D, RD_ANSWER_TIMEOUT);
  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_repair_compare (evidence, proposed, 0, findings));
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_nonnull (rd_findings_find (findings, "record.servfail"));
}

/* --- Requirements and totals -------------------------------------------------------- */

static void
add_finding (GPtrArray     *findings,
             const char    *id,
             RdFindingState state)
{
  g_ptr_array_add (findings, rd_finding_new (id, state, D, RD_OWNER_DNS, "Title"));
}

static RdFindingState
line_state (const GPtrArray *requirements,
            const char      *provider,
            const char      *line)
{
  for (guint i = 0; i < requirements->len; i++)
    {
      const RdRequirement *requirement = g_ptr_array_index (requirements, i);

      if (strcmp (requirement->provider, provider) == 0 && strcmp (requirement->line, line) == 0)
        return requirement->state;
    }
  g_error ("no line %s of %s", line, provider);
}

static const struct
{
  const char    *name;
  const char    *id;
  RdFindingState state;
  const char    *line;
  RdFindingState expected;
} lines[] = {
  { "spf-there", "spf.fine", RD_FINDING_FINE, "spf", RD_FINDING_FINE },
  { "spf-weak", "spf.no-all", RD_FINDING_WEAK, "spf", RD_FINDING_FINE },
  { "spf-two", "spf.multiple", RD_FINDING_BROKEN, "spf", RD_FINDING_BROKEN },
  { "spf-unknown", "spf.servfail", RD_FINDING_UNKNOWN, "spf", RD_FINDING_UNKNOWN },
  { "dkim-there", "dkim.fine", RD_FINDING_FINE, "dkim", RD_FINDING_FINE },
  { "dkim-none", "dkim.none", RD_FINDING_BROKEN, "dkim", RD_FINDING_BROKEN },
  { "dkim-hidden", "dkim.unknown-selector", RD_FINDING_INFO, "dkim", RD_FINDING_UNKNOWN },
  { "dkim-short", "dkim.short", RD_FINDING_BROKEN, "dkim", RD_FINDING_BROKEN },
  { "dkim-unsigned", "dkim.not-signed", RD_FINDING_WEAK, "dkim", RD_FINDING_BROKEN },
  { "dmarc-watching", "dmarc.p-none", RD_FINDING_INFO, "dmarc", RD_FINDING_FINE },
  { "dmarc-none", "dmarc.missing", RD_FINDING_WEAK, "dmarc", RD_FINDING_BROKEN },
  { "dmarc-unknown", "dmarc.servfail", RD_FINDING_UNKNOWN, "dmarc", RD_FINDING_UNKNOWN },
  { "ptr-there", "ptr.fine", RD_FINDING_FINE, "ptr", RD_FINDING_FINE },
  { "ptr-missing", "ptr.missing", RD_FINDING_BROKEN, "ptr", RD_FINDING_BROKEN },
  { "alignment-none", "alignment.none", RD_FINDING_WEAK, "alignment", RD_FINDING_BROKEN },
  { "alignment-unknown", "spf.fine", RD_FINDING_FINE, "alignment", RD_FINDING_UNKNOWN },
};

static void
test_line (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) requirements = NULL;

  add_finding (findings, lines[index].id, lines[index].state);
  requirements = rd_requirements_evaluate (findings, NULL);
  g_assert_cmpstr (rd_finding_state_to_string (line_state (requirements, "gmail", lines[index].line)), ==,
                   rd_finding_state_to_string (lines[index].expected));
}

static void
test_one_of_two (void)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) neither = NULL;

  add_finding (findings, "spf.missing", RD_FINDING_BROKEN);
  add_finding (findings, "dkim.fine", RD_FINDING_FINE);
  one = rd_requirements_evaluate (findings, NULL);
  g_assert_cmpint (line_state (one, "gmail", "spf-or-dkim"), ==, RD_FINDING_FINE);
  g_assert_cmpint (line_state (one, "gmail", "spf"), ==, RD_FINDING_BROKEN);
  g_ptr_array_set_size (findings, 1);
  add_finding (findings, "dkim.none", RD_FINDING_BROKEN);
  neither = rd_requirements_evaluate (findings, NULL);
  g_assert_cmpint (line_state (neither, "yahoo", "spf-or-dkim"), ==, RD_FINDING_BROKEN);
}

static RdMail *
mail_new (const char *header)
{
  g_autofree char *text = g_strdup_printf ("%s\r\n\r\nHello\r\n", header);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  RdMail *mail = rd_mail_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  return mail;
}

static void
test_mail_lines (void)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  g_autoptr (RdMail) newsletter = mail_new ("From: a@" D "\r\nMessage-ID: <1@" D ">\r\nList-Unsubscribe: <mailto:u@" D ">");
  g_autoptr (RdMail) good = mail_new ("From: a@" D "\r\nMessage-ID: <1@" D ">\r\nList-Unsubscribe: <https://" D "/u>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click");
  g_autoptr (RdMail) twice = mail_new ("From: a@" D "\r\nFrom: b@" D "\r\nMessage-ID: <1@" D ">");
  g_autoptr (GPtrArray) of_newsletter = rd_requirements_evaluate (findings, newsletter);
  g_autoptr (GPtrArray) of_good = rd_requirements_evaluate (findings, good);
  g_autoptr (GPtrArray) of_twice = rd_requirements_evaluate (findings, twice);

  g_assert_cmpint (line_state (of_newsletter, "gmail", "unsubscribe"), ==, RD_FINDING_BROKEN);
  g_assert_cmpint (line_state (of_newsletter, "gmail", "format"), ==, RD_FINDING_FINE);
  g_assert_cmpint (line_state (of_good, "gmail", "unsubscribe"), ==, RD_FINDING_FINE);
  g_assert_cmpint (line_state (of_twice, "gmail", "format"), ==, RD_FINDING_BROKEN);
  g_assert_cmpint (line_state (of_twice, "gmail", "unsubscribe"), ==, RD_FINDING_UNKNOWN);
}

static void
test_provider_findings (void)
{
  const char *const zone[] = { D " SOA ns1.dns.example. h.dns.example. 1 7200 3600 1209600 3600", D " A 192.0.2.1", D " MX 10 mail." D ".",
                               "mail." D " A 203.0.113.81", D " TXT v=spf1 mx +all x", NULL };
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) findings = rd_test_check_run (zone, rd_requirements_check, subject, NULL, NULL);
  const RdFinding *gmail = rd_findings_find (findings, "requirements.gmail");
  const RdFinding *icloud = rd_findings_find (findings, "requirements.icloud");

  g_assert_cmpuint (findings->len, ==, 4);
  g_assert_cmpint (gmail->state, ==, RD_FINDING_BROKEN);
  g_assert_nonnull (strstr (gmail->explanation, "550-5.7.26"));
  g_assert_nonnull (strstr (gmail->explanation, "550-5.7.25"));
  g_assert_nonnull (gmail->fix);
  g_assert_cmpint (icloud->state, ==, RD_FINDING_WEAK);
}

static void
test_totals (void)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autofree char *nothing = rd_check_dup_summary (findings);
  g_autofree char *summary = NULL;

  g_assert_cmpint (rd_check_get_overall_state (findings), ==, RD_FINDING_FINE);
  g_assert_nonnull (strstr (nothing, "in order"));
  add_finding (findings, "mx.fine", RD_FINDING_FINE);
  add_finding (findings, "bimi.none", RD_FINDING_INFO);
  add_finding (findings, "mta-sts.servfail", RD_FINDING_UNKNOWN);
  g_assert_cmpint (rd_check_get_overall_state (findings), ==, RD_FINDING_FINE);
  /* What a DNS server does wrong is no fault of the domain. */
  add_finding (findings, "resolver.redirects", RD_FINDING_WEAK);
  g_assert_cmpint (rd_check_get_overall_state (findings), ==, RD_FINDING_UNKNOWN);
  g_ptr_array_remove_index (findings, findings->len - 1);
  add_finding (findings, "dkim.servfail", RD_FINDING_UNKNOWN);
  g_assert_cmpint (rd_check_get_overall_state (findings), ==, RD_FINDING_UNKNOWN);
  add_finding (findings, "spf.no-all", RD_FINDING_WEAK);
  add_finding (findings, "requirements.gmail", RD_FINDING_WEAK);
  add_finding (findings, "dnssec.broken", RD_FINDING_BROKEN);
  g_assert_cmpint (rd_check_get_overall_state (findings), ==, RD_FINDING_BROKEN);
  g_assert_cmpint (rd_check_group_get_state (findings, RD_CHECK_GROUP_RECEIVE), ==, RD_FINDING_BROKEN);
  g_assert_cmpint (rd_check_group_get_state (findings, RD_CHECK_GROUP_TRUST), ==, RD_FINDING_WEAK);
  g_assert_cmpint (rd_check_group_get_state (findings, RD_CHECK_GROUP_SERVER), ==, RD_FINDING_UNKNOWN);
  summary = rd_check_dup_summary (findings);
  g_assert_cmpstr (summary, ==, "1 thing must be fixed, 1 is worth improving, 2 could not be checked.");
}

/* Every finding that asks for a change carries the record that makes it. */
static void
test_attached (void)
{
  const char *const zone[] = { D " A 192.0.2.1", D " MX 10 " D ".", D " TXT v=spf1 mx -all", D " TXT v=spf1 a ~all", "_dmarc." D " TXT v=DMARC1; p=rejct",
                               NAME " TXT v=DKIM1; p='x'", NULL };
  g_autoptr (RdDomainSubject) subject = rd_domain_subject_new (D);
  g_autoptr (GPtrArray) spf = rd_test_check_run (zone, rd_repair_check_spf, subject, NULL, NULL);
  g_autoptr (GPtrArray) dmarc = rd_test_check_run (zone, rd_repair_check_dmarc, subject, NULL, NULL);
  g_autoptr (GPtrArray) dkim = rd_test_check_run (zone, rd_repair_check_dkim, subject, NULL, NULL);
  const RdFinding *multiple = rd_findings_find (spf, "spf.multiple");
  const RdFinding *syntax = rd_findings_find (dmarc, "dmarc.syntax");

  g_assert_nonnull (multiple);
  g_assert_nonnull (multiple->record);
  g_assert_cmpstr (multiple->record->value, ==, "v=spf1 mx a ~all");
  g_assert_true (multiple->record->proven);
  g_assert_nonnull (syntax);
  g_assert_nonnull (syntax->record);
  g_assert_cmpstr (syntax->record->value, ==, "v=DMARC1; p=none");
  for (guint i = 0; i < dkim->len; i++)
    g_assert_null (((RdFinding *) g_ptr_array_index (dkim, i))->record);
}

#define ADD_ROWS(prefix, rows, function)                                       \
  G_STMT_START                                                                 \
  {                                                                            \
    for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)                      \
      {                                                                        \
        g_autofree char *path = g_strdup_printf (prefix "%s", rows[row].name); \
                                                                               \
        g_test_add_data_func (path, &rows[row], function);                     \
      }                                                                        \
  }                                                                            \
  G_STMT_END

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD_ROWS ("/repair/dmarc/", dmarc_cases, test_dmarc);
  ADD_ROWS ("/repair/dkim/", dkim_cases, test_dkim);
  ADD_ROWS ("/repair/compare/", compare_cases, test_compare);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/requirements/%s", lines[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_line);
    }
  g_test_add_func ("/repair/dmarc/first", test_dmarc_first);
  g_test_add_func ("/repair/compare/caches", test_caches);
  g_test_add_func ("/repair/compare/not-answered", test_compare_not_answered);
  g_test_add_func ("/repair/attached", test_attached);
  g_test_add_func ("/checks/requirements/one-of-two", test_one_of_two);
  g_test_add_func ("/checks/requirements/mail", test_mail_lines);
  g_test_add_func ("/checks/requirements/providers", test_provider_findings);
  g_test_add_func ("/checks/totals", test_totals);
  return g_test_run ();
}
