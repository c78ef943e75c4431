/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of bounces as a model: what it announces is what happened. */

#define G_LOG_DOMAIN "test-list"

#include "config.h"

#include "app-test.h"

#include "rd-bounce-group.h"
#include "rd-bounce-list.h"
#include "rd-handover.h"
#include "rd-log-entry.h"
#include "rd-log-list.h"
#include "rd-outside.h"

#include <string.h>

typedef struct
{
  GPtrArray *copy; /* what a listener believes to be in the model */
  guint      n_changes;
} Listener;

/* Keeps a copy up to date from the announcements alone. */
static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            Listener   *listener)
{
  listener->n_changes++;
  g_assert_cmpuint (position + removed, <=, listener->copy->len);
  if (removed > 0)
    g_ptr_array_remove_range (listener->copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (listener->copy, (int) (position + i), g_list_model_get_item (model, position + i));
}

static void
assert_agrees (Listener   *listener,
               GListModel *model)
{
  g_assert_cmpuint (listener->copy->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < listener->copy->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      g_assert_true (item == g_ptr_array_index (listener->copy, i));
    }
}

static Listener *
listen_to (GListModel *model)
{
  Listener *listener = g_new0 (Listener, 1);

  listener->copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (model, "items-changed", G_CALLBACK (changed_cb), listener);
  return listener;
}

static void
listener_free (Listener *listener)
{
  g_ptr_array_unref (listener->copy);
  g_free (listener);
}

static RdMail *
read_reply (const char *reply)
{
  g_autoptr (GError) error = NULL;
  RdMail *mail = rd_mail_new_from_text (reply, &error);

  g_assert_no_error (error);
  return mail;
}

static RdBounceEntry *
new_entry (const char *reply,
           guint       sequence)
{
  g_autoptr (RdSource) source = rd_source_new_for_text (reply, "test");
  RdMail         *mail = read_reply (reply);
  const RdContext context = { NULL };
  RdBounceEntry  *entry = rd_bounce_entry_new (source, "test", 0, -1, sequence);

  rd_bounce_entry_take_diagnosis (entry, rd_diagnosis_new_for_mail (mail, &context), mail, TRUE);
  return entry;
}

static const char *const replies[] = {
  "<amy@receiver.example>: 550 5.1.1 User unknown",
  "<bob@receiver.example>: 552 5.2.2 Mailbox is full",
  "<cyd@receiver.example>: 450 4.2.0 Greylisted, please try again later",
};

static void
append (RdBounceList *list,
        guint         first,
        guint         n)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < first + n; i++)
    g_ptr_array_add (entries, new_entry (replies[i % G_N_ELEMENTS (replies)], i));
  rd_bounce_list_append (list, entries);
}

static void
search (RdBounceList *list,
        const char   *text)
{
  rd_bounce_list_set_search (list, text);
  app_test_wait_for (!rd_bounce_list_is_arranging (list));
}

static RdBounceList *
new_list (RdListOrder order)
{
  RdBounceList *list = rd_bounce_list_new ();

  rd_bounce_list_set_order (list, order);
  return list;
}

static void
test_announcements (gconstpointer data)
{
  g_autoptr (RdBounceList) list = new_list ((RdListOrder) GPOINTER_TO_INT (data));
  GListModel *model = G_LIST_MODEL (list);
  Listener   *listener = listen_to (model);

  append (list, 0, 1);
  assert_agrees (listener, model);
  append (list, 1, 7);
  assert_agrees (listener, model);
  search (list, "BOB@");
  assert_agrees (listener, model);
  append (list, 8, 4);
  assert_agrees (listener, model);
  search (list, "nobody");
  assert_agrees (listener, model);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);
  append (list, 12, 3);
  assert_agrees (listener, model);
  search (list, NULL);
  assert_agrees (listener, model);
  g_assert_cmpuint (rd_bounce_list_get_n (list), ==, 15);
  rd_bounce_list_clear (list);
  assert_agrees (listener, model);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);
  append (list, 0, 3);
  assert_agrees (listener, model);
  g_signal_handlers_disconnect_by_data (model, listener);
  listener_free (listener);
}

