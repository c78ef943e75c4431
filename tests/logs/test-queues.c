/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Queue listings: who waits, since when, and why. */

#include "log-testing.h"

/* “exim -bp” and its sisters. */
static const LogTestingRow exim[] = {
  { "exim-bp-all-ages",
    "25m  2.9K 1xVXhO-00002Y-1N <anna@bakery.example>\n"
    "          kim@partner.example\n"
    "\n"
    "26h   681 1xVXhP-00003A-0b <> *** frozen ***\n"
    "          nobody@forged.example\n"
    "\n"
    " 5d  1.2M 1xVXhQ-00004K-2O <newsletter@bakery.example>\n"
    "        D a@partner.example\n"
    "        D b@partner.example\n"
    "          c@mailhouse.example\n"
    "\n",
    "2026-11-23T17:19:26+00:00 queued id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example\n"
    "2026-11-23T17:19:27+00:00 frozen id=1xVXhP-00003A-0b from=<> to=nobody@forged.example\n"
    "2026-11-23T17:19:28+00:00 delivered id=1xVXhQ-00004K-2O from=newsletter@bakery.example to=a@partner.example\n"
    "2026-11-23T17:19:28+00:00 delivered id=1xVXhQ-00004K-2O from=newsletter@bakery.example to=b@partner.example\n"
    "2026-11-23T17:19:28+00:00 queued id=1xVXhQ-00004K-2O from=newsletter@bakery.example to=c@mailhouse.example\n" },
  { "exim-bpu-plus-and-local-user",
    " 3h   700 1xVXhO-00002Y-1N <bakery@host1.webhost.example> (bakery)\n"
    "       +D info@bakery.example\n"
    "          kim@partner.example\n",
    "2026-11-23T17:19:26+00:00 delivered id=1xVXhO-00002Y-1N from=bakery@host1.webhost.example to=info@bakery.example\n"
    "2026-11-23T17:19:26+00:00 queued id=1xVXhO-00002Y-1N from=bakery@host1.webhost.example to=kim@partner.example\n" },
  { "exim-bpr-long-ids",
    " 0m   1.1K 1xVXhT-0000000012y-1N23 <anna@bakery.example>\n"
    "          kim@partner.example\n"
    " 0m   1.1K 1xVXhT-0000000012z-1N24 <\"anna baker\"@bakery.example>\n"
    "          \"kim lee\"@partner.example\n",
    "2026-11-23T17:19:31+00:00 queued id=1xVXhT-0000000012y-1N23 from=anna@bakery.example to=kim@partner.example\n"
    "2026-11-23T17:19:31+00:00 queued id=1xVXhT-0000000012z-1N24 from=\"anna baker\"@bakery.example to=\"kim lee\"@partner.example\n" },
  { "exim-bp-blank-recipients-cut",
    "26h  2.9K 1xVXhO-00002Y-1N <anna@bakery.example>\n",
    "2026-11-23T17:19:26+00:00 queued id=1xVXhO-00002Y-1N from=anna@bakery.example\n" },
  { "exiqgrep-c-summary",
    "3 matches out of 17 messages\n",
    "" },
};

