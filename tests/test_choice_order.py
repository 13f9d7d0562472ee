"""Order is a key, and so is an id that spells it: what the public sees of choices tells nothing of which are right.

Authors here type as authors do, the right one first and named a, the things to order in their order, the pairs side by
side. Ids of questions are made up from a fixed beginning, so that what is drawn at random is the same in every run.
"""
import random
from collections import Counter

import pytest

from service import db
from tests.access.typed import LETTERS, choices, each_kind, first_in_each_blank, id_of, in_order, lists_of, right_first, side_by_side, texts, two_right_first
from tests.world import World

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
LONG_ODDS = 4.75
"""Standard deviations that chance exceeds once in a million."""


def unlikely(counts, cells):
    """Whether chance alone would hardly spread so unevenly over so many cells (chi-square, Wilson and Hilferty's bound)."""
    expected = sum(counts.values()) / cells
    found = sum((counts[cell] - expected) ** 2 / expected for cell in counts) + (cells - len(counts)) * expected
    freedom = cells - 1
    return found > freedom * (1 - 2 / (9 * freedom) + LONG_ODDS * (2 / (9 * freedom)) ** 0.5) ** 3


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
