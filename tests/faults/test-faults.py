#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens when the machine misbehaves: full and read-only disks, sudden ends, clocks, no threads.

Whatever it is, people get their verdict or a sentence, never a crash, and what was kept stays kept.

usage: test-faults.py REDELIVER-CLI HISTORY-WRITER LOG-SAVER NO-THREADS.so EXAMPLE.eml EXIM.mainlog
"""

import contextlib
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile

CLI, WRITER, SAVER, NO_THREADS, EXAMPLE, LOG = sys.argv[1:7]
N_KILLS = 200
PATIENCE = 120

def run(command, home, **options):
    environment = dict(os.environ, HOME=str(home), XDG_DATA_HOME=str(home), TMPDIR=str(home))
    return subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False, **options)


def assert_sane(answer, codes):
    """Ended by itself with one of these codes and without a word for developers."""
    told = answer.stderr.decode('utf-8', 'replace')
    assert answer.returncode in codes, (answer.returncode, told)
    for word in ('CRITICAL', 'WARNING', 'Traceback', 'core dumped', 'SQLITE', 'errno'):
        assert word not in told, told
    return told


@contextlib.contextmanager
def small_disk(options):
    """A file system of its own, in the mount namespace of this test."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['mount', '-t', 'tmpfs', '-o', options, 'redeliver', folder], check=True)
        try:
            yield pathlib.Path(folder)
        finally:
            subprocess.run(['umount', '-l', folder], check=True)


def fill(folder):
    """Leaves no room at all."""
    with open(folder / 'filler', 'wb', buffering=0) as filler:
        with contextlib.suppress(OSError):
            while True:
                filler.write(bytes(4096))


def read_entries(home):
    """The numbers of the entries, after a look whether the database is sound."""
    path = next(pathlib.Path(home).rglob('history*.sqlite*'))
    path = path.with_name(path.name.split('.sqlite')[0] + '.sqlite')
    database = sqlite3.connect(path)
    assert database.execute('PRAGMA integrity_check').fetchone() == ('ok',)
    rows = database.execute('SELECT title, (SELECT count(*) FROM finding WHERE entry = entry.id) FROM entry').fetchall()
    database.close()
    assert not list(pathlib.Path(home).rglob('*damaged*')), 'a sound history was set aside'
    return [int(title.split()[1]) for title, _count in rows]


def kills():
    """Killed at any moment: every entry that was said to be kept is there, and the file is sound."""
    chance = random.Random(20260101)
    with tempfile.TemporaryDirectory() as home:
        acknowledged = set()
        environment = dict(os.environ, XDG_DATA_HOME=home)
        for round_number in range(N_KILLS):
            first = round_number * 1000
            with subprocess.Popen([WRITER, str(first), '1000'], env=environment, stdout=subprocess.PIPE) as writer:
                # From before the first entry to in the middle of the sixth.
                for _ in range(chance.randrange(6)):
                    acknowledged.add(int(writer.stdout.readline()))
                for _ in range(chance.randrange(20000)):
                    pass
                writer.send_signal(signal.SIGKILL)
                acknowledged.update(int(line) for line in writer.stdout.read().split() if line.strip())
            if round_number % 20 == 19:
                lost = acknowledged - set(read_entries(home))
                assert not lost, 'lost: %s' % sorted(lost)
        assert len(acknowledged) > N_KILLS, 'too little was written to prove anything'
        told = run([CLI, 'history', '--format=json'], home)
        assert_sane(told, (0, 1))
        print('# %d kills, %d entries kept' % (N_KILLS, len(acknowledged)))


def full_disk():
    """Nothing more fits: the writer says so in a sentence, what was kept stays, a verdict needs no disk."""
    with small_disk('size=256k') as home:
        writer = run([WRITER, '0', '100000'], home)
        told = assert_sane(writer, (1,))
        assert 'history' in told.lower() and ('full' in told or 'written' in told), told
        kept = [int(line) for line in writer.stdout.split()]
        assert kept, 'not one entry fitted'
        fill(home)
        answer = run([CLI, 'diagnose', EXAMPLE], home)
        assert_sane(answer, (1,))
        assert b'bob.miller@gmail.com' in answer.stdout
        for suffix in ('pdf', 'txt', 'json', 'csv'):
            target = home / ('report.' + suffix)
            told = assert_sane(run([CLI, 'report', '-o', str(target), EXAMPLE], home), (2,))
            assert 'disk is full' in told, told
        assert not [path.name for path in home.iterdir() if path.name.startswith(('report', '.report'))]
        (home / 'filler').unlink()
        assert set(kept) <= set(read_entries(home))


