"""Attempts: from the first question to the score, whoever takes them and whatever goes wrong on the way."""
import uuid

import pytest
from sqlalchemy import update

from service import db
from service.attempts import settling
from service.models.attempts import Attempt
from tests.world import codes, pointers

ATTEMPTS = Attempt.__table__
PRIME, NOT_PRIME = "23", "21"
"""Texts of choices of the example of multiple_choice."""
NOWHERE = "01900000-0000-7000-8000-000000000000"


def start(world, topic, by=None, **fields):
    reply = world.post("/attempts", {"topic_id": topic["id"], **fields}, by=by)
    assert reply.status_code == 201, reply.json
    return reply.json


def choice(attempt, text, place=0):
    """The id by which an attempt calls the choice with this text."""
    return next(each["id"] for each in attempt["items"][place]["question"]["body"]["choices"] if each["text"] == text)


def save(world, attempt, responses, by=None):
    return world.call("PATCH", f"/attempts/{attempt['id']}", by or attempt["token"], json={"responses": responses})


def submit(world, attempt, by=None):
    return world.post(f"/attempts/{attempt['id']}/submit", by=by or attempt["token"])


def read(world, attempt, by=None):
    return world.get(f"/attempts/{attempt['id']}", by=by or attempt["token"])


def set_back(world, attempt, seconds):
    """As if an attempt had begun so much earlier."""
    with db.writing(world.engine):
        db.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == attempt["id"]).values(expires_at=db.now(seconds=-seconds)))


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


def test_after_submitting_nothing_is_saved_any_more(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    submit(world, attempt)
    reply = save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    assert (reply.status_code, reply.json["type"]) == (409, "urn:quizbank:problem:attempt_closed")


def test_every_type_is_answered_saved_and_given_back_as_it_was_sent(world, topic):
    from service.question_types import TYPES

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
    from tests.access.nests import labelled, renamed

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


# Bounds


def test_only_so_many_attempts_are_given(world):
    topic = world.topic(max_attempts=2)
    world.question(topic)
    assert [start(world, topic, by="grader", learner="one")["number"] for _ in range(2)] == [1, 2]
    reply = world.post("/attempts", {"topic_id": topic["id"], "learner": "one"}, by="grader")
    assert (reply.status_code, reply.json["type"]) == (409, "urn:quizbank:problem:no_attempts_left")
    assert start(world, topic, by="grader", learner="another")["number"] == 1


def test_where_attempts_are_counted_somebody_must_be_named(world):
    topic = world.topic(max_attempts=2)
    world.question(topic)
    assert world.post("/attempts", {"topic_id": topic["id"]}).status_code == 401
    assert pointers(world.post("/attempts", {"topic_id": topic["id"]}, by="grader")) == ["#/learner"]


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [({"opens_at": "2999-01-01T00:00:00Z"}, "not_open_yet"), ({"closes_at": "2001-01-01T00:00:00Z"}, "topic_closed"), ({"status": "draft"}, "topic_not_published")],
)  # fmt: skip
def test_attempts_start_while_a_topic_is_open(world, bounds, kind):
    topic = world.topic(**bounds)
    world.question(topic)
    reply = world.post("/attempts", {"topic_id": topic["id"]}, by="admin")
    assert (reply.status_code, reply.json["type"]) == (409, f"urn:quizbank:problem:{kind}")


def test_a_draft_is_unknown_to_who_may_not_know_of_it(world):
    topic = world.topic(status="draft")
    assert codes(world.post("/attempts", {"topic_id": topic["id"]})) == ["unknown_topic"]


def test_the_time_limit_and_the_close_end_an_attempt_whichever_is_first(world):
    limited = world.topic(time_limit_s=600, closes_at="2999-01-01T00:00:00Z")
    world.question(limited)
    attempt = start(world, limited)
    assert seconds_between(attempt["created_at"], attempt["expires_at"]) == 600
    closing = world.topic(time_limit_s=10**6, closes_at=(soon := db.now(hours=1)))
    world.question(closing)
    assert start(world, closing)["expires_at"] == soon


def seconds_between(one, other):
    from datetime import datetime

    return (datetime.fromisoformat(other) - datetime.fromisoformat(one)).total_seconds()


def test_when_time_is_up_what_was_saved_counts_as_submitted(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    set_back(world, attempt, 11)
    assert save(world, attempt, {question["id"]: choice(attempt, NOT_PRIME)}).json["type"] == "urn:quizbank:problem:attempt_closed"
    late = read(world, attempt).json
    assert (late["state"], late["score"]) == ("graded", 1)
    assert late["submitted_at"] == late["expires_at"]


def test_a_few_seconds_too_late_are_forgiven(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    set_back(world, attempt, 3)
    assert save(world, attempt, {question["id"]: choice(attempt, PRIME)}).status_code == 200


def test_what_nobody_asks_for_again_is_graded_all_the_same(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    set_back(world, attempt, 60)
    with world.app.app_context():
        settling.finish_left_over(world.engine)
    with world.engine.connect() as connection:
        row = connection.execute(ATTEMPTS.select().where(ATTEMPTS.c.id == attempt["id"])).one()
    assert (row.state, row.score) == ("graded", 1)


# What is shown


RESULTS = {
    "nothing": set(), "verdict": {"score", "verdict"}, "feedback": {"score", "verdict", "feedback", "remarks"},
    "key": {"score", "verdict", "feedback", "remarks", "breakdown", "matched"},
    "explanation": {"score", "verdict", "feedback", "remarks", "breakdown", "matched"},
}  # fmt: skip
TOLD = set.union(*RESULTS.values())


@pytest.mark.parametrize("level", RESULTS)
@pytest.mark.parametrize("phase", ["during", "submitted", "closed"])
def test_each_phase_shows_its_own_level_and_no_more(world, level, phase):
    other = "nothing" if level != "nothing" else "explanation"
    reveal = {each: level if each == phase else other for each in ("during", "submitted", "closed")}
    topic = world.topic(reveal=reveal)
    question = world.question(topic)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    if phase != "during":
        submit(world, attempt)
    if phase == "closed":
        world.patch(f"/topics/{topic['id']}", {"closes_at": "2001-01-01T00:00:00Z"})
    shown = read(world, attempt).json
    item = shown["items"][0]
    assert shown["reveal"] == level and ("score" in shown) == (level != "nothing")
    assert item.get("result", {}).keys() & TOLD == RESULTS[level]
    assert ("answers" in item) == (level in ("key", "explanation"))
    assert all(("explanation" in answer) == (level == "explanation") for answer in item.get("answers", ()))


@pytest.mark.parametrize("end", ["submitted", "time is up", "last try failed", "needs review", "regraded to nothing"])
def test_in_every_end_an_attempt_shows_what_its_topic_says_and_no_key(world, end):
    topic = world.topic(reveal={"submitted": "verdict", "closed": "explanation"}, max_attempts=1)
    question = world.question(topic, "essay" if end == "needs review" else "multiple_choice")
    attempt = start(world, topic, by="grader", learner=end)
    if end == "needs review":
        save(world, attempt, {question["id"]: "A text."}, by="grader")
    elif end == "last try failed":
        save(world, attempt, {question["id"]: choice(attempt, NOT_PRIME)}, by="grader")
    if end == "time is up":
        set_back(world, attempt, 60)
    else:
        submit(world, attempt, by="grader")
    shown = read(world, attempt, by="grader").json
    assert shown["reveal"] == "verdict" and shown["state"] in ("graded", "needs_review")
    assert shown["items"][0]["result"].keys() & TOLD == RESULTS["verdict"] and "answers" not in shown["items"][0]


def test_who_reads_attempts_sees_scores_and_with_answers_the_key(world):
    topic = world.topic()
    world.question(topic)
    attempt = start(world, topic)
    submit(world, attempt)
    assert read(world, attempt).json["reveal"] == "nothing"
    assert read(world, attempt, by="reviewer").json["reveal"] == "verdict"
    assert read(world, attempt, by="admin").json["reveal"] == "explanation"


def test_answers_open_after_the_last_attempt_to_whose_it_was(world):
    topic = world.topic(answer_access="after_attempt", max_attempts=2)
    question = world.question(topic)
    me, other = (world.post("/learners", {}).json["token"] for _ in range(2))
    seen = []
    for _ in range(2):
        attempt = start(world, topic, by=me)
        seen.append(world.get(f"/questions/{question['id']}", by=me).json["answers_visible"])
        submit(world, attempt, by=me)
        seen.append(world.get(f"/questions/{question['id']}/answers", by=me).json["data"] != [])
    assert seen == [False, False, False, True]
    assert world.get(f"/topics/{topic['id']}", by=me).json["answer_gate"]["visible_questions"] == 1
    for by in (other, None):
        assert world.get(f"/questions/{question['id']}/answers", by=by).json["data"] == []


def test_answers_open_to_all_once_the_topic_has_closed(world):
    topic = world.topic(answer_access="after_attempt", closes_at="2999-01-01T00:00:00Z")
    question = world.question(topic)
    etag = world.get(f"/questions/{question['id']}").headers["ETag"]
    assert world.get(f"/questions/{question['id']}/answers").json["data"] == []
    world.patch(f"/topics/{topic['id']}", {"closes_at": "2001-01-01T00:00:00Z"})
    assert world.get(f"/questions/{question['id']}/answers").json["data"] != []
    assert world.get(f"/questions/{question['id']}").headers["ETag"] != etag


@pytest.mark.parametrize("reveal", [{"during": "verdict"}, {"submitted": "verdict"}])
def test_attempts_without_end_that_tell_do_not_go_with_answers_after_the_attempt(world, reveal):
    fields = {"title": "T", "answer_access": "after_attempt", "reveal": reveal}
    assert codes(world.post("/topics", fields, by="writer")) == ["reveal_not_allowed"]


def test_a_topic_cannot_close_before_it_opens(world):
    fields = {"title": "T", "opens_at": "2030-01-02T00:00:00Z", "closes_at": "2030-01-01T00:00:00Z"}
    assert pointers(world.post("/topics", fields, by="writer")) == ["#/closes_at"]


def test_while_results_are_shown_meanwhile_each_saved_response_is_graded_at_once(world):
    topic = world.topic(reveal={"during": "verdict"})
    question = world.question(topic)
    attempt = start(world, topic)
    for text, verdict in ((NOT_PRIME, "incorrect"), (PRIME, "correct")):
        item = save(world, attempt, {question["id"]: choice(attempt, text)}).json["items"][0]
        assert item["result"]["verdict"] == verdict


def test_an_attempt_is_stored_nowhere_and_its_etag_changes_with_it(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    first = read(world, attempt)
    assert first.headers["Cache-Control"] == "no-store"
    assert world.get(f"/attempts/{attempt['id']}", by=attempt["token"], If_None_Match=first.headers["ETag"]).status_code == 304
    save(world, attempt, {question["id"]: None})
    assert read(world, attempt).headers["ETag"] != first.headers["ETag"]


def test_how_long_each_response_took_is_kept_where_they_come_one_by_one(world, topic):
    from service.models.attempts import Item

    one, two = world.question(topic), world.question(topic, "true_false")
    attempt = start(world, topic)
    save(world, attempt, {two["id"]: True})
    save(world, attempt, {one["id"]: None, two["id"]: False})
    with world.engine.connect() as connection:
        items = connection.execute(Item.__table__.select().where(Item.__table__.c.attempt_id == attempt["id"]).order_by("place")).all()
    assert items[0].seconds is None and 0 <= items[1].seconds < 60
