"""A question as a type sees it, made from what would be posted."""
from decimal import ROUND_HALF_EVEN, Decimal

from service.question_types import TYPES


def ask(kind, *answers, prompt="What is it?", **body):
    """A question as it is posted; an answer is its match, or (its match, its credit)."""
    pairs = [answer if isinstance(answer, tuple) else (answer, 1) for answer in answers]
    return {"type": kind, "prompt": prompt, "body": body, "answers": [{"match": match, "credit": credit} for match, credit in pairs]}


def loaded(question):
    """The question with its schemas' defaults and Decimals, as `check` sees it."""
    kind = TYPES[question["type"]]
    answers = [
        {**answer, "match": kind.Match().load(answer["match"]), "credit": Decimal(str(answer.get("credit", 1)))}
        for answer in question["answers"]
    ]
    return {"prompt": question["prompt"], "body": kind.Body().load(question.get("body", {})), "answers": answers}


def kept(question):
    """The question as it comes back from where it is kept: numbers as JSON has them."""
    kind, question = TYPES[question["type"]], loaded(question)
    answers = [{**answer, "match": kind.Match().dump(answer["match"]), "credit": float(answer["credit"])} for answer in question["answers"]]
    return {**question, "body": kind.Body().dump(question["body"]), "answers": answers}


def faults(question):
    """What is wrong with a question: {(pointer, code)}."""
    return {(pointer, code) for pointer, _, code in TYPES[question["type"]].check(loaded(question))}


def graded(question, response):
    """The verdict on a response as it is sent."""
    kind = TYPES[question["type"]]
    return kind.grade(loaded(question), kind.Response().load({"response": response})["response"])


def score(question, response):
    """Its credit as the wire has it: to five places, half-even; None where only a person can say."""
    credit = graded(question, response).credit
    return None if credit is None else credit.quantize(Decimal("0.00001"), ROUND_HALF_EVEN)


def choices(ids, **more):
    return [{"id": each, "text": f"Choice {each}", **more} for each in ids]
