"""Lists: pages, order, filters, search, what was deleted."""
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import event

from service import paging
from tests.world import SEEDED


def ids(reply):
    assert reply.status_code == 200, reply.json
    return [each["id"] for each in reply.json["data"]]


def walk(world, path, by=None):
    """Every id of a list, page by page."""
    found, reply = [], world.get(path, by=by)
    while True:
        found += ids(reply)
        if reply.json["page"]["next"] is None:
            assert "Link" not in reply.headers
            return found
        link = reply.headers["Link"]
        assert link.endswith('; rel="next"')
        following = urlsplit(link[1 : link.index(">")])
        assert parse_qs(following.query)["cursor"] == [reply.json["page"]["next"]]
        reply = world.get(f"!{following.path}?{following.query}", by=by)


@pytest.fixture(scope="module")
def bank(world):
    """A topic with questions that differ in all that a list can filter and sort by."""
    topic = world.topic(title="A Bank of Many", author="FilterAuthor", language="de")
    levels = ("easy", "medium", "hard", None)
    questions = [
        world.question(
            topic, "true_false" if number % 3 == 0 else "multiple_choice", title=f"Title {(number * 7) % 20:02}", position=(number * 3) % 20,
            difficulty=levels[number % 4], tags=[["red"], ["blue"], ["red", "blue"], []][number % 4], source="lists", external_id=f"{world.kind}-{number}",
        )
        for number in range(20)
    ]  # fmt: skip
    return topic, questions


@pytest.mark.parametrize("limit", [1, 3, 7, 20, 200])
@pytest.mark.parametrize("sort", ["position", "-position", "created_at", "-created_at", "updated_at", "title", "-title"])
def test_pages_of_any_size_give_every_row_once_in_order(world, bank, limit, sort):
    topic, questions = bank
    name = sort.lstrip("-")
    wanted = sorted(questions, key=lambda each: (each[name], each["id"]), reverse=sort.startswith("-"))
    assert walk(world, f"/topics/{topic['id']}/questions?sort={sort}&limit={limit}") == [each["id"] for each in wanted]


def test_a_topics_questions_come_by_position_and_all_questions_by_age(world, bank):
    topic, questions = bank
    by_position = [each["id"] for each in sorted(questions, key=lambda each: (each["position"], each["id"]))]
    assert ids(world.get(f"/topics/{topic['id']}/questions")) == by_position
    by_age = [each["id"] for each in sorted(questions, key=lambda each: (each["created_at"], each["id"]))]
    assert ids(world.get(f"/questions?topic={topic['slug']}")) == by_age


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("type=true_false", lambda q: q["type"] == "true_false"),
        ("type=true_false,multiple_choice", lambda q: True),
        ("difficulty=easy", lambda q: q["difficulty"] == "easy"),
        ("difficulty=easy,hard", lambda q: q["difficulty"] in ("easy", "hard")),
        ("tags_any=red", lambda q: "red" in q["tags"]),
        ("tags_any=red,blue", lambda q: q["tags"]),
        ("tags_all=red,blue", lambda q: len(q["tags"]) == 2),
        ("tags_all=red&difficulty=hard", lambda q: "red" in q["tags"] and q["difficulty"] == "hard"),
        ("author=FilterAuthor&language=de", lambda q: True),
        ("author=Nobody", lambda q: False),
        ("source=lists", lambda q: True),
        ("source=elsewhere", lambda q: False),
    ],
)
def test_filters_keep_what_fits(world, bank, query, wanted):
    topic, questions = bank
    found = ids(world.get(f"/questions?topic={topic['id']}&limit=200&{query}"))
    assert sorted(found) == sorted(each["id"] for each in questions if wanted(each))


@pytest.fixture(scope="module")
def shelved(world):
    """A topic of questions in categories: {category: the ids of its questions}."""
    topic, found = world.topic(), {}
    for number, category in enumerate(("Bio", "Bio/Cells", "Bio/Cells/Mitosis", "Biology", "bio/cells", "Bio_/x", "Ökologie/Wald", "Ökologie", None)):
        found[category] = world.question(topic, category=category, licence="CC0-1.0" if number % 2 else None)["id"]
    return topic, found


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("category=Bio", ["Bio", "Bio/Cells", "Bio/Cells/Mitosis"]),
        ("category=Bio/Cells", ["Bio/Cells", "Bio/Cells/Mitosis"]),
        ("category=Bio/", []),
        ("category=Bio%25", []),
        ("category=Bio_", ["Bio_/x"]),
        ("category=%C3%96kologie", ["Ökologie/Wald", "Ökologie"]),
        ("category=Bio&licence=CC0-1.0", ["Bio/Cells"]),
        ("licence=CC0-1.0", ["Bio/Cells", "Biology", "Bio_/x", "Ökologie"]),
        ("licence=CC0", []),
        ("q=mitosis", ["Bio/Cells/Mitosis"]),
        ("q=okologie%20wald", ["Ökologie/Wald"]),
    ],
)
def test_a_category_is_found_with_all_below_it_and_a_licence_as_it_is_written(world, shelved, query, wanted):
    topic, found = shelved
    meant = {found[category] for category in wanted}
    assert set(ids(world.get(f"/topics/{topic['id']}/questions?{query}"))) == meant
    assert set(ids(world.get(f"/questions?topic={topic['id']}&{query}"))) == meant


