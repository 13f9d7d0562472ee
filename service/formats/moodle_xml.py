"""Moodle XML, the question bank of Moodle: `<quiz><question type="…">`.

After question/format/xml/format.php and the question types of Moodle 3.x to 4.5 (https://docs.moodle.org/en/Moodle_XML_format).
Read one question after the other; a broken one is left out, the others go on. What is only Moodle's page is passed over in
silence: the line that says how to choose, the height of an answer's field, across or down.

Texts are written as HTML, which Moodle's editors and filters take, LaTeX between `\\(` and `\\)`; in its Markdown format they take
neither. Categories are written where they change, and questions without one first, since Moodle has no way back to none.
"""
import re

from service.formats import (
    _moodle_answers, _moodle_choices, _moodle_common, _moodle_gapfill, _moodle_gaps, _moodle_grids, _moodle_writing, _xml,
)  # fmt: skip
from service.formats._moodle_item import Item, NotCarried, content, shown
from service.formats._moodle_others import why_not
from service.formats._nouns import Container, Question, Skipped, Unreadable

TITLE = "Moodle XML"
MEDIA_TYPE = "application/xml"
SUFFIX = ".xml"
PLACE = 10
START = re.compile(rb"<quiz[\s>/]")
LONGEST_CATEGORY, LAST_LINE = 500, 65535
"""libxml2 counts lines up to this one."""
READERS = {
    "multichoice": _moodle_choices.multichoice, "multichoiceset": _moodle_choices.multichoiceset, "truefalse": _moodle_choices.truefalse,
    "matching": _moodle_choices.matching, "match": _moodle_choices.matching, "ddmatch": _moodle_choices.matching,
    "ordering": _moodle_choices.ordering, "shortanswer": _moodle_answers.short_answer, "numerical": _moodle_answers.numeric,
    "essay": _moodle_answers.essay, "essayautograde": _moodle_answers.essay_scored_by_rules,
    "cloze": _moodle_gaps.multianswer, "multianswer": _moodle_gaps.multianswer,
    "ddwtos": _moodle_gaps.ddwtos, "gapselect": _moodle_gaps.gapselect, "gapfill": _moodle_gapfill.gapfill,
    "oumultiresponse": _moodle_choices.oumultiresponse, "kprime": _moodle_grids.kprime, "mtf": _moodle_grids.mtf,
    "matrix": _moodle_grids.matrix, "oumatrix": _moodle_grids.oumatrix, "sc": _moodle_grids.single_choice,
}  # fmt: skip


def recognises(file):
    return START.search(file.head.replace(b"\0", b"")) is not None  # UTF-16 too


def read(file, keep):
    file.stream.seek(0)
    category, number = "", 0
    for element in _xml.elements(file.stream, ["question"]):
        kind = element.get("type", "").strip()
        if kind == "category":
            category, found = _category(element)
            yield from found
            continue
        number += 1
        yield _question(element, kind, _where(element, f"question {number}"), category, keep)
    if not number and not recognises(file):
        raise Unreadable("This is not Moodle XML, which begins with <quiz> and holds <question> elements.")


def _category(element):
    """(the category of the questions that follow, what to say of it)."""
    path, where = _moodle_common.category(content(element.find("category"))), _where(element, "category")
    about = [content(element.find("info")), content(element.find("idnumber"))]
    found = [Container(where, "category", path)] if path else []
    found += [Skipped(where, f"What is said of the category {shown(path)} has no place here: {shown(each)}.") for each in about if each]
    if len(path) > LONGEST_CATEGORY:
        return "", [*found, Skipped(where, f"Its path is longer than {LONGEST_CATEGORY} characters; the questions below it have none.")]
    return path, found


def _where(element, what):
    name, line = " ".join(content(element.find("name")).split()), element.sourceline or LAST_LINE
    return what + (f' ("{name[:60]}")' if name else "") + (f", line {line}" if line < LAST_LINE else "")


def _question(element, kind, where, category, keep):
    if kind not in READERS:
        return Skipped(where, why_not(kind))
    item = Item(element, keep)
    try:
        part = READERS[kind](item)
        wire = _moodle_common.wire(item, part, category)
    except NotCarried as reason:
        return Skipped(where, str(reason))
    return Question(where, wire, item.original(), tuple(dict.fromkeys(item.lost)))


def write(bank, out, fetch):
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    yield from _moodle_writing.write(bank, out, fetch)
    out.write(b"</quiz>\n")
