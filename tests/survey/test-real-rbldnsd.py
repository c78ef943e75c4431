#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way a blocklist can answer, served by a real rbldnsd and asked by the real command line.

data/rbldnsd/expected.tsv says for each zone which list of ours it plays, the subject, and what
must come out: listed, not listed, a remark, or could not check."""

import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

DATA = pathlib.Path(__file__).parent.parent / "data" / "rbldnsd"
LISTS = pathlib.Path(__file__).parent.parent.parent / "data" / "knowledge" / "blocklists.txt"

# zone: what rbldnsd makes it of
ZONES = {
    "zen": "ip4trie:zen-sbl ip4trie:zen-css ip4trie:zen-xbl ip4trie:zen-pbl ip6trie:zen-v6",
    "dbl": "dnset:dbl-names ip4trie:dbl-ipquery", "surbl": "dnset:surbl ip4set:surbl-ip", "uribl": "dnset:uribl",
    "uribl-refused": "dnset:uribl acl:acl-uribl-refused", "zen-open": "ip4trie:zen-sbl acl:acl-open-resolver",
    "zen-vol": "ip4trie:zen-sbl acl:acl-volume", "zen-typo": "ip4trie:zen-sbl acl:acl-typo", "dnswl": "ip4set:dnswl",
    "dnswl-255": "ip4set:dnswl acl:acl-dnswl-255", "dnswl-hi": "ip4set:dnswl acl:acl-dnswl-hi",
    "hostkarma": "ip4set:hostkarma ip4set:hostkarma-quit", "rep": "ip4set:mailspike-rep", "simple": "ip4set:simple",
    "notxt": "ip4set:notxt", "neighbour": "ip4trie:neighbour", "world": "ip4trie:world", "parked": "ip4trie:parked",
    "notest": "ip4set:notest", "emptied": "ip4set:emptied", "expired": "ip4set:expired",
    "silent": "ip4set:simple acl:acl-ignore", "refuse": "ip4set:simple acl:acl-refuse", "quiet": "ip4set:simple acl:acl-empty",
    "big": "ip4set:big-1 ip4set:big-2 ip4set:big-3 ip4set:big-4 ip4set:big-5 ip4set:big-6",
}

# rbldnsd gives up being root, and the folder in TMPDIR may be closed to others.
OPEN_TO_ALL = "/tmp"

# A list without codes of its own to learn the zones by that may be any list.
ANY = "bl-spamcop-net"


def stanza_for(list_id, zone):
    """The stanza of a shipped list, moved to a zone of this test."""
    text = LISTS.read_text(encoding="utf-8")
    found = re.search(r"^List: %s\n(?:.+\n)+" % re.escape(list_id), text, re.M).group(0)
    found = re.sub(r"^Zone: .*$", "Zone: " + zone, found, flags=re.M)
    found = re.sub(r"^Status: .*$", "Status: alive", found, flags=re.M)
    return found if "\nDefault: yes\n" in found else found.replace("\nWeight:", "\nDefault: yes\nWeight:")


def serve(port, work, address="127.0.0.1"):
    arguments = ["/usr/sbin/rbldnsd", "-n", "-4", "-c", "0", "-t", "60", "-w", str(work), "-b", "%s/%d" % (address, port)]
    if os.geteuid() == 0:
        arguments += ["-u", "nobody"]
    for zone, sources in ZONES.items():
        arguments += ["%s.lab:%s" % (zone, source) for source in sources.split()]
    server = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x012\x010\x010\x03127\x06simple\x03lab\x00\x00\x01\x00\x01"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(0.1)
        for _ in range(100):
            try:
                probe.sendto(query, (address, port))
                probe.recv(512)
                return server
            except OSError:
                time.sleep(0.05)
    server.kill()
    sys.exit("rbldnsd does not answer")


def run(lists, subject, port, home, *options):
    folder = home / "redeliver"
    folder.mkdir(exist_ok=True)
    (folder / "blocklists.txt").write_text("\n".join(stanza_for(*one) for one in lists), encoding="utf-8")
    told = subprocess.run([os.environ["REDELIVER_CLI"], "blocklists", "--timeout=4", *options,
                           "--dns-server=127.0.0.1:%d" % port, subject], capture_output=True, check=False,
                          env={**os.environ, "XDG_DATA_HOME": str(home)})
    assert told.stderr == b"", told.stderr
    return told


def ask(list_id, zone, subject, port, home, *options):
    told = run([(list_id, zone)], subject, port, home, "--format=json", *options)
    lists = json.loads(told.stdout)["lists"] if told.stdout.strip().startswith(b"{") else json.loads(b"[" + told.stdout + b"]")[0]["lists"]
    return lists[0] if lists else None


def verdict(listing):
    """Our answer in the words of the table."""
    if listing is None:
        return "never ask"
    if listing["state"] == "could-not-check":
        return "could not check"
    if listing["state"] == "not-listed":
        return "clean"
    return "information" if listing["group"] in ("allow", "informational") else "listed"


def check_table(port, home, *options):
    passed, failed = 0, 0
    for line in (DATA / "expected.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        zone, list_id, subject, wanted = line.split("\t")[:4]
        said = verdict(ask(ANY if list_id == "any" else list_id, zone, subject, port, home, *options))
        wanted = {"unusable": "could not check"}.get(wanted, wanted).split(":")[0]
        if said == wanted:
            passed += 1
        else:
            failed += 1
            print("miss: %s asked as %s about %s: wanted %s, said %s" % (zone, list_id, subject, wanted, said))
    return passed, failed


ZEN, PSBL = ("zen-spamhaus-org", "zen.lab"), ("psbl-surriel-com", "simple.lab")
OPEN = ("zen-spamhaus-org", "zen-open.lab")

# what it shall say in monitoring: lists, subject, code, line
MONITORED = [
    ([ZEN], "192.0.2.99", 0, "OK - 192.0.2.99: Not listed"),
    ([ZEN], "192.0.2.26", 2, "CRITICAL - 192.0.2.26: Listed where it matters (Spamhaus ZEN (SBL+CSS+XBL+PBL))"),
    ([ZEN], "2001:db8:bad::1", 2, "CRITICAL - 2001:db8:bad::1: Listed where it matters (Spamhaus ZEN (SBL+CSS+XBL+PBL))"),
    ([PSBL], "192.0.2.25", 1, "WARNING - 192.0.2.25: Listed on minor lists only (PSBL (Passive Spam Block List))"),
    ([PSBL, ZEN], "192.0.2.99", 0, "OK - 192.0.2.99: Not listed"),
    ([OPEN], "192.0.2.99", 3, "UNKNOWN - 192.0.2.99: The important blocklists could not be checked"),
    ([ZEN], "10.0.0.1", 3, "UNKNOWN - This address belongs to a private network; the internet does not know it. "
     "The address your mail leaves from stands in the bounce."),
]


def check_monitoring(port, home):
    passed, failed = 0, 0
    for lists, subject, code, line in MONITORED:
        told = run(lists, subject, port, home, "--nagios")
        said = told.stdout.decode()
        if (told.returncode, said) == (code, line + "\n"):
            passed += 1
        else:
            failed += 1
            print("miss: monitoring %s: wanted %d %r, said %d %r" % (subject, code, line, told.returncode, said))
    return passed, failed


def check_words(port, home):
    """A refusal is told in the list's own words: they name the resolver that was refused."""
    texts = ask("multi-uribl-com", "uribl-refused.lab", "good.example", port, home)["texts"]
    passed = any("[Your DNS IP: 127.0.0.1]" in text for text in texts)
    if not passed:
        print("miss: the words of a refusal: %s" % texts)
    return (1, 0) if passed else (0, 1)


def free_port():
    """Below those that clients are given, none of which is to be quicker than the server."""
    while True:
        port = random.randrange(10000, 32768)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def main():
    if not os.access("/usr/sbin/rbldnsd", os.X_OK):
        print("rbldnsd is not installed")
        sys.exit(77)
    port = free_port()
    with tempfile.TemporaryDirectory(dir=OPEN_TO_ALL) as folder:
        work = pathlib.Path(folder, "zones")
        shutil.copytree(DATA, work)
        os.chmod(folder, 0o755)
        home = pathlib.Path(folder, "home")
        home.mkdir()
        server = serve(port, work)
        try:
            counts = [check_table(port, home), check_monitoring(port, home), check_words(port, home)]
        finally:
            server.terminate()
            server.wait()
    passed, failed = (sum(column) for column in zip(*counts))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
