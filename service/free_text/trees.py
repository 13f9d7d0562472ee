"""Boosted decision trees, as scikit-learn grows them by histograms: what they make of a row of features.

They are kept as arrays, all trees × nodes: which feature a node looks at, up to which value it goes left, where left and
right lead, and what a leaf adds. A leaf leads to itself.
"""
import numpy

PARTS = ("feature", "most", "left", "right", "value")


class Trees:
    """Made from arrays by the names of PARTS, and `first`: the sum before any tree."""

    def __init__(self, kept):
        self.first = float(kept["first"])
        shape = kept["feature"].shape
        starts = numpy.arange(shape[0])[:, None] * shape[1]
        self.feature, self.most, self.value = (kept[name].ravel() for name in ("feature", "most", "value"))
        self.left, self.right = ((kept[name] + starts).ravel() for name in ("left", "right"))
        self.starts, self.deepest = starts.ravel(), int(kept["deepest"])

    def total(self, features):
        """The sum of what the leaves add, for one row: the log-odds."""
        at = self.starts
        for _ in range(self.deepest):
            at = numpy.where(features[self.feature[at]] <= self.most[at], self.left[at], self.right[at])
        return self.first + float(self.value[at].sum())
