"""Answers and grading speak of choices in the ids that the caller knows, and the way that they take tells nothing either."""
import pytest
from sqlalchemy import event

from tests.access.nests import renamed
from tests.access.typed import LETTERS, each_kind, first_in_each_blank, id_of, in_order, lists_of, right_first, side_by_side, two_right_first

STORED = {
    "multiple_choice": ("a", "b"), "multiple_response": (["a", "b"], ["a", "c"]), "ordering": ([*"abcd"], [*"bacd"]),
    "matching": ({"a": "a", "b": "b", "c": "c"}, {"a": "a", "b": "c", "c": "b"}),
    "fill_in_blank": ({"one": "a", "two": "a"}, {"one": "a", "two": "b"}),
}  # fmt: skip
"""A right and a wrong response to each, in the ids that their author typed."""


def in_public(typed, shown, value):
    """The same response or match in public ids, told by the texts alone."""
    typed = typed()["body"]
    pairs = [{choice["id"]: id_of(seen, choice["text"]) for choice in listed} for listed, seen in zip(lists_of(typed), lists_of(shown))]
    if "left" in typed:
        return {pairs[0][one]: pairs[1][other] for one, other in value.items()}
    if "blanks" in typed:
        return {blank["id"]: names[value[blank["id"]]] for blank, names in zip(typed["blanks"], pairs)}
    return renamed(value, pairs[0])


def key_of(answers):
    """What all matches say together, as a response would."""
    matches = [answer["match"] for answer in answers]
    if "blank" in matches[0]:
        return {match["blank"]: match["choice"] for match in matches}
    return matches[0].get("pairs") or matches[0].get("order") or [match["choice"] for match in matches]


@each_kind
@pytest.mark.parametrize(("access", "by"), [("public", None), ("learner", "learner"), ("key", "reader")])
def test_whoever_sees_answers_reads_them_in_the_ids_of_the_choices_beside_them(world, typed, access, by):
    question = world.question(world.topic(answer_access=access), **typed())
    shown = world.get(f"/questions/{question['id']}?include=answers", by=by).json
    right = STORED[question["type"]][0]
    right = in_public(typed, shown["body"], right)
    assert key_of(shown["answers"]) == ([right] if isinstance(right, str) else right)
    assert world.get(f"/questions/{question['id']}/answers", by=by).json["data"] == shown["answers"]
    assert [world.get(f"/answers/{answer['id']}", by=by).json for answer in shown["answers"]] == shown["answers"]


@each_kind
@pytest.mark.parametrize("by", [None, "learner", "grader", "reader", "writer"])
def test_public_and_stored_ids_are_graded_alike_alone_and_by_the_batch(world, typed, by):
    question = world.question(world.topic(open_grading=True, answer_access="learner"), **typed())
    shown = world.get(f"/questions/{question['id']}").json["body"]
    for stored, verdict in zip(STORED[question["type"]], ("correct", ("partial", "incorrect"))):
        responses = [stored, in_public(typed, shown, stored)]
        results = [world.post(f"/questions/{question['id']}/grade", {"response": each}, by=by).json for each in responses]
        assert results[0] == results[1]
        assert results[0]["verdict"] in verdict
        items = [{"question_id": question["id"], "response": each} for each in responses]
        assert world.post("/grade", {"items": items}, by=by).json["items"] == results


@pytest.mark.parametrize("typed", [two_right_first, in_order, side_by_side], ids=lambda typed: typed.__name__)
def test_naming_a_choice_by_both_of_its_ids_is_refused(world, typed):
    question = world.question(world.topic(open_grading=True), **typed())
    shown = world.get(f"/questions/{question['id']}").json["body"]
    stored = STORED[question["type"]][0]
    public = in_public(typed, shown, stored)
    twice = {**stored, **public} if isinstance(stored, dict) else [*stored, public[0]]
    reply = world.post(f"/questions/{question['id']}/grade", {"response": twice})
    assert reply.status_code == 422, reply.json


@each_kind
def test_a_result_names_choices_in_the_ids_that_its_reader_knows(world, typed):
    question = world.question(world.topic(open_grading=True, answer_access="learner"), **typed())
    right = STORED[question["type"]][0]
    for by, known in (("learner", False), ("reader", False), ("writer", True)):
        result = world.post(f"/questions/{question['id']}/grade", {"response": right}, by=by).json
        matched = key_of(result["matched"])
        named = {*matched, *(matched.values() if isinstance(matched, dict) else ())} - {"one", "two"}
        assert bool(named & set(LETTERS)) == known


