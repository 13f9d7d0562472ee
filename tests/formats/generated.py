"""Questions that nobody would think of: every type, every field, every character that some format takes for its own."""
from decimal import Decimal

from hypothesis import strategies as st

from schemas.prose import Prose
from service.formats._prose import from_plain

NASTY = "ab cé*_#~={}:\\/\"'<>&$|[]()%-+^`!?;,.\u2028ß漢"
"""What formats give a meaning to, and what encodings get wrong."""


def words(least=1, most=40, alphabet=NASTY):
    """One line of plain text: no blanks at its ends, none doubled."""
    return st.text(alphabet, min_size=least, max_size=most).map(lambda text: " ".join(text.split())).filter(lambda text: len(text) >= least)


def is_prose(text):
    try:
        Prose(min=1).deserialize(text)
    except Exception:
        return False
    return True


SHOWN = words().map(from_plain)
MARKED = st.builds("{} {}".format, SHOWN, st.sampled_from(["*so*", "**very** much", "`a < b`", "$x^2 < 3$", "[there](https://example.org/a?b=1&c=2)"]))
PROSE = st.one_of(SHOWN, MARKED, st.builds("{}\n\n{}".format, SHOWN, MARKED)).filter(is_prose)
SAID = st.one_of(st.just(""), PROSE)
LABELS = words(1, 20, "abc déf-'漢")
CREDITS = st.integers(-100, 100).map(lambda cents: Decimal(cents) / 100)
NUMBERS = st.integers(-10**6, 10**6).map(lambda thousandths: Decimal(thousandths) / 1000)


def several(least, most, of=SHOWN):
    """Different texts, also when capitals and blanks are passed over."""
    return st.lists(of.filter(is_prose), min_size=least, max_size=most, unique_by=lambda text: " ".join(text.casefold().split()))


def choices(texts, letter="c", **more):
    return [{"id": f"{letter}{place}", "text": text, **more} for place, text in enumerate(texts, 1)]


@st.composite
def answers(draw, matches):
    """Answers with these matches; the first earns full credit."""
    credits = [1, *(draw(CREDITS) for _ in matches[1:])]
    return [
        {"match": match, "credit": credit, "feedback": draw(SAID), "explanation": draw(SAID)} for match, credit in zip(matches, credits)
    ]


@st.composite
def multiple_choice(draw):
    listed = choices(draw(several(2, 5)), pinned=False)
    listed[-1]["pinned"] = draw(st.booleans())
    matches = [{"choice": choice["id"]} for choice in listed]
    return {"body": {"choices": listed, "shuffle": draw(st.booleans())}, "answers": draw(answers(matches[: draw(st.integers(1, len(matches)))]))}


@st.composite
def multiple_response(draw):
    question = draw(multiple_choice())
    scoring = draw(st.sampled_from(["per_choice", "all_or_nothing", "right_minus_wrong"]))
    return {**question, "body": {**question["body"], "scoring": scoring}}


@st.composite
def true_false(draw):
    value = draw(st.booleans())
    return {"answers": draw(answers([{"value": value}, {"value": not value}][: draw(st.integers(1, 2))]))}


@st.composite
def short_answer(draw):
    texts = draw(several(1, 4, words(1, 20).filter(lambda text: "*" not in text)))
    modes = [draw(st.sampled_from(["exact", "exact", "wildcard"])) for _ in texts]
    matches = [{"text": f"{text} *" if mode == "wildcard" else text, "mode": mode} for text, mode in zip(texts, modes)]
    return {"body": {"case_sensitive": draw(st.booleans())}, "answers": draw(answers(matches))}


@st.composite
def numeric(draw):
    values = draw(st.lists(NUMBERS, min_size=1, max_size=3, unique=True))
    matches = [draw(tolerated(value)) for value in values]
    return {"body": {"unit": draw(st.sampled_from(["", "km", "°C"]))}, "answers": draw(answers(matches))}


