#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""redeliver-cli log: what counts is how a mail ended, not what was tried on the way."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from cli_testing import PATIENCE

CLI = os.environ["REDELIVER_CLI"]
ID = "1xVXhO-00002Y-1N"
OTHER = "1xVXhO-00002Z-1O"


def line(minute, words, queue_id=ID):
    return f"2026-11-23 17:{minute:02}:26 +0000 {queue_id} {words}\n"


ARRIVAL = line(19, "<= anna@bakery.example U=anna P=local S=700")
REFUSED = "== kim@partner.example R=r T=t defer (111): Connection refused"
FULL = ("== kim@partner.example R=r T=t defer (-44) H=mx.partner.example [203.0.113.31]: SMTP error from remote "
        "mail server after RCPT TO:<kim@partner.example>: 452 4.2.2 mailbox full")
WAITS = "== kim@partner.example R=r T=t defer (-54): retry time not reached for any host"
SENT = "=> kim@partner.example R=r T=t H=mx.partner.example [203.0.113.31] C=\"250 ok\""
UNKNOWN = line(55, "** lee@partner.example R=r: Unrouteable address", OTHER)


def run(text, *arguments, check=None):
    done = subprocess.run([CLI, "log", *map(str, arguments), "-"], input=text.encode(), capture_output=True, timeout=PATIENCE)
    if check is not None and done.returncode != check:
        raise AssertionError(f"exit code {done.returncode}, not {check}: {done.stderr.decode()}")
    return done.stdout.decode()


def counts(text):
    """The numbers at the head of the text, by their labels."""
    return {label.strip(): int(number) for label, number in re.findall(r"^  (\D+?)\s{2,}(\d+)$", text, re.M)}


def causes(text):
    found = re.search(r"^Why mail did not arrive\n((?:  .*\n)+)", text, re.M)
    return found.group(1) if found else ""


