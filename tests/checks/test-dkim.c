/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-dkim.h"
#include "rd-test-signer.h"
#include "rd-test-zone.h"

#include <string.h>

#define HEADER                                                 \
  "Received: from a by b; Tue, 13 Jan 2026 10:00:05 +0000\r\n" \
  "Received: from c by a; Tue, 13 Jan 2026 10:00:01 +0000\r\n" \
  "From: Ann  Baker <ann@example.com>\r\n"                     \
  "To: Bob <bob@example.net>\r\n"                              \
  "Subject: Order  4711 is\r\n"                                \
  "\t ready\r\n"                                               \
  "Date: Tue, 13 Jan 2026 10:00:00 +0000\r\n"
#define BODY "Dear Bob,  \r\n\r\nyour  order\tis ready. \r\n\r\n\r\n"
#define TAGS "v=1; a=rsa-sha256; d=example.com; s=sel; h=from:to:subject:date"
#define RELAXED "; c=relaxed/relaxed"

typedef enum
{
  KEY_RSA,
  KEY_RSA_PKCS1,
  KEY_ED25519,
  KEY_SHORT,
} KeyKind;

/* One message, what happens to it on the way, and the key that stands in DNS.
 * "@" in the record stands for the public key. */
typedef struct
{
  const char  *name;
  KeyKind      key;
  const char  *tags;
  gboolean     relaxed_header;
  gboolean     relaxed_body;
  gssize       length;  /* l=, or -1 */
  const char  *search;  /* (nullable): changed in transit … */
  const char  *replace; /* … into this */
  const char  *record;  /* (nullable): no record at all */
  RdDkimResult result;
  RdDkimCause  cause;
} DkimCase;

#define RSA_RECORD "v=DKIM1; k=rsa; p=@"
#define ED_TAGS "v=1; a=ed25519-sha256; d=example.com; s=sel; h=from:to:subject:date"

