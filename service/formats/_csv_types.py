"""The columns of each question type that has no list of choices, as body and answers."""
import re
from collections import Counter

from service.formats import _ranges
from service.formats._csv_choices import body_of, ids_of, multiple_choice, multiple_response, named_in, texts_of, without
from service.formats._csv_languages import TRUTH
from service.formats._csv_names import BETWEEN_WORDS
from service.formats._csv_pieces import Faulty, an_object, apart, listed, number, paired, yes_or_no
from service.question_types.fill_in_blank import IN_PROMPT

MOST_CRITERIA = 50
OFFERED = re.compile(r"\(([ *]?)\)\s*(.+)", re.DOTALL)


def _places(cells, base="answer"):
    """Yield (the end of its columns' names, its text) of each answer."""
    if base in cells:
        yield "", cells.take(base)
    for place in cells.numbered(base):
        yield f"_{place}", cells.take(f"{base}_{place}")


def _worth(cells, prose, end=""):
    """The credit, feedback and explanation of an answer."""
    found = {}
    for name in ("credit", "feedback", "explanation"):
        column = f"{name}{end}" if end or name in ("explanation", "credit") and name in cells else f"{name}_1"
        if column in cells:
            found[name] = number(cells.take(column), "The credit") if name == "credit" else prose(cells.take(column))
    return found


def _some(answers):
    if not answers:
        raise Faulty("It has no answer: fill that column.")
    return answers


def true_false(cells, prose, prompt):
    text = _truth(cells)
    right = yes_or_no(text, "The answer") if text.strip() else None
    answers = []
    for value in (True, False):
        worth = {"credit": 1} if value is right else {}
        for name in ("credit", "feedback", "explanation"):
            if cell := cells.take(f"{name}_{str(value).lower()}"):
                worth[name] = number(cell, "The credit") if name == "credit" else prose(cell)
        if value is right and "explanation" in cells:
            worth.setdefault("explanation", prose(cells.take("explanation")))
        if worth:
            answers.append({"match": {"value": value}, "credit": 0, **worth})
    if not any(answer["credit"] > 0 for answer in answers):
        raise Faulty("It does not say which is right: write true or false into the column 'answer'.")
    return {}, answers


def _truth(cells):
    """What the answer says; it may name one of two choices that say it."""
    text = cells.take("answer")
    if "choices" not in cells and len(cells.numbered("choice")) < 2:
        return text
    texts = texts_of(cells)
    if not {each.strip().casefold() for each in texts.values()} <= TRUTH:
        return text
    without(cells)
    named = named_in(text, texts, "answer") if text.strip() else []
    named += [place for place in texts if cells.take(f"credit_{place}") == "1"]
    return texts[named[0]] if len(named) == 1 else ""


def short_answer(cells, prose, prompt):
    body = {"case_sensitive": yes_or_no(cells.take("case_sensitive"), "Case_sensitive")} if "case_sensitive" in cells else {}
    answers = []
    if "answer" not in cells and not cells.numbered("answer"):  # the choices are what is taken
        answers = [{"match": {"text": cells.take(f"choice_{place}")}} for place in cells.numbered("choice")]
        answers += [{"match": {"text": each}} for each in apart(cells.take("choices"))]
    for end, text in _places(cells):
        mode = cells.take(f"mode{end}").strip().casefold()
        worth = _worth(cells, prose, end)
        for each in [text] if mode == "regex" else listed(text):
            answers.append({"match": {"text": each, **({"mode": mode} if mode else {})}, **worth})
    return body, _some(answers)


def numeric(cells, prose, prompt):
    unit = cells.take("unit").strip()
    answers = []
    for end, text in _places(cells):
        match = _number(text.strip().removesuffix(unit) if unit else text)
        kind = cells.take(f"tolerance_type{end}").strip().casefold()
        if tolerance := cells.take(f"tolerance{end}").strip():
            if "tolerance" in match:
                raise Faulty("It has a tolerance beside the answer and in it: keep one of both.")
            share = tolerance.removesuffix("%")
            match["tolerance"] = number(share, "The tolerance")
            if share != tolerance:
                match |= {"tolerance": _ranges.percent(match["tolerance"]), "tolerance_type": "relative"}
        answers.append({"match": {**match, **({"tolerance_type": kind} if kind else {})}, **_worth(cells, prose, end)})
    return ({"unit": unit} if unit else {}), _some(answers)


def _number(text):
    try:
        found = _ranges.match(text)
    except ValueError as error:
        raise Faulty(f"The answer '{text.strip()[:60]}' cannot be: {error}.") from None
    return {"value": number(text, "The answer")} if found is None else found


def open_ended(cells, prose, prompt):
    answers = []
    for end, text in _places(cells):
        points = listed(cells.take(f"key_points{end}"))
        answers.append({"match": {"text": text, **({"key_points": points} if points else {})}, **_worth(cells, prose, end)})
    return _most_words(cells), _some(answers)


def essay(cells, prose, prompt):
    body = _most_words(cells)
    if rubric := cells.take("rubric"):
        lines = [line for line in re.split(r"[\r\n]+", rubric) if line.strip()]
        if len(lines) > MOST_CRITERIA:
            raise Faulty(f"Its rubric has more than {MOST_CRITERIA} criteria, one a line.")
        body["rubric"] = [_criterion(line, f"k{place}", prose) for place, line in enumerate(lines, 1)]
    return body, [{"match": {"text": text}, **_worth(cells, prose, end)} for end, text in _places(cells)]


def _most_words(cells):
    return {"max_words": number(cells.take("max_words"), "The number of words")} if "max_words" in cells else {}


