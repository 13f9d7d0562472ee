"""Files of graded answers: JSON lines and CSV are read alike, and what is wrong is told with its line."""
import json

import pytest

from service.graded_answers import Unreadable, rows

ROW = {
    "question_id": "7",
    "question": "What do bees make?",
    "references": ["Honey.", "They make wax."],
    "answer": "Honey",
    "credit": 1,
}


@pytest.fixture
def file(tmp_path):
    """Write a file, and give its path."""

    def write(text, name="class.jsonl"):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def line(**more):
    return json.dumps({**ROW, **more}, ensure_ascii=False)


def test_a_row_of_json(file):
    second_line = line(dataset="bees", split="test", answer="Wachs\u2028 und Honig")
    first, second = rows(file(f"\n{line(credit=0.5)}\n\n{second_line}\n"))
    assert [[each.reference for each in row.pop("siblings")] for row in (first, second)] == [["Honey."], ["Honey."]]
    assert first == {**ROW, "credit": 0.5, "dataset": "class", "split": "all", "line": 2}
    assert second == {**ROW, "dataset": "bees", "split": "test", "answer": "Wachs\u2028 und Honig", "line": 4}


def test_questions_of_one_dataset_are_siblings(file):
    wax = {"question_id": "8", "question": "Who makes wax?", "references": ["Bees.", "Bees do."]}
    found = rows(file("\n".join([line(), line(**wax), line(answer="Wax"), line(dataset="bees")])))
    both, alone = [("What do bees make?", "Honey."), ("Who makes wax?", "Bees.")], [("What do bees make?", "Honey.")]
    assert [[(each.prompt, each.reference) for each in row["siblings"]] for row in found] == [both, both, both, alone]


def test_a_response_is_an_answer_and_a_question_may_be_its_own_name(file):
    values = {name: value for name, value in ROW.items() if name not in ("answer", "question_id")}
    (row,) = rows(file(json.dumps({**values, "response": "Wax"})))
    assert (row["answer"], row["question_id"]) == ("Wax", ROW["question"])


@pytest.mark.parametrize(
    "text",
    [
        "question_id,question,reference,reference,answer,credit\n7,What do bees make?,Honey.,They make wax.,Honey,1\n",
        "\ufeffquestion_id;question;reference;reference;response;credit\r\n7;What do bees make?;Honey.;They make wax.;Honey;1,0\r\n",
        'question_id,question,references,answer,credit\n7,What do bees make?,"[""Honey."", ""They make wax.""]",Honey,1.0\n,,,,\n',
    ],
)
def test_csv_says_the_same(file, text):
    (row,) = rows(file(text, "class.csv"))
    assert row.pop("siblings")
    assert row == {**ROW, "dataset": "class", "split": "all", "line": 2}


def test_in_csv_an_answer_may_have_lines_or_be_empty(file):
    found = rows(file('question,reference,reference,answer,credit\nQ,A,,"one\ntwo",1\nQ,A,B,,0\n', "class.csv"))
    assert [(row["answer"], row["references"]) for row in found] == [("one\ntwo", ["A"]), ("", ["A", "B"])]


def test_a_question_of_ours_needs_no_references_where_that_is_allowed(file):
    path = file('{"question_id": "abc", "response": "x", "credit": 0}')
    assert rows(path, own=True) == [{"question_id": "abc", "answer": "x", "credit": 0, "dataset": "class", "split": "all", "line": 1}]
    with pytest.raises(Unreadable, match="line 1: `references` must be"):
        rows(path)
    path = file("question_id,answer,credit\nabc,x,0.5\n", "class.csv")
    assert rows(path, own=True)[0]["credit"] == 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no rows"),
        ("\n \n", "holds no rows"),
        (b"\xff\xfe", "is not text in UTF-8"),
        ("{", "line 1: not JSON that can be read"),
        (line() + "\n[1]", "line 2: not an object"),
        (line(credit=2), "`credit` must be a number from 0 to 1"),
        (line(credit="1"), "`credit` must be"),
        (line(credit=True), "`credit` must be"),
        (line(credit=None), "`credit` must be"),
        (line(references=[]), "`references` must be"),
        (line(references=["a", 5]), "`references` must be"),
        (line(references="a"), "`references` must be"),
        (line(answer=None), "`answer` must be a text"),
        (line(question=None), "`question` must be a text"),
        (line(question_id=7), "`question_id` must be a text"),
        (line(split=7), "`split` must be a text"),
        ('{"credit": 0, "credit": 1}', "stands twice"),
    ],
)
def test_a_fault_is_told_with_its_line(file, text, said):
    with pytest.raises(Unreadable, match=f"class.jsonl.*{said}"):
        rows(file(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("question,reference,answer,credit\n", "holds no rows"),
        ("", "holds no rows"),
        ("question,reference,answer,credit\nQ,A,x\n", "line 2: .*3 cells under 4 names"),
        ("question,reference,answer,credit\nQ,A,x,full\n", "line 2: `credit` must be"),
        ("question,reference,answer,credit\nQ,A,x,nan\n", "line 2: `credit` must be"),
        ("question,reference,answer,credit\nQ,A,x\0,1\n", "`answer` must be|not CSV"),
        ('question,reference,answer,credit\nQ,A,"x"y,1\n', "line 2: not CSV"),
        ("question,references,answer,credit\nQ,A,x,1\n", "line 2: not CSV"),
        ("question,answer,credit\nQ,x,1\n", "line 2: `references` must be"),
        ("question,reference,credit\nQ,A,1\n", "line 2: `answer` must be"),
    ],
)
def test_a_fault_of_csv_is_told_too(file, text, said):
    with pytest.raises(Unreadable, match=f"class.csv.*({said})"):
        rows(file(text, "class.csv"))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        rows(tmp_path / "none.jsonl")
