"""QTI 3.0: told by its namespace, read also where it is 3.0.1, and written as 3.0.0."""
from decimal import Decimal
from pathlib import Path

import pytest

from service import formats
from service.formats import qti3
from service.formats._nouns import File
from service.question_types import TYPES
from tests.formats.qti import declared, exported, files, item, one, packed
from tests.formats.reading import loaded
from tests.formats.test_qti_round_trip import whole

SAMPLE = (Path(__file__).parent / "samples/qti3_amp_up.xml").read_bytes()


def test_a_choice_with_credits_and_feedback_of_its_own_is_read_whole():
    found = one(SAMPLE, qti3)
    loaded(found)
    assert found.lost == () and found.wire == {
        "type": "multiple_choice", "title": "Tides", "external_id": "tides", "points": 2,
        "prompt": "What mostly *makes* the tides?\n\nChoose **one**.",
        "body": {
            "shuffle": True,
            "choices": [
                {"id": "moon", "text": "The Moon"}, {"id": "both", "text": "The Sun"}, {"id": "wind", "text": "The wind"},
                {"id": "none", "text": "None of these", "pinned": True},
            ],
        },
        "answers": [
            {"match": {"choice": "moon"}, "credit": 1, "feedback": "Yes, its pull."},
            {"match": {"choice": "both"}, "credit": Decimal("0.5"), "feedback": "It adds less than half."},
            {"match": {"choice": "wind"}, "credit": Decimal("-0.25")},
        ],
    }  # fmt: skip


def test_an_item_and_a_package_of_this_version_are_recognised():
    assert formats.recognised(File.of(SAMPLE)) == "qti3"
    manifest = '<manifest><resources><resource type="imsqti_item_xmlv3p0"/></resources></manifest>'
    assert formats.recognised(File.of(packed({"imsmanifest.xml": manifest}))) == "qti3"
    assert formats.recognised(File.of(packed({"item.xml": SAMPLE}))) == "qti3"


@pytest.mark.parametrize("data", [
    b"", b"<quiz/>", packed({"a.txt": "imsqtiasi_v3p0"}),
    packed({"imsmanifest.xml": '<manifest><resources><resource type="imsqti_xmlv1p2"/></resources></manifest>'}),
    packed({"imsmanifest.xml": '<manifest><resources><resource type="imscc_xmlv1p1"/></resources></manifest>'}),
])  # fmt: skip
def test_what_is_none_is_not_taken_for_one(data):
    assert not qti3.recognises(File.of(data))


def test_an_export_is_recognised_as_what_it_is():
    _, package = exported(qti3, whole(TYPES["true_false"].EXAMPLE))
    assert formats.recognised(File.of(package, "export.zip")) == "qti3"


def test_the_names_of_this_version_are_written_with_dashes_and_a_body_in_feedback():
    _, package = exported(qti3, whole(TYPES["true_false"].EXAMPLE))
    text = files(package)["items/q1.xml"].decode()
    assert "<qti-simple-choice " in text and "<qti-content-body>" in text and 'response-identifier="RESPONSE"' in text
    assert "3.0.0" in files(package)["imsmanifest.xml"].decode()


def test_capitals_of_a_mapping_count_only_where_it_says_so():
    """The default is the other way round in QTI 2."""
    body = '<p>Say <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    text = item(body, declared(["Yes"], [("Yes", 1)], base="string"), "map_response")
    new = (
        text.replace(b"http://www.imsglobal.org/xsd/imsqti_v2p2", b"http://www.imsglobal.org/xsd/imsqtiasi_v3p0")
        .replace(b"mapKey", b"map-key").replace(b"mappedValue", b"mapped-value")
    )  # fmt: skip
    assert one(text).wire["body"] == {"case_sensitive": True} and one(new, qti3).wire["body"] == {"case_sensitive": False}
