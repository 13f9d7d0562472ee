"""Anki: packages old and new, its text files, and our own questions there and back."""
import io
import json
import random
import time
import zipfile

import pytest
import zstandard

from service.formats import anki
from service.formats._csv_writing import meaning
from service.formats._nouns import Container, File, Medium, Question, Refused, Skipped, Unreadable
from service.question_types import TYPES
from tests.formats.anki_packages import BASIC, CLOZE, REVERSED, TYPED, archive, latest, legacy
from tests.formats.reading import bank, found, loaded, questions

ADDRESS = "/api/v1/media/" + "ab" * 32
KINDS = pytest.mark.parametrize("package", [legacy, latest], ids=["old", "new"])


def kept(data, name):
    assert data == b"picture", "a medium comes as it was"
    return ADDRESS


def only(package, kind, *fields, **about):
    (read,) = questions(anki, package([(kind, "guid-1", " one two ", list(fields), 7)], **about), keep=kept)
    return read


def why(package, kind, *fields):
    (skipped,) = [each for each in found(anki, package([(kind, "guid-1", "", list(fields), 7)])) if isinstance(each, Skipped)]
    return skipped.why


@KINDS
def test_a_card_is_a_question_with_what_belongs_to_it(package):
    read = only(package, BASIC, "Which <b>organelle</b> makes energy? \\(E\\)", "The mitochondrion")

    assert read.wire == {
        "type": "short_answer", "prompt": "Which **organelle** makes energy? $E$", "body": {},
        "answers": [{"match": {"text": "The mitochondrion", "mode": "meaning"}}], "external_id": "guid-1", "tags": ["one", "two"],
        "category": "Biology/Cells",
    }  # fmt: skip
    assert not read.lost


@KINDS
def test_a_long_back_is_an_open_answer_and_its_markup_an_explanation(package):
    read = only(package, BASIC, "Why?", "Because <i>water</i> expands when it freezes.")

    assert read.wire["type"] == "open_ended"
    assert read.wire["answers"] == [
        {"match": {"text": "Because water expands when it freezes."}, "explanation": "Because *water* expands when it freezes."}
    ]


@KINDS
def test_what_is_typed_is_a_short_answer_to_the_letter(package):
    assert only(package, TYPED, "Who?", "Ada Lovelace").wire["answers"] == [{"match": {"text": "Ada Lovelace", "mode": "exact"}}]


@KINDS
def test_a_reversed_card_is_told_as_lost(package):
    assert "Its 1 further card" in only(package, REVERSED, "Who?", "Ada").lost[0]


@KINDS
def test_a_cloze_is_a_question_with_blanks(package):
    read = only(package, CLOZE, "The {{c1::Danube::a river}} ends in the {{c2::Black <b>Sea</b>}}, {not} {{b1}}.", "See a map.")

    assert read.wire["prompt"] == "The {{b1}} (a river) ends in the {{b2}}, {not} { {b1}}."
    assert read.wire["answers"] == [
        {"match": {"blank": "b1", "text": "Danube"}, "explanation": "See a map."},
        {"match": {"blank": "b2", "text": "Black Sea"}},
    ]


@KINDS
def test_a_deletion_within_another_is_told(package):
    read = only(package, CLOZE, "It is {{c1::on the {{c2::left}} side}}.", "")

    assert read.wire["answers"][0]["match"]["text"] == "on the left side"
    assert "within another" in read.lost[0]


@KINDS
@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        (CLOZE, ("Nothing is hidden.", ""), "no deletion"),
        (CLOZE, ("\\(x = {{c1::2}}\\)", ""), "formula"),
        (CLOZE, ("{{c1::image-occlusion:rect:left=.1}}", ""), "image occlusion"),
        (("Image Occlusion", ["Occlusion", "Image"], [("{{cloze:Occlusion}}", "{{Image}}")], 1, 6), ("{{c1::x}}", "y"), "image occlusion"),
        (CLOZE, ("It is {{c1::<img src=x.png>}}.", ""), "no text"),
        (BASIC, ("", "so"), "front is empty"),
        (BASIC, ("Why?", ""), "no text"),
        (BASIC, ("Why?", "so", "more"), "Check Database"),
    ],
)
def test_a_note_that_cannot_be_a_question_says_why(package, kind, fields, said):
    assert said in why(package, kind, *fields)


@KINDS
def test_pictures_and_sounds_come_along(package):
    media = {"a leaf.jpg": b"picture", "call.mp3": b"picture"}
    read = only(package, BASIC, 'What is <img src="a%20leaf.jpg">? [sound:call.mp3]', "A leaf", media=media)

    assert read.wire["prompt"].count(ADDRESS) == 2
    assert not read.lost


