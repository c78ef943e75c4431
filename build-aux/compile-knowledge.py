#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks data/knowledge and writes it as C.

Names every mistake as "file:line: message" and fails if there is one.
"""
import argparse
import pathlib
import sys

from knowledge import emit, model, stanzas, validate


def write_if_asked(path, text):
    if path is not None:
        path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="a folder laid out like data/knowledge")
    parser.add_argument("--source", type=pathlib.Path, metavar="FILE", help="write the tables as C source")
    parser.add_argument("--strings", type=pathlib.Path, metavar="FILE", help="write the sentences for xgettext")
    parser.add_argument("--depfile", type=pathlib.Path, metavar="FILE", help="write what was read, for ninja")
    args = parser.parse_args()

    problems = stanzas.Problems()
    knowledge, files = model.read_knowledge(args.folder, problems)
    if not problems:
        validate.check_knowledge(knowledge)
    if problems:
        for message in problems:
            print(message, file=sys.stderr)
        return 1

    write_if_asked(args.source, emit.c_source(knowledge, model.FAMILIES))
    write_if_asked(args.strings, emit.string_source(knowledge))
    # The folders too: a new file in one of them must be noticed.
    folders = {path.parent for path in files}
    modules = pathlib.Path(emit.__file__).parent.glob("*.py")
    write_if_asked(args.depfile, "%s: %s\n" % (
        args.source or args.strings,
        " ".join(str(path).replace(" ", "\\ ") for path in [*files, *sorted(folders), *sorted(modules)])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
