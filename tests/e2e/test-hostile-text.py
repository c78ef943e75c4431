#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text made to deceive is harmless wherever it is shown: terminal, PDF, text, CSV, JSON.

usage: test-hostile-text.py REDELIVER-CLI
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

CLI = sys.argv[1]
PATIENCE = 120 * int(os.environ.get("REDELIVER_PATIENCE", "1"))

LANGUAGES = ("", "de")

OVERRIDE, ISOLATE, ZERO_WIDTH, ESCAPE, BELL, C1 = "\u202e", "\u2066", "\u200b", "\x1b", "\x07", "\x9b"
HOSTILE = (OVERRIDE, ISOLATE, ESCAPE, BELL, C1, "\0")

# Turns text round, clears the screen, renames the window, breaks a line, is markup, is a formula.
DECEITFUL = ("550 5.1.1 %sgnp.exe%s %s[2J%s]0;owned%s %s2J <b>bold</b> <a href='https://evil.example/'>here</a> &amp; \\def "
             "%%s%%n User unknown" % (OVERRIDE, ISOLATE, ESCAPE, ESCAPE, BELL, C1)).encode()
REPLIES = {
    "deceitful": DECEITFUL,
    "no text": b"550 5.1.1 \xff\xfe \xe2\x80 \xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80 User unknown",
    "ended early": b"550 5.1.1 \0User\0 unknown\0",
    "a pile of marks": b"550 5.1.1 " + "a\u0301".encode() + "\u0301".encode() * 10000 + b" User unknown",
    "one long word": b"550 5.1.1 " + b"x" * 100000 + b" User unknown",
}
MARK = OVERRIDE + ESCAPE + "[31m"
BOUNCE_FORM = """From: Mail Delivery System <MAILER-DAEMON@mail.shop.example>
To: owner@shop.example
Subject: =HYPERLINK("https://evil.example/";"x") %(mark)s
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

<=cmd|'/c calc'!A0@receiver.example>: %(reply)s

--b
Content-Type: message/delivery-status; charset=utf-8

Reporting-MTA: dns; mail.shop.example

Final-Recipient: rfc822; +1@receiver.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx%(mark)s.receiver.example
Diagnostic-Code: smtp; %(reply)s

--b
Content-Type: text/rfc822-headers; charset=utf-8

From: owner@shop.example
To: +1@receiver.example
Subject: @SUM(1+1) %(mark)s
Message-ID: <-2+3@shop.example>

--b--
""".replace("%(mark)s", MARK)
LOG_FORM = """2026-11-23 17:02:30 1vXVR0-0000Cf-2W <= =cmd@shop.example H=mail%(mark)s.example [192.0.2.9] P=esmtp S=1000
2026-11-23 17:02:31 1vXVR0-0000Cf-2W ** +1@receiver.example R=dnslookup T=remote_smtp H=mx%(mark)s.receiver.example [192.0.2.25]: \
SMTP error from remote mail server after RCPT TO:<+1@receiver.example>: %(reply)s
""".replace("%(mark)s", MARK)


def assert_harmless(text, where):
    for character in HOSTILE:
        assert character not in text, "U+%04X in %s" % (ord(character), where)
    allowed = "\n\t\f\r"
    strange = {character for character in text if ord(character) < 32 and character not in allowed}
    assert not strange, "%r in %s" % (strange, where)


def run(language, *arguments):
    environment = dict(os.environ, TERM="xterm-256color", LANGUAGE=language)
    environment.pop("NO_COLOR", None)
    answer = subprocess.run([CLI, *map(str, arguments)], capture_output=True, env=environment, check=False, timeout=PATIENCE)
    assert answer.returncode in (0, 1, 2, 3), answer.stderr
    return answer.stdout.decode() + answer.stderr.decode()


def check_csv(text):
    """No cell that a spreadsheet would compute."""
    for row in csv.reader(text.lstrip("\ufeff").splitlines()):
        for cell in row:
            assert not cell.startswith(tuple("=+-@＝＋－＠\t\r")), "a formula: %r" % cell


def read_report(path):
    if path.suffix != ".pdf":
        return path.read_text()
    assert b"/JavaScript" not in path.read_bytes() and b"/Launch" not in path.read_bytes()
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()


def check_reports(folder, language, name, source, suffixes, *command):
    for suffix in suffixes:
        report = pathlib.Path(folder, "report." + suffix)
        option = "--output=" if command == ("report",) else "--report="
        assert_harmless(run(language, *command, option + str(report), source), "what is said about a report")
        text = read_report(report)
        where = "%s: the %s (%s)" % (name, suffix, language)
        assert "receiver.example" in text, where
        assert_harmless(text, where)
        if suffix == "csv":
            check_csv(text)


def check_bounce(folder, language, name, reply):
    bounce = pathlib.Path(folder, "bounce.eml")
    bounce.write_bytes(BOUNCE_FORM.encode().replace(b"%(reply)s", reply))
    told = run(language, "diagnose", bounce)
    assert "receiver.example" in told, told
    assert_harmless(told, "%s: the terminal (%s)" % (name, language))
    machine = run(language, "diagnose", "--format=json", bounce)
    assert all(message["recipients"] for message in json.loads(machine)), machine
    assert_harmless(machine.replace(OVERRIDE, "").replace(ISOLATE, "").replace(C1, ""), "%s: JSON" % name)
    check_reports(folder, language, name, bounce, ("txt", "csv", "pdf"), "report")


def check_log(folder, language, name, reply):
    log = pathlib.Path(folder, "mainlog")
    log.write_bytes(LOG_FORM.encode().replace(b"%(reply)s", reply))
    told = run(language, "log", log)
    assert "receiver.example" in told, told
    assert_harmless(told, "%s: the log on the terminal (%s)" % (name, language))
    json.loads(run(language, "log", "--format=json", log))
    check_reports(folder, language, name, log, ("txt", "pdf"), "log")


def check_arguments(language, reply):
    """What was typed, or pasted into a script, comes back in messages."""
    word = reply.replace(b"\0", b"").decode("utf-8", "surrogateescape")[:1000]
    for arguments in (["explain", word], ["diagnose", "no" + word + "file.eml"], ["log", "/nonexistent/" + word],
                      ["domain", "--nagios", word], ["blocklists", "--nagios", word], ["spf", "--ip=" + word, "--mail-from=" + word],
                      ["dkim", "/nonexistent/" + word], ["report", "--output=/proc/nonexistent/" + word, "/nonexistent/" + word],
                      ["--" + word], [word]):
        environment = dict(os.environ, TERM="xterm-256color", LANGUAGE=language)
        answer = subprocess.run([CLI, *[os.fsencode(argument) for argument in arguments]], capture_output=True, env=environment,
                                check=False, timeout=PATIENCE)
        assert answer.returncode in (0, 1, 2, 3, 64), (arguments, answer.stderr)
        assert_harmless((answer.stdout + answer.stderr).decode(), "%s about what was typed" % arguments[0])


def main():
    for language in LANGUAGES:
        for name, reply in REPLIES.items():
            with tempfile.TemporaryDirectory() as folder:
                check_bounce(folder, language, name, reply)
                check_log(folder, language, name, reply)
                check_arguments(language, reply)
    print("harmless in terminal, JSON, text, CSV and PDF")


main()
