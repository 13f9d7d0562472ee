"""Topics: made, read, changed, hidden, brought back."""
import pytest

from tests.world import codes, pointers


def test_a_topic_is_made_and_can_be_read_by_id_and_by_slug(world):
    reply = world.post("/topics", {"title": "Rocks and Minerals", "status": "published"}, by="writer")
    assert reply.status_code == 201
    assert reply.headers["Location"] == f"/api/v1/topics/{reply.json['id']}"
    assert reply.json["slug"].startswith("rocks-and-minerals")
    assert world.get(f"/topics/{reply.json['slug']}").json == world.get(reply.headers["Location"].removeprefix("/api/v1")).json


def test_a_topic_has_every_field_of_the_contract_with_its_default(world):
    reply = world.post("/topics", {"title": "Bare"}, by="writer")
    wanted = {
        "title": "Bare", "description": "", "language": "en", "author": None, "team": None, "licence": None, "tags": [], "status": "draft",
        "answer_access": "key", "sample_answers": 0, "open_grading": False, "review": None,
        "question_count": 0, "note_count": 0, "revision": 1,
    }  # fmt: skip
    assert wanted.items() <= reply.json.items()
    assert reply.json["answer_gate"] == {"visible_questions": 0, "total_questions": 0, "opens_by": "key"}
    assert reply.json["created_at"] == reply.json["updated_at"] and reply.json["created_at"].endswith("Z")


def test_what_was_written_is_read_back_whole(world):
    fields = {
        "title": "Größe & <Ordnung> 数学", "slug": f"given-{world.kind}", "description": "A *list* with $x < y$ and [a link](https://example.org).",
        "language": "pt-BR", "author": "PatientYtterbium", "team": "The Team", "licence": "CC-BY-4.0", "tags": ["b tag", "a"], "status": "published",
        "answer_access": "learner", "sample_answers": 2, "open_grading": True, "review": {"target_accuracy": 0.95},
    }  # fmt: skip
    made = world.post("/topics", fields, by="writer").json
    assert fields.items() <= made.items()
    assert world.get(f"/topics/{made['id']}", by="writer").json == made


def test_equal_titles_get_different_slugs(world):
    slugs = {world.topic(title="The Same Title")["slug"] for _ in range(3)}
    assert len(slugs) == 3


def test_a_title_without_latin_letters_still_gets_a_slug(world):
    assert world.topic(title="数学")["slug"].startswith("topic")


