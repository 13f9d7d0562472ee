"""Grading over HTTP: who may, what comes back, what is told of the key."""
import pytest

from service.free_text.explanation import UNSURE
from service.free_text.siblings import THE_OTHER
from service.question_types import TYPES
from service.verdict import FULL, Verdict
from tests.regrading import regraded
from tests.reviewing import taken
from tests.taking import read
from tests.world import SEEDED, codes, pointers


def grade(world, question, response, by="grader"):
    return world.post(f"/questions/{question['id']}/grade", {"response": response}, by=by)


@pytest.mark.parametrize("type", TYPES)
def test_every_type_is_graded(world, type):
    question = world.question(world.topic(), type, points=2.5)
    result = grade(world, question, TYPES[type].EXAMPLE_RESPONSE).json
    assert result["question_id"] == question["id"] and result["question_revision"] == 1 and result["max_score"] == 2.5
    expected = (None, "ungradable", True) if type == "essay" else (2.5, "correct", False)
    assert (result["score"], result["verdict"], result["needs_review"]) == expected
    assert set(result["grader"]) == {"name", "version"} and 0 <= result["confidence"] <= 1


@pytest.mark.parametrize("type", TYPES)
def test_no_response_earns_nothing(world, type):
    result = grade(world, world.question(world.topic(), type), None).json
    assert (result["score"], result["verdict"]) == (0, "incorrect")


@pytest.mark.parametrize("type", TYPES)
def test_a_response_of_the_wrong_shape_is_told_at_the_response(world, type):
    for response in ({"nested": [1]}, [[]], -1.5e300 if type != "numeric" else True):
        found = pointers(grade(world, world.question(world.topic(), type), response))
        assert all(pointer.startswith("#/response") for pointer in found)


def test_a_score_is_the_share_of_the_points_rounded_half_even_to_five_places(world):
    question = world.question(world.topic(), points=1, answers=[{"match": {"choice": "plum"}, "credit": 1}, {"match": {"choice": "kiwi"}, "credit": 0.33333}])
    world.patch(f"/questions/{question['id']}", {"points": 0.5})
    result = grade(world, question, "kiwi").json
    assert (result["score"], result["verdict"]) == (0.16666, "partial")  # .166665 exactly: to the even neighbour


def test_the_key_is_told_only_where_answers_may_be_seen(world):
    question = world.question(world.topic(open_grading=True))
    told = {"feedback", "breakdown", "matched"}
    for by, sees in ((None, False), ("learner", False), ("grader", False), ("reader", True), ("writer", True)):
        result = grade(world, question, "plum", by).json
        assert result["verdict"] == "correct"
        assert (set(result) & told == told) is sees and (sees or not set(result) & told)


def test_open_answers_are_told_to_all(world):
    result = grade(world, world.question(world.topic(open_grading=True, answer_access="public")), "kiwi", None).json
    assert result["feedback"] == "3 × 7 is 21." and result["matched"][0]["credit"] == 0
    assert [set(part) for part in result["breakdown"]] == [{"part", "credit", "detail"}]


SAID = {"correct": "Well done.", "partial": "Nearly.", "incorrect": "Think of 23.", "general": "A prime has two divisors."}


@pytest.mark.parametrize(
    ("response", "told"),
    [
        ("plum", "It is.\n\nWell done.\n\nA prime has two divisors."),
        ("kiwi", "Nearly.\n\nA prime has two divisors."),
        ("fig", "Think of 23.\n\nA prime has two divisors."),
        (None, "Think of 23.\n\nA prime has two divisors."),
    ],
)
def test_what_the_answers_say_comes_first_then_what_the_question_says_of_such_a_verdict_then_of_any(world, response, told):
    answers = [{"match": {"choice": "plum"}, "feedback": "It is."}, {"match": {"choice": "kiwi"}, "credit": 0.5}]
    question = world.question(world.topic(open_grading=True), answers=answers, feedback=SAID)
    assert grade(world, question, response, "reader").json["feedback"] == told
    assert "feedback" not in grade(world, question, response, None).json


