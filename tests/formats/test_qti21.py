"""QTI 2.1 and 2.0: told by their namespaces, read under either name, written with the names of 2.1."""
from pathlib import Path

import pytest

from service import formats
from service.formats import qti3, qti21, qti22
from service.formats._nouns import File
from service.question_types import TYPES
from tests.formats.qti import exported, files, items, one
from tests.formats.reading import loaded
from tests.formats.test_qti_round_trip import whole

SAMPLE = (Path(__file__).parent / "samples/qti21_several_answers.xml").read_bytes()


def test_members_that_are_asked_for_one_by_one_are_all_or_nothing():
    found = one(SAMPLE, qti21)
    loaded(found)
    assert found.lost == () and found.wire["body"] == {
        "choices": [{"id": "id_1", "text": "2"}, {"id": "id_2", "text": "3"}, {"id": "id_3", "text": "4"}],
        "shuffle": False, "scoring": "all_or_nothing",
    }  # fmt: skip
    assert found.wire["answers"] == [{"match": {"choice": "id_1"}, "credit": 1}, {"match": {"choice": "id_3"}, "credit": 1}]
    assert found.wire["points"] == 2


@pytest.mark.parametrize("namespace", [b"imsqti_v2p0", b"imsqti_v2p1"])
def test_items_of_either_version_are_recognised(namespace):
    assert formats.recognised(File.of(SAMPLE.replace(b"imsqti_v2p1", namespace))) == "qti21"


@pytest.mark.parametrize("module", [qti21, qti22, qti3])
def test_each_reader_reads_the_other_versions_too(module):
    assert one(SAMPLE, module).wire == one(SAMPLE, qti21).wire


def test_an_essay_has_no_word_for_who_scores_it():
    _, package = exported(qti21, whole(TYPES["essay"].EXAMPLE))
    assert b"externalScored" not in files(package)["items/q1.xml"]


def test_the_template_that_every_system_knows_is_taken_where_it_says_all():
    question = whole({**TYPES["multiple_choice"].EXAMPLE, "answers": [{"match": {"choice": "plum"}}]})
    (root,) = items(exported(qti21, question)[1])
    (processing,) = root.iter("{*}responseProcessing")
    assert processing.get("template") == "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct" and len(processing) == 0
