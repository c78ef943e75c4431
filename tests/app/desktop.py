# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program from outside, as a person and a screen reader do.

Everything waits for a condition, never for a time; PATIENCE only ends a test
that has failed.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings

warnings.simplefilter('ignore')
# What is fatal for the program is not for its watcher: libatspi warns when a
# program is gone before it was looked at.
os.environ.pop('G_DEBUG', None)

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib

APPLICATION = 'io.github.redeliver.Redeliver'

PATIENCE = 60 * int(os.environ.get('REDELIVER_PATIENCE', '1'))

# A widget without a name is given that of its type; one with an access key may
# be given its mark.
TYPE_PREFIXES = ('Gtk', 'Adw', 'Rd', '_')


def wait_for(what, condition):
    """Calls condition until it answers something true; returns that."""
    context = GLib.MainContext.default()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        while context.iteration(False):
            pass
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError('waited in vain for ' + what)


def has_owner(name):
    """Whether a program has this name on the session bus."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    answer = bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
                           GLib.Variant('(s)', (name,)), None, Gio.DBusCallFlags.NONE, -1, None)
    return answer.unpack()[0]


class App:
    """A running window, seen through the accessibility bus and the X server."""

    def __init__(self, program, *arguments, debug='fatal-warnings'):
        # Until the bus has noticed its end, the last one would be handed the files.
        wait_for('the end of the last program', lambda: not has_owner(APPLICATION))
        self.log = tempfile.TemporaryFile()
        self.is_killed = False
        environment = dict(os.environ, G_DEBUG=debug)
        self.focused = ('', '')
        self.n_focused = 0
        self.listener = Atspi.EventListener.new(self._focus_moved)
        self.process = subprocess.Popen([program, *arguments], env=environment, stdout=self.log, stderr=self.log)
        self.node = wait_for('the window on the accessibility bus', self._find_node)
        # Each look is a new one; throwing a filled cache away crashes at times.
        self.node.set_cache_mask(Atspi.Cache.NONE)
        self.window = wait_for('the window on the screen', self._find_window)

    def __enter__(self):
        return self

    def _focus_moved(self, event):
        try:
            if event.detail1:
                self.focused = (event.source.get_role_name(), event.source.get_name() or '')
                self.n_focused += 1
        except GLib.Error:
            # It went away before it was looked at.
            pass

    def find_focused(self):
        """Role and name of what has the focus, looked for in the whole window."""
        for role, name, node in self.walk():
            try:
                if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                    return role, name
            except GLib.Error:
                pass
        return '', ''

    def __exit__(self, kind, value, trace):
        alive = self.process.poll() is None or self.is_killed
        if alive and not self.is_killed:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        if kind is None and not alive:
            raise AssertionError('the program ended by itself (%d): %s' % (self.process.returncode, self.read_log()))
        if kind is not None:
            print('# log: ' + self.read_log().replace('\n', '\n# '))

    def kill(self):
        """Ends it at once, as the system does when memory runs out."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self.is_killed = True

    def read_log(self):
        self.log.seek(0)
        return self.log.read().decode('utf-8', 'replace')

    def _find_node(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_name() == 'redeliver' and child.get_child_count() > 0:
                return child
        return None

    def _find_window(self, title='Redeliver'):
        answer = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^%s$' % title],
                                capture_output=True, text=True, check=False).stdout.split()
        return answer[0] if answer else None

    def walk(self):
        """All nodes of visible widgets: (role, name, node).

        GTK 4.8 tells apart what is hidden, not what stands on a page of a
        stack that is turned away.
        """
        found = []
        for i in range(self.node.get_child_count()):
            window = self.node.get_child_at_index(i)
            # It may have been closed since they were counted.
            if window is not None:
                node_walk(window, found)
        return found

    def says(self, part):
        """Whether something on the screen contains the words."""
        return any(part in name for _role, name, _node in self.walk())

    def wait_until_says(self, part):
        wait_for('“%s” on the screen' % part, lambda: self.says(part))

    def find(self, role, part):
        for node_role, name, node in self.walk():
            if node_role == role and part in name:
                return node
        return None

    def press(self, part):
        """Presses the button with these words in its name."""
        button = wait_for('a button “%s”' % part, lambda: self.find('push button', part))
        Atspi.Action.do_action(button, 0)

    def wait_for_focus(self, part):
        wait_for('the focus on “%s”' % part, lambda: part in self.find_focused()[1])

    def tab(self):
        """Presses Tab and waits until the focus is elsewhere."""
        before = self.n_focused
        self.key('Tab')
        wait_for('the focus to leave “%s”' % self.focused[1], lambda: self.n_focused > before)

    def tab_to(self, part):
        """Goes there with the keyboard alone."""
        seen = []
        self.listener.register('object:state-changed:focused')
        for _ in range(100):
            if part in self.focused[1]:
                return
            seen.append(self.focused[1])
            self.tab()
        raise AssertionError('“%s” is not reached: %s' % (part, seen))

    def focus_window(self, title=None):
        """Gives a window the keyboard; there is no window manager to do it."""
        window = self.window
        if title is not None:
            window = wait_for('the window “%s”' % title, lambda: self._find_window(title))
        subprocess.run(['xdotool', 'windowfocus', '--sync', window], check=True)

    def key(self, keys):
        subprocess.run(['xdotool', 'key', keys], check=True)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '1', text], check=True)


