"""Choices in a CSV row, by whichever columns they come, and which of them an answer names: by letter, number or text."""
import re
from decimal import Decimal

from service.formats._csv_names import letter, shown
from service.formats._csv_pieces import Faulty, apart, listed, number, yes_or_no

LABEL = re.compile(r"(?:(?:option|choice|answer)\s*)?\(?([a-z]|[1-9][0-9]{0,2})[.):]?")
LABELLED = re.compile(r"\(?([a-z]|[1-9][0-9]{0,2})[.):]\s+(.+)", re.DOTALL)
BETWEEN_LABELS = re.compile(r"[\s,;&|、，；]+")
MOST = 200


def multiple_choice(cells, prose, prompt):
    return _chosen(cells, prose, several=False)


def multiple_response(cells, prose, prompt):
    return _chosen(cells, prose, several=True)


def _chosen(cells, prose, several):
    named, _ = right_ones(cells)
    scored = bool(cells.numbered("credit"))
    texts, ids, body = body_of(cells, prose)
    for name in _naming(cells):
        cells.take(name)
    if pinned := cells.take("pinned"):
        kept = named_in(pinned, texts, "pinned")
        body["choices"] = [{**choice, "pinned": True} if place in kept else choice for place, choice in zip(texts, body["choices"])]
    if shuffle := cells.take("shuffle"):
        body["shuffle"] = yes_or_no(shuffle, "Shuffle")
    if several:
        body["scoring"] = cells.take("scoring").strip().casefold() or ("per_choice" if scored else "right_minus_wrong")
    right = number(cells.take("credit"), "The credit") if "credit" in cells else share(len(named)) if several else 1
    answers = [
        answer for place in texts if (answer := _answer(cells, prose, place, ids[place], right if place in named else None)) is not None
    ]
    if not any(answer["credit"] > 0 for answer in answers):
        cells.sure_of_the_key()
        raise Faulty("No choice is right: write the letter of the right one (or several, parted by ';') into the column 'answer'.")
    if explanation := cells.take("explanation"):
        first = next(answer for answer in answers if answer["credit"] > 0)
        first.setdefault("explanation", prose(explanation))
    return body, answers


def _answer(cells, prose, place, choice, credit):
    """What choosing one is worth and is told, or None where the row says nothing of it."""
    told = {name: prose(text) for name in ("feedback", "explanation") if (text := cells.take(f"{name}_{place}"))}
    column = f"credit_{place}"
    if column in cells:
        credit = number(cells.take(column), f"The credit in {shown(column)}")
    return None if credit is None and not told else {"match": {"choice": choice}, "credit": credit or 0, **told}


def share(count):
    return round(1 / Decimal(count), 5).normalize() if count > 1 else 1


def body_of(cells, prose):
    """({number of a choice: its text}, {number: id}, the body with these choices) of the columns or the one cell that hold them."""
    texts = texts_of(cells)
    without(cells)
    ids = dict(zip(texts, ids_of(cells, "choice_ids", "c", list(texts))))
    return texts, ids, {"choices": [{"id": ids[place], "text": prose(text)} for place, text in texts.items()]}


def without(cells):
    """Take the columns that hold choices."""
    for place in cells.numbered("choice"):
        cells.take(f"choice_{place}")
    cells.take("choices")


def texts_of(cells):
    """{number: text} of the choices; they can still be taken."""
    by_column = {place: cells.look(f"choice_{place}") for place in cells.numbered("choice")}
    if by_column and "choices" in cells:
        raise Faulty("Its choices stand in a column each and in the column 'choices' too: keep one of both.")
    texts = by_column or dict(enumerate(apart(cells.look("choices")), 1))
    if len(texts) > MOST:
        raise Faulty(f"It has more than {MOST} choices.")
    if len(texts) < 2:
        raise Faulty("It needs two choices at least: write them into choice_a, choice_b and so on.")
    return texts


def ids_of(cells, column, start, places):
    """The ids that a column gives so many things, or those made of a letter and their number."""
    ids = listed(cells.take(column))
    if ids and len(ids) != len(places):
        raise Faulty(f"Column '{column}' has {len(ids)} ids for {len(places)} things: write one for each, parted by ' | '.")
    return ids or [f"{start}{place}" for place in places]


def right_ones(cells):
    """(the numbers of the choices that the answer names, those of the choices that a column gives credit); nothing is taken."""
    texts = texts_of(cells)
    named = list(dict.fromkeys(each for name in _naming(cells) for each in named_in(cells.look(name), texts, name)))
    credited = [place for place in cells.numbered("credit") if number(cells.look(f"credit_{place}"), "The credit") > 0]
    return named, credited


def _naming(cells):
    """The columns that name right choices and have something in them."""
    return [name for name in ("answer", *(f"answer_{place}" for place in cells.numbered("answer"))) if cells.look(name).strip()]


def named_in(text, texts, column):
    """The numbers of the choices that a cell names, in its order."""
    whole = _found(text, texts, column)
    if whole is not None:
        return [whole]
    pieces = list(text.strip()) if _is_run(text.strip(), texts) else listed(text)
    if len(pieces) == 1:
        pieces = [piece for piece in BETWEEN_LABELS.split(text.strip()) if piece.casefold() != "and"]
        if not all(LABEL.fullmatch(piece.casefold()) for piece in pieces):
            pieces = [piece for piece in text.split(";" if ";" in text else ",") if piece.strip()]
    if len(pieces) > MOST:
        raise Faulty(f"Column '{column}' names more than {MOST} choices.")
    found = [_found(piece, texts, column) for piece in pieces]
    if None in found:
        missing = pieces[found.index(None)].strip()[:100]
        among = ", ".join(letter(place) for place in list(texts)[:30])
        raise Faulty(f"Column '{column}' names '{missing}', which is no choice's letter or text: the choices are {among}.")
    return list(dict.fromkeys(found))


def _is_run(text, texts):
    """Whether a text is letters of choices in their order, with nothing between them, as in `ACD`."""
    known = "".join(letter(place).upper() for place in texts)
    return len(text) > 1 and text.isalpha() and list(text) == sorted(set(text)) and set(text) <= set(known)


def _found(text, texts, column):
    """The number of the choice that is meant by a letter, a number or its text; None if there is no such."""
    text = text.strip()
    by_text = next((place for place, each in texts.items() if each.strip() == text), None)
    if by_text is None:
        by_text = next((place for place, each in texts.items() if each.strip().casefold() == text.casefold()), None)
    if by_text is None:
        by_text = next((place for place, each in texts.items() if _names(text, place, each)), None)
    label = LABEL.fullmatch(text.casefold())
    by_label = next((place for place in texts if label and label[1] in (letter(place), str(place))), None)
    if None not in (by_text, by_label) and by_text != by_label:
        raise Faulty(
            f"Column '{column}' says '{text}', which is the letter or number of one choice and the text of another: "
            f"leave it empty, and write 1 into {shown(f'credit_{by_text}')} or {shown(f'credit_{by_label}')} instead."
        )
    return by_label if by_text is None else by_text


def _names(text, place, choice):
    """Whether a text is this choice but for letters before one of them or both, as in `B) London`, that do not belie its place."""
    (one, text), (other, choice) = (_lettered(each) for each in (text, choice))
    return (one or other) and text == choice and {one, other} <= {None, letter(place), str(place)}


def _lettered(text):
    """(the letter or number before a text, the text)."""
    text = text.strip().casefold()
    found = LABELLED.fullmatch(text)
    return found.groups() if found else (None, text)
