"""CSV: what authors type, what spreadsheets make of it, and every type there and back."""
import io

import pytest
from hypothesis import assume, given, settings, strategies as st

from service.formats import csv
from service.formats._csv_columns import guarded, unguarded
from service.formats._csv_writing import meaning
from service.formats._mixed import is_prose
from service.formats._nouns import File, Question, Skipped, Unreadable
from service.question_types import TYPES
from service.text import folded
from tests.formats.reading import bank, found, loaded, questions


def rows(*lines):
    return "\r\n".join(lines).encode()


def only(*lines):
    (read,) = questions(csv, rows(*lines))
    return read


def why(*lines):
    (skipped,) = found(csv, rows(*lines))
    assert isinstance(skipped, Skipped), skipped
    return skipped.why


def written(*wires):
    out = io.BytesIO()
    losses = list(csv.write(bank(*wires), out, None))
    assert not out.closed
    return out.getvalue(), losses


@pytest.mark.parametrize(
    ("header", "row", "kind", "answers"),
    [
        ("prompt,answer,choice_a,choice_b", "Up?,a,Up,Down", "multiple_choice", [({"choice": "c1"}, 1)]),
        ("Question;Correct Answer;Option 1;Option 2", "Up?;Down;Up;Down", "multiple_choice", [({"choice": "c2"}, 1)]),
        ("question,a,b,c,right answer", "Odd?,1,2,3,A; c", "multiple_response", [({"choice": "c1"}, "0.5"), ({"choice": "c3"}, "0.5")]),
        ("question,answer 1,answer 2,correct", "Up?,Up,Down,2", "multiple_choice", [({"choice": "c2"}, 1)]),
        ("prompt,answer,choices", "Up?,b,Up | Down", "multiple_choice", [({"choice": "c2"}, 1)]),
        ("prompt,a,b,credit_a,credit_b", "Up?,Up,Down,1,-0.5", "multiple_choice", [({"choice": "c1"}, 1), ({"choice": "c2"}, "-0.5")]),
        ("prompt,answer", "Is it?,TRUE", "true_false", [({"value": True}, 1)]),
        ("prompt,answer", "When?,1066", "numeric", [({"value": 1066}, 1)]),
        ("prompt,answer,tolerance", "Half?,0.5,10%", "numeric", [({"value": "0.5", "tolerance": "0.1", "tolerance_type": "relative"}, 1)]),
        ("prompt;answer", "Half?;0,5", "numeric", [({"value": "0.5"}, 1)]),
        ("prompt,answer", "Pi?,3.14 +- 0.01", "numeric", [({"value": "3.14", "tolerance": "0.01"}, 1)]),
        ("prompt,answer", "Who?,Ada | Lovelace", "short_answer", [({"text": "Ada"}, 1), ({"text": "Lovelace"}, 1)]),
        ("prompt,answer,answer_b,credit_b", "Who?,Ada,Byron,0.5", "short_answer", [({"text": "Ada"}, 1), ({"text": "Byron"}, "0.5")]),
        ("prompt,answer,type", "Why?,Because.,open ended", "open_ended", [({"text": "Because."}, 1)]),
        ("prompt,type", "Discuss.,Essay", "essay", []),
        ("prompt,pairs", "Match.,a = 1 | b = 2", "matching", [({"pairs": {"l1": "r1", "l2": "r2"}}, 1)]),
        ("prompt,order", "Sort.,one | two", "ordering", [({"order": ["c1", "c2"]}, 1)]),
        ("prompt,order,choices", "Sort.,b; a,two | one", "ordering", [({"order": ["c2", "c1"]}, 1)]),
        ("prompt,blank_City", "{{city}} is old.,Rome", "fill_in_blank", [({"blank": "city", "text": "Rome"}, 1)]),
        ("prompt,blank_1", "It has {{1}}.,2 | 3 +- 1", "fill_in_blank", [
            ({"blank": "1", "value": 2}, 1), ({"blank": "1", "value": 3, "tolerance": 1}, 1)]),
        ("prompt,blanks", "{{a}}?,a = ( ) up | (*) down", "fill_in_blank", [({"blank": "a", "choice": "c2"}, 1)]),
    ],
)
def test_a_row_is_the_question_that_its_columns_mean(header, row, kind, answers):
    read = only(header, row)

    assert read.wire["type"] == kind
    assert not read.lost
    given = [(answer["match"], answer.get("credit", 1)) for answer in read.wire["answers"]]
    assert [as_typed(each) for each in given] == [as_typed(each) for each in answers]


