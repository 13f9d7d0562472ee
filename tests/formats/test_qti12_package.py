"""Packages with QTI 1.2: images are found by the names that makers have for them, and one bad member spoils no other."""
import pytest

from service.formats import qti12
from service.formats._nouns import Skipped
from tests.formats.bounds import within
from tests.formats.qti12_items import equal, item, lid, package, when
from tests.formats.reading import found, questions


@pytest.mark.parametrize(
    "source, member",
    [
        ("$IMS-CC-FILEBASE$/a%20b.png", "web_resources/a b.png"),
        ("%24IMS-CC-FILEBASE%24/images/a.png?canvas_download=1", "images/a.png"),
        ("$IMS_CC_FILE_BASE$org1/a.png", "exam/org1/a.png"),
        ("pictures/a.png", "quiz/pictures/a.png"),
        ("@X@EmbeddedFile.requestUrlStub@X@bbcswebdav/xid-12_1", "csfiles/home_dir/a__xid-12_1.png"),
        ("/content/enforced/12-X/a.png", "a.png"),
    ],
)
def test_images_are_found_by_all_the_names_that_makers_have_for_them(source, member):
    text = f'&lt;img src="{source}" alt="a picture"&gt;'
    data = package({"quiz/q.xml": item(when(equal("a"), 1), lid("a", "b"), text=text), member: b"PNG"})

    (question,) = questions(qti12, data, keep=lambda data, name: f"https://media.example/{data.decode()}")

    assert question.wire["prompt"] == "![a picture](https://media.example/PNG)"
    assert question.where == "item i in quiz/q.xml"


def test_a_member_that_cannot_be_read_is_told_and_the_others_are_read():
    data = package({"a.xml": b"<questestinterop><item>", "b.dat": item(when(equal("a"), 1), lid("a", "b"))})

    broken, question = found(qti12, data)

    assert isinstance(broken, Skipped) and broken.where == "a.xml" and "cut off" in broken.why
    assert question.wire["type"] == "multiple_choice"


@pytest.mark.parametrize(("said", "shuffle"), [("false", False), ("true", True)])
@pytest.mark.parametrize("member", ["q1/q1.xml", "non_cc_assessments/q1.xml.qti"])
def test_canvas_says_of_a_whole_quiz_whether_choices_are_shuffled(member, said, shuffle):
    settings = f'<quiz xmlns="http://canvas.instructure.com/xsd/cccv1p0"><shuffle_answers>{said}</shuffle_answers></quiz>'
    data = package({member: item(when(equal("a"), 1), lid("a", "b")), "q1/assessment_meta.xml": settings.encode()})

    assert questions(qti12, data)[0].wire["body"]["shuffle"] is shuffle


@pytest.mark.parametrize(
    ("settings", "own", "body"),
    [
        (b"<quiz>", "", {}),
        (b"<quiz/>", "", {}),
        (b"<quiz><shuffle_answers>false</shuffle_answers></quiz>", ' shuffle="Yes"', {"shuffle": True}),
    ],
)
def test_a_quiz_that_says_nothing_changes_nothing_nor_what_an_item_says_itself(settings, own, body):
    choices = lid("a", "b").replace("<render_choice>", f"<render_choice{own}>")

    (read,) = questions(qti12, package({"q1/q1.xml": item(when(equal("a"), 1), choices), "q1/assessment_meta.xml": settings}))

    assert {name: said for name, said in read.wire["body"].items() if name == "shuffle"} == body


def test_the_settings_of_a_quiz_are_read_once_for_all_its_documents():
    settings = b"<quiz><shuffle_answers>true</shuffle_answers>" + b"<a>b</a>" * 100_000 + b"</quiz>"
    documents = {f"q1/q{number}.xml": item(when(equal("a"), 1), lid("a", "b")) for number in range(40)}

    with within(6):
        assert len(questions(qti12, package({**documents, "q1/assessment_meta.xml": settings}))) == 40
