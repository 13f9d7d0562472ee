"""Moodle's XML as tools other than Moodle write it: what they mean is read, and what they leave open is told."""
import pytest

from tests.formats.moodle import answer, question, read, why_not

HALVES = answer(50, "Danube") + answer(50, "Rhine") + answer(-50, "Lake Neusiedl")


def test_no_is_meant_in_whatever_capitals_it_is_written():
    wire = read(question("multichoice", f"<single>False</single><shuffleanswers>FALSE</shuffleanswers>{HALVES}")).wire
    assert wire["type"] == "multiple_response" and wire["body"]["shuffle"] is False


@pytest.mark.parametrize(
    ("answers", "type", "told"),
    [
        (HALVES, "multiple_response", True), (answer(100, "Danube") + answer(50, "Rhine"), "multiple_choice", False),
        (answer(100, "Danube") + answer(100, "Donau"), "multiple_choice", False),
    ],
)  # fmt: skip
def test_several_may_be_chosen_where_only_several_make_full_marks_and_nothing_is_said(answers, type, told):
    each = read(question("multichoice", answers))
    assert each.wire["type"] == type and bool(each.lost) is told


def test_one_choice_that_never_earns_full_marks_is_told():
    assert "has a fraction of 50 %" in read(question("multichoice", f"<single>true</single>{HALVES}")).lost[0]
    assert "has a fraction of 40 %" in read(question("shortanswer", answer(40, "Danube"))).lost[0]


@pytest.mark.parametrize(
    ("fractions", "credits", "told"),
    [
        ((33.33, 33.33, 33.33), ["0.33333"] * 3, True), ((33, 67), None, False), ((33.33333, 33.33333, 33.33333), ["0.33333"] * 3, False),
        ((33, 66), ["0.33333", "0.66667"], True), ((14, 14, 14, 14, 14, 14, 14), ["0.14286"] * 7, True),
    ],
)  # fmt: skip
def test_thirds_and_the_like_that_were_cut_short_are_what_they_were(fractions, credits, told):
    answers = "".join(answer(fraction, f"Part {place}") for place, fraction in enumerate(fractions))
    each = read(question("multichoice", f"<single>false</single>{answers}{answer(-50, 'None')}"))
    found = [str(each["credit"]) for each in each.wire["answers"] if each["credit"] > 0]
    assert found == (credits or [str(fraction / 100) for fraction in fractions]) and bool(each.lost) is told


def test_fractions_that_miss_full_marks_for_no_such_reason_stay():
    with pytest.raises(Exception, match="full credit needs 1"):
        read(question("multichoice", f"<single>false</single>{answer(40, 'Danube')}{answer(40, 'Rhine')}"))


def test_html_that_was_not_escaped_is_markup_all_the_same():
    each = read(question("multichoice", answer(100, "<i>in</i>") + answer(0, "out"), text="<p>Is <b>x</b></p><ul><li>in?</li></ul>"))
    assert each.wire["prompt"] == "Is **x**\n\n- in?" and each.wire["body"]["choices"][0]["text"] == "*in*"
    text = '<questiontext format="html"><p>No <b>text</b></p></questiontext>'
    bare = read(f'<question type="shortanswer">{text}{answer(100, "x")}</question>')
    assert bare.wire["prompt"] == "No **text**"


@pytest.mark.parametrize(
    ("first", "second", "right"),
    [("False", "True", True), ("Falso", "Verdadero", True), ("WAHR", "Falsch", False), ("<p>false</p>", "<p>true</p>", True)],
)  # fmt: skip
def test_true_and_false_are_told_by_their_names_in_any_order(first, second, right):
    each = read(question("truefalse", answer(0, first) + answer(100, second)))
    assert each.wire["answers"] == [{"match": {"value": right}, "credit": 1}] and each.lost == ()


def test_choices_that_read_the_same_and_are_worth_the_same_are_one():
    each = read(question("multichoice", answer(100, "Danube") + answer(0, "Rhine") + answer(0, "Rhine", "No.") + answer(0, "Elbe")))
    assert [choice["text"] for choice in each.wire["body"]["choices"]] == ["Danube", "Rhine", "Elbe"]
    assert each.lost == ("The choice 'Rhine' is there more than once; it was kept once, with its first feedback.",)