/* A batch changes the list once for each cause in it, not once for each entry. */
static void
test_batches_are_cheap (void)
{
  g_autoptr (RdBounceList) list = rd_bounce_list_new ();
  Listener *listener = listen_to (G_LIST_MODEL (list));

  append (list, 0, 300);
  g_assert_cmpuint (listener->n_changes, <=, rd_bounce_list_get_n_groups (list));
  g_signal_handlers_disconnect_by_data (list, listener);
  listener_free (listener);
}

/* Every order and search, whatever came in while it was worked out, ends in what is
 * there if nothing had been shown before. */
static void
test_arranging_while_reading (void)
{
  static const char *const searches[] = { "BOB@", NULL, "receiver" };

  for (guint order = RD_LIST_ORDER_CAUSE; order <= RD_LIST_ORDER_NAME; order++)
    for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
      {
        g_autoptr (RdBounceList) list = new_list ((RdListOrder) ((order + 1) % 3));
        g_autoptr (RdBounceList) other = new_list ((RdListOrder) order);
        Listener *listener = listen_to (G_LIST_MODEL (list));

        search (other, searches[i]);
        append (other, 0, 60);
        append (list, 0, 40);
        rd_bounce_list_set_order (list, (RdListOrder) order);
        rd_bounce_list_set_search (list, searches[i]);
        append (list, 40, 20);
        assert_agrees (listener, G_LIST_MODEL (list));
        app_test_wait_for (!rd_bounce_list_is_arranging (list));
        assert_agrees (listener, G_LIST_MODEL (list));
        g_assert_cmpuint (listener->copy->len, ==, g_list_model_get_n_items (G_LIST_MODEL (other)));
        for (guint j = 0; j < listener->copy->len; j++)
          {
            g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (other), j);
            gpointer same = g_ptr_array_index (listener->copy, j);

            g_assert_true (G_OBJECT_TYPE (item) == G_OBJECT_TYPE (same));
            if (RD_IS_BOUNCE_ENTRY (item))
              g_assert_cmpuint (rd_bounce_entry_get_sequence (RD_BOUNCE_ENTRY (item)), ==, rd_bounce_entry_get_sequence (same));
          }
        g_signal_handlers_disconnect_by_data (list, listener);
        listener_free (listener);
      }
}

/* Who types fast gets what was typed last, and nothing before it. */
static void
test_typing (void)
{
  g_autoptr (RdBounceList) list = rd_bounce_list_new ();
  Listener *listener = listen_to (G_LIST_MODEL (list));

  append (list, 0, 60);
  listener->n_changes = 0;
  rd_bounce_list_set_search (list, "a");
  rd_bounce_list_set_search (list, "am");
  rd_bounce_list_set_search (list, "amy@");
  search (list, "amy@r");
  g_assert_cmpuint (listener->n_changes, ==, 1);
  g_assert_cmpuint (listener->copy->len, ==, 21);
  /* What nobody waits for any more changes nothing either. */
  rd_bounce_list_set_search (list, "bob@");
  rd_bounce_list_clear (list);
  append (list, 0, 30);
  app_test_wait_for (!rd_bounce_list_is_arranging (list));
  assert_agrees (listener, G_LIST_MODEL (list));
  g_assert_cmpuint (listener->copy->len, ==, 11);
  g_signal_handlers_disconnect_by_data (list, listener);
  listener_free (listener);
}

static void
test_find (gconstpointer data)
{
  g_autoptr (RdBounceList) list = new_list ((RdListOrder) GPOINTER_TO_INT (data));

  append (list, 0, 30);
  search (list, "amy@");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (RD_IS_BOUNCE_ENTRY (item))
        g_assert_cmpuint (rd_bounce_list_find (list, RD_BOUNCE_ENTRY (item)), ==, i);
    }
  search (list, "bob@");
  g_assert_cmpuint (rd_bounce_list_find (list, rd_bounce_list_get_first (list)), ==, GTK_INVALID_LIST_POSITION);
}

