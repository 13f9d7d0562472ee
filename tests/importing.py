"""Question banks on their way in and out, as a client sends and fetches them."""
import json

from service.question_types import TYPES
from tests.pictures import kept, shown


def send(world, data, by="writer", headers=None, **parameters):
    """Import a file: bytes, text, or what is sent as JSON; the reply."""
    if not isinstance(data, (bytes, str)):
        data = json.dumps(data)
    asked = {name: str(value).lower() if isinstance(value, bool) else value for name, value in parameters.items()}
    return world.call("POST", "/imports", by, data=data, headers=headers, query_string=asked)


def told(world, data, **more):
    """The report of an import that is done at once."""
    reply = send(world, data, **more)
    assert reply.status_code == 200, (reply.status_code, reply.json)
    return reply.json


def outcomes(report, kind="question"):
    """What became of the items of a file, in its order."""
    return [item["outcome"] for item in report["items"] if item["kind"] == kind]


def details(report):
    return [item["detail"] for item in report["items"]]


def counted(report):
    """The counts that are not zero."""
    return {outcome: count for outcome, count in report["counts"].items() if count}


def fetched(world, topic, format="json", by="writer", **parameters):
    """The bytes of an export."""
    reply = world.call("GET", f"/topics/{topic['slug']}/export", by, query_string={"format": format, **parameters})
    assert reply.status_code == 200, (reply.status_code, reply.json)
    return reply.data


def numbers(*values, **more):
    """Short questions that ask for a number each, as a file has them."""
    return [{"type": "numeric", "prompt": f"How much is {value}?", "answers": [{"match": {"value": value}}], **more} for value in values]


def listed(world, topic, by="writer", **more):
    """The questions of a topic, with their answers, in their order."""
    data = world.get(f"/topics/{topic['id']}/questions?limit=200&status=draft,published,archived", by=by).json["data"]
    return [world.get(f"/questions/{each['id']}?include=answers", by=by).json for each in data]


def state(world, topic):
    """All that a topic and its questions are, revisions and moments included."""
    return world.get(f"/topics/{topic['id']}", by="writer").json, listed(world, topic)


FULL = {
    "title": "A title, with 'quotes' \u2028 and 漢字", "points": 2.5, "difficulty": "hard", "tags": ["one", "tag two"], "hints": ["A *hint*.", "$x^2$"],
    "category": "Biology/Cells", "penalty": 0.33333, "licence": "CC-BY-4.0", "attribution": "Ada L.",
    "feedback": {"general": "G", "correct": "C", "partial": "P", "incorrect": "I"},
}  # fmt: skip


def full_bank(world, **fields):
    """A topic with everything: each type, every field, notes that are cited, files that are shown, whatever status and names."""
    topic = world.topic(
        description="About *everything* ☃", language="de-CH", author="Ada", team="Team", licence="CC0-1.0", tags=["t"], answer_access="after_attempt",
        sample_answers=2, max_attempts=1, reveal={"submitted": "key"}, review={"share": 0.25}, opens_at="2026-01-01T00:00:00.000000Z", time_limit_s=60, **fields,
    )  # fmt: skip
    world.note(topic, {"p1": f"A point. {shown(kept(world))}", "p2": "Another."})
    world.note(topic, {"p3": "Under the same heading."})
    for place, (type, module) in enumerate(TYPES.items()):
        answers = [{**each, "explanation": "Because.", "feedback": "Well."} for each in module.EXAMPLE.get("answers", ())]
        if answers:
            answers[0] |= {"cites": ["p1", "p3"], "explanation": f"See {shown(kept(world))}."}
        status = ("published", "draft", "archived")[place % 3]
        named = {"source": "elsewhere", "external_id": f"{topic['slug']}-{type}"} if place % 2 else {}
        world.question(topic, type, answers=answers, status=status, **named, **FULL)
    world.question(topic, prompt="A question of few words?", position=0.5)
    return topic
