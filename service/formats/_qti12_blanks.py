"""Questions of QTI 1.2 with blanks: in Canvas and Blackboard `[name]` in the text, elsewhere where the response stands in it."""
import re
from decimal import Decimal
from html import escape

from service.formats._qti12_choices import NEAR, NO_KEY, choices_of
from service.formats._qti12_feedback import Case, answer
from service.formats._qti12_item import LABEL, Unsuited
from service.formats._qti12_numbers import number, share, wire
from service.formats._qti12_rules import EQUAL
from service.formats._qti12_text import END, MARK, START
from service.formats._qti12_words import as_matches, bounded, spans, wanted
from service.formats._qti12_xml import attribute, first, says_yes
from service.text import folded

JOINED = re.compile(f"(?<=\\w)(?={START})|(?<={END})(?=\\w)")
"""Where a blank would run into a word."""
WRITTEN = ("str", "num")
LITERAL = re.compile(r"\{(?=\{)")


def blanks(item, rules, responses, feedback, prose):
    """A text with a blank for each response."""
    names = _names(responses)
    prompt = _prompt(item, responses, names, prose)
    worths, together = _worths(item, rules, responses)
    if together is None and not any(worths.values()):
        raise Unsuited(NO_KEY)
    found, answers = [], []
    for response, name in zip(responses, names):
        blank, made = _blank(item, rules, response, name, worths[response.ident], feedback, prose)
        if not any(each["credit"] > 0 for each in made) or not together and worths[response.ident] <= 0:
            raise Unsuited(f"It names no right answer for the blank '{name}'.")
        found.append(blank)
        answers += made
    _weighed(found, [worths[each.ident] for each in responses], together)
    scoring = "all_or_nothing" if together else "per_blank"
    top = None if together else sum(worths.values(), Decimal(0))
    return {"type": "fill_in_blank", "prompt": prompt, "body": {"blanks": found, "scoring": scoring}, "answers": answers}, top


def _names(responses):
    """A name for each blank: the file's own where it is fit."""
    named = [each.ident.removeprefix("response_") for each in responses]
    if len(set(named)) == len(named) and all(LABEL.fullmatch(each) for each in named):
        return named
    return [f"b{place}" for place in range(1, len(named) + 1)]


def _prompt(item, responses, names, prose):
    """The prompt with {{name}} for each blank."""
    html, at = [], {id(each.element): place for place, each in enumerate(responses)}
    for kind, each in item.pieces:
        html.append(each if kind == "html" else f"{START}{at[id(each)]}{END}" if id(each) in at else "")
    html = LITERAL.sub("{ ", "".join(html))
    for place, response in enumerate(responses):
        html = _placed(html, place, response)
    for place in range(len(responses)):
        if f"{START}{place}{END}" not in html:
            html += f" {START}{place}{END}"
    html = JOINED.sub(" ", html)
    return MARK.sub(lambda found: f"{{{{{names[int(found[1])]}}}}}", prose(html))


def _placed(html, place, response):
    """The mark of a blank where the text holds `[its name]`, else where the response stands."""
    mark = f"{START}{place}{END}"
    for each in dict.fromkeys((response.ident.removeprefix("response_"), response.ident, words_of(response.html))):
        written = f"[{escape(each, quote=False)}]"
        if each and written in html:
            return html.replace(mark, "", 1).replace(written, mark, 1)
    return html


def words_of(html):
    return re.sub(r"<[^<>]*>", "", html).strip()


def _worths(item, rules, responses):
    """({response ident: what it is worth}, whether only all blanks together score; None where nothing scores)."""
    nothing, worths = rules.score({}), {}
    for response in responses:
        scores = [rules.score({response.ident: [text]}) - nothing for text in _candidates(rules, response)]
        worths[response.ident] = max(scores, default=Decimal(0))
    alone = len(responses) == 1 and any(node.kind == "and" for place in rules.scoring for node in rules.tests[place])
    if any(worth > 0 for worth in worths.values()):
        return worths, alone
    for place in rules.scoring:
        named = {}
        for node in rules.tests[place]:
            if not node.turned and node.ident:
                named.setdefault(node.ident, [node.text])
        if rules.score(named) > nothing and all(each.ident in named for each in responses):
            part = item.facts.get("bbmd_partialcredit", "").lower() == "true"
            return dict.fromkeys(worths, Decimal(1)), not part
    return worths, None


def _candidates(rules, response):
    return [node.text for node in rules.named(response.ident, EQUAL)]


