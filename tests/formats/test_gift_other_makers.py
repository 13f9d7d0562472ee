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
        ("Look at this.\n::2::Blue? {F}", ["Blue?"]), ("::1\\:::Look.\n// and\n::b\\::c::Blue? {F}", ["Blue?"]),
        ("::1::Is it\n:: so? {T}", ["Is it\n:: so?"]), ("::1::Is it {\n=a\n::2::\n~b\n}", ["Is it"]),
    ],
)  # fmt: skip
def test_questions_without_a_blank_line_between_them_are_parted(text, prompts_):
    assert [prompt.replace("\\\n", "\n") for prompt in prompts(text)] == prompts_


def test_a_text_above_a_title_or_a_category_is_no_part_of_what_begins_there():
    read = found(gift, b"::1::Look at this.\n::2::Blue? {F}\n\nOne more text.\n$CATEGORY: Colours\n\nRed? {T}")
    assert [type(each) for each in read] == [Skipped, Question, Skipped, Container, Question]
    assert [read[1].wire["title"], read[1].lost, read[4].wire["category"]] == ["2", (), "Colours"]


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


def test_a_fence_of_any_name_right_above_a_title_is_no_part_of_the_question():
    read = found(gift, b"Before.\n\n```exercise-1\n// [id:a]\n::1::Red? {T}\n\n::2::Blue? {F}\n```\n\nAfter.\n\n```python\nBlue? {T}")
    assert [type(each) for each in read] == [Skipped, Question, Question, Skipped, Question]
    assert (read[1].wire["external_id"], read[4].wire["prompt"]) == ("a", "\\`\\`\\`python\\\nBlue?")


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


@pytest.mark.parametrize(
    ("head", "scoring", "told"),
    [
        (">0 ALL VERTICAL ABSOLUTE_POSITION SHOW none\n", "in_place", ""), (">3 EXACT H ABS\n", "in_place", ""),
        ("> 2 ALL HORIZONTAL ALL_OR_NOTHING HIDE\n", "all_or_nothing", ""), (">3 ALL V -1 1\n", None, None),
        (">3 RANDOM VERTICAL ABSOLUTE_POSITION 1 123\n", "in_place", "The numbering of its items (123) is not kept."),
        (">3 ALL VERTICAL LONGEST_CONTIGUOUS_SUBSET SHOW none\n", "in_place", "score otherwise in Moodle (LONGEST_CONTIGUOUS_SUBSET)"),
        (">4\n", "in_place", "score otherwise in Moodle (RELATIVE_NEXT_EXCLUDE_LAST)"),
    ],
)  # fmt: skip
def test_things_to_put_in_order_stand_in_it_below_how_they_score(head, scoring, told):
    each = one("// [tag:x]\n::T::[html]<p>Sort</p>{%sone\n<b>two</b> \\= 2\n3\n####Well.}" % head)
    if scoring is None:
        assert each.wire["body"]["choices"][0]["text"] == "-1 1"
        return
    texts = ["one", "**two** = 2", "3"]
    assert each.wire["body"] == {"choices": [{"id": f"c{at}", "text": text} for at, text in enumerate(texts, 1)], "scoring": scoring}
    assert each.wire["answers"] == [{"match": {"order": ["c1", "c2", "c3"]}, "credit": 1}]
    assert (each.wire["prompt"], each.wire["title"], each.wire["feedback"]) == ("Sort", "T", {"general": "Well."})
    assert told in "".join(each.lost) and bool(told) == bool(each.lost)


@pytest.mark.parametrize(
    ("section", "why"),
    [
        (">3 RANDOM VERTICAL ABS SHOW\na\nb\nc\nd", "shown 3 of its 4 items, drawn anew (RANDOM)"),
        (">0\n" + "\n".join("abcdefgh"), "shown 6 of its 8 items, drawn anew (RANDOM)"),
        (">2 ALL\na", "two items at least"), (">2 ALL V ABS SHOW none", "two items at least"),
    ],
)
def test_things_to_put_in_order_that_cannot_be_so_here_are_skipped(section, why):
    assert why in one("Sort{%s\n}" % section).why


def test_answers_of_cloze_within_a_text_are_its_blanks():
    [each] = questions(gift, b"// [tag:verbs]\n::T::[html]<b>1\\:</b> I {1:SA:=saw~%50%seen#Nearly.} it {1:SA:=go~=leave}\n{2:NM:=3:1} times.")
    assert each.wire["prompt"] == "**1:** I {{b1}} it {{b2}}\n{{b3}} times."
    assert each.wire["body"]["blanks"] == [{"id": "b1", "kind": "text", "weight": 1}, {"id": "b2", "kind": "text", "weight": 1},
    {"id": "b3", "kind": "number", "weight": 2}]
    assert [(answer["match"], float(answer["credit"])) for answer in each.wire["answers"]] == [
        ({"blank": "b1", "text": "saw"}, 1), ({"blank": "b1", "text": "seen"}, 0.5), ({"blank": "b2", "text": "go"}, 1),
        ({"blank": "b2", "text": "leave"}, 1), ({"blank": "b3", "value": 3, "tolerance": 1}, 1),
    ]  # fmt: skip
    assert (each.wire["answers"][1]["feedback"], each.wire["points"], each.lost) == ("Nearly.", 4, ())
    assert (each.wire["title"], each.wire["tags"]) == ("T", ["verbs"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is {1:MC:~a~=b}.", "The order of the choices of blank 1 is not kept"),
        ("It is {1:MR:~a~=b}, {1:SA:=c}.", "a blank has one here"),
        ("It is {1:SA:=a}, {=b}.", "A { beside Cloze answers"),
        ("It is {1:SA:=a} }.", "A } beside Cloze answers"), ("It is {1:NM:=a}.", "is not a number"),
    ],
)  # fmt: skip
def test_what_cloze_in_gift_cannot_carry_is_told(text, told):
    each = one(text)
    assert told in (each.why if isinstance(each, Skipped) else each.lost[0])


def test_a_single_cloze_answer_that_takes_several_choices_asks_for_these():
    each = one("Which are even? {1:MR:=2~3~=4}")
    assert (each.wire["type"], each.wire["prompt"], len(each.wire["answers"])) == ("multiple_response", "Which are even?", 2)


def test_cloze_in_gift_may_hold_signs_that_xml_cannot():
    assert one("It is\x01 {1:SA:=a}.").wire["prompt"] == "It is\ufffd {{b1}}."


def test_escaped_braces_begin_no_answer_of_cloze():
    each = one(r"How is an answer of Cloze written? {=\{1\:SA\:\=a\}}")
    assert (each.wire["type"], each.wire["answers"][0]["match"]) == ("short_answer", {"text": "{1:SA:=a}"})
    each = one(r"Is \{1:SA:=a\} an answer of Cloze? {T}")
    assert (each.wire["type"], each.wire["prompt"]) == ("true_false", "Is {1:SA:=a} an answer of Cloze?")
