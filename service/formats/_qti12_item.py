"""An item of QTI 1.2, taken apart: what it says of itself, what can be answered, how that is scored and commented.

After the ASI information model 1.2, sections 3.1 to 3.5. What Blackboard and D2L write in other ways is brought into one
shape here; where they do so stands at each place.
"""
import re
from dataclasses import dataclass, field
from decimal import Decimal

from schemas.fields import LABEL as LABEL_PATTERN
from service.formats._qti12_numbers import number
from service.formats._qti12_text import ELSEWHERE, html_of, pieces
from service.formats._qti12_xml import attribute, below, children, first, name, says_yes, words

BY_D2L = "qti_metadatafield"
"""What D2L alone calls a field."""
FIELDS = ("qtimetadatafield", BY_D2L)
LABEL = re.compile(LABEL_PATTERN)
SCORES = ("score", "que_score")
COUNTED = "respondus_correct"
BLOCKS = ("RESPONSE_BLOCK", "RIGHT_MATCH_BLOCK")
"""Flow classes of Blackboard's that hold other things than the question's text."""


@dataclass
class Label:
    """Something that can be chosen, or a place to write in."""

    ident: str
    html: str
    pinned: bool
    element: object


@dataclass
class Response:
    """What can be answered: `kind` is lid, str, num, grp or xy; `cardinality` single, multiple or ordered."""

    ident: str
    kind: str
    cardinality: str
    labels: list
    html: str
    shuffle: bool | None
    numeric: bool
    other: str
    element: object

    def label(self, ident):
        return next((each for each in self.labels if each.ident == ident), None)


@dataclass
class Condition:
    """A respcondition: its test (conditionvar), what it sets [(variable, action, value)], which feedback it shows."""

    test: object
    sets: list
    shows: list
    stops: bool
    title: str


@dataclass
class Item:
    """An item, its parts found."""

    element: object
    facts: dict
    pieces: list = field(default_factory=list)
    responses: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    by_choice: dict = field(default_factory=dict)
    most: object = None
    least: object = None

    @property
    def ident(self):
        return attribute(self.element, "ident") or self.facts.get("bbmd_asi_object_id", "")

    @property
    def blackboard(self):
        return "bbmd_questiontype" in self.facts

    @property
    def d2l(self):
        return "grading_type" in self.facts or BY_D2L in self.facts

    @property
    def type(self):
        """The type that the maker's own words give it, in lower case with single blanks."""
        keys = ("question_type", "bbmd_questiontype", "cc_profile", "qmd_questiontype", "qmd_itemtype", "questiontype")
        said = next((self.facts[key] for key in keys if self.facts.get(key)), "")
        plain = re.sub(r"^cc\.|\.v\d+p\d+$|_question$", "", said.strip().lower())
        return " ".join(plain.replace("_", " ").split())


def taken_apart(element):
    """The Item of an `item` element."""
    item = Item(element, _facts(element))
    presentation = next(iter(children(element, "presentation")), None)
    if presentation is not None:
        item.pieces = list(pieces(presentation, ELSEWHERE, BLOCKS))
        item.responses = [_response(each, item) for each in below(presentation, *KINDS) if not _inner(each)]
    _name_apart(item.responses)
    processing = children(element, "resprocessing")
    for each in processing:
        _bounds(item, each)
        item.conditions += [_condition(one, item) for one in children(each, "respcondition")]
    _gather_by_choice(item)
    _score_what_is_called_right(item)
    return item


KINDS = {"response_lid": "lid", "response_str": "str", "response_num": "num", "response_grp": "grp", "response_xy": "xy"}


def _inner(element):
    """Whether a response stands inside another (a response_grp of logical groups)."""
    parent = element.getparent()
    return parent is not None and name(parent) in KINDS


def _facts(element):
    """All that an item says of itself: {label in lower case: text}."""
    facts = {}
    for each in element.iter():
        kind = name(each)
        if kind in FIELDS:
            label, entry = first(each, "fieldlabel"), first(each, "fieldentry")
            facts.setdefault(words(label).lower(), (entry.text or "").strip() if entry is not None else "")
            facts.setdefault(kind, "")
        elif kind.startswith(("bbmd_", "qmd_")) or kind in ("grading_type", "difficulty", "isbonus"):
            facts.setdefault(kind, words(each))
    return facts


def _response(element, item):
    choice = first(element, "render_choice", "ims_render_object")
    shuffle = item.facts.get("randomize") or (attribute(choice, "shuffle") if choice is not None else "")  # Sakai says it beside
    fib = first(element, "render_fib")
    kind = KINDS[name(element)]
    numeric = kind == "num" or (fib is not None and attribute(fib, "fibtype").lower() in ("decimal", "integer", "scientific"))
    labels = [
        Label(attribute(each, "ident"), html_of(each), attribute(each, "rshuffle").lower() == "no", each)
        for each in below(element, "response_label") if attribute(each, "ident") or html_of(each)  # Sakai ends its lists with an empty one
    ]
    beyond = first(element, "render_hotspot", "render_slider")
    return Response(
        attribute(element, "ident") or attribute(element, "respident"),  # D2L calls it respident in a response_grp
        kind, attribute(element, "rcardinality").lower() or "single", labels, html_of(element) or _beside(element, item),
        says_yes(shuffle) if shuffle else None, numeric, name(beyond) if beyond is not None else "", element,
    )  # fmt: skip


