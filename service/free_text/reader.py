"""The first reader: what share of the reference's words, weighted by what they tell, a response has."""
import re
from dataclasses import dataclass
from decimal import Decimal

from service.free_text.coverage import Heard, compare
from service.free_text.words import UNSPACED, english, known_words, words
from service.text import folded

DONT_KNOW = re.compile(
    r"(sorry,? |well,? |honestly,? )*((i|we) )?(really |honestly |just )*"
    r"(do ?n['’]?t|do not|did ?n['’]?t|did not|have) (really )?(know|remember|understand|no (idea|clue))"
    r"( (this|it|that|the answer))?( yet)?(,? sorry)?"
    r"|(i )?(have )?no (idea|clue)|idk|dunno|i dunno|(i['’]m |i am )?not sure|no answer|pass|skip|n/?a|none|nothing|unknown"
    r"|weiß (ich )?nicht|keine ahnung|je ne sais pas|no lo s[eé]|non lo so"
)
REPEATED = 0.7
"""The share of the question's words from which a response without any other repeats it."""
SUREST, REVIEW_BELOW = 0.9, 0.6
FOUND = 0.5
"""The share of a key point from which it counts as found."""


@dataclass(frozen=True)
class Reading:
    """What a text says of what is wanted.

    `covered`, `missing` and `contradicted` hold the key points, or the reference's words where it has none. `shares` says
    for each key point how much of it was found.
    """

    credit: Decimal
    confidence: float
    needs_review: bool = False
    covered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    shares: tuple[Decimal, ...] = ()
    why: str = ""


def read(prompt, references, response, *, key_points=(), examples=(), policy=None):
    """Read a response to a prompt beside the references (alternatives; the one it is nearest to counts).

    Where there are key points, credit is the mean of what is found of each, or what is found of the reference, whichever
    is more. `examples` and `policy` are for readers that learn; this one does not.
    """
    points = tuple(key_points)
    if any(_same(each, response) for each in references):
        return Reading(Decimal(1), SUREST, covered=points, shares=(Decimal(1),) * len(points), why="It is the answer itself.")
    said, asked = words(response), {word.stem for word in known_words(prompt) if word.telling}
    if why := _nothing_said(response, said, asked):
        return Reading(Decimal(0), SUREST, missing=points, shares=(Decimal(0),) * len(points), why=why)
    heard = Heard(said)
    whole = max((compare(known_words(each), heard, asked) for each in references), key=lambda found: found.share)
    found = [compare(known_words(each), heard, asked) for each in points]
    credit = max(whole.share, sum(each.share for each in found) / max(len(found), 1))
    at_odds = tuple(text for text, each in zip(points, found) if each.contradicted) or whole.contradicted
    confidence = _confidence(credit, whole, at_odds, references, response)
    covered, missing = whole.covered, whole.missing
    if points:
        covered = tuple(text for text, each in zip(points, found) if each.share >= FOUND)
        missing = tuple(text for text, each in zip(points, found) if each.share < FOUND)
    shares = tuple(_rounded(each.share) for each in found)
    return Reading(_rounded(credit), confidence, confidence < REVIEW_BELOW, covered, missing, at_odds, shares)


def _nothing_said(response, said, asked):
    """Say why a response is worth nothing whatever is wanted, or nothing."""
    if not said:
        return "There are no words."
    if DONT_KNOW.fullmatch(folded(response).rstrip(".!? ")):
        return "It says that the answer is not known."
    stems = {word.stem for word in said if word.telling}
    if stems and stems <= asked and len(stems) >= REPEATED * len(asked):
        return "It repeats the question."
    return ""


def _same(one, other):
    one, other = (folded(each).rstrip(".!? ") for each in (one, other))
    return one == other != ""


def _rounded(share):
    return Decimal(str(round(share, 4))).quantize(Decimal("0.01"))


def _confidence(credit, whole, contradicted, references, response):
    """The chance that right or wrong is right.

    Most of a reference's words are hardly ever there by accident, and none of them seldom means that it was said in
    others; but where there are some, it often was. So it was seen on about 2,900 answers marked by teachers.
    """
    if credit >= 0.5:
        confidence = 0.55 + (SUREST - 0.55) * (credit - 0.5) * 2
    else:
        confidence = 0.4 if credit or whole.covered else 0.8
    if contradicted:
        confidence = 0.4
    if re.search(f"[{UNSPACED}]", response) or not english(" ".join(references)):
        confidence -= 0.15
    return round(confidence, 2)
