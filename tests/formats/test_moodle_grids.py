"""Grids of Moodle's plugins: a right column for each row is a pair, and every response scores as it does there."""
from decimal import Decimal

import pytest

from service.question_types import TYPES
from tests.formats.moodle import question, read, why_not
from tests.formats.reading import loaded


def numbered(right, inner="", says=("true", "false")):
    """Rows and columns as qtype_kprime and qtype_mtf write them; `right` is the number of each row's right column."""
    rows = "".join(
        f'<row number="{row}"><optiontext format="html"><text>Row {row}</text></optiontext></row>' for row in range(1, len(right) + 1)
    )
    columns = "".join(
        f'<column number="{place}"><responsetext format="plain_text"><text>{text}</text></responsetext></column>'
        for place, text in enumerate(says, 1)
    )
    weights = "".join(
        f'<weight rownumber="{row}" columnnumber="{column}"><value>\n {int(column == each)}.000\n</value></weight>'
        for row, each in enumerate(right, 1) for column in range(1, len(says) + 1)
    )  # fmt: skip
    return f"<numberofrows>{len(right)}</numberofrows>{inner}{rows}{columns}{weights}"


def scoring(name):
    return f"<scoringmethod><text>{name}</text>\n</scoringmethod>"


def credit(each, *columns):
    """What a response earns that names these columns for the rows, one after the other; None leaves a row open."""
    response = {f"l{row}": f"r{column}" for row, column in enumerate(columns, 1) if column}
    question = loaded(each)
    return TYPES[question["type"]].grade(question, response).credit


@pytest.mark.parametrize(
    ("plugin", "rule", "all_right", "one_wrong", "two_wrong"),
    [
        ("kprime", "kprime", 1, "0.5", 0), ("kprime", "", 1, "0.5", 0), ("kprime", "kprimeonezero", 1, 0, 0),
        ("kprime", "subpoints", 1, "0.75", "0.5"), ("mtf", "subpoints", 1, "0.75", "0.5"), ("mtf", "mtfonezero", 1, 0, 0),
    ],
)  # fmt: skip
def test_statements_that_are_true_or_false_score_by_their_rule(plugin, rule, all_right, one_wrong, two_wrong):
    each = read(question(plugin, numbered([1, 2, 2, 1], scoring(rule) if rule else "")))
    assert [choice["text"] for choice in each.wire["body"]["right"]] == ["true", "false"]
    earned = [credit(each, 1, 2, 2, 1), credit(each, 1, 1, 2, 1), credit(each, 2, 1, 2, 1)]
    assert earned == [Decimal(all_right), Decimal(one_wrong), Decimal(two_wrong)]


def test_half_for_a_row_left_open_is_told():
    each = read(question("kprime", numbered([1, 2])))
    assert credit(each, 1, None) == 0
    assert each.lost == ("A response that leaves one row open, with all others right, earns half in Moodle and nothing here.",)


def test_what_a_wrong_statement_takes_off_is_told():
    assert "takes 0.5 of its share off" in read(question("mtf", numbered([1, 2], "<deduction>0.500</deduction>"))).lost[0]
    assert read(question("mtf", numbered([1, 2], "<deduction>0.000</deduction>"))).lost == ()


MATRIX_ROWS = (
    "<row><shorttext>Oak</shorttext><description format='html'><text>&lt;p&gt;in &lt;b&gt;autumn&lt;/b&gt;&lt;/p&gt;</text></description></row>"
    "<row><shorttext>Fir</shorttext></row><row><shorttext>Larch</shorttext></row>"
    "<col><shorttext>sheds</shorttext></col><col><shorttext>keeps</shorttext></col>"
)


def weights(*rows):
    cells = ("".join(f"<weight-of-col>{cell}</weight-of-col>" for cell in row) for row in rows)
    return "".join(f"<weights-of-row>{row}</weights-of-row>" for row in cells)


