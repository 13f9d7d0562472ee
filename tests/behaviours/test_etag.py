"""ETags: strong, one for each view that there is, and a 304 for whoever has it already."""
import re

import pytest

from service.question_types.numeric import EXAMPLE
from tests.world import SEEDED

PLACES = ["/topics", "/topics/{topic}", "/topics/{topic}?include=questions,answers,notes", "/topics/{topic}/questions",
          "/topics/{topic}/notes", "/topics/{topic}/draw?seed=s", "/questions", "/questions/{question}",
          "/questions/{question}?include=answers", "/questions/{question}/answers", "/answers/{answer}", "/notes/{note}", "/question-types", "/question-types/numeric"]  # fmt: skip


@pytest.fixture(scope="module")
def there(world):
    """Ids of one of each: a topic whose first question is a sample, that question, an answer to it, a note."""
    topic = world.topic(sample_answers=1, answer_access="learner")
    question = world.question(topic)
    return {
        "topic": topic["id"],
        "question": question["id"],
        "answer": question["answers"][0]["id"],
        "note": world.note(topic, {"p": "Point."})["id"],
    }


def etag(world, path, by=None):
    reply = world.get(path, by=by)
    assert reply.status_code == 200, reply.json
    return reply.headers["ETag"]


@pytest.mark.parametrize("place", PLACES)
def test_an_etag_is_strong_and_stays_while_nothing_changes(world, there, place):
    first = etag(world, place.format(**there))
    assert re.fullmatch(r'"[0-9a-z.]+"', first)
    assert etag(world, place.format(**there)) == first


@pytest.mark.parametrize("place", PLACES)
def test_who_has_it_already_gets_304_and_no_body(world, there, place):
    path = place.format(**there)
    reply = world.get(path, If_None_Match=etag(world, path))
    assert (reply.status_code, reply.data) == (304, b"")
    assert reply.headers["ETag"] == etag(world, path) and reply.headers["Cache-Control"].startswith("public")
    assert "Content-Type" not in reply.headers and "Authorization" in reply.headers["Vary"]


@pytest.mark.parametrize("form", ["{0}", "W/{0}", '"other", {0}', '"other",W/{0}', "*"])
def test_if_none_match_may_be_weak_a_list_or_a_star(world, there, form):
    path = f"/topics/{there['topic']}"
    assert world.get(path, If_None_Match=form.format(etag(world, path))).status_code == 304


@pytest.mark.parametrize("other", ['"1.0.public"', '"other"', "other", "", '""', "W/"])
def test_another_etag_gets_the_whole(world, there, other):
    reply = world.get(f"/topics/{there['topic']}", If_None_Match=other)
    assert reply.status_code == 200 and reply.json["id"] == there["topic"]


def test_head_answers_as_get_does_without_a_body(world, there):
    path = f"/topics/{there['topic']}"
    reply = world.call("HEAD", path)
    assert (reply.status_code, reply.data) == (200, b"") and reply.headers["ETag"] == etag(world, path)
    assert world.call("HEAD", path, headers={"If_None_Match": reply.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("place", PLACES[1:-2])
def test_all_who_see_the_same_view_get_the_same_etag(world, place):
    topic = world.topic(answer_access="learner")
    question, note = world.question(topic), world.note(topic, {"p": "Point."})
    path = place.format(topic=topic["id"], question=question["id"], answer=question["answers"][0]["id"], note=note["id"])
    as_learner = {etag(world, path, by) for by in ("learner", "reader")}
    assert len(as_learner) == 1
    if not path.startswith("/answers/"):
        as_stranger = {etag(world, path, by) for by in (None, "grader", "reviewer")}
        assert len(as_stranger) == 1
        assert (as_stranger == as_learner) == (world.get(path).data == world.get(path, by="learner").data)


def test_each_sight_has_its_own_etag(world):
    topic = world.topic(answer_access="learner")
    assert len({etag(world, f"/topics/{topic['id']}", by) for by in (None, "learner", "writer")}) == 3


CHANGES = {
    "the topic's title": lambda world, topic, other: world.patch(f"/topics/{topic['id']}", {"title": "Another"}),
    "how many are samples": lambda world, topic, other: world.patch(f"/topics/{topic['id']}", {"sample_answers": 2}),
    "who sees answers": lambda world, topic, other: world.patch(f"/topics/{topic['id']}", {"answer_access": "public"}),
    "a neighbour's place": lambda world, topic, other: world.patch(f"/questions/{other['id']}", {"position": -1}),
    "a neighbour's going": lambda world, topic, other: world.delete(f"/questions/{other['id']}"),
    "a new neighbour": lambda world, topic, other: world.post("/questions", {**EXAMPLE, "topic_id": topic["id"]}, by="writer"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    "place", ["/questions/{question}", "/questions/{question}/answers", "/topics/{topic}", "/topics/{topic}/questions"]
)
def test_what_changes_a_view_from_outside_changes_its_etag(world, place, change):
    topic = world.topic(sample_answers=1)
    mine, other = world.question(topic), world.question(topic, type="numeric")
    path = place.format(topic=topic["id"], question=mine["id"])
    before = etag(world, path)
    assert change(world, topic, other).status_code < 300
    assert world.get(path, If_None_Match=before).status_code == 200
    assert etag(world, path) != before


def test_another_topic_changes_nothing(world, there):
    before = etag(world, f"/questions/{there['question']}")
    world.question(world.topic())
    assert etag(world, f"/questions/{there['question']}") == before


def test_a_list_over_all_topics_changes_with_any_of_them(world):
    before = etag(world, "/topics?limit=200")
    world.topic()
    assert world.get("/topics?limit=200", If_None_Match=before).status_code == 200


WRITES = {
    "a topic": ("/topics", {"title": "T"}, {"title": "U"}),
    "a question": ("/questions", {"type": "true_false", "prompt": "P", "answers": [{"match": {"value": True}}]}, {"prompt": "Q"}),
    "a note": ("/topics/{topic}/notes", {"heading": "H", "points": [{"text": "P"}]}, {"heading": "I"}),
    "an answer": ("/questions/{question}/answers", {"match": {"value": False}, "credit": 0}, {"feedback": "No."}),
}


@pytest.mark.parametrize(("path", "fields", "patch"), WRITES.values(), ids=WRITES)
def test_a_write_answers_with_the_etag_that_the_next_read_has(world, path, fields, patch):
    topic = world.topic()
    question = world.question(topic, type="true_false", answers=[{"match": {"value": True}}])
    fields = {**fields, "topic_id": topic["id"]} if path == "/questions" else fields
    posted = world.post(path.format(topic=topic["id"], question=question["id"]), fields, by="writer")
    address = posted.headers["Location"].removeprefix("/api/v1")
    assert posted.headers["ETag"] == etag(world, address, "writer")
    patched = world.patch(address, patch, If_Match=posted.headers["ETag"])
    assert patched.headers["ETag"] == etag(world, address, "writer") != posted.headers["ETag"]
    assert patched.json == world.get(f"{address}?include=answers" if "/questions/" in address else address, by="writer").json


def test_an_etag_tells_nothing_of_who_asked(world):
    learners = [world.post("/learners", {}).json["token"] for _ in range(2)]
    assert len({etag(world, f"/topics/{SEEDED}", token) for token in learners}) == 1


def test_one_change_raises_the_stamp_by_one(world):
    topic = world.topic()
    question = world.question(topic)

    def stamp():
        return int(world.get(f"/topics/{topic['id']}").headers["ETag"].split(".")[1])

    before = stamp()
    world.patch(f"/questions/{question['id']}", {"title": "Changed"})
    assert stamp() == before + 1
