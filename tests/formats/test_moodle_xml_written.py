"""Writing Moodle's XML: what Moodle takes, what it scores as we do, and that what is written is read again."""
import base64
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.prose import COMMONMARK
from service import likeness
from service.formats._moodle_numbers import LISTED
from service.formats._nouns import Medium
from service.question_types import TYPES
from tests.formats import generated
from tests.formats.moodle import ADDRESS, ONE_PIXEL, there_and_back, written
from tests.formats.reading import bank

PROMPT, BLANKS = {"prompt": "What?"}, TYPES["fill_in_blank"].EXAMPLE
NO_ROOM = {"difficulty", "source", "licence", "attribution", "external_id"}
"""What Moodle's XML has no place for; external_id is filled with the id where there is none."""
ONLY_GENERAL = {"true_false", "short_answer", "numeric", "essay", "fill_in_blank"}
"""Types that say nothing of right, partly right and wrong responses in Moodle."""
CREDITS = [Decimal(each).quantize(Decimal("0.00001")) for each in LISTED]


def choice(credits, **body):
    choices = [{"id": f"c{place}", "text": f"Choice {place}"} for place in range(1, len(credits) + 1)]
    answers = [{"match": {"choice": f"c{place}"}, "credit": credit} for place, credit in enumerate(credits, 1)]
    return {**PROMPT, "body": {"choices": choices, **body}, "answers": answers}


def xml(*questions, **more):
    data, losses = written(*questions, **more)
    assert losses == []
    return etree.fromstring(data)


def why_not(question):
    data, (loss,) = written(question)
    assert loss.field == "" and b"<question" not in data
    return loss.why


def holdable(question):
    """The question as far as Moodle's XML has room for it."""
    kind = question["type"]
    feedback = {name: said for name, said in question["feedback"].items() if name == "general" or kind not in ONLY_GENERAL}
    answers = [{**answer, "explanation": ""} for answer in question["answers"]]
    body = {name: value for name, value in question["body"].items() if name != "scoring"} if "body" in question else {}
    if kind in ("multiple_choice", "multiple_response"):
        body["choices"] = [{**each, "pinned": False} for each in body["choices"]]
        credits = [1, 0, Decimal("0.33333"), Decimal("-0.5"), Decimal("0.1")]
        answers = [{**answer, "credit": credit} for answer, credit in zip(answers, credits) if credit or answer["feedback"]]
    elif kind == "true_false":
        answers = [{**answer, "credit": int(place == 0)} for place, answer in enumerate(answers)][: 2 if answers[-1]["feedback"] else 1]
        answers.sort(key=lambda answer: not answer["match"]["value"])
    elif kind in ("short_answer", "numeric"):
        answers = [{**answer, "credit": CREDITS[place]} for place, answer in enumerate(answers)]
    else:
        answers = [{**answer, "feedback": answer["feedback"] if kind == "fill_in_blank" else ""} for answer in answers]
    if kind == "numeric":
        answers = [{**each, "match": {**each["match"], "tolerance": Decimal("0.001"), "tolerance_type": "absolute"}} for each in answers]
    if kind == "matching":
        body["right"] = body["right"][:2]
        body["left"], pairs = body["left"][:2], dict(zip(("l1", "l2"), ("r1", "r2")))
        answers = [{**answers[0], "match": {"pairs": {each["id"]: pairs[each["id"]] for each in body["left"]}}}]
    if kind == "ordering":
        answers = [{**answers[0], "match": {"order": [each["id"] for each in body["choices"]]}}]
    if kind == "fill_in_blank":
        body["blanks"] = [{**blank, "weight": 1} for blank in body["blanks"]]
    return {**question, "feedback": feedback, "body": body, "answers": answers}


@pytest.mark.parametrize("kind", sorted(set(generated.OF_TYPE) - {"open_ended"}))
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_what_moodle_has_room_for_comes_back_as_it_was(kind, data):
    posted = holdable(data.draw(generated.questions(kind).filter(lambda question: generated.is_prose(question["prompt"]))))
    back = there_and_back(posted)
    (whole,) = bank(posted).questions()
    one, other = (likeness.essence({name: value for name, value in each.items() if name not in NO_ROOM}) for each in (whole, back))
    assert likeness.differences(one, other) == []


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {"open_ended", "short_answer"}))
def test_examples_are_written(kind):
    assert there_and_back(TYPES[kind].EXAMPLE)["type"] == kind


