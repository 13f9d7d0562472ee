"""What a person has decided is an example: equal responses are graded so at once, alike ones more so."""
import pytest

from tests.reviewing import TEXT, a_topic, an_essay, ask, chose, decide, decided, reviews, taken
from tests.taking import NOT_PRIME, read
from tests.world import codes

OPEN = "Ice is water that needs more room, so it is less dense."
NEAR = "Ice is water that takes more room, so it is less dense."


topic, essay = pytest.fixture(a_topic), pytest.fixture(an_essay)


@pytest.fixture
def question(world, topic):
    return world.question(topic, "open_ended", points=2)


def test_an_equal_response_is_graded_at_once_as_the_person_did(world, topic, question, each_reader):
    taken(world, topic, {question["id"]: OPEN})
    assert decided(world, question, score=2, feedback="Well seen.")["example"]
    later = taken(world, topic, {question["id"]: OPEN.lower()})
    assert (later["state"], later["score"], later["items"][0]["result"]["feedback"]) == ("graded", 2, "Well seen.")


@pytest.mark.parametrize(("case_sensitive", "score"), [(True, 1), (False, 0)])
def test_where_case_matters_a_response_in_another_case_is_another_one(world, topic, case_sensitive, score):
    acid = {"prompt": "Which formula?", "body": {"case_sensitive": case_sensitive}, "answers": [{"match": {"text": "HCl"}, "credit": 1}]}
    question = world.question(topic, "short_answer", **acid)
    review = ask(world, taken(world, topic, {question["id"]: "HCL"}), question).json
    assert decide(world, review, score=0).json["example"]
    assert taken(world, topic, {question["id"]: " HCL "})["items"][0]["result"]["graded_by"] == "person"
    assert taken(world, topic, {question["id"]: "HCl"})["score"] == score


def test_so_it_is_where_the_machine_is_sure(world, topic, question):
    taken(world, topic, {question["id"]: OPEN})
    decided(world, question, score=2)
    world.patch(f"/topics/{topic['id']}", {"review": {"share": 0}})
    assert taken(world, topic, {question["id"]: OPEN})["items"][0]["result"]["graded_by"] == "person"
    assert taken(world, topic, {question["id"]: NEAR})["items"][0]["result"]["graded_by"] == "machine"


def test_changing_a_decision_reaches_what_was_decided_by_it(world, topic, question):
    taken(world, topic, {question["id"]: OPEN})
    review = decided(world, question, score=2)
    later = taken(world, topic, {question["id"]: OPEN})
    decide(world, review, score=1)
    assert read(world, later).json["score"] == 1


def machine_score(world, topic, question, text):
    return taken(world, topic, {question["id"]: text})["items"][0]["result"]["machine_score"]


@pytest.mark.parametrize("score", [0, 2])
def test_an_alike_response_is_scored_more_as_the_person_did_until_the_example_is_withdrawn(world, topic, question, each_reader, score):
    before = machine_score(world, topic, question, NEAR)
    taken(world, topic, {question["id"]: OPEN})
    review = next(each for each in reviews(world, question) if each["response"] == OPEN)
    decide(world, review, score=score)
    beside = machine_score(world, topic, question, NEAR)
    assert abs(score - beside) < abs(score - before)
    assert world.delete(f"/reviews/{review['id']}/example", by="reviewer").status_code == 204
    assert machine_score(world, topic, question, NEAR) == before
    assert reviews(world, question, state="decided")[0]["decision"]["score"] == score


def test_a_score_says_that_it_was_found_beside_examples(world, topic, question):
    taken(world, topic, {question["id"]: OPEN})
    decided(world, question, score=2)
    graded = world.post(f"/questions/{question['id']}/grade", {"response": NEAR}, by="reader").json
    assert graded["breakdown"][-1] == {"part": "examples", "credit": 0, "detail": "Read beside a response that a person has graded."}
    assert taken(world, topic, {question["id"]: NEAR})["items"][0]["result"]["breakdown"][-1]["part"] == "examples"


def test_withdrawn_it_settles_no_equal_response_any_more(world, topic, question):
    attempt = taken(world, topic, {question["id"]: OPEN})
    review = decided(world, question, score=2)
    for _ in range(2):
        assert world.delete(f"/reviews/{review['id']}/example", by="reviewer").status_code == 204
    assert taken(world, topic, {question["id"]: OPEN})["state"] == "needs_review"
    assert [each["id"] for each in reviews(world, question)] == [review["id"]]
    assert read(world, attempt).json["score"] == 2


def test_an_essay_is_an_example_only_where_that_is_said(world, topic, essay):
    taken(world, topic, {essay["id"]: TEXT})
    review = decided(world, essay, score=2)
    assert not review["example"] and taken(world, topic, {essay["id"]: TEXT})["state"] == "needs_review"
    assert decide(world, review, score=2, example=True).json["example"]
    assert taken(world, topic, {essay["id"]: TEXT})["score"] == 2


def test_a_choice_is_no_example(world, topic):
    question = world.question(topic)
    review = ask(world, chose(world, topic, question, NOT_PRIME), question).json
    assert codes(decide(world, review, score=1, example=True)) == ["not_written"]
    assert not decide(world, review, score=1).json["example"]
    assert chose(world, topic, question, NOT_PRIME)["score"] == 0
