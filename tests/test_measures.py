"""The measures of agreement: values worked out by hand, what has none, and the intervals over questions."""
import math
from collections import Counter
from decimal import Decimal
from itertools import product
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import measures, measuring
from service.free_text import Reading
from service.measuring import Figure, Judged

QUARTERS = st.sampled_from([0, 0.25, 0.5, 0.75, 1])


@pytest.mark.parametrize(
    ("measure", "columns", "options", "value"),
    [
        (measures.mean, [[1, 0, 0, 1]], {}, 0.5),
        (measures.pearson, [[0, 0.5, 1], [0, 1, 0.5]], {}, 0.5),  # 0.25 / sqrt(0.5 * 0.5)
        (measures.pearson, [[0, 0.5, 1], [1, 0.9, 0.8]], {}, -1),
        (measures.rmse, [[0, 0.5, 1], [0, 1, 0.5]], {}, math.sqrt(0.5 / 3)),
        (measures.mae, [[0, 0.5, 1], [0, 1, 0.5]], {}, 1 / 3),
        (measures.quadratic_kappa, [[0, 0.5, 1], [0, 1, 0.5]], {"steps": 2}, 0.5),  # 1 - (2/3) / (10/3 - 2)
        (measures.quadratic_kappa, [[0, 0.25, 1], [0.1, 0.125, 1]], {}, 1),  # a half is rounded up
        (measures.quadratic_kappa, [[0, 1, 0, 1], [0, 0, 1, 1]], {}, 0),
        (measures.quadratic_kappa, [[0, 1], [1, 0]], {}, -1),
        (measures.quadratic_kappa, [[0, 1, 0.5], [1, 1, 1]], {}, 0),  # the same for all: as by chance
        (measures.roc_auc, [[0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]], {}, 0.75),  # 3 of 4 pairs
        (measures.roc_auc, [[0, 1, 1], [0.5, 0.5, 0.9]], {}, 0.75),  # a tie and a pair, of 2
        (measures.roc_auc, [[0, 1, 0], [1, 1, 1]], {}, 0.5),
        (measures.accuracy, [[1, 1, 1, 0], [1, 1, 0, 0]], {}, 0.75),
        (measures.macro_f1, [[1, 1, 1, 0], [1, 1, 0, 0]], {}, (4 / 5 + 2 / 3) / 2),
        (measures.macro_f1, [[1, 0], [1, 1]], {}, (2 / 3 + 0) / 2),
        (measures.accuracy_of_surest, [[0, 1, 0, 1, 1], [0.5, 0.6, 0.7, 0.8, 0.9]], {"share": 0.6}, 2 / 3),
        (measures.accuracy_of_surest, [[1, 0, 0, 0], [0.9, 0.8, 0.8, 0.8]], {"share": 0.5}, 1 / 2),
        (measures.accuracy_of_surest, [[1, 1, 0, 0], [0.8, 0.8, 0.8, 0.1]], {"share": 0.5}, 2 / 3),  # two of three equals
        (measures.accuracy_of_surest, [[1] * 7 + [0] * 3, list(range(10, 0, -1))], {}, 1),
        (measures.calibration_error, [[1, 0, 1, 1], [0.95, 0.95, 0.65, 0.65]], {}, 0.4),  # 0.45 / 2 + 0.35 / 2
        (measures.calibration_error, [[0, 1], [1.0, 0.9]], {}, 0.45),  # 1 lies in the last bin
        (measures.calibration_error, [[0, 1], [0.2, 0.8]], {"bins": 1}, 0),
    ],
)
def test_a_value_worked_out_by_hand(measure, columns, options, value):
    assert measure(*columns, **options) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("measure", "columns"),
    [
        (measures.mean, [[]]),
        (measures.rmse, [[], []]),
        (measures.pearson, [[0.5], [0.5]]),
        (measures.pearson, [[0.1, 0.1, 0.1], [0, 0.5, 1]]),
        (measures.pearson, [[0, 0.5, 1], [0.7, 0.7, 0.7]]),
        (measures.quadratic_kappa, [[1], [1]]),
        (measures.quadratic_kappa, [[0.5, 0.5], [0, 1]]),
        (measures.roc_auc, [[1, 1], [0.2, 0.8]]),
        (measures.roc_auc, [[0], [0.2]]),
        (measures.macro_f1, [[1, 1], [1, 0]]),
        (measures.macro_f1, [[0], [0]]),
    ],
)
def test_what_has_no_value_gives_none_and_is_shown_as_a_stroke(measure, columns):
    assert measure(*columns) is None
    assert measuring.shown(measure(*columns)) == "-"


def test_decimals_and_flags_are_numbers():
    assert measures.mae([Decimal("0.5"), Decimal(1)], [0.5, True]) == 0


def test_what_is_compared_must_be_equally_long():
    with pytest.raises(ValueError, match="equally long"):
        measures.rmse([1], [1, 0])


@given(st.lists(st.tuples(QUARTERS, QUARTERS), min_size=1, max_size=30))
def test_kappa_is_that_of_the_table_of_grades(pairs):
    pairs = [(round(one * 4), round(other * 4)) for one, other in pairs]
    rows, columns = (Counter(pair[at] for pair in pairs) for at in (0, 1))
    seen = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
    chance = sum((one - other) ** 2 * rows[one] * columns[other] for one, other in product(rows, columns)) / len(pairs) ** 2
    found = measures.quadratic_kappa(*zip(*[(one / 4, other / 4) for one, other in pairs]))
    assert found is None if len(rows) == 1 else found == pytest.approx(1 - seen / chance)