# The way that it takes tells nothing either


@pytest.fixture
def statements(world):
    """What the database is asked."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(world.engine, "before_cursor_execute", note)
    yield asked
    event.remove(world.engine, "before_cursor_execute", note)


def asked_by(statements, call):
    statements.clear()
    assert call().status_code == 200
    return [*statements]


@each_kind
@pytest.mark.parametrize("by", [None, "grader", "reader"])
def test_right_and_wrong_ask_the_same_of_the_database(world, statements, typed, by):
    question = world.question(world.topic(open_grading=True), **typed())
    right, wrong = STORED[question["type"]]
    path, ways = f"/questions/{question['id']}/grade", []
    for response in (right, wrong, None):
        items = [{"question_id": question["id"], "response": response}]
        ways.append(asked_by(statements, lambda: world.post(path, {"response": response}, by=by)))
        ways.append(asked_by(statements, lambda: world.post("/grade", {"items": items}, by=by)))
    assert all(way == ways[0] for way in ways)


PUBLIC_READS = (
    "/questions/{id}?include=answers", "/questions/{id}/answers", "/questions?topic={topic}&q=choice", "/topics/{topic}/draw?seed=s",
    "/topics/{topic}/questions?sort=title&count=exact", "/topics/{topic}?include=questions,answers,notes",
)  # fmt: skip


def bare(kind, **match):
    """A question of a type with nothing to choose from."""
    return {"type": kind, "body": {}, "answers": [{"match": match}]}


OTHER_KEYS = [
    ("multiple_choice", right_first(), [{"match": {"choice": "c"}, "feedback": "Now this."}, {"match": {"choice": "a"}, "credit": -1}]),
    ("multiple_response", two_right_first(), [{"match": {"choice": "d"}}]),
    ("true_false", bare("true_false", value=True), [{"match": {"value": False}, "explanation": "It is not."}]),
    ("short_answer", bare("short_answer", text="one"), [{"match": {"text": "t.*", "mode": "regex"}}]),
    ("numeric", bare("numeric", value=1), [{"match": {"value": 2, "tolerance": 1}}, {"match": {"value": 9}, "credit": 0.5}]),
    ("open_ended", bare("open_ended", text="Yes"), [{"match": {"text": "No", "key_points": ["No", "Never"]}}]),
    ("essay", {"type": "essay", "body": {}, "answers": []}, [{"match": {"text": "So one might write."}}]),
    ("matching", side_by_side(), [{"match": {"pairs": {"a": "b", "b": "c", "c": "a"}}}]),
    ("ordering", in_order(), [{"match": {"order": [*"dcba"]}}, {"match": {"order": [*"dbca"]}, "credit": 0.5}]),
    ("fill_in_blank", first_in_each_blank(), [{"match": {"blank": "one", "choice": "c"}}, {"match": {"blank": "two", "choice": "b"}}]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "others"), OTHER_KEYS, ids=[kind for kind, _, _ in OTHER_KEYS])
@pytest.mark.parametrize("by", [None, "learner", "grader", "reviewer"])
def test_another_key_changes_nothing_that_the_public_reads_but_the_revision(world, statements, kind, typed, others, by):
    topic = world.topic()
    question = world.question(topic, **{"prompt": "Which choice?", **typed})
    world.question(topic, "true_false")

    def read():
        for path in PUBLIC_READS:
            statements.clear()
            reply = world.get(path.format(id=question["id"], topic=topic["id"]), by=by)
            yield reply.status_code, sorted(set(reply.headers.keys())), steady(reply.json), [*statements]

    world.get("/topics", by=by)  # the first use of a key in an hour is noted, which is one statement more
    before = [*read()]
    changed = world.patch(f"/questions/{question['id']}", {"answers": others})
    assert changed.status_code == 200, changed.json
    assert [*read()] == before


CHANGING = ("revision", "updated_at", "receipt")


def steady(value):
    """A reply without what any change of the question changes."""
    if isinstance(value, dict):
        return {name: steady(each) for name, each in value.items() if name not in CHANGING}
    return [steady(each) for each in value] if isinstance(value, list) else value
