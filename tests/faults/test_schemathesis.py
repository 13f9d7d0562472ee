"""Thousands of requests made from the API's own document, right and wrong, alone and in sequence: every reply keeps to it."""
import itertools
import uuid
from collections import Counter, defaultdict
from contextlib import contextmanager

import pytest
import schemathesis
from schemathesis import hooks
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from service import db, jobs, media, writing
from tests import pictures
from tests.faults.server import Server

pytestmark = pytest.mark.slow
PHASES = ("examples", "coverage", "fuzzing", "stateful")
LEARNERS_ALONE = {f"{method} /api/v1/learners/me{below}" for method, below in (("GET", ""), ("DELETE", ""), ("POST", "/token"))}
CHECKS = {
    # a choice that does not exist, a topic that is gone: JSON Schema cannot say all that a question must be
    "positive_data_acceptance": {"enabled": False},
    "use_after_free": {"enabled": False},  # include_deleted shows to authors what was hidden
    "missing_required_header": {"expected-statuses": [400, 401, 403, 404, 422, 428]},
    "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 412, 413, 414, 415, 422, 428, 431]},
}


@pytest.fixture(scope="module")
def server():
    with Server("sqlite") as server:
        yield server
        assert not server.unexpected()


@pytest.mark.parametrize(("by", "examples", "phases"), [("admin", 60, PHASES), (None, 20, PHASES), ("learner", 20, PHASES[2:])])
def test_every_reply_keeps_to_the_document(server, by, examples, phases):
    """Which statuses, types, bodies and headers may come is documented, and nothing makes it fail."""
    with led(server):
        faults, cases, statuses = explored(schema_for(server, by, examples, phases))
    print(f"\n{sum(cases.values())} cases as {by}: {dict(cases)}, statuses {dict(sorted(sum(statuses.values(), Counter()).items()))}")
    assert not faults, "\n\n".join(f"{len(stories)} × {what}\n{stories[0]}" for what, stories in faults.items())
    assert all(cases[phase] for phase in phases)
    if by == "admin":
        assert sum(cases.values()) >= 5000
        assert {operation for operation, seen in statuses.items() if min(seen) >= 400} <= LEARNERS_ALONE


def schema_for(server, by, examples, phases):
    """The service's document, to be tried as this caller; the same requests each time."""
    config = {
        "seed": 20, "continue-on-failure": True, "warnings": False, "checks": CHECKS,
        "phases": {phase: {"enabled": phase in phases} for phase in PHASES},
        "auth": {"openapi": {"bearer": {"bearer": secret(server, by)}}} if by else {},
        "generation": {"max-examples": examples, "deterministic": True, "no-shrink": True, "database": "none"},
    }  # fmt: skip
    return schemathesis.openapi.from_url(f"http://127.0.0.1:{server.port}/openapi.json", config=schemathesis.Config.from_dict(config))


def secret(server, by):
    """The secret of a caller; a learner is new each time."""
    return server.made("/learners", {})["token"] if by == "learner" else server.secrets[by]


@contextmanager
def led(server):
    """Most requests are led past what no document can say, so that they get further in; none takes away who asks."""
    numbers, own = itertools.count(), {each["id"] for each in server.every("/keys", "admin")}
    topic = server.topic()
    words = [{"match": {"text": f"word {number}"}} for number in range(500)]
    question = server.question(topic, type="short_answer", answers=words)
    answers = itertools.cycle(each["id"] for each in question["answers"])
    reported, taken = a_report(server, question), attempts(server, topic, question)
    imported(server, question)
    picture = a_picture(server)

    def before_call(context, case, kwargs):
        if case.path.endswith("/keys/{id}") and case.method == "DELETE" and case.path_parameters["id"] in own:
            case.path_parameters["id"] = str(uuid.uuid4())
        if "/learners/me" in case.path and case.method != "GET" and "ql_" in (case.headers or {}).get("Authorization", ""):
            case.headers["Authorization"] = f"Bearer {secret(server, 'learner')}"
        if case.meta and case.meta.generation.mode.is_positive and next(numbers) % 5:
            lead(case, topic["id"], question["id"], answers)
            lead_on(case, topic["id"], question["id"], *reported)
            lead_further(case, question["id"], *taken)
            lead_to_files(case, picture)
            lead_to_banks(case, topic["id"])

    schemathesis.hook(before_call)
    try:
        yield
    finally:
        hooks.unregister(before_call)


def lead(case, topic, question, answers):
    """A key that is new; a topic, question and answer that are there; no text that only the service can sign."""
    if case.headers and len(case.headers.get("Idempotency-Key", "")) > 1:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if isinstance(case.body, dict) and isinstance(case.body.get("topic_id"), str):
        case.body["topic_id"] = topic
    for signed in ("cursor", "receipt"):
        (case.query or {}).pop(signed, None)
    if case.path.endswith("/answers/{id}"):
        case.path_parameters["id"] = next(answers)
    if case.path.endswith("/questions/{id}/answers"):
        case.path_parameters["id"] = question
        if isinstance(case.body, dict) and isinstance(case.body.get("match"), dict):
            case.body["match"] = {"text": str(uuid.uuid4())}


