"""What a regrade makes of attempts: of graded ones and of those in progress, and what it leaves as it is."""
import itertools

import pytest
from sqlalchemy import update

from service import db
from service.models.attempts import Item
from tests.regrading import RIGHT, WRONG, adds_up, changes, correct, corrected_class, records, regraded, scores, taken, wrongly_keyed
from tests.taking import NOT_PRIME, PRIME, choice, read, save, start, submit


@pytest.fixture
def corrected(world):
    return corrected_class(world)


# What there is to be put right


def test_two_answers_are_accepted_where_both_are_right(world, corrected):
    _, question, attempts = corrected
    correct(world, question, RIGHT, WRONG)
    assert list(changes(regraded(world, question)).values()) == [(0, 1), (0, 1)]
    assert scores(world, attempts) == [(1, 1)] * 3


def test_a_void_question_counts_nothing_of_nothing(world, corrected):
    topic, question, _ = corrected
    world.question(topic, "true_false")
    attempt = taken(world, topic, question, PRIME)
    assert (before := scores(world, [attempt])) == [(1, 2)]
    told = regraded(world, question, "void")
    [change] = [each for each in told["changes"] if each["attempt_id"] == attempt["id"]]
    total = {"before": 1, "after": 0, "max_before": 2, "max_after": 1}
    assert change == {"attempt_id": attempt["id"], **total, "item": {"before": 1, "after": 0}}
    assert scores(world, [attempt]) == [(0, 1)] and read(world, attempt).json["items"][0]["result"]["ruling"] == "void"

    regraded(world, question, "key")

    assert scores(world, [attempt]) == before and read(world, attempt).json["items"][0]["result"]["ruling"] is None


def test_full_marks_are_for_all(world, corrected):
    topic, question, attempts = corrected
    attempts.append(start(world, topic))
    submit(world, attempts[-1])
    regraded(world, question, "full_marks")
    assert scores(world, attempts) == [(1, 1)] * 4
    regraded(world, question, "void")
    assert scores(world, attempts) == [(0, 0)] * 4


def test_another_rule_of_scoring_can_be_looked_at_before_it_is_applied(world):
    topic = world.topic(reveal={"submitted": "explanation"})
    question = world.question(topic, "multiple_response")
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: [choice(attempt, "The bat")]})
    assert submit(world, attempt).json["score"] == 0.5
    correct(world, question, body={**question["body"], "scoring": "all_or_nothing"})

    foretold = regraded(world, question, dry_run=True)

    assert changes(foretold) == {attempt["id"]: (0.5, 0)} and scores(world, [attempt]) == [(0.5, 1)]
    assert changes(regraded(world, question, plan=foretold["plan"])) == changes(foretold) and scores(world, [attempt]) == [(0, 1)]


def test_points_that_changed_count_too(world, corrected):
    _, question, attempts = corrected
    correct(world, question, points=2.5)
    told = regraded(world, question)
    assert [(each["max_before"], each["max_after"]) for each in told["changes"]] == [(1, 2.5)] * 3
    assert scores(world, attempts) == [(2.5, 2.5), (2.5, 2.5), (0, 2.5)]


def test_an_attempt_with_a_pending_item_has_no_score_before_or_after(world, corrected):
    topic, question, _ = corrected
    world.question(topic, "essay")
    attempt = start(world, topic)
    ids = [item["question_id"] for item in attempt["items"]]
    save(world, attempt, {question["id"]: choice(attempt, PRIME), ids[1]: "At length."})
    submit(world, attempt)
    told = regraded(world, question, "void")
    [change] = [each for each in told["changes"] if each["attempt_id"] == attempt["id"]]
    assert (change["before"], change["after"], change["max_after"]) == (None, None, change["max_before"] - 1)
    assert read(world, attempt, by="reviewer").json["state"] == "needs_review"
    regraded(world, {"id": ids[1]}, "full_marks")
    assert read(world, attempt, by="reviewer").json["state"] == "graded"


