"""The presentation and the scoring of each type of question in QTI 1.2, in the manner of Canvas."""
from decimal import Decimal

from service.formats import _prose
from service.formats._qti12_text import END, MARK, START
from service.formats._qti12_writing import add
from service.question_types.fill_in_blank import IN_PROMPT
from service.question_types.numeric import interval
from service.verdict import exact

ONE = "response1"
HUNDRED = Decimal(100)
ALGORITHMS = {"all_or_nothing": "AllOrNothing", "right_minus_wrong": "PartialScore"}
"""New Quizzes' names for rules of scoring."""


def earning(question):
    return [each for each in question["answers"] if each.get("credit", 1) != 0]


def percent(answer):
    return exact(answer.get("credit", 1)) * HUNDRED


def labels(made, response, choices, shuffle=None):
    render = add(response, "render_choice", **({"shuffle": "Yes" if shuffle else "No"} if shuffle is not None else {}))
    for each in choices:
        pinned = {"rshuffle": "No"} if each.get("pinned") else {}
        made.material(add(render, "response_label", ident=each["id"], **pinned), each["text"])


def comments(made, test):
    """A condition for each answer, in their order, that shows its feedback; `test(parent, match)` says when the answer is met."""
    for place, each in enumerate(made.question["answers"]):
        shows = [made.comment(place)] if made.comment(place) else []
        test(made.condition(True, *shows, title=f"answer_{place + 1}"), each["match"])


def scored(made, test, answers):
    """A condition for each of these answers; the first that is met counts."""
    for each in answers:
        shows = made.shown_if_right() if each.get("credit", 1) == 1 else ()
        test(made.condition(False, *shows, score=percent(each)), each["match"])


def chosen(parent, ident):
    add(parent, "varequal", ident, respident=ONE)


def multiple_choice(made):
    question = made.question
    made.material(made.presentation, question["prompt"])
    response = add(made.presentation, "response_lid", ident=ONE, rcardinality="Single")
    labels(made, response, question["body"]["choices"], question["body"].get("shuffle", True))

    def test(parent, match):
        chosen(parent, match["choice"])

    comments(made, test)
    scored(made, test, earning(question))


def true_false(made):
    made.material(made.presentation, made.question["prompt"])
    response = add(made.presentation, "response_lid", ident=ONE, rcardinality="Single")
    labels(made, response, [{"id": "true", "text": "True"}, {"id": "false", "text": "False"}])

    def test(parent, match):
        chosen(parent, "true" if match["value"] else "false")

    comments(made, test)
    scored(made, test, earning(made.question))


def multiple_response(made):
    question, body = made.question, made.question["body"]
    made.material(made.presentation, question["prompt"])
    response = add(made.presentation, "response_lid", ident=ONE, rcardinality="Multiple")
    labels(made, response, body["choices"], body.get("shuffle", True))
    comments(made, lambda parent, match: chosen(parent, match["choice"]))
    if body.get("scoring", "per_choice") == "per_choice":
        for each in earning(question):
            chosen(made.condition(None, score=percent(each), action="Add"), each["match"]["choice"])
        return
    right = {each["match"]["choice"] for each in question["answers"] if each.get("credit", 1) > 0}
    both = add(made.condition(False, *made.shown_if_right(), score=HUNDRED), "and")
    for each in body["choices"]:
        chosen(both if each["id"] in right else add(both, "not"), each["id"])


def short_answer(made):
    case = "Yes" if made.question["body"].get("case_sensitive") else "No"
    written_in(made, "String")

    def test(parent, match):
        add(parent, "varequal", match["text"], respident=ONE, case=case)

    comments(made, test)
    scored(made, test, earning(made.question))


def numeric(made):
    written_in(made, "Decimal")
    comments(made, _near)
    scored(made, _near, sorted(earning(made.question), key=lambda each: -each.get("credit", 1)))


def _near(parent, match):
    """A number within its tolerance; Canvas writes significant figures as bounds of which the lower is left out."""
    low, high = interval(match)
    figures = match.get("tolerance_type") == "significant_figures"
    either = add(parent, "or") if low != high else parent
    add(either, "varequal", _plain(match["value"]), respident=ONE)
    if low != high:
        within = add(either, "and")
        add(within, "vargt" if figures else "vargte", _plain(low), respident=ONE)
        add(within, "varlte", _plain(high), respident=ONE)


def _plain(number):
    number = exact(number)
    return f"{number:f}" if -30 < number.adjusted() < 30 else str(number)


