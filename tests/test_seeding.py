"""What a new database begins with: one real topic, and one that shows every question type."""
import pytest
from sqlalchemy import func, select

from service import db, seeding
from service.question_types import TYPES
from tests.world import SEEDED

EXAMPLES = "question-types-by-example"


@pytest.fixture(scope="module")
def topic(world):
    return world.get(f"/topics/{SEEDED}?include=questions,answers,notes", by="reader").json


def test_the_topic_is_whose_and_what_it_says(topic):
    wanted = {
        "title": "Deep Learning Architectures - Overview", "author": "AdventurousPraseodymium", "team": "Quiz Team", "language": "en",
        "status": "published", "question_count": 20, "note_count": 10,
    }  # fmt: skip
    assert wanted.items() <= topic.items() and len(topic["description"]) > 100


def test_answers_are_gated_as_its_source_gates_them(world, topic):
    assert {"answer_access": "learner", "sample_answers": 3, "open_grading": True}.items() <= topic.items()
    seen = {by: world.get(f"/topics/{SEEDED}?include=answers", by=by).json for by in (None, "learner")}
    assert seen[None]["answer_gate"] == {"visible_questions": 3, "total_questions": 20, "opens_by": "learner"}
    assert seen["learner"]["answer_gate"]["visible_questions"] == 20
    assert [bool(question["answers"]) for question in seen[None]["questions"]] == [True] * 3 + [False] * 17
    assert all(question["answers"] for question in seen["learner"]["questions"])


def test_its_twenty_questions_stand_in_their_order(topic):
    questions = topic["questions"]
    assert [question["external_id"] for question in questions] == [f"dla-{number:02}" for number in range(1, 21)]
    assert [question["position"] for question in questions] == list(range(1, 21))
    assert {question["type"] for question in questions} == {"open_ended"} and {question["status"] for question in questions} == {"published"}
    assert "drawback" in questions[0]["prompt"] and "hidden units" in questions[1]["prompt"]


def test_each_question_has_what_a_teacher_would_set(topic):
    for question in topic["questions"]:
        assert question["title"] and question["tags"] and question["hints"] and question["difficulty"] and question["points"] > 0
        (answer,) = question["answers"]
        assert answer["match"]["text"] and answer["match"]["key_points"] and answer["credit"] == 1 and answer["explanation"]


def test_its_ten_notes_have_25_points(topic):
    assert [note["position"] for note in topic["notes"]] == list(range(1, 11))
    assert sum(len(note["points"]) for note in topic["notes"]) == 25 and all(note["heading"] for note in topic["notes"])


def test_answers_cite_points_that_there_are(topic):
    points = {point["id"] for note in topic["notes"] for point in note["points"]}
    cited = {cite for question in topic["questions"] for answer in question["answers"] for cite in answer["cites"]}
    assert cited and cited <= points


def test_each_reference_answer_earns_full_points(world, topic):
    items = [{"question_id": question["id"], "response": question["answers"][0]["match"]["text"]} for question in topic["questions"]]
    results = world.post("/grade", {"items": items}).json["items"]
    assert [result["score"] for result in results] == [question["points"] for question in topic["questions"]]


def test_the_second_topic_shows_every_type_once(world):
    questions = world.get(f"/topics/{EXAMPLES}?include=answers").json["questions"]
    assert sorted(question["type"] for question in questions) == sorted(TYPES)
    assert all(question["answers"] for question in questions)


def test_all_of_it_can_be_found_by_its_words(world):
    found = world.get("/questions?q=batch normalization").json["data"]
    assert any(question["external_id"] == "dla-07" for question in found)


def test_loading_twice_adds_nothing(fresh_world):
    def counts():
        with db.snapshot(fresh_world.engine):
            return [db.execute(select(func.count()).select_from(table)).scalar_one() for table in db.Base.metadata.sorted_tables]

    before = counts()
    with fresh_world.app.app_context():
        assert seeding.seed(fresh_world.engine) == [] == seeding.seed_if_empty(fresh_world.engine)
    assert counts() == before


def test_what_an_owner_has_changed_or_hidden_stays_so(fresh_world):
    fresh_world.patch(f"/topics/{SEEDED}", {"title": "Mine now"})
    fresh_world.delete(f"/topics/{EXAMPLES}")
    with fresh_world.app.app_context():
        assert seeding.seed(fresh_world.engine) == []
    assert fresh_world.get(f"/topics/{SEEDED}").json["title"] == "Mine now"
    assert fresh_world.get(f"/topics/{EXAMPLES}").status_code == 404


def test_all_or_nothing_is_loaded(fresh_world, monkeypatch):
    with db.writing(fresh_world.engine):
        for table in reversed(db.Base.metadata.sorted_tables):
            db.execute(table.delete())
    load = seeding._load
    monkeypatch.setattr(seeding, "_load", lambda folder, *more: load(folder, *more) if "deep" in folder.name else 1 / 0)
    with fresh_world.app.app_context(), pytest.raises(ZeroDivisionError):
        seeding.seed(fresh_world.engine)
    assert fresh_world.get("/topics").json["data"] == []
    monkeypatch.undo()
    with fresh_world.app.app_context():
        assert len(seeding.seed_if_empty(fresh_world.engine)) == 2


def test_a_topic_that_its_owner_renamed_is_still_there(fresh_world):
    fresh_world.patch("/topics/question-types-by-example", {"slug": "our-own-name", "title": "Our own"})
    with fresh_world.app.app_context():
        assert seeding.seed(fresh_world.engine) == []
