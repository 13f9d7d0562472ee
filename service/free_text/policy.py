"""When a person should look: a topic says how often unseen verdicts must be right, or what share of responses is looked at."""
from service.free_text import scoring

DEFAULT = 0.6
"""The confidence below which a response goes to review where the topic says nothing."""
ABOVE_ALL = 2.0
"""More than any confidence."""


def threshold(reader, policy):
    """The confidence below which a response goes to review.

    `policy`: None, {"target_accuracy": 0.5 to 1} or {"share": 0 to 1}. Both are looked up in what was seen on the graded
    answers that the reader was measured with: rows of (confidence, share of responses below it, accuracy from it on).
    """
    if not policy:
        return DEFAULT
    if everything(policy):
        return ABOVE_ALL
    seen = scoring.fitted()[reader]["seen"]
    if (wanted := policy.get("share")) is not None:
        return max((row[0] for row in seen if row[1] <= wanted), default=0.0)
    return min((row[0] for row in seen if row[2] >= policy["target_accuracy"]), default=ABOVE_ALL)


def everything(policy):
    """Whether a person looks at all responses, those among them that a rule decides."""
    return bool(policy) and (policy.get("share") or 0) >= 1
