"""A question as GIFT, so that it scores there as it does here; what cannot be said so is Unsaid, with the reason."""
from decimal import Decimal
from fractions import Fraction

from schemas.prose import COMMONMARK
from service.formats._first_match import Numbers, Words, in_order
from service.formats._gift_answers import PAIR
from service.formats._gift_numbers import written_number
from service.formats._gift_prose import MARKER, escaped, says_itself, written
from service.formats._prose import plain
from service.question_types.fill_in_blank import IN_PROMPT
from service.verdict import FULL, NOTHING, clamped, exact

SHARES_OF = 12
"""A credit that is a share of so many or fewer, rounded, is written as precisely as Moodle knows such shares (33.33333 %)."""


class Unsaid(Exception):
    """What GIFT cannot say."""


def written_question(question):
    """The lines of a question, and a blank one."""
    if question["type"] not in SECTIONS:
        raise Unsaid(f"GIFT has no question of the type {question['type']}.")
    if question["type"] in ("short_answer", "fill_in_blank"):
        question = {**question, "answers": [{**each, "feedback": _without_pair(each.get("feedback") or "")} for each in question["answers"]]}
    before, after = _around(question)
    section = SECTIONS[question["type"]](question)
    marker = "" if all(map(says_itself, _texts(question))) else "[markdown]"
    title = f"::{escaped(question['title'])}::" if question.get("title") else ""
    return f"{_comment(question)}{title}{marker}{escaped(before)}{{{section}{_general(question, section)}}}{escaped(after)}\n\n"


def _comment(question):
    name = question.get("external_id") or question.get("id")
    labels = [("id", name)] * bool(name) + [("tag", tag) for tag in question.get("tags") or ()]
    return "// " + " ".join(f"[{kind}:{label.replace(']', chr(92) + ']')}]" for kind, label in labels) + "\n" if labels else ""


def _general(question, section):
    said = (question.get("feedback") or {}).get("general")
    return f"####{written(said)}" + "\n" * section.startswith(("\n", "#\n")) if said else ""


def _texts(question):
    """All prose that a question's format has to fit."""
    body, feedback = question.get("body") or {}, question.get("feedback") or {}
    yield question["prompt"]
    yield from (each for name in ("general", "incorrect") if (each := feedback.get(name)))
    yield from (answer["feedback"] for answer in question["answers"] if answer.get("feedback"))
    for holder in (body, *body.get("blanks", ())):
        yield from (choice["text"] for side in ("choices", "left") for choice in holder.get(side) or ())


def _around(question):
    """The prompt before and after the answers."""
    prompt = question["prompt"]
    if question["type"] != "fill_in_blank":
        return prompt, ""
    if len(question["body"]["blanks"]) > 1:
        raise Unsaid("GIFT has one blank at most in a question.")
    before, _, after = IN_PROMPT.split(prompt)
    if not after.strip():
        raise Unsaid("GIFT knows a blank only where text follows it.")
    return before, after


def _without_pair(feedback):
    """Feedback on words that is not taken for a pair, where Markdown has another way to write it."""
    other = feedback.replace(PAIR, "-\\>")
    return other if COMMONMARK.render(other) == COMMONMARK.render(feedback) else feedback


def _listed(lines):
    return "\n" + "".join(f"\t{line}\n" for line in lines)


def _percent(credit):
    share = Fraction(credit).limit_denominator(SHARES_OF)
    if round(share, 5) == Fraction(credit):
        return f"%{float(share) * 100:.5f}".rstrip("0").rstrip(".") + "%"
    return f"%{(credit * 100).normalize():f}%"


def _commented(text, answer):
    said = answer.get("feedback")
    return f"{text}#{written(said)}" if said else text


def _credits(question):
    return {answer["match"]["choice"]: (exact(answer["credit"]), answer) for answer in question["answers"]}


def _choices(choices, credits, single):
    for choice in choices:
        credit, answer = credits.get(choice["id"], (NOTHING, {}))
        mark = "=" if single and credit == FULL else "~" + (_percent(credit) if credit else "")
        yield _commented(mark + written(choice["text"]), answer)


def _multiple_choice(question):
    credits = _credits(question)
    if not any(credit == FULL for credit, _ in credits.values()):
        raise Unsaid("GIFT tells by an answer with full credit that only one may be chosen, and none has it here.")
    if all(credits.get(choice["id"], (NOTHING, None))[0] == FULL for choice in question["body"]["choices"]):
        raise Unsaid("GIFT takes answers that are all right for those of a short answer.")
    return _listed(_choices(question["body"]["choices"], credits, True))


def _multiple_response(question):
    credits, choices = _credits(question), question["body"]["choices"]
    scoring = question["body"].get("scoring", "per_choice")
    if scoring != "per_choice":
        credits = _shared(scoring, choices, credits)
    return _listed(_choices(choices, credits, False))


