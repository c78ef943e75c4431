/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of Sendmail and OpenSMTPD. */

#include "log-testing.h"

/* The status, the reply where there is one, the server. */
static const LogTestingRow sendmail[] = {
  { "sendmail-sent-with-size",
    "Nov 23 17:19:25 hub sm-mta[1801]: 6ANHJP1a001801: from=<anna@bakery.example>, size=4821, class=0, nrcpts=1, msgid=<8c1f@bakery.example>, proto=ESMTP, daemon=MTA, relay=laptop.bakery.example [198.51.100.20]\n"
    "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: to=<kim@partner.example>, ctladdr=<anna@bakery.example> (1000/1000), delay=00:00:02, xdelay=00:00:01, mailer=esmtp, pri=120821, relay=mx.partner.example. [203.0.113.31], dsn=2.0.0, stat=Sent (Ok: queued as 4Zk1)\n",
    "2026-11-23T17:19:27+00:00 delivered id=6ANHJP1a001801 from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 dsn=2.0.0 | Sent (Ok: queued as 4Zk1)\n" },
  { "sendmail-ipv6",
    "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: to=<kim@partner.example>, delay=00:00:02, xdelay=00:00:01, mailer=esmtp, pri=120821, relay=mx6.partner.example. [IPv6:2001:db8:40:0:0:0:0:25], dsn=5.7.1, reply=550 5.7.1 no PTR record for 2001:db8:7::2, stat=Service unavailable\n",
    "2026-11-23T17:19:27+00:00 failed id=6ANHJP1a001801 to=kim@partner.example host=mx6.partner.example ip=2001:db8:40:0:0:0:0:25 code=550 enhanced=5.7.1 dsn=5.7.1 | 550 5.7.1 no PTR record for 2001:db8:7::2\n" },
  { "sendmail-deferred-then-gave-up",
    "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: to=<kim@partner.example>, delay=00:00:02, xdelay=00:00:01, mailer=esmtp, pri=120821, relay=mx.partner.example. [203.0.113.31], dsn=4.2.2, reply=452 4.2.2 mailbox full, stat=Deferred: 452 4.2.2 mailbox full\n"
    "Nov 28 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: to=<kim@partner.example>, delay=5+00:00:02, xdelay=00:00:00, mailer=esmtp, pri=120821, relay=mx.partner.example., dsn=4.2.2, stat=Cannot send message for 5 days\n",
    "2026-11-23T17:19:27+00:00 deferred id=6ANHJP1a001801 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=452 enhanced=4.2.2 dsn=4.2.2 | 452 4.2.2 mailbox full\n"
    "2026-11-28T17:19:27+00:00 expired id=6ANHJP1a001801 to=kim@partner.example dsn=4.2.2 last-host=mx.partner.example last-ip=203.0.113.31 last=452 4.2.2 mailbox full | Cannot send message for 5 days\n" },
  { "sendmail-timeout",
    "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: to=<kim@partner.example>, delay=00:01:02, xdelay=00:01:00, mailer=esmtp, pri=120821, relay=mx.partner.example. [203.0.113.31], dsn=4.0.0, stat=Deferred: Connection timed out with mx.partner.example.\n",
    "2026-11-23T17:19:27+00:00 deferred unreached id=6ANHJP1a001801 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 dsn=4.0.0 phase=connect | Connection timed out with mx.partner.example.\n" },
  { "sendmail-host-unknown",
    "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: to=kim@partnr.example, ctladdr=anna (1000/1000), delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=30361, relay=partnr.example, dsn=5.1.2, stat=Host unknown (Name server: partnr.example: host not found)\n",
    "2026-11-23T17:19:27+00:00 failed id=6ANHJP1a001801 to=kim@partnr.example dsn=5.1.2 | Host unknown (Name server: partnr.example: host not found)\n" },
  { "sendmail-dsn-notice-is-no-end",
    "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: to=<kim@partner.example>, delay=00:00:02, mailer=esmtp, pri=1, relay=mx.partner.example. [203.0.113.31], dsn=5.1.1, stat=User unknown\n"
    "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJP1a001801: 6ANHJR1a001803: DSN: User unknown\n"
    "Nov 23 17:19:27 hub sm-mta[1803]: 6ANHJR1a001803: to=<anna@bakery.example>, delay=00:00:00, mailer=local, pri=1, dsn=2.0.0, stat=Sent\n",
    "2026-11-23T17:19:27+00:00 failed id=6ANHJP1a001801 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 dsn=5.1.1 | User unknown\n"
    "2026-11-23T17:19:27+00:00 delivered id=6ANHJR1a001803 to=anna@bakery.example dsn=2.0.0 | Sent\n" },
  { "sendmail-submission-program",
    "Nov 23 17:19:25 hub sendmail[1800]: 6ANHJPxx001800: to=kim@partner.example, ctladdr=www-data (33/33), delay=00:00:00, xdelay=00:00:00, mailer=relay, pri=30381, relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (6ANHJP1a001801 Message accepted for delivery)\n",
    "2026-11-23T17:19:25+00:00 passed-on id=6ANHJPxx001800 to=kim@partner.example ip=127.0.0.1 dsn=2.0.0 | Sent (6ANHJP1a001801 Message accepted for delivery)\n" },
  { "sendmail-refused-at-the-door",
    "Nov 23 17:19:25 hub sm-mta[1801]: 6ANHJP1a001801: ruleset=check_rcpt, arg1=<lee@shop.example>, relay=mail.spam.example [203.0.113.66], reject=550 5.7.1 <lee@shop.example>... Relaying denied\n"
    "Nov 23 17:19:26 hub sm-mta[1802]: 6ANHJQ1a001802: ruleset=check_mail, arg1=<anna@nowhere.example>, relay=[203.0.113.67] [203.0.113.67], reject=451 4.1.8 Domain of sender address anna@nowhere.example does not resolve\n"
    "Nov 23 17:19:27 hub sm-mta[1803]: ruleset=check_relay, arg1=[IPv6:2001:db8::66], arg2=IPv6:2001:db8::66, relay=[IPv6:2001:db8::66], reject=421 4.3.2 Connection rate limit exceeded.\n",
    "2026-11-23T17:19:25+00:00 rejected inbound id=6ANHJP1a001801 to=lee@shop.example host=mail.spam.example ip=203.0.113.66 code=550 enhanced=5.7.1 phase=rcpt | 550 5.7.1 <lee@shop.example>... Relaying denied\n"
    "2026-11-23T17:19:26+00:00 rejected inbound-for-now id=6ANHJQ1a001802 from=anna@nowhere.example ip=203.0.113.67 code=451 enhanced=4.1.8 phase=mail | 451 4.1.8 Domain of sender address anna@nowhere.example does not resolve\n"
    "2026-11-23T17:19:27+00:00 rejected inbound-for-now ip=2001:db8::66 code=421 enhanced=4.3.2 phase=connect | 421 4.3.2 Connection rate limit exceeded.\n" },
};

