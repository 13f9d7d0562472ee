"""What a typed number is compared with, read as the answers of numeric.

Between the numbers that an item's scoring names its score does not change. So it is asked at each of them, between them and
beyond them, and answers are taken that give the same score at all these places.
"""
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext

from service.formats._qti_item import NotHeld, decimal
from service.formats._qti_operators import Unclear, interval, rounding, tolerances
from service.formats._qti_program import MAPS, tested
from service.formats._qti_scores import plain
from service.formats._ranges import short

MOST_ENDS = 400
EXACT = Context(prec=700)
ORDERED = ("gt", "gte", "lt", "lte")


@dataclass(frozen=True)
class Span:
    """Numbers from `low` to `high`, the match that they become, and what they score."""

    low: Decimal
    high: Decimal
    match: dict
    score: Decimal = Decimal(0)

    @property
    def value(self):
        return (self.low + self.high) / 2


def numbered(item):
    """Let a response that is declared as text, but compared with numbers alone and with a number for its key, be one, in place."""
    tests = {}
    for element in item.processing.iter("variable", *MAPS) if item.processing is not None and not item.own else ():
        response = item.responses.get(element.get("identifier", ""))
        if response is not None and response.base == "string" and response.cardinality == "single":
            test = tested(element)[0].getparent()
            tests.setdefault(response.name, set()).add(element.tag == "variable" and _is_numeric(test))
    for name, found in tests.items():
        if True in found and False not in found:
            key = tuple(decimal(each.replace(",", ".")) for each in item.responses[name].correct)
            if None not in key:
                item.responses[name] = replace(item.responses[name], base="float", correct=key)


def _is_numeric(test):
    """Whether a test is one of numbers; None where it only asks whether there is an answer."""
    return None if test.tag == "isNull" else test.tag in (*ORDERED, "equal", "equalRounded")


def numbers(program, response, measure):
    """(spans, sentences on what is scored otherwise) for one response that is a number."""
    with localcontext(EXACT):
        spans, ends = _named(program, response)
        scores = _scores(spans, ends, measure)
        places = list(scores)
        spans = [_scored(each, scores) for each in {(each.low, each.high): each for each in reversed(spans)}.values()][::-1]
        return (spans, []) if agree(spans, scores) else _pieces(places, scores)


def _scores(spans, ends, measure):
    """What is scored at each end, between two of them and beyond all: {place: score}, in order."""
    ends = sorted({*ends, *(end for each in spans for end in (each.low, each.high))})
    if not ends or len(ends) > MOST_ENDS:
        raise Unclear("no number, or too many, with which the response is compared")
    between = [(low + high) / 2 for low, high in zip(ends, ends[1:])]
    return {place: measure(place) for place in sorted({*ends, *between, ends[0] - 1, ends[-1] + 1})}


def hold(spans, measure):
    """Whether these spans are what is scored."""
    with localcontext(EXACT):
        return agree(spans, _scores(spans, (), measure))


def agree(spans, scores):
    """Whether the best of these spans gives each place its score."""
    for place, score in scores.items():
        if max((span.score for span in spans if span.low <= place <= span.high), default=Decimal(0)) != score:
            return False
    return True


def _scored(span, scores):
    inside = [score for place, score in scores.items() if span.low <= place <= span.high]
    return replace(span, score=min(inside))


def _pieces(places, scores):
    """The spans of equal score other than 0, one after the other."""
    runs = []
    for place in places:
        if runs and scores[place] == scores[runs[-1][-1]]:
            runs[-1].append(place)
        else:
            runs.append([place])
    if scores[places[0]] or scores[places[-1]]:
        raise NotHeld("It takes every number above or below another, and here what is right has two ends.")
    spans, lost = [], []
    for run, after in zip(runs, [*runs[1:], []]):
        if scores[run[0]]:
            low, high = run[0], run[-1]
            named = set(places[1:-1:2])  # every second place is a number that the scoring names
            if low not in named or high not in named:
                before = places[places.index(low) - (low not in named)]
                low, high = (before if low not in named else low), (after[0] if high not in named else high)
                lost.append(f"Between {plain(low)} and {plain(high)} an end is not included there, and here both are.")
            spans.append(span(low, high, scores[run[0]]))
    return spans, lost


