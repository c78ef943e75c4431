#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing leaves the computer unasked: the real window in a network where every packet is seen.

usage: test-privacy.py REDELIVER EXAMPLE.eml MAINLOG SEARCH-PROVIDER
"""

import contextlib
import os
import pathlib
import re
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time

import desktop
import packets

PROGRAM = sys.argv[1]
EXAMPLE = pathlib.Path(sys.argv[2]).resolve()
MAINLOG = pathlib.Path(sys.argv[3]).resolve()
PROVIDER = sys.argv[4]
RECIPIENT = 'bob.miller@gmail.com'
DOMAIN = 'flowershop.example'
PASTED = '<carol.private@receiver.example>: 552 5.2.2 Mailbox is full, over quota\n'

# What people wrote and whom they wrote to; nobody but the user may ever see it.
SECRETS = ('bob.miller', 'carol.private', 'white roses', 'roses are ready', 'Kind regards', 'orders@', 'The Flower Shop',
           '9f2c41d0-5e1b-4a77')

TYPES = {'A': 1, 'NS': 2, 'CNAME': 5, 'SOA': 6, 'PTR': 12, 'MX': 15, 'TXT': 16, 'AAAA': 28, 'SRV': 33, 'DS': 43,
         'DNSKEY': 48, 'TLSA': 52, 'CAA': 257}

# A domain with a mail server and a web server, so that there is somebody to
# connect to: both are this computer, where nobody listens.
MX = 'mail.flowershop.example'
ZONE = {
    (DOMAIN, TYPES['MX']): [b'\0\x0a' + packets.encode_name(MX)],
    (DOMAIN, TYPES['A']): [bytes([203, 0, 113, 9])],
    (MX, TYPES['A']): [bytes([203, 0, 113, 25])],
    ('_mta-sts.' + DOMAIN, TYPES['TXT']): [b'\x13v=STSv1; id=2026010'],
    ('mta-sts.' + DOMAIN, TYPES['A']): [bytes([203, 0, 113, 80])],
}


class TempWatch(threading.Thread):
    """Sees the files that come and go in a folder, and who may read them."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder = folder
        self.seen = {}
        self.ended = False
        self.start()

    def run(self):
        while not self.ended:
            for path in self.folder.rglob('*'):
                try:
                    status = path.lstat()
                except OSError:
                    continue
                if stat.S_ISREG(status.st_mode):
                    self.seen[path] = stat.S_IMODE(status.st_mode)
            time.sleep(0.005)