# -- what Moodle takes


@pytest.mark.parametrize(
    ("credit", "fraction"),
    [(1, "100"), (0.33333, "33.33333"), (-0.33333, "-33.33333"), (0.16667, "16.66667"), (0.14286, "14.28571"), (0.11111, "11.11111"),
     (0.125, "12.5"), (0.83333, "83.33333"), (0.05, "5"), (0, "0")],
)  # fmt: skip
def test_fractions_are_those_of_moodles_list(credit, fraction):
    found = xml({"type": "multiple_choice", **choice([1, credit])})
    assert [each.get("fraction") for each in found.iter("answer")] == ["100", fraction]


def test_a_fraction_that_moodle_does_not_know_would_make_it_refuse_the_file():
    assert "no fraction of 15 %" in why_not({"type": "multiple_choice", **choice([1, 0.15])})


def test_a_number_is_written_as_moodle_takes_it():
    found = xml({"type": "numeric", **PROMPT, "penalty": 0.33333, "points": 2.5, "body": {"unit": "m/s"},
                 "answers": [{"match": {"value": 40075, "tolerance": 3, "tolerance_type": "significant_figures"}},
                             {"match": {"value": 0, "tolerance": 1e300}, "credit": 0, "feedback": "Any other."}]})  # fmt: skip
    assert [(each.findtext("text"), each.findtext("tolerance")) for each in found.iter("answer")] == [("40075", "50"), ("*", "0")]
    assert (found.findtext(".//unit_name"), found.findtext(".//multiplier"), found.findtext(".//showunits")) == ("m/s", "1", "0")
    assert (found.findtext(".//defaultgrade"), found.findtext(".//penalty")) == ("2.5", "0.3333333")


@pytest.mark.parametrize(
    ("match", "tolerance"),
    [({"value": 100, "tolerance": 0.05, "tolerance_type": "relative"}, "5"),
    ({"value": -0.02, "tolerance": 0.5, "tolerance_type": "relative"}, "0.01"),
     ({"value": 3.14159, "tolerance": 3, "tolerance_type": "significant_figures"}, "0.005"), ({"value": 1e20, "tolerance": 1}, "1")],
)  # fmt: skip
def test_tolerances_become_absolute_without_loss(match, tolerance):
    assert xml({"type": "numeric", **PROMPT, "answers": [{"match": match}]}).findtext(".//tolerance") == tolerance


def test_a_tolerance_that_cannot_be_said_in_full_is_not_written():
    match = {"value": 1.2345678901, "tolerance": 0.12345678901, "tolerance_type": "relative"}
    assert "more than 15 digits" in why_not({"type": "numeric", **PROMPT, "answers": [{"match": match}]})


@pytest.mark.parametrize(
    ("match", "text"),
    [({"text": "2*3"}, r"2\*3"), ({"text": "a*", "mode": "wildcard"}, "a*"), ({"text": r"a\*b"}, r"a\\*b"), ({"text": "R&D <3"}, "R&D <3")],
)
def test_a_star_that_is_a_star_gets_its_backslash(match, text):
    question = {"type": "short_answer", **PROMPT, "answers": [{"match": match}]}
    assert xml(question).findtext(".//answer/text") == text
    assert there_and_back(question)["answers"][0]["match"] == {"mode": "exact", **match}


def test_answers_stand_in_an_order_in_which_the_first_that_fits_is_the_best():
    answers = [({"text": "*", "mode": "wildcard"}, 0), ({"text": "Rhine"}, 0.5), ({"text": "R*", "mode": "wildcard"}, 1)]
    question = {"type": "short_answer", **PROMPT, "answers": [{"match": match, "credit": credit} for match, credit in answers]}
    assert [each.findtext("text") for each in xml(question).iter("answer")] == ["R*", "Rhine", "*"]


