from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.question_types.asking import ask, faults, graded, score

NEEDS_MEMORY = [r"(a)\1", r"(?=a)b", r"(?!a)b", r"(?<=a)b", r"(?P<n>a)(?P=n)"]
BROKEN = ["(", "[a", "*a", "a{2,1}", r"\p{Nowhere}", "a{1001}", "((a{100}){100}){100}", r"(\pL{50}\PN{50}){10}"]


def regex(text, credit=1):
    return {"text": text, "mode": "regex"}, credit


@pytest.mark.parametrize("pattern", NEEDS_MEMORY + BROKEN)
def test_a_pattern_that_could_run_away_or_cannot_be_read_is_refused(pattern, capfd):
    assert faults(ask("short_answer", regex(pattern))) == {("/answers/0/match/text", "regex_not_linear")}
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("pattern", ["(a|aa)+$", "(x+x+)+y", "[ab]*a[ab]{900}c", "(.?){200}b", "([a-z]+ ?){50}!", "(.*)*=.*"])
def test_a_pattern_takes_no_time_to_speak_of(pattern):
    start = perf_counter()
    for response in ("a" * 2000, "ab" * 1000, "x" * 2000, "a b " * 500):
        graded(ask("short_answer", regex(pattern)), response)
    assert perf_counter() - start < 1


def test_ordinary_patterns_in_any_script_are_taken():
    for pattern, response in ((r"\pL+, \pL+", "Wien, Österreich"), ("colou?r", "color"), (r"(19|20)\d\d", "1999"), ("[а-я]+", "Москва")):
        assert score(ask("short_answer", regex(pattern)), response) == 1


def test_a_pattern_is_composed_as_responses_are():
    assert score(ask("short_answer", regex("cafe\u0301")), "caf\u00e9") == 1


@pytest.mark.parametrize("mode", ["exact", "wildcard", "meaning"])
def test_two_answers_that_mean_the_same_are_refused(mode):
    question = ask("short_answer", {"text": "Paris", "mode": mode}, ({"text": " paris", "mode": mode}, 0.5))
    assert faults(question) == {("/answers/1/match/text", "equal_answers")}


def test_answers_that_differ_in_capitals_are_two_where_capitals_count():
    assert faults(ask("short_answer", {"text": "pH"}, ({"text": "PH"}, 0.5), case_sensitive=True)) == set()


def test_something_must_earn_credit():
    assert faults(ask("short_answer", ({"text": "a"}, 0))) == {("/answers", "nothing_earns_credit")}


def test_there_are_not_more_than_a_hundred_patterns():
    question = ask("short_answer", *(regex(f"a{number}") for number in range(101)))
    assert faults(question) == {("/answers/100/match/mode", "too_many")}


def test_of_equal_credits_the_first_answer_gives_its_feedback():
    question = ask("short_answer", {"text": "Paris"}, ({"text": "Rome"}, 0), ({"text": "*", "mode": "wildcard"}, 0))
    assert graded(question, "rome").matched[0]["match"]["text"] == "Rome"


WARM = "Its temperature rises, as work is done on it."


def meaning(*more, **body):
    prompt = "What happens when a gas is compressed quickly?"
    return ask("short_answer", {"text": WARM, "mode": "meaning"}, *more, prompt=prompt, **body)


@pytest.mark.parametrize("response", [WARM, f"  {WARM.upper()} "])
def test_the_text_itself_counts_fully_and_surely_where_its_meaning_would_do(each_reader, response):
    verdict = graded(meaning(), response)
    assert (verdict.credit, verdict.confidence, verdict.needs_review, verdict.grader) == (1, 1, False, "rules")


def test_the_same_in_other_words_earns_what_the_reader_says(each_reader):
    verdict = graded(meaning(), "The temperature rises because work is done on the gas.")
    assert 0.5 <= verdict.credit <= 1 and verdict.confidence < 1
    assert verdict.grader == each_reader and verdict.remarks
    assert verdict.matched[0]["match"]["text"] == WARM


def test_meaning_gives_no_more_than_the_answers_credit(each_reader):
    half = ask("short_answer", {"text": "Anything at all"}, ({"text": WARM, "mode": "meaning"}, 0.5), prompt="What happens?")
    assert graded(half, "The temperature rises because work is done on the gas.").credit <= 0.5


@pytest.mark.parametrize("more", [(), (({"text": "*", "mode": "wildcard"}, 0),)])
def test_that_a_text_says_nothing_of_an_answer_is_the_readers_word_too(each_reader, more):
    verdict = graded(meaning(*more), "I don't know the answer.")
    assert (verdict.credit, verdict.grader, len(verdict.matched)) == (0, each_reader, len(more))


def test_a_text_that_the_author_names_is_worth_what_he_says(each_reader):
    named = "The temperature rises because work is done."
    verdict = graded(meaning(({"text": named}, 0), ({"text": "warm*", "mode": "wildcard"}, -0.5)), named)
    assert (verdict.credit, verdict.confidence, verdict.matched[0]["match"]["text"]) == (0, 1, named)


def test_without_an_answer_by_meaning_nothing_is_read(monkeypatch):
    monkeypatch.setattr("service.free_text.read", None)
    answers = {"text": "Danube"}, {"text": "*au", "mode": "wildcard"}, regex("don[a-z]u", 0.5)
    question = ask("short_answer", *answers)
    assert [graded(question, response).credit for response in ("danube", "Donau", "Rhine", "", "donu")] == [1, 1, 0, 0, 0]


def test_an_empty_response_meets_no_meaning(each_reader):
    assert graded(meaning(), "  ").credit == 0


def test_one_text_may_be_wanted_exactly_and_by_meaning():
    assert faults(ask("short_answer", {"text": WARM}, ({"text": WARM, "mode": "meaning"}, 0.8))) == set()


def test_an_answer_by_meaning_must_earn_credit_too():
    assert faults(ask("short_answer", ({"text": WARM, "mode": "meaning"}, 0))) == {("/answers", "nothing_earns_credit")}


@given(st.text(max_size=50))
def test_a_text_meets_itself_however_it_is_padded(text):
    question = ask("short_answer", {"text": text or "a"})
    if text.strip():
        assert graded(question, f" {text}\n").credit == 1


@given(
    pieces=st.lists(st.text("abc", max_size=4), min_size=2, max_size=5),
    fillings=st.lists(st.text("abcx", max_size=4), min_size=5, max_size=5),
)
def test_a_wildcard_meets_whatever_stands_for_its_stars(pieces, fillings):
    response = "".join(piece + filling for piece, filling in zip(pieces, [*fillings[: len(pieces) - 1], ""]))
    if response:
        assert graded(ask("short_answer", {"text": "*".join(pieces), "mode": "wildcard"}), response).credit == 1


@given(pattern=st.text("ab*", min_size=1, max_size=6), response=st.text("ab", min_size=1, max_size=6))
def test_a_wildcard_agrees_with_the_pattern_that_it_stands_for(pattern, response):
    meant = pattern.replace("*", ".*")
    assert (
        graded(ask("short_answer", {"text": pattern, "mode": "wildcard"}), response).credit
        == graded(ask("short_answer", regex(meant)), response).credit
    )
