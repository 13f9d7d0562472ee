"""Measuring servers: every application under gunicorn with the same settings, asked in turn, round by round."""
import json
import os
import sys
import time

from bench import apps, servers
from bench.clients import once, shot, written
from bench.report import table

NEVER_USUAL = ("not modified", "grading")
"""What the usual way is not asked for: there is no one usual way of it."""


def measure(jobs, given):
    """Measure and print."""
    with servers.running(apps.EVERY, os.environ) as running:
        jobs = [prepared(job, request, running) for job, request in jobs.items()]
        rounds = [measured(jobs, number, given) for number in range(given.rounds + 1)][1:]
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}")
    print(f"gunicorn gthread, {servers.WORKERS} workers of {servers.THREADS} threads; {given.clients} clients, as many with each worker; "
          f"{given.rounds} rounds, {given.seconds} s a shot")  # fmt: skip
    print(table({job: {name: [round[job][name] for round in rounds] for name in asked} for job, asked, _, _ in jobs}))


def prepared(job, request, running):
    """A job as (its name, the servers that are asked, the request, the status that it must have); they must all say the same."""
    method, path, body, headers, status = request
    asked = {name: server for name, server in running.items() if name != "usual" or job not in NEVER_USUAL}
    request = written(method, path, body, **headers)
    replies = {name: once(server, request) for name, server in asked.items()}
    for name, (got, _, body) in replies.items():
        if got != status or (body and json.loads(body) != json.loads(replies["ours"][2])):
            sys.exit(f"{job}: {name} says something else than ours ({got}).")
    return job, asked, request, status


def measured(jobs, number, given):
    """One round: {job: {name: (microseconds of CPU, requests per second)}}."""
    return {
        job: {name: shot(asked[name], request, status, given) for name in turned(list(asked), number)}
        for job, asked, request, status in jobs
    }


def turned(names, by):
    """The names in another order each round, so that none always follows the same."""
    by %= len(names)
    return names[by:] + names[:by]
