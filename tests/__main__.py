"""python3 -m tests [slow] [what pytest takes]: set up on the first run, then every test, or those that are marked slow."""
import os
import sys

from service._bootstrap import ROOT, go_inside

MOST = 4
"""Processes that share the whole suite, file by file; each has a PostgreSQL of its own."""


def main(words):
    """Run pytest and give its exit code. The whole fast suite is shared file by file; of the slow one, faults stay in one process."""
    import pytest

    slow = words[:1] == ["slow"]
    workers = min(os.cpu_count() or 1, MOST)
    at_once = ["-n", str(workers), "--dist", "loadgroup" if slow else "loadfile"] if not words[slow:] and workers > 1 else []
    code = pytest.main(["-m", "slow" if slow else "not slow", *at_once, *words[slow:]])
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        print("No test was run: nothing here fits what was asked for.", file=sys.stderr)
    return code


if __name__ == "__main__":
    go_inside("service/requirements.lock", "tests/requirements.lock", extra="test", encoder=True)
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
