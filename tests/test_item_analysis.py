"""Item analysis: figures worked by hand, laws that hold of any class, and what NumPy makes of the same."""
import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import item_analysis, item_flags, reliability
from service.item_analysis import Responses
from service.reliability import Paper
from tests import simulated_class
from tests.simulated_class import CHOICES

CLASS = [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
"""Five learners, four items, each harder than the one before."""
TOTALS = [4, 3, 2, 1, 0]
COLUMNS = list(zip(*CLASS))
RESTS = [[total - credit for total, credit in zip(TOTALS, column)] for column in COLUMNS]


# Worked by hand


@pytest.mark.parametrize(
    ("number", "p", "sd", "item_total", "item_rest"),
    [
        # mean credit; root of p (1 - p); covariance over the product of deviations: total's variance is 2
        (0, 0.8, 0.4, 0.4 / (0.4 * math.sqrt(2)), 0.24 / (0.4 * math.sqrt(1.36))),
        (1, 0.6, math.sqrt(0.24), 0.6 / math.sqrt(0.24 * 2), 0.36 / math.sqrt(0.24 * 1.04)),
        (2, 0.4, math.sqrt(0.24), 0.6 / math.sqrt(0.24 * 2), 0.36 / math.sqrt(0.24 * 1.04)),
        (3, 0.2, 0.4, 0.4 / (0.4 * math.sqrt(2)), 0.24 / (0.4 * math.sqrt(1.36))),
    ],
)
def test_the_figures_of_a_small_class_are_those_worked_by_hand(number, p, sd, item_total, item_rest):
    column = COLUMNS[number]
    figures = item_analysis.mean(column), item_analysis.deviation(column)
    correlations = item_analysis.correlation(column, TOTALS), item_analysis.correlation(column, RESTS[number])
    assert (*figures, *correlations) == pytest.approx((p, sd, item_total, item_rest), abs=1e-12)


def test_alpha_and_the_error_of_measurement_of_a_small_class_are_those_worked_by_hand():
    found = reliability.alpha([Paper(tuple("abcd"), row) for row in CLASS])
    of_items, of_totals = 0.16 + 0.24 + 0.24 + 0.16, 2
    assert found == {"alpha": pytest.approx(4 / 3 * (1 - of_items / of_totals)), "items": 4, "length": 4, "method": "complete"}
    assert reliability.standard_error(found["alpha"], [total / 4 for total in TOTALS]) == pytest.approx(math.sqrt(2 / 16 * 0.2))


def test_the_upper_and_the_lower_group_are_27_percent_each():
    credits, totals = [0] * 3 + [1, 0, 1, 0] + [1] * 3, range(10)
    assert item_analysis.upper_lower(credits, totals) == 1  # 2.7 of 10 are 3
    assert item_analysis.upper_lower([1, *credits[1:]], totals) == pytest.approx(1 - 1 / 3)


def test_whose_equal_totals_lie_across_the_cut_count_in_part():
    credits, totals = [0, 1, 0, 0, 0, 1, 1, 1, 1, 1], [0, 1, 1, 1, 2, 3, 3, 4, 5, 6]
    assert item_analysis.upper_lower(credits, totals) == pytest.approx(1 - (0 + 2 * 1 / 3) / 3)


def test_shares_are_counted_by_tenths():
    shares = [-0.2, 0, 0.1, 0.3, 0.29999, 0.6, 0.7, 0.95, 1, 1]
    assert reliability.histogram(shares) == [2, 1, 1, 1, 0, 0, 1, 1, 0, 3]


def test_the_moments_of_scores_are_those_worked_by_hand():
    assert reliability.skewness([0, 0, 0, 1]) == pytest.approx(2 / math.sqrt(3))  # (1 - 2p) / root of p (1 - p)
    assert reliability.skewness([0, 1]) == 0
    assert reliability.skewness([0.3] * 5) is None


def test_the_upper_end_of_wilsons_interval_is_that_of_the_textbook():
    assert item_analysis.at_most(0, 10, 1.959964) == pytest.approx(0.27753, abs=1e-5)
    assert item_analysis.at_most(81, 263, 1.959964) == pytest.approx(0.36616, abs=1e-4)  # Newcombe 1998, table I


@pytest.mark.parametrize("of_both", [-0.4, 0, 0.6])
def test_between_two_equal_correlations_there_is_nothing_but_chance(of_both):
    shape = np.array([[1, 0.3, 0.3], [0.3, 1, of_both], [0.3, of_both, 1]])
    classes = np.random.default_rng(2).multivariate_normal(np.zeros(3), shape, (3000, 100))
    found = [item_analysis.z_between(r[0, 1], r[0, 2], 100, r[1, 2]) for r in (np.corrcoef(each.T) for each in classes)]
    assert (np.mean(found), np.std(found)) == (pytest.approx(0, abs=0.06), pytest.approx(1, abs=0.04))


# Laws

numbers = st.floats(-1, 1).map(lambda each: round(each, 5))
pairs = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=60)


