/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes notices, tells them, and asks what they say together. */

#include "insight-testing.h"

#include <string.h>

static char *
make_message (const Notice *notice,
              unsigned int  n)
{
  g_autofree char *id = notice->id != NULL ? g_strdup (notice->id) : g_strdup_printf ("m%u@sender.example", n);
  g_autofree char *host = notice->host != NULL ? g_strdup (notice->host) : g_strdup_printf ("mx.%s", strchr (notice->recipient, '@') + 1);
  g_auto (GStrv) around = g_strsplit (notice->reply, "%s", 2);
  g_autofree char *reply = g_strjoinv (notice->recipient, around);
  const char      *day = notice->day != NULL ? notice->day : "20 Nov 2026";
  const char      *action = notice->action != NULL ? notice->action : "failed";
  const char      *from = notice->from != NULL ? notice->from : "info@sender.example";
  gboolean         is_local = strncmp (notice->reply, "Domain ", 7) == 0;
  g_autofree char *remote = is_local ? g_strdup ("") : g_strdup_printf ("Remote-MTA: dns; %s\nDiagnostic-Code: smtp; %s\n", host, reply);

  return g_strdup_printf (
      "From: MAILER-DAEMON@mail.sender.example (Mail Delivery System)\nTo: %s\n"
      "Subject: Undelivered Mail Returned to Sender\nDate: %s 09:12:44 +0000\nAuto-Submitted: auto-replied\n"
      "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n"
      "--b1\nContent-Type: text/plain\n\nThis is the mail system at host mail.sender.example.\n\n"
      "<%s>: %s%s%s\n\n"
      "--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.sender.example\n\n"
      "Final-Recipient: rfc822; %s\nAction: %s\n%s\n"
      "--b1\nContent-Type: message/rfc822\n\nReturn-Path: <%s>\nFrom: <%s>\nTo: %s\nSubject: Offer\nMessage-ID: <%s>\n\nHello\n--b1--\n",
      from, day, notice->recipient, is_local ? "" : "host ", is_local ? "" : host, is_local ? reply : " said: see below",
      notice->recipient, action, remote, from, from, notice->to != NULL ? notice->to : notice->recipient, id);
}

gboolean
tell (Fixture      *fixture,
      const Notice *notice)
{
  g_autofree char *text = make_message (notice, fixture->n++);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, &error);
  const RdContext context = { .own_domains = fixture->own };
  g_autoptr (RdDiagnosis) diagnosis = NULL;

  g_assert_no_error (error);
  diagnosis = rd_diagnosis_new_for_mail (mail, &context);
  return rd_insight_add (fixture->insight, diagnosis);
}

/* @text with @number in the place of %u. */
static char *
insert_number (const char  *text,
               unsigned int number)
{
  g_auto (GStrv) around = g_strsplit (text, "%u", 2);
  g_autofree char *digits = g_strdup_printf ("%u", number);

  return g_strjoinv (digits, around);
}

void
tell_many (Fixture      *fixture,
           unsigned int  n,
           unsigned int  first_day,
           const Notice *like)
{
  for (unsigned int i = 0; i < n; i++)
    {
      g_autofree char *recipient = insert_number (like->recipient, i);
      g_autofree char *day = first_day > 0 ? g_strdup_printf ("%u Nov 2026", first_day + i) : g_strdup (like->day);
      Notice           notice = *like;

      notice.recipient = recipient;
      notice.day = day;
      tell (fixture, &notice);
    }
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->insight = rd_insight_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  rd_insight_unref (fixture->insight);
}

void
assert_said (Fixture    *fixture,
             const char *id,
             RdOwner     owner,
             const char *words)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (fixture->insight);
  const RdFinding *finding = rd_findings_find (findings, id);

  if (finding == NULL)
    g_error ("%s is not said", id);
  g_assert_cmpint (finding->owner, ==, owner);
  if (strstr (finding->title, words) == NULL)
    g_error ("“%s” is not in “%s”", words, finding->title);
  g_assert_nonnull (finding->fix);
  g_assert_true (g_str_has_suffix (finding->fix, "."));
}

void
assert_not_said (Fixture    *fixture,
                 const char *id)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (fixture->insight);

  g_assert_null (rd_findings_find (findings, id));
}

void
assert_nothing_said (Fixture *fixture)
{
  g_autoptr (GPtrArray) findings = rd_insight_dup_findings (fixture->insight);

  for (guint i = 0; i < findings->len; i++)
    g_test_message ("said: %s", ((const RdFinding *) g_ptr_array_index (findings, i))->title);
  g_assert_cmpuint (findings->len, ==, 0);
}

void
add_insight_tests (const InsightTest *tests,
                   gsize              n)
{
  for (gsize i = 0; i < n; i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
}
