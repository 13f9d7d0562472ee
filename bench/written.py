"""python3 -m bench.written: what grading written answers costs here: answers a second, loading, memory of a further worker, a batch.

How fast the machine is, is told by the bare run of the encoder's six layers over the same response: ratios to it carry over to other
machines, seconds do not. Seconds are those of the processor, over all threads of what grades.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median

from bench.servers import seconds_of
from service._bootstrap import ROOT, go_inside

SHORT, MOST = 14, 300
"""Words of the longest response, and of the longest reference, that is read; and how many responses are."""
LOADING = """
import time
import numpy, onnxruntime, tokenizers
from service.free_text import by_meaning, encoder
began = time.perf_counter()
by_meaning.ByMeaning(encoder.load(encoder.find()))
print(time.perf_counter() - began)
"""
BATCH, ONE_BY_ONE = 500, 150
WORKERS = 2, 4
AT_ONCE, EACH = 16, 60


def arguments():
    parser = argparse.ArgumentParser(prog="python3 -m bench.written", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="over which shares of the answers; of loading, how often (default 7)")
    return parser.parse_args()


def main():
    """Print a table, a line as soon as it is known."""
    from service.free_text import equipment

    given = arguments()
    if equipment.by_meaning() is None:
        sys.exit("There is no encoder to measure: it could not be installed.")
    print("| what | measured | beside the bare run |\n|---|---|---|")
    for name, measured, ratio in chain(reading(given.rounds), loading(given.rounds), further_worker(), batch()):
        print(f"| {name} | {measured} | {ratio} |", flush=True)


def reading(rounds):
    """How many short answers a second each reader reads, and how many times the bare run that takes."""
    from service.free_text import equipment
    from service.free_text.encoder import FIRST, LAST

    rows, encoder = short(), equipment.by_meaning().encoder
    bare = "the encoder's layers over a response alone, texts a second"
    ways = {
        bare: lambda row: encoder.pieces([FIRST, *encoder.ids(row["answer"]), LAST]),
        "by meaning, short answers a second": _read,
        "by words alone, short answers a second": _by_words,
    }
    for way in ways.values():
        _spent(way, rows)  # prompts and references are prepared once
    spent = [{name: _spent(way, rows[at::rounds]) for name, way in ways.items()} for at in range(rounds)]
    for name in ways:
        seconds, ratio = median(each[name] for each in spent), median(each[name] / each[bare] for each in spent)
        yield name, f"{1 / seconds:,.0f}", f"{ratio:.2f}"


def _read(row):
    from service import free_text

    return free_text.read(row["question"], row["references"], row["answer"])


def _by_words(row):
    from service import free_text

    free_text.use(False)
    try:
        return _read(row)
    finally:
        free_text.use()


def _spent(way, rows):
    """Seconds of one answer."""
    began = time.process_time()
    for row in rows:
        way(row)
    return (time.process_time() - began) / len(rows)


def short():
    """Short responses to questions of our own, and short references."""
    from bench.grading import lessons

    rows = lessons.rows(lessons.blocks())
    return random.Random(0).sample([row for row in rows if _longest(row["answer"], *row["references"]) <= SHORT], MOST)


def _longest(*texts):
    return max(len(text.split()) for text in texts)


def loading(rounds):
    """Seconds until a process has the encoder and the judge, its libraries imported."""
    seconds = [float(subprocess.run([sys.executable, "-c", LOADING], capture_output=True, check=True).stdout) for _ in range(rounds)]
    yield "encoder and judge loaded, seconds", f"{median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})", ""


def further_worker():
    """What the processes of the service hold together with more workers, all of which have graded, less what they hold with fewer."""
    few, many = (_held(workers) for workers in WORKERS)
    for moment, less, more in zip(("just after grading by meaning", "at rest after that"), few, many):
        yield f"a further worker, {moment}, MB", f"{(more - less) / (WORKERS[1] - WORKERS[0]) / 1e3:.1f}", ""


def _held(workers):
    """The memory of all processes in kB, right after all their threads have graded, and after a rest."""
    from service.serving import NOW_AND_THEN
    from tests.faults.server import Server

    with Server("sqlite", workers=workers, encoder="on") as server:
        items = seed_items(server)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(partial(_grade_one, server), (items * 2)[: EACH * workers]))
        busy = sum(map(_proportional, server.members()))
        time.sleep(NOW_AND_THEN + 3)
        return busy, sum(map(_proportional, server.members()))


def _proportional(pid):
    """The memory of a process in kB, what it shares counted in parts (Pss, proc(5))."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def batch():
    """Milliseconds of the processor that an answer takes over HTTP, by itself and in a batch, key points and all."""
    from tests.faults.server import Server

    with Server("sqlite", workers=1, encoder="on") as server:
        items = seed_items(server)
        _grade(server, items)
        ways = {
            "over HTTP, answers to the seed content one by one, ms each": [[item] for item in items[:ONE_BY_ONE]],
            f"over HTTP, {BATCH} at once, ms each": [(items * 2)[:BATCH]],
        }
        for name, batches in ways.items():
            began = _cpu(server)
            for each in batches:
                _grade(server, each)
            yield name, f"{(_cpu(server) - began) / sum(map(len, batches)) * 1e3:.1f}", ""


def _cpu(server):
    return sum(map(seconds_of, server.members()))


def seed_items(server):
    """Further answers to the seed's questions, as the service takes them, in no order."""
    from bench.grading import lessons
    from tests.world import SEEDED

    ids = {each["external_id"]: each["id"] for each in server.call("GET", f"/topics/{SEEDED}/questions").json["data"]}
    written = map(json.loads, lessons.FOLDER.with_name("seed_answers.jsonl").read_text("utf-8").splitlines())
    items = [{"question_id": ids[each["external_id"]], "response": each["text"]} for each in written]
    return random.Random(0).sample(items, len(items))


def _grade_one(server, item):
    _grade(server, [item])


def _grade(server, items):
    reply = server.call("POST", "/grade", by="grader", json={"items": items}, timeout=600)
    assert reply.status == 200 and all("score" in each for each in reply.json["items"]), reply.json


if __name__ == "__main__":
    go_inside("service/requirements.lock", "tests/requirements.lock", extra="test", encoder=True)
    os.chdir(ROOT)
    main()
