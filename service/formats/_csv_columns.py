"""The columns of a CSV file of questions: their names, the other names that people give them, and what stands in a row's cells.

Capitals, blanks, `-` and `_` do not count in a name. Columns that there are several of end in a letter or a number:
`choice_a` is `choice_1`, and the first answer's column needs neither (`answer`, `tolerance`).
"""
import re
from difflib import get_close_matches
from functools import lru_cache

from service.formats._nouns import Unreadable

PLAIN = (
    "type", "prompt", "answer", "choices", "choice_ids", "pinned", "shuffle", "scoring", "credit", "explanation", "mode", "case_sensitive",
    "tolerance", "tolerance_type", "unit", "key_points", "max_words", "rubric", "pairs", "distractors", "right", "left_ids", "right_ids",
    "order", "blanks", "body", "answers", "title", "points", "penalty", "difficulty", "tags", "hints", "category", "external_id", "source",
    "status", "licence", "attribution", "general_feedback", "correct_feedback", "partial_feedback", "incorrect_feedback",
)  # fmt: skip
NUMBERED = ("choice", "answer", "credit", "feedback", "explanation", "mode", "tolerance", "tolerance_type", "key_points")
OF_A_VALUE = tuple(f"{name}_{value}" for name in ("credit", "feedback", "explanation") for value in ("true", "false"))
KNOWN = (*PLAIN, *(f"{name}_a …" for name in NUMBERED), *OF_A_VALUE, "blank_<its id>")
OTHER_NAMES = {
    "question": "prompt", "question_text": "prompt", "stem": "prompt", "text": "prompt",
    "correct": "answer", "correct_answer": "answer", "correct_answers": "answer", "correct_option": "answer", "right_answer": "answer",
    "right_answers": "answer", "correct_choice": "answer", "key": "answer", "solution": "answer", "options": "choices",
    "mark": "points", "marks": "points", "score": "points", "max_points": "points", "question_type": "type", "kind": "type",
    "tag": "tags", "keywords": "tags", "hint": "hints", "id": "external_id", "question_id": "external_id", "name": "title",
    "feedback": "general_feedback", "rationale": "explanation", "license": "licence", "level": "difficulty", "units": "unit",
    "topic": "category", "deck": "category", "folder": "category", "randomize": "shuffle", "author": "attribution",
    "case": "case_sensitive", "word_limit": "max_words", "wrong_feedback": "incorrect_feedback", "match": "pairs",
}  # fmt: skip
SINGLE_LETTER = re.compile(r"[a-z]|[1-9][0-9]{0,2}")
WITH_INDEX = re.compile(r"([a-z_]*?[a-z])_?([1-9][0-9]{0,2}|(?<=_)[a-z])")
MOST_CHOICES = 200
MOST_COLUMNS = 2000
BLANK = "blank_"


def canonical(name):
    """The name by which a column is known here, or None: `Option A` is `choice_1`."""
    plain = re.sub(r"[\s_-]+", "_", name.strip().casefold()).strip("_")
    if plain in OTHER_NAMES or plain in PLAIN or plain in OF_A_VALUE:
        return OTHER_NAMES.get(plain, plain)
    if SINGLE_LETTER.fullmatch(plain):
        return f"choice_{index(plain)}"
    if plain.startswith(BLANK) and len(plain) > len(BLANK):
        return plain
    found = WITH_INDEX.fullmatch(plain)
    base = found and {"option": "choice", "alternative": "choice", "mark": "credit"}.get(found[1], found[1])
    if base in NUMBERED and index(found[2]) <= MOST_CHOICES:
        number = index(found[2])
        return base if number == 1 and base in ("tolerance", "tolerance_type", "mode", "key_points") else f"{base}_{number}"
    return None


def index(label):
    """The number that a letter or the digits stand for."""
    return int(label) if label.isdecimal() else ord(label) - ord("a") + 1


def letter(number):
    """The letter of a number, as far as there are letters."""
    return chr(ord("a") + number - 1) if number <= 26 else str(number)


def shown(column):
    """The name under which a column is written: `choice_a` for `choice_1`."""
    base, _, number = column.rpartition("_")
    return f"{base}_{letter(int(number))}" if base in NUMBERED and number.isdecimal() else column


