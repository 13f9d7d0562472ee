"""Exporting: who may see all answers of a topic gets it as a file, in the form that is theirs; what a format cannot hold is told."""
import json

import pytest

from service.formats import WRITTEN
from service.question_types import TYPES
from tests.importing import FULL, fetched, numbers, told
from tests.pictures import kept, shown


@pytest.fixture(scope="module")
def topic(world):
    """A topic with a published, a draft and an archived question, all of them different."""
    topic = world.topic()
    for status, difficulty, tags in (("published", "easy", ["a", "b"]), ("draft", "hard", ["b"]), ("archived", None, [])):
        fields = {
            **numbers(len(tags))[0],
            "difficulty": difficulty,
            "tags": tags,
            "status": status,
            "category": f"Maths/{status}",
            "licence": "CC0-1.0" if tags else None,
        }
        world.question(topic, title=status, **fields)
    return topic


def ask(world, topic, by="writer", path="", **query):
    return world.call("GET", f"/topics/{topic['slug']}/export{path}", by, query_string={"format": "json", **query})


def titles(data):
    return [each["title"] for each in json.loads(data)["questions"]]


@pytest.mark.parametrize("path", ["", "/report"])
@pytest.mark.parametrize(
    ("by", "status"), [(None, 401), ("learner", 403), ("grader", 403), ("reviewer", 403), ("reader", 200), ("writer", 200), ("admin", 200)]
)
def test_it_takes_who_may_read_answers(world, topic, by, status, path):
    reply = ask(world, topic, by, path)
    assert reply.status_code == status and (status != 403 or reply.json["scope"] == "answers:read")


@pytest.mark.parametrize(
    ("access", "by", "status"),
    [
        ("public", None, 200),
        ("public", "learner", 200),
        ("learner", None, 401),
        ("learner", "learner", 200),
        ("after_attempt", "learner", 403),
    ],
)
def test_where_all_answers_are_open_whoever_sees_them_may_export(world, access, by, status):
    topic = world.topic(answer_access=access)
    world.question(topic)
    world.question(topic, status="draft")
    assert ask(world, topic, by).status_code == ask(world, topic, by, "/report").status_code == status
    if status == 200:
        assert len(json.loads(fetched(world, topic, by=by))["questions"]) == 1


@pytest.mark.parametrize("sample", [1, 5])
def test_samples_alone_open_no_export(world, sample):
    topic = world.topic(sample_answers=sample)
    world.question(topic)
    assert ask(world, topic, None).status_code == 401


def test_what_may_not_be_known_of_is_not_there(world):
    draft, gone = world.topic(status="draft"), world.topic()
    world.delete(f"/topics/{gone['id']}")
    for path in ("", "/report"):
        assert ask(world, draft, "reader", path).status_code == 404 and ask(world, draft, "writer", path).status_code == 200
        assert ask(world, gone, "writer", path).status_code == ask(world, {"slug": "no-such"}, "writer", path).status_code == 404


def test_authors_get_drafts_and_archived_questions_and_others_what_is_published(world, topic):
    assert titles(fetched(world, topic)) == ["published", "draft", "archived"]
    assert titles(fetched(world, topic, by="reader")) == ["published"]
    for status in ("draft", "archived", "published,draft"):
        reply = ask(world, topic, "reader", status=status)
        assert (reply.status_code, reply.json["scope"]) == (403, "content:write")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "draft,archived"}, ["draft", "archived"]), ({"difficulty": "easy,hard"}, ["published", "draft"]), ({"tags_all": "a,b"}, ["published"]),
        ({"tags_any": "a,b"}, ["published", "draft"]), ({"type": "essay"}, []), ({"type": "numeric", "tags_any": "b", "status": "draft"}, ["draft"]),
        ({"category": "Maths"}, ["published", "draft", "archived"]), ({"category": "Maths/draft"}, ["draft"]), ({"licence": "CC0-1.0"}, ["published", "draft"]),
    ],
)  # fmt: skip
def test_what_the_filters_pick_is_exported(world, topic, query, found):
    assert titles(fetched(world, topic, **query)) == found
    assert ask(world, topic, path="/report", **query).json["questions"] == len(found)


def test_the_stored_order_and_ids_of_choices_are_for_authors_alone(world):
    topic = world.topic(answer_access="public")
    choices = [{"id": f"right-{place}", "text": f"Choice {place}"} for place in range(8)]
    world.question(topic, body={"choices": choices}, answers=[{"match": {"choice": "right-0"}, "feedback": "Yes."}])
    world.question(topic, "ordering", body={"choices": choices}, answers=[{"match": {"order": [each["id"] for each in choices]}}])
    assert json.loads(fetched(world, topic))["questions"][0]["body"]["choices"] == [{**each, "pinned": False} for each in choices]
    for by in ("reader", None):
        data = fetched(world, topic, by=by)
        first, second = json.loads(data)["questions"]
        assert b"right-" not in data and [each["text"] for each in first["body"]["choices"]] != [each["text"] for each in choices]
        right = {each["id"]: each["text"] for each in first["body"]["choices"]}[first["answers"][0]["match"]["choice"]]
        order = [{each["id"]: each["text"] for each in second["body"]["choices"]}[id] for id in second["answers"][0]["match"]["order"]]
        assert (right, first["answers"][0]["feedback"], order) == ("Choice 0", "Yes.", [each["text"] for each in choices])


