"""Every call that there is: each route of the app × what may stand in its address × what it takes, right and wrong.

Routes and query parameters are taken from the app itself. One that is not known here fails the test that counts them,
so that nothing new goes unwatched: say in `PLACES` where it leads, in `VALUES` what a parameter may be, or in `BODIES`
what a route takes.
"""
from marshmallow import Schema

from schemas.base import Union
from schemas.fields import Commas, Enum
from service.web import Page, Seen, Slow
from tests.access import attempts, reviews
from tests.access.bank import NOWHERE
from tests.access.call import Call
from tests.access.nests import KINDS
from tests.access.sending import chosen, grading, grading_many, importing, regrading, resolving, sending_files, trying

LONG_AGO = "2020-01-01T00:00:00Z"
PLAIN = ("json", "csv", "gift")
PRIVATE = ("answers", "match", "public_match", "feedback", "explanation", "wire", "stamp", "sample_id", "secret_hash", "words")
"""What is no field of any public form; asking for it must be of no use."""


def routes(app):
    """Every (method, rule) that the app answers, but for OPTIONS, which says nothing but what CORS allows."""
    rules = [*app.url_map.iter_rules()]
    return {(method, rule.rule): app.view_functions[rule.endpoint] for rule in rules for method in rule.methods - {"OPTIONS"}}


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
    gone = {*PLACES, *(rule for _, rule in BODIES)} - {rule for _, rule in routes(app)}
    yield from (f"{rule} is no more: take it out of tests/access/calls.py." for rule in gone)


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
    "category": ["Biology", "{song}"], "licence": ["CC0-1.0", "{song}"], "question_id": ["{song}", NOWHERE],
    "tags_all": ["bank", "{song}"], "tags_any": ["bank", "{song}"], "type": [*KINDS, "{song}"], "topic": ["{song}"],
    "name": ["leaf.png", "{song}"], "revision": [1, 2, 0], "dry_run": ["true", "yes"],
    "format": [*PLAIN, "{song}"], "learner": ["name 0", "{song}"], "seed": ["bank", "{song}"], "receipt": ["{receipt}", "{receipt}&fields=answers", "{song}"],
}  # fmt: skip


def names(gives):
    """The fields of what a route gives."""
    if isinstance(gives, (Page, Slow)):
        return names(gives.of)
    if isinstance(gives, Seen):
        return names(gives.whole)
    if isinstance(gives, type) and issubclass(gives, Union):
        return list(dict.fromkeys(name for member in gives.members.values() for name in names(member)))
    return list(gives().dump_fields) if isinstance(gives, type) and issubclass(gives, Schema) else []


def reads(bank):
    """Every GET and HEAD, and the ways to get one wrong."""
    for (method, rule), view in sorted(routes(bank.world.app).items()):
        if rule not in PLACES or method not in ("GET", "HEAD"):
            continue
        every, sharp = PLACES[rule](bank)
        if method == "HEAD":
            yield from (Call("HEAD", path) for path in sharp)
            continue
        yield from (Call("GET", path) for path in every)
        if "include" in (known := parameters(view)):
            everything = ",".join(known["include"].inner.values)
            yield from (Call("GET", f"{path}?include={everything}") for path in every)
        for path in sharp:
            yield from (Call("GET", f"{path}{'&' if '?' in path else '?'}{query}") for query in queries(bank, view))
            yield from (Call("GET", path, headers={"If-None-Match": etag, "Accept": "text/html"}) for etag in ("*", '"1.1.author"'))
            yield Call("PUT", path, {})
    nowhere = "/nothing", "/api/v1", "/api/v1/nothing", "/static/nothing", "/api/v1/answers", "/api/v1/notes"
    yield from (Call("GET", path) for path in nowhere)


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
    if "status" in known:
        yield f"status=draft,published,archived&include_deleted=true&updated_since={LONG_AGO}"
    if "seed" in known:
        yield from ("count=200", "count=200&seed=bank", "count=200&seed=bank&fields=prompt,body")


def fill(bank, value):
    """The same text with canaries of every sort in it, or with receipts."""
    if "{receipt}" in value:
        return [value.replace("{receipt}", topic.receipt) for topic in bank.topics]
    return [value.replace("{song}", song) for song in bank.choir()] if "{song}" in value else [value]


def topics(rest=""):
    def places(bank):
        every = [f"/api/v1/topics/{key}{rest}" for topic in bank.topics for key in (topic.id, topic.slug)]
        sharp = [topic.id for topic in bank.topics if (topic.access, topic.samples) in (("key", 2), ("learner", 0), ("public", 2))]
        return [*every, f"/api/v1/topics/{NOWHERE}{rest}"], [f"/api/v1/topics/{id}{rest}" for id in sharp]

    return places