@given(pairs)
def test_a_correlation_lies_between_minus_one_and_one_and_has_no_direction(pairs):
    left, right = zip(*pairs)
    found = item_analysis.correlation(left, right)
    assert found == item_analysis.correlation(right, left)
    assert found is None or -1 <= found <= 1
    assert (found is None) == (len(set(left)) == 1 or len(set(right)) == 1)


@given(pairs, st.integers(1, 50), st.integers(-10, 10))
def test_what_a_correlation_is_measured_in_does_not_matter(pairs, unit, start):
    left, right = zip(*pairs)
    found = item_analysis.correlation(left, right)
    moved = item_analysis.correlation([unit * each + start for each in left], right)
    assert found is None or moved == pytest.approx(found, abs=1e-6)


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_a_class_does_not_matter(pairs, rng):
    mixed = rng.sample(pairs, len(pairs))
    for figure in (item_analysis.correlation, item_analysis.upper_lower):
        assert figure(*zip(*pairs)) == pytest.approx(figure(*zip(*mixed)), abs=1e-9)


@given(st.lists(numbers, min_size=1))
def test_every_share_is_in_one_tenth(shares):
    assert sum(reliability.histogram(shares)) == len(shares)


@given(st.integers(2, 6), st.integers(3, 30), st.integers(0, 10**6))
def test_two_ways_to_alpha_are_one_where_all_were_asked_the_same(items, learners, seed):
    rng = random.Random(seed)
    papers = [Paper(tuple(range(items)), [rng.choice([0, 0.5, 1]) for _ in range(items)]) for _ in range(max(learners, 20))]
    complete, pairwise = reliability._complete(papers), reliability._pairwise(papers)
    over_n = len(papers) / (len(papers) - 1)  # one goes by n, the other by n - 1
    assert [each * over_n for each in complete[1:]] == pytest.approx(pairwise[1:])


def test_nothing_is_told_of_too_few():
    few = Responses(credits=[1.0] * 19, totals=[0.5] * 19, rests=[0.5] * 19, seconds=[3.0] * 19, omitted=1)
    figures = item_analysis.figures(few)
    assert set(figures.values()) == {None}
    assert item_flags.flags(figures, [], few.rested) is None
    assert reliability.distribution([0.5] * 19) is None
    assert reliability.reliability([Paper((1, 2), [k % 2, k % 3]) for k in range(19)], [0.5] * 19) is None


def test_each_figure_needs_enough_of_its_own():
    some = Responses(credits=[1.0, 0.0] * 10, totals=[0.5, 0.1] * 10, rests=[0.5, math.nan] * 10, seconds=[3.0] * 19)
    figures = item_analysis.figures(some)
    assert figures["n"] == 20 and figures["p"] == 0.5 and figures["item_total"] == pytest.approx(1)
    assert figures["discrimination"] is figures["mean_seconds"] is figures["timed"] is None


# Against NumPy


