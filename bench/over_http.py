"""Measuring servers: every application under gunicorn with the same settings, asked in turn, round by round."""
import json
import os
import time

from bench import apps, servers
from bench.clients import once, shot, written
from bench.report import table

NEVER_USUAL = ("the same, not modified", "grading a response")
"""What the usual way is not asked for: nobody has one usual way for it."""


def measure(jobs, given):
    """Measure and print."""
    figures = {job: {} for job in jobs}
    with servers.running(apps.EVERY, os.environ) as running:
        for job, (method, path, body, headers, status) in jobs.items():
            asked = {name: server for name, server in running.items() if name != "usual" or job not in NEVER_USUAL}
            request = written(method, path, body, **headers)
            check(job, asked, request, status)
            figures[job] = {name: [] for name in asked}
            jobs[job] = asked, request, status
        for round in range(-1, given.rounds):
            for job, (asked, request, status) in jobs.items():
                for name in turned(list(asked), round):
                    measured = shot(asked[name], request, status, given.seconds, given.clients)
                    if round >= 0:
                        figures[job][name].append(measured)
    print(f"gunicorn gthread, {servers.WORKERS} workers of {servers.THREADS} threads, {given.clients} clients, as many with each worker; "
          f"{given.rounds} rounds of {given.seconds} s each, after one that does not count; {time.strftime('%Y-%m-%d')}")  # fmt: skip
    print(table(figures))


def turned(names, by):
    """The names in another order each round, so that none always follows the same."""
    by %= len(names)
    return names[by:] + names[:by]


def check(job, asked, request, status):
    """All must say the same."""
    replies = {name: once(server, request) for name, server in asked.items()}
    for name, (got, _, body) in replies.items():
        same = status == 304 or json.loads(body) == json.loads(replies["ours"][2])
        if got != status or not same:
            raise SystemExit(f"{job}: {name} says something else than ours ({got}).")