static const DkimCase cases[] = {
  { "simple-simple", KEY_RSA, TAGS, FALSE, FALSE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "simple-relaxed", KEY_RSA, TAGS "; c=simple/relaxed", FALSE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "relaxed-simple", KEY_RSA, TAGS "; c=relaxed", TRUE, FALSE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "relaxed-relaxed", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "bare-modulus", KEY_RSA_PKCS1, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "ed25519", KEY_ED25519, ED_TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; k=ed25519; p=@", RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "lf-line-ends", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "\r\n", "\n", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "lf-line-ends-simple", KEY_RSA, TAGS, FALSE, FALSE, -1, "\r\n", "\n", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "record-without-version", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "p=@", RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "record-all-services", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; s=tlsrpt:*; h=sha1:sha256; t=y; p=@", RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "relaxed-refolded", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "Order  4711 is\r\n\t ready", "Order 4711\r\n is ready", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "simple-refolded", KEY_RSA, TAGS, FALSE, FALSE, -1, "Order  4711 is\r\n\t ready", "Order 4711\r\n is ready", RSA_RECORD, RD_DKIM_FAIL, RD_DKIM_CAUSE_HEADER_CHANGED },
  { "relaxed-name-case", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "Subject: ", "SUBJECT :", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "relaxed-blanks-in-body", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "your  order\tis ready. ", "your order is  ready.\t", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "simple-blanks-in-body", KEY_RSA, TAGS, FALSE, FALSE, -1, "your  order", "your order", RSA_RECORD, RD_DKIM_FAIL, RD_DKIM_CAUSE_BODY_CHANGED },
  { "empty-lines-at-end", KEY_RSA, TAGS, FALSE, FALSE, -1, "ready. \r\n\r\n\r\n", "ready. \r\n", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "last-line-end-lost", KEY_RSA, TAGS, FALSE, FALSE, -1, "ready. \r\n\r\n\r\n", "ready. ", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "unsigned-field-changed", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "Received: from a", "Received: from z", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "footer", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "is ready. ", "is ready.\r\n-- \r\nscanned", RSA_RECORD, RD_DKIM_FAIL, RD_DKIM_CAUSE_BODY_CHANGED },
  { "subject-tag", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "Subject: ", "Subject: [SPAM] ", RSA_RECORD, RD_DKIM_FAIL, RD_DKIM_CAUSE_HEADER_CHANGED },
  { "second-from-above", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "From: Ann", "From: Eve <eve@example.org>\r\nFrom: Ann", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "second-from-oversigned", KEY_RSA, "v=1; a=rsa-sha256; d=example.com; s=sel; h=from:from:to" RELAXED, TRUE, TRUE, -1, "From: Ann", "From: Eve <eve@example.org>\r\nFrom: Ann", RSA_RECORD, RD_DKIM_FAIL, RD_DKIM_CAUSE_HEADER_CHANGED },
  { "oversigned", KEY_RSA, "v=1; a=rsa-sha256; d=example.com; s=sel; h=from:from:to:to:reply-to" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "repeated-fields", KEY_RSA, "v=1; a=rsa-sha256; d=example.com; s=sel; h=received:received:from" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "partial", KEY_RSA, TAGS RELAXED "; l=9", TRUE, TRUE, 9, "is ready. ", "is ready.\r\nand more", RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "partial-too-long", KEY_RSA, TAGS RELAXED "; l=9000", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_BODY_SHORT },
  { "partial-nothing", KEY_RSA, TAGS RELAXED "; l=0", TRUE, TRUE, 0, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "identity-sub", KEY_RSA, TAGS RELAXED "; i=ann@mail.example.com", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "identity-sub-strict", KEY_RSA, TAGS RELAXED "; i=@mail.example.com", TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; t=s; p=@", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_STRICT },
  { "identity-exact-strict", KEY_RSA, TAGS RELAXED "; i=@example.com", TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; t=s; p=@", RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "identity-foreign", KEY_RSA, TAGS RELAXED "; i=@example.org", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_IDENTITY },
  { "identity-lookalike", KEY_RSA, TAGS RELAXED "; i=@badexample.com", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_IDENTITY },
  { "from-unsigned", KEY_RSA, "v=1; a=rsa-sha256; d=example.com; s=sel; h=to:subject" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_FROM_UNSIGNED },
  { "expired", KEY_RSA, TAGS RELAXED "; t=1600000000; x=1600086400", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_EXPIRED },
  { "not-expired-then", KEY_RSA, TAGS RELAXED "; t=1768298400; x=1768298500", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "signed-in-future", KEY_RSA, TAGS RELAXED "; t=4000000000", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "expires-before-signing", KEY_RSA, TAGS RELAXED "; t=1768298400; x=1768298300", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "sha1", KEY_RSA, "v=1; a=rsa-sha1; d=example.com; s=sel; h=from" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_SHA1 },
  { "unknown-method", KEY_RSA, "v=1; a=rsa-md5; d=example.com; s=sel; h=from" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_ALGORITHM },
  { "version-two", KEY_RSA, "v=2; a=rsa-sha256; d=example.com; s=sel; h=from" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_VERSION },
  { "no-domain", KEY_RSA, "v=1; a=rsa-sha256; s=sel; h=from" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "tag-twice", KEY_RSA, TAGS RELAXED "; d=example.com", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "unknown-canonicalization", KEY_RSA, TAGS "; c=nowsp", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "unknown-query", KEY_RSA, TAGS RELAXED "; q=http", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "unknown-tag", KEY_RSA, TAGS RELAXED "; zz=top", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "key-missing", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, NULL, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_MISSING },
  { "key-revoked", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; p=", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_REVOKED },
  { "key-short", KEY_SHORT, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_SHORT },
  { "key-other-service", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; s=tlsrpt; p=@", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_SERVICE },
  { "key-other-hash", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; h=sha1; p=@", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_MISMATCH },
  { "key-other-kind", KEY_ED25519, ED_TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; k=rsa; p=@", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_BAD },
  { "key-version-late", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "p=@; v=DKIM1", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_BAD },
  { "key-damaged", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; p=@!!", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_BAD },
  { "signature-damaged", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "\r\n b=", "\r\n b=AAAA", RSA_RECORD, RD_DKIM_FAIL, RD_DKIM_CAUSE_HEADER_CHANGED },
  { "signature-no-base64", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "\r\n b=", "\r\n b=***", RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "names-any-case", KEY_RSA, "v=1; a=rsa-sha256; d=example.com; s=sel; h=FROM:tO:sUBJECT" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "blanks-between-names", KEY_RSA, "v=1; a=rsa-sha256; d=example.com; s=sel; h=From : To :Subject" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "domain-any-case", KEY_RSA, "v=1; a=rsa-sha256; d=EXAMPLE.com; s=SEL; h=from" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "no-selector", KEY_RSA, "v=1; a=rsa-sha256; d=example.com; h=from" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "no-fields", KEY_RSA, "v=1; a=rsa-sha256; d=example.com; s=sel" RELAXED, TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "length-no-number", KEY_RSA, TAGS RELAXED "; l=abc", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "length-negative", KEY_RSA, TAGS RELAXED "; l=-1", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "time-no-number", KEY_RSA, TAGS RELAXED "; t=today", TRUE, TRUE, -1, NULL, NULL, RSA_RECORD, RD_DKIM_PERMERROR, RD_DKIM_CAUSE_GRAMMAR },
  { "record-notes", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; n=made by hand; p=@", RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "record-old-granularity", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; g=bob; p=@", RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "record-unknown-hash-beside", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; h=sha512:sha256; p=@", RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "record-unknown-flags", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; t=z:y:q; p=@", RD_DKIM_PASS, RD_DKIM_CAUSE_NONE },
  { "record-two-flags", KEY_RSA, TAGS RELAXED "; i=@mail.example.com", TRUE, TRUE, -1, NULL, NULL, "v=DKIM1; t=y:s; p=@", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_STRICT },
  { "record-version-later", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, NULL, NULL, "v=DKIM2; p=@", RD_DKIM_PERMERROR, RD_DKIM_CAUSE_KEY_BAD },
  { "signed-field-removed", KEY_RSA, TAGS RELAXED, TRUE, TRUE, -1, "Subject: ", "X-Subject: ", RSA_RECORD, RD_DKIM_FAIL, RD_DKIM_CAUSE_HEADER_CHANGED },
};

typedef struct
{
  RdTestKey *rsa;
  RdTestKey *small;
  RdTestKey *ed25519;
} Keys;

static Keys keys;

static const RdTestKey *
find_key (KeyKind kind)
{
  switch (kind)
    {
    case KEY_ED25519:
      return keys.ed25519;
    case KEY_SHORT:
      return keys.small;
    case KEY_RSA:
    case KEY_RSA_PKCS1:
    default:
      return keys.rsa;
    }
}

static char *
replace (const char *text,
         const char *search,
         const char *replacement)
{
  g_auto (GStrv) pieces = g_strsplit (text, search, -1);

  g_assert_cmpuint (g_strv_length (pieces), >, 1);
  return g_strjoinv (replacement, pieces);
}

static RdDkimVerification *
verify (RdTestZone *zone,
        const char *message,
        RdDkimFlags flags)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (message, strlen (message));
  RdDkimVerification *verification = NULL;
  guint               rounds;

  RD_TEST_SETTLE (zone, evidence, rounds, rd_dkim_verify (evidence, bytes, flags, -1, &verification));
  g_assert_cmpuint (rounds, <=, 1);
  return verification;
}

static void
publish (RdTestZone *zone,
         const char *name,
         const char *record,
         const char *key)
{
  g_autofree char *text = strchr (record, '@') != NULL ? replace (record, "@", key) : g_strdup (record);

  rd_test_zone_add_txt (zone, name, text, strlen (text));
}

static void
test_case (gconstpointer data)
{
  const DkimCase *row = data;
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDkimVerification) verification = NULL;
  g_autofree char       *public_key = row->key == KEY_RSA_PKCS1 ? rd_test_key_dup_pkcs1 (keys.rsa) : rd_test_key_dup_public (find_key (row->key));
  g_autofree char       *sent = rd_test_sign (find_key (row->key), HEADER, BODY, row->tags, row->relaxed_header, row->relaxed_body, row->length);
  g_autofree char       *arrived = row->search != NULL ? replace (sent, row->search, row->replace) : g_strdup (sent);
  g_autofree char       *why = NULL;
  const RdDkimSignature *signature;

  if (row->record != NULL)
    publish (zone, "sel._domainkey.example.com", row->record, public_key);
  verification = verify (zone, arrived, RD_DKIM_COMPLETE);
  g_assert_cmpuint (verification->signatures->len, ==, 1);
  signature = g_ptr_array_index (verification->signatures, 0);
  g_assert_cmpstr (rd_dkim_result_to_string (signature->result), ==, rd_dkim_result_to_string (row->result));
  g_assert_cmpint (signature->cause, ==, row->cause);
  why = rd_dkim_cause_dup_text (signature->cause);
  g_assert_cmpuint (strlen (why), >, 10);
}

static void
test_could_not_ask (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDkimVerification) verification = NULL;
  g_autofree char       *message = rd_test_sign (keys.rsa, HEADER, BODY, TAGS RELAXED, TRUE, TRUE, -1);
  const RdDkimSignature *signature;

  rd_test_zone_fail (zone, "sel._domainkey.example.com", RD_ANSWER_TIMEOUT);
  verification = verify (zone, message, RD_DKIM_COMPLETE);
  signature = g_ptr_array_index (verification->signatures, 0);
  g_assert_cmpint (signature->result, ==, RD_DKIM_TEMPERROR);
}

/* Bounces return headers: good ones leave the question of the text open. */
static void
test_header_only (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDkimVerification) good = NULL;
  g_autoptr (RdDkimVerification) bad = NULL;
  g_autofree char *public_key = rd_test_key_dup_public (keys.rsa);
  g_autofree char *message = rd_test_sign (keys.rsa, HEADER, BODY, TAGS RELAXED, TRUE, TRUE, -1);
  g_autofree char *header = replace (message, BODY, "");
  g_autofree char *changed = replace (header, "4711", "4712");

  publish (zone, "sel._domainkey.example.com", RSA_RECORD, public_key);
  good = verify (zone, header, RD_DKIM_HEADER_ONLY);
  g_assert_cmpint (((RdDkimSignature *) g_ptr_array_index (good->signatures, 0))->result, ==, RD_DKIM_NEUTRAL);
  bad = verify (zone, changed, RD_DKIM_HEADER_ONLY);
  g_assert_cmpint (((RdDkimSignature *) g_ptr_array_index (bad->signatures, 0))->result, ==, RD_DKIM_FAIL);
}

/* Two keys at one selector: the one that fits decides. */
static void
test_two_keys (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDkimVerification) verification = NULL;
  g_autofree char *right = rd_test_key_dup_public (keys.rsa);
  g_autofree char *message = rd_test_sign (keys.rsa, HEADER, BODY, TAGS RELAXED, TRUE, TRUE, -1);

  publish (zone, "sel._domainkey.example.com", "v=DKIM1; p=", "");
  publish (zone, "sel._domainkey.example.com", RSA_RECORD, right);
  verification = verify (zone, message, RD_DKIM_COMPLETE);
  g_assert_cmpint (((RdDkimSignature *) g_ptr_array_index (verification->signatures, 0))->result, ==, RD_DKIM_PASS);
}

static void
test_two_signatures (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDkimVerification) verification = NULL;
  g_autofree char *rsa = rd_test_key_dup_public (keys.rsa);
  g_autofree char *ed = rd_test_key_dup_public (keys.ed25519);
  g_autofree char *once = rd_test_sign (keys.rsa, HEADER, BODY, TAGS RELAXED, TRUE, TRUE, -1);
  g_autofree char *header = g_strndup (once, (gsize) (strstr (once, "\r\n\r\n") + 2 - once));
  g_autofree char *twice = rd_test_sign (keys.ed25519, header, BODY, "v=1; a=ed25519-sha256; d=mail.example.com; s=ed; h=from:dkim-signature; c=relaxed/relaxed", TRUE, TRUE, -1);

  publish (zone, "sel._domainkey.example.com", RSA_RECORD, rsa);
  publish (zone, "ed._domainkey.mail.example.com", "v=DKIM1; k=ed25519; p=@", ed);
  verification = verify (zone, twice, RD_DKIM_COMPLETE);
  g_assert_cmpuint (verification->n_signatures, ==, 2);
  g_assert_cmpstr (verification->from_domain, ==, "example.com");
  g_assert_cmpstr (((RdDkimSignature *) g_ptr_array_index (verification->signatures, 0))->domain, ==, "mail.example.com");
  g_assert_cmpint (((RdDkimSignature *) g_ptr_array_index (verification->signatures, 1))->result, ==, RD_DKIM_PASS);
}

static void
test_no_signature (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDkimVerification) verification = verify (zone, HEADER "\r\n" BODY, RD_DKIM_COMPLETE);
  g_autoptr (RdDkimVerification) empty = verify (zone, "", RD_DKIM_COMPLETE);

  g_assert_cmpuint (verification->n_signatures, ==, 0);
  g_assert_cmpuint (empty->n_signatures, ==, 0);
  g_assert_null (empty->from_domain);
}

