# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what was read as read-only C tables (rd-knowledge-tables.h)."""
from .automaton import Automaton

NONE = 0xFFFF
# The list of words that stands for any IP address: the scan finds those itself.
IP_WORDS = "ip-literal"
# What a step of a pattern counts as, in bytes of a phrase: a common word.
PATTERN_STEP_LENGTH = 10
OWNER_ENUMS = {owner: "RD_OWNER_" + owner.upper().replace("-", "_") for owner in (
    "you", "host", "dns", "recipient", "recipient-admin", "wait")}
FAMILY_ENUMS = ["RD_FAMILY_ADDRESS", "RD_FAMILY_THEIR_SERVER", "RD_FAMILY_AUTHENTICATION", "RD_FAMILY_REPUTATION",
                "RD_FAMILY_CONTENT", "RD_FAMILY_YOUR_SIDE", "RD_FAMILY_SPECIAL"]


def quote(text):
    """A C string literal; every byte that is not plain ASCII in octal."""
    out = []
    for byte in text.encode("utf-8"):
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif 0x20 <= byte < 0x7F and char != "?":
            out.append(char)
        else:
            out.append("\\%03o" % byte)
    return '"%s"' % "".join(out)


def maybe(text):
    return quote(text) if text else "NULL"


def enum(prefix, word):
    return prefix + word.upper().replace("-", "_")


class Writer:
    """C text, with arrays of strings shared between the structures."""

    def __init__(self):
        self.lists = {}
        self.head = []
        self.body = []

    def strings(self, texts, nullable=False):
        """Names a NULL-terminated array of strings."""
        if nullable and not texts:
            return "NULL"
        key = tuple(texts)
        if key not in self.lists:
            name = "strings_%d" % len(self.lists)
            self.lists[key] = name
            self.head.append("static const char *const %s[] = { %sNULL };" % (
                name, "".join(quote(text) + ", " for text in texts)))
        return self.lists[key]

    def array(self, kind, name, values):
        self.body.append("const %s %s[] = {" % (kind, name))
        for start in range(0, len(values), 20):
            self.body.append("  " + ", ".join(map(str, values[start:start + 20])) + ",")
        self.body.append("};\n")

    def table(self, kind, name, rows, count=True):
        self.body.append("const %s %s[] = {" % (kind, name))
        self.body += ["  { %s }," % row for row in rows]
        if not rows:
            self.body.append("  { 0 },")
        self.body.append("};")
        if count:
            self.body.append("const guint %s_n = %d;" % (name, len(rows)))
        self.body.append("")


def write_causes(out, knowledge, families):
    rows = []
    for cause in knowledge.causes:
        rows.append(", ".join([
            quote(cause.id), FAMILY_ENUMS[families.index(cause.family)], OWNER_ENUMS[cause.owner],
            enum("RD_PERMANENCE_", cause.permanence), enum("RD_RESEND_", cause.resend),
            "TRUE" if cause.urgent else "FALSE", quote(cause.title), quote(cause.sentence), quote(cause.resend_text),
            maybe(cause.resend_returned), maybe(cause.ask_host),
            "{ %s }" % ", ".join(out.strings(steps, True) for steps in cause.steps),
            out.strings(cause.steps_returned, True), out.strings(cause.checks)]))
    out.table("RdCause", "rd_table_causes", rows)


def write_codes(out, knowledge):
    names = {provider.id: provider.name for provider in knowledge.providers}
    out.table("RdCode", "rd_table_codes", [", ".join([
        quote(code.id), maybe(code.provider), maybe(names.get(code.provider)), quote(code.name or code.meaning),
        quote(code.meaning), maybe(code.defined_in), quote(code.cause), "TRUE" if code.strong else "FALSE",
    ]) for code in knowledge.codes])
    write_statuses(out, knowledge)


def write_statuses(out, knowledge):
    """The status codes among the codes by their subject, in their order, read into numbers."""
    rows, first = [], []
    for subject in "0123456789":
        first.append(len(rows))
        for index, code in enumerate(knowledge.codes):
            parts = code.id.split(".")
            if parts[1:2] == [subject]:
                low, _, high = parts[2].partition("-")
                rows.append("%d, '%s', %s, %s" % (index, parts[0], low, high or low))
    out.table("RdStatusRow", "rd_table_statuses", rows, count=False)
    out.array("guint16", "rd_table_first_status", [*first, len(rows)])


def write_providers(out, knowledge):
    out.table("RdProvider", "rd_table_providers", [", ".join([
        quote(provider.id), quote(provider.name), out.strings(provider.mx), out.strings(provider.domains),
        out.strings(provider.signatures), maybe(provider.postmaster),
    ]) for provider in knowledge.providers])


