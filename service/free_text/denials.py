"""A response without one of its denials: what is said there tells whether the denial turned something right into its opposite.

Who inserts a "not" into a right answer is found out by taking it out again: the judge then finds the rest far more right than
before. Where a learner rightly says what is not so, it finds it less right, or sees no difference.
"""
import re
from itertools import islice

from service.free_text.words import DENYING

MOST = 3
"""Denials of a text that are taken out, one at a time."""
WHOLE = sorted(DENYING - {"n't", "non"})
DENIAL = re.compile(rf"\b(?:{'|'.join(WHOLE)})\b|n['’]t\b", re.IGNORECASE)
INSTEAD = {
    "cannot": "can", "never": "always", "neither": "either", "nor": "or", "none": "all", "nothing": "something", "without": "with",
}  # fmt: skip
"""What stands in the place of a denial; in that of all others nothing."""


def undenied(text):
    """Yield the text without its first denial, without its second, and so on."""
    for found in islice(DENIAL.finditer(text), MOST):
        instead = INSTEAD.get(found[0].casefold(), "")
        yield " ".join(f"{text[: found.start()]}{instead}{text[found.end() :]}".split())
