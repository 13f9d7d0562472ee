"""Study notes, and the points that answers cite."""
from service.question_types import TYPES
from tests.world import SEEDED, pointers


def citing(world, topic, point):
    example = TYPES["true_false"].EXAMPLE
    return world.question(topic, "true_false", answers=[{**example["answers"][0], "credit": 1, "cites": [point]}])


def test_a_note_is_made_read_changed_and_hidden(world):
    topic = world.topic()
    reply = world.post(f"/topics/{topic['slug']}/notes", {"heading": "Why", "points": [{"text": "Because *of this*."}]}, by="writer")
    assert reply.status_code == 201 and reply.headers["Location"] == f"/api/v1/notes/{reply.json['id']}"
    assert reply.json["points"][0]["id"] and reply.json["position"] == 1 and reply.json["topic_id"] == topic["id"]
    assert world.get(f"/notes/{reply.json['id']}").json == reply.json
    changed = world.patch(f"/notes/{reply.json['id']}", {"heading": "Why so"})
    assert (changed.json["heading"], changed.json["points"], changed.json["revision"]) == ("Why so", reply.json["points"], 2)
    assert world.delete(f"/notes/{reply.json['id']}").status_code == 204
    assert world.get(f"/notes/{reply.json['id']}").status_code == 404
    assert world.get(f"/topics/{topic['id']}").json["note_count"] == 0


def test_the_seed_topic_has_ten_notes_with_twenty_five_points(world):
    notes = world.get(f"/topics/{SEEDED}/notes").json["data"]
    assert (len(notes), sum(len(note["points"]) for note in notes)) == (10, 25)


def test_what_cannot_be_is_refused_where_it_stands(world):
    topic = world.topic()
    world.note(topic, {"known": "Known."})
    faulty = {"heading": "", "points": [{"text": "<br>"}, {"id": "not ok", "text": "x"}]}
    assert set(pointers(world.post(f"/topics/{topic['id']}/notes", faulty, by="writer"))) == {"#/heading", "#/points/0/text", "#/points/1/id"}
    twice = {"heading": "H", "points": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]}
    assert pointers(world.post(f"/topics/{topic['id']}/notes", twice, by="writer")) == ["#/points/1/id"]
    taken = {"heading": "H", "points": [{"id": "known", "text": "x"}]}
    assert pointers(world.post(f"/topics/{topic['id']}/notes", taken, by="writer")) == ["#/points/0/id"]


def test_a_cited_point_may_not_go_and_it_is_said_who_cites_it(world):
    topic = world.topic()
    note = world.note(topic, {"cited": "This is so."}, {"free": "And this."})
    question = citing(world, topic, "cited")
    for reply in (world.delete(f"/notes/{note['id']}"), world.patch(f"/notes/{note['id']}", {"points": [{"id": "free", "text": "And this."}]})):
        assert (reply.status_code, reply.json["questions"]) == (409, [question["id"]])
    assert world.patch(f"/notes/{note['id']}", {"points": [{"id": "cited", "text": "Still so."}]}).status_code == 200
    world.delete(f"/questions/{question['id']}")
    assert world.delete(f"/notes/{note['id']}").status_code == 204


def test_notes_of_a_draft_topic_are_not_there_for_the_public(world):
    topic = world.topic(status="draft")
    note = world.note(topic, {"p": "A point."})
    assert {world.get(path).status_code for path in (f"/notes/{note['id']}", f"/topics/{topic['id']}/notes")} == {404}
    assert world.get(f"/notes/{note['id']}", by="writer").status_code == 200


def test_notes_stand_in_the_order_of_their_positions(world):
    topic = world.topic()
    last, first = world.note(topic, {"a": "x"}, position=2.5), world.note(topic, {"b": "y"}, position=-1)
    assert [each["id"] for each in world.get(f"/topics/{topic['id']}/notes").json["data"]] == [first["id"], last["id"]]


def test_a_doubled_point_is_told_of_where_it_stands(world):
    points = [{"text": "no id"}, {"id": "a", "text": "x"}, {"id": "a", "text": "y"}]
    assert pointers(world.post(f"/topics/{world.topic()['id']}/notes", {"heading": "H", "points": points}, by="writer")) == ["#/points/2/id"]
