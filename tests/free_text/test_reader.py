"""What the first reader sees, and that it admits what it does not."""
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text import read

PROMPT = "What happens when a gas is compressed quickly?"
REFERENCE = "Its temperature rises, as the work done on it cannot leave as heat."
OTHERS = [
    "Volcanoes form where plates of the crust move apart.",
    "The senate approves treaties by a majority of two thirds.",
    "Roots take up water and dissolved minerals from the soil.",
    "A sonnet consists of fourteen lines in a fixed rhyme.",
]


def credit(response, reference=REFERENCE, prompt=PROMPT, **more):
    return float(read(prompt, [reference], response, **more).credit)


def test_the_reference_is_worth_everything():
    assert credit(REFERENCE) == 1


def test_a_text_that_holds_the_reference_is_worth_everything():
    assert credit(f"As I see it: {REFERENCE} This is seen in engines.") == 1


@pytest.mark.parametrize(
    "response",
    ["The temperature rises because the work done leaves no heat.", "Rising temperatures, for the heat of the work cannot leave"],
)
def test_a_paraphrase_with_most_of_the_words_is_worth_at_least_half(response):
    assert credit(response) >= 0.5


@pytest.mark.parametrize("response", OTHERS)
def test_an_answer_to_another_question_is_worth_nothing(response):
    assert credit(response) == 0


@pytest.mark.parametrize(
    "response",
    [
        "I don't know",
        "i dont know.",
        "I don’t know the answer",
        "Sorry, I do not know it yet!",
        "We have no idea",
        "No clue",
        "IDK",
        "dunno",
        "not sure",
        "I'm not sure",
        "n/a",
        "pass",
        "I really don't remember",
        "Keine Ahnung.",
        "Je ne sais pas",
    ],
)
def test_saying_that_one_does_not_know_is_worth_nothing(response):
    reading = read(PROMPT, [REFERENCE], response)
    assert (reading.credit, reading.why) == (0, "It says that the answer is not known.")


def test_not_knowing_in_the_middle_of_an_answer_is_an_answer():
    assert credit(f"I don't know why, but {REFERENCE}") >= 0.5


@pytest.mark.parametrize("response", ["", "   ", "?!", "…", "---", "🙂"])
def test_no_words_are_worth_nothing(response):
    assert read(PROMPT, [REFERENCE], response).why == "There are no words."


@pytest.mark.parametrize("response", [PROMPT, "When a gas is compressed quickly, what happens?", "A gas is compressed quickly"])
def test_the_question_given_back_is_worth_nothing(response):
    assert read(PROMPT, [REFERENCE], response).why == "It repeats the question."


def test_a_reference_that_the_question_names_is_still_right():
    assert credit("The GPU", "The GPU.", "Which is faster here, the CPU or the GPU?") == 1


def test_words_of_the_question_weigh_less_than_others():
    prompt, reference = "Why do metals conduct heat?", "Metals conduct heat by free electrons."
    assert credit("Metals conduct heat somehow.", reference, prompt) < credit("By free electrons.", reference, prompt)


@pytest.mark.parametrize(
    "response", ["The temprature rises, as the work cannot leave as heat.", "The temperatrue rises, as the work cannot leave as heat."]
)
def test_a_slip_of_the_pen_costs_little(response):
    assert credit(response) >= credit("The temperature rises, as the work cannot leave as heat.") - 0.1


@pytest.mark.parametrize(
    "response", ["Its temperature never rises.", "The temperature doesn't rise.", "It gets hot without rising temperature."]
)
def test_a_denial_on_one_side_contradicts(response):
    reading = read("What happens?", ["Its temperature rises."], response)
    assert reading.contradicted and reading.needs_review
    assert reading.credit <= 0.5


def test_a_denial_on_both_sides_agrees():
    reading = read("What of iron?", ["Iron does not float on water."], "Iron can't float on water")
    assert (reading.contradicted, reading.credit) == ((), 1)


def test_failing_at_a_thing_is_a_way_to_deny_it():
    assert not read("What is wrong with it?", ["It misses complex patterns."], "It cannot see complex patterns.").contradicted


def test_another_number_in_a_numbers_place_contradicts():
    right, wrong = (
        read("When was it signed?", ["The treaty was signed in 1648."], f"The treaty was signed in {year}.") for year in (1648, 1748)
    )
    assert (right.credit, right.contradicted) == (1, ())
    assert wrong.credit <= 0.5 and wrong.contradicted == ("1648",) and wrong.needs_review


@pytest.mark.parametrize("response", ["It has 1000 parts", "It has 1,000 parts", "It has 1000.0 parts"])
def test_a_number_is_the_same_however_it_is_written(response):
    assert credit(response, "It has 1000 parts.", "How many?") == 1


def test_a_number_in_words_is_a_number():
    assert credit("Four chambers", "The heart has 4 chambers.", "How is the heart built?") >= 0.5


def test_key_points_are_found_one_by_one():
    points = ("Its temperature rises", "Work is done on it")
    reading = read(PROMPT, [REFERENCE], "The temperature rises.", key_points=points)
    assert (reading.covered, reading.missing) == (points[:1], points[1:])
    assert len(reading.shares) == 2 and reading.shares[0] > reading.shares[1]


def test_what_is_half_right_is_for_a_person():
    reading = read(PROMPT, [REFERENCE], "The temperature changes.")
    assert 0 < reading.confidence < 0.6 and reading.needs_review


@pytest.mark.parametrize(
    ("reference", "response"),
    [
        ("温度が上がる", "温度が上がります"),
        ("光合作用需要阳光和水", "光合作用需要水和阳光"),
        ("แสงแดดและน้ำ", "แสงแดด"),
        ("प्रकाश और पानी", "पानी और प्रकाश"),
        ("Свет и вода", "вода и свет"),
        ("الضوء والماء", "الضوء"),
        ("Licht und Wasser", "Wasser und Licht"),
    ],
)
def test_any_language_is_read_though_with_less_confidence(reference, response):
    reading = read("?", [reference], response)
    assert reading.credit > 0
    assert reading.confidence <= 0.75


@pytest.mark.parametrize(
    ("reference", "response"),
    [
        ("abcdefgh " * 2200, "hgfedcba " * 2200),
        (" ".join(f"word{n:05}" for n in range(2000)), " ".join(f"wrod{n:05}" for n in range(2000))),
        ("漢字" * 10_000, "字漢仮" * 6_600),
        ("not " * 5000, "sorry " * 3300),
        ("1," * 10_000, "." * 20_000),
        ("a\u0301" * 10_000, "\u0301" * 20_000),
    ],
)
def test_long_texts_are_read_in_no_time(reference, response):
    start = perf_counter()
    read(PROMPT, [reference], response, key_points=(reference[:2000],) * 10)
    assert perf_counter() - start < 5


@given(
    st.text(max_size=60), st.text(min_size=1, max_size=60), st.text(max_size=200), st.lists(st.text(min_size=1, max_size=30), max_size=3)
)
def test_no_text_breaks_it(prompt, reference, response, points):
    reading = read(prompt, [reference], response, key_points=points)
    assert 0 <= reading.credit <= 1 and 0 <= reading.confidence <= 0.9
    assert reading == read(prompt, [reference], response, key_points=points)
