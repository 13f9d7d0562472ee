"""Importing: what comes of every item of a file is told, with its place and the reason; and what cannot be is refused clearly."""
import json

import pytest

from service.exchange import report as reports
from tests.importing import counted, details, listed, numbers, outcomes, send, state, told
from tests.pictures import kept, shown
from tests.world import World

GIFT = "::One:: What is 1+1? {#2}\n\n// nothing\n\n::Two:: Is it so? {T}\n\n::Three:: Broken {=a =a\n"


def test_every_item_ends_with_its_place_and_what_became_of_it(world):
    topic = world.topic()
    report = told(world, numbers(1, 2), topic=topic["slug"])
    assert (report["applied"], report["dry_run"], report["format"], counted(report)) == (True, False, "json", {"created": 2})
    assert report["topic"] == {name: topic[name] for name in ("id", "slug", "title")}
    assert [item["where"] for item in report["items"]] == ["line 1, question 1", "line 1, question 2"]
    assert [item["question_id"] for item in report["items"]] == [each["id"] for each in listed(world, topic)]
    assert [(each["status"], each["answers"][0]["match"]["value"]) for each in listed(world, topic)] == [("draft", 1), ("draft", 2)]


def test_as_many_items_are_told_as_there_are_and_the_counts_say_the_same(world):
    topic = world.topic()
    world.question(topic, source=topic["slug"], external_id="4", **numbers(4)[0])
    given = [
        *numbers(1),
        *numbers(1),
        *numbers(2, points="many"),
        *numbers(4, external_id="4"),
        *numbers(5, external_id="4"),
        {"type": "riddle"},
        7,
    ]
    report = told(world, given, topic=topic["id"], on_error="skip")
    assert outcomes(report) == ["created", "duplicate", "rejected", "unchanged", "rejected", "rejected", "rejected"]
    assert report["counts"] == {"created": 1, "updated": 0, "unchanged": 1, "duplicate": 1, "rejected": 4}
    assert all(item["where"] and (item["detail"] or item["outcome"] in ("created", "unchanged")) for item in report["items"])


def test_a_fault_is_told_with_the_pointer_to_its_field(world):
    broken = {"type": "numeric", "prompt": "<b>What?</b>", "answers": [{"match": {}}], "points": -1, "colour": "red", "tags": ["a,b"]}
    report = told(world, [broken], topic=world.topic()["id"])
    (detail,) = details(report)
    for pointer in ("prompt: ", "answers/0/match/value: ", "points: ", "colour: Unknown field.", "tags/0: "):
        assert pointer in detail
    many = {**broken, **{f"unknown{number}": 1 for number in range(20)}}
    assert "(And " in details(told(world, [many], topic=world.topic()["id"]))[0]


def test_causes_are_grouped_the_most_frequent_first(world):
    wrong = [{"type": "riddle"}] * 3 + [{"prompt": "No type?"}] + [{"type": "riddle"}] * 2
    report = told(world, wrong, topic=world.topic()["id"])
    assert [each["count"] for each in report["causes"]] == [5, 1] and "Not one of" in report["causes"][0]["detail"]


def test_lines_are_capped_and_what_was_left_out_is_counted(world, monkeypatch):
    monkeypatch.setattr(reports, "MOST_TOLD", 3)
    given = [*numbers(*range(5)), *[{"type": "riddle"}] * 4, *numbers(5)]
    report = told(world, given, topic=world.topic()["id"], on_error="skip")
    assert report["counts"] == {"created": 6, "updated": 0, "unchanged": 0, "duplicate": 0, "rejected": 4}
    assert outcomes(report) == ["created"] * 3 + ["rejected"] * 3 and report["left_out"] == 4


def test_a_rejected_item_stops_all_however_many_lines_are_told(world, monkeypatch):
    monkeypatch.setattr(reports, "MOST_TOLD", 0)
    report = told(world, [*numbers(1), {"type": "riddle"}], topic=world.topic()["id"])
    assert report["applied"] is False and report["counts"]["rejected"] == 1


def test_unless_told_to_skip_one_rejected_item_keeps_all_out(world):
    topic = world.topic()
    before, given = state(world, topic), [*numbers(1), {"type": "riddle"}]
    report = told(world, given, topic=topic["id"])
    assert (report["applied"], outcomes(report), report["items"][0]["question_id"]) == (False, ["created", "rejected"], None)
    assert state(world, topic) == before

    report = told(world, given, topic=topic["id"], on_error="skip")
    assert (report["applied"], outcomes(report)) == (True, ["created", "rejected"])
    assert [each["id"] for each in listed(world, topic)] == [report["items"][0]["question_id"]]


