# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: a notice, a folder to work in, and running the program."""

import json
import os
import pathlib
import resource
import subprocess
import tempfile
import unittest

CLI = os.environ["REDELIVER_CLI"]

# Only against hanging; under a sanitizer everything takes longer.
PATIENCE = 60 * int(os.environ.get("REDELIVER_PATIENCE", "1"))

BOUNCE = """Return-Path: <>
From: MAILER-DAEMON@mail.sender.example (Mail Delivery System)
To: info@sender.example
Subject: Undelivered Mail Returned to Sender
Date: Fri, 20 Nov 2026 09:12:44 +0100
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.sender.example.

<bob@shop.example>: host mx.shop.example[203.0.113.77] said: 550 5.1.1
    <bob@shop.example>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.sender.example
X-Postfix-Queue-ID: 4F2A1C0DE
Arrival-Date: Fri, 20 Nov 2026 09:12:40 +0100 (CET)

Final-Recipient: rfc822; bob@shop.example
Original-Recipient: rfc822;bob@shop.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.shop.example
Diagnostic-Code: smtp; 550 5.1.1 <bob@shop.example>: Recipient address
    rejected: User unknown

--b1
Content-Type: message/rfc822

Return-Path: <info@sender.example>
From: Info <info@sender.example>
To: bob@shop.example
Subject: Invoice 2041 for Bob
Message-ID: <20261120@sender.example>
Date: Fri, 20 Nov 2026 09:12:40 +0100

Secret words of the body
--b1--
"""

ORDINARY = "From: Anna <anna@shop.example>\nTo: info@sender.example\nSubject: Lunch\nMessage-ID: <1@x.example>\n\nAt noon?\n"


def run(*arguments, stdin=b"", env=None, limit=None):
    def cap():
        if limit:
            # Sanitizers need memory of their own, terabytes of addresses.
            if os.environ.get("REDELIVER_MEMORY_CAP") != "no":
                resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    return subprocess.run([CLI, *arguments], input=stdin, capture_output=True, check=False, timeout=PATIENCE,
                          env={**os.environ, **(env or {})}, preexec_fn=cap)


class Cli(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, contents):
        path = pathlib.Path(self.folder.name, name)
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return str(path)

    def diagnose(self, *paths, code=None):
        told = run("diagnose", "--format=json", *paths)
        if code is not None:
            self.assertEqual(told.returncode, code, told.stderr)
        self.assertEqual(told.stderr, b"")
        return json.loads(told.stdout)
