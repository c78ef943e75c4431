#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports written by the command line: their forms, what they hide, where they cannot be written."""

import json
import os
import pathlib
import subprocess
import unittest

from cli_testing import BOUNCE, CLI, Cli, ORDINARY, PATIENCE, run


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
        told = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, timeout=PATIENCE, check=False)
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
    unittest.main()
