"""What a response scores in an item of QTI 1.2, and which feedback it is shown: its conditions are tried one after the other.

After the ASI information model 1.2, section 3.4, as makers really use it: a condition ends the trial only where it says
continue="No"; alternatives to one single-valued response may stand side by side (Canvas, Blackboard), where the letter of
the specification would ask for all of them at once; `not` around several means none of them (D2L).
"""
from dataclasses import dataclass
from decimal import Decimal

from service.formats._qti12_numbers import number
from service.formats._qti12_text import bare
from service.formats._qti12_xml import attribute, first, name, says_yes, words

NOTHING, HUNDRED = Decimal(0), Decimal(100)
GROUPS = frozenset(("conditionvar", "and", "or", "not"))
RANGES = {
    "varlt": lambda given, bound: given < bound, "varlte": lambda given, bound: given <= bound,
    "vargt": lambda given, bound: given > bound, "vargte": lambda given, bound: given >= bound,
}  # fmt: skip
EQUAL = ("varequal", "pattern", "varsubset", "varsubstring")
BETWEEN = "between"
"""A varequal of Sakai's that holds two numbers, `1|2`."""
TESTS = frozenset(RANGES) | {*EQUAL, BETWEEN, "unanswered", "other"}
OTHERS = frozenset(("varinside", "durequal", "durlt", "durlte", "durgt", "durgte"))
FINAL = ("d2l_correct", "que_score", "score")
"""Variables that hold the score, the first that is there. D2L counts what is right, and says apart how that is scored."""


@dataclass
class Node:
    """A test, or a group of them; `inside` are the places of its own tests, `turned` says that it stands under a `not`."""

    kind: str
    ident: str
    text: str
    case: bool
    index: str
    inside: list
    turned: bool


