"""What reading a written answer promises, by words alone and by meaning."""
import os
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.free_text import guard, read

pytestmark = pytest.mark.usefixtures("each_reader")
ROOT = Path(__file__).parent.parent.parent
PROMPT = "What happens when a gas is compressed quickly?"
REFERENCE = "Its temperature rises, as the work done on it cannot leave as heat."
SAME = "The temperature rises because the work done leaves no heat."
OTHERS = [
    "Volcanoes form where plates of the crust move apart.",
    "The senate approves treaties by a majority of two thirds.",
    "Roots take up water and dissolved minerals from the soil.",
    "A sonnet consists of fourteen lines in a fixed rhyme.",
]


def credit(response, reference=REFERENCE, prompt=PROMPT, **more):
    return float(read(prompt, [reference], response, **more).credit)


@pytest.mark.parametrize("response", [REFERENCE, REFERENCE.upper(), f"  {REFERENCE.strip('.')} !", REFERENCE.replace(" ", "  ")])
def test_the_reference_is_worth_everything(response):
    reading = read(PROMPT, [REFERENCE], response)
    assert (reading.credit, reading.needs_review, reading.missing) == (1, False, ())


def test_it_is_enough_to_be_one_of_several_references():
    assert read(PROMPT, [OTHERS[0], REFERENCE], REFERENCE).credit == 1
    assert read(PROMPT, [OTHERS[0], REFERENCE], SAME).credit >= read(PROMPT, [REFERENCE], SAME).credit


@pytest.mark.parametrize("response", [f"As I see it: {REFERENCE} This is seen in engines.", f"{REFERENCE} {REFERENCE}", SAME])
def test_a_text_that_says_the_reference_counts_as_right_or_a_person_looks(response):
    reading = read(PROMPT, [REFERENCE], response)
    assert reading.credit >= 0.5 or reading.guarded and reading.needs_review


@pytest.mark.parametrize("response", OTHERS)
def test_an_answer_to_another_question_does_not(response):
    assert credit(response) < 0.5 and credit(response) < credit(SAME)


@pytest.mark.parametrize(
    "response",
    [
        "I don't know", "i dont know.", "I don’t know the answer", "Sorry, I do not know it yet!", "We have no idea", "No clue", "IDK",
        "dunno", "not sure", "I'm not sure", "n/a", "pass", "I really don't remember", "Keine Ahnung.", "Je ne sais pas",
    ],
)  # fmt: skip
def test_saying_that_one_does_not_know_is_worth_nothing(response):
    reading = read(PROMPT, [REFERENCE], response, key_points=("Its temperature rises",))
    assert (reading.credit, reading.why) == (0, "It says that the answer is not known.")
    assert (reading.missing, reading.shares, reading.guarded) == (("Its temperature rises",), (0,), True)


def test_not_knowing_in_the_middle_of_an_answer_is_an_answer():
    reading = read(PROMPT, [REFERENCE], f"I don't know why, but {REFERENCE}")
    assert reading.credit > 0 or reading.needs_review and "not known" not in reading.why


@pytest.mark.parametrize("response", ["", "   ", "?!", "…", "---", "🙂"])
def test_no_words_are_worth_nothing(response):
    assert read(PROMPT, [REFERENCE], response).why == "There are no words."


@pytest.mark.parametrize("response", [PROMPT, "When a gas is compressed quickly, what happens?", "A gas is compressed quickly"])
def test_the_question_given_back_is_worth_nothing(response):
    assert read(PROMPT, [REFERENCE], response).why == "It repeats the question."


def test_a_reference_that_the_question_names_is_still_right():
    assert credit("The GPU", "The GPU.", "Which is faster here, the CPU or the GPU?") == 1


def test_a_slip_of_the_pen_costs_little():
    right = credit("The temperature rises, as the work cannot leave as heat.")
    for slip in ("temprature", "temperatrue"):
        assert credit(f"The {slip} rises, as the work cannot leave as heat.") >= right - 0.2


def test_what_is_denied_is_worth_less():
    assert credit("Its temperature never rises.") < credit("Its temperature always rises.")


@pytest.mark.parametrize("response", ["It has 1000 parts", "It has 1000 parts!"])
def test_marks_at_the_end_make_no_difference(response):
    assert credit(response, "It has 1000 parts.", "How many?") == 1


def test_another_number_is_worth_less():
    right, wrong = (credit(f"It was in {year}.", "The treaty was signed in 1648.", "When was it signed?") for year in (1648, 1748))
    assert right > wrong


def test_key_points_are_found_one_by_one():
    points = ("Its temperature rises", "The senate approves treaties")
    reading = read(PROMPT, [REFERENCE], "The temperature of the gas rises.", key_points=points)
    assert reading.missing == points[1:]
    assert len(reading.shares) == 2 and reading.shares[0] > reading.shares[1]


def test_a_point_that_is_missing_costs_credit():
    points = ("Its temperature rises", "The senate approves treaties")
    assert credit(SAME, key_points=points) < credit(SAME, key_points=points[:1])


