"""What attempts show: so much while they last, once submitted, and when the topic has closed, in every way that one can end."""
import pytest

from service import db
from tests.reviewing import TEXT, a_topic, ask, decided, result, reviews, taken
from tests.taking import NOT_PRIME, PRIME, choice, read, save, set_back, start, submit
from tests.world import codes, pointers


@pytest.fixture
def topic(world):
    """A topic whose attempts show everything once they are submitted."""
    return world.topic(reveal={"submitted": "explanation"})


RESULTS = {
    "nothing": set(), "verdict": {"score", "verdict"}, "feedback": {"score", "verdict", "feedback", "remarks"},
    "key": {"score", "verdict", "feedback", "remarks", "breakdown", "matched"},
    "explanation": {"score", "verdict", "feedback", "remarks", "breakdown", "matched"},
}  # fmt: skip
TOLD = set.union(*RESULTS.values())


@pytest.mark.parametrize("level", RESULTS)
@pytest.mark.parametrize("phase", ["during", "submitted", "closed"])
def test_each_phase_shows_its_own_level_and_no_more(world, level, phase):
    other = "nothing" if level != "nothing" else "explanation"
    reveal = {each: level if each == phase else other for each in ("during", "submitted", "closed")}
    topic = world.topic(reveal=reveal)
    question = world.question(topic)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, PRIME)})
    if phase != "during":
        submit(world, attempt)
    if phase == "closed":
        world.patch(f"/topics/{topic['id']}", {"closes_at": "2001-01-01T00:00:00Z"})
    shown = read(world, attempt).json
    item = shown["items"][0]
    assert shown["reveal"] == level and ("score" in shown) == (level != "nothing")
    assert item.get("result", {}).keys() & TOLD == RESULTS[level]
    assert ("answers" in item) == (level in ("key", "explanation"))
    assert all(("explanation" in answer) == (level == "explanation") for answer in item.get("answers", ()))


@pytest.mark.parametrize("end", ["submitted", "time is up", "last try failed", "needs review", "regraded to nothing"])
def test_in_every_end_an_attempt_shows_what_its_topic_says_and_no_key(world, end):
    topic = world.topic(reveal={"submitted": "verdict", "closed": "explanation"}, max_attempts=1)
    question = world.question(topic, "essay" if end == "needs review" else "multiple_choice")
    attempt = start(world, topic, by="grader", learner=end)
    if end == "needs review":
        save(world, attempt, {question["id"]: "A text."}, by="grader")
    elif end == "last try failed":
        save(world, attempt, {question["id"]: choice(attempt, NOT_PRIME)}, by="grader")
    if end == "time is up":
        set_back(world, attempt, 60)
    else:
        submit(world, attempt, by="grader")
    shown = read(world, attempt, by="grader").json
    assert shown["reveal"] == "verdict" and shown["state"] in ("graded", "needs_review")
    assert shown["items"][0]["result"].keys() & TOLD == RESULTS["verdict"] and "answers" not in shown["items"][0]


SAID = {"correct": "Well done.", "partial": "Nearly.", "incorrect": "Think of 23.", "general": "A prime has two divisors."}


def test_an_attempt_says_of_each_verdict_what_its_question_does_once_there_is_one(world):
    topic = world.topic(reveal={"during": "feedback", "submitted": "feedback"})
    question = world.question(topic, answers=[{"match": {"choice": "plum"}, "feedback": "Yes."}], feedback=SAID)
    attempt = start(world, topic)
    told = [read(world, attempt).json["items"][0]["result"]["feedback"]]
    for text in (NOT_PRIME, PRIME):
        save(world, attempt, {question["id"]: choice(attempt, text)})
        told.append(read(world, attempt).json["items"][0]["result"]["feedback"])
    assert told == ["", f"{SAID['incorrect']}\n\n{SAID['general']}", f"Yes.\n\n{SAID['correct']}\n\n{SAID['general']}"]
    assert submit(world, attempt).json["items"][0]["result"]["feedback"] == told[-1]


def test_the_question_speaks_of_the_score_that_counts_whoever_gave_it(world):
    topic = a_topic(world)
    question = world.question(topic, "essay", points=4, feedback=SAID)
    attempt = taken(world, topic, {question["id"]: TEXT})
    assert result(world, attempt)["feedback"] == SAID["general"]
    decided(world, question, score=2, feedback="More of it!", reason="Short.")
    assert result(world, attempt)["feedback"] == f"More of it!\n\n{SAID['partial']}\n\n{SAID['general']}"
    regrade = {"action": "full_marks", "reason": "The question was not clear."}
    assert world.post(f"/questions/{question['id']}/regrade", regrade, by="admin").status_code == 200
    assert result(world, attempt)["feedback"] == f"More of it!\n\n{SAID['general']}"


def test_who_reviews_and_may_read_answers_is_told_what_the_machine_would_say(world):
    topic = a_topic(world)
    question = world.question(topic, "short_answer", feedback=SAID)
    attempt = taken(world, topic, {question["id"]: "Something else."})
    ask(world, attempt, question)
    [review] = reviews(world, question, by="admin", state="any")
    assert review["machine"]["feedback"] == f"{SAID['incorrect']}\n\n{SAID['general']}"
    [review] = reviews(world, question, state="any")
    assert "feedback" not in review["machine"]


def test_who_reads_attempts_sees_scores_and_with_answers_the_key(world):
    topic = world.topic()
    world.question(topic)
    attempt = start(world, topic)
    submit(world, attempt)
    assert read(world, attempt).json["reveal"] == "nothing"
    assert read(world, attempt, by="reviewer").json["reveal"] == "verdict"
    assert read(world, attempt, by="admin").json["reveal"] == "explanation"