def questions(rest="", some=False):
    def places(bank):
        every = [question.id for question in (chosen(bank) if some else bank.questions)]
        sharp = [bank.find("key", 2, place=3), bank.find("learner", 0), bank.find("key", 0, "draft")]
        return [f"/api/v1/questions/{id}{rest}" for id in [*every, NOWHERE]], [f"/api/v1/questions/{each.id}{rest}" for each in sharp]

    return places


def notes(bank):
    every = [f"/api/v1/notes/{id}" for id in [*(topic.note for topic in bank.topics), NOWHERE]]
    return every, [every[0], every[10]]


def answers(bank):
    every = [id for question in bank.questions for id in question.answers]
    sharp = [question.answers[0] for question in chosen(bank)[:6]]
    return [f"/api/v1/answers/{id}" for id in [*every, NOWHERE]], [f"/api/v1/answers/{id}" for id in sharp]


def originals(bank):
    every = [f"/api/v1/questions/{topic.questions[0].id}/original" for topic in bank.topics]
    return [*every, f"/api/v1/questions/{bank.topics[0].questions[1].id}/original", f"/api/v1/questions/{NOWHERE}/original"], every[:2]


def media(bank):
    every = [f"/api/v1/media/{id}" for id in [*bank.pictures, "0" * 64, NOWHERE]]
    return every, every[:2]


def exports(bank):
    """Every format whose bytes can be listened to; what may be exported at all does not depend on it."""
    every = [f"/api/v1/topics/{topic.id}/export?format={format}" for topic in bank.topics for format in PLAIN]
    return [*every, f"/api/v1/topics/{NOWHERE}/export?format=json"], every[:1]


def reports_of_exports(bank):
    every = [f"/api/v1/topics/{topic.id}/export/report?format=gift" for topic in bank.topics]
    return every, every[:1]


def receipts(bank):
    filed = bank.world.post(f"/questions/{bank.find('key', 0).id}/reports", {"reason": "ambiguous"})
    return [f"/api/v1/reports/{receipt}" for receipt in (filed.json["receipt"], "nothing")], [f"/api/v1/reports/{filed.json['receipt']}"]


def by_name(bank):
    path = "/api/v1/learner-data"
    return [path], [f"{path}?learner=name%200", path]


def erasing_by_name(bank, method, rule):
    yield from (Call(method, f"{rule}{more}") for more in ("?learner=nobody", "?learner=", ""))


def these(*paths):
    return lambda bank: (list(paths), list(paths[:1]))


PLACES = {
    **{path: these(path) for path in (
        "/", "/docs", "/openapi.json", "/metrics", "/health/live", "/health/ready",
        "/api/v1/topics", "/api/v1/questions", "/api/v1/question-types", "/api/v1/keys", "/api/v1/learners/me", "/api/v1/reports",
        "/api/v1/attempts", "/api/v1/reviews", "/api/v1/formats",
    )},
    "/api/v1/learners/me/data": these("/api/v1/learners/me/data"),
    "/api/v1/learner-data": by_name,
    "/docs/<name>": these("/docs/docs.js", "/docs/quizbank.css", "/docs/nothing"),
    **{f"/api/v1/{kind}/<id>": these(f"/api/v1/{kind}/{NOWHERE}", f"/api/v1/{kind}/nothing") for kind in ("jobs", "keys")},
    "/api/v1/formats/<format>": these("/api/v1/formats/gift", "/api/v1/formats/nothing"),
    "/api/v1/formats/<format>/template": these("/api/v1/formats/csv/template", "/api/v1/formats/nothing/template"),
    "/api/v1/question-types/<type>": these(*(f"/api/v1/question-types/{kind}" for kind in [*KINDS, "nothing"])),
    "/api/v1/topics/<topic>": topics(),
    "/api/v1/topics/<topic>/draw": topics("/draw"),
    "/api/v1/topics/<topic>/notes": topics("/notes"),
    "/api/v1/topics/<topic>/questions": topics("/questions"),
    "/api/v1/topics/<topic>/revisions": topics("/revisions"),
    "/api/v1/topics/<topic>/statistics": topics("/statistics"),
    "/api/v1/topics/<topic>/revisions/<n>": topics("/revisions/1"),
    "/api/v1/topics/<topic>/views": topics("/views"),
    "/api/v1/topics/<topic>/export": exports,
    "/api/v1/topics/<topic>/export/report": reports_of_exports,
    "/api/v1/notes/<id>": notes,
    "/api/v1/media/<id>": media,
    "/api/v1/attempts/<id>": attempts.places,
    "/api/v1/reviews/<id>": reviews.places,
    "/api/v1/reports/<receipt>": receipts,
    "/api/v1/answers/<id>": answers,
    "/api/v1/questions/<id>": questions(),
    "/api/v1/questions/<id>/answers": questions("/answers"),
    "/api/v1/questions/<id>/revisions": questions("/revisions"),
    "/api/v1/questions/<id>/statistics": questions("/statistics"),
    "/api/v1/questions/<id>/regrades": questions("/regrades", some=True),
    "/api/v1/questions/<id>/revisions/<n>": questions("/revisions/2", some=True),
    "/api/v1/questions/<id>/original": originals,
}  # fmt: skip