class Ends(unittest.TestCase):
    def test_tried_and_delivered(self):
        text = run(ARRIVAL + line(20, REFUSED) + line(30, REFUSED) + line(40, REFUSED) + line(50, SENT), check=0)
        self.assertEqual(counts(text), {"Delivered": 1})
        self.assertEqual(causes(text), "")
        self.assertNotIn("kim@partner.example", text)

    def test_tried_and_still_waiting(self):
        text = run(ARRIVAL + line(20, REFUSED) + line(30, REFUSED) + line(40, FULL), check=0)
        self.assertEqual(counts(text), {"Still trying": 1})
        self.assertRegex(causes(text), r"^  1 +Their mailbox is full")
        self.assertEqual(text.count("kim@partner.example  "), 0)
        self.assertEqual(len(re.findall(r"Still trying  kim@partner.example", text)), 1)

    def test_a_wait_does_not_hide_the_reason(self):
        text = run(ARRIVAL + line(20, FULL) + line(30, WAITS) + line(40, WAITS), check=0)
        self.assertEqual(counts(text), {"Still trying": 1})
        self.assertRegex(causes(text), r"^  1 +Their mailbox is full")

    def test_waits_alone(self):
        text = run(line(30, WAITS) + line(40, WAITS), check=0)
        self.assertEqual(counts(text), {"Still trying": 1})

    def test_given_up(self):
        text = run(ARRIVAL + line(20, FULL) + line(50, "** kim@partner.example: retry timeout exceeded"), check=1)
        self.assertEqual(counts(text), {"Given up after days": 1})
        self.assertRegex(causes(text), r"^  1 +Their mailbox is full")

    def test_removed_by_hand(self):
        text = run(ARRIVAL + line(20, REFUSED) + line(30, "removed by root") + line(30, "Completed"), check=0)
        self.assertEqual(counts(text), {"Removed by hand": 1})
        self.assertEqual(causes(text), "")

    def test_frozen_and_thawed(self):
        frozen = ARRIVAL + line(20, "frozen by root")
        self.assertEqual(counts(run(frozen)), {"Frozen": 1})
        self.assertEqual(counts(run(frozen + line(30, "unfrozen by root") + line(31, SENT), check=0)), {"Delivered": 1})

    def test_one_of_two_recipients(self):
        other = "== max@partner.example R=r T=t defer (111): Connection refused"
        text = run(ARRIVAL + line(20, REFUSED) + line(20, other) + line(50, SENT), check=0)
        self.assertEqual(counts(text), {"Delivered": 1, "Still trying": 1})
        self.assertIn("max@partner.example", text)
        self.assertNotIn("kim@partner.example", text)

    def test_same_recipient_of_two_mails(self):
        text = run(ARRIVAL + line(20, REFUSED) + line(21, REFUSED, OTHER) + line(50, SENT), check=0)
        self.assertEqual(counts(text), {"Delivered": 1, "Still trying": 1})

    def test_postfix_gives_up_on_all(self):
        to = ("Nov 23 17:19:26 mail postfix/smtp[5]: 4F3A81C0E2: to=<{}@partner.example>, relay=none, delay=1, delays=0/0/0/1, "
              "dsn=4.4.1, status=deferred (connect to mx.partner.example[203.0.113.31]:25: Connection timed out)\n")
        text = run("Nov 23 17:19:25 mail postfix/qmgr[3]: 4F3A81C0E2: from=<anna@bakery.example>, size=700, nrcpt=2 (queue active)\n"
                   + to.format("kim") + to.format("lee") + to.format("kim") + to.format("lee")
                   + "Nov 28 17:19:26 mail postfix/qmgr[3]: 4F3A81C0E2: from=<anna@bakery.example>, status=expired, returned to sender\n"
                   + "Nov 28 17:19:26 mail postfix/qmgr[3]: 4F3A81C0E2: removed\n", check=1)
        self.assertEqual(counts(text), {"Given up after days": 2})

    def test_delivered_after_the_filter(self):
        """What only is wanted of deferrals is that they last."""
        text = run(ARRIVAL + line(20, REFUSED) + line(50, SENT) + line(51, REFUSED, OTHER), "--deferred", check=0)
        self.assertEqual(counts(text), {"Still trying": 1})

    def test_json_tells_every_line(self):
        lines = run(ARRIVAL + line(20, REFUSED) + line(30, REFUSED) + line(50, SENT), "--format=ndjson", check=0).splitlines()
        self.assertEqual(len(lines), 3)

    def test_report(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "log.txt"
            run(ARRIVAL + line(20, REFUSED) + line(30, REFUSED) + line(50, SENT) + UNKNOWN, f"--report={path}", check=1)
            report = path.read_text()
            self.assertIn("1 delivery did not succeed", report)
            self.assertNotIn("kim@partner.example", report)
            self.assertIn("lee@partner.example", report)

    def test_no_report_where_all_went_well(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "log.txt"
            run(ARRIVAL + line(20, REFUSED) + line(50, SENT), f"--report={path}")
            self.assertFalse(path.exists())

    def test_report_of_thousands(self):
        """More retries than are kept leave room for what failed."""
        many = "".join(line(i % 60, f"== u{i}@partner.example R=r T=t defer (111): Connection refused")
                       + line(i % 60, f"=> u{i}@partner.example R=r T=t H=mx.partner.example [203.0.113.31]") for i in range(6000))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "log.txt"
            run(many + UNKNOWN, f"--report={path}", check=1)
            self.assertIn("1 delivery did not succeed", path.read_text())

    def test_since_a_minute(self):
        text = line(20, "** a@partner.example R=r: Unrouteable address") + UNKNOWN
        for since in ("2026-11-23 17:30", "2026-11-23T17:30", "2026-11-23T17:30:00Z", "2026-11-23 17:30:00"):
            with self.subTest(since=since):
                self.assertEqual(counts(run(text, f"--since={since}")), {"Bounced": 1})
        self.assertEqual(counts(run(text, "--since=2026-11-23")), {"Bounced": 2})
        for since in ("2026-11-23 25:00", "17:30", "yesterday", "2026-11"):
            with self.subTest(since=since):
                run(text, f"--since={since}", check=64)


if __name__ == "__main__":
    unittest.main()
