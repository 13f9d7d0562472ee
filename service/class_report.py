"""How well a class's answers are graded here: each is graded anew beside what its teacher gave, and it is said in plain words."""
from service import db, graded_answers, grading, measuring
from service.errors import Problem
from service.measuring import Judged, shown


def judged(path, row, engine):
    """Grade one row of a file (see `graded_answers`): beside its references, or as the question of ours that it names."""
    if "references" in row:
        return measuring.judged(row)
    with db.snapshot(engine):
        result = grading.grade([{"question_id": row["question_id"], "response": row["answer"]}], "author")[0]
    if isinstance(result, Problem):
        raise graded_answers.at(path, row["line"], result.detail)
    if result["score"] is None:
        raise graded_answers.at(path, row["line"], "only a person can grade answers to this question.")
    if not result["max_score"]:
        raise graded_answers.at(path, row["line"], "this question is worth no points.")
    credit = min(max(result["score"] / result["max_score"], 0), 1)
    return Judged(row["question_id"], row["credit"], credit, result["confidence"], result["needs_review"])


def report(found):
    """All figures of some Judged, as plain data."""
    figures = {name: figure._asdict() for name, figure in measuring.figures(found).items()}
    return {"answers": len(found), "questions": len({each.question for each in found}), "figures": figures}


def sentences(report):
    """What a report says, line by line."""
    figures = report["figures"]
    surest, confidence, calibration, right = (_percent(figures[name]) for name in ("surest", "confidence", "calibration", "accuracy"))
    yield f"Answers: {report['answers']}; questions: {report['questions']}."
    yield f"Agreement with the teacher (Pearson's r; 1 is perfect, 0 is none): {_number(figures['pearson'])}."
    yield f"Typical distance from the teacher's credit (0 to 1): {_number(figures['mae'])}."
    yield f"Right or wrong (half of the credit or more is right) as the teacher has it: {right}."
    yield f"The same of the 70 % of answers with the most confidence: {surest}."
    yield f"What confidence is worth: it says {confidence} on average; its calibration error is {calibration}."
    yield f"Would go to review: {_percent(figures['review'])}."
    if figures["mae"]["low"] is not None:
        yield "In brackets: with other questions like these, 95 of 100 figures would lie there."


def _number(figure):
    return _with_ends(figure, lambda number: shown(number, 2))


def _percent(figure):
    return _with_ends(figure, lambda number: "-" if number is None else f"{100 * number:.0f} %")


def _with_ends(figure, say):
    ends = "" if figure["low"] is None else f" ({say(figure['low'])} to {say(figure['high'])})"
    return say(figure["value"]) + ends