@pytest.mark.parametrize("on_error", ["stop", "skip"])
def test_a_dry_run_changes_nothing_and_tells_what_the_import_then_tells(world, on_error):
    topic = world.topic()
    told(world, numbers(1, 2, external_id=None), topic=topic["id"])
    before, given = state(world, topic), [*numbers(1, title="Now with a title"), *numbers(3), {"type": "riddle"}]
    plan = told(world, given, topic=topic["id"], dry_run=True, on_error=on_error)
    assert (plan["applied"], plan["dry_run"]) == (False, True) and state(world, topic) == before
    done = told(world, given, topic=topic["id"], on_error=on_error)
    assert done["applied"] == (on_error == "skip") and alike(plan) == alike(done)


def alike(report):
    """A report but for what a plan cannot know."""
    items = [item | ({"question_id": None} if item["outcome"] == "created" else {}) for item in report["items"]]
    return {**report, "items": items, "applied": None, "dry_run": None}


def test_an_unknown_cite_or_file_rejects_that_item_alone(world):
    topic = world.topic()
    world.note(topic, {"p1": "A point."})
    one, two, three, four, five = numbers(*range(5))
    two["answers"][0]["cites"] = ["p1", "p9"]
    three["prompt"] += f" ![x](/api/v1/media/{'0' * 64})"
    four["answers"][0]["cites"] = ["p1"]
    five["prompt"] += shown(kept(world))
    report = told(world, [one, two, three, four, five], topic=topic["id"], on_error="skip")
    assert outcomes(report) == ["created", "rejected", "rejected", "created", "created"]
    assert "answers/0/cites/1: This topic's notes have no point 'p9'." in details(report)[1] and "No file is kept" in details(report)[2]


def test_what_asks_the_same_as_a_rejected_item_is_not_taken_for_its_double(world):
    wrong, right = numbers(1, 1)
    wrong = {**wrong, "answers": [{**wrong["answers"][0], "cites": ["nowhere"]}]}
    assert outcomes(told(world, [wrong, right], topic=world.topic()["id"], on_error="skip")) == ["rejected", "created"]


def test_a_title_that_is_too_long_is_cut_and_that_is_said(world):
    topic = world.topic()
    report = told(world, numbers(1, title="x" * 300), topic=topic["id"])
    assert report["not_carried"] == [{"where": "line 1, question 1", "detail": "The title was cut to 200 characters."}]
    assert listed(world, topic)[0]["title"] == "x" * 199 + "…"
    assert told(world, numbers(1, title="x" * 300), topic=topic["id"])["not_carried"] == report["not_carried"]


def test_the_format_is_told_by_the_file_and_what_cannot_be_read_of_it_is_told(world):
    report = told(world, GIFT, topic=world.topic()["id"], on_error="skip")
    assert (report["format"], outcomes(report)) == ("gift", ["created", "created", "rejected"])


def test_containers_are_told(world):
    report = told(world, f"$CATEGORY: Biology/Cells\n\n{GIFT}", topic=world.topic()["id"], dry_run=True)
    assert [(each["kind"], each["title"]) for each in report["containers"]] == [("category", "Biology/Cells")]


