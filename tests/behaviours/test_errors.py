"""Every failure in one shape (RFC 9457), with every fault at once; no bytes whatever make the service fail."""
import gzip
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import codes, pointers

PROBLEM = "application/problem+json"
JSON = {"Content-Type": "application/json"}


def send(world, body, path="/questions", by="writer", method="POST", **headers):
    """Send these bytes as JSON."""
    return world.call(method, path, by, headers={**JSON, **headers}, data=body)


def test_a_problem_has_the_shape_of_rfc_9457(world):
    reply = world.get("/topics/nowhere")
    assert reply.status_code == 404 and reply.mimetype == PROBLEM
    assert list(reply.json) == ["type", "title", "status", "detail", "request_id"]
    assert (reply.json["title"], reply.json["status"]) == ("Not Found", 404)
    assert reply.json["type"].startswith("urn:") and reply.json["detail"].endswith(".")
    assert reply.json["request_id"] == reply.headers["X-Request-Id"]
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_request_id_that_is_given_is_given_back(world):
    reply = world.get("/topics/nowhere", X_Request_Id="trace-1234.abc")
    assert reply.json["request_id"] == reply.headers["X-Request-Id"] == "trace-1234.abc"


@pytest.mark.parametrize("given", ["short", "with blanks in it", "x" * 101, "<script>alert(1)</script>"])
def test_a_request_id_that_could_do_harm_is_replaced(world, given):
    assert world.get("/topics", X_Request_Id=given).headers["X-Request-Id"] not in ("", given)


def test_all_faults_are_told_at_once_each_with_its_pointer_and_code(world):
    body = {"choices": [{"id": "a", "text": ""}, {"id": "a b", "text": "B", "pinned": 1}], "more": 1}
    answers = [{"match": {"choice": 3}, "credit": 2}]
    reply = world.post(
        "/questions", {"type": "multiple_choice", "prompt": "<b>", "body": body, "answers": answers, "points": "1"}, by="writer"
    )
    assert sorted(zip(pointers(reply), codes(reply))) == [
        ("#/answers/0/credit", "too_large"),
        ("#/answers/0/match/choice", "invalid"),
        ("#/body/choices/0/text", "too_short"),
        ("#/body/choices/1/id", "pattern"),
        ("#/body/choices/1/pinned", "invalid"),
        ("#/body/more", "unknown_field"),
        ("#/points", "invalid"),
        ("#/prompt", "html_not_allowed"),
        ("#/topic_id", "required"),
    ]
    assert reply.mimetype == PROBLEM and all(error["detail"] for error in reply.json["errors"])


def test_a_pointer_escapes_what_json_pointer_escapes(world):
    assert pointers(world.post("/topics", {"title": "T", "a/b~c": 1}, by="writer")) == ["#/a~1b~0c"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/topics/nowhere", 404),
        ("GET", "/topics/%00", 404),
        ("GET", "/questions/not-an-id", 404),
        ("GET", "/questions/01900000-0000-7000-8000-000000000000", 404),
        ("GET", "/notes/%ff", 404),
        ("GET", "/answers/" + "a" * 5000, 404),
        ("GET", "/topics?nonsense=1", 400),
        ("PUT", "/topics", 405),
        ("DELETE", "/topics", 405),
        ("POST", "/grade", 415),
        ("POST", "/keys", 401),
    ],
)
def test_below_api_a_failure_is_a_problem_and_never_html(world, method, path, status):
    reply = world.call(method, path, headers={"Accept": "text/html"})
    assert (reply.status_code, reply.mimetype) == (status, PROBLEM)
    assert reply.json["status"] == status