def list_writers(folder, recording):
    """Every command that writes a file beside its answer: the file, and the command."""
    domain = ['domain', 'shop.example', '--replay=%s' % recording]
    lists = ['blocklists', '203.0.113.9', '--replay=%s' % recording]
    for command, option, name in (
            (domain, '--report', 'domain.pdf'), (domain, '--report', 'domain.txt'), (domain, '--evidence', 'domain.jsonl'),
            (lists, '--report', 'lists.pdf'), (lists, '--report', 'lists.txt'), (lists, '--evidence', 'lists.jsonl'),
            (['log', LOG], '--report', 'log.pdf'), (['log', LOG], '--report', 'log.txt'),
            (['diagnose', EXAMPLE], '--dead-addresses', 'dead.csv'),
            (['diagnose', '--online', EXAMPLE, '--replay=%s' % recording], '--evidence', 'bounce.jsonl'),
            (['spf', '--ip=203.0.113.9', '--mail-from=a@shop.example', '--replay=%s' % recording], '--evidence', 'spf.jsonl')):
        yield folder / name, [CLI, *command, '%s=%s' % (option, folder / name)]


def check_writers(home, spoil, reason):
    """What cannot be written is said; the answer comes all the same, and an older file stays."""
    with tempfile.TemporaryDirectory() as elsewhere:
        recording = pathlib.Path(elsewhere, 'recording.jsonl')
        recording.touch()
        written = pathlib.Path(elsewhere, 'written')
        written.mkdir()
        answers = [run(command, elsewhere) for _path, command in list_writers(written, recording)]
        for path, _command in list_writers(home, recording):
            path.write_bytes(b'old')
        spoil()
        for whole, (path, command) in zip(answers, list_writers(home, recording)):
            assert_sane(whole, (0, 1, 2))
            assert (written / path.name).stat().st_size > 0, path.name
            answer = run(command, elsewhere)
            told = assert_sane(answer, (1, 2))
            assert reason in told and path.name in told and told.count('\n') == 1, (path.name, told)
            assert answer.stdout == whole.stdout, (path.name, answer.stdout[-500:])
            assert path.read_bytes() == b'old', path.name


def saved_list():
    """What the window saves of a log is whole, or the older list stays; and why is said."""
    with small_disk('size=256k') as home:
        target = home / 'list.csv'
        assert_sane(run([SAVER, LOG, str(target)], home), (0,))
        whole = target.read_bytes()
        assert whole.count(b'\r\n') > 10, whole
        fill(home)
        told = assert_sane(run([SAVER, LOG, str(target)], home), (1,))
        assert 'list.csv” was not saved: the disk is full.' in told, told
        assert target.read_bytes() == whole, 'the older list was lost'
        (home / 'filler').unlink()
        subprocess.run(['mount', '-o', 'remount,ro', str(home)], check=True)
        told = assert_sane(run([SAVER, LOG, str(target)], home), (1,))
        assert 'list.csv” was not saved: writing to this folder is not allowed.' in told, told
        assert sorted(path.name for path in home.iterdir()) == ['list.csv']


def full_disk_keeps_the_answer():
    with small_disk('size=256k') as home:
        check_writers(home, lambda: fill(home), 'disk is full')


def read_only_disk_keeps_the_answer():
    with small_disk('size=256k') as home:
        check_writers(home, lambda: subprocess.run(['mount', '-o', 'remount,ro', str(home)], check=True), 'not allowed')


def full_disk_keeps_the_old_report():
    with small_disk('size=256k') as home:
        target = home / 'report.txt'
        assert_sane(run([CLI, 'report', '-o', str(target), EXAMPLE], home), (0, 1))
        before = target.read_bytes()
        fill(home)
        assert_sane(run([CLI, 'report', '-o', str(target), EXAMPLE], home), (2,))
        assert target.read_bytes() == before


def read_only_home():
    with small_disk('size=256k') as home:
        subprocess.run(['mount', '-o', 'remount,ro', str(home)], check=True)
        told = assert_sane(run([WRITER, '0', '1'], home), (1,))
        assert 'cannot be written' in told, told
        answer = run([CLI, 'diagnose', EXAMPLE], home)
        assert_sane(answer, (1,))
        assert b'bob.miller@gmail.com' in answer.stdout
        told = assert_sane(run([CLI, 'report', '-o', str(home / 'r.pdf'), EXAMPLE], home), (2,))
        assert 'not allowed' in told, told
        assert_sane(run([CLI, 'history'], home), (0, 1, 2))


