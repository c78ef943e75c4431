#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands spf and dkim, answering from recordings: results, exit codes, JSON."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from cli_testing import PATIENCE

CLI = os.environ["REDELIVER_CLI"]

# A key made for this test, and a message signed with it.
KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsY3RagTni+mvJ1GdI+sw8WEVfY6wGqw6PrqjvlaC1ltSrj"
    "5RoUKZYcY9YQUXh2GA4EG0hnFtaftSvWz0aE8FJGWai9qFeyWhSUVcp1E3OA3DzkAFip0y/Bxc8NkS2/LCRW6+VU/E"
    "68GZ76Pinth4dkIlnWDTzWJahQ5COD/l8k+FV8hHKgMRZpFweJlHGRRfG4jZnBaCe72cawyYO8wZlzaLEcoNPoZZ2Q"
    "fA0Gxt8JLSBOmTX+5umsDltmp305EQphtqjvjBuZ/uSDbdTKobDd1RNUyha/FGVwUOVvZ37nvejgQUUn70EmyIv/LT"
    "Rolio9UFrh6do9XMFtX5Dm5IlQIDAQAB"
)
SIGNATURE = (
    "cKPgbeDbZ59zjUpb6cpxDhq8mFJHHJIyTNdvLp1nWUoE+B2PHfJFtlFvLH6a+SQc9hC9rSKXvum3No+1NiKXo49m7B"
    "elXmzSUOLKPjlBTpduJGu35CLTK0ybdv92XaT0OI8GB6eDghafcFkhBcjLh+zmuUmH38KUyT91C0zSEI6URjJflr2z"
    "PyH5xnHxJlhArk12nifgap0m2y1+014b9npNBEAuKTozxLvryfbfysn2V6nhqO83Kw4Qgkf1yG06r+5EebIYYBDiQT"
    "CuxZ7TIPbLCtstfRRaEHZgZP8f08xjo56+ZN9VFfny6Ya8YDsgXVIalv4Ows/xV3elGdEgUA=="
)
MESSAGE = (
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=s2026;"
    " h=from:to:subject; bh=YJC6sFHGk5paEfivUv71xLRk9l6/Mpywbes6g++OLys=; b=" + SIGNATURE + "\r\n"
    "From: Ann <ann@sender.example>\r\n"
    "To: bob@shop.example\r\n"
    "Subject: Hello\r\n"
    "\r\n"
    "Hello Bob\r\n"
)


def answer(name, rr_type, state, *records):
    return json.dumps({
        "id": 1, "question": f"dns {name} {rr_type}", "state": state, "answers": list(records), "ttl": 300,
        "records": [{"owner": name, "type": rr_type, "ttl": 300, "data": record} for record in records],
    })


class Auth(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, contents):
        path = pathlib.Path(self.folder.name, name)
        path.write_bytes(contents.encode())
        return str(path)

    def run_with(self, answers, *arguments, stdin=b""):
        recording = self.file("replay.jsonl", "\n".join(answers) + "\n")
        return subprocess.run([CLI, *arguments, "--replay", recording], input=stdin, capture_output=True,
                              check=False, timeout=PATIENCE)

    def spf(self, record, *arguments, state="found"):
        answers = [answer("sender.example", "TXT", state, *([f'"{record}"'] if record else []))]
        return self.run_with(answers, "spf", "--ip", "192.0.2.1", "--mail-from", "ann@sender.example", *arguments)

    def dkim(self, message, *records, state="found"):
        answers = [answer("s2026._domainkey.sender.example", "TXT", state, *(f'"{r[:250]}" "{r[250:]}"' for r in records))]
        path = self.file("message.eml", message)
        return self.run_with(answers, "dkim", path, "--format", "json")

    def test_spf_pass(self):
        done = self.spf("v=spf1 ip4:192.0.2.1 -all", "--format", "json")
        result = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(result["schema"], "redeliver.spf/1")
        self.assertEqual(result["result"], "pass")
        self.assertEqual(result["lookups"], 0)
        self.assertEqual([step["term"] for step in result["trace"]], ["ip4:192.0.2.1"])

    def test_spf_fail_in_words(self):
        done = self.spf("v=spf1 ip4:203.0.113.9 -all")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"fail", done.stdout)
        self.assertIn(b"ip4:203.0.113.9", done.stdout)

    def test_spf_could_not_ask(self):
        done = self.spf("", "--format", "json", state="timeout")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(json.loads(done.stdout)["result"], "temperror")

    def test_spf_not_in_the_recording(self):
        done = self.run_with([answer("other.example", "TXT", "no-data")], "spf", "--ip", "192.0.2.1",
                             "--mail-from", "ann@sender.example", "--format", "json")
        self.assertEqual(done.returncode, 2)

    def test_spf_terminal_safe(self):
        done = self.spf("v=spf1 \\027[31mred -all")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn(b"\x1b[31mred", done.stdout)

    def test_spf_usage(self):
        for arguments in ([], ["--ip", "192.0.2.1"], ["--ip", "nonsense", "--mail-from", "a@b.example"],
                          ["--ip", "192.0.2.1", "--mail-from", "a@b.example", "--format", "xml"],
                          ["--ip", "192.0.2.1", "--mail-from", "a@b.example", "more"]):
            done = subprocess.run([CLI, "spf", *arguments], capture_output=True, check=False, timeout=PATIENCE)
            self.assertEqual(done.returncode, 64, arguments)
            self.assertEqual(done.stdout, b"")

    def test_dkim_pass(self):
        done = self.dkim(MESSAGE, "v=DKIM1; k=rsa; p=" + KEY)
        result = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(result["schema"], "redeliver.dkim/1")
        self.assertEqual(result["signatures"][0]["result"], "pass")
        self.assertEqual(result["signatures"][0]["domain"], "sender.example")
        self.assertEqual(result["signatures"][0]["selector"], "s2026")
        self.assertEqual([f["id"] for f in result["findings"]], ["dkim.pass"])

    def test_dkim_footer(self):
        done = self.dkim(MESSAGE + "-- \r\nscanned\r\n", "v=DKIM1; k=rsa; p=" + KEY)
        result = json.loads(done.stdout)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(result["signatures"][0]["result"], "fail")
        self.assertIn("dkim.body-changed", [f["id"] for f in result["findings"]])

    def test_dkim_no_key(self):
        done = self.dkim(MESSAGE, state="no-such-name")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(json.loads(done.stdout)["signatures"][0]["result"], "permerror")

    def test_dkim_could_not_ask(self):
        done = self.dkim(MESSAGE, state="server-failure")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(json.loads(done.stdout)["signatures"][0]["result"], "temperror")

    def test_dkim_unsigned_from_stdin(self):
        done = self.run_with([answer("x.example", "TXT", "no-data")], "dkim", "-",
                             stdin=b"From: ann@sender.example\n\nHello\n")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"no DKIM signature", done.stdout)

    def test_dkim_of_no_message(self):
        done = self.run_with([answer("x.example", "TXT", "no-data")], "dkim", "-", stdin=b"root:x:0:0\nHello there.\n")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"no message with a header", done.stderr)

    def test_dkim_usage(self):
        for arguments in ([], ["a", "b"], ["/nonexistent/message.eml"]):
            done = subprocess.run([CLI, "dkim", *arguments], capture_output=True, check=False, timeout=PATIENCE)
            self.assertNotEqual(done.returncode, 0, arguments)
            self.assertNotEqual(done.stderr, b"")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
