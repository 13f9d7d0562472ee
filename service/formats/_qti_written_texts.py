"""Questions that are answered in writing as interactions of QTI: texts, numbers, blanks, and what a person judges.

The first condition that holds counts there, and the best answer here: so conditions stand in the order of their credits.
"""
import re
from decimal import Decimal

from lxml import etree

from service.formats._qti_draft import RESPONSE
from service.formats._qti_names import identifier
from service.formats._qti_rules import CannotHold, assign, base, either, element, mapping, number, outcome, response, variable
from service.formats._qti_scores import plain
from service.formats._qti_texts import pattern
from service.question_types.fill_in_blank import IN_PROMPT
from service.question_types.numeric import interval

MEANING = "An answer of it is read by its meaning, which QTI has no way to ask for."
PATTERN = "Its pattern {text} cannot be said as one of XML Schema, which QTI takes."
IN_MARKUP = "A blank of it stands where QTI allows no interaction: in the address or the description of a link or an image."
WORDS = r"\s*(\S+\s+){{0,{}}}(\S+)?\s*"


def short_answer(draft, templates):
    sensitive = draft.body.get("case_sensitive", False)
    _typed(draft, "string", [_text(answer["match"], sensitive) for answer in draft.answers], sensitive)
    if all(answer["match"].get("mode", "exact") == "exact" for answer in draft.answers):
        draft.template = templates("map_response")
        draft.chained = not draft.silent


def numeric(draft, templates):
    unit = draft.body.get("unit")
    _typed(draft, "float", [_number(answer["match"]) for answer in draft.answers], None, unit)


def _typed(draft, kind, tests, sensitive, unit=None):
    """One response that is typed: its answers as a mapping, and as conditions from the best to the worst."""
    worths = [draft.worth(answer.get("credit", 1)) for answer in draft.answers]
    keys = [key for key, _ in tests]
    best = max(range(len(keys)), key=lambda place: worths[place])
    draft.responses.append(response(RESPONSE, kind, "single", [keys[best]], mapping(list(zip(keys, worths)), sensitive=sensitive)))
    draft.rules.append(_chain(draft, range(len(keys)), [test for _, test in tests], worths, draft.target, RESPONSE))
    draft.blocks.append(element("p", element("textEntryInteraction", responseIdentifier=RESPONSE), *_unit(unit)))
    draft.chained = True


def _unit(unit):
    return [element("span", text=f" {unit}", class_="unit")] if unit else []


def _chain(draft, places, tests, worths, target, name):
    order = sorted(range(len(tests)), key=lambda at: -worths[at])
    return either(*((tests[at](variable(name)), [assign(target, base(worths[at])), *draft.told(list(places)[at])]) for at in order))


def _text(match, sensitive):
    """(the text of an answer, the test of a response)."""
    mode = match.get("mode", "exact")
    if mode == "meaning":
        raise CannotHold(MEANING)
    if mode == "exact":
        return match["text"], lambda given: element("stringMatch", given, base(match["text"], "string"), caseSensitive=bool(sensitive))
    written = pattern(match, sensitive)
    if written is None:
        raise CannotHold(PATTERN.format(text=match["text"]))
    return match["text"], lambda given: element("patternMatch", given, pattern=written)


def _number(match):
    """(the number of an answer, the test of a response)."""
    value, tolerance, kind = number(match["value"]), number(match.get("tolerance", 0)), match.get("tolerance_type", "absolute")
    if kind == "significant_figures":
        low, high = interval(match)
        return value, lambda given: element("and", element("gte", given, base(low)), element("lte", _again(given), base(high)))
    if kind == "relative":
        share = plain(tolerance * 100)
        if value < 0:  # a share of a number below 0 has its ends the other way round: section 15.4
            return value, lambda given: element("equal", base(-value), element("product", base(-1), given), toleranceMode="relative",
                                                tolerance=f"{share} {share}")  # fmt: skip
        return value, lambda given: element("equal", base(value), given, toleranceMode="relative", tolerance=f"{share} {share}")
    if not tolerance:
        return value, lambda given: element("equal", base(value), given, toleranceMode="exact")
    beside = plain(tolerance)
    return value, lambda given: element("equal", base(value), given, toleranceMode="absolute", tolerance=f"{beside} {beside}")


def _again(given):
    return variable(given.get("identifier"))


def essay(draft, templates):
    _written(draft, "tutor scorer")
    for criterion in draft.body.get("rubric") or ():
        levels = [
            element("div", _said(draft, level["text"]), element("p", text=level["credit"], class_="credit"), class_=f"level {level['id']}")
            for level in criterion["levels"]
        ]
        said = _said(draft, criterion["criterion"])
        draft.blocks.append(element("rubricBlock", said, *levels, view="scorer", class_=f"criterion {criterion['id']}"))


def _said(draft, markdown):
    return element("div", *draft.paragraphs(markdown), class_="text")


