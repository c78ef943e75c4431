#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resolver goes away in the middle of a check: it ends, or it stays and says nothing any more.

What was answered stays as it is said with a resolver that lives; all the rest reads “could not check”, and nothing
is said to be missing, failed or in order that is not known to be.  The check comes to its end by itself.

usage: test-resolver-dies.py REDELIVER-CLI FAKE-DNS
"""

import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile

CLI, FAKE_DNS = sys.argv[1:3]

# Only against hanging.
PATIENCE = 120
TIMEOUT = 6

DEATHS = [(way, count) for way in ('--die-after', '--mute-after') for count in (1, 4, 12, 26, 60, 90)]
KNOWN = ('found', 'no-data', 'no-such-name')

# A domain in order but for two faults.
ZONE = """\
shop.example SOA ns.dns.example
shop.example NS ns.dns.example
shop.example NS ns2.dns.example
ns.dns.example A 192.0.2.53
ns2.dns.example A 198.51.100.53
shop.example A 203.0.113.9
www.shop.example A 203.0.113.9
shop.example MX 10 mail.shop.example
mail.shop.example A 203.0.113.9
9.113.0.203.in-addr.arpa PTR mail.shop.example
shop.example TXT v=spf1 mx include:_spf.shop.example include:_more.shop.example ~all
_spf.shop.example TXT v=spf1 include:_deep.shop.example -all
_deep.shop.example TXT v=spf1 ip4:203.0.113.9 -all
_more.shop.example TXT v=spf1 ip4:192.0.2.0/28 -all
_dmarc.shop.example TXT v=DMARC1; p=none; p=reject
_mta-sts.shop.example TXT v=STSv1; id=1
_smtp._tls.shop.example TXT v=TLSRPTv1; rua=mailto:t@shop.example
"""

REFUSED = """Return-Path: <>
From: MAILER-DAEMON@mail.shop.example
To: owner@shop.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.shop.example

Final-Recipient: rfc822; bob@other.example
Action: failed
Status: 5.7.23
Remote-MTA: dns; mx.other.example
Diagnostic-Code: smtp; 550 5.7.23 SPF check failed: 203.0.113.77 is not allowed to send mail for shop.example

--b1
Content-Type: message/rfc822

Return-Path: <owner@shop.example>
Received: from mail.shop.example (mail.shop.example [203.0.113.77]) by mx.other.example; Mon, 2 Nov 2026 10:00:01 +0000
From: Owner <owner@shop.example>
To: <bob@other.example>
Subject: Invoice 4711
Date: Mon, 2 Nov 2026 10:00:00 +0000
Message-ID: <invoice-4711@shop.example>

