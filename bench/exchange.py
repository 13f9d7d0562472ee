"""python3 -m bench.exchange: question banks in and out: questions a second, and the memory that takes.

Banks of several sizes, the examples of all types in turn, for each format that streams. One process imports, as the job
process does (reading, then writing in one transaction), and one exports; beside that, the same rows written by bare
SQLAlchemy, as the baseline of what writing them costs at all.
"""
import argparse
import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor

from service._bootstrap import go_inside

SIZES, STREAMED = (1000, 10_000, 100_000), ("ndjson", "json", "csv", "gift", "moodle_xml")


def main():
    parser = argparse.ArgumentParser(prog="python3 -m bench.exchange", description=__doc__.split(": ", 1)[1])
    parser.add_argument("--questions", type=int, nargs="+", default=SIZES)
    parser.add_argument("--format", nargs="+", default=STREAMED)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), nargs="+", default=("sqlite",))
    given = parser.parse_args()
    columns = ("questions", "reading/s", "writing/s", "bare rows/s", "import MB", "exporting/s", "export MB")
    print(f"{'':12}{'':12}" + "".join(f"{name:>13}" for name in columns))
    for kind in given.database:
        for format in given.format:
            for size in given.questions:
                print(f"{kind:12}{format:12}" + "".join(f"{figure:>13,.0f}" for figure in measured(kind, format, size)), flush=True)


def measured(kind, format, size):
    """(questions, read, written, bare rows a second, peak MB of the import, exported a second, peak MB of the export)"""
    from tests.world import World

    world = World(kind)
    topic = world.topic()
    world.engine.dispose()
    path = world.settings.data_dir / f"bank-{format}-{size}"
    count = alone(made, format, size, path)
    reading, writing, written, peak = alone(imported, world.settings, topic["id"], format, path)
    assert written == count, (written, count)
    seconds, exporting_peak = alone(exported, world.settings, topic["id"], format)
    bare = alone(rows_written, world.settings, count)
    path.unlink()
    world.close()
    return count, count / reading, count / writing, count / bare, peak, count / seconds, exporting_peak


def alone(function, *arguments):
    """What a function gives in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def made(format, size, path):
    """Write a file of so many questions, or as many of them as the format holds; how many."""
    import json

    from service import db
    from service.formats import FORMATS
    from service.formats._nouns import Bank
    from service.question_types import TYPES
    from service.reading import TREES

    loaded = [{"id": db.new_id(), **TREES.new().load({**module.EXAMPLE, "topic_id": db.new_id()})} for module in TYPES.values()]
    examples = [json.loads(json.dumps(each, default=float)) for each in loaded]

    def questions():
        for number in range(size):
            example = examples[number % len(examples)]
            yield {**example, "prompt": f"{example['prompt']} ({number})", "source": "bench", "external_id": f"bench-{number}", "status": "published"}

    with open(path, "wb") as out:
        topic = {"title": "Bench", "slug": "bench", "id": db.new_id()}
        left_out = sum(1 for _ in FORMATS[format].write(Bank(topic, questions), out, lambda address: None))
    return size - left_out


def imported(settings, topic, format, path):
    """(seconds of reading, of writing, questions created, peak MB)"""
    from tempfile import TemporaryFile

    from service import db
    from service.app import create_app
    from service.exchange import by_job, importing
    from service.exchange.wish import Wish
    from service.formats._nouns import File

    app = create_app(settings)
    wish = Wish(format, topic, on_error="skip")
    with app.app_context(), open(path, "rb") as stream, TemporaryFile() as kept:
        began, reading = time.monotonic(), by_job.read(File(stream), wish, kept)
        count = _run(reading)
        read = time.monotonic()
        with db.writing(app.extensions["engine"]):
            told = importing.run(by_job.again(kept, count), wish)
        return read - began, time.monotonic() - read, told["counts"]["created"], megabytes()


def _run(generator):
    try:
        while True:
            next(generator)
    except StopIteration as end:
        return end.value


def exported(settings, topic, format):
    """(seconds, peak MB)"""
    from service import db, reading
    from service.app import create_app
    from service.exchange import exporting

    app = create_app(settings)
    began = time.monotonic()
    with app.app_context(), db.snapshot(app.extensions["engine"]):
        stream, _ = exporting.written(exporting.bank(reading.topic_row(topic, "author"), "author"), format)
        stream.close()
    return time.monotonic() - began, megabytes()


def rows_written(settings, count):
    """Seconds that it takes to write so many rows again, of all tables that a question has rows in, by plain INSERTs."""
    from sqlalchemy import select

    from service import db
    from service.app import create_app
    from service.models.answers import Answer
    from service.models.content import Question, Revision, Search

    app, seconds = create_app(settings), 0
    with app.app_context(), db.writing(app.extensions["engine"]) as connection:
        for table, key in ((Question.__table__, "id"), (Answer.__table__, "id"), (Search.__table__, "of"), (Revision.__table__, "of")):
            for rows in connection.execute(select(table).limit(3 * count)).mappings().partitions(500):
                fresh = [{**row, key: db.new_id(), "external_id": None} if key == "id" else {**row, key: db.new_id()} for row in rows]
                fresh = [{name: value for name, value in row.items() if name in table.c and name != "number"} for row in fresh]
                began = time.monotonic()
                db.execute(table.insert(), fresh)
                seconds += time.monotonic() - began
        connection.rollback()
    return seconds


if __name__ == "__main__":
    go_inside("service/requirements.lock", "tests/requirements.lock", extra="test")
    main()