class Phrases:
    """Numbers the phrases, the pieces they consist of and where pieces are used."""

    def __init__(self):
        self.rows = []
        self.uses = {}
        self.word_uses = {}
        self.n_slots = 0

    def use(self, piece, kind, target, step):
        self.uses.setdefault(piece.encode("utf-8"), []).append((kind, target, step))

    def add(self, rule, phrase, number, is_veto):
        slot = NONE
        if len(phrase) > 1:
            slot = self.n_slots
            self.n_slots += len(phrase)
        for step, piece in enumerate(phrase):
            self.use(piece, "RD_USE_PHRASE", len(self.rows), step)
        length = len("*".join(phrase).encode("utf-8"))
        self.rows.append("%d, %d, %d, %d, %d, %s" % (
            rule, slot, length, len(phrase), number, "TRUE" if is_veto else "FALSE"))

    def add_pattern(self, rule, steps, number):
        """A phrase whose pieces are lists of words."""
        slot = self.n_slots
        self.n_slots += len(steps)
        for index, step in enumerate(steps):
            self.word_uses.setdefault(step.words, []).append((len(self.rows), index, step.gap))
        self.rows.append("%d, %d, %d, %d, %d, FALSE" % (
            rule, slot, PATTERN_STEP_LENGTH * len(steps), len(steps), number))

    def use_words(self, knowledge):
        """Numbers the lists that patterns use, and where their words occur."""
        names = sorted(self.word_uses)
        for index, name in enumerate(names):
            for literal in knowledge.words[name]:
                self.use(literal.text, "RD_USE_WORD", index, literal.edges)
        return names


def write_rules(out, knowledge, phrases):
    providers = [provider.id for provider in knowledge.providers]
    rows = []
    for index, rule in enumerate(knowledge.rules):
        for number, phrase in enumerate(rule.phrases):
            phrases.add(index, phrase, number, False)
        for number, steps in enumerate(rule.patterns, len(rule.phrases)):
            phrases.add_pattern(index, steps, number)
        for phrase in rule.vetoes:
            phrases.add(index, phrase, 0, True)
        public = ", ".join([
            quote(rule.id), maybe(rule.provider), quote(rule.cause), OWNER_ENUMS[rule.owner],
            enum("RD_PERMANENCE_", rule.permanence), str(rule.tier), "TRUE" if rule.verified else "FALSE",
            maybe(rule.note), maybe(rule.hint), maybe(rule.ask_as), maybe(rule.url), maybe(rule.origin),
            out.strings([" … ".join(piece.strip() for piece in phrase) for phrase in rule.phrases])])
        rows.append(", ".join([
            "{ %s }" % public, out.strings(rule.enhanced), maybe(rule.reply_code),
            str(providers.index(rule.provider) if rule.provider else NONE),
            str([cause.id for cause in knowledge.causes].index(rule.cause)), str(len(rule.phrases) + len(rule.patterns)),
            "TRUE" if rule.match_all else "FALSE", "TRUE" if rule.require_provider else "FALSE",
            "TRUE" if rule.require_enhanced else "FALSE"]))
    out.table("RdRuleRow", "rd_table_rules", rows)
    out.array("guint16", "rd_table_wordless_rules",
              [index for index, rule in enumerate(knowledge.rules) if not rule.phrases and not rule.patterns] + [NONE])


