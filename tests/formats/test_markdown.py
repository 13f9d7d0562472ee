"""text2qti's plain text: what it means, what it cannot mean, and what it holds of our own questions."""
import io
import random
import time
from decimal import Decimal
from pathlib import Path

import pytest

from service.formats import markdown
from service.formats._nouns import Container, File, Question, Skipped, Unreadable
from service.question_types import TYPES
from tests.formats.reading import bank, found, loaded, questions

SAMPLE = (Path(__file__).parent / "samples" / "quiz.md").read_bytes()


def only(text):
    (read,) = questions(markdown, text.encode())
    return read


def why(text):
    (skipped,) = [each for each in found(markdown, text.encode()) if isinstance(each, Skipped)]
    return skipped.why


def written(*wires):
    out = io.BytesIO()
    return list(markdown.write(bank(*wires), out, None)), out.getvalue()


def test_a_quiz_is_read_as_it_is_meant():
    read = found(markdown, SAMPLE)
    asked = [each for each in read if isinstance(each, Question)]
    wires = {each.wire["prompt"]: each.wire for each in asked}

    assert [each.wire["type"] for each in asked] == [
        "multiple_choice", "true_false", "multiple_response", "numeric", "numeric", "numeric", "numeric", "short_answer", "essay",
        "multiple_choice", "multiple_choice", "short_answer",
    ]  # fmt: skip
    assert [(each.kind, each.title) for each in read if isinstance(each, Container)] == [("quiz", "Rocks and numbers"), ("group", "")]
    assert [each.where for each in read if isinstance(each, Skipped)] == ["line 2", "line 5", "line 67", "line 68", "line 71", "line 84"]
    assert [each["answers"][0]["match"] for each in wires.values() if each["type"] == "numeric"] == [
        {"value": 60}, {"value": Decimal("3.14"), "tolerance": Decimal("0.01")}, {"value": Decimal("1.5"), "tolerance": Decimal("0.5")},
        {"value": 1000, "tolerance": Decimal("0.05"), "tolerance_type": "relative"},
    ]  # fmt: skip
    assert wires["One?"]["points"] == wires["Two?"]["points"] == 3
    assert wires["Discuss."]["answers"] == [{"match": {"text": "It depends."}}]
    assert [answer["match"]["text"] for answer in wires["Which river?"]["answers"]] == ["Danube", "Donau"]


def test_all_that_stands_with_a_question_is_its_own():
    softest = next(each for each in found(markdown, SAMPLE) if isinstance(each, Question)).wire

    assert softest == {
        "type": "multiple_choice",
        "title": "Minerals, the first",
        "points": 2.5,
        "prompt": "Which of these is *softest*?\n\nScale: $H_a < H_b$, after Mohs.\n\n```\ntalc  % no comment\n```",
        "feedback": {"general": "In general.", "correct": "Well done.", "incorrect": "Look it up."},
        "body": {
            "choices": [{"id": "c1", "text": "Quartz"}, {"id": "c2", "text": "Talc,\nthe soapy one"}, {"id": "c3", "text": "Topaz"}],
            "shuffle": True,
        },
        "answers": [
            {"match": {"choice": "c1"}, "credit": 0, "feedback": "It scratches glass."},
            {"match": {"choice": "c2"}, "credit": 1, "explanation": "Talc marks the scale's lower end."},
        ],
    }


def test_several_right_ones_earn_credit_together_only_as_there():
    metals = only("1. Metals?\n[*] Tin\n[ ] Sulphur\n[*] Lead\n[*] Zinc").wire

    assert metals["body"]["scoring"] == "all_or_nothing" and metals["body"]["shuffle"] is False
    assert [answer["credit"] for answer in metals["answers"]] == [Decimal("0.33333")] * 3


def test_html_becomes_prose():
    assert "<b>" not in only("1.  See <b>this</b>, and $a<b$?\n*   yes").wire["prompt"]


