"""Questions of QTI 1.2 that are answered in writing: a few words, a number, or a longer text."""
from bisect import bisect_left
from decimal import Decimal
from functools import cache
from itertools import pairwise

from service.formats._qti12_choices import NO_KEY, TITLED, titled
from service.formats._qti12_feedback import Case, answer, model_answers
from service.formats._qti12_item import Unsuited
from service.formats._qti12_numbers import number, share, wire
from service.formats._qti12_rules import BETWEEN, EQUAL, RANGES, ends, full_mark
from service.formats._qti12_xml import attribute, below
from service.text import folded

NOBODY = "\ufffd nobody writes this"
MOST_FIGURES = 15
"""Digits that the wire carries (a float's)."""
LONGEST = 1000
OVERLAP = "Where its ranges overlap, the one met first or last counts there; here the better one does, so that some numbers earn less."


def short(item, rules, response, feedback, prose):
    """A few words, compared with the answers."""
    found = wanted(rules, response)
    if any(attribute(each, "input_boxes") not in ("", "1") for each in below(response.element, "render_fib")):
        raise Unsuited("It asks for several answers in several boxes in any order, which no type of question here does.")
    if not found:
        raise Unsuited(NO_KEY)
    scored = {key: rules.outcome({response.ident: [key[1]]}) for key in found}
    top = max(score for score, _ in scored.values())
    if top <= 0:
        raise Unsuited(NO_KEY)
    full = full_mark(item, top)
    cases = [Case(key, share(score / full), shown) for key, (score, shown) in scored.items()]
    feedback.share(cases, rules.outcome({response.ident: [NOBODY]})[1])
    sensitive, matches = as_matches([case.key for case in cases])
    named = titled(item)
    answers = [answer(case, match) for case, match in zip(cases, matches) if case.says or named]
    return {"type": "short_answer", "body": {"case_sensitive": sensitive}, "answers": answers}, top


def wanted(rules, response):
    """What the conditions name: [(mode, text, whether case counts)], each once, in their order."""
    found = {}
    for node in rules.named(response.ident, EQUAL):
        text = node.text.strip()
        if text and len(text) <= LONGEST:
            mode = {"varequal": "exact", "pattern": "regex"}.get(node.kind, "wildcard")
            same = text if mode == "regex" else folded(text, case_sensitive=node.case)
            found.setdefault((mode, same, node.case), (mode, text, node.case))
    return list(found.values())


def as_matches(found):
    """(case_sensitive, matches): where some answers tell cases apart and some do not, those that do not become patterns."""
    sensitive = any(case for _, _, case in found)
    return sensitive, [_match(mode, text, sensitive and not case) for mode, text, case in found]


def _match(mode, text, loose):
    if mode == "regex":
        return {"text": f"(?i){text}" if loose else text, "mode": "regex"}
    if loose:
        pattern = r"\s+".join(_escaped(each) for each in text.split())
        return {"text": f"(?i){'.*' * (mode == 'wildcard')}{pattern}{'.*' * (mode == 'wildcard')}", "mode": "regex"}
    if mode == "wildcard":
        escaped = text.replace("*", "\\*")
        return {"text": f"*{escaped}*", "mode": "wildcard"}
    return {"text": text}


def _escaped(text):
    return "".join(each if each.isalnum() or not each.isascii() else "\\" + each for each in text)


def numeric(item, rules, response, feedback, prose):
    """A number within bounds."""
    named_spans = spans(rules, response, prose)
    odd = dict.fromkeys(text for node in rules.named(response.ident, {"varequal"}) if (text := node.text.strip()) and number(text) is None)
    if not named_spans:
        raise Unsuited(f"It asks for a number, and “{next(iter(odd))[:60]}” is none: write it with a point and no unit." if odd else NO_KEY)
    for text in odd:
        prose.lose(f"It also takes “{text[:60]}”, which is no number; that was left out.")
    scored = _earned(named_spans, lambda value: rules.outcome({response.ident: [str(value)]}), prose)
    top = max(score for score, _ in scored.values())
    if top <= 0:
        raise Unsuited(NO_KEY)
    full = full_mark(item, top)
    cases = [Case(span, share(score / full), shown) for span, (score, shown) in _apart(scored, item, rules, response, prose).items()]
    cases = [case for case in cases if not _within_another(case, cases)]
    feedback.share(cases, rules.outcome({response.ident: ["1e299"]})[1])
    named = titled(item)
    answers = [answer(case, bounded(case.key, prose)) for case in cases if case.says or named]
    unit = item.facts.get("unit")
    return {"type": "numeric", **({"body": {"unit": unit}} if unit else {}), "answers": answers}, top


def spans(rules, response, prose):
    """The spans of numbers that the conditions name: {(low, high, whether its low end is out, its high end, exact value)}."""
    return list(dict.fromkeys(span for nodes in rules.tests for span in _named(nodes, response, prose)))