@given(st.lists(st.tuples(st.booleans(), QUARTERS), min_size=1, max_size=30))
def test_auc_counts_pairs(rows):
    pairs = [(mine > its) + (mine == its) / 2 for (right, mine), (other, its) in product(rows, rows) if right and not other]
    found = measures.roc_auc(*zip(*rows))
    assert found is None if not pairs else found == pytest.approx(sum(pairs) / len(pairs))


@pytest.mark.parametrize(
    "measure", [measures.pearson, measures.rmse, measures.quadratic_kappa, measures.accuracy_of_surest, measures.calibration_error]
)
@given(rows=st.lists(st.tuples(QUARTERS, QUARTERS, st.integers(0, 3)), min_size=1).filter(lambda rows: any(row[2] for row in rows)))
def test_a_row_that_weighs_two_is_two_rows(measure, rows):
    one, other, weights = zip(*rows)
    if measure in (measures.accuracy_of_surest, measures.calibration_error):
        one = [each >= 0.5 for each in one]
    repeated = [[value for value, weight in zip(column, weights) for _ in range(weight)] for column in (one, other)]
    alone, weighed = measure(*repeated), measure(one, other, weights=np.array([weights], float))
    assert np.isnan(weighed[0]) if alone is None else weighed[0] == pytest.approx(alone)


def test_the_interval_of_two_questions_reaches_from_one_to_the_other():
    assert measures.interval(measures.mean, [[1, 1, 0, 0]], "aabb") == (0, 1)  # each alone in a quarter of the draws


def test_the_interval_is_that_of_questions_not_of_answers():
    answers = [1, 0] * 50
    low, high = measures.interval(measures.mean, [answers], range(100))
    assert (low, high) == pytest.approx((0.4, 0.6), abs=0.02)  # 0.5 -+ 1.96 * sqrt(0.25 / 100)
    assert measures.interval(measures.mean, [answers], [number // 2 for number in range(100)]) == (0.5, 0.5)


@pytest.mark.parametrize("at_once", [1, 500, 10**6])
def test_the_interval_is_the_same_however_much_is_done_at_once(monkeypatch, at_once):
    columns, questions = [[0, 0.5, 1, 0.25, 0.5, 1], [0, 1, 0.5, 0.5, 0.5, 0.75]], "abcabc"
    expected = measures.interval(measures.rmse, columns, questions, draws=200)
    monkeypatch.setattr(measures, "AT_ONCE", at_once)
    assert measures.interval(measures.rmse, columns, questions, draws=200) == pytest.approx(expected)


def test_the_interval_is_drawn_by_its_seed():
    squares = [number**2 for number in range(30)]
    first, again, other = (measures.interval(measures.mean, [squares], range(30), seed=seed) for seed in (0, 0, 1))
    assert first == again != other


def test_there_is_no_interval_of_one_question_nor_of_what_has_no_value():
    assert measures.interval(measures.mean, [[1, 0]], "aa") == (None, None)
    assert measures.interval(measures.roc_auc, [[1, 1], [0, 1]], "ab") == (None, None)


def test_draws_without_a_value_are_left_out():
    low, high = measures.interval(measures.roc_auc, [[1, 0], [1, 0]], "ab")  # half of the draws have one class
    assert (low, high) == (1, 1)


def judged(truth, credit, confidence=0.8, needs_review=False, question="a"):
    return Judged(question, truth, credit, confidence, needs_review)


def test_the_figures_of_some_answers():
    found = measuring.figures(
        [judged(1, 1), judged(0.5, 0.25, needs_review=True), judged(0, 0, question="b"), judged(0.75, 0.5, confidence=0.4, question="b")]
    )
    assert set(found) == set(measuring.LABELS)
    assert found["accuracy"].value == 0.75 and found["accuracy_full"].value == 0.75 and found["review"] == Figure(0.25, 0, 0.5)
    assert found["mae"].value == pytest.approx(0.125) and found["auc"].value == 1
    assert found["calibration"].value == pytest.approx((abs(2 - 2.4) + 0.6) / 4)


def test_what_counts_as_right_is_told():
    answers = [judged(0.5, 0), judged(1, 1), judged(0, 0)]
    by = {right_from: measuring.figures(answers, right_from=right_from)["accuracy"].value for right_from in (0.5, 1)}
    assert by == {0.5: pytest.approx(2 / 3), 1: 1}


def test_a_row_is_read_and_kept_with_its_question():
    row = {"dataset": "d", "question_id": "1", "question": "Why?", "references": ["Because."], "answer": "Because.", "credit": 0.5}

    def read(prompt, references, response):
        assert (prompt, references, response) == ("Why?", ["Because."], "Because.")
        return Reading(Decimal("0.4"), 0.7, True)

    assert measuring.judged(row, read) == Judged(("d", "1"), 0.5, 0.4, 0.7, True)
    assert measuring.judged({**row, "group": "g"}, read).question == "g"


def test_intervals_of_thousands_of_answers_take_no_time():
    answers = [judged(number % 5 / 4, number % 7 / 6, 0.5 + number % 11 / 22, number % 3 == 0, number % 100) for number in range(2000)]
    start = perf_counter()
    measuring.figures(answers)
    assert perf_counter() - start < 10