def open_ended(draft, templates):
    _written(draft, "tutor scorer")


def _written(draft, view):
    """A text that a person judges, with the answers as models for whoever does."""
    most = draft.body.get("max_words")
    draft.responses.append(response(RESPONSE, "string"))
    mask = WORDS.format(most - 1) if most else None
    draft.blocks.append(element("extendedTextInteraction", responseIdentifier=RESPONSE, patternMask=mask))
    draft.by_hand = True
    for place, answer in enumerate(draft.answers, 1):
        match = answer["match"]
        texts = [element("pre", text=each) for each in (match["text"], *match.get("key_points", ()))]
        draft.blocks.append(element("rubricBlock", *texts, view=view, class_=f"model answer_{place}"))
        draft.outcomes.append(outcome(f"CREDIT_{place}", values=[number(answer.get("credit", 1))]))


def fill_in_blank(draft, templates):
    """Each blank is scored as it would be alone, in CREDIT_…; then all are weighed."""
    body, weighed, whole = draft.body, [], Decimal(0)
    interactions = {}
    for blank in body["blanks"]:
        name = identifier(f"RESPONSE.{blank['id']}")
        interactions[blank["id"]] = [_blank(draft, blank, name), *_unit(blank.get("unit"))]
        weight = number(blank.get("weight", 1))
        whole += weight
        draft.outcomes += [outcome(f"CREDIT_{name}", values=[0]), outcome(f"WEIGHT_{name}", values=[weight])]
        if blank.get("unit"):
            draft.outcomes.append(outcome(f"UNIT_{name}", "string", values=[blank["unit"]]))
        weighed.append(name)
    draft.chained = True
    if body.get("scoring", "per_blank") == "all_or_nothing":
        right = [element("gte", variable(f"CREDIT_{name}"), base(1)) for name in weighed]
        draft.rules.append(either((element("and", *right), [assign(draft.target, base(draft.unit))])))
    else:
        parts = [element("product", variable(f"WEIGHT_{name}"), element("max", variable(f"CREDIT_{name}"), base(0))) for name in weighed]
        share = element("divide", element("sum", *parts), base(whole))
        draft.rules.append(assign(draft.target, element("product", base(draft.unit), share)))
    draft.marks.append(body.get("scoring", "per_blank"))
    draft.blocks = _filled(draft.paragraphs(draft.question["prompt"]), interactions)


def _blank(draft, blank, name):
    """Declare and score one blank; its interaction."""
    places = [place for place, answer in enumerate(draft.answers) if answer["match"]["blank"] == blank["id"]]
    matches = [draft.answers[place]["match"] for place in places]
    credits = [number(draft.answers[place].get("credit", 1)) for place in places]
    sensitive = blank.get("case_sensitive", False) if blank["kind"] == "text" else None
    if blank["kind"] == "choice":
        tests = [_choice(match) for match in matches]
    else:
        tests = [_text(match, sensitive) if blank["kind"] == "text" else _number(match) for match in matches]
    kind = {"text": "string", "number": "float", "choice": "identifier"}[blank["kind"]]
    keys = [key for key, _ in tests]
    best = keys[max(range(len(keys)), key=lambda at: credits[at])]
    draft.responses.append(response(name, kind, "single", [best], mapping(list(zip(keys, credits)), sensitive=sensitive)))
    draft.rules.append(_chain(draft, places, [test for _, test in tests], credits, f"CREDIT_{name}", name))
    if blank["kind"] != "choice":
        return element("textEntryInteraction", responseIdentifier=name)
    choices = [draft.line(element("inlineChoice", identifier=identifier(each["id"])), each["text"]) for each in blank["choices"]]
    return element("inlineChoiceInteraction", *choices, responseIdentifier=name, shuffle=True)


def _choice(match):
    name = identifier(match["choice"])
    return name, lambda given: element("match", given, base(name, "identifier"))


def _filled(blocks, interactions):
    """The blocks of a prompt with an interaction in the place of each blank."""
    around, waiting = element("div", *blocks), dict(interactions)
    for each in list(around.iter(etree.Element)):
        for text, put in ((each.text, 0), (each.tail, None)):
            if text and IN_PROMPT.search(text):
                _split(each, text, waiting, inside=put == 0)
    if waiting:
        raise CannotHold(IN_MARKUP)
    return list(around)


def _split(where, text, waiting, inside):
    """Put the interactions that a text names between its pieces: inside an element, before its children, or after it."""
    pieces = re.split(IN_PROMPT, text)
    parent = where if inside else where.getparent()
    at = 0 if inside else parent.index(where) + 1
    if inside:
        where.text = pieces[0]
    else:
        where.tail = pieces[0]
    for name, after in zip(pieces[1::2], pieces[2::2]):
        if name not in waiting:
            raise CannotHold(IN_MARKUP)
        for each in waiting.pop(name):
            parent.insert(at, each)
            at, last = at + 1, each
        last.tail = after
