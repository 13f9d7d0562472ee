"""How long a reader may take and how much it may hold."""
import re
import time
import tracemalloc
from contextlib import contextmanager


PACE, SLOWEST = 0.008, 4
"""Seconds that plain work takes on the machine where bounds were set, and how many times slower than that any machine may be."""


@contextmanager
def within(seconds):
    """Fail if what is inside takes more of the processor's time, or as much more as plain work beside it takes longer than it should."""
    before, start = plain_work(), time.process_time()
    yield
    taken = time.process_time() - start
    most = seconds * min(max(1, before / PACE, plain_work() / PACE), SLOWEST)
    assert taken < most, f"took {taken:.2f} of {most:.2f} seconds"


def plain_work():
    """The seconds that it takes at best to do what readers do all the time."""
    return min(_work() for _ in range(3))


def _work():
    start, counts = time.process_time(), {}
    text = " ".join(f"word {number}" for number in range(7_000))
    for word in re.sub(r"\d(\d)", r"\1", text).split():
        counts[word] = counts.get(word, 0) + 1
    return time.process_time() - start


@contextmanager
def holding(megabytes):
    """Fail if what is inside holds more memory of Python's at any time."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < megabytes * 1_000_000, f"held {peak:,} bytes"
