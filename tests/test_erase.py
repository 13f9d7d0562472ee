"""Erasing for good: nothing is left of it, whoever may look, and nothing else is touched."""
import pytest
from sqlalchemy import select

from service import db
from service.app import create_app
from tests.command import on_seeded
from tests.world import DATABASES, SEEDED, settings_for

TABLES = db.Base.metadata.tables


@pytest.fixture(params=DATABASES)
def command(request, tmp_path):
    yield from on_seeded(request.param, tmp_path)


def everything(connection):
    """All that the database holds, as one text for each table."""
    return {name: str(connection.execute(select(table)).all()) for name, table in TABLES.items() if name not in ("keys", "promises")}


def id_of(command, table, **wanted):
    table = TABLES[table]
    return command.asked(lambda connection: connection.execute(select(table.c.id).filter_by(**wanted)).scalar_one())


def test_nothing_is_left_of_an_erased_question(command):
    id = id_of(command, "questions", external_id="dla-07")
    assert command("erase", "question", id, "--yes")[0].startswith("Erased: ")
    left = command.asked(everything)
    assert not [name for name, text in left.items() if id in text]
    counted = select(TABLES["topics"].c.question_count).filter_by(slug=SEEDED)
    assert command.asked(lambda connection: connection.execute(counted).scalar_one()) == 19
    assert id in command.fails("erase", "question", id, "--yes")


def test_nothing_is_left_of_an_erased_topic_and_all_of_the_other(command):
    id, other = (id_of(command, "topics", slug=slug) for slug in (SEEDED, "question-types-by-example"))
    command("erase", "topic", id, "--yes")
    left = command.asked(everything)
    assert not [name for name, text in left.items() if id in text or "parity" in text.lower()]
    assert other in left["topics"] and left["questions"].count(other) == 10


@pytest.mark.parametrize("kind", ["question", "topic"])
def test_what_was_reported_of_it_goes_with_it(command, kind):
    ids = {"question": id_of(command, "questions", external_id="dla-07"), "topic": id_of(command, "topics", slug=SEEDED)}
    used(command.url, f"/api/v1/questions/{ids['question']}/reports", {"reason": "typo", "comment": "A telling word"})
    used(command.url, f"/api/v1/topics/{ids['topic']}/views")
    command("erase", kind, ids[kind], "--yes")
    left = command.asked(everything)
    gone = ["report_cases", "reports"] + (["topic_views", "topic_viewers"] if kind == "topic" else [])
    assert {left[name] for name in gone} == {"[]"}


@pytest.mark.parametrize("kind", ["question", "topic"])
def test_an_attempt_that_had_it_is_as_if_it_had_not(command, kind):
    ids = {"question": id_of(command, "questions", external_id="qt-01"), "topic": id_of(command, "topics", slug="question-types-by-example")}
    attempt = used(command.url, "/api/v1/attempts", {"topic_id": ids["topic"]})
    used(command.url, f"/api/v1/attempts/{attempt['id']}/submit", by=attempt["token"])
    command("erase", kind, ids[kind], "--yes")
    left = command.asked(everything)
    assert not [name for name, text in left.items() if ids[kind] in text]
    totals = command.asked(lambda connection: connection.execute(select(TABLES["attempts"].c["item_count", "graded_count"])).all())
    assert [tuple(each) for each in totals] == ([(9, 9)] if kind == "question" else [])


def used(url, path, json=None, by=None):
    """Post something to the service, as anybody may; what it answers."""
    app = create_app(settings_for(url))
    reply = app.test_client().post(path, json=json, headers={"Authorization": f"Bearer {by}"} if by else {})
    assert reply.status_code < 300, reply.json
    app.extensions["engine"].dispose()
    return reply.get_json(silent=True)
    app.extensions["engine"].dispose()


def test_it_asks_before_it_erases(command):
    id = id_of(command, "questions", external_id="dla-07")
    before = command.asked(everything)
    assert command.run("erase", "question", id).exit_code == 1
    assert command.asked(everything) == before


def test_nothing_is_left_of_an_erased_learner_by_id_or_by_name(command):
    token = used(command.url, "/api/v1/learners", {"handle": "Leaving1"})["token"]
    id = id_of(command, "learners", handle="Leaving1")
    attempt = used(command.url, "/api/v1/attempts", {"topic_id": SEEDED}, by=token)
    used(command.url, f"/api/v1/attempts/{attempt['id']}/submit", by=token)
    key = command("key", "create", "front end", "--scope", "attempts:write")[-1]
    used(command.url, "/api/v1/attempts", {"topic_id": SEEDED, "learner": "Student 7"}, by=key)
    for who in (id, "Student 7"):
        assert command.run("erase", "learner", who).exit_code == 1
        assert command("erase", "learner", who, "--yes") == [f"Erased: {who}"]
        assert not [name for name, text in command.asked(everything).items() if who in text]
        assert who in command.fails("erase", "learner", who, "--yes")
    assert command.asked(lambda connection: connection.execute(select(TABLES["attempts"].c.state)).scalars().all()) == ["graded"]


@pytest.mark.parametrize("kind", ["question", "topic"])
def test_what_is_not_there_is_not_erased(command, kind):
    assert "none with the id nowhere" in command.fails("erase", kind, "nowhere", "--yes")
