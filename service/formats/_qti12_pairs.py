"""Questions of QTI 1.2 that match or order things: pairs, categories (New Quizzes), and orders."""
import re
from decimal import Decimal

from service.formats._qti12_choices import NEAR, NO_KEY, choices_of
from service.formats._qti12_item import Unsuited, identifiers
from service.formats._qti12_numbers import number
from service.formats._qti12_text import html_of
from service.formats._qti12_xml import attribute, below
from service.text import folded


OURS = re.compile(r"answer_\d{1,4}_fb")
"""How we name feedback on an answer as a whole."""


def matching(item, rules, responses, feedback, prose):
    """Each response is a thing on the left, its labels are the right side."""
    rights, place_of = _rights(item, responses, prose)
    keys, worths = {}, {}
    for response in responses:
        nothing = rules.score({})
        scores = {node.text: rules.score({response.ident: [node.text]}) - nothing for node in rules.named(response.ident)}
        scores = {ident: score for ident, score in scores.items() if (response.ident, ident) in place_of}
        best = max(scores, key=scores.get, default=None)
        if best is not None:
            keys[response.ident], worths[response.ident] = place_of[response.ident, best], scores[best]
    together = not any(worth > 0 for worth in worths.values())
    alone = len(responses) == 1 and any(node.kind == "and" for place in rules.scoring for node in rules.tests[place])
    if together:
        keys = _together(rules, responses, place_of)
    lefts = [response for response in responses if response.ident in keys and (together or worths[response.ident] > 0)]
    lefts = _with_text(lefts, responses, prose)
    if not lefts:
        raise Unsuited(NO_KEY)
    left = [{"id": ident, "text": prose(each.html)} for each, ident in zip(lefts, identifiers(_names(lefts), "l"))]
    pairs = {one["id"]: f"r{keys[each.ident] + 1}" for one, each in zip(left, lefts)}
    right = [{"id": f"r{place}", "text": text} for place, text in enumerate(rights, 1)]
    right = _filled(right, pairs, prose)
    _same_worth([worths.get(each.ident) for each in lefts] if not together else [], prose)
    body = {"left": left, "right": right, "scoring": _pair_scoring(item, together or alone, prose)}
    made = {"match": {"pairs": pairs}}
    _left_feedback(rules, lefts, feedback, made, prose)
    top = None if together else sum(worths.values(), Decimal(0))
    return {"type": "matching", "body": body, "answers": [made]}, top


def _names(responses):
    """The identifiers of things on the left, which Canvas writes with response_ before them."""
    return [each.ident.removeprefix("response_") for each in responses]


def _rights(item, responses, prose):
    """(texts of the right side, {(response ident, label ident): place}); what has the same text is one thing."""
    block = next((each for each in below(item.element, "flow") if attribute(each, "class").upper() == "RIGHT_MATCH_BLOCK"), None)
    if block is not None and item.blackboard:  # Blackboard ties the labels of each response to the right side by their order
        texts = [prose(html_of(each)) for each in block]
        named = {
            (response.ident, label.ident): texts[place]
            for response in responses for place, label in enumerate(response.labels) if place < len(texts)
        }  # fmt: skip
    else:
        known = {html: prose(html) for html in dict.fromkeys(label.html for response in responses for label in response.labels)}
        named = {(response.ident, label.ident): known[label.html] for response in responses for label in response.labels}
        texts = list(known.values())
    order = {}
    for text in texts:
        order.setdefault(folded(text, case_sensitive=True), (len(order), text))
    places = {pair: order[folded(text, case_sensitive=True)][0] for pair, text in named.items()}
    return [text for _, text in order.values()], places


def _together(rules, responses, place_of):
    """The pairs that one condition names, where only all of them together score."""
    for place in rules.scoring:
        named = {node.ident: [node.text] for node in rules.tests[place] if node.kind == "varequal" and not node.turned}
        if rules.score(named) > 0:
            idents = {each.ident for each in responses}
            return {ident: place_of[ident, text[0]] for ident, text in named.items() if ident in idents and (ident, text[0]) in place_of}
    return {}


def _with_text(lefts, responses, prose):
    """The things on the left that can be read; others cannot be matched by anybody."""
    kept = [each for each in lefts if prose(each.html)]
    if len(kept) < len(responses):
        prose.lose(f"{len(responses) - len(kept)} of its {len(responses)} rows have no text or no right match; they were left out.")
    return kept


def _filled(right, pairs, prose):
    """The right side without things that have no text."""
    kept = [each for each in right if each["text"]]
    if any(each["id"] in pairs.values() for each in right if not each["text"]):
        raise Unsuited("What belongs to one of its rows has no text.")
    if len(kept) < 2:
        raise Unsuited("Fewer than two things are there to match with.")
    return kept


def _same_worth(worths, prose):
    if worths and max(worths) - min(worths) > max(worths) * NEAR * 2:
        prose.lose("Its rows are worth different points there; here each counts the same.")


def _pair_scoring(item, together, prose):
    if item.d2l and item.facts.get("grading_type") == "2":
        prose.lose("Wrong pairs are subtracted from right ones there; here they count nothing.")
    all_of_it = item.facts.get("grading_type") == "1" if item.d2l else together
    part = item.facts.get("bbmd_partialcredit", "").lower()
    return "all_or_nothing" if (all_of_it and part != "true") or (item.blackboard and part == "false") else "per_pair"


