"""The feedback of an item in QTI 1.2: which of it is the whole question's, which an answer's, what is a hint, what a solution.

Canvas and cartridges name the whole question's general_fb, correct_fb and general_incorrect_fb, Blackboard and Sakai correct and
incorrect, OLAT Mastery and Fail, ILIAS response_allcorrect and response_onenotcorrect. All other feedback is told by the responses
that it is shown for.
"""
from dataclasses import dataclass

from service.formats._qti12_text import html_of
from service.formats._qti12_xml import attribute, below, children

WHOLE = {
    "general_fb": "general", "general": "general", "correct_fb": "correct", "correct": "correct", "general_correct_fb": "correct",
    "general_incorrect_fb": "incorrect", "incorrect_fb": "incorrect", "incorrect": "incorrect", "partial_fb": "partial",
    "mastery": "correct", "fail": "incorrect", "response_allcorrect": "correct", "response_onenotcorrect": "incorrect",
}  # fmt: skip


@dataclass
class Case:
    """A response that was tried: what stands for it, its credit, the feedback that it is shown; feedback and explanation are filled in."""

    key: object
    credit: object
    shown: frozenset
    feedback: str = ""
    explanation: str = ""
    named: bool = False

    @property
    def says(self):
        """Whether it is worth an answer of its own: something hangs on it, or its author names it."""
        return bool(self.credit or self.feedback or self.explanation or self.named)


class Feedback:
    """An item's feedback as prose, given out piece by piece."""

    def __init__(self, item, prose):
        self.item, self.texts, self.solutions, self.hints, self.whole = item, {}, {}, [], {}
        for each in below(item.element, "itemfeedback"):
            ident = attribute(each, "ident")
            self.texts[ident] = "\n\n".join(filter(None, (self.texts.get(ident), prose(html_of(each)))))
            solution = "\n\n".join(prose(html_of(one, skip=())) for one in children(each, "solution")).strip()
            if item.blackboard and ident != "solution":  # so Blackboard writes the feedback on an answer
                self.texts[ident] = "\n\n".join(filter(None, (self.texts[ident], solution)))
            else:
                self.solutions[ident] = solution
        self.hints = [text for each in below(item.element, "hint") if (text := prose(html_of(each, skip=())))]
        self.texts = {ident: text for ident, text in self.texts.items() if text}
        self.solutions = {ident: text for ident, text in self.solutions.items() if text}
        self._take_whole()

    def _take_whole(self):
        own = attribute(self.item.element, "label")  # where D2L has a question's own feedback
        for ident in list(self.texts):
            part = WHOLE.get(ident.lower()) or ("general" if ident and ident == own else None)
            if part:
                self._whole(part, self.texts.pop(ident))

    def _whole(self, part, text):
        self.whole[part] = "\n\n".join(filter(None, (self.whole.get(part), text)))

    def share(self, cases, nothing=frozenset()):
        """Give each case its feedback; `nothing` is what a response is shown that is none of them."""
        left = {ident for case in cases for ident in case.shown} | nothing
        for ident in [each for each in self.texts if each in left]:
            keys = [case for case in cases if ident in case.shown]
            right = [case for case in cases if case.credit >= 1]
            if not keys:
                self._whole("incorrect", self.texts.pop(ident))
            elif len(cases) > 1 and len(keys) == len(cases) and (ident in nothing or not nothing):
                self._whole("general", self.texts.pop(ident))
            elif len(keys) > 1 and keys == right:
                self._whole("correct", self.texts.pop(ident))
            elif len(keys) > 1 and keys == [case for case in cases if case.credit < 1] and ident in nothing:
                self._whole("incorrect", self.texts.pop(ident))
            else:
                self._give(keys, self.texts.pop(ident))
        for case in cases:
            found = [self.solutions.pop(each) for each in sorted(case.shown) if each in self.solutions]
            case.explanation = "\n\n".join(found)

    @staticmethod
    def _give(cases, text):
        for case in cases:
            case.feedback = "\n\n".join(filter(None, (case.feedback, text)))

    def named_after(self, cases, ident_of):
        """Give out what only its name ties to a choice: `x_fb` (Canvas), `…_IFn` beside `…_An` (D2L)."""
        for case in cases:
            ident = ident_of(case)
            for each in (f"{ident}_fb", "_IF".join(ident.rsplit("_A", 1)) if "_A" in ident else ""):
                if each in self.texts:
                    self._give([case], self.texts.pop(each))

    def explained(self, answers):
        """Put solutions that no response is shown into the explanation of the best answer; what is left over is told."""
        best = max(answers, key=lambda each: each.get("credit", 1), default=None)
        if best is not None and self.solutions:
            said = list(filter(None, (best.get("explanation"), *self.solutions.values())))
            best["explanation"] = "\n\n".join(said)
            self.solutions = {}

    def left_over(self):
        """A sentence for each feedback that has no place."""
        idents = [*self.texts, *(each for each in self.solutions if each not in self.texts)]
        return [f"The feedback '{each}' is shown for no single answer; it was left out." for each in idents]


def answer(case, match):
    """A wire answer for a case."""
    made = {"match": match, "credit": case.credit}
    if case.feedback:
        made["feedback"] = case.feedback
    if case.explanation:
        made["explanation"] = case.explanation
    return made


def model_answers(item):
    """The HTML of each model answer to a written question: Blackboard's solution, D2L's answer_key."""
    found = [html_of(each, skip=()) for each in below(item.element, "answer_key_material", "solutionmaterial")]
    return [each for each in found if each.strip()]

