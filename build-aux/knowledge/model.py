# SPDX-License-Identifier: GPL-3.0-or-later
"""From stanzas to causes, codes, providers, rules, spellings and services."""
import re

from .normal import fold
from .stanzas import read_stanzas
from .words import check_pattern, read_words

FAMILIES = ["address", "their-server", "authentication", "reputation", "content", "your-side", "special"]
OWNERS = ["you", "host", "dns", "recipient", "recipient-admin", "wait"]
PERMANENCES = ["unknown", "temporary", "permanent"]
RESENDS = ["never", "after-fix", "later", "automatic"]
STEP_KEYS = ["Step", "Step-cPanel", "Step-Google", "Step-Microsoft"]
KINDS = ["mailbox", "host", "bulk", "transactional", "gateway", "forwarder", "crm"]
SPF_PLACES = ["root", "subdomain", "never"]
CERTAINTIES = ["low", "medium", "high"]

WORD = re.compile(r"[a-z0-9][a-z0-9-]*$")
REPLY_CODE = re.compile(r"[1-5][0-9][0-9]$")
# The last number may be a range: 5.7.606-649.
STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(-[0-9]{1,3})?$")
ANY_STATUS = re.compile(r"[245X]\.[0-9]\.[0-9]{1,3}(-[0-9]{1,3})?$")  # subjects have one digit (RFC 3463 section 3)
URL = re.compile(r"https?://[^\s]+$")
DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)+$")

# In bytes; shorter literals would hit in the middle of ordinary words.
MIN_PIECE = 2
MIN_PHRASE = 3


class Knowledge:
    """Everything that was read, in the order of the files."""

    def __init__(self):
        self.causes = []
        self.codes = []
        self.providers = []
        self.rules = []
        self.domains = []
        self.endings = []
        self.confusions = []
        self.never = []
        self.services = []
        self.selectors = []
        self.blocklists = []
        self.words = {}


class Entry:
    """One stanza, with its fields as attributes."""

    def __init__(self, stanza, **values):
        self.stanza = stanza
        self.__dict__.update(values)


def check_word(stanza, key):
    value = stanza.get(key)
    if value and not WORD.match(value):
        stanza.complain("“%s” is no id: lower-case letters, digits and hyphens only" % value, key)
    return value


def check_url(stanza, key):
    value = stanza.get(key)
    if value and not URL.match(value):
        stanza.complain("“%s” is no http or https address" % value, key)
    return value


def check_all(stanza, key, pattern, what):
    values = stanza.words(key)
    for value in values:
        if not pattern.match(value):
            stanza.complain("“%s” is no %s" % (value, what), key)
    return values


def check_phrase(stanza, key, phrase):
    """Returns the literal pieces of a phrase, folded."""
    folded = fold(phrase)
    if phrase != phrase.lower():
        stanza.complain("“%s” must be in lower case" % phrase, key, phrase)
    pieces = folded.split("*")
    if "  " in folded or "\t" in folded:
        stanza.complain("“%s” holds blanks in a row, which never occur in a reply as it is compared" % phrase, key, phrase)
    if len(folded.encode()) < MIN_PHRASE or any(len(piece.encode()) < MIN_PIECE for piece in pieces):
        stanza.complain("“%s” is too short to mean anything" % phrase, key, phrase)
    return pieces


def read_causes(knowledge, path, problems):
    family = None
    for stanza in read_stanzas(path, problems):
        if stanza.kind == "Family":
            stanza.check_keys(["Family"])
            family = stanza.choice("Family", FAMILIES)
            continue
        if stanza.kind != "Cause":
            stanza.complain("expected a Cause stanza, not “%s”" % stanza.kind)
            continue
        if family is None:
            stanza.complain("the file must begin with a Family stanza")
            family = FAMILIES[0]
        stanza.check_keys(
            ["Cause", "Title", "Sentence", "Owner", "Permanence", "Resend", "Resend-Text", "Resend-Returned",
             "Urgent", "Ask-Host", "Checks", "Remark"],
            [*STEP_KEYS, "Step-Returned"],
            ["Title", "Sentence", "Owner", "Permanence", "Resend", "Resend-Text"])
        if bool(stanza.get("Resend-Returned")) != bool(stanza.all("Step-Returned")):
            stanza.complain("“Resend-Returned” and “Step-Returned” belong together", "Cause")
        knowledge.causes.append(Entry(
            stanza, id=check_word(stanza, "Cause"), family=family, title=stanza.get("Title"),
            sentence=stanza.get("Sentence"), owner=stanza.choice("Owner", OWNERS),
            permanence=stanza.choice("Permanence", PERMANENCES), resend=stanza.choice("Resend", RESENDS),
            resend_text=stanza.get("Resend-Text"), urgent=stanza.flag("Urgent"), ask_host=stanza.get("Ask-Host"),
            resend_returned=stanza.get("Resend-Returned"), steps_returned=stanza.all("Step-Returned"),
            steps=[stanza.all(key) for key in STEP_KEYS],
            checks=check_all(stanza, "Checks", WORD, "id of a check")))


