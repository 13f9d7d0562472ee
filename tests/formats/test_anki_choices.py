"""The add-on "Multiple Choice for Anki": its notes in packages and in text files."""
import pytest

from service.formats import anki
from service.formats._anki_choices import FIELDS
from service.formats._nouns import Skipped
from tests.formats.anki_packages import latest, legacy
from tests.formats.bounds import within
from tests.formats.reading import found, questions

FRONT = '<script>mix()</script>{{Question}}<table id="qtable"></table><div class="hidden">{{Answers}}</div><div class="hidden">{{Q_1}}</div>'
BACK = "{{Question}}<p>Correct answers: x %</p>{{Sources}}"
NOTE = ("AllInOne (kprim, mc, sc)", list(FIELDS), [(FRONT, BACK)], 0)
OLDER = ("Single Choice", ["Title", "Question", "MC_1", "MC_2", "Answers", "Image"], [(FRONT + "{{Image}}", BACK)], 0)
TEXT = "#separator:tab\n#html:true\n#notetype column:1\nAllInOne (kprim, mc, sc)\t"


def of(kind, *fields, package=legacy):
    (read,) = (each for each in found(anki, package([(kind, "g", "", list(fields), 7)])) if each.where.startswith("note"))
    return read


@pytest.mark.parametrize("package", [legacy, latest], ids=["old", "new"])
def test_one_choice_out_of_several(package):
    read = of(NOTE, "Which is <b>even</b>?", "Even", "2", "3", "4", "5", "", "", "0 1 0", "A book", "Halve it.", package=package)

    assert read.wire == {
        "type": "multiple_choice", "prompt": "Which is **even**?", "title": "Even", "answers": [{"match": {"choice": "c2"}, "credit": 1}],
        "body": {"choices": [{"id": "c1", "text": "3"}, {"id": "c2", "text": "4"}, {"id": "c3", "text": "5"}], "shuffle": True},
        "feedback": {"general": "A book\n\nHalve it."}, "external_id": "g", "category": "Biology/Cells",
    }  # fmt: skip
    assert not read.lost


def test_several_choices_and_marks_without_a_choice():
    read = of(NOTE, "Which are prime?", "", "1", "2", "4", "5", "", "", "1 0 1 0 0", "", "")

    assert (read.wire["type"], read.wire["body"]["scoring"]) == ("multiple_response", "right_minus_wrong")
    assert [answer["match"]["choice"] for answer in read.wire["answers"]] == ["c1", "c3"]


def test_kprim_is_a_yes_or_no_to_each():
    read = of(NOTE, "", "Primes", "0", "2", "4", "5", "9", "", "1 0 1", "", "")

    assert (read.wire["type"], read.wire["prompt"], read.wire["body"]["scoring"]) == ("matching", "Primes", "per_pair")
    assert read.wire["answers"] == [{"match": {"pairs": {"l1": "yes", "l2": "no", "l3": "yes", "l4": "no"}}, "credit": 1}]
    assert "no mark" in read.lost[0]


def test_older_notes_are_single_choice_and_what_their_front_shows_is_asked():
    read = of(OLDER, "", "Who?", "Ada", "Bob", "1 0", "<i>seen in 1840</i>")

    assert (read.wire["type"], read.wire["prompt"]) == ("multiple_choice", "Who?\n\n*seen in 1840*")


@pytest.mark.parametrize("marks", ["", "x", "1,0", "0 0 0 1"])
def test_marks_that_fit_no_choices_are_told(marks):
    read = of(NOTE, "Who?", "", "2", "Ada", "Bob", "", "", "", marks, "", "")

    assert isinstance(read, Skipped) and "a 1 or a 0 for each of its 2 choices" in read.why


def test_rows_of_a_text_file_have_the_fields_in_their_order():
    (read,) = questions(anki, f"{TEXT}Who?\t\t2\tAda\tBob\t\t\t\t1 0\t\tMathematics\tmore".encode())

    assert (read.wire["type"], read.wire["prompt"], read.wire["answers"][0]["match"]) == ("multiple_choice", "Who?", {"choice": "c1"})
    assert read.wire["feedback"] == {"general": "Mathematics\n\nmore"}


