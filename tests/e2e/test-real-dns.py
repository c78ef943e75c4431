#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The conformance suites over real packets, every fault of a DNS server, and a real Knot.

What needs the public test material is skipped, saying so, without REDELIVER_TESTDATA.
"""

import base64
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

CLI = os.environ["REDELIVER_CLI"]
FAKE_DNS = os.environ["FAKE_DNS"]
TESTDATA = os.environ.get("REDELIVER_TESTDATA")
NEEDS_DATA = unittest.skipUnless(TESTDATA, "no REDELIVER_TESTDATA")

# What says that something is missing or wrong in the world.
BAD = ("broken", "weak")


def cli(*arguments):
    return subprocess.run([CLI, *map(str, arguments)], capture_output=True, check=False, timeout=120)


def load(name):
    return json.loads((pathlib.Path(TESTDATA) / "conformance" / name).read_text(encoding="utf-8"))


def is_free(port):
    """Whether a server can have it, for UDP and for TCP."""
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def free_port(count=1):
    """A port with enough free ones behind it, below those that clients are given."""
    while True:
        port = random.randrange(10000, 32768 - count)
        if all(is_free(port + number) for number in range(count)):
            return port


class Slow:
    """The DNS server of the test material."""

    def __init__(self, *arguments, option="--port", count=1):
        script = pathlib.Path(TESTDATA) / "labs" / "slowdns.py"
        for _ in range(10):
            self.port = free_port(count)
            self.process = subprocess.Popen([sys.executable, script, *map(str, arguments), option, str(self.port)],
                                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            # Nothing is said where somebody else was quicker to take a port.
            if self.process.stdout.readline():
                return
            self.process.communicate()
        raise AssertionError("the DNS server does not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()


class Fake:
    """The DNS server with every fault there is."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([sys.executable, FAKE_DNS, *map(str, arguments)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.server = "127.0.0.1:%d" % int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def survey(domain, server, *arguments):
    done = cli("domain", domain, "--format=json", f"--dns-server={server}", *arguments)
    if done.returncode not in (0, 1, 2):
        raise AssertionError(f"{domain}: {done.returncode} {done.stderr.decode()}")
    return done.returncode, json.loads(done.stdout)


def ids(result, states=None):
    return [finding["id"] for finding in result["findings"] if states is None or finding["state"] in states]


