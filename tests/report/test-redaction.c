/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rd-redaction.h"

typedef struct
{
  const char   *name;
  RdRedactFlags flags;
  const char   *text;
  const char   *expected;
} RedactionCase;

/* Known to every case: anna.berg@shop.example, o'neil@shop.example, müller@shop.example,
 * a@shop.example, info@shop.example, local.user, Anna Berg, and the subjects
 * "Invoice 2041 for Anna" and "mail". */
static const RedactionCase cases[] = {
  { "nothing", RD_REDACT_NOTHING, "anna.berg@shop.example", "anna.berg@shop.example" },
  { "address", RD_REDACT_RECIPIENTS, "<anna.berg@shop.example>: unknown", "<a***@shop.example>: unknown" },
  { "case", RD_REDACT_RECIPIENTS, "rcpt to:<Anna.Berg@SHOP.example>", "rcpt to:<A***@SHOP.example>" },
  { "other-domain", RD_REDACT_RECIPIENTS, "anna.berg@old.example", "a***@old.example" },
  { "alone", RD_REDACT_RECIPIENTS, "mailbox anna.berg. Full", "mailbox a***. Full" },
  { "quoted-word", RD_REDACT_RECIPIENTS, "user 'anna.berg' unknown", "user 'a***' unknown" },
  { "apostrophe", RD_REDACT_RECIPIENTS, "o'neil@shop.example", "o***@shop.example" },
  { "umlaut", RD_REDACT_RECIPIENTS, "<müller@shop.example>", "<m***@shop.example>" },
  { "typographic-quotes", RD_REDACT_RECIPIENTS, "“anna.berg@shop.example”–", "“a***@shop.example”–" },
  { "argument", RD_REDACT_RECIPIENTS, "rcpt=anna.berg&x=1", "rcpt=a***&x=1" },
  { "variable-envelope", RD_REDACT_RECIPIENTS, "bounce+Anna.Berg=shop.example@x.example", "bounce+A***=shop.example@x.example" },
  { "inside-word", RD_REDACT_RECIPIENTS, "joanna.bergmann@shop.example", "joanna.bergmann@shop.example" },
  { "domain-stays", RD_REDACT_RECIPIENTS, "host mx.shop.example [203.0.113.9]", "host mx.shop.example [203.0.113.9]" },
  { "subject-elsewhere", RD_REDACT_SUBJECT, "T=\"Invoice 2041 for Anna\" ok", "T=\"[hidden]\" ok" },
  { "subject-field", RD_REDACT_SUBJECT, "To: x\nSubject: =?utf-8?q?Inv?=\n =?utf-8?q?oice?=\nDate: y", "To: x\nSubject: [hidden]\nDate: y" },
  { "subject-quoted", RD_REDACT_SUBJECT, "> Subject: anything\n> Date: y", "> Subject: [hidden]\n> Date: y" },
  { "subject-kept", RD_REDACT_RECIPIENTS, "Subject: Invoice 2041", "Subject: Invoice 2041" },
  { "subject-in-other-lines", RD_REDACT_SUBJECT, "about invoice\n  2041 for   ANNA.", "about [hidden]." },
  { "one-word-subject", RD_REDACT_SUBJECT, "mail.shop.example says: mail! (mail) e-mail", "mail.shop.example says: [hidden]! ([hidden]) e-mail" },
  { "name-beside-address", RD_REDACT_RECIPIENTS, "Dear Anna Berg, dear anna\nberg", "Dear [hidden], dear [hidden]" },
  { "capital-umlaut", RD_REDACT_RECIPIENTS, "<MÜLLER@shop.example>", "<M***@shop.example>" },
  { "role-in-address", RD_REDACT_RECIPIENTS, "rcpt <info@shop.example> 'info' info=shop.example", "rcpt <i***@shop.example> 'i***' i***=shop.example" },
  { "role-as-word", RD_REDACT_RECIPIENTS, "for more info see info.example", "for more info see info.example" },
  { "short-as-word", RD_REDACT_RECIPIENTS, "a message for <a@shop.example>", "a message for <a***@shop.example>" },
  { "without-domain", RD_REDACT_RECIPIENTS, "no such user: local.user", "no such user: l***" },
  { "percent-encoded", RD_REDACT_RECIPIENTS, "?to=anna.berg%40shop.example", "?to=a***%40shop.example" },
  { "without-its-tag", RD_REDACT_RECIPIENTS, "mailbox tina.tag, <tina.tag+news@shop.example>", "mailbox t***, <t***@shop.example>" },
  { "quoted-local-part", RD_REDACT_RECIPIENTS, "<\"otto quote\"@shop.example>: otto quote is gone", "<\"o***\"@shop.example>: [hidden] is gone" },
  { "named-behind-a-bare-one", RD_REDACT_RECIPIENTS, "Carl Later and Dora Comment", "[hidden] and [hidden]" },
  { "named-with-a-comma", RD_REDACT_RECIPIENTS, "Ende, Emil (head)", "[hidden] (head)" },
  { "group-is-no-person", RD_REDACT_RECIPIENTS, "Friends: nobody", "Friends: nobody" },
  { "encoded-word", RD_REDACT_RECIPIENTS, "To: =?utf-8?B?QW5uYQ==?= <anna.berg@shop.example>", "To: [hidden] <a***@shop.example>" },
  { "no-encoded-word", RD_REDACT_RECIPIENTS, "1=?b and =?x?z?y?= and =?utf-8?q?open", "1=?b and =?x?z?y?= and =?utf-8?q?open" },
  { "answered-subject", RD_REDACT_SUBJECT, "“Blue garden chairs” was refused", "“[hidden]” was refused" },
  { "empty", RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT, "", "" },
};

