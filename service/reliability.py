"""What a paper's scores look like as a whole, and how far they can be relied on.

Papers may differ: a draw asks everyone else, and what is void or not graded yet is not in it. Where all were asked the same,
alpha is Cronbach's own. Otherwise it is made from the pairwise covariances of those items of which every two were asked
together often enough, and told for a paper of the mean length, by Spearman and Brown: with v the mean variance of an item, c the
mean covariance of two and m items a paper, alpha = m c / (v + (m - 1) c), which is Cronbach's where m is their number.
"""
from collections import Counter
from itertools import combinations
from math import floor, fsum, sqrt
from statistics import median
from typing import NamedTuple

from service.item_analysis import MINIMUM, deviation, enough, mean

BINS = 10


class Paper(NamedTuple):
    """What one attempt was asked, in order, and its scores; `items` may be shared by many."""

    items: tuple
    scores: list


def distribution(shares):
    """How the shares that attempts got are spread: moments, ends, middle and histogram."""
    if not enough(len(shares)):
        return None
    return {
        "mean": mean(shares), "sd": deviation(shares), "skewness": skewness(shares),
        "median": median(shares), "min": min(shares), "max": max(shares), "histogram": histogram(shares),
    }  # fmt: skip


def skewness(values):
    """The third moment about the mean, over the standard deviation cubed: g1 (Fisher 1930; Joanes and Gill 1998)."""
    spread, middle = deviation(values), mean(values)
    return fsum((each - middle) ** 3 for each in values) / len(values) / spread**3 if spread else None


def histogram(shares):
    """How many shares are in each tenth: from 0 (what is below counts there) up to 0.1, …, from 0.9 to 1, which is in it."""
    bins = Counter(min(max(floor(round(each * BINS, 9)), 0), BINS - 1) for each in shares)
    return [bins[number] for number in range(BINS)]


def reliability(papers, shares):
    """Alpha, and the standard error of measurement as a share of a paper."""
    found = alpha(papers) if enough(len(papers)) else None
    if found is None:
        return None
    return {**found, "sem": standard_error(found["alpha"], shares)}


def standard_error(alpha, shares):
    """sd sqrt(1 - alpha) (Lord and Novick 1968, chapter 3)."""
    return deviation(shares) * sqrt(max(1 - alpha, 0))


def alpha(papers):
    """{"alpha", "items", "length", "method"}, or None where there is none."""
    same = all(paper.items == papers[0].items for paper in papers)
    items, variance, covariance = (_complete if same else _pairwise)(papers)
    length = mean([len(paper.items) for paper in papers])
    spread = variance + (length - 1) * covariance
    if items < 2 or length <= 1 or spread <= 0:
        return None
    return {"alpha": length * covariance / spread, "items": items, "length": length, "method": "complete" if same else "pairwise"}


def _complete(papers):
    """(number of items, mean variance, mean covariance): all covariances together are the total's variance less theirs.

    So this is alpha = k / (k - 1) (1 - sum of the items' variances / variance of the total) (Cronbach 1951).
    """
    count = len(papers[0].items)
    if count < 2:
        return count, 0, 0
    own = fsum(deviation([paper.scores[place] for paper in papers]) ** 2 for place in range(count))
    whole = deviation([fsum(paper.scores) for paper in papers]) ** 2
    return count, own / count, (whole - own) / (count * (count - 1))


def _pairwise(papers):
    """The same of the items that every two of which enough were asked together: sums of products over n - 1 of those asked both."""
    sums = _sums(papers)
    items = _asked_together({pair: counted[0] for pair, counted in sums.items()})
    pairs = list(combinations(items, 2))
    if not pairs:
        return len(items), 0, 0
    variance = mean([_covariance(*sums[item, item]) for item in items])
    return len(items), variance, mean([_covariance(*sums[pair]) for pair in pairs])


def _sums(papers):
    """{(item, item): [n, sum x, sum y, sum xy]} of those who were asked both."""
    sums = {}
    for paper in papers:
        asked = list(zip(*paper))
        for place, (one, x) in enumerate(asked):
            for other, y in asked[place:]:
                counted = sums.get((one, other))
                if counted is None:
                    counted = sums[one, other] = [0, 0, 0, 0]
                counted[0] += 1
                counted[1] += x
                counted[2] += y
                counted[3] += x * y
    return sums


def _covariance(n, x, y, xy):
    return (xy - x * y / n) / (n - 1)


def _asked_together(counts):
    """Leave out the item with the most partners that too few were asked along with it, until there is none; in order."""
    items = sorted({item for pair in counts for item in pair if counts[item, item] >= MINIMUM})
    lacking = {item: set() for item in items}
    for one, other in combinations(items, 2):
        if counts.get((one, other), 0) < MINIMUM:
            lacking[one].add(other)
            lacking[other].add(one)
    while any(lacking.values()):
        worst = max(lacking, key=lambda item: (len(lacking[item]), -counts[item, item], item))
        for other in lacking.pop(worst):
            lacking[other].discard(worst)
    return list(lacking)
