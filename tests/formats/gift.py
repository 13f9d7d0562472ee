"""GIFT and what it is read as: the golden table of both directions, and the pieces of wire that its tests are made of."""
from service.formats import gift
from service.formats._nouns import Question
from tests.formats.reading import found, loaded


def one(text):
    """The one thing that a text holds; a question has been loaded."""
    [each] = found(gift, text.encode())
    if isinstance(each, Question):
        loaded(each)
    return each


def asked(kind, **rest):
    return {"type": kind, "prompt": "Q", **rest}


def choices(*texts):
    return {"choices": [{"id": f"c{number}", "text": text} for number, text in enumerate(texts, 1)]}


def choice(place, credit, **rest):
    return {"match": {"choice": f"c{place}"}, "credit": credit, **rest}


def words(text, credit=1, **rest):
    wild = {"mode": "wildcard"} if "*" in text else {}
    return {"match": {"text": text, **wild}, "credit": credit, **rest}


def number(value, tolerance=None, credit=1, **rest):
    return {"match": {"value": value, **({} if tolerance is None else {"tolerance": tolerance})}, "credit": credit, **rest}


READ = {
    "Q{}": asked("essay"),
    "Q{####Said to all}": asked("essay", feedback={"general": "Said to all"}),
    "Q{T}": asked("true_false", answers=[{"match": {"value": True}, "credit": 1}]),
    "Q{FALSE#wrong#right}": asked(
        "true_false",
        answers=[
            {"match": {"value": False}, "credit": 1, "feedback": "right"},
            {"match": {"value": True}, "credit": 0, "feedback": "wrong"},
        ],
    ),
    "Q{=a ~b}": asked("multiple_choice", body=choices("a", "b"), answers=[choice(1, 1)]),
    "Q{~a#no =b#yes ~%50%c ~%-12.5%d}": asked(
        "multiple_choice",
        body=choices("a", "b", "c", "d"),
        answers=[choice(1, 0, feedback="no"), choice(2, 1, feedback="yes"), choice(3, 0.5), choice(4, -0.125)],
    ),
    "Q{=a =b ~c}": asked("multiple_choice", body=choices("a", "b", "c"), answers=[choice(1, 1), choice(2, 1)]),
    "Q{~=a ~b ~}": asked("multiple_choice", body=choices("a", "b"), answers=[choice(1, 1)]),
    "Q{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}": asked(
        "multiple_response",
        body={**choices("a", "b", "c", "d"), "scoring": "per_choice"},
        answers=[choice(1, 0.33333), choice(2, 0.33333), choice(3, 0.33333), choice(4, -1)],
    ),
    "Q{~%100%a ~b}": asked("multiple_response", body={**choices("a", "b"), "scoring": "per_choice"}, answers=[choice(1, 1)]),
    "Q{=a =%75%b#near}": asked("short_answer", answers=[words("a"), words("b", 0.75, feedback="near")]),
    "Q{a}": asked("short_answer", answers=[words("a")]),
    "Q{=a* =b\\\\*}": asked("short_answer", answers=[words("a*"), {"match": {"text": "b*"}, "credit": 1}]),
    "Q{=[html]a}": asked("short_answer", answers=[words("a")]),
    "Q{=0}": asked("short_answer", answers=[words("0")]),
    "Q{#3}": asked("numeric", answers=[number(3)]),
    "Q{#-1.5:0.25}": asked("numeric", answers=[number(-1.5, 0.25)]),
    "Q{#1..2}": asked("numeric", answers=[number(1.5, 0.5)]),
    "Q{#=3:0.1#yes =%50%3\\:1 ~#no}": asked(
        "numeric", answers=[number(3, 0.1, feedback="yes"), number(3, 1, 0.5)], feedback={"incorrect": "no"}
    ),
    "Q{#=1e3 =%10%*#any}": asked("numeric", answers=[number(1000), number(0, 1e300, 0.1, feedback="any")]),
    "Q{=a -> x =b->y = -> z =c -> x}": asked(
        "matching",
        body={
            "left": [{"id": "l1", "text": "a"}, {"id": "l2", "text": "b"}, {"id": "l3", "text": "c"}],
            "right": [{"id": "r1", "text": "x"}, {"id": "r2", "text": "y"}, {"id": "r3", "text": "z"}],
        },
        answers=[{"match": {"pairs": {"l1": "r1", "l2": "r2", "l3": "r1"}}, "credit": 1}],
    ),
    "In{=a ~b}out": asked(
        "fill_in_blank",
        prompt="In{{b1}}out",
        body={"blanks": [{"id": "b1", "kind": "choice", **choices("a", "b")}]},
        answers=[{"match": {"blank": "b1", "choice": "c1"}, "credit": 1}],
    ),
    "{#3:1} apples.": asked(
        "fill_in_blank",
        prompt="{{b1}} apples.",
        body={"blanks": [{"id": "b1", "kind": "number"}]},
        answers=[{"match": {"blank": "b1", "value": 3, "tolerance": 1}, "credit": 1}],
    ),
    "In {~%-1%a =b}.": asked(
        "multiple_choice", prompt=r"In \_\_\_\_\_.", body=choices("a", "b"), answers=[choice(1, -0.01), choice(2, 1)]
    ),
    "It is {T}, or?": asked("true_false", prompt=r"It is \_\_\_\_\_, or?", answers=[{"match": {"value": True}, "credit": 1}]),
    "::A \\: B::Q{}": asked("essay", title="A : B"),
    "// [id:a\\]b] [tag:x]\n// [tag:y z]\nQ{}": asked("essay", external_id="a]b", tags=["x", "y z"]),
    "[markdown]**a**\\n\\n* b{}": asked("essay", prompt="**a**\n\n* b"),
    "one\ntwo {}": asked("essay", prompt="one\\\ntwo"),
    "1 \\= 1 \\~ \\# \\{ \\} \\: \\\\n{}": asked("essay", prompt="1 = 1 ~ # { } : \\n"),
    "Q {\n\n=a\n// =c\n\n~b\n\n}": asked("multiple_choice", body=choices("a", "b"), answers=[choice(1, 1)]),
    "{=[html]x} is said.": asked(
        "fill_in_blank",
        prompt="{{b1}} is said.",
        body={"blanks": [{"id": "b1", "kind": "text"}]},
        answers=[{"match": {"blank": "b1", "text": "x"}, "credit": 1}],
    ),
}
