"""A second look at written answers: a model that somebody else runs is asked about those that our own reader is unsure of.

All of a request are asked at the same time, and given one time together. Who is late, or fails, leaves our own verdict as
it is. Asking takes seconds: it is done where no connection is held.
"""
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

from flask import current_app

from service import free_text, grading, opinion
from service.verdict import Part, exact

MOST_AT_ONCE = 8
"""Questions that one request asks at a time."""


def graded(judgements):
    """These Judgements on the wire (a Problem as it is), in the light of second opinions where they are wanted."""
    return [grading.told(each) for each in taken(judgements)]


def taken(judgements):
    """The same, each a Judgement still."""
    settings = current_app.config["SETTINGS"]
    asking = {place: each.verdict.asked for place, each in enumerate(judgements) if _wanted(settings, each)}
    opinions = _opinions(settings, dict.fromkeys(map(_question, asking.values()))) if asking else {}
    found = {place: opinions.get(_question(asked)) for place, asked in asking.items()}
    return [_reconsidered(settings, each, found.get(place)) for place, each in enumerate(judgements)]


def _wanted(settings, judgement):
    asked = isinstance(judgement, grading.Judgement) and judgement.verdict.asked
    return bool(asked) and opinion.wanted(settings, asked[-1])


def _question(asked):
    """What to ask; the same question about the same text is asked once."""
    prompt, reference, key_points, response, _ = asked
    return prompt, (reference,), tuple(key_points), response


def _opinions(settings, questions):
    """{question: opinion, or None}, of those that came in time; the first are asked first."""
    askers = ThreadPoolExecutor(min(len(questions), MOST_AT_ONCE))
    asking = {each: askers.submit(opinion.ask, settings, *each) for each in questions}
    wait(asking.values(), timeout=settings.opinion_timeout_s)
    askers.shutdown(wait=False, cancel_futures=True)  # those under way end in their own time, and are known when asked again
    return {each: future.result() for each, future in asking.items() if future.done() and not future.cancelled()}


def _reconsidered(settings, judgement, given):
    """A Judgement in the light of an opinion, if there is one."""
    if given is None:
        return judgement
    verdict, (_, reference, _, _, reading) = judgement.verdict, judgement.verdict.asked
    answer = next(each for each in judgement.question["answers"] if each["match"]["text"] == reference)
    both = opinion.combined(reading, given)
    if judgement.policy is not None:  # whoever set it was promised that a person sees what our own reader sends to review
        both = replace(both, needs_review=both.needs_review or verdict.needs_review)
    credit = both.credit * exact(answer["credit"])
    grader, version = opinion.graded_by(verdict.grader, verdict.version, settings)
    considered = replace(
        verdict, credit=credit, breakdown=(*verdict.breakdown, _part(reading, given, credit - verdict.credit)),
        matched=({**answer, "wire": answer},) if both.credit else (), confidence=both.confidence,
        needs_review=both.needs_review, grader=grader, version=version, remarks=free_text.remarks(both),
    )  # fmt: skip
    return replace(judgement, verdict=considered)


def _part(reading, given, difference):
    """What the second reader changed. Its own words stay with its operators: a learner's text may speak through them."""
    if opinion.differ(reading, given):
        detail = "A second reader judges otherwise: a person has to look."
    elif difference:
        detail = f"A second reader gives {'more' if difference > 0 else 'less'}: half way between the two."
    else:
        detail = "A second reader agrees."
    return Part("second opinion", difference, detail)
