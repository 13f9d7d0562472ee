"""Kinds of items, and what they say: each becomes a question of the type that fits, or is skipped for a reason its author accepts."""
from decimal import Decimal

import pytest

from service.formats._nouns import Question, Skipped
from tests.formats.bounds import within
from tests.formats.qti import choice, declared, item, one
from tests.formats.reading import loaded
from tests.formats.test_qti_scoring import CORRECT, base, question, score, when


def associable(ids):
    return "".join(f'<simpleAssociableChoice identifier="{each}" matchMax="1">Text {each}</simpleAssociableChoice>' for each in ids)


def matched(*sets, name="matchInteraction", **attributes):
    told = "".join(f' {each}="{value}"' for each, value in attributes.items())
    made = "".join(f"<simpleMatchSet>{associable(ids)}</simpleMatchSet>" for ids in sets)
    return f'<{name} responseIdentifier="RESPONSE"{told}><prompt>Match.</prompt>{made}</{name}>'


def pairs(*correct, entries=(), **more):
    return declared(correct, entries, "multiple", "directedPair", **more)


def test_two_sets_are_matched_by_pairs_or_all_or_nothing():
    body = matched("ab", "xyz")
    by_pair = question(item(body, pairs("a x", "b y", entries=[("a x", 1), ("b y", 1)]), "map_response"))
    whole = question(item(body, pairs("a x", "b y"), "match_correct"))
    assert by_pair.wire["body"]["scoring"] == "per_pair" and whole.wire["body"]["scoring"] == "all_or_nothing"
    assert by_pair.wire["answers"] == whole.wire["answers"] == [{"match": {"pairs": {"a": "x", "b": "y"}}, "credit": 1}]
    assert by_pair.wire["points"] == 2 and by_pair.lost == whole.lost == ()


def test_the_side_of_which_each_has_one_partner_is_the_left_one():
    found = question(item(matched("ab", "xyz"), pairs("a x", "b y", "a z", entries=[("a x", 1), ("b y", 1), ("a z", 1)]), "map_response"))
    assert found.wire["answers"][0]["match"]["pairs"] == {"x": "a", "y": "b", "z": "a"}


def test_pairs_that_are_worth_more_than_others_are_told():
    found = question(item(matched("ab", "xy"), pairs("a x", "b y", entries=[("a x", 1), ("b y", 2)]), "map_response"))
    assert found.lost == ("Its pairs are worth 1, 2 of 3 points there (in the key's order); here each is worth the same.",)


def test_things_that_belong_to_several_are_skipped():
    skipped = one(item(matched("ab", "xy"), pairs("a x", "a y", "b x"), "match_correct"))
    assert isinstance(skipped, Skipped) and "belongs to several" in skipped.why


def test_one_set_is_matched_with_the_first_of_each_pair_on_the_left():
    body = f'<associateInteraction responseIdentifier="RESPONSE"><prompt>Pair.</prompt>{associable("abcd")}</associateInteraction>'
    found = question(item(body, declared(["b a", "c d"], cardinality="multiple", base="pair"), "match_correct"))
    assert len(found.wire["answers"][0]["match"]["pairs"]) == 2 and "first of each right pair" in found.lost[0]


def ordered(*ids):
    made = "".join(f'<simpleChoice identifier="{each}">Text {each}</simpleChoice>' for each in ids)
    return f'<orderInteraction responseIdentifier="RESPONSE" shuffle="true"><prompt>Order.</prompt>{made}</orderInteraction>'


def test_an_order_is_all_or_nothing_or_by_place():
    declaration = declared(["b", "a", "c"], cardinality="ordered")
    place = "".join(when((f'<match><index n="{at}"><variable identifier="RESPONSE"/></index>{base(each, "identifier")}</match>',
                          score(f'<sum><variable identifier="SCORE"/>{base(1)}</sum>'))) for at, each in enumerate("bac", 1))  # fmt: skip
    whole, by_place = (question(item(ordered("a", "b", "c"), declaration, rules)) for rules in ("match_correct", place))
    assert whole.wire["body"]["scoring"] == "all_or_nothing" and by_place.wire["body"]["scoring"] == "in_place"
    assert whole.wire["answers"] == by_place.wire["answers"] == [{"match": {"order": ["b", "a", "c"]}, "credit": 1}]
    assert by_place.wire["points"] == 3


GAPS = (
    '<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill in.</prompt><gapText identifier="w" matchMax="0">winter</gapText>'
    '<gapText identifier="s" matchMax="0">summer</gapText><p>Now is the <gap identifier="g1"/> made <gap identifier="g2"/>.</p>'
    "</gapMatchInteraction>"
)


