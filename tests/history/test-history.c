/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is kept of checks and bounces, what is told of it later, and what is gone when
 * it is forgotten. */

#include "history-testing.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static void
test_list (HistoryFixture *fixture,
           gconstpointer   data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) some = NULL;
  struct stat status;

  add_entry (history, 100, NULL, RD_FINDING_FINE);
  add_entry (history, 300, NULL, RD_FINDING_BROKEN);
  add_entry (history, 200, NULL, RD_FINDING_WEAK);
  all = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpint (((RdHistoryEntry *) g_ptr_array_index (all, 0))->time, ==, 300);
  g_assert_cmpint (((RdHistoryEntry *) g_ptr_array_index (all, 0))->state, ==, RD_FINDING_BROKEN);
  g_assert_cmpstr (((RdHistoryEntry *) g_ptr_array_index (all, 0))->subject, ==, "shop.example");
  some = rd_history_list (history, 200, 1, NULL);
  g_assert_cmpuint (some->len, ==, 1);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_changes (HistoryFixture *fixture,
              gconstpointer   data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) third = NULL;
  const RdHistoryChange *change;

  add_entry (history, 100, "spf", RD_FINDING_BROKEN);
  first = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (first->len, ==, 0);

  add_entry (history, 200, "spf", RD_FINDING_FINE);
  second = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (second->len, ==, 1);
  change = g_ptr_array_index (second, 0);
  g_assert_cmpstr (change->finding, ==, "spf");
  g_assert_cmpint (change->before, ==, RD_FINDING_BROKEN);
  g_assert_cmpint (change->after, ==, RD_FINDING_FINE);

  add_entry (history, 300, "dmarc", RD_FINDING_WEAK);
  third = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (third->len, ==, 2);
  change = g_ptr_array_index (third, 0);
  g_assert_cmpstr (change->finding, ==, "dmarc");
  g_assert_false (change->was_known);
  change = g_ptr_array_index (third, 1);
  g_assert_cmpstr (change->finding, ==, "spf");
  g_assert_true (change->is_gone);
}

static void
test_forget (HistoryFixture *fixture,
             gconstpointer   data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) none = NULL;

  add_entry (history, 100, "spf", RD_FINDING_BROKEN);
  add_entry (history, 200, "spf", RD_FINDING_BROKEN);
  g_assert_true (rd_history_forget (history, 150, NULL));
  entries = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_true (rd_history_forget (history, G_MAXINT64, NULL));
  none = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* "Could not check" is no change, in neither direction. */
static void
test_unknown_is_no_change (HistoryFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) unknown = NULL;
  g_autoptr (GPtrArray) same = NULL;
  g_autoptr (GPtrArray) fixed = NULL;
  const RdHistoryChange *change;

  add_entry (history, 100, "blocklist.zen", RD_FINDING_BROKEN);
  add_entry (history, 200, "blocklist.zen", RD_FINDING_UNKNOWN);
  unknown = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (unknown->len, ==, 0);
  add_entry (history, 300, "blocklist.zen", RD_FINDING_BROKEN);
  same = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (same->len, ==, 0);
  add_entry (history, 400, "blocklist.zen", RD_FINDING_UNKNOWN);
  add_entry (history, 500, "blocklist.zen", RD_FINDING_FINE);
  fixed = rd_history_find_changes (history, RD_HISTORY_DOMAIN, "shop.example", NULL);
  g_assert_cmpuint (fixed->len, ==, 1);
  change = g_ptr_array_index (fixed, 0);
  g_assert_cmpint (change->before, ==, RD_FINDING_BROKEN);
  g_assert_cmpint (change->after, ==, RD_FINDING_FINE);
  g_assert_cmpint (change->since, ==, 300);
}

