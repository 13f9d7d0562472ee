"""What is sent to routes that take something: as it should be, and in every way to get it wrong."""
from tests import pictures
from tests.access.bank import AUTHORS, NOWHERE
from tests.access.call import Call

ODD = [12345, True, [], ["x"], {}, {"x": "y"}, {"one": ["x"]}, "no such choice", "x" * 20_001]
"""Responses that do not fit, to one type or another."""
BROKEN = [(data, "application/json") for data in (b'{"a": "cnry", "a": 1}', b"[[[", b'{"a": NaN}')] + [(b"{}", "text/plain")]


def chosen(bank):
    """Questions whose answers are closed to some: samples and their neighbours, each access, what is hidden."""
    samples = next(topic for topic in bank.topics if (topic.access, topic.samples) == ("key", 2)).questions[:4]
    each = [bank.find(access, 0) for access in ("key", "learner", "after_attempt", "public")]
    return [*samples, *each, *(bank.find("key", 0, state) for state in ("archived", "draft", "deleted", "withdrawn"))]


def trying(good=None, bad=(), spare=AUTHORS):
    """A call as it should be, for those who may not make it, and for all every way to get it wrong."""

    def calls(bank, method, rule):
        conditional = {"If-Match": "*"} if method in ("PATCH", "DELETE") and spare == AUTHORS else {}
        for path in ways(bank, rule):
            yield Call(method, path, good, headers=conditional, spare=frozenset(spare))
            yield from (Call(method, path, each, headers=conditional) for each in bad)
            if conditional:
                yield from (Call(method, path, good, headers=more) for more in ({}, {"If-Match": '"999.0.author"'}))
            if good is not None:
                yield from (Call(method, path, data=data, headers={**conditional, "Content-Type": kind}) for data, kind in BROKEN)

    return calls


def ways(bank, rule):
    """Where a route leads for some that are hidden, closed or unknown."""
    if "<" not in rule:
        return [rule]
    kind, rest = rule.removeprefix("/api/v1/").split("/<", 1)
    things = {
        "topics": [*(topic.id for topic in bank.topics if topic.place in (1, 8, 10, 12)), NOWHERE],
        "questions": [*(each.id for each in chosen(bank)), NOWHERE],
        "notes": [*(topic.note for topic in bank.topics if topic.place in (1, 10, 12)), NOWHERE],
        "answers": [*(id for each in chosen(bank) for id in each.answers[:1]), NOWHERE],
        "jobs": [NOWHERE], "keys": [NOWHERE],
    }[kind]
    return [f"/api/v1/{kind}/{thing}{rest[rest.index('>') + 1 :].replace('<n>', '1')}" for thing in things]


def sending_files(bank, method, rule):
    """A picture as it should be, for those who may not send one, and for all what is none."""
    yield Call(method, f"{rule}?name=leaf.png", data=pictures.png(b"mine"), spare=frozenset(AUTHORS))
    for data in (b"", b"cnry", pictures.drawing("<script>cnry</script>"), pictures.drawing("&cnry;")):
        yield Call(method, rule, data=data, headers={"Content-Type": "image/png"})


def importing(bank, method, rule):
    """A file for those who may not import one, and all that is none."""
    yield Call(method, f"{rule}?format=gift&topic={bank.topics[0].id}", data=b"Two? {=2 ~3}", spare=frozenset(AUTHORS))
    for data in (b"", b"cnry", b'{"questions": [{"type": "cnry"}]}', b"<quiz>&cnry;</quiz>", b"PKcnry"):
        yield Call(method, rule, data=data)
    yield from (Call(method, f"{rule}?{name}=cnry", data=b"[]") for name in ("format", "topic", "status", "on_error", "cnry"))


def grading(bank, method, rule):
    """Every sort of response to questions of every sort and access."""
    for question in [*chosen(bank), *(each for each in bank.questions if each.topic.place in (0, 1, 2, 3) and each.state == "published")]:
        for response in (question.right, bank.in_public(question, question.right), bank.in_public(question, question.wrong)):
            yield Call(method, f"/api/v1/questions/{question.id}/grade", {"response": response})
    for question in chosen(bank):
        yield from (Call(method, f"/api/v1/questions/{question.id}/grade", {"response": each}) for each in [None, *ODD])
        yield from (
            Call(method, f"/api/v1/questions/{question.id}/grade", data=data, headers={"Content-Type": kind}) for data, kind in BROKEN
        )  # fmt: skip
    yield Call(method, f"/api/v1/questions/{NOWHERE}/grade", {"response": None})


def grading_many(bank, method, rule):
    """The same, by the batch."""
    for start in range(0, len(bank.questions), 50):
        some = bank.questions[start : start + 50]
        for sort in ("right", "wrong"):
            responses = {each.id: bank.in_public(each, getattr(each, sort)) for each in some}
            yield Call(method, rule, {"items": [{"question_id": id, "response": response} for id, response in responses.items()]})
    yield from (Call(method, rule, {"items": [{"question_id": each.id, "response": odd} for each in chosen(bank)]}) for odd in [None, *ODD])
    yield from (Call(method, rule, each) for each in ({}, {"items": []}, {"items": [{"question_id": NOWHERE, "response": 1}] * 51}))


def resolving(bank, method, rule):
    """Ending a case of what all may know of, of what authors alone may, and none at all."""
    known = [bank.find("key", 0), bank.find("key", 0, "draft")]
    for question in known:
        bank.world.post(f"/questions/{question.id}/reports", {"reason": "outdated"}, by="admin")
    cases = [bank.world.get(f"/reports?reason=outdated&question_id={each.id}", by="admin").json["data"][0]["id"] for each in known]
    for path in (rule.replace("<id>", id) for id in [*cases, NOWHERE]):
        good = {"state": "resolved", "outcome": "Put right."}
        yield from (Call(method, path, each) for each in (good, {**good, "state": "dismissed"}, {**good, "regrade_id": NOWHERE}, {}))


def regrading(bank, method, rule):
    """What would come of each correction, and grading anew by a key that is as it was."""
    for path in ways(bank, rule):
        good = {"action": "key", "reason": "cnry"}
        yield from (Call(method, f"{path}?dry_run=true", {**good, "action": action}) for action in ("key", "void", "full_marks"))
        yield from (Call(method, path, each) for each in (good, {**good, "plan": "mine"}, {**good, "report_id": NOWHERE}, {}))
        yield from (Call(method, path, data=data, headers={"Content-Type": kind}) for data, kind in BROKEN)
