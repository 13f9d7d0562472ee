"""Revisions: every change of content is kept with who and when, and can be brought back."""
from sqlalchemy import update

from service import db
from service.models.content import Revision
from service.question_types import TYPES
from tests.taking import start, submit

REVISIONS = Revision.__table__


def test_every_change_is_kept_with_who_and_when_and_the_whole_form(world):
    question = world.question(world.topic())
    changed = world.patch(f"/questions/{question['id']}", {"title": "Second"}).json
    listed = world.get(f"/questions/{question['id']}/revisions", by="writer").json["data"]
    assert [each["revision"] for each in listed] == [2, 1]
    assert [each["by"]["name"] for each in listed] == ["writer", "writer"]
    assert [each["at"] for each in listed] == [changed["updated_at"], question["updated_at"]]
    for kept, meant in zip(listed, (changed, question)):
        assert kept["wire"] == {name: value for name, value in meant.items() if name != "answers_visible"}


def test_a_revision_is_read_by_its_number(world):
    question = world.question(world.topic())
    path = f"/questions/{question['id']}/revisions"
    assert world.get(f"{path}/1", by="writer").json["wire"]["prompt"] == question["prompt"]
    assert {world.get(f"{path}/{n}", by="writer").status_code for n in ("2", "0", "-1", "x", "99999999999", "1.0")} == {404}


def test_an_answer_changed_alone_is_a_revision_of_its_question(world):
    question = world.question(world.topic())
    world.patch(f"/answers/{question['answers'][0]['id']}", {"feedback": "New feedback."})
    newest = world.get(f"/questions/{question['id']}/revisions", by="writer").json["data"][0]
    assert newest["wire"]["answers"][0]["feedback"] == "New feedback."


def test_hiding_and_bringing_back_are_kept_too(world):
    question = world.question(world.topic())
    world.delete(f"/questions/{question['id']}")
    world.post(f"/questions/{question['id']}/restore", by="writer")
    listed = world.get(f"/questions/{question['id']}/revisions", by="writer").json["data"]
    assert [(each["revision"], each["wire"] is None) for each in listed] == [(3, False), (2, True), (1, False)]


def test_a_question_becomes_again_what_it_was_as_a_new_revision(world):
    question = world.question(world.topic())
    example = TYPES["true_false"].EXAMPLE
    world.patch(f"/questions/{question['id']}", {"type": "true_false", "body": {"choices": None, "shuffle": None}, "prompt": "Other?", "answers": example["answers"]})
    back = world.post(f"/questions/{question['id']}/revisions/1/restore", by="writer")
    assert (back.status_code, back.json["revision"]) == (200, 3)
    same = ("type", "prompt", "body", "points", "title")
    assert {name: back.json[name] for name in same} == {name: question[name] for name in same}
    assert [(each["match"], each["feedback"]) for each in back.json["answers"]] == [(each["match"], each["feedback"]) for each in question["answers"]]


def test_feedback_is_kept_with_each_revision_and_comes_back(world):
    question = world.question(world.topic(), feedback={"correct": "Well done."})
    path = f"/questions/{question['id']}"
    world.patch(path, {"feedback": None})
    kept = world.get(f"{path}/revisions", by="writer").json["data"]
    assert [each["wire"]["feedback"]["correct"] for each in kept] == ["", "Well done."]
    assert world.post(f"{path}/revisions/1/restore", by="writer").json["feedback"] == question["feedback"]
    world.delete(path)
    assert world.post(f"{path}/restore", by="writer").json["feedback"] == question["feedback"]


LATER = ("category", "penalty", "licence", "attribution", "feedback")


def test_a_form_of_before_questions_could_say_so_much_is_still_asked_graded_and_restored(world):
    topic = world.topic(reveal={"submitted": "explanation"})
    question = world.question(topic, category="Fruit", feedback={"general": "Plums have stones."})
    old = {name: value for name, value in question.items() if name not in ("answers_visible", *LATER)}
    with db.writing(world.engine):
        db.execute(update(REVISIONS).where(REVISIONS.c.of == question["id"]).values(wire=old))
    receipt = world.get(f"/topics/{topic['id']}/draw").json["receipt"]
    [drawn] = world.get(f"/topics/{topic['id']}/draw?receipt={receipt}").json["data"]
    assert {drawn[name] for name in LATER if name != "feedback"} == {None}
    [item] = submit(world, start(world, topic)).json["items"]
    assert (item["question"]["category"], item["result"]["verdict"], item["result"]["feedback"]) == (None, "incorrect", "")
    back = world.post(f"/questions/{question['id']}/revisions/1/restore", by="writer").json
    assert back["category"] is None and set(back["feedback"].values()) == {""}


def test_a_revision_at_which_it_was_hidden_cannot_be_gone_back_to(world):
    question = world.question(world.topic())
    world.delete(f"/questions/{question['id']}")
    world.post(f"/questions/{question['id']}/restore", by="writer")
    assert world.post(f"/questions/{question['id']}/revisions/2/restore", by="writer").status_code == 409


def test_topics_have_revisions_too(world):
    topic = world.topic()
    world.patch(f"/topics/{topic['id']}", {"title": "Second"})
    listed = world.get(f"/topics/{topic['slug']}/revisions?limit=1", by="writer").json
    assert [(each["revision"], each["wire"]["title"]) for each in listed["data"]] == [(2, "Second")]
    assert listed["page"]["next"]
    assert world.get(f"/topics/{topic['slug']}/revisions/1", by="writer").json["wire"]["title"] == topic["title"]


def test_history_holds_answers_and_is_for_writers_alone(world):
    question = world.question(world.topic(answer_access="public"))
    path = f"/questions/{question['id']}/revisions"
    assert {by: world.get(path, by=by).status_code for by in (None, "learner", "reader", "writer")} == {None: 401, "learner": 403, "reader": 403, "writer": 200}
    assert world.get(path, by="writer").headers["Cache-Control"] == "no-store"
