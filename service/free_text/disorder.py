"""How much a text reads like its words in disorder, by a small network that looks at every two neighbouring pieces of it.

It sees them as an early layer of the encoder has them, each in its place among the others, and was taught by answers of our own
and what shuffling makes of them (bench/grading): a probe, as in Alain and Bengio, Understanding intermediate layers, 2016.
"""
from functools import cache
from pathlib import Path

import numpy

FILE = Path(__file__).with_name("disorder.npz")
PARTS = ("before", "behind", "shift", "outer", "last")


def disorder(rows):
    """The log-odds that the pieces of a text (pieces × 384) are in disorder; 0 where there are no two of them."""
    if len(rows) < 2:
        return 0.0
    before, behind, shift, outer, last = kept()
    seen = numpy.maximum(rows[:-1] @ before + rows[1:] @ behind + shift, 0)
    return float(numpy.concatenate([seen.mean(0), seen.max(0)]) @ outer + last)


@cache
def kept():
    """The network's arrays, in the order of PARTS: two of 384 × units, a shift, weights of means and of maxima, a shift."""
    with numpy.load(FILE) as file:
        return tuple(file[part].astype(numpy.float32) for part in PARTS)
