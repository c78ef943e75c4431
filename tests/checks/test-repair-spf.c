/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-repair-spf-terms.h"
#include "rd-repair-spf.h"
#include "rd-repair-text.h"
#include "rd-test-zone.h"

#include <string.h>

#define D "shop.example"

/* Names the proposals refer to. */
#define WORLD                                                \
  "a." D " A 203.0.113.1", D " MX 10 a." D ".",              \
      "spf.one.example TXT v=spf1 ip4:198.51.100.0/24 -all", \
      "spf.two.example TXT v=spf1 ip4:192.0.2.0/28 ~all",    \
      "strict.example TXT v=spf1 ip4:203.0.113.64/26 -all",  \
      "nospf.example TXT hello", "slow.example TIMEOUT",     \
      "_spf.google.com TXT v=spf1 ip4:192.0.2.64/28 ~all"

typedef struct
{
  const char *name;
  const char *records[4]; /* published TXT records */
  const char *value;      /* proposed; NULL: nothing to change */
  gboolean    is_proven;
  const char *note; /* a piece of what is told about it, or NULL */
} RepairCase;

static const RepairCase cases[] = {
  { "right", { "v=spf1 mx -all" }, NULL, FALSE, NULL },
  { "right-with-others", { "google-site-verification=abc", "v=spf1 mx include:spf.one.example -all" }, NULL, FALSE, NULL },
  { "nothing", { "hello" }, NULL, FALSE, NULL },

  { "two", { "v=spf1 mx -all", "v=spf1 include:spf.one.example ~all" }, "v=spf1 mx include:spf.one.example ~all", TRUE, "2 records" },
  { "two-strict", { "v=spf1 mx -all", "v=spf1 include:spf.one.example -all" }, "v=spf1 mx include:spf.one.example -all", TRUE, NULL },
  { "merge-order", { "v=spf1 include:spf.one.example a mx ~all", "v=spf1 ip4:203.0.113.9 ~all" }, "v=spf1 ip4:203.0.113.9 mx include:spf.one.example ~all", TRUE, "points at a name" },
  { "same-twice", { "v=spf1 mx +a:a." D " ~all", "v=spf1 MX A:A." D " ~all" }, "v=spf1 mx a:a." D " ~all", TRUE, NULL },
  { "never-sends-beside", { "v=spf1 -all", "v=spf1 mx ~all" }, "v=spf1 mx ~all", TRUE, NULL },
  { "order-matters", { "v=spf1 -ip4:203.0.113.7 ip4:203.0.113.0/24 ~all", "v=spf1 mx ~all" }, "v=spf1 -ip4:203.0.113.7 ip4:203.0.113.0/24 mx ~all", TRUE, "order" },

  { "within", { "v=spf1 ip4:203.0.113.0/24 ip4:203.0.113.9 -all" }, "v=spf1 ip4:203.0.113.0/24 -all", TRUE, "Removed: ip4:203.0.113.9" },
  { "twice", { "v=spf1 include:spf.one.example mx include:SPF.one.example -all" }, "v=spf1 include:spf.one.example mx -all", TRUE, NULL },

  { "all-pass", { "v=spf1 mx +all" }, "v=spf1 mx ~all", TRUE, "entire internet" },
  { "all-neutral", { "v=spf1 mx ?all" }, "v=spf1 mx ~all", TRUE, "?all" },
  { "no-all", { "v=spf1 mx" }, "v=spf1 mx ~all", TRUE, "added at the end" },
  { "after-all", { "v=spf1 mx -all include:spf.one.example" }, "v=spf1 mx include:spf.one.example -all", TRUE, "moves to the end" },
  { "redirect-stays", { "v=spf1 redirect=strict.example" }, NULL, FALSE, NULL },
  { "redirect-unused", { "v=spf1 mx redirect=strict.example -all" }, "v=spf1 mx -all", TRUE, "never used" },
  { "redirect-merged", { "v=spf1 redirect=strict.example", "v=spf1 mx" }, "v=spf1 mx include:strict.example -all", TRUE, "does the same" },

  { "ipv4-name", { "v=spf1 ipv4:203.0.113.9 -all" }, "v=spf1 ip4:203.0.113.9 -all", TRUE, "ip4:203.0.113.9" },
  { "ip-name", { "v=spf1 ip:203.0.113.0/24 -all" }, "v=spf1 ip4:203.0.113.0/24 -all", TRUE, NULL },
  { "bare-address", { "v=spf1 203.0.113.9 2001:db8::25 -all" }, "v=spf1 ip4:203.0.113.9 ip6:2001:db8::25 -all", TRUE, NULL },
  { "v6-as-v4", { "v=spf1 ip4:2001:db8::25 -all" }, "v=spf1 ip6:2001:db8::25 -all", TRUE, NULL },
  { "address-for-name", { "v=spf1 a:203.0.113.9 include:203.0.113.10 -all" }, "v=spf1 ip4:203.0.113.9 ip4:203.0.113.10 -all", TRUE, NULL },
  { "blank-after-colon", { "v=spf1 include: spf.one.example -all" }, "v=spf1 include:spf.one.example -all", TRUE, NULL },
  { "commas", { "v=spf1, mx, include:spf.one.example, -all" }, "v=spf1 mx include:spf.one.example -all", TRUE, NULL },
  { "semicolons", { "v=spf1; mx; -all" }, "v=spf1 mx -all", TRUE, NULL },
  { "equals", { "v=spf1 include=spf.one.example -all" }, "v=spf1 include:spf.one.example -all", TRUE, NULL },
  { "redirect-colon", { "v=spf1 redirect:strict.example" }, "v=spf1 redirect=strict.example", TRUE, NULL },
  { "url", { "v=spf1 include:https://spf.one.example/ -all" }, "v=spf1 include:spf.one.example -all", TRUE, NULL },
  { "glued-all", { "v=spf1 ip4:203.0.113.9-all" }, "v=spf1 ip4:203.0.113.9 -all", TRUE, NULL },
  { "bare-service", { "v=spf1 spf.one.example -all" }, "v=spf1 include:spf.one.example -all", TRUE, NULL },
  { "minus-include", { "v=spf1 -include:spf.one.example ~all" }, "v=spf1 include:spf.one.example ~all", TRUE, NULL },
  { "long-dash", { "v=spf1 mx \342\200\223all" }, "v=spf1 mx -all", TRUE, "minus sign" },
  { "no-break-space", { "v=spf1\302\240mx -all" }, "v=spf1 mx -all", TRUE, "plain blanks" },
  { "quoted", { "\342\200\234v=spf1 mx -all\342\200\235" }, "v=spf1 mx -all", TRUE, "quotation marks" },
  { "version", { "v=spf2.0 mx -all" }, "v=spf1 mx -all", TRUE, NULL },
  { "bad-address-left-out", { "v=spf1 mx ip4:300.1.2.3 -all" }, "v=spf1 mx -all", TRUE, "ip4:300.1.2.3" },
  { "bad-prefix-left-out", { "v=spf1 mx ip4:203.0.113.0/33 -all" }, "v=spf1 mx -all", TRUE, "left out" },
  { "bad-macro-left-out", { "v=spf1 mx exists:%{q}.example -all" }, "v=spf1 mx -all", TRUE, "left out" },

  { "include-gone", { "v=spf1 mx include:gone.example -all" }, "v=spf1 mx -all", TRUE, "without SPF" },
  { "include-without-spf", { "v=spf1 mx include:nospf.example -all" }, "v=spf1 mx -all", TRUE, "without SPF" },
  { "include-not-answered", { "v=spf1 mx include:slow.example ?all" }, "v=spf1 mx include:slow.example ~all", FALSE, NULL },
  { "include-itself", { "v=spf1 mx include:" D " -all" }, "v=spf1 mx -all", TRUE, "itself" },
  { "name-gone", { "v=spf1 mx a:gone.example -all" }, "v=spf1 mx -all", TRUE, "without servers" },
  { "misspelt-service", { "v=spf1 mx include:_spf.gogle.com -all" }, "v=spf1 mx include:_spf.google.com -all", TRUE, "probably meant" },
  { "nobody-left", { "v=spf1 a:gone.example a:gone2.example -all" }, NULL, FALSE, NULL },
  { "everybody", { "v=spf1 +all" }, NULL, FALSE, NULL },
  { "never-sends-twice", { "v=spf1 -all", "v=spf1  -all" }, "v=spf1 -all", TRUE, NULL },
  { "ptr", { "v=spf1 mx ptr -all" }, "v=spf1 mx -all", TRUE, "slow" },
  { "macro-kept", { "v=spf1 mx exists:%{i}.spf.example +all" }, "v=spf1 mx exists:%{i}.spf.example ~all", TRUE, NULL },
  { "modifier-kept", { "v=spf1 mx exp=why." D " ?all" }, "v=spf1 mx ~all exp=why." D, TRUE, NULL },
};