static void
test_headings (void)
{
  g_autoptr (RdBounceList) list = rd_bounce_list_new ();
  GListModel    *model = G_LIST_MODEL (list);
  RdBounceGroup *group = NULL;
  RdFindingState last = RD_FINDING_BROKEN;
  guint          n_entries = 0;
  guint          n_headings = 0;

  append (list, 0, 9);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      if (RD_IS_BOUNCE_GROUP (item))
        {
          group = RD_BOUNCE_GROUP (item);
          g_assert_cmpuint (rd_bounce_group_get_count (group), ==, 3);
          n_headings++;
          continue;
        }
      g_assert_nonnull (group);
      g_assert_cmpstr (rd_bounce_entry_get_group_title (RD_BOUNCE_ENTRY (item)), ==, rd_bounce_group_get_title (group));
      /* Worst first. */
      g_assert_cmpint (rd_bounce_entry_get_state (RD_BOUNCE_ENTRY (item)), >=, last);
      last = rd_bounce_entry_get_state (RD_BOUNCE_ENTRY (item));
      n_entries++;
    }
  g_assert_cmpuint (n_headings, ==, 3);
  g_assert_cmpuint (n_entries, ==, 9);
}

/* A heading counts what is found. */
static void
test_heading_counts (void)
{
  g_autoptr (RdBounceList) list = rd_bounce_list_new ();
  g_autoptr (GObject) heading = NULL;

  append (list, 0, 9);
  search (list, "bob@");
  heading = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (RD_IS_BOUNCE_GROUP (heading));
  g_assert_cmpuint (rd_bounce_group_get_count (RD_BOUNCE_GROUP (heading)), ==, 3);
  append (list, 9, 9);
  g_assert_cmpuint (rd_bounce_group_get_count (RD_BOUNCE_GROUP (heading)), ==, 6);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 7);
}

/* Text from outside, and what may be shown of it. */
static const struct
{
  const char *name;
  const char *text;
  const char *shown;
} texts[] = {
  { "plain", "550 User unknown", "550 User unknown" },
  { "markup", "<b>&amp;</b>", "<b>&amp;</b>" },
  { "lines", "a\r\n\tb", "a\357\277\275 b" },
  { "override", "a\342\200\256b", "a\357\277\275b" },
  { "zero-width", "pay\342\200\213pal", "pay\357\277\275pal" },
  { "escape", "\033[31mred", "\357\277\275[31mred" },
};

static void
test_outside_line (gconstpointer data)
{
  gsize            row = GPOINTER_TO_SIZE (data);
  g_autofree char *line = rd_outside_dup_line (texts[row].text);

  g_assert_cmpstr (line, ==, texts[row].shown);
}

static void
test_outside_is_bounded (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autofree char *shown = rd_outside_dup (text);

  g_assert_cmpuint (strlen (shown), <, 5000);
  g_assert_true (g_str_has_suffix (shown, "…"));
}

/* What the button of a verdict offers. */
static const struct
{
  const char    *name;
  const char    *reply;
  RdHandoverKind kind;
} handovers[] = {
  { "misspelt", "<bob@gmial.com>: 550 5.1.1 User unknown", RD_HANDOVER_ADDRESS },
  { "unknown-user", "<bob@receiver.example>: 550 5.1.1 User unknown", RD_HANDOVER_SUMMARY },
  { "blocklisted", "<bob@receiver.example>: 554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org", RD_HANDOVER_HOST },
  { "full", "<bob@receiver.example>: 552 5.2.2 Mailbox is full", RD_HANDOVER_RECIPIENT },
  { "policy-of-yahoo", "<bob@receiver.example>: 554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes", RD_HANDOVER_HOST },
};

static void
test_handover (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (RdMail) mail = read_reply (handovers[row].reply);
  const RdContext context = { NULL };
  g_autoptr (RdDiagnosis) diagnosis = rd_diagnosis_new_for_mail (mail, &context);
  RdHandoverKind   kind = rd_handover_choose (diagnosis);
  g_autofree char *text = rd_handover_dup_text (diagnosis, kind);

  g_assert_cmpint (kind, ==, handovers[row].kind);
  g_assert_cmpuint (strlen (rd_handover_get_label (kind)), >, 0);
  if (kind == RD_HANDOVER_ADDRESS)
    g_assert_cmpstr (text, ==, "bob@gmail.com");
  else
    g_assert_nonnull (strstr (text, "bob@receiver.example"));
  g_assert_null (strstr (text, "(null)"));
}

