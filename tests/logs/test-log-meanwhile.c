/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A log that is looked into while it is still being read, as the window does with
 * large ones: what is there already must be right, stay, and never take anything
 * back that was no try. */

#include "log-testing.h"
#include "rd-log-private.h"

#define N_MESSAGES 20000u

/* Every message fails for one recipient and goes through for the other. */
static GBytes *
dup_long_log (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *id = g_strdup_printf ("1xVXhO-%06u-1N", i);

      g_string_append_printf (text, "2026-11-23 17:19:25 %s <= sender%u@bakery.example U=anna P=local S=700\n", id, i);
      g_string_append_printf (text, "2026-11-23 17:19:26 %s == slow%u@partner.example R=r T=t defer (111): Connection refused\n", id, i);
      g_string_append_printf (text, "2026-11-23 17:19:26 %s ** gone%u@partner.example R=r: Unrouteable address\n", id, i);
      g_string_append_printf (text, "2026-11-23 17:19:27 %s => slow%u@partner.example R=r T=t H=mx.partner.example [203.0.113.31]\n", id, i);
      g_string_append_printf (text, "2026-11-23 17:19:27 %s Completed\n", id);
    }
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

typedef struct
{
  RdLog        *log;
  GBytes       *bytes;
  int           is_done; /* atomic */
  GCancellable *cancellable;
  guint         n_looks;
} Shared;

static gpointer
read_thread (gpointer data)
{
  Shared *shared = data;
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  g_autoptr (GError) error = NULL;
  gboolean was_read;

  g_ptr_array_add (sources, rd_log_source_new_for_bytes (shared->bytes, "log", &error));
  g_assert_no_error (error);
  was_read = rd_log_read (shared->log, sources, shared->cancellable, &error);
  if (shared->cancellable == NULL)
    {
      g_assert_no_error (error);
      g_assert_true (was_read);
    }
  g_atomic_int_set (&shared->is_done, 1);
  return NULL;
}

/* One delivery, told by its place in the log. */
static void
check_delivery (RdLog *log,
                guint  number)
{
  static const RdLogStatus expected[] = { RD_LOG_DEFERRED, RD_LOG_FAILED, RD_LOG_DELIVERED };
  g_autoptr (RdDelivery) delivery = rd_log_read_delivery (log, number);
  g_autofree char *sender = g_strdup_printf ("sender%u@bakery.example", number / 3);

  g_assert_nonnull (delivery);
  g_assert_cmpint (delivery->status, ==, expected[number % 3]);
  g_assert_cmpstr (delivery->sender, ==, sender);
}

static gpointer
look_thread (gpointer data)
{
  Shared *shared = data;
  guint   n_before = 0;
  guint64 bytes_before = 0;

  while (g_atomic_int_get (&shared->is_done) == 0)
    {
      RdLogState state;
      guint      counts[N_RD_LOG_GROUPS];
      g_autoptr (GArray) failed = NULL;

      rd_log_get_state (shared->log, &state);
      g_assert_cmpuint (state.n_deliveries, >=, n_before);
      g_assert_cmpuint (state.bytes, >=, bytes_before);
      g_assert_cmpuint (state.groups[RD_LOG_GROUP_WAITING], <=, 1);
      n_before = state.n_deliveries;
      bytes_before = state.bytes;
      failed = rd_log_select_group (shared->log, RD_LOG_GROUP_FAILED, NULL, counts);
      g_assert_cmpuint (failed->len, >=, state.groups[RD_LOG_GROUP_FAILED]);
      if (n_before > 0)
        {
          check_delivery (shared->log, n_before - 1);
          check_delivery (shared->log, n_before / 2);
        }
      shared->n_looks++;
    }
  return NULL;
}

static gsize
get_index_size (const RdLog *log)
{
  return log->n_delivery_room * sizeof *log->deliveries + log->n_message_room * sizeof *log->messages + log->n_slots * sizeof *log->slots;
}

static void
test_looking (void)
{
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  g_autoptr (GBytes) bytes = dup_long_log ();
  Shared     reader = { .log = log, .bytes = bytes };
  GThread   *thread = g_thread_new ("read", read_thread, &reader);
  RdLogState state;
  g_autoptr (GArray) found = NULL;

  /* this thread is one that looks, too */
  look_thread (&reader);
  g_thread_join (thread);
  g_test_message ("looked %u times", reader.n_looks);
  rd_log_get_state (log, &state);
  g_assert_cmpuint (state.n_deliveries, ==, 3 * N_MESSAGES);
  g_assert_cmpuint (state.groups[RD_LOG_GROUP_FAILED], ==, N_MESSAGES);
  g_assert_cmpuint (state.groups[RD_LOG_GROUP_DELIVERED], ==, N_MESSAGES);
  g_assert_cmpuint (state.groups[RD_LOG_GROUP_WAITING], ==, 0);
  g_assert_cmpuint (log->n_messages, ==, N_MESSAGES);
  /* the promise of the header: some thirty bytes a message, sixteen a delivery */
  g_assert_cmpuint (get_index_size (log), <=, N_MESSAGES * 64 + 3 * N_MESSAGES * 16);
  found = rd_log_search (log, "sender17@bakery.example", NULL);
  g_assert_cmpuint (found->len, ==, 3);
}

/* Closing the window in the middle stops reading and keeps what was read. */
static void
test_stopped (void)
{
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = dup_long_log ();
  Shared     reader = { .log = log, .bytes = bytes, .cancellable = cancellable };
  GThread   *thread = g_thread_new ("read", read_thread, &reader);
  RdLogState state;

  while (g_atomic_int_get (&reader.is_done) == 0)
    {
      rd_log_get_state (log, &state);
      if (state.n_deliveries > 100)
        g_cancellable_cancel (cancellable);
      g_thread_yield ();
    }
  g_thread_join (thread);
  rd_log_get_state (log, &state);
  g_assert_cmpuint (state.n_deliveries, >, 100);
  for (guint number = 0; number < state.n_deliveries; number += 97)
    check_delivery (log, number);
}

/* Whoever looks may hold the log longer than whoever opened it. */
static void
test_kept (void)
{
  RdLog *log = log_testing_read ("2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n");
  RdLog *kept = rd_log_ref (log);
  g_autoptr (RdDelivery) delivery = NULL;

  rd_log_unref (log);
  delivery = rd_log_read_delivery (kept, 0);
  g_assert_cmpstr (delivery->recipient, ==, "kim@partner.example");
  rd_log_unref (kept);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/logs/meanwhile/looking", test_looking);
  g_test_add_func ("/logs/meanwhile/stopped", test_stopped);
  g_test_add_func ("/logs/meanwhile/kept", test_kept);
  return g_test_run ();
}
