#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-mbox.py CLI MAKE [N]: an mbox of N bounces (60000 if not said) through the command line, on
one thread and on two: processor time, megabytes a second of it, and peak memory.

The peak of a tenth of the messages stands beside it: reading must not grow with the mailbox."""

import os
import resource
import subprocess
import sys
import tempfile


def run(cli, jobs, path):
    """Processor seconds, wall seconds, peak memory in MB, and lines of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = os.times().elapsed
    process = subprocess.Popen([cli, "diagnose", "--jobs=%d" % jobs, "--format=ndjson", path], stdout=subprocess.PIPE)
    lines = sum(1 for _ in process.stdout)
    _, _, usage = os.wait4(process.pid, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, os.times().elapsed - started, usage.ru_maxrss / 1024, lines


def main():
    cli, make = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 60000
    with tempfile.TemporaryDirectory() as folder:
        for n in (count // 10, count):
            path = os.path.join(folder, "bounces.mbox")
            subprocess.run([sys.executable, make, str(n), path], check=True)
            size = os.path.getsize(path) / 1e6
            print("%d messages, %.0f MB" % (n, size))
            for jobs in (1, 2):
                cpu, wall, peak, lines = run(cli, jobs, path)
                assert lines == n, lines
                print("  %d thread%s  %6.1f s of processor time (%.0f messages, %.1f MB a second of it), %.1f s in all, %.0f MB at most"
                      % (jobs, " " if jobs == 1 else "s", cpu, n / cpu, size / cpu, wall, peak))


if __name__ == "__main__":
    main()
