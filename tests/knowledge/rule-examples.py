#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a reply for every phrase of every rule, under the rule's own conditions,
and some for every pattern.

One line each: rule, cause, provider, status, reply code, text; tabs between.
"""
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
from knowledge import model, stanzas  # noqa: E402


# Replies made of one pattern, with other words in each.
SAMPLES = 4


def samples(knowledge, steps):
    words = [knowledge.words[step.words] for step in steps]
    most = max(map(len, words))
    for sample in range(min(SAMPLES, most)):
        yield " ".join(literals[sample * len(literals) // min(SAMPLES, most)].text for literals in words)


def texts(knowledge, rule):
    joined = ["0".join(phrase) for phrase in rule.phrases]
    for steps in rule.patterns:
        joined += samples(knowledge, steps)
    if rule.match_all:
        return [" ".join(joined)]
    return joined or ["refused"]


def main():
    problems = stanzas.Problems()
    knowledge, _ = model.read_knowledge(pathlib.Path(sys.argv[2]), problems)
    for rule in knowledge.rules:
        status = rule.enhanced[0].split("-")[0] if rule.enhanced else ""
        for text in texts(knowledge, rule):
            print("\t".join([rule.id, rule.cause, rule.provider, status, rule.reply_code, text]))


main()
