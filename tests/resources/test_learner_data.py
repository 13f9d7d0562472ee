"""What is kept of a learner: handed out whole, erased for good, and statistics stay as they were."""
import pytest
from sqlalchemy import select

from service import db
from service.attempts.forgetting import choices
from service.models.attempts import Attempt
from service.question_types import TYPES
from tests.reviewing import decide, decided, reviews, taken
from tests.taking import PRIME, choice, read, save, start, submit

ATTEMPTS = Attempt.__table__
SONG, OWL = "a nightingale sang in my essay", "an owl listened all night"
"""What nobody else writes; the second, in one test alone."""


def everything(world):
    """All that the database holds, but for replies that only who has their key can open."""
    with db.snapshot(world.engine):
        return "\n".join(str(db.execute(select(table)).all()) for name, table in db.Base.metadata.tables.items() if name != "promises")


def row(world, attempt):
    with db.snapshot(world.engine):
        return db.execute(select(ATTEMPTS).where(ATTEMPTS.c.id == attempt["id"])).one_or_none()


def data(world, learner, by="reviewer"):
    reply = world.get(f"/learner-data?learner={learner}", by=by)
    assert reply.status_code == 200, reply.json
    return reply.json


def erase(world, learner, by="grader"):
    assert world.call("DELETE", f"/learner-data?learner={learner}", by).status_code == 204


@pytest.fixture
def topic(world):
    """A topic whose attempts show everything once they are submitted, and whose written answers all go to a person."""
    return world.topic(reveal={"submitted": "explanation"}, review={"share": 1})


@pytest.fixture
def token(world):
    """A learner's token."""
    return world.post("/learners", {}).json["token"]


# Handed out


def test_a_learner_has_all_that_is_kept_of_them(world, topic, token):
    essay = world.question(topic, "essay")
    done, going_on = taken(world, topic, {essay["id"]: SONG}, by=token), start(world, topic, token)
    world.post(f"/questions/{essay['id']}/reports", {"reason": "typo", "comment": "A word is missing."}, by=token)
    reply = world.get("/learners/me/data", by=token)
    assert reply.status_code == 200 and reply.headers["Cache-Control"] == "no-store"
    assert reply.json["learner"] == world.get("/learners/me", by=token).json and reply.json["name"] is None
    assert reply.json["attempts"] == [read(world, each, token).json for each in (done, going_on)]
    [report] = reply.json["reports"]
    assert report.pop("at") and report == {"question_id": essay["id"], "reason": "typo", "comment": "A word is missing."}


def test_it_shows_no_more_of_an_attempt_than_the_attempt_does(world, token):
    topic = world.topic()
    world.question(topic)
    submit(world, start(world, topic, token), token)
    start(world, topic, "grader", learner="who shows it")
    submit(world, start(world, topic, "grader", learner="who shows it"), "grader")
    kept = [*world.get("/learners/me/data", by=token).json["attempts"], *data(world, "who shows it", by="admin")["attempts"]]
    assert [each["reveal"] for each in kept] == ["nothing"] * 3 and not any("score" in each or "answers" in str(each) for each in kept)


def test_a_front_end_has_it_by_its_own_name_for_a_learner(world, topic):
    question = world.question(topic)
    for name in ("by name 1", "by name 2"):
        start(world, topic, "grader", learner=name)
    kept = data(world, "by name 1")
    assert (kept["learner"], kept["name"], kept["reports"]) == (None, "by name 1", [])
    assert [(each["learner"], each["items"][0]["question_id"]) for each in kept["attempts"]] == [("by name 1", question["id"])]
    assert data(world, "by name 3")["attempts"] == []


def test_a_front_ends_name_is_no_learners_id(world, topic, token):
    world.question(topic)
    attempt, id = start(world, topic, token), world.get("/learners/me", by=token).json["id"]
    assert data(world, id)["attempts"] == []
    erase(world, id)
    assert read(world, attempt, token).status_code == 200


@pytest.mark.parametrize(("method", "scope", "lacking"), [("GET", "attempts:read", "grader"), ("DELETE", "attempts:write", "reviewer")])
def test_names_are_for_keys_that_act_for_learners(world, token, method, scope, lacking):
    for by in (lacking, "writer", token):
        reply = world.call(method, "/learner-data?learner=Ada", by)
        assert (reply.status_code, reply.json["scope"]) == (403, scope)
    assert world.call(method, "/learner-data?learner=Ada").status_code == 401
    nobody = world.call(method, "/learner-data", "admin")
    assert (nobody.status_code, nobody.json["parameter"]) == (400, "learner")