@st.composite
def tolerated(draw, value):
    kind = draw(st.sampled_from(["absolute", "relative", "significant_figures"])) if value else "absolute"
    tolerance = draw(st.integers(1, 6)) if kind == "significant_figures" else Decimal(draw(st.integers(0, 500))) / 1000
    return {"value": value, "tolerance": tolerance, "tolerance_type": kind}


@st.composite
def open_ended(draw):
    texts = draw(several(1, 2, words(3, 60)))
    matches = [{"text": text, "key_points": draw(several(0, 3, words(3, 30)))} for text in texts]
    return {"body": {"max_words": draw(st.one_of(st.none(), st.integers(1, 500)))}, "answers": draw(answers(matches))}


@st.composite
def essay(draw):
    return {"body": {"max_words": draw(st.one_of(st.none(), st.integers(1, 500)))}, "answers": draw(answers([{"text": draw(words(3, 60))}]))}


@st.composite
def matching(draw):
    left, right = choices(draw(several(1, 4)), "l"), choices(draw(several(2, 5)), "r")
    pairs = {each["id"]: draw(st.sampled_from(right))["id"] for each in left}
    body = {"left": left, "right": right, "scoring": draw(st.sampled_from(["per_pair", "all_or_nothing"]))}
    return {"body": body, "answers": draw(answers([{"pairs": pairs}]))}


@st.composite
def ordering(draw):
    listed = choices(draw(several(2, 5)))
    order = draw(st.permutations([choice["id"] for choice in listed]))
    return {"body": {"choices": listed, "scoring": draw(st.sampled_from(["in_place", "all_or_nothing"]))}, "answers": draw(answers([{"order": order}]))}


@st.composite
def fill_in_blank(draw):
    blanks, matches, prompt = [], [], draw(SHOWN.filter(lambda text: "{" not in text))
    for number in range(1, draw(st.integers(1, 3)) + 1):
        id, kind = f"b{number}", draw(st.sampled_from(["text", "number", "choice"]))
        blanks.append({"id": id, "kind": kind, "weight": draw(st.integers(1, 3))})
        if kind == "choice":
            blanks[-1]["choices"] = choices(draw(several(2, 3)))
            matches.append({"blank": id, "choice": "c1"})
        elif kind == "text":
            matches.append({"blank": id, "text": draw(words(1, 20).filter(lambda text: "*" not in text)), "mode": "exact"})
        else:
            matches.append({"blank": id, "value": draw(NUMBERS), "tolerance": Decimal(draw(st.integers(0, 500))) / 1000})
        prompt += f" {{{{{id}}}}} and"
    scored = [{**each, "credit": 1} for each in draw(answers(matches))]
    body = {"blanks": blanks, "scoring": draw(st.sampled_from(["per_blank", "all_or_nothing"]))}
    return {"prompt": prompt, "body": body, "answers": scored}


OF_TYPE = {
    made.__name__: made
    for made in (multiple_choice, multiple_response, true_false, short_answer, numeric, open_ended, essay, matching, ordering, fill_in_blank)
}


@st.composite
def questions(draw, type=None):
    """A whole question of a type, or of any, as it is posted (without topic_id)."""
    type = type or draw(st.sampled_from(sorted(OF_TYPE)))
    of_all = {
        "type": type, "prompt": draw(PROSE), "title": draw(st.one_of(st.just(""), words())), "points": draw(st.integers(1, 1000)) / Decimal(10),
        "difficulty": draw(st.sampled_from([None, "easy", "hard"])), "tags": draw(st.lists(LABELS, max_size=3, unique=True)),
        "hints": draw(st.lists(PROSE, max_size=2)), "category": draw(st.one_of(st.none(), st.just("Biology/Cells"))),
        "penalty": draw(st.sampled_from([None, Decimal("0.25"), Decimal("0.1")])), "licence": draw(st.sampled_from([None, "CC-BY-4.0"])),
        "attribution": draw(st.one_of(st.none(), words(3))), "external_id": draw(st.sampled_from([None, "abc-1"])),
        "feedback": {name: draw(SAID) for name in ("general", "correct", "partial", "incorrect")},
    }  # fmt: skip
    return {**of_all, "source": "elsewhere" if of_all["external_id"] else None, **draw(OF_TYPE[type]())}