def test_of_what_only_a_person_can_grade_the_question_says_what_it_says_of_any(world):
    question = world.question(world.topic(), "essay", feedback=SAID)
    assert grade(world, question, "A text.", "reader").json["feedback"] == SAID["general"]


def test_without_open_grading_it_needs_a_scope(world):
    question = world.question(world.topic())
    assert {by: grade(world, question, "plum", by).status_code for by in (None, "learner", "reviewer", "grader", "reader", "writer")} == {
        None: 403, "learner": 403, "reviewer": 403, "grader": 200, "reader": 200, "writer": 200,
    }  # fmt: skip


def test_a_draft_is_graded_for_its_writers_alone(world):
    question = world.question(world.topic(open_grading=True), status="draft")
    assert {by: grade(world, question, "plum", by).status_code for by in (None, "grader", "reader", "writer")} == {
        None: 404, "grader": 404, "reader": 404, "writer": 200,
    }  # fmt: skip


def test_choices_are_graded_by_the_ids_that_the_public_sees(world):
    question = world.question(world.topic(open_grading=True))
    public = world.get(f"/questions/{question['id']}").json
    shown = {each["text"]: each["id"] for each in public["body"]["choices"]}
    assert shown["23"] != "plum"
    assert grade(world, question, shown["23"], None).json["verdict"] == "correct"
    assert grade(world, question, shown["21"], None).json["verdict"] == "incorrect"
    assert grade(world, question, shown["23"], "writer").json["verdict"] == "correct"


def test_an_unknown_choice_is_a_fault_of_the_response(world):
    assert codes(grade(world, world.question(world.topic()), "nowhere")) == ["unknown_choice"]


def test_a_very_long_response_is_too_large(world):
    question = world.question(world.topic(), "open_ended")
    assert grade(world, question, "word " * 4001).status_code == 413
    assert grade(world, question, "a " * 10_000).status_code == 200


def test_many_are_graded_in_order_each_fault_in_its_place(world):
    topic = world.topic()
    choice, essay = world.question(topic), world.question(topic, "essay")
    draft = world.question(topic, status="draft")
    items = [(choice, "plum"), (choice, ["wrong shape"]), (essay, "Some words."), (draft, "plum"), ({"id": "nowhere"}, 1), (choice, None), (choice, "x" * 20_001)]
    reply = world.post("/grade", {"items": [{"question_id": question["id"], "response": response} for question, response in items]}, by="grader")
    assert reply.status_code == 200
    words = [each["error"]["status"] if "error" in each else each["verdict"] for each in reply.json["items"]]
    assert words == ["correct", 422, "ungradable", 404, 404, "incorrect", 413]
    assert reply.json["items"][1]["error"]["errors"][0]["pointer"] == "#/response"


def test_a_batch_grades_like_one_by_one(world):
    topic = world.topic(answer_access="public")
    questions = [(world.question(topic, type), TYPES[type].EXAMPLE_RESPONSE) for type in TYPES]
    batch = world.post("/grade", {"items": [{"question_id": q["id"], "response": r} for q, r in questions]}, by="grader").json["items"]
    assert batch == [grade(world, question, response).json for question, response in questions]


def test_a_batch_has_a_size(world):
    item = {"question_id": world.question(world.topic(open_grading=True))["id"], "response": "plum"}
    assert len(world.post("/grade", {"items": [item] * 50}).json["items"]) == 50
    assert codes(world.post("/grade", {"items": [item] * 51})) == ["too_many"]
    assert len(world.post("/grade", {"items": [item] * 500}, by="grader").json["items"]) == 500
    assert codes(world.post("/grade", {"items": [item] * 501}, by="grader")) == ["too_many"]
    assert codes(world.post("/grade", {"items": []}, by="grader")) == ["too_few"]


def test_the_seed_topic_is_graded_for_everybody(world):
    question = world.get(f"/topics/{SEEDED}/questions?limit=1").json["data"][0]
    result = grade(world, question, "They overfit more easily and miss complex patterns in the data.", None).json
    assert result["verdict"] in ("correct", "partial") and result["grader"]["name"] in ("words", "encoder")
    assert grade(world, question, "Bananas are rich in potassium.", None).json["verdict"] == "incorrect"


