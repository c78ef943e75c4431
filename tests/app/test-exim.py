#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bounce a real Exim makes during the test, dropped on the window, ends as the right verdict.

usage: test-exim.py REDELIVER REAL-EXIM.py
"""

import pathlib
import subprocess
import sys
import tempfile

import desktop
import xdnd

PROGRAM, REAL_EXIM = sys.argv[1:3]
RECIPIENT = 'jonas.berg@lindqvist.example'
REPLY = '552 5.2.2 <%s>: Recipient address rejected: Mailbox is full' % RECIPIENT


def main():
    with tempfile.TemporaryDirectory() as folder:
        bounce = pathlib.Path(folder, 'bounce.eml')
        made = subprocess.run([sys.executable, REAL_EXIM, str(bounce), REPLY], check=False)
        if made.returncode != 0:
            sys.exit(made.returncode)
        with desktop.App(PROGRAM) as app:
            drag = xdnd.Drag(int(app.window), {'text/uri-list': (bounce.as_uri() + '\r\n').encode()})
            assert drag.hover(200, 300)
            assert drag.drop()
            app.wait_until_says(RECIPIENT)
            app.wait_until_says('Their mailbox is full')
            app.wait_until_says('The recipient')


if __name__ == '__main__':
    main()
