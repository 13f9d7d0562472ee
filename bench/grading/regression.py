"""Logistic regression: weights of terms whose logistic sum comes nearest to shares."""
import numpy

RIDGE = 3.0


def regression(terms, credits, weights, ridge=RIDGE):
    """The weights of terms (n × k) that make their logistic sum nearest to credits (n, 0 to 1), by Newton's method."""
    best = numpy.zeros(terms.shape[1])
    for _ in range(30):
        shares = 1 / (1 + numpy.exp(-terms @ best))
        slope = terms.T @ (weights * (credits - shares)) - ridge * best
        curve = (terms * (weights * shares * (1 - shares))[:, None]).T @ terms + ridge * numpy.eye(len(best))
        best = best + numpy.linalg.solve(curve, slope)
    return best
