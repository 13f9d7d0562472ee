"""QTI 1.2: a question scores what the conditions of its item give, whoever wrote them."""
from decimal import Decimal

import pytest

from service.formats import qti12
from service.formats._nouns import Skipped, Unreadable
from tests.formats.qti12_items import WRITE, equal, item, lid, only, when
from tests.formats.reading import found


FIFTH = Decimal("0.2")


def choices(question):
    return {each["match"]["choice"]: each["credit"] for each in question.wire["answers"]}


@pytest.mark.parametrize(
    "conditions, maximum, credits, points",
    [
        (when(equal("a"), 100) + when(equal("b"), 50), 'maxvalue="100"', {"a": 1, "b": Decimal("0.5")}, None),
        (when(equal("a"), 4) + when(equal("b"), -1), "", {"a": 1, "b": Decimal("-0.25")}, 4),
        (when(equal("a"), 10, "Add"), 'maxvalue="10"', {"a": 1}, 10),
        (when(f"<not>{equal('a')}</not>", 1), "", {"b": 1, "c": 1}, 1),
        (when(f"<or>{equal('a')}{equal('b')}</or>", 2), "", {"a": 1, "b": 1}, 2),
        (when(equal("a") + equal("b"), 2), "", {"a": 1, "b": 1}, 2),
        (when(equal("a"), 5, more='continue="No"') + when("<other/>", 1), 'maxvalue="5"', {"a": 1, "b": FIFTH, "c": FIFTH}, 5),
        (when(equal("a"), "SCORE.max"), 'maxvalue="3"', {"a": 1}, 3),
    ],
)  # fmt: skip
def test_what_a_choice_is_worth_is_what_its_conditions_give(conditions, maximum, credits, points):
    question = only(item(conditions, lid("a", "b", "c"), maximum=maximum))

    assert choices(question) == credits
    assert question.wire.get("points") == points


@pytest.mark.parametrize(
    "conditions, scoring, credits",
    [
        (when(equal("a"), 50, "Add") + when(equal("b"), 50, "Add"), "per_choice", {"a": Decimal("0.5"), "b": Decimal("0.5")}),
        ("".join(when(equal(each), "33.33", "Add") for each in "abc"), "per_choice",
         {"a": Decimal("0.33333"), "b": Decimal("0.33333"), "c": Decimal("0.33333")}),
        (when(equal("a"), 100, "Add") + when(equal("b"), -50, "Add"), "per_choice", {"a": 1, "b": Decimal("-0.5")}),
        (when(f"<and>{equal('a')}{equal('b')}<not>{equal('c')}</not></and>", 100), "all_or_nothing", {"a": 1, "b": 1}),
        (when(f"{equal('a')}{equal('b')}<not><or>{equal('c')}</or></not>", 100), "all_or_nothing", {"a": 1, "b": 1}),
    ],
)  # fmt: skip
def test_the_rule_for_several_choices_is_the_one_that_gives_the_same(conditions, scoring, credits):
    question = only(item(conditions, lid("a", "b", "c", cardinality="Multiple")))

    assert question.wire["body"]["scoring"] == scoring
    assert choices(question) == credits
    assert question.lost == ()


def test_a_rule_that_is_none_of_ours_is_told():
    question = only(item(when(equal("a") + equal("b"), 100), lid("a", "b", "c", cardinality="Multiple")))

    assert question.wire["body"]["scoring"] == "all_or_nothing"
    assert question.lost == ("Its conditions give points in other ways too; here only exactly the right choices count.",)


@pytest.mark.parametrize(
    "conditions, sensitive, matches",
    [
        (when(equal("Ute", more='case="Yes"'), 100), True, [{"text": "Ute"}]),
        (when(equal("Ute", more='case="Yes"') + equal("a b"), 100), True, [{"text": "Ute"}, {"text": r"(?i)a\s+b", "mode": "regex"}]),
        (when('<varsubstring respident="r">a*b</varsubstring>', 100), False, [{"text": r"*a\*b*", "mode": "wildcard"}]),
    ],
)
def test_texts_are_compared_as_the_conditions_say(conditions, sensitive, matches):
    question = only(item(conditions, WRITE))

    assert question.wire["body"]["case_sensitive"] is sensitive
    assert [each["match"] for each in question.wire["answers"]] == matches


@pytest.mark.parametrize(
    "data, why",
    [
        (item("", lid("a", "b")), "names no right answer"),
        (item(when(equal("a"), 1), lid("a", "b"), text=""), "no text"),
        (item(when(equal("a"), 1), lid("a")), "fewer than two choices"),
        (item("", ""), "no place to answer"),
        (item("", WRITE, "question_type=short_answer_question"), "names no right answer"),
        (item("", WRITE, "question_type=calculated_question"), "formula"),
        (item(when('<vargte respident="r">3</vargte>', 100), '<response_num ident="r"/>'), "names no right answer"),
    ],
)
def test_what_can_be_no_question_says_why(data, why):
    each = only(data)

    assert isinstance(each, Skipped) and why in each.why


def test_an_essay_needs_no_right_answer():
    assert only(item("", WRITE)).wire["type"] == "essay"


@pytest.mark.parametrize("data", [b"", b"<html/>", b"<questestinterop>", b"PK\3\4", b"\xff\xfe\0", b"<questestinterop/>"[:-2]])
def test_what_is_no_document_is_said_to_be_none(data):
    with pytest.raises(Unreadable):
        found(qti12, data)


def test_harmless_faults_before_the_first_element_are_mended():
    data = item(when(equal("a"), 1), lid("a", "b"), text="x&nbsp;y")
    head = b'<?xml version="1.0"encoding="UTF-8"?><!DOCTYPE questestinterop SYSTEM "q.dtd" [\n<!ELEMENT x (y)>\n]>\n'

    assert only(head + data).wire["type"] == "multiple_choice"


def test_an_item_far_too_large_is_no_question_and_takes_no_time():
    each = only(item("".join(when(equal(f"c{number}"), 1) for number in range(3000)), lid(*(f"c{number}" for number in range(3000)))))

    assert "more choices and conditions" in each.why


def test_what_scores_more_than_everything_is_no_credit_that_can_be_added():
    conditions = when(equal("a"), -25) + when(equal("b"), 100) + when(equal("b"), 100, "Add")

    assert only(item(conditions, lid("a", "b", "c", cardinality="Multiple"))).wire["body"]["scoring"] == "all_or_nothing"