/* Ten thousand signatures cost as much as the first few. */
static void
test_many_signatures (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDkimVerification) verification = NULL;
  g_autoptr (GString) message = g_string_new (NULL);
  g_autofree char *public_key = rd_test_key_dup_public (keys.rsa);
  g_autofree char *once = rd_test_sign (keys.rsa, HEADER, BODY, TAGS RELAXED, TRUE, TRUE, -1);
  gsize            length = (gsize) (strstr (once, "Received:") - once);

  publish (zone, "sel._domainkey.example.com", RSA_RECORD, public_key);
  for (guint i = 0; i < 1500; i++)
    g_string_append_len (message, once, (gssize) length);
  for (guint i = 0; i < 8500; i++)
    g_string_append (message, "DKIM-Signature: v=1; a=b\r\n");
  g_string_append (message, HEADER "\r\n" BODY);
  verification = verify (zone, message->str, RD_DKIM_COMPLETE);
  g_assert_cmpuint (verification->n_signatures, >, RD_DKIM_MAX_LISTED);
  g_assert_cmpuint (verification->signatures->len, ==, RD_DKIM_MAX_LISTED);
  g_assert_cmpint (((RdDkimSignature *) g_ptr_array_index (verification->signatures, 0))->result, ==, RD_DKIM_PASS);
  g_assert_cmpint (((RdDkimSignature *) g_ptr_array_index (verification->signatures, RD_DKIM_MAX_SIGNATURES))->result, ==, RD_DKIM_POLICY);
}

