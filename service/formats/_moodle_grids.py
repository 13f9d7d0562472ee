"""Moodle's widespread plugins that show statements in rows and what may be said of each in columns: pairs here.

After qtype_kprime, qtype_mtf and qtype_sc of ETH Zürich, qtype_matrix of the University of Geneva and qtype_oumatrix of the Open
University, as of Moodle 4.5. Where one slip still earns half (`kprime` of qtype_kprime, `kany` of qtype_matrix), every way to slip
once is an answer of its own. In qtype_sc one row is right, which is a choice here.
"""
import json
from decimal import Decimal

from service.formats import _moodle_numbers
from service.formats._moodle_choices import combined, numbering
from service.formats._moodle_item import NotCarried, content, shown

MOST_SLIPS = 999
EACH_ROW, ALL_ROWS, ONE_SLIP = "each row", "all rows", "one slip"
SCORINGS = {
    "kprime": {"": ONE_SLIP, "kprime": ONE_SLIP, "kprimeonezero": ALL_ROWS, "subpoints": EACH_ROW},
    "mtf": {"": EACH_ROW, "subpoints": EACH_ROW, "mtfonezero": ALL_ROWS},
    "matrix": {"": ALL_ROWS, "kprime": ALL_ROWS, "all": EACH_ROW, "kany": ONE_SLIP},
    "oumatrix": {"": EACH_ROW, "partial": EACH_ROW, "allnone": EACH_ROW},
}
"""How each plugin scores, by the name that it gives that; "" is what it does where it says nothing."""
OF_THE_PAGE = {
    "numberofrows", "numberofcolumns", "shuffleoptions", "shuffleanswers", "usedndui", "use_dnd_ui", "multiple", "inputtype",
    "answernumbering",
}  # fmt: skip


def kprime(item):
    return _numbered(item, "kprime")


def mtf(item):
    if deduction := item.number("deduction"):
        item.lose(f"That a wrong row takes {_moodle_numbers.plain(deduction)} of its share off is not kept; it earns nothing here.")
    return _numbered(item, "mtf")


def _numbered(item, plugin):
    """Rows, columns and the weights of their cells are numbered."""
    rows, columns = _by_number(item, "row"), _by_number(item, "column")
    right = {number: set() for number in rows}
    for cell in item.children("weight"):
        if (_moodle_numbers.read(content(cell.find("value"))) or 0) > 0:
            right.setdefault(cell.get("rownumber", "1").strip(), set()).add(cell.get("columnnumber", "1").strip())
    _said_of_rows(item, rows.values(), "feedbacktext")
    texts = {number: item.prose(row.find("optiontext")) for number, row in rows.items()}
    says = {number: item.prose(column.find("responsetext")) for number, column in columns.items()}
    return _pairs(item, texts, says, right, SCORINGS[plugin].get(item.text("scoringmethod")))


def _by_number(item, name):
    """{its number: an element of this name}; those that say none are counted."""
    return _apart(name, [(each.get("number", str(place)).strip(), each) for place, each in enumerate(item.children(name), 1)])


def _apart(name, named):
    """{what it goes by: an element}, of which no two may go by the same."""
    found = dict(named)
    if len(found) < len(named):
        raise NotCarried(f"Two of its elements <{name}> go by the same number or key.")
    return found


def matrix(item):
    """Its rows, its columns, and what is right in the rows stand in the same order."""
    rows, columns = item.children("row"), item.children("col")
    right = {row: _cells(weights, columns) for row, weights in zip(rows, item.children("weights-of-row"))}
    _said_of_rows(item, rows, "feedback")
    says = {column: _titled(item, column) for column in columns}
    return _pairs(item, {row: _titled(item, row) for row in rows}, says, right, SCORINGS["matrix"].get(item.text("grademethod")))


def _cells(weights, columns):
    """The columns that are right in a row."""
    return {column for column, cell in zip(columns, weights.findall("weight-of-col")) if (_moodle_numbers.read(content(cell)) or 0) > 0}


def _titled(item, holder):
    """What a row or a column of qtype_matrix says: its short text, and what describes it."""
    short = holder.find("shorttext")
    texts = ["" if short is None else item.html(content(short), holder), item.prose(holder.find("description"))]
    return "\n\n".join(filter(None, texts))