def test_windows_1252_is_read_and_said():
    (read,) = questions(markdown, "1.  Où?\n*   là".encode("cp1252"))

    assert read.wire["prompt"] == "Où?" and "Windows-1252" in read.lost[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.  Why?", "It has no answers"),
        ("1.  Why?\na)  so\nb)  not so", "none of its choices are marked"),
        ("1.  Why?\n*a) so\n*b) so too", "2 of its choices"),
        ("1.  Why?\n*a) so", "one choice only"),
        ("1.  Why?\n[ ] a\n[ ] b", "[*]"),
        ("1.  Why?\n*a) so\n[*] so", "one way only"),
        ("1.  Why?\n=   3.14", "+- 0 if exact"),
        ("1.  Why?\n=   [3, 1]", "the range ends before it begins"),
        ("1.  Why?\n=   many", "neither a whole number"),
        ("1.  Why?\n=   1\n=   2", "said already"),
        ("1.  Why?\n... a\n... b\n*   x", "said already"),
        ("1.  Why?\n*   x\n+   y", "stands before the answers"),
        ("1.  Why?\n+   y\n____", "no right and wrong"),
        ("1.  Draw.\n^^^", "cannot be handed in"),
        ("1.  Why?\nbecause\n*   x", "'because' belongs to nothing"),
        ("1.  Why?\n*a)x\nb)  y", "'*a)x' belongs to nothing"),
        ("a)  x", "belongs to nothing"),
        ("```{.python .run}\nprint(1)\n```", "Code is not run"),
        ("COMMENT\n1.  Why?\n*   x", "never ended"),
        ("Points: many", "no number of points"),
        ("Title: Alone", "without a question"),
        ("Text: x", "study note"),
        ("shuffle answers: perhaps", "neither true nor false"),
        ("1.  x" + "\n    x" * 150_000 + "\n*   y", "too long"),
        ("1.  Why?\n" + f"*   {'x' * 1000}\n" * 1100, "too long"),
    ],
)
def test_what_is_no_question_says_why_and_where(text, said):
    assert said in why(text)


def test_a_fault_costs_its_own_question_only():
    first, second = found(markdown, b"1.  Why?\nstray\n*   x\n\n2.  How?\n*   so\n")

    assert (first.where, second.where) == ("line 1", "line 5")
    assert "In line 2: " in first.why and second.wire["prompt"] == "How?"


PLAIN = {
    "title": "A title", "points": 1.5, "difficulty": "easy", "tags": ["one", "two"], "category": "A/B", "external_id": "x-1", "source": "y",
    "licence": "CC-BY-4.0", "attribution": "Ada", "feedback": {"general": "So.\n\n- It\n- is", "correct": "1. Yes", "incorrect": "... No"},
}  # fmt: skip
HELD = [
    {"type": "multiple_choice", "prompt": "1. Not a mark\n\na) nor this\n% nor this", "body": {"choices": [
        {"id": "x", "text": "*b) one\n\n    code"}, {"id": "y", "text": "$y_1$"}]},
     "answers": [{"match": {"choice": "x"}, "feedback": "... so"}, {"match": {"choice": "y"}, "credit": 0, "feedback": "no"}]},
    {"type": "true_false", "prompt": "True?", "answers": [{"match": {"value": False}, "explanation": "Never."}]},
    {"type": "multiple_response", "prompt": "Some?", "body": {"choices": [{"id": "c1", "text": "a"}, {"id": "c2", "text": "b"}],
     "scoring": "all_or_nothing"}, "answers": [{"match": {"choice": "c1"}, "credit": 0.5}, {"match": {"choice": "c2"}, "credit": 0.5}]},
    {"type": "numeric", "prompt": "Some?", "answers": [{"match": {"value": -2.5, "tolerance": 0.25}}]},
    {"type": "numeric", "prompt": "Some?", "answers": [{"match": {"value": 3, "tolerance": 0.1, "tolerance_type": "relative"}}]},
    {"type": "numeric", "prompt": "Some?", "answers": [{"match": {"value": 1e-3}}]},
    {"type": "short_answer", "prompt": "Who?", "answers": [{"match": {"text": "*a) A"}}, {"match": {"text": "B"}, "feedback": "Hm."}]},
    {"type": "essay", "prompt": "Discuss.", "answers": [{"match": {"text": "It depends."}}]},
]  # fmt: skip


@pytest.mark.parametrize("wire", HELD, ids=lambda wire: wire["type"])
def test_what_the_format_holds_comes_back_to_the_letter(wire):
    told = {name: each for name, each in PLAIN["feedback"].items() if wire["type"] != "essay" or name == "general"}
    whole = {**PLAIN, **wire, "feedback": told}
    losses, data = written(whole)
    (read,) = questions(markdown, data)
    before, back = loaded(Question("", whole)), loaded(read)

    for each in (before, back):
        each["answers"] = [answer for answer in each["answers"] if answer["credit"] or answer["feedback"]]
        each.pop("topic_id")
    assert not losses and not read.lost
    if wire["type"] == "true_false":
        back["answers"] = [answer for answer in back["answers"] if answer["credit"]]
    assert back == before


def test_questions_that_are_shuffled_and_others_stay_so():
    asked = TYPES["multiple_choice"].EXAMPLE
    _, data = written(asked, {**asked, "body": {**asked["body"], "shuffle": False}})

    assert [read.wire["body"]["shuffle"] for read in questions(markdown, data)] == [True, False]


def test_what_it_has_no_room_for_is_a_loss():
    losses, data = written(*(module.EXAMPLE for module in TYPES.values()))

    assert {loss.question["type"] for loss in losses} == {"fill_in_blank", "matching", "open_ended", "ordering"}
    assert len(questions(markdown, data)) == 6


@pytest.mark.parametrize(
    "wire",
    [
        {"type": "numeric", "prompt": "None?", "answers": [{"match": {"value": 0}}]},
        {"type": "short_answer", "prompt": "Who?", "answers": [{"match": {"text": "A*", "mode": "wildcard"}}]},
        {"type": "multiple_choice", "prompt": "Any?", "body": {"choices": [{"id": "a", "text": "a"}, {"id": "b", "text": "b"}]},
         "answers": [{"match": {"choice": "a"}}, {"match": {"choice": "b"}}]},
    ],
)  # fmt: skip
def test_what_would_be_scored_in_another_way_is_a_loss(wire):
    losses, data = written(wire)

    assert len(losses) == 1 and losses[0].field == "" and not questions(markdown, data)


MARKS = [b"\n", b"*a) ", b"[*] ", b"\xff", b"```x", b"= ", b"COMMENT", b"% quizbank: {", b"\t"]


def test_whatever_the_bytes_nothing_but_unreadable_is_raised():
    sure = random.Random(3)
    for _ in range(300):
        data = bytearray(SAMPLE)
        for _ in range(sure.randint(1, 10)):
            at = sure.randrange(len(data))
            data[at : at + sure.randint(0, 4)] = sure.choice(MARKS)
        try:
            found(markdown, bytes(data))
        except Unreadable:
            pass


@pytest.mark.parametrize("line", [b"x" * 3_000_000, b"1.  \0"])
def test_what_is_no_text_is_refused_whole(line):
    with pytest.raises(Unreadable, match="line 2"):
        found(markdown, b"1.  Why?\n" + line)


LONG = b"    " + b" " * 90_000 + b"x\n"
PIECES = [b"\n", b"    \n", LONG, b"1.  Why?\n*   x\n", b"    x\n", b"... x\n", b"a)  x\n", b"stray\n", b"% x\n", b"Title: x\n"]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_file_alone(piece):
    started = time.perf_counter()
    found(markdown, b"1.  Why?\n" + piece * (300_000 // len(piece)))

    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (SAMPLE, True),
        (b"1. Why?\r\n\r\n____\r\n", True),
        (b"1. A list\n2. of things\n", False),
        (b"What?\nA) one\nB) two\nANSWER: A\n", False),
        (b"::t:: Why? {=a ~b}", False),
        (b"", False),
    ],
)
def test_it_is_told_by_its_questions_and_answers(data, known):
    assert markdown.recognises(File.of(data)) is known


def test_code_to_be_shown_right_below_a_question_is_part_of_it():
    wire = only("1. What is *logged*?\n```js\nlet x = [];\n  x.push(1)\n```\nb) 0\n*a) 1\n").wire
    assert wire["prompt"] == "What is *logged*?\n\n```js\nlet x = [];\n  x.push(1)\n```"
    assert [choice["text"] for choice in wire["body"]["choices"]] == ["0", "1"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1. Q\n*a) x\n```js\ny\n```\nb) z\n", "indent it as far as the text that it goes on with"),
        ("```js\ny\n```\n\n1. Q\n*a) x\nb) z\n", "Code between questions is no question"),
        ("```{.python .run}\ny\n```\n\n1. Q\n*a) x\nb) z\n", "Code is not run here"),
        ("1. Q\n*a) x\nb) z\n\n```js\n2. R\n*a) x\n", "is never ended"),
    ],
)
def test_code_elsewhere_is_told(text, told):
    assert told in why(text)
