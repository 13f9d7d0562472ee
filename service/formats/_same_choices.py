"""Choices that read the same. A learner cannot tell them apart, so one will do where both are worth the same."""
from service.text import folded
from service.verdict import NOTHING, exact


def once(choices, answers, several=False):
    """(choices, answers, sentences): without the later of two choices that read the same and earn the same.

    Of several that are chosen together, only those that earn nothing are the same.
    """
    worth = {answer["match"]["choice"]: answer for answer in answers}
    kept, gone, lost = {}, set(), []
    for choice in choices:
        text = folded(choice["text"], case_sensitive=True)
        first = kept.setdefault(text, choice["id"])
        one, other = worth.get(first, {}), worth.get(choice["id"], {})
        credit = exact(one.get("credit", 0))
        if first == choice["id"] or credit != exact(other.get("credit", 0)) or several and credit != NOTHING:
            continue
        gone.add(choice["id"])
        feedback = "" if other.get("feedback", "") == one.get("feedback", "") else ", with its first feedback"
        lost.append(f"The choice '{' '.join(choice['text'].split())[:60]}' is there more than once; it was kept once{feedback}.")
    return [each for each in choices if each["id"] not in gone], [each for each in answers if each["match"]["choice"] not in gone], lost


def merged(choices):
    """(choices, {id: the id of the first that reads the same}): each thing to be paired, or put into a gap, once."""
    kept, same = {}, {}
    for choice in choices:
        same[choice["id"]] = kept.setdefault(folded(choice["text"], case_sensitive=True), choice)["id"]
    return list(kept.values()), same