def _beside(element, item):
    """The text of one thing to match in Blackboard: it stands in the same flow as the response, not in it."""
    parent = element.getparent()
    if not item.blackboard or attribute(parent, "class").upper() in BLOCKS:
        return ""
    return html_of(parent)


def _name_apart(responses):
    """Give responses without an identifier one."""
    for place, each in enumerate(responses, 1):
        each.ident = each.ident or f"response{place}"


def _bounds(item, processing):
    """The greatest and the least score that may be had."""
    declared = [each for each in below(processing, "decvar")]
    score = [each for each in declared if attribute(each, "varname").lower() in SCORES] or declared[:1]
    for each in score[:1]:
        item.most, item.least = number(attribute(each, "maxvalue")), number(attribute(each, "minvalue"))
    if any(attribute(each, "varname").lower() == COUNTED for each in declared):
        item.most = None  # Respondus divides what it counts by its number, and declares 100 all the same


def _condition(element, item):
    test = next(iter(children(element, "conditionvar")), None)
    sets = [
        (attribute(each, "varname") or attribute(each, "variablename") or "SCORE", attribute(each, "action").lower() or "set", words(each))
        for each in below(element, "setvar")
    ]
    # Blackboard sets this beside the score, and it is none
    sets = [each for each in sets if each[0].lower() != "points_set_on_answers"]
    if test is not None and _in_any_case(test):
        test = None
    shows = [attribute(each, "linkrefid") for each in children(element, "displayfeedback")]
    title = attribute(element, "title")
    if item.blackboard and not sets and title.lower() != "incorrect" and test is not None and first(test, "other") is None:
        sets = [("SCORE", "add" if len(item.responses) > 1 else "set", "SCORE.max")]  # Blackboard leaves it to be understood
    return Condition(test, sets, [each for each in shows if each], attribute(element, "continue").lower() == "no", title)


def _in_any_case(test):
    """Whether a test holds `other` and its opposite at once: so Respondus writes what is done last, with what it has counted."""
    kinds = {name(each) for each in test.iter()} - {"conditionvar", "and"}
    return kinds == {"other", "not"}


def _gather_by_choice(item):
    """Move away what Blackboard says of single choices, where the choice itself is named as the response.

    Its value is a percentage, which counts only where the question says that it gives part credit.
    """
    labels = {label.ident for response in item.responses for label in response.labels} - {each.ident for each in item.responses}
    kept = []
    for each in item.conditions:
        tests = below(each.test, "varequal") if each.test is not None else []
        ident = attribute(tests[0], "respident") if len(tests) == 1 else ""
        if ident and ident in labels and not words(tests[0]):
            item.by_choice[ident] = (number(each.sets[0][2]) if each.sets else None, each.shows)
        else:
            kept.append(each)
    item.conditions = kept


def _score_what_is_called_right(item):
    """Let what is told to be right earn something where nothing does: Sakai writes 0 everywhere, and shows `Correct` for the key.

    Of what is written it names only what is right.
    """
    scoring = [each for each in item.conditions if each.sets and each.test is not None and below(each.test, "varequal", "varsubset")]
    if item.blackboard or not scoring or any(number(text) != 0 for each in item.conditions for _, _, text in each.sets):
        return
    right = [each for each in scoring if any(shown.lower() == "correct" for shown in each.shows)]
    if not right and "qmd_itemtype" in item.facts and all(each.kind in ("str", "num") for each in item.responses):
        right = scoring
    single = len(item.responses) == 1 and item.responses[0].kind == "lid" and item.responses[0].cardinality == "single"
    parts = 1 if single else len({attribute(each, "respident") for one in right for each in below(one.test, "varequal")})
    if len(item.responses) == 1 and item.responses[0].kind == "lid" and not single:
        parts = len(right)
    for each in right:
        each.sets = [("SCORE", "add", str((item.most or Decimal(1)) / max(parts, 1)))]
    item.most = item.most or None


class Unsuited(Exception):
    """An item that can be no question here; the message says why, in words that its author would accept."""


def identifiers(found, letter):
    """Ids for things with these identifiers: their own, where all are fit and different; else a letter with a number."""
    if len(set(found)) == len(found) and all(LABEL.fullmatch(each) for each in found):
        return list(found)
    return [f"{letter}{place}" for place in range(1, len(found) + 1)]
