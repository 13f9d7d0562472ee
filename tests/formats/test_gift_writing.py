"""GIFT as it is written: what is read again is what was written, and what cannot be said is left out with the reason."""
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from marshmallow import ValidationError

from schemas.prose import Prose
from service import text as texts
from service.formats import gift
from service.formats._nouns import Bank, Question, Skipped
from service.likeness import look
from service.question_types import TYPES
from tests.formats.gift import READ, asked, choice, choices, number, one, words
from tests.formats.reading import NEW, bank, found


def written(*wires):
    """What is written of some questions, and the reasons of those that are not."""
    out = io.BytesIO()
    losses = list(gift.write(bank(*wires), out, None))
    return out.getvalue().decode(), [loss.why for loss in losses]


@pytest.mark.parametrize("text", [text for text in READ if not text.startswith("//")])
def test_what_was_read_is_written_and_read_again_the_same(text):
    once = one(text).wire
    again, losses = written(once)
    if losses:  # a blank after which nothing stands, and the like
        pytest.fail(losses)
    read = one(again.strip("\n"))
    id = read.wire.pop("external_id")
    assert (read.wire, read.lost, len(id)) == (once, (), 36)


def test_a_question_is_written_as_moodle_writes_it():
    text, losses = written(
        {
            "type": "multiple_choice", "title": "A: b", "prompt": "Is *this* it?", "external_id": "x]1", "source": "s", "tags": ["t"],
            "category": "A/B", "body": choices("yes", "%5% = {no}", "[html] so"),
            "answers": [choice(1, 1, feedback="Right.\n\nYes"), choice(3, 0.33333)], "feedback": {"general": "G"},
        },
        {
            "type": "true_false", "prompt": "Plain?",
            "answers": [{"match": {"value": False}, "feedback": "Yes"}, {"match": {"value": True}, "credit": 0}],
        },
    )  # fmt: skip
    assert losses == []
    assert text.split("// [id:")[0] == "$CATEGORY: $course$/top/A/B\n\n"
    assert text.startswith(
        "$CATEGORY: $course$/top/A/B\n\n// [id:x\\]1] [tag:t]\n::A\\: b::[markdown]Is *this* it?{\n\t=yes#Right.\\n\\nYes\n"
        "\t~[markdown]%5% \\= \\{no\\}\n\t~%33.33333%[markdown][html] so\n####G\n}\n\n$CATEGORY: $course$/top\n\n"
    )
    assert text.endswith("]\nPlain?{FALSE##Yes}\n\n")


def test_text_that_looks_like_half_a_tag_is_read_again():
    wire = asked("multiple_choice", body=choices('a `<b "`', "`<img src`"), answers=[choice(1, 1, feedback="f"), choice(2, 0, feedback='`"`')])
    assert one(written(wire)[0].strip("\n")).wire["body"] == wire["body"]


def test_answers_are_put_in_the_order_in_which_the_first_that_fits_is_the_best():
    text, _ = written({"type": "short_answer", "prompt": "Q", "answers": [words("c*", 0.5), words("cat")]})
    assert text.index("cat") < text.index("c*")
    text, _ = written({"type": "numeric", "prompt": "Q", "answers": [number(3, 2, 0.5), number(3, 0)]})
    assert text.index("%100%3") < text.index("%50%3:2")


def test_other_tolerances_are_written_as_the_interval_that_they_mean():
    relative = {"match": {"value": 200, "tolerance": 0.05, "tolerance_type": "relative"}}
    figures = {"match": {"value": 3.14159, "tolerance": 3, "tolerance_type": "significant_figures"}, "credit": 0.5}
    text, losses = written({"type": "numeric", "prompt": "Q", "answers": [relative, figures]})
    assert losses == [] and "=%100%200:10\n" in text and "=%50%3.14159:0.005\n" in text


@pytest.mark.parametrize("scoring", ["right_minus_wrong", "all_or_nothing"])
def test_several_choices_scored_otherwise_are_written_where_added_credits_give_the_same(scoring):
    text, losses = written(
        {"type": "multiple_response", "prompt": "Q", "body": {**choices("a", "b", "c"), "scoring": scoring}, "answers": [choice(2, 0.5)]}
    )
    assert losses == [] and "~%-100%a\n\t~%100%b\n\t~%-100%c" in text


