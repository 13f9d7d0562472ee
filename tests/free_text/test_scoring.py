"""From signals to credit and confidence."""
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text import scoring

READERS = {"words": 5, "encoder": 6}
sums = st.floats(-60, 60)


@pytest.mark.parametrize("reader", READERS)
def test_there_is_a_weight_for_every_term(reader):
    assert len(scoring.fitted()[reader]["weights"]) == len(scoring.terms(reader, numpy.ones(READERS[reader])))


@given(sums, sums)
def test_a_larger_sum_is_worth_no_less(one, other):
    less, more = sorted((one, other))
    assert 0 <= scoring.credit(less) <= scoring.credit(more) <= 1


def test_the_ends_are_nothing_and_everything():
    assert [scoring.credit(total) for total in (-9, 9)] == [0, 1]


@given(st.sampled_from(list(READERS)), sums, st.integers(1, 500))
def test_confidence_is_a_chance_and_grows_with_the_distance(reader, total, length):
    nearer, there = scoring.confidence(reader, total / 2, length), scoring.confidence(reader, total, length)
    assert 0.5 <= nearer <= there <= scoring.fitted()[reader]["most"] < 1
    assert there == scoring.confidence(reader, -total, length)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_points_stand_for_a_sum_with_the_sign_of_their_mean(shares):
    total, mean = scoring.of_points(shares), sum(shares) / len(shares)
    assert numpy.isfinite(total) and (total > 0) == (mean > 0.5) or mean == pytest.approx(0.5)


@pytest.mark.parametrize("reader", READERS)
def test_without_key_points_the_whole_is_all_that_counts(reader):
    assert scoring.with_points(reader, 1.25, numpy.ones(READERS[reader]), []) == 1.25


@given(st.sampled_from(list(READERS)), st.floats(-6, 6), st.lists(st.floats(0, 1), min_size=1, max_size=5), st.integers(0, 4), st.floats(0, 1))
def test_who_has_more_of_a_point_earns_no_less(reader, whole, shares, number, more):
    better = [max(share, more) if at == number % len(shares) else share for at, share in enumerate(shares)]
    signals = numpy.ones(READERS[reader])
    assert scoring.with_points(reader, whole, signals, shares) <= scoring.with_points(reader, whole, signals, better) + 1e-9


@given(st.floats(-5, 5), st.floats(-6, 6), st.floats(0, 2))
def test_a_point_is_found_the_more_the_judge_finds_it(found, credit, more):
    assert 0 <= scoring.of_point(found, credit) <= scoring.of_point(found, credit + more) <= 1


@pytest.mark.parametrize("reader", READERS)
def test_the_nearest_reference_counts(reader):
    one, other = numpy.zeros(READERS[reader]), numpy.full(READERS[reader], 0.5)
    alone = [scoring.nearest(reader, [each])[1] for each in (one, other)]
    assert scoring.nearest(reader, [one, other]) == (alone.index(max(alone)), max(alone))


@pytest.mark.parametrize(("length", "number"), [(0, 1.0), (25, 1.0), (32, 1.2), (60, 2.0), (400, 2.0)])
def test_what_holds_for_short_references_turns_into_what_holds_for_long_ones(length, number):
    assert scoring.between((1, 2), length) == pytest.approx(number)


@pytest.mark.parametrize("lengths", [lambda length: (length, 3), lambda length: (3, length)], ids=["reference", "response"])
def test_the_judge_counts_less_the_longer_either_text_is(lengths):
    pairs = map(lengths, (5, 12, 25, 40, 60, 300))
    gains = [scoring.terms("encoder", (1, 0, 0, wanted, 0, said))[0] for wanted, said in pairs]
    assert gains == sorted(gains, reverse=True) and gains[0] == gains[1] == 0.4 and gains[2] == 0.2 and gains[4] == gains[5] == 0.15