def _criterion(line, name, prose):
    """`Gives reasons: none = 0 | some = 0.5 | all = 1`, one criterion a line."""
    criterion, colon, levels = line.partition(": ")
    if not colon:
        raise Faulty(f"The rubric's line '{line[:60]}' has no levels: write it as 'Gives reasons: none = 0 | some = 0.5 | all = 1'.")
    pairs = [paired(each) for each in listed(levels)]
    levels = [{"text": prose(text), "credit": number(worth, "A level's credit")} for text, worth in pairs]
    return {
        "id": name, "criterion": prose(criterion.strip()), "levels": [{"id": f"l{place}", **level} for place, level in enumerate(levels, 1)]
    }  # fmt: skip


def _scoring(cells):
    return {"scoring": cells.take("scoring").strip().casefold()} if "scoring" in cells else {}


def matching(cells, prose, prompt):
    pairs = [paired(each) for each in listed(cells.take("pairs") or cells.take("answer"))]
    if not pairs:
        raise Faulty("It has no pairs: write them as 'Kenya = Nairobi | Peru = Lima' into the column 'pairs'.")
    left = [one for one, _ in pairs]
    if doubled := [one for one, count in Counter(left).items() if count > 1]:
        raise Faulty(f"Its pairs name '{doubled[0][:60]}' twice on the left: each has one partner only.")
    right = list(dict.fromkeys([*listed(cells.take("right")), *(other for _, other in pairs), *listed(cells.take("distractors"))]))
    left_ids = dict(zip(left, ids_of(cells, "left_ids", "l", range(1, len(left) + 1))))
    right_ids = dict(zip(right, ids_of(cells, "right_ids", "r", range(1, len(right) + 1))))
    body = {
        "left": [{"id": name, "text": prose(text)} for text, name in left_ids.items()],
        "right": [{"id": name, "text": prose(text)} for text, name in right_ids.items()],
        **_scoring(cells),
    }
    return body, [{"match": {"pairs": {left_ids[one]: right_ids[other] for one, other in pairs}}, **_worth(cells, prose)}]


def ordering(cells, prose, prompt):
    order = cells.take("order") or cells.take("answer")
    if "choices" in cells or cells.numbered("choice"):
        texts, ids, body = body_of(cells, prose)
        if len(right := named_in(order, texts, "order")) != len(texts):
            raise Faulty("Its order does not name every choice: write all their letters in the right order, parted by ';'.")
        named = [ids[place] for place in right]
    else:
        if len(texts := listed(order)) < 2:
            raise Faulty("It has nothing to put in order: write the things in their right order into 'order', parted by ' | '.")
        named = ids_of(cells, "choice_ids", "c", range(1, len(texts) + 1))
        body = {"choices": [{"id": name, "text": prose(text)} for name, text in zip(named, texts)]}
    return {**body, **_scoring(cells)}, [{"match": {"order": named}, **_worth(cells, prose)}]


def fill_in_blank(cells, prose, prompt):
    ids = dict.fromkeys(IN_PROMPT.findall(prompt))
    if not ids:
        raise Faulty("Its prompt has no blank: write {{city}} where one is to be filled in, and what belongs there into blank_city.")
    content = dict(paired(line) for line in re.split(r"[\r\n]+", cells.take("blanks")) if line.strip())
    named = {BETWEEN_WORDS.sub("_", name.casefold()).strip("_"): name for name in ids}
    for column in list(cells.beginning("blank_")):
        if (name := named.get(column.removeprefix("blank_"))) is not None and name not in content:
            content[name] = cells.take(column)
    if missing := [name for name in ids if name not in content]:
        raise Faulty(f"Nothing says what belongs into {{{{{missing[0]}}}}}: write it into a column blank_{missing[0]}.")
    if unknown := [name for name in content if name not in ids]:
        raise Faulty(f"The prompt has no blank {{{{{unknown[0][:64]}}}}}.")
    blanks, answers = [], []
    for name in ids:
        blank, right = _blank(name, listed(content[name]), prose)
        blanks.append(blank)
        answers += right
    return {"blanks": blanks, **_scoring(cells)}, answers


def _blank(name, pieces, prose):
    """A blank and its answers: `( ) up | (*) down` offers choices; numbers are numbers; all else is text."""
    offered = [OFFERED.fullmatch(piece) for piece in pieces]
    if all(offered):
        choices = [{"id": f"c{place}", "text": prose(found[2])} for place, found in enumerate(offered, 1)]
        right = [{"match": {"blank": name, "choice": choice["id"]}} for choice, found in zip(choices, offered) if found[1] == "*"]
        return {"id": name, "kind": "choice", "choices": choices}, right
    try:
        numbers = [_ranges.match(piece) for piece in pieces]
    except ValueError as error:
        raise Faulty(f"What belongs into {{{{{name}}}}} cannot be: {error}.") from None
    if all(numbers):
        return {"id": name, "kind": "number"}, [{"match": {"blank": name, **each}} for each in numbers]
    return {"id": name, "kind": "text"}, [{"match": {"blank": name, "text": piece}} for piece in pieces]


def _or_json(read):
    """The same, unless the row has its body or its answers as JSON."""
    def either(cells, prose, prompt):
        if "body" not in cells and "answers" not in cells:
            return read(cells, prose, prompt)
        body = an_object(cells.take("body"), "body", dict) if "body" in cells else {}
        return body, an_object(cells.take("answers"), "answers", list) if "answers" in cells else []

    return either


READ = {read.__name__: _or_json(read) for read in (
    multiple_choice, multiple_response, true_false, short_answer, numeric, open_ended, essay, matching, ordering, fill_in_blank,
)}  # fmt: skip
