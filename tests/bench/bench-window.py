#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-window.py PROGRAM MAKE [N]: what the window feels like while a mailbox of N messages (8000 if not
said) is read."""

import os
import subprocess
import sys
import tempfile


def main():
    program, make = sys.argv[1:3]
    count = sys.argv[3] if len(sys.argv) > 3 else "8000"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "bounces.mbox")
        subprocess.run([sys.executable, make, count, path], check=True)
        sys.exit(subprocess.run([program, path], check=False).returncode)


if __name__ == "__main__":
    main()
