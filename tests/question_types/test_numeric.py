from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from service.question_types import numeric
from service.verdict import Unfit
from tests.question_types.asking import ask, faults, graded, score
from tests.question_types.bank import HUGE, LENGTH, NEAR, PI, number

FIGURES = "significant_figures"
VALUES = st.decimals(-1000, 1000, places=3, allow_nan=False)


@pytest.mark.parametrize("tolerance", [0, 2.5, 16, 1000])
def test_a_number_of_figures_is_whole_and_from_1_to_15(tolerance):
    assert faults(ask("numeric", number(5, tolerance, FIGURES))) == {("/answers/0/match/tolerance", "not_a_number_of_figures")}


def test_zero_has_no_significant_figures():
    assert faults(ask("numeric", number(0, 2, FIGURES))) == {("/answers/0/match/value", "zero_has_no_figures")}


def test_two_answers_that_mean_the_same_are_refused():
    assert faults(ask("numeric", number(2.5), number(2.50, credit=0.5))) == {("/answers/1/match/value", "equal_answers")}


def test_one_value_may_have_a_narrow_and_a_wide_tolerance():
    assert faults(NEAR) == set()


def test_something_must_earn_credit():
    assert faults(ask("numeric", number(1, credit=0))) == {("/answers", "nothing_earns_credit")}


@pytest.mark.parametrize(
    "match", [{}, {"value": "ten"}, {"value": None}, {"value": 1, "tolerance": -1}, {"value": True}, {"value": 1, "unit": "m"}]
)
def test_an_answer_without_a_number_is_refused(match):
    with pytest.raises(ValidationError):
        numeric.Match().load(match)


@pytest.mark.parametrize(
    "response", ["ten", "", " ", "1,5", "1.5.2", "--1", "1e", "e5", "0x10", "inf", "NaN", "1_000", "1 000", "25 mm", "1" * 101]
)
def test_text_that_is_no_number_is_told_apart_from_a_wrong_number(response):
    with pytest.raises(Unfit) as unfit:
        numeric.number(response, "cm")
    assert unfit.value.code == "not_a_number"


@pytest.mark.parametrize(
    ("response", "unit", "words"),
    [
        ("1,5", "", "write a decimal point"),
        ("25 cm", "", "write it alone"),
        ("25 mm", "cm", "alone or followed by cm"),
    ],
)
def test_the_learner_is_told_how_to_write_it(response, unit, words):
    with pytest.raises(Unfit, match=words):
        numeric.number(response, unit)


@pytest.mark.parametrize("response", ["1e301", "-1e9999", "1e-9999", "1e-301"])
def test_numbers_beyond_all_measure_are_refused_quickly(response):
    with pytest.raises(Unfit) as unfit:
        graded(HUGE, response)
    assert unfit.value.code == "out_of_range"


@pytest.mark.parametrize("response", ["1e999999999", "1e99999999999999999999"])
def test_an_exponent_too_long_to_be_meant_is_no_number(response):
    with pytest.raises(Unfit):
        graded(HUGE, response)


def test_a_unit_is_compared_with_its_capitals():
    with pytest.raises(Unfit):
        graded(ask("numeric", number(5), unit="mW"), "5 MW")


def test_a_unit_that_looks_like_a_figure_takes_nothing_from_the_number():
    assert score(ask("numeric", number(25), unit="5"), "25") == 1


def test_the_accepted_interval_is_told():
    assert graded(PI, 3.14).breakdown[0].detail == "3.14 lies within 3.13659 to 3.14659."
    assert graded(LENGTH, "1e3").breakdown[0].detail == "1000 is within no answer's tolerance."


def test_no_digit_is_lost_between_very_large_and_very_small():
    assert numeric.interval({"value": 1e300, "tolerance": 1e-300})[0] < Decimal("1e300")
    low, high = numeric.interval({"value": 1e300, "tolerance": 1e-300, "tolerance_type": "relative"})
    assert (int(low), int(high)) == (10**300 - 1, 10**300 + 1)


@pytest.mark.parametrize("digits", [17, 30])
def test_a_learner_may_write_more_digits_than_an_author(digits):
    assert score(PI, "3.14159265358979323846264338327950288"[: digits + 1]) == 1


@given(value=VALUES, tolerance=st.decimals(0, 10, places=3))
def test_both_ends_of_a_tolerance_are_in_and_nothing_beyond(value, tolerance):
    question = ask("numeric", number(value, tolerance))
    step = Decimal("0.0001")
    worths = [graded(question, value + sign * (tolerance + beyond)).credit for sign in (1, -1) for beyond in (0, step)]
    assert worths == [1, 0, 1, 0]


@given(value=VALUES.filter(bool), figures=st.integers(1, 15))
def test_the_value_rounded_to_its_figures_is_always_right(value, figures):
    assert graded(ask("numeric", number(value, figures, FIGURES)), f"{value:.{figures - 1}e}").credit == 1


@given(VALUES, st.sampled_from(["{}", " {} ", "{}cm", "{} cm", "+{}"]))
def test_a_number_is_the_same_however_it_is_written(value, way):
    assert numeric.number(way.format(abs(value)), "cm") == abs(value) == numeric.number(abs(value))