/* h= may name a field twenty thousand times. */
static void
test_long_field_list (void)
{
  g_autoptr (RdTestZone) zone = rd_test_zone_new ();
  g_autoptr (RdDkimVerification) verification = NULL;
  g_autoptr (GString) tags = g_string_new (TAGS);
  g_autofree char *public_key = rd_test_key_dup_public (keys.rsa);
  g_autofree char *message = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append (tags, ":x");
  g_string_append (tags, RELAXED);
  message = g_strconcat ("DKIM-Signature: ", tags->str, "; bh=AAAA; b=AAAA\r\n", HEADER, "\r\n", BODY, NULL);
  publish (zone, "sel._domainkey.example.com", RSA_RECORD, public_key);
  verification = verify (zone, message, RD_DKIM_COMPLETE);
  g_assert_cmpint (((RdDkimSignature *) g_ptr_array_index (verification->signatures, 0))->result, ==, RD_DKIM_FAIL);
}

/* --- Keys ----------------------------------------------------------------- */

static const struct
{
  const char     *record; /* "@" stands for the public key */
  guint           defects;
  RdDkimAlgorithm algorithm;
} key_cases[] = {
  { "v=DKIM1; k=rsa; p=@", 0, RD_DKIM_RSA },
  { "p=@", 0, RD_DKIM_RSA },
  { "v=DKIM1; p=@; n=notes; x=unknown", 0, RD_DKIM_RSA },
  { "v=DKIM1; t=y; p=@", RD_DKIM_DEFECT_TESTING, RD_DKIM_RSA },
  { "v=DKIM2; p=@", RD_DKIM_DEFECT_VERSION, RD_DKIM_RSA },
  { "k=rsa; v=DKIM1; p=@", RD_DKIM_DEFECT_VERSION, RD_DKIM_RSA },
  { "v=DKIM1; p=", RD_DKIM_DEFECT_REVOKED, RD_DKIM_RSA },
  { "v=DKIM1; k=rsa", RD_DKIM_DEFECT_NO_KEY, RD_DKIM_RSA },
  { "v=DKIM1; k=foo; p=AAAA", RD_DKIM_DEFECT_ALGORITHM, RD_DKIM_UNKNOWN_ALGORITHM },
  { "v=DKIM1; s=other; p=@", RD_DKIM_DEFECT_SERVICE, RD_DKIM_RSA },
  { "v=DKIM1; s=email; p=@", 0, RD_DKIM_RSA },
  { "v=DKIM1; h=sha1; p=@", RD_DKIM_DEFECT_HASH, RD_DKIM_RSA },
  { "v=DKIM1; p=\"@\"", RD_DKIM_DEFECT_QUOTES | RD_DKIM_DEFECT_BASE64, RD_DKIM_RSA },
  { "v=DKIM1; p=-----BEGINPUBLICKEY-----@", RD_DKIM_DEFECT_PEM | RD_DKIM_DEFECT_BASE64, RD_DKIM_RSA },
  { "v=DKIM1; p=MIGf!!MA0G", RD_DKIM_DEFECT_BASE64, RD_DKIM_RSA },
  { "v=DKIM1; p=AAAAAAAA", RD_DKIM_DEFECT_DAMAGED, RD_DKIM_RSA },
  { "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", 0, RD_DKIM_ED25519 },
  { "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg==", RD_DKIM_DEFECT_TRUNCATED, RD_DKIM_ED25519 },
  { "v=DKIM1; p=@; p=@", RD_DKIM_DEFECT_GRAMMAR, RD_DKIM_RSA },
};

