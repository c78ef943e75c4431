# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of words that mean the same, and the patterns made of them."""
import re

from .normal import fold
from .stanzas import read_stanzas

NAME = re.compile(r"[a-z][a-z-]*$")
LANGUAGE = re.compile(r"[A-Z][a-z]+$")
# ".." for a longer gap, then {name}, (some|words) or plain words.
STEP = re.compile(r"\s*(\.\.)?\s*(?:\{([^{}]*)\}|\(([^()]*)\)|([^{}().]+))")

# Words that may stand between two steps: next to each other, and after "..".
NEAR = 1
FAR = 8

# Ends of a literal that must be the end of a word.
LEFT, RIGHT = 1, 2


class Literal:
    """A word or some, with the ends at which a longer word may go on."""

    def __init__(self, text):
        self.edges = (0 if text.startswith("~") else LEFT) | (0 if text.endswith("~") else RIGHT)
        self.text = fold(text.strip("~").strip())

    def key(self):
        return self.text, self.edges


class Step:
    def __init__(self, words, gap):
        self.words = words  # name of a list
        self.gap = gap


def check_literals(stanza, key, value, texts):
    literals = [Literal(text.strip()) for text in texts]
    for literal, text in zip(literals, texts):
        if "~" in literal.text:
            stanza.complain("“~” stands at the ends of “%s” only" % text.strip(), key, value)
        is_too_short = len(literal.text) < 2 and literal.edges != LEFT | RIGHT and literal.text != "@"
        if not literal.text or is_too_short or text != text.lower():
            stanza.complain("“%s” is too short or not in lower case" % text.strip(), key, value)
    return literals


def unique(literals):
    """Languages share words."""
    return list({literal.key(): literal for literal in literals}.values())


def read_words(knowledge, path, problems):
    for stanza in read_stanzas(path, problems):
        if stanza.kind != "Words":
            stanza.complain("expected a Words stanza, not “%s”" % stanza.kind)
            continue
        name = stanza.get("Words")
        if not NAME.match(name):
            stanza.complain("“%s” is no name of a list of words" % name, "Words")
        if name in knowledge.words:
            stanza.complain("the words “%s” were given before" % name, "Words")
        literals = []
        for field in stanza.fields[1:]:
            if not LANGUAGE.match(field.key):
                stanza.complain("“%s” is no name of a language" % field.key, field.key)
            literals += check_literals(stanza, field.key, field.value, field.value.split(","))
        knowledge.words[name] = unique(literals)


def check_pattern(knowledge, stanza, pattern):
    """Returns the steps of a pattern; words of its own become a list without a name."""
    steps = []
    at = 0
    while at < len(pattern):
        match = STEP.match(pattern, at)
        if match is None:
            stanza.complain("“%s” is no pattern" % pattern, "Pattern", pattern)
            return []
        at = match.end()
        gap = FAR if match.group(1) else NEAR
        name = match.group(2)
        if name is None:
            own = (match.group(3) or match.group(4)).strip()
            name = "=" + own
            knowledge.words.setdefault(name, check_literals(stanza, "Pattern", pattern, own.split("|")))
        elif name not in knowledge.words:
            stanza.complain("unknown words “%s”" % name, "Pattern", pattern)
        steps.append(Step(name, gap))
    return steps
