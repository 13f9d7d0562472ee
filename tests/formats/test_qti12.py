"""QTI 1.2: what Canvas, Blackboard and D2L write becomes questions that score the same, or says why it cannot."""
from decimal import Decimal
from pathlib import Path

import pytest

from service.formats import qti12
from service.formats._nouns import Container, File, Skipped, Unreadable
from service.formats._qti12_numbers import number
from tests.formats.bounds import within
from tests.formats.qti12_items import package
from tests.formats.reading import found, questions

SAMPLES = Path(__file__).parent / "samples"
NAMES = ("qti12_canvas.xml", "qti12_blackboard.xml", "qti12_d2l.xml")


def sample(name):
    return (SAMPLES / name).read_bytes()


def read(name):
    """{external id: what an item of a sample became}."""
    return {each.wire["external_id"]: each for each in questions(qti12, sample(name))}


CANVAS, BLACKBOARD, D2L = map(read, NAMES)


def choices(question):
    return {each["match"]["choice"]: each["credit"] for each in question.wire["answers"]}


def test_every_item_of_the_samples_is_a_question_or_says_why_not():
    items = {name: [each for each in found(qti12, sample(name)) if not isinstance(each, Container)] for name in NAMES}

    assert {name: len(each) for name, each in items.items()} == {name: sample(name).count(b"<item ") for name in NAMES}
    assert all(each.why for group in items.values() for each in group if isinstance(each, Skipped))


def test_canvas_choices_keep_their_feedback_and_that_of_the_whole_question():
    assert CANVAS["mc"].wire == {
        "type": "multiple_choice", "title": "Question", "external_id": "mc", "prompt": "Who dances?", "points": 2,
        "body": {"choices": [{"id": "11", "text": r"The \<b>bee"}, {"id": "12", "text": "The wasp"}]},
        "answers": [{"match": {"choice": "11"}, "credit": 1}, {"match": {"choice": "12"}, "credit": 0, "feedback": "It hunts."}],
        "feedback": {"general": "Karl von Frisch saw it.", "correct": "Yes.", "incorrect": "No."},
    }  # fmt: skip
    assert CANVAS["mc"].lost == ()


def test_a_group_says_how_many_of_its_questions_are_drawn():
    titles = [each.title for each in found(qti12, sample("qti12_canvas.xml")) if isinstance(each, Container)]

    assert titles == ["Bees & wasps", "Pick (1 of 1 drawn)"]


def test_canvas_asks_for_exactly_the_right_choices_in_its_file_and_its_own_way_is_told():
    assert CANVAS["ma"].wire["body"]["scoring"] == "all_or_nothing"
    assert choices(CANVAS["ma"]) == {"1": 1, "3": 1}
    assert "Canvas itself gives part credit" in CANVAS["ma"].lost[0]


def test_texts_that_differ_in_case_alone_are_one_answer():
    assert [each["match"]["text"] for each in CANVAS["sa"].wire["answers"]] == ["honey", "wax"]


def test_blanks_stand_where_their_names_stood_with_the_weight_that_their_scores_give():
    wire = CANVAS["fimb"].wire

    assert wire["prompt"].startswith("The {{who}} has {{n_legs}} legs")
    assert [each["weight"] for each in wire["body"]["blanks"]] == [1, 3]
    assert [(each["match"]["text"], each["credit"]) for each in wire["answers"]] == [("bee", 1), ("wasp", Decimal("0.5")), ("6", 1)]


def test_numbers_have_a_margin_significant_figures_or_a_range():
    assert [each["match"] for each in CANVAS["num"].wire["answers"]] == [
        {"value": 6, "tolerance": Decimal("0.5")},
        {"value": Decimal("3.142"), "tolerance": 4, "tolerance_type": "significant_figures"},
        {"value": 150, "tolerance": 50},
    ]
    assert CANVAS["num"].lost == ("There a response of exactly 3.1415 is wrong; here it is right.",)