def written_in(made, kind):
    made.material(made.presentation, made.question["prompt"])
    response = add(made.presentation, "response_str", ident=ONE, rcardinality="Single")
    add(add(response, "render_fib", fibtype=kind), "response_label", ident="answer1")


def essay(made):
    made.material(made.presentation, made.question["prompt"])
    response = add(made.presentation, "response_str", ident=ONE, rcardinality="Single")
    add(add(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")
    add(made.condition(False), "other")
    for each in made.question["answers"]:
        solution = add(add(made.item, "itemfeedback", ident="solution"), "solution")
        made.raw(add(solution, "solutionmaterial"), each["match"]["text"], "text/plain")


def matching(made):
    question, body = made.question, made.question["body"]
    made.material(made.presentation, question["prompt"])
    for left in body["left"]:
        response = add(made.presentation, "response_lid", ident=f"response_{left['id']}")
        _text(made, response, left["text"])
        render = add(response, "render_choice")
        for each in body["right"]:
            _text(made, add(render, "response_label", ident=each["id"]), each["text"])
    pairs = question["answers"][0]["match"]["pairs"]
    order = [(left["id"], pairs[left["id"]]) for left in body["left"]]
    if made.comment(0):
        any_of = add(made.condition(True, made.comment(0)), "or")
        for left, right in order:
            add(any_of, "varequal", right, respident=f"response_{left}")
    parts(made, [(f"response_{left}", [(right, 1)], 1) for left, right in order], body.get("scoring") == "all_or_nothing")


def parts(made, places, together):
    """The scoring of several places [(response, [(what is right, its credit)], weight)]."""
    if together:
        all_of = add(made.condition(False, *made.shown_if_right(), score=HUNDRED), "and")
        for response, answers, _ in places:
            any_of = add(all_of, "or") if len(answers) > 1 else all_of
            for each, _ in answers:
                add(any_of, "varequal", each, respident=response)
        return
    total = sum(exact(weight) for _, _, weight in places)
    for response, answers, weight in places:
        for each, credit in answers:
            score = round(HUNDRED * exact(weight) * exact(credit) / total, 8)
            add(made.condition(None, score=score, action="Add"), "varequal", each, respident=response)


def _text(made, parent, markdown):
    """Text in a row of a matching question, which Canvas shows as plain text; prose with markup is left to others to show."""
    plain = _prose.plain(markdown)
    if _prose.from_plain(plain) == markdown:
        made.raw(parent, plain, "text/plain")
    else:
        made.material(parent, markdown)


def fill_in_blank(made):
    question, blanks = made.question, made.question["body"]["blanks"]
    names = [each["id"] for each in blanks]
    marked = IN_PROMPT.sub(lambda found: f"{START}{names.index(found[1])}{END}", question["prompt"])
    html = MARK.sub(lambda found: f"[{names[int(found[1])]}]", made.html(marked).replace("[", "&#91;"))
    made.raw(made.presentation, html, "text/html")
    places = []
    for blank in blanks:
        response = add(made.presentation, "response_lid", ident=f"response_{blank['id']}")
        made.raw(response, blank["id"], "text/plain")
        given = [(place, each) for place, each in enumerate(question["answers"]) if each["match"]["blank"] == blank["id"]]
        if blank["kind"] == "choice":
            labels(made, response, blank["choices"])
            idents = {place: each["match"]["choice"] for place, each in given}
        else:
            idents = _accepted(made, response, blank, given)
        for place, ident in idents.items():
            if made.comment(place):
                add(made.condition(True, made.comment(place)), "varequal", ident, respident=f"response_{blank['id']}")
        together = question["body"].get("scoring") == "all_or_nothing"
        counts = [(place, credit) for place, each in given if (credit := each.get("credit", 1)) and (credit == 1 or not together)]
        right = [(idents[place], credit) for place, credit in counts]
        places.append((f"response_{blank['id']}", right, blank.get("weight", 1)))
    parts(made, places, question["body"].get("scoring") == "all_or_nothing")


def _accepted(made, response, blank, given):
    """The answers that a blank takes, as labels: {place of the answer: ident}."""
    render = add(response, "render_choice")
    case = {"ignore_case": "false"} if blank.get("case_sensitive") else {}
    idents = {place: f"{blank['id']}_{place + 1}" for place, _ in given}
    for place, each in given:
        made.raw(add(render, "response_label", ident=idents[place], **case), each["match"]["text"], "text/plain")
    return idents