@pytest.mark.parametrize(
    ("credits", "scoring", "fractions"),
    [
        ([1, 0, -0.2], "all_or_nothing", ["100", "-100", "-100"]), ([0.5, 0.5, 0], "right_minus_wrong", ["50", "50", "-50"]),
        ([1, 1, 1, 0], "right_minus_wrong", ["33.33333", "33.33333", "33.33333", "-33.33333"]),
    ],
)  # fmt: skip
def test_a_rule_of_scoring_becomes_a_sum_where_that_is_the_same_for_every_response(credits, scoring, fractions):
    posted = {"type": "multiple_response", **choice(credits, scoring=scoring)}
    assert [each.get("fraction") for each in xml(posted).iter("answer")] == fractions
    back = there_and_back(posted)
    for chosen in range(2 ** len(credits)):
        response = [f"c{place + 1}" for place in range(len(credits)) if chosen >> place & 1]
        before, after = (TYPES["multiple_response"].grade(each, response).credit for each in ({**posted}, back))
        assert abs(before - after) < Decimal("0.0001")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"type": "open_ended", **PROMPT, "answers": [{"match": {"text": "Because."}}]}, "scored by people"),
        ({"type": "multiple_response", **choice([0.5, 0.5, 0], scoring="all_or_nothing")}, "all or nothing"),
        ({"type": "multiple_response", **choice([1] * 11 + [0], scoring="right_minus_wrong")}, "no fraction of 9.09091 %"),
        ({"type": "true_false", **PROMPT, "answers": [{"match": {"value": True}}, {"match": {"value": False}, "credit": 0.5}]},
         "true and false"),
        ({"type": "short_answer", **PROMPT, "answers": [{"match": {"text": "a|b", "mode": "regex"}}]}, "regex"),
        ({"type": "ordering", **TYPES["ordering"].EXAMPLE, "answers": [{"match": {"order": ["atom", "cell", "ant",
        "proton"]}, "credit": 0.5}]}, "everything"),
        ({**TYPES["matching"].EXAMPLE, "body": {**TYPES["matching"].EXAMPLE["body"], "scoring": "all_or_nothing"}}, "each pair"),
        ({**BLANKS, "body": {**BLANKS["body"], "scoring": "all_or_nothing"}}, "each blank"),
    ],
)  # fmt: skip
def test_what_moodle_would_score_otherwise_is_left_out_with_the_reason(question, told):
    assert told in why_not(question)


def test_the_rest_goes_on_where_one_is_left_out():
    data, losses = written({"type": "open_ended", **PROMPT, "answers": [{"match": {"text": "Because."}}]}, {"type": "essay", **PROMPT})
    assert (len(losses), data.count(b"<question ")) == (1, 1)


# -- where it stands


def test_questions_without_a_category_come_first_and_each_category_once():
    questions = [{"type": "essay", "prompt": prompt, "category": category} for prompt, category in (("1", "A/B"), ("2", None),
    ("3", "A/B"), ("4", "C"))]
    found = [each.findtext("category/text") or each.findtext("questiontext/text") for each in xml(*questions)]
    assert found == ["2", "$course$/top/A/B", "1", "3", "$course$/top/C", "4"]


def test_a_question_can_be_found_again_by_its_id():
    named = {"type": "essay", **PROMPT, "source": "us", "external_id": "e-1"}
    assert [xml(each).findtext(".//idnumber") for each in (named, {**named, "external_id": "x" * 101})][0] == "e-1"
    assert len(xml({"type": "essay", **PROMPT}).findtext(".//idnumber")) == 36


def test_a_question_without_a_title_is_named_after_its_prompt_and_gets_no_title_by_it():
    posted = {"type": "essay", "prompt": "Why do *rivers* flood? " * 10}
    assert xml(posted).findtext(".//name/text").startswith("Why do rivers flood?")
    assert there_and_back(posted)["title"] == ""


# -- texts