def test_a_count_is_given_where_asked_for(world, bank):
    topic, _ = bank
    reply = world.get(f"/topics/{topic['id']}/questions?limit=3&difficulty=easy&count=exact").json
    assert (len(reply["data"]), reply["page"]["total"]) == (3, 5)
    assert "total" not in world.get(f"/topics/{topic['id']}/questions?limit=3").json["page"]


def test_a_cursor_belongs_to_its_list_filter_and_sort(world, bank):
    topic, _ = bank
    path = f"/topics/{topic['id']}/questions"
    cursor = world.get(f"{path}?limit=3&sort=title").json["page"]["next"]
    assert world.get(f"{path}?limit=5&sort=title&cursor={cursor}").status_code == 200
    for other in (f"{path}?sort=position&cursor={cursor}", f"{path}?sort=title&difficulty=easy&cursor={cursor}", f"/questions?sort=title&cursor={cursor}",
                  f"{path}?sort=title&cursor=made-up", f"{path}?sort=title&cursor={cursor}x"):  # fmt: skip
        assert (world.get(other).status_code, world.get(other).json["parameter"]) == (400, "cursor")


@pytest.mark.parametrize(
    ("q", "hits"),
    [
        ("photosynthesis", {"plain"}),
        ("PHOTO", {"plain"}),
        ("synthesis", set()),
        ("naive cafe", {"accents"}),
        ("naïve café", {"accents"}),
        ("STRASSE", {"eszett"}),
        ("学習", {"unspaced"}),
        ("кот", {"cyrillic"}),
        ("quartz leaf", {"choice"}),
        ("quartz photosynthesis", set()),
        ("quartz", {"choice"}),
        ('" OR "', set()),
        ("NEAR( * ^ -", set()),
        ("'; drop table", set()),
        ("& | ! :*", set()),
    ],
)
def test_search_finds_words_of_any_script_and_takes_any_text(world, searched, q, hits):
    topic, made = searched
    reply = world.call("GET", "/questions", query_string={"topic": topic["id"], "q": q})
    assert {made[id] for id in ids(reply)} == hits


@pytest.fixture(scope="module")
def searched(world):
    topic = world.topic(title="Searched")
    prompts = {
        "plain": "What does photosynthesis need?", "accents": "A naïve question in a café", "eszett": "Welche Straße?", "unspaced": "深層学習とは何か",
        "cyrillic": "Где кот?", "choice": "Which?",
    }  # fmt: skip
    made = {}
    for name, prompt in prompts.items():
        more = {"body": {"choices": [{"id": "a", "text": "Quartz"}, {"id": "b", "text": "Leaf of a tree"}]}, "answers": [{"match": {"choice": "a"}}]}
        made[world.question(topic, prompt=prompt, **(more if name == "choice" else {}))["id"]] = name
    return topic, {id: name for id, name in made.items()}


def test_relevance_puts_the_shorter_text_first_and_pages(world):
    topic = world.topic()
    long = world.question(topic, prompt="An obsidian arrow among many, many other things that stand in this long sentence.")
    short = world.question(topic, prompt="Obsidian?")
    assert walk(world, f"/questions?topic={topic['id']}&q=obsidian&limit=1") == [short["id"], long["id"]]
    assert world.get("/questions?sort=relevance").json["parameter"] == "sort"


def test_topics_and_notes_are_searched_too(world):
    topic = world.topic(title="Ornithology", description="Of birds and plumage")
    note = world.note(topic, {"p": "Feathers insulate."}, heading="Plumes")
    assert topic["id"] in ids(world.get("/topics?q=plumage"))
    assert ids(world.get(f"/topics/{topic['id']}/notes?q=feathers")) == [note["id"]]
    world.patch(f"/topics/{topic['id']}", {"description": "Of fish"})
    assert topic["id"] not in ids(world.get("/topics?q=plumage"))


def test_a_mirror_learns_of_changes_and_deletions(world):
    topic = world.topic()
    kept, changed, gone = (world.question(topic) for _ in range(3))
    since = world.patch(f"/questions/{changed['id']}", {"title": "Changed"}).json["updated_at"]
    world.delete(f"/questions/{gone['id']}")
    path = f"/topics/{topic['id']}/questions?updated_since={since}"
    assert ids(world.get(path)) == [changed["id"]]
    mirrored = {each["id"]: each for each in world.get(f"{path}&include_deleted=true").json["data"]}
    assert set(mirrored) == {changed["id"], gone["id"]}
    assert set(mirrored[gone["id"]]) == {"id", "deleted_at"}


