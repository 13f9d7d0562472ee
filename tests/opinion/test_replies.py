"""What an endpoint may send: an opinion that is sound is taken, whatever else comes is None, in time, its reason counted."""
import gzip
import json
import socket
import struct
import time

import pytest

from tests.opinion.asking import KEY, POINTS, ask, counted
from tests.opinion.chat_endpoint import HEAD, OPINION, ChatEndpoint, envelope, says, wire

PATIENCE, SOON = 0.3, 1.5
"""Seconds: what those get who take too long, and when such a story is over; left alone they would go on for three."""


def written(**change):
    return says(envelope({**OPINION, **change}))


def reset(handler):
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


RAW = json.dumps(envelope()).encode()
NASTY = {
    "prose before the JSON": (says(envelope("Here it is: " + json.dumps(OPINION))), "malformed"),
    "prose after the JSON": (says(envelope(json.dumps(OPINION) + " I hope this helps.")), "malformed"),
    "JSON in a code fence": (says(envelope(f"```json\n{json.dumps(OPINION)}\n```")), "malformed"),
    "JSON that was cut": (says(envelope(json.dumps(OPINION)[:-5])), "malformed"),
    "no JSON at all": (says(envelope("It is right.")), "malformed"),
    "an empty text": (says(envelope("")), "malformed"),
    "a list": (says(envelope([OPINION])), "malformed"),
    "a word for the credit": (written(credit="full"), "malformed"),
    "a number in quotes": (written(credit="0.5"), "malformed"),
    "a truth for the credit": (written(credit=True), "malformed"),
    "nothing for the credit": (written(credit=None), "malformed"),
    "not a number": (says(envelope(json.dumps(OPINION).replace("0.75", "NaN"))), "malformed"),
    "infinity": (says(envelope(json.dumps(OPINION).replace("0.75", "1e999"))), "malformed"),
    "more than all": (written(credit=1.01), "malformed"),
    "less than nothing": (written(credit=-0.1), "malformed"),
    "a member nobody asked for": (written(grade="A"), "malformed"),
    "a member twice": (says(envelope(json.dumps(OPINION)[:-1] + ', "credit": 1}')), "malformed"),
    "a reason that is no text": (written(reason=["because"]), "malformed"),
    "no points": (written(points=[]), "malformed"),
    "a point too few": (written(points=OPINION["points"][:1]), "malformed"),
    "a point too many": (written(points=[*OPINION["points"], {"point": 3, "found": "yes"}]), "malformed"),
    "a point twice": (written(points=[OPINION["points"][0]] * 2), "malformed"),
    "a point that there is not": (written(points=[{"point": 0, "found": "yes"}, {"point": 1, "found": "yes"}]), "malformed"),
    "a word that is not among the four": (written(points=[{"point": 1, "found": "maybe"}, {"point": 2, "found": "yes"}]), "malformed"),
    "points by their text": (written(points=[{"point": text, "found": "yes"} for text in POINTS]), "malformed"),
    "right without any point": (written(points=[{"point": 1, "found": "no"}, {"point": 2, "found": "contradicted"}]), "at_odds"),
    "wrong with every point": (written(points=[{"point": n, "found": "yes"} for n in (1, 2)], credit=0), "at_odds"),
    "cut off at the limit": (says(envelope(finish_reason="length")), "cut_off"),
    "stopped by a filter": (says(envelope(finish_reason="content_filter")), "declined"),
    "a refusal": (says(envelope(message={"role": "assistant", "content": None, "refusal": "I cannot."})), "declined"),
    "a call of a tool": (says(envelope(None, finish_reason="tool_calls")), "no_answer"),
    "no end": (says(envelope(finish_reason=None)), "no_answer"),
    "content in pieces": (says(envelope(message={"content": [{"type": "text", "text": json.dumps(OPINION)}]})), "no_answer"),
    "no content": (says(envelope(None)), "no_answer"),
    "no choices": (says({**envelope(), "choices": []}), "no_answer"),
    "choices that are none": (says({**envelope(), "choices": ["yes"]}), "no_answer"),
    "an error with status 200": (says({"error": {"message": "overloaded"}}), "no_answer"),
    "a list for an envelope": (says([envelope()]), "not_json"),
    "HTML": (says(b"<!doctype html><title>Sign in</title>", Content_Type="text/html"), "not_json"),
    "nothing": (says(b""), "not_json"),
    "a byte order mark": (says(b"\xef\xbb\xbf" + RAW), "not_json"),
    "bytes that are no UTF-8": (says(RAW.replace(b"most", b"m\xff\xfest")), "not_json"),
    "half of a surrogate pair": (says(RAW.replace(b"most", b"\\\\ud800")), "malformed"),
    "nested too deep": (says(b"[" * 60_000), "not_json"),
    "a stream": (says(b"data: " + RAW + b"\n\ndata: [DONE]\n\n", Content_Type="text/event-stream"), "not_json"),
    "gzip": (says(gzip.compress(RAW), Content_Encoding="gzip"), "encoded"),
    "gzip that is not said to be": (says(gzip.compress(RAW)), "not_json"),
    "10 MB of blanks": (says(b" " * 10_000_000), "too_long"),
    "10 MB of blanks before it": (says(b" " * 10_000_000 + RAW), "too_long"),
    "blanks without end": (wire(HEAD + b"\r\n", *[b" " * 10_000] * 1000), "too_long"),
    "one byte at a time": (wire(HEAD + b"\r\n", *[b" "] * 60, pause=0.05), "time_out"),
    "one byte of the head at a time": (wire(*[b"H"] * 60, pause=0.05), "time_out"),
    "heads without end": (wire(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 60, pause=0.05), "time_out"),
    "silence": (lambda handler: time.sleep(3), "time_out"),
    "a reset": (reset, "unreachable"),
    "a reply that is not there": (wire(b""), "unreachable"),
    "a reply that is no HTTP": (wire(b"SSH-2.0-OpenSSH_9.6\r\n"), "unreachable"),
    "a head that breaks off": (wire(HEAD), "not_json"),
    "a body that breaks off": (wire(HEAD + b"Content-Length: 5000\r\n\r\n" + RAW[:100]), "not_json"),
    "chunks that break off": (wire(HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + RAW), "unreachable"),
    "chunks that are none": (wire(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + RAW), "unreachable"),
    "a line of the head too long": (wire(HEAD + b"X: " + b"x" * 70_000 + b"\r\n\r\n"), "unreachable"),
    "too many lines in the head": (wire(HEAD + b"X: x\r\n" * 200 + b"\r\n"), "unreachable"),
    "somewhere else": (says(b"", 302, Location="/v1/elsewhere"), "redirected"),
    "somewhere else for good": (says(b"", 308, Location="https://127.0.0.1:1/"), "redirected"),
    "created": (says(envelope(), 201), "no_answer"),
    "no content by its status": (wire(b"HTTP/1.1 204 No Content\r\n\r\n"), "no_answer"),
    "who are you": (says({"error": {}}, 401), "key_refused"),
    "no such model": (says({"error": {}}, 404), "request_refused"),
    "neither with a schema nor without": (says({"error": {}}, 400), "request_refused"),
    "wait": (says({}, 429, Retry_After="20"), "told_to_wait"),
    "wait until a date": (says({}, 429, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"), "told_to_wait"),
    "a fault": (says(b"Internal Server Error", 500), "server_fault"),
    "an opinion with status 500": (says(envelope(), 500), "server_fault"),
}


@pytest.mark.parametrize(("reply", "outcome"), NASTY.values(), ids=NASTY)
def test_whatever_else_comes_is_none_in_time_and_counted(settings, caplog, reply, outcome):
    before, began = counted(outcome), time.perf_counter()
    patience = {"opinion_timeout_s": PATIENCE} if outcome == "time_out" else {}
    with ChatEndpoint(reply) as there:
        assert ask(settings(there.url, **patience)) is None
        took = time.perf_counter() - began
        assert {request.path for request in there.requests} == {"/v1/chat/completions"}
    assert counted(outcome) == before + 1 and (took < SOON or not patience)
    assert KEY not in caplog.text


def test_thirds_in_full_chunks_blanks_and_members_nobody_needs_are_no_harm(settings):
    thirds = {**OPINION, "credit": 0.6666666666666666}
    body = json.dumps({**envelope(thirds), "system_fingerprint": None, "created": 1.5, "usage": "much"}).encode()
    chunks = [b"%x\r\n%s\r\n" % (len(part), part) for part in (b"\n\n", body[:50], body[50:])]
    with ChatEndpoint(wire(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *chunks, b"0\r\n\r\n")) as there:
        assert float(ask(settings(there.url)).credit) == 0.6667


@pytest.mark.parametrize(("written", "credit"), [("0", 0), ("-0.0", 0), ("1", 1), ("1.0", 1), ("5e-1", 0.5)])
def test_credit_may_be_written_in_any_way_of_json(settings, written, credit):
    said = f'{{"points": [], "credit": {written}, "reason": ""}}'
    with ChatEndpoint(says(envelope(said))) as there:
        assert str(float(ask(settings(there.url), points=[]).credit)) == str(float(credit))
