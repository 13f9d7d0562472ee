"""Pages of other origins may call, without cookies; who runs the service may say which."""
import pytest

from tests.world import World

ORIGIN = "https://example.org"
ALLOWED = {"Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key"}
EXPOSED = {"Content-Disposition", "Content-Range", "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"}


@pytest.fixture
def allowing():
    """A world that lets these origins call; gone after the test."""
    made = []

    def make(origins):
        made.append(World("sqlite", cors_origins=origins))
        return made[-1]

    yield make
    for each in made:
        each.close()


def listed(reply, name):
    return set(reply.headers[name].split(", "))


def preflight(world, path, method="PATCH", origin=ORIGIN):
    headers = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization,if-match"}
    return world.call("OPTIONS", path, headers=headers)


@pytest.mark.parametrize(
    ("path", "status"), [("/topics", 200), ("/topics/nowhere", 404), ("/nowhere", 404), ("/keys", 401), ("!/health/live", 200)]
)
def test_any_page_may_read_any_reply_and_its_headers(world, path, status):
    reply = world.get(path, Origin=ORIGIN)
    assert reply.status_code == status
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in reply.headers
    assert EXPOSED <= listed(reply, "Access-Control-Expose-Headers")


def test_no_reply_sets_a_cookie(world):
    assert not any("Set-Cookie" in world.get(path).headers for path in ("/topics", "!/", "!/docs"))


@pytest.mark.parametrize("path", ["/topics", "/topics/any", "/grade", "/learners/me/token", "/keys/any"])
def test_a_preflight_names_what_may_be_sent(world, path):
    reply = preflight(world, path)
    assert (reply.status_code, reply.headers["Access-Control-Allow-Origin"], reply.content_type) == (204, "*", None)
    assert ALLOWED == listed(reply, "Access-Control-Allow-Headers")
    assert {"GET", "POST", "PATCH", "DELETE"} <= listed(reply, "Access-Control-Allow-Methods")
    assert int(reply.headers["Access-Control-Max-Age"]) > 0


def test_a_preflight_needs_no_credential(world):
    assert preflight(world, "/keys", "POST").status_code == 204


def test_only_a_preflight_is_answered_as_one(world):
    assert "Access-Control-Allow-Headers" not in world.call("OPTIONS", "/topics", headers={"Origin": ORIGIN}).headers


def test_where_some_origins_are_named_others_are_not_let_in(allowing):
    world = allowing(f"{ORIGIN}, https://a.test")
    assert world.get("/topics", Origin=ORIGIN).headers["Access-Control-Allow-Origin"] == ORIGIN
    assert world.get("/topics", Origin="https://a.test").headers["Access-Control-Allow-Origin"] == "https://a.test"
    for stranger in ("https://example.org.evil.test", "http://example.org", "null"):
        assert "Access-Control-Allow-Origin" not in world.get("/topics", Origin=stranger).headers
        assert "Access-Control-Allow-Headers" not in preflight(world, "/topics", origin=stranger).headers


def test_caches_are_told_where_a_reply_depends_on_the_origin(allowing):
    assert "Origin" in listed(allowing(ORIGIN).get("/topics"), "Vary")
    assert "Origin" not in listed(allowing("*").get("/topics"), "Vary")


def test_no_origin_at_all_may_be_let_in(allowing):
    world = allowing("")
    assert not any(name.startswith("Access-Control") for name, _ in world.get("/topics", Origin=ORIGIN).headers)
