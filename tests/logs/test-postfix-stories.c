/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages whose story is told in several lines of Postfix. */

#include "log-testing.h"

/* Who sent it, what was tried, and how it ended. */
static const LogTestingRow stories[] = {
  { "accepted-then-sent",
    "Nov 23 17:19:25 mail postfix/submission/smtpd[2101]: 4F3A81C0E2: client=laptop.bakery.example[198.51.100.20], sasl_method=PLAIN, sasl_username=anna@bakery.example\n"
    "Nov 23 17:19:25 mail postfix/cleanup[2103]: 4F3A81C0E2: message-id=<8c1f@bakery.example>\n"
    "Nov 23 17:19:25 mail postfix/qmgr[1201]: 4F3A81C0E2: from=<anna@bakery.example>, size=4821, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:26 mail postfix/smtp[2104]: Untrusted TLS connection established to mx.partner.example[203.0.113.31]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n"
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=2.1, delays=0.1/0.01/0.9/1.1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4Zk1)\n"
    "Nov 23 17:19:27 mail postfix/qmgr[1201]: 4F3A81C0E2: removed\n",
    "2026-11-23T17:19:27+00:00 delivered id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=250 enhanced=2.0.0 dsn=2.0.0 | 250 2.0.0 Ok: queued as 4Zk1\n" },
  { "long-queue-id-alias",
    "Nov 23 17:19:25 mail postfix/qmgr[1201]: 4jYCPl1CxFz1d0R7: from=<anna@bakery.example>, size=4821, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4jYCPl1CxFz1d0R7: to=<kim.private@mailhouse.example>, orig_to=<kim@bakery.example>, relay=mx.mailhouse.example[203.0.113.21]:25, conn_use=3, delay=0.8, delays=0.1/0/0.3/0.4, dsn=5.1.1, status=bounced (host mx.mailhouse.example[203.0.113.21] said: 550-5.1.1 The email account that you tried to reach does not exist. 550-5.1.1 Please try double-checking the address 550 5.1.1 https://support.mailhouse.example/ab12 - gsmtp (in reply to RCPT TO command))\n",
    "2026-11-23T17:19:27+00:00 failed id=4jYCPl1CxFz1d0R7 from=anna@bakery.example to=kim.private@mailhouse.example original=kim@bakery.example host=mx.mailhouse.example ip=203.0.113.21 code=550 enhanced=5.1.1 dsn=5.1.1 phase=rcpt | host mx.mailhouse.example[203.0.113.21] said: 550-5.1.1 The email account that you tried to reach does not exist. 550-5.1.1 Please try double-checking the address 550 5.1.1 https://support.mailhouse.example/ab12 - gsmtp (in reply to RCPT TO command)\n" },
  { "greylisted-then-sent",
    "Nov 23 17:19:25 mail postfix/qmgr[1201]: 4F3A81C0E2: from=<anna@bakery.example>, size=4821, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=2, delays=0/0/1/1, dsn=4.2.0, status=deferred (host mx.partner.example[203.0.113.31] said: 450 4.2.0 <kim@partner.example>: Recipient address rejected: Greylisted, see http://postgrey.example/ (in reply to RCPT TO command))\n"
    "Nov 23 17:24:25 mail postfix/qmgr[1201]: 4F3A81C0E2: from=<anna@bakery.example>, size=4821, nrcpt=1 (queue active)\n"
    "Nov 23 17:24:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=302, delays=300/0/1/1, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n"
    "Nov 23 17:24:27 mail postfix/qmgr[1201]: 4F3A81C0E2: removed\n",
    "2026-11-23T17:19:27+00:00 deferred id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=450 enhanced=4.2.0 dsn=4.2.0 phase=rcpt | host mx.partner.example[203.0.113.31] said: 450 4.2.0 <kim@partner.example>: Recipient address rejected: Greylisted, see http://postgrey.example/ (in reply to RCPT TO command)\n"
    "2026-11-23T17:24:27+00:00 delivered id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=250 enhanced=2.0.0 dsn=2.0.0 | 250 2.0.0 Ok\n" },
  { "suspended-destination",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.partner.example[203.0.113.31]:25: Connection timed out)\n"
    "Nov 23 17:19:28 mail postfix/error[2110]: 5A1B2C3D4E: to=<lee@partner.example>, relay=none, delay=1, delays=0/1/0/0, dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to mx.partner.example[203.0.113.31]:25: Connection timed out)\n",
    "2026-11-23T17:19:27+00:00 deferred unreached id=4F3A81C0E2 to=kim@partner.example dsn=4.4.1 phase=connect last-host=mx.partner.example last-ip=203.0.113.31 | connect to mx.partner.example[203.0.113.31]:25: Connection timed out\n"
    "2026-11-23T17:19:28+00:00 deferred waiting unreached id=5A1B2C3D4E to=lee@partner.example dsn=4.4.1 phase=connect last-host=mx.partner.example last-ip=203.0.113.31 | delivery temporarily suspended: connect to mx.partner.example[203.0.113.31]:25: Connection timed out\n" },
  { "amavis-hop-then-outside",
    "Nov 23 17:19:25 mail postfix/qmgr[1201]: 4F3A81C0E2: from=<anna@bakery.example>, size=4821, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:26 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 5A1B2C3D4E)\n"
    "Nov 23 17:19:26 mail postfix/qmgr[1201]: 4F3A81C0E2: removed\n"
    "Nov 23 17:19:26 mail postfix/qmgr[1201]: 5A1B2C3D4E: from=<anna@bakery.example>, size=5200, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:27 mail postfix/smtp[2105]: 5A1B2C3D4E: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.7.1, status=bounced (host mx.partner.example[203.0.113.31] said: 550 5.7.1 Spam (in reply to end of DATA command))\n",
    "2026-11-23T17:19:26+00:00 passed-on id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example host=127.0.0.1 ip=127.0.0.1 code=250 enhanced=2.0.0 dsn=2.0.0 | 250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 5A1B2C3D4E\n"
    "2026-11-23T17:19:27+00:00 failed id=5A1B2C3D4E from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=550 enhanced=5.7.1 dsn=5.7.1 phase=end-of-data | host mx.partner.example[203.0.113.31] said: 550 5.7.1 Spam (in reply to end of DATA command)\n" },
  { "bounce-chain",
    "Nov 23 17:19:25 mail postfix/qmgr[1201]: 4F3A81C0E2: from=<anna@bakery.example>, size=4821, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.partner.example[203.0.113.31] said: 550 5.1.1 unknown (in reply to RCPT TO command))\n"
    "Nov 23 17:19:27 mail postfix/bounce[2106]: 4F3A81C0E2: sender non-delivery notification: 6B2C3D4E5F\n"
    "Nov 23 17:19:27 mail postfix/qmgr[1201]: 4F3A81C0E2: removed\n"
    "Nov 23 17:19:27 mail postfix/qmgr[1201]: 6B2C3D4E5F: from=<>, size=7000, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:27 mail postfix/local[2107]: 6B2C3D4E5F: to=<anna@bakery.example>, relay=local, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (delivered to mailbox)\n"
    "Nov 23 17:19:27 mail postfix/qmgr[1201]: 6B2C3D4E5F: removed\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=550 enhanced=5.1.1 dsn=5.1.1 phase=rcpt | host mx.partner.example[203.0.113.31] said: 550 5.1.1 unknown (in reply to RCPT TO command)\n"
    "2026-11-23T17:19:27+00:00 delivered id=6B2C3D4E5F from=<> to=anna@bakery.example dsn=2.0.0 | delivered to mailbox\n" },
  { "forced-expiry",
    "Nov 23 17:19:25 mail postfix/qmgr[1201]: 4F3A81C0E2: from=<anna@bakery.example>, size=4821, nrcpt=1 (queue active)\n"
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.partner.example[203.0.113.31]:25: Connection refused)\n"
    "Nov 23 18:19:27 mail postfix/qmgr[1201]: 4F3A81C0E2: from=<anna@bakery.example>, status=force-expired, returned to sender\n"
    "Nov 23 18:19:27 mail postfix/qmgr[1201]: 4F3A81C0E2: removed\n",
    "2026-11-23T17:19:27+00:00 deferred unreached id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example dsn=4.4.1 phase=connect last-host=mx.partner.example last-ip=203.0.113.31 | connect to mx.partner.example[203.0.113.31]:25: Connection refused\n"
    "2026-11-23T18:19:27+00:00 expired id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example last-host=mx.partner.example last-ip=203.0.113.31 last=connect to mx.partner.example[203.0.113.31]:25: Connection refused | status=force-expired, returned to sender\n" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/postfix-stories/stories", stories, G_N_ELEMENTS (stories));
  return g_test_run ();
}
