"""python3 -m bench.regrading: what a corrected key costs a large class: time, memory, and how long others wait for it.

Each attempt has five questions. One process regrades, as the job process does; another saves a response to the same question
all the time and notes how long each save waited. On SQLite and on PostgreSQL, on databases of their own.
"""
import argparse
import multiprocessing
import random
import resource
import time

from service._bootstrap import go_inside

QUESTIONS, SIZES = 5, (5000, 50_000)


def main():
    parser = argparse.ArgumentParser(prog="python3 -m bench.regrading", description=__doc__.split(": ", 1)[1])
    parser.add_argument("--attempts", type=int, nargs="+", default=SIZES)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), nargs="+", default=("sqlite", "postgresql"))
    given = parser.parse_args()
    print(f"{'':12}{'attempts':>10}{'staging s':>12}{'applying s':>12}{'longest wait s':>16}{'median wait ms':>16}{'peak MB':>10}")
    for kind in given.database:
        for attempts in given.attempts:
            staging, applying, longest, median, peak = measured(kind, attempts)
            print(f"{kind:12}{attempts:>10}{staging:>12.1f}{applying:>12.2f}{longest:>16.2f}{median:>16.1f}{peak:>10.0f}", flush=True)


def measured(kind, attempts):
    """(seconds of staging, of the transaction that applies, longest wait, usual wait in milliseconds, peak memory in MB)"""
    from tests.world import World

    world = World(kind)
    topic = world.topic()
    questions = [world.question(topic, answers=[{"match": {"choice": "kiwi"}}]) for _ in range(QUESTIONS)]
    handed_in(world, topic, questions, attempts)
    if kind == "postgresql":
        with world.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    learner = world.post("/attempts", {"topic_id": topic["id"]}).json["id"]
    key = {"answers": [{"match": {"choice": "plum"}}]}
    assert world.patch(f"/questions/{questions[0]['id']}", key).status_code == 200
    asked = world.post(f"/questions/{questions[0]['id']}/regrade", {"action": "key", "reason": "The key was wrong."}, by="reviewer")
    assert asked.status_code == 202, asked.json
    world.engine.dispose()
    fresh = multiprocessing.get_context("spawn")
    waits, done = fresh.Queue(), fresh.Event()
    other = fresh.Process(target=saving, args=(world.settings, learner, done, waits))
    figures = fresh.Queue()
    job = fresh.Process(target=regrading, args=(world.settings, figures))
    for each in (other, job):
        each.start()
    job.join()
    staging, applying, peak = figures.get(timeout=10)
    done.set()
    longest, median = waits.get(timeout=10)
    other.join()
    told = world.get(f"!{asked.headers['Location']}", by="reviewer").json
    assert told["state"] == "done" and told["result"]["change_count"] > attempts / 4, told
    world.close()
    return staging, applying, longest, median * 1000, peak


def handed_in(world, topic, questions, attempts):
    """Put graded attempts of learners who guess into the tables."""
    from tests.simulated_class import hand_in

    chance = random.Random(1)
    for start in range(0, attempts, 2000):
        papers = range(min(2000, attempts - start))
        hand_in(world, topic, [[guessed(each, chance.choice(("kiwi", "plum", "fig", "none"))) for each in questions] for _ in papers])


def guessed(question, choice):
    score = float(choice == "kiwi")
    machine = {
        "verdict": "correct" if score else "incorrect", "confidence": 1.0, "needs_review": False, "feedback": "", "remarks": [],
        "grader": {"name": "rules", "version": "1"}, "matched": [],
        "breakdown": [{"part": choice, "credit": score, "detail": "Meets an answer."}],
    }  # fmt: skip
    return {"question": question, "response": choice, "score": score, "machine": machine, "machine_score": score}


def regrading(settings, figures):
    """Do the job, and say how long what took."""
    from service import jobs
    from service.app import create_app
    from service.regrading import by_job

    app, took, apply = create_app(settings), {}, by_job._apply

    def timed(*given):
        began = time.monotonic()
        try:
            return apply(*given)
        finally:
            took["applying"] = time.monotonic() - began
            took["staging"] = began - start

    by_job._apply, jobs.CHORES[:] = timed, []
    with app.app_context():
        start = time.monotonic()
        jobs.run_one(app.extensions["engine"])
    app.extensions["engine"].dispose()
    figures.put((took["staging"], took["applying"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def saving(settings, attempt, done, waits):
    """Save a response, as a learner does, time and again: (the longest wait, the usual one), in seconds."""
    from sqlalchemy import select

    from service import db
    from service.app import create_app
    from service.attempts import answering
    from service.attempts.answering import ITEMS

    app, took = create_app(settings), []
    engine = app.extensions["engine"]
    with app.app_context():
        with db.snapshot(engine):
            questions = db.execute(select(ITEMS.c.question_id).where(ITEMS.c.attempt_id == attempt)).scalars().all()
        while not done.is_set():
            began = time.monotonic()
            with db.writing(engine):
                answering.save(answering.lock(attempt), dict.fromkeys(questions))
            took.append(time.monotonic() - began)
            time.sleep(0.01)
    engine.dispose()
    waits.put((max(took), sorted(took)[len(took) // 2]))


if __name__ == "__main__":
    go_inside("service/requirements.lock", "tests/requirements.lock", extra="test", encoder=True)
    main()
