/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hot paths, each as one piece of work of a fixed size, for counting
 * instructions: test-instructions.py runs this under callgrind, which counts
 * only what happens inside count_this().
 *
 * count-work WORK DATA-FOLDER */

#include "config.h"

#include "rd-diagnosis.h"
#include "rd-listing.h"
#include "rd-log-scanner.h"
#include "rd-spf.h"

#include <string.h>

/* Enough that what happens once only does not matter. */
#define N_ROUNDS 20

typedef struct
{
  const char *name;
  void (*run) (const char *folder);
} Work;

static GBytes *
read_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    g_error ("%s", error->message);
  return g_bytes_new_take (contents, length);
}

/* Bounces of three mail systems, from bytes to verdict. */
static void
diagnose (const char *folder)
{
  static const char *const names[] = { "bounces/lab/exim/gmail-dmarc.eml", "bounces/lab/postfix/mixed.eml",
                                       "bounces/lab/sendmail/unknown-user-ms.eml" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = read_file (folder, names[i]);
      g_autoptr (RdMail) mail = rd_mail_new_from_bytes (bytes, NULL);
      g_autoptr (RdDiagnosis) diagnosis = rd_diagnosis_new_for_mail (mail, NULL);

      g_assert_cmpint (diagnosis->bounce->kind, ==, RD_BOUNCE_FAILED);
    }
}

static void
event_cb (const RdLogEvent *event,
          gpointer          user_data)
{
  guint *n_outcomes = user_data;

  *n_outcomes += event->kind == RD_LOG_OUTCOME;
}

static void
scan_log (const char *folder)
{
  static const char *const names[] = { "logs/exim-4.98/exim.mainlog", "logs/postfix/syslog.log" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      guint n_outcomes = 0;
      g_autoptr (GBytes) bytes = read_file (folder, names[i]);
      g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, event_cb, &n_outcomes);

      rd_log_scanner_begin (scanner, names[i], 1700000000);
      rd_log_scanner_feed (scanner, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      rd_log_scanner_end (scanner);
      g_assert_cmpuint (n_outcomes, >, 10);
    }
}

static void
put (RdEvidence *evidence,
     const char *name,
     guint16     type,
     const char *text)
{
  const char *const answers[] = { text, NULL };

  rd_evidence_put_text (evidence, name, type, RD_ANSWER_FOUND, answers);
}

static void
evaluate_spf (const char *folder)
{
  g_autoptr (RdEvidence) evidence = rd_evidence_new ();
  g_autoptr (RdSpfEvaluation) evaluation = NULL;
  RdSpfQuery query = { .mail_from = "info@shop.example", .now = 1700000000 };

  g_assert_true (rd_ip_parse ("192.0.2.77", &query.ip));
  put (evidence, "shop.example", RD_RR_TXT, "v=spf1 mx include:a.example include:b.example ip4:203.0.113.0/24 ~all");
  put (evidence, "shop.example", RD_RR_MX, "10 mx.shop.example.");
  put (evidence, "mx.shop.example", RD_RR_A, "198.51.100.1");
  put (evidence, "a.example", RD_RR_TXT, "v=spf1 ip4:198.51.100.0/24 ip4:198.51.101.0/24 ip4:198.51.102.0/24 include:c.example -all");
  put (evidence, "c.example", RD_RR_TXT, "v=spf1 ip6:2001:db8::/32 ip4:198.51.103.0/24 -all");
  put (evidence, "b.example", RD_RR_TXT, "v=spf1 exists:%{ir}.%{v}.b.example ip4:192.0.2.64/26 -all");
  rd_evidence_put_text (evidence, "77.2.0.192.in-addr.b.example", RD_RR_A, RD_ANSWER_NO_SUCH_NAME, NULL);
  while (rd_spf_check_host (evidence, &query, &evaluation) == RD_CHECK_PENDING)
    {
      g_autoptr (GPtrArray) open = rd_evidence_steal_open (evidence);

      for (guint i = 0; i < open->len; i++)
        rd_evidence_put (evidence, rd_answer_new (g_ptr_array_index (open, i), RD_ANSWER_NO_SUCH_NAME));
    }
  g_assert_cmpint (evaluation->result, ==, RD_SPF_PASS);
}

/* One address in every list that can be asked about it: the answers are “not
 * listed”, as they nearly always are. */
static void
look_at_lists (const char *folder)
{
  RdBlocklists *lists = rd_blocklists_get_default ();
  guint         n_asked = 0;

  for (guint i = 0; i < rd_blocklists_get_n (lists); i++)
    {
      const RdBlocklist *list = rd_blocklists_nth (lists, i);
      g_autoptr (RdEvidence) evidence = rd_evidence_new ();

      if (!rd_blocklist_can_answer (list, "192.0.2.77"))
        continue;
      for (gboolean is_pending = TRUE; is_pending; n_asked++)
        {
          g_autoptr (RdListing) listing = rd_listing_check (evidence, list, "192.0.2.77", RD_LISTING_PLAIN);
          g_autoptr (GPtrArray) open = rd_evidence_steal_open (evidence);

          is_pending = listing->state == RD_LISTING_PENDING;
          for (guint j = 0; j < open->len; j++)
            rd_evidence_put (evidence, rd_answer_new (g_ptr_array_index (open, j), RD_ANSWER_NO_SUCH_NAME));
        }
    }
  g_assert_cmpuint (n_asked, >, 50);
}

static const Work works[] = {
  { "diagnose", diagnose },
  { "log", scan_log },
  { "spf", evaluate_spf },
  { "blocklists", look_at_lists },
};

/* Its name is what callgrind looks for. */
G_GNUC_NO_INLINE void count_this (void (*run) (const char *),
                                  const char *folder);

void
count_this (void (*run) (const char *),
            const char *folder)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    run (folder);
}

int
main (int   argc,
      char *argv[])
{
  for (guint i = 0; argc == 3 && i < G_N_ELEMENTS (works); i++)
    {
      if (strcmp (argv[1], works[i].name) != 0)
        continue;
      /* What is made at the first use is not counted. */
      works[i].run (argv[2]);
      count_this (works[i].run, argv[2]);
      return 0;
    }
  g_printerr ("There is no such work.\n");
  return 1;
}
