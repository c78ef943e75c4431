#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader finds: every control has a name that says something.

usage: test-accessible.py REDELIVER EXAMPLE.eml
"""

import pathlib
import sys
import tempfile

import desktop

PROGRAM = sys.argv[1]
EXAMPLE = pathlib.Path(sys.argv[2]).resolve()
RECIPIENT = 'bob.miller@gmail.com'


def assert_named(app):
    bad = desktop.unnamed(app)
    assert not bad, bad


def first_page():
    with desktop.App(PROGRAM) as app:
        app.wait_until_says('Find Out Why Your Mail Came Back')
        for name in ('Open File…', 'Paste', 'Try an Example', 'How do I save the message?', 'Main Menu', 'Open Messages'):
            assert app.says(name), name
        assert_named(app)


def verdict():
    with desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        assert_named(app)
        app.focus_window()
        desktop.wait_for('the focus on the heading', lambda: app.find_focused()[0] == 'heading')


def unfolded_verdict():
    with desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        for title in ('What was looked at', 'Who, when, which server', 'The whole message'):
            app.tab_to(title)
            app.key('space')
        app.wait_until_says('Copy Message-ID')
        app.wait_until_says('Source of the message')
        assert_named(app)


def list_of_bounces():
    with tempfile.TemporaryDirectory() as folder:
        for i in range(4):
            another = EXAMPLE.read_bytes().replace(b'9f2c41d0', b'9f2c41d%d' % i)
            pathlib.Path(folder, '%d.eml' % i).write_bytes(another)
        pathlib.Path(folder, 'plain.eml').write_text(
            'From: a@b.example\nTo: c@d.example\nSubject: Hello\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\nHello\n')
        with desktop.App(PROGRAM, folder) as app:
            app.wait_until_says('4 bounces, 1 cause')
            assert_named(app)
            line = desktop.wait_for('a line of the list', lambda: app.find('list item', RECIPIENT))
            assert 'Must be fixed' in line.get_name(), line.get_name()


def unreadable():
    with tempfile.NamedTemporaryFile(suffix='.eml') as empty:
        with desktop.App(PROGRAM, empty.name) as app:
            app.wait_until_says('Could Not Be Read')
            assert_named(app)


def all_pages():
    """Each page by its key, and what is on it."""
    with desktop.App(PROGRAM) as app:
        app.focus_window()
        for number in range(1, 6):
            app.key('alt+%d' % number)
            desktop.wait_for('a page', lambda: app.walk())
            assert_named(app)


def journey_by_screen_reader():
    """From the empty window to a code and back by what a screen reader can do alone."""
    with desktop.App(PROGRAM) as app:
        app.press('Try an Example')
        app.wait_until_says(RECIPIENT)
        app.press('More About 5.7.26')
        app.wait_until_says('A status code of mail servers')
        assert_named(app)
        app.press('Back')
        desktop.wait_for('the way back to end', lambda: not app.find('push button', 'Back'))


def codes_by_keyboard():
    """To the page of codes, a search and its best answer without a pointer."""
    with desktop.App(PROGRAM) as app:
        app.focus_window()
        # The last page: keys beyond it do nothing.
        app.key('alt+4')
        app.key('alt+5')
        app.wait_until_says('What Did the Server Say?')
        app.key('ctrl+f')
        desktop.wait_for('the focus in the search', lambda: app.find_focused()[0] in ('text', 'entry'))
        app.type('mailbox full')
        app.wait_until_says('Let the recipient know')
        app.key('Return')
        desktop.wait_for('the focus on the heading', lambda: app.find_focused()[0] == 'heading')
        assert_named(app)


def show_window(key, sign):
    with desktop.App(PROGRAM) as app:
        app.focus_window()
        app.key(key)
        app.wait_until_says(sign)
        # libadwaita keeps controls without a name on pages it does not show:
        # the tabs of its pages and the search, which are switched off here.
        bad = desktop.unnamed(app, ignored_roles=('page tab', 'entry'))
        assert not bad, bad


def help_window():
    show_window('F1', 'Classic Outlook for Windows')


def preferences():
    show_window('ctrl+comma', 'My mail runs on')


desktop.run([
    first_page,
    verdict,
    unfolded_verdict,
    list_of_bounces,
    unreadable,
    all_pages,
    journey_by_screen_reader,
    codes_by_keyboard,
    help_window,
    preferences,
])