def as_typed(answer):
    match, credit = answer
    return {name: str(each) if name in ("value", "tolerance") else each for name, each in match.items()}, str(credit)


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("prompt,answer", ",4", "no prompt"),
        ("prompt,answer", "Why?,", "no answer"),
        ("prompt,answer,choice_a,choice_b", "Up?,e,Up,Down", "'e'"),
        ("prompt,answer,choice_a,choice_b", "Up?,,Up,Down", "No choice is right"),
        ("prompt,answer,choice_a,choice_b", "Up?,B,B,A", "the letter or number of one choice and the text of another"),
        ("prompt,answer,choice_a", "Up?,a,Up", "two choices"),
        ("prompt,answer,points", "Why?,4,many", "'many' is no number"),
        ("prompt,answer,points", 'Why?,4,"1,000"', "'1,000' is no number"),
        ("prompt,answer,type", "Why?,4,riddle", "There is no type 'riddle'"),
        ("prompt,answer,type", "Why?,perhaps,true_false", "neither yes nor no"),
        ("prompt,pairs", "Match.,a 1", "no pair"),
        ("prompt,pairs", "Match.,a = 1 | a = 2", "twice"),
        ("prompt,type,answer", "Not __ one __.,fill_in_blank,x", "has no blank"),
        ("prompt,blank_b", "{{a}},x", "{{a}}"),
        ("prompt,type,body", "x,essay,[[", "no JSON object"),
        ("prompt,choice_a,choice_b,credit_a,credit_b", "Up?,Up,Down,1,1", "multiple_choice"),
        ("prompt,answer", "Why,4,5", "3 cells"),
        ("prompt,answer", '"Why" not?,4', "closing quote"),
        ("prompt,answer", 'Why?,"4', "never closed"),
    ],
)
def test_a_row_that_is_wrong_says_what_to_do(header, row, said):
    assert said in why(header, row)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"", "empty"),
        (b"answer,points\n4,1", "No column is named 'prompt'"),
        (b"prompt,Question,answer\na,b,c", "'prompt' and 'Question'"),
        (b"prompt,answer\nWhat?,\x004", "line 2: Holds a NUL"),
        ("prompt,answer\nWhat?,4".encode("utf-16-le"), "NUL"),
        (b"\xff\xfe" + "prompt,answer\nWhat?,4".encode("utf-16-le") + b"\x00", "middle of a character"),
    ],
)
def test_a_file_that_is_no_table_of_questions_is_refused_whole(header, said):
    with pytest.raises(Unreadable) as refused:
        found(csv, header)
    assert said in str(refused.value)


def test_a_header_that_lacks_a_prompt_names_the_columns_that_are_known():
    with pytest.raises(Unreadable, match="Known columns are: type, prompt, answer"):
        found(csv, b"a,b\n1,2")


def test_an_unknown_column_is_told_on_each_row_that_fills_it_with_the_nearest_name():
    first, second = questions(csv, rows("prompt,answer,categroy", "a?,1,Maths", "b?,2,"))

    assert first.lost == ("Column 'categroy' is unknown and was left out: did you mean 'category'?",)
    assert not second.lost


