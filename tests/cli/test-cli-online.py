#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""diagnose --online: what it asks, what it says, and that it asks nothing without."""

import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import unittest

from cli_testing import PATIENCE

CLI = os.environ["REDELIVER_CLI"]

BOUNCE = """Return-Path: <>
From: MAILER-DAEMON@mail.sender.example (Mail Delivery System)
To: owner@sender.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

<bob@shop.example>: host mx.shop.example[192.0.2.25] said: REPLY

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.sender.example

Final-Recipient: rfc822; bob@shop.example
Action: failed
Status: STATUS
Remote-MTA: dns; mx.shop.example
Diagnostic-Code: smtp; REPLY

--b1
Content-Type: message/rfc822

Return-Path: <owner@sender.example>
Received: from mail.sender.example (mail.sender.example [203.0.113.9]) by mx.shop.example; Mon, 2 Nov 2026 10:00:01 +0000
From: Owner <owner@sender.example>
To: <bob@shop.example>
Subject: Invoice 4711
Date: Mon, 2 Nov 2026 10:00:00 +0000
Message-ID: <invoice-4711@sender.example>

Hello Bob
--b1--
"""

SPF_REFUSAL = BOUNCE.replace("STATUS", "5.7.23").replace(
    "REPLY", "550 5.7.23 SPF check failed: 203.0.113.9 is not allowed to send mail for sender.example")
NO_SUCH_DOMAIN = BOUNCE.replace("STATUS", "5.4.4").replace("REPLY", "550 5.4.4 Host or domain name not found for shop.example")
MAILBOX_FULL = BOUNCE.replace("STATUS", "5.2.2").replace("REPLY", "552 5.2.2 Mailbox is full")


def answer(name, rr_type, state, *records):
    return json.dumps({
        "id": 1, "question": f"dns {name} {rr_type}", "state": state, "answers": list(records), "ttl": 300,
        "records": [{"owner": name, "type": rr_type, "ttl": 300, "data": record} for record in records],
    })


def run(*arguments):
    return subprocess.run([CLI, "diagnose", *arguments], capture_output=True, check=False, timeout=PATIENCE)


class Listener:
    """A DNS server that answers nothing and keeps what comes."""

    def __enter__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.packets = []
        self.over = False
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()
        return self

    def listen(self):
        while True:
            try:
                self.packets.append(self.socket.recv(4096))
            except socket.timeout:
                if self.over:
                    return

    def __exit__(self, *_):
        self.over = True
        self.thread.join()
        self.socket.close()