static RdTestZone *
make_zone (const char *const *records)
{
  const char *const world[] = { WORLD, NULL };
  RdTestZone       *zone = rd_test_zone_new_lines (world);

  for (gsize i = 0; records[i] != NULL; i++)
    rd_test_zone_add_txt (zone, D, records[i], strlen (records[i]));
  return zone;
}

static void
test_repair (gconstpointer data)
{
  const RepairCase *row = data;
  g_autoptr (RdTestZone) zone = make_zone (row->records);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSpfRepair) repair = NULL;
  guint n_rounds;

  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_repair_spf (evidence, D, NULL, &repair));
  if (row->value == NULL)
    {
      g_assert_null (repair->record);
      return;
    }
  g_assert_nonnull (repair->record);
  g_assert_cmpstr (repair->record->value, ==, row->value);
  g_assert_cmpint (repair->record->proven, ==, row->is_proven);
  g_assert_cmpstr (repair->record->name, ==, "@");
  g_assert_cmpint (repair->record->action, ==, RD_RECORD_REPLACE);
  g_assert_nonnull (repair->record->changes);
  if (row->note != NULL && strstr (repair->record->changes, row->note) == NULL)
    g_error ("“%s” is not in “%s”", row->note, repair->record->changes);
}

static RdSpfRepair *
repair_with (const char *const *records,
             const RdSpfWishes *wishes)
{
  g_autoptr (RdTestZone) zone = make_zone (records);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  RdSpfRepair *repair = NULL;
  guint        n_rounds;

  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_repair_spf (evidence, D, wishes, &repair));
  return repair;
}