def _blank(item, rules, response, name, worth, feedback, prose):
    """(a blank, its answers)."""
    alone = rules.score({})

    def credit(text):
        score = rules.score({response.ident: [text]}) - alone
        return share(score / worth) if worth > 0 and score else 0

    listed = first(response.element, "render_choice") is not None  # ILIAS lists choices in a response_str, and names them by their text
    chosen = response.labels and (listed if response.kind in WRITTEN else not _open(item, response))
    if chosen:
        choices, ids = choices_of(response, prose)
        said = {each.ident: words_of(each.html) if response.kind in WRITTEN else each.ident for each in response.labels}
        cases = [Case(each, credit(text), rules.outcome({response.ident: [text]})[1]) for each, text in said.items()]
        cases = _sure(cases, rules, response)
        _shared(cases, rules, feedback)
        made = [(case, {"blank": name, "choice": ids[case.key]}) for case in cases]
        return {"id": name, "kind": "choice", "choices": choices}, _answers(made)
    if response.numeric and (numbers := _numbers(rules, response, prose)):
        cases = [Case(span, credit(str(middle)), rules.outcome({response.ident: [str(middle)]})[1]) for span, middle in numbers.items()]
        cases = _sure(cases, rules, response)
        _shared(cases, rules, feedback)
        return {"id": name, "kind": "number"}, _answers([(case, {"blank": name, **bounded(case.key, prose)}) for case in cases])
    accepted = response.labels and response.kind not in WRITTEN
    found = _accepted(response, prose) if accepted else _written(rules, response)
    cases = [Case(key, credit(key), rules.outcome({response.ident: [key]})[1]) for key, *_ in found]
    if accepted:
        cases = _all_accepted(cases, rules, response)
    cases = _sure(cases, rules, response)
    _shared(cases, rules, feedback)
    sensitive, matches = as_matches([each[1:] for each in found])
    made = [(case, {"blank": name, **match}) for case, match in zip(cases, matches)]
    return {"id": name, "kind": "text", **({"case_sensitive": True} if sensitive else {})}, _answers(made)


def _all_accepted(cases, rules, response):
    """Canvas lists all texts that a blank takes, and scores in its file the first of them alone."""
    best, named = max((case.credit for case in cases), default=0), {node.text for node in rules.named(response.ident)}
    return [case if case.key in named else Case(case.key, best, case.shown) for case in cases]


def _numbers(rules, response, prose):
    """{span: a number in it} of a number to be filled in; ILIAS has the bounds of its one right number in the place to write in."""
    found = spans(rules, response, prose)
    box = first(response.element, "render_fib")
    low, high = (number(attribute(box, end)) if box is not None else None for end in ("minnumber", "maxnumber"))
    if len(found) == 1 and low is not None and high is not None and low <= found[0][0] <= found[0][1] <= high:
        return {(low, high, False, False): found[0][0]}
    return {each: (each[0] + each[1]) / 2 for each in found}


def _written(rules, response):
    return [(text, mode, text, case) for mode, text, case in wanted(rules, response)]


def _sure(cases, rules, response):
    """Credit 1 for what the one condition names that asks for all blanks at once."""
    if any(case.credit > 0 for case in cases):
        return cases
    named = set(_candidates(rules, response))
    return [Case(case.key, 1 if case.key in named else case.credit, case.shown) for case in cases]


def _shared(cases, rules, feedback):
    """Feedback on single answers; what is shown without any is not theirs."""
    nothing = rules.outcome({})[1]
    for case in cases:
        case.explanation = "\n\n".join(feedback.solutions.pop(each) for each in sorted((case.shown - nothing) & feedback.solutions.keys()))
        for ident in sorted((case.shown - nothing) & feedback.texts.keys()):
            case.feedback = "\n\n".join(filter(None, (case.feedback, feedback.texts.pop(ident))))


def _answers(made):
    return [answer(case, match) for case, match in made if case.says]


def _open(item, response):
    """Whether the labels are answers that are accepted, and not a list to choose from (Canvas)."""
    kinds = {attribute(each.element, "answer_type").lower() for each in response.labels} - {""}
    if kinds:
        return kinds <= {"openentry"}
    return item.type == "fill in multiple blanks"


def _accepted(response, prose):
    """[(label ident, mode, text, whether case counts)] of what is accepted, by New Quizzes' ways of comparing; each once."""
    found = {}
    for label in response.labels:
        text, how = prose.plain(label.html), attribute(label.element, "scoring_algorithm")
        case = not says_yes(attribute(label.element, "ignore_case") or "yes")
        if how == "TextCloseEnough":
            typos = attribute(label.element, "levenshtein_distance") or "some"
            prose.lose(f"'{text}' is also right with {typos} letters wrong there; here it must be spelt rightly.")
        if how == "TextRegex" and not (text.startswith("^") and text.endswith("$")):
            prose.lose(f"The pattern '{text}' must fit the whole response here.")
        mode = {"TextContainsAnswer": "wildcard", "TextRegex": "regex"}.get(how, "exact")
        if text:
            found.setdefault((mode, text if mode == "regex" else folded(text, case_sensitive=case)), (label.ident, mode, text, case))
    return list(found.values())


def _weighed(found, worths, together):
    """Give blanks their weights where they differ: as small whole numbers where the scores are shares by these."""
    if together or max(worths) - min(worths) <= max(worths) * NEAR * 2:
        return
    least = min(worth for worth in worths if worth > 0)
    for times in range(1, 11):
        weights = [worth * times / least for worth in worths]
        if all(abs(each - each.to_integral_value()) <= each * NEAR / 10 for each in weights):
            worths = [each.to_integral_value() for each in weights]
            break
    for blank, worth in zip(found, worths):
        blank["weight"] = wire(worth)


def stands_inside(item):
    """Whether text goes on behind the first response, so that this is a text with blanks."""
    kinds = [kind for kind, each in item.pieces if kind == "response" or words_of(each)]
    return "response" in kinds and kinds[-1] == "html"

