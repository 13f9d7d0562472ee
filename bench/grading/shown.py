"""The figures of `evaluate` as plain tables."""
from service.measuring import LABELS, shown

LINES = {
    "rows": "rows",
    "questions": "questions",
    **LABELS,
    "right_answers": "full-mark answers",
    "right_answers_guarded": "  kept back by the guard",
    "right_answers_below_half": "  given less than half",
}
ATTACK = {"texts": "texts", "credited": "credited", "credited_or_in_review": "or in review", "slowest": "slowest, s"}
GAIN = {"without": "without", "with": "with", "gain": "gain", "lost": "share of questions that lost", "questions": "questions that have it"}
FIRST, COLUMN = 32, 26


def report(found):
    """All of it, as text."""
    which = f", fold {found['fold']} of 5" if found["fold"] else ""
    parts = [f"Read {found['reader']}{which}. In brackets: 95 % interval over questions."]
    for each in found["files"]:
        parts += [each["file"], _sets(each["sets"])]
        parts += [_attacks(name, lines) for name, lines in each["attacks"].items()]
        parts += [_gains(gains) for gains in each["examples"]]
    return "\n\n".join([*parts, _cost(found["cost"])])


def _sets(sets):
    """A line for each figure, a column for each set."""
    lines = [_line(label, [_cell(figures[name]) for figures in sets.values()]) for name, label in LINES.items()]
    return "\n".join([_line("", sets), *lines])


def _attacks(name, lines):
    """A line for each attack on each kind of text."""
    told = [f"Attacks, {name}: the share that is credited, and that is credited or in review", _line("", ATTACK.values(), 14)]
    for before, each in zip([{}, *lines], lines):
        if each["made_from"] != before.get("made_from"):
            told.append(f"made from {each['made_from']}")
        told.append(_line(f"  {each['attack']}", [_cell(each[column]) for column in ATTACK], 14))
    return "\n".join(told)


def _gains(gains):
    """What examples add to each measure: by question, and the mean."""
    mean = gains["mean"]
    by_question = [
        _line(f"  {each['question']:.28}", [_signed(each[name] and each[name]["gain"]) for name in mean], 12) for each in gains["questions"]
    ]
    means = [_line(label, [(_signed if key == "gain" else _cell)(each[key]) for each in mean.values()], 12) for key, label in GAIN.items()]
    head = f"Gain by {gains['examples']} graded answers to the same question, mean of {gains['draws']} draws"
    return "\n".join([head, _line("question", mean, 12), *by_question, *means])


def _cost(cost):
    speed = f"{cost['answers_per_second']:.0f} (median of {cost['repeats']})"
    memory = f"{shown(cost['peak_mb'], 0)} at its peak, {shown(cost['resident_mb'], 0)} in use"
    return "\n".join([_line("answers a second of one core", [speed]), _line("memory, MB", [memory])])


def _line(label, cells, width=COLUMN):
    return (f"{label:{FIRST}}" + "".join(f"{cell:<{width}}" for cell in cells)).rstrip()


def _cell(figure):
    """A count, a share, or a figure with its interval."""
    if not isinstance(figure, dict):
        return str(figure) if isinstance(figure, int) else shown(figure)
    ends = "" if figure["low"] is None else f" ({shown(figure['low'])} to {shown(figure['high'])})"
    return shown(figure["value"]) + ends


def _signed(number):
    return "-" if number is None else f"{number:+.3f}"
