"""The same races and outages on both databases."""
import pytest

from tests.faults.server import Server
from tests.world import DATABASES


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
