"""A question of a text2qti quiz while its blocks come in, and what it is once they are all there."""
import json
import re
from decimal import Decimal

from service.formats import _mixed, _prose, _ranges
from service.formats._nouns import Question, Skipped

WHOLE = re.compile(r"0|[+-]?[1-9][0-9]*")
BETWEEN_DIGITS = re.compile(r"(?<=[0-9])_(?=[0-9])")
POINTS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,5})?")
SIUNITX = re.compile(r"\\(?:num|si|SI)\{")
MOST = 1_000_000
"""Characters that a question may have with all that belongs to it."""
KEPT = ("external_id", "source", "category", "difficulty", "tags", "licence", "attribution")
"""What a comment of our own may say of a question: nothing that a learner sees or that earns points."""
KINDS = {
    "right_choice": "one", "wrong_choice": "one", "right_of_several": "several", "wrong_of_several": "several", "short_answer": "text",
    "numerical": "number", "essay": "essay", "upload": "upload",
}  # fmt: skip


class Draft:
    """What has been read of a question so far. The first fault found is the one that is told."""

    def __init__(self, block, shuffle, title, points, ours):
        self.block, self.shuffle, self.title, self.points = block, shuffle, title, points
        self.kind, self.choices, self.number, self.texts = None, [], "", {}
        self.fault, self.lost, self.original, self.ours = "", [], [], {}
        self.ids, self.size, self.shown = None, 0, []
        self.seen(block)
        if ours is not None:
            self._take(ours)

    def wrong(self, block, why):
        self.fault = self.fault or f"In {block.where}: {why}"

    def seen(self, block):
        """Note that a block is part of the question."""
        if block.guessed:
            self.lost.append(f"{block.where.capitalize()} is not UTF-8 and was read as Windows-1252: look at its accents.")
        self.size += sum(map(len, block.original)) + 1
        if block.too_long or self.size > MOST:
            self.wrong(block, "This is too long for a question.")
        if not self.fault:
            self.original += block.original

    def _take(self, ours):
        try:
            found = json.loads(ours.text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self.lost.append(f"The comment in {ours.where} is no JSON object and was left out.")
            return
        self.ours = {name: found[name] for name in KEPT if name in found}
        self.shuffle = found["shuffle"] if isinstance(found.get("shuffle"), bool) else self.shuffle
        ids = found.get("choice_ids")
        self.ids = ids if isinstance(ids, list) and all(isinstance(each, str) for each in ids) else None

    def add(self, block):
        """Take a block that belongs to a question."""
        self.seen(block)
        if self.fault:
            return
        if block.kind in ("feedback", "correct", "incorrect", "solution"):
            self._told(block)
        elif self.kind not in (None, KINDS[block.kind]):
            self.wrong(block, "A question is answered in one way only: with a) or [ ] or * or = or ____.")
        elif self.kind in ("number", "essay", "upload"):
            self.wrong(block, "This was said already: keep one such line.")
        else:
            self.kind = KINDS[block.kind]
            self.number = block.text
            if self.kind in ("one", "several", "text"):
                self.choices.append({"right": block.kind.startswith(("right", "short")), "text": block.text, "block": block})

    def list(self, block):
        """Take code to be shown: right below the question's text, where else nothing can be meant, as part of that."""
        self.seen(block)
        if self.kind or self.texts:
            self.wrong(block, "This code belongs to nothing: indent it as far as the text that it goes on with.")
        else:
            self.shown.append(block.text)

    def _told(self, block):
        """Feedback of the choice above it or, above all choices, of the question; a solution is always the question's."""
        place = self.choices[-1] if self.choices and block.kind == "feedback" else self.texts
        if self.kind and block.kind in ("correct", "incorrect"):
            self.wrong(block, "Feedback with + or - stands before the answers, right below the question.")
        elif self.kind in ("number", "essay", "upload") and block.kind == "feedback":
            self.wrong(block, "Feedback stands before the answer, right below the question.")
        elif block.kind in place:
            self.wrong(block, "This was said already: keep one of both.")
        else:
            place[block.kind] = block.text

    def done(self):
        """The question, or why it is none."""
        where = self.block.where
        if not self.fault:
            body, answers = self._typed()
        if self.fault:
            return Skipped(where, self.fault)
        prompt = self._prose("\n\n".join([self.block.text, *self.shown]))
        wire = {"type": self.type, "prompt": prompt, "body": body, "answers": answers, **self.ours}
        if self.title:
            wire["title"] = " ".join(self.title.split())
        if self.points is not None:
            wire["points"] = self.points
        names = {"general": "feedback", "correct": "correct", "incorrect": "incorrect"}
        if feedback := {name: self._prose(self.texts[kind]) for name, kind in names.items() if kind in self.texts}:
            wire["feedback"] = feedback
        return Question(where, wire, "\n".join(self.original).rstrip(), tuple(dict.fromkeys(self.lost)))

    def _typed(self):
        """Body and answers."""
        if self.kind == "upload":
            self.wrong(self.block, "A file cannot be handed in as an answer here: make it an essay (____) to have text instead.")
        elif self.kind is None:
            self.wrong(self.block, "It has no answers: add choices (a), [ ]), an answer (*, =) or ____ for an essay.")
        else:
            return getattr(self, f"_{self.kind}")()
        return {}, []

    def _solved(self, answers):
        """The answers, the first right one with the question's solution as its explanation."""
        if "solution" in self.texts:
            right = next(answer for answer in answers if answer.get("credit", 1) > 0)
            right["explanation"] = self._prose(self.texts["solution"])
        return answers

    def _one(self):
        right = sum(choice["right"] for choice in self.choices)
        if right != 1 or len(self.choices) < 2:
            few = "it has one choice only" if len(self.choices) < 2 else f"{right or 'none'} of its choices are marked as right"
            self.wrong(self.block, f"One of two or more choices must be right, and {few}: mark it as *a), or several with [*].")
            return {}, []
        words = [choice["text"].casefold() for choice in self.choices]
        if sorted(words) == ["false", "true"]:
            self.type = "true_false"
            return {}, self._solved([self._answer({"value": word == "true"}, choice) for word, choice in zip(words, self.choices)])
        self.type = "multiple_choice"
        return self._chosen(1)

    def _several(self):
        """text2qti gives points for exactly the right ones, and no others."""
        self.type = "multiple_response"
        right = sum(choice["right"] for choice in self.choices)
        if not right or len(self.choices) < 2:
            self.wrong(self.block, "It needs two choices or more, of which one or more are right: mark these as [*].")
            return {}, []
        body, answers = self._chosen(round(1 / Decimal(right), 5).normalize() if right > 1 else 1)
        return {**body, "scoring": "all_or_nothing"}, answers

    def _chosen(self, credit):
        fitting = self.ids and len(set(self.ids)) == len(self.choices)
        ids = self.ids if fitting else [f"c{place}" for place in range(1, len(self.choices) + 1)]
        choices = [{"id": name, "text": self._prose(choice["text"])} for name, choice in zip(ids, self.choices)]
        answers = [self._answer({"choice": name}, choice, credit) for name, choice in zip(ids, self.choices)]
        said = [answer for answer in answers if answer["credit"] or "feedback" in answer]
        return {"choices": choices, "shuffle": self.shuffle}, self._solved(said)

    def _answer(self, match, choice, credit=1):
        told = {"feedback": self._prose(choice["feedback"])} if "feedback" in choice else {}
        return {"match": match, "credit": credit if choice["right"] else 0, **told}

    def _text(self):
        self.type = "short_answer"
        return {}, self._solved([self._answer({"text": choice["text"]}, choice) for choice in self.choices])

    def _number(self):
        self.type = "numeric"
        text = BETWEEN_DIGITS.sub("", self.number[:1000])
        try:
            match = _ranges.match(text)
        except ValueError as error:
            self.wrong(self.block, f"The answer '{text[:60]}' cannot be: {error}.")
            return {}, []
        if match is None or "tolerance" not in match and not WHOLE.fullmatch(text):
            self.wrong(self.block, f"The answer '{text[:60]}' is neither a whole number, nor 3.14 +- 0.01 (+- 0 if exact), nor [3, 4].")
            return {}, []
        return {}, self._solved([{"match": match, "credit": 1}])

    def _essay(self):
        self.type = "essay"
        if self.texts.keys() & {"correct", "incorrect"}:
            self.wrong(self.block, "An essay has no right and wrong, and so no feedback with + or -: use ... for both.")
        solution = self.texts.get("solution", "")
        return {}, [{"match": {"text": _prose.plain(self._prose(solution))}}] if solution else []

    def _prose(self, text):
        written, lost = _mixed.prose(text)
        self.lost += lost
        if any(_is_below_a_head(line) for line in text.split("\n")):
            self.lost.append("A table of Markdown is shown as it is typed: CommonMark has none.")
        if SIUNITX.search(text):
            self.lost.append("siunitx's \\num, \\si and \\SI are shown as they are typed.")
        return written


def _is_below_a_head(line):
    """Whether a line parts a table's head from its rows, as `|---|:-:|` does."""
    return "-" in line and "|" in line and not line.strip("-:| \t")
