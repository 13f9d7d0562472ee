"""Graded examples speak for what is like them, and the more of them agree, the louder."""
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text import scoring
from service.free_text.examples import Learnt

UNLIKE = 0.1


def learnt(totals, credits, alike=UNLIKE):
    """What is learnt of examples that are all as like one another."""
    likeness = numpy.full((len(totals), len(totals)), alike)
    numpy.fill_diagonal(likeness, 1)
    return Learnt(totals, credits, likeness)


def moved(of, total):
    """By how much a sum is corrected, for a response that is like none of the examples."""
    return of.total(total, numpy.full(len(of.shares), UNLIKE)) - total


@pytest.mark.parametrize(("credits", "direction"), [([1, 1, 1], 1), ([0, 0, 0], -1)])
def test_three_that_agree_move_the_threshold(credits, direction):
    for totals in ([-0.6, -0.4, -0.5], [0, 0, 0], [0.2, 0.4, 0.6]):
        if direction * sum(totals) <= 0:
            assert direction * moved(learnt(totals, credits), 0.0) > 0.3


def test_the_more_agree_the_more_they_move():
    by_count = [moved(learnt([-1.0] * count, [1] * count), 0.3) for count in (0, 1, 2, 3, 10, 30)]
    assert by_count[0] == 0 and by_count == sorted(by_count)


def test_without_examples_a_sum_stays_as_it_is():
    assert [Learnt([], [], []).total(total, []) for total in (-30, 0.3, 30)] == [-30, 0.3, 30]


def test_one_alone_moves_what_is_unlike_it_by_less_than_a_quarter_of_its_error():
    assert 0 < learnt([0.0], [1]).credit(0.0, [UNLIKE]) - 0.5 < 0.125


@pytest.mark.parametrize(("count", "believed"), [(1, 1 / 3), (2, 1 / 2), (3, 3 / 5), (30, 15 / 16)])
def test_of_what_few_say_a_part_is_believed(monkeypatch, count, believed):
    asked = [0.3] * count, [0.8] * count
    some = learnt(*asked).credit(0.0, [UNLIKE] * count) - 0.5
    monkeypatch.setattr("service.free_text.examples.FEW", 0)
    assert some == pytest.approx(believed * (learnt(*asked).credit(0.0, [UNLIKE] * count) - 0.5))


@pytest.mark.parametrize("credits", [[1, 0, 1, 0], [0, 1, 1, 0], [1, 1, 0, 0, 1, 0]])
def test_those_that_contradict_one_another_change_nothing(credits):
    assert moved(learnt([0.0] * len(credits), credits), 0.3) == pytest.approx(0)


def test_those_that_say_what_the_reader_says_change_little():
    totals = [-3, -2, -1, 1, 2, 3]
    of = learnt(totals, [float(scoring.credit(each)) for each in totals])
    assert all(abs(moved(of, total)) < 0.2 for total in (-2, 0, 2))


def test_what_is_near_to_an_example_is_graded_like_it():
    """Two ways to answer: the teacher takes the one that the reader takes to be wrong, and the other way round."""
    likeness = numpy.kron(numpy.eye(2), numpy.full((4, 4), 0.8)) + UNLIKE
    numpy.fill_diagonal(likeness, 1)
    of = Learnt([-1] * 4 + [1] * 4, [1] * 4 + [0] * 4, likeness)
    one, other = likeness[0].clip(max=0.9), likeness[4].clip(max=0.9)
    assert of.total(-1, one) > 0 and of.total(1, other) < 0


@pytest.mark.parametrize("given", [0, 0.3, 0.5, 1])
@pytest.mark.parametrize("total", [-6, -0.5, 0, 2, 6])
def test_a_response_that_was_graded_gets_its_credit_again(given, total):
    """Alone and beside others that say the contrary."""
    assert learnt([total], [given]).credit(total, [1]) == pytest.approx(given, abs=0.06)
    of = learnt([total, -2, -1, 0, 1, 2], [given, *[1 - round(given)] * 5], alike=0.6)
    assert of.credit(total, [1, *[0.6] * 5]) == pytest.approx(given, abs=0.12)


def test_the_same_response_graded_twice_gets_the_mean():
    assert learnt([-1, -1], [0, 1], alike=1).credit(-1, [1, 1]) == pytest.approx(0.5, abs=0.02)
    assert learnt([-1] * 40, [1] * 40, alike=1).credit(-1, [1] * 40) == pytest.approx(1, abs=0.02)


def test_what_has_the_same_words_but_is_read_otherwise_is_not_the_same():
    """A denial is put into a response that the teacher took and the reader did not see to be right."""
    of = learnt([-0.5], [1])
    assert of.credit(-0.5, [1]) > 0.9 and of.credit(-3, [1]) < 0.5


def test_one_that_differs_from_all_others_teaches_them_little():
    of = learnt([-2.0] * 6, [1, 0, 0, 0, 0, 0])
    assert abs(moved(of, -2.0)) < 0.5
    assert of.credit(-2.0, numpy.full(6, UNLIKE)) < 0.5


def test_many_that_agree_are_followed_however_far_off_the_reader_was():
    for direction in (1, -1):
        of = learnt([-6.0 * direction] * 40, [(1 + direction) / 2] * 40)
        assert 4 < direction * moved(of, -6.0 * direction) < 16


numbers, shares = st.floats(-30, 30), st.floats(0, 1)
directions = st.tuples(st.floats(0.1, 1), shares, shares).map(lambda vector: numpy.array(vector) / numpy.linalg.norm(vector))


@given(st.lists(st.tuples(numbers, shares, directions), max_size=8), numbers, directions)
def test_a_credit_stays_between_nothing_and_everything(examples, total, gist):
    totals, credits, gists = zip(*examples) if examples else ((), (), ())
    of = Learnt(totals, credits, [[one @ other for other in gists] for one in gists])
    alike = [one @ gist for one in gists]
    assert 0 <= of.credit(total, alike) <= 1 and numpy.isfinite(of.total(total, alike))


@given(st.lists(st.tuples(numbers, st.sampled_from([0, 0.5, 1]), directions), min_size=1, max_size=10))
def test_the_credits_of_the_examples_are_met_no_worse_than_before(examples):
    totals, credits, gists = (numpy.array(each, float) for each in zip(*examples))
    likeness = gists @ gists.T
    of = Learnt(totals, credits, likeness)
    after = numpy.array([of.credit(total, alike) for total, alike in zip(totals, likeness)])
    assert ((after - credits) ** 2).sum() <= ((of.shares - credits) ** 2).sum() + 1e-9


def test_the_order_of_examples_makes_no_difference_to_speak_of():
    totals, credits = [-0.5, 0.2, -0.9, 0.4, -0.1], [1, 1, 0.5, 1, 1]
    there, back = learnt(totals, credits), learnt(totals[::-1], credits[::-1])
    assert moved(there, 0.0) == pytest.approx(moved(back, 0.0))
