"""Packages with QTI 1.2: images are found by the names that makers have for them, and one bad member spoils no other."""
import pytest

from service.formats import qti12
from service.formats._nouns import Skipped
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
