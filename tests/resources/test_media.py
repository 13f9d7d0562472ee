"""Images and sound: sent as they are, told by what is in them, kept under what is in them, sent whole or in part."""
import hashlib
import uuid

import pytest

from service import media
from tests.pictures import OF_EACH_KIND, drawing, kept, png, seen, send, shown
from tests.world import codes, pointers

NOWHERE = "0" * 64
THERE = f"/api/v1/media/{NOWHERE}"
EXAMPLE = {
    "type": "multiple_choice", "prompt": "Which?", "answers": [{"match": {"choice": "plum"}}],
    "body": {"choices": [{"id": "plum", "text": "A plum"}, {"id": "pear", "text": "A pear"}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def picture(world):
    """The address of an image that everybody may see, and its bytes."""
    data = png(b"0123456789")
    id = kept(world, data)
    world.question(world.topic(), prompt=shown(id))
    return f"/media/{id}", data


# Sending one


@pytest.mark.parametrize("kind", OF_EACH_KIND)
def test_a_file_is_given_back_as_it_was_sent_and_as_what_it_is(world, kind):
    data = OF_EACH_KIND[kind]
    reply = send(world, data, Content_Type="text/html")
    id = hashlib.sha256(data).hexdigest()
    assert (reply.status_code, reply.headers["Location"]) == (201, f"/api/v1/media/{id}")
    assert reply.json | {"name": ""} == {"id": id, "url": f"/api/v1/media/{id}", "media_type": kind, "size": len(data), "name": ""}
    back = world.get(f"/media/{id}", by="writer")
    assert (back.data, back.headers["Content-Type"]) == (data, kind)


def test_the_same_file_again_is_the_same_still_under_its_first_name(world):
    first, again = send(world, png(b"twice"), "leaf.png"), send(world, png(b"twice"), "other.png")
    assert first.json == again.json and again.status_code == 201 and first.json["name"] == "leaf.png"


def test_a_file_sent_again_after_a_lost_reply_is_replayed(world):
    once = str(uuid.uuid4())
    first, again = (send(world, png(b"once"), Idempotency_Key=once) for _ in range(2))
    assert first.json == again.json and again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("leaf.PNG", "leaf.PNG"), ("C:\\pictures\\leaf.png", "leaf.png"), ("../../leaf.png", "leaf.png"), ("evil.html", "evil.html.png"),
        ("été 1.png", "été 1.png"), ("a%0d%0ab.png", "ab.png"), ("..", ""), ("", ""), ("%22;x.png", '";x.png'),
    ],
)  # fmt: skip
def test_a_name_is_kept_as_far_as_it_can_be_one(world, name, wanted):
    reply = send(world, png(name.encode() + b"named"), name)
    assert reply.json["name"] == wanted
    disposition = world.get(f"/media/{reply.json['id']}", by="writer").headers["Content-Disposition"]
    assert disposition.isascii() and "\n" not in disposition and '"' not in disposition
    assert disposition == "inline" if not wanted else disposition.startswith("inline; filename*=UTF-8''")


CROWDED = "<g " + " ".join(f"a{each}=''" for each in range(100_000)) + "/>"
REFUSED = {
    "a PDF": (b"%PDF-1.7\n", "Taken are PNG"),
    "a page": (b"<html><body>Hi</body></html>", "Taken are PNG"),
    "a page with a drawing in it": (b"<html><svg></svg></html>", "no SVG drawing"),
    "a still image in a film's wrapping": (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avifmiaf", "Taken are PNG"),
    "sound of another sort": (b"\xff\xf1\x50\x80" + bytes(300), "Taken are PNG"),
    "a script": (drawing("<script>alert(1)</script>"), "<script> (line 1)"),
    "a script of another name": (drawing('<x:script xmlns:x="http://www.w3.org/2000/svg"/>'), "<script>"),
    "what happens when it is loaded": (drawing('<g onload="alert(1)"/>'), "onload"),
    "an animation of an address": (drawing('<a><set attributeName="xlink:href" to="javascript:alert(1)"/></a>'), "attributename"),
    "a page inside a drawing": (drawing("<foreignObject/>"), "<foreignObject>"),
    "HTML inside a drawing": (drawing('<x:img xmlns:x="http://www.w3.org/1999/xhtml"/>'), "<img>"),
    "an image from elsewhere": (drawing('<image href="https://example.org/a.png"/>'), "href"),
    "an image from elsewhere in the old way": (drawing('<image xlink:href="//example.org/a.png"/>'), "href"),
    "a script as an address": (drawing('<a href="javascript:alert(1)"/>'), "href"),
    "a page as an address": (drawing('<a href="data:text/html,hi"/>'), "href"),
    "a style from elsewhere": (drawing("<style>@import 'https://example.org/a.css';</style>"), "style from elsewhere"),
    "a style from elsewhere in disguise": (drawing(r"<style>a{fill:u\72l(https://example.org)}</style>"), "style from elsewhere"),
    "a fill from elsewhere": (drawing('<g fill="url(https://example.org/a.svg#b)"/>'), "fill"),
    "a style sheet": (drawing(declared='<?xml-stylesheet href="https://example.org/a.css"?>'), "xml-stylesheet"),
    "an element of 100,000 attributes": (drawing(CROWDED), "more than 1000 attributes"),
    "an entity": (drawing("&a;", '<!DOCTYPE svg [<!ENTITY a "b">]>'), "DOCTYPE"),
    "an attribute by default": (drawing(declared="<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]>"), "DOCTYPE"),
    "a drawing cut off": (drawing()[:-3], "not well-formed"),
    "a drawing in another encoding": (drawing("\xe9").decode().encode("latin-1"), "UTF-8"),
    "a drawing that says it is in another encoding": (drawing(declared='<?xml version="1.0" encoding="windows-1252"?>'), "UTF-8"),
    "a drawing too large": (drawing("<g/>" * 500_001), "2 MB"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_image_or_sound_or_could_do_anything_is_refused_and_told_why(world, what):
    data, why = REFUSED[what]
    reply = send(world, data, Content_Type="image/png")
    assert (reply.status_code, reply.json["type"]) == (415, "urn:quizbank:problem:medium_not_taken")
    assert why in reply.json["detail"]


DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
HARMLESS = {
    "one by a plotting program": drawing("<g/>", f'<?xml version="1.0" encoding="utf-8"?>\n{DOCTYPE}\n'),
    "one with a gradient": drawing("<use xlink:href='#c'/><g fill='url(#b)'/><g fill='url( \"#b\" )'/>"),
    "one with a style of its own": drawing("<style>a{fill:url(#b);font-family:'Sans'}</style>"),
    "one with an image inside": drawing('<image href="data:image/png;base64,AAAA"/>'),
    "one that says where words come from": drawing('<metadata><r:li xmlns:r="urn:x" r:resource="http://example.org"/></metadata>'),
    "one that moves": drawing('<circle><animate attributeName="r" to="5"/></circle>'),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_a_harmless_drawing_is_taken_and_shown_where_it_can_do_nothing(world, what):
    back = world.get(f"/media/{kept(world, HARMLESS[what])}", by="writer")
    assert back.headers["Content-Security-Policy"].startswith("default-src 'none'") and "sandbox" in back.headers["Content-Security-Policy"]
    assert back.headers["X-Content-Type-Options"] == "nosniff" and back.data == HARMLESS[what]


@pytest.mark.parametrize(("size", "status"), [(media.MOST, 201), (media.MOST + 1, 413)])
def test_a_file_may_have_ten_million_bytes(world, size, status):
    assert send(world, png(bytes(size - len(png())))).status_code == status


def test_nothing_at_all_is_no_file(world):
    assert world.call("POST", "/media", "writer", data=b"").status_code == 400


# Giving it


def test_it_may_be_shown_on_pages_of_other_origins(world, picture):
    reply = world.get(picture[0], Origin="https://example.org")
    assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_who_has_it_hears_that_it_is_the_same(world, picture):
    etag = world.get(picture[0]).headers["ETag"]
    assert etag == f'"{picture[0][-64:]}"'
    again = world.get(picture[0], If_None_Match=etag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cache-Control"] == "public, max-age=86400, immutable"


def test_head_tells_all_but_the_bytes(world, picture):
    whole, head = world.get(picture[0]), world.call("HEAD", picture[0])
    assert head.data == b"" and head.status_code == 200
    for name in ("Content-Length", "Content-Type", "ETag", "Cache-Control", "Accept-Ranges"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("bytes=0-3", slice(0, 4)), ("bytes=4-", slice(4, None)), ("bytes=-3", slice(-3, None)), ("bytes=0-9999999", slice(0, None)),
        ("bytes=-9999999", slice(0, None)),
    ],
)  # fmt: skip
def test_a_part_is_given_where_one_is_asked_for(world, picture, asked, wanted):
    path, data = picture
    reply = world.get(path, Range=asked)
    start, stop, _ = wanted.indices(len(data))
    assert (reply.status_code, reply.data, reply.headers["Content-Length"]) == (206, data[wanted], str(stop - start))
    assert reply.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(data)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "bytes=5-2", "lines=0-1", "bytes", "nonsense", "bytes=x-y"])
def test_what_is_no_part_or_several_is_answered_with_the_whole(world, picture, asked):
    reply = world.get(picture[0], Range=asked)
    assert (reply.status_code, reply.data) == (200, picture[1])


def test_a_part_beyond_the_end_is_416_and_tells_the_size(world, picture):
    reply = world.get(picture[0], Range="bytes=1000-")
    assert (reply.status_code, reply.headers["Content-Range"]) == (416, f"bytes */{len(picture[1])}")


def test_a_part_of_another_file_is_answered_with_the_whole(world, picture):
    etag = world.get(picture[0]).headers["ETag"]
    assert [world.get(picture[0], Range="bytes=0-1", If_Range=each).status_code for each in (etag, '"other"')] == [206, 200]


@pytest.mark.parametrize("id", [NOWHERE, "nothing", NOWHERE[1:], NOWHERE.replace("0", "G"), "é"])
def test_what_is_not_kept_is_404(world, id):
    assert seen(world, id) == seen(world, id, "admin") == 404


# Prose that refers to it


@pytest.mark.parametrize(
    "prose",
    [shown(NOWHERE), f"[A song]({THERE})", f"![x][y]\n\n[y]: <{THERE}>", f"> * ![x]({THERE} 'A title')"],
)
def test_prose_may_refer_to_what_is_kept_only_wherever_it_stands(world, prose):
    topic = world.topic()
    answers = [{"match": {"choice": "a"}, "feedback": prose, "explanation": prose}]
    body = {"choices": [{"id": "a", "text": prose}, {"id": "b", "text": "Other"}]}
    wire = {"topic_id": topic["id"], "type": "multiple_choice", "prompt": prose, "hints": ["No", prose], "body": body, "answers": answers}
    reply = world.post("/questions", {**wire, "feedback": {"general": prose}}, by="writer")
    places = ["prompt", "hints/1", "feedback/general", "body/choices/0/text", "answers/0/feedback", "answers/0/explanation"]
    assert sorted(pointers(reply)) == sorted(f"#/{place}" for place in places) and set(codes(reply)) == {"unknown_medium"}
    reply = world.post("/topics", {"title": "T", "description": prose}, by="writer")
    assert (pointers(reply), codes(reply)) == (["#/description"], ["unknown_medium"])
    reply = world.post(f"/topics/{topic['id']}/notes", {"heading": "H", "points": [{"text": "No"}, {"text": prose}]}, by="writer")
    assert (pointers(reply), codes(reply)) == (["#/points/1/text"], ["unknown_medium"])


def test_what_is_not_there_is_told_all_at_once(world):
    answers = [{"match": {"choice": "plum"}, "cites": ["nothing"], "feedback": shown(NOWHERE)}]
    reply = world.post("/questions", {"topic_id": world.topic()["id"], **EXAMPLE, "answers": answers}, by="writer")
    assert set(zip(pointers(reply), codes(reply))) == {("#/answers/0/cites/0", "unknown_point"), ("#/answers/0/feedback", "unknown_medium")}


def test_a_change_to_an_answer_points_at_its_own_fault(world):
    question = world.question(world.topic())
    reply = world.patch(f"/answers/{question['answers'][0]['id']}", {"feedback": shown(NOWHERE)})
    assert (pointers(reply), codes(reply)) == (["#/feedback"], ["unknown_medium"])


@pytest.mark.parametrize(
    "prose",
    [
        "![x](/api/v1/topics)", "![x](/api/v1/media/abc)", f"![x](/api/v1/media/{'A' * 64})", f"![x](/api/v1/media/{NOWHERE}?name=x)",
        f"![x](/api/v1/media/{NOWHERE}/../../keys)", f"![x](//api/v1/media/{NOWHERE})", f"![x](/api/v1/m&#101;dia/{NOWHERE})",
        f"![x](/api/v1/%6dedia/{NOWHERE})",
    ],
)  # fmt: skip
def test_no_other_address_of_ours_is_a_link(world, prose):
    reply = world.post("/questions", {"topic_id": world.topic()["id"], **EXAMPLE, "prompt": prose}, by="writer")
    assert (pointers(reply), codes(reply)) == (["#/prompt"], ["link_not_allowed"])


def test_an_address_that_is_only_spoken_of_refers_to_nothing(world):
    assert world.question(world.topic(), prompt=f"What is `![x](/api/v1/media/{NOWHERE})`?")
