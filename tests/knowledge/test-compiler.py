#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of mistake in data/knowledge is named with its file and line.

Arguments: the compiler, data/knowledge.  Each case changes one place of a small
but complete folder.  Prints TAP.
"""
import pathlib
import subprocess
import sys
import tempfile

GOOD = {
    "causes/address.txt": """Family: address

Cause: gone
Title: Gone
Sentence: It is gone.
Owner: you
Permanence: permanent
Resend: never
Resend-Text: Never.
Step: Look
 again.
Checks: mx-lookup

Cause: full
Title: Full
Sentence: It is full.
Owner: recipient
Permanence: temporary
Resend: later
Resend-Text: Later.

Cause: unknown
Title: Unknown
Sentence: Nobody knows.
Owner: you
Permanence: unknown
Resend: later
Resend-Text: Later.
""",
    "codes/basic.txt": """Code: 550
Name: Refused
Meaning: Refused.
Cause: unknown
""",
    "providers.txt": """Provider: google
Name: Gmail
Mx: .google.com
Domains: gmail.com
Signature: gsmtp
""",
    "rules/google.rules": """Provider: google

Rule: google-1
Cause: gone
Tier: 2
Owner: you
Permanence: permanent
Enhanced: 5.1.1
Phrase: does not * exist
Unless: "full "
Note: No such user.
""",
    "rules/generic.rules": """Origin: Common wording

Rule: generic-1
Cause: full
Tier: 4
Owner: recipient
Permanence: temporary
Phrase: mailbox full
Pattern: {mailbox} .. (full|bursting at the seams)

Rule: generic-2
Cause: gone
Tier: 5
Owner: you
Permanence: permanent
Phrase: no such user
""",
    "words.txt": """Words: mailbox
English: mailbox, inbox,
 account
German: postfach
""",
    "typos.txt": """Domain: gmail.com
Typos: gmial.com

Ending: com
Typos: con

Confused: gmail.com
With: gmail.net

Never: email.com
""",
    "blocklists.txt": """List: a
Default: yes
Fix-first: Stop the cause.
Code: 127.0.0.2 high policy listed
  Mail must not be sent
  from here.
""",
    "services.txt": """Common-Selectors: default mail

