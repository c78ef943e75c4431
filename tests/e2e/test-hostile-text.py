#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text made to deceive is harmless wherever it is shown: terminal, PDF, text, CSV, JSON.

usage: test-hostile-text.py REDELIVER-CLI
"""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CLI = sys.argv[1]

OVERRIDE, ISOLATE, ZERO_WIDTH, ESCAPE, BELL, C1 = "\u202e", "\u2066", "\u200b", "\x1b", "\x07", "\x9b"
HOSTILE = (OVERRIDE, ISOLATE, ESCAPE, BELL, C1)

# Turns text round, clears the screen, renames the window, breaks a line, is markup, is a formula.
REPLY = ("550 5.1.1 %sgnp.exe%s %s[2J%s]0;owned%s %s2J <b>bold</b> <a href='https://evil.example/'>here</a> &amp; \\def "
         "%%s%%n User unknown" % (OVERRIDE, ISOLATE, ESCAPE, ESCAPE, BELL, C1))
BOUNCE = """From: Mail Delivery System <MAILER-DAEMON@mail.shop.example>
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
""" % {"mark": OVERRIDE + ESCAPE + "[31m", "reply": REPLY}


def assert_harmless(text, where):
    for character in HOSTILE:
        assert character not in text, "U+%04X in %s" % (ord(character), where)
    allowed = "\n\t\f\r"
    strange = {character for character in text if ord(character) < 32 and character not in allowed}
    assert not strange, "%r in %s" % (strange, where)


def run(*arguments):
    environment = dict(os.environ, TERM="xterm-256color")
    environment.pop("NO_COLOR", None)
    answer = subprocess.run([CLI, *arguments], capture_output=True, env=environment, check=False, timeout=120)
    assert answer.returncode in (0, 1, 2), answer.stderr
    return answer.stdout.decode() + answer.stderr.decode()


def check_csv(text):
    """No cell that a spreadsheet would compute."""
    for row in csv.reader(text.lstrip("\ufeff").splitlines()):
        for cell in row:
            assert not cell.startswith(tuple("=+-@＝＋－＠\t\r")), "a formula: %r" % cell


def main():
    with tempfile.TemporaryDirectory() as folder:
        bounce = pathlib.Path(folder, "bounce.eml")
        bounce.write_bytes(BOUNCE.encode())
        told = run("diagnose", str(bounce))
        assert "receiver.example" in told
        assert_harmless(told, "the terminal")
        assert_harmless(run("diagnose", str(pathlib.Path(folder, "no" + OVERRIDE + ESCAPE + "[31mfile.eml"))), "an error message")
        for message in json.loads(run("diagnose", "--format=json", str(bounce))):
            assert message["recipients"], message
        assert ESCAPE not in run("diagnose", "--format=json", str(bounce)), "an escape in JSON"
        for suffix in ("txt", "csv", "pdf"):
            report = pathlib.Path(folder, "report." + suffix)
            run("report", "-o", str(report), str(bounce))
            if suffix == "pdf":
                if not shutil.which("pdftotext"):
                    continue
                text = subprocess.run(["pdftotext", "-layout", str(report), "-"], capture_output=True, check=True).stdout.decode()
                assert b"/JavaScript" not in report.read_bytes() and b"/Launch" not in report.read_bytes()
            else:
                text = report.read_text()
            assert "receiver.example" in text, text
            assert_harmless(text, "the " + suffix)
            if suffix == "csv":
                check_csv(text)
    print("harmless in terminal, JSON, text, CSV and PDF")


main()
