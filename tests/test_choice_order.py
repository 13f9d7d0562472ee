"""Order is a key, and so is an id that spells it: what the public sees of choices tells nothing of which are right.

Authors here type as authors do, the right one first and named a, the things to order in their order, the pairs side by
side. Ids of questions are made up from a fixed beginning, so that what is drawn at random is the same in every run.
"""
import random
from collections import Counter

import pytest
from sqlalchemy import event

from service import db
from tests.access.bank import renamed
from tests.world import World

LETTERS = "abcd"
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
LONG_ODDS = 4.75
"""Standard deviations that chance exceeds once in a million."""


def unlikely(counts, cells):
    """Whether chance alone would hardly spread so unevenly over so many cells (chi-square, Wilson and Hilferty's bound)."""
    expected = sum(counts.values()) / cells
    found = sum((counts[cell] - expected) ** 2 / expected for cell in counts) + (cells - len(counts)) * expected
    freedom = cells - 1
    return found > freedom * (1 - 2 / (9 * freedom) + LONG_ODDS * (2 / (9 * freedom)) ** 0.5) ** 3


def choices(*texts, **more):
    """Choices as authors type them: a, b, c, …"""
    return [{"id": id, "text": text, **more} for id, text in zip(LETTERS, texts)]


def right_first(words=("right", "wrong", "worse", "worst"), **body):
    return {"type": "multiple_choice", "body": {"choices": choices(*words), **body}, "answers": [{"match": {"choice": "a"}}]}


def two_right_first():
    answers = [{"match": {"choice": each}, "credit": 0.5} for each in "ab"]
    return {"type": "multiple_response", "body": {"choices": choices("right", "right too", "wrong", "worse")}, "answers": answers}


def in_order():
    return {"type": "ordering", "body": {"choices": choices("one", "two", "three", "four")}, "answers": [{"match": {"order": [*LETTERS]}}]}


def side_by_side():
    body = {"left": choices("one", "two", "three"), "right": choices("un", "deux", "trois")}
    return {"type": "matching", "body": body, "answers": [{"match": {"pairs": {each: each for each in "abc"}}}]}


def first_in_each_blank():
    blanks = [{"id": id, "kind": "choice", "choices": choices("right", "wrong", "worse")} for id in ("one", "two")]
    answers = [{"match": {"blank": id, "choice": "a"}} for id in ("one", "two")]
    return {"type": "fill_in_blank", "prompt": "{{one}} and {{two}}", "body": {"blanks": blanks}, "answers": answers}


@pytest.fixture
def same_ids(monkeypatch, request):
    """Ids that are as random as ours and yet the same in every run, and again whenever this is called."""

    def restart():
        source = random.Random(request.node.name)

        def new_id():
            digits = f"{source.getrandbits(96):024x}"
            return f"01900000-{digits[:4]}-7{digits[4:7]}-8{digits[7:10]}-{digits[10:22]}"

        monkeypatch.setattr(db, "new_id", new_id)

    restart()
    return restart


def asked(world, count, question):
    """Ask so many questions like this one, and give what the public gets to read of them."""
    topic = world.topic()
    for _ in range(count):
        world.question(topic, **question)
    pages = [world.get(f"/topics/{topic['id']}/questions?limit=200").json]
    while following := pages[-1]["page"]["next"]:
        pages.append(world.get(f"/topics/{topic['id']}/questions?limit=200&cursor={following}").json)
    bodies = [each["body"] for page in pages for each in page["data"]]
    assert len(bodies) == count
    return bodies


def texts(listed):
    return tuple(choice["text"] for choice in listed)


def lists_of(body):
    """Every list of choices in a body."""
    return [*(body[name] for name in ("choices", "left", "right") if name in body), *(blank["choices"] for blank in body.get("blanks", ()))]


def id_of(listed, text):
    return next(choice["id"] for choice in listed if choice["text"] == text)


# Neither place nor id tells


def test_the_place_rank_and_letters_of_the_right_choice_are_left_to_chance(sqlite_world, same_ids):
    bodies = asked(sqlite_world, 300, right_first())
    right = [id_of(body["choices"], "right") for body in bodies]
    places = Counter(texts(body["choices"]).index("right") for body in bodies)
    ranks = Counter(sorted(choice["id"] for choice in body["choices"]).index(id) for body, id in zip(bodies, right))
    assert not unlikely(places, 4)
    assert not unlikely(ranks, 4)
    for letter in (0, 1, -1):
        assert not unlikely(Counter(id[letter] for id in right), len(BASE32))
    assert unlikely(Counter(["a"] * 300), 4), "what is always first would be noticed"


def test_the_places_of_two_right_ones_are_left_to_chance(sqlite_world, same_ids):
    bodies = asked(sqlite_world, 200, two_right_first())
    places = Counter(frozenset(texts(body["choices"]).index(text) for text in ("right", "right too")) for body in bodies)
    assert not unlikely(places, 6)


def test_every_order_of_things_to_order_is_as_likely(sqlite_world, same_ids):
    bodies = asked(sqlite_world, 240, in_order())
    assert not unlikely(Counter(texts(body["choices"]) for body in bodies), 24)
    by_id = Counter(texts(sorted(body["choices"], key=lambda choice: choice["id"])) for body in bodies)
    assert not unlikely(by_id, 24)


def test_neither_side_of_a_matching_tells_of_the_other(sqlite_world, same_ids):
    partner = {"one": "un", "two": "deux", "three": "trois"}
    bodies = asked(sqlite_world, 200, side_by_side())
    beside = Counter(tuple(texts(body["right"]).index(partner[text]) for text in texts(body["left"])) for body in bodies)
    assert not unlikely(beside, 6)
    for body in bodies:
        assert not {choice["id"] for choice in body["left"]} & {choice["id"] for choice in body["right"]}
    ranks = Counter((rank(body["left"], "one"), rank(body["right"], "un")) for body in bodies)
    assert not unlikely(ranks, 9)


