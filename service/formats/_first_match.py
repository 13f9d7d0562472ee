r"""Answers that count in their order: in some systems the first that fits a response counts, here the best.

Both give the same unless an earlier answer is worth less than a later one that fits the same response. Where the earlier one
takes all that the later would, the later is never met and can be left out; where it takes some of that, this is said.
In short answers a star stands for any text, and `\*` for a star, there as here.
"""
import re
from decimal import Decimal

from service.question_types import numeric, short_answer
from service.text import folded
from service.verdict import exact

STAR = re.compile(r"(?<!\\)\*")
ANY_NUMBER = {"value": 0, "tolerance": 1e300}
"""What takes every number there is here."""
NO_TEXT = "\ue000"
"""Stands for a star that only a star meets."""
MOST_PAIRS, MOST_ANSWERS = 20_000, 1000
CANNOT_SAY = "The answers are too many to tell whether the first or the best one that fits makes a difference: here the best counts."


class Words:
    """What the match of a short answer fits."""

    def __init__(self, match, case_sensitive=False):
        self.text, self.case_sensitive = folded(match["text"], case_sensitive=case_sensitive), case_sensitive
        self.wild = match.get("mode") == "wildcard"
        self.meaning = self.wild, self.text

    def covers(self, other):
        """Whether this fits whatever the other fits."""
        if not self.wild:
            return self.meaning == other.meaning
        pattern = {"match": {"text": self.text, "mode": "wildcard"}, "credit": Decimal(1)}
        text = STAR.sub(NO_TEXT, other.text).replace("\\*", "*") if other.wild else other.text
        return bool(short_answer.grade({"body": {"case_sensitive": self.case_sensitive}, "answers": [pattern]}, text).matched)

    def meets(self, other):
        """Whether both may fit the same text."""
        if not (self.wild and other.wild):
            return self.covers(other) or other.covers(self)
        (head, tail), (other_head, other_tail) = (_ends(each.text) for each in (self, other))
        heads = head.startswith(other_head) or other_head.startswith(head)
        return heads and (tail.endswith(other_tail) or other_tail.endswith(tail))

    def __str__(self):
        return f"'{self.text}'"


class Numbers:
    """What the match of a number fits."""

    def __init__(self, match):
        self.meaning = self.low, self.high = numeric.interval(match)

    def covers(self, other):
        return self.low <= other.low and other.high <= self.high

    def meets(self, other):
        return self.low <= other.high and other.low <= self.high

    def __str__(self):
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"


def as_best(answers, fits):
    """(answers, sentences): answers of which the first that fits counts, as they are where the best does; and what this changes.

    `fits(match)` gives Words or Numbers. More answers than any question has are left as they are.
    """
    kept, lost, pairs, seen = [], [], 0, {}
    for answer in answers if len(answers) <= MOST_ANSWERS else ():
        this, credit = fits(answer["match"]), exact(answer["credit"])
        below = [(other, less) for other, less in kept if exact(less["credit"]) < credit] if pairs < MOST_PAIRS else []
        pairs += len(below)
        if this.meaning in seen or any(other.covers(this) for other, _ in below):
            if not _says_the_same(seen.get(this.meaning), answer):
                lost.append(f"The answer for {this} is left out: an earlier one takes whatever it would.")
            continue
        seen[this.meaning] = answer
        lost += [_difference(other, less, this, credit) for other, less in below if other.meets(this)][:1]
        kept.append((this, answer))
    return [answer for _, answer in kept] or list(answers), lost + [CANNOT_SAY] * (pairs >= MOST_PAIRS)


def _says_the_same(earlier, later):
    """Whether nothing goes with the later of two answers that fit the same."""
    told = later.get("feedback", "") in ("", earlier and earlier.get("feedback", ""))
    return earlier is not None and told and exact(earlier["credit"]) == exact(later["credit"])


def in_order(answers, fits):
    """The answers in an order in which the first that fits is the best that fits: as they stand, where that will do."""
    if as_best(answers, fits)[1]:
        return sorted(answers, key=lambda answer: -exact(answer["credit"]))
    return list(answers)


def _ends(pattern):
    """What it begins and ends with."""
    pieces = STAR.split(pattern)
    return pieces[0], pieces[-1]


def _difference(one, less, other, credit):
    return (
        f"What fits both {one} and {other} earns {credit.normalize():f} of the points here, where the best answer that fits counts; "
        f"where the first does, it earns {exact(less['credit']).normalize():f}."
    )
