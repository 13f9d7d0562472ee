"""Every format and every type that it has room for: what a round trip loses is what the table says, and nothing else; for any question."""
import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.exchange import losses
from service.exchange.losses import kept_again
from service.formats import READ, WRITTEN, recognised
from service.formats._nouns import Bank, File, Question, Skipped
from service.question_types import TYPES
from tests.formats import generated
from tests.formats.fullest import POSITION, TOPIC, fetch, measured, whole
from tests.formats.reading import loaded
from tests.formats.responses import scored_alike

ABOUT_SCORING = re.compile(r"body/scoring|body/blanks/\d+/weight|answers(/\d+/(credit|match.*))?")
"""What may be said in other words, where that gives every response what it had before."""
PAIRS = [(format, type) for format in sorted(WRITTEN) for type in sorted(TYPES)]


def chance(examples):
    return settings(max_examples=examples, suppress_health_check=list(HealthCheck), deadline=None, print_blob=True)


def written(format, *questions):
    """(the file that these become, the questions that were left out)."""
    out = io.BytesIO()
    left_out = list(WRITTEN[format].write(Bank(TOPIC, lambda: iter(questions)), out, fetch))
    return out.getvalue(), left_out


def items(format, data):
    """The questions, and what could not be one, that a format reads."""
    return [each for each in READ[format].read(File.of(data), kept_again) if isinstance(each, (Question, Skipped))]


def posted(drawn):
    """What was drawn, whole; without what a schema gives anyway."""
    return whole(drawn["type"], {**drawn, "source": drawn["external_id"] and "elsewhere"})


def within(path, paths):
    """Whether the table tells of this path, of what it is part of, or of a part of it."""
    return any(path == each or path.startswith(f"{each}/") for each in paths)


def comes_back(format, question):
    """Write a question and read it again: it loses no more than the table says, and what is left out is so for a reason."""
    data, left_out = written(format, question)
    if left_out:
        assert [loss.field for loss in left_out] == [""] and left_out[0].why.strip() and items(format, data) == []
        return
    (found,) = items(format, data)
    assert isinstance(found, Question), found
    loaded(found)
    told = [path for path, _ in losses.of(question, TOPIC, format, fetch)]
    table = measured(format, question["type"])
    unheard = [path for path in told if not within(POSITION.sub("", path), table)]
    back, _ = losses.given_back(question, TOPIC, format, fetch)
    if unheard and scored_alike(question, back):
        unheard = [path for path in unheard if not ABOUT_SCORING.fullmatch(path)]
    assert not unheard, told


@pytest.mark.parametrize(("format", "type"), PAIRS)
@chance(15)
@given(data=st.data())
def test_a_round_trip_loses_what_the_table_says(format, type, data):
    comes_back(format, posted(data.draw(generated.questions(type))))


@pytest.mark.slow
@pytest.mark.parametrize(("format", "type"), PAIRS)
@chance(300)
@given(data=st.data())
def test_a_round_trip_loses_what_the_table_says_however_often_it_is_tried(format, type, data):
    comes_back(format, posted(data.draw(generated.questions(type))))
