"""A second look at what is graded: asked over HTTP of an endpoint of the tests' own, through the routes that learners use."""
import json
import time
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest

from service import class_report, free_text
from service.free_text import Reading
from service.question_types import TYPES
from service.verdict import Part, Verdict
from tests.opinion.chat_endpoint import OPINION, ChatEndpoint, envelope, says, wire
from tests.world import World

ANSWER = "Frozen water takes more room."
UNSURE = Reading(Decimal("0.7"), 0.5, needs_review=True, shares=(Decimal("0.8"), Decimal("0.6")))


@pytest.fixture(autouse=True)
def unsure(monkeypatch):
    """A reader of our own that is unsure of everything but of what begins with "Surely"."""

    def grade(question, response, *, policy=None, **_):
        answer = question["answers"][0]
        match, sure = answer["match"], response.startswith("Surely")
        reading = Reading(Decimal("0.7"), 0.9) if sure else UNSURE
        asked = question["prompt"], match["text"], tuple(match["key_points"]), response, reading
        parts = (Part("1", Decimal("0.4"), "Found."), Part("2", Decimal("0.3"), "Found."))
        said = free_text.remarks(reading)
        return Verdict(reading.credit, parts, (answer,), reading.confidence, reading.needs_review, "words", "1", asked, said)

    monkeypatch.setattr(TYPES["open_ended"], "grade", grade)


@contextmanager
def open_world(**settings):
    world = World("sqlite", **settings)
    try:
        yield world
    finally:
        world.close()


@contextmanager
def asking(reply=None, **settings):
    """(endpoint, world that asks it)."""
    given = {"opinion_timeout_s": 10, **settings}
    with ChatEndpoint(reply) as endpoint, open_world(opinion_url=endpoint.url, opinion_model="judge-1", **given) as world:
        yield endpoint, world


def grade(world, *responses, **topic):
    """The results of these responses to a question of a topic, in one batch."""
    question = world.question(world.topic(answer_access="public", **topic), "open_ended")
    items = [{"question_id": question["id"], "response": each} for each in responses]
    reply = world.post("/grade", {"items": items}, by="grader")
    assert reply.status_code == 200, reply.json
    return reply.json["items"]


def test_a_second_opinion_that_agrees_moves_the_score_half_way_and_clears_the_doubt():
    with asking(says(envelope({**OPINION, "credit": 0.9}))) as (endpoint, world):
        question = world.question(world.topic(answer_access="public"), "open_ended")
        result = world.post(f"/questions/{question['id']}/grade", {"response": ANSWER}, by="grader").json
        assert (result["score"], result["confidence"], result["needs_review"]) == (0.8, 0.7, False)
        assert result["grader"] == {"name": "words+opinion", "version": "1+judge-1@1"}
        assert result["remarks"] == list(free_text.remarks(replace(UNSURE, credit=Decimal("0.8"), needs_review=False)))
        part = {"part": "second opinion", "credit": 0.1, "detail": "A second reader gives more: half way between the two."}
        assert result["breakdown"][-1] == part
        assert sum(Decimal(str(part["credit"])) for part in result["breakdown"]) == Decimal("0.8")
        assert [each["id"] for each in result["matched"]] == [question["answers"][0]["id"]]
        assert ANSWER in endpoint.last["messages"][1]["content"]


def test_a_second_opinion_that_differs_changes_no_score_and_calls_a_person():
    with asking(says(envelope({**OPINION, "credit": 0.2}))) as (_, world):
        [result] = grade(world, ANSWER)
        assert (result["score"], result["verdict"], result["needs_review"]) == (0.7, "partial", True)
        part = {"part": "second opinion", "credit": 0, "detail": "A second reader judges otherwise: a person has to look."}
        assert result["breakdown"][-1] == part


def test_nobody_is_asked_about_what_our_own_reader_is_sure_of():
    with asking() as (endpoint, world):
        assert [each["grader"]["name"] for each in grade(world, "Surely so.", None)] == ["words", "rules"]
        assert endpoint.requests == []


def test_of_all_the_same_is_asked_once_and_faults_stay_in_their_place():
    with asking() as (endpoint, world):
        results = grade(world, ANSWER, 5, ANSWER, "Surely so.", "Another.")
        names = [each.get("grader", {}).get("name") for each in results]
        assert names == ["words+opinion", None, "words+opinion", "words", "words+opinion"]
        assert results[1]["error"]["status"] == 422 and len(endpoint.requests) == 2


def test_while_somebody_is_asked_no_connection_is_held():
    held = []

    def reply(handler):
        held.append(pool.checkedout())
        says(envelope())(handler)

    with asking(reply) as (_, world):
        pool = world.engine.pool
        grade(world, "One.", "Two.")
        assert held == [0, 0]


def test_who_is_late_leaves_our_own_verdict_and_holds_up_nobody_else():
    def reply(handler):
        if "Slow" in json.loads(handler.body)["messages"][1]["content"]:
            time.sleep(1.5)
        says(envelope())(handler)

    with asking(reply, opinion_timeout_s=0.7) as (endpoint, world):
        began = time.monotonic()
        results = grade(world, "Quick.", *(f"Slow {number}." for number in range(20)))
        assert time.monotonic() - began < 1.4
        quick, *slow = results
        assert quick["grader"]["name"] == "words+opinion"
        assert {(each["score"], each["needs_review"], each["grader"]["name"]) for each in slow} == {(0.7, True, "words")}
        assert len(endpoint.requests) <= 17


@pytest.mark.parametrize("reply", [says({}, 500), says(b"no JSON"), wire(b"")])
def test_whatever_goes_wrong_our_own_verdict_stays(reply):
    with asking(reply) as (endpoint, world):
        [result] = grade(world, ANSWER)
        assert (result["score"], result["needs_review"], result["grader"]["name"]) == (0.7, True, "words") and endpoint.requests


@pytest.mark.parametrize("review", [{"share": 1}, {"target_accuracy": 0.95}])
def test_what_a_topic_sends_to_review_no_second_opinion_takes_out_of_it(review):
    with asking() as (endpoint, world):
        [result] = grade(world, ANSWER, review=review)
        assert result["needs_review"] is True and result["grader"]["name"] == "words+opinion"


def test_without_an_address_nobody_is_asked_and_no_thread_is_begun(monkeypatch):
    monkeypatch.setattr("service.second_look.ThreadPoolExecutor", None)
    with open_world() as world:
        [result] = grade(world, ANSWER)
        assert (result["score"], result["needs_review"], result["grader"]["name"]) == (0.7, True, "words")


def test_a_report_on_a_class_asks_nobody():
    with asking() as (endpoint, world):
        question = world.question(world.topic(), "open_ended")
        with world.app.test_request_context():
            judged = class_report.judged("a file", {"question_id": question["id"], "answer": ANSWER, "credit": 1, "line": 1}, world.engine)
        assert (judged.credit, judged.needs_review) == (0.7, True) and endpoint.requests == []
