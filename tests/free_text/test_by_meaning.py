"""What the reader by meaning counts for itself."""
import numpy
import pytest

from service.free_text.by_meaning import least_fifth

CHANCE = numpy.random.default_rng(3)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 24, 60])
def test_the_least_fifth_ends_where_the_quantile_is(count):
    for values in CHANCE.uniform(-1, 1, (50, count)).astype(numpy.float32):
        found = least_fifth(values)
        assert found == numpy.quantile(values, 0.2) and found.dtype == numpy.float32