def test_choices_of_a_blank_that_read_the_same_are_one():
    each = read(question("cloze", text="It is {1:MULTICHOICE:=red~blue~blue}."))
    assert len(each.wire["body"]["blanks"][0]["choices"]) == 2 and "'blue' is there more than once" in " ".join(each.lost)


@pytest.mark.parametrize("single", ["true", "false"])
def test_choices_that_read_the_same_but_are_worth_something_else_stay_and_are_refused(single):
    with pytest.raises(Exception, match="same text"):
        read(question("multichoice", f"<single>{single}</single>" + answer(100, "Rhine") + answer(0, "Rhine") + answer(0, "Elbe")))


def test_choices_of_which_nothing_stays_are_told_with_what_was_lost():
    pictures = "".join(answer(fraction, f'&lt;img src="@@PLUGINFILE@@/{name}.png">') for fraction, name in ((100, "a"), (0, "b")))
    assert "0 of its 2 has a text. The image" in why_not(question("multichoice", pictures))


def test_a_single_right_side_is_nothing_to_match():
    pairs = "".join(f"<subquestion><text>{left}</text><answer><text>Rhine</text></answer></subquestion>" for left in "ab")
    assert "only one thing on the right" in why_not(question("matching", pairs))


def test_what_an_answer_says_beside_its_text_is_told():
    each = read(question("numerical", answer(100, 42, inner="<tolerance>1</tolerance><tolerancetype>2</tolerancetype>")))
    assert each.lost == ("What its <tolerancetype> says has no place here: “2”.",)


GAPFILL = "<answer fraction='100'><text>cat</text></answer><answer fraction='0'><text>dog</text></answer>"


def test_words_that_stand_in_gaps_of_the_text_are_typed_or_chosen():
    typed = read(question("gapfill", GAPFILL, text="The [cat|Cats] and the [mouse] sat."))
    assert typed.wire["prompt"] == "The {{b1}} and the {{b2}} sat." and "wrong words have no place" in typed.lost[0]
    assert [tuple(each["match"].values()) for each in typed.wire["answers"]] == [("b1", "cat"), ("b1", "Cats"), ("b2", "mouse")]
    chosen = read(question("gapfill", f"<answerdisplay>dropdown</answerdisplay>{GAPFILL}", text="The [cat] and the [mouse] sat."))
    texts = [[choice["text"] for choice in blank["choices"]] for blank in chosen.wire["body"]["blanks"]]
    assert texts == [["cat", "mouse", "dog"]] * 2 and chosen.lost == ()
    assert [tuple(each["match"].values()) for each in chosen.wire["answers"]] == [("b1", "c1"), ("b2", "c2")]


@pytest.mark.parametrize(
    ("inner", "text", "why"),
    [
        ("", "The cat sat.", "no gaps"), ("", "The [c.t] sat.", "regular expression"), ("", "The [!] sat.", "left empty"),
        ("<noduplicates>1</noduplicates>", "[gold|silver] [gold|silver]", "whichever that is"),
        ("<answerdisplay>dragdrop</answerdisplay>", "The [cat] sat.", "only one word"), ("<delimitchars>@@@</delimitchars>", "@", "two signs"),
    ],
)  # fmt: skip
def test_what_gaps_cannot_hold_is_no_question(inner, text, why):
    assert why in why_not(question("gapfill", inner, text=text))


def test_gaps_may_have_other_marks_and_literal_words():
    each = read(question("gapfill", "<delimitchars>{}</delimitchars><disableregex>1</disableregex>", text="a[1] is {x*}"))
    assert each.wire["prompt"] == "a\\[1\\] is {{b1}}" or each.wire["prompt"] == "a[1] is {{b1}}"
    assert each.wire["answers"] == [{"match": {"blank": "b1", "text": "x*"}, "credit": 1}]