def test_a_topic_sets_when_written_answers_go_to_review(world, monkeypatch):
    def reader(question, response, *, policy=None, **_):
        return Verdict(FULL, needs_review=policy == {"share": 1})

    monkeypatch.setattr(TYPES["open_ended"], "grade", reader)
    topic = world.topic(review={"share": 1})
    questions = [world.question(topic, "open_ended") for _ in range(2)]
    items = [{"question_id": each["id"], "response": "Ice is light."} for each in questions]
    assert [each["needs_review"] for each in world.post("/grade", {"items": items}, by="grader").json["items"]] == [True, True]
    world.patch(f"/topics/{topic['id']}", {"review": None})  # which leaves the questions and their revisions as they are
    assert grade(world, questions[0], "Ice is light.").json["needs_review"] is False


SALT = {
    "prompt": "Why is salt put on icy roads?",
    "answers": [{"match": {"text": "Salt lowers the temperature at which the film of water on the ice freezes."}, "credit": 1}],
}
ASTRAY = 0, True
OF_SALT = SALT["answers"][0]["match"]["text"]


def earned(world, question, response=OF_SALT):
    result = grade(world, question, response, "reader").json
    return result["score"], result["needs_review"]


def test_what_another_question_of_the_topic_wants_earns_nothing_and_a_person_looks(world):
    topic = world.topic()
    ice, alone = world.question(topic, "open_ended"), world.question(world.topic(), "open_ended")
    salt = world.question(topic, "open_ended", **SALT)
    assert earned(world, ice) == ASTRAY != earned(world, alone)
    assert earned(world, salt) == (salt["points"], False)


def test_what_a_question_wants_now_counts_and_only_while_it_is_published(world):
    topic = world.topic()
    ice, salt = world.question(topic, "open_ended"), world.question(topic, "open_ended", **SALT)
    new = "Salt water freezes only when it is far colder than ice is."
    world.patch(f"/questions/{salt['id']}", {"answers": [{"match": {"text": new}, "credit": 1}]})
    assert earned(world, ice) != ASTRAY == earned(world, ice, new)
    world.patch(f"/questions/{salt['id']}", {"status": "draft"})
    assert earned(world, ice, new) != ASTRAY


def test_attempts_and_regrades_know_the_other_questions_too(world):
    topic = world.topic(reveal={"submitted": "explanation"})
    ice = world.question(topic, "open_ended")
    attempt = taken(world, topic, {ice["id"]: OF_SALT})
    before = read(world, attempt).json["items"][0]["result"]
    assert THE_OTHER not in str(before)
    world.question(topic, "open_ended", **SALT)
    regraded(world, ice)
    after = read(world, attempt).json["items"][0]["result"]
    later = read(world, taken(world, topic, {ice["id"]: OF_SALT})).json["items"]
    [later] = [each["result"] for each in later if each["question_id"] == ice["id"]]
    assert [(each["machine_score"], each["needs_review"], each["remarks"]) for each in (after, later)] == [(0, True, [UNSURE])] * 2


def test_a_short_answer_that_is_compared_letter_by_letter_is_no_answer_in_words(world):
    topic = world.topic()
    ice = world.question(topic, "open_ended")
    world.question(topic, "short_answer", prompt=SALT["prompt"], answers=SALT["answers"], body={})
    assert earned(world, ice) != ASTRAY
    world.question(topic, "short_answer", answers=[{"match": {"text": OF_SALT, "mode": "meaning"}, "credit": 1}], body={})
    assert earned(world, ice) == ASTRAY


def test_grading_keeps_nothing(world):
    question = world.question(world.topic())
    before = world.get(f"/questions/{question['id']}", by="writer").headers["ETag"]
    reply = grade(world, question, "plum")
    assert reply.headers["Cache-Control"] == "no-store"
    assert world.get(f"/questions/{question['id']}", by="writer").headers["ETag"] == before
