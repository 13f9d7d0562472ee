"""Every format and every type through the door: a file of our own that comes back changes nothing, whatever its format cannot hold."""
import copy

import pytest

from service.formats import WRITTEN
from tests.formats.fullest import KINDS, OF_ALL
from tests.importing import counted, details, fetched, listed, outcomes, state, told

ALL = [(type, kind) for type, kinds in KINDS.items() for kind in kinds]


def bank_of_all(world):
    """A topic with a full question of every kind; every second one has a name of its own."""
    topic = world.topic()
    world.note(topic, {"p1": "A point."})
    for place, (type, kind) in enumerate(ALL):
        question = copy.deepcopy({**OF_ALL, **KINDS[type][kind]})
        question["prompt"] = f"Of {kind}, number {place}: {question['prompt']}"
        named = {"source": f"of {topic['slug']}", "external_id": f"item-{place}"} if place % 2 else {"source": None, "external_id": None}
        world.question(topic, type, **numbers_as_json(question), **named)
    return topic


def numbers_as_json(value):
    if isinstance(value, dict):
        return {name: numbers_as_json(each) for name, each in value.items() if name not in ("source", "external_id")}
    if isinstance(value, list):
        return [numbers_as_json(each) for each in value]
    return float(value) if hasattr(value, "quantize") else value


@pytest.fixture(scope="module")
def topic(world):
    return bank_of_all(world)


@pytest.mark.parametrize("format", sorted(WRITTEN))
def test_importing_our_own_export_changes_nothing(world, topic, format):
    before = state(world, topic)
    report = told(world, fetched(world, topic, format), topic=topic["id"])
    assert set(outcomes(report)) == {"unchanged"}, [each for each in report["items"] if each["outcome"] != "unchanged"]
    assert len({each["question_id"] for each in report["items"] if each["kind"] == "question"}) == len(outcomes(report)) > 0
    assert state(world, topic) == before


@pytest.mark.parametrize("format", sorted(WRITTEN))
def test_in_an_empty_topic_it_is_created_and_then_again_unchanged(world, topic, format):
    data, empty = fetched(world, topic, format), world.topic()
    world.note(empty, {"p1": "A point."})
    wish = {"topic": empty["id"], "source": f"from {topic['slug']} to {empty['slug']}"}
    first = told(world, data, **wish)
    assert set(outcomes(first)) == {"created"}, details(first)
    made = state(world, empty)
    again = told(world, data, **wish)
    assert counted(again) == {"unchanged": len(outcomes(first))}, details(again)
    assert state(world, empty) == made


@pytest.mark.parametrize("format", ["csv", "gift", "markdown", "moodle_xml", "ndjson"])
def test_what_its_author_changed_is_changed_and_nothing_else(world, format):
    topic = world.topic()
    world.note(topic, {"p1": "A point."})
    question = world.question(topic, "numeric", **numbers_as_json({**OF_ALL, **KINDS["numeric"]["a share as tolerance"]}))
    report = told(world, fetched(world, topic, format).replace(b"So it is.", b"So it was."), topic=topic["id"])
    assert (outcomes(report), details(report)[-1]) == (["updated"], "Changed: feedback/general.")
    (after,) = listed(world, topic)
    assert after["revision"] == 2 and after["feedback"] == {**question["feedback"], "general": "So it was."}
    assert all(after[name] == question[name] for name in ("body", "points", "hints", "difficulty", "penalty", "licence"))
    assert [each["match"] for each in after["answers"]] == [each["match"] for each in question["answers"]]


def test_where_answers_were_changed_they_are_what_the_file_says(world):
    topic = world.topic()
    world.note(topic, {"p1": "A point."})
    world.question(topic, "numeric", **numbers_as_json({**OF_ALL, **KINDS["numeric"]["a share as tolerance"]}))
    data = fetched(world, topic, "gift").replace(b"=%100%12:0.6", b"=%100%13:0.5")
    assert outcomes(told(world, data, topic=topic["id"])) == ["updated"]
    (after,) = listed(world, topic)
    assert after["answers"][0]["match"] == {"value": 13, "tolerance": 0.5, "tolerance_type": "absolute"} and after["points"] == 2.5
