"""Questions: posted and changed whole, read without their key."""
from itertools import pairwise

import pytest
from sqlalchemy import update

from service import db
from service.models.content import Question
from service.question_types import TYPES
from tests.world import codes, pointers

TABLE = Question.__table__
SAID = ("general", "correct", "partial", "incorrect")
FROM_ELSEWHERE = {"category": "Biology/Cells", "penalty": 0.33333, "licence": "CC-BY-SA-4.0", "attribution": "A. Teacher, School of the North"}


@pytest.mark.parametrize("type", TYPES)
def test_every_type_can_be_posted_read_and_sent_back(world, type):
    question = world.question(world.topic(), type)
    read = world.get(f"/questions/{question['id']}?include=answers", by="writer").json
    assert read == question
    again = world.patch(f"/questions/{question['id']}", read)
    assert again.status_code == 200, again.json
    unchanging = ("body", "prompt", "points", "title", "position", "topic_id")
    assert {name: again.json[name] for name in unchanging} == {name: question[name] for name in unchanging}
    assert [each["id"] for each in again.json["answers"]] == [each["id"] for each in question["answers"]]


def test_a_question_has_every_field_of_the_contract_with_its_default(world):
    topic = world.topic()
    reply = world.post("/questions", {**TYPES["true_false"].EXAMPLE, "topic_id": topic["id"]}, by="writer")
    assert reply.status_code == 201 and reply.headers["Location"] == f"/api/v1/questions/{reply.json['id']}"
    wanted = {
        "topic_id": topic["id"], "type": "true_false", "title": "", "points": 1, "difficulty": None, "tags": [], "hints": [],
        "status": "draft", "position": 1, "source": None, "external_id": None, "answers_visible": True, "revision": 1,
        "category": None, "penalty": None, "licence": None, "attribution": None, "feedback": dict.fromkeys(SAID, ""),
    }  # fmt: skip
    assert wanted.items() <= reply.json.items()


def test_the_public_sees_the_body_and_never_the_answers(world):
    question = world.question(world.topic())
    public = world.get(f"/questions/{question['id']}?include=answers").json
    assert public["answers"] == [] and public["answers_visible"] is False
    assert "answers" not in world.get(f"/questions/{question['id']}").json
    assert {each["text"] for each in public["body"]["choices"]} == {each["text"] for each in question["body"]["choices"]}


@pytest.mark.parametrize("type", ["ordering", "matching", "fill_in_blank"])
def test_what_was_kept_before_it_could_say_how_it_is_scored_is_scored_as_ever(world, type):
    question, old = world.question(world.topic(), type), TYPES[type].EXAMPLE["body"]
    with db.writing(world.engine):
        db.execute(update(TABLE).where(TABLE.c.id == question["id"]).values(body=old, public_body=old))
    result = world.post(f"/questions/{question['id']}/grade", {"response": TYPES[type].EXAMPLE_RESPONSE}, by="writer").json
    assert (result["verdict"], result["score"]) == ("correct", 1)
    again = world.patch(f"/questions/{question['id']}", {"title": "Looked at again"}).json
    assert again["body"] == question["body"]


def test_what_other_systems_say_of_a_question_is_kept_and_all_but_its_feedback_is_public(world):
    question = world.question(world.topic(), **FROM_ELSEWHERE, feedback={"general": "Plums have stones."})
    assert FROM_ELSEWHERE.items() <= question.items()
    assert question["feedback"] == {**dict.fromkeys(SAID, ""), "general": "Plums have stones."}
    public = world.get(f"/questions/{question['id']}").json
    assert FROM_ELSEWHERE.items() <= public.items() and "feedback" not in public
    some = world.get(f"/questions/{question['id']}?fields=category,licence").json
    assert some == {"id": question["id"], "category": "Biology/Cells", "licence": "CC-BY-SA-4.0"}


@pytest.mark.parametrize(("access", "by", "seen"), [("key", None, False), ("key", "reader", True), ("learner", "learner", True), ("public", None, True)])
def test_a_questions_own_feedback_is_seen_where_its_answers_are(world, access, by, seen):
    topic = world.topic(answer_access=access)
    question = world.question(topic, feedback=dict.fromkeys(SAID, "It has a stone."))
    meant = dict.fromkeys(SAID, "It has a stone." if seen else "")
    [inside] = world.get(f"/topics/{topic['id']}?include=answers", by=by).json["questions"]
    alone = world.get(f"/questions/{question['id']}?include=answers", by=by).json
    assert (alone["feedback"], inside["feedback"], bool(alone["answers"])) == (meant, meant, seen)


