"""Statistics: how questions and topics fared in the attempts at them."""
import itertools

import jsonschema
import numpy as np
import pytest

from tests.simulated_class import LEARNERS, answered, attended, choice_question, class_of, hand_in, of_question, of_topic

FIGURES = ("n", "omitted", "p", "sd", "discrimination", "item_total", "upper_lower", "timed", "mean_seconds")


# The figures


@pytest.mark.parametrize("asked", [None, 4], ids=["one paper", "drawn papers"])
def test_a_questions_figures_equal_those_that_numpy_makes(world, asked):
    _, questions, credits, attempts = attended(world, items=6, learners=200, asked=asked)
    for number, question in enumerate(questions):
        told, rows = of_question(world, question), ~np.isnan(credits[:, number])
        credit, total = credits[rows, number], np.nanmean(credits[rows], axis=1)
        rest = np.nanmean(np.delete(credits[rows], number, axis=1), axis=1)
        expected = [credit.mean(), credit.std(), np.corrcoef(credit, rest)[0, 1], np.corrcoef(credit, total)[0, 1]]
        assert [told[name] for name in ("p", "sd", "discrimination", "item_total")] == pytest.approx(expected, abs=1e-9)
        made = [attempt[number] for attempt in attempts if number in attempt]
        assert (told["n"], told["omitted"]) == (len(made), made.count(None))
        for each in told["choices"]:
            name = each["text"].removeprefix("Choice ")
            picked = np.array([choice == name for choice in made], float)
            assert (each["n"], each["share"]) == (picked.sum(), pytest.approx(picked.mean(), abs=1e-9))
            assert each["discrimination"] == pytest.approx(np.corrcoef(picked, rest)[0, 1], abs=1e-9)


def test_a_topics_figures_equal_those_that_numpy_makes(world):
    topic, questions, credits, _ = attended(world)
    told, shares = of_topic(world, topic), credits.mean(axis=1)
    middle = shares - shares.mean()
    expected = [shares.mean(), shares.std(), np.median(shares), shares.min(), shares.max(), (middle**3).mean() / shares.std() ** 3]
    assert [told["scores"][name] for name in ("mean", "sd", "median", "min", "max", "skewness")] == pytest.approx(expected, abs=1e-9)
    assert told["n"] == LEARNERS == sum(told["scores"]["histogram"])
    alpha = 6 / 5 * (1 - credits.var(axis=0).sum() / credits.sum(axis=1).var())
    sem = shares.std() * np.sqrt(1 - alpha)
    assert told["reliability"] == {
        "alpha": pytest.approx(alpha, abs=1e-9), "sem": pytest.approx(sem, abs=1e-9), "items": 6, "length": 6, "method": "complete",
    }  # fmt: skip
    for line, question in zip(told["questions"], questions, strict=True):
        whole = of_question(world, question)
        assert line == {"question_id": question["id"], **{name: whole[name] for name in ("revision", "n", "p", "discrimination", "flags")}}


def test_where_papers_differ_alpha_is_that_of_a_paper_of_the_mean_length(world):
    topic, _, credits, _ = attended(world, learners=200, asked=4)
    asked_both = {pair: credits[~np.isnan(credits[:, pair]).any(axis=1)][:, pair] for pair in itertools.combinations(range(6), 2)}
    between = np.mean([np.cov(each.T)[0, 1] for each in asked_both.values()])
    within = np.nanvar(credits, axis=0, ddof=1).mean()
    told = of_topic(world, topic)["reliability"]
    assert told["alpha"] == pytest.approx(4 * between / (within + 3 * between), abs=1e-9)
    assert (told["items"], told["length"], told["method"]) == (6, 4, "pairwise")


