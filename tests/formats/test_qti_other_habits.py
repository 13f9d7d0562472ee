"""QTI 2 and 3 as makers bend it: operators and elements of their own, keys of several values, HTML as plain text, rounded thirds."""
from decimal import Decimal

import pytest

from service.formats import qti22
from service.formats._nouns import Skipped
from tests.formats.qti import choice, declared, item, one, packed, read
from tests.formats.test_qti_makers import listed, outcome
from tests.formats.test_qti_scoring import CORRECT, ENTRY, RESPONSE, base, credits, question, score, when

MODAL = '<modalFeedback outcomeIdentifier="{0}" identifier="{1}" showHide="{2}"><p>{3}</p></modalFeedback>'
NEAR = '<mapTolResponse xmlns="urn:of-its-maker" identifier="RESPONSE" tolerance="{}" toleranceMode="absolute"/>'
TIDIED = '<customOperator definition="qade:Trim"><customOperator definition="qade:ToAscii">{}</customOperator></customOperator>'
MORE = score(f'<sum><variable identifier="SCORE"/>{base(1)}</sum>')
TEXTS = '<p>One <textEntryInteraction responseIdentifier="ONE"/>, two <textEntryInteraction responseIdentifier="TWO"/></p>'


def most(points):
    """The declaration of how many points can be had."""
    start = f"<defaultValue><value>{points}</value></defaultValue>"
    return f'<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">{start}</outcomeDeclaration>'


def texts(found):
    return [answer["match"]["text"] for answer in found.wire["answers"]]


def test_texts_that_differ_in_white_space_are_one_answer():
    keys = [("rook", 1), ("rook ", 1), ("  rook", 1), ("two  words\n", 1)]

    found = question(item(ENTRY, declared(entries=keys, base="string"), "map_response"))

    assert texts(found) == ["rook", "two  words"] and found.lost == ()


def test_several_values_of_a_single_key_are_each_right_and_that_is_told():
    found = question(item(ENTRY, declared(["397.66", "397.7"], base="string"), "match_correct"))

    assert credits(found, "text") == {"397.66": 1, "397.7": 1}
    assert found.lost == ("Its key names several values where one is given: each of them is right here.",)


def test_a_key_of_several_values_for_what_takes_several_is_all_of_them():
    chosen = question(item(choice("a", "b", "c", most=2), declared(["a", "b"]), "match_correct"))
    gaps = question(item(GAPS, declared(["W G1", "S G2"], base="directedPair"), "match_correct"))

    assert (chosen.wire["type"], credits(chosen)) == ("multiple_response", {"a": 1, "b": 1})
    assert [each["match"]["choice"] for each in gaps.wire["answers"]] == ["W", "S"]


def test_a_mapped_text_with_a_tolerance_of_letters_is_what_it_is_and_the_tolerance_is_told():
    found = question(item(ENTRY, declared(entries=[("more", 3)], base="string"), score(NEAR.format(2))))

    assert (credits(found, "text"), found.wire["points"]) == ({"more": 1}, 3)
    assert found.lost == ("There up to 2 of the letters that are typed could be wrong; here every letter counts.",)


def test_a_mapped_number_keeps_its_tolerance():
    found = question(item(ENTRY, declared(entries=[("10", 2), ("20", 1)], base="float"), score(NEAR.format("0.5"))))

    assert [(each["match"]["value"], each["match"]["tolerance"], each["credit"]) for each in found.wire["answers"]] == [
        (10, Decimal("0.5"), 1), (20, Decimal("0.5"), Decimal("0.5")),
    ]  # fmt: skip


def test_a_text_is_tidied_before_it_is_compared():
    rules = when((f'<stringMatch caseSensitive="true">{TIDIED.format(RESPONSE)}{base("cafe", "string")}</stringMatch>', score("1")))

    found = question(item(ENTRY, declared(base="string"), rules))

    assert texts(found) == ["cafe"]
    assert found.lost == ("There accents were taken off what is typed before it was compared; here they count.",)