@KINDS
def test_a_picture_that_is_missing_or_refused_is_told(package):
    assert "x.png" in " ".join(only(package, BASIC, 'What? <img src="x.png">', "so").lost)

    def refusing(data, name):
        raise Refused("No such pictures here.")

    data = package([(BASIC, "g", "", ['What? <img src="x.png">', "so"], 7)], media={"x.png": b"picture"})
    (read,) = questions(anki, data, keep=refusing)
    assert "No such pictures here." in " ".join(read.lost)


@KINDS
def test_decks_are_told_once_and_history_stays_behind(package):
    notes = [(BASIC, f"g{place}", "", [f"Q{place}?", "so"], 7 + place % 2) for place in range(4)]
    read = found(anki, package(notes, reps=3))

    assert [each.title for each in read if isinstance(each, Container)] == ["Biology/Cells", "History"]
    assert "not carried over" in read[-1].why
    assert len([each for each in read if isinstance(each, Question)]) == 4


def test_templates_show_what_anki_would_show():
    front = "<style>x</style>{{#Hint}}<p>({{Hint}})</p>{{/Hint}}{{^Hint}}none{{/Hint}}<p>{{hint:Q}}</p>"
    back = "{{FrontSide}}<hr id='answer'>{{A}}{{#Why}}<p>{{Why}}</p>{{/Why}}"
    kind = ("Mine", ["Q", "A", "Why", "Hint"], [(front, back)], 0)
    read = only(legacy, kind, "Where?", "Here", "So it is.", "look")

    assert read.wire["prompt"] == "(look)\n\nWhere?"
    assert read.wire["answers"][0]["match"]["text"] == "Here So it is."


def broken(database):
    return archive({"collection.anki2": database, "media": "{}"})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (archive({"x": b""}), "no collection"),
        (broken(b"no database"), "damaged"),
        (broken(b"SQLite format 3\0" + bytes(1000)), "damaged"),
        (archive({"collection.anki21b": b"x", "meta": b"\x08\x09"}), "newer Anki"),
        (archive({"collection.anki21b": b"x", "meta": b"\x08\x03"}), "damaged"),
        (archive({"collection.anki2": b"x", "media": b"["}), "media"),
        (archive({"collection.anki2": b"x", "meta": b"\x07"}), "version"),
        (legacy([(BASIC, "g", "", ["a", "b"], 7)], extra="UPDATE col SET ver = 99;"), "schema 99"),
        (legacy([(BASIC, "g", "", ["a", "b"], 7)], extra="DROP TABLE notes; CREATE VIEW notes AS SELECT 1 id, 2 guid;"), "damaged"),
        (legacy([(BASIC, "g", "", ["a", "b"], 7)], extra="UPDATE col SET models = '[[['"), "damaged"),
        (legacy([(BASIC, "g", "", ["a", "b"], 7)])[:-30], "zip"),
    ],
)
def test_a_package_that_cannot_be_read_is_refused_whole(data, said):
    with pytest.raises(Unreadable) as refused:
        found(anki, data)
    assert said in str(refused.value)


def test_a_column_that_is_reckoned_is_not_read_and_nothing_unpacks_without_end():
    reckoned = "flds GENERATED ALWAYS AS (printf('%.*c', 90000000, 'x')) VIRTUAL"
    acting = f"ALTER TABLE notes RENAME TO n2; CREATE TABLE notes (id integer primary key, guid, mid, tags, {reckoned});"
    huge = zstandard.ZstdCompressor().compress(b"SQLite format 3\0" + bytes(30_000_000))
    with pytest.raises(Unreadable, match="damaged"):
        found(anki, legacy([(BASIC, "g", "", ["a", "b"], 7)], extra=acting))
    with pytest.raises(Unreadable, match="200 times its size"):
        found(anki, archive({"meta": b"\x08\x03", "collection.anki21b": huge}))


def test_what_no_database_keeps_is_in_nothing_that_is_read():
    odd = r'{"7": {"name": "A\ud800\u0000"}, "8": {"name": "B"}}'
    extra = f"UPDATE col SET decks = '{odd}'; UPDATE notes SET flds = CAST(x'61001f62' AS TEXT), guid = CAST(x'67ff00' AS TEXT);"
    for each in found(anki, legacy([(BASIC, "g", "", ["a", "b"], 7)], extra=extra)):
        assert "\0" not in str(each) and "\ud800" not in str(each) and "\\x00" not in repr(each)


