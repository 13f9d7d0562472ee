"""Attempts: from the first question to the score, and whose they are."""
import uuid

import pytest

from service.models.attempts import Item
from service.question_types import TYPES
from tests.access.nests import labelled, renamed
from tests.taking import PRIME, choice, read, save, set_back, start, submit
from tests.world import codes, pointers

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def topic(world):
    """A topic whose attempts show everything once they are submitted."""
    return world.topic(reveal={"submitted": "explanation"})


# From start to score


def test_an_attempt_from_start_to_score(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    assert (attempt["state"], attempt["item_count"], attempt["items"][0]["question_id"]) == ("in_progress", 1, question["id"])
    assert "score" not in attempt and "result" not in attempt["items"][0] and "answers" not in attempt["items"][0]

    saved = save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    assert saved.status_code == 200 and saved.json["items"][0]["response"] == choice(attempt, PRIME) and saved.json["items"][0]["saved_at"]

    graded = submit(world, attempt).json
    assert (graded["state"], graded["score"], graded["max_score"], graded["graded_count"]) == ("graded", 1, 1, 1)
    result = graded["items"][0]["result"]
    assert (result["score"], result["verdict"], result["graded_by"], result["feedback"]) == (1, "correct", "machine", "Yes: only 1 and 23 divide it.")


def test_submitting_again_gives_the_same_and_changes_nothing(world, topic):
    world.question(topic)
    attempt = start(world, topic)
    first, again = submit(world, attempt), submit(world, attempt)
    assert first.status_code == again.status_code == 200 and first.data == again.data


def test_what_was_not_answered_scores_nothing_and_counts(world, topic):
    world.question(topic)
    world.question(topic, "true_false")
    graded = submit(world, start(world, topic)).json
    assert (graded["score"], graded["max_score"], graded["graded_count"]) == (0, 2, 2)


def test_a_retry_of_the_start_with_its_key_starts_no_second_attempt(world, topic):
    world.question(topic)
    key = str(uuid.uuid4())
    first, again = (world.post("/attempts", {"topic_id": topic["id"]}, Idempotency_Key=key) for _ in range(2))
    assert first.json == again.json and again.headers["Idempotent-Replayed"] == "true"
    assert read(world, first.json).status_code == 200


def test_each_entry_replaces_that_response_whole_and_null_clears_it(world, topic):
    question = world.question(topic, "multiple_response")
    attempt = start(world, topic)
    ids = [each["id"] for each in attempt["items"][0]["question"]["body"]["choices"]]
    for response in (ids[:2], ids[1:], None):
        assert save(world, attempt, {question["id"]: response}).json["items"][0]["response"] == response
    assert read(world, attempt).json["items"][0]["response"] is None


def test_a_response_that_cannot_be_is_refused_with_all_others_of_the_same_request(world, topic):
    one, two = world.question(topic), world.question(topic, "numeric")
    attempt = start(world, topic)
    reply = save(world, attempt, {one["id"]: choice(attempt, PRIME), two["id"]: "a dozen", NOWHERE: 1})
    assert sorted(zip(pointers(reply), codes(reply))) == [(f"#/responses/{NOWHERE}", "unknown_question"), (f"#/responses/{two['id']}", "not_a_number")]
    assert [item["response"] for item in read(world, attempt).json["items"]] == [None, None]


def test_a_fault_is_pointed_at_by_a_json_pointer_whatever_its_name(world, topic):
    world.question(topic)
    assert pointers(save(world, start(world, topic), {"a/b~c": 1})) == ["#/responses/a~1b~0c"]


def test_after_submitting_nothing_is_saved_any_more(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    submit(world, attempt)
    reply = save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    assert (reply.status_code, reply.json["type"]) == (409, "urn:quizbank:problem:attempt_closed")


def test_every_type_is_answered_saved_and_given_back_as_it_was_sent(world, topic):
    questions = {kind: world.question(topic, kind) for kind in TYPES}
    attempt = start(world, topic)
    shown = {item["question"]["type"]: item["question"] for item in attempt["items"]}
    responses = {questions[kind]["id"]: in_ids_of(shown[kind], questions[kind], TYPES[kind].EXAMPLE_RESPONSE) for kind in TYPES}
    saved = save(world, attempt, responses)
    assert saved.status_code == 200, saved.json
    assert {item["question_id"]: item["response"] for item in saved.json["items"]} == responses
    graded = submit(world, attempt).json
    assert {item["question"]["type"]: item["result"]["verdict"] for item in graded["items"] if item["question"]["type"] != "open_ended"} == {
        kind: "ungradable" if kind == "essay" else "correct" for kind in TYPES if kind != "open_ended"
    }
    assert graded["state"] == "needs_review" and graded["score"] is None and graded["provisional_score"] > 0


def in_ids_of(shown, stored, response):
    """A response in the ids of the question as it is shown."""
    by_text = {text: id for id, text in labelled(shown["body"])}
    return renamed(response, {id: by_text[text] for id, text in labelled(stored["body"])})


# What is frozen


def test_an_attempt_keeps_the_question_as_it_was_when_it_began(world, topic):
    question = world.question(topic, prompt="Which is prime?")
    attempt = start(world, topic)
    world.patch(f"/questions/{question['id']}", {"prompt": "Which is not?", "status": "archived"})
    item = read(world, attempt).json["items"][0]
    assert (item["question"]["prompt"], item["question_revision"]) == ("Which is prime?", 1)


def test_a_hidden_question_stays_in_the_attempts_that_have_it(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    assert world.delete(f"/questions/{question['id']}").status_code == 204
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    assert submit(world, attempt).json["score"] == 1


def test_every_attempt_calls_the_choices_by_other_names(world, topic):
    question = world.question(topic)
    ids = [{each["id"] for each in start(world, topic)["items"][0]["question"]["body"]["choices"]} for _ in range(2)]
    public = {each["id"] for each in world.get(f"/questions/{question['id']}").json["body"]["choices"]}
    assert not ids[0] & ids[1] and not public & (ids[0] | ids[1])


@pytest.mark.parametrize("which", ["plum", "nothing"])
def test_an_authors_own_id_of_a_choice_is_as_unknown_as_any_other(world, topic, which):
    question = world.question(topic)
    attempt = start(world, topic)
    reply = save(world, attempt, {question["id"]: which})
    assert (codes(reply), reply.json["errors"][0]["detail"]) == (["unknown_choice"], f"No choice '{which}'.")


def test_pinned_choices_stay_and_the_others_are_shuffled_for_each_attempt(world, topic):
    world.question(topic)
    orders = {tuple(each["text"] for each in start(world, topic)["items"][0]["question"]["body"]["choices"]) for _ in range(40)}
    assert len(orders) == 6 and {order[3] for order in orders} == {"None of these"}


# Whose it is


def test_an_attempt_is_nobody_elses(world, topic):
    question = world.question(topic)
    other = start(world, topic)["token"]
    attempt = start(world, topic, by="learner")
    stranger = world.post("/learners", {}).json["token"]
    for by in (None, other, stranger, "reader", "writer"):
        assert world.get(f"/attempts/{attempt['id']}", by=by).status_code == 404
        assert world.call("PATCH", f"/attempts/{attempt['id']}", by, json={"responses": {question["id"]: None}}).status_code == 404
        assert world.post(f"/attempts/{attempt['id']}/submit", by=by).status_code == 404
    assert read(world, attempt, "learner").status_code == 200 and "token" not in attempt


def test_a_key_acts_for_learners_by_names_of_its_own(world, topic):
    question = world.question(topic)
    attempt = start(world, topic, by="grader", learner="s-1234")
    assert (attempt["learner"], attempt["learner_id"], "token" in attempt) == ("s-1234", None, False)
    assert save(world, attempt, {question["id"]: choice(attempt, PRIME)}, by="grader").status_code == 200
    assert submit(world, attempt, by="grader").json["score"] == 1
    assert [each["id"] for each in world.get(f"/attempts?learner=s-1234&topic={topic['id']}", by="grader").json["data"]] == [attempt["id"]]


def test_who_may_read_attempts_may_not_answer_them(world, topic):
    world.question(topic)
    attempt = start(world, topic)
    assert read(world, attempt, "reviewer").status_code == 200
    reply = submit(world, attempt, by="reviewer")
    assert (reply.status_code, reply.json["scope"]) == (403, "attempts:write")


@pytest.mark.parametrize(("by", "status"), [("reader", 403), ("writer", 403), ("learner", 201), (None, 201), ("grader", 201)])
def test_who_may_start(world, topic, by, status):
    world.question(topic)
    assert world.post("/attempts", {"topic_id": topic["slug"]}, by=by).status_code == status


@pytest.mark.parametrize(("by", "status"), [(None, 401), ("learner", 422), ("reader", 403)])
def test_only_a_key_for_attempts_names_a_learner(world, topic, by, status):
    world.question(topic)
    assert world.post("/attempts", {"topic_id": topic["id"], "learner": "Ada"}, by=by).status_code == status


def test_a_learner_lists_none_but_his_own(world, topic):
    world.question(topic)
    mine = start(world, topic, by="learner")
    start(world, topic)
    assert [each["id"] for each in world.get(f"/attempts?topic={topic['id']}", by="learner").json["data"]] == [mine["id"]]
    assert len(world.get(f"/attempts?topic={topic['id']}", by="reviewer").json["data"]) == 2
    assert world.get("/attempts").status_code == 401
    assert world.get("/attempts", by="reader").status_code == 403


def test_the_list_is_filtered_by_state(world, topic):
    world.question(topic)
    attempts = [start(world, topic) for _ in range(3)]
    submit(world, attempts[0])
    set_back(world, attempts[1], 60)
    states = {state: [each["id"] for each in world.get(f"/attempts?topic={topic['id']}&state={state}", by="reviewer").json["data"]] for state in (
        "graded", "submitted", "in_progress",
    )}  # fmt: skip
    assert states == {"graded": [attempts[0]["id"]], "submitted": [attempts[1]["id"]], "in_progress": [attempts[2]["id"]]}


def test_how_long_each_response_took_is_kept_where_they_come_one_by_one(world, topic):
    one, two = world.question(topic), world.question(topic, "true_false")
    attempt = start(world, topic)
    save(world, attempt, {two["id"]: True})
    save(world, attempt, {one["id"]: None, two["id"]: False})
    with world.engine.connect() as connection:
        items = connection.execute(Item.__table__.select().where(Item.__table__.c.attempt_id == attempt["id"]).order_by("place")).all()
    assert items[0].seconds is None and 0 <= items[1].seconds < 60
