"""An item's response processing, run on a response: what score it gives, and which feedback it shows.

So the many ways to write the same scoring need not be told apart: what a response is worth is asked of the item itself.
After the QTI 2.2 Information Model, sections 8 (response processing) and 15 (expressions); what is not in the tables below is
not understood, and said so. A value is None (NULL), a Decimal, a bool, a str, a Bag (cardinality multiple) or a tuple (ordered).
"""
from decimal import Context, Decimal, DecimalException, localcontext

from lxml import etree

from service.formats._qti_item import NUMERIC, NotHeld, value_of
from service.formats._qti_operators import OPERATORS, AnyOf, Bag, Unclear

DEEPEST, LARGEST, MOST_STEPS, MOST_VARIABLES = 60, 20_000, 1_000_000, 2000
EXACT = Context(prec=60)
BRANCHES = ("responseIf", "responseElseIf", "responseElse")
RULES = {*BRANCHES, "responseCondition", "setOutcomeValue", "lookupOutcomeValue", "responseProcessingFragment", "exitResponse"}
TIDYING = ("Trim", "ToAscii", "ParseCommaDecimal")
MAPS = ("mapResponse", "mapTolResponse")
READERS = frozenset(("variable", "correct", "default", "baseValue", *MAPS))

FIRST = {"numAttempts": Decimal(1), "completionStatus": "unknown"}
"""The variables that no item needs to declare, as they are when the first attempt is scored."""

FAILURES = (DecimalException, TypeError, ValueError, AttributeError, KeyError, IndexError)
"""What expressions raise on values that they do not take."""


class _Exit(Exception):
    """The scoring ends here."""


