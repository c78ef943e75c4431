#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""redeliver-cli domain: the JSON contract, groups in words, exit codes, replay without network."""

import json
import os
import pathlib
import subprocess
import tempfile
import unicodedata
import unittest

from cli_testing import PATIENCE

CLI = os.environ["REDELIVER_CLI"]
DOMAIN = "shop.example"
SOA = "ns1.dns.example. host.dns.example. 1 7200 3600 1209600 3600"
HEALTHY = {
    f"dns {DOMAIN} SOA": [SOA],
    f"dns {DOMAIN} NS": ["ns1.dns.example.", "ns2.dns.example."],
    "dns ns1.dns.example A": ["192.0.2.53"],
    "dns ns2.dns.example A": ["192.0.2.54"],
    f"dns {DOMAIN} MX": [f"10 mail.{DOMAIN}."],
    f"dns mail.{DOMAIN} A": ["203.0.113.9"],
    f"dns {DOMAIN} A": ["203.0.113.9"],
    f"dns {DOMAIN} TXT": ['"v=spf1 mx -all"'],
    "dns 9.113.0.203.in-addr.arpa PTR": [f"mail.{DOMAIN}."],
    f"dns _dmarc.{DOMAIN} TXT": [f'"v=DMARC1; p=reject; rua=mailto:d@{DOMAIN}"'],
}


def recording(folder, changes=()):
    """A recording in which everything that is not listed does not exist."""
    answers = dict(HEALTHY, **dict(changes))
    path = pathlib.Path(folder) / "recording"
    probe = subprocess.run([CLI, "domain", "--format=json", f"--replay={write(path, answers)}", DOMAIN],
                           capture_output=True, timeout=PATIENCE)
    for _ in range(8):
        questions = [entry["question"] for entry in json.loads(probe.stdout)["evidence"]
                     if entry["state"] == "not-asked"]
        questions = [question for question in questions if question.startswith("dns ") and question not in answers]
        if not questions:
            return path
        answers.update({question: None for question in questions})
        write(path, answers)
        probe = subprocess.run([CLI, "domain", "--format=json", f"--replay={path}", DOMAIN],
                               capture_output=True, timeout=PATIENCE)
    raise AssertionError("the questions do not end")


def write(path, answers):
    with open(path, "w", encoding="utf-8") as file:
        for question, records in answers.items():
            state = records if isinstance(records, str) else "found" if records else "no-such-name"
            found = records if isinstance(records, list) else []
            file.write(json.dumps({"question": question, "state": state, "answers": found, "ttl": 300}) + "\n")
    return path


def run(*arguments, check=None):
    done = subprocess.run([CLI, "domain", *map(str, arguments)], capture_output=True, timeout=PATIENCE, check=False)
    if check is not None and done.returncode != check:
        raise AssertionError(f"exit code {done.returncode}, not {check}: {done.stdout.decode()} {done.stderr.decode()}")
    return done


