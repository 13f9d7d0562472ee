"""What people decide counts before what machines say, for all who responded the same, until it is decided otherwise."""
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from service import db
from service.attempts import settling
from service.models.attempts import Attempt, Item
from tests.reviewing import TEXT, a_topic, an_essay, ask, chose, decide, decided, result, reviews, taken
from tests.taking import PRIME, read, save, start
from tests.world import codes, pointers

ATTEMPTS, ITEMS = Attempt.__table__, Item.__table__
ALL, SOME = {"reasons": "all"}, {"reasons": "some"}
"""Levels of the rubric of the example of essay, and so all that is in it."""


topic, essay = pytest.fixture(a_topic), pytest.fixture(an_essay)


def test_what_nobody_has_graded_is_ungraded_and_not_0(world, topic, essay):
    other, truth = world.question(topic, "essay"), world.question(topic, "true_false")
    attempt = taken(world, topic, {essay["id"]: TEXT, other["id"]: "Yes.", truth["id"]: truth["answers"][0]["match"]["value"]})
    steps = [read(world, attempt).json]
    assert (steps[0]["items"][0]["result"]["verdict"], steps[0]["items"][0]["result"]["needs_review"]) == ("ungradable", True)
    for question in (essay, other):
        decided(world, question, rubric=ALL)
        steps.append(read(world, attempt).json)
    assert [(each["state"], each["graded_count"], each["item_count"], each["score"]) for each in steps] == [
        ("needs_review", 1, 3, None), ("needs_review", 2, 3, None), ("graded", 3, 3, 6),
    ]  # fmt: skip


def test_a_decision_says_who_made_it_when_and_why(world, topic, essay):
    taken(world, topic, {essay["id"]: TEXT})
    decision = decided(world, essay, score=2.5, feedback="Good.", reason="As agreed.")["decision"]
    said = {"feedback": "Good.", "reason": "As agreed."}
    assert decision.pop("at") <= db.now() and decision["by"].pop("id")
    assert decision == {"score": 2.5, "max_score": 4, "rubric": None, "by": {"name": "reviewer"}, **said}


@pytest.mark.parametrize(("level", "said"), [("verdict", None), ("feedback", "Good."), ("explanation", "Good.")])
def test_feedback_goes_to_the_learner_from_its_level_on_and_the_reason_to_no_learner(world, level, said):
    topic = world.topic(reveal={"submitted": level})
    essay = world.question(topic, "essay")
    attempt = taken(world, topic, {essay["id"]: TEXT})
    decided(world, essay, score=1, feedback="Good.", reason="Between us.")
    shown = read(world, attempt)
    assert shown.json["items"][0]["result"].get("feedback") == said and "Between us" not in shown.get_data(as_text=True)


@pytest.mark.parametrize(("rubric", "score"), [(ALL, 4), (SOME, 2), ({"reasons": "none"}, 0)])
def test_an_essay_is_scored_by_the_levels_of_its_rubric(world, topic, essay, rubric, score):
    attempt = taken(world, topic, {essay["id"]: TEXT})
    assert decided(world, essay, rubric=rubric)["decision"]["rubric"] == rubric
    assert read(world, attempt).json["score"] == score


