"""Several who import at the same moment: each import is whole, and what all of them bring is there once."""

from sqlalchemy.exc import IntegrityError

from service import writing
from tests.faults.server import at_once
from tests.importing import counted, details, listed, numbers, outcomes, send, told

MANY = 4


def added(replies):
    """How often which outcome was told, by all of them together."""
    assert [reply.status_code for reply in replies] == [200] * len(replies), [reply.json for reply in replies]
    counts = [counted(reply.json) for reply in replies]
    return {name: sum(each.get(name, 0) for each in counts) for name in {name for each in counts for name in each}}


def test_one_file_imported_several_times_at_once_is_there_once(world):
    topic, given = world.topic(), numbers(*range(20))
    assert added(at_once(*[lambda: send(world, given, topic=topic["id"])] * MANY)) == {"created": 20, "unchanged": 20 * (MANY - 1)}
    assert len(listed(world, topic)) == 20


def test_a_topic_that_several_files_bring_is_made_once(world):
    given = {"topic": {"title": f"At once on {world.kind}"}, "questions": numbers(*range(5))}
    replies = at_once(*[lambda: send(world, given)] * MANY)
    assert added(replies) == {"created": 5, "unchanged": 5 * (MANY - 1)}
    assert sorted(outcomes(reply.json, "topic")[0] for reply in replies) == ["created"] + ["unchanged"] * (MANY - 1)


def test_a_question_that_is_changed_meanwhile_is_changed_and_laid_over(world):
    topic = world.topic()
    told(world, numbers(1, external_id="one"), topic=topic["id"])
    (question,) = listed(world, topic)
    calls = [lambda place=place: world.patch(f"/questions/{question['id']}", {"hints": [f"Hint {place}"]}) for place in range(2)]
    calls += [
        lambda place=place: send(world, numbers(1, external_id="one", title=f"Title {place}"), topic=topic["id"]) for place in range(2)
    ]
    assert [reply.status_code for reply in at_once(*calls)] == [200] * 4
    (after,) = listed(world, topic)
    assert after["revision"] == 5 and after["hints"][0].startswith("Hint") and after["title"].startswith("Title")


def test_a_name_that_another_topic_takes_meanwhile_is_rejected_alone(world, monkeypatch):
    topic, real = world.topic(), writing.put_questions

    def overtaken(topic, items):
        if any(data["external_id"] == "2" for data, _ in items):
            raise IntegrityError("INSERT", {}, Exception("UNIQUE"))
        return real(topic, items)

    monkeypatch.setattr(writing, "put_questions", overtaken)
    given = [each for value in range(5) for each in numbers(value, external_id=str(value))]
    report = told(world, given, topic=topic["id"], on_error="skip")
    assert outcomes(report) == ["created", "created", "rejected", "created", "created"] and "import the file again" in details(report)[2]
    assert len(listed(world, topic)) == 4