def scored(scoring, *right):
    body = {**choices("a", "b", "c"), "scoring": scoring}
    return asked("multiple_response", body=body, answers=[choice(place, 1) for place in right])


def blank(prompt, text, credit=1, **body):
    body = {"blanks": [{"id": "x", "kind": "text"}], **body}
    answers = [{"match": {"blank": "x", "text": "right"}}, {"match": {"blank": "x", "text": text}, "credit": credit}]
    return asked("fill_in_blank", prompt=prompt, body=body, answers=answers)


@pytest.mark.parametrize(
    ("wire", "credit"),
    [
        (blank("It is {{x}}.", "a", 0.5), "%50%"),
        (blank("It is {{x}}.", "a", -0.5), "%0%"),
        (blank("It is {{x}}.", "a", 0.5, scoring="all_or_nothing"), "%0%"),
    ],
)
def test_a_blank_is_written_with_the_credit_that_counts_in_it(wire, credit):
    text, losses = written(wire)
    assert losses == [] and f"It is {{\n\t=%100%right\n\t={credit}a\n}}." in text


def test_the_right_side_keeps_its_order_by_being_mentioned_in_it():
    right = [{"id": f"r{place}", "text": f"x{place}"} for place in (1, 2, 3)]
    body = {"left": [{"id": "l1", "text": "a"}, {"id": "l2", "text": "b"}], "right": right}
    wire = asked("matching", body=body, answers=[{"match": {"pairs": {"l1": "r2", "l2": "r1"}}, "credit": 1}])
    text, _ = written(wire)
    assert "\t= -> x1\n\t=a -> x2\n\t=b -> x1\n\t= -> x3\n" in text
    assert one(text.strip("\n")).wire["body"] == body


@pytest.mark.parametrize(
    ("wire", "why"),
    [
        (TYPES["ordering"].EXAMPLE, "no question of the type ordering"),
        (TYPES["open_ended"].EXAMPLE, "no question of the type open_ended"),
        (TYPES["short_answer"].EXAMPLE, "no answers of the mode regex"),
        (TYPES["fill_in_blank"].EXAMPLE, "one blank at most"),
        (asked("short_answer", answers=[words("a -> b")]), "takes any answers with -> for pairs"),
        (asked("multiple_choice", body=choices("a", "b"), answers=[choice(1, 0.5)]), "none has it here"),
        (asked("true_false", answers=[{"match": {"value": True}, "credit": 0.5}]), "the other none"),
        (asked("multiple_choice", body=choices("a", "b"), answers=[choice(1, 1), choice(2, 1)]), "for those of a short answer"),
        (scored("all_or_nothing", 1, 2), "cannot ask for all or nothing"),
        (scored("right_minus_wrong", 1, 2, 3), "weights of exactly 1/3"),
        (blank("It is {{x}}", "a"), "only where text follows it"),
        (blank("It is {{x}}, -> b", "a -> b"), "takes any answers with -> for pairs"),
        (asked("numeric", answers=[{"match": {"value": 1.23456789012345, "tolerance": 0.1234, "tolerance_type": "relative"}}]), "15 digits"),
    ],
)
def test_what_gift_cannot_say_is_left_out_with_the_reason(wire, why):
    text, [loss] = written(wire)
    assert text == "" and why in loss


PROSE = some.text(
    some.sampled_from("ab1 ~=#{}:\\\n\t*%[]()$<>&-/_.,!`'\"|^é—🎈\u2028") | some.characters(codec="utf-8", exclude_characters="\r\0"),
    min_size=1, max_size=40,
).map(lambda text: text.strip(" \t\v\f\r\n")).filter(lambda text: text.strip() and fits_prose(text))  # fmt: skip


def fits_prose(text):
    try:
        return bool(Prose().deserialize(text))
    except ValidationError:
        return False


CREDITS = some.integers(-100_000, 100_000).map(lambda credit: credit / 100_000) | some.sampled_from([1, 0.5, 0.33333, 0.66667, -0.14286])
DISTINCT = some.lists(PROSE, min_size=2, max_size=5, unique_by=lambda text: texts.folded(text, case_sensitive=True))


@some.composite
def wires(draw):
    """A question of each type that GIFT has, with all the fields that it has, as it would be read."""
    kind = draw(some.sampled_from(["multiple_choice", "multiple_response", "true_false", "short_answer", "numeric", "matching", "essay"]))
    labels = draw(some.fixed_dictionaries({}, optional={"title": LINES, "category": NAMES, "tags": TAGS}))
    wire = {"type": kind, "prompt": draw(PROSE), **labels}
    said = draw(some.dictionaries(some.sampled_from(["general", "incorrect"] if kind == "numeric" else ["general"]), PROSE))
    return wire | ({"feedback": said} if said else {}) | draw(CONTENT[kind])


