"""Every reader on a few hundred changed samples; for longer in the slow suite, and by `python3 -m tests.formats.fuzz`."""
import itertools

import pytest

from service.formats import READ
from service.formats._nouns import Container, Question, Skipped
from tests.formats import fuzz
from tests.formats.fuzz_verdicts import faults_of, shortened

A_FEW = 60


@pytest.mark.parametrize("format", sorted(READ))
def test_whatever_the_bytes_a_reader_tells_of_them_in_time(format):
    tally = fuzz.fuzz(format, most=A_FEW)

    assert {kind: detail for kind, (detail, _) in tally.faults.items()} == {}
    assert tally.inputs == A_FEW and tally.counts["questions"] and tally.counts.total() > A_FEW


def test_the_same_seed_gives_the_same_inputs():
    one, again, other = (list(itertools.islice(fuzz.inputs("qti12", seed), 40)) for seed in (1, 1, 2))
    assert one == again != other


@pytest.mark.parametrize(
    ("each", "kind"),
    [
        (Skipped("", "Why."), "sentence"), (Skipped("line 1", ""), "sentence"),
        (Skipped("line 1", "a\ud800"), "sentence"), (Container("line 1", "deck", "a\0"), "title"), ("a text", "noun"),
        (Question("line 1", {"prompt": ""}, lost=("",)), "sentence"), (Question("line 1", {}, original="\0"), "original"),
        (Question("line 1", {"answers": [{"match": {"value": {1}}}]}), "value"), (Question("line 1", []), "question"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_or_told_is_a_fault(each, kind):
    assert faults_of([each], []).kind == kind
    assert faults_of([Question("line 1", {"type": "essay", "tags": ["ä"]}, "A text", ("A loss.",)), Skipped("line 2", "Why.")], []) is None


def test_whatever_a_reader_raises_is_a_fault_and_made_short(monkeypatch):
    def read(file, keep):
        if b"x" in file.stream.read():
            raise KeyError("x")
        yield Skipped("line 1", "Nothing here.")

    monkeypatch.setattr(READ["gift"], "read", read)
    fault = fuzz.tried("gift", b"some text with an x in it", fuzz.Tally())

    assert fault.kind.startswith("KeyError") and fuzz.tried("gift", b"none", fuzz.Tally()) is None
    assert shortened(b"some text with an x in it", lambda data: fuzz.same("gift", data, fault.kind)) == b"x"


def test_what_takes_too_long_is_ended_and_a_fault(monkeypatch):
    def read(file, keep):
        while True:
            pass
        yield

    monkeypatch.setattr(READ["gift"], "read", read)
    monkeypatch.setattr(fuzz, "MOST_SECONDS", 0.02)

    assert fuzz.tried("gift", b"a{T}", fuzz.Tally()).kind == "slow"