def standard_output_is_full():
    """A pipe that nobody reads any more, and a device that takes nothing."""
    commands = (['diagnose', EXAMPLE], ['diagnose', '--format=ndjson', EXAMPLE], ['explain', '5.7.26'], ['--help'],
                ['history'], ['log', '/dev/null'], ['domain', 'shop.example', '--replay=/dev/null'],
                ['domain', 'shop.example', '--format=json', '--replay=/dev/null'], ['log', '--format=json', LOG],
                ['blocklists', '203.0.113.9', '--format=json', '--replay=/dev/null'], ['dkim', EXAMPLE, '--replay=/dev/null'])
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, HOME=home)
        for arguments in commands:
            with open('/dev/full', 'wb') as full:
                answer = subprocess.run([CLI, *arguments], env=environment, stdout=full, stderr=subprocess.PIPE,
                                        timeout=PATIENCE, check=False)
            told = assert_sane(answer, (2,))
            assert 'the answer could not be written in full' in told, told
        # Somebody who has read enough, as “head” does, is told nothing: neither where
        # SIGPIPE ends the command nor where it is ignored, as this program ignores it.
        for restored in (True, False):
            with subprocess.Popen([CLI, 'diagnose', EXAMPLE], env=environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, restore_signals=restored) as writer:
                writer.stdout.close()
                assert writer.wait(PATIENCE) in ((-signal.SIGPIPE, 2) if restored else (2,)), writer.returncode
                assert writer.stderr.read() == b''


def damaged_history():
    """Set aside, said, begun anew."""
    with tempfile.TemporaryDirectory() as home:
        assert_sane(run([WRITER, '0', '200'], home), (0,))
        path = next(pathlib.Path(home).rglob('*.sqlite'))
        content = bytearray(path.read_bytes())
        for i in range(0, len(content), 7):
            content[i] ^= 0x5a
        path.write_bytes(content)
        told = assert_sane(run([CLI, 'history'], home), (0, 1, 2))
        assert 'damaged' in told and 'kept' in told, told
        assert [copy for copy in path.parent.iterdir() if copy != path and copy.read_bytes() == bytes(content)]
        assert_sane(run([WRITER, '0', '3'], home), (0,))
        shown = run([CLI, 'history', '--format=json'], home)
        assert_sane(shown, (0, 1))
        assert len(json.loads(shown.stdout)) == 3 or b'entry 2' in shown.stdout, shown.stdout


def clock_set_back():
    """Entries whose time runs backwards are all there."""
    with tempfile.TemporaryDirectory() as home:
        assert_sane(run([WRITER, '0', '20', '-86400'], home), (0,))
        assert_sane(run([WRITER, '20', '5', '400000000'], home), (0,))
        assert sorted(read_entries(home)) == list(range(25))
        assert_sane(run([CLI, 'history'], home), (0, 1))


def no_more_threads():
    """Everything is done in the one there is."""
    if os.environ.get('REDELIVER_MEMORY_CAP') == 'no':
        print('# not tried: sanitizers must be loaded first')
        return
    with tempfile.TemporaryDirectory() as home:
        for command in ([CLI, 'diagnose', '--jobs=4', '--format=json', EXAMPLE, LOG], [CLI, 'report', '-o', home + '/report.csv', EXAMPLE]):
            whole = run(command, home)
            alone = run(['env', 'LD_PRELOAD=' + os.path.abspath(NO_THREADS), *command], home)
            assert_sane(alone, (whole.returncode,))
            assert alone.stdout == whole.stdout, alone.stdout[-500:]


TESTS = [kills, full_disk, full_disk_keeps_the_old_report, full_disk_keeps_the_answer, read_only_disk_keeps_the_answer,
         saved_list, read_only_home, standard_output_is_full, damaged_history, clock_set_back,
         no_more_threads]
NEED_MOUNTS = (full_disk, full_disk_keeps_the_old_report, full_disk_keeps_the_answer, read_only_disk_keeps_the_answer,
               saved_list, read_only_home)


def main():
    if os.environ.get('REDELIVER_FAULTS') is None:
        # Mounts of its own; without them the disks cannot be made small.
        for flags in ('-m', '-rm'):
            if subprocess.run(['unshare', flags, 'true'], capture_output=True, check=False).returncode == 0:
                os.environ['REDELIVER_FAULTS'] = 'mounts'
                os.execvp('unshare', ['unshare', flags, sys.executable, *sys.argv])
        os.environ['REDELIVER_FAULTS'] = 'none'
    print('1..%d' % len(TESTS), flush=True)
    failed = False
    for number, test in enumerate(TESTS, 1):
        name = test.__name__.replace('_', '-')
        if test in NEED_MOUNTS and os.environ['REDELIVER_FAULTS'] == 'none':
            print('ok %d %s # SKIP mount namespaces are not allowed here' % (number, name), flush=True)
            continue
        try:
            test()
            print('ok %d %s' % (number, name), flush=True)
        except (AssertionError, subprocess.SubprocessError) as error:
            failed = True
            print('not ok %d %s\n# %s' % (number, name, str(error).replace('\n', '\n# ')), flush=True)
    sys.exit(failed)


main()
