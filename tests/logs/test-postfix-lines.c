/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Single lines of Postfix about mail that goes out. */

#include "log-testing.h"

/* The reply, its codes and its stage; the server, or that there was none. */
static const LogTestingRow lines[] = {
  { "ipv6-relay",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx6.partner.example[2001:db8:40::25]:25, delay=1, delays=0/0/0.5/0.5, dsn=5.7.1, status=bounced (host mx6.partner.example[2001:db8:40::25] said: 550 5.7.1 no PTR record for 2001:db8:7::2 (in reply to MAIL FROM command))\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=kim@partner.example host=mx6.partner.example ip=2001:db8:40::25 code=550 enhanced=5.7.1 dsn=5.7.1 phase=mail | host mx6.partner.example[2001:db8:40::25] said: 550 5.7.1 no PTR record for 2001:db8:7::2 (in reply to MAIL FROM command)\n" },
  { "ipv6-unreachable",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: connect to mx.partner.example[2001:db8:40::25]:25: Network is unreachable\n"
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.partner.example[2001:db8:40::25]:25: Network is unreachable)\n",
    "2026-11-23T17:19:27+00:00 deferred unreached id=4F3A81C0E2 to=kim@partner.example dsn=4.4.1 phase=connect last-host=mx.partner.example last-ip=2001:db8:40::25 | connect to mx.partner.example[2001:db8:40::25]:25: Network is unreachable\n" },
  { "greeting-refused-in-two-lines",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/1/0, dsn=4.0.0, status=deferred (host mx.partner.example[203.0.113.31] refused to talk to me: 554-mx.partner.example 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.)\n",
    "2026-11-23T17:19:27+00:00 deferred id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=554 dsn=4.0.0 phase=connect | host mx.partner.example[203.0.113.31] refused to talk to me: 554-mx.partner.example 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.\n" },
  { "lost-connection",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/1/0, dsn=4.4.2, status=deferred (lost connection with mx.partner.example[203.0.113.31] while receiving the initial server greeting)\n",
    "2026-11-23T17:19:27+00:00 deferred id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 dsn=4.4.2 phase=connect | lost connection with mx.partner.example[203.0.113.31] while receiving the initial server greeting\n" },
  { "conversation-timed-out",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=301, delays=0/0/1/300, dsn=4.4.2, status=deferred (conversation with mx.partner.example[203.0.113.31] timed out while sending end of data -- message may be sent more than once)\n",
    "2026-11-23T17:19:27+00:00 deferred id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 dsn=4.4.2 phase=end-of-data | conversation with mx.partner.example[203.0.113.31] timed out while sending end of data -- message may be sent more than once\n" },
  { "no-such-domain",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partnr.example>, relay=none, delay=0.3, delays=0/0/0.3/0, dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name=partnr.example type=AAAA: Host not found)\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=kim@partnr.example dsn=5.4.4 | Host or domain name not found. Name service error for name=partnr.example type=AAAA: Host not found\n" },
  { "dns-trouble",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=none, delay=0.3, delays=0/0/0.3/0, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name=partner.example type=MX: Host not found, try again)\n",
    "2026-11-23T17:19:27+00:00 deferred id=4F3A81C0E2 to=kim@partner.example dsn=4.4.3 | Host or domain name not found. Name service error for name=partner.example type=MX: Host not found, try again\n" },
  { "null-mx",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@parked.example>, relay=none, delay=0.3, delays=0/0/0.3/0, dsn=5.1.0, status=bounced (Domain parked.example does not accept mail (nullMX))\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=kim@parked.example dsn=5.1.0 | Domain parked.example does not accept mail (nullMX)\n" },
  { "loop-to-self",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=none, delay=0.3, delays=0/0/0.3/0, dsn=5.4.6, status=bounced (mail for partner.example loops back to myself)\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=kim@partner.example dsn=5.4.6 | mail for partner.example loops back to myself\n" },
  { "too-large",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/1/0, dsn=5.3.4, status=bounced (message size 31457280 exceeds size limit 10485760 of server mx.partner.example[203.0.113.31])\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 dsn=5.3.4 | message size 31457280 exceeds size limit 10485760 of server mx.partner.example[203.0.113.31]\n" },
  { "tls-required",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/1/0, dsn=4.7.4, status=deferred (TLS is required, but was not offered by host mx.partner.example[203.0.113.31])\n",
    "2026-11-23T17:19:27+00:00 deferred id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 dsn=4.7.4 | TLS is required, but was not offered by host mx.partner.example[203.0.113.31]\n" },
  { "smarthost-password",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=smtp.relayhost.example[203.0.113.50]:587, delay=1, delays=0/0/1/0, dsn=4.7.8, status=deferred (SASL authentication failed; server smtp.relayhost.example[203.0.113.50] said: 535 5.7.8 Error: authentication failed: wrong password)\n",
    "2026-11-23T17:19:27+00:00 deferred id=4F3A81C0E2 to=kim@partner.example host=smtp.relayhost.example ip=203.0.113.50 code=535 enhanced=5.7.8 dsn=4.7.8 | SASL authentication failed; server smtp.relayhost.example[203.0.113.50] said: 535 5.7.8 Error: authentication failed: wrong password\n" },
  { "local-unknown",
    "Nov 23 17:19:27 mail postfix/local[2104]: 4F3A81C0E2: to=<info@bakery.example>, relay=local, delay=0.1, delays=0/0/0/0.1, dsn=5.1.1, status=bounced (unknown user: \"info\")\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=info@bakery.example dsn=5.1.1 | unknown user: \"info\"\n" },
  { "pipe-output",
    "Nov 23 17:19:27 mail postfix/pipe[2104]: 4F3A81C0E2: to=<help@bakery.example>, relay=ticket, delay=0.1, delays=0/0/0/0.1, dsn=5.3.0, status=bounced (Command died with status 2: \"/usr/local/bin/ticket\". Command output: cannot open queue (no such file))\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=help@bakery.example dsn=5.3.0 | Command died with status 2: \"/usr/local/bin/ticket\". Command output: cannot open queue (no such file)\n" },
  { "lmtp-over-quota",
    "Nov 23 17:19:27 mail postfix/lmtp[2104]: 4F3A81C0E2: to=<info@bakery.example>, relay=mail.bakery.example[private/dovecot-lmtp], delay=0.1, delays=0/0/0/0.1, dsn=4.2.2, status=deferred (host mail.bakery.example[private/dovecot-lmtp] said: 452 4.2.2 <info@bakery.example> Quota exceeded (mailbox for user is full) (in reply to end of DATA command))\n",
    "2026-11-23T17:19:27+00:00 deferred id=4F3A81C0E2 to=info@bakery.example code=452 enhanced=4.2.2 dsn=4.2.2 phase=end-of-data | host mail.bakery.example[private/dovecot-lmtp] said: 452 4.2.2 <info@bakery.example> Quota exceeded (mailbox for user is full) (in reply to end of DATA command)\n" },
  { "reply-quotes-postfix",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=gw.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host gw.partner.example[203.0.113.31] said: 550 5.1.1 host inner[10.0.0.5] said: 550 5.1.1 unknown (in reply to RCPT TO command) (in reply to end of DATA command))\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=kim@partner.example host=gw.partner.example ip=203.0.113.31 code=550 enhanced=5.1.1 dsn=5.1.1 phase=end-of-data | host gw.partner.example[203.0.113.31] said: 550 5.1.1 host inner[10.0.0.5] said: 550 5.1.1 unknown (in reply to RCPT TO command) (in reply to end of DATA command)\n" },
  { "control-characters",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mx.partner.example[203.0.113.31] said: 554 line one#012line two#011tab (in reply to end of DATA command))\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=554 dsn=5.0.0 phase=end-of-data | host mx.partner.example[203.0.113.31] said: 554 line one / line two\ttab (in reply to end of DATA command)\n" },
  { "verify-probe",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=undeliverable (host mx.partner.example[203.0.113.31] said: 550 5.1.1 unknown (in reply to RCPT TO command))\n"
    "Nov 23 17:19:28 mail postfix/smtp[2104]: 5A1B2C3D4E: to=<lee@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=2.1.5, status=deliverable (250 2.1.5 Ok)\n",
    "2026-11-23T17:19:27+00:00 undeliverable id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=550 enhanced=5.1.1 dsn=5.1.1 phase=rcpt | host mx.partner.example[203.0.113.31] said: 550 5.1.1 unknown (in reply to RCPT TO command)\n"
    "2026-11-23T17:19:28+00:00 deliverable id=5A1B2C3D4E to=lee@partner.example host=mx.partner.example ip=203.0.113.31 code=250 enhanced=2.1.5 dsn=2.1.5 | 250 2.1.5 Ok\n" },
  { "discard-transport",
    "Nov 23 17:19:27 mail postfix/discard[2104]: 4F3A81C0E2: to=<noreply@bakery.example>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (bakery.example)\n",
    "2026-11-23T17:19:27+00:00 discarded id=4F3A81C0E2 to=noreply@bakery.example dsn=2.0.0 | bakery.example\n" },
  { "statistics-is-no-message",
    "Nov 23 17:19:26 mail postfix/anvil[12]: statistics: max connection rate 1/60s for (smtp:203.0.113.9) at Nov 23 17:16:00\n"
    "Nov 23 17:19:26 mail postfix/anvil[12]: statistics: max cache size 2 at Nov 23 17:16:00\n"
    "Nov 23 17:19:26 mail postfix/scache[13]: statistics: start interval Nov 23 17:15:00\n",
    "" },
  { "journalctl-iso",
    "2026-11-23T17:19:27.123456+01:00 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.partner.example[203.0.113.31] said: 550 5.1.1 unknown (in reply to RCPT TO command))\n",
    "2026-11-23T17:19:27.123+01:00 failed id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=550 enhanced=5.1.1 dsn=5.1.1 phase=rcpt | host mx.partner.example[203.0.113.31] said: 550 5.1.1 unknown (in reply to RCPT TO command)\n" },
  { "journalctl-json-short-iso-precise",
    "2026-11-23T17:19:27+0100 mail postfix/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=none, delay=1, delays=0/0/0/1, dsn=5.1.0, status=bounced (Domain partner.example does not accept mail (nullMX))\n",
    "2026-11-23T17:19:27+01:00 failed id=4F3A81C0E2 to=kim@partner.example dsn=5.1.0 | Domain partner.example does not accept mail (nullMX)\n" },
  { "smtputf8",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<büro@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.6.7, status=bounced (SMTPUTF8 is required, but was not offered by host mx.partner.example[203.0.113.31])\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=büro@partner.example host=mx.partner.example ip=203.0.113.31 dsn=5.6.7 | SMTPUTF8 is required, but was not offered by host mx.partner.example[203.0.113.31]\n" },
  { "second-instance-two-digit-day",
    "Nov  3 07:09:05 mail postfix-out/smtp[2104]: 4F3A81C0E2: to=<kim@partner.example>, relay=mx.partner.example[203.0.113.31]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.partner.example[203.0.113.31] said: 550 5.1.1 unknown (in reply to RCPT TO command))\n",
    "2026-11-03T07:09:05+00:00 failed id=4F3A81C0E2 to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=550 enhanced=5.1.1 dsn=5.1.1 phase=rcpt | host mx.partner.example[203.0.113.31] said: 550 5.1.1 unknown (in reply to RCPT TO command)\n" },
  { "quoted-recipient",
    "Nov 23 17:19:27 mail postfix/smtp[2104]: 4F3A81C0E2: to=<\"kim, lee\"@partner.example>, relay=none, delay=1, delays=0/0/0/1, dsn=5.1.3, status=bounced (bad address syntax)\n",
    "2026-11-23T17:19:27+00:00 failed id=4F3A81C0E2 to=\"kim, lee\"@partner.example dsn=5.1.3 | bad address syntax\n" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/postfix-lines/lines", lines, G_N_ELEMENTS (lines));
  return g_test_run ();
}
