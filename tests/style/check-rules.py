#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""House rules that a compiler does not know; see "Style" in CONTRIBUTING.md."""

import os
import re
import sys

# pattern, where it is forbidden, why
RULES = [
    (r"\bg(?:char|int|double|float)\b", r"\.[ch]$", "use the basic C types"),
    (r"(?<![:\"'/])//(?!\S*[\"'])", r"\.[ch]$", "comments are /* */"),
    (r"\b(?:strtol|strtoul|strtod|atoi|atol|strcasecmp|strncasecmp|tolower|toupper|isalpha|isdigit|isspace)\s*\(",
     r"^src/.*\.c$", "depends on the locale: use g_ascii_*"),
    (r"\b(?:printf|puts|fprintf|perror)\s*\(", r"^src/core/.*\.c$", "core says nothing on its own"),
    (r"\b(?:gets|strcpy|strcat|sprintf|tmpnam|mktemp)\s*\(", r"\.c$", "unbounded"),
    (r"\bg_task_run_in_thread\b", r"^src/app/(?!widgets/rd-task\.c$).*\.c$",
     "may end a widget in the thread: use rd_task_run_in_thread"),
    (r"\bgoto\b", r"^src/.*\.c$", "use g_autoptr and early returns"),
    (r"\b(?:TODO|FIXME|XXX|HACK)\b", r"\.(?:c|h|py|sh|ui|build|md)$", "finish it or file it"),
    (r"#ifndef RD_\w+_H\b", r"\.h$", "use #pragma once"),
]


def without_strings(text):
    """Blanks out string literals and comments so that rules see code only."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0)) if match.group(0).startswith("/*") else '""'
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def check(path, name):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    problems = []
    if re.search(r"\.(?:[ch]|py)$", name) and "SPDX-License-Identifier: GPL-3.0-or-later" not in text[:200]:
        problems.append((1, "no SPDX line"))
    if name.endswith(".h") and "#pragma once" not in text:
        problems.append((1, "no #pragma once"))
    code = without_strings(text) if re.search(r"\.[ch]$", name) else text
    for pattern, where, why in RULES:
        if not re.search(where, name):
            continue
        for match in re.finditer(pattern, code):
            problems.append((code.count("\n", 0, match.start()) + 1, "%s: %s" % (match.group(0).strip(), why)))
    return problems


def main():
    root = os.environ["SOURCE_ROOT"]
    failures = 0
    for top in ("src", "tests", "build-aux"):
        for folder, folders, files in os.walk(os.path.join(root, top)):
            folders[:] = [entry for entry in folders if entry != "data"]
            for file in sorted(files):
                path = os.path.join(folder, file)
                name = os.path.relpath(path, root)
                if file == os.path.basename(__file__) or not re.search(r"\.(?:c|h|py|sh|ui|build|md)$", file):
                    continue
                for line, problem in check(path, name):
                    print("%s:%d: %s" % (name, line, problem))
                    failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