@pytest.mark.parametrize(("rule", "one_wrong"), [("all", Decimal(2) / 3), ("kprime", 0), ("kany", Decimal("0.5")), ("", 0)])
def test_a_matrix_pairs_rows_and_columns(rule, one_wrong):
    each = read(question("matrix", f"<grademethod>{rule}</grademethod>{MATRIX_ROWS}{weights((1, 0), (0, 1), (1, 0))}"))
    assert each.wire["body"]["left"][0]["text"] == "Oak\n\nin **autumn**"
    assert credit(each, 1, 2, 1) == 1 and credit(each, 1, 1, 1) == pytest.approx(one_wrong)


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        (weights((1, 1), (0, 1), (1, 0)), "2 columns are right in the row “Oak in **autumn**”"),
        (weights((1, 0), (0, 0), (1, 0)), "No column is right in the row “Fir”"),
        (weights((1, 0), (0, 1)), "No column is right in the row “Larch”"),
        ("<grademethod>difference</grademethod>", "a rule for which there is none here: “difference”"),
    ],
)  # fmt: skip
def test_a_grid_that_is_no_pairs_says_why(inner, why):
    assert why in why_not(question("matrix", inner + MATRIX_ROWS))


def oumatrix(*rows):
    columns = '<columns><column key="70"><text>cat</text></column><column key="71"><text>dog</text></column></columns>'
    return f"<inputtype>single</inputtype>{columns}<rows>{''.join(rows)}</rows>"


def row(name, right):
    said = "<feedback><text>A cat.</text></feedback>"
    return f"<row><name><text>{name}</text></name><correctanswers><text><![CDATA[{right}]]></text></correctanswers>{said}</row>"


def test_a_matrix_of_the_open_university_names_its_columns_by_keys():
    each = read(question("oumatrix", oumatrix(row("Manx", '{"70":"1"}'), row("Corgi", '{"71":"1"}'))))
    assert credit(each, 1, 2) == 1 and credit(each, 1, 1) == Decimal("0.5")
    assert each.lost == ("What is said of one of its rows has no place here: “A cat.”.",)


@pytest.mark.parametrize("right", ["", "[]", '{"70":"0"}', "[" * 10**5, '{"99":"1"}'])
def test_a_row_whose_right_column_is_not_told_says_so(right):
    assert why_not(question("oumatrix", oumatrix(row("Manx", right)))).startswith("No column is right in the row “Manx”")


OPTIONS = "".join(
    f'<row number="{place}"><optiontext><text>{text}</text></optiontext><feedbacktext><text>{said}</text></feedbacktext></row>'
    for place, (text, said) in enumerate([("Bern", ""), ("Basel", "No."), ("Biel", "")], 1)
)


@pytest.mark.parametrize(("rule", "told"), [("sconezero", False), ("", False), ("aprime", True), ("subpoints", True)])
def test_a_single_choice_of_the_plugin_is_one(rule, told):
    wire = read(question("sc", f"{scoring(rule)}<correctrow>1</correctrow>{OPTIONS}")).wire
    assert wire["answers"] == [{"match": {"choice": "c1"}, "credit": 1}, {"match": {"choice": "c2"}, "credit": 0, "feedback": "No."}]
    assert bool(read(question("sc", f"{scoring(rule)}<correctrow>1</correctrow>{OPTIONS}")).lost) is told


def test_a_single_choice_without_a_right_one_says_so():
    assert "the right one is “4”" in why_not(question("sc", f"<correctrow>4</correctrow>{OPTIONS}"))


@pytest.mark.parametrize("name", ["row", "column"])
def test_rows_or_columns_of_the_same_number_are_not_told_apart_by_chance(name):
    assert "go by the same number or key" in why_not(question("mtf", numbered([1, 2]).replace(f'<{name} number="2"', f'<{name} number="1"')))


def test_a_grid_with_more_ways_to_slip_than_there_can_be_answers_is_left_out():
    says = [f"Column {place}" for place in range(20)]
    assert "too many ways to have one wrong" in why_not(question("kprime", numbered([1] * 60, says=says)))
    assert len(read(question("kprime", numbered([1] * 60, scoring("subpoints"), says=says))).wire["answers"]) == 1
