/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a bounce says, the parts of its diagnosis never contradict each other:
 * cause, owner, permanence, action, resend advice, situations and checklist.  Asked
 * of every message and text of the test data, and of every message of the public
 * collections below REDELIVER_TESTDATA. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "bounce-cases.h"
#include "rd-diagnosis.h"
#include "rd-mail-reader.h"
#include "rd-text.h"

/* Contradictions shown before the rest is only counted. */
#define MAX_SHOWN 20

typedef struct
{
  const char *name; /* of the message at hand */
  guint       n_diagnoses;
  guint       n_wrong;
} Inquiry;

G_GNUC_PRINTF (3, 4)
static void
expect (Inquiry    *self,
        gboolean    is_right,
        const char *format,
        ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  if (is_right || self->n_wrong++ >= MAX_SHOWN)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_test_message ("%s: %s", self->name, text);
}

static gboolean
mentions (const char        *text,
          const char *const *words)
{
  for (; text != NULL && *words != NULL; words++)
    {
      if (rd_text_find_nocase (text, *words) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
check_time (Inquiry         *self,
            const RdVerdict *verdict)
{
  const char *cause = verdict->cause->id;
  gboolean    is_temporary = verdict->permanence == RD_PERMANENCE_TEMPORARY;

  if (verdict->failure->action == RD_ACTION_DELAYED)
    {
      expect (self, is_temporary, "%s: delayed, but not temporary", cause);
      expect (self, verdict->resend == RD_RESEND_AUTOMATIC, "%s: delayed, but to be sent again", cause);
      expect (self, !verdict->is_returned, "%s: delayed, but returned", cause);
    }
  if (verdict->resend == RD_RESEND_AUTOMATIC)
    {
      expect (self, is_temporary, "%s: goes out by itself, but is not temporary", cause);
      expect (self, !verdict->is_returned, "%s: goes out by itself, but was returned", cause);
    }
  if (verdict->resend == RD_RESEND_NEVER)
    expect (self, !is_temporary, "%s: temporary, but never to be sent again", cause);
}

static void
check_owner (Inquiry         *self,
             const RdVerdict *verdict)
{
  const char *cause = verdict->cause->id;

  if (verdict->owner == RD_OWNER_WAIT)
    {
      expect (self, verdict->resend == RD_RESEND_AUTOMATIC || verdict->resend == RD_RESEND_LATER, "%s: one waits for nothing", cause);
      expect (self, rd_cause_get_resend_returned (verdict->cause) == NULL || !verdict->is_returned, "%s: one waits for what nobody tries", cause);
    }
  if (verdict->owner == RD_OWNER_RECIPIENT || verdict->owner == RD_OWNER_RECIPIENT_ADMIN)
    expect (self, verdict->cause->family != RD_FAMILY_YOUR_SIDE, "%s: they must act for our side", cause);
  if (verdict->owner == RD_OWNER_HOST || verdict->owner == RD_OWNER_DNS)
    expect (self, verdict->cause->family != RD_FAMILY_ADDRESS, "%s: the host must act for an address", cause);
}

static void
check_certainty (Inquiry         *self,
                 const RdVerdict *verdict)
{
  const char *cause = verdict->cause->id;

  if (strcmp (cause, "unknown") == 0)
    {
      expect (self, verdict->certainty == RD_CERTAINTY_GUESS, "unknown, but %s", rd_certainty_to_string (verdict->certainty));
      return;
    }
  /* That mail is late is said by the kind of the notice. */
  if (verdict->rule != NULL && verdict->rule->tier >= 6 && strcmp (cause, "delayed") != 0)
    expect (self, verdict->certainty != RD_CERTAINTY_CERTAIN, "%s: certain by the last resort %s", cause, verdict->rule->id);
  if (verdict->rule != NULL)
    expect (self, verdict->matched != NULL, "%s: nothing shows what %s read", cause, verdict->rule->id);
  if (verdict->matched != NULL && verdict->failure->diagnostic != NULL)
    {
      g_autofree char *said = rd_text_collapse (verdict->failure->diagnostic);

      expect (self, strstr (said, verdict->matched) != NULL, "%s: “%s” was never said", cause, verdict->matched);
    }
}

static void
check_addresses (Inquiry         *self,
                 const RdVerdict *verdict)
{
  const char *cause = verdict->cause->id;

  if (verdict->new_address != NULL)
    {
      expect (self, strcmp (cause, "address-changed") == 0, "%s: a new address", cause);
      expect (self, g_strcmp0 (verdict->new_address, verdict->failure->recipient) != 0, "%s: the new address is the old one", cause);
    }
  expect (self, (verdict->suggestion != NULL) == (verdict->spelling != RD_SPELLING_FINE), "%s: spelling and suggestion", cause);
}

static void
check_situations (Inquiry           *self,
                  const RdDiagnosis *diagnosis)
{
  const char *const *found = (const char *const *) diagnosis->situations;
  gboolean           is_delayed = diagnosis->bounce->kind == RD_BOUNCE_DELAYED;

  expect (self, g_strv_contains (found, "still-trying") == is_delayed, "still trying, but not delayed, or the reverse");
  expect (self, !(g_strv_contains (found, "gave-up") && is_delayed), "gave up, but delayed");
  expect (self, g_strv_contains (found, "backscatter") == (strcmp (diagnosis->yours, "no") == 0), "backscatter, but ours");
  if (g_strv_contains (found, "hacked-account"))
    expect (self, diagnosis->main != NULL && diagnosis->main->cause->family == RD_FAMILY_YOUR_SIDE, "hacked, but refused by others");
}

/* A point of the checklist that is broken is what the headline speaks of. */
static void
check_checklist (Inquiry           *self,
                 const RdDiagnosis *diagnosis)
{
  static const struct
  {
    const char *id;
    RdFamily    family;
  } points[] = {
    { "mailbox-full", RD_FAMILY_ADDRESS },
    { "size", RD_FAMILY_CONTENT },
    { "blocklists", RD_FAMILY_REPUTATION },
    { "authentication", RD_FAMILY_AUTHENTICATION },
    { "mx", RD_FAMILY_ADDRESS },
  };

  expect (self, diagnosis->checklist->len == (diagnosis->main != NULL ? 7 : 0), "%u points", diagnosis->checklist->len);
  for (guint i = 0; i < diagnosis->checklist->len; i++)
    {
      const RdFinding *point = g_ptr_array_index (diagnosis->checklist, i);

      for (gsize j = 0; j < G_N_ELEMENTS (points); j++)
        {
          if (strcmp (points[j].id, point->id) == 0 && point->state == RD_FINDING_BROKEN)
            expect (self, diagnosis->main->cause->family == points[j].family, "%s: broken point %s", diagnosis->main->cause->id, point->id);
        }
    }
}

/* What is told to do is something the owner can do. */
static void
check_action (Inquiry           *self,
              const RdDiagnosis *diagnosis)
{
  static const char *const ours[] = { "SPF", "DKIM", "DNS record", "your domain", "your password", "your website", NULL };
  static const char *const wait[] = { "Wait", "Nothing", "nothing", "by itself", "later", NULL };
  static const char *const host[] = { "host", "server", NULL };
  static const char *const by_itself[] = { "tries again by itself", "keeps trying", "is still trying", NULL };
  const RdVerdict         *main = diagnosis->main;

  if (main == NULL)
    return;
  if (diagnosis->owner == RD_OWNER_RECIPIENT || diagnosis->owner == RD_OWNER_RECIPIENT_ADMIN)
    expect (self, !mentions (diagnosis->action, ours), "%s: theirs to act, but “%s”", main->cause->id, diagnosis->action);
  if (diagnosis->owner == RD_OWNER_WAIT)
    expect (self, mentions (diagnosis->action, wait), "%s: to wait, but “%s”", main->cause->id, diagnosis->action);
  else
    expect (self, !g_str_has_prefix (diagnosis->action, "Wait"), "%s: not to wait, but “%s”", main->cause->id, diagnosis->action);
  if (diagnosis->owner == RD_OWNER_HOST)
    expect (self, mentions (diagnosis->action, host), "%s: the host’s, but “%s”", main->cause->id, diagnosis->action);
  if (main->is_returned && diagnosis->bounce->kind == RD_BOUNCE_FAILED)
    {
      expect (self, !mentions (diagnosis->action, by_itself), "%s: returned, but “%s”", main->cause->id, diagnosis->action);
      expect (self, !mentions (diagnosis->resend_text, by_itself), "%s: returned, but “%s”", main->cause->id, diagnosis->resend_text);
    }
  if (diagnosis->bounce->kind == RD_BOUNCE_DELAYED)
    expect (self, !g_str_has_prefix (diagnosis->resend_text, "Send"), "%s: delayed, but “%s”", main->cause->id, diagnosis->resend_text);
}

static void
check_headline (Inquiry           *self,
                const RdDiagnosis *diagnosis)
{
  const RdBounce *bounce = diagnosis->bounce;

  expect (self, diagnosis->title != NULL && *diagnosis->title != '\0', "no title");
  expect (self, diagnosis->sentence != NULL && *diagnosis->sentence != '\0', "no sentence");
  expect (self, diagnosis->action != NULL && *diagnosis->action != '\0', "no action");
  expect (self, diagnosis->resend_text != NULL && *diagnosis->resend_text != '\0', "no advice");
  expect (self, diagnosis->verdicts->len == bounce->failures->len, "verdicts and failures");
  if (bounce->kind == RD_BOUNCE_FAILED)
    {
      expect (self, diagnosis->main != NULL, "failed, but nobody’s mail");
      expect (self, diagnosis->main == NULL || diagnosis->main->failure->action == RD_ACTION_FAILED, "failed, but the headline speaks of another");
    }
  else if (bounce->kind == RD_BOUNCE_DELAYED)
    {
      expect (self, diagnosis->state == RD_FINDING_WEAK, "delayed, but no warning");
      expect (self, diagnosis->main == NULL || diagnosis->main->failure->action == RD_ACTION_DELAYED, "delayed, but the headline speaks of another");
    }
  else
    {
      /* A complaint names who complained. */
      expect (self, diagnosis->verdicts->len == 0 || bounce->kind == RD_BOUNCE_COMPLAINT, "no bounce, but a verdict");
      expect (self, diagnosis->state != RD_FINDING_BROKEN, "no bounce, but broken");
    }
  if (diagnosis->main != NULL && strcmp (diagnosis->yours, "no") != 0)
    expect (self, diagnosis->owner == diagnosis->main->owner, "%s: %s in the headline, %s below", diagnosis->main->cause->id,
            rd_owner_to_string (diagnosis->owner), rd_owner_to_string (diagnosis->main->owner));
}

static void
check_mail (Inquiry    *self,
            const char *name,
            RdMail     *mail)
{
  g_autoptr (RdDiagnosis) diagnosis = rd_diagnosis_new_for_mail (mail, NULL);

  self->name = name;
  self->n_diagnoses++;
  check_headline (self, diagnosis);
  for (guint i = 0; i < diagnosis->verdicts->len; i++)
    {
      const RdVerdict *verdict = g_ptr_array_index (diagnosis->verdicts, i);

      check_time (self, verdict);
      check_owner (self, verdict);
      check_certainty (self, verdict);
      check_addresses (self, verdict);
    }
  check_situations (self, diagnosis);
  check_checklist (self, diagnosis);
  check_action (self, diagnosis);
}

static void
check_path (Inquiry    *self,
            const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdMailReader) reader = rd_mail_reader_new_for_path (path, &error);

  while (reader != NULL)
    {
      g_autoptr (RdMailItem) item = rd_mail_reader_next (reader, NULL);

      if (item == NULL)
        return;
      if (item->mail != NULL)
        check_mail (self, path, item->mail);
    }
}

static void
check_folder (Inquiry    *self,
              const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      if (g_file_test (below, G_FILE_TEST_IS_DIR))
        check_folder (self, below);
      else
        check_path (self, below);
    }
}

static void
test_texts (gconstpointer file)
{
  g_autoptr (GPtrArray) cases = bounce_cases_load (file);
  Inquiry inquiry = { 0 };

  for (guint i = 0; i < cases->len; i++)
    {
      const BounceCase *self = g_ptr_array_index (cases, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (RdMail) mail = rd_mail_new_from_text (self->text, &error);

      g_assert_no_error (error);
      check_mail (&inquiry, self->name, mail);
    }
  g_assert_cmpuint (inquiry.n_diagnoses, ==, cases->len);
  g_assert_cmpuint (inquiry.n_wrong, ==, 0);
}

/* Every reply, as one that stands alone, and in a notice that came back. */
static void
test_replies (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "knowledge", "replies.txt", NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  Inquiry inquiry = { 0 };

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], "|", 3);
      g_autofree char *reply = NULL;
      g_autofree char *notice = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (RdMail) alone = NULL;
      g_autoptr (RdMail) returned = NULL;

      if (*lines[i] == '#' || g_strv_length (row) != 3)
        continue;
      reply = g_strcompress (g_strstrip (row[2]));
      alone = rd_mail_new_from_text (reply, NULL);
      if (alone != NULL)
        check_mail (&inquiry, lines[i], alone);
      g_strdelimit (reply, "\n", ' ');
      notice = g_strdup_printf ("Return-Path: <>\nFrom: MAILER-DAEMON@mail.bakery.example\nTo: anna@bakery.example\nSubject: Undelivered Mail Returned to Sender\n\n"
                                "This is the mail system at host mail.bakery.example.\n\n<kim@partner.example>: host mx.partner.example[203.0.113.31] said: %s (in reply to RCPT TO command)\n",
                                reply);
      bytes = g_bytes_new (notice, strlen (notice));
      returned = rd_mail_new_from_bytes (bytes, &error);
      g_assert_no_error (error);
      check_mail (&inquiry, lines[i], returned);
    }
  g_assert_cmpuint (inquiry.n_diagnoses, >, 1000);
  g_assert_cmpuint (inquiry.n_wrong, ==, 0);
}

