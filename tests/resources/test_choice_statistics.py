"""Statistics of choices: who chose what, what that suggests, and who is told."""
import random

import pytest

from service.item_flags import FLAGS
from tests.simulated_class import CHOICES, answered, attended, choice_question, hand_in, of_question, of_topic


@pytest.fixture(scope="module")
def both(world):
    """A key that may read attempts and answers."""
    return world.post("/keys", {"name": "both", "scopes": ["attempts:read", "answers:read"]}, by="admin").json["secret"]


def test_choices_go_by_the_ids_and_in_the_order_in_which_the_caller_sees_them(world):
    _, [question, *_], _, attempts = attended(world)
    for by in ("reviewer", "admin"):
        seen = world.get(f"/questions/{question['id']}", by=by).json["body"]["choices"]
        told = of_question(world, question, by=by)["choices"]
        assert [(each["id"], each["text"]) for each in told] == [(each["id"], each["text"]) for each in seen]
        counts = {f"Choice {name}": sum(attempt[0] == name for attempt in attempts) for name in CHOICES}
        assert {each["text"]: each["n"] for each in told} == counts


def test_which_choice_earns_credit_is_told_only_to_who_may_read_answers(world, both):
    _, [question, *_], *_ = attended(world)
    assert not any("credit" in each for each in of_question(world, question)["choices"])
    for by in ("admin", both):
        assert {each["text"]: each["credit"] for each in of_question(world, question, by=by)["choices"]}["Choice a"] == 1


SHAPES = {
    "multiple_response": (
        [["bat", "seal"], ["bat"], [], None],
        {(None, "bat"): 2, (None, "seal"): 1, (None, "shark"): 0, (None, "none"): 0},
    ),
    "true_false": ([True, False, False, None], {(None, "true"): 1, (None, "false"): 2}),
    "fill_in_blank": (
        [{"element": "hot", "freezes": "cold"}, {"freezes": "hot"}, {"boils": 100}, None],
        {("freezes", "hot"): 1, ("freezes", "cold"): 1},
    ),
    "short_answer": (["bat", "a", "b", None], {}),
    "numeric": ([1, 2, 3, None], {}),
    "ordering": ([["a"], ["b"], ["c"], None], {}),
}


@pytest.mark.parametrize("type", SHAPES)
def test_each_type_has_the_choices_that_it_offers(world, type):
    topic, (responses, counts) = world.topic(), SHAPES[type]
    question = world.question(topic, type)
    hand_in(world, topic, [[answered(question, each)] for each in responses * 10])
    told = of_question(world, question, by="admin")
    assert {(each["blank"], each["id"]): each["n"] for each in told["choices"]} == {name: 10 * count for name, count in counts.items()}
    assert (told["n"], told["omitted"]) == (40, 10)
    by_others = of_question(world, question)["choices"]
    assert sorted(each["n"] for each in by_others) == sorted(each["n"] for each in told["choices"])


# Flags


def knowing(world, key, picked):
    """A topic of four questions on which those who are good choose `picked` at the first, all others its key or any."""
    rng, topic = random.Random(4), world.topic()
    question, rest = choice_question(world, topic, key), [choice_question(world, topic) for _ in range(3)]
    attempts = []
    for number in range(200):
        good = number % 2 == 0
        made = picked if good and rng.random() < 0.8 else rng.choice([name for name in CHOICES if name != "e"])
        others = ["a" if rng.random() < (0.9 if good else 0.3) else "b" for _ in rest]
        attempts.append([answered(question, made, key), *(answered(each, choice) for each, choice in zip(rest, others))])
    hand_in(world, topic, attempts)
    return topic, question


def test_a_wrong_key_is_flagged_and_a_right_one_is_not(world):
    for key, flagged in (("a", True), ("c", False)):
        topic, question = knowing(world, key, "c")
        assert ("likely_wrong_key" in of_question(world, question)["flags"]) is flagged
        lines = {line["question_id"]: line["flags"] for line in of_topic(world, topic)["questions"]}
        assert ("likely_wrong_key" in lines[question["id"]]) is flagged


def test_a_distractor_that_nobody_chooses_is_flagged(world):
    _, question = knowing(world, "c", "c")
    assert "dead_distractor" in of_question(world, question)["flags"]
    assert set(of_question(world, question)["flags"]) <= set(FLAGS)


def test_once_the_key_is_put_right_and_all_are_graded_anew_the_new_key_is_gone_by(world):
    topic = world.topic()
    first, other = choice_question(world, topic), choice_question(world, topic)
    second = world.patch(f"/questions/{first['id']}", {"answers": [{"match": {"choice": "c"}}]}).json
    graded_anew = [answered(first, each, "c", key_revision=second["revision"]) for each in "cab" * 30]
    hand_in(world, topic, [[line, answered(other, "a" if line["score"] else "b")] for line in graded_anew])
    told = of_question(world, first, "?revision=1", by="admin")
    assert {each["id"]: each["credit"] for each in told["choices"]} == {"a": 0, "b": 0, "c": 1, "d": 0, "e": 0}
    assert "likely_wrong_key" not in told["flags"]
