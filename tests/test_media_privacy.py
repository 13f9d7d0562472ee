"""Who sees a file: whoever sees the part of something that refers to it, and nobody else, whatever becomes of it."""
import pytest
from sqlalchemy import update

from service import db, erasing, media
from tests.pictures import kept, seen, shown
from tests.reviewing import reviews
from tests.taking import NOT_PRIME, PRIME, choice, read, save, start, submit

ALL = (None, "learner", "grader", "reviewer", "reader", "writer", "admin")
AUTHORS = {"writer", "admin"}
PUBLIC_PARTS = {
    "prompt": lambda prose: {"prompt": prose}, "hints": lambda prose: {"hints": [prose]},
    "a choice": lambda prose: {"body": {"choices": [{"id": "plum", "text": prose}, {"id": "pear", "text": "A pear"}]}, "answers": ANSWER},
}  # fmt: skip
PRIVATE_PARTS = {
    "feedback": lambda prose: {"answers": [{"match": {"choice": "plum"}, "feedback": prose}]},
    "explanation": lambda prose: {"answers": [{"match": {"choice": "plum"}, "explanation": prose}]},
    "what the question says": lambda prose: {"feedback": {"incorrect": prose}},
}  # fmt: skip
ANSWER = [{"match": {"choice": "plum"}}]


def seers(world, id):
    """Who sees a file."""
    return {by for by in ALL if seen(world, id, by) == 200}


# The parts of a question


@pytest.mark.parametrize("part", PUBLIC_PARTS)
def test_all_see_what_the_public_part_of_a_question_shows(world, part):
    id = kept(world)
    world.question(world.topic(answer_access="key"), **PUBLIC_PARTS[part](shown(id)))
    assert seers(world, id) == set(ALL)


@pytest.mark.parametrize("part", PRIVATE_PARTS)
@pytest.mark.parametrize(
    ("access", "wanted"),
    [("key", {"reader"}), ("learner", {"reader", "learner"}), ("public", set(ALL)), ("after_attempt", {"reader"})],
)  # fmt: skip
def test_who_may_see_the_answers_sees_what_they_show(world, part, access, wanted):
    id = kept(world)
    world.question(world.topic(answer_access=access), **PRIVATE_PARTS[part](shown(id)))
    assert seers(world, id) == wanted | AUTHORS


@pytest.mark.parametrize("part", PRIVATE_PARTS)
def test_a_sample_is_open_to_all_and_the_next_is_not(world, part):
    topic, ids = world.topic(sample_answers=1), [kept(world), kept(world)]
    for id in ids:
        world.question(topic, **PRIVATE_PARTS[part](shown(id)))
    assert [seers(world, id) for id in ids] == [set(ALL), {"reader"} | AUTHORS]


def test_what_is_shown_by_a_prompt_too_is_no_secret(world):
    id = kept(world)
    world.question(world.topic(), prompt=shown(id), **PRIVATE_PARTS["explanation"](shown(id)))
    assert seers(world, id) == set(ALL)


def test_what_one_question_hides_another_may_show(world):
    id, topic = kept(world), world.topic()
    world.question(topic, **PRIVATE_PARTS["feedback"](shown(id)))
    other = world.question(topic, prompt=shown(id))
    assert seers(world, id) == set(ALL)
    world.delete(f"/questions/{other['id']}")
    assert seers(world, id) == {"reader"} | AUTHORS


def test_authors_alone_see_what_nothing_shows_yet(world):
    assert seers(world, kept(world)) == AUTHORS


# Topics and notes


def test_all_see_what_a_topic_says_of_itself_and_its_notes_show(world):
    of_topic, of_note = kept(world), kept(world)
    topic = world.topic(description=shown(of_topic))
    note = world.note(topic, {"p": shown(of_note)})
    assert seers(world, of_topic) == seers(world, of_note) == set(ALL)
    world.delete(f"/notes/{note['id']}")
    assert seers(world, of_note) == AUTHORS
    world.patch(f"/topics/{topic['id']}", {"description": ""})
    assert seers(world, of_topic) == AUTHORS


# What becomes of what shows it


def everywhere(world, **topic):
    """A topic that shows a file in every public part: (its wire form, a question's, the ids)."""
    ids = [kept(world) for _ in range(3)]
    topic = world.topic(description=shown(ids[0]), **topic)
    world.note(topic, {"p": shown(ids[1])})
    return topic, world.question(topic, prompt=shown(ids[2])), ids


