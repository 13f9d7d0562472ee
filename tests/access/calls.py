"""Every call that there is: each route of the app × what may stand in its address × what it takes, right and wrong.

Routes and query parameters are taken from the app itself. One that is not known here fails the test that counts them,
so that nothing new goes unwatched: say in `PLACES` where it leads, in `VALUES` what a parameter may be, or in `BODIES`
what a route takes.
"""
import itertools
import json
from dataclasses import dataclass, field

from marshmallow import Schema

from schemas.base import Union
from schemas.fields import Commas, Enum
from service.web import Page, Seen
from tests.access.bank import KINDS

UNKNOWN = "01900000-0000-7000-8000-000000000000"
LONG_AGO = "2020-01-01T00:00:00Z"
PRIVATE = ("answers", "match", "public_match", "feedback", "explanation", "wire", "stamp", "sample_id", "secret_hash", "words")
"""What is no field of any public form; asking for it must be of no use."""
ANY = {"If-Match": "*"}
ODD = [12345, True, [], ["x"], {}, {"x": "y"}, {"one": ["x"]}, "no such choice", "x" * 20_001]
"""Responses that do not fit, to one type or another."""


@dataclass(frozen=True)
class Call:
    """A call; `role`, where there is one, is the only one to make it, because it changes something."""

    method: str
    path: str
    json: object = None
    data: bytes | None = None
    headers: dict = field(default_factory=dict, hash=False)
    role: str | None = None

    @property
    def sent(self):
        """All that the caller knows already, since it says so."""
        return f"{self.path} {json.dumps(self.json)} {self.data!r}"

    def make(self, client, headers):
        more = {"json": self.json} if self.json is not None else {"data": self.data} if self.data is not None else {}
        return client.open(self.path, method=self.method, headers={**headers, **self.headers}, **more)


def routes(app):
    """Every (method, rule) that the app answers, but for OPTIONS, which says nothing but what CORS allows."""
    return {(method, rule.rule): app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules() for method in rule.methods - {"OPTIONS"}}


def unknown(app):
    """What of the app's routes and parameters these tests do not know: a sentence each."""
    for (method, rule), view in sorted(routes(app).items()):
        if method in ("GET", "HEAD") and rule not in PLACES:
            yield f"{method} {rule}: say in tests/access/calls.py, PLACES, where it leads."
        if method not in ("GET", "HEAD") and (method, rule) not in BODIES:
            yield f"{method} {rule}: say in tests/access/calls.py, BODIES, what it takes."
        for name, each in parameters(view).items():
            if values_of(name, each) is None:
                yield f"{method} {rule}?{name}=: say in tests/access/calls.py, VALUES, what it may be."
    gone = {rule for _, rule in routes(app)}
    yield from (f"{rule} is no more: take it out of tests/access/calls.py." for rule in [*PLACES, *(rule for _, rule in BODIES)] if rule not in gone)


def parameters(view):
    """The query parameters of a view: {name: field}."""
    contract = getattr(view, "contract", None)
    return {each.data_key or name: each for name, each in contract.query().fields.items()} if contract else {}


def values_of(name, each):
    """What a parameter may be, or None where nobody knows."""
    if name in VALUES:
        return VALUES[name]
    if isinstance(each, Commas) and isinstance(each.inner, Enum):
        return [*each.inner.values, ",".join(each.inner.values)]
    return list(each.values) if isinstance(each, Enum) else None


VALUES = {
    "fields": [],  # each of what the route gives, see `names`
    "limit": [1, 200, 0], "cursor": ["nonsense"], "count": ["exact"], "updated_since": [LONG_AGO, "yesterday"],
    "include_deleted": ["true", f"true&updated_since={LONG_AGO}"],
    "q": ["topic bank", "choice", "which", "cnry", "feedback", "{song}", "{song} choice"],
    "author": ["Fancier", "{song}"], "language": ["en", "{song}"], "source": ["{song}"], "external_id": ["{song}"],
    "tags_all": ["bank", "{song}"], "tags_any": ["bank", "{song}"], "type": [*KINDS, "{song}"], "topic": ["{song}"],
    "seed": ["bank", "{song}"], "receipt": ["{receipt}", "{song}"],
}  # fmt: skip


def names(gives):
    """The fields of what a route gives."""
    if isinstance(gives, Page):
        return names(gives.of)
    if isinstance(gives, Seen):
        return names(gives.whole)
    if isinstance(gives, type) and issubclass(gives, Union):
        return list(dict.fromkeys(name for member in gives.members.values() for name in names(member)))
    return list(gives().dump_fields) if isinstance(gives, type) and issubclass(gives, Schema) else []


def reads(bank):
    """Every GET, HEAD and way to get one wrong."""
    for (method, rule), view in sorted(routes(bank.world.app).items()):
        if method not in ("GET", "HEAD") or rule not in PLACES:
            continue
        every, sharp = PLACES[rule](bank)
        yield from (Call(method, path) for path in every)
        for path in sharp:
            yield from (Call(method, f"{path}?{query}") for query in (queries(bank, view) if method == "GET" else [*queries(bank, view)][:2]))
            if method == "GET":
                yield Call("GET", path, headers={"If-None-Match": "*"})
                yield Call("GET", path, headers={"If-None-Match": '"1.1.author"', "Accept": "text/html", "X-Request-Id": "a-given-request-id"})
                yield Call("PUT", path, json={})
    yield from (Call("GET", path) for path in ("/nothing", "/api/v1", "/api/v1/nothing", "/static/nothing", "/api/v1/answers", "/api/v1/notes"))


