"""An item of QTI 1.2 as a question of ours, or the reason why it can be none."""
from decimal import Decimal

from service.formats import _qti12_groups as groups
from service.formats import _qti12_pairs as pairs
from service.formats._nouns import Question, Skipped
from service.formats._qti12_blanks import blanks, stands_inside
from service.formats._qti12_choices import NO_KEY, several, single
from service.formats._qti12_feedback import Feedback
from service.formats._qti12_item import Unsuited, taken_apart
from service.formats._qti12_numbers import PLACES, number, wire
from service.formats._qti12_rules import EQUAL, Rules, points
from service.formats._qti12_text import Prose, html_of
from service.formats._qti12_words import essay, numeric, short
from service.formats._qti12_xml import attribute, below, first
from service.formats._xml import written
from service.question_types.fill_in_blank import IN_PROMPT

CALCULATED = "It is calculated from a formula with values that differ each time; such questions are not held here."
HOT_SPOT = "It is answered by a place in a picture, which is not done here."
ANY_ORDER = "It asks for several answers in several boxes in any order, which no type of question here does."
NO_QUESTION = {
    "calculated": CALCULATED, "formula": CALCULATED, "arithmetic": CALCULATED, "significant figures": CALCULATED,
    "calculated numeric": CALCULATED, "text only": "It is a text to read and no question.",
    "file upload": "It asks for a file to be handed in, which is not done here.",
    "file response": "It asks for a file to be handed in, which is not done here.",
    "hot spot": HOT_SPOT,
    "opinion scale": NO_KEY, "likert": NO_KEY, "opinion scale/likert": NO_KEY,
    "audio recording": "It asks for a sound to be recorded, which is not done here.",
    "multiple choice survey": NO_KEY, "survey matrix": NO_KEY, "image map question": HOT_SPOT, "assformulaquestion": CALCULATED,
    "calculated question": CALCULATED, "asserrortext": "It asks for errors to be found in a text, which no type of question here does.",
    "textsubset question": ANY_ORDER, "quiz bowl": "It is answered by asking a question (Quiz Bowl), which is not graded here.",
}  # fmt: skip
BLANKS = (
    "fill in multiple blanks", "cloze question", "multiple dropdowns", "fill in the blank plus", "jumbled sentence", "fill in the blanks",
)  # fmt: skip
NUMBERS = ("numerical", "numeric", "numeric response", "numeric question")
SEVERAL = ("multiple answers", "multiple correct answer", "multiple answer", "multiple response", "multi-select")
KEYED = ("short answer", "fib", "pattern match", "fill in the blank")
ESSAYS = ("essay", "short answers/essay", "text question", "short response", "long answer", "written response")
WRITTEN = ("str", "num")
MOST_STEPS = 3_000_000
"""Tests tried for one item; beyond it, the item is larger than any question can be."""


def question(element, where, texts, shown):
    """The Question or Skipped for an `item` element; `texts` has the HTML of texts that other items stand under."""
    prose = Prose(shown)
    try:
        item = taken_apart(element)
        rules = Rules(item)
        _bounded(item, rules)
        feedback = Feedback(item, prose)
        found, top = _typed(item, rules, feedback, prose)
        wire_form = _whole(item, found, top, feedback, prose, texts)
    except Unsuited as unsuited:
        return Skipped(where, str(unsuited))
    _tell(item, rules, feedback, prose)
    return Question(where, wire_form, written(element).decode(), tuple(prose.lost))


def _bounded(item, rules):
    labels, tests = sum(len(each.labels) for each in item.responses), sum(map(len, rules.tests))
    if (labels + tests + 100) * tests > MOST_STEPS:
        raise Unsuited("It has more choices and conditions than a question can have here.")


def _typed(item, rules, feedback, prose):
    """(type, body, answers and perhaps prompt; the score of the best response) by the item's own words and its shape."""
    responses = item.responses
    if item.type in NO_QUESTION:
        raise Unsuited(NO_QUESTION[item.type])
    if first(item.element, "calculated", "formula", "var_set") is not None:
        raise Unsuited(CALCULATED)
    if any(each.kind == "xy" or each.other for each in responses):
        raise Unsuited(HOT_SPOT)
    if not responses and item.type not in ESSAYS:
        raise Unsuited("It has no place to answer: it is a text to read, or its kind is unknown here.")
    if item.type in ESSAYS or not responses:
        return essay(item, feedback, prose)
    if len(responses) == 1:
        return _one(item, rules, responses[0], feedback, prose)
    if "categori" in item.type or not item.type and _shared(responses) and any(_together(rules, each) for each in responses):
        return pairs.categories(item, rules, responses, feedback, prose)
    if item.type not in BLANKS and ("match" in item.type or _shared(responses)):
        return pairs.matching(item, rules, [each for each in responses if each.labels], feedback, prose)
    if any(each.cardinality != "single" and each.kind not in WRITTEN for each in responses):
        raise Unsuited("It asks for several choices at several places at once, which no type of question here does.")
    return blanks(item, rules, responses, feedback, prose)


def _shared(responses):
    """Whether all responses choose from the same list, as in matching."""
    if any(each.kind in WRITTEN or not each.labels for each in responses):
        return False
    lists = {tuple(sorted(label.html.strip() or label.ident for label in each.labels)) for each in responses}
    blank = all(not label.html.strip() for each in responses for label in each.labels)
    return (len(lists) == 1 or blank) and all(each.html.strip() for each in responses)