def test_another_operator_of_a_maker_is_named():
    rules = when((f'<match><customOperator class="some.Own">{RESPONSE}</customOperator>{base("a", "identifier")}</match>', score("1")))

    found = question(item(choice("a", "b"), declared(["b"]), rules))

    assert found.lost[0].startswith("Its own scoring could not be followed (the operator some.Own)")


def test_a_key_of_which_only_a_part_is_a_number_is_not_cut_down_to_that():
    test = f'<equal toleranceMode="exact">{RESPONSE}<correct identifier="RESPONSE"/></equal>'

    found = question(item(ENTRY, declared(["1,5", "three halves"], base="string"), when((test, score("1")))))

    assert [each["match"]["text"] for each in found.wire["answers"]] == ["1,5", "three halves"]
    assert "could not be followed" in "".join(found.lost)


def test_a_question_asked_inside_its_text_entry_is_kept():
    body = '<textEntryInteraction responseIdentifier="RESPONSE"><prompt>How much?</prompt></textEntryInteraction>'

    assert question(item(body, declared(["7"], base="float"), "match_correct")).wire["prompt"].startswith("How much?")


def test_texts_that_must_all_be_right_by_their_mappings_are_all_or_nothing():
    sums = "".join(f'<mapResponse identifier="{name}"/>' for name in ("ONE", "TWO"))
    keys = declared(entries=[("a", 1), ("b", 1)], base="string", name="ONE") + declared(entries=[("c", 1)], base="string", name="TWO")

    found = question(item(TEXTS, keys, when((f"<gte><sum>{sums}</sum>{base(2)}</gte>", score("1")))))

    assert found.wire["body"]["scoring"] == "all_or_nothing" and texts(found) == ["a", "b", "c"] and found.lost == ()


def test_thirds_that_were_rounded_add_up_to_one():
    third, keys = "0.333333333333333", ["a", "b", "c"]
    whole = when((f"<equal toleranceMode='exact'><mapResponse identifier='RESPONSE'/>{base(1)}</equal>", score("1")))
    mapped = declared(keys, [*((each, third) for each in keys), ("d", -1)], "multiple")

    found = question(item(choice("a", "b", "c", "d", most=0), mapped, whole))

    assert (found.wire["body"]["scoring"], found.wire["points"], found.lost) == ("all_or_nothing", 1, ())
    assert [each for each, credit in credits(found).items() if credit > 0] == keys


def test_a_third_that_was_rounded_is_no_other_number_of_points():
    mapped = declared(["a", "b", "c"], [(each, "1.66666666666667") for each in "abc"], "multiple")

    found = question(item(choice("a", "b", "c", "d", most=0), mapped + most(5), "map_response"))

    assert (found.wire["points"], found.lost) == (5, ())


def test_without_a_scoring_of_its_own_its_points_are_those_it_declares():
    assert question(item(choice("a", "b"), declared(["b"]) + most(100))).wire["points"] == 100


GAPS = (
    '<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill.</prompt><gapText identifier="W" matchMax="0">winter</gapText>'
    '<gapText identifier="S" matchMax="0">summer</gapText><gapText identifier="A" matchMax="0">autumn</gapText>'
    '<p>The <gap identifier="G1"/> and the <gap identifier="G2"/></p></gapMatchInteraction>'
)


def test_what_earns_something_in_a_gap_beside_its_key_is_kept():
    mapped = declared(["W G1", "S G2"], [("W G1", 2), ("A G1", 1), ("S G2", 2)], "multiple", "directedPair")

    found = question(item(GAPS, mapped, "map_response"))

    assert [(each["match"]["blank"], each["match"]["choice"], each["credit"]) for each in found.wire["answers"]] == [
        ("b1", "A", Decimal("0.5")), ("b1", "W", 1), ("b2", "S", 1),
    ]  # fmt: skip
    assert found.wire["points"] == 4 and found.lost == ()


def test_by_the_key_alone_no_other_thing_is_right_in_a_gap():
    mapped = declared(["W G1", "S G2"], [("W G1", 2), ("A G1", 1), ("S G2", 2)], "multiple", "directedPair")

    found = question(item(GAPS, mapped, "match_correct"))

    assert [each["match"]["choice"] for each in found.wire["answers"]] == ["W", "S"]
    assert found.wire["body"]["scoring"] == "all_or_nothing"


