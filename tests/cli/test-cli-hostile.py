#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Input that is hostile: whatever it is, there is an answer, in time and within bounds."""

import json
import os
import pathlib
import random
import resource
import unittest

from cli_testing import BOUNCE, Cli, run


# Of the processor, which a busy machine gives later, not less of.
MAX_CPU_SECONDS = 20


def time_run(*arguments, **options):
    """What a run says, and the time of the processor it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = run(*arguments, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Hostile(Cli):
    """Every one: a clear answer, bounded time and memory, nothing on stderr."""

    def check(self, contents, kinds):
        path = self.file("hostile.eml", contents)
        told, spent = time_run("diagnose", "--format=json", path, limit=1 << 30)
        self.assertIn(told.returncode, (0, 1, 2), told.stderr[-500:])
        self.assertEqual(told.stderr, b"")
        self.assertLess(spent, MAX_CPU_SECONDS)
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
        told, spent = time_run("diagnose", "--format=json", str(path), limit=2 << 30)
        self.assertIn(told.returncode, (0, 1, 2), told.stderr[-300:])
        self.assertLess(spent, MAX_CPU_SECONDS)


if __name__ == "__main__":
    unittest.main()
