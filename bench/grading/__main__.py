"""python3 -m bench.grading: how well written answers are graded. `evaluate FILE…` measures it; `teach`, `probe` and `fit` make what is shipped."""
import argparse
import sys

from service._bootstrap import go_inside


def commands():
    """{word: module}; a module says what it does, has `arguments(parser)`, and `run(given)` that gives the exit code."""
    from bench.grading import evaluate, fit, probes, teach

    return {"evaluate": evaluate, "teach": teach, "probe": probes, "fit": fit}


def main(words=None):
    """Run one of the commands."""
    from service.graded_answers import Unreadable

    parser = argparse.ArgumentParser(prog="python3 -m bench.grading", description=__doc__.split(": ", 1)[1])
    choice = parser.add_subparsers(metavar="COMMAND", required=True)
    for word, module in commands().items():
        one = choice.add_parser(word, help=module.__doc__.splitlines()[0], description=module.__doc__)
        module.arguments(one)
        one.set_defaults(run=module.run)
    given = parser.parse_args(words)
    try:
        return given.run(given)
    except Unreadable as error:
        print(error, file=sys.stderr)
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        print("Teaching takes PyTorch: install torch.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    go_inside("service/requirements.lock", encoder=True)
    sys.exit(main())
