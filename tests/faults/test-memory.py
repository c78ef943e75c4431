#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much memory big and hostile files may take: little more than a run over a few bounces needs.

Addresses are capped: what asks for too many ends at once.  How much memory was really used is held against a run over
a few bounces.  Addresses would not do for that: every thread sets aside some for itself, and how many threads
there are differs between machines and moments.  Nothing may be lost over it: there are as many answers as there were
messages and lines.

usage: test-memory.py REDELIVER-CLI EXAMPLE.eml FOLDER-OF-OUTLOOK-FILES [MEGABYTES]
"""

import contextlib
import os
import pathlib
import resource
import struct
import subprocess
import sys
import tempfile
import threading
import zipfile

CLI, EXAMPLE, OUTLOOK = sys.argv[1:4]
MEGABYTES = int(sys.argv[4]) if len(sys.argv) > 4 else 40

# Only against hanging.
PATIENCE = 60 * max(10, MEGABYTES // 4)

MB = 1 << 20

# What a process may ask for.
CAP = 2048 * MB

# Buffers, and what it takes to draw pages.
SLACK = 32 * MB

# The largest message that is read, whole and decoded, and room to grow into it.
MESSAGE = 3 * 32 * MB

# Fifty thousand bounces that are held for a table.
TABLE = 400 * MB

BOUNCE = pathlib.Path(EXAMPLE).read_bytes().replace(b'\r\n', b'\n')
FROM = b'From MAILER-DAEMON Mon Nov  2 10:00:05 2026\n'
HEAD = b'From: MAILER-DAEMON@x.example\nSubject: Undelivered\nContent-Type: multipart/mixed; boundary=x\n\n'
REASON = b'--x\n\n<bob@shop.example>: host mx[192.0.2.1] said: 550 5.1.1 User unknown\n\n'


class Capped:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.few = 0
        with self.file('few.mbox', [FROM, BOUNCE, b'\n'] * 300) as path:
            lines, self.few = self.measure(('diagnose', '--format=ndjson', path), (0, 1, 2))
            assert lines == 300, lines

    def measure(self, arguments, codes):
        """The number of lines of the answer, and the most memory that was used at a time."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen([CLI, *map(str, arguments)], stdout=out, stderr=err,  # pylint: disable=consider-using-with
                                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (CAP, CAP)))
            watch = threading.Timer(PATIENCE, process.kill)
            watch.start()
            _pid, status, usage = os.wait4(process.pid, 0)
            watch.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            err.seek(0)
            told = err.read().decode('utf-8', 'replace')
            assert process.returncode in codes, (arguments, process.returncode, told[-1000:])
            for word in ('CRITICAL', 'WARNING', 'GLib', 'Traceback'):
                assert word not in told, told[-1000:]
            out.seek(0)
            return sum(1 for _line in out), usage.ru_maxrss * 1024

    def run(self, arguments, room, codes=(0, 1, 2)):
        """The number of lines of the answer."""
        lines, used = self.measure(arguments, codes)
        assert used <= self.few + room, (arguments, '%d MB, %d allowed' % (used // MB, (self.few + room) // MB))
        return lines

    @contextlib.contextmanager
    def file(self, name, pieces):
        path = self.folder / name
        with open(path, 'wb') as file:
            for piece in pieces:
                file.write(piece)
        yield path
        path.unlink()


def mailbox(capped):
    count = MEGABYTES * MB // 20000
    one = FROM + BOUNCE + b'x' * 70 + b'\n'
    one += (b'y' * 70 + b'\n') * ((20000 - len(one)) // 71) + b'\n'
    with capped.file('big.mbox', (one for _ in range(count))) as path:
        assert capped.run(('diagnose', '--format=ndjson', path), SLACK) == count
        lines = capped.run(('diagnose', '--format=ndjson', '--insights', path), SLACK)
        assert lines == count + 1, lines
        capped.run(('report', '-o', capped.folder / 'r.pdf', path), SLACK + min(count, 5000) * 40000)


def log(capped):
    def lines():
        for i in range(MEGABYTES * MB // 250):
            number = '1vKaaa-%011d-%04x' % (i, i & 0xffff)
            yield ('2026-11-02 10:00:00 %s <= o@s.example H=(shop) [192.0.2.1] P=esmtp S=900\n'
                   '2026-11-02 10:00:01 %s ** b%d@r.example R=dnslookup T=remote_smtp: 550 5.1.1 User unknown\n'
                   '2026-11-02 10:00:01 %s Completed\n' % (number, number, i, number)).encode()
    with capped.file('mainlog', lines()) as path:
        count = MEGABYTES * MB // 250
        assert capped.run(('log', '--format=json', path), SLACK, (1,)) >= count
        capped.run(('log', path), SLACK, (1,))
        capped.run(('log', '--report=%s' % (capped.folder / 'log.pdf'), path), SLACK, (1,))
        capped.run(('diagnose', path), SLACK + MESSAGE)


def message(capped):
    attachment = b'Content-Transfer-Encoding: base64\nContent-Type: application/zip\n\n'
    line = b'QUFB' * 19 + b'\n'
    with capped.file('big.eml', [HEAD, REASON, b'--x\n', attachment, *[line * 13600] * MEGABYTES]) as path:
        for arguments in (('diagnose', path), ('report', '-o', capped.folder / 'r.pdf', path), ('report', '-o', capped.folder / 'r.csv', path),
                          ('dkim', '--replay=/dev/null', path), ('blocklists', '--replay=/dev/null', path)):
            capped.run(arguments, SLACK + MESSAGE)


def attachments(capped):
    """A report about many bounces keeps what was found, not what was sent."""
    line = b'QUFB' * 19 + b'\n'
    one = FROM + HEAD + REASON + b'--x\nContent-Type: application/zip\n\n' + line * (3 * MB // len(line)) + b'\n'
    with capped.file('heavy.mbox', (one for _ in range(60))) as path:
        capped.run(('report', '-o', capped.folder / 'r.csv', path), SLACK)


def table(capped):
    """A table is cut where it would not fit, and says so."""
    one = FROM + b'From: MAILER-DAEMON@x.example\nSubject: Undelivered\n\n<u%d@b.example>: 550 5.1.1 User unknown\n\n'
    with capped.file('many.mbox', (one % i for i in range(50002))) as path:
        for name, rows in (('table.csv', 50001), ('table.txt', None)):
            capped.run(('report', '-o', capped.folder / name, path), TABLE, (2,))
            if rows is not None:
                assert len((capped.folder / name).read_bytes().splitlines()) == rows


def hostile(capped):
    """Files that ask for more than anybody has."""
    files = {
        'parts.eml': [HEAD + b'--x\n\n' * 500000],
        'header.eml': [b'Subject: ', *[b'a' * MB] * MEGABYTES, b'\n\nbody\n'],
        'fields.eml': [b''.join(b'X-%d: y\n' % i for i in range(500000)), b'\nbody\n'],
        'nested.eml': [b'Content-Type: message/rfc822\n\n' * 100000],
        'base64.eml': [HEAD.replace(b'multipart/mixed; boundary=x', b'text/plain\nContent-Transfer-Encoding: base64'),
                       *[b'QUFB' * (MB // 4)] * MEGABYTES],
        'long.mbox': [b'From a\nSubject: x\n\n', *[b'y' * MB] * (2 * MEGABYTES)],
        'line.eml': [HEAD, REASON[:-2], *[b'z' * MB] * MEGABYTES],
    }
    for name, pieces in files.items():
        with capped.file(name, pieces) as path:
            assert capped.run(('diagnose', '--format=ndjson', path), SLACK + MESSAGE) >= 1, name
    with capped.file('bomb.zip', []) as path:
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr('bomb.eml', b'Subject: x\n\n' + b'\0' * (200 * MB))
            for i in range(2000):
                bomb.writestr('%d.eml' % i, b'')
        capped.run(('diagnose', '--format=ndjson', path), SLACK + MESSAGE)
    with capped.file('mainlog', [b'2026-11-20 09:12:45 1rPJGi-0001Hc-2x ** b@b.test R=r T=t: 550 ', *[b'x' * MB] * (2 * MEGABYTES), b'\n']) as path:
        capped.run(('log', path), SLACK)


def outlook(capped):
    """Tables of sectors that lead in circles, far away, or never end."""
    seeds = sorted(pathlib.Path(OUTLOOK).glob('*.msg'))
    assert seeds, 'no .msg in ' + OUTLOOK
    for seed in seeds:
        whole = seed.read_bytes()
        table_at = 512 * (struct.unpack_from('<I', whole, 0x4c)[0] + 1)
        for spoil in (
                lambda d: [struct.pack_into('<I', d, table_at + 4 * i, i) for i in range(128)],
                lambda d: [struct.pack_into('<I', d, table_at + 4 * i, (i + 1) % 128) for i in range(128)],
                lambda d: [struct.pack_into('<I', d, table_at + 4 * i, 0x7ffffff0 + i) for i in range(8)],
                lambda d: struct.pack_into('<II', d, 0x44, 0, 0x7fffffff),
                lambda d: struct.pack_into('<I', d, 0x2c, 0x7fffffff),
                lambda d: struct.pack_into('<II', d, 0x3c, 0, 0x7fffffff),
                lambda d: struct.pack_into('<HH', d, 0x1e, 31, 31)):
            data = bytearray(whole)
            spoil(data)
            with capped.file('spoilt.msg', [data]) as path:
                assert capped.run(('diagnose', '--format=ndjson', path), SLACK) == 1
            with capped.file('spoilt-and-long.msg', [data, *[bytes(MB)] * MEGABYTES]) as path:
                assert capped.run(('diagnose', '--format=ndjson', path), SLACK + MESSAGE) == 1


TESTS = [mailbox, log, message, attachments, table, hostile, outlook]


def main():
    print('1..%d' % len(TESTS), flush=True)
    if os.environ.get('REDELIVER_MEMORY_CAP') == 'no':
        for number, test in enumerate(TESTS, 1):
            print('ok %d %s # SKIP sanitizers need memory of their own' % (number, test.__name__))
        return
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        capped = Capped(folder)
        print('# a few bounces: %d MB' % (capped.few // MB))
        for number, test in enumerate(TESTS, 1):
            try:
                test(capped)
                print('ok %d %s' % (number, test.__name__), flush=True)
            except (AssertionError, subprocess.SubprocessError) as error:
                failed = True
                print('not ok %d %s\n# %s' % (number, test.__name__, str(error).replace('\n', '\n# ')), flush=True)
    sys.exit(failed)


main()
