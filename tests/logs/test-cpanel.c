/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hosts with cPanel see: its own limits, its tables copied from a browser. */

#include "log-testing.h"

/* Limits and holds of the host are told apart from refusals of other servers. */
static const LogTestingRow limits[] = {
  { "cpanel-hourly-limit-at-the-door",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= anna@bakery.example H=laptop.bakery.example (laptop) [198.51.100.20]:50112 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=dovecot_login:anna@bakery.example S=4821 id=8c1f@bakery.example T=\"Newsletter\" for kim@partner.example\n"
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N Sender identification U=bakery D=bakery.example S=anna@bakery.example\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example R=enforce_mail_permissions : Domain bakery.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded.\n"
    "2026-11-23 17:19:26 1xVXhP-00003A-0b <= <> R=1xVXhO-00002Y-1N U=mailnull P=local S=6004 T=\"Mail delivery failed: returning message to sender\" for anna@bakery.example\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N Completed\n"
    "2026-11-23 17:19:26 1xVXhP-00003A-0b => anna <anna@bakery.example> R=virtual_user T=dovecot_virtual_delivery C=\"250 2.0.0 <anna@bakery.example> aBc Saved\"\n"
    "2026-11-23 17:19:26 1xVXhP-00003A-0b Completed\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Domain bakery.example has exceeded the max emails per hour (151/150 (100%)) allowed.  Message discarded.\n"
    "2026-11-23T17:19:26+00:00 delivered id=1xVXhP-00003A-0b from=<> to=anna original=anna@bakery.example code=250 enhanced=2.0.0 | 250 2.0.0 <anna@bakery.example> aBc Saved\n" },
  { "cpanel-web-script",
    "2026-11-23 17:19:25 1xVXhO-00002Y-1N <= bakery@host1.webhost.example U=bakery P=local S=700 T=\"New contact\" for info@bakery.example\n"
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** info@mailhouse.example <info@bakery.example> F=<bakery@host1.webhost.example> R=lookuphost T=remote_smtp H=mx.mailhouse.example [203.0.113.21] I=[198.51.100.7]:41200 X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes : SMTP error from remote mail server after pipelined end of data: 550-5.7.26 Your email has been blocked because the sender is unauthenticated.\\n550-5.7.26 DKIM = did not pass\\n550 5.7.26 SPF [host1.webhost.example] with ip: [198.51.100.7] = did not pass\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=bakery@host1.webhost.example to=info@mailhouse.example original=info@bakery.example host=mx.mailhouse.example ip=203.0.113.21 code=550 enhanced=5.7.26 phase=end-of-data | SMTP error from remote mail server after pipelined end of data: 550-5.7.26 Your email has been blocked because the sender is unauthenticated. / 550-5.7.26 DKIM = did not pass / 550 5.7.26 SPF [host1.webhost.example] with ip: [198.51.100.7] = did not pass\n" },
  { "cpanel-outgoing-hold",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N == kim@partner.example R=enforce_mail_permissions defer (-1): \"Domain bakery.example has an outgoing mail hold\"\n",
    "2026-11-23T17:19:26+00:00 deferred id=1xVXhO-00002Y-1N to=kim@partner.example | \"Domain bakery.example has an outgoing mail hold\"\n" },
  { "cpanel-manualroute-smarthost",
    "2026-11-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example R=smarthost T=remote_smtp_smart_dkim H=smtp.relayhost.example [203.0.113.50] X=TLS1.2:ECDHE-RSA-AES128-GCM-SHA256:128 CV=yes A=smarthost_login: SMTP error from remote mail server after MAIL FROM:<anna@bakery.example> SIZE=5845: 553 5.7.1 <anna@bakery.example>: Sender address rejected: not owned by user relay1\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example host=smtp.relayhost.example ip=203.0.113.50 code=553 enhanced=5.7.1 phase=mail | SMTP error from remote mail server after MAIL FROM:<anna@bakery.example> SIZE=5845: 553 5.7.1 <anna@bakery.example>: Sender address rejected: not owned by user relay1\n" },
};

/* Track Delivery, with a head or without; what is no such table is left alone. */
static const LogTestingRow tables[] = {
  { "head-then-rows",
    "Event\tFrom Address\tSender\tSent Time\tSpam Score\tRecipient\tResult\tActions\n"
    "error\tanna@bakery.example\tbakery\tNov 23, 2026, 5:19:26 PM\t-0.2\tkim@partner.example\tSMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550 5.1.1 User unknown\t\n"
    "deferred\tanna@bakery.example\tbakery\tNov 23, 2026, 5:20:00 PM\t\tlee@partner.example\tretry time not reached for any host for 'partner.example'\t\n"
    "success\tanna@bakery.example\tbakery\tNov 24, 2026, 12:00:01 AM\t\tmax@mailhouse.example\tAccepted\t\n"
    "rejected\twin@casino.example\t-remote-\tNov 24, 2026, 12:30:00 PM\t\tinfo@bakery.example\t\"JunkMail rejected - (casino.example) [198.51.100.66] is in an RBL\"\t\n"
    "in progress\tanna@bakery.example\tbakery\tNov 24, 2026, 1:00:00 PM\t\tben@partner.example\tMessage accepted\t\n",
    "2026-11-23T17:19:26+00:00 failed from=anna@bakery.example to=kim@partner.example code=550 enhanced=5.1.1 phase=rcpt | SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550 5.1.1 User unknown\n"
    "2026-11-23T17:20:00+00:00 deferred from=anna@bakery.example to=lee@partner.example | retry time not reached for any host for 'partner.example'\n"
    "2026-11-24T00:00:01+00:00 delivered from=anna@bakery.example to=max@mailhouse.example | Accepted\n"
    "2026-11-24T12:30:00+00:00 rejected inbound from=win@casino.example to=info@bakery.example | \"JunkMail rejected - (casino.example) [198.51.100.66] is in an RBL\"\n"
    "2026-11-24T13:00:00+00:00 queued from=anna@bakery.example to=ben@partner.example | Message accepted\n" },
  { "head-with-swapped-columns",
    "Result\tRecipient\tSent Time\tEvent\tFrom Address\n"
    "550 5.1.1 no such user\tkim@partner.example\t23.11.2026, 17:19:26\tfailure\tanna@bakery.example\n"
    "452 4.2.2 mailbox full\tlee@partner.example\t23.11.2026, 17:20:26\tdeferred\tanna@bakery.example\n",
    "2026-11-23T17:19:26+00:00 failed from=anna@bakery.example to=kim@partner.example code=550 enhanced=5.1.1 | 550 5.1.1 no such user\n"
    "2026-11-23T17:20:26+00:00 deferred from=anna@bakery.example to=lee@partner.example code=452 enhanced=4.2.2 | 452 4.2.2 mailbox full\n" },
  { "pipes",
    "| error | anna@bakery.example | 2026-11-23 17:19:26 | kim@partner.example | 550 5.7.1 Message blocked |\n",
    "2026-11-23T17:19:26+00:00 failed from=anna@bakery.example to=kim@partner.example code=550 enhanced=5.7.1 | 550 5.7.1 Message blocked\n" },
  { "american-date-nobody-can-order",
    "error\tanna@bakery.example\t03/04/2026 5:19 PM\tkim@partner.example\t550 5.7.1 Message blocked\n",
    "" },
  { "american-date",
    "error\tanna@bakery.example\t11/23/2026 5:19 PM\tkim@partner.example\t550 5.7.1 Message blocked\n",
    "2026-11-23T17:19:00+00:00 failed from=anna@bakery.example to=kim@partner.example code=550 enhanced=5.7.1 | 550 5.7.1 Message blocked\n" },
  { "noon-and-midnight",
    "error\tanna@bakery.example\tNov 23, 2026, 12:05:00 PM\tkim@partner.example\t550 5.7.1 Message blocked\n"
    "error\tanna@bakery.example\tNov 23, 2026, 12:05:00 AM\tkim@partner.example\t550 5.7.1 Message blocked\n",
    "2026-11-23T12:05:00+00:00 failed from=anna@bakery.example to=kim@partner.example code=550 enhanced=5.7.1 | 550 5.7.1 Message blocked\n"
    "2026-11-23T00:05:00+00:00 failed from=anna@bakery.example to=kim@partner.example code=550 enhanced=5.7.1 | 550 5.7.1 Message blocked\n" },
  { "sentence-with-tabs",
    "Please call\tme back\tat 5 today\n",
    "" },
  { "spreadsheet-of-customers",
    "Name\tMail\tTown\n"
    "Kim\tkim@partner.example\tAachen\n",
    "" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/cpanel/limits", limits, G_N_ELEMENTS (limits));
  log_testing_add_rows ("/logs/cpanel/tables", tables, G_N_ELEMENTS (tables));
  return g_test_run ();
}
