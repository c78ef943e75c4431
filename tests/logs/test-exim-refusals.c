/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Other people’s mail that Exim did not take, and lines that only look so. */

#include "log-testing.h"

/* Who came, what for, and why not; for now or for good. */
static const LogTestingRow refused[] = {
  { "blocklisted",
    "2026-11-23 17:19:26 H=(casino.example) [198.51.100.66]:41234 F=<win@casino.example> rejected RCPT <info@bakery.example>: 198.51.100.66 is in a black list at zen.spamhaus.org\n",
    "2026-11-23T17:19:26+00:00 rejected inbound from=win@casino.example to=info@bakery.example ip=198.51.100.66 phase=rcpt | 198.51.100.66 is in a black list at zen.spamhaus.org\n" },
  { "tls-and-login",
    "2026-11-23 17:19:26 H=laptop.bakery.example (laptop) [198.51.100.20]:50112 X=TLS1.3:ECDHE:256 CV=no DN=\"CN=Anna: home,O=\\\"Bakery\\\"\" A=dovecot_login:anna@bakery.example F=<anna@bakery.example> rejected RCPT <kim@partner.example>: Domain bakery.example has exceeded the max emails per hour\n",
    "2026-11-23T17:19:26+00:00 rejected inbound from=anna@bakery.example to=kim@partner.example host=laptop.bakery.example ip=198.51.100.20 phase=rcpt | Domain bakery.example has exceeded the max emails per hour\n" },
  { "ipv6-client",
    "2026-11-23 17:19:26 H=mx6.shop.example [2001:db8:66::1]:41234 F=<lee@shop.example> temporarily rejected RCPT <info@bakery.example>: greylisted\n",
    "2026-11-23T17:19:26+00:00 rejected inbound-for-now from=lee@shop.example to=info@bakery.example host=mx6.shop.example ip=2001:db8:66::1 phase=rcpt | greylisted\n" },
  { "after-data",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N H=mx.shop.example [198.51.100.68]:41234 F=<lee@shop.example> rejected after DATA: Your message looks like spam\n",
    "2026-11-23T17:19:26+00:00 rejected inbound id=1xVXhO-00002Y-1N from=lee@shop.example host=mx.shop.example ip=198.51.100.68 phase=end-of-data | Your message looks like spam\n" },
  { "message-too-big",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N rejected from <lee@shop.example> H=mx.shop.example [198.51.100.68]:41234 P=esmtps: message too big: read=52428801 max=52428800\n",
    "2026-11-23T17:19:26+00:00 rejected inbound id=1xVXhO-00002Y-1N from=lee@shop.example host=mx.shop.example ip=198.51.100.68 | message too big: read=52428801 max=52428800\n" },
  { "mail-from-size",
    "2026-11-23 17:19:26 rejected MAIL FROM:<> H=mx.shop.example [198.51.100.68]:41234: message too big\n",
    "2026-11-23T17:19:26+00:00 rejected inbound from=<> host=mx.shop.example ip=198.51.100.68 phase=mail | message too big\n" },
  { "helo",
    "2026-11-23 17:19:26 H=[198.51.100.66]:41234 rejected EHLO or HELO bakery.example: Forged HELO\n",
    "2026-11-23T17:19:26+00:00 rejected inbound ip=198.51.100.66 phase=helo | Forged HELO\n" },
  { "connect",
    "2026-11-23 17:19:26 H=[198.51.100.66]:41234 rejected connection in \"connect\" ACL: listed\n",
    "2026-11-23T17:19:26+00:00 rejected inbound ip=198.51.100.66 phase=connect | listed\n" },
  { "password",
    "2026-11-23 17:19:26 dovecot_login authenticator failed for (WIN-7) [198.51.100.66]:41234: 535 Incorrect authentication data (set_id=info@bakery.example)\n",
    "2026-11-23T17:19:26+00:00 rejected inbound ip=198.51.100.66 | dovecot_login authenticator failed for (WIN-7) [198.51.100.66]:41234: 535 Incorrect authentication data (set_id=info@bakery.example)\n" },
  { "too-many-errors",
    "2026-11-23 17:19:26 SMTP call from (x) [198.51.100.66]:41234 dropped: too many syntax or protocol errors (last command was \"GET / HTTP/1.1\")\n",
    "2026-11-23T17:19:26+00:00 rejected inbound ip=198.51.100.66 | SMTP call from (x) [198.51.100.66]:41234 dropped: too many syntax or protocol errors (last command was \"GET / HTTP/1.1\")\n" },
  { "synchronization",
    "2026-11-23 17:19:26 SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from H=[198.51.100.66]:41234 input=\"\\026\\003\\001\"\n",
    "2026-11-23T17:19:26+00:00 rejected inbound ip=198.51.100.66 | SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from H=[198.51.100.66]:41234 input=\"\026\003\001\"\n" },
  { "too-many-connections",
    "2026-11-23 17:19:26 Connection from [198.51.100.66]:41234 refused: too many connections\n",
    "2026-11-23T17:19:26+00:00 rejected inbound ip=198.51.100.66 | Connection from [198.51.100.66]:41234 refused: too many connections\n" },
};

