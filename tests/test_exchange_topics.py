"""Files of ours bring their topic and its study notes: found again by slug and heading, and never two of one."""
import json

import pytest

from tests.importing import counted, details, fetched, listed, numbers, outcomes, send, told


def bank(topic, *notes, questions=()):
    return {"quizbank": 1, "topic": topic, "notes": list(notes), "questions": list(questions)}


def note(*points, heading="Leaves"):
    return {"heading": heading, "points": [{"id": id, "text": text} for id, text in points]}


def citing(*points):
    return [{**numbers(1)[0], "answers": [{"match": {"value": 1}, "cites": list(points)}], "external_id": "q"}]


def headings(world, topic):
    found = world.get(f"/topics/{topic['id']}/notes", by="writer").json["data"]
    return [(each["heading"], [(point["id"], point["text"]) for point in each["points"]]) for each in found]


def test_a_topic_that_is_not_there_is_made(world):
    report = told(world, bank({"title": "Of leaves & trees"}, questions=numbers(1)))
    assert (outcomes(report, "topic"), report["topic"]["slug"]) == (["created"], "of-leaves-trees")
    made = world.get("/topics/of-leaves-trees", by="writer").json
    assert (made["id"], made["status"], made["title"]) == (report["topic"]["id"], "draft", "Of leaves & trees")


def test_of_a_topic_that_is_not_made_there_is_no_id(world):
    given = bank({"title": "Never made", "slug": "never-made"}, questions=[*numbers(1), {"type": "riddle"}])
    for more in ({"dry_run": True}, {}):
        assert told(world, given, **more)["topic"] == {"id": None, "slug": "never-made", "title": "Never made"}
    assert world.get("/topics/never-made", by="writer").status_code == 404


def test_what_the_file_does_not_say_of_a_topic_stays(world):
    topic = world.topic(answer_access="public", description="Kept", tags=["kept"], language="de")
    report = told(world, bank({"title": "New title", "slug": topic["slug"]}))
    assert (outcomes(report, "topic"), details(report)) == (["updated"], ["Changed: title."])
    after = world.get(f"/topics/{topic['id']}", by="writer").json
    moved = ("title", "revision", "updated_at")
    assert {name: after[name] for name in after if name not in moved} == {name: topic[name] for name in topic if name not in moved}
    assert outcomes(told(world, bank({"title": "New title", "slug": topic["slug"]})), "topic") == ["unchanged"]


def test_a_topic_that_was_deleted_comes_back(world):
    topic = world.topic()
    world.delete(f"/topics/{topic['id']}")
    report = told(world, bank({"title": topic["title"], "slug": topic["slug"]}, questions=numbers(1)))
    assert (outcomes(report, "topic"), details(report)[0], report["topic"]["id"]) == (["updated"], "It had been deleted.", topic["id"])


def test_what_is_there_is_left_alone_where_that_is_asked_for(world):
    topic = world.topic()
    world.note(topic, {"p1": "Old."}, heading="Leaves")
    given = bank({"title": "Changed", "slug": topic["slug"]}, note(("p1", "New.")), note(("p2", "Other."), heading="Trees"))
    report = told(world, given, existing="skip")
    assert (outcomes(report, "topic"), outcomes(report, "note")) == (["unchanged"], ["unchanged", "created"])
    assert headings(world, topic) == [("Leaves", [("p1", "Old.")]), ("Trees", [("p2", "Other.")])]


def test_named_another_topic_takes_all_but_the_files_own_topic(world):
    one, other = world.topic(), world.topic()
    report = told(world, bank({"title": "Changed", "slug": one["slug"]}, note(("p1", "A.")), questions=citing("p1")), topic=other["id"])
    assert report["topic"]["id"] == other["id"] and "another topic was named" in report["not_carried"][0]["detail"]
    assert len(listed(world, other)) == len(headings(world, other)) == 1
    assert world.get(f"/topics/{one['id']}", by="writer").json == one


def test_a_second_topic_in_a_file_is_refused_unless_one_is_named_for_all(world):
    lines = "\n".join(json.dumps(each) for each in (
        {"topic": {"title": "First of two"}}, {"question": numbers(1)[0]}, {"topic": {"title": "Second of two"}}, {"question": numbers(2)[0]},
    ))  # fmt: skip
    reply = send(world, lines)
    assert (reply.status_code, reply.json["where"]) == (422, "line 3") and "one by one" in reply.json["detail"]
    assert world.get("/topics/first-of-two", by="writer").status_code == 404
    assert counted(told(world, lines, topic=world.topic()["id"])) == {"created": 2}


@pytest.mark.parametrize(
    "topic",
    [{"slug": "s"}, {"title": ""}, {"title": "T", "answer_access": "after_attempt", "open_grading": True}, {"title": "T", "colour": "red"}],
)
def test_a_topic_that_cannot_be_is_told_and_nothing_is_taken(world, topic):
    reply = send(world, bank(topic, questions=numbers(1)), on_error="skip")
    assert reply.status_code == 422 and "Its topic cannot be made" in reply.json["detail"] and reply.json["where"] == "line 1"