static void
test_lab (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "bounces", "lab", NULL);
  Inquiry          inquiry = { 0 };

  check_folder (&inquiry, path);
  g_assert_cmpuint (inquiry.n_diagnoses, >, 50);
  g_assert_cmpuint (inquiry.n_wrong, ==, 0);
}

static void
test_collections (gconstpointer below)
{
  const char      *folder = g_getenv ("REDELIVER_TESTDATA");
  g_autofree char *path = NULL;
  Inquiry          inquiry = { 0 };

  if (folder == NULL)
    {
      g_test_skip ("REDELIVER_TESTDATA does not name the folder of public messages");
      return;
    }
  path = g_build_filename (folder, below, NULL);
  check_folder (&inquiry, path);
  g_test_message ("%u messages", inquiry.n_diagnoses);
  g_assert_cmpuint (inquiry.n_diagnoses, >, 300);
  g_assert_cmpuint (inquiry.n_wrong, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/diagnosis/consistency/told", "told.txt", test_texts);
  g_test_add_data_func ("/diagnosis/consistency/pasted", "pasted.txt", test_texts);
  g_test_add_data_func ("/diagnosis/consistency/ordinary", "ordinary.txt", test_texts);
  g_test_add_func ("/diagnosis/consistency/replies", test_replies);
  g_test_add_func ("/diagnosis/consistency/lab", test_lab);
  g_test_add_data_func ("/diagnosis/consistency/public", "corpus/messages", test_collections);
  g_test_add_data_func ("/diagnosis/consistency/mail-servers", "labs/mta-bounces", test_collections);
  return g_test_run ();
}
