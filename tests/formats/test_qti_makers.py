"""QTI 2 and 3 as OpenOLAT, ONYX, TAO and state tests write it: passages, hints, media and declarations of their own making."""
import pytest

from service.formats import qti22, recognised
from service.formats._nouns import File, Question
from tests.formats.qti import choice, declared, item, one, packed, read
from tests.formats.reading import loaded
from tests.formats.test_qti_scoring import CORRECT, base, question, score, when

KEY = declared(["a"])
MODAL = '<modalFeedback outcomeIdentifier="{0}" identifier="{1}" showHide="show" title="{2}"><p>{3}</p></modalFeedback>'


def outcome(name, kind="identifier"):
    start = "<defaultValue><value>false</value></defaultValue>" if kind == "boolean" else ""
    return f'<outcomeDeclaration identifier="{name}" cardinality="single" baseType="{kind}">{start}</outcomeDeclaration>'


def test_a_feedback_may_be_shown_by_a_boolean():
    rules = when((CORRECT, score("1"))) + f'<setOutcomeValue identifier="F"><and>{CORRECT}</and></setOutcomeValue>'

    found = question(item(choice("a", "b"), KEY + outcome("F", "boolean"), rules, MODAL.format("F", "true", "Right!", "So it is.")))

    assert found.wire["feedback"] == {"correct": "Right!\n\nSo it is."}


def test_what_a_button_shows_is_a_hint():
    pressed = f'<variable identifier="ASK"/>{score(base("HINT", "identifier"), "H")}'
    rules = f"<responseCondition><responseIf>{pressed}</responseIf></responseCondition>" + when((CORRECT, score("1")))
    button = '<p><endAttemptInteraction responseIdentifier="ASK" title="Hint"/></p>'
    names = KEY + declared(name="ASK", base="boolean") + outcome("H")

    found = question(item(choice("a", "b") + button, names, rules, MODAL.format("H", "HINT", "", "Think.")))
    bare = question(item(choice("a", "b") + button, names, "match_correct"))

    assert (found.wire["type"], found.wire["hints"], found.lost) == ("multiple_choice", ["Think."], ())
    assert bare.lost == ("A button that ends the attempt was left out.",)


LISTS = '<choiceInteraction responseIdentifier="{0}" maxChoices="1"><prompt>{0}?</prompt>{1}</choiceInteraction>'


def listed(name, *ids):
    return LISTS.format(name, "".join(f'<simpleChoice identifier="{each}">Text {each}</simpleChoice>' for each in ids))


def test_several_lists_of_choices_are_places_to_choose_in():
    body = "<p>Both.</p>" + listed("ONE", "a", "b") + listed("TWO", "c", "d")

    found = question(item(body, declared(["a"], name="ONE") + declared(["d"], name="TWO")))

    assert found.wire["prompt"] == "Both.\n\nONE?\n\n{{b1}}\n\nTWO?\n\n{{b2}}"
    assert [each["match"] for each in found.wire["answers"]] == [{"blank": "b1", "choice": "a"}, {"blank": "b2", "choice": "d"}]
    assert found.wire["points"] == 2 and "lists of choices" in found.lost[-1]


def test_a_number_on_a_slider_is_typed():
    body = '<sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="50"><prompt>How many?</prompt></sliderInteraction>'

    found = question(item(body, declared(["16"], base="integer"), "match_correct"))

    assert (found.wire["type"], found.wire["prompt"], found.wire["answers"][0]["match"]) == ("numeric", "How many?", {"value": 16})
    assert found.lost == ("There a number from 0 to 50 is set on a slider; here it is typed.",)


def test_pairs_may_be_declared_as_identifiers():
    thing = '<simpleAssociableChoice identifier="{0}" matchMax="1">T {0}</simpleAssociableChoice>'
    sides = "".join(f"<simpleMatchSet>{''.join(map(thing.format, ids))}</simpleMatchSet>" for ids in ("ab", "xy"))
    body = f'<matchInteraction responseIdentifier="RESPONSE"><prompt>Match.</prompt>{sides}</matchInteraction>'

    found = question(item(body, declared(["a  x", "b y"], [("a x", 1), ("b y", 1)], cardinality="multiple"), "map_response"))

    assert found.wire["answers"][0]["match"]["pairs"] == {"a": "x", "b": "y"}


PAGE = '<rubricBlock view="candidate tutor"><div><object type="text/html" data="../texts/{0}"/></div></rubricBlock>'
INCLUDED = '<div><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../texts/{0}"/></div>'
TEXTS = {
    "a.html": b"<html><head><title>T</title></head><body><p>Bees &amp; <img src='bee.png' alt='bee'>wasps<br></body></html>",
    "a.xml": b'<div xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2"><p>Bees &amp; <img src="bee.png" alt="bee"/>wasps</p></div>',
}


@pytest.mark.parametrize("way, name", [(PAGE, "a.html"), (INCLUDED, "a.xml")])
def test_a_passage_in_a_file_of_its_own_stands_before_the_prompt(way, name):
    data = item(way.format(name) + choice("a", "b"), KEY, "match_correct")
    files = {"items/i.xml": data, **{f"texts/{each}": text for each, text in TEXTS.items()}, "texts/bee.png": b"png"}

    (found,) = [each for each in read(qti22, packed(files), "p.zip") if isinstance(each, Question)]

    assert loaded(found)["prompt"] == "Bees & ![bee](https://media.example.org/bee.png)wasps\n\nWhich?"
    assert found.lost == ("A passage that it shares with other items was put before its prompt.",)


