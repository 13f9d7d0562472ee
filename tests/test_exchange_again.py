"""The same file again, and a changed one: what has a name is found by it, what has none by what it asks; nothing is doubled."""
import json

import pytest

from service import likeness
from service.exchange import present
from service.formats import WRITTEN
from tests.importing import counted, details, fetched, listed, numbers, outcomes, state, told

CHOICE = {
    "type": "multiple_choice", "prompt": "Which of *these* is red?", "body": {"choices": [{"id": "a", "text": "Blood"}, {"id": "b", "text": "Grass"}]},
    "answers": [{"match": {"choice": "a"}}],
}  # fmt: skip


def bring(world, topic, given, **more):
    return told(world, given, topic=topic["id"], **more)


def test_a_file_imported_twice_changes_nothing_the_second_time(world):
    topic = world.topic()
    given = [
        *numbers(1, 2, tags=["t"]),
        {**CHOICE, "external_id": "c", "source": "s"},
        {**CHOICE, "prompt": "And blue?", "external_id": "d"},
    ]
    given[2]["source"] = f"s {topic['slug']}"
    bring(world, topic, given)
    before, tag = state(world, topic), world.get(f"/topics/{topic['id']}", by="writer").headers["ETag"]
    report = bring(world, topic, given)
    assert counted(report) == {"unchanged": 4} and state(world, topic) == before
    assert [item["question_id"] for item in report["items"]] == [each["id"] for each in before[1]]
    assert world.get(f"/topics/{topic['id']}", by="writer").headers["ETag"] == tag


def test_a_question_that_is_known_by_its_name_is_updated_wherever_it_changed(world):
    topic = world.topic()
    bring(world, topic, numbers(1, 2, external_id=None) + numbers(3, external_id="three"))
    report = bring(world, topic, numbers(4, external_id="three", title="Now four"))
    assert (outcomes(report), details(report)) == (["updated"], ["Changed: answers/0/match/value, prompt, title."])
    third = listed(world, topic)[2]
    assert (third["prompt"], third["title"], third["revision"], third["source"]) == ("How much is 4?", "Now four", 2, topic["slug"])


def test_what_is_there_is_left_alone_where_that_is_asked_for(world):
    topic = world.topic()
    bring(world, topic, numbers(1, external_id="one"))
    before = state(world, topic)
    report = bring(world, topic, numbers(1, external_id="one", title="Changed") + numbers(2, external_id="two"), existing="skip")
    assert (outcomes(report), details(report)[0]) == (["unchanged", "created"], "It is there, and was left as it is.")
    assert listed(world, topic)[0] == before[1][0]


def test_a_name_of_another_topics_question_is_rejected_and_no_other_topic_is_touched(world):
    one, other = world.topic(), world.topic()
    bring(world, one, numbers(1, external_id="1", source=f"of {one['slug']}"))
    before = state(world, one)
    report = bring(world, other, numbers(1, external_id="1", source=f"of {one['slug']}") + numbers(2), on_error="skip")
    assert outcomes(report) == ["rejected", "created"] and f"Question {before[1][0]['id']} of another topic" in details(report)[0]
    assert state(world, one) == before
    assert outcomes(bring(world, other, numbers(1, external_id="1", source=f"of {one['slug']}"), source="another")) == ["created"]


def test_without_a_source_an_id_speaks_of_its_topic_alone(world):
    one, other = world.topic(), world.topic()
    for topic in (one, other, one):
        bring(world, topic, numbers(1, external_id="same"))
    assert [len(listed(world, topic)) for topic in (one, other)] == [1, 1]


def test_a_question_that_was_deleted_comes_back(world):
    topic = world.topic()
    world.note(topic, {"p1": "A point."})
    given = numbers(1, external_id="one")
    bring(world, topic, given)
    (question,) = listed(world, topic)
    world.delete(f"/questions/{question['id']}")
    report = bring(world, topic, given)
    assert (outcomes(report), details(report)) == (["updated"], ["It had been deleted."])
    assert [(each["id"], each["revision"]) for each in listed(world, topic)] == [(question["id"], 3)]