/* Nothing of these was refused by this server, or not what the words say. */
static const LogTestingRow near_misses[] = {
  { "callout-text-names-rejection",
    "2026-11-23 17:19:26 H=mx.shop.example [198.51.100.68]:41234 F=<lee@shop.example> rejected RCPT <info@bakery.example>: Sender verify failed: mail server rejected our probe\n",
    "2026-11-23T17:19:26+00:00 rejected inbound from=lee@shop.example to=info@bakery.example host=mx.shop.example ip=198.51.100.68 phase=rcpt | Sender verify failed: mail server rejected our probe\n" },
  { "warning-is-no-refusal",
    "2026-11-23 17:19:26 H=mx.shop.example [198.51.100.68]:41234 Warning: \"mail would be rejected by the strict filter\"\n",
    "" },
  { "remote-words-are-no-refusal",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N H=mx1.partner.example [203.0.113.31]: SMTP error from remote mail server after end of data: 451 4.7.1 Message temporarily rejected by policy\n"
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N H=mx2.partner.example [203.0.113.32] TLS error on connection (recv): rejected by peer\n"
    "2026-11-23 17:19:28 1xVXhO-00002Y-1N => kim@partner.example R=dnslookup T=remote_smtp H=mx3.partner.example [203.0.113.33] C=\"250 ok\"\n",
    "2026-11-23T17:19:28+00:00 delivered id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example host=mx3.partner.example ip=203.0.113.33 code=250 | 250 ok\n" },
  { "dull",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26 no host name found for IP address 198.51.100.66\n"
    "2026-11-23 17:19:26 SMTP connection from [198.51.100.66]:41234 (TCP/IP connection count = 1)\n"
    "2026-11-23 17:19:26 SMTP command timeout on connection from [198.51.100.66]:41234\n"
    "2026-11-23 17:19:26 unexpected disconnection while reading SMTP command from [198.51.100.66]:41234 D=1s\n"
    "2026-11-23 17:19:26 TLS error on connection from [198.51.100.66]:41234 (gnutls_handshake): no cipher suites\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N DKIM: d=shop.example s=mail c=relaxed/relaxed a=rsa-sha256 [verification succeeded]\n"
    "2026-11-23 17:19:26 cwd=/home/bakery/public_html 3 args: /usr/sbin/sendmail -t -i\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N Sender identification U=bakery D=bakery.example S=anna@bakery.example\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N SMTP connection outbound 1795454366 1xVXhO-00002Y-1N bakery.example kim@partner.example\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N no immediate delivery: queued by ACL\n"
    "2026-11-23 17:19:26 Start queue run: pid=4711\n"
    "2026-11-23 17:19:26 End queue run: pid=4711\n"
    "2026-11-23 17:19:26 exim 4.96 daemon started: pid=1, -q1h, listening for SMTP on port 25\n",
    "" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/exim-refusals/refused", refused, G_N_ELEMENTS (refused));
  log_testing_add_rows ("/logs/exim-refusals/near-misses", near_misses, G_N_ELEMENTS (near_misses));
  return g_test_run ();
}
