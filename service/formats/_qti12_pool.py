"""Pools of Blackboard's own kind (`<POOL>`), as Blackboard 5 and 6 and ExamView write them beside QTI 1.2.

A pool lists its questions with their points; each stands in an element of its kind, with its text, its answers, and a GRADABLE that
says which are right. Its ids (q1, q2) are those of any pool, so they are no names to find a question by again.
"""
from html import escape

from service.formats import _prose
from service.formats._nouns import Container, Question, Skipped
from service.formats._qti12_choices import FALSE, NO_KEY, TRUE
from service.formats._qti12_item import Unsuited
from service.formats._qti12_numbers import number, wire
from service.formats._qti12_text import Prose
from service.formats._qti12_xml import attribute, below, children, first, name
from service.formats._same_choices import merged, once
from service.formats._xml import text_of, written
from service.text import folded

KIND = "question_"
UNSAID = "The file does not say how several choices are scored; here only exactly the right ones count."


def found_in_pool(root, shown, member=""):
    """Yield what a pool holds."""
    place = f" in {member}" if member else ""
    title = next((attribute(each, "value") for each in children(root, "title")), "")
    if title:
        yield Container(f"pool{place}", "bank", title)
    points = {attribute(each, "id"): number(attribute(each, "points")) for each in below(root, "question")}
    for element in (each for each in root if name(each).startswith(KIND)):
        yield _read(element, f"question {attribute(element, 'id') or '?'}{place}", points.get(attribute(element, "id")), Prose(shown))


def _read(element, where, points, prose):
    flag = first(element, "ishtml")
    is_html = flag is None or attribute(flag, "value") == "true"

    def text(part):
        said = text_of(next(iter(children(part, "text")), None))
        return prose(said if is_html else escape(said, quote=False).replace("\n", "<br/>"))

    try:
        found = _typed(element, text, prose)
        prompt = text(next(iter(children(element, "body")), element))
        if not prompt:
            raise Unsuited("It has no text.")
    except Unsuited as unsuited:
        return Skipped(where, str(unsuited))
    told = {"correct": "feedback_when_correct", "incorrect": "feedback_when_incorrect"}
    said = {key: text for key, tag in told.items() if (text := prose(text_of(first(element, tag))))}
    wire_form = {**found, "prompt": prompt, **({"points": wire(points)} if points else {}), **({"feedback": said} if said else {})}
    return Question(where, wire_form, written(element).decode(), tuple(prose.lost))


def _typed(element, text, prose):
    """The type, body and answers; `text` gives the prose of a body, an answer or a choice."""
    kind, texts = name(element).removeprefix(KIND), {attribute(each, "id"): text(each) for each in children(element, "answer")}
    right = [(attribute(each, "answer_id"), attribute(each, "choice_id")) for each in below(element, "correctanswer")]
    if kind == "essay":
        return {"type": "essay", "answers": [{"match": {"text": _prose.plain(each)}} for each in texts.values() if each]}
    if kind == "fillinblank":
        return _words(texts)
    if not any(one in texts for one, _ in right) or kind not in KINDS:
        raise Unsuited(NO_KEY if kind in KINDS else f"Its kind ({kind}) has no question type here.")
    others = {attribute(each, "id"): text(each) for each in children(element, "choice")}
    return KINDS[kind](element, texts, others, right, prose)


def _words(texts):
    answers = {folded(text): {"match": {"text": text}, "credit": 1} for each in texts.values() if (text := _prose.plain(each))}
    if not answers:
        raise Unsuited(NO_KEY)
    return {"type": "short_answer", "body": {"case_sensitive": False}, "answers": list(answers.values())}


def _choices(element, texts, _, right, prose):
    several = name(element) == "question_multipleanswer"
    if len(texts) < 2 or not all(texts.values()):
        raise Unsuited("It has fewer than two choices, or one without a text.")
    words = [folded(each) for each in texts.values()]
    if not several and len(words) == 2 and words[0] in TRUE + FALSE and (words[0] in TRUE) is not (words[1] in TRUE):
        return {"type": "true_false", "answers": [{"match": {"value": folded(texts[right[0][0]]) in TRUE}, "credit": 1}]}
    ids = {each: f"c{place}" for place, each in enumerate(texts, 1)}
    choices = [{"id": ids[each], "text": text} for each, text in texts.items()]
    answers = [{"match": {"choice": ids[each]}, "credit": 1} for each in dict.fromkeys(one for one, _ in right) if each in ids]
    choices, answers, same = once(choices, answers, several)
    prose.lose(*same, *[UNSAID] * several)
    body = {"choices": choices, **({"scoring": "all_or_nothing"} if several else {})}
    return {"type": "multiple_response" if several else "multiple_choice", "body": body, "answers": answers}


def _pairs(element, texts, others, right, prose):
    pairs = {one: other for one, other in right if texts.get(one) and others.get(other)}
    if len(others) < 2 or not all(others.values()):
        raise Unsuited("It has fewer than two things to match with, or one without a text.")
    if len(pairs) < len(texts):
        prose.lose(f"{len(texts) - len(pairs)} of its {len(texts)} rows have no text or no right match; they were left out.")
    lefts, rights = ({each: f"{letter}{at}" for at, each in enumerate(side, 1)} for letter, side in (("l", pairs), ("r", others)))
    kept, same = merged([{"id": rights[each], "text": text} for each, text in others.items()])
    match = {"pairs": {lefts[one]: same[rights[other]] for one, other in pairs.items()}}
    body = {"left": [{"id": lefts[each], "text": texts[each]} for each in pairs], "right": kept, "scoring": "per_pair"}
    return {"type": "matching", "body": body, "answers": [{"match": match}]}


KINDS = {"truefalse": _choices, "multiplechoice": _choices, "multipleanswer": _choices, "match": _pairs}
