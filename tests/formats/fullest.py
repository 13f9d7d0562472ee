"""Full questions of every type and of each kind that it has, and what formats lose of them: measured, by writing and reading back."""
import re
from decimal import Decimal
from functools import cache

from service import db, media
from service.exchange import losses
from service.formats._nouns import Medium
from service.reading import TREES
from tests.pictures import png

PROSE = ("prompt", "text", "criterion", "hints", "feedback", "explanation", "general", "correct", "partial", "incorrect")
POSITION = re.compile(r"/\d+(?=/|$)")
TOPIC = {"id": db.new_id(), "title": "A topic", "slug": "a-topic", "description": ""}
OF_ALL = {
    "title": "A title", "prompt": "What is asked here?", "points": Decimal("2.5"), "difficulty": "hard", "tags": ["one tag", "another"],
    "hints": ["Think of it.", "Think again."], "category": "Biology/Cells", "penalty": Decimal("0.25"), "licence": "CC-BY-4.0",
    "attribution": "Somebody, Some School", "external_id": "item-1", "source": "elsewhere", "status": "published",
    "feedback": {"general": "So it is.", "correct": "Right.", "partial": "Nearly.", "incorrect": "No."},
}  # fmt: skip
PICTURE = Medium("leaf.png", "image/png", png(b"a leaf"))


def choices(*texts, letter="c"):
    return [{"id": f"{letter}{place}", "text": text} for place, text in enumerate(texts, 1)]


def answers(*matches, credits=(1, "0.5", 0)):
    """Answers that earn all, some and nothing, or as told, and say why."""
    said = {"explanation": "Much could be said of this.", "cites": ["p1"]}
    return [
        {"match": match, "credit": Decimal(credit), "feedback": f"You said number {place}.", **said}
        for place, (match, credit) in enumerate(zip(matches, credits), 1)
    ]


PINNED = [*choices("The first", "The second"), {"id": "c3", "text": "Neither", "pinned": True}]
CHOSEN = [{"choice": "c1"}, {"choice": "c2"}, {"choice": "c3"}]
PAIRED = {"left": choices("Kenya", "Peru", letter="l"), "right": choices("Nairobi", "Lima", "Quito", letter="r")}
PAIRS = [{"pairs": {"l1": "r1", "l2": "r2"}}, {"pairs": {"l1": "r1", "l2": "r3"}}]
TO_ORDER = choices("The second", "The first", "The third")
ORDERS = [{"order": ["c2", "c1", "c3"]}, {"order": ["c2", "c3", "c1"]}]
RUBRIC = [
    {"id": "k1", "criterion": "Reasons", "levels": [{"id": "n1", "text": "None", "credit": 0}, {"id": "n2", "text": "Sound", "credit": 1}]},
    {"id": "k2", "criterion": "Style", "levels": [{"id": "n1", "text": "Clear", "credit": Decimal("0.5")}]},
]
TWO_RIGHT = ("0.5", "0.5", 0)


def chosen(credits, **body):
    return {"body": {"choices": PINNED, **body}, "answers": answers(*CHOSEN, credits=credits)}


def texts(*given, case_sensitive=False, credits=(1, "0.5", 0)):
    matches = [{"text": text, "mode": mode} for text, mode in given]
    return {"body": {"case_sensitive": case_sensitive}, "answers": answers(*matches, credits=credits)}


def number(*given, unit="", credits=(1, "0.5", 0)):
    matches = [{"value": value, "tolerance": Decimal(tolerance), "tolerance_type": kind} for value, tolerance, kind in given]
    return {"body": {"unit": unit}, "answers": answers(*matches, credits=credits)}


def blanks(*given, scoring="per_blank"):
    """A question with these blanks, each with its answers: (blank, match, …)."""
    told = [({"id": f"b{place}", **blank}, matches) for place, (blank, *matches) in enumerate(given, 1)]
    credited = [({"blank": blank["id"], **match}, credit) for blank, matches in told for match, credit in zip(matches, (1, 0))]
    answered = [answers(match, credits=[credit]) for match, credit in credited]
    prompt = "".join(f"Here is {{{{{blank['id']}}}}} and " for blank, _ in told) + "no more."
    return {"prompt": prompt, "body": {"blanks": [blank for blank, _ in told], "scoring": scoring}, "answers": sum(answered, [])}


TEXT = {"kind": "text"}, {"text": "Vienna"}
CHOICE = {"kind": "choice", "choices": choices("German", "Czech")}, {"choice": "c1"}, {"choice": "c2"}
NUMBER = {"kind": "number"}, {"value": 12, "tolerance": Decimal("0.5")}
OPEN = {"text": "Ice is less dense than water.", "key_points": ["less dense", "water"]}, {"text": "Ice is light."}, {"text": "It is cold."}

