"""Questions as text2qti's plain text: what its own places hold of them, and a comment for what no learner sees."""
import json
from decimal import Decimal

from service.formats import _prose
from service.formats._nouns import Loss
from service.formats._own import SOURCE
from service.formats._text2qti_draft import KEPT
from service.question_types import numeric

INDENT = 4
SMALLEST = Decimal("0.0001")
"""text2qti takes no number nearer to 0, not even as the end of a range."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WITH_CHOICES = ("multiple_choice", "multiple_response")


class CannotHold(Exception):
    """Why the format has no room for a question."""


def write(bank, out, fetch):
    """Write a quiz; its choices are shuffled if all its questions with choices want that, else a comment says which do."""
    shuffles = {question["body"].get("shuffle", True) for question in bank.questions() if question["type"] in WITH_CHOICES}
    if title := " ".join(str(bank.topic.get("title", "")).split()):
        out.write(f"Quiz title: {title}\n".encode())
    if shuffles == {True}:
        out.write(b"shuffle answers: true\n")
    mixed = len(shuffles) > 1
    number = 1
    for question in bank.questions():
        try:
            out.write(("\n" + _written(question, number, mixed)).encode())
            number += 1
        except CannotHold as why:
            yield Loss(question, "", str(why))


def _written(question, number, mixed):
    if question["type"] not in WRITE:
        raise CannotHold(f"text2qti has no questions of the type {question['type']}.")
    lines = WRITE[question["type"]](question)
    answered = question["type"] not in ("essay",)
    feedback = question.get("feedback") or {}
    told = [("...", feedback.get("general")), *([("+", feedback.get("correct")), ("-", feedback.get("incorrect"))] if answered else [])]
    return "".join([
        _comment(question, mixed),
        _line("Title:", " ".join(question.get("title", "").split())),
        _line("Points:", _points(question)),
        _block(f"{number}.", question["prompt"]),
        *(_block(mark, text) for mark, text in told if text),
        _block("!", _solution(question)),
        *lines,
    ])  # fmt: skip


def _block(mark, text):
    """A mark and its text, the lines below indented as far; nothing where there is no text."""
    text = (text or "").strip("\n")
    if not text.strip():
        return ""
    start = f"{mark} ".ljust(INDENT)
    first, *others = text.split("\n")
    return "".join([f"{start}{first.strip()}\n", *(f"{' ' * len(start)}{line}\n" if line.strip() else "\n" for line in others)])


def _line(mark, text):
    return f"{mark} {text}\n" if text else ""


def _comment(question, mixed):
    """What no learner sees and no points depend on."""
    named = {} if question.get("external_id") else {"source": question.get("source") or SOURCE, "external_id": question.get("id")}
    kept = {name: question[name] for name in KEPT if question.get(name)} | (named if question.get("id") else {})
    ids = [choice["id"] for choice in question["body"].get("choices", ())] if question["type"] in WITH_CHOICES else []
    if ids != [f"c{place}" for place in range(1, len(ids) + 1)]:
        kept["choice_ids"] = ids
    if mixed and ids:
        kept["shuffle"] = question["body"].get("shuffle", True)
    return f"% quizbank: {json.dumps(kept, ensure_ascii=False)}\n" if kept else ""


def _points(question):
    """Whole or half points above 0, as text2qti takes them; else none."""
    points = Decimal(str(question.get("points", 1)))
    return f"{points.normalize():f}" if points > 0 and points * 2 == int(points * 2) else ""


def _solution(question):
    answers = question["answers"]
    if question["type"] == "essay":
        return _prose.from_plain(answers[0]["match"]["text"]) if answers else ""
    return next((answer["explanation"] for answer in answers if _credit(answer) > 0 and answer.get("explanation")), "")


def _credit(answer):
    return Decimal(str(answer.get("credit", 1)))


def _best(question):
    """The answers with the highest credit."""
    most = max(map(_credit, question["answers"]))
    return [answer for answer in question["answers"] if _credit(answer) == most]


def _only_best(question):
    best = _best(question)
    if len(best) > 1:
        raise CannotHold("text2qti takes one right choice only, and here several are worth the same.")
    return best[0]


def _choice(mark, text, answer):
    return _block(mark, text) + _block("...", answer.get("feedback") if answer else "")


def _multiple_choice(question):
    right = _only_best(question)["match"]["choice"]
    answers = {answer["match"]["choice"]: answer for answer in question["answers"]}
    for place, choice in enumerate(question["body"]["choices"]):
        mark = f"{'*' * (choice['id'] == right)}{LETTERS[place % len(LETTERS)]})"
        yield _choice(mark, choice["text"], answers.get(choice["id"]))


def _multiple_response(question):
    answers = {answer["match"]["choice"]: answer for answer in question["answers"]}
    for choice in question["body"]["choices"]:
        answer = answers.get(choice["id"])
        yield _choice("[*]" if answer and _credit(answer) > 0 else "[ ]", choice["text"], answer)


def _true_false(question):
    right = _only_best(question)["match"]["value"]
    answers = {answer["match"]["value"]: answer for answer in question["answers"]}
    return [_choice(f"{'*' * (value is right)}{mark})", str(value), answers.get(value)) for value, mark in ((True, "a"), (False, "b"))]


def _short_answer(question):
    best = [answer for answer in _best(question) if answer["match"].get("mode", "exact") == "exact"]
    best = [answer for answer in best if answer["match"]["text"].strip() == " ".join(answer["match"]["text"].split())]
    if not best:
        raise CannotHold("text2qti takes answers word for word only, and the best answers here are no such.")
    return [_choice("*", answer["match"]["text"], answer) for answer in best]


def _numeric(question):
    match = _best(question)[0]["match"]
    low, high = numeric.interval(match)
    if min(abs(low), abs(high)) < SMALLEST:
        raise CannotHold("text2qti takes no numbers whose bounds are nearer to 0 than 0.0001.")
    value, tolerance, kind = match["value"], match.get("tolerance", 0), match.get("tolerance_type", "absolute")
    if kind == "significant_figures":
        return [f"=   [{_shown(low)}, {_shown(high)}]\n"]
    if not tolerance and isinstance(value, int):
        return [f"=   {value}\n"]
    percent = kind == "relative"
    margin = Decimal(str(tolerance)) * 100 if percent else tolerance
    return [f"=   {value} +- {f'{margin.normalize():f}%' if percent else margin}\n"]


def _shown(number):
    return f"{number:f}" if -10 < number.adjusted() < 20 else str(number)


WRITE = {
    "multiple_choice": _multiple_choice, "multiple_response": _multiple_response, "true_false": _true_false,
    "short_answer": _short_answer, "numeric": _numeric, "essay": lambda question: ["____\n"],
}  # fmt: skip
