"""Anki's text files: as Anki exports them, and plain tables of terms and definitions."""
import pytest

from service.formats import anki
from service.formats._nouns import File, Skipped
from tests.formats.reading import found, questions

HEADED = "#separator:tab\n#html:true\n#notetype column:1\n"


@pytest.mark.parametrize(
    ("text", "wires"),
    [
        ("#separator:tab\n#html:true\n#tags column:3\nWho?\t<b>Ada</b>\tone two\n", [("Who?", "Ada", ["one", "two"])]),
        ("#separator:Semicolon\n#html:false\nWho <is>?;Ada & co\n", [("Who \\<is>?", "Ada & co", None)]),
        ("#separator:pipe\n#guid column:1\n#deck column:2\ng1|A::B|Who?|Ada\n", [("Who?", "Ada", None)]),
        ('term\tdefinition\n"two\nlines"\tso\n', [("term", "definition", None), ("two\\\nlines", "so", None)]),
    ],
)
def test_text_files_are_read_as_anki_reads_them(text, wires):
    read = questions(anki, text.encode(), "cards.txt")

    assert [(each.wire["prompt"], each.wire["answers"][0]["match"]["text"], each.wire.get("tags")) for each in read] == wires
    assert anki.recognises(File.of(text.encode(), "cards.txt"))


def test_a_text_file_may_name_deck_guid_and_type_and_hold_cloze():
    said = "#separator:tab\n#guid column:1\n#deck column:2\n#notetype column:3\n"
    rows = "g1\tA::B\tBasic (type in the answer)\tWho?\tAda\textra\ng2\tA\tCloze\tIt {{c1::is}}.\tSo.\n"
    typed, cloze = questions(anki, (said + rows).encode())

    assert (typed.wire["external_id"], typed.wire["category"], typed.wire["answers"][0]["match"]["mode"]) == ("g1", "A/B", "exact")
    assert "extra" in typed.lost[0]
    assert (cloze.wire["prompt"], cloze.wire["answers"][0]["explanation"]) == ("It {{b1}}.", "So.")


def test_a_row_without_a_back_is_skipped_at_its_place():
    (skipped,) = found(anki, b"#separator:tab\nWho?\t\n")

    assert (skipped.where, "no back" in skipped.why) == ("row 2 (line 2)", True)


@pytest.mark.parametrize(
    "row, said",
    [
        ('Basic\t<img src="a.jpg">\tA dog', "export the deck as a package"),
        ("Image Occlusion\t{{c1::image-occlusion:rect:left=.1}}\tA dog", "covered parts"),
    ],
)
def test_a_row_whose_front_is_not_in_the_file_says_so(row, said):
    (skipped,) = found(anki, (HEADED + row).encode(), "notes.txt")

    assert isinstance(skipped, Skipped) and said in skipped.why


def test_the_further_card_of_a_row_is_told():
    (read,) = questions(anki, (HEADED + "Basic (and reversed card)\tdog\tperro").encode(), "notes.txt")

    assert read.lost == ("Its further card, which asks the other way round, was left out: a note is one question here.",)


def test_a_column_with_a_number_beyond_all_is_no_column():
    (read,) = questions(anki, f"#separator:tab\n#tags column:{'9' * 20_000}\nWho?\tNobody knows\n".encode())

    assert read.wire["prompt"] == "Who?"
