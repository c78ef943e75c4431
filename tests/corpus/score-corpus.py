#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""score-corpus.py [--min METRIC=PERCENT]… DIR…: diagnoses the messages below each DIR and compares
with DIR/labels.jsonl.

Prints every miss, the figures, and last how many comparisons passed and failed.  Exit code 1 if a
figure is under its --min; 77 if DIR is not there."""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys

METRICS = ("kind", "recall", "precision", "status", "reply-code", "cause", "permanence")

# Words the labels use for a kind of message.
KINDS = {"arf": "complaint", "not-bounce": "not-a-bounce", "delivered": "not-a-bounce", "challenge": "auto-reply",
         "delayed": "bounce", "unreadable": "not-a-bounce"}

# Labels know fewer causes than we do: which of theirs one of ours may mean.
LABEL_CAUSES = {
    "address-not-found": "no-such-mailbox", "address-syntax": "bad-address", "domain-not-found": "no-such-domain",
    "domain-refuses-mail": "domain-takes-no-mail", "address-changed": "mailbox-moved",
    "recipient-restricted": "recipient-refuses-sender", "blocked-by-recipient": "recipient-refuses-sender",
    "recipient-throttled": "rate-limited", "recipient-server-unreachable": "connection-failed",
    "recipient-server-misconfigured": "server-error relay-denied domain-takes-no-mail",
    "recipient-server-trouble": "server-error", "dns-temporary-failure": "dns-failure",
    "delivery-expired": "gave-up-waiting", "delayed": "gave-up-waiting unknown", "recipient-tls-problem": "tls-required",
    "spf-fail": "spf-failed", "dkim-fail": "dkim-failed", "dmarc-fail": "dmarc-failed",
    "bulk-sender-rules": "not-authenticated policy-rejected", "helo-invalid": "reverse-dns",
    "sender-address-invalid": "sender-domain-invalid send-as-denied",
    "spoof-protection": "recipient-refuses-sender policy-rejected not-authenticated",
    "ip-blocked-by-provider": "server-blocked", "low-reputation": "poor-reputation", "virus-detected": "virus-found",
    "host-sending-limit": "sending-quota", "account-sending-limit": "sending-quota", "account-suspended": "account-blocked",
    "outbound-filter": "spam-content account-blocked", "smtp-login": "login-required", "local-config": "server-error",
    "protocol-error": "server-error",
}


class Score:
    def __init__(self):
        self.count = collections.Counter()
        self.false_positives = 0

    def add(self, metric, passed, file, text):
        self.count[metric, bool(passed)] += 1
        if not passed:
            print("miss: %-10s %-44s %s" % (metric, file, text))

    def percent(self, metric):
        passed, failed = self.count[metric, True], self.count[metric, False]
        return 100.0 * passed / (passed + failed) if passed + failed else 100.0


def diagnose(folder):
    """Our answers by path relative to the folder."""
    cli = os.environ["REDELIVER_CLI"]
    told = subprocess.run([cli, "diagnose", "--format=ndjson", str(folder)], capture_output=True, check=False)
    answers = {}
    for line in told.stdout.decode().splitlines():
        message = json.loads(line)
        name = os.path.relpath(message["file"], folder) if os.path.isabs(message["file"]) else message["file"]
        # A file with several messages has one label; the first answer stands for it.
        answers.setdefault(name.replace(os.sep, "/"), message)
    return answers


def is_same_address(label, recipient):
    address = (recipient.get("address") or "").lower()
    wanted = [label.get("recipient") or "", *(label.get("recipient_alt") or [])]
    return address in [name.lower() for name in wanted if name]


def pair(labels, recipients):
    left = list(recipients)
    pairs = []
    for label in labels:
        match = next((entry for entry in left if is_same_address(label, entry)), None)
        if match is not None:
            left.remove(match)
        pairs.append([label, match])
    for entry in pairs:
        # Where no address is shown, any answer that is left will do.
        if entry[1] is None and entry[0].get("recipient_optional") and left:
            entry[1] = left.pop(0)
    return pairs, left


def score_recipient(score, file, label, recipient):
    name = label.get("recipient") or "(no address shown)"
    if not label.get("recipient_optional"):
        score.add("recall", recipient is not None, file, name)
        if recipient is not None:
            score.add("precision", True, file, name)
    recipient = recipient or {}
    for metric, key, others in (("status", "status", "status_alt"), ("reply-code", "reply_code", "reply_alt")):
        if label.get(key):
            wanted = [label[key], *(label.get(others) or [])]
            score.add(metric, recipient.get(key) in wanted, file, "%s: wanted %s, said %s" % (name, wanted, recipient.get(key)))
    causes = label.get("causes") or []
    said = recipient.get("cause") or "nothing"
    score.add("cause", set(LABEL_CAUSES.get(said, said).split()) & set(causes), file,
              "%s: wanted %s, said %s (rule %s)" % (name, "/".join(causes), said, recipient.get("rule")))
    if label.get("permanence"):
        score.add("permanence", recipient.get("permanence", "unknown") in label["permanence"], file,
                  "%s: wanted %s, said %s" % (name, label["permanence"], recipient.get("permanence")))


def score_message(score, label, answer):
    file = label["file"]
    wanted = KINDS.get(label["kind"], label["kind"])
    said = KINDS.get(answer.get("kind", "absent"), answer.get("kind", "absent"))
    score.add("kind", said == wanted, file, "is %s, said %s" % (wanted, said))
    if wanted != "bounce":
        score.false_positives += said == "bounce"
        return
    recipients = answer.get("recipients") or [] if said == "bounce" else []
    pairs, extra = pair(label.get("expected") or [], recipients)
    for recipient in extra:
        score.add("precision", False, file, "extra %s" % recipient.get("address"))
    for one, recipient in pairs:
        score_recipient(score, file, one, recipient)


def score_folder(score, folder):
    messages = folder / "messages" if (folder / "messages").is_dir() else folder
    answers = diagnose(messages)
    with open(folder / "labels.jsonl", encoding="utf-8") as labels:
        for line in labels:
            label = json.loads(line)
            score_message(score, label, answers.get(label["file"], {}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--min", action="append", default=[], metavar="METRIC=PERCENT")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    folders = []
    for folder in arguments.folders:
        if not folder.is_absolute() and "REDELIVER_TESTDATA" in os.environ:
            folder = pathlib.Path(os.environ["REDELIVER_TESTDATA"]) / folder
        if not (folder / "labels.jsonl").exists():
            print("no labelled messages in %s (REDELIVER_TESTDATA names the folder of test material)" % folder)
            sys.exit(77)
        folders.append(folder)
    score = Score()
    for folder in folders:
        score_folder(score, folder)
    for metric in METRICS:
        print("%-12s %5.1f %% of %d" % (metric, score.percent(metric), score.count[metric, True] + score.count[metric, False]))
    print("%-12s %d" % ("false alarms", score.false_positives))
    under = 0
    for text in arguments.min:
        metric, least = text.split("=")
        value = -score.false_positives if metric == "false-alarms" else score.percent(metric)
        if value < float(least):
            print("under the least of %s: %.2f" % (text, value))
            under += 1
    passed = sum(number for (_, ok), number in score.count.items() if ok)
    failed = sum(number for (_, ok), number in score.count.items() if not ok)
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if under else 0)


if __name__ == "__main__":
    main()
