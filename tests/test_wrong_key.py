"""The wrong key that the seed content really has: learners answer, one of them reports it, it is corrected, and scores are put right."""
import pytest

from tests.taking import read, save, start, submit
from tests.world import SEEDED

BY_THE_KEY = "Shallow networks overfit more easily and miss complex patterns in the data."
BY_THE_BOOK = "Shallow networks underfit: they have too little capacity for complex patterns."
CORRECTED = {
    "match": {
        "text": "Shallow networks tend to underfit: they have too little capacity to capture complex patterns, and so do badly on the training data too.",
        "key_points": ["Shallow networks tend to underfit", "They have too little capacity to capture complex patterns"],
    },
    "explanation": "Overfitting is the danger of too much capacity, not of too little.",
}  # fmt: skip
SAID = {"one": BY_THE_KEY, "two": BY_THE_BOOK, "three": "They need more electricity.", "four": None}


@pytest.fixture
def taken(fresh_world):
    """(world, the question, {learner: attempt}) after a class has answered by the wrong key."""
    world = fresh_world
    question = world.get("/questions?source=quizbank&external_id=dla-01", by="admin").json["data"][0]
    topic = world.get(f"/topics/{SEEDED}", by="writer").json
    assert world.patch(f"/topics/{SEEDED}", {"review": {"share": 0}}, by="writer").status_code == 200
    attempts = {}
    for name, said in SAID.items():
        attempt = start(world, topic, "grader", learner=name, draw={"count": 1, "exclude": others(world, question)})
        save(world, attempt, {question["id"]: said}, by="grader")
        submit(world, attempt, by="grader")
        attempts[name] = attempt
    return world, question, attempts


def others(world, question):
    return [each["id"] for each in world.get(f"/topics/{SEEDED}/questions?limit=200").json["data"] if each["id"] != question["id"]]


def scores(world, attempts):
    return {attempt["id"]: read(world, attempt, "admin").json["score"] for attempt in attempts.values()}


def corrected(world, question):
    reply = world.patch(f"/questions/{question['id']}", {"answers": [CORRECTED]})
    assert reply.status_code == 200, reply.json


def test_from_a_report_to_scores_that_are_right(taken):
    world, question, attempts = taken
    path, before = f"/questions/{question['id']}", scores(world, attempts)
    assert before[attempts["one"]["id"]] == 1

    reported = world.post(f"{path}/reports", {"reason": "wrong_key", "comment": "This is underfitting."}).json
    case = world.get(f"/reports?question_id={question['id']}", by="reviewer").json["data"][0]
    assert (case["reason"], case["count"]) == ("wrong_key", 1)

    corrected(world, question)
    assert scores(world, attempts) == before, "a corrected key alone changes no score"

    wish = {"action": "key", "reason": "Underfitting, not overfitting.", "report_id": case["id"]}
    preview = world.post(f"{path}/regrade?dry_run=true", wish, by="reviewer").json
    assert scores(world, attempts) == before, "a dry run changes nothing"

    done = world.post(f"{path}/regrade", {**wish, "plan": preview["plan"]}, by="reviewer").json
    after = scores(world, attempts)
    moved = {id: (before[id], after[id]) for id in before if before[id] != after[id]}
    assert done["applied"] and moved == {each["attempt_id"]: (each["before"], each["after"]) for each in preview["changes"]}
    assert {attempts["one"]["id"], attempts["two"]["id"]} == set(moved)
    assert after[attempts["two"]["id"]] > after[attempts["one"]["id"]]

    told = world.get(f"/reports/{reported['receipt']}").json
    assert (told["state"], bool(told["outcome"])) == ("resolved", True)


def test_applied_again_it_changes_nothing(taken):
    world, question, attempts = taken
    corrected(world, question)
    wish = {"action": "key", "reason": "Underfitting."}
    plan = world.post(f"/questions/{question['id']}/regrade?dry_run=true", wish, by="reviewer").json["plan"]
    first, again = (world.post(f"/questions/{question['id']}/regrade", {**wish, "plan": plan}, by="reviewer") for _ in range(2))
    once = [read(world, attempt, "admin").headers["ETag"] for attempt in attempts.values()]
    anew = world.post(f"/questions/{question['id']}/regrade", wish, by="reviewer").json
    assert (first.status_code, again.status_code) == (200, 200) and first.json == again.json
    assert anew["change_count"] == 0 and once == [read(world, attempt, "admin").headers["ETag"] for attempt in attempts.values()]
    assert len(world.get(f"/questions/{question['id']}/regrades", by="reviewer").json["data"]) == 1
