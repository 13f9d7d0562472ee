"""Ten thousand rows with faults strewn among them: just these are told, each at its place; and what a dry run says comes true."""
import os
import random
import time

import pytest

from service import jobs
from tests.files_by_chance import Files
from tests.importing import counted, send, told
from tests.world import DATABASES, World

ROWS, FAULTS = 10_000, 137
BAD = [
    "riddle,What{n}?,4,,,1", "numeric,What{n}?,four,,,1", ",,4,,,1", ",What{n}?,,,,1", ",What{n}?,e,a,b,1", ",What{n}?,4,,,lots", ",What{n}?,4,,,1,5",
    "essay,What{n}?,4,,,10001",
]  # fmt: skip
GOOD = ["numeric,What {n}?,4,,,1", ",What {n}?,b,one,two,2", ',"Two\nlines {n}?",word,,,1', ",Is {n} it?,true,,,0.5"]


def planted():
    """(a table of which some rows are wrong, {row: the line on which it begins} of these)."""
    sure, line, wrong = random.Random(3), 2, {}
    bad, lines = set(sure.sample(range(ROWS), FAULTS)), ["type,prompt,answer,choice_a,choice_b,points"]
    for place in range(ROWS):
        text = sure.choice(BAD if place in bad else GOOD).format(n=place)
        if place in bad:
            wrong[place + 2] = line
        lines.append(text)
        line += 1 + text.count("\n")
    return "\r\n".join(lines).encode(), wrong


@pytest.fixture(params=DATABASES)
def by_job(request):
    """A service in which every file is a long one."""
    world = World(request.param, import_at_once=0)
    yield world
    world.close()


@pytest.mark.slow
def test_of_ten_thousand_rows_just_those_with_faults_are_told_each_with_its_row_and_line(by_job, monkeypatch):
    monkeypatch.setattr(jobs, "CHORES", [])
    data, wrong = planted()
    reply = send(by_job, data, topic=by_job.topic()["id"], on_error="skip")
    assert reply.status_code == 202
    started = time.perf_counter()
    with by_job.app.app_context():
        assert jobs.run_one(by_job.engine)
    took = time.perf_counter() - started
    report = by_job.get(f"!{reply.headers['Location']}", by="writer").json["result"]
    assert counted(report) == {"created": ROWS - FAULTS, "rejected": FAULTS} and report["left_out"] == 0
    rejected = [item["where"] for item in report["items"] if item["outcome"] == "rejected"]
    assert rejected == [f"row {row} (line {line})" for row, line in wrong.items()]
    assert sum(cause["count"] for cause in report["causes"]) == FAULTS
    print(f"\n{ROWS} rows in {took:.1f} s")


def alike(report):
    """A report but for what a plan cannot know."""
    items = [item | ({"question_id": None} if item["outcome"] == "created" else {}) for item in report["items"]]
    topic = report["topic"] and {**report["topic"], "id": None}
    return {**report, "items": items, "topic": topic, "applied": None, "dry_run": None}


def foretold(world, seeds):
    """Import files made by chance, each after a dry run of it: how often which outcome came true."""
    seen = {}
    files = Files(world, seeds[0])
    for seed in seeds:
        data, asked = files.next(seed)
        before = files.state()
        plan = send(world, data, dry_run=True, **asked)
        assert files.state() == before, f"seed {seed}: a dry run changed something"
        done = send(world, data, **asked)
        assert (plan.status_code, done.status_code) in ((200, 200), (422, 422)), (seed, plan.json, done.json)
        if done.status_code == 422:
            assert plan.json["detail"] == done.json["detail"]
            continue
        assert alike(plan.json) == alike(done.json), f"seed {seed}"
        assert done.json["applied"] == (
            asked["on_error"] == "skip" or not any(item["outcome"] == "rejected" for item in done.json["items"])
        ), f"seed {seed}"
        assert done.json["applied"] or files.state() == before, f"seed {seed}: what was not applied changed something"
        for outcome, count in counted(done.json).items():
            seen[outcome] = seen.get(outcome, 0) + count
    return seen


def test_what_a_dry_run_says_comes_true(world):
    seen = foretold(world, range(25))
    assert min(seen.get(outcome, 0) for outcome in ("created", "updated", "unchanged", "duplicate", "rejected")) > 0, seen


@pytest.mark.slow
@pytest.mark.parametrize("part", range(int(os.environ.get("PARTS", 10))))
def test_what_a_dry_run_says_comes_true_hundreds_of_times(world, part):
    # PARTS=40 in the environment makes it a thousand files on each database
    print(foretold(world, range(1000 + 25 * part, 1025 + 25 * part)))


def test_told_twice_is_told_the_same(world):
    data, asked = Files(world, 4).next(4)
    assert told(world, data, dry_run=True, **asked) == told(world, data, dry_run=True, **asked)
