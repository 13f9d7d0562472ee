"""A bar that says how far a long computation is: on standard error, and only where that is a terminal."""
import sys
import time

WIDTH = 30


def progress(items, label):
    """Pass these items on, one by one, and draw how many are done."""
    items = list(items)
    if not sys.stderr.isatty():
        yield from items
        return
    drawn = 0.0
    for done, item in enumerate(items):
        if time.monotonic() - drawn > 0.2:
            _draw(label, done, len(items))
            drawn = time.monotonic()
        yield item
    _draw(label, len(items), len(items), end="\n")


def _draw(label, done, all, end=""):
    full = WIDTH * done // (all or 1)
    print(f"\r{label:40.40} [{'#' * full}{'.' * (WIDTH - full)}] {done}/{all}", end=end, file=sys.stderr, flush=True)
