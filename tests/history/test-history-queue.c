/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history written and read in a thread of its own: in order, to the end, and with
 * one word about it if that cannot be. */

#include "history-testing.h"
#include "rd-history-queue.h"

typedef struct
{
  GMainLoop       *loop;
  RdHistoryReport *report;
  guint            n_troubles[2];
  GError          *error;
} Wait;

static void
trouble_cb (RdHistoryTrouble trouble,
            const char      *sentence,
            gpointer         data)
{
  g_assert_true (g_str_has_suffix (sentence, "."));
  ((Wait *) data)->n_troubles[trouble]++;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  Wait *wait = data;

  wait->report = rd_history_queue_read_finish (RD_HISTORY_QUEUE (object), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Wait *wait = data;

  rd_history_queue_clear_finish (RD_HISTORY_QUEUE (object), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
queue_survey (RdHistoryQueue *queue,
              gint64          time,
              RdFindingState  state)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_finding_unref);

  g_ptr_array_add (findings, rd_finding_new ("blocklist.zen", state, "192.0.2.1", RD_OWNER_HOST, "Spamhaus"));
  rd_history_queue_add (queue, rd_history_entry_new (RD_HISTORY_BLOCKLISTS, "192.0.2.1", state, "t", time), findings);
}

/* What was written first is there when it is read, and what was handed over is
 * written even if the queue goes at once. */
static void
test_queue (HistoryFixture *fixture,
            gconstpointer   data)
{
  g_autoptr (RdHistoryQueue) queue = rd_history_queue_new (fixture->path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (RdHistory) history = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  Wait wait = { .loop = loop };

  rd_history_queue_set_trouble_func (queue, trouble_cb, &wait);
  for (gint64 i = 0; i < 100; i++)
    queue_survey (queue, i, i < 50 ? RD_FINDING_BROKEN : RD_FINDING_FINE);
  rd_history_queue_forget (queue, 40);
  rd_history_queue_read_async (queue, RD_HISTORY_BLOCKLISTS, "192.0.2.1", NULL, read_cb, &wait);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (wait.report->states->len, ==, 60);
  g_assert_cmpuint (wait.report->changes->len, ==, 0);
  g_assert_cmpuint (wait.report->bounces->len, ==, 0);
  g_clear_pointer (&wait.report, rd_history_report_free);
  rd_history_queue_clear_async (queue, cleared_cb, &wait);
  g_main_loop_run (loop);
  g_assert_no_error (wait.error);
  queue_survey (queue, 1, RD_FINDING_FINE);
  g_clear_object (&queue);
  history = open_history (fixture);
  entries = rd_history_list (history, 0, 10, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpuint (wait.n_troubles[RD_HISTORY_SET_ASIDE] + wait.n_troubles[RD_HISTORY_NOT_KEPT], ==, 0);
}

/* Whoever has got the answer may let go of the queue: its thread keeps none of it. */
static void
test_queue_goes (HistoryFixture *fixture,
                 gconstpointer   data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .loop = loop };

  for (guint i = 0; i < 100; i++)
    {
      RdHistoryQueue *queue = rd_history_queue_new (fixture->path);

      rd_history_queue_clear_async (queue, cleared_cb, &wait);
      g_main_loop_run (loop);
      g_assert_no_error (wait.error);
      g_assert_finalize_object (queue);
    }
}

static void
test_queue_damaged (HistoryFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr (RdHistoryQueue) queue = rd_history_queue_new (fixture->path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  Wait             wait = { .loop = loop };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "this is no database at all, whatever it is", -1, NULL));
  rd_history_queue_set_trouble_func (queue, trouble_cb, &wait);
  queue_survey (queue, 1, RD_FINDING_FINE);
  rd_history_queue_read_async (queue, RD_HISTORY_BLOCKLISTS, "192.0.2.1", NULL, read_cb, &wait);
  g_main_loop_run (loop);
  while (wait.n_troubles[RD_HISTORY_SET_ASIDE] == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (wait.report->states->len, ==, 1);
  g_assert_cmpuint (wait.n_troubles[RD_HISTORY_SET_ASIDE], ==, 1);
  rd_history_report_free (wait.report);
}

/* Told once, however much there is to write. */
static void
test_queue_unwritable (void)
{
  g_autoptr (RdHistoryQueue) queue = rd_history_queue_new ("/proc/no/history.sqlite");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .loop = loop };

  rd_history_queue_set_trouble_func (queue, trouble_cb, &wait);
  for (gint64 i = 0; i < 20; i++)
    queue_survey (queue, i, RD_FINDING_FINE);
  rd_history_queue_read_async (queue, RD_HISTORY_BLOCKLISTS, "192.0.2.1", NULL, read_cb, &wait);
  g_main_loop_run (loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_error (wait.error, RD_HISTORY_ERROR, RD_HISTORY_ERROR_OPEN);
  g_assert_null (wait.report);
  g_assert_cmpuint (wait.n_troubles[RD_HISTORY_NOT_KEPT], ==, 1);
  g_clear_error (&wait.error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/history/queue", HistoryFixture, NULL, set_up_history, test_queue, tear_down_history);
  g_test_add ("/history/queue-goes", HistoryFixture, NULL, set_up_history, test_queue_goes, tear_down_history);
  g_test_add ("/history/queue-damaged", HistoryFixture, NULL, set_up_history, test_queue_damaged, tear_down_history);
  g_test_add_func ("/history/queue-unwritable", test_queue_unwritable);
  return g_test_run ();
}
