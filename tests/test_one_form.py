"""One form of everything: a fast row equals a schema's dump, and both databases give the same replies."""
import json
import re

import pytest

from schemas.note import Note
from schemas.topic import Topic
from service import db, reading
from service.question_types import TYPES
from tests.world import DATABASES, SEEDED, World

EYES = ("public", "learner", "reader", "author")


@pytest.mark.parametrize("eyes", EYES)
def test_a_fast_row_equals_a_schemas_dump_key_order_included(world, eyes):
    topic = world.topic(sample_answers=3)
    for type in TYPES:
        world.question(topic, type)
    world.note(topic, {"p": "A point."})
    with db.snapshot(world.engine):
        row = reading.topic_row(topic["id"], eyes)
        assert in_order(reading.topic(row, eyes)) == in_order(Topic().dump(reading.topic(row, eyes)))
        for question in reading.questions_of(topic["id"], eyes, answers=True):
            assert in_order(question) == in_order(reading.TREES.whole().dump(question))
            bare = {name: value for name, value in question.items() if name not in ("answers", "feedback")}
            assert in_order(bare) == in_order(reading.TREES.seen().dump(bare))
        for note in reading.notes_of(topic["id"]):
            assert in_order(note) == in_order(Note().dump(note))


def in_order(value):
    """A value whose comparison minds the order of keys."""
    if isinstance(value, dict):
        return [(key, in_order(each)) for key, each in value.items()]
    return [in_order(each) for each in value] if isinstance(value, list) else value


PATHS = [
    "/topics", f"/topics/{SEEDED}", f"/topics/{SEEDED}?include=questions,answers,notes", f"/topics/{SEEDED}/questions?limit=200",
    f"/topics/{SEEDED}/questions?sort=-title&limit=7", f"/topics/{SEEDED}/notes", "/questions?limit=200&sort=title", "/questions?q=network",
    "/questions?q=learn&sort=relevance&limit=5", "/questions?tags_any=hardware&count=exact", "/question-types", "/topics/question-types-by-example?include=questions,answers",
    "/questions?difficulty=impossible", "/questions?unknown=1", "/topics/nowhere",
]  # fmt: skip


@pytest.fixture(scope="module")
def worlds():
    both = {kind: World(kind) for kind in DATABASES}
    yield both
    for world in both.values():
        world.close()


def neutral(text):
    """A reply without what is random or of its moment, each replaced by its number in order of appearance."""
    seen = {}
    volatile = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|(?<=\")[a-z2-7]{16}(?=\")|(?<=\"next\":\")[^\"]+"
    return re.sub(volatile, lambda found: f"<{seen.setdefault(found[0], len(seen))}>", text)


@pytest.mark.parametrize("by", [None, "reader", "writer"])
@pytest.mark.parametrize("path", PATHS)
def test_both_databases_give_the_same_reply(worlds, path, by):
    replies = {kind: worlds[kind].get(path, by=by) for kind in DATABASES}
    texts = {kind: neutral(canonical(reply)) for kind, reply in replies.items()}
    assert texts["sqlite"] == texts["postgresql"]
    assert replies["sqlite"].status_code == replies["postgresql"].status_code


def canonical(reply):
    """The text of a reply; choices in public order stand by random ids, so each list of them is put in order of its texts."""
    def ordered(value):
        if isinstance(value, dict):
            return {key: ordered(each) for key, each in value.items()}
        if isinstance(value, list) and value and all(isinstance(each, dict) and set(each) - {"pinned"} == {"id", "text"} for each in value):
            return sorted(value, key=lambda each: each["text"])
        return [ordered(each) for each in value] if isinstance(value, list) else value

    return json.dumps(ordered(json.loads(reply.get_data(as_text=True))), ensure_ascii=False, separators=(",", ":"))
