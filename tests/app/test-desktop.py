#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs hand to the window: drops, pastes, files, calls.

usage: test-desktop.py REDELIVER EXAMPLE.eml
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import desktop
import xdnd
from gi.repository import Gio, GLib

PROGRAM = sys.argv[1]
EXAMPLE = pathlib.Path(sys.argv[2]).resolve()
RECIPIENT = 'bob.miller@gmail.com'
PASTED = '<carol@receiver.example>: 552 5.2.2 Mailbox is full, over quota\n'


def drop(offers, answer):
    """Drops the data and waits for the answer on the screen."""
    with desktop.App(PROGRAM) as app:
        drag = xdnd.Drag(int(app.window), offers)
        assert drag.hover(200, 300), 'the window refuses what it should take'
        app.wait_until_says('Drop to Find Out Why')
        taken = drag.drop()
        app.wait_until_says(answer)
        return taken


def dropped_file():
    assert drop({'text/uri-list': (EXAMPLE.as_uri() + '\r\n').encode()}, RECIPIENT)


def dropped_files():
    with tempfile.TemporaryDirectory() as folder:
        second = pathlib.Path(folder, 'zweite Datei – ü.eml')
        # Another mail: the same one twice would be counted once.
        second.write_bytes(EXAMPLE.read_bytes().replace(b'9f2c41d0', b'9f2c41d1'))
        uris = EXAMPLE.as_uri() + '\r\n' + second.as_uri() + '\r\n'
        assert drop({'text/uri-list': uris.encode()}, '2 bounces, 1 cause')


def dropped_folder():
    assert drop({'text/uri-list': (EXAMPLE.parent.as_uri() + '\r\n').encode()}, RECIPIENT)


def dropped_message():
    """As Evolution offers one: the message, and a copy only it can open."""
    assert drop({'message/rfc822': EXAMPLE.read_bytes(), 'text/uri-list': b'file:///nonexistent/copy.eml\r\n'}, RECIPIENT)


def dropped_text():
    assert drop({'text/plain;charset=utf-8': PASTED.encode()}, 'carol@receiver.example')


def dropped_old_text():
    """A selection of programs that know neither Unicode nor types."""
    assert drop({'STRING': PASTED.encode('latin-1'), 'UTF8_STRING': PASTED.encode()}, 'carol@receiver.example')


def dropped_link_to_file():
    data = (EXAMPLE.as_uri() + '\nexample').encode('utf-16-le')
    assert drop({'text/x-moz-url': data}, RECIPIENT)


def dropped_link_into_mail_program():
    """As Thunderbird offers one that lives on a server: nobody else can open it."""
    data = 'imap-message://owner@mail.example/INBOX#42\nUndelivered Mail'.encode('utf-16-le')
    assert not drop({'text/x-moz-url': data}, 'Save the message as a file')


def dropped_missing_file():
    assert drop({'text/uri-list': b'file:///nonexistent/bounce.eml\r\n'}, 'Could Not Be Read')


def refused_picture():
    with desktop.App(PROGRAM) as app:
        drag = xdnd.Drag(int(app.window), {'image/png': b'\x89PNG'})
        assert not drag.hover(200, 300, seconds=3)
        drag.leave()


def left_again():
    """The sign that one may drop goes away with the drag."""
    with desktop.App(PROGRAM) as app:
        drag = xdnd.Drag(int(app.window), {'text/plain': PASTED.encode()})
        assert drag.hover(200, 300)
        app.wait_until_says('Drop to Find Out Why')
        drag.leave()
        desktop.wait_for('the sign to go', lambda: not app.says('Drop to Find Out Why'))


