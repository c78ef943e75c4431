#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as scripts and people use it: arguments, standard input, exit codes, what
goes to stdout and what to stderr, the JSON contract."""

import fcntl
import io
import json
import os
import pathlib
import pty
import struct
import subprocess
import termios
import unittest
import zipfile

from cli_testing import BOUNCE, CLI, Cli, ORDINARY, PATIENCE, run


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
        self.assertEqual(run("diagnose", "--dead-addresses=/proc/nonexistent/x.csv", folder).returncode, 2)

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
        crowd = run("diagnose", "--jobs=1000000000", "--format=" + form, folder, limit=8 << 30)
        self.assertEqual(crowd.stdout, alone.stdout)
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
                              capture_output=True, timeout=PATIENCE, check=False)
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


if __name__ == "__main__":
    unittest.main()