@pytest.mark.parametrize(
    ("parameters", "parameter", "says"),
    [
        ({"format": "gift"}, "topic", "name one"), ({"topic": "no-such-topic"}, "topic", "no topic 'no-such-topic'"),
        ({"format": "riddles", "topic": "T"}, "format", "gift"), ({"topic": "T", "on_error": "go"}, "on_error", "stop, skip"),
        ({"topic": "T", "colour": "red"}, "colour", "Unknown"), ({"topic": "T", "source": ""}, "source", "At least 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_400_and_names_the_parameter(world, parameters, parameter, says):
    topic = world.topic()
    reply = send(world, GIFT, **{name: topic["id"] if value == "T" else value for name, value in parameters.items()})
    assert (reply.status_code, reply.json["parameter"]) == (400, parameter) and says in reply.json["detail"]


def test_a_file_that_does_not_show_what_it_is_asks_for_the_format(world):
    reply = send(world, b"\x00\x01\x02\x03", topic=world.topic()["id"])
    assert (reply.status_code, reply.json["parameter"]) == (400, "format") and "moodle_xml" in reply.json["detail"]


def test_a_file_that_cannot_be_read_is_422_and_says_where(world):
    topic = world.topic()
    reply = send(world, b'[{"type": "numeric"},\n{"prompt"', topic=topic["id"], on_error="skip")
    assert (reply.status_code, reply.json["type"], reply.json["where"]) == (422, "urn:quizbank:problem:unreadable_file", "line 2")
    assert listed(world, topic) == []


def test_an_empty_body_is_400_and_one_that_is_too_large_413(world):
    assert send(world, b"", topic=world.topic()["id"]).json["type"].endswith(":empty_body")
    reply = world.call("POST", "/imports", "writer", data=b"x", environ_overrides={"CONTENT_LENGTH": "100000001"})
    assert reply.status_code == 413 and "100 MB" in reply.json["detail"]


@pytest.mark.parametrize(
    "kind", [None, "text/csv", "application/x-www-form-urlencoded", "multipart/form-data", "no/such; charset=latin-1", "nonsense"]
)
def test_whatever_the_content_type_the_body_is_the_file(world, kind):
    headers = {"Content_Type": kind} if kind else {}
    assert told(world, numbers(1), topic=world.topic()["id"], headers=headers)["applied"]


def test_a_body_comes_as_it_is(world):
    assert send(world, b"x", headers={"Content_Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize(
    ("by", "status"), [(None, 401), ("learner", 403), ("reader", 403), ("grader", 403), ("reviewer", 403), ("admin", 200)]
)
def test_it_takes_the_scope_to_write_content(world, by, status):
    reply = send(world, numbers(1), by=by, topic=world.topic()["id"])
    assert reply.status_code == status and (status != 403 or reply.json["scope"] == "content:write")


def test_sent_again_with_its_idempotency_key_it_has_its_effect_once(world):
    topic, key = world.topic(), {"Idempotency_Key": "import-1"}
    first = send(world, numbers(1), topic=topic["id"], duplicates="create", headers=key)
    again = send(world, numbers(1), topic=topic["id"], duplicates="create", headers=key)
    assert again.json == first.json and again.headers["Idempotent-Replayed"] == "true" and len(listed(world, topic)) == 1
    assert send(world, numbers(2), topic=topic["id"], duplicates="create", headers=key).status_code == 422


def test_the_history_names_the_key_that_imported_and_nothing_is_stored_by_caches(world):
    topic = world.topic()
    reply = send(world, numbers(1), topic=topic["id"])
    id = reply.json["items"][0]["question_id"]
    assert reply.headers["Cache-Control"] == "no-store"
    assert world.get(f"/questions/{id}/revisions", by="writer").json["data"][0]["by"]["name"] == "writer"


def test_what_no_database_holds_is_told_and_never_a_fault_of_ours(world):
    for format, text in (
        ("csv", "prompt,answer\nA\0B?,4\nC?,5\n"),
        ("gift", "A\0B? {T}\n\nC? {F}\n"),
        ("aiken", "A\0B?\nA. x\nB. y\nANSWER: A\n"),
    ):
        reply = send(world, text.encode(), topic=world.topic()["id"], format=format, on_error="skip")
        assert reply.status_code in (200, 422), (format, reply.json)
    odd = json.dumps({"\ud800": 1, "questions": numbers(1)})
    assert outcomes(told(world, odd, topic=world.topic()["id"], on_error="skip")) == ["rejected", "created"]


@pytest.mark.parametrize("gone", ["hidden", "erased"])
def test_a_topic_that_goes_while_a_file_comes_takes_nothing(sqlite_world, gone, monkeypatch):
    from service.exchange import importing

    topic, real = sqlite_world.topic(), importing.writing.lock
    monkeypatch.setattr(
        importing.writing, "lock", lambda *ids: {id: {**row, "deleted_at": "now"} for id, row in real(*ids).items() if gone == "hidden"}
    )
    reply = send(sqlite_world, numbers(1), topic=topic["id"])
    assert (reply.status_code, reply.json["parameter"]) == (400, "topic")


def test_a_body_of_at_most_what_is_done_at_once_is_done_at_once():
    world = World("sqlite", import_at_once=len(json.dumps(numbers(1))))
    try:
        topic = world.topic()
        assert send(world, numbers(1), topic=topic["id"]).status_code == 200
        assert send(world, numbers(10), topic=topic["id"]).status_code == 202
    finally:
        world.close()
