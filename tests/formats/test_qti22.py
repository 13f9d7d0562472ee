"""QTI 2.2: told by its namespace; packages of items, tests, passages and images."""
import pytest

from service import formats
from service.formats import qti22
from service.formats._nouns import Container, File, Medium, Question, Refused, Skipped, Unreadable
from service.question_types import TYPES
from tests.formats.qti import address_of, choice, declared, exported, files, item, packed, read
from tests.formats.test_qti_round_trip import EVERYTHING, whole

SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p2"
ITEM = item(choice("a", "b"), declared(["b"]), "match_correct")


def named(identifier, body=None):
    return item(body or choice("a", "b"), declared(["b"]), "match_correct", identifier=identifier)


def manifest(*resources):
    """A manifest of (type, href, what it says of it)."""
    made = "".join(
        f'<resource identifier="r{at}" type="{kind}" href="{href}">{more}<file href="{href}"/></resource>'
        for at, (kind, href, more) in enumerate(resources)
    )
    spaces = 'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:l="http://ltsc.ieee.org/xsd/LOM"'
    return f"<manifest {spaces}><resources>{made}</resources></manifest>"


def test_it_is_recognised_alone_and_packed():
    assert formats.recognised(File.of(ITEM)) == "qti22"
    package = packed({"imsmanifest.xml": manifest(("imsqti_item_xmlv2p2", "a.xml", "")), "a.xml": ITEM})
    assert formats.recognised(File.of(package)) == "qti22"
    assert formats.recognised(File.of(exported(qti22, whole(TYPES["essay"].EXAMPLE))[1])) == "qti22"


def test_a_test_gives_its_items_their_order_and_is_told_with_its_sections():
    test = f"""<assessmentTest xmlns="{SPACE}" identifier="t" title="Geography"><testPart identifier="p">
      <assessmentSection identifier="s1" title="Rivers"><assessmentItemRef identifier="z" href="items/z.xml"/>
        <assessmentSection identifier="s2" title="Deltas">
          <assessmentItemRef identifier="a" href="items/a.xml"><weight identifier="W" value="2"/></assessmentItemRef>
        </assessmentSection>
      </assessmentSection>
      <assessmentSection identifier="s3" title="Lakes">
        <assessmentItemRef identifier="z2" href="items/z.xml"/><assessmentItemRef identifier="gone" href="items/gone.xml"/>
      </assessmentSection>
      </testPart></assessmentTest>"""
    package = packed({
        "imsmanifest.xml": manifest(("imsqti_item_xmlv2p2", "items/a.xml", ""), ("imsqti_test_xmlv2p2", "test.xml", "")),
        "items/a.xml": named("a"), "items/z.xml": named("z"), "test.xml": test, "items/later.xml": named("later"),
    })  # fmt: skip
    found = read(qti22, package)
    kinds = [(type(each).__name__, each.where) for each in found]
    assert kinds == [
        ("Container", "test t in test.xml"), ("Container", "section s1 in test.xml"), ("Question", "item z in items/z.xml"),
        ("Container", "section s2 in test.xml"), ("Question", "item a in items/a.xml"), ("Container", "section s3 in test.xml"),
        ("Skipped", "item z2"), ("Skipped", "item gone"), ("Question", "item later in items/later.xml"),
    ]  # fmt: skip
    assert [each.title for each in found if isinstance(each, Container)] == ["Geography", "Rivers", "Deltas", "Lakes"]
    assert found[4].lost == ("The test weighs it by 2; its points are those of the item.",)
    assert "read once" in found[6].why and "items/gone.xml" in found[7].why


def test_a_broken_item_is_skipped_with_its_name_and_the_others_are_read():
    package = packed({"a.xml": named("a"), "b.xml": b"<assessmentItem><p>", "c.xml": named("c"), "other.xml": "<quiz/>"})
    first, broken, last = read(qti22, package)
    assert (first.wire["external_id"], last.wire["external_id"]) == ("a", "c")
    assert isinstance(broken, Skipped) and broken.where == "b.xml" and broken.why.startswith("line 1")


def test_a_package_without_items_is_refused():
    with pytest.raises(Unreadable, match="no items"):
        read(qti22, packed({"page.xml": "<html/>", "picture.png": b"PNG"}))


