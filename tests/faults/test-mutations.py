#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutated bounces through one run of the command line: bytes flipped, cut, doubled, spliced, nested, lines exchanged.

No crash and no word for developers, an answer for every one of them, none that takes long, and the second half of
them needs no more memory than the first.  The same numbers make the same bounces each time; FIRST begins with others.

usage: test-mutations.py REDELIVER-CLI FOLDER-OF-SEEDS [COUNT [FIRST]]
"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

CLI, SEEDS = sys.argv[1:3]
COUNT = int(sys.argv[3]) if len(sys.argv) > 3 else 4000
FIRST = int(sys.argv[4]) if len(sys.argv) > 4 else 0
SUFFIXES = ('.eml', '.emlx', '.mbox', '.txt', '.zip', '.gz', '.json')

# Of the processor's time, which does not depend on what else a machine does: a thousand times what a bounce takes.
MAX_CPU_SECONDS = 2.0

# The answers are printed, not kept; what is kept is which addresses and servers there were.
MAX_GROWTH_KB = 32 * 1024
MAX_PEAK_KB = 128 * 1024

# Sanitizers keep what was freed, and take their time.
IS_MEASURED = os.environ.get('REDELIVER_MEMORY_CAP') != 'no'

MAX_BYTES = 64 * 1024
NEST = b'From: a@b.example\nSubject: nested\nContent-Type: multipart/report; boundary=n\n\n--n\nContent-Type: message/rfc822\n\n'


def flip(data, chance, _other):
    for _ in range(1 + chance.randrange(32)):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def cut(data, chance, _other):
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randrange(len(data) - start + 1):]


def double(data, chance, _other):
    start = chance.randrange(len(data) + 1)
    piece = data[start:start + chance.randrange(2048)]
    return data[:start] + piece * (1 + chance.randrange(8)) + data[start:]


def splice(data, chance, other):
    return data[:chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1):]


def nest(data, chance, _other):
    return bytearray(NEST * (1 + chance.randrange(12))) + data


def exchange(data, chance, _other):
    parts = bytes(data).split(b'\n')
    first, second = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[first], parts[second] = parts[second], parts[first]
    return bytearray(b'\n'.join(parts))


def mutate(seeds, number):
    chance = random.Random(number)
    data = bytearray(chance.choice(seeds))
    for _ in range(1 + chance.randrange(4)):
        change = chance.choice((flip, cut, double, splice, nest, exchange))
        data = change(data, chance, chance.choice(seeds))[:MAX_BYTES]
    return bytes(data)


def processor_seconds(process):
    """Of all its threads so far: what clock_getcpuclockid() of the C library makes of a process id."""
    return time.clock_gettime(~process.pid << 3 | 2)


def peak_kb(process):
    return int(re.search(r'VmHWM:\s+(\d+)', pathlib.Path('/proc/%d/status' % process.pid).read_text())[1])


def check_answer(line):
    """Whoever reads it learns something; gives the name of the file."""
    answer = json.loads(line)
    if answer['kind'] == 'unreadable':
        assert re.search(r'^[A-Z“].*[.!?)]$', answer['error']), answer
    else:
        assert answer['verdict']['title'] and answer['verdict']['sentence'], answer
    return re.search(r'/(\d{7}\.eml)(/|$)', answer['file'])[1]


class Run:
    """One process that reads a folder."""

    def __init__(self, folder, home):
        self.answered = set()
        self.longest = self.seconds = 0
        self.half_peak = self.peak = 0
        environment = dict(os.environ, HOME=str(home), XDG_DATA_HOME=str(home), G_DEBUG='')
        with open(home / 'told', 'wb') as told, \
             subprocess.Popen([CLI, 'diagnose', '--format=ndjson', str(folder)], env=environment,
                              stdout=subprocess.PIPE, stderr=told) as process:
            for line in process.stdout:
                self.note(process, check_answer(line))
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.code = process.returncode
        self.peak = usage.ru_maxrss
        self.seconds = usage.ru_utime + usage.ru_stime
        self.told = (home / 'told').read_text('utf-8', 'replace')

    def note(self, process, name):
        self.answered.add(name)
        if len(self.answered) == COUNT // 2 and self.half_peak == 0:
            self.half_peak = peak_kb(process)
        now = processor_seconds(process)
        self.longest = max(self.longest, now - self.seconds)
        self.seconds = now


def check(run, names):
    assert run.code in (0, 1, 2), (run.code, run.told[-2000:])
    assert run.told == '', run.told[-2000:]
    lost = names - run.answered
    assert not lost, 'no answer for %d: %s' % (len(lost), sorted(lost)[:20])
    if IS_MEASURED:
        assert run.longest <= MAX_CPU_SECONDS, 'one took %.1f s of processor' % run.longest
        assert run.peak <= min(run.half_peak + MAX_GROWTH_KB, MAX_PEAK_KB), 'memory grows'


def main():
    seeds = [path.read_bytes()[:MAX_BYTES] for path in sorted(pathlib.Path(SEEDS).rglob('*')) if path.suffix in SUFFIXES]
    assert len(seeds) > 10, 'no bounces in ' + SEEDS
    print('1..1', flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        home = pathlib.Path(scratch)
        folder = home / 'mail'
        folder.mkdir()
        names = {'%07d.eml' % number for number in range(FIRST, FIRST + COUNT)}
        for name in names:
            (folder / name).write_bytes(mutate(seeds, int(name[:7])))
        run = Run(folder, home)
    print('# %d bounces, %d answered, %.1f s of processor, the longest %.3f s, peak %d KB, at half %d KB'
          % (COUNT, len(run.answered), run.seconds, run.longest, run.peak, run.half_peak), flush=True)
    try:
        check(run, names)
        print('ok 1 mutations')
    except AssertionError as error:
        print('not ok 1 mutations\n# %s' % str(error).replace('\n', '\n# '))
        sys.exit(1)


main()