@pytest.mark.parametrize(("status", "wanted"), [("draft", AUTHORS), ("published", set(ALL)), ("archived", set(ALL))])
def test_what_a_topic_shows_is_seen_as_the_topic_is(world, status, wanted):
    topic, _, ids = everywhere(world)
    world.patch(f"/topics/{topic['id']}", {"status": status})
    assert [seers(world, id) for id in ids] == [wanted] * 3


@pytest.mark.parametrize(("status", "wanted"), [("draft", AUTHORS), ("archived", set(ALL))])
def test_what_a_question_shows_is_seen_as_the_question_is(world, status, wanted):
    _, question, ids = everywhere(world)
    world.patch(f"/questions/{question['id']}", {"status": status})
    assert seers(world, ids[2]) == wanted


def test_what_is_hidden_shows_nothing_until_it_is_brought_back(world):
    topic, _, ids = everywhere(world)
    world.delete(f"/topics/{topic['id']}")
    assert [seers(world, id) for id in ids] == [AUTHORS] * 3
    world.post(f"/topics/{topic['id']}/restore", by="writer")
    assert [seers(world, id) for id in ids] == [set(ALL)] * 3


def test_a_question_moved_elsewhere_shows_it_as_is_the_rule_there(world):
    id = kept(world)
    question = world.question(world.topic(answer_access="public"), **PRIVATE_PARTS["explanation"](shown(id)))
    assert seers(world, id) == set(ALL)
    world.patch(f"/questions/{question['id']}", {"topic_id": world.topic(answer_access="learner")["id"]})
    assert seers(world, id) == {"learner", "reader"} | AUTHORS


def test_what_moves_from_the_prompt_to_an_answer_is_a_secret_from_then_on(world):
    id = kept(world)
    question = world.question(world.topic(), prompt=shown(id))
    world.patch(f"/questions/{question['id']}", {"prompt": "Which?", **PRIVATE_PARTS["feedback"](shown(id))})
    assert seers(world, id) == {"reader"} | AUTHORS


# How it is kept by caches


@pytest.mark.parametrize(("by", "wanted"), [(None, "public, max-age=86400, immutable"), ("learner", "private, max-age=86400, immutable")])
def test_what_all_may_see_is_kept_for_a_day(world, by, wanted):
    id = kept(world)
    world.question(world.topic(), prompt=shown(id))
    assert world.get(f"/media/{id}", by=by).headers["Cache-Control"] == wanted


@pytest.mark.parametrize(("access", "by"), [("key", "reader"), ("learner", "learner"), ("key", "writer"), ("after_attempt", "admin")])
def test_what_tells_a_key_is_stored_nowhere(world, access, by):
    id = kept(world)
    world.question(world.topic(answer_access=access), **PRIVATE_PARTS["feedback"](shown(id)))
    reply = world.get(f"/media/{id}", by=by)
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store")
    assert world.get(f"/media/{id}", by=by, If_None_Match=reply.headers["ETag"]).headers["Cache-Control"] == "no-store"
    assert world.get(f"/media/{id}").headers["Cache-Control"] == "no-store"


def test_what_is_there_and_hidden_sounds_like_what_is_not_there(world):
    id = kept(world)
    world.question(world.topic(), **PRIVATE_PARTS["feedback"](shown(id)))
    for headers in ({}, {"If_None_Match": f'"{id}"'}, {"If_None_Match": "*"}, {"Range": "bytes=0-1"}, {"Range": "bytes=99999-"}):
        hidden, nowhere = (world.get(f"/media/{each}", by="learner", **headers) for each in (id, "0" * 64))
        same = [{name: value for name, value in reply.json.items() if name != "request_id"} for reply in (hidden, nowhere)]
        assert hidden.status_code == nowhere.status_code == 404 and same[0] == same[1]


# Attempts show what was asked in them, and as much of the key as their topic reveals

LEVELS = ("nothing", "verdict", "feedback", "key", "explanation")
SAID = ("general", "correct", "partial", "incorrect")


def asked(world, topic, parts):
    """A question that shows each of them in its part."""
    right = {"match": {"choice": "plum"}, "feedback": shown(parts["feedback"]), "explanation": shown(parts["explanation"])}
    wrong = {"match": {"choice": "pear"}, "credit": 0, "feedback": shown(parts["other feedback"])}
    body = {"choices": [{"id": "plum", "text": PRIME}, {"id": "pear", "text": NOT_PRIME}]}
    feedback = {word: shown(parts[word]) for word in SAID}
    return world.question(topic, prompt=shown(parts["prompt"]), body=body, answers=[right, wrong], feedback=feedback)