@NEEDS_DATA
class Conformance(unittest.TestCase):
    def test_spf(self):
        suite = load("spf-conformance.json")
        failed, count = [], 0
        with Slow("--scenarios", pathlib.Path(TESTDATA) / "conformance" / "spf-conformance.json", "--timeout-as", "servfail",
                  option="--base-port", count=len(suite["scenarios"])) as slow:
            for index, scenario in enumerate(suite["scenarios"]):
                for name, test in scenario["tests"].items():
                    done = cli("spf", "--ip", test["host"], f"--mail-from={test['mailfrom']}",
                               f"--helo={test['helo']}", "--format=json", f"--dns-server=127.0.0.1:{slow.port + index}")
                    count += 1
                    result = json.loads(done.stdout)["result"] if done.stdout else done.stderr.decode()
                    if result not in test["result"]:
                        failed.append((scenario["description"], name, result, test["result"]))
        print(f"# spf over packets: {count - len(failed)} passed, {len(failed)} failed")
        self.assertEqual(failed, [])
        self.assertGreater(count, 0)

    def test_planted_faults(self):
        suite = load("misconfig-zones.json")
        missed, count = [], 0
        with Slow("--zone", pathlib.Path(TESTDATA) / "conformance" / "misconfig-zones.json",
                  "--timeout-as", "servfail") as slow:
            for case in suite["cases"]:
                _, result = survey(case["domain"], f"127.0.0.1:{slow.port}")
                named = ids(result, ("broken", "weak", "unknown", "info"))
                bad = ids(result, BAD)
                count += 1
                if [fault for fault in case["expect"] if fault not in named] or (not case["expect"] and bad):
                    missed.append((case["domain"], case["expect"], bad))
        print(f"# planted faults over packets: {count - len(missed)} passed, {len(missed)} failed")
        self.assertEqual(missed, [])
        self.assertGreater(count, 0)

    def test_dkim(self):
        missed, count = [], 0
        for zone, vectors in self.share_zones(load("dkim-vectors.json")["vectors"]):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "zone.json"
                path.write_text(json.dumps({"zonedata": zone}), encoding="utf-8")
                with Slow("--zone", path) as slow:
                    for vector in vectors:
                        message = pathlib.Path(folder) / "message.eml"
                        message.write_bytes(base64.b64decode(vector["message_base64"]))
                        done = cli("dkim", message, "--format=json", f"--dns-server=127.0.0.1:{slow.port}")
                        found = [signature["result"] for signature in json.loads(done.stdout)["signatures"]]
                        count += len(vector["expect"])
                        if found != vector["expect"]:
                            missed.append((vector["name"], found, vector["expect"]))
        print(f"# dkim over packets: {count} signatures, {len(missed)} messages failed")
        self.assertEqual(missed, [])
        self.assertGreater(count, 0)

    @staticmethod
    def share_zones(vectors):
        """Messages in a row that agree about what stands in DNS share a zone."""
        shared = []
        for vector in vectors:
            wanted = {name.rstrip(".").lower(): [{"TXT": text} for text in (texts if isinstance(texts, list) else [texts])]
                      for name, texts in vector["dns"].items()}
            if shared and shared[-1][0] == wanted:
                shared[-1][1].append(vector)
            else:
                shared.append((wanted, [vector]))
        return shared


class Faults(unittest.TestCase):
    """Never a false “missing”, never without end, never a crash."""

    DEADLINE = 5
    SILENT = ("servfail", "refused", "notimp", "formerr", "drop", "garbage", "wrong-id", "short", "cut", "tc-closed",
              "tc-silent", "bogus", "referral", "loop", "loop-two")
    LYING = ("private", "local", "stray")
    ODD = ("huge", "tc", "large", "alias-nx", "alias-nodata", "nx", "nodata")

    def look(self, *arguments, server=None):
        if server is not None:
            return survey("shop.example", server, f"--timeout={self.DEADLINE}")
        with Fake(*arguments) as fake:
            return survey("shop.example", fake.server, f"--timeout={self.DEADLINE}")

    def test_silent(self):
        for behaviour in self.SILENT:
            with self.subTest(behaviour):
                code, result = self.look("--always", behaviour)
                self.assertEqual(code, 2)
                self.assertEqual(ids(result, BAD), [])
                self.assertNotEqual(ids(result, ("unknown",)), [])

    def test_lying(self):
        for behaviour in self.LYING:
            with self.subTest(behaviour):
                code, result = self.look("--always", behaviour)
                self.assertEqual(ids(result, BAD), ["resolver.redirects"])
                # Nothing is known about the domain then.
                self.assertEqual((code, result["state"]), (2, "unknown"))

    def test_odd(self):
        for behaviour in self.ODD:
            with self.subTest(behaviour):
                _, result = self.look("--always", behaviour)
                self.assertLess(len(result["findings"]), 60)

    def test_tcp_refused(self):
        _, result = self.look("--always", "tc", "--no-tcp")
        self.assertEqual(ids(result, BAD), [])

    def test_old_firewalls(self):
        for behaviour in ("edns-formerr", "edns-header", "edns-notimp"):
            with self.subTest(behaviour):
                _, result = self.look("--always", behaviour)
                self.assertIn("spf.fine", ids(result))

    def test_network_lost_midway(self):
        _, result = self.look("--always", "nodata", "--die-after", "20")
        missing = [finding for finding in result["findings"] if finding["state"] in BAD]
        evidence = {entry["id"]: entry for entry in result["evidence"]}
        for finding in missing:
            states = {evidence[number]["state"] for number in finding["evidence"]}
            self.assertTrue(states <= {"found", "no-data", "no-such-name"}, finding["id"])

    def test_no_server(self):
        code, result = self.look(server="127.0.0.1:1")
        self.assertEqual(code, 2)
        self.assertEqual(ids(result, BAD), [])


