"""Every format and every type that it has room for: what a round trip loses is what the table says, and nothing else; for any question."""
import io
import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.exchange import losses
from service.formats import READ, WRITTEN, recognised
from service.formats._nouns import Bank, File, Question, Skipped
from service.question_types import TYPES
from tests.formats import generated
from tests.formats.fullest import KINDS, POSITION, TOPIC, fetch, held, measured, whole
from tests.formats.responses import scored_alike

ABOUT_SCORING = re.compile(r"body/scoring|body/blanks/\d+/weight|answers(/\d+/(credit|match.*))?")
"""What may be said in other words, where that gives every response what it had before."""
PAIRS = [(format, type) for format in sorted(WRITTEN) for type in sorted(TYPES)]
FEW, MANY = 6, int(os.environ.get("ROUND_TRIPS", 10))
"""Questions tried for each pair in the fast and in the slow suite; ROUND_TRIPS=300 tries as many as one likes."""


def chance(examples):
    return settings(max_examples=examples, suppress_health_check=list(HealthCheck), deadline=None, database=None)


def written(format, *questions):
    """(the file that these become, the questions that were left out)."""
    out = io.BytesIO()
    left_out = list(WRITTEN[format].write(Bank(TOPIC, lambda: iter(questions)), out, fetch))
    return out.getvalue(), left_out


def items(format, data):
    """The questions, and what could not be one, that a format reads."""
    return [each for each in READ[format].read(File.of(data), losses.kept_again) if isinstance(each, (Question, Skipped))]


def posted(drawn):
    """What was drawn, whole."""
    return whole(drawn["type"], {**drawn, "source": drawn["external_id"] and "elsewhere"})


def within(path, paths):
    """Whether the table tells of this path, or of what it is part of."""
    return any(path == each or path.startswith(f"{each}/") for each in paths)


def comes_back(format, question, found):
    """A question is read again, and differs in nothing but what the table says, or what gives every response the same in other words."""
    assert isinstance(found, Question), found
    back = losses.loaded(question, found.wire)
    told = [path for path, _ in losses.between(question, back, format)]
    unheard = [path for path in told if not within(POSITION.sub("", path), measured(format, question["type"]))]
    if any(ABOUT_SCORING.fullmatch(path) for path in unheard) and scored_alike(question, back):
        unheard = [path for path in unheard if not ABOUT_SCORING.fullmatch(path)]
    assert unheard == []


def all_come_back(format, questions):
    """Each question of a file comes back in its turn, or is left out for a reason that is told."""
    data, left_out = written(format, *questions)
    assert all(loss.field == "" and loss.why.strip() for loss in left_out)
    kept = [question for question in questions if all(loss.question is not question for loss in left_out)]
    if format == "moodle_xml":  # which has no way back to no category, so that what has none comes first
        kept.sort(key=lambda question: bool(question["category"]))
    found = items(format, data)
    assert len(found) == len(kept)
    for question, each in zip(kept, found):
        comes_back(format, question, each)
    return data, kept


@pytest.mark.parametrize(("format", "type"), PAIRS)
@chance(FEW)
@given(data=st.data())
def test_a_round_trip_loses_what_the_table_says(format, type, data):
    all_come_back(format, [posted(data.draw(generated.questions(type)))])


@pytest.mark.slow
@pytest.mark.parametrize(("format", "type"), PAIRS)
@chance(MANY)
@given(data=st.data())
def test_a_round_trip_loses_what_the_table_says_however_often_it_is_tried(format, type, data):
    all_come_back(format, [posted(data.draw(generated.questions(type)))])


SEVERAL = st.lists(generated.questions(), min_size=2, max_size=4)


def a_bank_comes_back(format, drawn):
    """Several questions in one file: all come back in their order, the file is the same each time, and shows what it is."""
    questions = [posted({**each, "external_id": f"q-{place}" if each["external_id"] else None}) for place, each in enumerate(drawn)]
    data, kept = all_come_back(format, questions)
    assert written(format, *questions)[0] == data
    assert not kept or recognised(File.of(data)) == format


@pytest.mark.parametrize("format", sorted(WRITTEN))
@chance(FEW)
@given(drawn=SEVERAL)
def test_a_bank_comes_back_in_its_order_and_shows_what_it_is(format, drawn):
    a_bank_comes_back(format, drawn)


@pytest.mark.slow
@pytest.mark.parametrize("format", sorted(WRITTEN))
@chance(MANY)
@given(drawn=SEVERAL)
def test_any_bank_comes_back_in_its_order_and_shows_what_it_is(format, drawn):
    a_bank_comes_back(format, drawn)


@pytest.mark.parametrize(("format", "type"), [pair for pair in PAIRS if held(*pair)])
def test_a_file_of_each_kind_shows_what_it_is(format, type):
    for kind in held(format, type):
        data, _ = written(format, whole(type, KINDS[type][kind]))
        assert recognised(File.of(data, "a file")) == format, kind
