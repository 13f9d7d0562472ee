"""How long a reader may take and how much it may hold."""
import time
import tracemalloc
from contextlib import contextmanager


@contextmanager
def within(seconds):
    """Fail if what is inside takes more of the processor's time."""
    start = time.process_time()
    yield
    taken = time.process_time() - start
    assert taken < seconds, f"took {taken:.2f} seconds"


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