def queries(bank, view):
    """What may stand behind the `?`, one thing at a time and some that go together."""
    known = parameters(view)
    yield "nothing_of_the_kind=1"
    for name, each in known.items():
        wanted = [*names(view.contract.gives), *PRIVATE] if name == "fields" else values_of(name, each) or ()
        yield from (f"{name}={filled}" for value in wanted for filled in fill(bank, str(value)))
    if "include" in known:
        everything = ",".join(known["include"].inner.values)
        yield from (f"include={everything}&{more}" for more in ("fields=id", "include_deleted=true", "fields=answers"))
    if "q" in known:
        yield from (f"q=choice&count=exact&sort={sort}" for sort in known["sort"].values)
        yield f"status=draft,published,archived&include_deleted=true&updated_since={LONG_AGO}"
    if "receipt" in known:
        yield from ("count=200", "count=200&seed=bank", "count=200&seed=bank&fields=prompt,body", "receipt={receipt}&fields=answers")


def fill(bank, value):
    """The same text with canaries of every sort in it, or receipts."""
    if "{receipt}" in value:
        return [topic.receipt for topic in bank.topics]
    if "{song}" not in value:
        return [value]
    hidden = bank.find("key", 0)
    songs = [min(bank.of(hidden, kind)) for kind in ("answer", "stored") if bank.of(hidden, kind)]
    number = next(song for song, canary in bank.canaries.items() if canary.kind == "answer" and song.startswith("98765"))
    return [value.replace("{song}", song) for song in [*songs, number, next(song for song, each in bank.canaries.items() if each.kind == "former")]]


def closed(bank):
    """Questions whose answers are closed to some: a sample, its neighbours, what only learners see, what is hidden."""
    yield from (bank.find("key", 2, place=place, state=state) for place, state in SAMPLES(bank))
    yield from (bank.find(access, 0) for access in ("key", "learner", "after_attempt", "public"))
    yield from (bank.find("key", 0, state) for state in ("archived", "draft", "deleted", "withdrawn"))


def SAMPLES(bank):
    topic = next(topic for topic in bank.topics if (topic.access, topic.samples) == ("key", 2))
    return [(question.place, question.state) for question in topic.questions[:4]]


def topics(bank, rest=""):
    every = [f"/api/v1/topics/{key}{rest}" for topic in bank.topics for key in (topic.id, topic.slug)] + [f"/api/v1/topics/{UNKNOWN}{rest}"]
    chosen = [topic for topic in bank.topics if (topic.access, topic.samples) in (("key", 2), ("learner", 0), ("public", 1))]
    return every, [f"/api/v1/topics/{topic.id}{rest}" for topic in chosen]


def questions(bank, rest="", every=True):
    listed = bank.questions if every else closed(bank)
    return [f"/api/v1/questions/{each}{rest}" for each in [*(each.id for each in listed), UNKNOWN]], [
        f"/api/v1/questions/{each.id}{rest}" for each in closed(bank)
    ]


def notes(bank):
    every = [f"/api/v1/notes/{each}" for each in [*(topic.note for topic in bank.topics), UNKNOWN]]
    return every, every[:1] + every[-2:]


def answers(bank):
    return [f"/api/v1/answers/{each}" for each in [*itertools.chain(*(each.answers for each in bank.questions)), UNKNOWN]], [
        f"/api/v1/answers/{each.answers[0]}" for each in closed(bank)
    ]


def alone(path):
    return lambda bank: ([path], [path])


def these(*paths):
    return lambda bank: (list(paths), list(paths[:1]))


PLACES = {
    **{path: alone(path) for path in (
        "/", "/docs", "/openapi.json", "/metrics", "/health/live", "/health/ready", "/api/v1/topics", "/api/v1/questions", "/api/v1/question-types",
        "/api/v1/keys", "/api/v1/learners/me",
    )},
    "/docs/<name>": these("/docs/docs.js", "/docs/quizbank.css", "/docs/nothing"),
    "/api/v1/keys/<id>": these(f"/api/v1/keys/{UNKNOWN}", "/api/v1/keys/nothing"),
    "/api/v1/question-types/<type>": these(*(f"/api/v1/question-types/{kind}" for kind in [*KINDS, "nothing"])),
    "/api/v1/topics/<topic>": topics,
    "/api/v1/topics/<topic>/draw": lambda bank: topics(bank, "/draw"),
    "/api/v1/topics/<topic>/notes": lambda bank: topics(bank, "/notes"),
    "/api/v1/topics/<topic>/questions": lambda bank: topics(bank, "/questions"),
    "/api/v1/topics/<topic>/revisions": lambda bank: topics(bank, "/revisions"),
    "/api/v1/topics/<topic>/revisions/<n>": lambda bank: topics(bank, "/revisions/1"),
    "/api/v1/notes/<id>": notes,
    "/api/v1/answers/<id>": answers,
    "/api/v1/questions/<id>": questions,
    "/api/v1/questions/<id>/answers": questions_answers if (questions_answers := lambda bank: questions(bank, "/answers")) else None,
    "/api/v1/questions/<id>/revisions": lambda bank: questions(bank, "/revisions"),
    "/api/v1/questions/<id>/revisions/<n>": lambda bank: questions(bank, "/revisions/2", every=False),
}  # fmt: skip
