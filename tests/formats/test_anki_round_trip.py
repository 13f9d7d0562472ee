"""Anki: whatever a question of ours says, its note keeps."""
from hypothesis import given, settings

from service.formats import anki
from service.formats._csv_writing import _meaning
from service.formats._nouns import Question
from tests.formats import generated
from tests.formats.reading import loaded, questions
from tests.formats.test_anki import FULL, written


@given(generated.questions())
@settings(max_examples=60, deadline=None)
def test_whatever_the_question_says_comes_back(wire):
    before = loaded(Question("", wire))
    losses, data = written(wire)
    (read,) = questions(anki, data)
    back = loaded(read)

    assert not losses and not read.lost
    assert _meaning(back) == _meaning(before)
    assert all(back[name] == before[name] for name in FULL if name not in ("external_id", "source"))
