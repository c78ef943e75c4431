#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the one-way rule is kept by the compiler: for every pair of rooms, an
include of a header of the upper room from the lower one must not compile, and no room
of core can include GTK."""

import json
import os
import re
import subprocess
import sys

# Floors of the rooms of core; an include may only point to a lower floor, or to a room
# that stands before it on the same floor and is handed to it.
FLOORS = {
    "base": 0, "evidence": 1, "mail": 1, "knowledge": 1, "bounce": 2, "logs": 2, "net": 2,
    "checks": 3, "diagnosis": 3, "survey": 4, "insight": 4, "history": 5, "report": 5,
}


def include_flags(build):
    """The include path each room is compiled with, from the compilation database."""
    flags = {}
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as database:
        for entry in json.load(database):
            match = re.search(r"src/core/([a-z]+)/[^/]+\.c$", entry["file"])
            if match and match.group(1) in FLOORS:
                words = entry["command"].split()
                flags[match.group(1)] = (entry["directory"], [word for word in words if word.startswith("-I")])
    return flags


def compiles(directory, flags, header):
    probe = subprocess.run(["cc", "-fsyntax-only", "-x", "c", *flags, "-"], cwd=directory, text=True,
                           input="#include <%s>\n" % header, capture_output=True, check=False)
    return probe.returncode == 0


def main():
    source = os.path.join(os.environ["SOURCE_ROOT"], "src", "core")
    failures = 0
    flags = include_flags(os.environ["BUILD_ROOT"])
    for room, floor in FLOORS.items():
        directory, includes = flags[room]
        forbidden = ["gtk/gtk.h", "adwaita.h"]
        for other, other_floor in FLOORS.items():
            if other_floor > floor:
                headers = [name for name in os.listdir(os.path.join(source, other)) if name.endswith(".h")]
                forbidden += sorted(headers)[:1]
        for header in forbidden:
            if compiles(directory, includes, header):
                print("core/%s can include %s" % (room, header))
                failures += 1
        own = [name for name in os.listdir(os.path.join(source, room)) if name.endswith(".h")]
        if own and not compiles(directory, includes, sorted(own)[0]):
            print("core/%s cannot include its own %s: the probe is broken" % (room, sorted(own)[0]))
            failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
