"""PATCH is JSON Merge Patch (RFC 7396) of what is there, loaded and checked as a whole."""
import pytest

from service.incoming import merged
from tests.world import codes, pointers

# RFC 7396, appendix A: the target, the patch, what comes of them
RFC_7396 = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]


@pytest.mark.parametrize(("target", "patch", "result"), RFC_7396)
def test_patches_merge_as_the_rfc_has_it(target, patch, result):
    assert merged(target, patch) == result


@pytest.mark.parametrize("kind", ["application/json", "application/merge-patch+json", "application/merge-patch+json; charset=utf-8"])
def test_either_media_type_is_a_merge_patch(world, kind):
    topic = world.topic(team="Team")
    headers = {"If_Match": "*", "Content-Type": kind}
    reply = world.call("PATCH", f"/topics/{topic['id']}", "writer", headers=headers, data=b'{"title": "New"}')
    assert (reply.json["title"], reply.json["team"]) == ("New", "Team")


def test_json_patch_is_not_spoken(world):
    headers = {"If_Match": "*", "Content-Type": "application/json-patch+json"}
    assert world.call("PATCH", f"/topics/{world.topic()['id']}", "writer", headers=headers, data=b"[]").status_code == 415


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"1"])
def test_a_patch_is_an_object(world, body):
    headers = {"If_Match": "*", "Content-Type": "application/json"}
    reply = world.call("PATCH", f"/topics/{world.topic()['id']}", "writer", headers=headers, data=body)
    assert pointers(reply) == ["#"]


@pytest.mark.parametrize(
    ("field", "value", "default"),
    [
        ("team", "Team", None),
        ("tags", ["a"], []),
        ("description", "Text", ""),
        ("sample_answers", 3, 0),
        ("status", "published", "draft"),
        ("language", "fr", "en"),
    ],
)
def test_null_takes_a_field_back_to_its_default(world, field, value, default):
    topic = world.topic(**{field: value})
    assert world.patch(f"/topics/{topic['id']}", {field: None}).json[field] == default


@pytest.mark.parametrize(("field", "place"), [("title", "topics"), ("prompt", "questions"), ("heading", "notes")])
def test_a_required_field_cannot_be_taken_away(world, field, place):
    topic = world.topic()
    id = {"topics": lambda: topic, "questions": lambda: world.question(topic), "notes": lambda: world.note(topic, {"p": "P"})}[place]()[
        "id"
    ]
    reply = world.patch(f"/{place}/{id}", {field: None})
    assert (pointers(reply), codes(reply)) == ([f"#/{field}"], ["required"])


def test_objects_merge_and_lists_are_replaced(world):
    question = world.question(world.topic())
    path = f"/questions/{question['id']}"
    assert world.patch(path, {"body": {"shuffle": False}}).json["body"] == {**question["body"], "shuffle": False}
    choices = [*question["body"]["choices"][:2], {"id": "new", "text": "29"}]
    body = world.patch(path, {"body": {"choices": choices}}).json["body"]
    assert [choice["id"] for choice in body["choices"]] == ["kiwi", "plum", "new"] and body["shuffle"] is False


def test_null_inside_an_object_takes_that_alone(world):
    question = world.question(world.topic(), type="open_ended", body={"max_words": 9})
    assert world.patch(f"/questions/{question['id']}", {"body": {"max_words": None}}).json["body"] == {"max_words": None}


def test_answers_are_replaced_as_a_list(world):
    question = world.question(world.topic())
    reply = world.patch(f"/questions/{question['id']}", {"answers": [{"match": {"choice": "fig"}}]})
    assert [answer["match"] for answer in reply.json["answers"]] == [{"choice": "fig"}]
    assert [reply.json[name] for name in ("prompt", "body", "points")] == [question[name] for name in ("prompt", "body", "points")]


def test_without_answers_in_the_patch_they_stay_with_their_ids(world):
    question = world.question(world.topic())
    reply = world.patch(f"/questions/{question['id']}", {"prompt": "Which one is prime?"})
    assert [answer["id"] for answer in reply.json["answers"]] == [answer["id"] for answer in question["answers"]]


def test_the_whole_is_checked_again(world):
    question = world.question(world.topic())
    reply = world.patch(f"/questions/{question['id']}", {"body": {"choices": question["body"]["choices"][2:]}})
    assert ("#/answers/0/match/choice", "unknown_choice") in zip(pointers(reply), codes(reply))
    assert world.get(f"/questions/{question['id']}", by="writer").json["body"] == question["body"]


def test_what_is_unknown_is_refused_in_a_patch_too(world):
    assert codes(world.patch(f"/topics/{world.topic()['id']}", {"colour": "red"})) == ["unknown_field"]


@pytest.mark.parametrize("place", ["topics", "questions", "notes", "answers"])
def test_a_resource_that_was_read_may_be_sent_back_as_it_is(world, place):
    topic = world.topic(tags=["a"], author="SomeBody", sample_answers=1)
    question = world.question(topic, tags=["b"], hints=["Look."], difficulty="easy", position=2.5)
    note = world.note(topic, {"p": "Point."})
    id = {"topics": topic, "questions": question, "notes": note, "answers": question["answers"][0]}[place]["id"]
    include = "?include=answers" if place == "questions" else ""
    before = world.get(f"/{place}/{id}{include}", by="writer").json
    reply = world.patch(f"/{place}/{id}", before)
    assert reply.status_code == 200, reply.json
    moved = ("revision", "updated_at", "answers")
    assert {k: v for k, v in reply.json.items() if k not in moved} == {k: v for k, v in before.items() if k not in moved}


@pytest.mark.parametrize("field", ["id", "created_at", "revision"])
def test_what_only_the_server_sets_is_passed_over(world, field):
    topic = world.topic()
    reply = world.patch(f"/topics/{topic['id']}", {field: topic[field] * 2, "title": "New"})
    assert reply.json["title"] == "New" and reply.json["id"] == topic["id"] and reply.json["created_at"] == topic["created_at"]
    assert reply.json["revision"] == 2


def test_an_empty_patch_is_a_new_revision_of_the_same(world):
    topic = world.topic()
    reply = world.patch(f"/topics/{topic['id']}", {})
    assert (reply.status_code, reply.json["revision"], reply.json["title"]) == (200, 2, topic["title"])