class Domain(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def survey(self, changes=(), *arguments, check=None):
        path = recording(self.folder.name, changes)
        done = run("--format=json", f"--replay={path}", *arguments, DOMAIN, check=check)
        return json.loads(done.stdout)

    def test_contract(self):
        survey = self.survey({f"dns {DOMAIN} TXT": ['"v=spf1 mx -all"', '"v=spf1 a ~all"']}, check=1)
        self.assertEqual(survey["schema"], "redeliver.survey/1")
        self.assertEqual(survey["subject"], DOMAIN)
        self.assertEqual(survey["state"], "broken")
        finding = next(finding for finding in survey["findings"] if finding["id"] == "spf.multiple")
        self.assertEqual(finding["record"]["value"], "v=spf1 mx a ~all")
        self.assertEqual(finding["record"]["action"], "replace")
        self.assertEqual(finding["record"]["name"], "@")
        self.assertTrue(finding["record"]["proven"])
        evidence = {entry["id"]: entry for entry in survey["evidence"]}
        self.assertIn(f"dns {DOMAIN} TXT", [evidence[number]["question"] for number in finding["evidence"]])
        self.assertEqual([group["id"] for group in survey["groups"]], ["receive", "trust", "server", "optional"])
        self.assertEqual(survey["stats"]["questions"], 0)
        order = ["broken", "weak", "unknown", "info", "fine"]
        states = [order.index(finding["state"]) for finding in survey["findings"]]
        self.assertEqual(states, sorted(states))

    def test_sending_address(self):
        survey = self.survey({}, "--ip=198.51.100.7")
        finding = next(finding for finding in survey["findings"] if finding["id"] == "spf.ip-fail")
        self.assertIn("ip4:198.51.100.7", finding["record"]["value"])
        self.assertTrue(finding["record"]["proven"])

    def test_text(self):
        path = recording(self.folder.name, {f"dns {DOMAIN} MX": ["0 ."]})
        text = run(f"--replay={path}", DOMAIN, check=1).stdout.decode()
        self.assertIn("Can people write to you? – Must be fixed", text)
        self.assertIn("accepts no mail at all", text)
        self.assertNotIn("\x1b", text)

    def test_value_is_not_wrapped(self):
        terms = " ".join(f"ip4:203.0.113.{number}" for number in range(1, 30))
        path = recording(self.folder.name, {f"dns {DOMAIN} TXT": [f'"v=spf1 {terms[:200]}" "{terms[200:]}"']})
        text = run(f"--replay={path}", DOMAIN).stdout.decode()
        self.assertIn(f"v=spf1 {terms} ~all\n", text)

    def test_hostile_text(self):
        """Whoever writes the records does not get to write on the terminal."""
        nasty = "\\027[2J\\027]0;owned\\007\\155\\000\\013\\010\\226\\128\\174\\226\\129\\166\\255<b>"
        changes = {
            f"dns {DOMAIN} TXT": [f'"v=spf1 mx {nasty} exists:{nasty}.example -all"'],
            f"dns _dmarc.{DOMAIN} TXT": [f'"v=DMARC1; p={nasty}; rua=mailto:{nasty}"'],
            f"dns _mta-sts.{DOMAIN} TXT": [f'"v=STSv1; id={nasty}"'],
            f"dns _smtp._tls.{DOMAIN} TXT": [f'"v=TLSRPTv1; rua={nasty}"'],
            f"dns default._bimi.{DOMAIN} TXT": [f'"v=BIMI1; l=https://{nasty}/logo.svg"'],
            f"dns mail._domainkey.{DOMAIN} TXT": [f'"v=DKIM1; k={nasty}; p={nasty}"'],
        }
        path = recording(self.folder.name, changes)
        report = pathlib.Path(self.folder.name) / "report.txt"
        text = run(f"--replay={path}", "--selector=mail", f"--report={report}", DOMAIN).stdout.decode("utf-8")
        # JSON is for programs, which get the text as it is; what JSON must escape is escaped.
        machine = run(f"--replay={path}", "--selector=mail", "--format=json", DOMAIN).stdout.decode("utf-8")
        for told, forbidden in ((text, ("Cc", "Cf")), (report.read_text("utf-8"), ("Cc", "Cf")), (machine, ("Cc",))):
            self.assertIn("v=spf1", told)
            found = {hex(ord(character)) for character in told if unicodedata.category(character) in forbidden}
            self.assertLessEqual(found, {hex(ord("\n"))})

    def test_could_not_check(self):
        path = pathlib.Path(self.folder.name) / "empty"
        path.write_text("")
        survey = json.loads(run("--format=json", f"--replay={path}", DOMAIN, check=2).stdout)
        self.assertEqual(survey["state"], "unknown")
        self.assertNotIn("broken", [finding["state"] for finding in survey["findings"]])

    def test_evidence_is_saved(self):
        path = recording(self.folder.name)
        copy = pathlib.Path(self.folder.name) / "copy"
        first = run("--format=json", f"--replay={path}", f"--evidence={copy}", DOMAIN)
        again = run("--format=json", f"--replay={copy}", DOMAIN)
        self.assertEqual([finding["id"] for finding in json.loads(first.stdout)["findings"]],
                         [finding["id"] for finding in json.loads(again.stdout)["findings"]])

    def test_report(self):
        path = recording(self.folder.name, {f"dns {DOMAIN} TXT": ['"v=spf1 mx -all"', '"v=spf1 -all"']})
        output = pathlib.Path(self.folder.name) / "report.txt"
        run(f"--replay={path}", f"--report={output}", DOMAIN, check=1)
        text = output.read_text()
        for wanted in ("Report on the mail settings of a domain", f"Replace the TXT record at {DOMAIN} that begins with “v=spf1” by",
                       f"dig +short TXT {DOMAIN}", "Annex: questions and answers"):
            self.assertIn(wanted, text)

    def test_monitoring(self):
        path = recording(self.folder.name, {f"dns {DOMAIN} MX": ["0 ."]})
        done = run("--nagios", f"--replay={path}", DOMAIN, check=2)
        self.assertTrue(done.stdout.decode().startswith(f"CRITICAL - {DOMAIN}: "))
        self.assertEqual(done.stdout.decode().count("\n"), 1)

    def test_usage(self):
        for arguments in ([], ["a.example", "b.example"], ["--ip=x", DOMAIN], ["--format=xml", DOMAIN],
                          ["not a domain"], ["--fail-on=fine", DOMAIN]):
            with self.subTest(arguments=arguments):
                self.assertEqual(run(*arguments, check=64).stdout, b"")

    def test_addresses_people_give_for_a_domain(self):
        path = recording(self.folder.name, {})
        for typed in ("info@" + DOMAIN, "https://" + DOMAIN + "/shop", DOMAIN.upper() + "."):
            with self.subTest(typed=typed):
                told = json.loads(run(f"--replay={path}", "--format=json", typed).stdout)
                self.assertEqual(told["subject"], DOMAIN)

    def test_address_of_a_server_is_no_domain(self):
        """No “does not exist” about what nobody can register."""
        for typed in ("203.0.113.9", "[203.0.113.9]", "2001:db8::9"):
            self.assertEqual(run(typed, check=64).stdout, b"")

    def test_missing_mail(self):
        done = run("--mail=/nonexistent/mail.eml", DOMAIN, check=2)
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"redeliver-cli domain:", done.stderr)


if __name__ == "__main__":
    unittest.main()