Service: google
Name: Google Workspace
Kind: mailbox
Mx: google.com
Spf: _spf.google.com
Recommend: include:_spf.google.com
Spf-Place: root
Certainty: high
""",
}

# name, file, text to replace, replacement, line, part of the message
BAD = [
    ("unknown cause in a rule", "rules/generic.rules", "Cause: full", "Cause: fuller", 4, "unknown cause “fuller”"),
    ("nothing to ask", "rules/google.rules", "Note:", "Ask-As: gone\nNote:", 11, "no cause with an Ask-Host"),
    ("unknown cause in a code", "codes/basic.txt", "Cause: unknown", "Cause: what", 4, "unknown cause “what”"),
    ("duplicate rule", "rules/generic.rules", "generic-2", "generic-1", 11, "was given before"),
    ("duplicate cause", "causes/address.txt", "Cause: full", "Cause: gone", 14, "was given before"),
    ("missing field", "rules/generic.rules", "Tier: 4\n", "", 3, "field “Tier” is missing"),
    ("missing sentence", "causes/address.txt", "Sentence: It is full.\n", "", 14, "field “Sentence” is missing"),
    ("unknown field", "rules/generic.rules", "Phrase: mailbox", "Phrases: mailbox", 8, "unknown field “Phrases”"),
    ("doubled field", "rules/generic.rules", "Tier: 4", "Tier: 4\nTier: 5", 6, "given twice"),
    ("empty field", "causes/address.txt", "Title: Full", "Title:", 15, "is empty"),
    ("bad status code", "rules/google.rules", "5.1.1", "5.1", 8, "“5.1” is no status code"),
    ("bad reply code", "codes/basic.txt", "Code: 550", "Code: 5500", 1, "neither a reply code"),
    ("bad owner", "rules/generic.rules", "Owner: recipient", "Owner: nobody", 6, "is no Owner"),
    ("bad tier", "rules/generic.rules", "Tier: 5", "Tier: 8", 13, "is no Tier"),
    ("bad permanence", "causes/address.txt", "Permanence: temporary", "Permanence: maybe", 18, "is no Permanence"),
    ("bad id", "rules/generic.rules", "generic-2", "Generic 2", 11, "is no id"),
    ("bad flag", "rules/google.rules", "Note:", "Verified: perhaps\nNote:", 11, "must be yes or no"),
    ("bad address", "rules/google.rules", "Note:", "Url: example.com\nNote:", 11, "no http or https address"),
    ("upper case", "rules/generic.rules", "mailbox full", "Mailbox full", 8, "must be in lower case"),
    ("two blanks", "rules/generic.rules", "mailbox full", "mailbox  full", 8, "blanks in a row"),
    ("too short", "rules/generic.rules", "mailbox full", "ab", 8, "too short"),
    ("empty piece", "rules/generic.rules", "mailbox full", "mailbox full*", 8, "too short"),
    ("doubled phrase", "rules/generic.rules", "Phrase: mailbox full", "Phrase: mailbox full\nPhrase: mailbox full", 8, "given twice"),
    ("no phrase", "rules/generic.rules", 
     "Phrase: mailbox full\nPattern: {mailbox} .. (full|bursting at the seams)\n", "", 3, "without a phrase"),
    ("codes required but not given", "rules/generic.rules", "Tier: 4", "Tier: 4\nRequire-Enhanced: yes", 6, "needs a field “Enhanced”"),
    ("provider required but unknown", "rules/generic.rules", "Tier: 4", "Tier: 4\nRequire-Provider: yes", 6, "begins with a Provider"),
    ("unknown provider", "rules/google.rules", "Provider: google", "Provider: gogle", 1, "unknown provider “gogle”"),
    ("shadowed by the same phrase", "rules/generic.rules", "no such user", "mailbox full", 11, "is unreachable"),
    ("shadowed by a part", "rules/generic.rules", "no such user", "the mailbox full now", 11, "is unreachable"),
    ("no provider and no origin", "rules/generic.rules", "Origin: Common wording\n", "", 2, "must begin with a Provider or Origin"),
    ("no family", "causes/address.txt", "Family: address\n", "", 2, "must begin with a Family"),
    ("stray continuation", "providers.txt", "Provider: google", " Provider: google", 1, "continuation of nothing"),
    ("no field", "providers.txt", "Name: Gmail", "Gmail", 2, "neither “Key: value” nor a comment"),
    ("signature with a gap", "providers.txt", "gsmtp", "gsm*smtp", 5, "cannot have gaps"),
    ("bad host", "providers.txt", ".google.com", "google com", 3, "is no host name"),
    ("real domain as misspelling", "typos.txt", "Typos: gmial.com", "Typos: email.com", 1, "is a real domain"),
    ("misspelling of two", "typos.txt", "With: gmail.net", "With: gmial.com", 7, "already a misspelling"),
    ("too many phrases to want all", "rules/generic.rules", "Phrase: mailbox full\nPattern: {mailbox} .. (full|bursting at the seams)",
     "Match: all\n" + "\n".join("Phrase: word%d" % number for number in range(33)), 8, "holds for 32 phrases"),
    ("no cause for the rest", "causes/address.txt", "Cause: unknown", "Cause: other", 22, "a cause “unknown” is needed"),
    ("unknown words", "rules/generic.rules", "{mailbox}", "{mailboxes}", 9, "unknown words “mailboxes”"),
    ("open brace", "rules/generic.rules", "{mailbox}", "{mailbox", 9, "is no pattern"),
    ("word too short", "rules/generic.rules", "(full|", "(f~|", 9, "too short"),
    ("capital in a pattern", "rules/generic.rules", "(full|", "(Full|", 9, "not in lower case"),
    ("doubled pattern", "rules/generic.rules", "Pattern: ", "Pattern: {mailbox} full\nPattern: {mailbox} full\nPattern: ", 9, "given twice"),
    ("all of patterns", "rules/generic.rules", "Tier: 4", "Tier: 4\nMatch: all", 6, "not for patterns"),
    ("words given twice", "words.txt", "German: postfach\n", "\nWords: mailbox\nGerman: postfach\n", 5, "given before"),
    ("bad name of words", "words.txt", "Words: mailbox", "Words: mail box", 1, "no name of a list"),
    ("bad language", "words.txt", "German", "de-DE", 4, "no name of a language"),
    ("open end within words", "words.txt", "inbox,", "in~ box,", 2, "at the ends"),
    ("empty word", "words.txt", "mailbox, inbox", "mailbox, , inbox", 2, "too short"),
    ("other stanza", "words.txt", "Words: mailbox", "Word: mailbox", 1, "expected a Words stanza"),
    ("bad kind", "services.txt", "Kind: mailbox", "Kind: shop", 5, "is no Kind"),
    ("bad SPF term", "services.txt", "include:_spf", "includes:_spf", 8, "is no SPF term"),
]


def run(compiler, files, *options):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        command = [sys.executable, "-B", compiler, str(root)]
        command += [option.replace("@", folder) for option in options]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        written = {path.name: path.read_text("utf-8") for path in root.glob("out.*")}
        return result.returncode, result.stderr, written


class Tap:
    def __init__(self):
        self.count = 0

    def check(self, is_right, name, why=""):
        self.count += 1
        print("%s %d %s" % ("ok" if is_right else "not ok", self.count, name))
        for line in [] if is_right else why.splitlines():
            print("# " + line)


def main():
    compiler, real = sys.argv[1:3]
    tap = Tap()

    code, errors, out = run(compiler, GOOD, "--source=@/out.c", "--strings=@/out.h", "--depfile=@/out.d")
    tap.check(code == 0 and errors == "", "a good folder compiles", errors)
    tap.check('"Look again."' in out.get("out.c", ""), "continued lines are joined with one blank")
    tap.check('N_("It is gone.")' in out.get("out.h", ""), "sentences are written for translation")
    tap.check("generic.rules" in out.get("out.d", ""), "what was read is named for the build")
    again = run(compiler, GOOD, "--source=@/out.c")[2]
    tap.check(again.get("out.c") == out.get("out.c"), "the same folder compiles to the same source")

    for name, path, old, new, line, message in BAD:
        assert old in GOOD[path], name
        code, errors, out = run(compiler, {**GOOD, path: GOOD[path].replace(old, new, 1)}, "--source=@/out.c")
        place = "%s:%d: " % (path, line)
        hit = any(place in text and message in text for text in errors.splitlines())
        tap.check(code != 0 and hit and not out, name, "wanted %s%s, got:\n%s" % (place, message, errors))

    code, errors, _ = run(compiler, {**GOOD, "typos.txt": b"Never: \xff\n"})
    tap.check(code != 0 and "typos.txt:1: not UTF-8" in errors, "not UTF-8", errors)
    code, errors, _ = run(compiler, {name: text for name, text in GOOD.items() if name != "services.txt"})
    tap.check(code != 0 and "services.txt" in errors and "no such file" in errors, "missing file", errors)

    result = subprocess.run([sys.executable, "-B", compiler, real], capture_output=True, text=True, check=False)
    tap.check(result.returncode == 0, "the real folder is in order", result.stderr)
    print("1..%d" % tap.count)


main()
