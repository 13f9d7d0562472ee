"""Gaps of QTI 2 and 3 that take some things and not others, and what is said of each of them."""
import pytest

from tests.formats.qti import declared, item
from tests.formats.test_qti_other_habits import MODAL
from tests.formats.test_qti_scoring import question, score, when

SO_OFTEN = "There each text could be used only so often; here any of them fits into each gap, however often."
KEY = declared(["A G", "C H"], base="directedPair", cardinality="multiple")
SHOWN = '<outcomeDeclaration identifier="SAID" cardinality="multiple" baseType="identifier"/>'


def dragged(gaps, things):
    """A text with two gaps; each thing and each gap by its attributes."""
    one, other = (f'<gap identifier="{name}" {more}/>' for name, more in zip("GH", gaps))
    given = "".join(f'<gapText identifier="{name}" {more}>{name}.</gapText>' for name, more in zip("ABCD", things))
    return f'<gapMatchInteraction responseIdentifier="RESPONSE" shuffle="false">{given}<p>So {one} and {other}.</p></gapMatchInteraction>'


def listed(found):
    return ["".join(choice["id"] for choice in blank["choices"]) for blank in found.wire["body"]["blanks"]]


@pytest.mark.parametrize("gaps, things, expected", [
    (["", ""], [""] * 4, ["ABCD", "ABCD"]),
    (['matchGroup="one"', 'matchGroup="two"'], ['matchGroup="one"'] * 2 + ['matchGroup="two"'] * 2, ["AB", "CD"]),
    (['matchGroup="A B"', 'matchGroup="C D"'], [""] * 4, ["AB", "CD"]),
    (["", ""], ['matchGroup="G"', 'matchGroup="G"', 'matchGroup="H"', ""], ["ABD", "CD"]),
    (['matchGroup="B D"', ""], [""] * 4, ["ABD", "ABCD"]),
    (['matchGroup="nothing"', 'matchGroup="C"'], [""] * 4, ["ABCD", "ABCD"]),
])  # fmt: skip
def test_a_gap_lists_what_may_be_put_into_it(gaps, things, expected):
    found = question(item(dragged(gaps, [f'matchMax="0" {each}' for each in things]), KEY, "match_correct"))

    assert (listed(found), found.lost) == (expected, ())


@pytest.mark.parametrize("most, lost", [("1", (SO_OFTEN,)), ("2", ()), ("0", ()), ("9" * 30, ()), ("some", (SO_OFTEN,))])
def test_how_often_a_thing_is_used_is_told_where_it_fits_into_more_gaps(most, lost):
    assert question(item(dragged(["", ""], [f'matchMax="{most}"'] * 4), KEY, "match_correct")).lost == lost


def test_what_fits_into_one_gap_alone_can_be_used_but_once_anyway():
    found = question(item(dragged(['matchGroup="A B"', 'matchGroup="C D"'], ['matchMax="1"'] * 4), KEY, "match_correct"))

    assert found.lost == ()


def test_feedback_by_what_is_right_in_a_gap_is_that_answers():
    rules = when(('<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>', score("1")))
    for place, name in enumerate("GH", 1):
        member = f'<member><index n="{place}"><correct identifier="RESPONSE"/></index><variable identifier="RESPONSE"/></member>'
        more = f'<multiple><variable identifier="SAID"/><baseValue baseType="identifier">{name}</baseValue></multiple>'
        rules += when((member, score(more, "SAID")))
    said = MODAL.format("SAID", "G", "show", "G is right.") + MODAL.format("SAID", "H", "show", "H is right.")

    found = question(item(dragged(["", ""], ['matchMax="0"'] * 4), KEY + SHOWN, rules, said))

    assert [answer["feedback"] for answer in found.wire["answers"]] == ["G is right.", "H is right."] and found.lost == ()


def test_feedback_for_a_gap_that_takes_several_things_is_that_of_each():
    worth = declared(["A G", "C H"], [("A G", 1), ("B G", 1), ("C H", 1)], base="directedPair", cardinality="multiple")
    rules = score('<mapResponse identifier="RESPONSE"/>')
    pairs = "".join(f'<member><baseValue baseType="directedPair">{one} G</baseValue><variable identifier="RESPONSE"/></member>' for one in "AB")
    rules += when((f"<or>{pairs}</or>", score('<baseValue baseType="identifier">G</baseValue>', "SAID")))
    said = MODAL.format("SAID", "G", "show", "G is right.")

    found = question(item(dragged(["", ""], ['matchMax="0"'] * 4), worth + SHOWN, rules, said))

    assert [answer.get("feedback") for answer in found.wire["answers"]] == ["G is right.", "G is right.", None] and found.lost == ()


@pytest.mark.parametrize("costly", ["B G", "D G", "D H"])
def test_whichever_thing_costs_points_in_a_gap_is_told(costly):
    key = declared(["A G", "C H"], [("A G", 1), ("C H", 1), (costly, -1)], base="directedPair", cardinality="multiple")

    found = question(item(dragged(["", ""], ['matchMax="0"'] * 4), key, "map_response"))

    assert found.lost == ("What is wrong costs points there; here it only earns none.",)