def test_a_part_of_the_feedback_can_be_changed_alone_and_taken_away(world):
    question = world.question(world.topic(), feedback={"general": "All.", "partial": "Nearly."})
    path = f"/questions/{question['id']}"
    changed = world.patch(path, {"feedback": {"correct": "Yes!", "partial": None}}).json["feedback"]
    assert changed == {"general": "All.", "correct": "Yes!", "partial": "", "incorrect": ""}
    assert world.patch(path, {"title": "Other"}).json["feedback"] == changed
    assert set(world.patch(path, {"feedback": None}).json["feedback"].values()) == {""}
    stale = world.patch(path, {"title": "Third"}, If_Match='"2.0.author"')
    assert stale.status_code == 412 and stale.json["changed"] == ["feedback", "title"]


def test_every_fault_is_told_at_once(world):
    reply = world.post("/questions", {"type": "multiple_choice", "topic_id": "x", "points": -1, "body": {"choices": [{"id": "a"}]}}, by="writer")
    assert {"#/topic_id", "#/points", "#/prompt", "#/answers", "#/body/choices"} <= set(pointers(reply))


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"type": "riddle"}, "#/type"),
        ({"type": None}, "#/type"),
        ({"prompt": "<img src=x>"}, "#/prompt"),
        ({"points": 0.000001}, "#/points"),
        ({"points": "1"}, "#/points"),
        ({"difficulty": "impossible"}, "#/difficulty"),
        ({"hints": [""]}, "#/hints/0"),
        ({"category": ""}, "#/category"),
        ({"penalty": 1.1}, "#/penalty"),
        ({"penalty": 0.000001}, "#/penalty"),
        ({"licence": "{all mine}"}, "#/licence"),
        ({"attribution": " "}, "#/attribution"),
        ({"feedback": None}, "#/feedback"),
        ({"feedback": {"correct": "<b>Yes</b>"}}, "#/feedback/correct"),
        ({"feedback": {"sometimes": "Yes"}}, "#/feedback/sometimes"),
        ({"external_id": "7"}, "#/source"),
        ({"topic_id": "01900000-0000-7000-8000-000000000000"}, "#/topic_id"),
        ({"body": {"choices": [{"id": "a", "text": "A"}, {"id": "a", "text": "B"}]}, "answers": [{"match": {"choice": "a"}}]}, "#/body/choices/1/id"),
        ({"body": {"choices": [{"id": "a", "text": "A"}, {"id": "b", "text": " A "}]}, "answers": [{"match": {"choice": "a"}}]}, "#/body/choices/1/text"),
        ({"answers": [{"match": {"choice": "nowhere"}}]}, "#/answers/0/match/choice"),
        ({"answers": [{"match": {"choice": "plum"}, "credit": 0}]}, "#/answers"),
        ({"answers": [{"match": {"choice": "plum"}, "credit": 2}]}, "#/answers/0/credit"),
        ({"answers": [{"match": {"choice": "plum"}, "cites": ["no-such-point"]}]}, "#/answers/0/cites/0"),
    ],
)
def test_what_cannot_be_graded_or_kept_is_refused_where_it_stands(world, fields, pointer):
    posted = {**TYPES["multiple_choice"].EXAMPLE, "topic_id": world.topic()["id"], **fields}
    assert pointer in pointers(world.post("/questions", posted, by="writer"))


def test_answers_in_a_patch_replace_all_there_were_and_keep_known_ids(world):
    question = world.question(world.topic())
    kept = question["answers"][0]
    changed = world.patch(f"/questions/{question['id']}", {"answers": [{"id": kept["id"], "match": kept["match"], "feedback": "New."}]}).json
    assert [(each["id"], each["feedback"]) for each in changed["answers"]] == [(kept["id"], "New.")]
    stolen = world.question(world.topic(), answers=[{"id": kept["id"], "match": {"choice": "plum"}}])
    assert stolen["answers"][0]["id"] != kept["id"]


def test_a_patch_is_checked_as_a_whole(world):
    question = world.question(world.topic())
    assert codes(world.patch(f"/questions/{question['id']}", {"body": {"choices": [{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}]}})) == [
        "unknown_choice"
    ] * len(question["answers"])
    assert world.get(f"/questions/{question['id']}", by="writer").json["revision"] == 1


def test_a_type_may_change_with_all_that_depends_on_it(world):
    question = world.question(world.topic())
    example = TYPES["numeric"].EXAMPLE
    body = {**{name: None for name in question["body"]}, **example.get("body", {})}
    changed = world.patch(f"/questions/{question['id']}", {"type": "numeric", "body": body, "answers": example["answers"]})
    assert (changed.status_code, changed.json["type"]) == (200, "numeric")


def test_a_caller_has_one_question_of_each_name_of_its_own(world):
    topic, name = world.topic(), {"source": "my-lms", "external_id": f"q-7-{world.kind}"}
    first = world.question(topic, **name)
    again = world.post("/questions", {**TYPES["true_false"].EXAMPLE, "topic_id": topic["id"], **name}, by="writer")
    assert (again.status_code, again.json["question_id"]) == (409, first["id"])
    assert [each["id"] for each in world.get(f"/questions?source=my-lms&external_id=q-7-{world.kind}").json["data"]] == [first["id"]]