static void
test_key_records (void)
{
  g_autofree char *public_key = rd_test_key_dup_public (keys.rsa);

  for (gsize i = 0; i < G_N_ELEMENTS (key_cases); i++)
    {
      g_autofree char *text = strchr (key_cases[i].record, '@') != NULL ? replace (key_cases[i].record, "@", public_key) : g_strdup (key_cases[i].record);
      g_autoptr (RdDkimKey) key = rd_dkim_key_parse (text, strlen (text));

      g_test_message ("%s", key_cases[i].record);
      g_assert_cmphex (key->defects, ==, key_cases[i].defects);
      g_assert_cmpint (key->algorithm, ==, key_cases[i].algorithm);
      g_assert_cmpint (rd_dkim_key_is_usable (key), ==, (key->defects & RD_DKIM_FATAL_DEFECTS) == 0);
    }
}

static void
test_key_lengths (void)
{
  g_autofree char *whole = rd_test_key_dup_public (keys.rsa);
  g_autofree char *secret = rd_test_key_dup_private (keys.rsa);
  g_autofree char *record = g_strconcat ("v=DKIM1; p=", whole, NULL);
  g_autofree char *private_record = g_strconcat ("v=DKIM1; p=", secret, NULL);
  g_autoptr (RdDkimKey) key = rd_dkim_key_parse (record, strlen (record));
  g_autoptr (RdDkimKey) private_key = rd_dkim_key_parse (private_record, strlen (private_record));

  g_assert_cmpuint (key->bits, ==, 2048);
  g_assert_cmpuint (key->key_length, ==, key->expected_length);
  g_assert_true (private_key->defects & RD_DKIM_DEFECT_PRIVATE);
  /* Cut anywhere, a key is never taken for a whole one. */
  for (gsize length = 20; length < strlen (record); length++)
    {
      g_autoptr (RdDkimKey) cut = rd_dkim_key_parse (record, length);

      g_assert_false (rd_dkim_key_is_usable (cut));
      if (length > 40)
        g_assert_true (cut->defects & RD_DKIM_DEFECT_TRUNCATED);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  keys.rsa = rd_test_key_new_rsa (2048);
  keys.small = rd_test_key_new_rsa (512);
  keys.ed25519 = rd_test_key_new_ed25519 ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/checks/dkim/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/checks/dkim/could-not-ask", test_could_not_ask);
  g_test_add_func ("/checks/dkim/header-only", test_header_only);
  g_test_add_func ("/checks/dkim/two-keys", test_two_keys);
  g_test_add_func ("/checks/dkim/two-signatures", test_two_signatures);
  g_test_add_func ("/checks/dkim/no-signature", test_no_signature);
  g_test_add_func ("/checks/dkim/hostile/many-signatures", test_many_signatures);
  g_test_add_func ("/checks/dkim/hostile/long-field-list", test_long_field_list);
  g_test_add_func ("/checks/dkim/key/records", test_key_records);
  g_test_add_func ("/checks/dkim/key/lengths", test_key_lengths);
  status = g_test_run ();
  rd_test_key_free (keys.rsa);
  rd_test_key_free (keys.small);
  rd_test_key_free (keys.ed25519);
  return status;
}