def test_a_passage_that_is_not_there_is_told():
    assert question(item(INCLUDED.format("a.xml") + choice("a", "b"), KEY, "match_correct")).lost == (
        "The passage ../texts/a.xml is not among the files.",
    )


def test_an_object_is_the_sound_or_the_page_in_the_web_that_it_shows():
    body = '<p><object type="audio/mpeg" data="a.mp3">Listen</object> <object type="text/html" data="//example.org/v"/></p>'

    found = one(packed({"i.xml": item(body + choice("a", "b"), KEY, "match_correct"), "a.mp3": b"mp3"}))

    assert found.wire["prompt"] == "[a.mp3](https://media.example.org/a.mp3) [example.org/v](https://example.org/v)\n\nWhich?"


def test_what_is_only_played_is_a_part_of_the_text():
    sound = '<object type="audio/mpeg" data="https://example.org/a.mp3"/>'
    played = f'<mediaInteraction responseIdentifier="M" autostart="false">{sound}</mediaInteraction>'

    found = question(item(played + choice("a", "b"), KEY + declared(name="M", base="integer"), "match_correct"))

    assert found.wire["prompt"] == "[a.mp3](https://example.org/a.mp3)\n\nWhich?"


def test_support_and_materials_that_no_question_has_are_told():
    beyond = b"<catalogInfo><catalog id='c'/></catalogInfo><companionMaterialsInfo><calculator/></companionMaterialsInfo>"
    data = item(choice("a", "b"), KEY, "match_correct").replace(b"</itemBody>", b"</itemBody>" + beyond)

    assert [each.split(" (")[0] for each in question(data).lost] == ["Support for some learners", "Its companion materials"]


NAMES = {
    "": "qti21", "http://www.imsglobal.org/xsd/imsqti_item_v2p0": "qti21", "http://example.org/qti": "qti21",
    "http://www.imsglobal.org/xsd/apip/apipv1p0/qtiitem/imsqti_v2p1": "qti21", "http://www.imsglobal.org/xsd/imsqti_v2p2": "qti22",
}  # fmt: skip


@pytest.mark.parametrize("name, version", NAMES.items())
def test_an_item_is_told_by_its_first_element_where_its_namespace_is_none_that_is_known(name, version):
    data = item(choice("a", "b"), KEY, "match_correct").replace(b"http://www.imsglobal.org/xsd/imsqti_v2p2", name.encode())
    alone, packaged = File.of(data, "i.xml"), File.of(packed({"imsmanifest.xml": b"<manifest/>", "i.xml": data}), "i.zip")

    assert recognised(alone) == recognised(packaged) == version
    assert one(data).wire["type"] == "multiple_choice"


def test_an_item_of_the_third_version_without_a_namespace_is_told():
    assert recognised(File.of(b'<qti-assessment-item identifier="i"><qti-item-body/></qti-assessment-item>', "i.xml")) == "qti3"


def test_choices_that_read_the_same_and_earn_the_same_are_one():
    def named(text):
        return item(choice("a", "b", "c").replace("Text c", text), KEY, "match_correct")

    found, refused = question(named("Text b")), one(named("Text a"))

    assert [each["id"] for each in found.wire["body"]["choices"]] == ["a", "b"] and "more than once" in found.lost[0]
    assert [each["id"] for each in refused.wire["body"]["choices"]] == ["a", "b", "c"], "the schema says what is wrong"


def test_things_to_match_with_that_read_the_same_are_one():
    sides = "".join(
        f"<simpleMatchSet>{''.join(map(THING.format, ids, texts))}</simpleMatchSet>" for ids, texts in (("ab", "AB"), ("xyz", "XXZ"))
    )
    body = f'<matchInteraction responseIdentifier="RESPONSE"><prompt>Match.</prompt>{sides}</matchInteraction>'

    found = question(item(body, declared(["a x", "b y"], cardinality="multiple", base="directedPair"), "match_correct"))

    assert found.wire["answers"][0]["match"]["pairs"] == {"a": "x", "b": "x"}
    assert [each["id"] for each in found.wire["body"]["right"]] == ["x", "z"] and "read the same" in found.lost[-1]


THING = '<simpleAssociableChoice identifier="{0}" matchMax="1">{1}</simpleAssociableChoice>'


def test_texts_for_gaps_that_read_the_same_are_one():
    texts = "".join(f'<gapText identifier="{ident}" matchMax="1">{text}</gapText>' for ident, text in zip("xyz", ("the", "the", "a")))
    body = f'<gapMatchInteraction responseIdentifier="RESPONSE">{texts}<p>In <gap identifier="g"/> house, <gap identifier="h"/> dog</p>'
    body += "</gapMatchInteraction>"

    found = question(item(body, declared(["x g", "y h"], [("x g", 1), ("y h", 1)], "multiple", "directedPair"), "map_response"))

    assert [each["match"]["choice"] for each in found.wire["answers"]] == ["x", "x"] and "read the same" in found.lost[-1]
