/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logs that real servers wrote, with what each line of them means.  Folders
 * hold a log and an expected.json beside it. */

#include "rd-delivery.h"
#include "rd-log-scanner.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

typedef struct
{
  char *folder;
  char *log;
} Case;

static void
collect_cb (const RdLogEvent *event,
            gpointer          user_data)
{
  if (event->kind == RD_LOG_OUTCOME)
    g_ptr_array_add (user_data, rd_delivery_new_from_event (event));
}

/* Expectations hold the escapes of the log, except for line ends. */
static char *
unescape (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (p[0] == '\\' && p[1] >= '0' && p[1] <= '3')
        {
          g_string_append_c (plain, (char) ((p[1] - '0') * 64 + (p[2] - '0') * 8 + (p[3] - '0')));
          p += 3;
        }
      else if (p[0] == '\\' && strchr ("n\"\\", p[1]) != NULL && p[1] != '\0')
        {
          g_string_append_c (plain, p[1] == 'n' ? '\n' : p[1]);
          p++;
        }
      else
        g_string_append_c (plain, *p);
    }
  return g_string_free (plain, FALSE);
}

static const char *
get_string (JsonObject *object,
            const char *member)
{
  if (!json_object_has_member (object, member) || json_object_get_null_member (object, member))
    return NULL;
  return json_object_get_string_member (object, member);
}

static void
check_string (JsonObject *expected,
              const char *member,
              const char *found,
              gboolean    is_exim)
{
  const char      *wanted = get_string (expected, member);
  g_autofree char *plain = wanted != NULL && is_exim ? unescape (wanted) : g_strdup (wanted);

  if (g_strcmp0 (plain, "unknown") == 0)
    plain = (g_free (plain), NULL);
  if (g_strcmp0 (plain, found) != 0)
    {
      g_test_message ("line %" G_GINT64_FORMAT ", %s", json_object_get_int_member (expected, "line"), member);
      g_assert_cmpstr (found, ==, plain);
    }
}

static void
check_stage (JsonObject *expected,
             RdPhase     phase)
{
  static const struct
  {
    const char *word;
    RdPhase     phase;
  } stages[] = {
    { "initial connection", RD_PHASE_CONNECT },
    { "receiving the initial server greeting", RD_PHASE_CONNECT },
    { "performing the EHLO handshake", RD_PHASE_HELO },
    { "EHLO", RD_PHASE_HELO },
    { "HELO", RD_PHASE_HELO },
    { "AUTH", RD_PHASE_HELO },
    { "STARTTLS", RD_PHASE_HELO },
    { "MAIL FROM", RD_PHASE_MAIL },
    { "RCPT TO", RD_PHASE_RCPT },
    { "DATA", RD_PHASE_DATA },
    { "sending message body", RD_PHASE_DATA },
    { "end of data", RD_PHASE_END_OF_DATA },
    { "end of DATA", RD_PHASE_END_OF_DATA },
    { "sending end of data", RD_PHASE_END_OF_DATA },
  };
  const char *stage = get_string (expected, "stage");
  const char *last = stage != NULL ? g_strrstr (stage, "(in reply to ") : NULL;

  if (last != NULL)
    stage = last + strlen ("(in reply to ");
  for (gsize i = 0; stage != NULL && i < G_N_ELEMENTS (stages); i++)
    {
      if (strcmp (stages[i].word, stage) == 0)
        {
          if (phase != stages[i].phase)
            g_test_message ("line %" G_GINT64_FORMAT, json_object_get_int_member (expected, "line"));
          g_assert_cmpint (phase, ==, stages[i].phase);
          return;
        }
    }
  if (stage != NULL)
    g_test_message ("stage %s", stage);
  g_assert_null (stage);
}

static void
check_failure (JsonObject       *expected,
               const RdDelivery *found)
{
  gboolean    is_exim = found->format == RD_LOG_EXIM;
  const char *outcome = get_string (expected, "outcome");

  g_assert_cmpuint (found->line_number, ==, (guint64) json_object_get_int_member (expected, "line"));
  check_string (expected, "queue_id", found->queue_id, is_exim);
  check_string (expected, "sender", found->sender, is_exim);
  if (strcmp (outcome, "expired-notice") == 0)
    {
      g_assert_cmpint (found->status, ==, RD_LOG_EXPIRED);
      return;
    }
  g_assert_cmpstr (rd_log_status_to_string (found->status), ==, outcome);
  check_string (expected, "recipient", found->recipient, is_exim);
  check_string (expected, "original_recipient", found->original_recipient, is_exim);
  if (is_exim)
    {
      check_string (expected, "router", found->router, is_exim);
      check_string (expected, "transport", found->transport, is_exim);
    }
  check_string (expected, "remote_host", found->remote_host, is_exim);
  check_string (expected, "remote_ip", found->remote_ip, is_exim);
  /* the expectations have codes of refusals only */
  if (found->status != RD_LOG_DELIVERABLE)
    {
      check_string (expected, "code", found->reply_code, is_exim);
      check_string (expected, "status", found->enhanced, is_exim);
    }
  check_string (expected, "text", found->text, is_exim);
  if (get_string (expected, "dsn") != NULL)
    check_string (expected, "dsn", found->dsn, is_exim);
  if (json_object_has_member (expected, "errno") && !json_object_get_null_member (expected, "errno"))
    g_assert_cmpint (found->error_number, ==, (int) json_object_get_int_member (expected, "errno"));
  check_stage (expected, found->phase);
}

