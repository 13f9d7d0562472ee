"""Drawing questions: which may be drawn, and in what order a seed puts them; receipts repeat a draw for ever."""
import hashlib

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select

from service import db, finding, sight
from service.models.content import Question

QUESTIONS = Question.__table__


def pool(topic, wanted):
    """The ids of the questions of a topic that may be drawn; `wanted`: `difficulty`, `tags_any`, `tags_all`, each a list or left out."""
    if topic["status"] == "archived":
        return []
    statement = select(QUESTIONS.c.id).where(QUESTIONS.c.topic_id == topic["id"], sight.LISTED)
    if wanted.get("difficulty"):
        statement = statement.where(QUESTIONS.c.difficulty.in_(wanted["difficulty"]))
    if wanted.get("tags_any"):
        statement = statement.where(finding.tagged(QUESTIONS, wanted["tags_any"]))
    for tag in wanted.get("tags_all") or ():
        statement = statement.where(finding.tagged(QUESTIONS, [tag]))
    return list(db.execute(statement.order_by(QUESTIONS.c.position, QUESTIONS.c.id)).scalars())


def shuffled(ids, seed):
    """In an order that the seed alone decides, so that other questions come and go without changing theirs."""
    return sorted(ids, key=lambda id: hashlib.sha256(f"{seed}\0{id}".encode()).digest())


def receipt(topic_id, seed, drawn):
    """What repeats a draw for ever: `drawn` are (question id, revision)."""
    return _receipts().dumps([topic_id, seed, [[id, revision] for id, revision in drawn]])


def opened(receipt, topic_id):
    """(seed, [(question id, revision)]) of a receipt of this topic, or None."""
    try:
        of, seed, drawn = _receipts().loads(receipt)
    except BadData:
        return None
    return (seed, [(id, revision) for id, revision in drawn]) if of == topic_id else None


def blueprint(pools, counts):
    """Fill the cells of a blueprint: for each its questions, in the order of its pool; what is lacking is lacking by any way to fill them.

    A question that fits several cells goes where it is needed: each place seeks a question along an augmenting path
    (maximum bipartite matching; Kuhn, The Hungarian method, 1955). `pools`: ids, best first; `counts`: how many of each.
    """
    taken = {}  # {question: cell}

    def seek(cell, seen):
        for id in pools[cell]:
            if id not in seen and id not in taken:
                taken[id] = cell
                return True
        for id in pools[cell]:
            if id not in seen and taken[id] != cell:
                seen.add(id)
                if seek(taken[id], seen):
                    taken[id] = cell
                    return True
        return False

    for cell, count in enumerate(counts):
        for _ in range(count):
            if not seek(cell, set()):
                break
    return [[id for id in pools[cell] if taken.get(id) == cell] for cell in range(len(counts))]


def _receipts():
    return URLSafeSerializer(current_app.config["SETTINGS"].secret, salt="draw")
