"""Whoever changes content says what they believe to change: no write is lost to another unseen."""
import pytest

PLACES = ["/topics/{topic}", "/questions/{question}", "/notes/{note}", "/answers/{answer}"]
PATCHES = {
    "/topics/{topic}": {"title": "New"},
    "/questions/{question}": {"title": "New"},
    "/notes/{note}": {"heading": "New"},
    "/answers/{answer}": {"feedback": "New"},
}


def made(world):
    """Ids of a new topic, a question with two right answers, one of these, and a note."""
    topic = world.topic()
    question = world.question(topic, type="short_answer", answers=[{"match": {"text": "one"}}, {"match": {"text": "two"}}])
    note = world.note(topic, {"p": "Point."})
    return {"topic": topic["id"], "question": question["id"], "answer": question["answers"][1]["id"], "note": note["id"]}


def etag(world, path):
    return world.get(path, by="writer").headers["ETag"]


def write(world, method, place, ids, **headers):
    json = PATCHES[place] if method == "PATCH" else None
    return world.call(method, place.format(**ids), "writer", json=json, headers=headers)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
@pytest.mark.parametrize("place", PLACES)
def test_without_if_match_nothing_is_written(world, place, method):
    ids = made(world)
    reply = write(world, method, place, ids)
    assert (reply.status_code, reply.json["type"]) == (428, "urn:quizbank:problem:precondition_required")
    assert "If-Match" in reply.json["detail"] and world.get(place.format(**ids), by="writer").json["revision"] == 1


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
@pytest.mark.parametrize("place", PLACES)
def test_with_the_present_etag_it_is_written(world, place, method):
    ids = made(world)
    reply = write(world, method, place, ids, If_Match=etag(world, place.format(**ids)))
    assert reply.status_code == (200 if method == "PATCH" else 204)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
@pytest.mark.parametrize("place", PLACES)
def test_with_a_stale_etag_it_is_412_with_the_present_one(world, place, method):
    ids = made(world)
    stale = etag(world, place.format(**ids))
    write(world, "PATCH", place, ids, If_Match=stale)
    reply = write(world, method, place, ids, If_Match=stale)
    assert (reply.status_code, reply.mimetype) == (412, "application/problem+json")
    assert reply.headers["ETag"] == etag(world, place.format(**ids))
    assert reply.json["revision"] == 2


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        ("/topics/{topic}", ["title"]),
        ("/questions/{question}", ["title"]),
        ("/notes/{note}", ["heading"]),
        ("/answers/{answer}", ["answers"]),
    ],
)
def test_a_412_names_what_has_changed_since(world, place, changed):
    ids = made(world)
    stale = etag(world, place.format(**ids))
    write(world, "PATCH", place, ids, If_Match=stale)
    assert write(world, "PATCH", place, ids, If_Match=stale).json["changed"] == changed


def test_the_etag_of_a_412_is_good_for_the_next_try(world):
    ids = made(world)
    path = f"/questions/{ids['question']}"
    stale = etag(world, path)
    world.patch(path, {"title": "One"}, If_Match=stale)
    refused = world.patch(path, {"title": "Two"}, If_Match=stale)
    assert world.patch(path, {"title": "Two"}, If_Match=refused.headers["ETag"]).json["title"] == "Two"


@pytest.mark.parametrize("form", ["*", " * ", "W/{0}", '"77.0.author", {0}', 'W/"77", W/{0}', "{0},{0}"])
def test_if_match_may_be_a_star_weak_or_a_list(world, form):
    path = f"/topics/{world.topic()['id']}"
    assert world.patch(path, {"title": "New"}, If_Match=form.format(etag(world, path))).status_code == 200


@pytest.mark.parametrize("nonsense", ['"2.0.author"', '"0"', "", '""', "W/", "nonsense", '"1x"', '"' + "9" * 500 + '"', "²", '"-1"'])
def test_what_names_no_revision_of_it_is_412(world, nonsense):
    path = f"/topics/{world.topic()['id']}"
    assert world.patch(path, {"title": "New"}, If_Match=nonsense).status_code == 412


@pytest.mark.parametrize("by", [None, "learner", "reader"])
def test_an_etag_of_another_view_is_as_good_for_it_is_the_same_revision(world, by):
    path = f"/topics/{world.topic()['id']}"
    assert world.patch(path, {"title": "New"}, If_Match=world.get(path, by=by).headers["ETag"]).status_code == 200


def test_a_neighbours_change_is_no_conflict(world):
    topic = world.topic()
    mine, other = world.question(topic), world.question(topic)
    before = etag(world, f"/questions/{mine['id']}")
    world.patch(f"/questions/{other['id']}", {"title": "Other"})
    world.patch(f"/topics/{topic['id']}", {"title": "Other"})
    assert etag(world, f"/questions/{mine['id']}") != before
    assert world.patch(f"/questions/{mine['id']}", {"title": "Mine"}, If_Match=before).status_code == 200


def test_a_change_of_one_answer_makes_the_etags_of_its_siblings_stale(world):
    question = world.question(world.topic(), type="short_answer", answers=[{"match": {"text": "one"}}, {"match": {"text": "two"}}])
    first, second = (f"/answers/{answer['id']}" for answer in question["answers"])
    before = etag(world, second)
    world.patch(first, {"feedback": "Changed."})
    assert world.patch(second, {"feedback": "Changed."}, If_Match=before).status_code == 412


def test_a_refused_write_changes_nothing_at_all(world):
    ids = made(world)
    path = f"/questions/{ids['question']}"
    before = world.get(f"{path}?include=answers", by="writer")
    world.patch(path, {"title": "New", "answers": []}, If_Match='"7"')
    after = world.get(f"{path}?include=answers", by="writer")
    assert after.data == before.data and after.headers["ETag"] == before.headers["ETag"]


@pytest.mark.parametrize("place", PLACES)
def test_what_is_not_there_is_404_whatever_if_match_says(world, place):
    nowhere = dict.fromkeys(("topic", "question", "note", "answer"), "01900000-0000-7000-8000-000000000000")
    for if_match in ("*", '"1"'):
        assert write(world, "PATCH", place, nowhere, If_Match=if_match).status_code == 404


def test_restoring_a_revision_heeds_if_match_where_there_is_one(world):
    path = f"/questions/{made(world)['question']}"
    world.patch(path, {"title": "Two"})
    assert world.post(f"{path}/revisions/1/restore", by="writer", If_Match='"1"').status_code == 412
    assert world.post(f"{path}/revisions/1/restore", by="writer", If_Match='"2"').json["revision"] == 3


def test_keys_and_learners_are_no_content_and_need_no_if_match(world):
    key = world.post("/keys", {"name": "passing", "scopes": ["review"]}, by="admin").json
    learner = world.post("/learners", {}).json["token"]
    assert world.call("DELETE", f"/keys/{key['id']}", "admin").status_code == 204
    assert world.call("DELETE", "/learners/me", learner).status_code == 204