/* “postqueue -p” and “postqueue -j”. */
static const LogTestingRow postfix[] = {
  { "postqueue-p-two-reasons",
    "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n"
    "4F3A81C0E2     4821 Mon Nov 23 17:19:25  anna@bakery.example\n"
    "(connect to mx.partner.example[203.0.113.31]:25: Connection timed out)\n"
    "                                         kim@partner.example\n"
    "                                         lee@partner.example\n"
    "    (host mx.mailhouse.example[203.0.113.21] said: 452 4.2.2 mailbox full (in reply to RCPT TO command))\n"
    "                                         max@mailhouse.example\n"
    "\n"
    "5A1B2C3D4E*    1200 Sat Nov 28 08:00:00  www-data@bakery.example\n"
    "                                         info@bakery.example\n"
    "\n"
    "6B2C3D4E5F!     900 Tue Dec 30 08:00:00  MAILER-DAEMON\n"
    "                                         nobody@forged.example\n"
    "\n"
    "-- 7 Kbytes in 3 Requests.\n",
    "2026-11-23T17:19:25+00:00 deferred unreached id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example phase=connect | connect to mx.partner.example[203.0.113.31]:25: Connection timed out\n"
    "2026-11-23T17:19:25+00:00 deferred unreached id=4F3A81C0E2 from=anna@bakery.example to=lee@partner.example phase=connect | connect to mx.partner.example[203.0.113.31]:25: Connection timed out\n"
    "2026-11-23T17:19:25+00:00 deferred id=4F3A81C0E2 from=anna@bakery.example to=max@mailhouse.example code=452 enhanced=4.2.2 phase=rcpt | host mx.mailhouse.example[203.0.113.21] said: 452 4.2.2 mailbox full (in reply to RCPT TO command)\n"
    "2026-11-28T08:00:00+00:00 queued id=5A1B2C3D4E from=www-data@bakery.example to=info@bakery.example\n"
    "2025-12-30T08:00:00+00:00 frozen id=6B2C3D4E5F from=<> to=nobody@forged.example\n" },
  { "postqueue-p-long-ids-forced",
    "4jYCPl1CxFz1d0R7#   4821 Mon Nov 23 17:19:25  anna@bakery.example\n"
    "(connect to mx.partner.example[203.0.113.31]:25: Connection refused)\n"
    "                                         kim@partner.example\n",
    "2026-11-23T17:19:25+00:00 deferred unreached id=4jYCPl1CxFz1d0R7 from=anna@bakery.example to=kim@partner.example phase=connect | connect to mx.partner.example[203.0.113.31]:25: Connection refused\n" },
  { "postqueue-p-sender-with-blanks",
    "4F3A81C0E2     4821 Mon Nov 23 17:19:25  \"anna the baker\"@bakery.example\n"
    "                                         kim@partner.example\n",
    "2026-11-23T17:19:25+00:00 queued id=4F3A81C0E2 from=\"anna the baker\"@bakery.example to=kim@partner.example\n" },
  { "mailq-empty",
    "Mail queue is empty\n",
    "" },
  { "postqueue-j",
    "{\"queue_name\": \"deferred\", \"queue_id\": \"4jYCPl1CxFz1d0R7\", \"arrival_time\": 1795454365, \"message_size\": 4821, \"forced_expire\": false, \"sender\": \"anna@bakery.example\", \"recipients\": [{\"address\": \"kim@partner.example\", \"delay_reason\": \"connect to mx.partner.example[203.0.113.31]:25: Connection timed out\"}, {\"address\": \"lee@partner.example\", \"delay_reason\": \"host mx.partner.example[203.0.113.31] said: 450 4.2.0 Greylisted (in reply to RCPT TO command)\"}]}\n"
    "{\"queue_name\": \"active\", \"queue_id\": \"5A1B2C3D4E\", \"arrival_time\": 1795454365, \"message_size\": 1200, \"forced_expire\": false, \"sender\": \"\", \"recipients\": [{\"address\": \"info@bakery.example\"}]}\n"
    "{\"queue_name\": \"hold\", \"queue_id\": \"6B2C3D4E5F\", \"arrival_time\": 1795454365, \"message_size\": 900, \"forced_expire\": true, \"sender\": \"lee@shop.example\", \"recipients\": [{\"address\": \"b\\u00fcro@bakery.example\", \"delay_reason\": \"say \\\"hi\\\"\\n\\ud83d\\ude00\"}]}\n",
    "2026-11-23T17:19:25+00:00 deferred unreached id=4jYCPl1CxFz1d0R7 from=anna@bakery.example to=kim@partner.example phase=connect | connect to mx.partner.example[203.0.113.31]:25: Connection timed out\n"
    "2026-11-23T17:19:25+00:00 deferred id=4jYCPl1CxFz1d0R7 from=anna@bakery.example to=lee@partner.example code=450 enhanced=4.2.0 phase=rcpt | host mx.partner.example[203.0.113.31] said: 450 4.2.0 Greylisted (in reply to RCPT TO command)\n"
    "2026-11-23T17:19:25+00:00 queued id=5A1B2C3D4E from=<> to=info@bakery.example\n"
    "2026-11-23T17:19:25+00:00 frozen id=6B2C3D4E5F from=lee@shop.example to=büro@bakery.example | say \"hi\" / 😀\n" },
  { "postqueue-j-members-in-another-order",
    "{\"recipients\": [{\"delay_reason\": \"x\", \"address\": \"kim@partner.example\"}], \"sender\": \"anna@bakery.example\", \"message_size\": 4821, \"arrival_time\": 1795454365, \"queue_id\": \"4F3A81C0E2\", \"queue_name\": \"deferred\"}\n",
    "2026-11-23T17:19:25+00:00 deferred id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example | x\n" },
  { "postqueue-j-no-recipients",
    "{\"queue_name\": \"deferred\", \"queue_id\": \"4F3A81C0E2\", \"arrival_time\": 1795454365, \"message_size\": 4821, \"sender\": \"anna@bakery.example\", \"recipients\": []}\n",
    "" },
  { "postqueue-j-cut",
    "{\"queue_name\": \"deferred\", \"queue_id\": \"4F3A81C0E2\", \"arrival_time\": 1795454365, \"message_size\": 4821, \"sender\": \"anna@bakery.example\", \"recipients\": [{\"address\": \"kim@partner.exa\n",
    "" },
};

/* Listings nobody promised to read are not misread. */
static const LogTestingRow foreign[] = {
  { "sendmail-mailq",
    "\t\t/var/spool/mqueue (1 request)\n"
    "-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"
    "6ANHJP1a001801     4821 Mon Nov 23 17:19 <anna@bakery.example>\n"
    "                 (Deferred: Connection timed out with mx.partner.example.)\n"
    "\t\t\t\t\t <kim@partner.example>\n"
    "\t\tTotal requests: 1\n",
    "" },
  { "opensmtpd-queue",
    "c0dedf0c936fb4b3|inet4|mta|auth|anna@bakery.example|kim@partner.example|kim@partner.example|1795454365|1795799965|1795455265|0|2|pending|823|Network error on destination MXs\n",
    "" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/queues/exim", exim, G_N_ELEMENTS (exim));
  log_testing_add_rows ("/logs/queues/postfix", postfix, G_N_ELEMENTS (postfix));
  log_testing_add_rows ("/logs/queues/foreign", foreign, G_N_ELEMENTS (foreign));
  return g_test_run ();
}
