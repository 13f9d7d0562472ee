"""Statistics: how questions and topics fared in the attempts at them.

They tell keys in effect: what was chosen how often, by whom, and what a mean credit that equals a share means. So they are
for who may read attempts, and stored nowhere; which choice earns credit is told only to who may read answers.
"""
from flask import Blueprint, g
from sqlalchemy import select

from schemas.statistics import QuestionStatistics, ReadingStatistics, TopicStatistics
from service import db, options, public_form, reading, sight, tallies
from service.item_analysis import MINIMUM, choice, enough, figures
from service.item_flags import flags
from service.reliability import distribution, reliability
from service.web import found, secret_inside, speaks

bp = Blueprint("statistics", __name__, url_prefix="/api/v1")
QUESTIONS, TOPICS = reading.QUESTIONS, reading.TOPICS
SUMMED_UP = ("n", "p", "discrimination")


@bp.get("/topics/<topic>/statistics")
@speaks(gives=TopicStatistics, scope="attempts:read")
def of_topic(topic):
    """Tell how a topic's attempts and questions fared."""
    secret_inside()
    id = found(reading.topic_row(topic, g.eyes, hidden=True))["id"]
    gathered = tallies.of_topic(id)
    return {
        "topic_id": id, "minimum_n": MINIMUM, "n": told(len(gathered.shares)), "scores": distribution(gathered.shares),
        "reliability": reliability(gathered.papers, gathered.shares), "questions": [summary(each) for each in newest(gathered.tallies)],
    }  # fmt: skip


@bp.get("/questions/<id>/statistics")
@speaks(query=ReadingStatistics, gives=QuestionStatistics, scope="attempts:read")
def of_question(id, query):
    """Tell how a revision of a question fared."""
    secret_inside()
    row = found(reading.question_row(id, g.eyes, hidden=True))
    counts = tallies.revisions(id)
    tally = tallies.of_question(id, query.get("revision") or next(iter(counts), row["revision"]))
    of_item, offered = figures(tally.responses), offers(tally)
    return {
        "question_id": id, "revision": tally.revision, "minimum_n": MINIMUM,
        "revisions": [{"revision": revision, "n": told(count)} for revision, count in counts.items()],
        **of_item, "choices": None if of_item["n"] is None else [shown(each) for each in in_public_order(tally, offered)],
        "flags": flags(of_item, offered.values(), tally.responses.rested),
    }  # fmt: skip


def told(count):
    """A count, unless it is so small that it is not told."""
    return count if enough(count) else None


def newest(found):
    """Of each question that the caller may know of the tally of its newest revision, by position."""
    last = {question_id: tally for (question_id, _), tally in sorted(found.items(), key=lambda item: item[0])}
    known = select(QUESTIONS.c.id).join(TOPICS, TOPICS.c.id == QUESTIONS.c.topic_id).where(sight.readable(g.eyes, hidden=True))
    ids = db.execute(known.where(QUESTIONS.c.id.in_(last)).order_by(QUESTIONS.c.position, QUESTIONS.c.id)).scalars()
    return [last[id] for id in ids]


def summary(tally):
    """A question's line in its topic's statistics."""
    of_item = figures(tally.responses)
    suggested = flags(of_item, offers(tally).values(), tally.responses.rested)
    return {"question_id": tally.question_id, "revision": tally.revision, **{name: of_item[name] for name in SUMMED_UP}, "flags": suggested}


def offers(tally):
    """The choices of each list with their figures, as far as enough responded: {list: [choice]}."""
    if not tally.lists or not enough(len(tally.responses.credits)):
        return {}
    key = options.credits(tallies.form(tally.question_id, tally.key_revision) or tally.form)
    together = tally.form["type"] == "multiple_response"

    def told_of(place, each):
        name = place, each["id"]
        return {**each, "blank": place or None, "credit": key.get(name, 0), "together": together, **choice(tally.responses, name)}

    return {place: [told_of(place, each) for each in choices] for place, choices in tally.lists.items()}


def in_public_order(tally, offered):
    """All choices, by the ids and in the order in which this caller sees them."""
    if g.eyes == "author" or not offered:
        return [each for choices in offered.values() for each in choices]
    kind, body = tally.form["type"], tally.form["body"]
    names = public_form.known(tally.question_id, kind, body)
    seen = options.lists(kind, public_form.public_body(kind, body, names))
    by_name = {(place, names.get((place, each["id"]), each["id"])): each for place, choices in offered.items() for each in choices}
    return [{**by_name[place, each["id"]], "id": each["id"]} for place, choices in seen.items() for each in choices]


def shown(each):
    """A choice on the wire; what it earns is for who may read answers."""
    names = ("blank", "id", "text", "n", "share", "discrimination") + (("credit",) if g.caller.may("answers:read") else ())
    return {name: each[name] for name in names}
