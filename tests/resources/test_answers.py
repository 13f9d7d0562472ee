"""Answers one by one: gated when read, checked with their whole question when changed."""
import pytest

from tests.world import SEEDED, pointers


@pytest.fixture
def open_topic(world):
    return world.topic(answer_access="public")


def test_open_answers_are_listed_with_an_open_gate(world, open_topic):
    question = world.question(open_topic)
    reply = world.get(f"/questions/{question['id']}/answers").json
    assert [each["id"] for each in reply["data"]] == [each["id"] for each in question["answers"]]
    assert reply["answer_gate"] == {"visible_questions": 1, "total_questions": 1, "opens_by": "public"}


def test_a_gate_is_announced_and_never_silently_cut(world):
    question = world.question(world.topic(answer_access="learner"))
    reply = world.get(f"/questions/{question['id']}/answers")
    assert (reply.status_code, reply.json["data"]) == (200, [])
    assert reply.json["answer_gate"] == {"visible_questions": 0, "total_questions": 1, "opens_by": "learner"}
    assert world.get(f"/questions/{question['id']}/answers", by="learner").json["answer_gate"]["visible_questions"] == 1


def test_the_seed_topic_opens_three_samples_to_all_and_the_rest_to_learners(world):
    questions = world.get(f"/topics/{SEEDED}/questions?limit=200").json["data"]
    assert [each["answers_visible"] for each in questions] == [True] * 3 + [False] * 17
    shown = world.get(f"/topics/{SEEDED}?include=questions,answers").json
    assert [bool(each["answers"]) for each in shown["questions"]] == [True] * 3 + [False] * 17
    assert shown["answer_gate"] == {"visible_questions": 3, "total_questions": 20, "opens_by": "learner"}
    assert all(each["answers"] for each in world.get(f"/topics/{SEEDED}?include=questions,answers", by="learner").json["questions"])


def test_hiding_a_sample_does_not_open_the_next_answer(world):
    topic = world.topic(sample_answers=1)
    first, second = world.question(topic), world.question(topic)
    for change in (lambda: world.patch(f"/questions/{first['id']}", {"status": "draft"}), lambda: world.delete(f"/questions/{first['id']}")):
        change()
        assert world.get(f"/questions/{second['id']}/answers").json["data"] == []
    assert world.get(f"/topics/{topic['id']}").json["answer_gate"]["visible_questions"] == 0


def test_after_attempt_acts_as_key_until_there_are_attempts(world):
    question = world.question(world.topic(answer_access="after_attempt"))
    seen = {by: len(world.get(f"/questions/{question['id']}/answers", by=by).json["data"]) for by in (None, "learner", "reader")}
    assert seen == {None: 0, "learner": 0, "reader": len(question["answers"])}


def test_one_answer_is_read_where_it_may_be_seen_and_not_there_elsewhere(world):
    question = world.question(world.topic())
    path = f"/answers/{question['answers'][0]['id']}"
    assert {by: world.get(path, by=by).status_code for by in (None, "learner", "grader", "reader", "writer")} == {
        None: 404, "learner": 404, "grader": 404, "reader": 200, "writer": 200,
    }  # fmt: skip
    answer = world.get(path, by="writer").json
    assert answer["question_id"] == question["id"] and answer["revision"] == 1


def test_an_answer_is_added_and_raises_its_questions_revision(world, open_topic):
    question = world.question(open_topic)
    reply = world.post(f"/questions/{question['id']}/answers", {"match": {"choice": "fig"}, "credit": 0.5, "feedback": "Half."}, by="writer")
    assert reply.status_code == 201 and reply.headers["Location"] == f"/api/v1/answers/{reply.json['id']}"
    after = world.get(f"/questions/{question['id']}?include=answers", by="writer")
    assert after.json["revision"] == 2 and after.headers["ETag"] == reply.headers["ETag"]
    assert after.json["answers"][-1]["credit"] == 0.5


def test_a_faulty_answer_is_told_of_where_it_stands_in_what_was_sent(world, open_topic):
    question = world.question(open_topic)
    assert pointers(world.post(f"/questions/{question['id']}/answers", {"match": {"choice": "nowhere"}}, by="writer")) == ["#/match/choice"]
    assert pointers(world.post(f"/questions/{question['id']}/answers", {"credit": 3}, by="writer")) == ["#/credit", "#/match"]


def test_changing_an_answer_checks_the_whole_question(world, open_topic):
    question = world.question(open_topic)
    right = next(each for each in question["answers"] if each["credit"] == 1)
    assert world.patch(f"/answers/{right['id']}", {"feedback": "Better."}).json["feedback"] == "Better."
    assert pointers(world.patch(f"/answers/{right['id']}", {"credit": 0})) == ["#/answers"]
    assert world.patch(f"/answers/{right['id']}", {"credit": 1}, If_Match='"1.0.author"').status_code == 412


def test_the_last_answer_that_earns_credit_may_not_go(world, open_topic):
    question = world.question(open_topic)
    right = next(each for each in question["answers"] if each["credit"] == 1)
    wrong = next(each for each in question["answers"] if each["credit"] == 0)
    assert world.delete(f"/answers/{wrong['id']}").status_code == 204
    reply = world.delete(f"/answers/{right['id']}")
    assert (reply.status_code, reply.json["type"]) == (409, "urn:quizbank:problem:answer_needed")
    assert "credit" in reply.json["detail"]
    assert world.get(f"/answers/{right['id']}", by="writer").status_code == 200
