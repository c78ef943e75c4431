# SPDX-License-Identifier: GPL-3.0-or-later
"""Stanza files: "Key: value" lines, a blank line between stanzas.

A line that starts with a blank continues the value above it, a line that
starts with # is a comment.  A value in double quotes keeps its outer blanks.
"""
import re

FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:[ \t]+(.*))?$")


class Problems:
    """Collects what is wrong, so that one run names all of it."""

    def __init__(self):
        self.messages = []

    def add(self, path, line, text):
        self.messages.append((str(path), line, text))

    def __bool__(self):
        return bool(self.messages)

    def __iter__(self):
        return iter("%s:%d: %s" % message for message in sorted(set(self.messages)))


class Field:
    def __init__(self, key, value, line):
        self.key = key
        self.value = value
        self.line = line


class Stanza:
    """Some fields in a row; the first one says what the stanza is about."""

    def __init__(self, path, line, problems):
        self.path = path
        self.line = line
        self.fields = []
        self.problems = problems

    @property
    def kind(self):
        return self.fields[0].key

    def complain(self, text, key=None, value=None):
        self.problems.add(self.path, self.line_of(key, value), text)

    def line_of(self, key=None, value=None):
        for field in self.fields:
            if field.key == key and value in (None, field.value):
                return field.line
        return self.line

    def check_keys(self, once, repeated=(), required=()):
        """Names unknown, doubled, missing and empty fields."""
        seen = set()
        for field in self.fields:
            if field.key not in once and field.key not in repeated:
                self.problems.add(self.path, field.line, "unknown field “%s” in a %s stanza" % (field.key, self.kind))
            elif field.key in seen and field.key not in repeated:
                self.problems.add(self.path, field.line, "field “%s” given twice" % field.key)
            if field.value == "":
                self.problems.add(self.path, field.line, "field “%s” is empty" % field.key)
            seen.add(field.key)
        for key in required:
            if key not in seen:
                self.complain("field “%s” is missing" % key)

    def get(self, key, default=""):
        return next((field.value for field in self.fields if field.key == key), default)

    def all(self, key):
        return [field.value for field in self.fields if field.key == key]

    def words(self, key):
        return self.get(key).split()

    def flag(self, key, default=False):
        value = self.get(key)
        if value not in ("", "yes", "no"):
            self.complain("field “%s” must be yes or no, not “%s”" % (key, value), key)
        return default if value == "" else value == "yes"

    def choice(self, key, allowed, default=""):
        value = self.get(key, default)
        if value and value not in allowed:
            self.complain("“%s” is no %s; one of: %s" % (value, key, ", ".join(allowed)), key)
            return allowed[0]
        return value


def unquote(value):
    if len(value) >= 2 and value.startswith('"') and value.endswith('"'):
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def read_stanzas(path, problems):
    """Returns the stanzas of one file, with every value unquoted."""
    stanzas = []
    current = None
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        problems.add(path, 1, "not UTF-8: %s" % error.reason)
        return stanzas
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        if line.strip() == "":
            current = None
            continue
        if line[0] in " \t":
            if current is None:
                problems.add(path, number, "continuation of nothing")
            else:
                current.fields[-1].value += " " + line.strip()
            continue
        match = FIELD.match(line)
        if match is None:
            problems.add(path, number, "neither “Key: value” nor a comment")
            continue
        if current is None:
            current = Stanza(path, number, problems)
            stanzas.append(current)
        current.fields.append(Field(match.group(1), (match.group(2) or "").strip(), number))
    for stanza in stanzas:
        for field in stanza.fields:
            field.value = unquote(field.value)
    return stanzas