@pytest.mark.parametrize("format", WRITTEN)
def test_a_file_is_named_after_its_topic_and_stored_nowhere(world, topic, format):
    reply = ask(world, topic, format=format)
    assert reply.status_code == 200 and reply.headers["Content-Type"] == WRITTEN[format].MEDIA_TYPE
    assert reply.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{topic['slug']}{WRITTEN[format].SUFFIX}"
    assert (reply.headers["Cache-Control"], int(reply.headers["Content-Length"])) == ("no-store", len(reply.data))
    head = world.call("HEAD", f"/topics/{topic['id']}/export?format={format}", "writer")
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", reply.headers["Content-Length"])


def test_a_file_of_all_that_is_open_is_stored_nowhere_either(world):
    topic = world.topic(answer_access="public")
    for path in ("", "/report"):
        assert ask(world, topic, None, path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["", "/report"])
@pytest.mark.parametrize(
    ("query", "parameter"),
    [({"format": "riddles"}, "format"), ({"type": "riddle"}, "type"), ({"status": "lost"}, "status"), ({"q": "x"}, "q")],
)
def test_what_cannot_be_asked_for_is_400_and_names_the_parameter(world, topic, query, parameter, path):
    reply = ask(world, topic, path=path, **query)
    assert (reply.status_code, reply.json["parameter"]) == (400, parameter)
    assert parameter != "format" or "moodle_xml" in reply.json["detail"]


def test_the_format_must_be_named(world, topic):
    assert world.get(f"/topics/{topic['slug']}/export", by="writer").json["parameter"] == "format"


@pytest.mark.parametrize("format", WRITTEN)
def test_an_empty_topic_is_a_file_too(world, format):
    empty = world.topic()
    data = fetched(world, empty, format)
    report = ask(world, empty, path="/report", format=format).json
    assert (report["format"], report["questions"], report["left_out"]) == (format, 0, 0) and data is not None


@pytest.mark.parametrize("format", ["json", "ndjson"])
def test_our_own_formats_lose_nothing(world, format):
    topic = world.topic(description="D")
    world.note(topic, {"p1": "A point."})
    for type in TYPES:
        world.question(topic, type, **FULL)
    world.question(topic, prompt=f"What is shown? {shown(kept(world))}")
    assert ask(world, topic, path="/report", format=format).json == {
        "format": format,
        "questions": len(TYPES) + 1,
        "not_carried": [],
        "left_out": 0,
    }


def test_what_a_format_has_no_room_for_is_told_field_by_field(world):
    topic = world.topic(description="D")
    world.note(topic, {"p1": "A point."})
    choice = world.question(
        topic,
        difficulty="hard",
        hints=["H"],
        answers=[{"match": {"choice": "kiwi"}, "explanation": "Because."}],
        body={"choices": [{"id": "kiwi", "text": "K"}, {"id": "b", "text": "B"}]},
    )
    essay = world.question(topic, "essay")
    report = ask(world, topic, path="/report", format="aiken").json
    told_of = {(each["question_id"], each["field"]) for each in report["not_carried"]}
    assert report["questions"] == 1
    assert told_of >= {
        (choice["id"], "difficulty"),
        (choice["id"], "hints"),
        (choice["id"], "answers/0/explanation"),
        (essay["id"], ""),
        (None, "topic/description"),
        (None, "notes"),
    }
    assert all("Aiken" in each["detail"] for each in report["not_carried"] if each["field"])


@pytest.mark.parametrize("format", ["gift", "moodle_xml", "csv", "aiken"])
def test_what_the_report_does_not_tell_of_comes_back(world, format):
    topic, again = world.topic(), world.topic()
    for type in TYPES:
        world.question(topic, type)
    lost = {each["question_id"] for each in ask(world, topic, path="/report", format=format).json["not_carried"]}
    whole = [each["id"] for each in world.get(f"/topics/{topic['id']}/questions", by="writer").json["data"] if each["id"] not in lost]
    file = fetched(world, topic, format)
    report = told(world, file, topic=again["id"], format=format, on_error="skip")
    back = world.get(f"/topics/{again['id']}/questions?status=draft,published", by="writer").json["data"]
    assert len(back) >= len(whole) and report["counts"]["rejected"] == 0, report["items"]


def test_more_questions_than_are_read_at_a_time_come_in_their_order(world):
    topic = world.topic()
    told(world, numbers(*range(450)), topic=topic["id"])
    last = world.get(f"/topics/{topic['id']}/questions?status=draft&sort=-position&limit=1", by="writer").json["data"][0]
    world.patch(f"/questions/{last['id']}", {"position": 0.5})
    prompts = [each["prompt"] for each in json.loads(fetched(world, topic))["questions"]]
    assert prompts == [f"How much is {value}?" for value in (449, *range(449))]


def test_a_part_of_a_file_can_be_fetched(world, topic):
    reply = world.get(f"/topics/{topic['id']}/export?format=json", by="writer", Range="bytes=0-13")
    assert (reply.status_code, reply.data) == (206, b'{"quizbank": 1')