def says_nothing(name):
    """Whether a name is none: empty, or that of a widget type."""
    return name == '' or name.startswith(TYPE_PREFIXES)


def is_plain_choice(role, node):
    """Whether this is a line of a drop-down: nameless in GTK 4.8, but with a
    label that is read."""
    if role != 'list item' or node.get_child_count() == 0:
        return False
    found = []
    node_walk(node.get_child_at_index(0), found)
    return any(role_below == 'label' and name for role_below, name, _node in found)


def node_walk(node, found):
    """Collects all visible nodes from this one down."""
    try:
        if not node.get_state_set().contains(Atspi.StateType.VISIBLE):
            return
        found.append((node.get_role_name(), node.get_name() or '', node))
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None:
                node_walk(child, found)
    except GLib.Error:
        # It went away while it was looked at.
        pass


def unnamed(app, ignored_roles=()):
    """Controls that have no name of their own."""
    bad = []
    for role, name, node in app.walk():
        try:
            if not node.get_state_set().contains(Atspi.StateType.FOCUSABLE):
                continue
        except GLib.Error:
            continue
        # Scrolled areas are come upon only if there is nothing else in them;
        # a label is its own text.
        if says_nothing(name) and role not in ('frame', 'application', 'filler', 'panel', 'scroll pane', 'label') and \
                role not in ignored_roles and not (name == '' and is_plain_choice(role, node)):
            bad.append('%s “%s”' % (role, name))
    return bad


def run_alone(name):
    """Runs one test of this script in a process of its own."""
    environment = dict(os.environ, REDELIVER_TEST=name)
    with subprocess.Popen(['/usr/bin/python3', *sys.argv], env=environment, start_new_session=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        output = process.communicate()[0]
    # If it was ended by a signal, what it had started is still there.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return process.returncode, output


def run(tests):
    """Runs functions as a TAP test; the name of each says what it shows.

    Each has its own process, because libatspi keeps what it knows about
    programs that are gone.  If it takes that process with it by a signal, the
    test is run again: that says nothing about the window, which is watched
    for signals by itself.
    """
    by_name = {test.__name__: test for test in tests}
    if 'REDELIVER_TEST' in os.environ:
        by_name[os.environ['REDELIVER_TEST']]()
        return
    print('1..%d' % len(tests), flush=True)
    failures = 0
    for number, name in enumerate(by_name, 1):
        for _ in range(3):
            code, output = run_alone(name)
            if code >= 0:
                break
        verdict = 'ok' if code == 0 else 'not ok'
        if code != 0:
            failures += 1
            print('# ' + output.decode('utf-8', 'replace').replace('\n', '\n# '), flush=True)
        print('%s %d %s' % (verdict, number, name.replace('_', '-')), flush=True)
    sys.exit(1 if failures else 0)