/* The result, the reply, the server. */
static const LogTestingRow opensmtpd[] = {
  { "opensmtpd-sent",
    "Nov 23 17:19:25 mx smtpd[149]: c033a13a26c3e446 smtp message msgid=c0dedf0c size=4821 nrcpt=1 proto=ESMTP\n"
    "Nov 23 17:19:25 mx smtpd[149]: c033a13a26c3e446 smtp envelope evpid=c0dedf0c936fb4b3 from=<anna@bakery.example> to=<kim@partner.example>\n"
    "Nov 23 17:19:27 mx smtpd[149]: c033a13b2f6e0d11 mta delivery evpid=c0dedf0c936fb4b3 from=<anna@bakery.example> to=<kim@partner.example> rcpt=<-> source=\"198.51.100.9\" relay=\"203.0.113.31 (mx.partner.example)\" delay=2s result=\"Ok\" stat=\"250 2.0.0 Ok: queued as 4Zk1\"\n",
    "2026-11-23T17:19:27+00:00 delivered id=c0dedf0c936fb4b3 from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=250 enhanced=2.0.0 | 250 2.0.0 Ok: queued as 4Zk1\n" },
  { "opensmtpd-ipv6",
    "Nov 23 17:19:27 mx smtpd[149]: c033a13b2f6e0d11 mta delivery evpid=c0dedf0c936fb4b3 from=<anna@bakery.example> to=<kim@partner.example> rcpt=<-> source=\"[2001:db8:7::2]\" relay=\"[2001:db8:40::25] (mx6.partner.example)\" delay=2s result=\"PermFail\" stat=\"550 5.7.1 no PTR record\"\n",
    "2026-11-23T17:19:27+00:00 failed id=c0dedf0c936fb4b3 from=anna@bakery.example to=kim@partner.example host=mx6.partner.example ip=2001:db8:40::25 code=550 enhanced=5.7.1 | 550 5.7.1 no PTR record\n" },
  { "opensmtpd-tempfail-then-expired",
    "Nov 23 17:19:27 mx smtpd[149]: c033a13b2f6e0d11 mta delivery evpid=c0dedf0c936fb4b3 from=<anna@bakery.example> to=<kim@partner.example> rcpt=<-> source=\"198.51.100.9\" relay=\"203.0.113.31 (mx.partner.example)\" delay=2s result=\"TempFail\" stat=\"452 4.2.2 mailbox full\"\n"
    "Nov 28 17:19:28 mx smtpd[149]: relay: Expire for c0dedf0c936fb4b3: from=<anna@bakery.example>, to=<kim@partner.example>, rcpt=<->, delay=5d1s, stat=Envelope expired\n",
    "2026-11-23T17:19:27+00:00 deferred id=c0dedf0c936fb4b3 from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=452 enhanced=4.2.2 | 452 4.2.2 mailbox full\n"
    "2026-11-28T17:19:28+00:00 expired id=c0dedf0c936fb4b3 from=anna@bakery.example to=kim@partner.example last-host=mx.partner.example last-ip=203.0.113.31 last=452 4.2.2 mailbox full | Envelope expired\n" },
  { "opensmtpd-unreachable",
    "Nov 23 17:19:27 mx smtpd[149]: c033a13b2f6e0d11 mta delivery evpid=c0dedf0c936fb4b3 from=<anna@bakery.example> to=<kim@partner.example> rcpt=<-> source=\"-\" relay=\"partner.example\" delay=2s result=\"TempFail\" stat=\"Network error on destination MXs\"\n",
    "2026-11-23T17:19:27+00:00 deferred unreached id=c0dedf0c936fb4b3 from=anna@bakery.example to=kim@partner.example host=partner.example phase=connect | Network error on destination MXs\n" },
  { "opensmtpd-forwarded",
    "Nov 23 17:19:27 mx smtpd[149]: c033a13b2f6e0d11 mta delivery evpid=c0dedf0c936fb4b3 from=<lee@shop.example> to=<anna@mailhouse.example> rcpt=<anna@bakery.example> source=\"198.51.100.9\" relay=\"203.0.113.21 (<unknown>)\" delay=2s result=\"PermFail\" stat=\"550 5.7.1 forged sender\"\n",
    "2026-11-23T17:19:27+00:00 failed id=c0dedf0c936fb4b3 from=lee@shop.example to=anna@mailhouse.example original=anna@bakery.example ip=203.0.113.21 code=550 enhanced=5.7.1 | 550 5.7.1 forged sender\n" },
  { "opensmtpd-local",
    "Nov 23 17:19:27 mx smtpd[149]: c033a13b2f6e0d11 mda delivery evpid=c0dedf0c936fb4b3 from=<lee@shop.example> to=<anna@bakery.example> rcpt=<anna@bakery.example> user=anna delay=0s result=\"Ok\" stat=\"Delivered\"\n",
    "2026-11-23T17:19:27+00:00 delivered id=c0dedf0c936fb4b3 from=lee@shop.example to=anna@bakery.example | Delivered\n" },
  { "opensmtpd-refused-for-now",
    "Nov 23 17:19:26 mx smtpd[149]: 8ab1c2d3e4f50619 smtp failed-command command=\"MAIL FROM:<lee@shop.example>\" result=\"421 4.3.0 Temporary error\"\n",
    "2026-11-23T17:19:26+00:00 rejected inbound-for-now from=lee@shop.example code=421 enhanced=4.3.0 phase=mail | 421 4.3.0 Temporary error\n" },
  { "opensmtpd-quit-is-no-refusal",
    "Nov 23 17:19:26 mx smtpd[149]: 8ab1c2d3e4f50619 smtp failed-command command=\"AUTH PLAIN (...)\" result=\"535 Authentication failed\"\n"
    "Nov 23 17:19:26 mx smtpd[149]: 8ab1c2d3e4f50619 smtp disconnected reason=quit\n",
    "" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/other-servers/sendmail", sendmail, G_N_ELEMENTS (sendmail));
  log_testing_add_rows ("/logs/other-servers/opensmtpd", opensmtpd, G_N_ELEMENTS (opensmtpd));
  return g_test_run ();
}