@pytest.mark.parametrize("piece", [b"<![CDATA[", b"<a><![CDATA[&nbsp;", b"&nbsp", b"<!DOCTYPE a [", b"&a;<"])
def test_what_never_ends_is_refused_in_time(piece):
    with within(3), pytest.raises(Unreadable):
        found(qti12, b"<questestinterop>" + piece * (900_000 // len(piece)))


@pytest.mark.parametrize("text", ["1e5000000", "-1e999999999999", "1e-5000000", "1e99999999999999999999", "NaN", "Infinity", "9" * 400])
def test_numbers_beyond_all_measure_are_none(text):
    assert number(text) is None


def test_a_text_that_questions_stand_under_is_read_with_each_of_them():
    skipped = [each for each in found(qti12, sample("qti12_canvas.xml")) if isinstance(each, Skipped)]

    assert CANVAS["child"].wire["prompt"] == "A hive has one queen.\n\nIt has two."
    assert [each.where for each in skipped] == ["item txt", "item up"]


def test_blackboard_gives_part_credit_by_percentages_beside_its_points():
    assert BLACKBOARD["_101_1"].wire["points"] == 8
    assert choices(BLACKBOARD["_101_1"]) == {"aa": 1, "bb": Decimal("0.25")}
    assert [each["feedback"] for each in BLACKBOARD["_101_1"].wire["answers"]] == ["It is 1642 m deep.", "The second deepest."]


def test_blackboard_pairs_by_the_order_of_the_right_side():
    assert BLACKBOARD["_103_1"].wire["answers"] == [{"match": {"pairs": {"L1": "r2", "L2": "r1"}}}]
    assert [each["text"] for each in BLACKBOARD["_103_1"].wire["body"]["left"]] == ["Rhine", "Rhône"]


@pytest.mark.parametrize(
    "ident, kind, answers",
    [
        ("_102_1", "multiple_response", [{"choice": "d1"}, {"choice": "d2"}]),
        ("_104_1", "ordering", [{"order": ["o2", "o1", "o3"]}]),
        ("_105_1", "short_answer", [{"text": "Seine"}, {"text": "*la Seine*", "mode": "wildcard"}]),
        ("_106_1", "fill_in_blank", [{"blank": "a", "text": "Inn"}, {"blank": "a", "text": "Ilz"}, {"blank": "b", "text": "Danube"}]),
        ("_107_1", "numeric", [{"value": 346, "tolerance": 5}]),
        ("_108_1", "essay", [{"text": "They cut away the outer bank."}]),
        ("_110_1", "true_false", [{"value": True}]),
    ],
)
def test_blackboard_types(ident, kind, answers):
    assert BLACKBOARD[ident].wire["type"] == kind
    assert [each["match"] for each in BLACKBOARD[ident].wire["answers"]] == answers


def test_braces_that_mean_no_blank_are_kept_apart():
    assert BLACKBOARD["_106_1"].wire["prompt"].startswith("The {{a}} joins the {{b}} at Passau; { {this}}")
    assert BLACKBOARD["_106_1"].wire["body"]["scoring"] == "all_or_nothing"


def test_d2l_has_hints_general_feedback_and_bonus_questions():
    wire = D2L["OBJ_1"].wire

    assert (wire["points"], wire["hints"], wire["feedback"]) == (Decimal("2.5"), ["7 times 13"], {"general": "Try small divisors."})
    assert wire["type"] == "multiple_choice" and choices(D2L["OBJ_1"]) == {"QUES_1_A1": 0, "QUES_1_A2": 1}
    assert D2L["OBJ_1"].lost == ("It counts as a bonus there.",)


@pytest.mark.parametrize(
    "ident, scoring", [("OBJ_2", "right_minus_wrong"), ("OBJ_3", "all_or_nothing"), ("OBJ_4", "in_place"), ("OBJ_5", "per_blank")]
)
def test_d2l_says_apart_how_it_scores(ident, scoring):
    assert D2L[ident].wire["body"]["scoring"] == scoring


def test_d2l_patterns_and_blanks_in_the_text():
    wire = D2L["OBJ_5"].wire

    assert wire["prompt"] == "2, 3, 5, {{QUES_5_1_STR}}, 11, {{QUES_5_2_STR}} and so on."
    assert wire["answers"][-1]["match"] == {"blank": "QUES_5_2_STR", "text": "1[34]", "mode": "regex"}


def test_packages_and_documents_are_recognised():
    assert qti12.recognises(File.of(sample("qti12_d2l.xml")))
    assert qti12.recognises(File.of(package({"res00001.dat": sample("qti12_blackboard.xml")})))
    assert not qti12.recognises(File.of(package({"a.xml": b"<quiz/>"})))
    assert not qti12.recognises(File.of(b"<quiz/>"))
