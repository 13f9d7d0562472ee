"""What can be chosen in a question, what a response chose of it, and what each choice earns.

A choice is named by (list, id): the list is a blank's id, or "" where a question has one list. True and false are choices too.
Matching and ordering put everything in a place; there is nothing that one could leave.
"""
TRUTH = ({"id": "true", "text": "true"}, {"id": "false", "text": "false"})


def lists(kind, body):
    """The lists that a question has one choose from: {list: its choices}."""
    if kind in ("multiple_choice", "multiple_response"):
        return {"": body["choices"]}
    if kind == "true_false":
        return {"": TRUTH}
    return {blank["id"]: blank["choices"] for blank in body["blanks"] if blank["kind"] == "choice"} if kind == "fill_in_blank" else {}


def chosen(response):
    """The names of what a response chose; in a text there may be some that are none."""
    if isinstance(response, bool):
        return [("", str(response).lower())]
    if isinstance(response, dict):
        return [(blank, each) for blank, each in response.items() if isinstance(each, str)]
    return [("", each) for each in ([response] if isinstance(response, str) else response or ())]


def credits(form):
    """What each choice earns by the answers of a question's whole form: {name: credit}; those not in it earn nothing."""
    return {name: answer["credit"] for answer in form["answers"] for name in _met(answer["match"])}


def _met(match):
    if "choice" in match:
        return [(match.get("blank", ""), match["choice"])]
    return chosen(match["value"]) if isinstance(match.get("value"), bool) else []