class Program:
    """Response processing that can be run; Unclear is raised where it does what is not understood."""

    def __init__(self, item, standard=""):
        self.item, self.steps = item, 0
        if len(item.outcomes) + len(item.responses) > MOST_VARIABLES:
            raise NotHeld(f"It has more than {MOST_VARIABLES} variables.")
        processing = item.processing
        template = (processing.get("template") or "").strip() if processing is not None else ""
        self.rules = () if processing is None else tuple(processing)
        self.kind = "" if self.rules else template.rsplit("/", 1)[-1].removesuffix(".xml").lower()
        if standard or processing is None or (not self.rules and not template):
            self.kind, self.rules = standard or "standard", ()
        elif self.rules:
            _understood(processing)
        elif self.kind not in ("match_correct", "map_response", "cc2_match", "cc2_map_response"):
            raise Unclear(f"the template {self.kind}")

    def named(self):
        """The values that its rules name together, in one container or one condition: what is worth trying."""
        for rule in self.rules:
            for element in rule.iter("multiple", "ordered", "and", "or", "anyN", "sum", "responseIf", "responseElseIf"):
                within = element[0] if element.tag.startswith("response") else element
                yield tuple(dict.fromkeys((each.text or "").strip() for each in within.iter("baseValue")))

    def affordable(self, tried):
        """So many of these responses, evenly from first to last, as a long program can be run on."""
        size = 1 + sum(1 for rule in self.rules for _ in rule.iter())
        return tried[:: 1 + len(tried) * size // MOST_STEPS]

    def score(self, given, name="SCORE"):
        """The score of a response, as {variable: value}."""
        score = self.run(given).get(name)
        if score is not None and not isinstance(score, Decimal):
            raise Unclear(f"a {name} that is no number")
        return score or Decimal(0)

    def constant(self, element):
        """The value of an expression whatever the response is; Unclear where it has none."""
        if any(each.get("identifier") in self.item.responses for each in element.iter("variable", *MAPS)):
            return None
        try:
            return self._value(element, {}, {name: _start(outcome) for name, outcome in self.item.outcomes.items()})
        except FAILURES as error:
            raise Unclear("an expression of other values than it takes") from error

    def run(self, given):
        """Every outcome after this response."""
        known = {**FIRST, **{name: _start(outcome) for name, outcome in self.item.outcomes.items()}}
        if self.kind:
            known["SCORE"] = self._by_template(given)
            return known
        known.setdefault("SCORE", None)
        try:
            with localcontext(EXACT):
                self._obey(self.rules, given, known)
        except _Exit:
            pass
        except FAILURES as error:
            raise Unclear("an expression of other values than it takes") from error
        return known

    def _by_template(self, given):
        if self.kind in ("standard", "key"):
            parts = [self._worth(each, given) for each in self.item.responses.values() if each.mapping or each.correct]
            return sum(parts, Decimal(0))
        names = list(self.item.responses)
        response = self.item.responses.get("RESPONSE" if "RESPONSE" in names or len(names) != 1 else names[0])
        if response is None:
            raise Unclear(f"the template {self.kind} without a variable RESPONSE")
        return self._worth(response, given, by_map=self.kind.endswith("map_response"))

    def _worth(self, response, given, by_map=None):
        value = given.get(response.name)
        if by_map or (by_map is None and response.mapping and self.kind != "key"):
            return Decimal(0) if value is None else OPERATORS["mapResponse"](response, value)
        return Decimal(OPERATORS["match"](value, _correct(response)) is True)

    def _obey(self, rules, given, known):
        for rule in rules:
            if rule.tag == "responseCondition":
                branch = next((each for each in rule if each.tag == "responseElse" or self._value(each[0], given, known) is True), None)
                if branch is not None:
                    self._obey(branch if branch.tag == "responseElse" else branch[1:], given, known)
            elif rule.tag == "responseProcessingFragment":
                self._obey(rule, given, known)
            elif rule.tag == "setOutcomeValue":
                known[rule.get("identifier", "")] = self._value(rule[0], given, known)
            elif rule.tag == "lookupOutcomeValue":
                known[rule.get("identifier", "")] = self._looked_up(rule, given, known)
            elif rule.tag == "exitResponse":
                raise _Exit

    def _looked_up(self, rule, given, known):
        table, source = self.item.outcomes.get(rule.get("identifier", ""), {}).get("table"), self._value(rule[0], given, known)
        if table is None or not isinstance(source, Decimal):
            raise Unclear("a table to look up that is none of numbers")
        return table(source)

    def _value(self, element, given, known):
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Unclear("more steps than can be tried for every response")
        name, tag = element.get("identifier", ""), element.tag
        if tag == "variable":
            return given.get(name) if name in self.item.responses else known.get(name)
        if tag == "baseValue":
            return value_of(element.text, element.get("baseType", "string"))
        if tag == "correct":
            return _correct(self.item.responses[name])
        if tag == "default":
            return _start(self.item.outcomes[name]) if name in self.item.outcomes else None
        if tag == "mapResponse":
            return OPERATORS[tag](self.item.responses[name], given.get(name))
        if tag == "mapTolResponse":
            return OPERATORS[tag](element, self.item.responses[name], given.get(name))
        values = [self._value(each, given, known) for each in element]
        if tag == "customOperator":
            return values[0]
        number = element.get("n") or element.get("min") or ""
        if tag in ("index", "anyN") and not number.lstrip("-").isdecimal():
            raise Unclear(f"{tag} by a variable")
        return OPERATORS[tag](element, *values)


def tidied(element):
    """Which of the operators of Dutch exams an element is, that tidy what is typed before it is compared; "" for any other."""
    name = (element.get("definition") or "").rpartition(":")[2] if element.tag == "customOperator" and len(element) == 1 else ""
    return name if name in TIDYING else ""


def tested(variable):
    """(what stands in a test for this variable, the names of what tidies it before): itself, or the outermost operator that tidies it."""
    names = []
    while tidied(variable.getparent()):
        variable = variable.getparent()
        names.append(tidied(variable))
    return variable, names


def _understood(processing):
    """Raise Unclear where a program holds what is not in the tables, or is too large or too deep to be tried."""
    depth, known = {processing: 0}, RULES | READERS | OPERATORS.keys()
    for count, element in enumerate(processing.iterdescendants(etree.Element), 1):
        depth[element] = depth[element.getparent()] + 1
        if element.tag == "customOperator" and not tidied(element):
            raise Unclear(f"the operator {element.get('definition') or element.get('class') or 'without a name'}")
        if element.tag not in known and element.tag not in ("value", "customOperator"):
            raise Unclear(element.tag)
        if element.tag in ("responseIf", "responseElseIf", "setOutcomeValue", "lookupOutcomeValue") and not len(element):
            raise Unclear(f"{element.tag} without an expression")
        if depth[element] > DEEPEST or count > LARGEST:
            raise Unclear("more rules than can be tried for every response")


def _correct(response):
    if not response.correct:
        return None
    if response.cardinality in ("multiple", "ordered"):
        return Bag(response.correct) if response.cardinality == "multiple" else response.correct
    return response.correct[0] if len(set(response.correct)) == 1 else AnyOf(response.correct)


def _start(outcome):
    """The value of an outcome variable before anything is scored."""
    values = tuple(value_of(each, outcome["base"]) for each in outcome["default"])
    if outcome["cardinality"] == "multiple":
        return Bag(values)
    if outcome["cardinality"] == "ordered":
        return values
    return values[0] if values else Decimal(0) if outcome["base"] in NUMERIC else None


def program(item, standard=""):
    """The program that scores an item: its own, or what its mappings and right answers say ("standard"), or these alone ("key").

    NotHeld where it has no key.
    """
    if standard and not any(each.correct or each.mapping for each in item.responses.values()):
        raise NotHeld("It has no answer key: nothing in it says which answer is right.")
    return Program(item, standard)
