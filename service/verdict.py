"""What grading says of one response."""
from dataclasses import dataclass
from decimal import Decimal

FULL, NOTHING = Decimal(1), Decimal(0)


class Unfit(ValueError):
    """A response that has the right shape but cannot be one to this question ("No choice 'z'.").

    `pointer` leads from the response to the fault, `code` is for programs.
    """

    def __init__(self, message, code="unknown_choice", pointer=""):
        super().__init__(message)
        self.message, self.code, self.pointer = message, code, pointer


@dataclass(frozen=True)
class Part:
    """One part of a score: a choice, a blank, a key point."""

    part: str
    credit: Decimal
    detail: str


@dataclass(frozen=True)
class Verdict:
    """What a response is worth.

    `credit` is the share of the points, 0 to 1 (below 0 only where an answer's credit is), or None where only a person
    can say. `confidence` is the chance (0 to 1) that right or wrong is right. `matched` are the answers that were met,
    `breakdown` says how the credit came about. `grader` and `version` name what graded. `asked` is what a second reader of
    a written answer has to know: prompt, text of the reference, its key points, the response as far as it counts, and our
    own Reading of it. `remarks` are for whoever may not see the key.
    """

    credit: Decimal | None
    breakdown: tuple[Part, ...] = ()
    matched: tuple[dict, ...] = ()
    confidence: float = 1.0
    needs_review: bool = False
    grader: str = "rules"
    version: str = "1"
    asked: tuple | None = None
    remarks: tuple[str, ...] = ()

    @property
    def word(self):
        """The verdict as one word of the contract."""
        if self.credit is None:
            return "ungradable"
        if self.credit >= FULL:
            return "correct"
        return "partial" if self.credit > NOTHING else "incorrect"


def exact(number):
    """A number of a question as a Decimal: kept ones come back as JSON has them, so 0.1 is a tenth and no float."""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def best(answers, part="answer"):
    """The verdict for the answer that is worth most among those met (the first of equals); none is worth nothing."""
    answers = sorted(answers, key=lambda answer: -answer["credit"])
    if not answers:
        return Verdict(NOTHING, (Part(part, NOTHING, "Meets no answer."),))
    met, credit = answers[0], exact(answers[0]["credit"])
    return Verdict(credit, (Part(part, credit, "Meets an answer."),), (met,))


def clamped(credit):
    """A credit within 0 and 1."""
    return min(max(credit, NOTHING), FULL)