def read_codes(knowledge, path, problems):
    for stanza in read_stanzas(path, problems):
        if stanza.kind != "Code":
            stanza.complain("expected a Code stanza, not “%s”" % stanza.kind)
            continue
        stanza.check_keys(["Code", "Name", "Provider", "Meaning", "Cause", "Strong", "Defined-In"],
                          required=["Meaning", "Cause"])
        code = stanza.get("Code")
        if not (REPLY_CODE.match(code) or ANY_STATUS.match(code)):
            stanza.complain("“%s” is neither a reply code (550) nor a status code (X.1.1, 5.7.26)" % code, "Code")
        knowledge.codes.append(Entry(
            stanza, id=code, provider=stanza.get("Provider"), name=stanza.get("Name"), meaning=stanza.get("Meaning"),
            cause=stanza.get("Cause"), strong=stanza.flag("Strong"), defined_in=stanza.get("Defined-In")))


def read_providers(knowledge, path, problems):
    for stanza in read_stanzas(path, problems):
        if stanza.kind != "Provider":
            stanza.complain("expected a Provider stanza, not “%s”" % stanza.kind)
            continue
        stanza.check_keys(["Provider", "Name", "Mx", "Domains", "Postmaster"], ["Signature"], ["Name"])
        hosts = stanza.words("Mx")
        for host in hosts:
            if not DOMAIN.match(host.lstrip(".")):
                stanza.complain("“%s” is no host name" % host, "Mx")
        signatures = stanza.all("Signature")
        for signature in signatures:
            if check_phrase(stanza, "Signature", signature)[1:]:
                stanza.complain("a signature cannot have gaps: “%s”" % signature, "Signature", signature)
        knowledge.providers.append(Entry(
            stanza, id=check_word(stanza, "Provider"), name=stanza.get("Name"), mx=hosts,
            domains=check_all(stanza, "Domains", DOMAIN, "domain"),
            signatures=[fold(signature) for signature in signatures], postmaster=check_url(stanza, "Postmaster")))


def read_rule(knowledge, stanza, provider, origin):
    stanza.check_keys(
        ["Rule", "Cause", "Tier", "Owner", "Permanence", "Require-Provider", "Reply-Code", "Enhanced",
         "Require-Enhanced", "Match", "Note", "Hint", "Ask-As", "Url", "Verified", "Source"],
        ["Phrase", "Pattern", "Unless"],
        ["Cause", "Tier", "Owner", "Permanence"])
    tier = stanza.choice("Tier", ["2", "3", "4", "5", "6", "7"], "4")
    reply_code = stanza.get("Reply-Code")
    if reply_code and not REPLY_CODE.match(reply_code):
        stanza.complain("“%s” is no reply code" % reply_code, "Reply-Code")
    enhanced = check_all(stanza, "Enhanced", STATUS, "status code")
    phrases = stanza.all("Phrase")
    rule = Entry(
        stanza, id=check_word(stanza, "Rule"), provider=provider, origin=origin, cause=stanza.get("Cause"),
        tier=int(tier), owner=stanza.choice("Owner", OWNERS),
        permanence=stanza.choice("Permanence", PERMANENCES),
        require_provider=stanza.flag("Require-Provider"), reply_code=reply_code, enhanced=enhanced,
        require_enhanced=stanza.flag("Require-Enhanced"),
        match_all=stanza.choice("Match", ["any", "all"], "any") == "all",
        phrases=[check_phrase(stanza, "Phrase", phrase) for phrase in phrases],
        patterns=[check_pattern(knowledge, stanza, pattern) for pattern in stanza.all("Pattern")],
        vetoes=[check_phrase(stanza, "Unless", phrase) for phrase in stanza.all("Unless")],
        note=stanza.get("Note"), hint=stanza.get("Hint"), ask_as=stanza.get("Ask-As"), url=check_url(stanza, "Url"),
        verified=stanza.flag("Verified", True))
    if rule.require_provider and not provider:
        stanza.complain("Require-Provider needs a file that begins with a Provider stanza", "Require-Provider")
    if rule.require_enhanced and not enhanced:
        stanza.complain("Require-Enhanced needs a field “Enhanced”", "Require-Enhanced")
    if rule.match_all and rule.patterns:
        stanza.complain("“Match: all” is for phrases, not for patterns", "Match")
    if not phrases and not rule.patterns and not (rule.require_enhanced and rule.require_provider):
        stanza.complain("a rule without a phrase or pattern must require both provider and status code")
    for key, values in (("Phrase", phrases), ("Pattern", stanza.all("Pattern"))):
        for value in set(values):
            if values.count(value) > 1:
                stanza.complain("%s “%s” given twice" % (key.lower(), value), key, value)
    return rule