def test_a_topic_is_changed_only_to_what_it_could_be_changed_to_by_hand(world):
    topic = world.topic(answer_access="after_attempt")
    report = told(
        world, bank({"title": topic["title"], "slug": topic["slug"], "open_grading": True}, questions=numbers(1)), on_error="skip"
    )
    assert (outcomes(report, "topic"), outcomes(report)) == (["rejected"], ["created"]) and "open_grading" in details(report)[0]
    assert world.get(f"/topics/{topic['id']}", by="writer").json["open_grading"] is False


def test_a_question_before_its_topic_is_refused(world):
    reply = send(world, json.dumps({"question": numbers(1)[0]}) + "\n" + json.dumps({"topic": {"title": "Too late"}}))
    assert (reply.status_code, reply.json["parameter"]) == (400, "topic") and "Up to its first question" in reply.json["detail"]


def test_a_file_with_nothing_but_faults_tells_them_without_a_topic(world):
    report = told(world, "{\n{}\n", format="ndjson", on_error="skip")
    assert (outcomes(report), report["topic"]) == (["rejected", "rejected"], None)


# Study notes


def test_two_notes_under_one_heading_stay_two(world):
    given = bank({"title": "Two notes"}, note(("p1", "A.")), note(("p2", "B.")))
    report = told(world, given)
    assert outcomes(report, "note") == ["created", "created"] and outcomes(told(world, given), "note") == ["unchanged", "unchanged"]
    assert headings(world, report["topic"]) == [("Leaves", [("p1", "A.")]), ("Leaves", [("p2", "B.")])]


def test_a_changed_note_keeps_the_ids_of_its_points(world):
    topic = world.topic()
    world.note(topic, {"p1": "A."}, {"p2": "B."}, heading="Leaves")
    told(world, citing("p1"), topic=topic["id"])
    report = told(world, {"notes": [{"heading": "Leaves", "points": [{"text": "C."}, {"text": "A."}]}]}, topic=topic["id"])
    ((_, points),) = headings(world, topic)
    assert outcomes(report, "note") == ["updated"] and [text for _, text in points] == ["C.", "A."] and points[1][0] == "p1"


def test_a_note_that_changed_its_heading_is_known_by_its_points(world):
    topic = world.topic()
    world.note(topic, {"p1": "A."}, heading="Leafs")
    assert outcomes(told(world, {"notes": [note(("p1", "A."))]}, topic=topic["id"]), "note") == ["updated"]
    assert headings(world, topic) == [("Leaves", [("p1", "A.")])]


def test_answers_cite_the_points_under_the_ids_that_these_have_here(world):
    topic = world.topic()
    world.note(topic, {"here": "A."}, heading="Leaves")
    report = told(world, {"notes": [note(("there", "A."), ("new", "B."))], "questions": citing("there", "new")}, topic=topic["id"])
    assert outcomes(report) == ["created"] and headings(world, topic) == [("Leaves", [("here", "A."), ("new", "B.")])]
    assert listed(world, topic)[0]["answers"][0]["cites"] == ["here", "new"]
    assert outcomes(
        told(world, {"notes": [note(("there", "A."), ("new", "B."))], "questions": citing("there", "new")}, topic=topic["id"])
    ) == ["unchanged"]


@pytest.mark.parametrize("format", ["csv", "anki"])
def test_a_file_without_notes_loses_what_it_cites_of_another_topics_notes_and_says_so(world, format):
    one, other = world.topic(), world.topic()
    world.note(one, {"p1": "A.", "p2": "B."}, heading="Leaves")
    told(world, citing("p1", "p2"), topic=one["id"])
    file = fetched(world, one, format)
    assert outcomes(told(world, file, format=format, topic=one["id"])) == ["unchanged"]
    world.note(other, {"p2": "B."}, heading="Leaves")
    report = told(world, file, format=format, topic=other["id"], source=other["slug"])
    assert (outcomes(report), listed(world, other)[0]["answers"][0]["cites"]) == (["created"], ["p2"])
    assert [each["detail"] for each in report["not_carried"]] == ["It cites points that this topic's notes do not have: p1."]


def test_a_note_that_would_lose_a_cited_point_is_rejected_and_the_rest_is_taken(world):
    topic = world.topic()
    world.note(topic, {"p1": "A."}, heading="Leaves")
    told(world, citing("p1"), topic=topic["id"])
    report = told(world, {"notes": [note(("p2", "B."))], "questions": numbers(2)}, topic=topic["id"], on_error="skip")
    assert (outcomes(report, "note"), outcomes(report)) == (["rejected"], ["created"]) and "cites a point that would go" in details(report)[
        0
    ]
    assert report["counts"]["rejected"] == 0 and report["causes"][0]["count"] == 1


def test_a_rejected_note_stops_all_unless_told_to_skip(world):
    topic = world.topic()
    report = told(world, {"notes": [{"heading": "", "points": []}], "questions": numbers(2)}, topic=topic["id"])
    assert report["applied"] is False and listed(world, topic) == []
