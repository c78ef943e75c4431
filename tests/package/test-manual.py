#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual pages: every command and option the program knows stands in them, they know no
others, and mandoc has nothing to say about them."""

import os
import re
import shutil
import subprocess
import sys
import unittest

CLI = os.environ["REDELIVER_CLI"]
PAGES = sys.argv[1:]


def options(*command):
    told = subprocess.run([CLI, *command, "--help"], capture_output=True, check=True, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}).stdout.decode()
    return set(re.findall(r"^  (?:-., )?(--[a-z-]+)", told, re.M)) - {"--help"}, told


def commands():
    told = options()[1]
    return re.findall(r"^  ([a-z]+) ", told.split("Commands:")[1].split("\n\n")[0], re.M)


def sections(page):
    """The options named in each section of the page."""
    found, current = {}, None
    for line in page.split("\n"):
        heading = re.match(r"\.S[sh] (.*)", line)
        if heading:
            current = heading.group(1)
        for option in re.findall(r"(?:^\.It |, )(?:Fl . , )?Fl -([a-z-]+)", line) if line.startswith(".It") else []:
            found.setdefault(current, set()).add("--" + option)
    return found


class Manual(unittest.TestCase):
    def test_every_option(self):
        with open(next(page for page in PAGES if page.endswith("redeliver-cli.1")), encoding="utf-8") as file:
            page = file.read()
        told = sections(page)
        common = told["COMMON OPTIONS"]
        self.assertTrue(commands())
        for command in commands():
            with self.subTest(command=command):
                self.assertIn(f".Ss {command}\n", page)
                self.assertIn(f".Cm {command}\n", page)
                known, _ = options(command)
                self.assertEqual(known - common - told.get(command, set()), set(), "not in the manual")
                self.assertEqual(told.get(command, set()) - known, set(), "only in the manual")

    def test_form(self):
        mandoc = shutil.which("mandoc")
        if mandoc is None:
            self.skipTest("mandoc is not installed")
        for page in PAGES:
            told = subprocess.run([mandoc, "-Tlint", "-Wwarning", page], capture_output=True, check=False, timeout=60)
            self.assertEqual((told.returncode, told.stdout.decode()), (0, ""), page)
            text = subprocess.run([mandoc, "-Tutf8", page], capture_output=True, check=True, timeout=60).stdout
            self.assertIn("NAME", re.sub(r".\x08", "", text.decode()))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
