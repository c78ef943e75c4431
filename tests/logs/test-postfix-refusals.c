/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Other people’s mail that Postfix did not take, and lines that only look so. */

#include "log-testing.h"

/* Who came, what for, and why not; for now or for good. */
static const LogTestingRow refused[] = {
  { "blocklisted-client",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: reject: RCPT from unknown[198.51.100.66]: 554 5.7.1 Service unavailable; Client host [198.51.100.66] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/198.51.100.66; from=<win@casino.example> to=<info@bakery.example> proto=ESMTP helo=<casino.example>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound from=win@casino.example to=info@bakery.example ip=198.51.100.66 code=554 enhanced=5.7.1 phase=rcpt | 554 5.7.1 Service unavailable; Client host [198.51.100.66] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/198.51.100.66\n" },
  { "relay-denied",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: reject: RCPT from dsl.home.example[198.51.100.67]: 454 4.7.1 <kim@partner.example>: Relay access denied; from=<anna@bakery.example> to=<kim@partner.example> proto=ESMTP helo=<laptop>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound-for-now from=anna@bakery.example to=kim@partner.example host=dsl.home.example ip=198.51.100.67 code=454 enhanced=4.7.1 phase=rcpt | 454 4.7.1 <kim@partner.example>: Relay access denied\n" },
  { "greylisted-with-from-in-text",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: reject: RCPT from mx.shop.example[198.51.100.68]: 450 4.2.0 <info@bakery.example>: Recipient address rejected: Greylisted, retry from the same address; from=<> to=<info@bakery.example> proto=ESMTP helo=<mx.shop.example>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound-for-now from=<> to=info@bakery.example host=mx.shop.example ip=198.51.100.68 code=450 enhanced=4.2.0 phase=rcpt | 450 4.2.0 <info@bakery.example>: Recipient address rejected: Greylisted, retry from the same address\n" },
  { "ipv6-client-with-port",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: reject: RCPT from mx6.shop.example[2001:db8:66::1]:41234: 550 5.1.1 <inof@bakery.example>: Recipient address rejected: User unknown in virtual mailbox table; from=<lee@shop.example> to=<inof@bakery.example> proto=ESMTP helo=<mx6.shop.example>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound from=lee@shop.example to=inof@bakery.example host=mx6.shop.example ip=2001:db8:66::1 code=550 enhanced=5.1.1 phase=rcpt | 550 5.1.1 <inof@bakery.example>: Recipient address rejected: User unknown in virtual mailbox table\n" },
  { "postscreen",
    "Nov 23 17:19:26 mail postfix/postscreen[2100]: CONNECT from [198.51.100.66]:41234 to [203.0.113.7]:25\n"
    "Nov 23 17:19:26 mail postfix/postscreen[2100]: PREGREET 14 after 0.02 from [198.51.100.66]:41234: EHLO ylmf-pc\\r\\n\n"
    "Nov 23 17:19:32 mail postfix/postscreen[2100]: NOQUEUE: reject: RCPT from [198.51.100.66]:41234: 550 5.7.1 Service unavailable; client [198.51.100.66] blocked using zen.spamhaus.org; from=<win@casino.example>, to=<info@bakery.example>, proto=ESMTP, helo=<ylmf-pc>\n"
    "Nov 23 17:19:33 mail postfix/postscreen[2100]: DISCONNECT [198.51.100.66]:41234\n",
    "2026-11-23T17:19:32+00:00 rejected inbound from=win@casino.example to=info@bakery.example ip=198.51.100.66 code=550 enhanced=5.7.1 phase=rcpt | 550 5.7.1 Service unavailable; client [198.51.100.66] blocked using zen.spamhaus.org\n" },
  { "postscreen-busy",
    "Nov 23 17:19:32 mail postfix/postscreen[2100]: NOQUEUE: reject: CONNECT from [198.51.100.66]:41234: all server ports busy\n",
    "2026-11-23T17:19:32+00:00 rejected inbound-for-now ip=198.51.100.66 phase=connect | all server ports busy\n" },
  { "milter-for-now",
    "Nov 23 17:19:26 mail postfix/cleanup[2103]: 4F3A81C0E2: milter-reject: END-OF-MESSAGE from mx.shop.example[198.51.100.68]: 4.7.1 Try again later; from=<lee@shop.example> to=<info@bakery.example> proto=ESMTP helo=<mx.shop.example>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound-for-now id=4F3A81C0E2 from=lee@shop.example to=info@bakery.example host=mx.shop.example ip=198.51.100.68 enhanced=4.7.1 phase=end-of-data | 4.7.1 Try again later\n" },
  { "milter-own-user",
    "Nov 23 17:19:26 mail postfix/cleanup[2103]: 4F3A81C0E2: milter-reject: END-OF-MESSAGE from laptop.bakery.example[198.51.100.20]: 5.7.1 Gtube pattern; from=<anna@bakery.example> to=<kim@partner.example> proto=ESMTP helo=<laptop>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound id=4F3A81C0E2 from=anna@bakery.example to=kim@partner.example host=laptop.bakery.example ip=198.51.100.20 enhanced=5.7.1 phase=end-of-data | 5.7.1 Gtube pattern\n" },
  { "milter-connect",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: milter-reject: CONNECT from unknown[198.51.100.66]: 451 4.7.1 Service unavailable - try again later; proto=SMTP\n",
    "2026-11-23T17:19:26+00:00 rejected inbound-for-now ip=198.51.100.66 code=451 enhanced=4.7.1 phase=connect | 451 4.7.1 Service unavailable - try again later\n" },
  { "body-rule",
    "Nov 23 17:19:26 mail postfix/cleanup[2103]: 4F3A81C0E2: reject: body Send bitcoin from your wallet from unknown[198.51.100.66]; from=<win@casino.example> to=<info@bakery.example> proto=ESMTP helo=<casino>: 5.7.1 Not here\n",
    "2026-11-23T17:19:26+00:00 rejected inbound id=4F3A81C0E2 from=win@casino.example to=info@bakery.example ip=198.51.100.66 enhanced=5.7.1 phase=end-of-data | 5.7.1 Not here\n" },
  { "size-limit",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: reject: MAIL from mx.shop.example[198.51.100.68]: 552 5.3.4 Message size exceeds fixed limit; proto=ESMTP helo=<mx.shop.example>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound host=mx.shop.example ip=198.51.100.68 code=552 enhanced=5.3.4 phase=mail | 552 5.3.4 Message size exceeds fixed limit\n" },
  { "helo-refused",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: reject: EHLO from unknown[198.51.100.66]: 504 5.5.2 <WIN-7>: Helo command rejected: need fully-qualified hostname; proto=SMTP helo=<WIN-7>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound ip=198.51.100.66 code=504 enhanced=5.5.2 phase=helo | 504 5.5.2 <WIN-7>: Helo command rejected: need fully-qualified hostname\n" },
  { "etrn-and-vrfy",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: reject: VRFY from unknown[198.51.100.66]: 252 2.0.0 root; to=<root> proto=SMTP helo=<x>\n",
    "2026-11-23T17:19:26+00:00 rejected inbound to=root ip=198.51.100.66 code=252 enhanced=2.0.0 | 252 2.0.0 root\n" },
};

/* Nothing was refused here. */
static const LogTestingRow near_misses[] = {
  { "only-a-warning",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: NOQUEUE: reject_warning: RCPT from unknown[198.51.100.66]: 554 5.7.1 Service unavailable; from=<lee@shop.example> to=<info@bakery.example> proto=ESMTP helo=<x>\n",
    "" },
  { "dull",
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: connect from unknown[198.51.100.66]\n"
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: warning: unknown[198.51.100.66]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=info\n"
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: lost connection after AUTH from unknown[198.51.100.66]\n"
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: disconnect from unknown[198.51.100.66] ehlo=1 auth=0/1 rcpt=0/1 commands=1/3\n"
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: improper command pipelining after EHLO from unknown[198.51.100.66]: QUIT\\r\\n\n"
    "Nov 23 17:19:26 mail postfix/smtpd[2101]: too many errors after RCPT from unknown[198.51.100.66]\n"
    "Nov 23 17:19:26 mail dovecot: lmtp(info@bakery.example)<2201><abc>: msgid=<8c1f@bakery.example>: save failed to INBOX: Quota exceeded (mailbox for user is full)\n"
    "Nov 23 17:19:26 mail opendkim[800]: 4F3A81C0E2: DKIM-Signature field added (s=mail, d=bakery.example)\n"
    "Nov 23 17:19:26 mail amavis[900]: (00900-01) Passed CLEAN {RelayedOutbound}, [198.51.100.20]:50112 <anna@bakery.example> -> <kim@partner.example>, Queue-ID: 4F3A81C0E2\n"
    "Nov 23 17:19:26 mail rspamd[901]: <ab12cd>; task; rspamd_task_write_log: id: <8c1f@bakery.example>, qid: <4F3A81C0E2>, ip: 198.51.100.20\n"
    "Nov 23 17:19:26 mail postfix/postfix-script[902]: starting the Postfix mail system\n"
    "Nov 23 17:19:26 mail postfix/master[903]: daemon started -- version 3.7.11, configuration /etc/postfix\n",
    "" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/postfix-refusals/refused", refused, G_N_ELEMENTS (refused));
  log_testing_add_rows ("/logs/postfix-refusals/near-misses", near_misses, G_N_ELEMENTS (near_misses));
  return g_test_run ();
}
