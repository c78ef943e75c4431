#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs made to cost much: the work grows with their length, not with its square.

  test-linear.py COUNT-FLOODS

Instructions do not depend on how busy a machine is.  Eight times the log may take FACTOR times
as many, where quadratic work takes sixty-four.  Exit code 77: not possible here."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

SMALL = 2000
LARGE = 8 * SMALL
FACTOR = 12


def count(program, flood, size):
    """Instructions inside count_this()."""
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, G_SLICE="always-malloc", LC_ALL="C.UTF-8", G_DEBUG="")
        told = subprocess.run(["valgrind", "--tool=callgrind", "--toggle-collect=count_this*", "--callgrind-out-file=%s/out" % folder,
                               program, flood, str(size)], env=environment, capture_output=True, text=True, check=False)
    if told.returncode != 0:
        sys.exit(told.stderr)
    return int(re.search(r"Collected : (\d+)", told.stderr)[1])


def main():
    program = sys.argv[1]
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not installed")
        sys.exit(77)
    floods = subprocess.run([program], capture_output=True, text=True, check=True).stdout.split()
    steep = []
    for flood in floods:
        little, much = count(program, flood, SMALL), count(program, flood, LARGE)
        print("%-26s %8d thousand instructions, %5.1f times as many for eight times the log" % (flood, little // 1000, much / little))
        if much > FACTOR * little:
            steep.append(flood)
    if not floods or steep:
        sys.exit("grows faster than its log: " + ", ".join(steep))


if __name__ == "__main__":
    main()
