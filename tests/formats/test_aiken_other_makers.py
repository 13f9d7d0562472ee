"""Aiken as people and programs type it: explanations, bold answers, rules between questions, paragraphs, options that are there twice."""
import pytest

from service.formats import aiken
from service.formats._nouns import Question, Skipped
from tests.formats.reading import found, questions

ASKED = "Which river?\nA. Rhine\nB. Danube\n"


def one(text):
    (each,) = questions(aiken, text.encode())
    return each


@pytest.mark.parametrize("answer", ["**ANSWER: B**", "Correct Answer: B", "**Answer:** B", "ANSWER :B", "answer: b)"])
def test_the_answer_is_named_in_many_ways(answer):
    assert one(ASKED + answer).wire["answers"] == [{"match": {"choice": "c2"}, "credit": 1}]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_explanation_below_is_the_feedback_of_its_question(between):
    first, second = questions(aiken, f"{ASKED}ANSWER: B{between}Explanation: It flows *east*.\n{ASKED}ANSWER: A".encode())
    assert first.wire["feedback"] == {"general": "It flows \\*east\\*."} and first.original.endswith("It flows *east*.")
    assert second.wire["prompt"] == "Which river?" and "feedback" not in second.wire


def test_two_lines_of_explanation_are_two_paragraphs():
    assert one(f"{ASKED}ANSWER: B\n**Rationale:** one\nFeedback: two").wire["feedback"] == {"general": "one\n\ntwo"}


def test_an_explanation_of_what_is_left_out_is_left_out_with_it():
    assert [type(each) for each in found(aiken, b"Q\nA. x\nANSWER: A\nExplanation: y")] == [Skipped]


def test_letters_in_bold_are_letters():
    assert one("Which river?\n**A.** Rhine\n**B)** Danube\nANSWER: B").wire["body"]["choices"][1] == {"id": "c2", "text": "Danube"}


def test_rules_and_fences_between_questions_are_no_part_of_them():
    read = questions(aiken, f"```text\n{ASKED}ANSWER: B\n```\n\n---\n{ASKED}ANSWER: A\n***\n".encode())
    assert [each.wire["prompt"] for each in read] == ["Which river?"] * 2 and all(each.lost == () for each in read)


def test_a_fence_below_other_text_is_no_part_of_its_question():
    assert found(aiken, f"Here you are:\n\n```\n{ASKED}ANSWER: B\n```".encode())[1].wire["prompt"] == "Which river?"


def test_a_rule_within_a_question_stays():
    assert one("Add:\n12\n---\nA. 1\nB. 2\nANSWER: A").wire["prompt"].count("\n") == 2


def test_a_paragraph_that_a_blank_line_parts_from_its_question_is_told_twice():
    skipped, question, other = found(aiken, f"A man is 50.\n\n{ASKED}ANSWER: B\n\n{ASKED}ANSWER: B".encode())
    assert isinstance(skipped, Skipped) and isinstance(question, Question) and other.lost == ()
    assert question.lost == ("The text in line 1, which a blank line parts from it, is no part of it.",)


def test_options_that_read_the_same_are_one_unless_one_of_them_is_right():
    each = one("Q\nA. x\nB. y\nC. y\nANSWER: A")
    assert [choice["id"] for choice in each.wire["body"]["choices"]] == ["c1", "c2"] and "more than once" in each.lost[0]
    with pytest.raises(Exception, match="same text"):
        one("Q\nA. x\nB. y\nC. y\nANSWER: B")


def test_the_answer_may_be_the_text_of_one_option():
    assert one("Up?\nA. Down\nB. Up\nANSWER: up").wire["answers"][0]["match"] == {"choice": "c2"}
    (skipped,) = found(aiken, b"Up?\nA. Up\nB. Up\nANSWER: Up")
    assert "names one letter, not 'Up'" in skipped.why
    assert one("Which?\nA. B\nB. A\nANSWER: B").wire["answers"][0]["match"] == {"choice": "c2"}
