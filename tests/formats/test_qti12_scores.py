"""QTI 1.2: whatever is chosen scores here what the conditions of the item give there, unless it is said that it does not."""
from decimal import Decimal
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.formats._nouns import Question
from service.formats._qti12_item import taken_apart
from service.formats._qti12_rules import Rules
from service.formats._qti12_xml import opened
from service.question_types import TYPES
from service.verdict import clamped
from tests.formats.qti12_items import equal, item, lid, only, when
from tests.formats.reading import loaded

LETTERS = "abcd"
NEAR = Decimal("0.006")
SCORES = st.sampled_from([100, 50, 25, 20, -25, -50, 0])
NAMED = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=4, unique=True)


@st.composite
def asked_of_choices(draw):
    """Conditions as makers write them: for single choices, for several at once, without some, for one of some."""
    kind, named = draw(st.sampled_from(["one", "all", "exactly", "any"])), draw(NAMED)
    if kind == "one":
        return equal(named[0])
    inside = "".join(map(equal, named))
    if kind == "exactly":
        inside += "".join(f"<not>{equal(each)}</not>" for each in LETTERS if each not in named)
    return f"<or>{inside}</or>" if kind == "any" else f"<and>{inside}</and>"


CONDITIONS = st.lists(st.builds(when, asked_of_choices(), SCORES, st.sampled_from(["Set", "Add"])), min_size=1, max_size=5).map("".join)


def there(data, chosen, full):
    rules = Rules(taken_apart(next(opened(data).iter("item"))))
    return clamped(rules.score({"r": list(chosen)}) / full)


@settings(max_examples=100, deadline=None)
@given(CONDITIONS)
def test_one_choice_scores_the_same(conditions):
    data = item(conditions, lid(*LETTERS))
    question = only(data)

    if isinstance(question, Question):
        wire = loaded(question)
        for each in LETTERS:
            assert clamped(TYPES["multiple_choice"].grade(wire, each).credit) == there(data, each, 100)


@settings(max_examples=100, deadline=None)
@given(CONDITIONS)
def test_several_choices_score_the_same_or_the_difference_is_told(conditions):
    data = item(conditions, lid(*LETTERS, cardinality="Multiple"))
    question = only(data)

    if isinstance(question, Question) and not question.lost:
        wire = loaded(question)
        full = min(100, max(there_raw(data, chosen) for chosen in every()))
        for chosen in every():
            assert abs(TYPES["multiple_response"].grade(wire, list(chosen)).credit - there(data, chosen, full)) <= NEAR


def every():
    return list(chain.from_iterable(combinations(LETTERS, size) for size in range(len(LETTERS) + 1)))


def there_raw(data, chosen):
    return Rules(taken_apart(next(opened(data).iter("item")))).score({"r": list(chosen)})



OVERLAPPING = ((-1, 1, 100), (0, 2, 25))
BOX = '<response_str ident="r"><render_fib fibtype="Decimal"/></response_str>'


def ranges(more):
    return "".join(
        when(f'<vargte respident="r">{low}</vargte><varlte respident="r">{high}</varlte>', score, more=more) for low, high, score in OVERLAPPING
    )


def test_a_number_earns_what_its_own_condition_gives_where_a_better_one_reaches_into_it():
    question = only(item(ranges('continue="No"'), BOX))
    scores = [TYPES["numeric"].grade(loaded(question), Decimal(number)).credit for number in ("-0.5", "0.5", "1.5")]
    assert scores == [1, 1, Decimal("0.25")] and question.lost == ()


def test_it_is_told_where_a_worse_condition_takes_from_a_better_one():
    assert "Where its ranges overlap" in " ".join(only(item(ranges(""), BOX)).lost)


def test_a_right_answer_that_is_no_number_is_told():
    assert "“3,5” is none" in only(item(when(equal("3,5"), 100), BOX)).why

    both = only(item(when(equal("3,5"), 100) + when(equal("3.5"), 100), BOX))

    assert ([each["match"] for each in both.wire["answers"]], "“3,5”" in both.lost[0]) == ([{"value": Decimal("3.5")}], True)