def _named(nodes, response, prose):
    """Yield the spans that one condition names."""
    for group in nodes:
        leaves = [nodes[each] for each in group.inside if nodes[each].ident == response.ident and not nodes[each].turned]
        for one in ([each] for each in leaves) if group.kind == "or" else [leaves]:
            yield from _span(one, prose)


def _apart(scored, item, rules, response, prose):
    """The same where conditions are titled answer_1 and so on: each its whole span, with its own feedback and not that of others in it."""
    own, inner = {}, set()
    for condition, nodes in zip(item.conditions, rules.tests):
        if TITLED.fullmatch(condition.title) and (found := list(_named(nodes, response, prose))):
            widest = max(found, key=lambda span: span[1] - span[0])
            own.setdefault(widest, set()).update(condition.shows)
            inner.update(found)
    others = frozenset().union(*own.values())
    whole = {span: found for span, found in scored.items() if span in own or span not in inner}
    return {span: (score, (shown - others) | own.get(span, set())) for span, (score, shown) in whole.items()}


def _span(leaves, prose):
    """Yield the spans of tests that must hold together."""
    equal = [value for each in leaves if each.kind == "varequal" and (value := number(each.text)) is not None]
    bounds = [(each.kind, value) for each in leaves if each.kind in RANGES and (value := number(each.text)) is not None]
    low = max(((value, kind == "vargt") for kind, value in bounds if kind.startswith("vargt")), default=None)
    high = min(((value, kind == "varlt") for kind, value in bounds if kind.startswith("varlt")), default=None)
    if low and high and low[0] <= high[0]:
        yield low[0], high[0], low[1], high[1]
    elif low or high:
        end = f"{'from' if low else 'up to'} {(low or high)[0]}"
        prose.lose(f"It also takes every number {end}, with no other end; that was left out.")
    yield from ((value, value, False, False) for value in equal)
    yield from ((*ends(each.text), False, False) for each in leaves if each.kind == BETWEEN)


def _earned(spans, outcome, prose):
    """The least that a number in a span earns, so that what others give to a part of it is left to them: {span: (score, what is shown)}."""
    borders, seen = sorted({end for span in spans for end in span[:2]}), cache(outcome)
    between = [(low + high) / 2 for low, high in pairwise(borders)]

    def within(low, high):
        return between[bisect_left(borders, low) : bisect_left(borders, high)] or [low]

    earned = {span: min(map(seen, within(*span[:2])), key=lambda found: found[0]) for span in spans}

    def here(value):
        return max((score for span, (score, _) in earned.items() if span[0] <= value <= span[1]), default=0)

    if any(seen(value)[0] > here(value) for value in between):
        prose.lose(OVERLAP)
    return earned


def _middle(span):
    return (span[0] + span[1]) / 2


def _within_another(case, cases):
    """Whether a number lies in the span of another answer that earns as much: it adds nothing."""
    low, high = case.key[:2]
    return any(
        other is not case and other.key[0] <= low and high <= other.key[1] and other.key[:2] != (low, high)
        and other.credit >= case.credit and (case.feedback, case.shown) == (other.feedback, other.shown)
        for other in cases
    )  # fmt: skip


def bounded(span, prose):
    """The match for a span. One that leaves out its low end alone is how Canvas writes a number of significant figures."""
    low, high, low_out, high_out = span
    value, tolerance = _middle(span), (high - low) / 2
    for end, out in ((low, low_out), (high, high_out)):
        if out and low != high:
            prose.lose(f"There a response of exactly {end} is wrong; here it is right.")
    figures = value.adjusted() - (tolerance / 5).adjusted() if value and tolerance else 0
    if low_out and not high_out and tolerance == Decimal(5).scaleb(tolerance.adjusted()) and 1 <= figures <= MOST_FIGURES:
        return {"value": _carried(value, prose), "tolerance": figures, "tolerance_type": "significant_figures"}
    match = {"value": _carried(value, prose)}
    return {**match, "tolerance": _carried(tolerance, prose)} if tolerance else match


def _carried(value, prose):
    """A number with at most as many digits as the wire carries."""
    value = value.normalize()
    if len(value.as_tuple().digits) > MOST_FIGURES:
        prose.lose(f"The number {value} was rounded to {MOST_FIGURES} digits.")
        value = Decimal(f"{value:.{MOST_FIGURES - 1}e}").normalize()
    return wire(value)


def essay(item, feedback, prose):
    """A text that a person judges, with the model answer that the item has."""
    models = [text for each in model_answers(item) if (text := prose.plain(each))]
    feedback.solutions = {}
    return {"type": "essay", "answers": [{"match": {"text": each[:20_000]}} for each in models]}, None