def test_405_names_what_the_address_takes(world):
    assert set(world.call("PUT", "/topics").headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


MALFORMED = {
    "nothing": b"", "half": b'{"a": 1', "two": b"{} {}", "single quotes": b"{'a': 1}", "a comma too many": b"[1,]",
    "a comment": b"{} // done",
    "a doubled key": b'{"title": "A", "title": "B"}', "a doubled key below": b'{"a": [{"b": 1, "b": 1}]}',
    "NaN": b'{"a": NaN}', "Infinity": b'{"a": -Infinity}', "NUL": b'{"a": "\\u0000"}', "NUL in a key": b'{"\\u0000": 1}', "bare NUL": b'"\0"',
    "half a surrogate pair": b'{"a": "\\ud83d"}', "a surrogate pair the wrong way": b'{"a": "\\ude00\\ud83d"}',
    "half a pair as UTF-8": b'"\xed\xa0\x80"',
    "2^53": b'{"a": 9007199254740992}', "-2^53": b'{"a": -9007199254740992}', "5,000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "5,000 decimals": b'{"a": 0.' + b"1" * 5000 + b"}", "1e999999999": b'{"a": 1e999999999}', "1e-999999999": b'{"a": 1e-999999999}',
    "100,000 brackets": b"[" * 100_000, "100,000 lists": b"[" * 100_000 + b"]" * 100_000, "100,000 objects": b'{"a":' * 100_000,
    "33 lists": b"[" * 33 + b"]" * 33, "a byte order mark": b'\xef\xbb\xbf{"a": 1}', "Latin-1": '{"a": "é"}'.encode("latin-1"),
    "UTF-16": '{"a": 1}'.encode("utf-16"), "an overlong slash": b'"\xc0\xaf"', "gzip": gzip.compress(b'{"a": 1}'),
}  # fmt: skip


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
@pytest.mark.parametrize(
    ("method", "path", "by"), [("POST", "/topics", "writer"), ("POST", "/grade", None), ("PATCH", "/topics/{seeded}", "writer")]
)
def test_what_json_readers_disagree_on_is_malformed(world, body, method, path, by):
    reply = send(world, body, path.format(seeded="question-types-by-example"), by, method, If_Match="*")
    assert (reply.status_code, reply.json["type"]) == (400, "urn:quizbank:problem:malformed_json")
    assert reply.mimetype == PROBLEM and len(reply.json["detail"]) < 200


@pytest.mark.parametrize("number", [b"9007199254740991", b"-9007199254740991", b"1e300", b"0.1", b"1E2", b"-0"])
def test_numbers_that_every_reader_keeps_are_json(world, number):
    assert codes(send(world, b'{"a": ' + number + b"}", "/topics"))[0] != "malformed_json"


@pytest.mark.parametrize("value", [b"null", b"[]", b'"text"', b"1", b"true"])
def test_json_that_is_no_object_is_a_fault_of_the_whole_body(world, value):
    assert pointers(send(world, value, "/topics")) == ["#"]


def test_a_doubled_key_is_found_fast_however_many_there_are(sqlite_world):
    body = b"{" + b",".join(b'"%06x":0' % number for number in range(60_000)) + b',"last":0,"last":0}'
    assert "'last'" in send(sqlite_world, body, "/grade").json["detail"]


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        "application/jsonx",
        "",
    ],
)
def test_another_media_type_or_charset_is_415(world, kind):
    reply = world.call("POST", "/topics", "writer", headers={"Content-Type": kind}, data=b'{"title": "T"}')
    assert (reply.status_code, reply.mimetype) == (415, PROBLEM)


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON", "application/json; charset=UTF-8", 'application/json; charset="utf-8"']
)
def test_json_in_utf_8_is_taken_however_it_is_written(world, kind):
    assert world.call("POST", "/topics", "writer", headers={"Content-Type": kind}, data=b'{"title": "T"}').status_code == 201


def test_a_merge_patch_is_taken_by_patch_alone(world):
    reply = world.call("POST", "/topics", "writer", headers={"Content-Type": "application/merge-patch+json"}, data=b'{"title": "T"}')
    assert reply.status_code == 415