def test_a_section_that_cannot_be_read_or_stands_there_twice_is_told():
    refs = "".join(f'<assessmentSectionRef identifier="{name}" href="{name}.xml"/>' for name in ("whole", "broken", "gone", "whole"))
    section = f'<assessmentSection xmlns="{SPACE}" identifier="s"><assessmentItemRef identifier="a" href="a.xml"/></assessmentSection>'
    package = packed({
        "imsmanifest.xml": manifest(("imsqti_test_xmlv2p2", "test.xml", "")), "a.xml": named("a"),
        "whole.xml": section, "broken.xml": "<assess",
        "test.xml": f'<assessmentTest xmlns="{SPACE}" identifier="t"><testPart identifier="p">{refs}</testPart></assessmentTest>',
    })  # fmt: skip
    found = read(qti22, package)
    assert [each.where for each in found if isinstance(each, Skipped)] == ["broken.xml", "section gone", "section whole"]
    assert [each.where for each in found if isinstance(each, Question)] == ["item a in a.xml"]


def test_an_item_that_no_manifest_names_is_told_where_it_cannot_be_unpacked():
    data = packed({"a.xml": named("a"), "b.xml": b"x" * 5000})
    broken, *_ = [each for each in read(qti22, data.replace(b"x" * 5000, b"y" + b"x" * 4999, 1)) if isinstance(each, Skipped)]
    assert broken.where == "b.xml" and "damaged" in broken.why


def test_a_manifest_that_cannot_be_read_keeps_no_item_out():
    skipped, question = read(qti22, packed({"imsmanifest.xml": "<manifest>", "a.xml": named("a")}))
    assert skipped.where == "imsmanifest.xml" and isinstance(question, Question)


def test_what_the_manifest_says_of_an_item_is_its_own():
    said = """<metadata><l:lom><l:general><l:keyword><l:string>algae, ferns</l:string></l:keyword>
      <l:keyword><l:string language="en">moss</l:string><l:string language="de">Moos</l:string></l:keyword></l:general>
      <l:educational><l:difficulty><l:value>very difficult</l:value></l:difficulty></l:educational>
      <l:rights><l:description><l:string>© 2020 A School, for teaching</l:string></l:description></l:rights></l:lom></metadata>"""
    package = packed({"imsmanifest.xml": manifest(("imsqti_item_xmlv2p2", "a.xml", said)), "a.xml": named("a")})
    (found,) = read(qti22, package)
    assert found.wire["tags"] == ["algae", "ferns", "moss"] and found.wire["difficulty"] == "hard"
    assert found.wire["attribution"] == "© 2020 A School, for teaching" and "licence" not in found.wire


@pytest.mark.parametrize(("rights", "licence"), [
    ("CC-BY-4.0", True), ("MIT OR Apache-2.0", True), ("Copyright", False), ("© 2020", False),
])  # fmt: skip
def test_rights_are_a_licence_only_where_they_name_one(rights, licence):
    said = f"<metadata><l:lom><l:rights><l:description><l:string>{rights}</l:string></l:description></l:rights></l:lom></metadata>"
    (found,) = read(qti22, packed({"imsmanifest.xml": manifest(("imsqti_item_xmlv2p2", "a.xml", said)), "a.xml": named("a")}))
    assert found.wire["licence" if licence else "attribution"] == rights


def test_files_beside_an_item_are_kept_and_named():
    kept = {}

    def keep(data, name):
        kept[name] = data
        return "https://media.example.org/a%20dot.png"

    body = '<p><img src="../media/a%20dot.png" alt="A dot"/></p>' + choice("a", "b")
    (found,) = read(qti22, packed({"items/a.xml": named("a", body), "media/a dot.png": b"PNG"}), keep=keep)
    assert kept == {"a dot.png": b"PNG"} and found.lost == ()
    assert found.wire["prompt"] == "![A dot](https://media.example.org/a%20dot.png)\n\nWhich?"


def test_a_file_that_is_missing_or_refused_is_told():
    def refuse(data, name):
        raise Refused("A picture of this kind is not taken.")

    body = '<p>See <img src="gone.png" alt="a map"/> and <img src="map.tif" alt="a plan"/>.</p>' + choice("a", "b")
    (found,) = read(qti22, packed({"a.xml": named("a", body), "map.tif": b"II"}), keep=refuse)
    assert "a map" in found.wire["prompt"] and any("gone.png" in each for each in found.lost)
    assert any("A picture of this kind is not taken." in each for each in found.lost)


