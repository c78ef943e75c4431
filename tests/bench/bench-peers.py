#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our speed beside that of others, measured in the same run.

  bench-peers.py REDELIVER-CLI BENCH-GMIME TESTS-DATA

Bounces: Sisimai (libsisimai-perl), flufl.bounce (python3-flufl.bounce), and a bare GMime parse
as the floor.  Logs: eximstats and exigrep (exim4-base), pflogsumm.  What is not installed is
left out and said.  Figures are processor seconds of all threads, the best of several runs, so
that a busy machine does not matter; ratios compare programs of the same run.

The bounces are those of REDELIVER_TESTDATA where it is set, else those of the tests.  The logs
are made of those of the tests, written again and again with other message ids."""

import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

RUNS = 3
LOG_BYTES = 30_000_000

SISIMAI = "use Sisimai; for my $f (@ARGV) { my $v = Sisimai->make($f); }"
FLUFL = """
import pathlib, sys, email
from flufl.bounce import all_failures
for path in sorted(pathlib.Path(sys.argv[1]).rglob('*')):
    if path.is_file():
        all_failures(email.message_from_bytes(path.read_bytes()))
"""


def cost(command):
    """Processor seconds and peak memory in MB of one run; None if it cannot be run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(os.devnull, "w", encoding="utf-8") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink)
        _pid, _status, usage = os.wait4(process.pid, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return max(seconds, usage.ru_utime + usage.ru_stime), usage.ru_maxrss / 1024


def compare(title, amount, unit, rows):
    """Prints the rows (name, command or None); the first is ours."""
    print(title)
    ours = None
    for name, command in rows:
        if command is None:
            print("  %-28s not installed" % name)
            continue
        seconds, memory = min(cost(command) for _ in range(RUNS))
        ours = ours or seconds
        print("  %-28s %8.2f s %10.0f %s %6.0f MB   %5.1f times our time"
              % (name, seconds, amount / seconds, unit, memory, seconds / ours))


def find(program, *arguments):
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:" + os.environ.get("REDELIVER_PEERS", ""))
    return [path, *arguments] if path else None


def has(*command):
    return shutil.which(command[0]) and subprocess.run(command, capture_output=True, check=False).returncode == 0


def write_log(path, sample, pattern):
    """Repeats a log with other message ids until it is long enough; the second group of the pattern is
    six characters of an id."""
    text = sample.read_text(encoding="utf-8", errors="replace")
    with open(path, "w", encoding="utf-8") as log:
        for number in range(LOG_BYTES // len(text) + 1):
            log.write(re.sub(pattern, r"\g<1>%06X\g<3>" % number, text))
    return os.path.getsize(path)


def main():
    cli, gmime, data = sys.argv[1:4]
    corpus = pathlib.Path(os.environ.get("REDELIVER_TESTDATA", "") + "/corpus/messages")
    folder = corpus if corpus.is_dir() else pathlib.Path(data, "bounces", "lab")
    files = [str(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    compare("Bounces: %d files" % len(files), len(files), "a second", [
        ("redeliver-cli diagnose", [cli, "diagnose", "--format=ndjson", str(folder)]),
        ("GMime, parse alone", [gmime, str(folder)]),
        ("Sisimai", ["perl", "-e", SISIMAI, *files] if has("perl", "-MSisimai", "-e1") else None),
        ("flufl.bounce", [sys.executable, "-c", FLUFL, str(folder)] if has(sys.executable, "-c", "import flufl.bounce") else None),
    ])
    with tempfile.TemporaryDirectory() as work:
        log = os.path.join(work, "mainlog")
        size = write_log(log, pathlib.Path(data, "logs", "exim-4.98", "exim.mainlog"), r"\b(\w{6}-\w{3})(\w{6})(\w{2}-\w{4})\b")
        compare("Exim log: %d MB" % (size / 1e6), size / 1e6, "MB a second", [
            ("redeliver-cli log", [cli, "log", log]),
            ("exigrep, failures", find("exigrep", r" \*\* ", log)),
            ("eximstats", find("eximstats", log)),
        ])
        log = os.path.join(work, "mail.log")
        size = write_log(log, pathlib.Path(data, "logs", "postfix", "syslog.log"), r"(: [0-9A-F]{2})([0-9A-F]{6})([0-9A-F]{2,4}: )")
        compare("Postfix log: %d MB" % (size / 1e6), size / 1e6, "MB a second", [
            ("redeliver-cli log", [cli, "log", log]),
            ("pflogsumm", find("pflogsumm", log)),
        ])


if __name__ == "__main__":
    main()