def test_more_than_a_megabyte_is_413(world):
    reply = send(world, b'{"title": "' + b"T" * 1_000_000 + b'"}', "/topics")
    assert (reply.status_code, reply.mimetype) == (413, PROBLEM)


def test_an_unexpected_fault_is_a_500_that_tells_nothing_and_a_log_line_that_tells_all(sqlite_world, monkeypatch, caplog):
    monkeypatch.setattr("service.finding.topics", lambda *_: 1 / 0)
    with caplog.at_level(logging.ERROR):
        reply = sqlite_world.get("/topics")
    assert (reply.status_code, reply.mimetype) == (500, PROBLEM)
    assert "division" not in reply.text and reply.json["request_id"] == reply.headers["X-Request-Id"]
    assert "ZeroDivisionError" in caplog.text


def test_what_a_caller_sent_is_not_in_the_reply_to_a_fault_of_ours(sqlite_world, monkeypatch):
    monkeypatch.setattr("service.writing.put_topic", lambda *_: {}["a secret"])
    assert "secret" not in sqlite_world.post("/topics", {"title": "T"}, by="writer").text


NEARLY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["items", "question_id", "response", "handle", "type", "a"]), inner, max_size=5)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("path", ["/learners", "/grade", "/questions"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary() | NEARLY_JSON.map(lambda value: repr(value).replace("'", '"').replace("None", "null").encode("utf-8", "surrogatepass"))
)
def test_no_bytes_whatever_are_a_fault_of_ours(world, path, body):
    reply = send(world, body, path)
    assert reply.status_code < 500 and (reply.status_code < 300 or reply.mimetype == PROBLEM)


def test_a_compressed_body_is_not_taken(world):
    reply = send(world, gzip.compress(b'{"title": "T"}'), "/topics", "writer", "POST", Content_Encoding="gzip")
    assert (reply.status_code, reply.mimetype) == (415, PROBLEM)


@pytest.mark.parametrize("number", ["1e99999999999999999999", "-1e-99999999999999999999", "1e400"])
def test_an_exponent_beyond_all_is_malformed(world, number):
    reply = send(world, f'{{"items": [{{"question_id": "x", "response": {number}}}]}}'.encode(), "/grade", None)
    assert (reply.status_code, reply.json["type"]) == (400, "urn:quizbank:problem:malformed_json")


@pytest.mark.parametrize("number", ["1e300", "1e40", "-1e40", "1.5"])
def test_a_whole_number_that_cannot_be_is_a_fault_and_nothing_worse(world, number):
    reply = send(world, f'{{"title": "T", "sample_answers": {number}}}'.encode(), "/topics", "writer")
    assert pointers(reply) == ["#/sample_answers"]


@pytest.mark.parametrize("text", [">" * 25 + " <script>alert(1)</script>", "> " * 25 + "[x](javascript:alert(1))", "- " * 25 + "<img src=x onerror=alert(1)>"])
def test_prose_is_checked_however_deep_it_is_nested(world, text):
    assert codes(world.post("/topics", {"title": "T", "description": text}, by="writer")) == ["nested_too_deep"]


def test_a_member_named_value_or_key_keeps_its_name_in_a_pointer(world):
    numeric = {"topic_id": world.topic()["id"], "type": "numeric", "prompt": "How many?", "answers": [{"match": {"value": "x"}}]}
    assert pointers(world.post("/questions", numeric, by="writer")) == ["#/answers/0/match/value"]


def test_a_thousand_faults_are_told_and_the_others_counted(world):
    reply = world.post("/topics", {"title": "T"} | {f"unknown_{number}": 1 for number in range(1500)}, by="writer")
    assert (len(reply.json["errors"]), reply.json["error_count"]) == (1000, 1500)


def test_no_answer_of_the_api_is_html(world):
    for method in ("OPTIONS", "PUT", "TRACE"):
        assert "html" not in (world.call(method, "/topics").content_type or "")
    assert "html" not in world.get("!//api/v1//topics/").content_type
