/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages whose story is told in several lines of Exim’s main log. */

#include "log-testing.h"

/* Who sent it, what was tried, and how it ended. */
static const LogTestingRow stories[] = {
  { "quoted-sender",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= \"anna the baker\"@bakery.example U=www-data P=local S=700 T=\"Hi\"\n"
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N from=\"anna the baker\"@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "subject-with-quotes-and-flags",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=www-data P=local S=700 T=\"Re: \\\"** urgent **\\\" F=<x@y.example> for all\" for kim@partner.example\n"
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N ** kim@partner.example R=dnslookup T=remote_smtp: all relevant MX records point to non-existent hosts\n",
    "2026-11-23T17:19:27+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | all relevant MX records point to non-existent hosts\n" },
  { "connection-timed-out-with-host-before",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N H=mx1.partner.example [203.0.113.31] Connection timed out\n"
    "2026-11-23 17:21:33 1xVXhO-00002Y-1N H=mx2.partner.example [2001:db8::32] Network is unreachable\n"
    "2026-11-23 17:21:33 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (101): Network is unreachable\n",
    "2026-11-23T17:21:33+00:00 deferred unreached id=1xVXhO-00002Y-1N to=kim@partner.example phase=connect last-host=mx2.partner.example last-ip=2001:db8::32 | Network is unreachable\n" },
  { "unreached-server-then-given-up",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N H=mx1.partner.example [203.0.113.31] Connection timed out\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (110): Connection timed out\n"
    "2026-11-23 17:49:26 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host\n"
    "2026-11-28 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: retry timeout exceeded\n",
    "2026-11-23T17:19:26+00:00 deferred unreached id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example phase=connect last-host=mx1.partner.example last-ip=203.0.113.31 | Connection timed out\n"
    "2026-11-23T17:49:26+00:00 deferred waiting id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example last-host=mx1.partner.example last-ip=203.0.113.31 last=Connection timed out | retry time not reached for any host\n"
    "2026-11-28T17:19:26+00:00 expired id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example last-host=mx1.partner.example last-ip=203.0.113.31 last=Connection timed out | retry timeout exceeded\n" },
  { "backup-server-took-it",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N H=mx1.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 451 4.7.1 Mail from your network is temporarily rejected by our policy\n"
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N => kim@partner.example R=dnslookup T=remote_smtp H=mx2.partner.example [203.0.113.32] C=\"250 2.0.0 Ok: queued as 4Zk1\" QT=2s DT=1s\n"
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N Completed\n",
    "2026-11-23T17:19:27+00:00 delivered id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example host=mx2.partner.example ip=203.0.113.32 code=250 enhanced=2.0.0 | 250 2.0.0 Ok: queued as 4Zk1\n" },
  { "bounce-of-a-bounce-frozen",
    "2026-11-23 17:19:27 1xVXhP-00003A-0b <= <> R=1xVXhO-00002Y-1N U=mailnull P=local S=1998 T=\"Mail delivery failed: returning message to sender\" for nobody@forged.example\n"
    "2026-11-23 17:19:28 1xVXhP-00003A-0b ** nobody@forged.example R=dnslookup T=remote_smtp H=mx.forged.example [203.0.113.40]: SMTP error from remote mail server after RCPT TO:<nobody@forged.example>: 550 No such user\n"
    "2026-11-23 17:19:28 1xVXhP-00003A-0b Frozen (delivery error message)\n"
    "2026-11-23 17:49:28 1xVXhP-00003A-0b Message is frozen\n"
    "2026-11-24 17:49:28 1xVXhP-00003A-0b Unfrozen by errmsg timer\n"
    "2026-11-24 17:49:28 1xVXhP-00003A-0b cancelled by timeout_frozen_after\n"
    "2026-11-24 17:49:28 1xVXhP-00003A-0b Completed\n",
    "2026-11-23T17:19:28+00:00 failed id=1xVXhP-00003A-0b from=<> to=nobody@forged.example host=mx.forged.example ip=203.0.113.40 code=550 phase=rcpt | SMTP error from remote mail server after RCPT TO:<nobody@forged.example>: 550 No such user\n"
    "2026-11-23T17:19:28+00:00 frozen id=1xVXhP-00003A-0b from=<> | delivery error message\n"
    "2026-11-24T17:49:28+00:00 removed id=1xVXhP-00003A-0b from=<> | cancelled by timeout_frozen_after\n" },
  { "frozen-by-hand",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:20:26 1xVXhO-00002Y-1N frozen by root\n",
    "2026-11-23T17:20:26+00:00 frozen id=1xVXhO-00002Y-1N from=anna@bakery.example | frozen by root\n" },
  { "frozen-by-acl-and-thawed",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N frozen by DATA ACL\n"
    "2026-11-23 17:25:26 1xVXhO-00002Y-1N unfrozen by root\n"
    "2026-11-23 17:25:27 1xVXhO-00002Y-1N => kim@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.32] C=\"250 ok\"\n"
    "2026-11-23 17:25:27 1xVXhO-00002Y-1N Completed\n",
    "2026-11-23T17:19:25+00:00 frozen id=1xVXhO-00002Y-1N from=anna@bakery.example | frozen by DATA ACL\n"
    "2026-11-23T17:25:27+00:00 delivered id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.32 code=250 | 250 ok\n" },
  { "removed-by-hand",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:27 1xVXhO-00002Y-1N == kim@partner.example R=dnslookup T=remote_smtp defer (111): Connection refused\n"
    "2026-11-23 18:20:26 1xVXhO-00002Y-1N removed by root\n"
    "2026-11-23 18:20:26 1xVXhO-00002Y-1N Completed\n",
    "2026-11-23T17:19:27+00:00 deferred unreached id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example phase=connect | Connection refused\n"
    "2026-11-23T18:20:26+00:00 removed id=1xVXhO-00002Y-1N from=anna@bakery.example | removed by root\n" },
  { "given-up-by-hand",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 18:20:26 1xVXhO-00002Y-1N ** kim@partner.example: delivery cancelled by administrator\n"
    "2026-11-23 18:20:26 1xVXhO-00002Y-1N Completed\n",
    "2026-11-23T18:20:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | delivery cancelled by administrator\n" },
  { "two-messages-interleaved",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700 T=\"First\"\n"
    "2026-11-23 17:19:25 1xVXhO-00002Z-1O <= ben@bakery.example U=ben P=local S=900 T=\"Second\"\n"
    "2026-11-23 17:19:26 1xVXhO-00002Z-1O == kim@partner.example R=dnslookup T=remote_smtp defer (-44) H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 450 4.2.0 Greylisted\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550 5.7.1 Blocked\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N Completed\n"
    "2026-11-23 17:49:26 1xVXhO-00002Z-1O => kim@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31] C=\"250 ok\"\n"
    "2026-11-23 17:49:26 1xVXhO-00002Z-1O Completed\n",
    "2026-11-23T17:19:26+00:00 deferred id=1xVXhO-00002Z-1O from=ben@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=450 enhanced=4.2.0 phase=rcpt | SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 450 4.2.0 Greylisted\n"
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=550 enhanced=5.7.1 phase=rcpt | SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550 5.7.1 Blocked\n"
    "2026-11-23T17:49:26+00:00 delivered id=1xVXhO-00002Z-1O from=ben@bakery.example to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=250 | 250 ok\n" },
  { "one-message-many-ends",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N => a@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31] C=\"250 ok\"\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N -> b@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31] C=\"250 ok\"\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** c@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<c@partner.example>: 550 5.1.1 unknown\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N == d@partner.example R=dnslookup T=remote_smtp defer (-44) H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<d@partner.example>: 452 4.2.2 full\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N == d@partner.example R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host\n"
    "2026-11-28 17:19:26 1xVXhO-00002Y-1N ** d@partner.example: retry timeout exceeded\n"
    "2026-11-28 17:19:26 1xVXhO-00002Y-1N Completed\n",
    "2026-11-23T17:19:26+00:00 delivered id=1xVXhO-00002Y-1N from=anna@bakery.example to=a@partner.example host=mx.partner.example ip=203.0.113.31 code=250 | 250 ok\n"
    "2026-11-23T17:19:26+00:00 delivered id=1xVXhO-00002Y-1N from=anna@bakery.example to=b@partner.example host=mx.partner.example ip=203.0.113.31 code=250 | 250 ok\n"
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=c@partner.example host=mx.partner.example ip=203.0.113.31 code=550 enhanced=5.1.1 phase=rcpt | SMTP error from remote mail server after RCPT TO:<c@partner.example>: 550 5.1.1 unknown\n"
    "2026-11-23T17:19:26+00:00 deferred id=1xVXhO-00002Y-1N from=anna@bakery.example to=d@partner.example host=mx.partner.example ip=203.0.113.31 code=452 enhanced=4.2.2 phase=rcpt | SMTP error from remote mail server after RCPT TO:<d@partner.example>: 452 4.2.2 full\n"
    "2026-11-23T17:19:26+00:00 deferred waiting id=1xVXhO-00002Y-1N from=anna@bakery.example to=d@partner.example last-host=mx.partner.example last-ip=203.0.113.31 last=SMTP error from remote mail server after RCPT TO:<d@partner.example>: 452 4.2.2 full | retry time not reached for any host\n"
    "2026-11-28T17:19:26+00:00 expired id=1xVXhO-00002Y-1N from=anna@bakery.example to=d@partner.example last-host=mx.partner.example last-ip=203.0.113.31 last=SMTP error from remote mail server after RCPT TO:<d@partner.example>: 452 4.2.2 full | retry timeout exceeded\n" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/exim-stories/stories", stories, G_N_ELEMENTS (stories));
  return g_test_run ();
}
