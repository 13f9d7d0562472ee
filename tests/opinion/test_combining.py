"""Two readers: surer where they agree, in doubt where they do not; and what a rule has decided stays decided."""
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import pytest

from service.free_text import Reading
from service.opinion import Opinion, combined, graded_by, wanted


def reading(credit, confidence=0.4, **more):
    return Reading(Decimal(str(credit)), confidence, **{"needs_review": confidence < 0.6, **more})


def opinion(credit):
    return Opinion(Decimal(str(credit)))


@pytest.mark.parametrize(
    ("ours", "theirs", "credit", "confidence", "needs_review"),
    [
        ((0.6, 0.55), 0.9, "0.75", 0.725, False),
        ((0.5, 0.55), 0.5, "0.50", 0.725, False),
        ((1, 0.9), 0.9, "0.95", 0.9, False),
        ((0.2, 0.4), 0, "0.10", 0.65, False),
        ((0.49, 0.4), 0.4999, "0.49", 0.65, False),
        ((0.3, 0.25), 0.1, "0.20", 0.575, True),
        ((0.3, 0.95), 0.1, "0.20", 0.95, False),
    ],
)
def test_where_both_agree_credit_is_half_way_and_confidence_rises(ours, theirs, credit, confidence, needs_review):
    found = combined(reading(*ours), opinion(theirs))
    assert (str(found.credit), found.needs_review) == (credit, needs_review) and found.confidence == pytest.approx(confidence, abs=0.006)


@pytest.mark.parametrize(("ours", "theirs"), [((0.2, 0.4), 1), ((0.49, 0.4), 0.5), ((0.5, 0.55), 0.49), ((1, 0.9), 0), ((0, 0.8), 1)])
def test_where_they_differ_credit_is_ours_and_a_person_is_asked(ours, theirs):
    before = reading(*ours)
    found = combined(before, opinion(theirs))
    assert found.credit == before.credit and found.needs_review and found.confidence == min(before.confidence, 0.5)


@dataclass(frozen=True)
class Guarded(Reading):
    guarded: bool = True


@pytest.mark.parametrize(
    "settled",
    [
        reading(0, 0.9, why="It repeats the question."),
        reading(1, 0.9, why="It is the answer itself."),
        Guarded(Decimal(0), 0.5, True),
        Guarded(Decimal("0.3"), 0.5, True),
    ],
)
@pytest.mark.parametrize("theirs", [0, 0.4, 1])
def test_what_a_rule_decided_stays_and_nobody_is_asked_about_it(settings, settled, theirs):
    assert combined(settled, opinion(theirs)) is settled
    assert not wanted(settings("http://x/v1", opinion_when="always"), settled)


def test_without_an_opinion_all_stays():
    before = reading(0.4)
    assert combined(before, None) is before


def test_no_opinion_makes_right_what_is_wrong_or_the_reverse():
    shares = [Decimal(number) / 100 for number in range(0, 101, 7)] + [Decimal("0.49"), Decimal("0.5"), Decimal("0.51")]
    for ours, theirs in product(shares, [*shares, Decimal("0.4999"), Decimal("0.0001")]):
        assert (combined(reading(ours), Opinion(theirs)).credit >= Decimal("0.5")) == (ours >= Decimal("0.5"))


def test_the_points_never_explain_more_than_the_credit():
    points = {"covered": ("a", "b"), "missing": ("c",), "shares": (Decimal(1), Decimal("0.8"), Decimal("0.3"))}
    found = combined(reading(0.7, **points), opinion(0.5))
    assert found.credit == Decimal("0.60") and sum(found.shares) <= 3 * found.credit and found.shares[0] > found.shares[1] > found.shares[2]
    assert (found.covered, found.missing) == (points["covered"], points["missing"])
    assert combined(reading(0.7, **points), opinion(1)).shares == points["shares"]
    assert combined(reading(0, shares=(Decimal(0),) * 3), opinion(0)).shares == (Decimal(0),) * 3


@pytest.mark.parametrize(
    ("when", "unsure", "asked"), [("review", True, True), ("review", False, False), ("always", True, True), ("always", False, True)]
)
def test_who_is_asked_about(settings, when, unsure, asked):
    assert wanted(settings("http://x/v1", opinion_when=when), reading(0.4, needs_review=unsure)) == asked
    assert not wanted(settings("", opinion_when=when), reading(0.4, needs_review=unsure))
    assert not wanted(settings("http://x/v1", opinion_when=when, opinion_model=""), reading(0.4, needs_review=unsure))


def test_both_who_graded_are_named(settings):
    assert graded_by("words", "1", settings("http://x/v1")) == ("words+opinion", "1+judge-1@1")