def span(low, high, score=Decimal(0)):
    """The numbers between two ends, as an absolute tolerance."""
    tolerance = {"tolerance": _short((high - low) / 2)} if high != low else {}
    return Span(low, high, {"value": _short((low + high) / 2), **tolerance}, score)


def _short(number):
    try:
        return short(number)
    except ValueError as error:
        raise NotHeld(f"A number in its key cannot be kept: {error}.") from error


def _named(program, response):
    """(the spans that a program names for a response, the further ends that it names)."""
    spans, ends = [], []
    if program.kind:
        by_map = program.kind.endswith("map_response") or (program.kind == "standard" and response.mapping)
        values = [key for key, _, _ in response.mapping.entries] if by_map and response.mapping else response.correct
        spans += [span(each, each) for each in values if each is not None]
    for rule in program.rules:
        for each in rule.iter("variable", *MAPS):
            if each.get("identifier") != response.name:
                continue
            element = tested(each)[0]
            if element.tag == "mapTolResponse":
                spans += [_equal(element, key) for key, _, _ in (response.mapping.entries if response.mapping else ()) if key is not None]
            elif element.tag == "mapResponse":
                spans += [span(key, key) for key, _, _ in (response.mapping.entries if response.mapping else ()) if key is not None]
            elif element.getparent().tag in ORDERED:
                ends.append(_constant(program, element))
                spans += _range(program, element, response.name)
            elif element.getparent().tag != "isNull":
                spans += _equals(program, element)
    return spans, ends


def _constant(program, variable):
    """The number with which a variable is compared."""
    others = [each for each in variable.getparent() if each is not variable]
    value = program.constant(others[0]) if len(others) == 1 else None
    if not isinstance(value, Decimal):
        raise Unclear(f"{variable.getparent().tag} of a number with something else")
    return value


def _equals(program, variable):
    test = variable.getparent()
    if test.tag == "product" and len(test) == 2 and test.getparent().tag == "equal" and _constant(program, variable) == -1:
        found = _equal(test.getparent(), _constant(program, test))
        return [Span(-found.high, -found.low, found.match | {"value": -found.match["value"]})]
    if test.tag == "equalRounded":
        return [span(*rounding(test, _constant(program, variable)))]
    if test.tag == "equal":
        return [_equal(test, _constant(program, variable))]
    if test.tag in ("match", "member"):
        values = program.constant(next((each for each in test if each is not variable), variable))
        return [span(each, each) for each in (values if isinstance(values, tuple) else (values,)) if isinstance(each, Decimal)]
    raise Unclear(f"{test.tag} of a number that is typed")


def _equal(test, value):
    """The numbers that an `equal` takes; a tolerance of its own kind where it is the same on both sides."""
    low, high = interval(test, value)
    below, above = tolerances(test)
    if test.get("toleranceMode") == "relative" and below == above and value > 0:
        return Span(low, high, {"value": _short(value), "tolerance": _short(below / 100), "tolerance_type": "relative"})
    return span(min(low, high), max(low, high))


def _range(program, variable, name):
    """The span of an `and` that bounds the response on both sides, told at its first bound."""
    both = variable.getparent().getparent()
    if both.tag != "and":
        return []
    bounds = [each for each in both if each.tag in ORDERED and any(one.get("identifier") == name for one in each.findall("variable"))]
    if len(bounds) != 2 or bounds[0] is not variable.getparent():
        return []
    low, high = sorted(_constant(program, next(one for one in each if one.get("identifier") == name)) for each in bounds)
    return [span(low, high)]