def read_rules(knowledge, path, problems):
    provider = origin = None
    for stanza in read_stanzas(path, problems):
        if stanza.kind in ("Provider", "Origin"):
            stanza.check_keys(["Provider", "Origin"])
            provider, origin = stanza.get("Provider"), stanza.get("Origin")
            if provider and provider not in [known.id for known in knowledge.providers]:
                stanza.complain("unknown provider “%s”" % provider, "Provider")
                provider = ""
        elif stanza.kind != "Rule":
            stanza.complain("expected a Rule stanza, not “%s”" % stanza.kind)
        else:
            if provider is None:
                stanza.complain("the file must begin with a Provider or Origin stanza")
                provider = ""
            knowledge.rules.append(read_rule(knowledge, stanza, provider, origin))


def read_typos(knowledge, path, problems):
    for stanza in read_stanzas(path, problems):
        if stanza.kind == "Domain":
            stanza.check_keys(["Domain", "Typos"])
            domain = check_all(stanza, "Domain", DOMAIN, "domain")
            knowledge.domains.append(Entry(stanza, id=" ".join(domain), typos=stanza.words("Typos")))
        elif stanza.kind == "Ending":
            stanza.check_keys(["Ending", "Typos"], required=["Typos"])
            knowledge.endings.append(Entry(stanza, id=stanza.get("Ending"), typos=stanza.words("Typos")))
        elif stanza.kind == "Confused":
            stanza.check_keys(["Confused", "With"], required=["With"])
            knowledge.confusions.append(Entry(
                stanza, id=stanza.get("Confused"), typos=check_all(stanza, "With", DOMAIN, "domain")))
        elif stanza.kind == "Never":
            stanza.check_keys(["Never"])
            knowledge.never += check_all(stanza, "Never", DOMAIN, "domain")
        else:
            stanza.complain("unknown stanza “%s”" % stanza.kind)


def read_services(knowledge, path, problems):
    for stanza in read_stanzas(path, problems):
        if stanza.kind == "Common-Selectors":
            stanza.check_keys(["Common-Selectors"])
            knowledge.selectors = stanza.words("Common-Selectors")
            continue
        if stanza.kind != "Service":
            stanza.complain("expected a Service stanza, not “%s”" % stanza.kind)
            continue
        stanza.check_keys(
            ["Service", "Name", "Kind", "Mx", "Spf", "Recommend", "Spf-Place", "Selectors",
             "Default-Signers", "Where", "Remark", "Certainty"],
            required=["Name", "Kind", "Spf-Place", "Certainty"])
        recommend = stanza.get("Recommend")
        if recommend and not re.match(r"(include|a|mx|redirect)[:=][a-z0-9._-]+$", recommend):
            stanza.complain("“%s” is no SPF term" % recommend, "Recommend")
        knowledge.services.append(Entry(
            stanza, id=check_word(stanza, "Service"), name=stanza.get("Name"), kind=stanza.choice("Kind", KINDS),
            mx=check_all(stanza, "Mx", DOMAIN, "host name"), spf=check_all(stanza, "Spf", DOMAIN, "host name"),
            recommend=recommend, spf_place=stanza.choice("Spf-Place", SPF_PLACES), selectors=stanza.words("Selectors"),
            default_signers=check_all(stanza, "Default-Signers", DOMAIN, "host name"),
            where=stanza.get("Where"), certainty=stanza.choice("Certainty", CERTAINTIES)))


BLOCKLIST_WORDS = ("Expires", "Removal-time", "Cost", "Who-may-ask", "Fix-first", "Write")


def read_blocklists(knowledge, path, problems):
    """The sentences about lists that are asked or known from bounces: the program itself reads the rest, as it reads a
    newer file of the user's."""
    for stanza in path.read_text(encoding="utf-8").split("\n\n"):
        if not re.search(r"^(Default: yes|Status: private)$", stanza, re.M):
            continue
        for match in re.finditer(r"^([A-Z][A-Za-z-]+): (.*)((?:\n[ \t]+.+)*)", stanza, re.M):
            key, first, more = match.group(1), match.group(2).strip(), " ".join(match.group(3).split())
            if key in BLOCKLIST_WORDS:
                knowledge.blocklists.append((key + " of a blocklist", (first + " " + more).strip()))
            elif key in ("Code", "Bounce"):
                knowledge.blocklists.append(("what it means to be on a blocklist", more))
    if not knowledge.blocklists:
        problems.add(path, 1, "no words about any list")


def read_knowledge(root, problems):
    """Reads a folder laid out like data/knowledge; returns it and the files."""
    knowledge = Knowledge()
    files = []
    readers = [("causes/*.txt", read_causes), ("codes/*.txt", read_codes), ("providers.txt", read_providers),
               ("words.txt", read_words), ("rules/*.rules", read_rules), ("typos.txt", read_typos),
               ("services.txt", read_services), ("blocklists.txt", read_blocklists)]
    for pattern, reader in readers:
        found = sorted(root.glob(pattern))
        if not found:
            problems.add(root / pattern, 1, "no such file")
        for path in found:
            files.append(path)
            reader(knowledge, path, problems)
    return knowledge, files