def known(cells):
    """How many columns a header names that are known; none at all unless it has a prompt."""
    names = [canonical(cell) for cell in cells[:MOST_COLUMNS]]
    return sum(name is not None for name in names) if "prompt" in names else 0


def columns(header):
    """What each column of a header is, None for one that is unknown."""
    if len(header.cells) > MOST_COLUMNS:
        raise Unreadable(f"The first row names {len(header.cells):,} columns; at most {MOST_COLUMNS:,} are read.", header.where)
    names = [canonical(cell) for cell in header.cells]
    if "answer_1" in names and "answer" in names:  # of four answers, and a column that says which is right
        names = [name.replace("answer_", "choice_") if name and name.startswith("answer_") else name for name in names]
    names = ["answer" if name == "answer_1" else name for name in names]
    listed = f"Known columns are: {', '.join(KNOWN)}."
    if "prompt" not in names:
        raise Unreadable(f"No column is named 'prompt': the first row must name the columns. {listed}", header.where)
    doubled = next((place for place, name in enumerate(names) if name and name in names[:place]), None)
    if doubled is not None:
        first, second = header.cells[names.index(names[doubled])].strip(), header.cells[doubled].strip()
        said = f"The columns '{first}' and '{second}' say the same thing ({shown(names[doubled])}): keep one."
        raise Unreadable(f"{said} {listed}", header.where)
    return names


class Faulty(Exception):
    """What is wrong in a row, and what to do about it."""


class Cells:
    """The cells of one row by the name of their column; what is never taken is told as lost."""

    def __init__(self, header, names, row):
        self._given, self._titles, self._strange = {}, {}, []
        if any(cell.strip() for cell in row.cells[len(names) :]):
            raise Faulty(
                f"It has {len(row.cells)} cells, where the header has {len(names)}: put a cell in quotes where it holds the delimiter."
            )
        for title, name, cell in zip(header.cells, names, row.cells):
            if cell.strip() and name:
                self._given[name], self._titles[name] = unguarded(cell), title.strip()
            elif cell.strip():
                self._strange.append(title.strip())

    def __contains__(self, name):
        return name in self._given

    def take(self, name):
        """The text of a cell; empty where there is none."""
        return self._given.pop(name, "")

    def look(self, name):
        """The text of a cell, which can still be taken."""
        return self._given.get(name, "")

    def numbered(self, base):
        """The numbers of the columns of this kind that have something in them."""
        return sorted(int(name[len(base) + 1 :]) for name in self._given if re.fullmatch(rf"{base}_\d+", name))

    def beginning(self, start):
        """The columns whose names begin so, with what follows it, as the header spells it."""
        return {name: self._titles[name][-len(name) + len(start) :] for name in self._given if name.startswith(start)}

    def lost(self, kind):
        """What was in the row and is not carried over, a sentence each."""
        for name in self._given:
            yield f"Column '{self._titles[name]}' means nothing for {kind} as the row has it, and was left out."
        for title in self._strange:
            yield _unknown(title)


@lru_cache(maxsize=MOST_COLUMNS)
def _unknown(title):
    if not title:
        return "A column without a name was left out: name it in the first row."
    near = get_close_matches(title.casefold().replace(" ", "_")[:50], (*PLAIN, *OTHER_NAMES), 1)
    hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(KNOWN)}."
    return f"Column '{title[:100]}' is unknown and was left out: {hint}"


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HARMLESS = re.compile(r"[+-]?[0-9][0-9.,]*([eE][+-]?[0-9]+)?")


def guarded(text):
    """The text as a cell that no spreadsheet takes for a formula: with a `'` before it, which spreadsheets do not show.

    After OWASP's page on CSV injection. Plain numbers stay as they are; a text that has such a mark already gets one more,
    so that taking one away gives back every text.
    """
    bare = text.lstrip("'")
    return f"'{text}" if bare.startswith(FORMULA) and not HARMLESS.fullmatch(text) else text


def unguarded(cell):
    """The text of a cell, without one `'` that guards it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell
