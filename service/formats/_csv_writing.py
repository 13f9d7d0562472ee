"""A question as a row of CSV: in columns that people type, as far as these say the same when they are read back; else as JSON."""
from decimal import Decimal
from functools import cache

from marshmallow import ValidationError

from service.formats._csv_choices import share
from service.formats._csv_columns import Cells, columns, guarded
from service.formats._csv_pieces import Faulty, as_json, as_list, as_pair, as_text
from service.formats._csv_reading import DIFFICULTIES, FEEDBACK, TEXTS, question as question_of
from service.formats._csv_rows import Row
from service.formats._own import SOURCE
from service.question_types import TYPES

WORTH = ("credit", "feedback", "explanation")


def row(question):
    """{column: text} of a question; `type`, `prompt` and what else it says."""
    start = {"type": question["type"], "prompt": question["prompt"]}
    about = {name: text for name, text in _about(question).items() if text not in ("", None)}
    typed = _typed(question)
    if typed is None or not _says_the_same(question, {**start, **typed}):
        typed = {"body": as_json(question["body"]), "answers": as_json([_answer(each) for each in question["answers"]])}
    return {**start, **typed, **about}


def _about(question):
    """What every question may have, as cells."""
    tags, hints, feedback = question.get("tags") or [], question.get("hints") or [], question.get("feedback") or {}
    named = {} if question.get("external_id") else {"external_id": question.get("id"), "source": question.get("source") or SOURCE}
    return {
        **{name: question.get(name) for name in TEXTS},
        **(named if question.get("id") else {}),
        **{name: as_text(question[name]) for name in ("points", "penalty") if question.get(name) is not None},
        "difficulty": question.get("difficulty") if question.get("difficulty") in DIFFICULTIES else None,
        "tags": ", ".join(tags) + "," * (len(tags) == 1) if any(";" in tag for tag in tags) else "; ".join(tags),
        "hints": as_list(hints) if hints else "",
        **{f"{name}_feedback": feedback.get(name) for name in FEEDBACK},
    }


def _says_the_same(question, cells):
    """Whether these cells, read again, are this question's body and answers."""
    names = list(cells)
    header = Row(1, 1, names, "")
    try:
        read, lost = question_of(Cells(header, columns(header), Row(2, 2, [guarded(cells[name]) for name in names], "")))
        return not lost and meaning(question) == meaning(read)
    except (Faulty, ValidationError):
        return False


def meaning(question):
    """Type, prompt, body and answers with all that is understood by itself; choices of no worth are like those without an answer."""
    kind = question["type"]
    of_body, of_match = _schemas(kind)
    body = of_body.dump(of_body.load(question["body"]))
    answers = [{**_answer(each), "match": of_match.dump(of_match.load(each["match"]))} for each in question["answers"]]
    if kind in ("multiple_choice", "multiple_response"):
        answers = {each["match"]["choice"]: each for each in answers if len(each) > 2 or each["credit"]}
    if kind == "true_false":
        answers = {each["match"]["value"]: each for each in answers if len(each) > 2 or each["credit"]}
    return kind, question["prompt"], body, answers


@cache
def _schemas(kind):
    return TYPES[kind].Body(), TYPES[kind].Match()


def _answer(answer):
    """An answer without what is nowhere but where it is kept."""
    said = {name: answer[name] for name in ("feedback", "explanation", "cites") if answer.get(name)}
    credit = answer.get("credit", 1)
    return {"match": answer["match"], "credit": float(credit) if isinstance(credit, Decimal) else credit, **said}


def _typed(question):
    """The cells that people would type for this type, or None where they have no words for it."""
    body, answers = question["body"], question["answers"]
    cells = WRITE[question["type"]](body, answers)
    return None if cells is None else {name: text for name, text in cells.items() if text not in ("", None)}


def _worths(answers, plain=1):
    """The columns of what each answer is worth and tells."""
    cells = {}
    for place, answer in enumerate(answers, 1):
        if answer.get("credit", 1) != plain:
            cells["credit" if place == 1 else f"credit_{place}"] = as_text(answer["credit"])
        cells[f"feedback_{place}"] = answer.get("feedback")
        cells["explanation" if place == 1 else f"explanation_{place}"] = answer.get("explanation")
    return cells


def _numbered(answers, column, value):
    """A column of each answer; the first has no number."""
    return {column if place == 1 else f"{column}_{place}": value(answer["match"]) for place, answer in enumerate(answers, 1)}


def _unless(name, usual):
    """What a match says under a name, unless that is understood by itself."""
    return lambda match: "" if match.get(name, usual) == usual else match[name]


def _ids(choices, start, column):
    ids = [choice["id"] for choice in choices]
    return {} if ids == [f"{start}{place}" for place in range(1, len(ids) + 1)] else {column: as_list(ids)}


def _letters(places):
    return "; ".join(chr(ord("a") + place - 1) for place in places)


def _choices(body):
    return {f"choice_{place}": choice["text"] for place, choice in enumerate(body["choices"], 1)}


def _chosen(several):
    def cells(body, answers):
        if len(body["choices"]) > 26:
            return None
        worth = {answer["match"]["choice"]: answer for answer in answers}
        places = {choice["id"]: place for place, choice in enumerate(body["choices"], 1)}
        right = [place for name, place in places.items() if worth.get(name, {"credit": 0}).get("credit", 1) > 0]
        plain = share(len(right)) if several else 1
        found = {"answer": _letters(right), **_choices(body), **_ids(body["choices"], "c", "choice_ids")}
        for name, place in places.items():
            answer = worth.get(name, {"credit": 0})
            if Decimal(str(answer.get("credit", 1))) != (plain if place in right else 0):
                found[f"credit_{place}"] = as_text(answer["credit"])
            found |= {f"{said}_{place}": answer.get(said) for said in ("feedback", "explanation")}
        found["pinned"] = _letters(place for place, choice in enumerate(body["choices"], 1) if choice.get("pinned"))
        return {**found, "shuffle": "no" if body.get("shuffle") is False else "", "scoring": body.get("scoring", "")}

    return cells


def _true_false(body, answers):
    right = [answer["match"]["value"] for answer in answers if answer.get("credit", 1) > 0]
    cells = {"answer": str(right[0]).lower()} if len(right) == 1 else {}
    for answer in answers:
        end = str(answer["match"]["value"]).lower()
        if answer.get("credit", 1) != (1 if cells.get("answer") == end else 0):
            cells[f"credit_{end}"] = as_text(answer["credit"])
        cells |= {f"{said}_{end}": answer.get(said) for said in ("feedback", "explanation")}
    return cells


def _short_answer(body, answers):
    def text(match):
        return match["text"] if match.get("mode") == "regex" else as_list([match["text"]])

    modes = _numbered(answers, "mode", _unless("mode", "exact"))
    sensitive = {"case_sensitive": "yes"} if body.get("case_sensitive") else {}
    return {**_numbered(answers, "answer", text), **modes, **sensitive, **_worths(answers)}


def _numeric(body, answers):
    return {
        **_numbered(answers, "answer", lambda match: as_text(match["value"])),
        **_numbered(answers, "tolerance", lambda match: as_text(match["tolerance"]) if match.get("tolerance") else ""),
        **_numbered(answers, "tolerance_type", _unless("tolerance_type", "absolute")),
        "unit": body.get("unit"),
        **_worths(answers),
    }


def _open_ended(body, answers):
    points = _numbered(answers, "key_points", lambda match: as_list(match["key_points"]) if match.get("key_points") else "")
    return {**_numbered(answers, "answer", lambda match: match["text"]), **points, **_words(body), **_worths(answers)}


def _words(body):
    return {"max_words": as_text(body["max_words"])} if body.get("max_words") else {}


def _essay(body, answers):
    def levels(criterion):
        return as_list([as_pair(level["text"], as_text(level["credit"])) for level in criterion["levels"]])

    rubric = "\n".join(f"{criterion['criterion']}: {levels(criterion)}" for criterion in body.get("rubric") or ())
    return {**_numbered(answers, "answer", lambda match: match["text"]), "rubric": rubric, **_words(body), **_worths(answers)}


def _scoring(body, usual):
    return {} if body.get("scoring", usual) == usual else {"scoring": body["scoring"]}


def _matching(body, answers):
    if len(answers) != 1:
        return None
    texts = {choice["id"]: choice["text"] for choice in body["right"]}
    pairs = answers[0]["match"]["pairs"]
    return {
        "pairs": as_list([as_pair(choice["text"], texts[pairs[choice["id"]]]) for choice in body["left"]]),
        **_right(body, [*dict.fromkeys(pairs[choice["id"]] for choice in body["left"])], texts),
        **_ids(body["left"], "l", "left_ids"),
        **_ids(body["right"], "r", "right_ids"),
        **_scoring(body, "per_pair"),
        **_worths(answers),
    }


def _right(body, paired, texts):
    """The right side beyond its pairs: what belongs to nothing where that comes last, else all of it in its order."""
    ids = [choice["id"] for choice in body["right"]]
    if ids[: len(paired)] != paired:
        return {"right": as_list([texts[name] for name in ids])}
    return {"distractors": as_list([texts[name] for name in ids[len(paired) :]])} if len(ids) > len(paired) else {}


def _ordering(body, answers):
    if len(answers) != 1 or len(body["choices"]) > 26:
        return None
    ids = [choice["id"] for choice in body["choices"]]
    order = answers[0]["match"]["order"]
    common = {**_ids(body["choices"], "c", "choice_ids"), **_scoring(body, "in_place"), **_worths(answers)}
    if order == ids:
        return {"order": as_list([choice["text"] for choice in body["choices"]]), **common}
    return {"order": _letters(ids.index(name) + 1 for name in order), **_choices(body), **common}


def _fill_in_blank(body, answers):
    def content(blank):
        matches = [answer["match"] for answer in answers if answer["match"]["blank"] == blank["id"]]
        if blank["kind"] == "choice":
            right = {match["choice"] for match in matches}
            return as_list([f"({'*' if choice['id'] in right else ' '}) {choice['text']}" for choice in blank["choices"]])
        if blank["kind"] == "text":
            return as_list([match["text"] for match in matches])
        return as_list([as_text(match["value"]) + (f" +- {match['tolerance']}" if match.get("tolerance") else "") for match in matches])

    return {"blanks": "\n".join(as_pair(blank["id"], content(blank)) for blank in body["blanks"]), **_scoring(body, "per_blank")}


WRITE = {
    "multiple_choice": _chosen(several=False), "multiple_response": _chosen(several=True), "true_false": _true_false,
    "short_answer": _short_answer, "numeric": _numeric, "open_ended": _open_ended, "essay": _essay, "matching": _matching,
    "ordering": _ordering, "fill_in_blank": _fill_in_blank,
}  # fmt: skip
