#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bounces that a real Exim makes during the test end as the right verdicts."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
RECIPIENT = "jonas.berg@lindqvist.example"

# what the receiving server says, cause, owner, status, reply code
CASES = [
    ("550 5.1.1 <%s>: Recipient address rejected: User unknown in virtual mailbox table" % RECIPIENT,
     "address-not-found", "you", "5.1.1", "550"),
    ("552 5.2.2 <%s>: Recipient address rejected: Mailbox is full" % RECIPIENT,
     "mailbox-full", "recipient", "5.2.2", "552"),
    ("554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; "
     "https://www.spamhaus.org/query/ip/203.0.113.9", "ip-blocklisted", "host", "5.7.1", "554"),
    ("550 5.7.25 Client host rejected: cannot find your reverse hostname, [203.0.113.9]",
     "reverse-dns", "host", "5.7.25", "550"),
]


def check(reply, cause, owner, status, code, folder):
    bounce = os.path.join(folder, "bounce.eml")
    made = subprocess.run([sys.executable, str(HERE / "real-exim.py"), bounce, reply], check=False)
    if made.returncode == 77:
        sys.exit(77)
    assert made.returncode == 0, "Exim made no bounce"
    told = subprocess.run([os.environ["REDELIVER_CLI"], "diagnose", "--format=json", bounce],
                          capture_output=True, check=False)
    assert told.returncode == 1, told.stderr.decode()
    message = json.loads(told.stdout)[0]
    recipient = message["recipients"][0]
    found = {"kind": message["kind"], "mta": message["reporting_mta"], "address": recipient["address"],
             "cause": recipient["cause"], "owner": recipient["owner"], "status": recipient["status"],
             "code": recipient["reply_code"], "phase": recipient["phase"]}
    wanted = {"kind": "bounce", "mta": "mail.brightleaf.example", "address": RECIPIENT, "cause": cause,
              "owner": owner, "status": status, "code": code, "phase": "rcpt"}
    assert found == wanted, "%s\n%s" % (found, wanted)


def main():
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            check(*case, folder)
    print("%d bounces of a real Exim" % len(CASES))


if __name__ == "__main__":
    main()