@pytest.mark.parametrize(
    ("decision", "where", "code"),
    [
        ({}, "#/score", "required"),
        ({"score": 1, "rubric": ALL}, "#/rubric", "not_with_score"),
        ({"rubric": {}}, "#/rubric", "missing_criterion"),
        ({"rubric": {"reasons": "many"}}, "#/rubric/reasons", "unknown_level"),
        ({"rubric": {**ALL, "style": "all"}}, "#/rubric/style", "unknown_criterion"),
        ({"score": 4.1}, "#/score", "out_of_range"),
        ({"score": -0.1}, "#/score", "out_of_range"),
        ({"score": "4"}, "#/score", "invalid"),
        ({"score": 4, "learner": "Ada"}, "#/learner", "unknown_field"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(world, topic, essay, decision, where, code):
    taken(world, topic, {essay["id"]: TEXT})
    [review] = reviews(world, essay)
    reply = decide(world, review, **decision)
    assert (pointers(reply), codes(reply)) == ([where], [code])
    if code == "out_of_range":
        assert (reply.json["errors"][0]["minimum"], reply.json["errors"][0]["maximum"]) == (0, 4)


@pytest.mark.parametrize(("by", "lowest"), [("admin", -1), ("reviewer", 0)])
def test_below_0_goes_only_who_may_know_that_an_answer_does(world, topic, by, lowest):
    answers = [{"match": {"value": True}}, {"match": {"value": False}, "credit": -0.5}]
    question = world.question(topic, "true_false", points=2, answers=answers)
    review = ask(world, taken(world, topic, {question["id"]: True}), question).json
    reply = decide(world, review, by=by, score=-1.5)
    assert reply.json["errors"][0]["minimum"] == lowest
    assert decide(world, review, by=by, score=lowest).status_code == 200


def test_a_rubric_is_for_what_has_one(world, topic):
    question = world.question(topic)
    review = ask(world, chose(world, topic, question, PRIME), question).json
    assert codes(decide(world, review, rubric=ALL)) == ["no_rubric"]


def test_a_decision_can_be_changed_and_all_follow(world, topic, essay):
    attempts = [taken(world, topic, {essay["id"]: TEXT}) for _ in range(2)]
    review = decided(world, essay, score=1)
    assert decide(world, review, score=3).json["revision"] == review["revision"] + 1
    assert [read(world, each).json["score"] for each in attempts] == [3, 3]


def test_who_decides_what_another_has_decided_meanwhile_hears_of_it(world, topic, essay):
    attempt = taken(world, topic, {essay["id"]: TEXT})
    [seen] = reviews(world, essay)
    decided(world, essay, score=1)
    late = decide(world, seen, score=3, revision=seen["revision"])
    assert (late.status_code, late.json["type"], late.json["decision"]["score"]) == (409, "urn:quizbank:problem:decided_meanwhile", 1)
    assert read(world, attempt).json["score"] == 1
    assert decide(world, seen, score=3, revision=late.json["revision"]).status_code == 200


def test_a_retry_decides_once(world, topic, essay):
    taken(world, topic, {essay["id"]: TEXT})
    [review] = reviews(world, essay)
    key = str(uuid.uuid4())
    first, again = (world.post(f"/reviews/{review['id']}", {"score": 1}, by="reviewer", Idempotency_Key=key) for _ in range(2))
    assert first.json == again.json and again.headers["Idempotent-Replayed"] == "true"


def test_those_who_decide_of_one_attempt_at_the_same_time_all_count(world, topic):
    essays = [world.question(topic, "essay") for _ in range(6)]
    attempts = [taken(world, topic, {essay["id"]: TEXT for essay in essays}) for _ in range(3)]
    open_ones = [review for essay in essays for review in reviews(world, essay)]
    with ThreadPoolExecutor(len(open_ones)) as people:
        replies = list(people.map(lambda review: decide(world, review, score=1).status_code, open_ones))
    assert replies == [200] * 6
    assert [(read(world, each).json["state"], read(world, each).json["score"]) for each in attempts] == [("graded", 6)] * 3


def test_where_the_question_was_worth_more_the_response_is_too(world, topic, essay):
    before = taken(world, topic, {essay["id"]: TEXT})
    world.patch(f"/questions/{essay['id']}", {"points": 3})
    after = taken(world, topic, {essay["id"]: TEXT})
    assert decided(world, essay, score=1)["max_score"] == 3
    assert [read(world, each).json["score"] for each in (before, after)] == [1.33333, 1]


def test_attempts_that_go_on_are_left_alone(world, topic, essay):
    taken(world, topic, {essay["id"]: TEXT})
    going_on = start(world, topic)
    save(world, going_on, {essay["id"]: TEXT})
    before = read(world, going_on)
    decided(world, essay, score=1)
    assert read(world, going_on).data == before.data


def test_a_machine_never_overwrites_what_a_person_said(world, topic, essay):
    attempt = taken(world, topic, {essay["id"]: TEXT})
    decided(world, essay, score=3)
    again(world, attempt)
    told = result(world, attempt)
    assert (read(world, attempt).json["state"], told["score"], told["graded_by"]) == ("graded", 3, "person")
    assert reviews(world, essay) == []


def again(world, attempt):
    """Have an attempt graded anew."""
    with db.writing(world.engine):
        db.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == attempt["id"]).values(state="submitted"))
    with world.app.app_context():
        settling.settle(world.engine, attempt["id"])


def test_what_was_ruled_for_all_stays_over_a_decision(world, topic, essay):
    attempt = taken(world, topic, {essay["id"]: TEXT})
    [review] = reviews(world, essay)
    with db.writing(world.engine):
        db.execute(update(ITEMS).where(ITEMS.c.attempt_id == attempt["id"]).values(ruling="full_marks"))
    assert decide(world, review, score=1).status_code == 200
    assert read(world, attempt).json["score"] == 4


def test_what_was_asked_stays_to_be_decided_when_the_question_is_hidden(world, topic, essay):
    attempt = taken(world, topic, {essay["id"]: TEXT})
    world.delete(f"/questions/{essay['id']}")
    assert reviews(world, essay)[0]["question"]["prompt"] == essay["prompt"]
    decided(world, essay, rubric=SOME)
    assert read(world, attempt).json["score"] == 2


def test_there_is_no_other_review(world):
    nowhere = {"id": "01900000-0000-7000-8000-000000000000"}
    for reply in (world.get(f"/reviews/{nowhere['id']}", by="reviewer"), decide(world, nowhere, score=1)):
        assert reply.status_code == 404
    assert world.delete(f"/reviews/{nowhere['id']}/example", by="reviewer").status_code == 404
