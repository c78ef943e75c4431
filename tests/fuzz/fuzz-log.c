/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include "rd-delivery.h"
#include "rd-log-insight.h"
#include "rd-log-scanner.h"

static void
event_cb (const RdLogEvent *event,
          gpointer          user_data)
{
  g_autoptr (RdDelivery) delivery = NULL;
  g_autoptr (RdFailure) failure = NULL;

  rd_log_insight_add (user_data, event);
  if (event->kind != RD_LOG_OUTCOME)
    return;
  delivery = rd_delivery_new_from_event (event);
  FUZZ_ASSERT_VALID (delivery->recipient);
  FUZZ_ASSERT_VALID (delivery->text);
  FUZZ_ASSERT_VALID (delivery->sender);
  FUZZ_ASSERT_VALID (delivery->subject);
  failure = rd_delivery_to_failure (delivery);
}

/* The first byte says what to take it for and where the stream is cut in two. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (RdLogInsight) insight = rd_log_insight_new ();
  g_autoptr (RdLogScanner) scanner = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *text = NULL;
  gsize            cut;

  if (size == 0)
    return 0;
  scanner = rd_log_scanner_new ((RdLogFormat) (data[0] % N_RD_LOG_FORMATS), event_cb, insight);
  cut = (size - 1) * data[0] / 256;
  text = g_memdup2 (data + 1, size - 1);
  rd_log_scanner_begin (scanner, "mainlog", 1700000000);
  if (text != NULL)
    {
      rd_log_scanner_feed (scanner, text, cut);
      rd_log_scanner_feed (scanner, text + cut, size - 1 - cut);
    }
  rd_log_scanner_end (scanner);
  findings = rd_log_insight_get_findings (insight);
  return 0;
}
