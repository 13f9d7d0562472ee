"""Which questions an attempt gets: draws, blueprints, seeds and receipts; and that neither place nor name of a choice tells the key."""
import collections
import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import db, drawing, writing
from service.attempts import labels
from service.errors import loaded
from service.question_types import TYPES
from service.reading import TREES
from tests.taking import start, submit
from tests.world import codes, pointers

MANY = 10_000


@pytest.fixture(scope="module")
def pool(world):
    """A topic of 12 questions: by turns easy and hard, the first half about birds, every third about fish; and their ids."""
    topic = world.topic()
    questions = [
        world.question(topic, "true_false", difficulty=("easy", "hard")[n % 2], tags=["birds"] * (n < 6) + ["fish"] * (n % 3 == 0)) for n in range(12)
    ]
    return topic, [each["id"] for each in questions]


def drawn(world, topic, by=None, learner=None, **draw):
    more = {"learner": learner} if learner else {}
    return [item["question_id"] for item in start(world, topic, by, draw=draw, **more)["items"]]


def refused(world, topic, by=None, **draw):
    return world.post("/attempts", {"topic_id": topic["id"], "draw": draw}, by=by)


def test_without_a_draw_an_attempt_has_all_published_questions_in_their_order(world, pool):
    topic, ids = pool
    world.question(topic, status="draft")
    assert [item["question_id"] for item in start(world, topic)["items"]] == ids


def test_a_draw_takes_so_many_of_a_sort(world, pool):
    topic, ids = pool
    assert set(drawn(world, topic, count=3, difficulty=["easy"], tags_any=["birds"])) == set(ids[0:6:2])
    assert set(drawn(world, topic, count=2, tags_all=["birds", "fish"])) == {ids[0], ids[3]}


def test_a_blueprint_fills_each_cell_in_its_turn(world, pool):
    topic, ids = pool
    paper = drawn(world, topic, blueprint=[{"count": 2, "tags_any": ["fish"]}, {"count": 3, "difficulty": ["hard"]}])
    assert set(paper[:2]) <= set(ids[::3]) and set(paper[2:]) <= set(ids[1::2]) and len(set(paper)) == 5


def test_a_blueprint_that_can_be_filled_is_filled_whatever_the_seed(world, pool):
    """Questions 0 and 3 alone are of both sorts: the first cell must not take them from the second."""
    topic, _ = pool
    cells = [{"count": 4, "tags_any": ["birds"]}, {"count": 4, "tags_any": ["fish"]}]
    assert all(len(drawn(world, topic, blueprint=cells, seed=f"{n}")) == 8 for n in range(10))


def test_an_impossible_blueprint_says_which_cell_lacks_how_many(world, pool):
    topic, _ = pool
    reply = refused(world, topic, blueprint=[{"count": 2, "difficulty": ["easy"]}, {"count": 7, "tags_all": ["fish"]}, {"count": 1, "tags_any": ["none"]}])
    assert pointers(reply) == ["#/draw/blueprint/1", "#/draw/blueprint/2"]
    assert [(each["wanted"], each["missing"]) for each in reply.json["errors"]] == [(7, 3), (1, 1)]


def test_a_draw_of_more_than_there_are_says_how_many_are_lacking(world, pool):
    topic, _ = pool
    reply = refused(world, topic, count=20)
    assert pointers(reply) == ["#/draw/count"] and reply.json["errors"][0]["missing"] == 8


@pytest.mark.parametrize(
    ("draw", "pointer"),
    [
        ({"receipt": "x", "count": 3}, "#/draw/receipt"),
        ({"count": 3, "blueprint": [{"count": 1}]}, "#/draw/count"),
        ({"blueprint": [{"count": 150}, {"count": 51}]}, "#/draw/blueprint"),
        ({"blueprint": []}, "#/draw/blueprint"),
        ({"count": 0}, "#/draw/count"),
        ({"receipt": "not one"}, "#/draw/receipt"),
        ({"exclude_seen": True}, "#/draw/exclude_seen"),
    ],
)
def test_a_draw_that_cannot_be_is_refused_where_it_is_wrong(world, pool, draw, pointer):
    assert pointers(refused(world, pool[0], **draw)) == [pointer]


def test_equal_seeds_give_equal_papers_and_others_others(world, pool):
    topic, _ = pool
    papers = [drawn(world, topic, count=5, seed=seed) for seed in ("s-1", "s-1", "s-2")]
    assert papers[0] == papers[1] != papers[2]


def test_a_seed_gives_the_same_paper_however_many_questions_are_added(world):
    topic = world.topic()
    for _ in range(6):
        world.question(topic, "true_false")
    cells = [{"count": 2, "tags_any": ["late"]}, {"count": 2}]
    before, for_one = drawn(world, topic, count=4, seed="1234"), refused(world, topic, blueprint=cells, seed="1234")
    add_many(world, topic, MANY)
    assert drawn(world, topic, count=4, seed="1234") == before
    assert for_one.status_code == 422 and len(drawn(world, topic, blueprint=cells, seed="1234")) == 4