def test_a_mirror_learns_of_what_a_deleted_topic_took_with_it(world):
    topic = world.topic()
    question = world.question(topic)
    world.delete(f"/topics/{topic['id']}")
    since = topic["created_at"]
    assert topic["id"] in ids(world.get(f"/topics?updated_since={since}&include_deleted=true&limit=200"))
    mirrored = {each["id"]: each for each in world.get(f"/questions?updated_since={since}&include_deleted=true&limit=200").json["data"]}
    assert "deleted_at" in mirrored[question["id"]]


def test_a_deleted_draft_is_told_to_nobody_who_could_not_know_of_it(world):
    topic = world.topic()
    draft = world.question(topic, status="draft")
    world.delete(f"/questions/{draft['id']}")
    path = f"/questions?updated_since={topic['created_at']}&include_deleted=true&limit=200"
    assert draft["id"] not in ids(world.get(path))
    assert draft["id"] in ids(world.get(f"{path}&status=draft", by="writer"))


def test_lists_of_topics_filter_and_sort(world):
    first, second = world.topic(title="Zeta", tags=["only-here"], author="ListAuthor"), world.topic(title="Alpha", tags=["only-here", "more"])
    assert ids(world.get("/topics?tags_all=only-here&sort=title")) == [second["id"], first["id"]]
    assert ids(world.get("/topics?tags_all=only-here&sort=-created_at")) == [second["id"], first["id"]]
    assert ids(world.get("/topics?author=ListAuthor")) == [first["id"]]
    assert ids(world.get("/topics?tags_all=only-here,more")) == [second["id"]]


def test_fields_narrow_every_row(world):
    rows = world.get(f"/topics/{SEEDED}/questions?fields=title,points&limit=5").json["data"]
    assert [set(row) for row in rows] == [{"id", "title", "points"}] * 5
    assert set(world.get("/topics?fields=slug").json["data"][0]) == {"id", "slug"}
    assert set(world.get(f"/topics/{SEEDED}/notes?fields=heading").json["data"][0]) == {"id", "heading"}


@pytest.mark.parametrize("path", [*(f"/questions?sort={sort}" for sort in ("position", "created_at", "-updated_at", "title")), f"/topics/{SEEDED}/questions?sort=position"])
def test_a_page_is_read_off_an_index_and_nothing_is_sorted_for_it(sqlite_world, path):
    seen = []
    event.listen(sqlite_world.engine, "before_cursor_execute", lambda *call: seen.append((call[2], call[3])))
    cursor = sqlite_world.get(f"{path}&limit=2").json["page"]["next"]
    ids(sqlite_world.get(f"{path}&limit=2&cursor={cursor}"))
    with sqlite_world.engine.connect() as connection:
        for statement, values in [each for each in seen if "FROM questions JOIN" in each[0]]:
            plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
            assert "TEMP B-TREE" not in plan and "SCAN topics" not in plan, plan


@pytest.mark.parametrize(
    "telling",
    ["q=secret", "tags_any=secret", "tags_all=secret", "type=essay", "difficulty=hard", "category=secret", "licence=CC0", "sort=title", "sort=-title"],
)
def test_of_what_was_deleted_the_public_learns_nothing_but_that(world, telling):
    topic = world.topic()
    path = f"/topics/{topic['id']}/questions?updated_since={topic['created_at']}&include_deleted=true&{telling}"
    reply = world.get(path)
    assert (reply.status_code, reply.json["parameter"]) == (400, telling.partition("=")[0])
    assert world.get(path, by="writer").status_code == 200


def test_authors_see_deleted_notes_in_their_lists(world):
    topic = world.topic()
    note = world.note(topic, {"p": "A point."})
    world.delete(f"/notes/{note['id']}")
    assert ids(world.get(f"/topics/{topic['id']}/notes?include_deleted=true", by="writer")) == [note["id"]]
    assert world.get(f"/topics/{topic['id']}/notes?include_deleted=true").json["parameter"] == "include_deleted"


def test_relevance_stops_after_its_most_rows(world, monkeypatch):
    assert paging.MOST_RELEVANT == 1000
    topic = world.topic()
    for _ in range(7):
        world.question(topic, prompt="About cinnabar?")
    monkeypatch.setattr(paging, "MOST_RELEVANT", 5)
    assert len(walk(world, f"/questions?topic={topic['id']}&q=cinnabar&limit=2")) == 5
    assert len(walk(world, f"/questions?topic={topic['id']}&q=cinnabar&limit=2&sort=created_at")) == 7