def put_on_clipboard(text, kind=None):
    command = ['xclip', '-selection', 'clipboard', '-i'] + (['-target', kind] if kind else [])
    subprocess.run(command, input=text, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def pasted_text():
    put_on_clipboard(PASTED.encode())
    with desktop.App(PROGRAM) as app:
        app.focus_window()
        app.key('ctrl+v')
        app.wait_until_says('carol@receiver.example')


def pasted_whole_message():
    put_on_clipboard(EXAMPLE.read_bytes())
    with desktop.App(PROGRAM) as app:
        app.focus_window()
        app.key('ctrl+v')
        app.wait_until_says(RECIPIENT)


def pasted_files():
    put_on_clipboard((EXAMPLE.as_uri() + '\r\n').encode(), 'text/uri-list')
    with desktop.App(PROGRAM) as app:
        app.focus_window()
        app.key('ctrl+v')
        app.wait_until_says(RECIPIENT)


def pasted_over_a_result():
    """The key works wherever the focus is, also in the source of a message."""
    put_on_clipboard(PASTED.encode())
    with desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        app.key('ctrl+v')
        app.wait_until_says('carol@receiver.example')
        desktop.wait_for('the old result to go', lambda: not app.says(RECIPIENT))


def pasted_by_button():
    put_on_clipboard(PASTED.encode())
    with desktop.App(PROGRAM) as app:
        app.press('Paste')
        app.wait_until_says('carol@receiver.example')


def file_on_the_command_line():
    with desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)


def relative_file_on_the_command_line():
    with desktop.App(PROGRAM, os.path.relpath(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)


def second_instance():
    """A second call hands its files to the first window and ends."""
    with desktop.App(PROGRAM) as app:
        second = subprocess.run([PROGRAM, str(EXAMPLE)], timeout=desktop.PATIENCE, check=False)
        assert second.returncode == 0
        app.wait_until_says(RECIPIENT)
        frames = [name for role, name, _node in app.walk() if role == 'frame']
        assert len(frames) == 1, frames


def ask_from_outside(action, *target):
    """As the menu of the desktop entry and the search of the desktop do."""
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        desktop.APPLICATION, '/io/github/redeliver/Redeliver', 'org.freedesktop.Application', 'ActivateAction',
        GLib.Variant('(sava{sv})', (action, [GLib.Variant('s', text) for text in target], {})), None,
        Gio.DBusCallFlags.NONE, -1, None)


def found_by_the_search_of_the_desktop():
    with desktop.App(PROGRAM) as app:
        ask_from_outside('explain', 'code/5.1.1')
        app.wait_until_says('A status code of mail servers')
        ask_from_outside('explain', 'mailbox full')
        app.wait_until_says('Their mailbox is full')


def asked_by_the_desktop_entry():
    """Nothing is looked up by that: the page is shown, with the cursor in its field."""
    with desktop.App(PROGRAM) as app:
        app.focus_window()
        ask_from_outside('show-domain')
        desktop.wait_for('the focus in a field', lambda: app.find_focused()[0] in ('text', 'entry'))
        ask_from_outside('show-codes')
        app.wait_until_says('What Did the Server Say?')


def domain_asked_for_from_outside():
    """Another program can name a domain, but only the user lets it be looked up."""
    with desktop.App(PROGRAM) as app:
        ask_from_outside('check', 'flowershop.example')
        app.wait_until_says('flowershop.example')
        app.wait_until_says('Not Now')


def version():
    answer = subprocess.run([PROGRAM, '--version'], capture_output=True, text=True, check=True, timeout=desktop.PATIENCE)
    assert answer.stdout.startswith('redeliver '), answer.stdout


def keyboard_only():
    """From the empty window to the example’s verdict without a pointer."""
    with desktop.App(PROGRAM) as app:
        app.focus_window()
        app.key('alt+t')
        app.wait_until_says(RECIPIENT)
        app.wait_for_focus('The receiver wants proof')
        app.key('ctrl+n')
        app.wait_for_focus('Open File…')


desktop.run([
    dropped_file,
    dropped_files,
    dropped_folder,
    dropped_message,
    dropped_text,
    dropped_old_text,
    dropped_link_to_file,
    dropped_link_into_mail_program,
    dropped_missing_file,
    refused_picture,
    left_again,
    pasted_text,
    pasted_whole_message,
    pasted_files,
    pasted_over_a_result,
    pasted_by_button,
    file_on_the_command_line,
    relative_file_on_the_command_line,
    second_instance,
    found_by_the_search_of_the_desktop,
    asked_by_the_desktop_entry,
    domain_asked_for_from_outside,
    version,
    keyboard_only,
])