def test_points_weigh_in_totals_and_a_share_of_them_is_credit(world):
    topic = world.topic()
    small, large = choice_question(world, topic), choice_question(world, topic, points=3)
    scores = [(k % 2, 3 * (k % 3) / 4) for k in range(40)]
    hand_in(world, topic, [[answered(small, "a") | {"score": one}, answered(large, "a") | {"score": other}] for one, other in scores])
    shares = np.array([(one + other) / 4 for one, other in scores])
    assert of_topic(world, topic)["scores"]["mean"] == pytest.approx(shares.mean(), abs=1e-9)
    told, credit = of_question(world, large), np.array([other / 3 for _, other in scores])
    assert told["p"] == pytest.approx(credit.mean(), abs=1e-9)
    assert told["item_total"] == pytest.approx(np.corrcoef(credit, shares)[0, 1], abs=1e-9)
    assert told["discrimination"] == pytest.approx(np.corrcoef(credit, [one for one, _ in scores])[0, 1], abs=1e-9)


def test_time_is_told_with_how_many_it_is_of(world):
    topic = world.topic()
    question = choice_question(world, topic)
    times = [12.5 if k % 2 else None for k in range(60)]
    hand_in(world, topic, [[answered(question, "a", seconds=each)] for each in times])
    told = of_question(world, question)
    assert (told["n"], told["timed"], told["mean_seconds"]) == (60, 30, 12.5)


def test_without_other_items_there_is_no_rest_to_correlate_with(world):
    topic = world.topic()
    question = choice_question(world, topic)
    hand_in(world, topic, class_of(question, *"abcde" * 10))
    told = of_question(world, question)
    assert (told["n"], told["p"], told["discrimination"]) == (50, 0.2, None)
    assert of_topic(world, topic)["reliability"] is None


# What counts


def test_of_fewer_than_twenty_nothing_is_told(world):
    topic = world.topic()
    question = choice_question(world, topic)
    hand_in(world, topic, class_of(question, *"a" * 19))
    told = of_question(world, question, by="admin")
    assert told["minimum_n"] == 20 and told["revisions"] == [{"revision": 1, "n": None}]
    assert {told[name] for name in FIGURES} == {None} and told["choices"] is told["flags"] is None
    whole = of_topic(world, topic, by="admin")
    assert whole["n"] is whole["scores"] is whole["reliability"] is None
    nothing = dict.fromkeys(("n", "p", "discrimination", "flags"))
    assert whole["questions"] == [{"question_id": question["id"], "revision": 1, **nothing}]
    hand_in(world, topic, class_of(question, "b"))
    assert (of_question(world, question)["n"], of_question(world, question)["p"]) == (20, 0.95)


def test_where_nobody_was_asked_it_says_so_and_no_more(world):
    topic = world.topic()
    question = choice_question(world, topic)
    told = of_question(world, question)
    assert (told["revision"], told["revisions"], told["n"], told["choices"]) == (1, [], None, None)
    assert of_topic(world, topic)["questions"] == []


@pytest.mark.parametrize(
    ("more", "state"),
    [({}, "in_progress"), ({"score": None}, "needs_review"), ({"ruling": "void"}, "graded"), ({"score": 0, "max_score": 0}, "graded")],
    ids=["in progress", "not graded", "void", "worth nothing"],
)
def test_what_does_not_count_is_left_out(world, more, state):
    topic = world.topic()
    question, other = choice_question(world, topic), choice_question(world, topic)
    hand_in(world, topic, [[answered(question, "a"), answered(other, "a")] for _ in range(30)])
    hand_in(world, topic, [[answered(question, "b") | more, answered(other, "a")] for _ in range(30)], state=state)
    told = of_question(world, question)
    assert (told["n"], told["p"]) == (30, 1)
    assert of_question(world, other)["n"] == (30 if state == "in_progress" else 60)


@pytest.mark.parametrize("state", ["submitted", "needs_review", "graded"])
def test_what_is_handed_in_counts_as_far_as_it_is_graded(world, state):
    topic = world.topic()
    question = choice_question(world, topic)
    hand_in(world, topic, class_of(question, *"ab" * 15), state=state)
    assert (of_question(world, question)["n"], of_topic(world, topic)["n"]) == (30, 30)


