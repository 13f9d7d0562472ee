from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.question_types import multiple_response
from service.verdict import Unfit
from tests.question_types.asking import ask, choices, faults, graded
from tests.question_types.bank import ALL, MINUS, SUM, THIRDS, chosen


def short_of_full(*credits, **body):
    return faults(ask("multiple_response", *chosen(**dict(zip("abcdefg", credits))), choices=choices("abcdefg"), **body))


def test_full_credit_must_be_within_reach():
    assert short_of_full(0.5, 0.4, -0.1) == {("/answers", "full_credit_unreachable")}


def test_the_fault_says_what_the_credits_add_up_to():
    question = ask("multiple_response", *chosen(a=0.5, b=0.25), choices=choices("ab"))
    message = next(
        message for _, message, _ in multiple_response.check({**question, "body": {**question["body"], "scoring": "per_choice"}})
    )
    assert message == "The credits of the right choices add up to 0.75: full credit needs 1."


@pytest.mark.parametrize("credits", [(0.33333,) * 3, (0.16666,) * 6, (0.14285,) * 7, (0.5, 0.5), (1, 1)])
def test_shares_without_a_last_digit_reach_full_credit(credits):
    assert short_of_full(*credits) == set()


@pytest.mark.parametrize("scoring", ["all_or_nothing", "right_minus_wrong"])
def test_rules_that_do_not_add_credits_up_ask_for_no_sum(scoring):
    assert short_of_full(0.1, scoring=scoring) == set()


def test_unknown_and_doubled_choices_and_equal_texts_are_refused():
    question = ask(
        "multiple_response", {"choice": "z"}, {"choice": "a"}, {"choice": "a"}, choices=[*choices("ab"), {"id": "c", "text": "Choice b"}]
    )
    assert faults(question) == {
        ("/answers/0/match/choice", "unknown_choice"),
        ("/answers/2/match/choice", "doubled_choice"),
        ("/body/choices/2/text", "equal_texts"),
    }


def test_something_must_earn_credit():
    assert short_of_full(0, -1) == {("/answers", "nothing_earns_credit")}


def test_an_unknown_choice_is_pointed_at():
    with pytest.raises(Unfit) as unfit:
        graded(SUM, ["a", "z"])
    assert unfit.value.pointer == "/1"


def test_the_breakdown_tells_right_wrong_and_missed():
    parts = {part.part: (part.credit, part.detail) for part in graded(SUM, ["a", "c"]).breakdown}
    assert parts == {
        "a": (Decimal("0.5"), "Right."),
        "c": (Decimal("-0.5"), "Not one of the right ones."),
        "b": (Decimal(0), "Right, but not chosen."),
    }


@given(response=st.lists(st.sampled_from("abcd"), unique=True), question=st.sampled_from([SUM, THIRDS, ALL, MINUS]))
def test_no_response_is_worth_less_than_nothing_or_more_than_all(question, response):
    assert 0 <= graded(question, response).credit <= 1


@given(response=st.permutations("abcd"), question=st.sampled_from([SUM, THIRDS, ALL, MINUS]), length=st.integers(0, 4))
def test_the_order_of_choosing_does_not_count(question, response, length):
    assert graded(question, response[:length]).credit == graded(question, sorted(response[:length])).credit