def test_a_shared_passage_stands_before_each_prompt():
    stimulus = f'<assessmentStimulus xmlns="{SPACE}" identifier="s"><stimulusBody><p>Long ago.</p></stimulusBody></assessmentStimulus>'
    data = named("a").replace(b"<itemBody>", b'<assessmentStimulusRef identifier="s" href="s.xml"/><itemBody>')
    (found,) = [each for each in read(qti22, packed({"a.xml": data, "s.xml": stimulus})) if isinstance(each, Question)]
    assert found.wire["prompt"] == "Long ago.\n\nWhich?"
    assert found.lost == ("A passage that it shares with other items was put before its prompt.",)


def test_a_test_without_its_items_says_what_to_send():
    parts = '<testPart><assessmentItemRef identifier="a" href="a.xml"/></testPart>'
    data = f'<assessmentTest xmlns="{SPACE}" identifier="t" title="T">{parts}</assessmentTest>'
    container, skipped = read(qti22, data.encode())
    assert container.title == "T" and "send the package" in skipped.why


@pytest.mark.parametrize("data", [b"<quiz/>", b"<assessmentItem>", b"\0", b"PK\3\4 and no more"])
def test_what_is_none_is_unreadable(data):
    with pytest.raises(Unreadable):
        read(qti22, data)


def test_images_go_into_the_package_once_and_come_back():
    address = "https://media.example.org/dot.png"
    question = whole({**TYPES["essay"].EXAMPLE, "prompt": f"See ![dot]({address}) and ![dot again]({address})."})
    losses, package = exported(qti22, question, fetch=lambda url: Medium("dot.png", "image/png", b"PNG") if url == address else None)
    assert losses == [] and files(package)["media/dot.png"] == b"PNG"
    manifest = files(package)["imsmanifest.xml"].decode()
    assert manifest.count('href="media/dot.png"') == 2 and '<dependency identifierref="media-1"/>' in manifest
    (found,) = read(qti22, package, keep=address_of)
    assert found.wire["prompt"] == question["prompt"]


def test_questions_with_the_same_name_elsewhere_are_in_files_of_their_own():
    losses, package = exported(qti22, *(whole({**TYPES["essay"].EXAMPLE, "external_id": name}) for name in ("Ä 1", "a", "A", "x" * 200)))
    found = read(qti22, package)
    assert losses == [] and [each.wire["external_id"] for each in found] == ["Ä 1", "a", "A", "x" * 200]


def test_a_question_without_a_name_elsewhere_is_written_under_its_id():
    question = {**whole(TYPES["essay"].EXAMPLE), "external_id": None, "id": "019a2b3c-0000-7000-8000-000000000000"}
    (found,) = read(qti22, exported(qti22, question)[1])
    assert found.wire["external_id"] == question["id"]


def test_the_same_questions_give_the_same_bytes():
    question = whole({**TYPES["matching"].EXAMPLE, **EVERYTHING})
    assert exported(qti22, question)[1] == exported(qti22, question)[1]


@pytest.mark.parametrize(("match", "why"), [
    ({"text": "so", "mode": "meaning"}, "by its meaning"),
    ({"text": r"\bso\b", "mode": "regex"}, "cannot be said as one of XML Schema"),
    ({"text": "(?i)so", "mode": "regex"}, "cannot be said as one of XML Schema"),
])  # fmt: skip
def test_what_has_no_place_is_left_out_and_said(match, why):
    question = whole({"type": "short_answer", "prompt": "?", "answers": [{"match": match}]})
    (loss,), package = exported(qti22, question)
    assert loss.question is question and loss.field == "" and why in loss.why and read(qti22, package) == []


def test_a_blank_in_the_address_of_an_image_is_left_out_and_said():
    question = whole({
        "type": "fill_in_blank", "prompt": "See ![{{b1}}](https://example.org/a.png)", "body": {"blanks": [{"id": "b1", "kind": "text"}]},
        "answers": [{"match": {"blank": "b1", "text": "x"}}],
    })  # fmt: skip
    (loss,), _ = exported(qti22, question)
    assert "no interaction" in loss.why
