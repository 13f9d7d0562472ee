"""What an item's figures suggest: a word for each thing that its author should look at, and from where on it is said."""
from schemas.statistics import FLAGS
from service.item_analysis import at_most, exclusive, z_between, z_of

EASY = 0.95
"""`too_easy` from this p-value on: whom it tells apart are few."""
HARD = 0.20
"""`too_hard` up to this one: below what guessing among four or five choices gives."""
LOW = 0.20
"""`low_discrimination` below this item-rest correlation: "poor items, to be rejected or improved" (Ebel and Frisbie 1991)."""
DEAD = 0.05
"""`dead_distractor` where fewer choose it (Haladyna and Downing 1993), as the upper end of the share's interval has it."""
SURE = 2.807
"""How many standard errors make `likely_wrong_key`: chance alone does it once in 400 tests, and there is one a choice and one an item."""
QUITE_SURE = 2.326
"""The same for `dead_distractor`: once in 100."""


def flags(figures, lists, rested):
    """The flags of an item, from its figures and its lists of choices (see `wrong_key`); None where too few answered.

    `rested` is of how many the correlations are.
    """
    if figures["n"] is None:
        return None
    p, r = figures["p"], figures["discrimination"]
    said = {
        "likely_wrong_key": (r is not None and z_of(r, rested) < -SURE) or any(wrong_key(each, rested) for each in lists),
        "dead_distractor": any(dead_distractor(each, figures["n"] - figures["omitted"]) for each in lists),
        "too_easy": p >= EASY,
        "too_hard": p <= HARD,
        "low_discrimination": r is not None and r < LOW,
    }
    return [flag for flag in FLAGS if said[flag]]


def wrong_key(choices, n):
    """Whether those who know more choose against the key, more clearly than chance would have it.

    `choices` are those of one list: {"n", "share", "discrimination", "credit", "together"}. Where only one can be made, a choice
    without credit is held against the one with the most. Where several can be made (`together`), each stands alone against
    being left.
    """
    tested = [each for each in choices if each["discrimination"] is not None]
    if any(each["together"] for each in choices):
        return any(z_of(each["discrimination"], n) * (1 if each["credit"] <= 0 else -1) > SURE for each in tested)
    key = max(tested, key=lambda each: (each["credit"], each["discrimination"]), default=None)
    return any(_better_than(key, each, n) for each in tested if each["credit"] <= 0 < key["credit"])


def _better_than(key, other, n):
    """Whether the better choose this one, and clearly more so than the key."""
    of_both = exclusive(key["share"], other["share"])
    apart = z_between(other["discrimination"], key["discrimination"], n, of_both)
    return z_of(other["discrimination"], n) > SURE and apart > SURE


def dead_distractor(choices, answered):
    """Whether a choice without credit is made by next to nobody; of two choices it only means that the item is easy."""
    wrong = [each for each in choices if each["credit"] <= 0]
    return len(choices) > 2 and answered > 0 and any(at_most(each["n"], answered, QUITE_SURE) < DEAD for each in wrong)
