"""python3 -m bench.reads: what reading and grading cost us, beside the usual way and beside ready bytes; nothing is cached.

Every server runs all the time; in each round each is asked in turn, so that what else the machine does meets all alike.
A ratio is taken within a round; shown are the median over the rounds, and the smallest and largest.
"""
import argparse
import json
import os
import tempfile
from pathlib import Path

from service._bootstrap import ROOT, go_inside

TOPIC = "api/v1/topics/deep-learning-architectures-overview"


def arguments():
    parser = argparse.ArgumentParser(prog="python3 -m bench.reads", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each shot (default 1.5)")
    parser.add_argument("--clients", type=int, default=4, help="at once, each with one connection (default 4)")
    parser.add_argument("--database", default="", help="URL of an empty PostgreSQL database; without it a SQLite file is made")
    parser.add_argument("--in-process", action="store_true", help="without servers: the bare WSGI call, for profiling")
    return parser.parse_args()


def environment(folder, url):
    """Settings for all servers: nothing is refused, all is counted and logged."""
    folder = Path(folder)
    (folder / "metrics").mkdir()
    return os.environ | {
        "QUIZBANK_DATA_DIR": str(folder), "QUIZBANK_DATABASE_URL": url, "QUIZBANK_RATE_ANONYMOUS": "999999999",
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"), "BENCH_READY": str(folder / "ready.json"),
    }  # fmt: skip


def prepare():
    """Fill the database; the requests to measure, as {name: (method, path, body, headers, status)}."""
    from service import config, migrate
    from service.app import create_app
    from service.seeding import seed_if_empty

    settings = config.read()
    migrate.to(settings.database_url)
    app = create_app(settings)
    with app.app_context():
        seed_if_empty(app.extensions["engine"])
    ask, content = app.test_client(), f"{TOPIC}?include=questions,notes"
    topic = ask.get(content)
    question = f"api/v1/questions/{topic.json['questions'][0]['id']}"
    response = json.dumps({"response": "It overfits more easily and can miss complex patterns in the data."}).encode()
    jobs = {
        "topic": ("GET", content, b"", {}, 200),
        "not modified": ("GET", content, b"", {"If-None-Match": topic.headers["ETag"]}, 304),
        "one question": ("GET", question, b"", {}, 200),
        "grading": ("POST", f"{question}/grade", response, {}, 200),
    }
    ready = {path.partition("?")[0]: ask.open(path, method=method, data=body, content_type="application/json").text
             for method, path, body, _, _ in jobs.values()}  # fmt: skip
    Path(os.environ["BENCH_READY"]).write_text(json.dumps(ready))
    app.extensions["engine"].dispose()
    return jobs


def main():
    given = arguments()
    with tempfile.TemporaryDirectory(prefix="quizbank-bench-") as folder:
        os.environ.update(environment(folder, given.database))
        jobs = prepare()
        if given.in_process:
            from bench.in_process import measure
        else:
            from bench.over_http import measure
        measure(jobs, given)


if __name__ == "__main__":
    go_inside("service/requirements.lock")
    os.chdir(ROOT)
    main()
