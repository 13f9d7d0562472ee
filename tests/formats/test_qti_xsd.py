"""What is written as QTI is valid by the schemas that 1EdTech publishes for each version.

They may not be passed on, so they are looked for where QUIZBANK_QTI_XSD says: a folder with v2p1/imsqti_v2p1.xsd,
v2p2/imsqti_v2p2.xsd, v3p0/imsqti_asiv3p0_v1p0.xsd and what these include, imscp_v1p1.xsd, imsmd_loose_v1p3p2.xsd, and
v3p0/catalog.json, which names files in v3p0 for addresses.
"""
import json
import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from service import db
from service.formats._nouns import Medium
from service.question_types import TYPES
from service.reading import TREES
from tests.formats.generated import questions
from tests.formats.qti import VERSIONS, exported, files
from tests.formats.test_qti_round_trip import EVERYTHING, whole

FOLDER = os.environ.get("QUIZBANK_QTI_XSD")
pytestmark = pytest.mark.skipif(not FOLDER, reason="QUIZBANK_QTI_XSD does not say where the schemas of QTI lie.")
SCHEMAS = {
    "2.1": ("v2p1/imsqti_v2p1.xsd", "imscp_v1p1.xsd"),
    "2.2": ("v2p2/imsqti_v2p2.xsd", "imscp_v1p1.xsd"),
    "3.0": ("v3p0/imsqti_asiv3p0_v1p0.xsd", "v3p0/imsqtiv3p0_imscpv1p2_v1p0.xsd"),
}
LOM = "{http://ltsc.ieee.org/xsd/LOM}lom"
PIXEL = b"\x89PNG\r\n\x1a\n"


class Catalog(etree.Resolver):
    """Finds what a schema names by its address among the files of the folder."""

    def __init__(self):
        super().__init__()
        self.known = json.loads((Path(FOLDER) / "v3p0/catalog.json").read_text())

    def resolve(self, address, name, context):
        return self.resolve_filename(str(Path(FOLDER) / "v3p0" / self.known[address]), context) if address in self.known else None


@cache
def schema(name):
    parser = etree.XMLParser()
    parser.resolvers.add(Catalog())
    return etree.XMLSchema(etree.parse(str(Path(FOLDER) / name), parser))


def assert_valid(version, question, fetch=lambda address: None):
    losses, package = exported(VERSIONS[version], question, fetch=fetch)
    assert losses == []
    of_items, of_manifests = SCHEMAS[version]
    for name, data in files(package).items():
        if name.endswith(".xml"):
            root = etree.fromstring(data)
            schema(of_manifests if name == "imsmanifest.xml" else of_items).assertValid(root)
            for lom in root.iter(LOM):
                schema("imsmd_loose_v1p3p2.xsd").assertValid(etree.fromstring(etree.tostring(lom)))


@pytest.mark.parametrize("type", sorted(TYPES))
@pytest.mark.parametrize("version", sorted(VERSIONS))
@pytest.mark.parametrize("more", [{}, EVERYTHING, {"points": 0}], ids=["bare", "all", "no points"])
def test_every_type_is_written_valid(version, type, more):
    assert_valid(version, whole({**TYPES[type].EXAMPLE, **more}))


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_prose_of_every_kind_is_written_valid(version):
    prose = (
        "# A heading\n\nText with `code`, *stress*, **more**, a [link](https://example.org 'so named'), $x_1 < 2$  \nand a break.\n\n"
        "3. three\n4. four\n   - nested\n\n     more\n\n> quoted\n\n---\n\n```python\nif a < b: pass\n```\n\n"
        "![A dot](https://example.org/dot.png 'dot')"
    )
    question = whole({**TYPES["multiple_choice"].EXAMPLE, "prompt": prose, "hints": [prose], "feedback": {"general": prose}})
    question["body"]["choices"][0]["text"] = prose
    question["answers"][0] |= {"feedback": prose, "explanation": prose}
    assert_valid(version, question)


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_images_are_written_valid(version):
    question = whole({**TYPES["essay"].EXAMPLE, "prompt": "See ![a dot](https://media.example.org/dot.png)."})
    assert_valid(version, question, lambda address: Medium("a dot.png", "image/png", PIXEL))


@pytest.mark.parametrize("version", sorted(VERSIONS))
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(drawn=questions())
def test_questions_that_nobody_would_think_of_are_written_valid(version, drawn):
    assert_valid(version, {"id": db.new_id(), **TREES.new().load({"topic_id": db.new_id(), **drawn})})