def _together(rules, response):
    """Whether a condition that scores asks for several choices at one place."""
    named = ({node.text for node in rules.tests[place] if node.ident == response.ident and not node.turned} for place in rules.scoring)
    return response.cardinality == "multiple" and any(len(each) > 1 for each in named)


def _one(item, rules, response, feedback, prose):
    """A question with one place to answer."""
    if response.labels and (key := groups.judged(item, response)):
        return groups.statements(item, response, key, prose)
    if response.kind == "grp" and groups.named_pairs(item, response):
        return groups.grouped(item, response, prose)
    if response.cardinality == "ordered" and response.labels:
        return pairs.ordering(item, rules, response, feedback, prose)
    if item.type in BLANKS or response.kind in WRITTEN and stands_inside(item):
        return blanks(item, rules, [response], feedback, prose)
    if response.kind not in WRITTEN and response.labels and "match" in item.type and len(response.labels) > 1 and response.html:
        return pairs.matching(item, rules, [response], feedback, prose)
    if response.kind not in WRITTEN and response.labels:
        multiple = response.cardinality == "multiple" and not (item.d2l and item.type in ("multiple choice", "true/false"))
        return (several if multiple or item.type in SEVERAL else single)(item, rules, response, feedback, prose)
    if response.numeric or item.type in NUMBERS or rules.named(response.ident, ("vargte", "varlte", "vargt", "varlt")):
        return numeric(item, rules, response, feedback, prose)
    unscored = first(item.element, "resprocessing") is None
    if not rules.named(response.ident, EQUAL) and (unscored or item.type not in KEYED):
        return essay(item, feedback, prose)
    return short(item, rules, response, feedback, prose)


def _whole(item, found, top, feedback, prose, texts):
    """The wire form with all that goes with every type."""
    above = prose(texts.get(item.facts.get("parent_stimulus_item_ident", ""), ""))
    prompt = found.pop("prompt", None) or prose("".join(_paragraphs(item)))
    if not prompt:
        raise Unsuited("It has no text.")
    feedback.explained(found["answers"])
    said = {
        "type": found["type"], "prompt": f"{above}\n\n{prompt}" if above else prompt,
        "title": _cut(attribute(item.element, "title"), prose),
        "external_id": item.ident[:200], "category": item.facts.get("cc_question_category", ""), "points": _points(item, top, prose),
        "difficulty": _difficulty(item), "tags": _tags(item), "hints": feedback.hints, "penalty": _number(item, "penalty"),
        "licence": item.facts.get("licence", ""), "attribution": item.facts.get("attribution", ""), "feedback": feedback.whole,
    }  # fmt: skip
    told = {key: value for key, value in said.items() if value not in ("", None, [], {}, ())}
    if found["type"] == "fill_in_blank" and above:
        told["prompt"] = IN_PROMPT.sub(r"{ {\1}}", above) + "\n\n" + prompt
    return {**told, **{key: found[key] for key in ("body", "answers") if key in found}}


def _paragraphs(item):
    texts = [each for kind, each in item.pieces if kind == "html" and each.strip()]
    return texts if len(texts) == 1 else [f"<div>{each}</div>" for each in texts]


def _cut(title, prose):
    title = " ".join(title.split())
    if len(title) > 200:
        prose.lose("Its title was cut off at 200 characters.")
    return title[:200].strip()


def _points(item, top, prose):
    value = points(item, top)
    if value is None:
        return None
    if value > 10_000:
        prose.lose(f"It is worth {value} points there, more than can be held here.")
        return None
    return wire(value.quantize(PLACES))


def _difficulty(item):
    said = item.facts.get("qmd_levelofdifficulty", "").lower()
    return said if said in ("easy", "medium", "hard") else None


def _tags(item):
    said = (each.strip() for key in ("qmd_keywords", "item_keyword", "bbmd_keywords") for each in item.facts.get(key, "").split(","))
    return [each for each in dict.fromkeys(said) if each and len(each) <= 50]


def _number(item, key):
    value = number(item.facts.get(key, ""))
    return wire(value) if value is not None and 0 <= value <= Decimal(1) else None


def _tell(item, rules, feedback, prose):
    """Say what else has no place here."""
    prose.lose(*feedback.left_over())
    if strange := rules.strange():
        prose.lose(f"Its scoring also uses {', '.join(strange)}, which is not read here.")
    if "yes" in item.facts.get("isbonus", "").lower() or item.facts.get("bbmd_is_extracredit", "").lower() == "true":
        prose.lose("It counts as a bonus there.")
    if item.facts.get("calculator_type", "none").lower() not in ("none", ""):
        prose.lose(f"There a calculator ({item.facts['calculator_type']}) is at hand.")
    if item.facts.get("difficulty", "1") not in ("", "0", "1"):  # D2L's scale has no words, and 1 is what it has where nobody chose
        prose.lose(f"Its difficulty there is the number {item.facts['difficulty']}; here it is easy, medium or hard, so choose one.")
    if notes := item.facts.get("qmd_instructornotes"):
        prose.lose(f"Its notes for teachers were left out: {notes[:200]}")
    for each in below(item.element, "initial_text_material"):
        if html_of(each).strip():
            prose.lose("The text that learners begin with was left out.")
