"""Answers that teachers graded, as they stand in a file: a JSON object a line, or CSV (`.csv`) with the same names in its first line.

A row has `question`, `references` (texts that are right), `answer` (or `response`) and `credit` (0 to 1); `question_id`,
`dataset` and `split` may stand beside them. Where our own questions are meant, the `question_id` of one of them is enough.
In CSV there may be several columns `reference`, or one `references` with a JSON list.
"""
import csv
import io
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from service import wire
from service.free_text import Sibling

MOST_SIBLINGS = 200


class Unreadable(ValueError):
    """A file of graded answers that cannot be used; the message says where and why."""


def rows(path, *, own=False):
    """Read a file: `question_id`, `question`, `references`, `answer`, `credit`, `dataset`, `split` and the `line` of each row.

    With `own`, rows may do without references (they have none then, and no question): they mean questions of ours. Those that
    have some get `siblings`: the first questions of their dataset, each with its first reference; to the reader none is one of itself.
    """
    path, found = Path(path), []
    for number, values in _csv(path) if path.suffix.lower() == ".csv" else _json(path):
        try:
            found.append({"dataset": path.stem, "split": "all", **_row(values, own), "line": number})
        except ValueError as error:
            raise at(path, number, error) from None
    if not found:
        raise Unreadable(f"{path} holds no rows.")
    return _beside_each_other(found)


def _beside_each_other(found):
    asked = defaultdict(dict)
    for row in found:
        if "references" in row and len(asked[row["dataset"]]) < MOST_SIBLINGS:
            asked[row["dataset"]].setdefault(row["question_id"], Sibling(row["question"], row["references"][0]))
    siblings = {dataset: tuple(of_one.values()) for dataset, of_one in asked.items()}
    return [row | {"siblings": siblings[row["dataset"]]} if "references" in row else row for row in found]


def at(path, number, why):
    """What is wrong in a line of a file."""
    return Unreadable(f"{path}, line {number}: {why}")


def _json(path):
    """Yield (line number, object) of a file with one JSON object a line."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            try:
                yield number, wire.read(line.encode())
            except wire.Malformed as error:
                raise at(path, number, f"not JSON that can be read: {error}") from None


def _csv(path):
    """Yield (line number, {name: text}) of a CSV file; `reference` may be a name several times."""
    text = _text(path)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
    try:
        names = [name.strip() for name in next(reader, ())]
        for cells in reader:
            if any(cells):
                yield reader.line_num, _named(names, cells)
    except (csv.Error, ValueError) as error:
        raise at(path, reader.line_num, f"not CSV that can be read: {error}.") from None


def _named(names, cells):
    """A line of CSV as the object that JSON would have; cells left empty are left out, but for the answer."""
    if len(cells) != len(names):
        raise ValueError(f"{len(cells)} cells under {len(names)} names")
    values = {name: cell for name, cell in zip(names, cells) if name != "reference" and (cell or name in ("answer", "response"))}
    if references := [cell for name, cell in zip(names, cells) if name == "reference" and cell]:
        values["references"] = references
    elif "references" in values:
        values["references"] = wire.read(values["references"].encode())
    if "credit" in values:
        values["credit"] = _number(values["credit"])
    return values


def _number(text):
    """A number, with a point or a comma; the text itself where it is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _text(path):
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not text in UTF-8.") from None
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None


def _row(values, own):
    """What we need of one row; a ValueError says what is wrong with it."""
    if not isinstance(values, dict):
        raise ValueError("not an object.")
    row = {"answer": values.get("answer", values.get("response")), "credit": _credit(values.get("credit"))}
    row |= {name: values[name] for name in ("question_id", "question", "dataset", "split") if values.get(name) is not None}
    if "references" in values or not (own and "question_id" in row):
        row["references"] = values.get("references")
        row.setdefault("question_id", row.get("question"))
        _check_references(row["references"])
        _check_texts(row, "question")
    _check_texts(row, "answer", "question_id", *({"dataset", "split"} & row.keys()))
    return row


def _check_texts(row, *names):
    for name in names:
        if not isinstance(row.get(name), str) or not wire.sound(row[name]):
            raise ValueError(f"`{name}` must be a text.")


def _check_references(references):
    if not isinstance(references, list) or not references or not all(isinstance(each, str) and each.strip() for each in references):
        raise ValueError("`references` must be a list of one or more texts.")


def _credit(credit):
    if isinstance(credit, bool) or not isinstance(credit, int | float | Decimal) or not 0 <= credit <= 1:
        raise ValueError("`credit` must be a number from 0 to 1.")
    return float(credit)