def _shared(scoring, choices, credits):
    """Credits that give the same when they are added up and kept within 0 and 1."""
    right = [choice for choice, (credit, _) in credits.items() if credit > 0]
    if scoring == "all_or_nothing" and len(right) > 1:
        raise Unsaid("GIFT adds up the credits of what is chosen; it cannot ask for all or nothing.")
    share = (FULL / len(right)).quantize(Decimal("0.00001"))
    if share * len(right) != FULL:
        raise Unsaid(f"GIFT would need weights of exactly 1/{len(right)} to score right minus wrong.")
    answers = {choice: answer for choice, (_, answer) in credits.items()}
    return {each["id"]: (share if each["id"] in right else -share, answers.get(each["id"], {})) for each in choices}


def _true_false(question):
    credits = {answer["match"]["value"]: exact(answer["credit"]) for answer in question["answers"]}
    said = {answer["match"]["value"]: answer.get("feedback") for answer in question["answers"]}
    if sorted([credits.get(True, NOTHING), credits.get(False, NOTHING)]) != [NOTHING, FULL]:
        raise Unsaid("GIFT gives one of true and false full credit, and the other none.")
    right = credits.get(True) == FULL
    feedback = [written(said.get(value) or "") for value in (not right, right)]
    while feedback and not feedback[-1]:
        feedback.pop()
    return "#".join([str(right).upper(), *feedback])


def _short_answer(question):
    body = question.get("body") or {}
    for answer in question["answers"]:
        if (mode := answer["match"].get("mode", "exact")) not in ("exact", "wildcard"):
            raise Unsaid(f"GIFT compares short answers with texts and stars; it has no answers of the mode {mode}.")
        if PAIR in answer["match"]["text"]:
            raise Unsaid("GIFT takes any answers with -> for pairs.")

    def fits(match):
        return Words(match, body.get("case_sensitive", False))

    return _listed(map(_words, in_order(question["answers"], fits)))


def _words(answer):
    match = answer["match"]
    text = match["text"] if match.get("mode") == "wildcard" else match["text"].replace("*", "\\*")
    mark = f"={_percent(exact(answer['credit']))}{'[plain]' if MARKER.match(text) else ''}{escaped(text)}"
    return mark if PAIR in answer.get("feedback", "") else _commented(mark, answer)  # it would be taken for a pair


def _numeric(question):
    others = (question.get("feedback") or {}).get("incorrect")
    lines = [*map(_number, in_order(question["answers"], Numbers))] + [f"~#{written(others or '')}"] * bool(others)
    return "#" + _listed(lines)


def _number(answer):
    if (number := written_number(answer["match"])) is None:
        raise Unsaid("GIFT has no relative tolerance, and the interval it would need instead has more than 15 digits.")
    return _commented(f"={_percent(exact(answer['credit']))}{number}", answer)


def _matching(question):
    body, answers = question["body"], question["answers"]
    if len(answers) > 1 or exact(answers[0]["credit"]) != FULL or body.get("scoring", "per_pair") != "per_pair":
        raise Unsaid("GIFT has one way to match everything, for full credit, and each right pair earns its share.")
    if any(PAIR in left["text"] for left in body["left"]):
        raise Unsaid("GIFT cannot have -> on the left, as it parts left from right.")
    pairs, right = answers[0]["match"]["pairs"], {each["id"]: plain(each["text"]) for each in body["right"]}
    if len(set(right.values())) < len(right) or not all(right.values()):
        raise Unsaid("GIFT has plain text on the right, and without markup some of it is empty or the same.")
    return _listed(_pairs(body["left"], right, pairs))


def _pairs(left, right, pairs):
    """A line for each on the left, and before it one for each on the right that would come too late, since order is first mention."""
    unsaid = list(right)
    for each in left:
        right_one = pairs[each["id"]]
        while right_one in unsaid:
            if (first := unsaid.pop(0)) != right_one:
                yield f"= -> {escaped(right[first])}"
        yield f"={written(each['text'])} -> {escaped(right[right_one])}"
    yield from (f"= -> {escaped(right[each])}" for each in unsaid)


def _fill_in_blank(question):
    blank, answers = question["body"]["blanks"][0], question["answers"]
    partly = question["body"].get("scoring", "per_blank") == "per_blank"
    credits = (clamped(exact(answer["credit"])) for answer in answers)  # as they count in a blank
    alone = [{**answer, "credit": credit if partly or credit == FULL else NOTHING} for answer, credit in zip(answers, credits)]
    kind = {"text": _short_answer, "number": _numeric, "choice": _multiple_choice}[blank["kind"]]
    return kind({**question, "body": blank, "answers": alone})


SECTIONS = {
    "multiple_choice": _multiple_choice,
    "multiple_response": _multiple_response,
    "true_false": _true_false,
    "short_answer": _short_answer,
    "numeric": _numeric,
    "matching": _matching,
    "essay": lambda question: "",
    "fill_in_blank": _fill_in_blank,
}
