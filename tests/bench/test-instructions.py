#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hot paths must not grow: counts instructions of fixed pieces of work with callgrind.

  test-instructions.py [--update] COUNT-WORK DATA-FOLDER BASELINE COMPILER

Instructions do not depend on how busy a machine is.  They do depend on the compiler and the
libraries, so the baseline names the compiler it was made with and others skip.  More than
GROWTH above the baseline fails; with --update, or REDELIVER_UPDATE_BASELINE, the counts of now
become the baseline: look at what made them grow first.  Exit code 77: not possible here."""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

WORKS = ("diagnose", "log", "spf", "blocklists")
GROWTH = 0.10


def skip(why):
    print("skipped: " + why)
    sys.exit(77)


def count(program, work, data):
    """Instructions inside count_this(), in thousands."""
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, G_SLICE="always-malloc", LC_ALL="C.UTF-8", G_DEBUG="")
        told = subprocess.run(["valgrind", "--tool=callgrind", "--toggle-collect=count_this*", "--callgrind-out-file=%s/out" % folder,
                               program, work, data], env=environment, capture_output=True, text=True, check=False)
        if told.returncode != 0:
            sys.exit(told.stderr)
        collected = re.search(r"Collected : (\d+)", told.stderr)
        if int(collected[1]) == 0:
            sys.exit("nothing was counted")
        return int(collected[1]) // 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", default="REDELIVER_UPDATE_BASELINE" in os.environ)
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("baseline", type=pathlib.Path)
    parser.add_argument("compiler")
    arguments = parser.parse_args()
    if not shutil.which("valgrind"):
        skip("valgrind is not installed")
    baseline = json.loads(arguments.baseline.read_text()) if arguments.baseline.exists() else {}
    if not arguments.update and baseline.get("compiler") != arguments.compiler:
        skip("built with %s, the baseline with %s" % (arguments.compiler, baseline.get("compiler")))
    counts = {work: count(arguments.program, work, arguments.data) for work in WORKS}
    if arguments.update:
        arguments.baseline.write_text(json.dumps({"compiler": arguments.compiler, "thousand_instructions": counts}, indent=2) + "\n")
    before = baseline.get("thousand_instructions", {})
    grown = []
    for work, now in counts.items():
        ratio = now / before[work] if before.get(work) else 1.0
        print("%-12s %10d thousand instructions, %.3f of the baseline" % (work, now, ratio))
        if ratio > 1 + GROWTH:
            grown.append(work)
    if grown and not arguments.update:
        sys.exit("grown by more than %d %%: %s" % (GROWTH * 100, ", ".join(grown)))


if __name__ == "__main__":
    main()