class Rules:
    """The conditions of an item, ready to be tried."""

    def __init__(self, item):
        self.item = item
        self.written = {each.ident for each in item.responses if each.kind in ("str", "num")}
        self.single = {each.ident for each in item.responses if each.cardinality == "single"} | self.written
        self.known = {each.ident for each in item.responses}
        self.variables = {each[0].lower() for condition in item.conditions for each in condition.sets}
        self.alias, self.titles = self._aliases(), self._titles()
        self.tests = [self._compiled(each.test) for each in item.conditions]
        self.scoring = [place for place, each in enumerate(item.conditions) if each.sets]
        self.final = self._final()

    def _aliases(self):
        """D2L names the place to write in instead of its response; and a label may give its response away."""
        labels = {}
        for response in self.item.responses:
            for label in response.labels:
                labels.setdefault(label.ident, set()).add(response.ident)
        return {ident: next(iter(found)) for ident, found in labels.items() if len(found) == 1}

    def _titles(self):
        """{(response ident, what a choice says): its ident}: some cartridges name what is right by its text."""
        found = {}
        for response in self.item.responses:
            labels = response.labels if response.ident not in self.written else ()
            for label in labels:
                if text := bare(label.html):  # an image says none, and is not meant by none
                    found.setdefault((response.ident, text), set()).add(label.ident)
            found |= {(response.ident, label.ident): {label.ident} for label in labels}
        return {key: next(iter(idents)) for key, idents in found.items() if len(idents) == 1}

    def _compiled(self, test):
        if test is None:
            return []
        elements = [each for each in test.iter() if name(each) in GROUPS | TESTS | OTHERS]
        places = {id(each): place for place, each in enumerate(elements)}
        nodes = []
        for each in elements:
            parent = nodes[places.get(id(each.getparent()), 0)] if nodes else None
            text = words(each) if name(each) not in GROUPS else ""
            ident = self._resolved(attribute(each, "respident"), text)
            text = self.titles.get((ident, text), text)
            kind = "pattern" if name(each) == "varequal" and _is_pattern(each) else name(each)
            if kind == "varequal" and self.item.type == "numeric response" and ends(text):
                kind = BETWEEN
            turned = parent is not None and parent.turned != (parent.kind == "not")
            if parent is not None:
                parent.inside.append(len(nodes))
            nodes.append(Node(kind, ident, text, says_yes(attribute(each, "case")), attribute(each, "index"), [], turned))
        return nodes

    def _resolved(self, ident, text):
        if ident in self.known or not ident:
            return ident
        return self.alias.get(ident) or (self.alias.get(text, ident) if ident.lower() not in self.variables else ident)

    def _final(self):
        there = self.variables
        return next((each for each in FINAL if each in there), next(iter(sorted(there)), "score"))

    def outcome(self, response):
        """(score, idents of the feedback that is shown) for {response ident: [what is given]}; the score is within no bounds."""
        values, shown, met = {}, [], False
        given = {ident: (texts, frozenset(texts), frozenset(map(str.casefold, texts))) for ident, texts in response.items() if texts}
        for condition, nodes in zip(self.item.conditions, self.tests):
            if not self._holds(nodes, given, values, met, condition.test is None):
                continue
            for variable, action, text in condition.sets:
                values[variable.lower()] = self._changed(values, variable.lower(), action, text)
            shown += condition.shows
            met = met or bool(condition.sets)
            if condition.stops:
                break
        return values.get(self.final, NOTHING), frozenset(shown)

    def score(self, response):
        return self.outcome(response)[0]

    def _holds(self, nodes, given, values, met, untested):
        """Whether a condition holds; its tests are tried from the innermost outwards."""
        if not nodes:
            return untested
        true = [False] * len(nodes)
        for place in range(len(nodes) - 1, -1, -1):
            node = nodes[place]
            if node.kind not in GROUPS:
                true[place] = self._met(node, given, values, met)
            elif node.kind == "or":
                true[place] = any(true[each] for each in node.inside)
            elif node.kind == "not":
                true[place] = not any(true[each] for each in node.inside)
            else:
                true[place] = bool(node.inside) and self._all(node, nodes, true)
        return true[0]

    def _all(self, node, nodes, true):
        """All of them; of several equalities for one single-valued response one is enough, or else its bounds."""
        equal, bounds, others = {}, {}, True
        for each in node.inside:
            one = nodes[each]
            if one.ident in self.single and one.kind in EQUAL and not one.index:
                equal.setdefault(one.ident, []).append(true[each])
            elif one.ident in self.single and one.kind in RANGES:
                bounds.setdefault(one.ident, []).append(true[each])
            else:
                others = others and true[each]
        return others and all(
            any(equal.get(ident, ())) or bool(bounds.get(ident)) and all(bounds[ident]) for ident in {*equal, *bounds}
        )

    def _met(self, node, given, values, met):
        if node.kind == "other":
            return not met
        if node.kind == "unanswered":
            return node.ident not in given
        if node.ident in given:
            texts, exactly, folded = given[node.ident]
        elif node.kind in RANGES and node.ident.lower() in self.variables:
            texts, exactly, folded = [str(values.get(node.ident.lower(), NOTHING))], (), ()
        else:
            return False
        if node.kind in RANGES:
            bound, one = self._value(values, node.text), number(texts[0])
            return bound is not None and one is not None and RANGES[node.kind](one, bound)
        if node.kind == BETWEEN:
            low, high = ends(node.text)
            one = number(texts[0])
            return one is not None and low <= one <= high
        if node.index.isdecimal():
            place = int(node.index[:6]) - 1
            return 0 <= place < len(texts) and texts[place] == node.text
        wanted, among = (node.text, exactly) if node.case else (node.text.casefold(), folded)
        if node.kind in ("varequal", "pattern"):  # nobody's pattern is tried here; it stands for its own text
            return wanted in among
        if node.kind == "varsubset" and node.ident not in self.single:
            return set(wanted.replace(" ", "").split(",")) <= among
        return node.kind in ("varsubset", "varsubstring") and any(wanted in each for each in among)

    def _changed(self, values, variable, action, text):
        now, value = values.get(variable, NOTHING), self._value(values, text)
        if value is None:
            value = Decimal(1) if action == "add" and not text else NOTHING
        if action == "add":
            return now + value
        if action == "subtract":
            return now - value
        if action == "multiply":
            return now * value
        return (now / value if value else now) if action == "divide" else value

    def _value(self, values, text):
        if text.lower().endswith(".max"):
            return self.item.most or HUNDRED
        found = number(text)
        if found is not None and abs(found) > 10**15:
            return None
        return values.get(text.lower(), NOTHING if text.lower() in self.variables else None) if found is None else found

    def named(self, ident, kinds=("varequal",)):
        """What the conditions name for a response: its tests that stand under no `not`, each once."""
        found = {}
        for nodes in self.tests:
            for node in nodes:
                if node.kind in kinds and node.ident == ident and not node.turned:
                    found.setdefault((node.kind, node.text, node.case, node.index), node)
        return list(found.values())

    def strange(self):
        """The kinds of test in conditions that set a score, which are not tried here."""
        return sorted({node.kind for place in self.scoring for node in self.tests[place]} - TESTS - GROUPS)


def ends(text):
    """The two numbers of a range as Sakai writes it, or None."""
    found = [number(each) for each in text.split("|")]
    return (min(found), max(found)) if len(found) == 2 and None not in found else None


def _is_pattern(element):
    """Whether D2L says of a varequal that it is a regular expression."""
    beside = element.getnext()
    said = first(beside, "answer_is_regexp") if beside is not None and name(beside) == "var_extension" else None
    return said is not None and says_yes(words(said))


def full_mark(item, top):
    """The score that is worth full credit, where the best response scores `top`.

    Scores are percentages or points, and makers do not say which: SCORE goes to 100 in Canvas and in cartridges, in
    Respondus single answers are percentages of a que_score in points; New Quizzes writes points though SCORE goes to 100.
    """
    most = item.most
    if most == HUNDRED and top > most:
        return most
    if most is None or most <= 0 or top > most:
        return HUNDRED if most is None and top < HUNDRED and item.d2l else top
    if top == stated_points(item) or most != HUNDRED and top == HUNDRED:
        return top
    return most


def stated_points(item):
    """The points that an item says it is worth, or None."""
    keys = ["points_possible", "cc_weighting", "qmd_absolutescore_max"] + ["qmd_weighting"] * item.d2l
    found = (number(item.facts.get(key, "")) for key in keys)
    return next((each for each in found if each is not None and each >= 0), None)


def points(item, top):
    """The points that an item is worth: as it says, or by its scores where these are no percentages; None if nothing tells."""
    said = stated_points(item)
    if said is not None:
        return said
    if item.most is not None and item.most > 0:
        return None if item.most == HUNDRED else item.most
    return None if top is None or top <= 0 or top >= HUNDRED or item.d2l else top
