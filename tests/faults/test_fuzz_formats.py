"""Every reader on changed samples for as long as the slow suite has time for, in a process that may have only so much memory."""
import pytest

from service.formats import READ
from tests.formats import fuzz

pytestmark = pytest.mark.slow
SECONDS, OF_A_TWIN = 20, 5
TWINS = {"qti22": "qti21"}
"""Formats that another's reader reads."""


@pytest.mark.parametrize("format", sorted(READ))
def test_no_changed_file_leads_to_anything_but_a_clear_answer(format):
    tally, folder = fuzz.apart(format, OF_A_TWIN if format in TWINS else SECONDS, seed=2)

    print(f"{format}: {tally.sentence()}")
    assert tally.faults == {}, f"What led to these stands in {folder}."
    assert tally.counts["questions"] and (tally.counts["unreadable"] or tally.counts["skipped"])
