#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Surveys a realistic domain over real packets: speed at 50 ms an answer, and a thousand in a row.

Needs the public test material in the folder named by REDELIVER_TESTDATA."""

import json
import os
import pathlib
import re
import socket
import subprocess
import sys

LATENCY = 50
MAX_RATIO = 1.15
MAX_GROWTH_KIB = 1024


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(program, folder, runs, latency):
    zone = folder / "labs" / "perf-zone.json"
    port = free_port()
    server = subprocess.Popen([sys.executable, folder / "labs" / "slowdns.py", "--zone", zone, "--port", str(port),
                               "--latency", str(latency)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        server.stdout.readline()
        domain = json.loads(zone.read_text())["domain"]
        done = subprocess.run([program, f"127.0.0.1:{port}", domain, str(runs), str(latency)],
                              check=True, capture_output=True, text=True)
    finally:
        server.terminate()
        server.wait()
    print(done.stdout, end="")
    return done.stdout


def number(text, name):
    return float(re.search(r"\b%s=([\d.]+)" % name, text).group(1))


def main():
    if "REDELIVER_TESTDATA" not in os.environ:
        print("no REDELIVER_TESTDATA: skipped")
        return 77
    folder = pathlib.Path(os.environ["REDELIVER_TESTDATA"])
    fast = measure(sys.argv[1], folder, 30, LATENCY)
    many = measure(sys.argv[1], folder, int(os.environ.get("RUNS", "1000")), 0)
    before, after = map(int, re.search(r"resident_kib_before=(\d+) after=(\d+)", many).groups())
    files_before, files_after = map(int, re.search(r"files_before=(\d+) after=(\d+)", many).groups())
    print("grown by %d KiB, %d open files" % (after - before, files_after - files_before))
    is_good = number(fast, "ratio") <= MAX_RATIO and after - before <= MAX_GROWTH_KIB and files_after <= files_before
    return 0 if is_good else 1


sys.exit(main())