def test_ou_multiple_response_is_scored_alike_for_right_sets_and_what_differs_is_told():
    each = read(question("oumultiresponse", answer(100, "Danube") + answer(100, "Rhine") + answer(0, "Neusiedl")))
    assert each.wire["body"]["scoring"] == "right_minus_wrong" and "beyond as many choices as are right" in each.lost[-1]
    assert [float(given["credit"]) for given in each.wire["answers"]] == [0.5, 0.5]


def test_old_exports_that_hold_empty_elements_lose_nothing():
    old = '<image></image><shuffleanswers>0</shuffleanswers><answer fraction="0"><feedback><text></text></feedback></answer>'
    assert read(question("essay", old)).lost == ()
    assert read(question("cloze", "<shuffleanswers>0</shuffleanswers>", text="{1:SHORTANSWER:=Linz}")).lost == ()
    assert "has no place here: “Linz”" in read(question("essay", '<answer fraction="0"><feedback><text>Linz</text></feedback></answer>')).lost[0]


@pytest.mark.parametrize(("fractions", "told"), [((100, 100, 0), True), ((50, 50, 50), True), ((60, 60, 0), False), ((50, 50, -50), False)])
def test_right_choices_that_need_not_be_together_for_full_marks_are_told(fractions, told):
    answers = "".join(answer(fraction, f"Part {place}") for place, fraction in enumerate(fractions))
    each = read(question("multichoice", f"<single>false</single>{answers}"))
    assert [str(found["credit"]) for found in each.wire["answers"]] == [str(f / 100).removesuffix(".0") for f in fractions if f]
    assert any("more than 100 %" in sentence for sentence in each.lost) is told


def test_an_essay_that_moodle_scores_by_its_length_is_an_essay():
    each = read(question("essayautograde", "<enableautograde>1</enableautograde><itemtype>2</itemtype><maxwordlimit>50</maxwordlimit>"))
    assert each.wire["type"] == "essay" and each.wire["body"] == {"max_words": 50}
    assert each.lost == ("That Moodle scores it by itself (essayautograde), by its length and by phrases, is not kept; people score it here.",)


def test_what_such_an_essay_says_beside_its_rules_is_kept_or_told():
    said = "<correctfeedback><text>Good.</text></correctfeedback><targetphrases>osmosis</targetphrases><responsesample><text>So.</text></responsesample>"
    each = read(question("essayautograde", said))
    assert each.wire["feedback"] == {"correct": "Good."}
    assert each.lost[1:] == ("What its <responsesample> says has no place here: “So.”.",)


def test_questions_answered_by_formulas_are_left_out_for_that_reason():
    assert "its answers are computed by formulas" in why_not(question("formulas", "<varsrandom><text></text></varsrandom>"))


def test_one_embedded_answer_that_takes_several_choices_asks_for_several():
    each = read(question("cloze", text="Which flow east? {4:MULTIRESPONSE_HS:%50%Danube#Yes.~%50%Tisza~%-50%Rhine~Elbe} Think."))
    wire = each.wire
    assert (wire["type"], wire["points"], wire["prompt"]) == ("multiple_response", 4, "Which flow east? Think.")
    assert wire["body"]["shuffle"] is True and wire["body"]["scoring"] == "per_choice" and len(wire["body"]["choices"]) == 4
    assert [(found["match"]["choice"], found["credit"]) for found in wire["answers"]] == [("c1", 0.5), ("c2", 0.5), ("c3", -0.5)]
    assert "Blank 2 takes several choices" in why_not(question("cloze", text="{1:SA:=x} {1:MR:=a~=b~c}"))
    assert "more than 100 %" in read(question("cloze", text="{1:MR:=a~=b~c} Which?")).lost[0]


@pytest.mark.parametrize("start", ["{0.5:NM:", "{1:mc:", "{1,5:SA:"])
def test_what_looks_like_an_embedded_answer_and_is_none_is_told(start):
    each = read(question("cloze", text=f"{{1:SA:=x}} and {start}=3}}"))
    assert each.lost == (f"What begins with “{start}” cannot be read as embedded answers; it stands in the text as it is.",)
