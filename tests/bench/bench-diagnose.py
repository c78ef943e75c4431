#!/usr/bin/python3
"""bench-diagnose.py CLI GMIME [FOLDER]: what a diagnosis costs, beside a bare GMime parse of the same
files in the same run.

Processor seconds of one process on one thread; the best of several runs."""

import json
import os
import pathlib
import resource
import subprocess
import sys

RUNS = 7


def cost(command):
    """Processor seconds and peak memory of one run, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024, told.stdout


def main():
    cli, gmime = sys.argv[1:3]
    folder = pathlib.Path(sys.argv[3] if len(sys.argv) > 3 else os.environ.get("REDELIVER_TESTDATA", "") + "/corpus/messages")
    if not folder.is_dir():
        sys.exit("no folder of messages; REDELIVER_TESTDATA names the test material")
    ours = min(cost([cli, "diagnose", "--format=ndjson", str(folder)]) for _ in range(RUNS))
    floor = min(cost([gmime, str(folder)]) for _ in range(RUNS))
    n_messages = sum(1 for line in ours[2].splitlines() if json.loads(line)["schema"])
    print("messages              %d" % n_messages)
    print("diagnose              %.0f messages per processor second" % (n_messages / ours[0]))
    print("bare GMime parse      %.0f messages per processor second" % (n_messages / floor[0]))
    print("ratio                 %.2f" % (ours[0] / floor[0]))
    print("peak memory           %.0f MB (GMime %.0f MB)" % (ours[1], floor[1]))


if __name__ == "__main__":
    main()