def agree(world, attempt, parts, by):
    """Whether who reads an attempt sees exactly those files that it shows; the parts that it does."""
    text = read(world, attempt, by).get_data(as_text=True)
    wanted = {part for part, id in parts.items() if id in text}
    assert {part for part, id in parts.items() if seen(world, id, by) == 200} == wanted
    return wanted


@pytest.mark.parametrize("by", ["token", "learner", "grader"])
@pytest.mark.parametrize("text", [PRIME, NOT_PRIME, None])
@pytest.mark.parametrize("level", LEVELS)
def test_who_reads_an_attempt_sees_the_files_that_it_shows_and_no_others(world, level, text, by):
    parts = {part: kept(world) for part in ("prompt", "feedback", "explanation", "other feedback", *SAID)}
    topic = world.topic(reveal={"submitted": level})
    question = asked(world, topic, parts)
    more = {"learner": "somebody"} if by == "grader" else {}
    attempt = start(world, topic, None if by == "token" else by, **more)
    by = attempt["token"] if by == "token" else by
    world.patch(f"/questions/{question['id']}", {"status": "draft"})  # else all would see what its prompt shows
    assert agree(world, attempt, parts, by) == {"prompt"}
    if text:
        save(world, attempt, {question["id"]: choice(attempt, text)}, by)
    submit(world, attempt, by)
    told = agree(world, attempt, parts, by)
    assert ("explanation" in told) == (level == "explanation")
    assert ("other feedback" in told) == (level in ("key", "explanation") or (level == "feedback" and text == NOT_PRIME))
    assert seen(world, parts["prompt"]) == 404 and seen(world, parts["explanation"]) == 404


def test_an_attempt_shows_what_was_asked_when_it_began_and_the_key_that_counts_now(world):
    before, after, key = kept(world), kept(world), kept(world)
    topic = world.topic(reveal={"during": "explanation"})
    question = world.question(topic, prompt=shown(before))
    attempt = start(world, topic)
    world.patch(f"/questions/{question['id']}", {"prompt": shown(after), "feedback": {"incorrect": shown(key)}})
    by = attempt["token"]
    assert [seen(world, id, by) for id in (before, after, key)] == [200, 200, 404]
    assert [seen(world, id) for id in (before, after, key)] == [404, 200, 404]


def test_nobody_else_sees_anything_of_it(world):
    id = kept(world)
    topic = world.topic(reveal={"submitted": "explanation"})
    question = world.question(topic, **PRIVATE_PARTS["explanation"](shown(id)))
    mine, other = start(world, topic), start(world, topic)
    submit(world, mine)
    assert [seen(world, id, each["token"]) for each in (mine, other)] == [200, 404]
    assert seen(world, id, "learner") == seen(world, id) == 404
    world.patch(f"/questions/{question['id']}", {"answers": ANSWER})
    assert seen(world, id, mine["token"]) == 200


def test_who_reviews_sees_what_was_asked_and_with_answers_read_the_key(world):
    asked_for, model = kept(world), kept(world)
    topic = world.topic()
    question = world.question(topic, "essay", prompt=shown(asked_for), answers=[{"match": {"text": "A model."}, "explanation": shown(model)}])
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: "What I think."})
    submit(world, attempt)
    world.patch(f"/questions/{question['id']}", {"prompt": "Something else."})
    secret = world.post("/keys", {"name": "decides", "scopes": ["review"]}, by="admin").json["secret"]
    assert reviews(world, question)
    assert [seen(world, id, secret) for id in (asked_for, model)] == [200, 404]
    both = world.post("/keys", {"name": "knows", "scopes": ["review", "answers:read"]}, by="admin").json["secret"]
    assert [seen(world, id, both) for id in (asked_for, model)] == [200, 200]


# Erased for good


@pytest.mark.parametrize("what", ["question", "topic"])
def test_what_is_erased_for_good_leaves_no_file_behind(world, what):
    topic, question, ids = everywhere(world)
    gone = {"question": ids[2:], "topic": ids}[what]
    with world.app.app_context(), db.writing(world.engine):
        erasing.question(topic["id"], question["id"]) if what == "question" else erasing.topic(topic["id"])
    with db.writing(world.engine):
        db.execute(update(media.MEDIA).values(created_at=db.now(hours=-25)))
    media.take_away(world.engine)
    assert [id for id in ids if seen(world, id, "writer") == 404] == gone
