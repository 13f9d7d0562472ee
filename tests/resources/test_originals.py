"""Originals: what stood in the file that a question came from, for its authors alone."""
import pytest

from schemas.original import LONGEST
from service import db, writing
from tests.world import World

GIFT = "::Plums:: Which has a stone? {=plum ~kiwi}"


def keep(world, *originals):
    """Keep these originals, as an import does."""
    with world.app.app_context(), db.writing(world.engine):
        writing.keep_originals([{"format": "gift", "place": "line 1", "text": GIFT, **each} for each in originals])


def original(world, question, by="writer"):
    return world.get(f"/questions/{question['id']}/original", by=by)


def test_an_author_reads_what_stood_in_the_file(world):
    question = world.question(world.topic())
    keep(world, {"question_id": question["id"], "place": "line 7"})
    reply = original(world, question)
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store")
    told = reply.json
    assert told.pop("created_at") > question["created_at"]
    assert told == {"question_id": question["id"], "format": "gift", "where": "line 7", "text": GIFT}


def test_what_was_typed_here_has_no_original(world):
    assert original(world, world.question(world.topic())).status_code == 404
    assert world.get("/questions/nothing/original", by="writer").status_code == 404


@pytest.mark.parametrize(("by", "status"), [(None, 401), ("learner", 403), ("reader", 403), ("grader", 403), ("admin", 200)])
def test_an_original_holds_the_key_and_is_for_writers_alone(world, by, status):
    question = world.question(world.topic(answer_access="public"))
    keep(world, {"question_id": question["id"]})
    assert original(world, question, by).status_code == status


def test_many_are_kept_at_once_and_the_last_import_counts(world):
    topic = world.topic()
    questions = [world.question(topic) for _ in range(3)]
    keep(world, *({"question_id": each["id"], "text": f"Number {place}"} for place, each in enumerate(questions)))
    keep(world, {"question_id": questions[1]["id"], "format": "moodle_xml", "text": "<question/>"})
    assert [original(world, each).json["text"] for each in questions] == ["Number 0", "<question/>", "Number 2"]
    assert original(world, questions[1]).json["format"] == "moodle_xml"
    keep(world)


def test_of_a_very_long_one_the_beginning_is_kept(world):
    question = world.question(world.topic())
    keep(world, {"question_id": question["id"], "text": "é" * (LONGEST + 5)})
    assert original(world, question).json["text"] == "é" * LONGEST


def test_what_no_database_can_hold_is_kept_as_a_sign_that_it_was_there(world):
    question = world.question(world.topic())
    keep(world, {"question_id": question["id"], "place": "item \0", "text": "half \ud83d and \0"})
    told = original(world, question).json
    assert (told["where"], told["text"]) == ("item \N{REPLACEMENT CHARACTER}", "half ? and \N{REPLACEMENT CHARACTER}")


def test_a_hidden_question_keeps_its_original(world):
    question = world.question(world.topic())
    keep(world, {"question_id": question["id"]})
    world.delete(f"/questions/{question['id']}")
    assert original(world, question).json["text"] == GIFT


def test_erasing_a_question_erases_its_original():
    world = World("sqlite")
    topic = world.topic()
    gone, left = world.question(topic), world.question(topic)
    keep(world, *({"question_id": each["id"]} for each in (gone, left)))
    with world.app.app_context(), db.writing(world.engine):
        writing.erase_questions(topic["id"], [gone["id"]])
    with world.engine.connect() as connection:
        assert [row.question_id for row in connection.exec_driver_sql("SELECT question_id FROM originals")] == [left["id"]]
    world.close()