def test_gaps_are_blanks_with_choices_and_weigh_what_they_score():
    found = question(item(GAPS, pairs("w g1", "s g2", entries=[("w g1", 1), ("s g2", 2)]), "map_response"))
    assert found.wire["prompt"] == "Fill in.\n\nNow is the {{b1}} made {{b2}}."
    assert [blank["weight"] for blank in found.wire["body"]["blanks"]] == [1, 2] and found.lost == ()
    assert [answer["match"] for answer in found.wire["answers"]] == [{"blank": "b1", "choice": "w"}, {"blank": "b2", "choice": "s"}]


def test_gaps_may_be_all_or_nothing():
    found = question(item(GAPS, pairs("w g1", "s g2"), "match_correct"))
    assert found.wire["body"]["scoring"] == "all_or_nothing"


BLANKS = (
    '<p>The <textEntryInteraction responseIdentifier="A"/> is <inlineChoiceInteraction responseIdentifier="B">'
    '<inlineChoice identifier="x">big</inlineChoice><inlineChoice identifier="y">small</inlineChoice></inlineChoiceInteraction>, {{so}} '
    '<textEntryInteraction responseIdentifier="C"/> tons.</p>'
)
WHALE = declared(["whale"], [("whale", 2)], base="string", name="A")
THREE = WHALE + declared(["x"], name="B") + declared(["100"], base="integer", name="C")


def matches(name):
    return f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>'


def test_places_in_a_text_are_blanks_that_weigh_what_they_score():
    more = '<setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/>{}</sum></setOutcomeValue>'
    one_more = more.format(base(1))
    rules = more.format('<mapResponse identifier="A"/>') + when((matches("B"), one_more)) + when((matches("C"), one_more))
    found = question(item(BLANKS, THREE, f'<setOutcomeValue identifier="SCORE">{base(0)}</setOutcomeValue>' + rules))
    assert found.wire["prompt"] == "The {{b1}} is {{b2}}, { {so} } {{b3}} tons." and found.wire["points"] == 4
    assert [(blank["kind"], blank["weight"]) for blank in found.wire["body"]["blanks"]] == [("text", 2), ("choice", 1), ("number", 1)]
    assert found.lost == ("A blank was put between doubled braces, which would mean a place to fill in.",)


def test_places_that_count_together_are_all_or_nothing():
    rules = when((f"<and>{matches('A')}{matches('B')}{matches('C')}</and>", score("3")))
    found = question(item(BLANKS.replace("{{so}} ", ""), THREE, rules))
    assert found.wire["body"]["scoring"] == "all_or_nothing" and found.wire["points"] == 3 and found.lost == ()
    assert [answer["match"] for answer in found.wire["answers"]] == [
        {"blank": "b1", "text": "whale"}, {"blank": "b2", "choice": "x"}, {"blank": "b3", "value": 100},
    ]  # fmt: skip


def test_parts_of_a_text_that_are_chosen_are_choices():
    body = ('<hottextInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Which is wrong?</prompt>'
            '<p>He <hottext identifier="a">go</hottext> home <hottext identifier="b">now</hottext>.</p></hottextInteraction>')  # fmt: skip
    found = question(item(body, declared(["a"]), "match_correct"))
    assert found.wire["prompt"] == "Which is wrong?\n\nHe go home now."
    assert [each["text"] for each in found.wire["body"]["choices"]] == ["go", "now"]


def test_a_written_text_is_an_essay_with_what_scorers_are_told():
    body = '<extendedTextInteraction responseIdentifier="RESPONSE"><prompt>Why?</prompt></extendedTextInteraction>'
    found = question(item('<rubricBlock view="scorer"><p>Give two <b>reasons</b>.</p></rubricBlock>' + body, declared(base="string")))
    assert found.wire["type"] == "essay" and found.wire["prompt"] == "Why?" and "points" not in found.wire
    assert found.wire["answers"] == [{"match": {"text": "Give two reasons."}}]


def test_what_is_for_learners_is_in_the_prompt_and_what_is_for_tutors_is_told():
    notes = '<rubricBlock view="candidate tutor"><p>Think.</p></rubricBlock><rubricBlock view="tutor"><p>Easy one.</p></rubricBlock>'
    found = question(item(notes + choice("a", "b"), declared(["a"]), "match_correct"))
    assert found.wire["prompt"] == "Think.\n\nWhich?" and found.lost == ("A note for tutor was left out: “Easy one.”",)


def modal(name, text, show="show", outcome="FEEDBACK"):
    return f'<modalFeedback outcomeIdentifier="{outcome}" identifier="{name}" showHide="{show}"><p>{text}</p></modalFeedback>'


SHOWN = '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>'


def told():
    good, bad = (score(base(name, "identifier"), "FEEDBACK") for name in ("good", "bad"))
    return when((CORRECT, score("1") + good), otherwise=bad)