def _left_feedback(rules, lefts, feedback, made, prose):
    """Feedback on one row has no place of its own here; it goes to the answer with the row's name before it."""
    said, nothing = [], rules.outcome({})[1]
    right = [rules.outcome({each.ident: [node.text]})[1] - nothing for each in lefts for node in rules.named(each.ident)]
    of_all = [each for each in feedback.texts if all(each in shown for shown in right) and (len(lefts) > 1 or OURS.fullmatch(each))]
    made["feedback"] = "\n\n".join(feedback.texts.pop(each) for each in sorted(of_all) if each in feedback.texts)
    for each in lefts:
        idents = [f"{each.ident.removeprefix('response_')}_fb"]
        idents += sorted({one for node in rules.named(each.ident) for one in rules.outcome({each.ident: [node.text]})[1] - nothing})
        for ident in idents:
            if ident in feedback.texts:
                said.append(f"{prose(each.html)}: {feedback.texts.pop(ident)}")
    if said:
        prose.lose("The feedback on its rows stands together in the feedback of the answer.")
        made["feedback"] = "\n\n".join(filter(None, (made["feedback"], *said)))
    if not made["feedback"]:
        del made["feedback"]


def categories(item, rules, responses, feedback, prose):
    """New Quizzes' categorization: each item belongs to a category, or to none."""
    labels = {label.ident: label for response in responses for label in response.labels}
    home = {}
    for response in responses:
        for node in rules.named(response.ident):
            if node.text in labels:
                home.setdefault(node.text, response.ident)
    if not home:
        raise Unsuited(NO_KEY)
    astray = [prose.plain(each.html) for ident, each in labels.items() if ident not in home]
    if astray:
        prose.lose(f"What belongs to no category was left out: {', '.join(astray)}.")
    if len(rules.scoring) > 1:
        prose.lose("There a category counts as a whole; here each thing that is put into one counts.")
    lefts = [each for ident, each in labels.items() if ident in home]
    left = [{"id": ident, "text": prose(each.html)} for each, ident in zip(lefts, identifiers([each.ident for each in lefts], "l"))]
    ids = dict(zip([each.ident for each in responses], identifiers([each.ident for each in responses], "r")))
    right = [{"id": ids[each.ident], "text": prose(each.html)} for each in responses]
    if len(right) < 2 or not all(each["text"] for each in left + right):
        raise Unsuited("It has fewer than two categories, or one without a name.")
    pairs = {one["id"]: ids[home[each.ident]] for one, each in zip(left, lefts)}
    scoring = "per_pair" if len(rules.scoring) > 1 else "all_or_nothing"
    return {"type": "matching", "body": {"left": left, "right": right, "scoring": scoring}, "answers": [{"match": {"pairs": pairs}}]}, None


def ordering(item, rules, response, feedback, prose):
    """Things to be put in order."""
    choices, ids = choices_of(response, prose)
    ends = [text for each in below(response.element, "render_extension") if (text := prose.plain(html_of(each, skip=("response_label",))))]
    if ends:
        prose.lose(f"The words at the ends of the list were left out: {' '.join(ends[0].split())[:200]}")
    orders, in_place = _orders(item, rules, response)
    if not orders:
        raise Unsuited("It does not say which order is right.")
    part = item.facts.get("bbmd_partialcredit", "").lower() == "true" or item.d2l and item.facts.get("grading_type") != "1"
    if item.d2l and item.facts.get("grading_type") == "2":
        prose.lose("Things in a wrong place are subtracted from the right ones there; here they count nothing.")
    body = {"choices": choices, "scoring": "in_place" if in_place or part else "all_or_nothing"}
    answers = [{"match": {"order": [ids[each] for each in order]}} for order in orders]
    shown = rules.outcome({response.ident: orders[0]})[1] - rules.outcome({})[1]
    said = [feedback.texts.pop(each) for each in sorted(shown) if each in feedback.texts]
    if said:
        answers[0]["feedback"] = "\n\n".join(said)
    return {"type": "ordering", "body": body, "answers": answers}, _most(rules, response, orders)


def _most(rules, response, orders):
    """The score of the best order; places may be numbered from 0 (ILIAS), so that each is asked for what it adds."""
    top = max(rules.score({response.ident: order}) for order in orders)
    sets = [each for place in rules.scoring for each in rules.item.conditions[place].sets]
    adds = [value for _, action, text in sets if action == "add" and (value := number(text))]
    return (max(top, sum(adds)) if len(orders) == 1 else top) or None


def _orders(item, rules, response):
    """(the orders that score, whether each place counts by itself): named in their order, by index, or by numbers (D2L)."""
    idents = [each.ident for each in response.labels]
    orders, by_place = [], {}
    for place in rules.scoring:
        nodes = [node for node in rules.tests[place] if node.kind == "varequal" and not node.turned and node.ident == response.ident]
        named = [node.text for node in sorted(nodes, key=lambda each: int(each.index[:6]) if each.index.isdecimal() else 0)]
        if sorted(named) == sorted(idents):
            orders.append(named)
        elif len(nodes) == 1 and nodes[0].index.isdecimal():
            by_place[int(nodes[0].index[:6])] = nodes[0].text
    numbered = _numbered(item, idents) if not orders and not by_place else None
    if numbered:
        return [numbered], True
    if not orders and sorted(by_place.values()) == sorted(idents):
        return [[by_place[each] for each in sorted(by_place)]], True
    return [list(each) for each in dict.fromkeys(map(tuple, orders))], False


def _numbered(item, idents):
    """The order where each condition gives a thing its number, as D2L does."""
    numbers = {}
    for condition in item.conditions:
        for each in below(condition.test, "varequal") if condition.test is not None else ():
            ident, text = attribute(each, "respident"), (each.text or "").strip()
            if ident in idents and text.isdecimal() and len(text) < 6:
                numbers.setdefault(ident, int(text))
    return sorted(numbers, key=numbers.get) if sorted(numbers) == sorted(idents) else None
