#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion in bash, zsh and fish: what each of them offers after what was typed."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

CLI = os.environ["REDELIVER_CLI"]
BASH, ZSH, FISH = sys.argv[1:]

# zsh hands words to functions of its own; these print what they are given.
ZSH_STUBS = r"""
_call_program () { shift; "$@" }
_describe () { print -l -- ${(P)4} }
_arguments () { print -l -- "$@" }
_values () { shift; print -l -- "$@" }
_files () { print FILES }
"""


class Completion(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        with open(os.path.join(self.folder.name, "bounce one.eml"), "w", encoding="utf-8"):
            pass
        self.environment = {**os.environ, "PATH": os.path.dirname(CLI) + ":" + os.environ["PATH"], "HOME": self.folder.name,
                            "XDG_CONFIG_HOME": self.folder.name, "XDG_DATA_HOME": self.folder.name,
                            "LC_ALL": "C.UTF-8", "LANGUAGE": ""}

    def shell(self, program, *arguments):
        if shutil.which(program) is None:
            self.skipTest(program + " is not installed")
        told = subprocess.run([program, *arguments], capture_output=True, timeout=60, cwd=self.folder.name, env=self.environment, check=False)
        self.assertEqual(told.stderr.decode(), "")
        return told.stdout.decode().split("\n")[:-1]

    def bash(self, *words):
        script = f"""source {BASH}; COMP_WORDS=(redeliver-cli "$@"); COMP_CWORD=$#; _redeliver_cli; printf '%s\\n' "${{COMPREPLY[@]}}" """
        return self.shell("bash", "--norc", "-c", script, "bash", *words)

    def test_bash_commands(self):
        self.assertEqual(self.bash("di"), ["diagnose"])
        self.assertIn("report", self.bash(""))
        self.assertEqual(self.bash("--v"), ["--version"])

    def test_bash_options(self):
        self.assertEqual(self.bash("report", "--red"), ["--redact="])
        self.assertEqual(self.bash("report", "--no-s"), ["--no-source"])
        self.assertIn("--nagios", self.bash("domain", "--"))
        self.assertNotIn("--nagios", self.bash("explain", "--"))

    def test_bash_values(self):
        self.assertEqual(self.bash("diagnose", "--format", "=", "nd"), ["ndjson"])
        self.assertEqual(self.bash("diagnose", "--format", "="), ["text", "json", "ndjson"])
        self.assertEqual(self.bash("report", "--for", "pro"), ["provider"])
        self.assertEqual(self.bash("log", "-t", "exim-"), ["exim-queue"])
        self.assertEqual(self.bash("history", "cl"), ["clear"])
        self.assertEqual(self.bash("domain", "--timeout", ""), [""])

    def test_bash_files(self):
        self.assertEqual(self.bash("diagnose", "bou"), ["bounce one.eml"])
        self.assertEqual(self.bash("report", "--output", "=", "bou"), ["bounce one.eml"])

    def fish(self, line):
        return [offer.split("\t")[0] for offer in self.shell("fish", "--no-config", "-c", f'source {FISH}; complete -C "{line}"')]

    def test_fish(self):
        self.assertEqual(self.fish("redeliver-cli di"), ["diagnose"])
        self.assertIn("--redact=", self.fish("redeliver-cli report --re"))
        self.assertIn("ndjson", "".join(self.fish("redeliver-cli diagnose --format=nd")))
        self.assertIn("clear", self.fish("redeliver-cli history cl"))
        self.assertEqual(self.fish("redeliver-cli diagnose bou"), ["bounce one.eml"])

    def zsh(self, *words):
        script = ZSH_STUBS + f"words=(redeliver-cli {' '.join(words)}); CURRENT={len(words) + 1}; source {ZSH}"
        return self.shell("zsh", "-f", "-c", script)

    def test_zsh(self):
        self.assertTrue(any(offer.startswith("diagnose:Tell why") for offer in self.zsh("di")))
        offers = self.zsh("report", "--re")
        self.assertIn("*--redact=[What to hide, recipients, subject, or both with a comma]:words:(recipients subject recipients,subject)", offers)
        self.assertIn("--no-source[Leave the bounce itself out]", offers)
        self.assertIn("*:file:_files", offers)
        self.assertIn("1:what:(clear)", self.zsh("history", "cl"))
        self.assertIn("ndjson", self.zsh("diagnose", "-f", "nd"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
