"""The columns of a CSV file of questions, and what stands in a row's cells."""
import re
from collections import Counter
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain

from service.formats import _csv_flags, _csv_wrong_ones
from service.formats._csv_names import KNOWN, MOST_COLUMNS, OTHER_NAMES, PLAIN, canonical, letter, shown
from service.formats._csv_pieces import Faulty
from service.formats._nouns import Unreadable

MAY_BE_THE_KEY = re.compile(
    r"correct|(?<![a-z])(?:right|key)(?![a-z])|solution|(?:answer|option|choice)[\s_-]*(?:index|idx)", re.IGNORECASE
)
KEY = ("prompt", "answer", "type", "choices")
"""Columns of which it must be clear which is meant."""


def columns(header):
    """What each column of a header is, None for one that is unknown."""
    if len(header.cells) > MOST_COLUMNS:
        raise Unreadable(f"The first row names {len(header.cells):,} columns; at most {MOST_COLUMNS:,} are read.", header.where)
    names = [canonical(cell) for cell in header.cells]
    # of four answers, and a column that says which is right
    if "answer_1" in names and any(name and (name == "answer" or _csv_flags.is_flag(name)) for name in names):
        names = [name.replace("answer_", "choice_") if name and name.startswith("answer_") else name for name in names]
    names = ["answer" if name == "answer_1" else name for name in names]
    listed = f"Known columns are: {', '.join(KNOWN)}."
    if "prompt" not in names:
        raise Unreadable(f"No column is named 'prompt': the first row must name the columns. {listed}", header.where)
    names = [name if _is_first(names, place, header.cells) else None for place, name in enumerate(names)]
    doubled = next((place for place, name in enumerate(names) if name and name in names[:place]), None)
    if doubled is not None:
        first, second = header.cells[names.index(names[doubled])].strip(), header.cells[doubled].strip()
        said = f"The columns '{first}' and '{second}' say the same thing ({shown(names[doubled])}): keep one."
        raise Unreadable(f"{said} {listed}", header.where)
    return names


def _is_first(names, place, cells):
    """Whether a column is the one of its kind: of several under other names the first, or the one that has the name itself."""
    name, titles = names[place], [cell.strip().casefold() for cell in cells]
    others = [other for other, each in enumerate(names) if each == name and other != place]
    if not name or name in KEY or any(titles[other] == titles[place] for other in others):
        return True
    own = [other for other in [*others, place] if titles[other] == name]
    return place == min(own or [*others, place])


class Cells:
    """The cells of one row by the name of their column; what is never taken is told as lost."""

    def __init__(self, header, names, row, words=False):
        self.words = words  # whether answers without choices are words in other rows
        self._given, self._titles, self._strange = {}, {}, []
        if any(cell.strip() for cell in row.cells[len(names) :]):
            raise Faulty(
                f"It has {len(row.cells)} cells, where the header has {len(names)}: put a cell in quotes where it holds the delimiter."
            )
        for title, name, cell in zip(header.cells, names, row.cells):
            if cell.strip() and name:
                self._given[name], self._titles[name] = unguarded(cell), title.strip()
            elif cell.strip():
                self._strange.append((title.strip(), cell.strip()))
        _csv_flags.answered(self._given, self._titles, letter)
        _csv_wrong_ones.beside(self._given, self._titles)

    def __contains__(self, name):
        return name in self._given

    def take(self, name):
        """The text of a cell; empty where there is none."""
        return self._given.pop(name, "")

    def look(self, name):
        """The text of a cell, which can still be taken."""
        return self._given.get(name, "")

    def put(self, name, text):
        """Say something else in a cell."""
        self._given[name] = text

    def numbered(self, base):
        """The numbers of the columns of this kind that have something in them."""
        return sorted(int(name[len(base) + 1 :]) for name in self._given if re.fullmatch(rf"{base}_\d+", name))

    def beginning(self, start):
        """The columns whose names begin so, with what follows it, as the header spells it."""
        return {name: self._titles[name][-len(name) + len(start) :] for name in self._given if name.startswith(start)}

    def sure_of_the_key(self, count=0):
        """Raise Faulty where a column that is not known may say which is right: `correctIndex` counts from 0, or from 1.

        So may any that holds nothing but the letter of one of so many answers.
        """
        letters = [letter(number) for number in range(1, count + 1)]
        flags = [self._titles[name] for name in self._given if _csv_flags.is_flag(name)]
        may = (title for title, cell in self._strange if MAY_BE_THE_KEY.search(title) or cell.casefold() in letters)
        if title := next(chain(flags, may), ""):
            raise Faulty(f"Column '{title[:60]}' may say which is right, in a way of its own: write the letter into a column 'answer'.")

    def sure_of_no_choices(self, answer):
        """Raise Faulty where an answer such as `c` or `2` may name one of some columns that are not known: `Word 1`, `Word 2`."""
        named = [title for title, _ in self._strange if len(answer) == 1 and title[-1:].casefold() == answer]
        alike = Counter(title[:-1] for title, _ in self._strange) if named else {}
        if title := next((title for title in named if alike[title[:-1]] > 1), ""):
            raise Faulty(f"The answer '{answer}' may name column '{title[:60]}', which is unknown: call such columns choice_a, choice_b …")

    def lost(self, kind):
        """What was in the row and is not carried over, a sentence each."""
        for name in self._given:
            yield f"Column '{self._titles[name]}' means nothing for {kind} as the row has it, and was left out."
        for title, _ in self._strange:
            yield _unknown(title)


@lru_cache(maxsize=MOST_COLUMNS)
def _unknown(title):
    if not title:
        return "A column without a name was left out: name it in the first row."
    if name := canonical(title):
        return f"Column '{title[:100]}' was left out: another column already says its {shown(name)}."
    near = get_close_matches(title.casefold().replace(" ", "_")[:50], (*PLAIN, *OTHER_NAMES), 1)
    hint = f": did you mean '{near[0]}'?" if near else "."
    return f"Column '{title[:100]}' is unknown and was left out{hint}"


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
