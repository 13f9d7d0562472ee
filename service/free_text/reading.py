"""What reading a written answer comes to."""
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Reading:
    """What a text says of what is wanted.

    `credit`: 0 to 1; .5 and more counts as right where a yes or no is asked. `confidence`: the chance that this yes or no
    is right. `covered`, `missing` and `contradicted` hold key points, or the parts of the reference where it has none;
    `shares` says for each given key point how much of it was found. `why` gives the reason where a rule decided, and
    `guarded` says that it was a rule against what is no answer, `nearest` which of the references it is nearest to. `grader` and `version` name what read it.
    """

    credit: Decimal
    confidence: float
    needs_review: bool = False
    covered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    shares: tuple[Decimal, ...] = ()
    why: str = ""
    guarded: bool = False
    nearest: int = 0
    grader: str = "words"
    version: str = "2"