def test_a_question_without_position_is_last_and_moving_it_changes_no_other(world):
    topic = world.topic()
    first, second, third = (world.question(topic) for _ in range(3))
    assert [each["position"] for each in (first, second, third)] == [1, 2, 3]
    assert world.patch(f"/questions/{third['id']}", {"position": 1.5}).json["position"] == 1.5
    listed = world.get(f"/topics/{topic['id']}/questions").json["data"]
    assert [each["id"] for each in listed] == [first["id"], third["id"], second["id"]]
    assert [each["revision"] for each in listed] == [1, 2, 1]


def test_ties_of_position_stand_in_the_order_of_their_ids(world):
    topic = world.topic()
    made = [world.question(topic, position=1)["id"] for _ in range(4)]
    assert [each["id"] for each in world.get(f"/topics/{topic['id']}/questions").json["data"]] == sorted(made)


def test_a_question_moves_to_another_topic_and_both_count_right(world):
    here, there = world.topic(), world.topic()
    question = world.question(here)
    assert world.patch(f"/questions/{question['id']}", {"topic_id": there["id"]}).json["topic_id"] == there["id"]
    assert [world.get(f"/topics/{each['id']}").json["question_count"] for each in (here, there)] == [0, 1]


def test_a_hidden_question_is_gone_and_comes_back_with_its_answers(world):
    question = world.question(world.topic())
    assert world.delete(f"/questions/{question['id']}").status_code == 204
    assert {world.get(f"/questions/{question['id']}", by=by).status_code for by in (None, "reader", "writer")} == {404}
    assert world.get(f"/questions/{question['id']}?include_deleted=true", by="writer").json["deleted_at"]
    back = world.post(f"/questions/{question['id']}/restore", by="writer")
    assert back.status_code == 200
    assert [each["id"] for each in back.json["answers"]] == [each["id"] for each in question["answers"]]
    assert world.get(f"/questions/{question['id']}").status_code == 200


def test_restoring_what_is_there_changes_nothing(world):
    question = world.question(world.topic())
    assert world.post(f"/questions/{question['id']}/restore", by="writer").json["revision"] == 1


def test_statuses_are_kept_apart(world):
    topic = world.topic()
    made = {status: world.question(topic, status=status)["id"] for status in ("draft", "published", "archived")}
    assert [each["id"] for each in world.get(f"/topics/{topic['id']}/questions", by="writer").json["data"]] == [made["published"]]
    drafts = world.get(f"/topics/{topic['id']}/questions?status=draft,archived", by="writer").json["data"]
    assert {each["id"] for each in drafts} == {made["draft"], made["archived"]}
    assert {status: world.get(f"/questions/{id}").status_code for status, id in made.items()} == {"draft": 404, "published": 200, "archived": 200}
    assert world.get(f"/topics/{topic['id']}/questions?status=draft", by="reader").status_code == 403
    assert world.get(f"/topics/{topic['id']}/questions?status=draft").status_code == 401


def test_ids_are_uuids_in_the_order_of_time_and_malformed_ones_are_not_there(world):
    topic = world.topic()
    made = [world.question(topic) for _ in range(3)]
    assert all(each["id"][14] == "7" for each in made)
    assert all(first["created_at"] <= second["created_at"] for first, second in pairwise(made))
    assert {world.get(f"/questions/{id}").status_code for id in ("x", "1", made[0]["id"].upper(), "%00", "' OR 1=1")} == {404}


def test_only_the_fields_asked_for_come(world):
    question = world.question(world.topic())
    assert set(world.get(f"/questions/{question['id']}?fields=prompt,points").json) == {"id", "prompt", "points"}
    assert world.get(f"/questions/{question['id']}?fields=answers").json["parameter"] == "fields"


def test_a_question_comes_back_though_a_point_it_cites_has_gone(world):
    topic = world.topic()
    note = world.note(topic, {"gone": "A point."})
    example = TYPES["true_false"].EXAMPLE
    question = world.question(topic, "true_false", answers=[{**example["answers"][0], "credit": 1, "cites": ["gone"]}])
    world.delete(f"/questions/{question['id']}")
    world.delete(f"/notes/{note['id']}")
    back = world.post(f"/questions/{question['id']}/restore", by="writer")
    assert (back.status_code, back.json["answers"][0]["cites"]) == (200, [])


def test_what_is_last_after_the_last_position_can_still_be_changed(world):
    topic = world.topic()
    world.question(topic, position=1e9)
    last = world.question(topic)
    assert last["position"] == 10**9
    assert world.patch(f"/questions/{last['id']}", {"title": "Changed"}).status_code == 200
