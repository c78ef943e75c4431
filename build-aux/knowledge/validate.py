# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong between stanzas: ids, references, unreachable rules."""

# Points of a rule before any evidence about codes and providers is added;
# rd-match.c has the same figures.
TIER_BASE = {2: 90, 3: 75, 4: 60, 5: 45, 6: 25, 7: 18}
MAX_LENGTH_BONUS = 10
MAX_FRAME_BONUS = 2

# The matcher notes in one 32-bit word which of them occurred.
MAX_ALL_PHRASES = 32


def check_unique(entries, what):
    seen = {}
    for entry in entries:
        first = seen.setdefault(entry.id, entry)
        if first is not entry:
            entry.stanza.complain("%s “%s” was given before, at %s:%d" % (
                what, entry.id, first.stanza.path, first.stanza.line))


def check_causes_known(knowledge, entries):
    known = {cause.id for cause in knowledge.causes}
    for entry in entries:
        if entry.cause and entry.cause not in known:
            entry.stanza.complain("unknown cause “%s”" % entry.cause, "Cause")


def check_questions_known(knowledge):
    asked = {cause.id for cause in knowledge.causes if cause.ask_host}
    for rule in knowledge.rules:
        if rule.ask_as and rule.ask_as not in asked:
            rule.stanza.complain("“%s” is no cause with an Ask-Host" % rule.ask_as, "Ask-As")


def static_score(rule, phrase):
    length = len(" ".join(phrase).encode())
    bonus = MAX_FRAME_BONUS if rule.tier == 7 else MAX_LENGTH_BONUS
    return TIER_BASE[rule.tier] + min(length // 4, bonus)


def is_unconditional(rule):
    return bool(rule.phrases) and not (rule.match_all or rule.require_provider or rule.require_enhanced)


def shadows(strong, strong_phrase, weak, weak_phrase, is_earlier):
    """Whether strong_phrase hits and wins wherever weak_phrase hits."""
    if len(strong_phrase) != 1 or not any(strong_phrase[0] in piece for piece in weak_phrase):
        return False
    if strong.provider not in ("", weak.provider) or (weak.provider and not strong.provider):
        return False
    if not set(weak.enhanced) <= set(strong.enhanced) or weak.reply_code not in ("", strong.reply_code):
        return False
    if not set(map(tuple, strong.vetoes)) <= set(map(tuple, weak.vetoes)):
        return False
    strong_score = static_score(strong, strong_phrase)
    weak_score = static_score(weak, weak_phrase)
    return strong_score > weak_score or (strong_score == weak_score and is_earlier)


def check_reachable(knowledge):
    """Complains about rules that another cause always takes away."""
    literals = []
    for order, rule in enumerate(knowledge.rules):
        if is_unconditional(rule):
            literals += [(order, rule, phrase) for phrase in rule.phrases if len(phrase) == 1]
    for order, rule in enumerate(knowledge.rules):
        if not rule.phrases or rule.match_all or rule.require_enhanced:
            continue
        by = None
        for phrase in rule.phrases:
            by = next((other for place, other, literal in literals
                       if other.cause != rule.cause and shadows(other, literal, rule, phrase, place < order)), None)
            if by is None:
                break
        if by is not None:
            rule.stanza.complain("rule “%s” is unreachable: wherever one of its phrases occurs, rule “%s” (%s) wins" % (
                rule.id, by.id, by.cause))


def check_spellings(knowledge):
    real = set(knowledge.never)
    popular = {domain.id for domain in knowledge.domains}
    seen = {}
    for entry in knowledge.domains + knowledge.confusions:
        for typo in entry.typos:
            if typo in real or typo in popular:
                entry.stanza.complain("“%s” is a real domain and cannot be a misspelling" % typo)
            if seen.setdefault(typo, entry) is not entry:
                entry.stanza.complain("“%s” is already a misspelling of “%s”" % (typo, seen[typo].id))


def check_knowledge(knowledge):
    check_unique(knowledge.causes, "cause")
    check_unique(knowledge.providers, "provider")
    check_unique(knowledge.rules, "rule")
    check_unique(knowledge.services, "service")
    check_unique(knowledge.domains, "domain")
    known = {provider.id for provider in knowledge.providers}
    seen = {}
    for code in knowledge.codes:
        if code.provider and code.provider not in known:
            code.stanza.complain("unknown provider “%s”" % code.provider, "Provider")
        if seen.setdefault((code.id, code.provider), code) is not code:
            code.stanza.complain("code “%s” was given before" % code.id, "Code")
    check_causes_known(knowledge, knowledge.codes)
    check_causes_known(knowledge, knowledge.rules)
    check_questions_known(knowledge)
    if knowledge.causes and "unknown" not in {cause.id for cause in knowledge.causes}:
        knowledge.causes[-1].stanza.complain("a cause “unknown” is needed for replies that no rule fits")
    for rule in knowledge.rules:
        if rule.match_all and len(rule.phrases) > MAX_ALL_PHRASES:
            rule.stanza.complain("“Match: all” holds for %d phrases at most" % MAX_ALL_PHRASES, "Match")
    check_reachable(knowledge)
    check_spellings(knowledge)
