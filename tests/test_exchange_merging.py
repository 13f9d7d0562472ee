"""A file laid over what is there: what it says is so, what it does not speak of stays, and what can be named keeps its name."""
import pytest

from schemas.question import silence
from service.exchange.merging import merged
from service.question_types import TYPES
from service.reading import TREES
from tests.importing import listed, numbers, outcomes, told

TOPIC = "00000000-0000-7000-8000-000000000001"
OWN = {
    "points": 3, "difficulty": "hard", "tags": ["kept"], "hints": ["Kept."], "status": "archived", "title": "Kept", "category": "Kept", "penalty": 0.5,
    "feedback": {**silence(), "general": "Kept."}, "position": 7,
}  # fmt: skip


def kept(type, /, **fields):
    """A whole question of a type, as its author has it, with all that most formats know nothing of."""
    given = {"type": type, **TYPES[type].EXAMPLE, **OWN, **fields}
    said = [{"feedback": f"Feedback {place}", "explanation": f"Explanation {place}", "cites": [f"p{place}"]} for place in range(9)]
    answers = [{**each, **more} for each, more in zip(given.get("answers", ()), said)]
    loaded = TREES.new().load({**given, "topic_id": TOPIC, "answers": answers})
    return {**loaded, "id": "q", "answers": [{**each, "id": f"a{place}"} for place, each in enumerate(loaded["answers"])]}


def bare(question, *names):
    """What a plain format says of a question: what is asked and what is right."""
    answers = [{"match": each["match"], "credit": each["credit"]} for each in question["answers"]]
    return {"type": question["type"], "prompt": question["prompt"], "body": question["body"], "answers": answers} | {
        name: question[name] for name in names
    }


@pytest.mark.parametrize("type", TYPES)
def test_what_the_file_says_again_changes_nothing_and_what_it_is_silent_on_stays(type):
    present = kept(type)
    assert merged(bare(present), present) == present


@pytest.mark.parametrize("type", TYPES)
def test_choices_and_blanks_under_other_ids_keep_those_that_they_have(type):
    present = kept(type)
    renamed = bare(kept(type, **again(TYPES[type].EXAMPLE)))
    assert merged(renamed, present) == present


def again(example):
    """An example whose choices and blanks have other ids."""
    text = repr(example)
    for place, id in enumerate(sorted(ids(example.get("body", {})), key=len, reverse=True)):
        text = text.replace(f"'{id}'", f"'new{place}'").replace("{{" + id + "}}", "{{" + f"new{place}" + "}}")
    return eval(text)  # noqa: S307  our own example


def ids(body):
    for name in ("choices", "left", "right", "blanks"):
        for each in body.get(name, ()):
            yield from (each["id"], *ids(each))


def choices(*texts, **more):
    return [{"id": f"c{place}", "text": text, **more} for place, text in enumerate(texts, 1)]


def a_choice(*texts, right="c1"):
    return {"type": "multiple_choice", "prompt": "Which?", "body": {"choices": choices(*texts)}, "answers": [{"match": {"choice": right}}]}


def test_a_choice_that_changes_its_place_keeps_its_id_and_what_was_said_of_it():
    present = kept("multiple_choice", **a_choice("One", "Two", "Three"))
    present["body"]["choices"][1]["pinned"] = True
    after = merged(a_choice("two", "Four", "One", right="c3"), present)
    assert after["body"]["choices"] == [
        {"id": "c2", "text": "two", "pinned": True}, {"id": "n1", "text": "Four"}, {"id": "c1", "text": "One", "pinned": False},
    ]  # fmt: skip
    assert after["answers"][0]["match"] == {"choice": "c1"} and after["answers"][0]["id"] == "a0"


def test_a_choice_with_another_text_is_another_choice_unless_the_file_names_choices_as_we_do():
    present = kept("multiple_choice", **a_choice("One", "Tow"))
    given = a_choice("One", "Two")
    assert [each["id"] for each in merged(given, present)["body"]["choices"]] == ["c1", "n1"]
    assert [each["id"] for each in merged(given, present, names_choices=True)["body"]["choices"]] == ["c1", "c2"]
    swapped = merged(a_choice("Tow", "Two"), present, names_choices=True)["body"]["choices"]
    assert [(each["id"], each["text"]) for each in swapped] in ([("c2", "Tow"), ("n1", "Two")], [("c2", "Tow"), ("c1", "Two")])


def test_a_new_choice_takes_no_id_that_is_in_use():
    present = kept("multiple_choice", **a_choice("One", "Two"))
    present["body"]["choices"][1]["id"] = "n1"
    known = [each["id"] for each in merged(a_choice("One", "Two", "Three", "Four"), present)["body"]["choices"]]
    assert known == ["c1", "n1", "n2", "n3"]


@pytest.mark.parametrize(("right", "wrong"), [(True, False), (False, True)])
def test_false_takes_over_nothing_of_true(right, wrong):
    answers = [{"match": {"value": right}}, {"match": {"value": wrong}, "credit": 0}]
    present = kept("true_false", answers=answers)
    after = merged({"type": "true_false", "prompt": present["prompt"], "answers": answers[::-1]}, present)
    assert [(each["match"]["value"], each["id"]) for each in after["answers"]] == [(wrong, "a1"), (right, "a0")]
    assert after["answers"][0]["feedback"] == "Feedback 1"


