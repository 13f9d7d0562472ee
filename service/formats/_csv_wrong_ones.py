"""Tables that name the right answer and beside it the wrong ones, as trivia have it: all of them are choices."""
from service.formats._csv_pieces import apart

TRUTH = ("true", "false")


def beside(given, titles):
    """Make choices of the answer and the wrong ones of a row (its cells and titles by column), the answer first."""
    columns = sorted((name for name in given if name.startswith("wrong")), key=lambda name: int(name[6:] or 0))
    wrong = [text for name in columns for text in (apart(given[name]) if name == "wrong" else [given[name]])]
    if not wrong or "answer" not in given or any(name.startswith("choice") for name in given):
        return
    if [each.strip().casefold() for each in (given["answer"], *wrong)] in (list(TRUTH), list(TRUTH[::-1])):
        wrong = []
    for place, text in enumerate([given["answer"], *wrong] if wrong else [], 1):
        given[f"choice_{place}"], titles[f"choice_{place}"] = text, titles["answer" if place == 1 else columns[0]]
    if wrong:
        given["credit_1"], titles["credit_1"] = "1", titles["answer"]
        del given["answer"]
    for name in columns:
        del given[name]
