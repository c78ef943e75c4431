#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on a disk that takes nothing: full, or not to be written to.

The verdict is there all the same, what is kept between runs is not missed loudly, and the program goes on.

usage: with-display.sh test-window-faults.py REDELIVER EXAMPLE.eml SETTINGS-KEEPER
"""

import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'app'))
import desktop

PROGRAM = sys.argv[1]
EXAMPLE = pathlib.Path(sys.argv[2]).resolve()
RECIPIENT = 'bob.miller@gmail.com'
KEEPER = sys.argv[3]
DCONF = pathlib.Path(os.environ.get('GIO_MODULE_DIR', '/usr/lib/x86_64-linux-gnu/gio/modules')) / 'libdconfsettings.so'


@contextlib.contextmanager
def home(spoil, backend):
    """A home folder on a small disk that was spoilt."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=128k', 'redeliver', folder], check=True)
        try:
            os.environ.update(HOME=folder, XDG_CONFIG_HOME=folder + '/config', XDG_DATA_HOME=folder + '/data',
                              XDG_CACHE_HOME=folder + '/cache', XDG_STATE_HOME=folder + '/state', GSETTINGS_BACKEND=backend)
            spoil(pathlib.Path(folder))
            yield
        finally:
            subprocess.run(['umount', '-l', folder], check=True)


def show(spoil):
    """Opens a bounce; choices go into a file, as without a settings service."""
    # GTK complains that it cannot keep its list of recent files.
    with home(spoil, 'keyfile'), desktop.App(PROGRAM, str(EXAMPLE), debug='') as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        app.key('ctrl+comma')
        app.wait_until_says('Your Domains')
        log = app.read_log()
    complaints = re.findall(r'^\(.*\): (.*)-(?:WARNING|CRITICAL)', log, re.M)
    assert set(complaints) <= {'Gtk', 'GLib-GIO', 'dconf'}, log
    assert 'rd-' not in log and RECIPIENT not in log, log


def keep(spoil, backend, occasion, complains):
    """Whether the window says that settings are not kept."""
    with home(spoil, backend):
        subprocess.run([KEEPER, occasion, '1' if complains else '0'], env=dict(os.environ, G_DEBUG=''), stdout=sys.stderr, check=True)


def fill(folder):
    with open(folder / 'filler', 'wb', buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            pass


def full_disk():
    show(fill)


def make_read_only(folder):
    subprocess.run(['mount', '-o', 'remount,ro', str(folder)], check=True)


def leave(folder):
    pass


def read_only_home():
    show(make_read_only)


def settings_in_a_file():
    keep(make_read_only, 'keyfile', 'opening', True)
    keep(fill, 'keyfile', 'opening', True)
    for occasion in ('opening', 'changing'):
        keep(leave, 'keyfile', occasion, False)


def settings_in_dconf():
    if not DCONF.exists():
        return
    for occasion in ('opening', 'changing'):
        keep(make_read_only, 'dconf', occasion, True)
        keep(fill, 'dconf', occasion, True)
        keep(leave, 'dconf', occasion, False)


def main():
    if os.environ.get('REDELIVER_FAULTS') is None:
        for flags in ('-m', '-rm'):
            if subprocess.run(['unshare', flags, 'true'], capture_output=True, check=False).returncode == 0:
                os.environ['REDELIVER_FAULTS'] = 'mounts'
                os.execvp('unshare', ['unshare', flags, sys.executable, *sys.argv])
        print('1..0 # SKIP mount namespaces are not allowed here')
        return
    desktop.run([full_disk, read_only_home, settings_in_a_file, settings_in_dconf])


main()
