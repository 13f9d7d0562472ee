"""Boosted trees: a row goes left up to a node's value and right beyond it, and what its leaves add is summed."""
import numpy
import pytest

from service.free_text.trees import Trees

STUMP_AND_TREE = {
    "feature": numpy.array([[1, 0, 0, 0, 0], [0, 0, 1, 0, 0]]),
    "most": numpy.array([[0.5, 0, 0, 0, 0], [2.0, 0, 7.0, 0, 0]]),
    "left": numpy.array([[1, 1, 2, 3, 4], [1, 1, 3, 3, 4]]),
    "right": numpy.array([[2, 1, 2, 3, 4], [2, 1, 4, 3, 4]]),
    "value": numpy.array([[0, -1.0, 1.0, 0, 0], [0, 10.0, 0, 20.0, 30.0]]),
    "first": 0.25,
    "deepest": 2,
}


@pytest.mark.parametrize(
    ("row", "total"), [((2, 0.5), 0.25 - 1 + 10), ((2, 0.6), 0.25 + 1 + 10), ((3, 7), 0.25 + 1 + 20), ((3, 8), 0.25 + 1 + 30)]
)
def test_a_row_is_led_to_one_leaf_of_each_tree(row, total):
    assert Trees(STUMP_AND_TREE).total(numpy.array(row, float)) == total
