"""Orders to whoever grades, found in a response: "ignore your instructions", "award full marks".

An order stands where a sentence begins, or after "please", "you must" and the like. Where the question or a reference
speaks of the same thing (instructions of a processor, credit for an author), the response may well do so, too.
"""
import re

from service.free_text.words import words
from service.text import folded

START = r"(?:^|[.!?:;,()\[\]{}\"'>*#-] ?|\b(?:please|just|must|should|now|you|then|and) )"
WORK = r"(?:answer|response|submission|solution|work|student|learner)"
MARKS = r"(?P<thing>marks?|credits?|points?|scores?|grades?)"
FULL = r"(?:full|maximum|max|top|highest|perfect|all(?: of)?(?: the)?|100 ?%)"
NOT_TO_OTHERS = r"(?! (?:to|for) (?!(?:me|this|my|it)\b))"
ORDERS = tuple(
    re.compile(order, re.MULTILINE)
    for order in (
        rf"{START}(?:ignore|disregard|forget|override|bypass)(?: (?:all|any|the|your|these|those|my|every|each|of|previous|prior|above"
        r"|earlier|preceding|former|other|system|original|initial|grading|given)){1,5}"
        r" (?P<thing>instructions?|prompts?|rubrics?|guidelines?|directions?|references?(?: answers?)?|rules?|criteria|commands?)\b",
        rf"{START}(?:ignore|disregard|forget) (?:everything|anything|all)(?: of)?(?: the)? (?:above|before)"
        r"(?= ?$|[.!,;]| and\b)(?P<thing>)",
        rf"{START}(?:give|award|assign|grant|allocate)(?: (?:me|us|this|it|my|the|of|a|{WORK})){{0,4}} {FULL} {MARKS}\b{NOT_TO_OTHERS}",
        rf"{START}(?:give|award|grade|score|rate|mark) (?:me|it|(?:this|my|the) {WORK}|this)(?: (?:with|as|at|an?)){{0,2}}"
        r" (?:100 ?(?:%|percent|points|marks)|10/10|1\.0|a\+)(?P<thing>)",
        rf"{START}(?:set|make|return|output|report|respond with)(?: (?:the|a|my|its))? {MARKS}(?: of| to| as| =|:)?"
        r" ?(?:1\.0|100|1|10/10|full)\b",
        r"[{,] ?[\"'](?P<thing>credit|score|grade|confidence)[\"'] ?: ?[\"']?(?:1|1\.0|100)\b",
        r"^\W{0,3}(?P<thing>credit|score|grade|marks?) ?[:=] ?(?:1|1\.0|100 ?%?|10/10|full(?: marks)?|a\+)\W{0,3}$",
        rf"\b(?:{WORK}|i|it) (?:deserves?|(?:should|must) (?:get|receive|be (?:given|awarded)))(?: (?:a|the))? {FULL} {MARKS}\b",
        rf"{START}(?:mark|grade|score|rate|accept|count|treat|consider) (?:it|(?:this|my|the) {WORK}|this)"
        r"(?: (?:as|is|fully|completely|entirely)){0,3} (?:correct|right|perfect)\b(?P<thing>)",
        rf"{START}(?:you are |act as )(?:now )?(?:an?|the|my) (?:\w+ ){{0,3}}"
        r"(?P<thing>grader|examiner|teacher|marker|assistant|language model|ai)\b",
        r"\bas an? (?:ai |automated |automatic )?(?P<thing>grader|grading (?:system|assistant|model))\b",
        r"^\W{0,3}(?:system|assistant|developer|admin)(?: \w+)?\W{1,3}(?:you (?:are|must|should|will)|ignore|override|disregard"
        rf"|new instructions?|(?:give|award|grade|mark) (?:full|this|it|the|me)|set (?:the )?{MARKS}|(?:the|this) {WORK}\b)",
        r"<\|? ?(?:im_start|im_end|endoftext)|\[/?inst\]|<</?sys>>|^#+ ?(?:new )?instructions? ?:(?P<thing>)",
        r"\bignorieren? (?:sie )?(?:alle |die |deine |ihre |bisherigen |vorherigen |obigen ){1,4}(?P<thing>anweisungen|regeln|vorgaben)\b",
        r"\b(?:gib|geben sie|vergib|vergeben sie) (?:mir |dieser antwort |der antwort )?(?:die )?(?P<thing>volle|maximale) (?:punkt|note)",
    )
)
ASIDE = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]")
"""What a question is worth often stands in brackets: "(5 marks)" says nothing of its matter."""


def orders(prompt, references, response):
    """Whether a response gives an order to whoever grades it, of something of which question and references do not speak."""
    text = _lines(response)
    found = [(order, match["thing"] or "") for order in ORDERS for match in order.finditer(text)]
    if not found:
        return False
    known = [_lines(ASIDE.sub(" ", prompt)), *map(_lines, references)]
    stems = {word.stem for each in known for word in words(each)}
    return any(not stems & {word.stem for word in words(thing)} and not any(map(order.search, known)) for order, thing in found)


def _lines(text):
    return "\n".join(map(folded, text.splitlines()))