@pytest.mark.parametrize("prompt", ["a \\]\\]> b", "R&D \\<b>", "`<b>` and `]]>`", "$x^2 < 3$ and **so**", "- one\n- two\n\n> three",
"1 < 2 &amp; 3", "\ufffe?"])
def test_texts_come_back_as_they_were(prompt):
    back = there_and_back({"type": "essay", "prompt": prompt})["prompt"]
    assert COMMONMARK.render(back) == COMMONMARK.render(prompt.replace("\ufffe", "\ufffd"))


def test_latex_stands_where_moodle_looks_for_it():
    assert xml({"type": "essay", "prompt": "Let $x^2$ be."}).findtext(".//questiontext/text") == r"Let \(x^2\) be."


@pytest.mark.parametrize(
    "posted",
    [
        {"type": "essay", "prompt": f"![dot]({ADDRESS}) again ![dot]({ADDRESS})"},
        {"type": "multiple_choice", "prompt": "Which?", "body": {"choices": [{"id": "c1", "text": f"![]({ADDRESS})"}, {"id": "c2",
        "text": "None"}]},
         "answers": [{"match": {"choice": "c1"}, "feedback": f"Look: ![dot]({ADDRESS})"}]},
        {"type": "fill_in_blank", "prompt": f"![dot]({ADDRESS}) is {{{{b1}}}}", "body": {"blanks": [{"id": "b1", "kind": "text"}]},
         "answers": [{"match": {"blank": "b1", "text": "a dot"}, "feedback": f"![dot]({ADDRESS})"}]},
    ],
)  # fmt: skip
def test_images_are_written_beside_the_texts_that_show_them(posted):
    medium = Medium("a dot/1.png", "image/png", base64.b64decode(ONE_PIXEL))
    kept = []
    back = there_and_back(posted, fetch={ADDRESS: medium}.get, keep=lambda data, name: kept.append((data, name)) or ADDRESS)
    assert set(kept) == {(medium.data, "a_dot_1.png")}
    assert back["prompt"] == posted["prompt"]
    assert [each["feedback"] for each in back["answers"]] == [each["feedback"] for each in posted.get("answers", ())]


# -- cloze


@pytest.mark.parametrize(
    ("weights", "points", "marks", "grade"),
    [
        ([1, 1], 2, ["1", "1"], None), ([1, 1], 6, ["3", "3"], None), ([0.5, 1], 3, ["1", "2"], None), ([1, 1, 1], 1, ["1", "1", "1"], "1"),
        ([1, 2], 4.5, ["1", "2"], "4.5"),
    ],
)  # fmt: skip
def test_blanks_are_weighed_by_whole_numbers_that_add_up_to_the_points_where_they_can(weights, points, marks, grade):
    blanks = [{"id": f"b{place}", "kind": "text", "weight": weight} for place, weight in enumerate(weights)]
    posted = {"type": "fill_in_blank", "prompt": " ".join(f"{{{{{blank['id']}}}}}" for blank in blanks), "points": points,
              "body": {"blanks": blanks}, "answers": [{"match": {"blank": blank["id"], "text": "x"}} for blank in blanks]}  # fmt: skip
    found = xml(posted)
    assert [each.split(":")[0] for each in found.findtext(".//questiontext/text").split("{")[1:]] == marks
    assert found.findtext(".//defaultgrade") == grade
    assert float(there_and_back(posted)["points"]) == points


def test_blanks_stand_in_the_text_with_all_that_is_said_of_them():
    text = xml(BLANKS).findtext(".//questiontext/text")
    assert text == (
        "Water consists of hydrogen and {1:SHORTANSWER:=oxygen}. At sea level it boils at {1:NUMERICAL:=100:0.5~%50%212#That is in degrees"
        " Fahrenheit.} and freezes when it gets {1:MULTICHOICE_S:hotter~=colder}."
    )


def test_text_that_looks_like_embedded_answers_is_none():
    posted = {"type": "fill_in_blank", "prompt": "Write {1:SA:=x} or {#1}, then {{b1}}", "body": {"blanks": [{"id": "b1", "kind": "text"}]},
              "answers": [{"match": {"blank": "b1", "text": "it"}}]}  # fmt: skip
    assert there_and_back(posted)["prompt"] == posted["prompt"]
