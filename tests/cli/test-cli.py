#!/usr/bin/python3
"""The command line as scripts and people use it: arguments, standard input, exit codes, what
goes to stdout and what to stderr, the JSON contract, reports, and input that is hostile."""

import fcntl
import io
import json
import os
import pathlib
import pty
import random
import resource
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest
import zipfile

CLI = os.environ["REDELIVER_CLI"]

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
    return subprocess.run([CLI, *arguments], input=stdin, capture_output=True, check=False, timeout=60,
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


class Usage(Cli):

    def send(self, n):
        """A folder of @n bounces of different mails to different addresses that do not exist."""
        for i in range(n):
            self.file("b%03d.eml" % i, BOUNCE.replace("bob@", "bob%d@" % i).replace("<20261120@", "<m%d@" % i))
        return self.folder.name

    def test_a_mistake_of_the_program(self):
        """What came out may be right; nobody can know, so the exit code does not say so."""
        path = self.file("bounce.eml", BOUNCE)
        mistaken = {"LD_PRELOAD": os.environ["MISTAKE"], "G_DEBUG": "", "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}
        self.assertEqual(run("diagnose", path).returncode, 1)
        told = run("diagnose", path, env=mistaken)
        self.assertEqual(told.returncode, 70, told.stderr)
        self.assertIn("CRITICAL", told.stderr.decode())
        self.assertTrue(told.stderr.decode().endswith("redeliver-cli made a mistake, so its answer may be wrong. Please report this.\n"))
        self.assertIn("bob@shop.example", told.stdout.decode())

    def test_many_end_with_what_they_share(self):
        folder = self.send(12)
        self.file("again.eml", BOUNCE.replace("bob@", "bob3@").replace("<20261120@", "<m3@"))
        self.file("ordinary.eml", ORDINARY)
        told = run("diagnose", folder).stdout.decode()
        end = told[told.index("All together"):]
        self.assertIn("12 bounces, 1 cause", end)
        self.assertIn("All 12 addresses that failed do not exist any more", end)
        self.assertIn("1 notice was there twice and is counted once.", end)
        self.assertIn("1 message is about something else", end)
        self.assertNotIn("All together", run("diagnose", os.path.join(folder, "b001.eml")).stdout.decode())

    def test_programs_get_insights_when_they_ask(self):
        folder = self.send(12)
        plain = run("diagnose", "--format=ndjson", folder).stdout.decode().splitlines()
        asked = run("diagnose", "--format=ndjson", "--insights", folder).stdout.decode().splitlines()
        self.assertEqual(len(plain), 12)
        self.assertEqual(asked[:-1], plain)
        batch = json.loads(asked[-1])
        self.assertEqual(batch["schema"], "redeliver.batch/1")
        self.assertEqual(batch["messages"], 12)
        self.assertEqual([group["cause"] for group in batch["groups"]], ["address-not-found"])
        self.assertEqual([finding["id"] for finding in batch["insights"]], ["insight.old-list"])
        self.assertEqual(len(batch["dead_addresses"]), 12)
        self.assertEqual(batch["dead_addresses"][0]["first"], "2026-11-20T08:12:44Z")
        array = json.loads(run("diagnose", "--format=json", "--insights", folder).stdout)
        self.assertEqual(array[-1], batch)

    def test_dead_addresses_are_saved(self):
        folder = self.send(3)
        hostile = BOUNCE.replace("bob@", "=cmd@").replace("<20261120@", "<h@")
        self.file("hostile.eml", hostile)
        path = os.path.join(folder, "dead.csv")
        run("diagnose", "--dead-addresses=" + path, folder)
        rows = pathlib.Path(path).read_bytes().decode().split("\r\n")
        self.assertEqual(rows[0], "address,cause,reason,times,first,last,suggestion")
        self.assertEqual(len([row for row in rows if row]), 5)
        self.assertTrue(any(row.startswith('"bob0@shop.example","address-not-found","That mailbox does not exist","1","2026-11-20"') for row in rows))
        self.assertFalse(any(row.startswith('"=') for row in rows))
        self.assertEqual(run("diagnose", "--dead-addresses=/nonexistent/x.csv", folder).returncode, 2)

    def test_bad_files_do_not_stop_the_rest(self):
        names = io.BytesIO()
        with zipfile.ZipFile(names, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("../../outside.eml", BOUNCE.replace("bob@", "zip@").replace("<20261120@", "<z@"))
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(40):
                archive.writestr("%d.eml" % i, b"From: a@b.example\n\n" + b"0" * (30 << 20))
        bad = [("shot.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
               ("winmail.dat", b"\x78\x9f\x3e\x22\x01\x00\x06\x90" + bytes(64), "winmail.dat"),
               ("empty.eml", b"", "nothing in it"),
               ("cut.zip", names.getvalue()[:60], "damaged or cut off"),
               ("broken.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00\x01" * 400, "damaged or cut off"),
               ("bomb.zip", bomb.getvalue(), "far more than any mail does")]
        files = [self.file(name, contents) for name, contents, _ in bad]
        told = run("diagnose", *files, self.file("names.zip", names.getvalue()), self.file("last.eml", BOUNCE), limit=2 << 30)
        text = " ".join(told.stdout.decode().split())
        for _, _, words in bad:
            self.assertIn(words, text)
        self.assertIn("zip@shop.example", text)
        self.assertIn("bob@shop.example", text)
        self.assertIn("2 bounces, 1 cause", text)
        self.assertIn("Left out", text)
        self.assertFalse(os.path.exists(os.path.join(self.folder.name, "..", "..", "outside.eml")))

    def test_threads_change_nothing(self):
        folder = self.send(200)
        self.file("broken.eml", b"\x89PNG\r\n\x1a\n" + bytes(200))
        for form in ("text", "json", "ndjson"):
            alone = run("diagnose", "--jobs=1", "--format=" + form, folder)
            together = run("diagnose", "--jobs=4", "--format=" + form, folder)
            self.assertEqual(alone.stdout, together.stdout)
            self.assertEqual(alone.returncode, together.returncode)
        self.assertEqual(run("diagnose", "--jobs=-1", folder).returncode, 64)

    def test_help(self):
        for arguments in (["--help"], ["diagnose", "--help"], ["explain", "--help"], ["report", "--help"]):
            told = run(*arguments)
            self.assertEqual(told.returncode, 0)
            self.assertIn(b"redeliver-cli", told.stdout)
            self.assertEqual(told.stderr, b"")

    def test_mistakes(self):
        for arguments in ([], ["no-such-command"], ["diagnose"], ["diagnose", "--format=xml", "x"], ["explain"],
                          ["diagnose", "--no-such-option"], ["report", "x.eml"], ["report", "-o", "x.doc", "y.eml"],
                          ["report", "-o", "x.pdf", "--redact=all", "y.eml"], ["report", "-o", "x.pdf", "--for=nobody", "y.eml"],
                          ["report", "-o", "x.pdf", "--replay=r", "y.eml"], ["log", "--report=x.doc", "y"],
                          ["domain", "--report=x.doc", "y.example"], ["blocklists", "--report=x.doc", "192.0.2.1"],
                          ["diagnose", "--sending-ip=999", "x"], ["diagnose", "--from-domain=a b", "x"],
                          ["diagnose", "--from-domain=shop.example", "--from-domain=192.0.2.1", "x"],
                          ["report", "-o", "x.pdf", "--language=xx", "y.eml"]):
            told = run(*arguments)
            self.assertEqual(told.returncode, 64, arguments)

    def test_end_of_options(self):
        """What follows "--" is an argument, whatever it looks like, and "--" itself is none."""
        self.file("-bounce.eml", BOUNCE)
        told = subprocess.run([CLI, "diagnose", "--format=json", "--", "-bounce.eml", "--"], cwd=self.folder.name,
                              capture_output=True, timeout=60, check=False)
        self.assertEqual([(found["file"], found["kind"]) for found in json.loads(told.stdout)],
                         [("-bounce.eml", "bounce"), ("--", "unreadable")])
        for command in ("domain", "blocklists"):
            told = run(command, "--", "-name")
            self.assertIn("“-name”", told.stderr.decode())
            self.assertNotIn("“--”", told.stderr.decode())

    def test_mistakes_say_where_help_is(self):
        for arguments in (["no-such-command"], ["help", "no-such-command"], ["diagnose"]):
            told = run(*arguments)
            self.assertEqual(told.returncode, 64)
            self.assertIn(b"--help", told.stderr)

    def test_help_about_a_command(self):
        self.assertEqual(run("help", "domain").stdout, run("domain", "--help").stdout)
        self.assertEqual(run("help").stdout, run("--help").stdout)

    def test_server_that_is_none_is_a_mistake(self):
        told = run("domain", "shop.example", "--dns-server=nope")
        self.assertEqual((told.returncode, told.stdout), (64, b""))
        self.assertIn("“nope”", told.stderr.decode())

    def test_quiet(self):
        bounce = self.file("bounce.eml", BOUNCE)
        log = self.file("mainlog", "2026-11-20 09:12:41 1vKQpV-00000007AbA-1aBc ** bob@shop.example R=dnslookup T=remote_smtp: 550 5.1.1 User unknown\n")
        for arguments in (["diagnose", bounce], ["diagnose", "--format=ndjson", bounce], ["log", log], ["log", "-f", "ndjson", log]):
            with self.subTest(arguments=arguments):
                told = run(*arguments, "--quiet")
                self.assertEqual((told.returncode, told.stdout), (run(*arguments).returncode, b""), told.stderr)

    def on_terminal(self, columns, *arguments):
        """What a terminal of so many columns is given."""
        parent, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
        with subprocess.Popen([CLI, *arguments], stdin=subprocess.DEVNULL, stdout=child, env={**os.environ, "NO_COLOR": "1"}) as process:
            os.close(child)
            told = b""
            try:
                while piece := os.read(parent, 65536):
                    told += piece
            except OSError:
                pass
            process.wait(60)
        os.close(parent)
        return told.decode()

    def test_lines_fit_the_terminal(self):
        bounce = self.file("bounce.eml", BOUNCE)
        for columns in (50, 60, 88, 300):
            lines = self.on_terminal(columns, "diagnose", bounce).splitlines()
            self.assertLessEqual(max(map(len, lines)), min(columns, 88))
            self.assertNotIn("\033", "".join(lines))

    def test_version(self):
        self.assertRegex(run("--version").stdout, rb"^redeliver-cli \d+\.\d+\.\d+\n$")


class Diagnose(Cli):
    def test_contract(self):
        message = self.diagnose(self.file("bounce.eml", BOUNCE), code=1)[0]
        self.assertEqual(list(message)[0], "schema")
        self.assertEqual(message["schema"], "redeliver.diagnosis/1")
        self.assertEqual(message["kind"], "bounce")
        self.assertEqual(message["index"], 0)
        self.assertEqual(message["reporting_mta"], "mail.sender.example")
        self.assertEqual(message["arrival_date"], "2026-11-20T09:12:40+01:00")
        original = message["original"]
        self.assertEqual(original["from"], "info@sender.example")
        self.assertEqual(original["to"], ["bob@shop.example"])
        self.assertEqual(original["subject"], "Invoice 2041 for Bob")
        self.assertIn("20261120@sender.example", original["message_id"])
        self.assertEqual(original["yours"], "unknown")
        recipient = message["recipients"][0]
        expected = {"address": "bob@shop.example", "action": "failed", "status": "5.1.1", "reply_code": "550",
                    "remote_host": "mx.shop.example", "cause": "address-not-found", "owner": "you",
                    "permanence": "permanent"}
        self.assertEqual({key: recipient[key] for key in expected}, expected)
        self.assertEqual(recipient["resend"]["advice"], "never")
        self.assertIn("User unknown", recipient["diagnostic"])
        self.assertEqual(set(message["verdict"]) - {"state"}, {"title", "sentence", "owner", "action"})
        self.assertEqual([point["id"] for point in message["checklist"]],
                         ["code", "spelling", "authentication", "blocklists", "mx", "mailbox-full", "size"])
        self.assertEqual(message["findings"], [])

    def test_exit_codes(self):
        self.diagnose(self.file("bounce.eml", BOUNCE), code=1)
        self.diagnose(self.file("ordinary.eml", ORDINARY), code=2)
        self.diagnose(self.file("delay.eml", BOUNCE.replace("Action: failed", "Action: delayed")), code=0)
        until = "Action: delayed\nWill-Retry-Until: Sat, 28 Nov 2026 10:00:00 +0000"
        told = run("diagnose", self.file("until.eml", BOUNCE.replace("Action: failed", until))).stdout.decode()
        self.assertRegex(told, "Tries end +.*2026")
        self.assertEqual(run("diagnose", "--fail-on=weak", self.file("d.eml", BOUNCE.replace("Action: failed", "Action: delayed"))).returncode, 1)

    def test_plain_terminal(self):
        """Where the terminal knows ASCII only, text makes do with it, JSON never does."""
        path = self.file("umlaut.txt", "<jürgen@shop.example>: host mx.shop.example[203.0.113.5] said: 550 5.1.1 User unknown")
        plain = {"LC_ALL": "C"}
        told = run("diagnose", path, env=plain).stdout.decode("ascii")
        self.assertIn("“jürgen@shop.example”".replace("“", '"').replace("”", '"').replace("ü", "?"), told)
        for form in ("json", "ndjson"):
            told = run("diagnose", "--format", form, path, env=plain).stdout
            self.assertEqual(told, run("diagnose", "--format", form, path).stdout)
            self.assertIn("“jürgen@shop.example”", told.decode())
        self.assertIn('"frob"', run("frob", env=plain).stderr.decode("ascii"))

    def test_line_ends(self):
        plain = self.diagnose(self.file("a.eml", BOUNCE))[0]
        for ends in ("\r\n", "\r"):
            twin = self.diagnose(self.file("b.eml", BOUNCE.replace("\n", ends)))[0]
            for key in ("kind", "reporting_mta", "recipients", "verdict", "checklist"):
                self.assertEqual(plain[key], twin[key], (key, repr(ends)))

    def test_yours(self):
        path = self.file("bounce.eml", BOUNCE)
        mine = json.loads(run("diagnose", "--format=json", "--from-domain=sender.example", path).stdout)[0]
        forged = json.loads(run("diagnose", "--format=json", "--from-domain=elsewhere.example", path).stdout)[0]
        self.assertEqual(mine["original"]["yours"], "yes")
        self.assertEqual(forged["original"]["yours"], "no")
        self.assertIn("backscatter", forged["situations"])
        spelled = json.loads(run("diagnose", "--format=json", "--from-domain=@Sender.Example.", path).stdout)[0]
        self.assertEqual(spelled["original"]["yours"], "yes")

    def test_standard_input_and_ndjson(self):
        told = run("diagnose", "--format=ndjson", "-", stdin=BOUNCE.encode())
        lines = told.stdout.decode().splitlines()
        self.assertEqual(len(lines), 1)
        self.assertEqual(json.loads(lines[0])["recipients"][0]["cause"], "address-not-found")

    def test_pasted_text(self):
        told = run("diagnose", "--format=json", "-",
                   stdin=b"they wrote: 452 4.2.2 The email account that you tried to reach is over quota bob@shop.example")
        self.assertEqual(json.loads(told.stdout)[0]["recipients"][0]["cause"], "mailbox-full")

    def test_folder_goes_on_after_a_bad_file(self):
        self.file("1.eml", BOUNCE)
        self.file("2.png", b"\x89PNG\r\n\x1a\n" + bytes(200))
        self.file("3.eml", BOUNCE)
        kinds = [message["kind"] for message in self.diagnose(self.folder.name)]
        self.assertEqual(kinds.count("bounce"), 2)

    def test_deterministic(self):
        path = self.file("bounce.eml", BOUNCE)
        self.assertEqual(run("diagnose", "--format=json", path).stdout, run("diagnose", "--format=json", path).stdout)

    def test_text_is_safe_for_a_terminal(self):
        hostile = BOUNCE.replace("User unknown", "User \x1b[2J\x1b]0;owned\x07unknown\u202e").replace("us-ascii", "utf-8")
        told = run("diagnose", self.file("hostile.eml", hostile)).stdout.decode()
        self.assertNotIn("\x1b", told)
        self.assertNotIn("\x07", told)
        self.assertNotIn("\u202e", told)
        self.assertIn("Who must act", told)


class Hostile(Cli):
    """Every one: a clear answer, bounded time and memory, nothing on stderr."""

    def check(self, contents, kinds):
        path = self.file("hostile.eml", contents)
        began = time.monotonic()
        told = run("diagnose", "--format=json", path, limit=1 << 30)
        spent = time.monotonic() - began
        self.assertIn(told.returncode, (0, 1, 2), told.stderr[-500:])
        self.assertEqual(told.stderr, b"")
        self.assertLess(spent, 20)
        message = json.loads(told.stdout)[0]
        self.assertIn(message["kind"], kinds)
        if message["kind"] == "unreadable":
            self.assertRegex(message["error"], r"^[A-Z“].*[.!?)]$")

    def test_empty(self):
        self.check(b"", ["unreadable"])

    def test_binary(self):
        self.check(random.Random(1).randbytes(300000), ["unreadable", "not-a-bounce"])

    def test_one_long_line(self):
        self.check(b"550 5.1.1 " + b"x" * 1500000, ["bounce", "not-a-bounce", "unreadable"])

    def test_nested_parts(self):
        self.check("".join('Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(100000)),
                   ["not-a-bounce", "unreadable", "bounce"])

    def test_tiny_parts(self):
        self.check('Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\n\n" * 500000,
                   ["not-a-bounce", "unreadable", "bounce"])

    def test_huge_header(self):
        self.check("X: " + "y" * 30000000 + "\n\nbody\n", ["not-a-bounce", "unreadable"])

    def test_many_recipients(self):
        group = "Final-Recipient: rfc822; u%d@shop.example\nAction: failed\nStatus: 5.1.1\n\n"
        self.check(BOUNCE.replace("Final-Recipient: rfc822; bob@shop.example\n",
                                  "".join(group % i for i in range(20000)) + "Final-Recipient: rfc822; bob@shop.example\n"),
                   ["bounce"])

    def test_truncated_everywhere(self):
        for cut in range(0, len(BOUNCE), 97):
            told = run("diagnose", "--format=json", "-", stdin=BOUNCE[:cut].encode())
            self.assertIn(told.returncode, (0, 1, 2))
            self.assertEqual(told.stderr, b"")

    def test_no_such_file(self):
        message = self.diagnose(os.path.join(self.folder.name, "gone.eml"), code=2)[0]
        self.assertEqual(message["kind"], "unreadable")

    def test_gigabyte(self):
        path = pathlib.Path(self.folder.name, "huge.eml")
        with open(path, "wb") as file:
            file.write(BOUNCE.encode())
            file.truncate(1 << 30)
        began = time.monotonic()
        told = run("diagnose", "--format=json", str(path), limit=2 << 30)
        self.assertIn(told.returncode, (0, 1, 2), told.stderr[-300:])
        self.assertLess(time.monotonic() - began, 20)


class Explain(Cli):
    def test_codes(self):
        for code in ("550", "5.1.1", "4.2.2", "5.7.26", "421"):
            told = run("explain", code)
            self.assertEqual(told.returncode, 0, code)
            self.assertIn(code.encode(), told.stdout)

    def test_words(self):
        told = run("explain", "550 5.1.1 <bob@shop.example>: User unknown")
        self.assertEqual(told.returncode, 0)
        self.assertIn(b"mailbox does not exist", told.stdout)

    def test_search(self):
        """Words, codes of providers and both together, as in the window."""
        for words, answer in (
                (["mailbox", "full"], b"mailbox is full"),
                (["S3150"], b"provider blocks the sending server"),
                (["550", "5.7.26"], b"5.7.26"),
                (["greylisting"], b"Send again?"),
                (["5.7.27", "gmail"], b"Used by")):
            told = run("explain", *words)
            self.assertEqual(told.returncode, 0, words)
            self.assertIn(answer, told.stdout, words)

    def test_vague(self):
        told = run("explain", "the server is not what I expected it to be")
        self.assertEqual(told.returncode, 2)

    def test_nonsense(self):
        told = run("explain", "lovely weather today")
        self.assertEqual(told.returncode, 2)


class Report(Cli):
    def output(self, name):
        return os.path.join(self.folder.name, name)

    def test_pdf(self):
        source = self.file("bounce.eml", BOUNCE)
        epoch = {"SOURCE_DATE_EPOCH": "1795000000"}
        for name in ("a.pdf", "b.pdf"):
            told = run("report", "-o", self.output(name), source, env=epoch)
            self.assertEqual(told.returncode, 0, told.stderr)
        first, second = (pathlib.Path(self.output(name)).read_bytes() for name in ("a.pdf", "b.pdf"))
        self.assertEqual(first, second)
        text = subprocess.run(["pdftotext", "-layout", self.output("a.pdf"), "-"], capture_output=True, check=True).stdout.decode()
        for wanted in ("Requested actions", "Facts", "Identifiers for log search", "What was tested", "Commands to repeat it",
                       "Annex", "mx.shop.example", "4F2A1C0DE", "20261120@sender.example", "User unknown",
                       "2026-11-20 08:12:40 UTC (2026-11-20 09:12:40 +0100)"):
            self.assertIn(wanted, text)
        self.assertNotIn("Secret words of the body", text)
        self.assertEqual(subprocess.run(["qpdf", "--check", self.output("a.pdf")], capture_output=True, check=False).returncode, 0)

    def test_redaction(self):
        source = self.file("bounce.eml", BOUNCE)
        for name in ("r.pdf", "r.txt", "r.json", "r.csv"):
            told = run("report", "-o", self.output(name), "--redact=recipients,subject", source)
            self.assertEqual(told.returncode, 0, told.stderr)
            if name.endswith(".pdf"):
                text = subprocess.run(["pdftotext", self.output(name), "-"], capture_output=True, check=True).stdout.decode()
                text += subprocess.run(["pdfinfo", self.output(name)], capture_output=True, check=True).stdout.decode()
            else:
                text = pathlib.Path(self.output(name)).read_text()
            self.assertNotIn("bob@", text.lower(), name)
            self.assertNotIn("Invoice", text, name)
            self.assertIn("shop.example", text, name)
        json.loads(pathlib.Path(self.output("r.json")).read_text())

    def test_spreadsheet_formulas(self):
        source = self.file("b.eml", BOUNCE.replace("bob@shop.example", "=cmd|x@shop.example"))
        run("report", "-o", self.output("r.csv"), source)
        for cell in pathlib.Path(self.output("r.csv")).read_text().replace("\r\n", ",").split(","):
            self.assertFalse(cell.startswith(('"=', '"+', '"@', '"-', "=")), cell)

    def test_nothing_to_report(self):
        told = run("report", "-o", self.output("n.pdf"), self.file("ordinary.eml", ORDINARY))
        self.assertEqual(told.returncode, 2)
        self.assertFalse(os.path.exists(self.output("n.pdf")))

    def test_standard_input(self):
        told = run("report", "-o", self.output("s.txt"), "-", stdin=BOUNCE.encode())
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("4F2A1C0DE", pathlib.Path(self.output("s.txt")).read_text())

    def test_language(self):
        source = self.file("bounce.eml", BOUNCE)
        for code, wanted in (("en_GB", "Requested actions"), ("de", "Erbetene"), ("de_AT", "Erbetene")):
            told = run("report", "-o", self.output("l.txt"), f"--language={code}", source)
            self.assertEqual(told.returncode, 0, told.stderr)
            self.assertIn(wanted, pathlib.Path(self.output("l.txt")).read_text(), code)

    def test_reader_and_no_source(self):
        source = self.file("bounce.eml", BOUNCE)
        run("report", "-o", self.output("r.txt"), "--for=recipient", "--no-source", source)
        text = pathlib.Path(self.output("r.txt")).read_text()
        self.assertIn("whoever runs the recipient’s mail", text)
        self.assertNotIn("Annex", text)

    def test_folders_are_nobodys_business(self):
        sources = [self.file(name, BOUNCE) for name in ("a.eml", "b.eml")]
        run("report", "-o", self.output("r.txt"), *sources)
        text = pathlib.Path(self.output("r.txt")).read_text()
        self.assertIn("a.eml", text)
        self.assertNotIn(self.folder.name, text)

    def mount(self, options, before=""):
        """A small file system of its own for one run of the program."""
        folder = pathlib.Path(self.folder.name, "disk")
        folder.mkdir()
        script = (f"mount -t tmpfs -o size=8k none {folder} && printf old > {folder}/r.pdf && {before or 'true'} && "
                  f"mount -o remount,{options} {folder} && {{ {CLI} report -o {folder}/r.pdf {self.file('bounce.eml', BOUNCE)}; code=$?; "
                  f"ls -A {folder}; cat {folder}/r.pdf; exit $code; }}")
        told = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, timeout=60, check=False)
        if b"unshare" in told.stderr or b"mount" in told.stderr:
            self.skipTest("no file systems of one's own here")
        return told

    def test_full_disk(self):
        told = self.mount("size=8k")
        self.assertEqual(told.returncode, 2, told)
        self.assertIn("was not saved: the disk is full", told.stderr.decode())
        # The older report is whole, and nothing lies beside it.
        self.assertEqual(told.stdout, b"r.pdf\nold")

    def test_folder_for_reading_only(self):
        told = self.mount("ro")
        self.assertEqual(told.returncode, 2, told)
        self.assertIn("writing to this folder is not allowed", told.stderr.decode())
        self.assertEqual(told.stdout, b"r.pdf\nold")

    def test_log(self):
        lines = "".join(f"2026-11-23 17:02:3{i} 1vXVR{i}-0000Cf-2W ** bob@shop.example R=dnslookup T=remote_smtp H=mx.shop.example [192.0.2.25]: "
                        "SMTP error from remote mail server after RCPT TO:<bob@shop.example>: 550 5.1.1 User unknown\n" for i in range(3))
        told = run("log", f"--report={self.output('l.txt')}", self.file("mainlog", lines))
        self.assertEqual(told.returncode, 1, told.stderr)
        text = pathlib.Path(self.output("l.txt")).read_text()
        for wanted in ("3 deliveries did not succeed", "That mailbox does not exist", "1vXVR2-0000Cf-2W", "mx.shop.example [192.0.2.25]"):
            self.assertIn(wanted, text)

    def test_log_without_trouble(self):
        line = "2026-11-23 17:02:30 1vXVR0-0000Cf-2W => bob@shop.example R=dnslookup T=remote_smtp H=mx.shop.example [192.0.2.25]\n"
        told = run("log", f"--report={self.output('l.pdf')}", self.file("mainlog", line))
        self.assertIn(b"no report was written", told.stderr)
        self.assertFalse(os.path.exists(self.output("l.pdf")))

    def test_unwritable(self):
        told = run("report", "-o", "/proc/no/r.pdf", self.file("bounce.eml", BOUNCE))
        self.assertEqual(told.returncode, 2)
        self.assertIn(b"was not saved", told.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