static void
test_add_address (void)
{
  const char *const records[] = { "v=spf1 mx -all", NULL };
  g_autoptr (GArray) ips = g_array_new (FALSE, FALSE, sizeof (RdIp));
  RdSpfWishes wishes = { .ips = ips };
  g_autoptr (RdSpfRepair) repair = NULL;
  g_autoptr (RdSpfRepair) inside = NULL;
  RdIp ip;

  g_assert_true (rd_ip_parse ("198.51.100.7", &ip));
  g_array_append_val (ips, ip);
  g_assert_true (rd_ip_parse ("192.168.0.7", &ip));
  g_array_append_val (ips, ip);
  repair = repair_with (records, &wishes);
  g_assert_cmpstr (repair->record->value, ==, "v=spf1 mx ip4:198.51.100.7 -all");
  g_assert_true (repair->record->proven);
  g_assert_cmpuint (repair->added->len, ==, 1);
  g_assert_cmpuint (repair->kept->len, ==, 1);
  g_assert_cmpuint (repair->removed->len, ==, 0);
}

/* What an include names already is not written down once more. */
static void
test_address_is_there (void)
{
  const char *const records[] = { "v=spf1 mx -all", "v=spf1 include:spf.one.example ~all", NULL };
  g_autoptr (GArray) ips = g_array_new (FALSE, FALSE, sizeof (RdIp));
  RdSpfWishes wishes = { .ips = ips };
  g_autoptr (RdSpfRepair) repair = NULL;
  RdIp ip;

  g_assert_true (rd_ip_parse ("198.51.100.7", &ip));
  g_array_append_val (ips, ip);
  repair = repair_with (records, &wishes);
  g_assert_cmpstr (repair->record->value, ==, "v=spf1 mx include:spf.one.example ~all");
  g_assert_cmpuint (repair->added->len, ==, 0);
  g_assert_true (repair->record->proven);
}

