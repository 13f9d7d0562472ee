"""python3 -m tests [slow] [what pytest takes]: set up on the first run, then every test, or those that are marked slow."""
import os
import sys

from service._bootstrap import ROOT, go_inside


def main(words):
    """Run pytest and give its exit code."""
    import pytest

    slow = words[:1] == ["slow"]
    code = pytest.main(["-m", "slow" if slow else "not slow", *words[slow:]])
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        print("No test was run: nothing here fits what was asked for.", file=sys.stderr)
    return code


if __name__ == "__main__":
    go_inside("service/requirements.lock", "tests/requirements.lock", extra="test", encoder=True)
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