WRONG = when((f"<equal><variable identifier='SCORE'/>{base(2)}</equal>", score(base("right", "identifier"), "F")),
             otherwise=score(base("wrong", "identifier"), "F"))  # fmt: skip
SAID = MODAL.format("F", "right", "show", "Yes.") + MODAL.format("F", "wrong", "show", "No.")


def test_who_has_all_places_wrong_is_told_so_too():
    keys = declared(entries=[("a", 1)], base="string", name="ONE") + declared(entries=[("b", 1)], base="string", name="TWO")
    sums = "".join(f'<mapResponse identifier="{name}"/>' for name in ("ONE", "TWO"))

    in_texts = question(item(TEXTS, keys + outcome("F"), score(f"<sum>{sums}</sum>") + WRONG, SAID))
    pairs = declared(["W G1", "S G2"], [("W G1", 1), ("S G2", 1)], "multiple", "directedPair")
    in_gaps = question(item(GAPS, pairs + outcome("F"), score('<mapResponse identifier="RESPONSE"/>') + WRONG, SAID))

    assert in_texts.wire["feedback"] == in_gaps.wire["feedback"] == {"correct": "Yes.", "partial": "No.", "incorrect": "No."}


BONUS = declared(["a", "b"], [("a", 2), ("b", 2), ("c", -2)], "multiple", lowerBound=0)
SHOWN = '<outcomeDeclaration identifier="F" cardinality="multiple" baseType="identifier"/>'


def test_where_the_key_is_scored_feedback_is_still_shown_by_its_own_rules():
    rules = score(RESPONSE, "F") + score('<mapResponse identifier="RESPONSE"/>') + when((CORRECT, score("5")))
    feedback = MODAL.format("F", "a", "show", "It is.") + MODAL.format("F", "b", "hide", "You missed one.")

    found = question(item(choice("a", "b", "c", most=0), BONUS + SHOWN, rules, feedback))

    assert found.wire["answers"][0]["feedback"] == "It is." and "feedback" not in found.wire
    assert found.lost[-1] == "A feedback was left out, for it is shown on conditions that no feedback here has: “You missed one.”"


def test_a_feedback_whose_rules_cannot_be_followed_is_never_for_everybody():
    rules = score("<randomFloat min='0' max='1'/>")

    found = question(item(choice("a", "b"), declared(["b"]) + outcome("F"), rules, MODAL.format("F", "no", "hide", "You missed it.")))

    assert "feedback" not in found.wire
    assert found.lost[-1] == "A feedback was left out, for what shows it could not be followed: “You missed it.”"


def test_a_feedback_in_a_choice_that_no_variable_shows_is_that_choices():
    body = choice("a", "b").replace("Text a", "Text a<feedbackInline>Why not.</feedbackInline>")

    found = question(item(body, declared(["b"]), "match_correct"))

    assert found.wire["answers"][0] == {"match": {"choice": "a"}, "credit": 0, "feedback": "Why not."}


REASONS = (
    '<teacherInstructions>Read it aloud.</teacherInstructions><choiceRationales responseIdentifier="{0}"><rationale identifier="a">It is '
    '<em>not</em>.</rationale><rationale identifier="b">It is.</rationale></choiceRationales>'
)


def test_what_is_meant_for_teachers_is_not_shown_to_learners():
    found = question(item(choice("a", "b") + REASONS.format("RESPONSE"), declared(["b"]), "match_correct"))
    parts = listed("ONE", "a", "b") + listed("TWO", "c", "d")
    two = question(item(parts + REASONS.format("ONE"), declared(["a"], name="ONE") + declared(["d"], name="TWO")))

    assert found.wire["prompt"] == "Which?" and found.lost == ("A note for teachers was left out: “Read it aloud.”",)
    assert [(each["credit"], each["explanation"]) for each in found.wire["answers"]] == [(0, "It is *not*."), (1, "It is.")]
    assert two.wire["prompt"] == "ONE?\n\n{{b1}}\n\nTWO?\n\n{{b2}}" and "A note for teachers was left out: “It is.”" in two.lost


