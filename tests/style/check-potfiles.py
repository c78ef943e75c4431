#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file with sentences for people must stand in po/POTFILES.in, in order, and every
catalogue must be one that gettext accepts, with the placeholders of the original."""

import os
import re
import shutil
import subprocess
import sys

MARKED = {
    ".c": re.compile(r"\b(?:_|N_|C_|NC_|ngettext|dngettext|g_dngettext|g_dpgettext2) ?\("),
    ".ui": re.compile(r'translatable="yes"'),
}
# Made by the build.
GENERATED = {"src/core/knowledge/knowledge-strings.c"}


def files_with_sentences(root):
    for folder, _, files in os.walk(os.path.join(root, "src")):
        for file in files:
            pattern = MARKED.get(os.path.splitext(file)[1])
            path = os.path.join(folder, file)
            if pattern is None:
                continue
            with open(path, encoding="utf-8") as text:
                if pattern.search(text.read()):
                    yield os.path.relpath(path, root)


def check_list(root):
    with open(os.path.join(root, "po", "POTFILES.in"), encoding="utf-8") as file:
        listed = [line for line in file.read().split("\n") if line]
    sources = [path for path in listed if path.startswith("src/") and path not in GENERATED]
    wanted = sorted(files_with_sentences(root))
    problems = ["%s is missing" % path for path in wanted if path not in listed]
    problems += ["%s has no sentences any more" % path for path in sources if path not in wanted]
    if not problems and sources != wanted:
        problems.append("the files below src are not in order")
    return ["po/POTFILES.in: " + problem for problem in problems]


def check_catalogues(root):
    if shutil.which("msgfmt") is None:
        return []
    with open(os.path.join(root, "po", "LINGUAS"), encoding="utf-8") as file:
        languages = file.read().split()
    problems = []
    for language in languages:
        path = os.path.join(root, "po", language + ".po")
        check = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", path],
                               text=True, capture_output=True, check=False)
        if check.returncode != 0:
            problems.append(check.stderr)
    return problems


def main():
    root = os.environ["SOURCE_ROOT"]
    problems = check_list(root) + check_catalogues(root)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
