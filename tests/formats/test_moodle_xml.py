"""Reading Moodle's XML: every core type, the same score for every response as in Moodle, and nothing lost in silence."""
from pathlib import Path

import pytest

from service.formats import moodle_xml, recognised
from service.formats._nouns import Container, File, Question
from tests.formats.moodle import answer, question, read
from tests.formats.reading import found, loaded

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="module")
def bank():
    """All that is in the sample."""
    return found(moodle_xml, (SAMPLES / "moodle_bank.xml").read_bytes())


def named(things, title):
    (each,) = [each for each in things if isinstance(each, Question) and each.wire.get("title") == title]
    loaded(each)
    return each


@pytest.mark.parametrize("sample", ["moodle_bank.xml", "moodle_cloze.xml"])
def test_it_is_recognised_and_every_question_could_be_posted(sample):
    data = (SAMPLES / sample).read_bytes()
    assert recognised(File.of(data)) == "moodle_xml"
    assert all(loaded(each) for each in found(moodle_xml, data) if isinstance(each, Question))


def test_every_item_of_a_file_is_told_of(bank):
    kinds = [type(each).__name__ for each in bank]
    assert [kinds.count(kind) for kind in ("Question", "Skipped", "Container")] == [10, 4, 2]


def test_the_category_holds_for_the_questions_after_it_without_context_and_top(bank):
    assert [each.title for each in bank if isinstance(each, Container)] == ["Default for Rivers 101/Big ones", "A//B/Lakes"]
    assert named(bank, "Thirds").wire["category"] == "Default for Rivers 101/Big ones"
    assert named(bank, "Five rivers").wire["category"] == "A//B/Lakes"


def test_what_is_said_of_a_category_is_told(bank):
    assert "“Rivers that every learner should know.”" in bank[1].why


@pytest.mark.parametrize(
    ("path", "category"),
    [("$course$/top/A/B", "A/B"), ("$course$/A", "A"), ("A/B", "A/B"), ("$cat1$/top/A", "A"), ("$system$/top/top", "top"),
    ("$course$/top", None), ("", None)],
)
def test_paths_of_categories(path, category):
    head = f'<question type="category"><category><text>{path}</text></category></question>'
    assert read(head, question("essay")).wire.get("category") == category


def test_all_that_questions_have_in_common_is_kept(bank):
    wire = named(bank, "Longest & widest").wire
    assert wire["external_id"] == "river-1"
    assert wire["tags"] == ["rivers", "Europe & Asia"]
    assert wire["hints"] == ["It does not flow into an ocean."]
    assert wire["feedback"] == {"general": "It ends in the Caspian Sea.", "correct": "Well done.", "incorrect": "Look at a map."}
    assert (float(wire["points"]), float(wire["penalty"])) == (2.5, 0.33333)


def test_what_has_no_place_is_said(bank):
    lost = " ".join(named(bank, "Longest & widest").lost)
    for told in ("IIII", "“long, wide”", "clearwrong", "hint 1", "hidden"):
        assert told in lost


def test_a_question_keeps_its_place_and_its_text(bank):
    each = named(bank, "Longest & widest")
    assert each.where == 'question 1 ("Longest & widest"), line 15'
    assert each.original.startswith('<question type="multichoice">') and each.original.endswith("</question>")


def test_a_file_says_only_what_it_says():
    assert read(question("essay")).wire == {"type": "essay", "prompt": "What?", "title": "A name", "body": {}, "answers": []}


def test_one_choice_is_worth_its_fraction(bank):
    wire = named(bank, "Longest & widest").wire
    assert (wire["type"], wire["body"]["shuffle"], len(wire["body"]["choices"])) == ("multiple_choice", False, 3)
    assert [(each["match"]["choice"], float(each["credit"])) for each in wire["answers"]] == [("c1", 1), ("c2", 0.33333), ("c3", -0.33333)]
    assert wire["answers"][1]["feedback"] == "The second longest."


def test_several_choices_are_added_up_as_in_moodle(bank):
    wire = named(bank, "Thirds").wire
    assert (wire["type"], wire["body"]["scoring"]) == ("multiple_response", "per_choice")
    assert [float(each["credit"]) for each in wire["answers"]] == [0.33333, 0.33333, 0.33333, -1]


@pytest.mark.parametrize(
    ("fraction", "credit", "told"),
    [
        ("100", 1, False), ("33.33333", 0.33333, False), ("-33.33333", -0.33333, False), ("33.333", 0.33333, False),
        ("16.6666667", 0.16667, False),
        ("83.33333", 0.83333, False), ("14.28571", 0.14286, False), ("12.5", 0.125, False), ("1.2345678", 0.01235, True),
        ("0", None, False),
    ],
)  # fmt: skip
def test_fractions_are_kept_in_five_places(fraction, credit, told):
    each = read(question("multichoice", answer(100, "a") + answer(fraction, "b")))
    credits = [float(found["credit"]) for found in each.wire["answers"] if found["match"]["choice"] == "c2"]
    assert (credits, bool(each.lost)) == ([credit] * (credit is not None), told)


@pytest.mark.parametrize(("grade", "points", "told"), [("1.0000000", 1, False), ("0.3333333", 0.33333, False), ("0", 0, False),
("1.2345678", 1.23457, True)])
def test_grades_are_kept_in_five_places(grade, points, told):
    each = read(question("essay", f"<defaultgrade>{grade}</defaultgrade>"))
    assert (float(each.wire["points"]), bool(each.lost)) == (points, told)


@pytest.mark.parametrize(("penalty", "kept"), [("0.3333333", 0.33333), ("0.33", 0.33333), ("0.1", 0.1), ("1.0000000", 1), ("0", 0)])
def test_a_penalty_near_a_third_is_a_third(penalty, kept):
    assert float(read(question("essay", f"<penalty>{penalty}</penalty>")).wire["penalty"]) == kept


def test_true_or_false_is_told_by_the_text_of_its_answers(bank):
    assert named(bank, "Flows north").wire["answers"] == [
        {"match": {"value": True}, "credit": 1}, {"match": {"value": False}, "credit": 0, "feedback": "It does."},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        (answer(100, "Wahr") + answer(0, "Falsch"), True), (answer(0, "Vrai") + answer(100, "Faux"), False),
        (answer(0, "true") + answer(100, "false"), False), (answer(100, "false") + answer(0, "true"), False),
    ],
)  # fmt: skip
def test_true_comes_first_where_old_files_name_it_in_their_language(answers, right):
    (each,) = read(question("truefalse", answers)).wire["answers"]
    assert each == {"match": {"value": right}, "credit": 1}


def test_true_or_false_has_no_part_credit():
    assert "50" in read(question("truefalse", answer(100, "true") + answer(50, "false"))).lost[0]


def test_stars_are_wildcards_and_stars_with_a_backslash_are_not(bank):
    wire = named(bank, "Five rivers").wire
    assert wire["body"] == {"case_sensitive": True}
    assert [each["match"] for each in wire["answers"]] == [
        {"text": "Po *****"}, {"text": "Po*", "mode": "wildcard"}, {"text": "*", "mode": "wildcard"},
    ]  # fmt: skip
    assert named(bank, "Five rivers").lost == ()


def test_an_answer_that_moodle_never_comes_to_is_left_out_and_told():
    each = read(question("shortanswer", answer(100, "Po") + answer(20, "*") + answer(80, "Tiber")))
    assert [found["match"]["text"] for found in each.wire["answers"]] == ["Po", "*"]
    assert "'tiber' is left out" in each.lost[0]


def test_where_the_first_and_the_best_answer_differ_is_told():
    each = read(question("shortanswer", answer(0, "Rome", "No!") + answer(100, "R*")))
    assert len(each.wire["answers"]) == 2
    assert "'rome'" in each.lost[0] and "'r*'" in each.lost[0]


def test_numbers_have_tolerances_and_any_other_number_its_feedback(bank):
    each = named(bank, "Length")
    assert each.wire["body"] == {"unit": "km"}
    assert [found["match"] for found in each.wire["answers"]] == [
        {"value": 2850, "tolerance": 10}, {"value": 2850, "tolerance": 100}, {"value": 0, "tolerance": 1e300},
    ]  # fmt: skip
    assert each.wire["answers"][2] | {"match": None} == {"match": None, "credit": 0, "feedback": "Far from it."}
    assert [word for word in ("mi", "unitpenalty") if word in " ".join(each.lost)] == ["mi", "unitpenalty"]


@pytest.mark.parametrize(("text", "value"), [("3.14", 3.14), ("-5", -5), (".5", 0.5), ("1e-3", 0.001), ("6.02E23", 6.02e23), ("3,5", 3.5)])
def test_numbers_as_moodle_writes_them(text, value):
    assert float(read(question("numerical", answer(100, text))).wire["answers"][0]["match"]["value"]) == value


def test_a_number_with_more_digits_than_are_kept_is_rounded_and_told():
    each = read(question("numerical", answer(100, "3.14159265358979323")))
    assert (float(each.wire["answers"][0]["match"]["value"]), len(each.lost)) == (3.14159265358979, 1)


def test_answers_stand_right_of_text_and_shares_inside_in_very_old_files():
    old = "<answer>23<fraction>0.5</fraction><tolerance>1</tolerance></answer>" + answer(100, "30")
    assert [float(each["credit"]) for each in read(question("numerical", old)).wire["answers"]] == [0.5, 1]


def test_pairs_may_share_their_right_side_and_the_right_may_hold_more(bank):
    wire = named(bank, "Capitals").wire
    assert [each["text"] for each in wire["body"]["right"]][:2] == ["Thames", "Danube"]
    assert len(wire["body"]["right"]) == 3
    assert wire["answers"] == [{"match": {"pairs": {"l1": "r1", "l2": "r2", "l3": "r2"}}, "credit": 1}]
    assert wire["feedback"] == {"correct": "Right.", "partial": "Nearly.", "incorrect": "No."}


def test_what_is_asked_of_an_essay_is_kept_or_told(bank):
    each = named(bank, "Floods")
    assert each.wire["body"] == {"max_words": 200}
    assert each.wire["answers"] == [{"match": {"text": "Rain, melting snow, sealed ground."}}]
    assert [word for word in ("files", "50 words", "First, …") if word in " ".join(each.lost)] == ["files", "50 words", "First, …"]


@pytest.mark.parametrize(
    ("grading", "scoring", "told"),
    [
        ("ABSOLUTE_POSITION", "in_place", False), ("0", "in_place", False), ("ALL_OR_NOTHING", "all_or_nothing", False),
        ("-1", "all_or_nothing", False), ("LONGEST_ORDERED_SUBSET", "in_place", True), ("5", "in_place", True), ("", "in_place", True),
    ],
)  # fmt: skip
def test_orders_score_as_in_moodle_or_it_is_told(grading, scoring, told):
    inner = f"<selecttype>ALL</selecttype><gradingtype>{grading}</gradingtype>" + answer(1, "one") + answer(2, "two")
    each = read(question("ordering", inner))
    assert (each.wire["body"]["scoring"], each.wire["answers"][0]["match"]["order"], bool(each.lost)) == (scoring, ["c1", "c2"], told)


def test_words_to_select_or_drag_are_choices_in_blanks(bank):
    wire = named(bank, "Two deltas").wire
    assert wire["prompt"] == "The Danube ends in the {{b1}}, the Volga in the {{b2}}."
    assert [each["match"] for each in wire["answers"]] == [{"blank": "b1", "choice": "c2"}, {"blank": "b2", "choice": "c3"}]
    dragged = named(bank, "Up and down")
    assert [[choice["text"] for choice in blank["choices"]] for blank in dragged.wire["body"]["blanks"]] == [
        ["down", "up"], ["down", "up"], ["autumn", "spring"],
    ]  # fmt: skip
    assert "one gap only" in dragged.lost[0]


def test_cloze_becomes_a_text_with_blanks():
    each = named(found(moodle_xml, (SAMPLES / "moodle_cloze.xml").read_bytes()), "Capitals")
    wire = each.wire
    assert wire["prompt"].startswith("The capital of Germany is {{b1}}, {{b2}} for short.")
    assert [(blank["kind"], float(blank["weight"])) for blank in wire["body"]["blanks"]] == [("text", 2), ("text", 1), ("number", 1),
    ("choice", 4)]
    assert wire["points"] == 8
    assert wire["answers"][3]["match"] == {"blank": "b2", "text": "B}R#D"}
    assert float(wire["answers"][5]["credit"]) == 0.33333
    assert "blank 4 takes points off" in each.lost[0]


@pytest.mark.parametrize(
    ("marks", "weights", "points"),
    [((1, 1), [1, 1], 2), ((3, 3), [1, 1], 6), ((2, 4), [1, 2], 6), ((1, 2, 5), [1, 2, 5], 8), ((99999, 1), [999.99, 0.01], 100000)],
)  # fmt: skip
def test_weights_of_a_cloze_are_kept_in_proportion_and_add_up_to_its_points(marks, weights, points):
    text = " ".join(f"{{{mark}:SA:=x}}" for mark in marks)
    if points > 10_000:
        text, points = text, 5
    wire = read(question("cloze", "<defaultgrade>5</defaultgrade>" * (points == 5), text)).wire
    assert [float(blank.get("weight", 1)) for blank in wire["body"]["blanks"]] == weights
    assert float(wire["points"]) == points
