"""What several types ask of a question before they take it. Each yields (pointer, message, code) for every fault."""
from service.text import folded


def earning(question):
    """Something must earn credit."""
    if not any(answer["credit"] > 0 for answer in question["answers"]):
        yield "/answers", "No answer earns credit: give at least one a credit above 0.", "nothing_earns_credit"


def distinct(choices, pointer):
    """Ids differ, and so do texts, as a learner reads them."""
    ids, texts = set(), set()
    for index, choice in enumerate(choices):
        if choice["id"] in ids:
            yield f"{pointer}/{index}/id", f"A second choice '{choice['id']}'.", "doubled_choice"
        if (text := folded(choice["text"], case_sensitive=True)) in texts:
            yield f"{pointer}/{index}/text", "Another choice has the same text.", "equal_texts"
        ids.add(choice["id"])
        texts.add(text)


def chosen(question, choices):
    """Each answer names one of the choices, and no two the same."""
    known, seen = {choice["id"] for choice in choices}, set()
    for index, answer in enumerate(question["answers"]):
        choice = answer["match"]["choice"]
        if choice not in known:
            yield f"/answers/{index}/match/choice", f"No choice '{choice}'.", "unknown_choice"
        if choice in seen:
            yield f"/answers/{index}/match/choice", f"A second answer for choice '{choice}'.", "doubled_choice"
        seen.add(choice)


def different(question, field, meaning):
    """No two answers mean the same; `field` is where the fault is told, `meaning(match)` what is compared."""
    seen = set()
    for index, answer in enumerate(question["answers"]):
        if (means := meaning(answer["match"])) in seen:
            yield f"/answers/{index}/match/{field}", "Another answer means the same.", "equal_answers"
        seen.add(means)