Hello Bob
--b1--
"""


class Resolver:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([sys.executable, FAKE_DNS, *map(str, arguments)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.address = '127.0.0.1:%d' % int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def run(command, resolver, *options):
    answer = subprocess.run([CLI, *map(str, command), '--dns-server=' + resolver.address, '--timeout=%d' % TIMEOUT, *options],
                            capture_output=True, timeout=PATIENCE, check=False)
    told = answer.stderr.decode()
    assert answer.returncode in (0, 1, 2), (answer.returncode, told)
    for word in ('CRITICAL', 'WARNING'):
        assert word not in told, told
    return answer.returncode, answer.stdout


def run_json(command, resolver):
    code, out = run(command, resolver, '--format=json')
    answer = json.loads(out)
    return code, answer[0] if isinstance(answer, list) else answer


def compare_evidence(whole, part, where):
    """Each answer is the one a living resolver gave, or none."""
    answers = {entry['question']: (entry['state'], entry['answers']) for entry in whole['evidence']}
    known = [entry for entry in part['evidence'] if entry['state'] in KNOWN]
    for entry in known:
        if entry['question'] in answers:
            assert (entry['state'], entry['answers']) == answers[entry['question']], (where, entry)
    return len(known)


def compare_findings(whole, part, where):
    """What is said for sure is said with a living resolver too; gives how much could not be checked."""
    sure = {(finding['id'], finding['subject'], finding['state']) for finding in whole['findings']}
    unknown = 0
    for finding in part['findings']:
        if finding['state'] == 'unknown':
            unknown += 1
            continue
        if finding['state'] in ('broken', 'weak'):
            assert (finding['id'], finding['subject'], finding['state']) in sure, (where, finding)
        if finding['state'] == 'fine':
            assert any(finding['id'] == other[0] and other[2] != 'broken' for other in sure), (where, finding)
    return unknown


def each_death(arguments, check):
    """The answers of all deaths; they wait together."""
    def one(death):
        way, count = death
        with Resolver(*arguments, way, count) as resolver:
            return check(resolver, '%s=%d' % death)
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        return dict(zip(DEATHS, pool.map(one, DEATHS)))


def domain(folder):
    zone = ('--zone', folder / 'zone')
    command = ('domain', 'shop.example', '--ip=203.0.113.9')
    with Resolver(*zone) as resolver:
        code, whole = run_json(command, resolver)
    bad = {finding['id'] for finding in whole['findings'] if finding['state'] == 'broken'}
    assert code == 1 and bad, (code, bad)

    def check(resolver, where):
        part_code, part = run_json(command, resolver)
        unknown = compare_findings(whole, part, where)
        broken = [finding for finding in part['findings'] if finding['state'] == 'broken']
        assert part_code == (1 if broken else 2 if unknown else 0), (where, part_code)
        return compare_evidence(whole, part, where), unknown
    told = each_death(zone, check)
    counts = [told[death][0] for death in DEATHS]
    assert max(counts) > 20 and min(counts) <= 2, counts
    assert all(unknown > 0 for (_way, count), (_known, unknown) in told.items() if count < 20), told
    print('# domain: answers kept %s' % counts)


def lists(folder, *arguments):
    command = ('blocklists', '203.0.113.9')
    with Resolver('--blocklists', *arguments) as resolver:
        _code, whole = run_json(command, resolver)
    states = {(entry['id'], entry['subject']): entry['state'] for entry in whole['lists']}

    def check(resolver, where):
        code, part = run_json(command, resolver)
        kept = 0
        assert {(entry['id'], entry['subject']) for entry in part['lists']} == set(states), where
        for entry in part['lists']:
            if entry['state'] == 'could-not-check':
                continue
            kept += 1
            assert entry['state'] == states[entry['id'], entry['subject']], (where, entry)
        compare_evidence(whole, part, where)
        compare_findings(whole, part, where)
        listed = [finding for finding in part['findings'] if finding['state'] == 'broken']
        # “Not listed” is said of the important lists, with how many of all answered.
        assert code == (1 if listed else 0 if part['state'] == 'fine' else 2), (where, code)
        assert part['state'] != 'fine' or kept > len(states) / 3, (where, kept, part['summary'])
        return kept
    told = each_death(('--blocklists', *arguments), check)
    counts = [told[death] for death in DEATHS]
    assert 0 < max(counts) <= len(states) and min(counts) < max(counts), counts
    print('# blocklists %s: of %d lists answered %s' % (' '.join(arguments), len(states), counts))


def spotless_lists(folder):
    lists(folder, '--spotless')


def words(folder):
    """The text for people says it too, and never that a list or a record is clean or gone."""
    for count, code, title in ((20, 2, 'The important blocklists could not be checked'), (80, 0, 'Not listed')):
        with Resolver('--blocklists', '--spotless', '--mute-after', count) as resolver:
            answer = run(('blocklists', '203.0.113.9'), resolver)
        told = answer[1].decode()
        answered = re.search(r'(\d+) of (\d+) lists answered', told)
        assert answer[0] == code and title in told and 'The list did not answer in time.' in told, told
        assert 0 < int(answered[1]) < int(answered[2]), told
    with Resolver('--zone', folder / 'zone', '--mute-after', 3) as resolver:
        code, out = run(('domain', 'shop.example'), resolver)
    told = out.decode()
    assert code == 2 and 'ould not be checked' in told, told
    for word in ('There is no record', 'has no ', 'does not exist', 'is missing'):
        assert word not in told, told


def sending_permission(folder):
    """A look-up that was not answered is an error for now, neither a pass nor a fail."""
    zone = ('--zone', folder / 'zone')
    command = ('spf', '--ip=203.0.113.9', '--mail-from=a@shop.example')
    results = {}
    for count in (1, 2, 3, 4, 20):
        with Resolver(*zone, '--mute-after', count) as resolver:
            code, told = run_json(command, resolver)
        results[count] = told['result']
        assert (told['result'], code) in (('temperror', 2), ('pass', 0)), told
    assert results[1] == 'temperror' and results[20] == 'pass', results


def bounce(folder):
    """Whether a reason is still true is only said when all of it was answered."""
    zone = ('--zone', folder / 'zone')
    command = ('diagnose', '--online', folder / 'refused.eml')
    with Resolver(*zone) as resolver:
        _code, whole = run_json(command, resolver)
    assert whole['recipients'][0]['confirmation'] == 'still-true', whole['recipients']

    def check(resolver, where):
        _code, part = run_json(command, resolver)
        told = part['recipients'][0]['confirmation']
        assert told in ('unknown', 'still-true'), (where, told)
        compare_findings(whole, part, where)
        return told
    told = list(each_death(zone, check).values())
    assert 'unknown' in told and 'still-true' in told, told


TESTS = [domain, lists, spotless_lists, words, sending_permission, bounce]


def main():
    failed = False
    print('1..%d' % len(TESTS), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / 'zone').write_text(ZONE)
        (folder / 'refused.eml').write_text(REFUSED)
        for number, test in enumerate(TESTS, 1):
            name = test.__name__.replace('_', '-')
            try:
                test(folder)
                print('ok %d %s' % (number, name), flush=True)
            except (AssertionError, subprocess.SubprocessError) as error:
                failed = True
                print('not ok %d %s\n# %s' % (number, name, str(error).replace('\n', '\n# ')), flush=True)
    sys.exit(failed)


main()