static void
test_redaction (gconstpointer data)
{
  const RedactionCase *row = data;
  g_autoptr (RdRedaction) redaction = rd_redaction_new (row->flags);
  g_autofree char *told = NULL;

  rd_redaction_add_address (redaction, "anna.berg@shop.example");
  rd_redaction_add_address (redaction, "o'neil@shop.example");
  rd_redaction_add_address (redaction, "müller@shop.example");
  rd_redaction_add_address (redaction, "not an address");
  rd_redaction_add_address (redaction, "info@shop.example");
  rd_redaction_add_address (redaction, "a@shop.example");
  rd_redaction_add_address (redaction, "local.user");
  rd_redaction_add_names (redaction, "\"Anna Berg\" <anna.berg@shop.example>, Bo <b@shop.example>, c@shop.example");
  rd_redaction_add_names (redaction, NULL);
  rd_redaction_add_names (redaction, "c@shop.example, Carl Later <cl@shop.example>, dc@shop.example (Dora Comment), \"Ende, Emil\" <e@shop.example>, Friends: f@shop.example;");
  rd_redaction_add_names (redaction, "\"open quote <x@shop.example>, (open comment");
  rd_redaction_add_address (redaction, "tina.tag+news@shop.example");
  rd_redaction_add_address (redaction, "\"otto quote\"@shop.example");
  rd_redaction_add_subject (redaction, "AW: Re: Blue garden chairs");
  rd_redaction_add_subject (redaction, "mail");
  rd_redaction_add_address (redaction, NULL);
  rd_redaction_add_subject (redaction, "Invoice 2041 for Anna");
  told = rd_redaction_apply (redaction, row->text);
  g_assert_cmpstr (told, ==, row->expected);
}

/* A sentence of ours names people by their address alone. */
static void
test_own_voice (void)
{
  g_autoptr (RdRedaction) redaction = rd_redaction_new (RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT);
  g_autofree char *told = NULL;

  rd_redaction_add_address (redaction, "will@shop.example");
  rd_redaction_add_subject (redaction, "Send it again");
  told = rd_redaction_apply_voice (redaction, RD_REDACT_OWN, "Send it again: “will@shop.example” will take it, “will” will not.");
  g_assert_cmpstr (told, ==, "Send it again: “w***@shop.example” will take it, “w***” will not.");
}

static void
test_flags (void)
{
  RdRedactFlags flags = RD_REDACT_NOTHING;

  g_assert_true (rd_redact_flags_parse ("recipients", &flags));
  g_assert_cmpint (flags, ==, RD_REDACT_RECIPIENTS);
  g_assert_true (rd_redact_flags_parse ("subject,recipients", &flags));
  g_assert_cmpint (flags, ==, RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT);
  g_assert_false (rd_redact_flags_parse ("everything", &flags));
  g_assert_cmpint (flags, ==, RD_REDACT_RECIPIENTS | RD_REDACT_SUBJECT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/redaction/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_redaction);
    }
  g_test_add_func ("/report/redaction/own-voice", test_own_voice);
  g_test_add_func ("/report/redaction/flags", test_flags);
  return g_test_run ();
}