KINDS = {
    "multiple_choice": {
        "one right choice": chosen((1, 0, 0)),
        "credit in part, or below nothing": chosen((1, "0.5", "-0.5")),
        "choices in their own order": chosen((1, 0, 0), shuffle=False),
    },
    "multiple_response": {
        "all or nothing": chosen(TWO_RIGHT, scoring="all_or_nothing"),
        "right ones less wrong ones": chosen(TWO_RIGHT, scoring="right_minus_wrong"),
        "each choice its credit": chosen(("0.75", "0.25", "-0.5"), scoring="per_choice"),
        "choices in their own order": chosen(TWO_RIGHT, scoring="per_choice", shuffle=False),
    },
    "true_false": {
        "one is right": {"answers": answers({"value": True}, {"value": False}, credits=(1, 0))},
        "the other earns some": {"answers": answers({"value": True}, {"value": False})},
    },
    "short_answer": {
        "words": texts(("Vienna", "exact"), ("Linz", "exact"), credits=(1, 1)),
        "words, some for part of the credit": texts(("Vienna", "exact"), ("Graz", "exact"), ("Linz", "exact")),
        "capitals count": texts(("Vienna", "exact"), ("Linz", "exact"), case_sensitive=True, credits=(1, 1)),
        "patterns with stars": texts(("Wien*", "wildcard"), ("Linz", "exact")),
        "regular expressions": texts(("Wien|Vienna", "regex"), ("Linz", "exact")),
        "words of the same meaning": texts(("the capital of Austria", "meaning"), ("Linz", "exact")),
    },
    "numeric": {
        "a number": number((12, 0, "absolute")),
        "within a tolerance": number((12, "0.5", "absolute")),
        "several numbers": number((12, 1, "absolute"), (20, 2, "absolute"), (40, 0, "absolute")),
        "one range within another": number((12, "0.5", "absolute"), (12, 2, "absolute"), (20, 1, "absolute")),
        "a share as tolerance": number((12, "0.05", "relative")),
        "so many figures": number((Decimal("12.5"), 3, "significant_figures")),
        "with a unit": number((12, 1, "absolute"), unit="km"),
    },
    "open_ended": {"key points": {"body": {"max_words": 60}, "answers": answers(*OPEN)}},
    "essay": {"rubric and model": {"body": {"max_words": 500, "rubric": RUBRIC}, "answers": answers({"text": "A model of an essay."})}},
    "matching": {
        "each pair its share": {"body": PAIRED, "answers": answers(PAIRS[0])},
        "all or nothing": {"body": {**PAIRED, "scoring": "all_or_nothing"}, "answers": answers(PAIRS[0])},
        "several answers": {"body": PAIRED, "answers": answers(*PAIRS)},
    },
    "ordering": {
        "each place its share": {"body": {"choices": TO_ORDER}, "answers": answers(ORDERS[0])},
        "all or nothing": {"body": {"choices": TO_ORDER, "scoring": "all_or_nothing"}, "answers": answers(ORDERS[0])},
        "several answers": {"body": {"choices": TO_ORDER}, "answers": answers(*ORDERS)},
    },
    "fill_in_blank": {
        "one blank": blanks(TEXT),
        "words": blanks(TEXT, TEXT),
        "capitals count": blanks(({"kind": "text", "case_sensitive": True}, {"text": "Vienna"}, {"text": "vienna"}), TEXT),
        "choices": blanks(CHOICE, CHOICE),
        "numbers": blanks(NUMBER, NUMBER),
        "numbers with a unit": blanks(({"kind": "number", "unit": "km"}, {"value": 12}), NUMBER),
        "some of each": blanks(TEXT, CHOICE, NUMBER),
        "one weighs more": blanks(({"kind": "text", "weight": 2}, {"text": "Vienna"}), TEXT),
        "all or nothing": blanks(TEXT, TEXT, scoring="all_or_nothing"),
    },
}
"""{type: {kind: a question of it, with all that is said of any question besides}}."""


OF_ANY_TYPE = {
    "bold, links, formulas": lambda question: marked(question, " **More** [of](https://example.org/it) $x^2 < 3$."),
    "pictures": lambda question: marked(question, f" ![A leaf]({media.address_of(PICTURE)})"),
    "points to a tenth": lambda question: {**question, "points": Decimal("2.3")},
}


def marked(value, more, name=""):
    """The same with more at the end of each prose that may have marks."""
    if isinstance(value, dict):
        return {key: each if key == "match" else marked(each, more, key) for key, each in value.items()}
    if isinstance(value, list):
        return [marked(each, more, name) for each in value]
    return value + more if name in PROSE else value


def whole(type, question, manner=None):
    """A question as its author is given it, with all numbers as JSON has them."""
    told = {**OF_ALL, "type": type, "topic_id": TOPIC["id"], **question}
    loaded = TREES.new().load(OF_ANY_TYPE[manner](told) if manner else told)
    return {"id": db.new_id(), **TREES.whole().dump({**loaded, "answers": [{"id": db.new_id(), **each} for each in loaded["answers"]]})}


def fetch(address):
    return PICTURE


@cache
def round_trip(format, type, kind, manner=None):
    """(a full question of this kind, what a format gives back of it or None, why it does not)."""
    question = whole(type, KINDS[type][kind], manner)
    return question, *losses.given_back(question, TOPIC, format, fetch)


@cache
def lost(format, type, kind, manner=None):
    """(the paths of what a format loses of a full question of this kind, without positions; or why it has no room for it)."""
    question, back, why = round_trip(format, type, kind, manner)
    told = losses.between(question, back, format) if back else []
    return frozenset(POSITION.sub("", path) for path, _ in told), why


def held(format, type):
    """The kinds of a type that a format has room for."""
    return [kind for kind in KINDS[type] if not lost(format, type, kind)[1]]


@cache
def measured(format, type):
    """The paths of what a format loses of this type, of whatever kind."""
    kinds = held(format, type)
    manners = [lost(format, type, kinds[0], manner) for manner in OF_ANY_TYPE] if kinds else []
    return frozenset().union(*(lost(format, type, kind)[0] for kind in kinds), *(paths for paths, why in manners if not why))