static void
test_instruction (void)
{
  static const struct
  {
    RdRecordAction action;
    const char    *type;
    const char    *value;
    const char    *expected;
  } rows[] = {
    { RD_RECORD_REPLACE, "TXT", "v=spf1 mx -all", "Replace the record that begins with “v=spf1” by this one" },
    { RD_RECORD_REPLACE, "TXT", "v=DMARC1; p=none", "Replace the record that begins with “v=DMARC1” by this one" },
    { RD_RECORD_REPLACE, "TXT", "hello", "Replace the record that is there by this one" },
    { RD_RECORD_REPLACE, "MX", "10 mail.shop.example", "Replace the record that is there by this one" },
    { RD_RECORD_REMOVE, "TXT", "v=spf1 -all", "Remove this record" },
    { RD_RECORD_ADD, "TXT", "v=spf1 -all", "Add this record" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RdRecord) record = rd_record_new (rows[i].action, rows[i].type, "@", D, rows[i].value);
      g_autofree char *told = rd_repair_dup_instruction (record);

      g_assert_cmpstr (told, ==, rows[i].expected);
    }
}

static void
test_first_record (void)
{
  const char *const records[] = { "hello", NULL };
  g_autoptr (GArray) ips = g_array_new (FALSE, FALSE, sizeof (RdIp));
  const char *const includes[] = { "spf.two.example", NULL };
  RdSpfWishes       wishes = { .ips = ips, .includes = includes };
  g_autoptr (RdSpfRepair) repair = NULL;
  RdIp ip;

  g_assert_true (rd_ip_parse ("2001:db8::7", &ip));
  g_array_append_val (ips, ip);
  repair = repair_with (records, &wishes);
  g_assert_cmpstr (repair->record->value, ==, "v=spf1 ip6:2001:db8::7 include:spf.two.example ~all");
  g_assert_cmpint (repair->record->action, ==, RD_RECORD_ADD);
  g_assert_true (repair->record->proven);
}

/* A service is only proposed if it publishes SPF at this moment. */
static void
test_add_include (void)
{
  const char *const records[] = { "v=spf1 mx -all", NULL };
  const char *const includes[] = { "spf.one.example", "gone.example", "nospf.example", "slow.example", NULL };
  RdSpfWishes       wishes = { .includes = includes };
  g_autoptr (RdSpfRepair) repair = repair_with (records, &wishes);

  g_assert_cmpstr (repair->record->value, ==, "v=spf1 mx include:spf.one.example -all");
  g_assert_nonnull (strstr (repair->record->changes, "gone.example"));
  g_assert_cmpuint (repair->notes->len, ==, 3);
}

static void
test_drop_unticked (void)
{
  const char *const records[] = { "v=spf1 mx include:spf.one.example -all", NULL };
  const char *const drop[] = { "include:spf.one.example", NULL };
  RdSpfWishes       wishes = { .drop = drop };
  g_autoptr (RdSpfRepair) repair = repair_with (records, &wishes);

  g_assert_cmpstr (repair->record->value, ==, "v=spf1 mx -all");
  g_assert_cmpuint (repair->removed->len, ==, 1);
}

/* Too many look-ups cannot be mended by spelling: there is advice, and no claim
 * that the record works. */
static void
test_over_limit (void)
{
  g_autoptr (GString) record = g_string_new ("v=spf1");
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSpfRepair) repair = NULL;
  guint n_rounds;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("s%u.example", i);

      rd_test_zone_add_txt (zone, name, "v=spf1 ip4:192.0.2.1 -all", strlen ("v=spf1 ip4:192.0.2.1 -all"));
      g_string_append_printf (record, " include:%s", name);
    }
  g_string_append (record, " ?all");
  rd_test_zone_add_txt (zone, D, record->str, record->len);
  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_repair_spf (evidence, D, NULL, &repair));
  g_assert_nonnull (repair->record);
  g_assert_false (repair->record->proven);
  g_assert_cmpuint (repair->advice->len, ==, 5);
  g_assert_nonnull (strstr (g_ptr_array_index (repair->advice, 0), "s11.example"));
}

