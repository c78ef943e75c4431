#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""redeliver-cli history: what was found before, told, narrowed down, forgotten."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

CLI = os.environ["REDELIVER_CLI"]


class Tap:
    def __init__(self):
        self.number = 0
        self.failed = 0

    def check(self, passed, what, more=""):
        self.number += 1
        self.failed += not passed
        print("%sok %d - %s" % ("" if passed else "not ", self.number, what))
        if not passed:
            print("# %r" % (more,))


def run(home, *arguments):
    told = subprocess.run([CLI, "history", *arguments], capture_output=True, text=True, check=False,
                          env={**os.environ, "XDG_DATA_HOME": str(home), "TZ": "UTC", "NO_COLOR": "1"})
    return told.returncode, told.stdout, told.stderr


def fill(path):
    with sqlite3.connect(path) as db:
        for when, state in ((1700000000, "broken"), (1700100000, "unknown"), (1700200000, "fine")):
            entry = db.execute("INSERT INTO entry (time, kind, subject, state, title) VALUES (?, 'blocklists', '192.0.2.1', ?, 'Asked')",
                               (when, state)).lastrowid
            db.execute("INSERT INTO finding VALUES (?, 'blocklist.zen', '192.0.2.1', ?, 'Spamhaus')", (entry, state))
        db.execute("INSERT INTO entry (time, kind, subject, state, title, cause) VALUES "
                   "(1700150000, 'diagnosis', 'bob@receiver.example', 'broken', 'No such mailbox', 'address-not-found')")
    db.close()


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        database = home / "redeliver" / "history.sqlite"
        code, out, err = run(home)
        tap.check(code == 0 and "Nothing is remembered." in out and err == "", "an empty history says so", (code, out, err))
        fill(database)

        code, out, err = run(home)
        tap.check(code == 0 and out.index("Asked") < out.index("No such mailbox"), "newest first", out)
        tap.check("before: Must be fixed, on" in out, "what changed since it was last known", out)
        code, out, err = run(home, "--format=json")
        entries = json.loads(out)
        tap.check(len(entries) == 4 and all(entry["schema"] == "redeliver.history/1" for entry in entries), "valid JSON", out)
        tap.check([change["after"] for change in entries[0]["changes"]] == ["fine"] and entries[1]["changes"] == [], "changes in JSON", out)
        tap.check(entries[1]["cause"] == "address-not-found" and entries[1]["time"].startswith("2023-11-16T"), "a diagnosis", entries[1])

        tap.check(len(json.loads(run(home, "--since=2023-11-16T12:00:00", "--format=json")[1])) == 2, "since a day")
        tap.check(len(json.loads(run(home, "--since", "30", "--format=json")[1])) == 0, "since some days ago")
        for wrong in (["--since=yesterday"], ["--format=xml"], ["clean"], ["clear", "all"]):
            code, out, err = run(home, *wrong)
            tap.check(code == 64 and out == "" and err != "", "refused: %s" % " ".join(wrong), (code, out, err))

        code, out, err = run(home, "clear")
        tap.check(code == 0 and out == "" and err == "", "clear", (code, out, err))
        tap.check(json.loads(run(home, "--format=json")[1]) == [], "nothing is left")
        tap.check(b"bob@receiver" not in database.read_bytes(), "not even in the file")

        database.write_bytes(b"not a database at all" * 50)
        code, out, err = run(home)
        tap.check(code == 0 and "damaged" in err and "kept as" in err, "a damaged file is set aside and told", (code, err))
        tap.check(list(home.glob("redeliver/history.sqlite.damaged-*")) != [], "and kept")
        tap.check(run(home)[2] == "", "once")
        run(home, "clear")
        tap.check(list(home.glob("redeliver/*.damaged-*")) == [], "until everything is cleared")

        code, out, err = run("/proc/1/nowhere")
        tap.check(code == 2 and out == "" and "cannot be written" in err and err.count("\n") == 1, "an unwritable folder: one sentence", (code, err))
    print("1..%d" % tap.number)
    sys.exit(1 if tap.failed else 0)


if __name__ == "__main__":
    main()
