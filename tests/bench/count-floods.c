/* SPDX-License-Identifier: GPL-3.0-or-later */

/* count-floods [NAME COUNT]: reads a log made to cost much, in which something is
 * repeated so many times, for counting instructions; without arguments it says
 * which logs there are.  test-linear.py runs it under callgrind, which counts
 * only what happens inside count_this(). */

#include "config.h"

#include "rd-log-scanner.h"
#include "rd-test-floods.h"

static void
event_cb (const RdLogEvent *event,
          gpointer          user_data)
{
  (*(guint *) user_data)++;
}

/* Its name is what callgrind looks for. */
G_GNUC_NO_INLINE void count_this (const GString *text);

void
count_this (const GString *text)
{
  guint n_events = 0;
  g_autoptr (RdLogScanner) scanner = rd_log_scanner_new (RD_LOG_AUTO, event_cb, &n_events);

  rd_log_scanner_begin (scanner, "log", 1796000000);
  rd_log_scanner_feed (scanner, text->str, text->len);
  rd_log_scanner_end (scanner);
}

int
main (int   argc,
      char *argv[])
{
  for (gsize i = 0; i < G_N_ELEMENTS (rd_test_floods); i++)
    {
      const RdTestFlood *flood = &rd_test_floods[i];

      if (argc < 3)
        {
          g_print ("%s\n", flood->name);
        }
      else if (g_str_equal (argv[1], flood->name))
        {
          GString *text = rd_test_flood_build (flood, (guint) g_ascii_strtoull (argv[2], NULL, 10));

          count_this (text);
          g_string_free (text, TRUE);
        }
    }
  return 0;
}