@pytest.mark.parametrize("actions", list(itertools.permutations(("key", "void", "full_marks"))))
def test_an_attempt_comes_to_what_its_items_add_up_to(world, corrected, actions):
    topic, question, attempts = corrected
    essay = world.question(topic, "essay", points=3)
    for text in (PRIME, NOT_PRIME):
        attempts.append(start(world, topic))
        save(world, attempts[-1], {question["id"]: choice(attempts[-1], text), essay["id"]: "At length."})
        submit(world, attempts[-1])
    for action in actions:
        for each in (question, essay):
            regraded(world, each, action)
            assert adds_up(world, attempts)


# Attempts that are not graded yet


def test_an_attempt_in_progress_is_graded_by_the_right_key_in_the_end(world):
    topic, question = wrongly_keyed(world)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    correct(world, question, RIGHT)
    told = regraded(world, question)
    assert (told["changes"], told["not_regraded"]) == ([], []) and len(records(world, question)) == 1
    assert submit(world, attempt).json["score"] == 1


@pytest.mark.parametrize(("action", "wanted"), [("void", (0, 0)), ("full_marks", (1, 1))])
def test_a_ruling_holds_for_attempts_in_progress(world, action, wanted):
    topic, question = wrongly_keyed(world)
    attempt = start(world, topic)
    regraded(world, question, action)
    assert read(world, attempt).json["max_score"] == wanted[1]
    done = submit(world, attempt).json
    assert (done["score"], done["max_score"]) == wanted


def test_what_an_attempt_in_progress_shows_is_put_right_at_once(world):
    topic, question = wrongly_keyed(world)
    topic = world.patch(f"/topics/{topic['id']}", {"reveal": {"during": "verdict", "submitted": "verdict"}}).json
    attempt = start(world, topic)
    shown = save(world, attempt, {question["id"]: choice(attempt, PRIME)}).json["items"][0]["result"]["verdict"]
    correct(world, question, RIGHT)
    regraded(world, question)
    assert (shown, read(world, attempt).json["items"][0]["result"]["verdict"]) == ("incorrect", "correct")


def test_a_choice_that_is_no_more_can_be_chosen_still_in_an_attempt_that_shows_it(world):
    topic, question = wrongly_keyed(world)
    attempt = start(world, topic)
    without_it(world, question)
    regraded(world, question)
    assert save(world, attempt, {question["id"]: choice(attempt, NOT_PRIME)}).status_code == 200
    assert submit(world, attempt).json["score"] == 1


def without_it(world, question):
    """Take a choice out of a question."""
    choices = [each for each in question["body"]["choices"] if each["text"] != NOT_PRIME]
    return correct(world, question, RIGHT, body={**question["body"], "choices": choices})


# What is not graded anew


def test_a_response_that_no_longer_fits_stays_as_it_is_and_is_told(world, corrected):
    _, question, attempts = corrected
    without_it(world, question)
    told = regraded(world, question)
    assert told["not_regraded"] == [{"attempt_id": attempts[2]["id"], "why": "The response does not fit the question as it is now."}]
    assert told["not_regraded_count"] == 1 and scores(world, attempts) == [(1, 1)] * 3


def test_what_a_person_decided_stands(world, corrected):
    _, question, attempts = corrected
    review = world.post("/reviews", {"attempt_id": attempts[0]["id"], "question_id": question["id"]}, by="reviewer").json
    assert world.post(f"/reviews/{review['id']}", {"score": 0.25}, by="reviewer").status_code == 200
    told = regraded(world, question)
    assert told["not_regraded"] == [{"attempt_id": attempts[0]["id"], "why": "A person has decided."}]
    assert attempts[0]["id"] not in changes(told) and scores(world, attempts) == [(0.25, 1), (1, 1), (0, 1)]
    result = read(world, attempts[0]).json["items"][0]["result"]
    assert (result["score"], result["machine_score"], result["graded_by"]) == (0.25, 1, "person")


@pytest.mark.parametrize(("action", "wanted"), [("void", (0, 0)), ("full_marks", (1, 1))])
def test_a_ruling_for_all_stands_above_what_a_person_decided(world, corrected, action, wanted):
    _, question, attempts = corrected
    review = world.post("/reviews", {"attempt_id": attempts[0]["id"], "question_id": question["id"]}, by="reviewer").json
    world.post(f"/reviews/{review['id']}", {"score": 0.25}, by="reviewer")
    told = regraded(world, question, action)
    assert attempts[0]["id"] in changes(told) and scores(world, attempts[:1]) == [wanted]
    regraded(world, question, "key")
    assert scores(world, attempts[:1]) == [(0.25, 1)]