ROOT = """\
$TTL 300
. SOA ns.dns.example. host.dns.example. 1 7200 3600 1209600 60
. NS ns.dns.example.
ns.dns.example. A 192.0.2.53
ns2.dns.example. A 198.51.100.53
9.113.0.203.in-addr.arpa. PTR mail.shop.example.
"""

SHOP = """\
$TTL 300
@ SOA ns.dns.example. host.dns.example. 1 7200 3600 1209600 60
@ NS ns.dns.example.
@ NS ns2.dns.example.
@ A 203.0.113.9
@ MX 10 mail
mail A 203.0.113.9
@ TXT "v=spf1 mx include:_spf.shop.example ~all"
_spf TXT "v=spf1 ip4:203.0.113.0/28 -all"
_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:d@shop.example"
"""


@unittest.skipUnless(shutil.which("knotd") or os.path.exists("/usr/sbin/knotd"), "no Knot")
class Knot(unittest.TestCase):
    """A real authoritative server for a small world."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def start(self, shop):
        folder = pathlib.Path(self.folder.name)
        port = free_port()
        (folder / "root.zone").write_text(ROOT, encoding="utf-8")
        (folder / "shop.zone").write_text(shop, encoding="utf-8")
        (folder / "knot.conf").write_text(f"""\
server:
    listen: 127.0.0.1@{port}
    rundir: "{folder}"
database:
    storage: "{folder}/db"
log:
  - target: stderr
    any: error
zone:
  - domain: .
    file: "{folder}/root.zone"
    journal-content: none
    zonefile-load: whole
  - domain: shop.example
    file: "{folder}/shop.zone"
    journal-content: none
    zonefile-load: whole
""", encoding="utf-8")
        server = subprocess.Popen([shutil.which("knotd") or "/usr/sbin/knotd", "-c", folder / "knot.conf"],
                                  stderr=subprocess.PIPE)
        self.addCleanup(server.stderr.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.send_signal, signal.SIGTERM)
        for _ in range(200):
            done = cli("spf", "--ip=203.0.113.9", "--mail-from=a@shop.example", "--format=json", f"--dns-server=127.0.0.1:{port}")
            if done.stdout and json.loads(done.stdout)["result"] != "temperror":
                return f"127.0.0.1:{port}"
            time.sleep(0.05)
        self.fail("Knot does not answer: %r" % server.poll())

    def test_healthy(self):
        server = self.start(SHOP)
        _, result = survey("shop.example", server)
        self.assertIn("spf.fine", ids(result))
        self.assertIn("mx.fine", ids(result))
        self.assertIn("ptr.fine", ids(result))
        self.assertIn("dmarc.fine", ids(result))
        self.assertIn("dkim.none", ids(result))
        self.assertEqual(ids(result, ("unknown",)), [])

    def test_spf(self):
        server = self.start(SHOP)
        for address, expected in (("203.0.113.9", "pass"), ("203.0.113.5", "pass"), ("203.0.113.99", "softfail")):
            done = cli("spf", f"--ip={address}", "--mail-from=a@shop.example", "--format=json", f"--dns-server={server}")
            self.assertEqual(json.loads(done.stdout)["result"], expected)

    def test_two_records(self):
        server = self.start(SHOP + '@ TXT "v=spf1 -all"\n')
        _, result = survey("shop.example", server)
        finding = next(finding for finding in result["findings"] if finding["id"] == "spf.multiple")
        self.assertTrue(finding["record"]["proven"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