def test_a_deleted_question_comes_back_without_what_its_answers_cited_that_is_gone(world):
    topic = world.topic()
    note = world.note(topic, {"p1": "A point."})
    bring(world, topic, [{**numbers(1)[0], "external_id": "one", "answers": [{"match": {"value": 1}, "cites": ["p1"]}]}])
    (question,) = listed(world, topic)
    world.delete(f"/questions/{question['id']}")
    world.delete(f"/notes/{note['id']}")
    assert outcomes(bring(world, topic, numbers(1, external_id="one"))) == ["updated"]
    assert listed(world, topic)[0]["answers"][0]["cites"] == []


def test_a_question_without_a_name_that_was_deleted_is_made_anew(world):
    topic = world.topic()
    bring(world, topic, numbers(1))
    world.delete(f"/questions/{listed(world, topic)[0]['id']}")
    assert outcomes(bring(world, topic, numbers(1))) == ["created"] and len(listed(world, topic)) == 1


def test_two_items_of_one_file_with_one_id_are_not_one(world):
    topic = world.topic()
    report = bring(world, topic, numbers(1, 2, external_id="same"), on_error="skip")
    assert (outcomes(report), details(report)[1]) == (["created", "rejected"], "The item at line 1, question 1 has the same id, 'same'.")


def test_an_external_id_that_is_a_questions_own_id_finds_it(world):
    topic = world.topic()
    bring(world, topic, numbers(1))
    (question,) = listed(world, topic)
    report = bring(world, topic, numbers(2, external_id=question["id"]))
    assert (outcomes(report), report["items"][0]["question_id"]) == (["updated"], question["id"])
    (after,) = listed(world, topic)
    assert (after["source"], after["external_id"], after["prompt"]) == (None, None, "How much is 2?")


def test_one_question_called_by_its_name_and_by_its_id_is_updated_once(world):
    topic = world.topic()
    bring(world, topic, numbers(1, external_id="name"))
    (question,) = listed(world, topic)
    report = bring(world, topic, numbers(2, external_id="name") + numbers(3, external_id=question["id"]), on_error="skip")
    assert outcomes(report) == ["updated", "rejected"] and "line 1, question 1" in details(report)[1]


@pytest.mark.parametrize(
    "alike",
    [
        {"prompt": "WHICH of *these*  is red?"}, {"body": {"choices": [{"id": "x", "text": " blood "}, {"id": "a", "text": "grass"}]}, "answers": [{"match": {"choice": "x"}}]},
        {"body": {"choices": [{"id": "b", "text": "Grass"}, {"id": "a", "text": "Blood"}]}}, {"points": 2}, {"answers": [{"match": {"choice": "b"}}]},
    ],
)  # fmt: skip
def test_what_asks_the_same_with_the_same_choices_is_told_as_a_duplicate(world, alike):
    topic = world.topic()
    both = bring(world, topic, [CHOICE, {**CHOICE, **alike}], dry_run=True)
    assert outcomes(both) == ["created", "duplicate"] and "the item at line 1, question 1" in details(both)[1]
    bring(world, topic, [CHOICE])
    (question,) = listed(world, topic)
    report = bring(world, topic, [{**CHOICE, **alike}])
    assert (
        outcomes(report) == ["duplicate"] and report["items"][0]["question_id"] == question["id"] and question["id"] in details(report)[0]
    )
    assert listed(world, topic) == [question]


@pytest.mark.parametrize(
    "other", [{"prompt": "Which is green?"}, {"body": {"choices": [{"id": "a", "text": "Blood"}, {"id": "b", "text": "Moss"}]}}],
)  # fmt: skip
def test_another_choice_or_prompt_is_another_question(world, other):
    assert outcomes(bring(world, world.topic(), [CHOICE, {**CHOICE, **other}])) == ["created", "created"]


