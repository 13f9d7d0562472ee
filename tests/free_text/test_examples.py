"""Graded examples help only as far as they help."""
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text.examples import Learnt

UNLIKE = 0.1


def learnt(totals, credits, alike=UNLIKE):
    """What is learnt of examples that are all as like one another."""
    likeness = numpy.full((len(totals), len(totals)), alike)
    numpy.fill_diagonal(likeness, 1)
    return Learnt(totals, credits, likeness)


def moved(of, total):
    """By how much a sum is corrected, for a response that is like none of the examples."""
    return of.total(total, numpy.full(len(of.totals), UNLIKE)) - total


@pytest.mark.parametrize(("credits", "direction"), [([1, 1, 1], 1), ([0, 0, 0], -1)])
def test_three_that_agree_move_the_threshold(credits, direction):
    for totals in ([-0.6, -0.4, -0.5], [0, 0, 0], [0.2, 0.4, 0.6]):
        if direction * sum(totals) <= 0:
            assert direction * moved(learnt(totals, credits), 0.0) > 0.3


def test_fewer_than_three_change_nothing():
    for count in range(3):
        assert moved(learnt([-1.0] * count, [1] * count), 0.3) == 0


@pytest.mark.parametrize("credits", [[1, 0, 1, 0], [0, 1, 1, 0], [1, 1, 0, 0, 1, 0]])
def test_those_that_contradict_one_another_change_nothing(credits):
    assert moved(learnt([0.0] * len(credits), credits), 0.3) == 0


def test_those_that_say_what_the_reader_says_change_little():
    of = learnt([-3, -2, -1, 1, 2, 3], [0.05, 0.12, 0.27, 0.73, 0.88, 0.95])
    assert all(abs(moved(of, total)) < 0.2 for total in (-2, 0, 2))


def test_what_is_near_to_an_example_is_graded_like_it():
    """Two ways to answer: the teacher takes the one that the reader takes to be wrong, and the other way round."""
    likeness = numpy.kron(numpy.eye(2), numpy.full((4, 4), 0.9)) + UNLIKE
    of = Learnt([-1] * 4 + [1] * 4, [1] * 4 + [0] * 4, likeness)
    one, other = likeness[0], likeness[4]
    assert of.total(-1, one) > -1 and of.total(1, other) < 1
    assert of.near_part > 0


def test_each_is_judged_by_the_others_alone():
    """One example that differs from all others helps none of them, so it teaches nothing."""
    of = learnt([-2.0] * 6, [1, 0, 0, 0, 0, 0])
    assert abs(moved(of, -2.0)) < 0.5
    assert of.credit(-2.0, numpy.full(6, UNLIKE)) < 0.5


def test_many_that_agree_are_followed_however_far_off_the_reader_was():
    for direction in (1, -1):
        of = learnt([-6.0 * direction] * 40, [(1 + direction) / 2] * 40)
        assert 4 < direction * moved(of, -6.0 * direction) < 16


numbers = st.floats(-30, 30)


@given(st.data(), st.integers(0, 8), numbers)
def test_a_credit_stays_between_nothing_and_everything(data, count, total):
    shares = st.floats(0, 1)
    totals, credits, alike = (data.draw(st.lists(each, min_size=count, max_size=count)) for each in (numbers, shares, shares))
    rows = data.draw(st.lists(shares, min_size=count * count, max_size=count * count))
    of = Learnt(totals, credits, numpy.array(rows).reshape(count, count))
    corrected = of.total(total, alike)
    assert numpy.isfinite(corrected)
    if count >= 3:
        assert 0 <= of.credit(total, alike) <= 1


@given(st.lists(st.tuples(numbers, st.sampled_from([0, 0.5, 1])), min_size=3, max_size=10))
def test_the_credits_of_the_examples_are_met_no_worse_than_before(examples):
    totals, credits = (numpy.array(each, float) for each in zip(*examples))
    of = learnt(totals, credits)
    off = of._trials(numpy.where(numpy.eye(len(totals)), 1, UNLIKE))
    assert off[of.offset_part, of.near_part] <= off[0.0, 0.0]


def test_the_order_of_examples_makes_no_difference_to_speak_of():
    totals, credits = [-0.5, 0.2, -0.9, 0.4, -0.1], [1, 1, 0.5, 1, 1]
    there, back = learnt(totals, credits), learnt(totals[::-1], credits[::-1])
    assert moved(there, 0.0) == pytest.approx(moved(back, 0.0))
