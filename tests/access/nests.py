"""One question of each type with a canary in every private place, and what is needed to speak of its choices."""
import itertools


PICTURED = ("feedback", "explanation", "partial")
"""Private places of a question that may show a picture."""


def labelled(value):
    """Every (id, text) in a body."""
    if isinstance(value, list):
        return [pair for each in value for pair in labelled(each)]
    if isinstance(value, dict):
        return [(value["id"], value["text"])] if "text" in value else [pair for each in value.values() for pair in labelled(each)]
    return []


def renamed(value, names):
    """The same response with other ids in it."""
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    if isinstance(value, dict):
        return {names.get(key, key): renamed(each, names) for key, each in value.items()}
    return names.get(value, value) if isinstance(value, str) else value


class Nest:
    """Where one question gets its canaries from."""

    def __init__(self, bank, question):
        self.bank, self.question, self.texts, self.pictured = bank, question, itertools.count(1), False

    def secret(self, where="match", number=False):
        return self.bank.mint("answer", self.question, where, number)

    def picture(self, where):
        """A picture, once in each question, in one place or another."""
        if where != PICTURED[self.question.place % 3] or self.pictured:
            return ""
        self.pictured = True
        return f" {self.bank.picture('answer', self.question, where)}"

    def choices(self, count):
        """Choices whose ids are canaries: only authors may read them."""
        return [{"id": self.bank.mint("stored", self.question, "choice"), "text": f"Choice {next(self.texts)}"} for _ in range(count)]

    def answer(self, match, credit=1):
        point = self.bank.free_points.pop(0) if self.bank.free_points else None
        if point:
            self.bank.canaries[point].of = self.question
        more = {where: f"{where.title()}: {self.secret(where)}." for where in ("feedback", "explanation")}
        more = {where: text + self.picture(where) for where, text in more.items()}
        return {"match": match, "credit": credit, "cites": [point] if point else [], **more}


# One of each type: (body, answers, a right response, a wrong one, what the prompt must hold), in stored ids


def multiple_choice(nest):
    right, wrong, other = choices = nest.choices(3)
    answers = [nest.answer({"choice": right["id"]}), nest.answer({"choice": wrong["id"]}, 0)]
    return {"choices": choices}, answers, right["id"], other["id"]


def multiple_response(nest):
    one, two, wrong = choices = nest.choices(3)
    answers = [nest.answer({"choice": each["id"]}, credit) for each, credit in ((one, 0.5), (two, 0.5), (wrong, -0.5))]
    return {"choices": choices}, answers, [one["id"], two["id"]], [wrong["id"]]


def true_false(nest):
    return {}, [nest.answer({"value": True}), nest.answer({"value": False}, 0)], True, False


def short_answer(nest):
    exact, wild, regex, wrong = (nest.secret() for _ in range(4))
    matches = [{"text": exact}, {"text": f"*{wild}*", "mode": "wildcard"}, {"text": f"{regex}[ab]", "mode": "regex"}, {"text": wrong}]
    return {}, [nest.answer(match, credit) for match, credit in zip(matches, (1, 0.8, 0.7, 0))], exact, "something else"


def numeric(nest):
    value, other = nest.secret(number=True), nest.secret(number=True)
    answers = [nest.answer({"value": value, "tolerance": 0.25}), nest.answer({"value": other}, 0.5)]
    return {"unit": "m"}, answers, value, 1


def open_ended(nest):
    said = [f"The {nest.secret('key point')} grows in winter", f"The {nest.secret('key point')} never sleeps"]
    text = f"{said[0]}, and {nest.secret()}."
    answers = [nest.answer({"text": text, "key_points": said}), nest.answer({"text": f"It is {nest.secret()}."}, 0.5)]
    return {}, answers, text, "I do not know."


def essay(nest):
    rubric = [{"id": "depth", "criterion": "Goes deep", "levels": [{"id": "yes", "text": "It does", "credit": 1}]}]
    return {"rubric": rubric}, [nest.answer({"text": f"A model: {nest.secret()}."})], "What I think of it.", ""


def matching(nest):
    left, right = nest.choices(2), nest.choices(3)
    pairs = {one["id"]: other["id"] for one, other in zip(left, right)}
    wrong = {one["id"]: right[2]["id"] for one in left}
    return {"left": left, "right": right}, [nest.answer({"pairs": pairs})], pairs, wrong


def ordering(nest):
    choices = nest.choices(3)
    order = [each["id"] for each in choices]
    return {"choices": choices}, [nest.answer({"order": order})], order, [*order[1:], order[0]]


def fill_in_blank(nest):
    choices, text, number = nest.choices(3), nest.secret(), nest.secret(number=True)
    blanks = [{"id": "one", "kind": "text"}, {"id": "two", "kind": "number"}, {"id": "three", "kind": "choice", "choices": choices}]
    right = {"one": text, "two": number, "three": choices[0]["id"]}
    matches = {"blank": "one", "text": text}, {"blank": "two", "value": number}, {"blank": "three", "choice": right["three"]}
    wrong = {"one": "something else", "two": 1, "three": choices[1]["id"]}
    return {"blanks": blanks}, [nest.answer(match) for match in matches], right, wrong, "{{one}} {{two}} {{three}}"


OF_EACH_KIND = multiple_choice, multiple_response, true_false, short_answer, numeric, open_ended, essay, matching, ordering, fill_in_blank
KINDS = {each.__name__: each for each in OF_EACH_KIND}