static void
test_states (HistoryFixture *fixture,
             gconstpointer   data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (GPtrArray) none = NULL;

  add_entry (history, 100, "spf", RD_FINDING_BROKEN);
  add_entry (history, 200, "spf", RD_FINDING_FINE);
  states = rd_history_find_states (history, RD_HISTORY_DOMAIN, "shop.example", 3, NULL);
  g_assert_cmpuint (states->len, ==, 3);
  g_assert_cmpint (((RdHistoryState *) g_ptr_array_index (states, 0))->time, ==, 200);
  none = rd_history_find_states (history, RD_HISTORY_BLOCKLISTS, "shop.example", 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A bounce that is opened again is not a second one. */
static void
test_same_key (HistoryFixture *fixture,
               gconstpointer   data)
{
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (RdHistoryEntry) entry = rd_history_entry_new (RD_HISTORY_DIAGNOSIS, "bob@receiver.example", RD_FINDING_BROKEN, "t", 100);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) states = NULL;

  entry->key = g_strdup ("<1@shop.example> bob@receiver.example failed");
  g_ptr_array_add (findings, rd_finding_new ("blocklist.gmx", RD_FINDING_BROKEN, "192.0.2.1", RD_OWNER_HOST, "named"));
  for (gint64 time = 100; time < 110; time++)
    {
      entry->time = time;
      g_assert_true (rd_history_add (history, entry, findings, NULL));
    }
  entries = rd_history_list (history, 0, 100, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpint (((RdHistoryEntry *) g_ptr_array_index (entries, 0))->time, ==, 109);
  states = rd_history_find_states (history, RD_HISTORY_DIAGNOSIS, "192.0.2.1", 10, NULL);
  g_assert_cmpuint (states->len, ==, 1);
  g_assert_cmpstr (((RdHistoryState *) g_ptr_array_index (states, 0))->finding, ==, "blocklist.gmx");
}

/* What was forgotten is nowhere in the files. */
static void
test_forgotten_bytes (HistoryFixture *fixture,
                      gconstpointer   data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (RdHistoryEntry) entry = rd_history_entry_new (RD_HISTORY_DIAGNOSIS, "secret-bob@receiver.example", RD_FINDING_BROKEN, "t", 100);

  g_assert_true (rd_history_add (history, entry, NULL, NULL));
  g_assert_true (rd_history_clear (history, NULL));
  for (const char *const *file = (const char *const[]){ fixture->path, wal, NULL }; *file != NULL; file++)
    {
      g_autofree char *bytes = NULL;
      gsize            length = 0;

      g_assert_true (g_file_get_contents (*file, &bytes, &length, NULL));
      g_assert_null (memmem (bytes, length, "secret-bob", strlen ("secret-bob")));
    }
}

#define BOUNCE                                                                       \
  "From: MAILER-DAEMON@x.example\nTo: ann@shop.example\nSubject: Undelivered Mail\n" \
  "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"      \
  "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\n"  \
  "Final-Recipient: rfc822; bob@receiver.example\nAction: failed\nStatus: 5.1.1\n"   \
  "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"

#define RETURNED "--b\nContent-Type: message/rfc822\n\nFrom: ann@shop.example\nMessage-ID: <7@shop.example>\n\nHello\n--b--\n"

/* The same bounce opened twice is one entry; one that does not tell which message
 * came back may be another each time. */
static void
test_diagnosis (HistoryFixture *fixture,
                gconstpointer   data)
{
  static const char *const texts[] = { BOUNCE RETURNED, BOUNCE "--b--\n" };
  g_autoptr (RdHistory) history = open_history (fixture);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) entries = NULL;

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (RdMail) mail = rd_mail_new_from_text (texts[i / 2], NULL);
      g_autoptr (RdDiagnosis) diagnosis = rd_diagnosis_new_for_mail (mail, NULL);
      g_autoptr (RdHistoryEntry) entry = rd_history_entry_new_for_diagnosis (diagnosis, "bounce.eml", 100 + (gint64) i);

      g_assert_cmpstr (entry->subject, ==, "bob@receiver.example");
      g_assert_cmpstr (entry->cause, ==, "address-not-found");
      g_assert_cmpstr (entry->title, ==, diagnosis->title);
      g_assert_cmpstr (entry->file, ==, "bounce.eml");
      g_assert_cmpstr (rd_history_kind_to_string (entry->kind), ==, "diagnosis");
      g_assert_true ((entry->key != NULL) == (i < 2));
      g_assert_true (rd_history_add (history, entry, none, NULL));
    }
  entries = rd_history_list (history, 0, 100, NULL);
  g_assert_cmpuint (entries->len, ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/history/list", HistoryFixture, NULL, set_up_history, test_list, tear_down_history);
  g_test_add ("/history/changes", HistoryFixture, NULL, set_up_history, test_changes, tear_down_history);
  g_test_add ("/history/forget", HistoryFixture, NULL, set_up_history, test_forget, tear_down_history);
  g_test_add ("/history/unknown-is-no-change", HistoryFixture, NULL, set_up_history, test_unknown_is_no_change, tear_down_history);
  g_test_add ("/history/states", HistoryFixture, NULL, set_up_history, test_states, tear_down_history);
  g_test_add ("/history/same-key", HistoryFixture, NULL, set_up_history, test_same_key, tear_down_history);
  g_test_add ("/history/diagnosis", HistoryFixture, NULL, set_up_history, test_diagnosis, tear_down_history);
  g_test_add ("/history/forgotten-bytes", HistoryFixture, NULL, set_up_history, test_forgotten_bytes, tear_down_history);
  return g_test_run ();
}