def test_the_same_in_another_topic_is_no_duplicate(world):
    assert [outcomes(bring(world, world.topic(), [CHOICE])) for _ in range(2)] == [["created"], ["created"]]


def test_ids_of_choices_make_no_difference(world):
    topic = world.topic()
    bring(world, topic, [CHOICE])
    choices = [{"id": "1", "text": "Blood"}, {"id": "2", "text": "Grass"}]
    assert outcomes(bring(world, topic, [{**CHOICE, "body": {"choices": choices}, "answers": [{"match": {"choice": "1"}}]}])) == [
        "unchanged"
    ]


def test_duplicates_are_created_where_that_is_asked_for_and_once_only(world):
    topic = world.topic()
    given = [CHOICE, CHOICE, {**CHOICE, "points": 2}, {**CHOICE, "external_id": "named"}]
    bring(world, topic, [CHOICE])
    assert counted(bring(world, topic, given, duplicates="create")) == {"unchanged": 1, "created": 3}
    before = state(world, topic)
    assert counted(bring(world, topic, given, duplicates="create")) == {"unchanged": 4}
    assert state(world, topic) == before and [each["external_id"] for each in before[1]] == [None, None, None, "named"]


def test_many_that_ask_the_same_are_each_found_again_and_soon(world, monkeypatch):
    topic, compared = world.topic(), []
    given = [{**numbers(place)[0], "prompt": "How much?", "title": str(place)} for place in range(450)]
    assert counted(bring(world, topic, given, duplicates="create")) == {"created": 450}
    monkeypatch.setattr(likeness, "differences", lambda *pair, real=likeness.differences: compared.append(1) or real(*pair))
    assert counted(bring(world, topic, given, duplicates="create")) == {"unchanged": 450} and len(compared) < 50_000
    assert counted(bring(world, topic, given[:1] * 30, duplicates="skip")) == {"unchanged": 1, "duplicate": 29}


def test_questions_from_before_there_were_fingerprints_are_found_too(world):
    from sqlalchemy import update

    from service import db

    topic = world.topic()
    bring(world, topic, [CHOICE, *numbers(1)])
    with db.writing(world.engine):
        db.execute(update(present.QUESTIONS).where(present.QUESTIONS.c.topic_id == topic["id"]).values(fingerprint=None))
    before = state(world, topic)
    assert counted(bring(world, topic, [CHOICE, *numbers(1)])) == {"unchanged": 2} and state(world, topic) == before


def test_a_source_is_kept_also_without_an_id(world):
    topic = world.topic()
    bring(world, topic, numbers(1, source="A book"))
    assert (listed(world, topic)[0]["source"], listed(world, topic)[0]["external_id"]) == ("A book", None)


@pytest.mark.parametrize("format", ["json", "ndjson", "csv", "moodle_xml", "gift"])
def test_what_was_exported_and_changed_elsewhere_finds_its_question(world, format):
    topic = world.topic()
    bring(world, topic, numbers(1000, 2) + numbers(3, external_id="3"))
    report = bring(world, topic, fetched(world, topic, format).replace(b"1000?", b"1000 or so?"), format=format)
    assert outcomes(report) == ["updated", "unchanged", "unchanged"], json.dumps(report["items"], indent=1)
    assert [each["prompt"] for each in listed(world, topic)][0] == "How much is 1000 or so?"


@pytest.mark.parametrize("format", [name for name in WRITTEN if name != "aiken"])
def test_what_was_exported_comes_back_as_what_it_was(world, format):
    topic = world.topic()
    bring(world, topic, [*numbers(1, 2), {**CHOICE, "external_id": "c"}, {**CHOICE, "prompt": "Which is *not*?"}])
    before, file = state(world, topic), fetched(world, topic, format)
    assert told(world, file, topic=topic["id"], dry_run=True)["format"] == format
    assert outcomes(bring(world, topic, file)) == ["unchanged"] * 4 and state(world, topic) == before
