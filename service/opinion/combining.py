"""What becomes of our own reading where there is a second opinion: surer where both agree, in doubt where they do not."""
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from service.opinion import rubric
from service.opinion.replies import HALF

SUREST, DOUBT = 0.9, 0.5
REVIEW_BELOW = 0.6
CENT = Decimal("0.01")


def settled(reading):
    """Whether a rule has decided it: nothing that a model was talked into may change that."""
    return getattr(reading, "guarded", False) or bool(reading.why) and reading.credit in (0, 1)


def wanted(settings, reading):
    """Whether a second opinion on this reading is to be asked for."""
    configured = settings.opinion_url and settings.opinion_model
    return bool(configured) and not settled(reading) and (settings.opinion_when == "always" or reading.needs_review)


def differ(reading, opinion):
    """Whether one calls right what the other calls wrong."""
    return (reading.credit >= HALF) != (opinion.credit >= HALF)


def combined(reading, opinion):
    """The reading in the light of a second opinion, if there is one.

    Where both call the text right (or both wrong), credit lies half way and half of the doubt is gone. Where they
    differ the credit stays ours, and a person is asked to look. So no text that only the model likes gets credit for it.
    """
    if opinion is None or settled(reading):
        return reading
    if differ(reading, opinion):
        return replace(reading, confidence=min(reading.confidence, DOUBT), needs_review=True)
    # rounded down: half way between two that are wrong must not become right
    credit = ((reading.credit + opinion.credit) / 2).quantize(CENT, ROUND_DOWN)
    confidence = max(reading.confidence, round((reading.confidence + SUREST) / 2, 2))
    needs_review = reading.needs_review and confidence < REVIEW_BELOW
    return replace(reading, credit=credit, confidence=confidence, needs_review=needs_review, shares=_within(credit, reading.shares))


def _within(credit, shares):
    """The shares of the key points, so much less that together they explain no more than the credit."""
    total = sum(shares)
    if total <= credit * len(shares):
        return shares
    return tuple((share * credit * len(shares) / total).quantize(CENT, ROUND_DOWN) for share in shares)


def graded_by(grader, version, settings):
    """Name and version of the two who graded: `words` and `1` become `words+opinion` and `1+some-model@1`."""
    return f"{grader}+opinion", f"{version}+{settings.opinion_model}@{rubric.VERSION}"
