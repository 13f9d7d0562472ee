"""How well two lists of numbers agree: what teachers gave, and what we give; and how far chance could move each figure.

Every measure takes lists of equal length and gives a number, or None where there is none (a single row, no variance, one
class). With `weights`, a row of numbers that say how often each answer counts, or many such rows, it gives an array, with
NaN for None; this is how the intervals are made.
"""
from functools import wraps

import numpy as np

TINY = 1e-12
"""A variance below this is none: what is left of it is rounding."""
AT_ONCE = 2_000_000
"""How many weights are held in memory at once."""


def measure(formula):
    """Let a formula over columns and weights be asked for one number, too."""

    @wraps(formula)
    def asked(*columns, weights=None, **options):
        columns = [np.asarray(each, float) for each in columns]
        if len({each.shape for each in columns}) > 1:
            raise ValueError("What is compared must be equally long.")
        if not columns[0].size:
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            found = formula(*columns, np.ones(len(columns[0])) if weights is None else weights, **options)
        if weights is not None:
            return found
        return None if np.isnan(found) else float(found)

    return asked


@measure
def mean(values, weights):
    """sum x / n; of flags (0 or 1) it is their share."""
    return weights @ values / weights.sum(-1)


_mean = mean.__wrapped__


@measure
def pearson(truth, given, weights):
    """Covariance over the root of the product of the variances (Pearson 1895)."""
    truth, given = truth - truth[0], given - given[0]  # what does not vary is 0 then, and stays so
    covariance = _mean(truth * given, weights) - _mean(truth, weights) * _mean(given, weights)
    return covariance / np.sqrt(_variance(truth, weights) * _variance(given, weights))


def _variance(values, weights):
    """The mean square less the square of the mean; NaN where there is none."""
    found = _mean(values**2, weights) - _mean(values, weights) ** 2
    return np.where(found > TINY, found, np.nan)


@measure
def rmse(truth, given, weights):
    """Root of the mean square of the differences."""
    return np.sqrt(_mean((truth - given) ** 2, weights))


@measure
def mae(truth, given, weights):
    """Mean of the absolute differences."""
    return _mean(np.abs(truth - given), weights)


@measure
def quadratic_kappa(truth, given, weights, *, steps=4):
    """Weighted kappa with squared distances (Cohen 1968), over credits rounded (half up) to `steps` equal steps.

    1 - sum d O / sum d E: d is the squared distance of two grades, O the share of answers that got this pair, E that share
    if the grades were dealt out by chance. Both sums are means: sum d O = E[(x-y)^2], sum d E = E[x^2] + E[y^2] - 2 E[x] E[y].
    """
    truth, given = np.floor(truth * steps + 0.5), np.floor(given * steps + 0.5)
    chance = _mean(truth**2, weights) + _mean(given**2, weights) - 2 * _mean(truth, weights) * _mean(given, weights)
    return np.where(_variance(truth, weights) > 0, 1 - _mean((truth - given) ** 2, weights) / chance, np.nan)


@measure
def roc_auc(right, score, weights):
    """The chance that of a right and a wrong answer the right one scores higher; a tie is half (Hanley and McNeil 1982)."""
    of_right, of_wrong = _by_value(score, weights * right, weights * (1 - right))
    below = np.cumsum(of_wrong, -1) - of_wrong
    return (of_right * (below + of_wrong / 2)).sum(-1) / (of_right.sum(-1) * of_wrong.sum(-1))


def _by_value(values, *columns):
    """Each column summed up over equal values, from the least value to the greatest."""
    order = np.argsort(values, kind="stable")
    starts = np.flatnonzero(np.diff(values[order], prepend=-np.inf))
    return [np.add.reduceat(each[..., order], starts, axis=-1) for each in columns]


@measure
def accuracy(right, said, weights):
    """The share of answers of which the same is said: right, or wrong."""
    return _mean(right == said, weights)


@measure
def macro_f1(right, said, weights):
    """The mean of two F1 = 2 tp / (2 tp + fp + fn): that of the right answers and that of the wrong."""
    both, neither, differ = (_mean(each, weights) for each in (right * said, (1 - right) * (1 - said), right != said))
    found = (2 * both / (2 * both + differ) + 2 * neither / (2 * neither + differ)) / 2
    return np.where(_variance(right, weights) > 0, found, np.nan)


@measure
def accuracy_of_surest(hit, confidence, weights, *, share=0.7):
    """The share of hits among the `share` of answers with the most confidence.

    Of answers with equal confidence at the cut each counts for the part of them that is still wanted.
    """
    hits, totals = _by_value(-confidence, weights * hit, weights)
    wanted = share * totals.sum(-1, keepdims=True)
    taken = np.clip(wanted - (np.cumsum(totals, -1) - totals), 0, totals)
    return (np.where(totals > 0, hits / totals, 0) * taken).sum(-1) / wanted[..., 0]


@measure
def calibration_error(hit, confidence, weights, *, bins=10):
    """Expected calibration error (Naeini, Cooper and Hauskrecht 2015) over bins of equal width.

    sum over bins of (answers there / all) * |share of hits there - mean confidence there|.
    """
    bin = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = weights @ (np.eye(bins)[bin] * (hit - confidence)[:, None])
    return np.abs(gaps).sum(-1) / weights.sum(-1)


def interval(measure, columns, questions, *, draws=1000, seed=0, level=0.95, **options):
    """From where to where a measure reaches if other questions had been asked: (low, high), or (None, None).

    A bootstrap by questions (Efron 1979): as many questions as there are are drawn with replacement, each with all of its
    answers, `draws` times; the ends are percentiles. Draws without a figure are left out. `questions` names each row's.
    """
    numbers = {}
    question = np.array([numbers.setdefault(each, len(numbers)) for each in questions], int)
    if len(numbers) < 2 or measure(*columns, **options) is None:
        return None, None
    drawn = np.random.default_rng(seed).multinomial(len(numbers), np.full(len(numbers), 1 / len(numbers)), draws).astype(float)
    pieces = np.array_split(drawn, min(draws, 1 + draws * len(question) // AT_ONCE))
    found = np.concatenate([measure(*columns, weights=each[:, question], **options) for each in pieces])
    found = found[~np.isnan(found)]
    return tuple(map(float, np.quantile(found, [(1 - level) / 2, (1 + level) / 2]))) if found.size else (None, None)