def rank(listed, text):
    return sorted(choice["id"] for choice in listed).index(id_of(listed, text))


def test_blanks_that_have_the_right_choice_first_show_it_anywhere_each_for_itself(sqlite_world, same_ids):
    bodies = asked(sqlite_world, 200, first_in_each_blank())
    places = Counter(tuple(texts(blank["choices"]).index("right") for blank in body["blanks"]) for body in bodies)
    assert not unlikely(places, 9)
    assert all(len({choice["id"] for listed in lists_of(body) for choice in listed}) == 6 for body in bodies)


OF_EACH = [right_first, two_right_first, in_order, side_by_side, first_in_each_blank]
each_kind = pytest.mark.parametrize("typed", OF_EACH, ids=lambda typed: typed.__name__)


@each_kind
def test_the_public_never_reads_an_id_that_an_author_typed(world, typed):
    question = world.question(world.topic(answer_access="public"), **typed())
    for by in (None, "learner", "reader", "grader", "reviewer"):
        shown = world.get(f"/questions/{question['id']}?include=answers", by=by)
        ids = {choice["id"] for listed in lists_of(shown.json["body"]) for choice in listed}
        assert not ids & set(LETTERS)
        assert all(len(id) == 16 and set(id) <= set(BASE32) for id in ids)


@each_kind
def test_two_questions_with_the_same_choices_share_neither_id(world, typed):
    topic = world.topic()
    one, other = (world.get(f"/questions/{world.question(topic, **typed())['id']}").json["body"] for _ in range(2))
    assert not {id for listed in lists_of(one) for id in (choice["id"] for choice in listed)} & {
        choice["id"] for listed in lists_of(other) for choice in listed
    }


# What stays


def test_what_is_pinned_stays_in_its_place(world):
    topic = world.topic()
    for place in range(4):
        typed = right_first()
        typed["body"]["choices"][place]["pinned"] = True
        shown = [world.get(f"/questions/{world.question(topic, **typed)['id']}").json["body"]["choices"] for _ in range(6)]
        pinned = typed["body"]["choices"][place]["text"]
        assert {texts(listed).index(pinned) for listed in shown} == {place}
        assert all(listed[place]["id"] not in LETTERS for listed in shown)


def test_without_shuffling_the_order_stays_and_the_ids_are_still_neutral(world):
    topic = world.topic()
    for _ in range(5):
        shown = world.get(f"/questions/{world.question(topic, **right_first(shuffle=False))['id']}").json["body"]["choices"]
        assert texts(shown) == ("right", "wrong", "worse", "worst")
        assert not {choice["id"] for choice in shown} & set(LETTERS)


@each_kind
def test_the_public_order_is_the_same_on_each_read_and_after_other_changes(world, typed):
    topic = world.topic()
    question = world.question(topic, **typed())
    path = f"/questions/{question['id']}"
    body = world.get(path).json["body"]

    def everywhere():
        yield world.get(path).json
        yield world.get(path, by="learner").json
        yield from world.get(f"/topics/{topic['id']}/questions").json["data"]
        yield from world.get(f"/topics/{topic['id']}?include=questions").json["questions"]
        yield from world.get(f"/topics/{topic['id']}/draw").json["data"]

    assert [each["body"] for each in everywhere()] == [body] * 5
    receipt = world.get(f"/topics/{topic['id']}/draw").json["receipt"]
    assert world.patch(path, {"title": "Another", "hints": ["Look!"]}).status_code == 200
    assert [each["body"] for each in everywhere()] == [body] * 5
    assert world.delete(path).status_code == 204 and world.post(f"{path}/restore", by="writer").status_code == 200
    assert world.post(f"{path}/revisions/1/restore", by="writer").status_code == 200
    assert [each["body"] for each in everywhere()] == [body] * 5
    assert world.get(f"/topics/{topic['id']}/draw?receipt={receipt}").json["data"][0]["body"] == body


def test_a_choice_keeps_its_public_id_when_its_neighbours_go(world):
    question = world.question(world.topic(), **right_first())
    path = f"/questions/{question['id']}"
    before = {choice["text"]: choice["id"] for choice in world.get(path).json["body"]["choices"]}
    assert world.patch(path, {"body": {"choices": choices("right", "wrong")}}).status_code == 200
    after = {choice["text"]: choice["id"] for choice in world.get(path).json["body"]["choices"]}
    assert after == {text: before[text] for text in ("right", "wrong")}


@each_kind
def test_the_same_question_has_the_same_public_order_on_both_databases(typed, same_ids):
    shown = []
    for kind in ("sqlite", "postgresql"):
        world = World(kind)
        same_ids()
        shown.append(world.get(f"/questions/{world.question(world.topic(title='One'), **typed())['id']}").json["body"])
        world.close()
    assert shown[0] == shown[1]


@each_kind
def test_authors_read_what_they_typed(world, typed):
    question = world.question(world.topic(), **typed())
    shown = world.get(f"/questions/{question['id']}?include=answers", by="writer").json
    assert [[choice["id"] for choice in listed] for listed in lists_of(shown["body"])] == [
        [choice["id"] for choice in listed] for listed in lists_of(typed()["body"])
    ]
    assert [answer["match"] for answer in shown["answers"]] == [answer["match"] for answer in typed()["answers"]]


# Answers and grading speak as the caller does

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
