"""The runs of a paragraph put in order: blanks folded as HTML folds them and kept out of marks, LaTeX found, empty ends cut off."""
import re
from itertools import groupby

from service.formats._prose_latex import held, holds, parted

BLANKS = re.compile(r"[ \t\n\r\f]+")


def paragraphs(runs):
    """Yield tidy runs, one list for each paragraph: two breaks in a row part paragraphs."""
    part = []
    for run in _folded(_split(_joined(runs))):
        if run[0] == "break" and part and part[-1][0] == "break":
            part.pop()
            yield from _tidy(part)
            part = []
        else:
            part.append(run)
    yield from _tidy(part)


def _joined(runs):
    """Neighbouring texts under the same marks become one, so that LaTeX in them is found; and so does neighbouring LaTeX."""
    for (kind, marks), group in groupby(runs, key=lambda run: (run[0], run[2])):
        if kind == "text":
            yield kind, "".join(value for _, value, _ in group), marks
        elif kind == "latex":  # `$a$$b$` would be something else
            values = [value for _, value, _ in group]
            yield kind, values[0] if len(values) == 1 else "".join(f"{{{value}}}" for value in values), marks
        else:
            yield from group


def _split(runs):
    for kind, value, marks in runs:
        if kind == "latex":
            yield *(("latex", held(value)) if holds(value) else ("text", rf"\({value}\)")), marks
            continue
        if kind != "text":
            yield "text" if kind == "literal" else kind, value, marks
            continue
        for is_latex, piece in parted(value):
            if is_latex and holds(piece):
                yield "latex", held(piece), marks
            else:
                yield "text", piece, marks


def _folded(runs):
    """Fold blanks, across runs too; a fold that holds a line end stays one."""
    blank = True
    for kind, value, marks in runs:
        if kind == "text":
            value = BLANKS.sub(lambda found: "\n" if "\n" in found[0] else " ", value)
            value = value.lstrip(" \n") if blank else value
            if not value:
                continue
            blank = value[-1] in " \n"
        else:
            blank = kind == "break"
        yield kind, value, marks


def _tidy(runs):
    """The runs of one paragraph without blanks at its ends, around breaks and at the edges of marks; none where nothing is left."""
    spread = []
    for kind, value, marks in runs:
        if kind != "text":
            spread.append([kind, value, marks])
            continue
        start, end = len(value) - len(value.lstrip()), len(value.rstrip())
        pieces = (value[:start], value[start:end], value[max(start, end) :])
        spread += [["text", piece, marks] for piece in pieces if piece]
    spread = _trimmed(spread)
    for place, run in enumerate(spread):
        if run[0] == "break" or (run[0] == "text" and run[1].isspace()):
            run[2] = _common(run[2], spread[place - 1][2], spread[place + 1][2])
    if spread:
        yield list(_joined(tuple(run) for run in spread))


def _trimmed(spread):
    """Cut blanks and breaks from the ends, and blanks beside breaks."""
    def empty(run):
        return run[0] == "break" or (run[0] == "text" and run[1].isspace())

    start, end = 0, len(spread)
    while start < end and empty(spread[start]):
        start += 1
    while end > start and empty(spread[end - 1]):
        end -= 1
    kept = spread[start:end]
    beside = {place + step for place, run in enumerate(kept) if run[0] == "break" for step in (-1, 1)}
    return [run for place, run in enumerate(kept) if not (place in beside and run[0] == "text" and run[1].isspace())]


def _common(marks, before, after):
    """The marks that a blank shares with what stands on both its sides."""
    shared = 0
    while shared < min(len(marks), len(before), len(after)) and marks[shared] == before[shared] == after[shared]:
        shared += 1
    return marks[:shared]
