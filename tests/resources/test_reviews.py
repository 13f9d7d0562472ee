"""Reviews: what awaits a person, equal responses together, and whatever else is put before one."""
import pytest

from tests.reviewing import TEXT, a_topic, an_essay, ask, chose, decide, result, reviews, taken
from tests.taking import NOT_PRIME, read, start, submit
from tests.world import codes, pointers


topic, essay = pytest.fixture(a_topic), pytest.fixture(an_essay)


# The queue


def test_what_only_a_person_can_say_awaits_one(world, topic, essay):
    taken(world, topic, {essay["id"]: TEXT})
    [review] = reviews(world, essay)
    assert (review["topic_id"], review["response"], review["count"], review["max_score"]) == (topic["id"], TEXT, 1, 4)
    assert (review["decision"], review["example"], review["machine"]["verdict"]) == (None, False, "ungradable")
    assert review["question"]["prompt"] == essay["prompt"] and review["question"]["body"] == essay["body"]
    assert world.get(f"/reviews/{review['id']}", by="reviewer").json == review


def test_equal_responses_stand_together_and_one_decision_settles_all(world, topic, essay):
    attempts = [taken(world, topic, {essay["id"]: text}) for text in (TEXT, f"  {TEXT.upper()} ", "Another.")]
    both, other = reviews(world, essay)
    assert (both["count"], other["count"]) == (2, 1)
    assert decide(world, both, score=3).json["count"] == 0
    assert [read(world, each).json["score"] for each in attempts] == [3, 3, None]
    assert [each["id"] for each in reviews(world, essay)] == [other["id"]]
    assert [each["id"] for each in reviews(world, essay, state="decided")] == [both["id"]]
    assert len(reviews(world, essay, state="any")) == 2


def test_whose_response_it_is_is_told_to_nobody(world, topic, essay):
    attempt = taken(world, topic, {essay["id"]: TEXT}, by="grader", learner="Ada of class 4")
    for by in ("reviewer", "admin"):
        shown = world.get(f"/reviews?question_id={essay['id']}", by=by).get_data(as_text=True)
        assert TEXT in shown and "Ada" not in shown and attempt["id"] not in shown


def test_models_and_breakdown_are_for_who_may_read_answers(world, topic, essay):
    taken(world, topic, {essay["id"]: TEXT})
    [bare], [whole] = (reviews(world, essay, by=by) for by in ("reviewer", "admin"))
    assert "answers" not in bare and not {"breakdown", "feedback"} & bare["machine"].keys()
    assert whole["answers"][0]["match"] == essay["answers"][0]["match"] and whole["machine"]["breakdown"][0]["part"] == "reasons"


@pytest.mark.parametrize("by", ["grader", "reader", "writer", "learner"])
def test_reviews_are_for_who_reviews(world, topic, essay, by):
    attempt = taken(world, topic, {essay["id"]: TEXT})
    [review] = reviews(world, essay)
    calls = world.get("/reviews", by=by), world.get(f"/reviews/{review['id']}", by=by), decide(world, review, by=by, score=4)
    for reply in (*calls, ask(world, attempt, essay, by=by), world.delete(f"/reviews/{review['id']}/example", by=by)):
        assert (reply.status_code, reply.json["scope"]) == (403, "review")
    assert world.get("/reviews").status_code == world.get("/reviews", by=attempt["token"]).status_code - 2 == 401


def test_reviews_are_stored_nowhere(world, topic, essay):
    taken(world, topic, {essay["id"]: TEXT})
    [review] = reviews(world, essay)
    for path in ("", f"/{review['id']}"):
        assert world.get(f"/reviews{path}", by="reviewer").headers["Cache-Control"] == "no-store"


def test_the_queue_is_narrowed_and_sorted(world, topic, essay):
    open_ended = world.question(topic, "open_ended")
    taken(world, topic, {essay["id"]: TEXT, open_ended["id"]: "It is light, I think."})

    def ids(more):
        reply = world.get(f"/reviews?topic={topic['slug']}&{more}", by="reviewer")
        assert reply.status_code == 200, reply.json
        return [each["question_id"] for each in reply.json["data"]]

    assert ids("type=essay") == [essay["id"]] and ids("type=open_ended") == [open_ended["id"]]
    assert ids("sort=confidence") == [essay["id"], open_ended["id"]]
    assert ids("sort=created_at") == ids("sort=-created_at")[::-1]
    assert ids("state=decided") == []
    first = world.get(f"/reviews?topic={topic['slug']}&sort=confidence&limit=1", by="reviewer").json["page"]["next"]
    assert ids(f"sort=confidence&limit=1&cursor={first}") == [open_ended["id"]]


@pytest.mark.parametrize(("name", "value"), [("type", "of_no_kind"), ("state", "closed"), ("sort", "score")])
def test_what_a_filter_cannot_be_is_said(world, name, value):
    reply = world.get(f"/reviews?{name}={value}", by="reviewer")
    assert (reply.status_code, reply.json["parameter"]) == (400, name)


# What the machine was sure of


def test_any_machine_score_can_be_overridden_and_stands_beside_it(world, topic):
    question = world.question(topic)
    attempt = chose(world, topic, question, NOT_PRIME)
    asked = ask(world, attempt, question)
    assert asked.status_code == 201 and asked.headers["Location"] == f"/api/v1/reviews/{asked.json['id']}"
    assert (asked.json["count"], asked.json["machine"]["score"]) == (0, 0) and ask(world, attempt, question).json == asked.json
    assert result(world, attempt)["graded_by"] == "machine" and reviews(world, question) == []
    assert decide(world, asked.json, score=0.5).json["decision"]["score"] == 0.5
    told = result(world, attempt)
    assert (told["score"], told["machine_score"], told["verdict"], told["graded_by"]) == (0.5, 0, "partial", "person")


def test_a_response_speaks_of_choices_as_the_question_beside_it_does(world, topic):
    question = world.question(topic)
    attempt = chose(world, topic, question, NOT_PRIME)
    public, own = (ask(world, attempt, question, by=by).json for by in ("reviewer", "admin"))
    stored = next(each["id"] for each in question["body"]["choices"] if each["text"] == NOT_PRIME)
    for review in (public, own):
        assert [each["text"] for each in review["question"]["body"]["choices"] if each["id"] == review["response"]] == [NOT_PRIME]
    assert own["response"] == stored != public["response"] and own["question"]["body"] == question["body"]
    assert public["question"]["body"] == world.get(f"/questions/{question['id']}").json["body"]


def test_a_decision_reaches_those_equal_responses_that_were_put_beside_it(world, topic):
    question = world.question(topic)
    one, two, three = (chose(world, topic, question, NOT_PRIME) for _ in range(3))
    review = ask(world, one, question).json
    assert ask(world, two, question).json["id"] == review["id"]
    decide(world, review, score=1)
    assert [read(world, each).json["score"] for each in (one, two, three)] == [1, 1, 0]


def test_what_was_not_answered_is_a_case_of_its_own(world, topic, essay):
    one, two = (submit(world, attempt).json | {"token": attempt["token"]} for attempt in (start(world, topic), start(world, topic)))
    first, second = (ask(world, each, essay).json for each in (one, two))
    assert first["id"] != second["id"] and first["response"] is None
    decide(world, first, score=2, reason="Was ill.")
    assert [read(world, each).json["score"] for each in (one, two)] == [2, 0]


def test_only_what_is_graded_is_put_before_a_person(world, topic, essay):
    attempt, other = start(world, topic), world.question(topic)
    early = ask(world, attempt, essay)
    assert (early.status_code, early.json["type"]) == (409, "urn:quizbank:problem:not_graded")
    assert codes(ask(world, attempt, other)) == ["unknown_question"]
    assert pointers(ask(world, {"id": "nothing"}, essay)) == ["#/attempt_id"]