static void
check_refusal (JsonObject       *expected,
               const RdDelivery *found)
{
  gboolean is_exim = found->format == RD_LOG_EXIM;

  g_assert_cmpuint (found->line_number, ==, (guint64) json_object_get_int_member (expected, "line"));
  check_string (expected, "host", found->remote_host, is_exim);
  check_string (expected, "ip", found->remote_ip, is_exim);
  if (get_string (expected, "sender") != NULL)
    check_string (expected, "sender", found->sender, is_exim);
  check_string (expected, "recipient", found->recipient, is_exim);
  g_assert_cmpint (found->is_temporary, ==, json_object_get_boolean_member (expected, "temporary"));
  g_assert_true (g_str_has_suffix (found->text, get_string (expected, "text")) || is_exim);
  if (!is_exim)
    {
      check_string (expected, "code", found->reply_code, is_exim);
      check_string (expected, "status", found->enhanced, is_exim);
    }
}

static void
check_list (JsonArray *expected,
            GPtrArray *found,
            void (*check) (JsonObject       *expected,
                           const RdDelivery *found))
{
  for (guint i = 0; i < MIN (found->len, json_array_get_length (expected)); i++)
    check (json_array_get_object_element (expected, i), g_ptr_array_index (found, i));
  g_assert_cmpuint (found->len, ==, json_array_get_length (expected));
}

static void
test_case (gconstpointer data)
{
  const Case      *c = data;
  g_autofree char *path = g_build_filename (c->folder, c->log, NULL);
  g_autofree char *expected_path = g_build_filename (c->folder, "expected.json", NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) rd_delivery_free);
  g_autoptr (GPtrArray) failures = g_ptr_array_new ();
  g_autoptr (GPtrArray) refusals = g_ptr_array_new ();
  g_autoptr (GPtrArray) frozen = g_ptr_array_new ();
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, collect_cb, all);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;
  JsonObject      *expected;
  JsonArray       *wanted;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &log, &length, &error));
  g_assert_true (json_parser_load_from_file (parser, expected_path, &error));
  expected = json_node_get_object (json_parser_get_root (parser));
  rd_log_scanner_begin (scanner, c->log, 1796000000);
  rd_log_scanner_feed (scanner, log, length);
  rd_log_scanner_end (scanner);

  for (guint i = 0; i < all->len; i++)
    {
      RdDelivery *delivery = g_ptr_array_index (all, i);

      if (delivery->status == RD_LOG_REJECTED)
        g_ptr_array_add (refusals, delivery);
      else if (delivery->status == RD_LOG_FROZEN)
        g_ptr_array_add (frozen, delivery);
      else if (delivery->status != RD_LOG_DELIVERED && delivery->status != RD_LOG_DISCARDED && delivery->status != RD_LOG_REMOVED)
        g_ptr_array_add (failures, delivery);
    }
  check_list (json_object_get_array_member (expected, "failures"), failures, check_failure);
  check_list (json_object_get_array_member (expected, "inbound_rejections"), refusals, check_refusal);
  wanted = json_object_get_array_member (expected, "frozen");
  g_assert_cmpuint (frozen->len, ==, json_array_get_length (wanted));
  for (guint i = 0; i < frozen->len; i++)
    check_string (json_array_get_object_element (wanted, i), "queue_id", ((RdDelivery *) g_ptr_array_index (frozen, i))->queue_id, FALSE);
  g_assert_cmpint (rd_log_scanner_get_counts (scanner)->outcomes[RD_LOG_DELIVERED] + rd_log_scanner_get_counts (scanner)->outcomes[RD_LOG_DISCARDED], ==, json_object_get_int_member (expected, "delivered_lines"));
}

static void
add_folder (const char *root,
            const char *where,
            GPtrArray  *cases)
{
  static const char *logs[] = { "exim.mainlog", "syslog.log" };
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (root, name, NULL);
      g_autofree char *expected = g_build_filename (folder, "expected.json", NULL);
      g_autofree char *path = g_strdup_printf ("/logs/lab/%s/%s", where, name);

      for (gsize i = 0; i < G_N_ELEMENTS (logs) && g_file_test (expected, G_FILE_TEST_EXISTS); i++)
        {
          g_autofree char *log = g_build_filename (folder, logs[i], NULL);
          Case            *c;

          if (!g_file_test (log, G_FILE_TEST_EXISTS))
            continue;
          c = g_new0 (Case, 1);
          c->folder = g_strdup (folder);
          c->log = g_strdup (logs[i]);
          g_ptr_array_add (cases, c);
          g_test_add_data_func (path, c, test_case);
        }
    }
}

static void
test_skipped (void)
{
  g_test_skip ("REDELIVER_TESTDATA is not set: the larger logs are not here");
}

static void
case_free (gpointer data)
{
  Case *c = data;

  g_free (c->folder);
  g_free (c->log);
  g_free (c);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (case_free);
  const char      *testdata = g_getenv ("REDELIVER_TESTDATA");
  g_autofree char *own = NULL;

  g_test_init (&argc, &argv, NULL);
  own = g_test_build_filename (G_TEST_DIST, "data", "logs", NULL);
  add_folder (own, "own", cases);
  if (testdata != NULL)
    {
      g_autofree char *labs = g_build_filename (testdata, "labs", "mta-logs", NULL);

      add_folder (labs, "all", cases);
    }
  else
    g_test_add_func ("/logs/lab/all", test_skipped);
  return g_test_run ();
}