def oumatrix(item):
    """What is right in a row is JSON, `{"key of the column": "1"}`."""
    listed = [each for holder in item.children("columns") for each in holder.findall("column")]
    columns = _apart("column", [(each.get("key", "").strip(), each) for each in listed])
    rows = [row for holder in item.children("rows") for row in holder.findall("row")]
    _said_of_rows(item, rows, "feedback")
    right = {row: _keys(content(row.find("correctanswers"))) for row in rows}
    texts, says = {row: item.html(content(row.find("name")), row) for row in rows}, {key: item.prose(each) for key, each in columns.items()}
    return _pairs(item, texts, says, right, SCORINGS["oumatrix"].get(item.text("grademethod")))


def _keys(text):
    """The keys of what JSON says yes to."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return set()
    return {key for key, value in found.items() if value in ("1", 1)} if isinstance(found, dict) else set()


def _said_of_rows(item, rows, name):
    for row in rows:
        if said := content(row.find(name)):
            item.lose(f"What is said of one of its rows has no place here: {shown(said)}.")


def _pairs(item, texts, says, right, scoring):
    """Rows on the left, columns on the right; a column without a text, or a row, is none."""
    item.known |= OF_THE_PAGE | {"scoringmethod", "grademethod"}
    if scoring is None:
        rule = item.text("scoringmethod") or item.text("grademethod")
        raise NotCarried(f"It is scored by a rule for which there is none here: {shown(rule)}.")
    rows, columns = [row for row, text in texts.items() if text], [column for column, text in says.items() if text]
    ids = {column: f"r{place}" for place, column in enumerate(columns, 1)}
    key = {}
    for place, row in enumerate(rows, 1):
        key[f"l{place}"] = ids[_one_right(texts[row], columns, right.get(row, ()))]
    if not rows or len(columns) < 2:
        raise NotCarried(f"It needs a row and two columns at least, and has {len(rows)} and {len(columns)} with a text.")
    left = [{"id": f"l{place}", "text": texts[row]} for place, row in enumerate(rows, 1)]
    body = {"left": left, "right": [{"id": id, "text": says[column]} for column, id in ids.items()]}
    body["scoring"] = "per_pair" if scoring == EACH_ROW else "all_or_nothing"
    if scoring == ONE_SLIP and len(key) * (len(columns) - 1) > MOST_SLIPS:
        raise NotCarried(f"One wrong row earns half in it, and with {len(key)} rows there are too many ways to have one wrong.")
    answers = [{"match": {"pairs": key}, "credit": 1}, *(_slips(item, key, ids.values()) if scoring == ONE_SLIP else [])]
    return {"type": "matching", "body": body, "answers": answers, "feedback": combined(item)}


def _one_right(text, columns, right):
    """The one column that is right in a row."""
    found = [column for column in columns if column in right]
    if len(found) != 1:
        count = f"{len(found)} columns are" if found else "No column is"
        raise NotCarried(f"{count} right in the row {shown(text)}; here to each row belongs one.")
    return found[0]


def _slips(item, key, columns):
    """Half for every response that is wrong in one row."""
    item.lose("A response that leaves one row open, with all others right, earns half in Moodle and nothing here.")
    return [
        {"match": {"pairs": {**key, row: other}}, "credit": Decimal("0.5")}
        for row in key for other in columns if other != key[row]
    ]  # fmt: skip


def single_choice(item):
    """In qtype_sc some earn part of the credit by ruling out what is wrong; who chooses, earns all or nothing."""
    numbering(item)
    item.known |= OF_THE_PAGE
    rows, right = _by_number(item, "row"), item.text("correctrow")
    texts = {number: item.prose(row.find("optiontext")) for number, row in rows.items()}
    listed, answers = [], []
    for number, text in texts.items():
        if text:
            listed.append({"id": f"c{len(listed) + 1}", "text": text})
            answers.append(item.earning({"choice": listed[-1]["id"]}, int(number == right), item.prose(rows[number].find("feedbacktext"))))
    if len(listed) < 2 or not texts.get(right):
        raise NotCarried(f"It needs two options at least, one of them right; it has {len(listed)}, and the right one is {shown(right)}.")
    if (scoring := item.text("scoringmethod")) not in ("", "sconezero"):
        item.lose(f"What ruling out wrong options earns in Moodle ({scoring}) is not kept; here only the right choice earns the credit.")
    body = {"choices": listed, "shuffle": item.flag("shuffleanswers", item.flag("shuffleoptions", False))}
    told = [answer for answer in answers if answer["credit"] or "feedback" in answer]
    return {"type": "multiple_choice", "body": body, "answers": told, "feedback": combined(item)}
