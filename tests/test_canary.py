"""A canary in every private place of a bank of all types, and nobody hears one who may not.

Every route × every way to call it × every role. On every run a part of the ways, evenly picked; all of them where slow.
"""
import itertools
import json

import pytest
from sqlalchemy import event, select

from service.models.content import Search
from service.question_types import TYPES
from tests.access import calls
from tests.access.bank import AUTHORS, NOWHERE, ROLES, Bank, knows, may_hear, sees
from tests.access.nests import KINDS
from tests.access.sweep import Sweep, log_of_everything

CALLERS = [role for role in ROLES if role not in AUTHORS | {"stranger"}]


@pytest.fixture(scope="module")
def told(world):
    """The bank, a sweep of every call over it, and the log of it all."""
    with log_of_everything() as log:
        bank = Bank(world)
        sweep = Sweep(bank)
        sweep.everything(each=3 if world.kind == "sqlite" else 8)  # the rest is slow
        sweep.changes()
    return bank, sweep, log.getvalue()


@pytest.mark.slow
def test_the_whole_sweep_finds_nothing_on_any_database(fresh_world):
    sweep = Sweep(Bank(fresh_world))
    sweep.everything()
    faults = [*sweep.leaks, *sweep.kept, *sweep.unlike, *sweep.broken, *sweep.misgraded]
    assert not faults, some(faults)


@pytest.fixture(scope="module")
def bank(told):
    return told[0]


@pytest.fixture(scope="module")
def sweep(told):
    return told[1]


def some(faults):
    """The first of many faults, to be read."""
    return "\n".join(["", f"{len(faults)} in all", *faults[:20]])


# Nothing goes unwatched


def test_no_route_and_no_parameter_goes_unwatched(world):
    assert not (strangers := list(calls.unknown(world.app))), some(strangers)


def test_every_question_type_has_its_canaries(world):
    assert KINDS.keys() == TYPES.keys(), "Give the new type a question in tests/access/nests.py."


def test_every_route_was_called_by_everybody_and_answered_to_somebody(bank, sweep):
    known = calls.routes(bank.world.app)
    assert not [(*route, role) for route in known for role in ROLES if not sweep.made[(*route, role)]]
    assert not sorted(known.keys() - sweep.good)


# Nobody hears what is not for them


def test_no_reply_holds_what_its_caller_may_not_see(sweep):
    assert not sweep.leaks, some(sweep.leaks)


def test_what_is_not_open_to_all_is_stored_nowhere(sweep):
    assert not sweep.kept, some(sweep.kept)


def test_one_etag_is_one_view(sweep):
    assert not sweep.unlike, some(sweep.unlike)


def test_no_call_of_all_these_breaks_the_service(sweep):
    assert not sweep.broken, some(sweep.broken)


def test_a_result_tells_the_key_only_where_it_may_be_seen(sweep):
    assert not sweep.misgraded, some(sweep.misgraded)


def test_no_log_line_holds_an_answer_or_a_secret(world, told):
    bank, _, log = told
    assert log.count("\n") > 5000
    lines = [json.loads(line) for line in log.splitlines()]
    assert not [line for line in lines if "?" in line.get("path", "") or "?" in line["message"]]
    beside_addresses = ({**line, "path": "", "message": ""} if line["logger"] == "quizbank.requests" else line for line in lines)
    assert not bank.heard(json.dumps([*beside_addresses]))
    assert not [secret for secret in world.secrets.values() if secret in log]


# Who may hear, hears


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_answers_sees_every_part_of_each(bank, sweep, role):
    kinds = {"answer", "cite"} | ({"stored", "former", "original"} if role in AUTHORS else set())
    meant = {song for song, canary in bank.canaries.items() if canary.kind in kinds and canary.of and may_hear(role, canary)}
    assert not meant - sweep.heard[role]
    assert bool(meant) == (role != "stranger")


@pytest.mark.parametrize("role", CALLERS)
def test_a_closed_gate_is_announced_and_nothing_is_cut_in_silence(world, bank, role):
    for question in (question for question in bank.questions if knows(role, question)):
        topic = question.topic
        shown = [each for each in topic.questions if each.state == "published"]
        open_to = [each for each in shown if sees(role, each)]
        told = world.get(f"/questions/{question.id}/answers", by=ROLES[role])
        assert told.status_code == 200
        assert [answer["id"] for answer in told.json["data"]] == (question.answers if sees(role, question) else [])
        assert told.json["answer_gate"] == {"visible_questions": len(open_to), "total_questions": len(shown), "opens_by": topic.access}
        assert world.get(f"/questions/{question.id}", by=ROLES[role]).json["answers_visible"] == sees(role, question)


