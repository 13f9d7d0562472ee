"""Draws: at random, the same again by seed, for ever by receipt."""
import collections

import pytest

from tests.world import SEEDED


@pytest.fixture(scope="module")
def pool(world):
    topic = world.topic()
    questions = [world.question(topic, difficulty=("easy", "hard")[number % 2], tags=["even"] if number % 2 == 0 else []) for number in range(8)]
    world.question(topic, status="draft")
    world.question(topic, status="archived")
    return topic, questions


def drawn(reply):
    assert reply.status_code == 200, reply.json
    return [each["id"] for each in reply.json["data"]]


def test_a_draw_gives_so_many_different_published_questions(world, pool):
    topic, questions = pool
    ids = drawn(world.get(f"/topics/{topic['id']}/draw?count=5"))
    assert len(set(ids)) == 5 and set(ids) <= {each["id"] for each in questions}
    assert set(drawn(world.get(f"/topics/{topic['id']}/draw?count=200"))) == {each["id"] for each in questions}


def test_a_draw_without_seed_is_stored_nowhere(world, pool):
    reply = world.get(f"/topics/{pool[0]['id']}/draw")
    assert reply.headers["Cache-Control"] == "no-store" and reply.json["seed"]


def test_the_same_seed_repeats_while_the_pool_is_unchanged(world, pool):
    path = f"/topics/{pool[0]['id']}/draw?count=4&seed=monday"
    assert drawn(world.get(path)) == drawn(world.get(path))
    assert len({tuple(drawn(world.get(f"/topics/{pool[0]['id']}/draw?count=4&seed={seed}"))) for seed in range(20)}) > 10


def test_a_draw_filters(world, pool):
    topic, questions = pool
    assert set(drawn(world.get(f"/topics/{topic['id']}/draw?difficulty=hard"))) == {each["id"] for each in questions if each["difficulty"] == "hard"}
    assert set(drawn(world.get(f"/topics/{topic['id']}/draw?tags_any=even"))) == {each["id"] for each in questions if each["tags"]}


def test_a_receipt_repeats_a_draw_for_ever(world):
    topic = world.topic()
    for _ in range(4):
        world.question(topic)
    first = world.get(f"/topics/{topic['id']}/draw?count=3&seed=s").json
    for question in first["data"]:
        world.patch(f"/questions/{question['id']}", {"prompt": "Another prompt now?"})
    world.delete(f"/questions/{first['data'][0]['id']}")
    world.question(topic)
    again = world.call("GET", f"/topics/{topic['id']}/draw", query_string={"receipt": first["receipt"]}).json
    assert again["data"] == first["data"]


def test_a_receipt_of_another_topic_or_of_nobody_is_refused(world, pool):
    receipt = world.get(f"/topics/{SEEDED}/draw").json["receipt"]
    for each in (receipt, "made-up", receipt + "x"):
        reply = world.call("GET", f"/topics/{pool[0]['id']}/draw", query_string={"receipt": each})
        assert (reply.status_code, reply.json["parameter"]) == (400, "receipt")


def test_every_question_is_drawn_about_as_often_as_any_other(world, pool):
    topic, questions = pool
    counts = collections.Counter(id for seed in range(400) for id in drawn(world.get(f"/topics/{topic['id']}/draw?count=2&fields=id&seed={seed}")))
    expected = 400 * 2 / 8
    chi_square = sum((counts[each["id"]] - expected) ** 2 / expected for each in questions)
    assert chi_square < 24.3  # 7 degrees of freedom, p = .001


def test_an_archived_topic_is_not_drawn_from(world):
    topic = world.topic()
    world.question(topic)
    world.patch(f"/topics/{topic['id']}", {"status": "archived"})
    assert drawn(world.get(f"/topics/{topic['id']}/draw")) == []
