"""Settings for an endpoint, and nothing remembered of it from one test to the next."""
import pytest

from service import config
from service.opinion import endpoint, exchange
from tests.opinion.asking import KEY


@pytest.fixture(autouse=True)
def fresh():
    endpoint.endpoint.cache_clear()
    exchange.trusted.cache_clear()


@pytest.fixture
def settings(tmp_path):
    """Settings for the endpoint at a URL; there is time enough unless a test is about that."""

    def made(url, **more):
        given = {"opinion_url": url, "opinion_model": "judge-1", "opinion_key": KEY, "opinion_timeout_s": 10, **more}
        return config.complete(data_dir=tmp_path, secret="s" * 32, **given)

    return made