def add_many(world, topic, count):
    """So many more questions, all at once."""
    data = {**TYPES["true_false"].EXAMPLE, "topic_id": topic["id"], "status": "published", "tags": ["late"]}
    for _ in range(count // 1000):
        with world.app.app_context(), db.writing(world.engine):
            row = writing.lock(topic["id"])[topic["id"]]
            writing.put_questions(row, [(loaded(TREES.new(), data), None) for _ in range(1000)])


def test_a_question_that_went_is_replaced_and_the_rest_of_the_paper_stays(world):
    topic = world.topic()
    for _ in range(6):
        world.question(topic, "true_false")
    before = drawn(world, topic, count=4, seed="x")
    world.delete(f"/questions/{before[1]}")
    after = drawn(world, topic, count=4, seed="x")
    assert after[:3] == [before[0], before[2], before[3]] and after[3] not in before


def test_a_receipt_of_a_draw_or_an_attempt_gives_the_same_revisions_for_ever(world, pool):
    topic = world.topic()
    questions = [world.question(topic, prompt=f"Question {n}?") for n in range(5)]
    public = world.get(f"/topics/{topic['id']}/draw?count=3").json
    first = start(world, topic, draw={"receipt": public["receipt"]})
    for each in questions:
        world.patch(f"/questions/{each['id']}", {"prompt": "Changed?"})
    world.delete(f"/questions/{first['items'][0]['question_id']}")
    again = start(world, topic, draw={"receipt": first["receipt"]})
    assert [item["question"]["prompt"] for item in again["items"]] == [each["prompt"] for each in public["data"]]
    assert again["seed"] == public["seed"]


def test_a_receipt_of_another_topic_is_none_of_this(world, pool):
    other = world.topic()
    world.question(other)
    receipt = world.get(f"/topics/{other['id']}/draw").json["receipt"]
    assert codes(refused(world, pool[0], receipt=receipt)) == ["unknown_receipt"]


def test_a_retake_has_other_questions_until_there_are_none(world, pool):
    topic, ids = pool
    had = [drawn(world, topic, "grader", f"retaker {world.kind}", count=6, exclude_seen=True) for _ in range(2)]
    assert sorted(had[0] + had[1]) == sorted(ids)
    reply = world.post("/attempts", {"topic_id": topic["id"], "learner": f"retaker {world.kind}", "draw": {"count": 6, "exclude_seen": True}}, by="grader")
    assert reply.json["errors"][0]["missing"] == 6


def test_who_has_no_account_says_what_to_leave_out(world, pool):
    topic, ids = pool
    assert drawn(world, topic, count=1, exclude=ids[1:]) == [ids[0]]


def test_submitting_or_not_a_paper_was_had(world, pool):
    topic, _ = pool
    name = f"leaver {world.kind}"
    first = start(world, topic, "grader", learner=name, draw={"count": 11})
    second = start(world, topic, "grader", learner=name, draw={"count": 1, "exclude_seen": True})
    submit(world, second, "grader")
    assert second["items"][0]["question_id"] not in {item["question_id"] for item in first["items"]}


# Rules that hold in general


@given(st.lists(st.tuples(st.sets(st.integers(0, 8)), st.integers(1, 4)), min_size=1, max_size=4))
def test_what_a_blueprint_lacks_is_lacking_by_any_way_to_fill_it(cells):
    """As many places are filled as can be: what is missing is the most that any set of cells wants beyond what they have (Hall, 1935)."""
    pools, counts = [sorted(pool) for pool, _ in cells], [count for _, count in cells]
    filled = drawing.blueprint(pools, counts)
    assert all(set(got) <= set(pool) and len(got) <= count for got, pool, count in zip(filled, pools, counts))
    assert len({id for got in filled for id in got}) == sum(map(len, filled))
    subsets = itertools.chain.from_iterable(itertools.combinations(range(len(cells)), size) for size in range(len(cells) + 1))
    lacking = max(sum(counts[each] for each in some) - len(set().union(*(pools[each] for each in some))) for some in subsets)
    assert sum(counts) - sum(map(len, filled)) == lacking


def chi_square(counts, expected):
    return sum((count - expected) ** 2 / expected for count in counts)


def test_draws_and_cells_are_uniform():
    ids = [str(uuid.UUID(int=number)) for number in range(10)]
    plain, cell = collections.Counter(), collections.Counter()
    for seed in range(MANY):
        order = drawing.shuffled(ids, f"seed {seed}")
        plain.update(order[:3])
        cell.update(drawing.blueprint([order[:], [each for each in order if each in ids[:5]]], [2, 2])[1])
    assert chi_square([plain[id] for id in ids], MANY * 3 / 10) < 27.9  # 9 degrees of freedom, p = .001
    assert chi_square([cell[id] for id in ids[:5]], MANY * 2 / 5) < 18.5  # 4 degrees of freedom


def test_neither_place_nor_name_of_a_choice_tells_the_key(sqlite_world):
    """Over 10,000 attempts the right choice, stored first, is in each place as often, and its name begins with each letter as often."""
    form = {"id": str(uuid.uuid4()), "type": "multiple_choice", "body": {"choices": [{"id": id, "text": id, "pinned": False} for id in ("right", "b", "c", "d")]}}
    places, letters = collections.Counter(), collections.Counter()
    with sqlite_world.app.app_context():
        for _ in range(MANY):
            shown = labels.question(form, str(uuid.uuid4()))["choices"]
            place = next(place for place, each in enumerate(shown) if each["text"] == "right")
            places[place] += 1
            letters[shown[place]["id"][0]] += 1
    assert chi_square([places[place] for place in range(4)], MANY / 4) < 16.3  # 3 degrees of freedom, p = .001
    assert len(letters) == 32 and chi_square(letters.values(), MANY / 32) < 61.1  # 31 degrees of freedom