def test_what_is_kept_is_for_learners(world):
    assert world.get("/learners/me/data").status_code == 401
    assert world.get("/learners/me/data", by="admin").status_code == 403


# Erased


def test_nothing_that_a_learner_wrote_is_left_anywhere(world, topic, token):
    asked = [world.question(topic, kind) for kind in ("essay", "open_ended", "short_answer", "numeric", "fill_in_blank")]
    wrote = [OWL, OWL, OWL, "7788991", {"element": OWL, "boils": "7788991"}]
    attempt = taken(world, topic, {question["id"]: each for question, each in zip(asked, wrote)}, by=token, draw={"seed": OWL, "count": 5})
    for review in [each for question in asked for each in reviews(world, question)]:
        decide(world, review, by="admin", score=0.5, feedback=f"You wrote: {OWL}", reason=f"She says: {OWL}")
    world.post(f"/questions/{asked[0]['id']}/reports", {"reason": "other", "comment": OWL}, by=token)
    learner = world.get("/learners/me", by=token).json
    assert all(each in everything(world) for each in (OWL, "7788991", learner["id"], learner["handle"]))
    assert world.call("DELETE", "/learners/me", token).status_code == 204
    assert not any(each in everything(world) for each in (OWL, "7788991", learner["id"], learner["handle"]))
    assert world.get("/learners/me", by=token).status_code == read(world, attempt, token).status_code == 401


def test_scores_verdicts_and_choices_stay(world, topic):
    asked = [world.question(topic, kind) for kind in ("multiple_choice", "short_answer", "fill_in_blank")]
    attempt = start(world, topic, "grader", learner="with choices")
    cold = next(each["id"] for each in attempt["items"][2]["question"]["body"]["blanks"][2]["choices"] if each["text"] == "colder")
    responses = [choice(attempt, PRIME), "Donau", {"element": "Oxygen", "boils": 100, "freezes": cold}]
    save(world, attempt, {question["id"]: each for question, each in zip(asked, responses)}, "grader")
    submit(world, attempt, "grader")
    before = read(world, attempt, "reviewer").json
    erase(world, "with choices")
    after = read(world, attempt, "reviewer").json
    assert (after["score"], after["state"], after["graded_count"]) == (before["score"], "graded", 3)
    for name in ("score", "machine_score", "verdict", "graded_by", "grader", "confidence"):
        assert [each["result"][name] for each in after["items"]] == [each["result"][name] for each in before["items"]]
    assert [each["response"] for each in after["items"]] == [responses[0], None, {"freezes": cold}]


@pytest.mark.parametrize("kind", TYPES)
def test_of_each_type_what_was_chosen_stays_and_what_was_written_goes(kind):
    form, response = TYPES[kind].EXAMPLE, TYPES[kind].EXAMPLE_RESPONSE
    form = {**form, "body": TYPES[kind].Body().dump(TYPES[kind].Body().load(form.get("body", {})))}
    written = {"short_answer": None, "numeric": None, "open_ended": None, "essay": None, "fill_in_blank": {"freezes": "cold"}}
    assert choices(form, response) == written.get(kind, response)


def test_an_attempt_leads_to_nobody_any_more(world, topic):
    world.question(topic)
    attempt = start(world, topic, "grader", learner="leads to", draw={"seed": "student 7", "count": 1})
    submit(world, attempt, "grader")
    erase(world, "leads to")
    left = row(world, attempt)
    assert (left.owner, left.token_hash, left.draw, left.paper, left.state) == (None, None, None, None, "graded")
    shown = read(world, attempt, "reviewer").json
    assert (shown["learner"], shown["learner_id"], shown["seed"]) == (None, None, None)
    assert data(world, "leads to")["attempts"] == []


def test_what_is_not_graded_goes_altogether(world, topic):
    question = world.question(topic)
    attempt = start(world, topic, "grader", learner="goes on")
    save(world, attempt, {question["id"]: choice(attempt, PRIME)}, "grader")
    erase(world, "goes on")
    assert row(world, attempt) is None and read(world, attempt, "grader").status_code == 404