def test_feedback_goes_to_those_who_see_it():
    feedback = modal("good", "Yes.") + modal("bad", "No.") + modal("other", "Always.", "hide") + modal("never", "Never.")
    found = question(item(choice("a", "b", "c"), declared(["a"]) + SHOWN, told(), feedback))
    assert found.wire["feedback"] == {"correct": "Yes.", "incorrect": "No.", "general": "Always."}
    assert found.lost == ("A feedback was left out, for no response that was tried shows it: “Never.”",)


def test_feedback_by_the_choice_that_was_made_is_that_choices():
    rules = score("<mapResponse identifier='RESPONSE'/>") + score('<variable identifier="RESPONSE"/>', "FEEDBACK")
    found = question(item(choice("a", "b", "c"), declared(["a"], [("a", 1)]) + SHOWN, rules, modal("a", "Yes.") + modal("c", "Nearly.")))
    assert {each["match"]["choice"]: each["feedback"] for each in found.wire["answers"]} == {"a": "Yes.", "c": "Nearly."}
    assert found.lost == ()


DRAWN = (
    '<templateDeclaration identifier="n" cardinality="single" baseType="integer"/><templateProcessing>'
    '<setTemplateValue identifier="n"><randomInteger min="1" max="15"/></setTemplateValue></templateProcessing>'
)
SKIPPED = [
    (item(choice("a", "b"), declared(["a"]), "match_correct", adaptive="true"), "adaptive"),
    (item("<p><printedVariable identifier='n'/></p>" + choice("a", "b"), declared(["a"]) + DRAWN, "match_correct"), "template"),
    (item(choice("a", "b"), declared(["a"]) + DRAWN, score('<variable identifier="n"/>')), "template"),
    (item(choice("a", "b"), declared(["a"]) + DRAWN + "<p>$n is drawn.</p>", "match_correct"), "template"),
    (item(choice("a", "b"), declared(["a"]) + DRAWN.replace("</templateP", "<exitTemplate/></templateP"), "match_correct"), "template"),
    (item("<p>Read this.</p>"), "no interaction"),
    (item(choice("a", "b") + choice("c", "d"), declared(["a"], cardinality="multiple")), "several interactions (choiceInteraction)"),
    (item(choice("a", "b") + choice("c", "d"), declared(["a"])), "share one response"),
    (item('<hotspotInteraction responseIdentifier="RESPONSE"/>', declared(["a"])), "(hotspotInteraction)"),
    (item('<uploadInteraction responseIdentifier="RESPONSE"/>', declared(base="file")), "(uploadInteraction)"),
    (item('<customInteraction responseIdentifier="RESPONSE"/>', declared()), "(customInteraction)"),
    (item(choice("a", "a"), declared(["a"]), "match_correct"), "same identifier"),
    (item(choice("a"), declared(["a"]), "match_correct"), "fewer than two"),
    (item(choice("a", "b").replace("RESPONSE", "OTHER"), declared(["a"]), "match_correct"), "'OTHER' that the item does not declare"),
    (item(choice("a", "b").replace("<prompt>Which?</prompt>", ""), declared(["a"]), "match_correct"), "no text"),
    (item(choice("a", "b").replace("Text b", ""), declared(["a"]), "match_correct"), "'b' has no text"),
    (item(ordered("a", "b", "c"), declared(["a"], cardinality="ordered"), "match_correct"), "does not give every choice its place"),
    (item(choice("a", "b"), declared(["z"]), "match_correct"), "could not be made out"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "why"), SKIPPED, ids=[why for _, why in SKIPPED])
def test_what_can_be_no_question_is_skipped_and_told_why(data, why):
    skipped = one(data)
    assert isinstance(skipped, Skipped) and why in skipped.why and skipped.where == "item i1"


def test_ids_that_cannot_be_ours_get_new_ones_and_every_answer_follows():
    found = question(item(choice("ä", "b"), declared(["ä"], [("ä", 1), ("b", 0.5)]), "map_response"))
    assert [each["id"] for each in found.wire["body"]["choices"]] == ["c1", "c2"]
    assert found.wire["answers"] == [{"match": {"choice": "c1"}, "credit": 1}, {"match": {"choice": "c2"}, "credit": Decimal("0.5")}]


def test_the_original_is_kept_with_its_question():
    found = question(item(choice("a", "b"), declared(["a"]), "match_correct"))
    assert isinstance(found, Question) and found.original.startswith("<assessmentItem") and loaded(found)["external_id"] == "i1"


def test_values_that_are_declared_and_never_drawn_take_time_by_their_number():
    declarations = "".join(f'<templateDeclaration identifier="t{number}" cardinality="single" baseType="float"/>' for number in range(16_000))
    with within(4):
        assert question(item(choice("a", "b"), declared(["a"]) + declarations, "match_correct")).wire["type"] == "multiple_choice"