def with_feedback(answers):
    return some.tuples(*(some.just(each) | PROSE.map(lambda said, each=each: {**each, "feedback": said}) for each in answers)).map(list)


def of_choices(texts, single):
    full = [1.0] if single else [0.5, 0.5]
    credits = some.lists(CREDITS, min_size=len(texts), max_size=len(texts)).map(lambda found: [*full, *found][: len(texts)])
    scoring = {} if single else {"scoring": "per_choice"}

    def question(credits):
        answers = with_feedback([choice(place, credit) for place, credit in enumerate(credits, 1) if credit])
        return answers.map(lambda found: {"body": {**choices(*texts), **scoring}, "answers": found})

    return credits.flatmap(question)


def of_pairs(texts):
    left = [{"id": f"l{place}", "text": text} for place, text in enumerate(texts, 1)]
    right = [{"id": f"r{place}", "text": f"thing {place}"} for place in range(1, len(texts) + 2)]
    pairs = {f"l{place}": f"r{place}" for place in range(1, len(texts) + 1)}
    return {"body": {"left": left, "right": right}, "answers": [{"match": {"pairs": pairs}, "credit": 1}]}


NAMES = some.text("abc 1:=~{}#\\", min_size=1, max_size=20).map(str.strip).filter(bool)
LINES = NAMES | some.text("<>&[]%$", min_size=1, max_size=9)
TAGS = some.lists(some.text("ab c]=1", min_size=1, max_size=9).map(str.strip).filter(bool), min_size=1, max_size=3, unique=True)
WORDS = some.lists(some.text("ab*=~#{}:%[]", min_size=1, max_size=8), min_size=1, max_size=4, unique_by=str.casefold)
NUMBERS = some.lists(some.integers(-10**6, 10**6).map(lambda each: each / 1000), min_size=1, max_size=4, unique=True)
CONTENT = {
    "multiple_choice": DISTINCT.flatmap(lambda texts: of_choices(texts, True)),
    "multiple_response": DISTINCT.flatmap(lambda texts: of_choices(texts, False)),
    "true_false": some.booleans().flatmap(
        lambda value: with_feedback([{"match": {"value": value}, "credit": 1}]).flatmap(
            lambda right: PROSE.map(lambda wrong: {"answers": [*right, {"match": {"value": not value}, "credit": 0, "feedback": wrong}]})
        )
    ),
    "short_answer": WORDS.flatmap(lambda found: with_feedback(list(map(words, found))))
    .filter(lambda answers: not any("->" in answer.get("feedback", "") for answer in answers))
    .map(lambda answers: {"answers": answers}),
    "numeric": NUMBERS.flatmap(lambda found: with_feedback([number(value) for value in found])).map(lambda answers: {"answers": answers}),
    "matching": DISTINCT.filter(lambda texts: not any("->" in text for text in texts)).map(of_pairs),
    "essay": some.just({}),
}


@given(wires())
def test_whatever_is_written_is_read_again_with_every_field_that_gift_has(wire):
    try:
        whole = {"id": "01", **NEW.load({"topic_id": "0" * 8 + "-0000-4000-8000-" + "0" * 12, **wire})}
    except ValidationError:
        return
    out = io.BytesIO()
    if list(gift.write(Bank({}, lambda: [whole]), out, None)):
        return
    [read] = [each for each in found(gift, out.getvalue()) if isinstance(each, (Question, Skipped))]
    assert isinstance(read, Question), read
    assert {name: each for name, each in read.wire.items() if name != "external_id"} == wire
    assert read.wire["external_id"] == "01" and read.lost == ()


def test_an_arrow_in_feedback_on_words_is_no_pair():
    told = ["No: a -> b.", "Nor this.", "No `a -> b`."]  # in code there is no other way to write it
    text, losses = written(asked("short_answer", answers=[{**words(word), "feedback": said} for word, said in zip("abc", told)]))
    answers = one(text.strip("\n")).wire["answers"]
    assert losses == [] and [look(each.get("feedback", "")) for each in answers] == [look(told[0]), look(told[1]), ""]
