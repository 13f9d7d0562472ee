import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from service.question_types import ordering
from service.verdict import Unfit
from tests.question_types.asking import ask, choices, faults, graded
from tests.question_types.bank import FIVE, ORDER, ORDER_OR_NOTHING

WHERE = "/answers/0/match/order"
REFUSED = [
    ([{"order": list("ab")}], {(WHERE, "missing_choice")}),
    ([{"order": list("abcz")}], {(f"{WHERE}/3", "unknown_choice")}),
    ([{"order": list("abz")}], {(f"{WHERE}/2", "unknown_choice"), (WHERE, "missing_choice")}),
    ([({"order": list("abc")}, 0)], {("/answers", "nothing_earns_credit")}),
    ([{"order": list("abc")}, {"order": list("abc")}], {("/answers/1/match/order", "equal_answers")}),
]


@pytest.mark.parametrize(("answers", "expected"), REFUSED)
def test_a_question_that_cannot_be_graded_is_refused(answers, expected):
    assert faults(ask("ordering", *answers, choices=choices("abc"))) == expected


def test_ids_and_texts_differ():
    question = ask("ordering", {"order": list("ab")}, choices=[*choices("ab"), {"id": "a", "text": "Choice b"}])
    assert faults(question) == {("/body/choices/2/id", "doubled_choice"), ("/body/choices/2/text", "equal_texts")}


@pytest.mark.parametrize(
    ("response", "pointer", "code"),
    [
        (list("pqr"), "", "missing_choice"),
        ([], "", "missing_choice"),
        (list("pqrz"), "/3", "unknown_choice"),
        (list("pqrsz"), "/4", "unknown_choice"),
    ],
)
def test_a_response_orders_all_choices(response, pointer, code):
    with pytest.raises(Unfit) as unfit:
        graded(ORDER, response)
    assert (unfit.value.pointer, unfit.value.code) == (pointer, code)


def test_a_choice_stands_in_one_place():
    with pytest.raises(ValidationError):
        ordering.Response().load({"response": ["p", "p", "q", "r"]})


def test_the_breakdown_has_a_part_for_each_place():
    parts = [(part.part, part.credit > 0) for part in graded(ORDER, list("pqsr")).breakdown]
    assert parts == [("1", True), ("2", True), ("3", False), ("4", False)]


def test_where_all_must_stand_in_place_a_share_earns_nothing_and_meets_no_answer():
    share, all_of_it = (graded(ORDER_OR_NOTHING, list(order)) for order in ("abdc", "dcba"))
    assert [(part.detail, part.credit) for part in share.breakdown][:2] == [("Right.", 0), ("Right.", 0)]
    assert (share.matched, share.word) == ((), "incorrect")
    assert sum(part.credit for part in all_of_it.breakdown) == all_of_it.credit and len(all_of_it.matched) == 1


@given(st.permutations("abcde"))
def test_the_score_is_the_share_in_place(response):
    hits = sum(one == other for one, other in zip(response, "abcde"))
    assert graded(FIVE, response).credit * 5 == hits
