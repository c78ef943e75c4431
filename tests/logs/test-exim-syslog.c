/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exim in a system log: with its own stamp or without, cut in pieces. */

#include "log-testing.h"

/* The pieces of one process belong together, whatever others write between them. */
static const LogTestingRow syslog[] = {
  { "exim-in-syslog-without-own-stamp",
    "Nov 23 17:19:25 host1 exim[4501]: 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "Nov 23 17:19:26 host1 exim[4502]: 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "exim-in-syslog-with-own-stamp",
    "Nov 23 18:19:25 host1 exim[4501]: 2026-11-23 17:19:25 +0000 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "Nov 23 18:19:26 host1 exim[4502]: 2026-11-23 17:19:26 +0000 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "exim-in-syslog-cut-in-three",
    "Nov 23 17:19:26 host1 exim[4502]: [1/3] 1xVXhO-00002Y-1N ** kim@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [203.0.113.31]: SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550-5.7.26 This mail has been blocked because \n"
    "Nov 23 17:19:26 host1 exim[4777]: 1xVXhO-00002Z-1O Completed\n"
    "Nov 23 17:19:26 host1 exim[4502]: [2/3] the sender is unauthenticated.\\n550-5.7.26 \n"
    "Nov 23 17:19:26 host1 exim[4502]: [3/3] 550 5.7.26 https://support.mailhouse.example/auth\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example host=mx.partner.example ip=203.0.113.31 code=550 enhanced=5.7.26 phase=rcpt | SMTP error from remote mail server after RCPT TO:<kim@partner.example>: 550-5.7.26 This mail has been blocked because the sender is unauthenticated. / 550-5.7.26 550 5.7.26 https://support.mailhouse.example/auth\n" },
  { "second-half-alone",
    "Nov 23 17:19:26 host1 exim[4502]: [2/2] the sender is unauthenticated.\n"
    "Nov 23 17:19:26 host1 exim[4502]: 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:19:26+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example | Unrouteable address\n" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/exim-syslog/syslog", syslog, G_N_ELEMENTS (syslog));
  return g_test_run ();
}
