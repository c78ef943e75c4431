#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-diagnose.py CLI GMIME [FOLDER]: what a diagnosis costs, beside a bare GMime parse of the same
files in the same run.

Processor seconds of one process on one thread; the best of several runs.  An ordinary mail of
1.5 MB stands beside one four times as long: work must grow with the length only."""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

RUNS = 7


def cost(command):
    """Processor seconds and peak memory of one run, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024, told.stdout


def grow(cli):
    """What mails that are no bounces cost, by their length."""
    line = "Thank you for the order of last week, the table and the lamp are on their way to you now.\n"
    head = "From: Anna <anna@shop.example>\nTo: bob@firm.example\nSubject: Order\nMessage-ID: <1@shop.example>\n\n"
    with tempfile.TemporaryDirectory() as folder:
        seconds = []
        for size in (0, 1_500_000, 6_000_000):
            path = os.path.join(folder, "%d.eml" % size)
            pathlib.Path(path).write_text(head + line * (size // len(line) + 1), encoding="utf-8")
            seconds.append(min(cost([cli, "diagnose", "--jobs=1", "--format=ndjson", path])[0] for _ in range(RUNS)))
    start, little, much = seconds
    print("ordinary mail         %.0f ms for 1.5 MB, %.1f times that for four times the length" % ((little - start) * 1000, (much - start) / (little - start)))


def main():
    cli, gmime = sys.argv[1:3]
    folder = pathlib.Path(sys.argv[3] if len(sys.argv) > 3 else os.environ.get("REDELIVER_TESTDATA", "") + "/corpus/messages")
    if not folder.is_dir():
        sys.exit("no folder of messages; REDELIVER_TESTDATA names the test material")
    ours = min(cost([cli, "diagnose", "--jobs=1", "--format=ndjson", str(folder)]) for _ in range(RUNS))
    floor = min(cost([gmime, str(folder)]) for _ in range(RUNS))
    n_messages = sum(1 for line in ours[2].splitlines() if json.loads(line)["schema"])
    print("messages              %d" % n_messages)
    print("diagnose              %.0f messages per processor second" % (n_messages / ours[0]))
    print("bare GMime parse      %.0f messages per processor second" % (n_messages / floor[0]))
    print("ratio                 %.2f" % (ours[0] / floor[0]))
    print("peak memory           %.0f MB (GMime %.0f MB)" % (ours[1], floor[1]))
    grow(cli)


if __name__ == "__main__":
    main()