def test_a_column_that_means_nothing_for_the_type_is_told():
    assert "Column 'Tolerance' means nothing for short_answer" in only("prompt,answer,Tolerance", "Who?,Ada,0.5").lost[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends_are_told_by_themselves(delimiter, encoding, end):
    table = [["prompt", "answer", "tags"], ['"Où, donc; est ""elle""?"', "Ça", '"a;b"'], ["", "", ""], ['"two\nlines"', "x", ""]]
    data = end.join(delimiter.join(row) for row in table).encode(encoding)

    first, second = questions(csv, data)

    assert (first.wire["prompt"], first.wire["tags"], first.where) == ('Où, donc; est "elle"?', ["a", "b"], "row 2 (line 2)")
    assert (second.wire["prompt"], second.where) == ("two\nlines", "row 4 (line 4)")
    assert csv.recognises(File.of(data))


def test_places_count_rows_as_spreadsheets_do_and_lines_as_editors_do():
    read = found(csv, rows("prompt,answer", '"one\ntwo\nthree",1', ",2", "four?,3"))

    assert [each.where for each in read] == ["row 2 (line 2)", "row 3 (line 5)", "row 4 (line 6)"]


def test_a_first_line_may_name_the_delimiter():
    assert only("sep=;", "prompt;answer", "a, b?;1").wire["prompt"] == "a, b?"


def test_windows_1252_is_read_and_said():
    (read,) = questions(csv, "prompt,answer\nWo liegt Zürich?,Schweiz".encode("cp1252"))

    assert read.wire["prompt"] == "Wo liegt Zürich?"
    assert "Windows-1252" in read.lost[0]


def test_bytes_that_are_no_text_skip_their_row_alone():
    skipped, fine = found(csv, b"prompt,answer\nW\x81?,1\nWhat?,2")

    assert "neither UTF-8 nor Windows-1252" in skipped.why
    assert isinstance(fine, Question)


def test_html_in_a_cell_becomes_prose():
    read = only("prompt,answer", "<p>What is <b>one</b>?</p>,1")

    assert "<" not in read.wire["prompt"] and "one" in read.wire["prompt"]


@pytest.mark.parametrize(
    "text", ["=1+1", "-3", "- a list", "@x", "'=1", "''-3", "'tis", "+49", "\t=1", "-3+cmd|' /C calc'!A0", "", "'", "'-3", "＝1"]
)
def test_what_a_spreadsheet_would_take_for_a_formula_is_guarded_and_comes_back(text):
    cell = guarded(text)

    assert unguarded(cell) == text
    assert cell in ("", "-3", "+49") or cell[0] not in "=@\t＝+-"


def test_no_cell_of_an_export_begins_like_a_formula():
    data, _ = written({**TYPES["short_answer"].EXAMPLE, "prompt": '=HYPERLINK("http://a")', "answers": [{"match": {"text": "@x"}}]})

    assert "'=HYPERLINK" in data.decode() and ",'@x," in data.decode()
    (read,) = questions(csv, data)
    assert read.wire["prompt"].startswith("=HYPERLINK") and read.wire["answers"][0]["match"]["text"] == "@x"


FULL = {
    "title": "A title, with a comma", "points": 2.5, "difficulty": "hard", "tags": ["one; two", "three"],
    "hints": ["First | second", "Two\n\nlines"],
    "external_id": "x-1", "source": "elsewhere", "category": "Biology/Cells", "penalty": 0.1, "licence": "CC-BY-4.0", "attribution": "Ada",
    "feedback": {"general": "So it is.", "correct": "- Yes", "partial": "Nearly.", "incorrect": "=No"}, "status": "published",
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_comes_back_with_every_field(kind):
    wire = {**TYPES[kind].EXAMPLE, **FULL}
    data, losses = written(wire)
    (read,) = questions(csv, data)
    back, before = loaded(read), loaded(Question("", wire))

    assert not losses and not read.lost
    assert meaning(back) == meaning(before)
    assert {name: back[name] for name in FULL} == {name: before[name] for name in FULL}


def test_what_no_column_holds_comes_back_as_json():
    orders = ["proton", "atom", "cell", "ant"], ["atom", "proton", "cell", "ant"]
    answers = [{"match": {"order": order}, "credit": 1 / (place + 1)} for place, order in enumerate(orders)]
    several = {**TYPES["ordering"].EXAMPLE, "answers": answers}
    data, _ = written(several, TYPES["true_false"].EXAMPLE)
    first, second = questions(csv, data)

    assert meaning(loaded(first)) == meaning(several | {"prompt": several["prompt"]})
    assert second.wire["type"] == "true_false"


def test_one_tag_with_a_semicolon_is_one_tag():
    data, _ = written({**TYPES["true_false"].EXAMPLE, "tags": ["a;b"]})
    assert questions(csv, data)[0].wire["tags"] == ["a;b"]


def test_the_template_has_every_type_and_reads_without_fault():
    read = questions(csv, csv.TEMPLATE)

    assert [each.wire["type"] for each in read] == [
        "multiple_choice", "multiple_response", "true_false", "short_answer", "numeric", "open_ended", "essay", "matching", "ordering",
        "fill_in_blank",
    ]  # fmt: skip
    assert not any(each.lost for each in read)
    assert set(TYPES) == {each.wire["type"] for each in read}


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (csv.TEMPLATE, True),
        (b"prompt,answer\n", True),
        (b"a,b\n", False),
        (b'{"prompt": 1, "answer": 2}', False),
        (b"", False),
        (b"PK\3\4prompt,answer", False),
    ],
)
def test_it_is_told_by_its_header(data, known):
    assert csv.recognises(File.of(data)) is known


NASTY = st.text(alphabet="ab |=\\\n\r;,\t\"'+-@[]{}(*)#_<0é", min_size=1, max_size=12).filter(
    lambda text: text.strip() and not text.isspace() and is_prose(text)
)


@given(st.lists(NASTY, min_size=2, max_size=5), NASTY, st.sampled_from([1, 0.5, -0.25, 0.33333]), st.lists(NASTY, max_size=3))
@settings(max_examples=150, deadline=None)
def test_texts_of_any_shape_come_back_to_the_letter(choices, prompt, credit, hints):
    listed = [{"id": f"x{place}", "text": text} for place, text in enumerate(dict.fromkeys(map(str.strip, choices)))]
    assume(len({folded(each["text"], case_sensitive=True) for each in listed}) == len(listed) >= 2)
    ids, common = [each["id"] for each in listed], {"prompt": prompt, "hints": hints}
    wires = [
        {**common, "type": "multiple_choice", "body": {"choices": listed},
         "answers": [{"match": {"choice": ids[0]}}, {"match": {"choice": ids[1]}, "credit": credit}]},
        {**common, "type": "ordering", "body": {"choices": listed}, "answers": [{"match": {"order": ids}, "feedback": prompt}]},
        {**common, "type": "matching", "body": {"left": listed, "right": listed}, "answers": [{"match": {"pairs": dict(zip(ids, ids))}}]},
        {**common, "type": "short_answer", "answers": [{"match": {"text": listed[0]["text"]}}]},
        {**common, "type": "open_ended", "answers": [{"match": {"text": prompt, "key_points": [each["text"] for each in listed]}}]},
    ]  # fmt: skip

    data, losses = written(*wires)
    read = found(csv, data)

    assert not losses and len(read) == len(wires)
    for wire, each in zip(wires, read):
        assert isinstance(each, Question), (wire, each)
        before, back = loaded(Question("", wire)), loaded(each)
        assert meaning(back) == meaning(before) and back["hints"] == before["hints"]
