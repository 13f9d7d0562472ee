"""A sentence or a few in the learner's own words, scored by how much of an answer they cover.

Several answers are alternatives: the one that gives most counts. Those of one credit are read together, and each is also
an example of what its words are worth, so that what learners are expected to get wrong can stand among the answers with the
credit that it earns. What is wanted is the answer's key points, or its text where it has none. Only the first `max_words`
words are read. How a text is read: service/free_text.
"""
from dataclasses import replace

from schemas.base import Schema
from schemas.fields import Integer, List, Text
from service import free_text
from service.question_types._checks import different, earning
from service.text import folded, same
from service.verdict import FULL, NOTHING, Part, Verdict, exact

READ = True


class Body(Schema):
    max_words = Integer(min=1, max=5000, load_default=None, allow_none=True)


class Match(Schema):
    text = Text(min=1, max=20_000, required=True)
    key_points = List(Text(min=1, max=2000), max=50, unique=True, load_default=list)


class Response(Schema):
    response = Text(max=20_000, required=True)


def check(question):
    """No two answers are the same text, one of them earns credit."""
    yield from different(question, "text", lambda match: folded(match["text"]))
    yield from earning(question)


def grade(question, response, *, examples=(), policy=None):
    """Give the most that any answer gives: its credit times how much of it is covered."""
    most, written = question["body"].get("max_words"), response.split()
    if cut := bool(most) and len(written) > most:
        response = " ".join(written[:most])

    def by(answers):
        points = next((each["match"]["key_points"] for each in answers if each["match"].get("key_points")), ())
        credit, texts = exact(answers[0]["credit"]), [each["match"]["text"] for each in answers]
        known = (*_expected(question["answers"], credit), *examples)
        siblings = question.get("siblings", ())
        reading = free_text.read(question["prompt"], texts, response, key_points=points, examples=known, policy=policy, siblings=siblings)
        answer = answers[reading.nearest]
        return Verdict(
            reading.credit * credit, _parts(reading, points, credit), (answer,) if reading.credit else (),
            reading.confidence, reading.needs_review, reading.grader, reading.version,
            asked=(question["prompt"], answer["match"]["text"], tuple(points), response, reading),
            remarks=free_text.remarks(reading),
        )  # fmt: skip

    verdict = max(map(by, _alternatives(question["answers"], response)), key=lambda verdict: verdict.credit)
    if not cut:
        return verdict
    return replace(verdict, breakdown=(*verdict.breakdown, Part("words", NOTHING, f"Only the first {most} of {len(written)} words count.")))


def _alternatives(answers, response):
    """The answers to read together: those of one credit, a second one with key points apart; only the one that is met to the letter."""
    if met := [answer for answer in answers if same(answer["match"]["text"], response)]:
        return [met[:1]]
    groups = {}
    for number, answer in enumerate(answers):
        credit, apart = exact(answer["credit"]), answer["match"].get("key_points")
        if credit > 0:
            taken = apart and any(each["match"].get("key_points") for each in groups.get((credit, None), ()))
            groups.setdefault((credit, number if taken else None), []).append(answer)
    return list(groups.values())


def _expected(answers, credit):
    """What several answers say of one another: each is worth its share of this credit."""
    if len(answers) == 1 or not credit:
        return ()
    return tuple((each["match"]["text"], min(max(exact(each["credit"]) / credit, NOTHING), FULL)) for each in answers)


def _parts(reading, points, credit):
    """A part for each key point, or one for the whole answer."""
    if not points or not reading.shares:
        return (Part("answer", reading.credit * credit, reading.why or _sentence(reading)),)
    parts = [
        Part(str(number), share * credit / len(points), _found(point, reading))
        for number, (point, share) in enumerate(zip(points, reading.shares), 1)
    ]
    beyond = reading.credit * credit - sum(part.credit for part in parts)
    if beyond:
        where = "nearer to the answer" if beyond > 0 else "further from the answer"
        parts.append(Part("answer", beyond, reading.why or f"The text as a whole is {where} than its points are."))
    return tuple(parts)


def _found(point, reading):
    if point in reading.contradicted:
        return f"Seems to be contradicted: {point}"
    return f"{'Found' if point in reading.covered else 'Not found'}: {point}"


def _sentence(reading):
    said = [
        f"{word}: {', '.join(which)}."
        for word, which in (("Has", reading.covered), ("Lacks", reading.missing), ("At odds on", reading.contradicted))
        if which
    ]
    return " ".join(said)[:1000] or "Has nothing of the answer."


EXAMPLE = {
    "type": "open_ended",
    "prompt": "Why does ice float on water?",
    "body": {"max_words": 60},
    "answers": [
        {
            "match": {
                "text": "Water expands when it freezes, so that ice is less dense than the liquid.",
                "key_points": ["Water expands when it freezes", "Ice is less dense than the liquid"],
            },
            "credit": 1,
            "explanation": "The molecules of ice stand in a lattice with much room between them.",
        }
    ],
}
EXAMPLE_RESPONSE = "Water expands when it freezes, so that ice is less dense than the liquid."