def test_erasing_twice_is_as_good_as_once(world, topic):
    world.question(topic)
    for _ in range(2):
        submit(world, start(world, topic, "grader", learner="twice"), "grader")
        erase(world, "twice")
        erase(world, "twice")


def test_others_keep_what_is_theirs(world, topic, token):
    essay = world.question(topic, "essay")
    mine = taken(world, topic, {essay["id"]: "The same."}, by=token)
    taken(world, topic, {essay["id"]: "The same."}, by="grader", learner="another")
    before = read(world, mine, token).json
    erase(world, "another")
    assert read(world, mine, token).json == before
    [review] = reviews(world, essay)
    assert (review["response"], review["count"]) == ("The same.", 1)


def test_what_nobody_can_read_any_more_awaits_nobody_and_is_no_example(world, topic):
    essay = world.question(topic, "essay")
    taken(world, topic, {essay["id"]: "Only mine."}, by="grader", learner="only")
    taken(world, topic, {essay["id"]: "Mine, too."}, by="grader", learner="only")
    decide(world, reviews(world, essay)[0], score=1, example=True)
    erase(world, "only")
    assert reviews(world, essay, state="any") == []
    assert taken(world, topic, {essay["id"]: "Only mine."})["state"] == "needs_review"


def test_a_person_s_score_stays_without_their_words(world, topic):
    essay = world.question(topic, "essay", points=2)
    attempt = taken(world, topic, {essay["id"]: SONG}, by="grader", learner="has feedback")
    decided(world, essay, score=1.5, feedback="Sung well.", reason="Between us.")
    erase(world, "has feedback")
    shown = read(world, attempt, "admin").json
    assert (shown["score"], shown["items"][0]["result"]["graded_by"], shown["items"][0]["result"]["feedback"]) == (1.5, "person", "")
    assert "Sung well" not in everything(world) and "Between us" not in everything(world)


def test_a_report_stays_counted_without_its_words(world, topic, token):
    question = world.question(topic)
    world.post(f"/questions/{question['id']}/reports", {"reason": "typo", "comment": SONG}, by=token)
    world.call("DELETE", "/learners/me", token)
    [case] = world.get(f"/reports?question_id={question['id']}", by="reviewer").json["data"]
    assert (case["count"], case["comments"]) == (1, [])


def test_what_is_half_gone_is_not_graded_anew(world, topic):
    question = world.question(topic, "fill_in_blank", points=3)
    attempt = start(world, topic, "grader", learner="half gone")
    blanks = attempt["items"][0]["question"]["body"]["blanks"][2]["choices"]
    cold = next(each["id"] for each in blanks if each["text"] == "colder")
    save(world, attempt, {question["id"]: {"element": "oxygen", "boils": 100, "freezes": cold}}, "grader")
    submit(world, attempt, "grader")
    erase(world, "half gone")
    reply = world.post(f"/questions/{question['id']}/regrade", {"action": "key", "reason": "To be sure."}, by="reviewer")
    assert reply.status_code == 200, reply.json
    assert read(world, attempt, "reviewer").json["score"] == 3


def test_statistics_stay_as_they_were(world, topic):
    asked = [world.question(topic, kind) for kind in ("multiple_choice", "short_answer", "fill_in_blank", "true_false")]
    for number in range(24):
        attempt = start(world, topic, "grader", learner=f"one of {number % 8}")
        choices = attempt["items"][0]["question"]["body"]["choices"]
        blanks = attempt["items"][2]["question"]["body"]["blanks"][2]["choices"]
        filled = {"element": "oxygen" if number % 3 else "helium", "freezes": blanks[number % 2]["id"]}
        responses = [choices[number % len(choices)]["id"], ("Danube", "Rhine", SONG)[number % 3], filled, bool(number % 2)]
        save(world, attempt, {question["id"]: each for question, each in zip(asked, responses)}, "grader")
        submit(world, attempt, "grader")

    def statistics():
        paths = [f"/topics/{topic['id']}", *(f"/questions/{question['id']}" for question in asked)]
        return [world.get(f"{path}/statistics", by="admin").json for path in paths]

    before = statistics()
    assert before[0]["n"] == 24 and before[1]["choices"][0]["n"] is not None
    for number in range(0, 8, 2):
        erase(world, f"one of {number}")
    assert statistics() == before
