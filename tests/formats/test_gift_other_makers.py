"""GIFT as people and programs type it: blank lines that are missing, fences that came along, weights that were cut short."""
import pytest

from service.formats import gift
from service.formats._nouns import Container, Question, Skipped
from tests.formats.gift import one
from tests.formats.reading import found, questions

UNPARTED = "No blank line parts it from the question above; it was taken to begin below the closing brace of that."


def prompts(text):
    return [each.wire["prompt"] for each in questions(gift, text.encode())]


@pytest.mark.parametrize(
    ("text", "prompts_"),
    [
        ("::1::Red? {T}\n::2::Blue? {F}\n// about the third\n::3::Green? {\n=yes\n~no\n}\n", ["Red?", "Blue?", "Green?"]),
        ("Red? {T}\nBlue? {F}", ["Red?", "Blue?"]), ("Red? {\n=a\n~b\n}\nIs it\nblue? {\n=a\n~b\n}", ["Red?", "Is it\nblue?"]),
        ("::1::Roses are {=red} and\n::2::so on{T}", ["Roses are {{b1}} and", "so on"]),
    ],
)  # fmt: skip
def test_questions_without_a_blank_line_between_them_are_parted(text, prompts_):
    assert [prompt.replace("\\\n", "\n") for prompt in prompts(text)] == prompts_


def test_only_where_nothing_but_braces_tells_the_questions_apart_it_is_said():
    assert [each.lost for each in questions(gift, b"Red? {T}\nBlue? {F}\n::3::Green? {T}")] == [(), (UNPARTED,), ()]


def test_a_comment_goes_with_the_question_below_it():
    first, second = questions(gift, b"::1::Red? {T}\n// [id:blue]\n::2::Blue? {F}")
    assert "external_id" not in first.wire and second.wire["external_id"] == "blue"


def test_a_category_may_follow_a_question_without_a_blank_line():
    read = found(gift, b"::1::Red? {T}\n$CATEGORY: Colours\n::2::Blue? {F}")
    assert [type(each) for each in read] == [Question, Container, Question] and read[2].wire["category"] == "Colours"


def test_text_after_the_answers_goes_on_below_them():
    assert prompts("Roses are {\n=red\n~blue\n}\nas everybody knows.\n\nNext? {T}") == ["Roses are {{b1}}\\\nas everybody knows.", "Next?"]


@pytest.mark.parametrize("text", ["a {=$\\frac{1}{2}$\n~b\n}", "a {\n=\\frac{1}{2}\n~\\frac{1}{3}\n}", "a {\n~if (b) {\n}\n=c\n}"])
def test_braces_that_are_not_escaped_part_no_question(text):
    assert isinstance(one(text), Skipped)


def test_fences_around_questions_are_no_part_of_them():
    read = found(gift, b"Here you are:\n\n```gift\n::1::Red? {T}\n\n::2::Blue? {\n=yes\n~no\n}\n```\n\nGood luck!")
    assert [type(each) for each in read] == [Skipped, Question, Question, Skipped]
    assert [each.wire["prompt"] for each in read[1:3]] == ["Red?", "Blue?"]


def test_a_fence_within_a_question_stays():
    assert prompts("[markdown]What is it?\n```\nx\n```\n{=y}") == ["What is it?\n```\nx\n```"]


@pytest.mark.parametrize(("weight", "told"), [("33", True), ("33.33", True), ("33.33333", False)])
def test_thirds_that_were_cut_short_are_thirds(weight, told):
    read = one(f"Which? {{~%{weight}%a ~%{weight}%b ~%{weight}%c ~%-100%d}}")
    assert [answer["credit"] for answer in read.wire["answers"]] == [0.33333] * 3 + [-1] and bool(read.lost) is told


def test_choices_that_read_the_same_and_earn_the_same_are_one():
    read = one("Which? {=a ~b ~b#No. ~c}")
    assert [choice["text"] for choice in read.wire["body"]["choices"]] == ["a", "b", "c"]
    assert read.lost == ("The choice 'b' is there more than once; it was kept once, with its first feedback.",)


@pytest.mark.parametrize(("text", "told"), [("Which? {=2+3=5 ~1+1=2}", "2+3=5 ~"), ("Which? {=a =b ~c}", None), ("Which? {~a~b=c}", None)])
def test_a_sign_in_an_answer_that_makes_another_right_is_told(text, told):
    lost = " ".join(one(text).lost)
    assert (told in lost and "write \\= for a mere sign" in lost) if told else not lost


def test_the_same_answer_twice_loses_nothing_and_so_is_not_told():
    assert one("Where? {=Paris =paris}").lost == () and one("Where? {=Paris =%50%paris}").lost and one("Where? {=Paris =paris#!}").lost
