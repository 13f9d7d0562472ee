"""What may be kept, where, and for how long."""
import pytest

from tests.world import SEEDED

PUBLIC = "public, max-age=60, stale-while-revalidate=300"
PRIVATE = "private, no-cache"
NO_STORE = "no-store"


@pytest.fixture(scope="module")
def ids(world):
    """By access: ids of a topic, its question and an answer to it; the question is a sample."""
    made = {}
    for access in ("key", "learner", "public"):
        topic = world.topic(answer_access=access, sample_answers=1, open_grading=True)
        question = world.question(topic)
        made[access] = {"topic": topic["id"], "question": question["id"], "answer": question["answers"][0]["id"]}
    return made


def cached(world, path, by=None, **headers):
    return world.get(path, by=by, **headers).headers["Cache-Control"]


OPEN = ["/topics", "/topics/{topic}", "/topics/{topic}/questions", "/topics/{topic}/notes", "/questions", "/questions/{question}",
        "/question-types", "/topics/{topic}?include=questions,notes", "/topics/{topic}/draw?seed=s"]  # fmt: skip
WITH_ANSWERS = [
    "/questions/{question}?include=answers",
    "/questions/{question}/answers",
    "/topics/{topic}?include=answers",
    "/answers/{answer}",
]


@pytest.mark.parametrize("path", OPEN + WITH_ANSWERS)
@pytest.mark.parametrize("access", ["key", "learner", "public"])
def test_what_a_stranger_sees_anybody_may_keep(world, ids, access, path):
    assert cached(world, path.format(**ids[access])) == PUBLIC


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("by", ["learner", "reader", "reviewer"])
def test_what_a_credential_shows_is_private_and_asked_for_again(world, ids, by, path):
    assert cached(world, path.format(**ids["learner"]), by) == PRIVATE


@pytest.mark.parametrize("path", WITH_ANSWERS)
@pytest.mark.parametrize(
    ("access", "by", "wanted"),
    [
        ("learner", "learner", NO_STORE), ("learner", "reader", NO_STORE), ("learner", "writer", NO_STORE), ("key", "reader", NO_STORE),
        ("key", "admin", NO_STORE), ("public", "learner", PRIVATE), ("public", "reader", PRIVATE),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_open_to_all_is_stored_nowhere(world, ids, path, access, by, wanted):
    assert cached(world, path.format(**ids[access]), by) == wanted


@pytest.mark.parametrize(
    "path",
    [
        "/questions/{question}",
        "/topics/{topic}/questions",
        "/questions",
        "/topics/{topic}?include=questions",
        "/topics/{topic}/draw?seed=s",
    ],
)
def test_the_stored_order_of_choices_is_stored_nowhere_else(world, ids, path):
    assert cached(world, path.format(**ids["public"]), "writer") == NO_STORE


@pytest.mark.parametrize("path", OPEN + WITH_ANSWERS)
def test_caches_are_told_on_what_a_reply_depends(world, ids, path):
    assert {"Authorization", "Accept-Encoding"} <= set(world.get(path.format(**ids["public"])).headers["Vary"].split(", "))


def test_a_draw_without_a_seed_is_kept_by_nobody(world):
    assert cached(world, f"/topics/{SEEDED}/draw") == NO_STORE
    assert cached(world, f"/topics/{SEEDED}/draw", "learner") == NO_STORE


def test_a_304_says_the_same_of_caching_as_its_200(world, ids):
    for path, by in (("/topics/{topic}", None), ("/topics/{topic}", "learner")):
        path = path.format(**ids["key"])
        whole = world.get(path, by=by)
        assert world.get(path, by=by, If_None_Match=whole.headers["ETag"]).headers["Cache-Control"] == whole.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "by", "json", "status"),
    [
        ("/topics", "writer", {"title": "T"}, 201),
        ("/learners", None, {}, 201),
        ("/keys", "admin", {"name": "n", "scopes": ["review"]}, 201),
        ("/questions/{question}/grade", None, {"response": "plum"}, 200),
        ("/grade", None, {"items": [{"question_id": "{question}", "response": None}]}, 200),
        ("/topics", "writer", {}, 422),
        ("/topics", None, {}, 401),
    ],
)
def test_the_reply_to_a_post_is_stored_nowhere(world, ids, path, by, json, status):
    reply = world.post(path.format(**ids["public"]), json, by=by)
    assert (reply.status_code, reply.headers["Cache-Control"]) == (status, NO_STORE)


def test_nor_is_that_to_a_change_or_to_what_went_wrong(world):
    path = f"/topics/{world.topic()['id']}"
    assert world.patch(path, {"title": "New"}).headers["Cache-Control"] == NO_STORE
    assert world.delete(path).headers["Cache-Control"] == NO_STORE
    assert cached(world, path) == cached(world, "/topics?nonsense=1") == NO_STORE


@pytest.mark.parametrize(("path", "by"), [("/keys", "admin"), ("/learners/me", "learner"), (f"/topics/{SEEDED}/revisions", "writer")])
def test_who_is_who_is_stored_nowhere(world, path, by):
    assert cached(world, path, by) == NO_STORE