def a_report(server, question):
    """A report of a question: its receipt, and the id of its case."""
    path = f"/questions/{question['id']}/reports"
    filed = server.call("POST", path, "admin", {"reason": "typo"})
    [case] = server.every(f"/reports?question_id={question['id']}", "admin")
    return filed.json["receipt"], case["id"]


def attempts(server, topic, question):
    """One in progress, one that is graded, the review of its response, and a job: their ids."""
    lasting, over = (server.call("POST", "/attempts", "grader", {"topic_id": topic["id"]}).json["id"] for _ in range(2))
    assert server.call("POST", f"/attempts/{over}/submit", "grader").status == 200
    review = server.call("POST", "/reviews", "admin", {"attempt_id": over, "question_id": question["id"]}).json["id"]
    return lasting, over, review, a_job(server)


def a_job(server):
    """A job that nobody here knows how to do, so that it waits."""
    engine = db.connect(server.url)
    with db.writing(engine):
        id = jobs.start("of no kind", {})
    engine.dispose()
    return id


def imported(server, question):
    """As if a question came from a file."""
    engine = db.connect(server.url)
    with db.writing(engine):
        writing.keep_originals([{"question_id": question["id"], "format": "gift", "place": "line 1", "text": "Which? {=a}"}])
    engine.dispose()


def a_picture(server):
    """The id of a file that is kept."""
    engine = db.connect(server.url)
    with db.writing(engine):
        id = media.keep(pictures.png(), "leaf.png")
    engine.dispose()
    return id


def lead_to_files(case, picture):
    """The file that is there, and one that nobody has sent yet."""
    if case.path.endswith("/media/{id}"):
        case.path_parameters = {"id": picture}
    if case.path.endswith("/media"):
        case.body = pictures.png(uuid.uuid4().bytes)


def lead_to_banks(case, topic):
    """A format that there is, a topic to export, and a file that can be imported."""
    if "/formats/{format}" in case.path:
        case.path_parameters = {"format": "csv"}
    if "/topics/{topic}/export" in case.path:
        case.path_parameters, case.query = {"topic": topic}, {**(case.query or {}), "format": "gift"}
    if case.path.endswith("/imports"):
        case.query = {**(case.query or {}), "format": "gift", "topic": topic}
        text = f"What is it? {{={uuid.uuid4()}}}"
        case.body = text if (case.media_type or "").startswith("text/") else text.encode()  # bytes are no text to the checker: it calls them wrong


def lead_further(case, question, lasting, over, review, job):
    """The attempts and the review that are there; a response that may be, and a question that was asked."""
    known = {"/attempts/{id}": lasting, "/attempts/{id}/submit": over, "/reviews/{id}": review, "/reviews/{id}/example": review, "/jobs/{id}": job}
    for end, id in known.items():
        if case.path.endswith(end):
            case.path_parameters = {"id": id}
    if isinstance(case.body, dict) and "responses" in case.body:
        case.body["responses"] = {question: str(uuid.uuid4())}
    if isinstance(case.body, dict) and case.path.endswith("/reviews"):
        case.body |= {"attempt_id": over, "question_id": question}


def lead_on(case, topic, question, receipt, reported):
    """The report and the case of it that are there, what may be reported, and what may be looked at."""
    known = {"/reports/{receipt}": receipt, "/reports/{id}/resolution": reported, "/questions/{id}/reports": question, "/topics/{topic}/views": topic}
    known |= {f"/questions/{{id}}/{rest}": question for rest in ("regrade", "regrades", "original")}
    for end, value in known.items():
        if case.path.endswith(end):
            case.path_parameters = {name: value for name in case.path_parameters}
    for end, names in {"/resolution": ["regrade_id"], "/regrade": ["plan", "report_id"]}.items():
        if case.path.endswith(end) and isinstance(case.body, dict):
            case.body = {name: value for name, value in case.body.items() if name not in names}


def explored(schema):
    """Try everything: what was wrong, how many cases each phase had, and which statuses each operation gave."""
    faults, cases, statuses = defaultdict(list), Counter(), defaultdict(Counter)
    for event in from_schema(schema).execute():
        if isinstance(event, FatalError):
            raise event.exception
        if isinstance(event, NonFatalError):
            faults[event.label].append(repr(event.value))
        if isinstance(event, ScenarioFinished):
            cases[event.phase.value] += len(event.recorder.interactions)
            for id, each in event.recorder.interactions.items():
                if id in event.recorder.cases and each.response:
                    statuses[event.recorder.cases[id].value.operation.label][each.response.status_code] += 1
            for what, story in failures(event.recorder):
                faults[what].append(story)
    return faults, cases, statuses


def failures(recorder):
    """What went wrong in a scenario: (what, the whole story)."""
    for id, checks in recorder.checks.items():
        case = recorder.cases[id].value
        for check in checks:
            if check.status == Status.FAILURE:
                story = f"{check.failure_info.failure}\n{check.failure_info.code_sample}\n{recorder.interactions[id].response.text[:500]}"
                yield f"{check.name}: {case.method} {case.path}: {check.failure_info.failure.title}", story
