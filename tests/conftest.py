"""The same stories on both databases."""
import pytest
from sqlalchemy import delete

from service import db, jobs
from service.free_text import encoder, equipment
from tests.world import DATABASES, World


@pytest.fixture(scope="module", params=DATABASES)
def world(request):
    """The service on a database that the tests of one file share; each test makes a topic of its own."""
    yield from opened(request.param)


@pytest.fixture(params=DATABASES)
def fresh_world(request):
    """The service on a database of one test's own."""
    yield from opened(request.param)


@pytest.fixture(scope="module")
def sqlite_world():
    """The service on SQLite alone, for what no database has a part in."""
    yield from opened("sqlite")


@pytest.fixture
def nothing_to_do(world, monkeypatch):
    """No job, no kind, no chore but a story's own."""
    monkeypatch.setattr(jobs, "KINDS", {})
    monkeypatch.setattr(jobs, "CHORES", [])
    with db.writing(world.engine):
        db.execute(delete(jobs.TABLE))


def opened(kind):
    world = World(kind)
    yield world
    world.close()


@pytest.fixture(params=["words", "encoder"])
def each_reader(request, monkeypatch):
    """The name of the reader of written answers that a test is told with: by words alone, and by meaning."""
    if request.param == "encoder" and encoder.find() is None:
        pytest.skip("the encoder is not installed")
    monkeypatch.setattr(equipment, "_set", {"place": (request.param == "encoder", None), "kept": None})
    return request.param


def pytest_make_parametrize_id(val, argname):
    """Long bytes are no name that anybody reads, and may be others in every run."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


def pytest_collection_modifyitems(items):
    """Note with each story on which database it is told."""
    for item in items:
        given = list(item.callspec.params.values()) if hasattr(item, "callspec") else []
        item.user_properties += [("database", kind) for kind in DATABASES if kind in given]


def pytest_terminal_summary(terminalreporter):
    """Say how many stories ran on which database."""
    reports = [report for report in terminalreporter.getreports("passed") if report.when == "call"]
    for kind in DATABASES:
        count = sum(("database", kind) in report.user_properties for report in reports)
        terminalreporter.write_line(f"Contract tests that passed on {kind}: {count}")
