"""An item of QTI as it is being written: what its type declares, and all that goes into every item.

After the QTI 2.2 Information Model, section 6. What a delivery system does not show stands in rubric blocks for tutors and scorers.
"""
from decimal import Decimal

from lxml import etree

from service.formats import _prose
from service.formats._qti_names import TOOL, identifier
from service.formats._qti_rules import add, assign, base, either, element, number, outcome, variable
from service.formats._xml import holdable

KEPT = {"a": ("href",), "img": ("src", "alt"), "code": ("class",), "pre": ("class",), "span": ("class",), "div": ("class",)}
INLINE = frozenset("a abbr b br cite code em i img kbd q samp small span strong sub sup tt var".split())
ENDS = ("correct", "partial", "incorrect")
RESPONSE, FEEDBACK = "RESPONSE", "FEEDBACK"


class Draft:
    """What becomes of one question; `rules` set `target`, in units of which `unit` is full credit."""

    def __init__(self, question, version, address=None):
        self.question, self.version, self.address = question, version, address
        self.body = question.get("body") or {}
        self.points = number(question.get("points", 1))
        self.unit, self.target = self.points or Decimal(1), "SCORE" if self.points else "SHARE"
        self.responses, self.outcomes, self.rules, self.blocks = [], [], [], []
        self.template, self.marks, self.by_hand, self.chained = None, [question["type"]], False, False
        self.answers = question.get("answers", [])
        self.feedback = {name: text for name, text in (question.get("feedback") or {}).items() if text}

    @property
    def silent(self):
        """Whether nothing is said to the learner, so that one of the standard templates can score alone."""
        return bool(self.points) and not self.feedback and not any(answer.get("feedback") for answer in self.answers)

    def worth(self, credit):
        """A credit in the units of the target."""
        return number(credit) * self.unit

    def told(self, place):
        """The rules that show the feedback of the answer at this place."""
        return [add(FEEDBACK, f"answer_{place + 1}")]

    def content(self, markdown):
        """Prose as a div with text and elements that every version allows."""
        html = _prose.to_html(holdable(markdown), self.address)
        div = etree.fromstring(f"<div>{html}</div>".encode())
        for each in div.iter(etree.Element):
            alternative = each.get("alt", "")
            for name in each.keys():
                if name not in KEPT.get(each.tag, ()):
                    del each.attrib[name]
            if each.tag == "img":
                each.set("alt", alternative)
        return div

    def into(self, parent, markdown):
        """Put prose into an element that takes text and blocks."""
        div = self.content(markdown)
        parent.text = div.text
        parent.extend(div)
        return parent

    def line(self, parent, markdown):
        """Put prose into an element that takes text alone, or in QTI 3 elements inside a line too."""
        div = self.content(markdown)
        if self.version.dashed and all(each.tag in INLINE for each in div.iterdescendants()):
            parent.text = div.text
            parent.extend(div)
        else:
            parent.text = " ".join("".join(div.itertext()).split())
        return parent

    def paragraphs(self, markdown):
        """Prose as a list of blocks."""
        return list(_blocks(self.content(markdown)))

    def item(self):
        """The whole item."""
        question, body = self.question, element("itemBody", *self.blocks, *self._notes(), class_=" ".join(self.marks))
        parts = [*self.responses, *self._outcomes(), body, *self._processing(), *self._modal()]
        name = question.get("external_id") or question["id"]
        return element("assessmentItem", *parts, identifier=identifier(name), title=question.get("title") or "", adaptive=False,
                       timeDependent=False, toolName=TOOL, toolVersion="1")  # fmt: skip

    def _outcomes(self):
        human = "human" if self.by_hand and self.version.number != "2.1" else None  # QTI 2.1 has no word for it
        yield outcome("SCORE", values=[0], normalMaximum=self.points or None, externalScored=human)
        yield outcome("MAXSCORE", values=[self.points])
        if self.target != "SCORE":
            yield outcome(self.target, values=[0])
        if not self.silent or self.chained:
            yield outcome(FEEDBACK, "identifier", "multiple")
        if self.question.get("penalty") is not None:
            yield outcome("PENALTY", values=[self.question["penalty"]])
        yield from self.outcomes

    def _processing(self):
        if self.template and self.silent:
            return [element("responseProcessing", template=self.template)]
        rules = [*self.rules, *([assign("SCORE", element("product", variable("SHARE"), variable("MAXSCORE")))] if not self.points else [])]
        if "general" in self.feedback:
            rules.append(add(FEEDBACK, "general"))
        if not self.by_hand and any(name in self.feedback for name in ENDS):
            rules.append(self._end())
        return [element("responseProcessing", *rules)] if rules else []

    def _end(self):
        """Show what is said to whom is right, partly right or wrong."""
        done = element("gte", variable(self.target), base(self.unit)), [add(FEEDBACK, "correct")]
        some = element("gt", variable(self.target), base(0)), [add(FEEDBACK, "partial")]
        return either(done, some, otherwise=[add(FEEDBACK, "incorrect")])

    def _modal(self):
        said = [(f"answer_{place}", answer.get("feedback")) for place, answer in enumerate(self.answers, 1)]
        for name, text in [*said, *self.feedback.items()]:
            if text:
                yield self.into(element("modalFeedback", outcomeIdentifier=FEEDBACK, identifier=name, showHide="show"), text)

    def _notes(self):
        for hint in self.question.get("hints") or ():
            yield element("rubricBlock", *self.paragraphs(hint), view="tutor", class_="hint")
        for place, answer in enumerate(self.answers, 1):
            if answer.get("explanation"):
                said = self.paragraphs(answer["explanation"])
                yield element("rubricBlock", *said, view="tutor scorer", class_=f"explanation answer_{place}")


def _blocks(div):
    """The blocks of a div, with a paragraph around what stands in none."""
    loose = None
    if (div.text or "").strip():
        loose = element("p", text=div.text)
    for each in list(div):
        tail, each.tail = each.tail, None
        if each.tag in INLINE:
            loose = element("p") if loose is None else loose
            loose.append(each)
            each.tail = tail
            continue
        if loose is not None:
            yield loose
            loose = None
        yield each
        if (tail or "").strip():
            loose = element("p", text=tail)
    if loose is not None:
        yield loose


def exact_share(share):
    """Whether a share of the points can be written in full; or a pattern of digits that never ends."""
    return share == share.quantize(Decimal("1e-12")) and len(share.as_tuple().digits) <= 25


