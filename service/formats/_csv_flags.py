"""Tables with a column for each choice that says whether it is right: `correct1`, `option_a_is_correct`."""
import re

from service.formats._csv_pieces import NO, YES

WORD = "correct|right|richtig|juste|correcta|corretta|correta"
PLACE = r"_?([1-9][0-9]{0,2}|(?<=_)[a-z])"
NAME = re.compile(rf"(?:is_)?(?:{WORD}){PLACE}|(?:is_)?(?:option|choice|answer|reponse|antwort|respuesta|opcion){PLACE}_(?:is_)?(?:{WORD})")
BASE = "flag"


def place(plain):
    """The number or letter of the choice that a column of this name is about, or nothing."""
    found = NAME.fullmatch(plain)
    return found and (found[1] or found[2])


def is_flag(name):
    return name.startswith(f"{BASE}_")


def answered(given, titles, letter):
    """Put into the answer of a row (its cells and titles by column) the letters of all choices whose flags say yes.

    Cells that say neither yes nor no are something else, and stay.
    """
    flags = {int(name[len(BASE) + 1 :]): name for name in given if is_flag(name)}
    if not flags or "answer" in given or not all(given[name].strip().casefold() in YES + NO for name in flags.values()):
        return
    right = [number for number, name in sorted(flags.items()) if given[name].strip().casefold() in YES]
    if not all(f"choice_{number}" in given for number in right):
        return
    if right:
        given["answer"], titles["answer"] = "; ".join(map(letter, right)), titles[flags[right[0]]]
    for name in flags.values():
        del given[name]
