"""What we are measured against says the same as we do."""
import pytest

from bench.usual import create_app
from tests.world import SEEDED


@pytest.fixture
def usual(world):
    """The usual way, on the same database."""
    app = create_app(world.settings.database_url)
    yield app.test_client()
    app.extensions["engine"].dispose()


def test_the_usual_way_says_the_same_of_a_topic(world, usual):
    path = f"/api/v1/topics/{SEEDED}?include=questions,notes"

    assert usual.get(path).json == world.get(f"!{path}").json


def test_the_usual_way_says_the_same_of_each_question(world, usual):
    questions = world.get(f"/topics/{SEEDED}/questions").json["data"]

    assert [usual.get(f"/api/v1/questions/{each['id']}").json for each in questions] == questions