def test_without_key_points_the_parts_of_the_reference_are_told():
    reading = read(PROMPT, [REFERENCE], SAME)
    told = {*reading.covered, *reading.missing, *reading.contradicted}
    assert told and reading.shares == () and all(part in REFERENCE for part in told)


def test_it_says_what_read_it(each_reader):
    for response in (REFERENCE, SAME, "", "idk"):
        reading = read(PROMPT, [REFERENCE], response)
        assert reading.grader == each_reader and reading.version


@pytest.mark.parametrize("response", [REFERENCE, SAME, "", "idk", PROMPT, OTHERS[0]])
def test_a_topic_may_have_all_responses_looked_at(response):
    assert read(PROMPT, [REFERENCE], response, policy={"share": 1}).needs_review


def test_what_the_guard_stops_earns_less_than_half_and_a_person_sees_it(monkeypatch):
    monkeypatch.setattr(guard, "stopped", lambda *_: ("order",))
    reading = read(PROMPT, [REFERENCE], SAME, key_points=("Its temperature rises",))
    assert reading.credit < 0.5 and (reading.needs_review, reading.guarded, reading.shares) == (True, True, (0,))


@pytest.mark.parametrize("response", [SAME, *OTHERS, "It gets warmer", "The temperature changes."])
def test_who_is_unsure_asks_for_a_person(response):
    reading = read(PROMPT, [REFERENCE], response)
    assert 0 < reading.confidence < 1
    assert reading.needs_review == (reading.guarded or reading.confidence < 0.6)


@pytest.mark.parametrize(
    ("reference", "response"),
    [
        ("温度が上がる", "温度が上がります"), ("光合作用需要阳光和水", "光合作用需要水和阳光"), ("แสงแดดและน้ำ", "แสงแดด"),
        ("प्रकाश और पानी", "पानी और प्रकाश"), ("Свет и вода", "вода и свет"), ("الضوء والماء", "الضوء"),
        ("Licht und Wasser für die Pflanze", "Wasser und Licht braucht die Pflanze"),
    ],
)  # fmt: skip
def test_any_language_is_read_though_with_less_confidence(reference, response):
    reading = read("?", [reference], response)
    assert reading.credit > 0 and read("?", [reference], reference).credit == 1
    assert reading.confidence <= 0.75 and read(PROMPT, [REFERENCE], SAME).credit > 0


def test_examples_bring_the_credit_nearer_to_the_teachers():
    responses = ["It gets warmer.", "The gas gets hot.", "The temperature goes up.", "It becomes warm by the work."]
    before = credit("It is heated.")
    generous, strict = (credit("It is heated.", examples=[(each, worth) for each in responses]) for worth in (1, 0))
    assert strict <= before <= generous and strict < generous


def test_examples_may_come_in_any_form_and_hold_anything():
    assert credit(SAME, examples=[["", 0], ["???", 1], ("idk", 0)]) == pytest.approx(credit(SAME), abs=0.02)
    points = ("Its temperature rises",)
    assert 0 <= credit(SAME, key_points=points, examples=[["It is hot.", 1], ["Warm.", 1], ["Heat", 1]]) <= 1


def test_a_response_is_read_alike_alone_and_among_others():
    responses = [f"{each} {number}" for number in range(10) for each in (*OTHERS, SAME)]
    alone = [read(PROMPT, [REFERENCE], each) for each in (SAME, OTHERS[0])]
    many = [read(PROMPT, [REFERENCE], each) for each in [*responses, SAME, OTHERS[0]]]
    assert many[-2:] == alone and [read(PROMPT, [REFERENCE], each) for each in reversed(responses)] == many[:-2][::-1]


def test_two_processes_read_alike(each_reader, tmp_path):
    examples = (("It gets warmer.", 1), ("It cools.", 0), ("It gets hot", 1), ("Nothing happens to it", 0))
    code = f"""
from service.free_text import read, use
use({each_reader == "encoder"}, kept={str(tmp_path / "kept")!r})
for response in {[SAME, OTHERS[0], "It gets warmer"]!r}:
    print(read({PROMPT!r}, [{REFERENCE!r}], response))
    print(read({PROMPT!r}, [{REFERENCE!r}], response, key_points=("Its temperature rises", "work"), examples={examples!r}))
"""
    asked = {"cwd": ROOT, "check": True, "capture_output": True, "text": True}
    told = [subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, **asked) for seed in ("1", "2")]
    assert told[0].stdout == told[1].stdout != ""
    assert told[0].stdout.splitlines()[0] == str(read(PROMPT, [REFERENCE], SAME))


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
def test_long_texts_are_read_in_little_time(reference, response):
    start = process_time()
    read(PROMPT, [reference], response, key_points=(reference[:2000],) * 10)
    assert process_time() - start < 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60), st.text(min_size=1, max_size=60), st.text(max_size=200), st.lists(st.text(min_size=1, max_size=30), max_size=3)
)
def test_no_text_breaks_it(prompt, reference, response, points):
    reading = read(prompt, [reference], response, key_points=points)
    assert 0 <= reading.credit <= 1 and 0 <= reading.confidence <= 0.98
    assert len(reading.shares) == len(points) and all(0 <= share <= 1 for share in reading.shares)
    assert reading == read(prompt, [reference], response, key_points=points)
