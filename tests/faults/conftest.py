"""The same races and outages on both databases."""
from pathlib import Path

import pytest

from tests.faults.server import Server
from tests.world import DATABASES


ALONE = pytest.mark.xdist_group("faults")
"""Kills, races and outages come one after the other, however many processes share the suite."""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name != "test_fuzz_formats.py":
            item.add_marker(ALONE)


@pytest.fixture(scope="module", params=DATABASES)
def server(request):
    """The service in processes of its own, which the tests of one file share; none of them may find a fault of its own."""
    with Server(request.param) as server:
        yield server
        assert not server.unexpected()


@pytest.fixture
def topic(server):
    """A topic of one test's own."""
    return server.topic()