def write_automaton(out, knowledge, phrases):
    for index, provider in enumerate(knowledge.providers):
        for signature in provider.signatures:
            phrases.use(signature, "RD_USE_SIGNATURE", index, 0)
    names = phrases.use_words(knowledge)
    word_uses, first_word_use = [], []
    for name in names:
        first_word_use.append(len(word_uses))
        word_uses += ["%d, %d, %d" % use for use in sorted(phrases.word_uses[name], key=lambda use: -use[1])]
    out.table("RdWordUse", "rd_table_word_uses", word_uses, count=False)
    out.array("guint16", "rd_table_first_word_use", first_word_use + [len(word_uses)])
    out.array("guint16", "rd_table_ip_words", [names.index(IP_WORDS) if IP_WORDS in names else NONE])
    out.table("RdPhraseRow", "rd_table_phrases", phrases.rows)
    pieces = sorted(phrases.uses)
    machine = Automaton(pieces)
    if max(len(pieces), sum(map(len, phrases.uses.values())), len(phrases.rows), phrases.n_slots) >= NONE:
        raise ValueError("there are more phrases than 16 bits can number")
    uses, first_use = [], []
    for piece in pieces:
        first_use.append(len(uses))
        # A later piece of a phrase comes first: it must see where its
        # forerunner ended before the same hit moves that.
        uses += ["%d, %s, %d" % (target, kind, step)
                 for kind, target, step in sorted(phrases.uses[piece], key=lambda use: -use[2])]
    out.table("RdPieceUse", "rd_table_uses", uses, count=False)
    out.array("guint16", "rd_table_first_use", first_use + [len(uses)])
    out.array("guint16", "rd_table_piece_length", [len(piece) for piece in pieces])
    pieces = [NONE if piece is None else piece for piece in machine.pieces]
    states = zip(machine.first_child, machine.fail, machine.output, pieces, machine.labels)
    # One more state, of which only the first child counts, ends the children of the last one.
    out.array("RdStateRow", "rd_table_states", ["{ %d, %d, %d, %d, %d }" % state for state in states] + ["{ %d }" % machine.first_child[-1]])
    start = [0] * 256
    for child in range(machine.first_child[0], machine.first_child[1]):
        start[machine.labels[child]] = child
    out.array("guint32", "rd_table_start", start)
    out.body.append("const guint rd_table_slots_n = %d;\n" % phrases.n_slots)


def write_spellings(out, knowledge):
    typos = sorted([(typo, domain.id) for domain in knowledge.domains for typo in domain.typos])
    confusions = sorted([(typo, entry.id) for entry in knowledge.confusions for typo in entry.typos])
    endings = sorted([(typo, entry.id) for entry in knowledge.endings for typo in entry.typos])
    for name, pairs in (("typos", typos), ("confusions", confusions), ("endings", endings)):
        out.table("RdSpellingRow", "rd_table_" + name, ["%s, %s" % (quote(wrong), quote(right)) for wrong, right in pairs])
    out.body.append("const char *const *const rd_table_popular = %s;" % out.strings([d.id for d in knowledge.domains]))
    never = sorted(set(knowledge.never))
    out.body.append("const char *const *const rd_table_never = %s;\n" % out.strings(never))


def write_services(out, knowledge):
    out.table("RdService", "rd_table_services", [", ".join([
        quote(service.id), quote(service.name), enum("RD_SERVICE_", service.kind), out.strings(service.mx),
        out.strings(service.spf), maybe(service.recommend), enum("RD_SPF_PLACE_", service.spf_place),
        out.strings(service.selectors), out.strings(service.default_signers),
        maybe(service.where), enum("RD_SERVICE_CERTAINTY_", service.certainty),
    ]) for service in knowledge.services])
    out.body.append("const char *const *const rd_table_selectors = %s;\n" % out.strings(knowledge.selectors))


def c_source(knowledge, families):
    out = Writer()
    phrases = Phrases()
    write_causes(out, knowledge, families)
    write_codes(out, knowledge)
    write_providers(out, knowledge)
    write_rules(out, knowledge, phrases)
    write_automaton(out, knowledge, phrases)
    write_spellings(out, knowledge)
    write_services(out, knowledge)
    head = ["/* Compiled from data/knowledge; do not edit. */", "", "#include \"config.h\"", "",
            "#include \"rd-knowledge-tables.h\"", ""]
    return "\n".join(head + out.head + [""] + out.body)


def translatable(knowledge):
    """(what it is, text) of every sentence people read."""
    for cause in knowledge.causes:
        yield "title of cause " + cause.id, cause.title
        yield "explanation of cause " + cause.id, cause.sentence
        yield "when to resend, cause " + cause.id, cause.resend_text
        yield "when to resend what was given up, cause " + cause.id, cause.resend_returned
        yield "question for the host, cause " + cause.id, cause.ask_host
        for steps in [*cause.steps, cause.steps_returned]:
            for step in steps:
                yield "step of cause " + cause.id, step
    for code in knowledge.codes:
        yield "meaning of code " + code.id, code.meaning
    for rule in knowledge.rules:
        yield "what the reply of rule %s means" % rule.id, rule.note
        yield "what to do, rule " + rule.id, rule.hint
    for service in knowledge.services:
        yield "menu path at " + service.name, service.where
    yield from knowledge.blocklists


def string_source(knowledge):
    """Lines for xgettext; each text once, as the catalogue will hold it."""
    lines = ["/* Extracted from data/knowledge for translation; never compiled. */", ""]
    seen = set()
    for what, text in translatable(knowledge):
        if text and text not in seen:
            seen.add(text)
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            lines += ["/* Translators: %s */" % what, 'N_("%s")' % escaped]
    return "\n".join(lines) + "\n"