@pytest.mark.parametrize("role", CALLERS)
def test_no_page_of_any_list_holds_what_its_caller_may_not_see(bank, sweep, role):
    topic = bank.find("key", 2).topic
    lists = ["questions?limit=9", f"topics/{topic.id}/questions?limit=4&sort=-title"]
    lists += ["topics?limit=3&count=exact", f"topics/{topic.id}/notes?limit=1"]
    lists += ["questions?limit=9&q=choice&sort=relevance", f"questions?limit=9&include_deleted=true&updated_since={calls.LONG_AGO}"]
    before = len(sweep.leaks)
    for path in lists:
        pages, following = 0, ""
        while following is not None:
            reply = sweep.make(calls.Call("GET", f"/api/v1/{path}{following and f'&cursor={following}'}"), role)
            pages, following = pages + 1, reply.json["page"]["next"]
        assert pages > 1 or "notes" in path
    assert sweep.leaks[before:] == []


# Asking round about tells nothing


def test_what_can_be_searched_holds_no_canary_but_of_what_authors_alone_may_read(world, bank):
    with world.engine.connect() as connection:
        words = "\n".join(row.words for row in connection.execute(select(Search.__table__.c.words)))
    assert {bank.canaries[song].kind for song in bank.heard(words)} <= {"unknown", "drawn"}


ASKED = ["q={}", "q={}&sort=relevance", "q={} choice"]
ASKED += [f"{name}={{}}" for name in ("tags_any", "tags_all", "author", "language", "source", "external_id", "category", "licence")]


@pytest.mark.parametrize("role", CALLERS)
def test_asking_for_a_canary_is_like_asking_for_nonsense(world, bank, role):
    hidden = bank.find("key", 0).topic
    for path, asked in itertools.product(("/questions?", "/topics?", f"/topics/{hidden.id}/questions?"), ASKED):
        for song in bank.choir():
            reply = world.get(f"{path}count=exact&{asked.format(song)}", by=ROLES[role])
            if reply.json != {"data": [], "page": {"next": None, "total": 0}}:  # no such parameter here, or no such language
                nonsense = world.get(f"{path}count=exact&{asked.format(bank.like(song))}", by=ROLES[role])
                assert (reply.status_code, reply.json["detail"]) == (400, nonsense.json["detail"])


def test_unknown_and_forbidden_look_the_same_and_take_the_same_path(world, bank):
    """Whatever is done to what is hidden is answered, by the byte and by the statements that it takes, as if it were not there."""
    count = Statements(world.engine)
    for role in CALLERS:
        for things, hidden in hidden_from(role, bank).items():
            for (method, rule), view in calls.routes(world.app).items():
                if not rule.startswith(f"/api/v1/{things}/<"):
                    continue
                seen = {id: comes_of(world, method, rule, id, role, count) for id in (*hidden, NOWHERE)}
                unlike = {id: reply for id, reply in seen.items() if reply != seen[NOWHERE]}
                assert not unlike, (method, rule, role, unlike, seen[NOWHERE])


def hidden_from(role, bank):
    """What a role may not know of: {the word in the address: ids}."""
    states = {each: (each.state, each.topic.status, each.topic.deleted, each.topic.access) for each in bank.questions}
    one_of_each = {state: question for question, state in states.items()}
    topics = [topic for topic in bank.topics if not knows(role, topic)]
    gated = {(question.state, question.type): question for question in bank.questions if not sees(role, question)}
    return {
        "topics": [key for topic in topics for key in (topic.id, topic.slug)],
        "notes": [topic.note for topic in topics],
        "questions": [question.id for question in one_of_each.values() if not knows(role, question)],
        "answers": [question.answers[0] for question in gated.values()],
        "media": [id for id, canary in bank.pictures.items() if not may_hear(role, canary, repeats=True)][::5],
    }  # fmt: skip


class Statements:
    """How many statements the database was asked."""

    def __init__(self, engine):
        self.number = 0
        event.listen(engine, "before_cursor_execute", self.count)

    def count(self, *_):
        self.number += 1


OF_EACH_REPLY = ("X-Request-Id", "RateLimit", "Date")
SENT = {"POST": {"response": True}, "PATCH": {"status": "published"}, "DELETE": None, "GET": None, "HEAD": None}


def comes_of(world, method, rule, id, role, count):
    """What comes of a call, without what differs each time, and how many statements it took."""
    before = count.number
    argument = rule[rule.index("<") : rule.index(">") + 1]
    path = rule.replace(argument, id).replace("<n>", "1")
    reply = world.call(method, f"!{path}", by=ROLES[role], json=SENT[method], headers={"If_Match": "*"})
    headers = [(name, value) for name, value in reply.headers if name not in OF_EACH_REPLY and name != "Content-Length"]
    body = reply.get_data(as_text=True).replace(id, "…").replace(reply.headers["X-Request-Id"], "…")
    return reply.status_code, headers, body, count.number - before
