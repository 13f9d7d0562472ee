"""Measure how well sets of graded answers are graded: agreement, calibration, attacks, speed."""
import argparse
import json
from collections import defaultdict
from pathlib import Path

from bench.grading import cost, elsewhere, sets, shown, trials, with_examples
from bench.grading.progress import progress
from service import free_text, measures
from service.measuring import FULL, figures, judged

SHORT = "short (roles swapped)"


def arguments(parser):
    parser.add_argument("files", nargs="+", metavar="FILE", help="a set of graded answers: JSON lines or CSV")
    parser.add_argument("--words-only", action="store_true", help="read by words alone, without the encoder")
    parser.add_argument("--no-attacks", action="store_true", help="leave the attacks out")
    parser.add_argument("--most", type=_count, default=400, metavar="N", help="attack N right answers of a set at most (default 400)")
    parser.add_argument("--swapped", action="store_true", help="also short answers, with learners' right answers as references")
    parser.add_argument("--fold", type=int, choices=range(1, sets.FOLDS + 1), metavar="K", help="every fifth question, from the K-th on")
    parser.add_argument("--examples", type=_count, action="append", default=[], metavar="N", help="what N graded answers add; repeatable")
    parser.add_argument("--draws", type=_count, default=5, metavar="N", help="how often examples are drawn (default 5)")
    parser.add_argument("--fitted", metavar="FOLDER", help="read with what `teach` and `fit` wrote there")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", metavar="OUT", help="write all figures into this file")


def _count(text):
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def run(given):
    """Read everything, then work out the figures (they take memory that is not the reader's), then show them."""
    if given.fitted:
        elsewhere.use(given.fitted)
    files = {path: _rows(path, given.fold) for path in given.files}
    _check_writable(given.json)
    free_text.use(not given.words_only)
    try:
        done = [_read_file(path, found, free_text.read, given) for path, found in files.items()]
        spent = cost.of_reading([row for found in files.values() for row in found], free_text.read, seed=given.seed)
    finally:
        free_text.use()
    for each in done:
        each["sets"] = {name: _figures(found, given.seed) for name, found in each["sets"].items()}
    which = {"reader": "by words alone" if given.words_only else "as shipped", "fold": given.fold, "seed": given.seed}
    report = {**which, "files": done, "cost": spent}
    print(shown.report(report))
    if given.json:
        Path(given.json).write_text(json.dumps(report, indent=1), "utf-8")
    return 0


def _rows(path, fold):
    found = sets.rows(path)
    if fold and not (found := sets.fold(found, fold)):
        raise sets.Unreadable(f"{path} has too few questions for a fold {fold}.")
    return found


def _check_writable(path):
    try:
        if path:
            Path(path).touch()
    except OSError as error:
        raise sets.Unreadable(f"{path} cannot be written: {error.strerror}.") from None


def _read_file(path, found, read, given):
    """All readings of one file: {"file", "sets": {name: [Judged]}, "attacks": {name: lines}, "examples": [gains]}."""
    name, options, tried = Path(path).name, {"seed": given.seed, "most": given.most}, {}
    readings = _by_split(found, [judged(row, read) for row in progress(found, name)])
    if not given.no_attacks:
        tried["all"] = trials.tried(found, read, **options)
    if given.swapped and (short := sets.swapped(found, seed=given.seed)):
        readings[SHORT] = [judged(row, read) for row in progress(short, SHORT)]
        if not given.no_attacks:
            tried[SHORT] = trials.tried(short, read, **options, kinds=(trials.RIGHT,))
    gains = [with_examples.gains(found, read, count, draws=given.draws, seed=given.seed) for count in given.examples]
    return {"file": name, "sets": readings, "attacks": tried, "examples": gains}


def _by_split(found, readings):
    """All readings, and those of each split where there are several."""
    splits = defaultdict(list)
    for row, reading in zip(found, readings):
        splits[row["split"]].append(reading)
    return {"all": readings, **({f"split {name}": some for name, some in splits.items()} if len(splits) > 1 else {})}


def _figures(found, seed):
    """What is said of one set."""
    right = [each for each in found if each.truth >= FULL]
    return {
        "rows": len(found),
        "questions": len({each.question for each in found}),
        **{name: figure._asdict() for name, figure in figures(found, seed=seed).items()},
        "right_answers": len(right),
        "right_answers_guarded": measures.mean([each.guarded and each.needs_review for each in right]),
        "right_answers_below_half": measures.mean([not each.right for each in right]),
    }