def test_a_value_that_would_be_shown_is_told():
    body = choice("a", "b").replace("Which?", 'Which of <printedVariable identifier="SCORE"/>?')

    assert "The value of SCORE is shown in its text there" in question(item(body, declared(["b"]), "match_correct")).lost[0]


HTML = "<![CDATA[<p>One <strong>two</strong>&nbsp;three</p>]]>"


def test_html_as_plain_text_is_read_as_html_and_that_is_told():
    data = item(choice("a", "b").replace("Text a", HTML).replace("Text b", "<![CDATA[a < b]]>"), declared(["b"]), "match_correct")

    alone, (packaged,) = one(data), read(qti22, packed({"item.xml": data}), "package.zip")

    for found in (alone, packaged):
        assert [each["text"] for each in found.wire["body"]["choices"]] == ["One **two**\u00a0three", "a < b"]
        assert found.lost == ("HTML that stands in it as plain text (in CDATA) was read as HTML.",)


def test_a_value_is_what_it_spells():
    found = question(item(ENTRY, declared(["<![CDATA[<b>x</b>]]>"], base="string"), "match_correct"))

    assert texts(found) == ["<b>x</b>"] and found.lost == ()


def test_a_title_with_references_in_it_is_read():
    found = question(item(choice("a", "b"), declared(["b"]), "match_correct", title="Cause&amp;nbsp;and effect"))

    assert found.wire["title"] == "Cause and effect"


def test_without_a_text_it_is_still_no_question():
    bare = '<textEntryInteraction responseIdentifier="RESPONSE"/>'

    assert isinstance(one(item(bare, declared(["7"], base="float"), "match_correct")), Skipped)


@pytest.mark.parametrize("operand", [RESPONSE, f'<customOperator definition="questify:ParseCommaDecimal">{RESPONSE}</customOperator>'])
def test_a_text_that_is_compared_with_numbers_alone_is_a_number(operand):
    rules = when((f'<equal toleranceMode="absolute" tolerance="0.1">{operand}{base("0.5")}</equal>', score("1")))

    found = question(item(ENTRY, declared(["0,5"], base="string"), rules))

    assert (found.wire["type"], found.wire["answers"][0]["match"], found.lost) == (
        "numeric", {"value": Decimal("0.5"), "tolerance": Decimal("0.1")}, (),
    )  # fmt: skip


def test_an_order_that_only_its_rules_name_is_found():
    body = '<orderInteraction responseIdentifier="RESPONSE"><prompt>Order them.</prompt>{}</orderInteraction>'
    things = "".join(f'<simpleChoice identifier="{each}">Text {each}</simpleChoice>' for each in "abc")
    places = "".join(
        when((f'<match><index n="{at}">{RESPONSE}</index>{base(each, "identifier")}</match>', MORE)) for at, each in enumerate("cab", 1)
    )

    found = question(item(body.format(things), declared(cardinality="ordered"), places))
    untold = one(item(body.format(things), declared(cardinality="ordered"), when((f"<isNull>{RESPONSE}</isNull>", score("0")))))

    assert found.wire["answers"] == [{"match": {"order": ["c", "a", "b"]}, "credit": 1}]
    assert (found.wire["body"]["scoring"], found.wire["points"], found.lost) == ("in_place", 3, ())
    assert isinstance(untold, Skipped)


@pytest.mark.parametrize(
    "html", ["<p>One<o:p></o:p></p>", '<p class="x"">One</p>', "<p>One</p><!-- two -- three -->", "<p svg:x='1'>One</p>", "<w:x><b></b>One</w:x>"]
)
def test_html_that_no_xml_can_hold_takes_no_item_away(html):
    found = question(item(choice("a", "b").replace("Text a", f"<![CDATA[{html}]]>"), declared(["b"]), "match_correct"))

    assert found.wire["body"]["choices"][0]["text"] == "One"
