"""Tables in the manner of other systems' templates: what their columns are called, and how they say which choice is right."""
import pytest

from service.formats import csv, recognised
from service.formats._nouns import File, Skipped
from tests.formats.reading import found, questions


def read(*lines):
    return questions(csv, "\n".join(lines).encode())


def only(*lines):
    (each,) = read(*lines)
    return each


def right(each):
    """(the texts of all choices, those of the right ones)."""
    texts = {choice["id"]: choice["text"] for choice in each.wire["body"]["choices"]}
    return list(texts.values()), [texts[answer["match"]["choice"]] for answer in each.wire["answers"] if answer["credit"] > 0]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("questionText,optionA,optionB,correctAnswer", "Up?,Down,Up,B"), ("Question,Option 1,Option 2,Answer", "Up?,Down,Up,Option 2"),
        ("No.,Question,(a),(b),Ans.", "1,Up?,Down,Up,(b)"),
        ("question,answer 1 - max 75,answer 2 - max 75,Correct answer(s) - one", "Up?,Down,Up,2"),
        ("Question Text,Answer 1,Answer 2 (Optional),Correct Answer(s) (number)", "Up?,Down,Up,2"),
        ("question,options,answer", "Up?,Down|Up,Up"),
        ("question,options,answer", "Up?,Down; Up,B"), ("question,option_a,option_b,correct", "Up?,A) Down,B) Up,Up"),
        ("question,option_a,option_b,correct", "Up?,Down,Up,B) Up"),
        ("questionname,questiontext,A,B,Answer 1,Answer 2", "N,Up?,Down,Up,B,"),
    ],
)  # fmt: skip
def test_the_right_choice_is_named_in_many_ways(header, row):
    texts, chosen = right(only(header, row))
    assert [text[-2:] for text in texts] == ["wn", "Up"] and [text[-2:] for text in chosen] == ["Up"]


def test_several_columns_may_name_right_choices():
    each = only("question,A,B,C,Answer 1,Answer 2", "Which?,x,y,z,C,A")
    assert each.wire["type"] == "multiple_response" and right(each)[1] == ["x", "z"]


def test_a_letter_that_belies_the_place_of_its_choice_is_no_name_of_it():
    (skipped,) = found(csv, b"question,A,B,answer\nUp?,Down,Up,A) Up")
    assert "which is no choice's letter or text" in skipped.why


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Question,Correct Answer,Incorrect Answer 1,Wrong Answer 2", "Sum?,4,3,5"),
        ("question,correct_answer,incorrect_answers", "Sum?,4,3|5"),
    ],
)  # fmt: skip
def test_the_right_answer_and_the_wrong_ones_are_choices(header, row):
    each = only(header, row)
    assert each.wire["type"] == "multiple_choice" and right(each) == (["4", "3", "5"], ["4"]) and each.lost == ()


def test_true_and_false_are_no_choices_but_say_what_is_right():
    header = "type,question,option_a,option_b,answer"
    rows = read(header, "TRUE_FALSE,Q,False,True,1", "T/F,Q,True,False,B", "boolean,Q,,,true")
    rows += read("type,question,correct_answer,incorrect_answers", "boolean,Q,False,True")
    assert [each.wire["answers"] for each in rows] == [[{"match": {"value": value}, "credit": 1}] for value in (False, False, True, False)]


def test_choices_of_a_text_to_fill_in_are_what_is_taken():
    each = only("Question Text,Question Type,Option 1,Option 2,Correct Answer", "Capital?,Fill-in-the-Blank,Paris,Lutetia,")
    assert [answer["match"] for answer in each.wire["answers"]] == [{"text": "Paris"}, {"text": "Lutetia"}]
    assert each.wire["type"] == "short_answer" and "holds no blank" in each.lost[0]
    assert only("question,type,answer", "It is ____.,fill in the blank,Paris").lost == ()


def test_an_open_question_without_an_answer_is_an_essay():
    assert only("question,type,answer", "Why?,Open-Ended,").wire["type"] == "essay"


@pytest.mark.parametrize(
    "lines", [(",Template,,", ",Fill it in.,,", "1,Question,Answer 1,Answer 2,Correct"), ('"A quiz', 'of mine",,', "Question,A,B,Answer")]
)
def test_rows_above_the_names_of_the_columns_are_told(lines):
    data = "\n".join([*lines, "1,Up?,Down,Up,2" if lines[-1].startswith("1") else "Up?,Down,Up,B"]).encode()
    *above, each = found(csv, data)
    assert recognised(File.of(data)) == "csv" and right(each)[1] == ["Up"]
    assert above and all(isinstance(row, Skipped) and "above the row that names the columns" in row.why for row in above)


@pytest.mark.parametrize("header", ["prompt,option1,option2,correctIndex", "question,answer 1,answer 2,Which is right"])
def test_a_column_that_may_hold_the_key_in_a_way_of_its_own_is_not_passed_over(header):
    (skipped,) = found(csv, f"{header}\nUp?,Down,Up,1".encode())
    assert "may say which is right, in a way of its own" in skipped.why


def test_of_two_columns_of_a_kind_the_one_with_its_own_name_counts_and_the_other_is_told():
    each = only("topic,category,question,answer", "Rivers,Europe,Which?,Rhine")
    assert each.wire["category"] == "Europe" and each.lost == ("Column 'topic' was left out: another column already says its category.",)