def test_a_taken_slug_is_a_conflict_that_says_so(world):
    slug = world.topic()["slug"]
    reply = world.post("/topics", {"title": "Another", "slug": slug}, by="writer")
    assert (reply.status_code, reply.json["type"]) == (409, "urn:quizbank:problem:slug_taken")
    assert slug in reply.json["detail"]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({}, "#/title"),
        ({"title": ""}, "#/title"),
        ({"title": "   "}, "#/title"),
        ({"title": None}, "#/title"),
        ({"title": "T" * 201}, "#/title"),
        ({"title": "T", "slug": "Not A Slug"}, "#/slug"),
        ({"title": "T", "slug": "01900000-0000-7000-8000-000000000000"}, "#/slug"),
        ({"title": "T", "language": "english language"}, "#/language"),
        ({"title": "T", "author": "no blanks here"}, "#/author"),
        ({"title": "T", "status": "hidden"}, "#/status"),
        ({"title": "T", "answer_access": "all"}, "#/answer_access"),
        ({"title": "T", "sample_answers": -1}, "#/sample_answers"),
        ({"title": "T", "open_grading": "yes"}, "#/open_grading"),
        ({"title": "T", "open_grading": 1}, "#/open_grading"),
        ({"title": "T", "review": {}}, "#/review"),
        ({"title": "T", "review": 0.2}, "#/review"),
        ({"title": "T", "review": {"target_accuracy": 0.9, "share": 0.2}}, "#/review"),
        ({"title": "T", "review": {"target_accuracy": 0.4}}, "#/review/target_accuracy"),
        ({"title": "T", "review": {"target_accuracy": "0.9"}}, "#/review/target_accuracy"),
        ({"title": "T", "review": {"share": 1.1}}, "#/review/share"),
        ({"title": "T", "review": {"share": -0.1}}, "#/review/share"),
        ({"title": "T", "review": {"share": None}}, "#/review/share"),
        ({"title": "T", "review": {"part": 0.2}}, "#/review/part"),
        ({"title": "T", "tags": ["same", "same"]}, "#/tags"),
        ({"title": "T", "tags": ["with, comma"]}, "#/tags/0"),
        ({"title": "T", "description": "<script>alert(1)</script>"}, "#/description"),
        ({"title": "T", "description": "[x](javascript:alert(1))"}, "#/description"),
        ({"title": "T", "description": "![x](data:image/png;base64,AAAA)"}, "#/description"),
        ({"title": "T", "surprise": 1}, "#/surprise"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(world, fields, pointer):
    assert pointer in pointers(world.post("/topics", fields, by="writer"))


@pytest.mark.parametrize("review", [None, {"target_accuracy": 0.5}, {"target_accuracy": 1}, {"share": 0}, {"share": 0.25}, {"share": 1}])
def test_when_written_answers_go_to_review_is_set_and_read_by_all(world, review):
    topic = world.topic(review=review)
    assert topic["review"] == world.get(f"/topics/{topic['id']}").json["review"] == review
    assert [each["review"] for each in world.get("/topics?sort=-created_at&limit=1&fields=review").json["data"]] == [review]
    world.patch(f"/topics/{topic['id']}", {"title": "Another"})
    assert world.get(f"/topics/{topic['id']}").json["review"] == review


def test_one_way_to_review_takes_the_place_of_the_other(world):
    topic = world.topic(review={"share": 0.25})
    path = f"/topics/{topic['id']}"
    assert pointers(world.patch(path, {"review": {"target_accuracy": 0.9}})) == ["#/review"]  # a merge patch would keep both
    assert world.patch(path, {"review": {"target_accuracy": 0.9, "share": None}}).json["review"] == {"target_accuracy": 0.9}
    assert world.patch(path, {"review": None}).json["review"] is None


def test_raw_html_has_a_code_of_its_own(world):
    assert codes(world.post("/topics", {"title": "T", "description": "a <b>bold</b> word"}, by="writer")) == ["html_not_allowed"]


def test_open_grading_is_refused_where_answers_open_after_an_attempt(world):
    reply = world.post("/topics", {"title": "T", "open_grading": True, "answer_access": "after_attempt"}, by="writer")
    assert pointers(reply) == ["#/open_grading"]


def test_a_change_is_a_new_revision_and_leaves_the_rest(world):
    topic = world.topic(tags=["kept"])
    changed = world.patch(f"/topics/{topic['id']}", {"title": "New title"}).json
    assert (changed["title"], changed["tags"], changed["slug"], changed["revision"]) == ("New title", ["kept"], topic["slug"], 2)
    assert changed["updated_at"] > changed["created_at"] == topic["created_at"]


def test_a_hidden_topic_is_gone_with_all_that_is_in_it(world):
    topic = world.topic(answer_access="public")
    question, note = world.question(topic), world.note(topic, {"p": "A point."})
    assert world.delete(f"/topics/{topic['id']}").status_code == 204
    paths = (f"/topics/{topic['id']}", f"/topics/{topic['slug']}", f"/questions/{question['id']}", f"/notes/{note['id']}",
             f"/topics/{topic['id']}/questions", f"/answers/{question['answers'][0]['id']}")  # fmt: skip
    assert {world.get(path, by=by).status_code for path in paths for by in (None, "writer")} == {404}
    assert world.post(f"/questions/{question['id']}/grade", {"response": "plum"}, by="reader").status_code == 404


def test_a_hidden_topic_is_shown_to_its_writers_where_they_ask(world):
    topic = world.topic()
    world.delete(f"/topics/{topic['id']}")
    assert world.get(f"/topics/{topic['id']}?include_deleted=true", by="writer").json["deleted_at"]
    assert world.get(f"/topics/{topic['id']}?include_deleted=true", by="reader").status_code == 404


def test_a_hidden_topic_comes_back_whole(world):
    topic = world.topic()
    question = world.question(topic)
    world.delete(f"/topics/{topic['id']}")
    back = world.post(f"/topics/{topic['id']}/restore", by="writer")
    assert (back.status_code, back.json["question_count"], back.json["slug"]) == (200, 1, topic["slug"])
    assert world.get(f"/questions/{question['id']}").status_code == 200


def test_drafts_are_not_there_for_the_public_and_archived_ones_can_still_be_read(world):
    draft, archived = world.topic(status="draft"), world.topic(status="archived")
    assert world.get(f"/topics/{draft['id']}").status_code == 404
    assert world.get(f"/topics/{draft['id']}", by="writer").status_code == 200
    assert world.get(f"/topics/{archived['id']}").status_code == 200
    assert archived["id"] not in [each["id"] for each in world.get("/topics?limit=200").json["data"]]


def test_what_is_in_a_topic_comes_with_it_where_asked_for(world):
    topic = world.topic(answer_access="public")
    question, note = world.question(topic), world.note(topic, {"p": "A point."})
    world.question(topic, status="draft")
    whole = world.get(f"/topics/{topic['id']}?include=questions,answers,notes").json
    assert [each["id"] for each in whole["questions"]] == [question["id"]]
    assert [each["id"] for each in whole["questions"][0]["answers"]] == [each["id"] for each in question["answers"]]
    assert [each["id"] for each in whole["notes"]] == [note["id"]]
    assert (whole["question_count"], whole["note_count"]) == (1, 1)


def test_more_questions_than_can_be_included_name_the_list_instead(world):
    topic = world.topic()
    with world.app.app_context():
        load_questions(world, topic, 501)
    reply = world.get(f"/topics/{topic['id']}?include=questions")
    assert (reply.status_code, reply.json["parameter"]) == (400, "include")
    assert f"/api/v1/topics/{topic['slug']}/questions" in reply.json["detail"]


def load_questions(world, topic, count):
    """Many questions at once, by the same way in."""
    from service import db, writing
    from service.question_types import TYPES
    from service.reading import TREES

    example = {**TYPES["true_false"].EXAMPLE, "topic_id": topic["id"], "status": "published"}
    with db.writing(world.engine):
        row = writing.lock(topic["id"])[topic["id"]]
        writing.put_questions(row, [(TREES.new().load(example), None) for _ in range(count)])


def test_only_the_fields_asked_for_come(world):
    topic = world.topic()
    assert world.get(f"/topics/{topic['id']}?fields=title,author").json == {"id": topic["id"], "title": topic["title"], "author": None}
    assert world.get(f"/topics/{topic['id']}?fields=secret").json["parameter"] == "fields"
