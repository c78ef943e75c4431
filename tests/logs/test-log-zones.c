/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stamps of logs: which zone they are in, and what is no stamp. */

#include "log-testing.h"

/* The zone is the one stated; else the one message ids tell; else that of this computer. */
static const LogTestingRow stamps[] = {
  { "syslog-zone-from-id",
    "Nov 23 19:19:25 host1 exim[4501]: 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "Nov 23 19:19:26 host1 exim[4502]: 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T19:19:26+02:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "zone-half-hour-west",
    "2026-11-23 13:49:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 13:49:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T13:49:26-03:30 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "zone-stated-wins",
    "2026-11-23 19:19:25 +0200 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 18:19:26 +0100 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T18:19:26+01:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "slow-reception-tells-nothing",
    "2026-11-23 17:31:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:31:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:31:26+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "milliseconds",
    "2026-11-23 17:19:25.005 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 17:19:26.120 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T17:19:26.120+00:00 failed id=1xVXhO-00002Y-1N from=anna@bakery.example to=kim@partner.example | Unrouteable address\n" },
  { "leap-day",
    "2028-02-29 12:00:00 +0000 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "2028-02-29T12:00:00+00:00 failed id=1xVXhO-00002Y-1N to=kim@partner.example | Unrouteable address\n" },
  { "month-13",
    "2026-13-23 17:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "" },
  { "hour-25",
    "2026-11-23 25:19:26 1xVXhO-00002Y-1N ** kim@partner.example: Unrouteable address\n",
    "" },
  { "syslog-february-30-and-hour-25",
    "Feb 30 17:19:26 mail postfix/local[1]: 4F3A81C0E2: to=<info@bakery.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (unknown user: \"info\")\n"
    "Nov 23 25:19:26 mail postfix/local[1]: 4F3A81C0E2: to=<info@bakery.example>, relay=local, delay=0, delays=0/0/0/0, dsn=5.1.1, status=bounced (unknown user: \"info\")\n",
    "2026-03-02T17:19:26+00:00 failed id=4F3A81C0E2 to=info@bakery.example dsn=5.1.1 | unknown user: \"info\"\n" },
  { "clock-put-back",
    "2026-10-25 02:30:01 1xKm7c-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-10-25 02:30:02 1xKm7a-00002X-1M ** kim@partner.example: Unrouteable address\n"
    "2026-10-25 02:30:01 1xKn3g-00002Z-1O <= anna@bakery.example U=anna P=local S=700\n"
    "2026-10-25 02:30:02 1xKm7a-00002X-1M ** lee@partner.example: Unrouteable address\n",
    "2026-10-25T02:30:02+02:00 failed id=1xKm7a-00002X-1M to=kim@partner.example | Unrouteable address\n"
    "2026-10-25T02:30:02+01:00 failed id=1xKm7a-00002X-1M to=lee@partner.example | Unrouteable address\n" },
  { "refusal-in-the-zone-of-the-log",
    "2026-11-23 19:19:25 1xVXhO-00002Y-1N <= anna@bakery.example U=anna P=local S=700\n"
    "2026-11-23 19:19:30 H=(casino.example) [198.51.100.66]:4455 F=<win@casino.example> rejected RCPT <info@bakery.example>: listed\n"
    "2026-11-23 19:19:31 1xVXgO-00002X-1M ** kim@partner.example: Unrouteable address\n",
    "2026-11-23T19:19:30+02:00 rejected inbound from=win@casino.example to=info@bakery.example ip=198.51.100.66 phase=rcpt | listed\n"
    "2026-11-23T19:19:31+02:00 failed id=1xVXgO-00002X-1M to=kim@partner.example | Unrouteable address\n" },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  log_testing_add_rows ("/logs/zones/stamps", stamps, G_N_ELEMENTS (stamps));
  return g_test_run ();
}
