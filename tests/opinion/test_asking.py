"""Asking: what is sent, how often, what it costs, and when the endpoint is left alone."""
import json
import logging
import threading
import time

import pytest

from service.logs import JsonLines
from service.opinion import Opinion, endpoint, exchange
from tests.opinion.asking import KEY, POINTS, REFERENCE, ask, counted, sample
from tests.opinion.chat_endpoint import ChatEndpoint, envelope, in_turn, says


def test_a_sound_reply_is_an_opinion(settings):
    before = counted("given")
    with ChatEndpoint() as there:
        given = ask(settings(there.url))
    assert (float(given.credit), given.found, given.reason) == (0.75, ("yes", "partly"), "Says most of it.")
    assert counted("given") == before + 1


def test_what_is_asked(settings):
    with ChatEndpoint() as there:
        ask(settings(there.url + "/"))
        (request,), asked = there.requests, there.last
    assert request.path == "/v1/chat/completions" and request.headers["Authorization"] == f"Bearer {KEY}"
    assert (asked["model"], asked["temperature"], asked["seed"], asked["max_tokens"]) == ("judge-1", 0, 1, 460)
    assert asked["response_format"]["type"] == "json_schema" and asked["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert all(text in asked["messages"][1]["content"] for text in (REFERENCE, *POINTS))


@pytest.mark.parametrize("missing", ["opinion_url", "opinion_model"])
def test_nobody_is_asked_where_nobody_is_named(settings, missing):
    with ChatEndpoint() as there:
        assert ask(settings(**{"url": there.url, missing: ""} if missing == "opinion_model" else {"url": ""})) is None
        assert there.requests == []


def test_without_a_key_none_is_sent_and_without_points_none_are_wanted(settings):
    with ChatEndpoint(says(envelope({"points": [], "credit": 1, "reason": ""}))) as there:
        assert ask(settings(there.url, opinion_key=""), points=[]) == Opinion(1)
        assert "Authorization" not in there.requests[0].headers


@pytest.mark.parametrize("status", [400, 422])
def test_a_service_without_schemas_is_asked_again_without_one_and_that_is_remembered(settings, status):
    with ChatEndpoint(in_turn(says({"error": {}}, status), says(envelope()))) as there:
        assert ask(settings(there.url)) and ask(settings(there.url), "Another text.")
        formats = [json.loads(request.body)["response_format"]["type"] for request in there.requests]
    assert formats == ["json_schema", "json_object", "json_object"]


def test_what_was_refused_both_ways_is_no_reason_to_leave_out_the_schema(settings):
    with ChatEndpoint(in_turn(says({}, 400), says({}, 400), says(envelope()))) as there:
        assert ask(settings(there.url)) is None and ask(settings(there.url))
        assert there.last["response_format"]["type"] == "json_schema"


def test_asking_twice_has_no_more_time_than_asking_once(settings):
    slow = in_turn(lambda handler: (time.sleep(0.2), handler.answer(b"{}", 400)), lambda handler: time.sleep(3))
    before, began = counted("time_out"), time.perf_counter()
    with ChatEndpoint(slow) as there:
        assert ask(settings(there.url, opinion_timeout_s=0.4)) is None and len(there.requests) == 2
    assert counted("time_out") == before + 1 and time.perf_counter() - began < 1.5


def test_after_five_failures_in_a_row_the_endpoint_is_left_alone_for_a_while(settings, monkeypatch, caplog):
    monkeypatch.setattr(endpoint, "REST", 0.3)
    before = counted("resting")
    with ChatEndpoint(says(b"", 500)) as there:
        tell = settings(there.url)
        assert [ask(tell, f"Answer {number}") for number in range(8)] == [None] * 8
        assert len(there.requests) == 5 and counted("resting") == before + 3
        time.sleep(0.35)
        assert ask(tell) is None and ask(tell) is None and len(there.requests) == 6  # one failure more, and it rests again
        time.sleep(0.35)
        there.reply = says(envelope())
        assert ask(tell) and ask(tell, "Another text.") and len(there.requests) == 8
    assert [record.outcome for record in caplog.records if record.levelname == "WARNING"] == ["server_fault"]


def test_failures_that_are_not_in_a_row_do_not_count(settings):
    with ChatEndpoint(in_turn(*[says(b"", 500), says(b"", 500), says(envelope())] * 4)) as there:
        given = [ask(settings(there.url), f"Answer {number}") for number in range(12)]
        assert [bool(each) for each in given] == [False, False, True] * 4 and len(there.requests) == 12


@pytest.mark.parametrize(
    ("status", "wait", "rests"),
    [(429, "60", True), (503, "60", True), (500, "60", False), (429, "0", False), (429, "-5", False), (429, "\u00b2", False)],
)
def test_who_asks_us_to_wait_is_left_alone_at_once(settings, status, wait, rests):
    with ChatEndpoint(in_turn(says({}, status, Retry_After=wait), says(envelope()))) as there:
        ask(settings(there.url))
        assert (ask(settings(there.url)) is None) == rests and len(there.requests) == 2 - rests


def test_nobody_makes_us_wait_for_ever(monkeypatch):
    there = endpoint.Endpoint()
    there.failed(wait=10**9)
    assert there.rests_until <= time.monotonic() + endpoint.LONGEST_REST


def test_a_day_has_so_many_requests_and_the_next_as_many_again(settings, monkeypatch):
    before = counted("day_used_up")
    with ChatEndpoint() as there:
        tell = settings(there.url, opinion_daily=3)
        assert sum(bool(ask(tell, f"Answer {number}")) for number in range(10)) == 3 == len(there.requests)
        assert counted("day_used_up") == before + 7
        monkeypatch.setattr(endpoint, "today", lambda: 10**6)
        assert ask(tell) and len(there.requests) == 4


def test_a_day_of_no_requests_has_none(settings):
    with ChatEndpoint() as there:
        assert ask(settings(there.url, opinion_daily=0)) is None and there.requests == []


def test_the_same_question_about_the_same_text_is_asked_once(settings):
    before = counted("known")
    with ChatEndpoint() as there:
        tell = settings(there.url)
        assert ask(tell) == ask(tell) != ask(tell, "Another text.", points=[*POINTS, "A third"])
        assert len(there.requests) == 2 and counted("known") == before + 1


def test_what_failed_is_asked_again(settings):
    with ChatEndpoint(in_turn(says(b"", 500), says(envelope()))) as there:
        assert ask(settings(there.url)) is None and ask(settings(there.url))


def test_what_is_remembered_has_an_end(settings, monkeypatch):
    monkeypatch.setattr(endpoint, "MOST_KEPT", 2)
    with ChatEndpoint() as there:
        tell = settings(there.url)
        assert all(ask(tell, f"Answer {number}") for number in range(5))
        assert len(endpoint.endpoint(there.url, "judge-1").kept) <= 2


def test_too_much_text_is_not_worth_its_price(settings):
    before = counted("too_much_text")
    with ChatEndpoint() as there:
        assert ask(settings(there.url), "word " * 20_000) is None and there.requests == []
    assert counted("too_much_text") == before + 1


PRICES = {"opinion_price_in": 0.5, "opinion_price_out": 8}


@pytest.mark.parametrize(
    ("reply", "sent", "got"),
    [
        (says(envelope()), 1000, 50),
        (says(envelope(finish_reason="length")), 1000, 50),
        (says(envelope("no JSON")), 1000, 50),
        (says(envelope(usage=(-1, 2.5))), 0, 0),
        (says(envelope(usage=(10**15, True))), 0, 0),
        (says({**envelope(), "usage": [1, 2]}), 0, 0),
        (says({**envelope(), "usage": None}), 0, 0),
        (says(envelope(), 500), 0, 0),
    ],
)
def test_tokens_and_what_they_cost_are_counted_of_replies_without_an_opinion_too(settings, reply, sent, got):
    def now():
        return sample("quizbank_opinion_tokens_total", direction="in"), sample("quizbank_opinion_tokens_total", direction="out")

    (sent_before, got_before), cost_before, timed = now(), sample("quizbank_opinion_cost_total"), sample("quizbank_opinion_seconds_count")
    with ChatEndpoint(reply) as there:
        ask(settings(there.url, **PRICES))
    assert now() == (sent_before + sent, got_before + got) and sample("quizbank_opinion_seconds_count") == timed + 1
    assert sample("quizbank_opinion_cost_total") == pytest.approx(cost_before + (sent * 0.5 + got * 8) / 1e6)


def test_many_may_ask_at_once(settings):
    with ChatEndpoint() as there:
        tell, given = settings(there.url, opinion_daily=12), []
        threads = [threading.Thread(target=lambda n=number: given.append(ask(tell, f"Answer {n}"))) for number in range(16)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(there.requests) == 12 and sum(map(bool, given)) == 12 and len(given) == 16


def test_our_own_faults_end_in_none_too_and_tell_no_secret(settings, monkeypatch, caplog):
    caplog.handler.setFormatter(JsonLines())
    monkeypatch.setattr(exchange, "post", lambda *_: (_ for _ in ()).throw(ValueError(f"Invalid header value {KEY}")))
    before = counted("fault")
    with caplog.at_level(logging.DEBUG):
        assert ask(settings("http://127.0.0.1:1/v1")) is None and counted("fault") == before + 1
    assert "ValueError" in caplog.text and KEY not in caplog.text