def writes(bank):
    """Every POST, PATCH and DELETE, and the ways to get one wrong."""
    for (method, rule), takes in BODIES.items():
        yield from takes(bank, method, rule)


NOTE = {"heading": "Mine", "points": [{"text": "My point"}]}
QUESTION = {"topic_id": NOWHERE, "type": "true_false", "prompt": "Mine", "answers": [{"match": {"value": True}}]}
BODIES = {
    ("POST", "/api/v1/topics"): trying(
        {"title": "Mine"},
        [{}, {"title": "Mine", "open_grading": True, "answer_access": "after_attempt"}, {"title": "Mine", "review": {"share": 7}}],
    ),
    ("PATCH", "/api/v1/topics/<topic>"): trying({"answer_access": "public"}, [{"slug": "Not A Slug"}, {"title": None}]),
    ("DELETE", "/api/v1/topics/<topic>"): trying(),
    ("POST", "/api/v1/topics/<topic>/restore"): trying(),
    ("POST", "/api/v1/topics/<topic>/notes"): trying(NOTE, [{}]),
    ("PATCH", "/api/v1/notes/<id>"): trying(NOTE, [{"points": []}, {"points": [{"id": "other", "text": "Mine"}]}]),
    ("DELETE", "/api/v1/notes/<id>"): trying(),
    ("POST", "/api/v1/media"): sending_files,
    ("POST", "/api/v1/imports"): importing,
    ("POST", "/api/v1/questions"): trying(QUESTION, [{}, QUESTION]),
    ("PATCH", "/api/v1/questions/<id>"): trying(
        {"prompt": "Mine"}, [{"type": "of no kind"}, {"answers": [], "points": -1}, {"body": {"choices": [], "blanks": []}, "prompt": ""}]
    ),
    ("DELETE", "/api/v1/questions/<id>"): trying(),
    ("POST", "/api/v1/questions/<id>/restore"): trying(),
    ("POST", "/api/v1/questions/<id>/revisions/<n>/restore"): trying(),
    ("POST", "/api/v1/questions/<id>/answers"): trying({"match": {}}, [{}, {"match": {"choice": "nothing"}}]),
    ("PATCH", "/api/v1/answers/<id>"): trying({"credit": 0.5}, [{"match": {"choice": "nothing", "order": [], "pairs": {}}, "credit": 7}]),
    ("DELETE", "/api/v1/answers/<id>"): trying(),
    ("POST", "/api/v1/questions/<id>/reports"): trying({"reason": "typo", "comment": "cnry"}, [{}, {"reason": "other"}], spare=()),
    ("POST", "/api/v1/reports/<id>/resolution"): resolving,
    ("POST", "/api/v1/questions/<id>/regrade"): regrading,
    ("POST", "/api/v1/topics/<topic>/views"): trying(spare=()),
    ("POST", "/api/v1/questions/<id>/grade"): grading,
    ("POST", "/api/v1/grade"): grading_many,
    ("POST", "/api/v1/attempts"): attempts.starting,
    ("PATCH", "/api/v1/attempts/<id>"): attempts.saving,
    ("POST", "/api/v1/attempts/<id>/submit"): attempts.submitting,
    ("POST", "/api/v1/reviews"): reviews.asking,
    ("POST", "/api/v1/reviews/<id>"): reviews.deciding,
    ("DELETE", "/api/v1/reviews/<id>/example"): reviews.withdrawing,
    ("POST", "/api/v1/learners"): trying({}, [{"handle": "Fancier"}, {"handle": "a b"}], spare=()),
    ("DELETE", "/api/v1/learners/me"): trying(spare={"learner"}),
    ("DELETE", "/api/v1/learner-data"): erasing_by_name,
    ("POST", "/api/v1/learners/me/token"): trying(spare={"learner"}),
    ("DELETE", "/api/v1/jobs/<id>"): trying(spare=()),
    ("POST", "/api/v1/keys"): trying({"name": "mine", "scopes": ["admin"]}, [{}, {"name": "mine", "scopes": ["all"]}], spare={"admin"}),
    ("DELETE", "/api/v1/keys/<id>"): trying(),
}  # fmt: skip
