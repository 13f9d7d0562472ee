"""A canary in every private place of a bank of all types, and nobody hears one who may not: every route × every way to call it × every role."""
import json

import pytest

from service.question_types import TYPES
from tests.access import calls
from tests.access.bank import AUTHORS, KINDS, ROLES, Bank, knows, may_hear, sees
from tests.access.sweep import Sweep, log_of_everything

CALLERS = [role for role in ROLES if role not in AUTHORS]


@pytest.fixture(scope="module")
def told(world):
    """The bank, a sweep of every call over it, and the log of it all."""
    with log_of_everything() as log:
        bank = Bank(world)
        sweep = Sweep(bank)
        sweep.everything(each=1 if world.kind == "sqlite" else 5)
        sweep.changes()
    return bank, sweep, log.getvalue()


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
    assert KINDS.keys() == TYPES.keys(), "Give the new type a question in tests/access/bank.py."


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
    assert not sweep.told, some(sweep.told)


def test_no_log_line_holds_an_answer_or_a_secret(world, told):
    bank, _, log = told
    assert log.count("\n") > 5000
    assert not bank.heard("\n".join(line for line in log.splitlines() if json.loads(line)["logger"] != "quizbank.requests"))
    assert not [secret for secret in world.secrets.values() if secret in log]
