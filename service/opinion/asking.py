"""Asking: one question, one opinion or none, and what came of it counted."""
import hashlib
import logging
import ssl
import time
from http.client import HTTPException

from prometheus_client import Counter, Histogram

from service import wire
from service.opinion import exchange, replies, rubric
from service.opinion.endpoint import endpoint
from service.opinion.replies import NoOpinion

LOG = logging.getLogger(__name__)
OPINIONS = Counter("quizbank_opinions", "Second opinions by what came of asking", ["outcome"])
TOKENS = Counter("quizbank_opinion_tokens", "Tokens of second opinions, as reported", ["direction"])
COST = Counter("quizbank_opinion_cost", "Cost of second opinions, in the currency of the prices that were set")
SECONDS = Histogram("quizbank_opinion_seconds", "Seconds that a request for a second opinion took")
NOT_ASKED = {"resting", "day_used_up"}
"""Outcomes that say nothing of the service."""


def ask(settings, prompt, references, key_points, response):
    """Ask for a second opinion; None where there is none, for whatever reason. Takes seconds, and never raises."""
    if not (settings.opinion_url and settings.opinion_model):
        return None
    try:
        opinion, outcome = _opinion(settings, prompt, references, key_points, response)
    except NoOpinion as why:
        opinion, outcome = None, why.outcome
    except Exception as error:  # grading goes on whatever it is; its text may hold the key or the answer
        LOG.error("asking for a second opinion failed", extra={"cause": type(error).__name__})
        opinion, outcome = None, "fault"
    OPINIONS.labels(outcome).inc()
    return opinion


def _opinion(settings, prompt, references, key_points, response):
    """(opinion, outcome): one that we have already, or a new one."""
    there = endpoint(settings.opinion_url, settings.opinion_model)
    question = rubric.asked(settings, prompt, references, key_points, response)
    name = hashlib.sha256(wire.write(question)).digest()
    if kept := there.kept.get(name):
        return kept, "known"
    try:
        opinion = _asked(settings, there, question, len(key_points))
    except NoOpinion as why:
        if why.outcome not in NOT_ASKED and there.failed(why.wait):
            LOG.warning("no second opinions for a while", extra={"outcome": why.outcome})
        raise
    there.answered(name, opinion)
    return opinion, "given"


def _asked(settings, there, question, points):
    """Ask with a schema for the reply, and without where the service takes none; both in the time of one."""
    until = time.monotonic() + settings.opinion_timeout_s
    if not there.plain:
        received = _received(settings, there, {**question, "response_format": rubric.SCHEMA}, until)
        if received.status not in (400, 422):
            return _checked(settings, received, points)
        OPINIONS.labels("no_schema").inc()
    received = _received(settings, there, {**question, "response_format": rubric.ANY_OBJECT}, until)
    there.plain = there.plain or received.status == 200
    return _checked(settings, received, points)


def _received(settings, there, question, until):
    """What the service replies, whatever it is; raises NoOpinion where there is no reply, or none is to be asked for."""
    if why := there.refuses(settings.opinion_daily):
        raise NoOpinion(why)
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"}
    if settings.opinion_key:
        headers["Authorization"] = f"Bearer {settings.opinion_key}"
    try:
        with SECONDS.time():
            return exchange.post(f"{settings.opinion_url.rstrip('/')}/chat/completions", headers, wire.write(question), until)
    except TimeoutError:
        raise NoOpinion("time_out") from None
    except ssl.SSLError:
        raise NoOpinion("not_secure") from None
    except (OSError, HTTPException):
        raise NoOpinion("unreachable") from None


def _checked(settings, received, points):
    """The opinion in what was received; what it took is counted even where it is none."""
    if received.status != 200:
        raise NoOpinion(_refusal(received.status), _wait(received))
    if len(received.data) > exchange.LARGEST:
        raise NoOpinion("too_long")
    if received.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NoOpinion("encoded")
    reply = replies.read(received.data)
    sent, got = replies.tokens(reply)
    TOKENS.labels("in").inc(sent)
    TOKENS.labels("out").inc(got)
    COST.inc((sent * settings.opinion_price_in + got * settings.opinion_price_out) / 1e6)
    return replies.opinion(reply, points)


def _refusal(status):
    """What a status other than 200 means, in a word."""
    known = {429: "told_to_wait", 401: "key_refused", 403: "key_refused"}
    return known.get(status) or {3: "redirected", 4: "request_refused", 5: "server_fault"}.get(status // 100, "no_answer")


def _wait(received):
    """Seconds that a busy service asks to be left alone; a date instead of a number is passed over."""
    text = received.headers.get("Retry-After", "")
    return int(text) if received.status in (429, 503) and text.isascii() and text.isdigit() and len(text) < 10 else 0
