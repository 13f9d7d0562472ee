"""Questions as authors type them: the right choice first and named a, things to order in their order, pairs side by side."""
import pytest

LETTERS = "abcd"


def choices(*texts, **more):
    """Choices as authors type them: a, b, c, …"""
    return [{"id": id, "text": text, **more} for id, text in zip(LETTERS, texts)]


def right_first(words=("right", "wrong", "worse", "worst"), **body):
    return {"type": "multiple_choice", "body": {"choices": choices(*words), **body}, "answers": [{"match": {"choice": "a"}}]}


def two_right_first():
    answers = [{"match": {"choice": each}, "credit": 0.5} for each in "ab"]
    return {"type": "multiple_response", "body": {"choices": choices("right", "right too", "wrong", "worse")}, "answers": answers}


def in_order():
    return {"type": "ordering", "body": {"choices": choices("one", "two", "three", "four")}, "answers": [{"match": {"order": [*LETTERS]}}]}


def side_by_side():
    body = {"left": choices("one", "two", "three"), "right": choices("un", "deux", "trois")}
    return {"type": "matching", "body": body, "answers": [{"match": {"pairs": {each: each for each in "abc"}}}]}


def first_in_each_blank():
    blanks = [{"id": id, "kind": "choice", "choices": choices("right", "wrong", "worse")} for id in ("one", "two")]
    answers = [{"match": {"blank": id, "choice": "a"}} for id in ("one", "two")]
    return {"type": "fill_in_blank", "prompt": "{{one}} and {{two}}", "body": {"blanks": blanks}, "answers": answers}


OF_EACH = [right_first, two_right_first, in_order, side_by_side, first_in_each_blank]
each_kind = pytest.mark.parametrize("typed", OF_EACH, ids=lambda typed: typed.__name__)


def texts(listed):
    return tuple(choice["text"] for choice in listed)


def lists_of(body):
    """Every list of choices in a body."""
    return [*(body[name] for name in ("choices", "left", "right") if name in body), *(blank["choices"] for blank in body.get("blanks", ()))]


def id_of(listed, text):
    return next(choice["id"] for choice in listed if choice["text"] == text)
