#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""redeliver-cli log: the JSON contract, filters, packed files, pipes, exit codes, text for people."""

import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from cli_testing import PATIENCE

CLI = os.environ["REDELIVER_CLI"]
LOGS = pathlib.Path(os.environ["LOGS"])

EXIM = """2026-11-23 17:19:25 1xVXhO-00002Y-1N <= s@own.example U=own P=local S=700 T="Hello"
2026-11-23 17:19:26 1xVXhO-00002Y-1N ** gone@b.example R=dnslookup T=remote_smtp H=mx.b.example [203.0.113.10]: \
SMTP error from remote mail server after RCPT TO:<gone@b.example>: 550 5.1.1 <gone@b.example>: User unknown
2026-11-23 17:19:26 1xVXhO-00002Y-1N => ok@b.example R=dnslookup T=remote_smtp H=mx.b.example [203.0.113.10]
2026-11-23 17:19:27 1xVXhO-00002Y-1M == slow@c.example R=dnslookup T=remote_smtp defer (110): Connection timed out
2026-11-23 17:19:28 1xVXhO-00002Y-1L Frozen (delivery error message)
2026-11-23 17:19:28 something else \x1b[31m
"""


def run(*arguments, text=None, check=None):
    data = text.encode() if isinstance(text, str) else text
    done = subprocess.run([CLI, "log", *map(str, arguments)], input=data, capture_output=True, timeout=PATIENCE)
    if check is not None and done.returncode != check:
        raise AssertionError(f"exit code {done.returncode}, not {check}: {done.stderr.decode()}")
    return done


def objects(*arguments, text=None, check=None):
    done = run("--format=ndjson", *arguments, text=text, check=check)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


class Log(unittest.TestCase):
    def test_contract(self):
        found = objects("-", text=EXIM, check=1)
        self.assertEqual([o["status"] for o in found], ["failed", "delivered", "deferred", "frozen"])
        first = found[0]
        expected = {"schema": "redeliver.delivery/1", "time": "2026-11-23T17:19:26+00:00",
                    "queue_id": "1xVXhO-00002Y-1N", "sender": "s@own.example", "recipient": "gone@b.example",
                    "status": "failed", "remote_host": "mx.b.example", "remote_ip": "203.0.113.10",
                    "reply_code": "550", "enhanced": "5.1.1", "phase": "rcpt", "cause": "address-not-found",
                    "subject": "Hello", "line": 2}
        self.assertEqual(expected, {k: first.get(k) for k in expected})
        self.assertIn("User unknown", first["text"])
        self.assertIn(first["owner"], ("you", "host", "dns", "recipient", "recipient-admin", "wait"))
        self.assertNotIn("cause", found[1])

    def test_json_is_an_array(self):
        done = run("--format=json", "-", text=EXIM, check=1)
        self.assertEqual(len(json.loads(done.stdout)), 4)
        done = run("--format=json", "-", text="nothing here\n", check=2)
        self.assertEqual(json.loads(done.stdout), [])

    def test_filters(self):
        def count(*arguments):
            return [o["status"] for o in objects(*arguments, "-", text=EXIM)]
        self.assertEqual(count("--failed"), ["failed"])
        self.assertEqual(count("--deferred"), ["deferred"])
        self.assertEqual(count("--frozen"), ["frozen"])
        self.assertEqual(count("--failed", "--deferred"), ["failed", "deferred"])
        self.assertEqual(count("--address=GONE@b.example"), ["failed"])
        self.assertEqual(count("--address=b.example"), ["failed", "delivered"])
        self.assertEqual(count("--address=s@own.example"), ["failed", "delivered"])
        self.assertEqual(count("--address=one@b.example"), [])
        self.assertEqual(count("--since=2026-11-23T17:19:27Z"), ["deferred", "frozen"])
        self.assertEqual(count("--since=2030-01-01"), [])
        self.assertEqual(count("--type=postfix"), [])

    def test_usage(self):
        for arguments in (["--format=yaml", "-"], ["--type=novel", "-"], ["--since=soon", "-"], ["--bogus", "-"], []):
            done = run(*arguments, text="")
            self.assertEqual(done.returncode, 64, arguments)
            self.assertEqual(done.stdout, b"")
            self.assertTrue(done.stderr)

    def test_text(self):
        done = run("-", text=EXIM, check=1)
        text = done.stdout.decode()
        self.assertIn("Exim main log, 6 lines", text)
        self.assertIn("gone@b.example", text)
        self.assertNotIn("ok@b.example", text)
        self.assertNotIn("\x1b", text)
        self.assertEqual(done.stderr, b"")

    def test_terminal_is_safe(self):
        evil = EXIM.replace("User unknown", "\x1b]0;owned\x07 \u202egnp")
        for form in ("text", "json"):
            out = run(f"--format={form}", "-", text=evil, check=1).stdout.decode()
            self.assertNotIn("\x1b", out)
            self.assertNotIn("\x07", out)

    def test_files(self):
        with tempfile.TemporaryDirectory() as folder:
            old = pathlib.Path(folder, "mainlog.1.gz")
            new = pathlib.Path(folder, "mainlog")
            lines = EXIM.splitlines(keepends=True)
            old.write_bytes(gzip.compress(lines[0].encode()))
            new.write_text("".join(lines[1:]))
            found = objects(old, new, check=1)
            # the sender stands in the older file
            self.assertEqual(found[0]["sender"], "s@own.example")
            self.assertEqual(found[0]["file"], str(new))
            done = run(new, pathlib.Path(folder, "missing"))
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"missing", done.stderr)
            done = run(pathlib.Path(folder, "missing"), check=2)
            self.assertEqual(done.stdout, b"")
            old.write_bytes(old.read_bytes()[:-12])
            self.assertIn(b"could not be read to the end", run(old).stderr)

    def test_every_format(self):
        for name, word in (("exim-two-way/exim.rejectlog", "Exim reject log"), ("queues/exim-bp.txt", "Exim queue"),
                           ("queues/postqueue-p.txt", "Postfix queue"), ("queues/postqueue-j.jsonl", "Postfix queue"),
                           ("postfix/syslog.log", "Postfix log"), ("opensmtpd.log", "OpenSMTPD log")):
            self.assertIn(word, run(LOGS / name).stdout.decode(), name)

    def test_hostile(self):
        for data in (b"", b"\0" * 100000, os.urandom(200000), b"\n" * 100000, b"2026-11-23 17:19:26 " * 50000,
                     EXIM.encode("utf-16"), EXIM.replace("\n", "\r").encode()):
            done = run("--format=ndjson", "-", text=data)
            self.assertIn(done.returncode, (0, 1, 2))
            self.assertEqual(done.stderr, b"")
            for line in done.stdout.splitlines():
                json.loads(line)

    def test_pipe_is_not_held_back(self):
        process = subprocess.Popen([CLI, "log", "--format=ndjson", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(EXIM.encode())
        process.stdin.flush()
        self.assertEqual(json.loads(process.stdout.readline())["status"], "failed")
        process.stdin.close()
        process.stdout.read()
        process.stdout.close()
        self.assertEqual(process.wait(), 1)

    def test_large_hole(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "sparse")
            with open(path, "wb") as f:
                f.write(EXIM.encode())
                f.truncate(1 << 30)
            found = objects(path, check=1)
            self.assertEqual(len(found), 4)


if __name__ == "__main__":
    sys.exit(not unittest.main(exit=False).result.wasSuccessful())
