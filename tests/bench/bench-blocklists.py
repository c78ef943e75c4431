#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window feels like while all lists of the default set are asked, at 50 ms an answer.

Lists under their real names answer on this machine: one subject stands on all of them, one on none, one is a domain,
and for the last some important lists never answer."""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
SERVER = HERE.parent / "survey" / "list-server.py"
LISTS = HERE.parent.parent / "data" / "knowledge" / "blocklists.txt"
SILENT = ("zen.spamhaus.org", "bl.spamcop.net", "b.barracudacentral.org")


def measure(program, subject, *arguments):
    with subprocess.Popen([sys.executable, "-B", SERVER, "--lists", LISTS, "--latency", "50", *arguments],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        port = server.stdout.readline().strip()
        code = subprocess.run([program, "127.0.0.1:" + port, subject], check=False).returncode
        server.stdin.close()
        return code


def main():
    silent = [argument for zone in SILENT for argument in ("--dead", zone)]
    codes = [measure(sys.argv[1], "192.0.2.66"), measure(sys.argv[1], "192.0.2.1"),
             measure(sys.argv[1], "good.example"), measure(sys.argv[1], "192.0.2.1", *silent)]
    sys.exit(max(codes))


main()
