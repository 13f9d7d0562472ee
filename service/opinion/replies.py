"""What comes back: taken only where it is exactly what was asked for."""
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from marshmallow import EXCLUDE, ValidationError, fields

from schemas.base import Schema, made
from schemas.fields import Enum, Integer, List, Number, Text
from service import wire

FOUND = ("yes", "partly", "no", "contradicted")
HALF = Decimal("0.5")
LONGEST_REASON = 500
MOST_TOKENS = 10**7
"""More than any reply can have taken: who reports more is not believed."""


class NoOpinion(Exception):
    """There is none; `outcome` says why in one word, `wait` for how many seconds we were asked to leave it."""

    def __init__(self, outcome, wait=0):
        super().__init__(outcome)
        self.outcome, self.wait = outcome, wait


@dataclass(frozen=True)
class Opinion:
    """What the model thinks a text is worth, and of each key point whether it is there.

    `reason` is in the model's words and for its operators: what a learner wrote can speak through it.
    """

    credit: Decimal
    found: tuple[str, ...] = ()
    reason: str = ""


class Share(Number):
    """From 0 to 1; to 4 places, as models give thirds in full."""

    def __init__(self, **kwargs):
        super().__init__(min=0, max=1, **kwargs)

    def _exact(self, value):
        return value.quantize(Decimal("0.0001"), ROUND_HALF_EVEN) + 0  # which makes 0 of -0


class Point(Schema):
    point = Integer(min=1, required=True)
    found = Enum(*FOUND, required=True)


class Answer(Schema):
    """What the model was asked to write."""

    points = List(fields.Nested(Point), required=True)
    credit = Share(required=True)
    reason = Text(max=10_000, required=True)


class Envelope(Schema):
    """What the service puts round it; of the much that there may be, what counts here."""

    class Meta:
        unknown = EXCLUDE


class Message(Envelope):
    content = Text(max=100_000, load_default=None, allow_none=True)
    refusal = Text(max=100_000, load_default=None, allow_none=True)


class Choice(Envelope):
    message = fields.Nested(Message, required=True)
    finish_reason = Text(required=True)


class Reply(Envelope):
    choices = List(fields.Nested(Choice), min=1, required=True)


def read(data):
    """The reply as an object."""
    try:
        reply = wire.read(data)
    except wire.Malformed:
        raise NoOpinion("not_json") from None
    if not isinstance(reply, dict):
        raise NoOpinion("not_json")
    return reply


def tokens(reply):
    """How many tokens it says were sent and received; 0 where it says nothing that could be."""
    usage = reply.get("usage")
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else [0, 0]
    return [count if type(count) is int and 0 <= count <= MOST_TOKENS else 0 for count in counts]


def opinion(reply, points):
    """The opinion in a reply about so many key points; raises NoOpinion."""
    try:
        said = made(Answer).load(wire.read(_content(reply).encode()))
    except (wire.Malformed, ValidationError):
        raise NoOpinion("malformed") from None
    found = {each["point"]: each["found"] for each in said["points"]}
    if len(said["points"]) != points or sorted(found) != list(range(1, points + 1)):
        raise NoOpinion("malformed")
    found = tuple(found[number] for number in sorted(found))
    if _at_odds(said["credit"], found):
        raise NoOpinion("at_odds")
    return Opinion(said["credit"], found, said["reason"][:LONGEST_REASON])


def _content(reply):
    """What the model wrote, all of it."""
    try:
        choice = made(Reply).load(reply)["choices"][0]
    except ValidationError:
        raise NoOpinion("no_answer") from None
    finished, message = choice["finish_reason"], choice["message"]
    if message["refusal"] or finished == "content_filter":
        raise NoOpinion("declined")
    if finished == "length":
        raise NoOpinion("cut_off")
    if finished != "stop" or message["content"] is None:
        raise NoOpinion("no_answer")
    return message["content"]


def _at_odds(credit, found):
    """Whether it calls right what has none of the points, or wrong what has them all."""
    if not found:
        return False
    return not {"yes", "partly"} & {*found} if credit >= HALF else {*found} == {"yes"}
