"""A parameter that is unknown, repeated or cannot be is 400 and names itself, whatever the list."""
import pytest

from tests.world import SEEDED

LISTS = {
    "topics": ("/topics", None), "questions": ("/questions", None), "questions of a topic": (f"/topics/{SEEDED}/questions", None),
    "notes": (f"/topics/{SEEDED}/notes", None), "revisions": (f"/topics/{SEEDED}/revisions", "writer"), "keys": ("/keys", "admin"),
}  # fmt: skip
CONTENT = {name: LISTS[name] for name in ("topics", "questions", "questions of a topic", "notes")}
QUESTIONS = {name: LISTS[name] for name in ("questions", "questions of a topic")}
ALONE = {
    "a topic": (f"/topics/{SEEDED}", None), "a draw": (f"/topics/{SEEDED}/draw", None), "types": ("/question-types", None),
    "a type": ("/question-types/numeric", None), "who I am": ("/learners/me", "learner"),
}  # fmt: skip


def over(*places):
    """For every one of these addresses."""
    table = {name: place for each in places for name, place in each.items()}
    return pytest.mark.parametrize(("path", "by"), table.values(), ids=table)


def refused(world, path, by, parameter, query):
    """It is 400 and names the parameter."""
    reply = world.get(f"{path}?{query}", by=by)
    assert (reply.status_code, reply.mimetype) == (400, "application/problem+json"), reply.json
    assert reply.json["parameter"] == parameter and reply.json["type"] == "urn:quizbank:problem:invalid_parameter"
    return reply.json["detail"]


@over(LISTS, ALONE)
@pytest.mark.parametrize("name", ["nonsense", "Limit", "limit[]", "fields_", ""])
def test_an_unknown_parameter_names_itself(world, path, by, name):
    assert "Unknown" in refused(world, path, by, name, f"{name}=1")


@over(LISTS, ALONE)
def test_an_unknown_parameter_is_told_what_is_known(world, path, by):
    detail = refused(world, path, by, "nonsense", "nonsense=1")
    assert "none" in detail if path.startswith(("/question-types", "/learners")) else "fields" in detail or "limit" in detail


@over(LISTS)
@pytest.mark.parametrize("query", ["limit=1&limit=1", "limit=1&limit=2"])
def test_a_repeated_parameter_names_itself(world, path, by, query):
    assert "more than once" in refused(world, path, by, "limit", query)


@over(LISTS)
@pytest.mark.parametrize("limit", ["0", "-1", "201", "1.5", "1e1", "many", "", "٣", "9" * 30, " 5", "%00"])
def test_a_limit_that_cannot_be_names_itself(world, path, by, limit):
    refused(world, path, by, "limit", f"limit={limit}")


@over(LISTS)
@pytest.mark.parametrize(("name", "value"), [("cursor", "nonsense"), ("cursor", ""), ("cursor", "x" * 2001), ("count", "1"), ("count", "")])
def test_a_cursor_or_count_that_cannot_be_names_itself(world, path, by, name, value):
    refused(world, path, by, name, f"{name}={value}")


@over(CONTENT)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sort", "nonsense"), ("sort", ""), ("sort", "--title"), ("sort", "title,id"), ("sort", "relevance"), ("sort", "-relevance"),
        ("sort", "credit"),
        ("fields", "nonsense"), ("fields", ""), ("fields", "id,"), ("fields", "answers"), ("q", ""), ("q", "x" * 201), ("q", "%00"),
        ("updated_since", "yesterday"), ("updated_since", "2026-01-01"), ("updated_since", "2026-01-01T00:00:00"),
        ("updated_since", "2026-13-01T00:00:00Z"), ("updated_since", "2026-02-30T00:00:00Z"), ("updated_since", "0000-01-01T00:00:00Z"),
        ("updated_since", "2026-01-01T25:00:00Z"), ("updated_since", "2026-01-01T00:00:00Z%0A"),
        ("updated_since", "٢٠٢٦-01-01T00:00:00Z"),
        ("include_deleted", "yes"), ("include_deleted", "1"), ("include_deleted", "True"),
    ],
)  # fmt: skip
def test_what_content_lists_cannot_do_names_itself(world, path, by, name, value):
    refused(world, path, by, name, f"{name}={value}")


@over(QUESTIONS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "nonsense"), ("type", "numeric,nonsense"), ("type", ""), ("difficulty", "extreme"), ("difficulty", "easy,"),
        ("status", "gone"), ("status", "published,"), ("tags_any", ""), ("tags_all", "a,,b"), ("tags_any", "x" * 51),
        ("tags_all", ",".join("abc" * 20)), ("author", "x" * 41), ("language", "x" * 36), ("source", "x" * 201), ("external_id", "%00"),
        ("category", ""), ("category", "x" * 501), ("licence", "x" * 101),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_names_itself(world, path, by, name, value):
    refused(world, path, by, name, f"{name}={value}")


@pytest.mark.parametrize(
    ("path", "name"),
    [("/topics", "topic"), ("/topics", "difficulty"), (f"/topics/{SEEDED}/questions", "topic"), (f"/topics/{SEEDED}/notes", "tags_any")],
)
def test_a_filter_of_another_list_is_unknown_here(world, path, name):
    assert "Unknown" in refused(world, path, None, name, f"{name}=easy")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", "0"), ("count", "201"), ("count", "x"), ("seed", ""), ("seed", "x" * 101), ("difficulty", "x"), ("receipt", "nonsense"),
        ("fields", "nonsense"), ("tags_any", ""),
    ],
)  # fmt: skip
def test_a_draw_that_cannot_be_names_what_is_wrong(world, name, value):
    refused(world, f"/topics/{SEEDED}/draw", None, name, f"{name}={value}")


@pytest.mark.parametrize(
    ("name", "value"),
    [("include", "nonsense"), ("include", "questions,"), ("include", ""), ("fields", "nonsense"), ("include_deleted", "x")],
)
def test_an_include_that_cannot_be_names_itself(world, name, value):
    refused(world, f"/topics/{SEEDED}", None, name, f"{name}={value}")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/topics"), ("POST", "/grade"), ("DELETE", f"/topics/{SEEDED}"), ("PATCH", f"/topics/{SEEDED}"), ("POST", "/learners")],
)
def test_a_write_takes_no_parameter(world, method, path):
    reply = world.call(method, f"{path}?dry_run=true", "writer", json={}, headers={"If_Match": "*"})
    assert (reply.status_code, reply.json["parameter"]) == (400, "dry_run")


@over(CONTENT)
def test_the_cursor_of_another_list_or_filter_is_refused(world, path, by):
    cursor = world.get("/topics?limit=1&sort=title", by="admin").json["page"]["next"]
    refused(world, path, by, "cursor", f"limit=1&sort=updated_at&cursor={cursor}")


@pytest.mark.parametrize(
    "query",
    [
        "limit=1",
        "limit=200",
        "count=exact",
        "q=%ff",
        "q=%22%20OR%20*",
        "q=%F0%9F%A6%8A",
        "updated_since=2026-01-01T00:00:00.5Z",
        "sort=-updated_at",
    ],
)
@over(CONTENT)
def test_what_can_be_is_answered(world, path, by, query):
    assert world.get(f"{path}?{query}", by=by).status_code == 200