def test_nought_takes_over_nothing_of_another_number():
    present = kept("numeric", answers=[{"match": {"value": 5}}, {"match": {"value": 0}}])
    after = merged(numbers(0)[0], present)
    assert [(each["id"], each["match"]["value"]) for each in after["answers"]] == [("a1", 0)]


def test_each_answer_takes_over_from_one_alone_and_rather_from_the_same_in_all():
    present = kept("numeric", answers=[{"match": {"value": 5, "tolerance": 0.5}, "credit": 0.5}, {"match": {"value": 5}}])
    after = merged(
        {**numbers(5)[0], "answers": [{"match": {"value": 5}}, {"match": {"value": 5, "tolerance": 0.5}, "credit": 0.5}]}, present
    )
    assert [(each["id"], each["match"].get("tolerance")) for each in after["answers"]] == [("a1", None), ("a0", 0.5)]


def test_what_is_right_is_as_the_file_has_it_also_in_what_it_leaves_out():
    present = kept("numeric", answers=[{"match": {"value": 4, "tolerance": 0.5}, "credit": 0.5}])
    after = TREES.new().load(merged(numbers(4)[0], present))
    assert (after["answers"][0]["match"], after["answers"][0]["credit"]) == ({"value": 4, "tolerance": 0, "tolerance_type": "absolute"}, 1)
    present = kept("short_answer", answers=[{"match": {"text": "wo*", "mode": "wildcard"}}])
    after = TREES.new().load(merged({"type": "short_answer", "prompt": "What?", "answers": [{"match": {"text": "wo*"}}]}, present))
    assert after["answers"][0]["match"]["mode"] == "exact"


def test_key_points_of_which_the_file_says_nothing_stay():
    present = kept("open_ended", answers=[{"match": {"text": "A text.", "key_points": ["one"]}}])
    after = merged({"type": "open_ended", "prompt": "What?", "answers": [{"match": {"text": "A text."}}]}, present)
    assert after["answers"][0]["match"] == {"text": "A text.", "key_points": ["one"]}


def test_an_answer_that_the_file_does_not_have_any_more_goes():
    present = kept("short_answer", answers=[{"match": {"text": "one"}}, {"match": {"text": "two"}}])
    after = merged({"type": "short_answer", "prompt": "What?", "answers": [{"match": {"text": "two"}}]}, present)
    assert [each["id"] for each in after["answers"]] == ["a1"]


def test_a_file_that_says_nothing_of_answers_leaves_them():
    present = kept("essay")
    assert merged({"type": "essay", "prompt": "Write."}, present)["answers"] == present["answers"]
    assert merged({"type": "essay", "prompt": "Write.", "answers": []}, present)["answers"] == []


def test_feedback_of_one_sort_leaves_the_others():
    present = kept("numeric")
    after = merged({**bare(present), "feedback": {"correct": "Well done."}}, present)
    assert after["feedback"] == {**silence(), "general": "Kept.", "correct": "Well done."}


def test_of_another_type_all_is_as_the_file_has_it_but_for_what_every_question_has():
    present = kept("multiple_choice")
    after = merged({**numbers(4)[0], "feedback": {"correct": "Yes."}}, present)
    assert (after["body"], after["answers"]) == ({}, [{"match": {"value": 4}}])
    assert {name: after[name] for name in OWN if name != "feedback"} == {name: present[name] for name in OWN if name != "feedback"}
    assert after["feedback"]["general"] == "Kept." and TREES.new().load(after)


def test_more_blanks_than_there_were_are_as_the_file_has_them():
    present = kept("fill_in_blank")
    blanks = [{"id": f"b{place}", "kind": "text"} for place in range(9)]
    given = {"type": "fill_in_blank", "prompt": " ".join("{{b%d}}" % place for place in range(9)), "body": {"blanks": blanks}}
    after = merged({**given, "answers": [{"match": {"blank": each["id"], "text": "x"}} for each in blanks]}, present)
    assert [each["id"] for each in after["body"]["blanks"]] == [each["id"] for each in blanks] and TREES.new().load(after)


def test_through_the_door_all_that_a_plain_file_knows_nothing_of_stays(world):
    topic = world.topic()
    world.note(topic, {"p1": "A point."})
    answers = [{"match": {"choice": "c1"}, "explanation": "Because.", "cites": ["p1"], "feedback": "Right."}]
    given = {**a_choice("Yes", "No"), "answers": answers, "difficulty": "hard", "hints": ["H"]}
    question = world.question(topic, source=topic["slug"], external_id="q1", **given)
    gift = "// [id:q1]\n::New title:: What now? { ~No =Yes ~Never }\n"
    report = told(world, gift, topic=topic["id"])
    (after,) = listed(world, topic)
    assert outcomes(report) == ["updated"] and (after["title"], after["prompt"]) == ("New title", "What now?")
    assert [each["id"] for each in after["body"]["choices"]] == ["c2", "c1", "n1"]
    same = ("id", "match", "explanation", "cites", "feedback", "credit")
    assert [{name: each[name] for name in same} for each in after["answers"]] == [{name: question["answers"][0][name] for name in same}]
    assert (after["difficulty"], after["hints"], after["status"]) == ("hard", ["H"], "published")