def test_each_revision_has_its_own_and_the_newest_is_told_unless_another_is_asked_for(world):
    topic = world.topic()
    first = choice_question(world, topic)
    second = world.patch(f"/questions/{first['id']}", {"prompt": "Put better"}).json
    hand_in(world, topic, [*class_of(first, *"ab" * 20), *class_of(second, *"aaab" * 10), *class_of({**second, "revision": 3}, *"b" * 5)])
    assert of_question(world, first)["revision"] == 3 and of_question(world, first)["n"] is None
    assert of_question(world, first)["revisions"] == [{"revision": 3, "n": None}, {"revision": 2, "n": 40}, {"revision": 1, "n": 40}]
    told = [of_question(world, first, f"?revision={number}") for number in (1, 2)]
    assert [(each["revision"], each["n"], each["p"]) for each in told] == [(1, 40, 0.5), (2, 40, 0.75)]
    assert [line["revision"] for line in of_topic(world, topic)["questions"]] == [3]


@pytest.mark.parametrize("revision", ["0", "x", "1.5", str(2**40)])
def test_a_revision_that_cannot_be_is_told(world, revision):
    question = choice_question(world, world.topic())
    reply = world.get(f"/questions/{question['id']}/statistics?revision={revision}", by="reviewer")
    assert (reply.status_code, reply.json["parameter"]) == (400, "revision")


# Who may see them


@pytest.mark.parametrize("path", ["/topics/{topic}/statistics", "/questions/{question}/statistics"])
def test_they_are_for_who_may_read_attempts_and_stored_nowhere(world, path):
    topic = world.topic()
    path = path.format(topic=topic["slug"], question=choice_question(world, topic)["id"])
    assert world.get(path).status_code == 401
    for by in ("learner", "reader", "grader"):
        reply = world.get(path, by=by)
        assert (reply.status_code, reply.json["scope"]) == (403, "attempts:read")
    reply = world.get(path, by="reviewer")
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store") and "ETag" not in reply.headers


def test_what_a_caller_may_not_know_of_is_not_there(world):
    topic, questions, *_ = attended(world)
    draft, gone = questions[:2]
    assert world.patch(f"/questions/{draft['id']}", {"status": "draft"}).status_code == 200
    assert world.delete(f"/questions/{gone['id']}").status_code == 204
    for hidden in (draft, gone):
        assert world.get(f"/questions/{hidden['id']}/statistics", by="reviewer").status_code == 404
        assert of_question(world, hidden, by="admin")["n"] == LEARNERS
    assert [line["question_id"] for line in of_topic(world, topic)["questions"]] == [each["id"] for each in questions[2:]]
    assert len(of_topic(world, topic, by="admin")["questions"]) == len(questions)
    assert of_topic(world, topic)["reliability"]["items"] == len(questions)  # what was asked is not undone
    unpublished = world.topic(status="draft")
    assert world.get(f"/topics/{unpublished['id']}/statistics", by="reviewer").status_code == 404


def test_the_questions_of_a_topic_come_by_position(world):
    topic, questions, *_ = attended(world)
    moved = world.patch(f"/questions/{questions[-1]['id']}", {"position": 0.5})
    assert moved.status_code == 200
    lines = of_topic(world, topic)["questions"]
    assert [line["question_id"] for line in lines] == [each["id"] for each in [questions[-1], *questions[:-1]]]
    assert {line["n"] for line in lines} == {LEARNERS}


def test_replies_are_as_the_document_says(world):
    topic, [question, *_], *_ = attended(world)
    empty = world.topic()
    document = world.get("!/openapi.json").json
    for path, template in (
        (f"/topics/{topic['id']}", "topics/{topic}"), (f"/topics/{empty['id']}", "topics/{topic}"),
        (f"/questions/{question['id']}", "questions/{id}"), (f"/questions/{choice_question(world, empty)['id']}", "questions/{id}"),
    ):  # fmt: skip
        reply = world.get(f"{path}/statistics", by="admin")
        said = document["paths"][f"/api/v1/{template}/statistics"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator({**said, "components": document["components"]}).validate(reply.json)