def test_a_text_file_may_name_the_fields():
    said = "#separator:Semicolon\n#columns:Answers;Tags;Question;Q_1;Q_2\n#tags column:2\n"
    (read,) = questions(anki, f"{said}0 1;maths;Who?;Ada;Bob".encode())

    assert (read.wire["prompt"], read.wire["answers"][0]["match"], read.wire["tags"]) == ("Who?", {"choice": "c2"}, ["maths"])


OPTIONS = ["Question", "OptionA", "OptionB", "OptionC", "Answer", "Explanation"]
LETTERED = ("MCQ", OPTIONS, [("{{Question}}<div>A) {{OptionA}}</div>", "{{Answer}}<br>{{Explanation}}")], 0)


@pytest.mark.parametrize(("said", "right"), [
    ("B", ["c2"]), ("<b>b</b>", ["c2"]), ("Bob", ["c2"]), ("B) Bob", ["c2"]), ("Option B", ["c2"]), ("AC", ["c1", "c3"]), ("A, C", ["c1", "c3"]),
])  # fmt: skip
def test_options_by_letters(said, right):
    read = of(LETTERED, "Who?", "Ada", "Bob", "Cleo", said, "So it is.")

    assert read.wire["type"] == ("multiple_choice" if len(right) == 1 else "multiple_response")
    assert ([each["match"]["choice"] for each in read.wire["answers"]], read.wire["prompt"]) == (right, "Who?")
    assert read.wire["feedback"] == {"general": "So it is."}


def test_a_letter_that_is_another_option_too_is_not_told():
    assert of(LETTERED, "Which comes second?", "B", "A", "C", "B", "").wire["type"] == "short_answer"


@pytest.mark.parametrize("said", ["D", "none of them", "ABD"])
def test_options_without_a_right_one_are_a_card(said):
    assert of(LETTERED, "Who?", "Ada", "Bob", "Cleo", said, "").wire["type"] == "short_answer"


def test_options_that_are_all_empty_are_a_card():
    assert of(LETTERED, "Who?", "", "", "", "Ada", "").wire["type"] == "short_answer"


def test_images_are_not_right_for_want_of_words():
    read = of(LETTERED, "Which is the cell?", '<img src="a.png">', '<img src="b.png">', "", '<img src="b.png">', "")

    assert isinstance(read, Skipped) or read.wire["type"] not in ("multiple_choice", "multiple_response")


@pytest.mark.parametrize(
    ("choices", "marks", "told"), [(["Ada", "", "Bob"], "1 0 1", "leave no gap"), (["Ada", "Bob", ""], "0 0", "of no choice that it is right")]
)
def test_marks_of_which_nobody_can_tell_what_they_say_are_told(choices, marks, told):
    read = of(NOTE, "Who?", "", "2", *choices, "", "", marks, "", "")

    assert isinstance(read, Skipped) and told in read.why


def test_a_title_that_is_cut_off_is_told():
    read = of(NOTE, "Who?", "x" * 201, "2", "Ada", "Bob", "", "", "", "1 0", "", "")

    assert read.wire["title"] == "x" * 200 and read.lost == ("Its title was cut off after 200 characters.",)


def test_fields_that_say_the_same_stand_where_each_of_them_does():
    kind = ("MCQ", [*OPTIONS, "Hint"], [("{{Question}}{{Hint}}", "{{Answer}}{{Explanation}}")], 0)
    read = of(kind, "Who?", "Ada", "Bob", "", "A", "Think.", "Think.")

    assert (read.wire["prompt"], read.wire["feedback"]) == ("Who?\n\nThink.", {"general": "Think."})


def test_names_of_columns_are_read_once_for_all_rows():
    names = "\t".join(["Question", "OptionA", "OptionB", "Answer", *(f"field {number}" for number in range(50_000))])
    data = f"#separator:tab\n#columns:{names}\n" + "Which?\tup\tdown\tB\n" * 500

    with within(5):
        assert {each.wire["type"] for each in questions(anki, data.encode())} == {"multiple_choice"}