@pytest.fixture(scope="module", params=[None, 6], ids=["one paper", "drawn papers"])
def simulated(request):
    """(items, attempts, credits as a matrix with NaN where an item was not asked)."""
    rng = random.Random(7)
    items = [simulated_class.item(rng) for _ in range(12)]
    attempts = simulated_class.sit(rng, items, 400, omit=0.1, asked=request.param)
    matrix = np.full((len(attempts), len(items)), np.nan)
    for row, attempt in enumerate(attempts):
        for number, choice in attempt.items():
            matrix[row, number] = choice == items[number].key
    return items, attempts, matrix


def test_figures_equal_those_that_numpy_makes(simulated):
    items, attempts, matrix = simulated
    for number, column in enumerate(simulated_class.responses(items, attempts)):
        asked = ~np.isnan(matrix[:, number])
        credit, total = matrix[asked, number], np.nanmean(matrix[asked], axis=1)
        rest = np.nanmean(np.delete(matrix[asked], number, axis=1), axis=1)
        figures = item_analysis.figures(column)
        expected = [credit.mean(), credit.std(), np.corrcoef(credit, rest)[0, 1], np.corrcoef(credit, total)[0, 1]]
        assert [figures[name] for name in ("p", "sd", "discrimination", "item_total")] == pytest.approx(expected, abs=1e-9)
        assert figures["n"] == asked.sum() and figures["omitted"] == sum(attempt.get(number, "") is None for attempt in attempts)
        for name in CHOICES:
            made = np.array([attempt[number] == name for attempt in attempts if number in attempt], float)
            expected = {"n": made.sum(), "share": made.mean(), "discrimination": np.corrcoef(made, rest)[0, 1]}
            assert item_analysis.choice(column, name) == pytest.approx(expected, abs=1e-9)


def test_alpha_equals_that_of_the_matrix_of_covariances(simulated):
    items, attempts, matrix = simulated
    scored = [{number: float(attempt[number] == items[number].key) for number in sorted(attempt)} for attempt in attempts]
    papers = [Paper(tuple(each), list(each.values())) for each in scored]
    found = reliability.alpha(papers)
    covariance = pairwise_covariance(matrix)
    mean_variance, k = np.trace(covariance) / len(items), len(items)
    between = (covariance.sum() - np.trace(covariance)) / (k * (k - 1))
    length = np.mean([len(attempt) for attempt in attempts])
    assert found["alpha"] == pytest.approx(length * between / (mean_variance + (length - 1) * between), abs=1e-9)
    if found["method"] == "complete":
        assert found["alpha"] == pytest.approx(k / (k - 1) * (1 - matrix.var(axis=0).sum() / matrix.sum(axis=1).var()), abs=1e-9)
    assert (found["method"], found["length"]) == (("complete", 12) if length == 12 else ("pairwise", 6))


def pairwise_covariance(matrix):
    """Covariances of every two columns over the rows that have both."""
    count = matrix.shape[1]
    found = np.empty((count, count))
    for one in range(count):
        for other in range(count):
            both = ~np.isnan(matrix[:, one]) & ~np.isnan(matrix[:, other])
            found[one, other] = np.cov(matrix[both, one], matrix[both, other])[0, 1]
    return found


def test_the_distribution_equals_numpys():
    shares = np.random.default_rng(3).beta(2, 5, 500).round(5)
    found = reliability.distribution(list(shares))
    middle = shares - shares.mean()
    expected = [shares.mean(), shares.std(), np.median(shares), shares.min(), shares.max(), (middle**3).mean() / shares.std() ** 3]
    assert [found[name] for name in ("mean", "sd", "median", "min", "max", "skewness")] == pytest.approx(expected, abs=1e-9)
    assert found["histogram"] == np.histogram(shares, bins=10, range=(0, 1))[0].tolist()


def test_items_that_too_few_were_asked_along_with_others_are_left_out_of_alpha():
    rng = random.Random(1)
    papers = [Paper(("a", "b", "c"), [rng.random() for _ in "abc"]) for _ in range(40)]
    papers += [Paper(("a", "b", "rare"), [rng.random() for _ in "abr"]) for _ in range(19)]
    assert reliability.alpha(papers)["items"] == 3