class Online(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, contents):
        path = pathlib.Path(self.folder.name, name)
        path.write_text(contents, encoding="utf-8")
        return str(path)

    def replay(self, message, *answers, form="json"):
        recording = self.file("replay.jsonl", "".join(line + "\n" for line in answers))
        done = run("--online", "--format=" + form, "--replay", recording, self.file("bounce.eml", message))
        self.assertEqual(done.stderr, b"")
        return json.loads(done.stdout)[0] if form == "json" else done.stdout.decode()

    def test_still_true(self):
        record = answer("sender.example", "TXT", "found", '"v=spf1 ip4:192.0.2.1 -all"')
        message = self.replay(SPF_REFUSAL, record)
        self.assertEqual(message["recipients"][0]["confirmation"], "still-true")
        broken = [finding for finding in message["findings"] if finding["state"] == "broken"]
        self.assertTrue(any(finding["id"].startswith("spf.") for finding in broken), broken)
        text = self.replay(SPF_REFUSAL, record, form="text")
        self.assertIn("Checked now", text)
        self.assertRegex(text, r"Still true now +The server 203\.0\.113\.9 is not allowed to send mail for\s+sender\.example \(SPF\)")
        self.assertIn("Not yet: it would be refused again.", " ".join(text.split()))
        self.assertRegex(text, r"Checked now +Still true now\n")
        self.assertRegex(text, r"Value\n +v=spf1 ip4:192\.0\.2\.1 ip4:203\.0\.113\.9 -all\n")
        outcome = message["outcome"]
        self.assertEqual((outcome["confirmation"], outcome["state"], outcome["certainty"]), ("still-true", "broken", "certain"))
        self.assertEqual([statement["confirmation"] for statement in outcome["statements"]], ["still-true"])
        self.assertIn(broken[0]["id"], outcome["statements"][0]["findings"])

    def test_fixed_since(self):
        record = answer("sender.example", "TXT", "found", '"v=spf1 ip4:203.0.113.9 -all"')
        self.assertEqual(self.replay(SPF_REFUSAL, record)["recipients"][0]["confirmation"], "fixed")
        text = self.replay(SPF_REFUSAL, record, form="text")
        self.assertRegex(text, r"Fixed since +The server 203\.0\.113\.9")
        self.assertRegex(text, r"What to do\n +1\. Send the mail again\.\n\n")
        self.assertIn("Yes. What the refusal was about is in order now.", " ".join(text.split()))

    def test_fixed_since_leaves_nothing_to_fix(self):
        path = self.file("bounce.eml", SPF_REFUSAL)
        for sender, code in (("203.0.113.9", 0), ("192.0.2.1", 1)):
            record = self.file("replay.jsonl", answer("sender.example", "TXT", "found", f'"v=spf1 ip4:{sender} -all"') + "\n")
            self.assertEqual(run("--online", "--replay", record, path).returncode, code)

    def test_could_not_check(self):
        message = self.replay(SPF_REFUSAL)
        self.assertEqual(message["recipients"][0]["confirmation"], "unknown")
        self.assertEqual([statement["confirmation"] for statement in message["outcome"]["statements"]], ["unknown"])
        self.assertEqual({finding["state"] for finding in message["findings"]} & {"broken", "weak", "fine"}, set())
        self.assertIn("Could not check", self.replay(SPF_REFUSAL, form="text"))

    def test_domain_of_the_recipient(self):
        gone = [answer("shop.example", kind, "no-such-name") for kind in ("MX", "A", "AAAA", "NS", "SOA", "TXT")]
        message = self.replay(NO_SUCH_DOMAIN, *gone)
        self.assertEqual(message["recipients"][0]["confirmation"], "still-true")

    def test_nothing_to_ask(self):
        message = self.replay(MAILBOX_FULL)
        self.assertEqual(message["recipients"][0]["confirmation"], "none")
        text = self.replay(MAILBOX_FULL, form="text")
        self.assertNotIn("Still true", text)
        self.assertNotIn("outcome", message)

    def test_offline_without_the_option(self):
        path = self.file("bounce.eml", SPF_REFUSAL)
        message = json.loads(run("--format=json", path).stdout)[0]
        self.assertEqual(message["findings"], [])
        self.assertNotIn("confirmation", message["recipients"][0])
        self.assertNotIn("outcome", message)
        self.assertNotIn(b"Checked now", run(path).stdout)
        self.assertEqual(run("--dns-server=127.0.0.1", path).returncode, 64)

    def test_server_that_says_nothing(self):
        with Listener() as listener:
            done = run("--online", "--format=json", "--timeout=1.5", "--dns-server", listener.address,
                       self.file("bounce.eml", SPF_REFUSAL), self.file("again.eml", SPF_REFUSAL))
            self.assertNotEqual(listener.packets, [])
        messages = json.loads(done.stdout)
        self.assertEqual([message["recipients"][0]["confirmation"] for message in messages], ["unknown"] * 2)

    def test_closed_streams(self):
        """What would be said to people does not go to a server in place of them."""
        path = self.file("bounce.eml", SPF_REFUSAL)
        with Listener() as listener:
            for arguments in (("diagnose", "--online", path), ("blocklists", "203.0.113.9"), ("domain", "shop.example")):
                done = subprocess.run(["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", CLI, *arguments, "--evidence=/proc/nonexistent/saved",
                                       "--timeout=1", "--dns-server=" + listener.address], check=False, timeout=PATIENCE)
                self.assertEqual(done.returncode, 2)
        self.assertNotEqual(listener.packets, [])
        strange = [packet for packet in listener.packets if b"redeliver-cli" in packet or b"saved" in packet]
        self.assertEqual(strange, [])

    def test_evidence_is_saved_and_replayed(self):
        saved = os.path.join(self.folder.name, "saved.jsonl")
        recording = self.file("replay.jsonl", answer("sender.example", "TXT", "found", '"v=spf1 -all"') + "\n")
        path = self.file("bounce.eml", SPF_REFUSAL)
        first = run("--online", "--format=json", "--replay", recording, "--evidence", saved, path)
        second = run("--online", "--format=json", "--replay", saved, path)
        self.assertEqual(json.loads(first.stdout), json.loads(second.stdout))

    def test_report(self):
        recording = self.file("replay.jsonl", answer("sender.example", "TXT", "found", '"v=spf1 ip4:192.0.2.0/24 -all"') + "\n")
        path = self.file("bounce.eml", SPF_REFUSAL)
        output = os.path.join(self.folder.name, "report.txt")
        done = subprocess.run([CLI, "report", "--online", "--replay", recording, "-o", output, path],
                              capture_output=True, check=False, timeout=PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        text = pathlib.Path(output).read_text()
        for wanted in ("Checked now: Still true now", "Replace the TXT record at sender.example that begins with “v=spf1” by\n    exactly this:\n    v=spf1 ip4:192.0.2.0/24 ip4:203.0.113.9",
                       "dig +short TXT sender.example", "Annex: questions and answers", "[1] dns sender.example TXT\n        NOERROR, TTL 300"):
            self.assertIn(wanted, text)
        with Listener() as listener:
            subprocess.run([CLI, "report", "-o", output, path], capture_output=True, check=True, timeout=PATIENCE)
            self.assertEqual(listener.packets, [])
        self.assertNotIn("Checked now", pathlib.Path(output).read_text())

    def test_report_on_blocklists(self):
        output = os.path.join(self.folder.name, "report.txt")
        subprocess.run([CLI, "blocklists", "--replay", self.file("replay.jsonl", ""), f"--report={output}", "203.0.113.9"],
                       capture_output=True, check=False, timeout=PATIENCE)
        text = pathlib.Path(output).read_text()
        self.assertIn("Report on blocklists", text)
        self.assertIn("What could not be checked", text)
        self.assertNotIn("Not listed at", text)

    def test_evidence_of_all_subjects(self):
        saved = os.path.join(self.folder.name, "saved.jsonl")
        subprocess.run([CLI, "blocklists", "--replay", self.file("replay.jsonl", ""), "--evidence", saved, "203.0.113.9", "203.0.113.10"],
                       capture_output=True, check=False, timeout=PATIENCE)
        questions = [json.loads(line)["question"] for line in pathlib.Path(saved).read_text().splitlines()]
        for reverse in ("9.113.0.203", "10.113.0.203"):
            self.assertTrue(any(question.startswith(f"dnsbl {reverse}.") for question in questions), reverse)
        self.assertEqual(len(questions), len(set(questions)))

    def test_recording_that_is_none(self):
        done = run("--online", "--replay", self.file("bad.jsonl", "{"), self.file("bounce.eml", SPF_REFUSAL))
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"redeliver-cli diagnose:", done.stderr)


if __name__ == "__main__":
    unittest.main()