def test_answers_open_after_the_last_attempt_to_whose_it_was(world):
    topic = world.topic(answer_access="after_attempt", max_attempts=2)
    question = world.question(topic)
    me, other = (world.post("/learners", {}).json["token"] for _ in range(2))
    seen = []
    for _ in range(2):
        attempt = start(world, topic, by=me)
        seen.append(world.get(f"/questions/{question['id']}", by=me).json["answers_visible"])
        submit(world, attempt, by=me)
        seen.append(world.get(f"/questions/{question['id']}/answers", by=me).json["data"] != [])
    assert seen == [False, False, False, True]
    assert world.get(f"/topics/{topic['id']}", by=me).json["answer_gate"]["visible_questions"] == 1
    for by in (other, None):
        assert world.get(f"/questions/{question['id']}/answers", by=by).json["data"] == []


def test_answers_stay_shut_while_an_attempt_lasts_though_fewer_are_permitted_now(world):
    topic = world.topic(answer_access="after_attempt", max_attempts=2)
    question = world.question(topic)
    me = world.post("/learners", {}).json["token"]
    submit(world, start(world, topic, by=me), by=me)
    attempt = start(world, topic, by=me)
    world.patch(f"/topics/{topic['id']}", {"max_attempts": 1})
    assert world.get(f"/questions/{question['id']}/answers", by=me).json["data"] == []
    submit(world, attempt, by=me)
    assert world.get(f"/questions/{question['id']}/answers", by=me).json["data"] != []


def test_no_response_is_taken_once_answers_are_open_to_all(world):
    topic = world.topic(answer_access="after_attempt")
    question = world.question(topic)
    attempt = start(world, topic)
    world.patch(f"/topics/{topic['id']}", {"closes_at": "2001-01-01T00:00:00Z"})
    assert world.get(f"/questions/{question['id']}/answers").json["data"] != []
    assert save(world, attempt, {question["id"]: choice(attempt, PRIME)}).status_code == 409


def test_while_others_have_their_grace_no_attempt_shows_what_the_close_opens(world):
    topic = world.topic(reveal={"closed": "key"})
    world.question(topic)
    attempt = start(world, topic)
    submit(world, attempt)
    shown = []
    for seconds in (5, 11):
        world.patch(f"/topics/{topic['id']}", {"closes_at": db.now(seconds=-seconds)})
        shown.append(read(world, attempt).json["reveal"])
    assert shown == ["nothing", "key"]


@pytest.mark.parametrize(("text", "verdict"), [(PRIME, "correct"), (NOT_PRIME, "incorrect")])
def test_what_earns_no_points_is_right_or_wrong_all_the_same(world, topic, text, verdict):
    question = world.question(topic, points=0)
    attempt = start(world, topic)
    save(world, attempt, {question["id"]: choice(attempt, text)})
    graded = submit(world, attempt).json
    assert (graded["items"][0]["result"]["verdict"], graded["score"], graded["max_score"]) == (verdict, 0, 0)


def test_answers_open_to_all_once_the_topic_has_closed(world):
    topic = world.topic(answer_access="after_attempt", closes_at="2999-01-01T00:00:00Z")
    question = world.question(topic)
    etag = world.get(f"/questions/{question['id']}").headers["ETag"]
    assert world.get(f"/questions/{question['id']}/answers").json["data"] == []
    world.patch(f"/topics/{topic['id']}", {"closes_at": "2001-01-01T00:00:00Z"})
    assert world.get(f"/questions/{question['id']}/answers").json["data"] != []
    assert world.get(f"/questions/{question['id']}").headers["ETag"] != etag


@pytest.mark.parametrize(("reveal", "tries"), [({"during": "verdict"}, 1), ({"submitted": "verdict"}, None), ({"submitted": "key"}, 2)])
def test_attempts_that_tell_what_a_further_one_asks_do_not_go_with_answers_after_the_attempt(world, reveal, tries):
    fields = {"title": "T", "answer_access": "after_attempt", "reveal": reveal, "max_attempts": tries}
    assert codes(world.post("/topics", fields, by="writer")) == ["reveal_not_allowed"]


def test_a_topic_cannot_close_before_it_opens(world):
    fields = {"title": "T", "opens_at": "2030-01-02T00:00:00Z", "closes_at": "2030-01-01T00:00:00Z"}
    assert pointers(world.post("/topics", fields, by="writer")) == ["#/closes_at"]


def test_while_results_are_shown_meanwhile_each_saved_response_is_graded_at_once(world):
    topic = world.topic(reveal={"during": "verdict"})
    question = world.question(topic)
    attempt = start(world, topic)
    for text, verdict in ((NOT_PRIME, "incorrect"), (PRIME, "correct")):
        item = save(world, attempt, {question["id"]: choice(attempt, text)}).json["items"][0]
        assert item["result"]["verdict"] == verdict


def test_an_attempt_is_stored_nowhere_and_its_etag_changes_with_it(world, topic):
    question = world.question(topic)
    attempt = start(world, topic)
    first = read(world, attempt)
    assert first.headers["Cache-Control"] == "no-store"
    assert world.get(f"/attempts/{attempt['id']}", by=attempt["token"], If_None_Match=first.headers["ETag"]).status_code == 304
    save(world, attempt, {question["id"]: None})
    assert read(world, attempt).headers["ETag"] != first.headers["ETag"]


def test_who_has_any_view_of_an_attempt_hears_304_also_when_its_time_is_up(world, topic):
    world.question(topic)
    attempt = start(world, topic)
    set_back(world, attempt, 60)
    assert world.get(f"/attempts/{attempt['id']}", by=attempt["token"], If_None_Match="*").status_code == 304
    assert read(world, attempt).json["state"] == "graded"
