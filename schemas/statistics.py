"""What is told of how questions and topics fared. Numbers are not rounded; what too few attempts bear is null."""
from schemas.base import Schema
from schemas.fields import Enum, Id, Integer, List, Number, Text

from marshmallow import fields

FLAGS = ("likely_wrong_key", "dead_distractor", "too_easy", "too_hard", "low_discrimination")


def number(meaning, **more):
    return Number(required=True, allow_none=True, metadata={"description": meaning}, **more)


def count(meaning):
    return Integer(min=0, required=True, allow_none=True, metadata={"description": meaning})


def flags():
    meaning = "what the figures suggest that the author look at; null where too few responded"
    return List(Enum(*FLAGS), max=len(FLAGS), required=True, allow_none=True, metadata={"description": meaning})


class ReadingStatistics(Schema):
    """Which revision of the question; the newest that was responded to unless given."""

    revision = Integer(min=1, max=2**31 - 1)


class ChoiceStatistics(Schema):
    """How often a choice was made, and by whom."""

    blank = Text(max=64, required=True, allow_none=True, metadata={"description": "which blank it is for, where there are any"})
    id = Text(max=64, required=True)
    text = Text(max=2000, required=True)
    n = Integer(min=0, required=True)
    share = Number(min=0, max=1, required=True, metadata={"description": "n over all responses, omitted ones too"})
    discrimination = number("point-biserial of making this choice with the rest score", min=-1, max=1)
    credit = Number(min=-1, max=1, metadata={"description": "only for who may read answers"})


class RevisionCount(Schema):
    """A revision of the question that was responded to."""

    revision = Integer(min=1, required=True)
    n = count("graded responses to it")


class QuestionStatistics(Schema):
    """How one revision of a question fared, over all graded responses to it."""

    question_id = Id(required=True)
    revision = Integer(min=1, required=True)
    revisions = List(fields.Nested(RevisionCount), max=100_000, required=True, metadata={"description": "the newest first"})
    minimum_n = Integer(min=1, required=True, metadata={"description": "below so many nothing is told"})
    n = count("graded responses, omitted ones included with no credit")
    omitted = count("how many of them gave no response")
    p = number("mean credit: the share of the points that was got", min=-1, max=1)
    sd = number("standard deviation of credit, over n", min=0)
    discrimination = number("correlation of credit with the share that the rest of the attempt got", min=-1, max=1)
    item_total = number("the same with the whole attempt, this item included", min=-1, max=1)
    upper_lower = number("mean credit of the upper 27 % of attempts less that of the lower 27 %", min=-2, max=2)
    timed = count("how many responses say how long they took")
    mean_seconds = number("how long those took on average", min=0)
    choices = List(
        fields.Nested(ChoiceStatistics), max=20_000, required=True, allow_none=True,
        metadata={"description": "each choice, where there are any; null where too few responded"},
    )  # fmt: skip
    flags = flags()


class QuestionSummary(Schema):
    """A question of a topic, at the newest revision that was responded to."""

    question_id = Id(required=True)
    revision = Integer(min=1, required=True)
    n = count("graded responses")
    p = number("mean credit", min=-1, max=1)
    discrimination = number("correlation of credit with the rest of the attempt", min=-1, max=1)
    flags = flags()


class Scores(Schema):
    """How the shares that attempts got of what was asked and graded are spread."""

    mean = Number(required=True)
    sd = Number(min=0, required=True, metadata={"description": "over n"})
    skewness = number("third standardised moment, over n; null where all are equal")
    median = Number(required=True)
    min = Number(required=True)
    max = Number(required=True)
    histogram = List(
        Integer(min=0), min=10, max=10, required=True,
        metadata={"description": "how many are in each tenth: from 0 up to 0.1, …, from 0.9 to 1; what is below 0 is in the first"},
    )  # fmt: skip


class Reliability(Schema):
    """How far the scores can be relied on.

    `complete`: all were asked the same, and alpha is Cronbach's. `pairwise`: papers differ, and alpha is that of a paper of
    the mean length, from the covariances of every two items that enough were asked together.
    """

    alpha = Number(required=True)
    sem = Number(min=0, required=True, metadata={"description": "standard error of measurement, sd √(1 - alpha), as a share of a paper"})
    items = Integer(min=2, required=True, metadata={"description": "how many questions alpha is made of"})
    length = Number(min=1, required=True, metadata={"description": "how many questions a paper has on average"})
    method = Enum("complete", "pairwise", required=True)


class TopicStatistics(Schema):
    """How a topic fared, over all of its attempts that are submitted."""

    topic_id = Id(required=True)
    minimum_n = Integer(min=1, required=True, metadata={"description": "below so many nothing is told"})
    n = count("attempts with anything graded")
    scores = fields.Nested(Scores, required=True, allow_none=True)
    reliability = fields.Nested(Reliability, required=True, allow_none=True)
    questions = List(fields.Nested(QuestionSummary), max=100_000, required=True, metadata={"description": "by position"})