def test_a_response_that_was_erased_is_told_and_not_graded(world):
    question = world.question(world.topic(), answers=[WRONG])
    learner = world.post("/learners", {}).json["token"]
    attempt = start(world, {"id": question["topic_id"]}, by=learner)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)}, by=learner)
    submit(world, attempt, by=learner)
    erase(world, attempt)
    correct(world, question, RIGHT)
    told = regraded(world, question)
    assert (told["changes"], told["not_regraded"]) == ([], [{"attempt_id": attempt["id"], "why": "The response was erased."}])
    assert changes(regraded(world, question, "full_marks")) == {attempt["id"]: (0, 1)}
    assert changes(regraded(world, question, "key")) == {attempt["id"]: (1, 0)}


def erase(world, attempt):
    """As if a learner had been erased."""
    with db.writing(world.engine):
        db.execute(update(Item.__table__).where(Item.__table__.c.attempt_id == attempt["id"]).values(response=None))


# The queue of what awaits a person


def test_what_is_unsure_by_the_new_key_awaits_a_person_and_what_is_sure_leaves(world):
    topic = world.topic(reveal={"submitted": "explanation"})
    question = world.question(topic, "essay")
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: "At length."})
    submit(world, attempt)

    def queue():
        return [each["count"] for each in world.get(f"/reviews?question_id={question['id']}", by="reviewer").json["data"]]

    assert queue() == [1]
    assert changes(regraded(world, question, "full_marks")) == {attempt["id"]: (None, question["points"])} and queue() == []
    assert changes(regraded(world, question, "key")) == {attempt["id"]: (question["points"], None)} and queue() == [1]
    assert read(world, attempt, by="reviewer").json["state"] == "needs_review"


def test_what_was_decided_of_an_equal_response_counts_where_the_machine_is_asked_anew(world):
    topic = world.topic(reveal={"submitted": "explanation"})
    question = world.question(topic, "short_answer", answers=[{"match": {"text": "lead"}}])
    attempts = []
    for text in ("Gold", "lead", "gold"):
        attempts.append(start(world, topic))
        save(world, attempts[-1], {question["id"]: text})
        submit(world, attempts[-1])
    review = world.post("/reviews", {"attempt_id": attempts[0]["id"], "question_id": question["id"]}, by="reviewer").json
    assert world.post(f"/reviews/{review['id']}", {"score": 0.5}, by="reviewer").status_code == 200
    correct(world, question, {"match": {"text": "gold"}})

    foretold = regraded(world, question, dry_run=True)

    assert changes(foretold) == {attempts[1]["id"]: (1, 0), attempts[2]["id"]: (0, 0.5)}
    assert changes(regraded(world, question, plan=foretold["plan"])) == changes(foretold)
    assert scores(world, attempts) == [(0.5, 1), (0, 1), (0.5, 1)]


# Who starts later


def test_an_attempt_begun_later_by_an_old_receipt_is_graded_by_the_corrected_key(world):
    topic, question = wrongly_keyed(world)
    old = start(world, topic)["receipt"]
    correct(world, question, RIGHT)
    regraded(world, question)
    late = start(world, topic, draw={"receipt": old})
    save(world, late, {question["id"]: choice(late, PRIME)})
    assert late["items"][0]["question_revision"] == 1 and submit(world, late).json["score"] == 1


def test_a_void_question_stays_void_for_who_starts_later_until_it_is_changed(world):
    topic = world.topic(reveal={"submitted": "verdict"})
    question = world.question(topic)
    taken(world, topic, question, PRIME)
    regraded(world, question, "void")
    assert start(world, topic)["max_score"] == 0
    world.patch(f"/questions/{question['id']}", {"prompt": "Which of these is prime, then?"})
    assert start(world, topic)["max_score"] == 1
