"""How a table's answers name choices where one row alone leaves that open: by their texts or numbers, and from which number on.

All rows together tell it. Who says 0 in one of them and never the number of the last choice counts from 0, as programs do; where
some answers can only be texts and none only numbers or letters, `4` is a text too, and the other way round. A column such as
`correctIndex`, which people fill who count either way, is read only where the file tells which.
"""
import re
from dataclasses import dataclass

from service.formats._csv_columns import Cells
from service.formats._csv_languages import TRUTH
from service.formats._csv_names import letter
from service.formats._csv_pieces import Faulty, apart, is_number
from service.formats._nouns import Unreadable

NUMBERS = re.compile(r"[0-9]{1,3}(?:[\s,;|]+[0-9]{1,3})*")
INDEX = re.compile(r"(?:correct|right|answer|solution)[\s_-]*(?:(?:answer|option|choice)s?[\s_-]*)?(?:index|idx|indices)", re.IGNORECASE)


@dataclass(frozen=True)
class Counting:
    """The names of a table's columns; its first number, None where that is not told; whether answers are texts, or never are.

    `words` is whether some answers without choices are words of their own, and not all of them true or false.
    """

    names: list
    first: int | None = None
    texts: bool = False
    labels: bool = False
    words: bool = False


def counting(header, names, rows):
    """The Counting of a table with these rows."""
    if "answer" in names:
        seen = _seen(header, names, rows)
        return Counting(names, seen.first, seen.texts and not seen.labels, seen.labels and not seen.texts, seen.words)
    if (place := _index(header)) is None:
        return Counting(names)
    told = [*names[:place], "answer", *names[place + 1 :]]
    first = _seen(header, told, rows).first
    return Counting(names) if first is None else Counting(told, first, labels=True)


def _index(header):
    """Where the one column stands that is named like an index of the right answer."""
    found = [place for place, title in enumerate(header.cells) if INDEX.fullmatch(title.strip()[:100])]
    return found[0] if len(found) == 1 else None


class _Seen:
    """What the answers of all rows were like: some only texts, some only numbers or letters, some 0 or the number of the last choice."""

    texts = labels = nought = last = words = False

    @property
    def first(self):
        return (0 if self.nought else 1) if self.nought != self.last else None

    def take(self, answer, choices):
        if not choices:
            self.words |= answer.casefold() not in TRUTH and not is_number(answer)
            return
        places, as_text, last = _places(answer), answer in choices.values(), max(choices)
        label = any(0 <= place <= last for place in places) or len(answer) == 1 and answer.lower() in map(letter, choices)
        self.texts |= as_text and not label
        self.labels |= label and not as_text
        if not as_text and not _is_truth(choices):
            self.nought |= 0 in places
            self.last |= last in places


def _is_truth(choices):
    """Whether the choices are true and false: 1 and 0 may then say which of both is meant, and count nothing."""
    return {text.casefold() for text in choices.values()} <= TRUTH


def _seen(header, names, rows):
    seen = _Seen()
    try:
        for row in rows:
            if not row.fault and not row.empty and (found := _answer_and_choices(header, names, row)):
                seen.take(*found)
    except Unreadable:  # the reader will come to that, and say so
        pass
    return seen


def _answer_and_choices(header, names, row):
    """(the answer, the choices) of a row that has both, or that has neither choices nor a type."""
    try:
        cells = Cells(header, names, row)
    except Faulty:
        return None
    answer, choices = cells.look("answer").strip(), _choices(cells)
    return (answer, choices) if answer and (len(choices) > 1 or not choices and "type" not in cells) else None


def _choices(cells):
    """{number: text} of the choices; a column that is empty keeps its number."""
    by_column = {place: cells.look(f"choice_{place}").strip() for place in cells.numbered("choice")}
    return by_column or dict(enumerate(map(str.strip, apart(cells.look("choices"))), 1))


def _places(answer):
    return [int(each) for each in re.findall(r"[0-9]+", answer)] if NUMBERS.fullmatch(answer) else []


def by_letter(cells, counted):
    """Put letters in the place of what a row's answer says, where only the file tells what that names; what to tell of that."""
    answer, choices = cells.look("answer").strip(), _choices(cells)
    if len(choices) < 2 or not (places := _places(answer)):
        return ()
    named = [place + 1 - (1 if counted.first is None else counted.first) for place in places]
    text = next((place for place, each in choices.items() if each == answer), None)
    if text not in (None, *named):
        if counted.texts:
            cells.put("answer", letter(text))
            return (f"The answer {answer} was read as the text of choice {letter(text)}: other rows name texts, and none a number.",)
        if counted.first == 0 and not counted.labels:
            raise Faulty(f"The answer '{answer}' is the text of one choice and, counted from 0 as in other rows, another: write a letter.")
    elif counted.first != 0:
        return ()
    if (counted.labels or counted.first == 0) and min(named) > 0:
        cells.put("answer", "; ".join(map(letter, named)))
        return (f"The answer {answer} was read as choice {cells.look('answer')}: {_why(counted)}.",)
    return ()


def _why(counted):
    return "the file counts its choices from 0" if counted.first == 0 else "other rows name numbers or letters, and none a text"
