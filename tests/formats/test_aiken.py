"""Aiken: what is read from it, what is not and why, and what is written."""
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from service.formats import aiken
from service.formats._nouns import File, Question, Skipped, Unreadable
from service.question_types import TYPES
from tests.formats.reading import bank, found, loaded, questions

SAMPLES = Path(__file__).parent / "samples"


def one(text):
    """The one thing that a text holds; a question has been loaded."""
    [each] = found(aiken, text.encode())
    if isinstance(each, Question):
        loaded(each)
    return each


def asked(prompt, right, *texts):
    choices = [{"id": f"c{place}", "text": text} for place, text in enumerate(texts, 1)]
    answers = [{"match": {"choice": f"c{right}"}, "credit": 1}]
    return {"type": "multiple_choice", "prompt": prompt, "body": {"choices": choices}, "answers": answers}


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("Q\nA. x\nB. y\nANSWER: B", asked("Q", 2, "x", "y")),
        ("Q\nA) x\nB) y\nANSWER: A", asked("Q", 1, "x", "y")),
        ("Q\nA.x\nB)y\nANSWER:B\n", asked("Q", 2, "x", "y")),
        ("Q\n\na) x\n\nb. y\n\nAnswer : b", asked("Q", 2, "x", "y")),
        ("Q\nA. x\nB. y\nANSWER: B) y", asked("Q", 2, "x", "y")),
        ("One\ntwo\nA. x\nB. y\nANSWER: A", asked("One\\\ntwo", 1, "x", "y")),
        ("\ufeffQ\r\nA. x\r\nB. y\r\nANSWER: A\r\n", asked("Q", 1, "x", "y")),
        ("Q\rA. x\rB. y\rANSWER: A", asked("Q", 1, "x", "y")),
        ("Is $a_1$ 1?\nA. *x*\nB. y\nANSWER: A", asked("Is $a_1$ 1?", 1, r"\*x\*", "y")),
    ],
)
def test_aiken_is_read_as_it_is_typed(text, wire):
    read = one(text)
    assert (read.wire["body"], read.wire["answers"], read.lost) == (wire["body"], wire["answers"], ())
    assert read.wire["prompt"] == wire["prompt"]


def test_there_are_as_many_options_as_letters():
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    read = one("Q\n" + "".join(f"{letter}. {number}\n" for number, letter in enumerate(letters)) + "ANSWER: Z")
    assert (len(read.wire["body"]["choices"]), read.wire["answers"][0]["match"]) == (26, {"choice": "c26"})


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("\nOnly a text", 2, "no options"),
        ("Q\nA. x\nB. y", 1, "no line such as ANSWER: A."),
        ("Q\nA. x\nANSWER: A", 1, "two options at least"),
        ("Q\nA. x\nC. y\nANSWER: C", 1, "from A on without a gap"),
        ("Q\nA. x\nB. \nANSWER: A", 1, "The option B has no text."),
        ("Q\nA. x\nB. y\nANSWER:", 1, "ANSWER: (line 4) names one letter, and here is none."),
        ("Q\nA. x\nB. y\nANSWER: A, B", 1, "not 'A, B'. Several right answers"),
        ("Q\nA. x\nB. y\nANSWER: AB", 1, "not 'AB'"),
        ("Q\nA. x\nB. y\nANSWER: 1", 1, "not '1'"),
        ("Q\nA. x\nB. y\nANSWER: C", 1, "names C, but the options end with B"),
        ("A. x\nB. y\nANSWER: A", 1, "No question stands before its options"),
        ("ANSWER: A", 1, "No question stands before this answer"),
    ],
)
def test_what_is_no_question_is_skipped_with_its_line_and_the_reason(text, line, why):
    skipped = one(text)
    assert isinstance(skipped, Skipped) and skipped.where == f"line {line}"
    assert why in skipped.why


def test_a_file_by_hand_ends_as_questions_or_reasons():
    read = found(aiken, (SAMPLES / "aiken_by_hand.txt").read_bytes())
    assert [each.where for each in read if isinstance(each, Question)] == ["line 1", "line 7"]
    assert [each.where for each in read if isinstance(each, Skipped)] == [f"line {n}" for n in (15, 17, 22, 27, 31, 36, 40, 42)]
    assert "before line 31, which is neither an option nor an answer" in read[5].why


def test_windows_files_are_read_and_guessed_letters_are_said():
    [read] = questions(aiken, (SAMPLES / "aiken_windows.txt").read_bytes())
    assert read.wire["prompt"] == "Wo liegt der Café-Tisch?" and "Windows-1252" in read.lost[0]


@pytest.mark.parametrize("data", [b"x" * 2_000_000, b"x\n" * 600_000, b"Q\n" + b"A. x\n\n" * 300_000, b"Q\0\n", "Q\n".encode("utf-16")])
def test_what_is_no_aiken_at_all_is_refused(data):
    with pytest.raises(Unreadable):
        found(aiken, data)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Q\nA. x\nB. y\nANSWER: B", True), ("\ufeffQ\r\na) x\r\nb) y\r\nanswer: b\r\n", True), ("Q\nA. x\nB. y", False),
        ("ANSWER: B", False), ("Q {=a ~b}", False), ("", False), ("Q\nA. x\nANSWER: A\0", False), ('{"a": "ANSWER: A"}', False),
    ],
)  # fmt: skip
def test_aiken_is_recognised_by_options_and_an_answer_line(text, is_one):
    assert aiken.recognises(File.of(text.encode())) is is_one


def written(*wires):
    """What is written of some questions, and the reasons of those that are not."""
    out = io.BytesIO()
    losses = list(aiken.write(bank(*wires), out, None))
    return out.getvalue().decode(), [loss.why for loss in losses]


def test_a_question_is_written_with_an_option_to_a_line():
    text, losses = written(asked("Is **this**\n\nit?", 2, "yes & no", "`no`"), asked("R", 1, "x", "y"))
    assert (text, losses) == ("Is this it?\nA. yes & no\nB. no\nANSWER: B\n\nR\nA. x\nB. y\nANSWER: A\n\n", [])


def with_credit(*credits):
    wire = asked("Q", 1, "x", "y", "z")
    return {**wire, "answers": [{"match": {"choice": f"c{place}"}, "credit": credit} for place, credit in enumerate(credits, 1)]}


@pytest.mark.parametrize(
    ("wire", "why"),
    [
        (TYPES["true_false"].EXAMPLE, "one choice only"),
        (with_credit(1, 0.5), "full credit, and all others none"),
        (with_credit(1, 1), "full credit, and all others none"),
        (with_credit(0.5), "full credit, and all others none"),
        (with_credit(1, 0, -1), "full credit, and all others none"),
        (asked("Q", 1, *map(str, range(27))), "26 letters"),
        (asked("Q", 1, "*x*", "**x**"), "Without markup"),
        (asked("A) Q", 1, "x", "y"), "look like an option"),
        (asked("ANSWER: A", 1, "x", "y"), "look like an option"),
    ],
)
def test_what_aiken_cannot_say_is_left_out_with_the_reason(wire, why):
    text, [loss] = written(wire)
    assert text == "" and why in loss


def test_feedback_is_no_reason_to_leave_a_question_out():
    wire = with_credit(1, 0)
    wire["answers"][1]["feedback"] = "No."
    assert written(wire)[1] == []


@given(some.lists(some.sampled_from(["A", "B", "a", ".", ")", " ", "\n", "\r", "\n\n", "ANSWER:", "Q", "é", "*", "\xff"]), max_size=40))
def test_no_mixture_of_its_signs_breaks_the_reader(pieces):
    for coding in ("utf-8", "latin-1"):
        assert all(isinstance(each, (Question, Skipped)) for each in found(aiken, "".join(pieces).encode(coding)))


@given(some.lists(some.text("ab A.)*_\\<&:é", min_size=1, max_size=9), min_size=3, max_size=6))
def test_whatever_is_written_is_read_again_with_the_same_words(texts):
    wire = asked(*[r"x\_ " + texts[0].replace("<", ""), 1], *(f"{place}b{text.replace('<', '')}b" for place, text in enumerate(texts[1:])))
    text, losses = written(wire)
    if losses:
        return
    [read] = questions(aiken, text.encode())
    assert written(read.wire) == (text, [])
