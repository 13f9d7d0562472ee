"""Common Cartridges: their quizzes and banks become questions, with the images that they show; pages and files are none."""
import io
from pathlib import Path

import pytest

from service.formats import _zip, cc
from service.formats._nouns import Container, File, Skipped, Unreadable
from tests.formats.reading import found, questions

SAMPLE = (Path(__file__).parent / "samples" / "cc_assessment.xml").read_bytes()
BANK = b"""<questestinterop><objectbank ident="B1"><qtimetadata><qtimetadatafield><fieldlabel>bank_title</fieldlabel>
<fieldentry>Spare ones</fieldentry></qtimetadatafield></qtimetadata><item ident="I9"><presentation>
<material><mattext>True?</mattext></material><response_lid ident="R" rcardinality="Single"><render_choice>
<response_label ident="t"><material><mattext>True</mattext></material></response_label>
<response_label ident="f"><material><mattext>False</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" varname="SCORE"/></outcomes>
<respcondition><conditionvar><varequal respident="R">t</varequal></conditionvar><setvar varname="SCORE" action="Set">100</setvar>
</respcondition></resprocessing></item></objectbank></questestinterop>"""


def manifest(schema="IMS Common Cartridge", version="1.3.0"):
    return f"""<?xml version="1.0"?><manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1" identifier="m">
<metadata><schema>{schema}</schema><schemaversion>{version}</schemaversion></metadata><organizations/><resources/></manifest>""".encode()


def cartridge(members, **about):
    out = io.BytesIO()
    with _zip.Writer(out) as archive:
        for name, data in {"imsmanifest.xml": manifest(**about), **members}.items():
            archive.add(name, data)
    return out.getvalue()


def address(data, name):
    return f"https://media.example/{name.replace(' ', '-')}"


@pytest.mark.parametrize("version", ["1.1.0", "1.2.0", "1.3.0"])
def test_quizzes_and_banks_are_read_with_their_places(version):
    data = cartridge({"i1/a.xml": SAMPLE, "i2/bank.xml": BANK, "wiki_content/page.html": b"<p>Hello</p>"}, version=version)

    read = found(cc, data)

    assert [each.title for each in read if isinstance(each, Container)] == ["Light", "Spare ones"]
    assert [each.where for each in questions(cc, data)] == [
        "item I1 in i1/a.xml", "item I2 in i1/a.xml", "item I3 in i1/a.xml", "item I9 in i2/bank.xml",
    ]  # fmt: skip
    assert [each.wire["type"] for each in questions(cc, data)] == ["multiple_choice", "short_answer", "essay", "true_false"]


def test_profiles_give_points_category_feedback_and_pictures():
    data = cartridge({"i1/a.xml": SAMPLE, "web_resources/pictures/two rays.png": b"PNG"})

    choice, pattern, essay = questions(cc, data, keep=address)

    assert choice.wire["prompt"] == "See ![two rays](https://media.example/two-rays.png): what is fastest?"
    assert choice.lost == ()
    assert (choice.wire["points"], choice.wire["category"]) == (3, "Physics/Light")
    assert choice.wire["feedback"] == {"correct": "Right.", "incorrect": "Wrong."}
    assert [each["match"] for each in pattern.wire["answers"]] == [{"text": "violet"}, {"text": r"(?i).*purple\*ish.*", "mode": "regex"}]
    assert essay.wire["answers"] == [{"match": {"text": "Scattering."}}]


def test_what_canvas_has_twice_is_read_where_it_stands_in_full():
    data = cartridge({"g1/assessment_qti.xml": b"<questestinterop/>", "non_cc_assessments/g1.xml.qti": SAMPLE})

    skipped = [each for each in found(cc, data) if isinstance(each, Skipped)]

    assert [(each.where, each.why) for each in skipped] == [
        ("g1/assessment_qti.xml", "The same quiz stands in full in non_cc_assessments/g1.xml.qti; it was read there.")
    ]
    assert len(questions(cc, data)) == 3


def test_a_cartridge_without_questions_says_so():
    with pytest.raises(Unreadable, match="no quizzes and no question banks"):
        found(cc, cartridge({"wiki_content/page.html": b"<p>Hello</p>"}))


def test_only_cartridges_are_recognised():
    assert cc.recognises(File.of(cartridge({})))
    assert cc.recognises(File.of(cartridge({}, schema="IMS Thin Common Cartridge")))
    assert not cc.recognises(File.of(cartridge({}, schema="IMS Content")))
    assert not cc.recognises(File.of(b"<manifest>Common Cartridge</manifest>"))
    assert not cc.recognises(File.of(b"PK\3\4broken"))
