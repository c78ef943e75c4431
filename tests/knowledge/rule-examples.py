#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a reply for every phrase of every rule, under the rule's own conditions.

One line each: rule, cause, provider, status, reply code, text; tabs between.
"""
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
from knowledge import model, stanzas  # noqa: E402


def texts(rule):
    joined = ["0".join(phrase) for phrase in rule.phrases]
    if rule.match_all:
        return [" ".join(joined)]
    return joined or ["refused"]


def main():
    problems = stanzas.Problems()
    knowledge, _ = model.read_knowledge(pathlib.Path(sys.argv[2]), problems)
    for rule in knowledge.rules:
        status = rule.enhanced[0].split("-")[0] if rule.enhanced else ""
        for text in texts(rule):
            print("\t".join([rule.id, rule.cause, rule.provider, status, rule.reply_code, text]))


main()