/* What could not be looked up is not replaced by guesses. */
static void
test_not_answered (void)
{
  const char *const lines[] = { D " TIMEOUT", NULL };
  g_autoptr (RdTestZone) zone = rd_test_zone_new_lines (lines);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSpfRepair) repair = NULL;
  guint n_rounds;

  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_repair_spf (evidence, D, NULL, &repair));
  g_assert_null (repair->record);
}

/* The evidence itself keeps what was published. */
static void
test_evidence_untouched (void)
{
  const char *const records[] = { "v=spf1 mx +all", NULL };
  g_autoptr (RdTestZone) zone = make_zone (records);
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSpfRepair) repair = NULL;
  g_autoptr (RdQuestion) question = rd_question_dns (D, RD_RR_TXT);
  guint n_rounds;

  RD_TEST_SETTLE (zone, evidence, n_rounds, rd_repair_spf (evidence, D, NULL, &repair));
  g_assert_true (repair->record->proven);
  g_assert_cmpstr (rd_answer_nth (rd_evidence_peek (evidence, question), RD_RR_TXT, 0)->text, ==, "\"v=spf1 mx +all\"");
}

static void
test_looks_like (void)
{
  static const struct
  {
    const char *text;
    gboolean    looks;
  } texts[] = {
    { "v=spf1 -all", TRUE },
    { "V=SPF1 mx", TRUE },
    { " v=spf1", TRUE },
    { "\"v=spf1 a\"", TRUE },
    { "v=spf1;mx", TRUE },
    { "v=spf 1 mx", TRUE },
    { "v=SPF10 mx", TRUE },
    { "spf2.0/pra mx", TRUE },
    { "v=spfx", FALSE },
    { "v=DMARC1; p=none", FALSE },
    { "spf1record", FALSE },
    { "my v=spf1", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i].text);
      g_assert_cmpint (rd_repair_spf_looks_like_record (texts[i].text), ==, texts[i].looks);
    }
}

static void
test_forms (void)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *quoted = rd_repair_dup_form ("a \"b\" \\c", RD_TXT_QUOTED);
  g_autofree char *pieces = NULL;
  g_autofree char *key = g_strnfill (300, 'k');
  g_autofree char *cut = rd_repair_dup_form (key, RD_TXT_PIECES);
  g_autofree char *line = rd_repair_dup_zone_line (D, "TXT", "v=spf1 -all");
  g_autoptr (RdRr) rr = NULL;
  g_autoptr (RdRr) whole = NULL;

  g_assert_cmpstr (quoted, ==, "\"a \\\"b\\\" \\\\c\"");
  g_assert_cmpstr (line, ==, "shop.example. 3600 IN TXT \"v=spf1 -all\"");
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (words, "%sword%02u", i > 0 ? " " : "", i);
  pieces = rd_repair_dup_form (words->str, RD_TXT_PIECES);
  g_assert_nonnull (strstr (pieces, " \" \"word"));
  rr = rd_rr_new_from_text (D, RD_RR_TXT, 60, pieces);
  g_assert_cmpmem (g_bytes_get_data (rr->data, NULL), g_bytes_get_size (rr->data), words->str, words->len);
  whole = rd_rr_new_from_text (D, RD_RR_TXT, 60, cut);
  g_assert_cmpuint (g_bytes_get_size (whole->data), ==, 300);
  g_assert_cmpuint (strlen (cut), ==, 300 + 5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/repair/spf/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_repair);
    }
  g_test_add_func ("/repair/spf/add-address", test_add_address);
  g_test_add_func ("/repair/spf/address-is-there", test_address_is_there);
  g_test_add_func ("/repair/instruction", test_instruction);
  g_test_add_func ("/repair/spf/first-record", test_first_record);
  g_test_add_func ("/repair/spf/add-include", test_add_include);
  g_test_add_func ("/repair/spf/drop-unticked", test_drop_unticked);
  g_test_add_func ("/repair/spf/over-limit", test_over_limit);
  g_test_add_func ("/repair/spf/not-answered", test_not_answered);
  g_test_add_func ("/repair/spf/evidence-untouched", test_evidence_untouched);
  g_test_add_func ("/repair/spf/looks-like", test_looks_like);
  g_test_add_func ("/repair/forms", test_forms);
  return g_test_run ();
}