def put_on_clipboard(text):
    subprocess.run(['xclip', '-selection', 'clipboard', '-i'], input=text.encode(), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def assert_tells_nothing(text, where):
    for secret in SECRETS:
        assert secret.lower() not in text.lower(), '“%s” stands in %s' % (secret, where)


def look_at_everything(app):
    """Opens, pastes, turns every page, and begins a report."""
    app.wait_until_says(RECIPIENT)
    app.focus_window()
    for title in ('What was looked at', 'Who, when, which server', 'The whole message'):
        app.tab_to(title)
        app.key('space')
    app.wait_until_says('Source of the message')
    app.key('ctrl+e')
    app.wait_until_says('Preview: ')
    app.press('Copy as Text')
    app.focus_window('Send to Host')
    app.key('Escape')
    desktop.wait_for('the report to close', lambda: not app.says('Preview: '))
    put_on_clipboard(PASTED)
    app.focus_window()
    app.key('ctrl+v')
    app.wait_until_says('carol.private@receiver.example')
    app.key('ctrl+shift+c')
    for number in (2, 3, 4, 5, 1):
        app.key('alt+%d' % number)
    desktop.wait_for('the first page', lambda: app.says('Their mailbox is full'))
    app.key('F1')
    app.wait_until_says('Classic Outlook for Windows')


def nothing(_packet):
    return False


@contextlib.contextmanager
def silence(is_allowed=nothing):
    """Not one packet, no file others may read, nothing left behind."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ['TMPDIR'] = folder
        os.environ['G_MESSAGES_DEBUG'] = 'all'
        watch = TempWatch(pathlib.Path(folder))
        capture = packets.Capture()
        packets.EmptyDns(ZONE)
        yield
        sent = [packets.Packet(data) for data in capture.settle()]
        assert not [packet for packet in sent if not is_allowed(packet)], [str(packet) for packet in sent]
        watch.ended = True
        watch.join()
        assert all(mode & 0o077 == 0 for mode in watch.seen.values()), watch.seen
        left = [path for path in pathlib.Path(folder).rglob('*') if path.is_file()]
        assert not left, left


def silent_without_consent():
    """Opened, pasted, looked at; and no word of a mail in the log."""
    with silence(), desktop.App(PROGRAM, str(EXAMPLE)) as app:
        look_at_everything(app)
        assert_tells_nothing(app.read_log(), 'the log')


def own_folder(name):
    """A folder of the home of this test."""
    folder = pathlib.Path(os.environ['HOME'], name)
    folder.mkdir(exist_ok=True)
    return folder


def report_saved():
    """Through the dialog of the desktop, as people do."""
    target = own_folder('reports') / 'report.pdf'
    with silence(), desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        app.key('ctrl+e')
        app.wait_until_says('Preview: ')
        app.press('Save PDF…')
        app.focus_window('Save the Report')
        app.key('ctrl+a')
        app.type(str(target))
        app.key('Return')
        desktop.wait_for('the report', target.exists)
        assert_tells_nothing(app.read_log(), 'the log')
    assert target.read_bytes().startswith(b'%PDF-')


def report_mailed():
    """A mail program gets it, nobody else: what is handed over is all there is."""
    programs = own_folder('programs')
    arguments = programs / 'arguments'
    (programs / 'xdg-email').write_text('#!/bin/sh\nprintf "%%s\\n" "$@" >%s.new && mv %s.new %s\n' % ((arguments,) * 3))
    (programs / 'xdg-email').chmod(0o755)
    os.environ['PATH'] = '%s:%s' % (programs, os.environ['PATH'])
    with silence(), desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        app.key('ctrl+e')
        app.wait_until_says('Preview: ')
        app.press('Create E-Mail')
        desktop.wait_for('the mail program', arguments.exists)
        assert_tells_nothing(app.read_log(), 'the log')
    assert '--attach' in arguments.read_text()


def is_print_service(packet):
    """GTK asks the print service of this computer (RFC 8010) for printers; here there is none."""
    return packet.is_tcp and packet.to in ('127.0.0.1', '::1') and 631 in (packet.to_port, packet.from_port) and \
        packet.payload == b''


def report_printed():
    """As far as the dialog that lists the printers, which only this computer is asked for."""
    with silence(is_print_service), desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        app.key('ctrl+e')
        app.wait_until_says('Preview: ')
        app.press('Print…')
        app.wait_until_says('Print to File')
        app.focus_window('Print')
        app.key('Escape')
        desktop.wait_for('the dialog to close', lambda: not app.says('Print to File'))
        assert_tells_nothing(app.read_log(), 'the log')


def log_read():
    """A server’s log: thousands of addresses, and not one leaves."""
    with silence(), desktop.App(PROGRAM, str(MAINLOG)) as app:
        app.wait_until_says('What Was Read')
        app.focus_window()
        app.key('ctrl+f')
        app.type('lindqvist.example')
        app.wait_until_says('jonas.berg@lindqvist.example')
        app.key('ctrl+e')
        app.wait_until_says('Preview: ')
        told = app.read_log()
        assert 'lindqvist' not in told, told


def codes_looked_up():
    with silence(), desktop.App(PROGRAM) as app:
        app.focus_window()
        app.key('alt+5')
        app.wait_until_says('What Did the Server Say?')
        for text, answer in (('5.7.26', '5.7.26'), ('mailbox full', 'Their mailbox is full')):
            app.key('ctrl+f')
            app.key('ctrl+a')
            app.type(text)
            app.wait_until_says(answer)


def preferences_and_history():
    """What is kept is looked at and forgotten."""
    with silence(), desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        app.key('ctrl+comma')
        app.wait_until_says('What Is Kept')
        app.press('Forget the domains checked last')
        app.press('Forget everything now')
        app.wait_until_says('Cleared')
        app.focus_window('Preferences')
        app.key('Escape')
        desktop.wait_for('the preferences to close', lambda: not app.says('What Is Kept'))
        app.focus_window()
        app.key('ctrl+question')
        app.wait_until_says('Paste')
        assert_tells_nothing(app.read_log(), 'the log')


def searched_from_the_desktop():
    """Every key typed into the search of the desktop comes here, whatever it is about."""
    with silence():
        environment = dict(os.environ, G_DEBUG='fatal-warnings')
        with subprocess.Popen([PROVIDER], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as provider:
            name = desktop.APPLICATION + '.SearchProvider'
            desktop.wait_for('the provider', lambda: desktop.has_owner(name))
            bus = desktop.Gio.bus_get_sync(desktop.Gio.BusType.SESSION)
            for terms in (['550', '5.1.1'], ['bob.miller@gmail.com'], ['orders@flowershop.example', 'white', 'roses']):
                bus.call_sync(name, '/' + desktop.APPLICATION.replace('.', '/') + '/SearchProvider', 'org.gnome.Shell.SearchProvider2',
                              'GetInitialResultSet', desktop.GLib.Variant('(as)', (terms,)), None,
                              desktop.Gio.DBusCallFlags.NONE, -1, None)
            provider.terminate()
            assert_tells_nothing(provider.communicate()[0].decode(), 'what the provider tells')


def killed():
    """Ended in the middle of everything, it leaves nothing that the next start would have to find."""
    with silence():
        for path in (EXAMPLE, MAINLOG):
            with desktop.App(PROGRAM, str(path)) as app:
                app.wait_until_says('Redeliver')
                app.kill()
        with desktop.App(PROGRAM, str(EXAMPLE)) as app:
            app.wait_until_says(RECIPIENT)


def capture_sees():
    """The proof is one only if a packet would have been seen."""
    capture = packets.Capture()
    for address in ('192.0.2.77', '127.0.0.1'):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b'hello', (address, 9))
    seen = [packets.Packet(data) for data in capture.settle()]
    assert {packet.to for packet in seen if packet.payload == b'hello'} == {'192.0.2.77', '127.0.0.1'}, seen


def read_announced(app):
    """What the dialog lists, opened as a person would: the lines of its labels."""
    expander = desktop.wait_for('the list of questions', lambda: app.find('push button', 'Show them'))
    desktop.Atspi.Action.do_action(expander, 0)
    app.wait_until_says('_dmarc.%s TXT' % DOMAIN)
    return {line for role, name, _node in app.walk() if role == 'label' for line in name.splitlines()}


def is_about(question, address):
    """Whether a list was asked about an address: it stands turned round before the name of the list."""
    return question.startswith('.'.join(reversed(address.split('.'))) + '.')


def blocklists_only_when_told():
    """Nothing before “Only This Time”; then the lists that were named, about this address."""
    address = '203.0.113.9'
    capture = packets.Capture()
    packets.EmptyDns(ZONE)
    with desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        app.key('alt+3')
        app.tab_to('Internet address or domain')
        app.type(address)
        app.key('Return')
        app.wait_until_says('Check %s Online?' % address)
        desktop.wait_for('the lists of questions', lambda: app.find('push button', 'Show them'))
        for role, name, node in list(app.walk()):
            if (role, name) == ('push button', 'Show them'):
                desktop.Atspi.Action.do_action(node, 0)
        app.wait_until_says('zen.spamhaus.org')
        announced = '\n'.join(name for role, name, _node in app.walk() if role == 'label')
        assert not capture.settle(), 'something was sent before consent'
        app.press('Only This Time')
        desktop.wait_for('the first question', lambda: capture.packets)
        app.wait_until_says('Check Again')
        assert_tells_nothing(app.read_log(), 'the log')
    sent = [packets.Packet(data) for data in capture.settle()]
    asked = questions_of(sent)
    lists = {question.rpartition(' ')[0].split('.', 4)[4] for question in asked if is_about(question, address)}
    assert len(lists) > 20, asked
    assert not [name for name in lists if name not in announced], [name for name in lists if name not in announced]
    strange = [question for question in asked if not is_about(question, address) and question.rpartition(' ')[0] not in announced]
    assert not strange, 'asked but not announced: %s' % strange
    for packet in sent:
        assert packet.is_udp and 53 in (packet.to_port, packet.from_port), str(packet)
        assert_tells_nothing(packet.payload.decode('latin-1'), str(packet))


def questions_of(sent):
    """The DNS questions among packets, as the dialog writes them."""
    names = {number: name for name, number in TYPES.items()}
    questions = (packets.question_of(packet.payload) for packet in sent if packet.is_udp and packet.to_port == 53)
    return {'%s %s' % (name, names.get(number, 'TYPE%d' % number)) for name, number in questions}


def only_what_was_announced():
    """What was listed is asked, and beyond it only what answers led to: the domain’s own names and servers."""
    capture = packets.Capture()
    packets.EmptyDns(ZONE)
    with desktop.App(PROGRAM, str(EXAMPLE)) as app:
        app.wait_until_says(RECIPIENT)
        app.focus_window()
        app.key('alt+2')
        app.tab_to('The domain your mail is sent from')
        subprocess.run(['xdotool', 'type', DOMAIN], check=True)
        app.key('Return')
        app.wait_until_says('Check %s Online?' % DOMAIN)
        announced = read_announced(app)
        assert not capture.settle(), 'something was sent before consent'
        app.press('Only This Time')
        desktop.wait_for('the first question', lambda: capture.packets)
        capture.settle()
        app.wait_until_says('Your domain does not say which servers may send its mail')
        assert_tells_nothing(app.read_log(), 'the log')
    sent = [packets.Packet(data) for data in capture.settle()]
    asked = questions_of(sent)
    missing = {line for line in announced if line.rpartition(' ')[2] in TYPES} - asked
    assert len(asked & announced) > 20 and not missing, 'announced but not asked: %s' % missing
    strange = {line for line in asked - announced if not re.fullmatch(FOLLOWING, line)}
    assert not strange, 'asked but not announced: %s' % strange
    others = [packet for packet in sent if not is_expected(packet)]
    assert not others, [str(packet) for packet in others]
    for packet in sent:
        assert_tells_nothing(packet.payload.decode('latin-1'), str(packet))


# What answers lead to: names below the domain, reverse names of its servers,
# blocklists are never among them; and names that cannot exist, made up to see
# whether the DNS server invents answers.
FOLLOWING = r'(.+\.)?flowershop\.example \S+|[0-9.]+\.in-addr\.arpa \S+|rd-[0-9a-f]+\.invalid A|(_dmarc\.)?example \S+'


def is_expected(packet):
    """DNS and its answers, the page of the policy, the greeting of the mail server, and refusals of these."""
    if packet.is_udp:
        return 53 in (packet.to_port, packet.from_port)
    return packet.is_tcp and bool({25, 443} & {packet.to_port, packet.from_port})


desktop.run([
    capture_sees,
    silent_without_consent,
    report_saved,
    report_mailed,
    report_printed,
    log_read,
    codes_looked_up,
    preferences_and_history,
    searched_from_the_desktop,
    killed,
    only_what_was_announced,
    blocklists_only_when_told,
])