def test_a_view_that_never_ends_is_not_followed():
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i nid, 1 did, 0 odid, 0 ord FROM n"
    endless = f"DROP TABLE cards; CREATE VIEW cards AS {numbers};"
    started = time.perf_counter()
    with pytest.raises(Unreadable):
        found(anki, legacy([(BASIC, "g", "", ["a", "b"], 7)], extra=endless))
    assert time.perf_counter() - started < 2


FULL = {
    "title": "A title", "points": 2.5, "difficulty": "hard", "tags": ["one", "two words"], "hints": ["First"], "external_id": "x-1",
    "source": "elsewhere", "category": "Biology/Cells", "penalty": 0.1, "licence": "CC-BY-4.0", "attribution": "Ada",
    "feedback": {"general": "So.", "correct": "Yes", "partial": "Nearly.", "incorrect": "No."}, "status": "published",
}  # fmt: skip


def written(*wires, fetch=None):
    out = io.BytesIO()
    return list(anki.write(bank(*wires), out, fetch)), out.getvalue()


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_comes_back_with_every_field(kind):
    wire = {**TYPES[kind].EXAMPLE, **FULL}
    losses, data = written(wire)
    (read,) = questions(anki, data)
    back, before = loaded(read), loaded(Question("", wire))

    assert not losses and not read.lost
    assert meaning(back) == meaning(before)
    assert {name: back[name] for name in FULL} == {name: before[name] for name in FULL}


def test_the_same_questions_give_the_same_bytes():
    topic = bank(TYPES["ordering"].EXAMPLE, TYPES["numeric"].EXAMPLE)
    outs = [io.BytesIO(), io.BytesIO()]
    for out in outs:
        list(anki.write(topic, out, None))

    assert outs[0].getvalue() == outs[1].getvalue()


def test_media_go_out_under_their_names_and_come_back():
    wire = {**TYPES["true_false"].EXAMPLE, "prompt": f"Is it ![a leaf]({ADDRESS})?"}
    _, data = written(wire, fetch=lambda address: Medium("leaf.png", "image/png", b"picture"))

    package = zipfile.ZipFile(io.BytesIO(data))
    (name,) = json.loads(package.read("media")).values()
    assert name == f"{'ab' * 32}.png" and package.read("0") == b"picture"
    (read,) = questions(anki, data, keep=lambda data, name: ADDRESS.replace("ab", "cd"))
    assert read.wire["prompt"] == wire["prompt"].replace("ab", "cd")


def test_a_card_that_was_changed_in_anki_says_so():
    _, data = written(TYPES["true_false"].EXAMPLE)
    package = zipfile.ZipFile(io.BytesIO(data))
    changed = archive({"collection.anki2": package.read("collection.anki2").replace(b"True or false?", b"True or wrong?"), "media": "{}"})
    (read,) = questions(anki, changed)

    assert "changed in Anki" in read.lost[0]


def test_whatever_the_bytes_nothing_but_unreadable_is_raised():
    sure = random.Random(5)
    notes = [(BASIC, "g", "a", ["Q <b>?", "so"], 7), (CLOZE, "h", "", ["x {{c1::y}}", "z"], 8)]
    collection = zipfile.ZipFile(io.BytesIO(legacy(notes))).read("collection.anki2")
    for sample, wrap in ((collection, broken), (latest(notes), bytes), (legacy(notes), bytes)):
        for _ in range(60):
            data = bytearray(sample)
            for _ in range(sure.randint(1, 20)):
                data[sure.randrange(len(data))] = sure.randrange(256)
            try:
                found(anki, wrap(bytes(data)), keep=lambda data, name: ADDRESS)
            except Unreadable:
                pass


@pytest.mark.parametrize(
    ("data", "name", "known"),
    [
        (legacy([(BASIC, "g", "", ["a", "b"], 7)]), "", True),
        (b"#separator:tab\na\tb\n", "", True),
        (b"a\tb\nc\td\n", "words.tsv", True),
        (b"prompt\tanswer\nc\td\n", "words.tsv", False),
        (b"a\tb\nc\n", "words.txt", False),
        (b"a\tb\n", "words.csv", False),
        (archive({"imsmanifest.xml": b""}), "", False),
        (b"", "", False),
    ],
)
def test_it_is_told_by_its_collection_or_its_columns(data, name, known):
    assert anki.recognises(File.of(data, name)) is known


TWO_WAYS = ("Word", ["Picture", "Word", "Meaning"], [("{{Picture}}", "{{Meaning}}"), ("{{Word}}", "{{Meaning}}")], 0)


@KINDS
def test_the_first_card_that_is_not_empty_is_the_question(package):
    assert only(package, TWO_WAYS, "", "dog", "perro").wire["prompt"] == "dog"