/* Rounds of a race that two processors lose once in some thousands. */
#define N_FAREWELLS 20000

typedef struct
{
  GThread *where;
  int      is_gone;
} Farewell;

static void
gone_cb (gpointer data,
         GObject *was)
{
  Farewell *farewell = data;

  farewell->where = g_thread_self ();
  g_atomic_int_set (&farewell->is_gone, TRUE);
}

static RdLog *
read_log (void)
{
  static const char text[] = "2026-11-02 10:00:00 1vKQpV-00000007AbA-1aBc <= owner@sender.example H=(shop) [192.0.2.1] P=esmtp S=900\n"
                             "2026-11-02 10:00:01 1vKQpV-00000007AbA-1aBc ** bob@receiver.example R=dnslookup T=remote_smtp: 550 5.1.1 User unknown\n"
                             "2026-11-02 10:00:01 1vKQpV-00000007AbA-1aBc Completed\n";
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_log_source_free);
  g_autoptr (RdLog) log = rd_log_new (RD_LOG_AUTO);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (sources, rd_log_source_new_for_bytes (bytes, "log", &error));
  rd_log_read (log, sources, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&log);
}

/* The list looks for an entry while a thread reads the words of it: the last
 * reference to an entry must never be dropped by that thread. */
static void
test_entries_end_where_they_are_shown (void)
{
  g_autoptr (RdLogList) list = rd_log_list_new ();
  g_autoptr (RdLog) log = read_log ();
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  guint   number = 0;

  g_array_append_val (numbers, number);
  rd_log_list_set_log (list, log);
  rd_log_list_take_numbers (list, numbers);
  for (guint i = 0; i < N_FAREWELLS; i++)
    {
      Farewell farewell = { NULL, FALSE };
      g_autoptr (RdLogEntry) entry = g_list_model_get_item (G_LIST_MODEL (list), 0);

      g_object_weak_ref (G_OBJECT (entry), gone_cb, &farewell);
      rd_log_entry_load (entry);
      g_clear_object (&entry);
      while (!g_atomic_int_get (&farewell.is_gone))
        g_main_context_iteration (NULL, FALSE);
      g_assert_true (farewell.where == g_thread_self ());
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  app_test_init_gmime ();

  g_test_add_data_func ("/list/announcements/cause", GINT_TO_POINTER (RD_LIST_ORDER_CAUSE), test_announcements);
  g_test_add_data_func ("/list/announcements/newest", GINT_TO_POINTER (RD_LIST_ORDER_NEWEST), test_announcements);
  g_test_add_data_func ("/list/announcements/name", GINT_TO_POINTER (RD_LIST_ORDER_NAME), test_announcements);
  g_test_add_func ("/list/batches-are-cheap", test_batches_are_cheap);
  g_test_add_func ("/list/arranging-while-reading", test_arranging_while_reading);
  g_test_add_func ("/list/typing", test_typing);
  g_test_add_data_func ("/list/find/cause", GINT_TO_POINTER (RD_LIST_ORDER_CAUSE), test_find);
  g_test_add_data_func ("/list/find/newest", GINT_TO_POINTER (RD_LIST_ORDER_NEWEST), test_find);
  g_test_add_data_func ("/list/find/name", GINT_TO_POINTER (RD_LIST_ORDER_NAME), test_find);
  g_test_add_func ("/list/headings", test_headings);
  g_test_add_func ("/list/heading-counts", test_heading_counts);
  g_test_add_func ("/list/entries-end-where-they-are-shown", test_entries_end_where_they_are_shown);
  g_test_add_func ("/outside/bounded", test_outside_is_bounded);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/outside/%s", texts[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_outside_line);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (handovers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/handover/%s", handovers[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_handover);
    }
  return g_test_run ();
}
