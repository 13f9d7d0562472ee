"""Anki's cloze deletions, `{{c1::text::hint}}`, as blanks: each that stands in no other becomes one."""
import re

MARK = re.compile(r"\{\{c[0-9]{1,3}(?:,[0-9]{1,3}){0,20}::|\}\}")
BLANK = re.compile("\ue000([0-9]+)\ue001")
OURS = re.compile(r"\{\{(?=[A-Za-z0-9_.:-]{1,64}\}\})")
"""What would be taken for a blank here and is none."""
DOLLAR = re.compile(r"(?<!\\)\$")


def parted(html):
    """(the text with a sign for each blank, [(text, hint) of each], whether one stood within another)."""
    out, inside, found, at, opened, depth, nested = [], [], [], 0, 0, 0, False
    for mark in MARK.finditer(html):
        (inside if depth else out).append(html[at : mark.start()])
        at = mark.end()
        if mark[0] != "}}":
            opened = opened if depth else mark.start()
            depth += 1
            nested = nested or depth > 1
        elif not depth:
            out.append("}}")
        else:
            depth -= 1
            if not depth:
                text, _, hint = "".join(inside).partition("::")
                found.append((text, hint))
                out.append(f"\ue000{len(found)}\ue001")
                inside = []
    out.append(html[opened if depth else at :])  # one that is never closed is no deletion, in Anki neither
    return "".join(out), found, nested


def with_blanks(prompt, hints):
    """The prose with `{{b1}}` and so on in the places of its blanks, hints behind them; None where one stands in a formula."""
    prompt = OURS.sub("{ {", prompt)
    if any("\ue000" in formula for formula in DOLLAR.split(prompt)[1::2]):
        return None
    return BLANK.sub(lambda found: f"{{{{b{found[1]}}}}}" + (f" ({hint})" if (hint := hints[int(found[1]) - 1]) else ""), prompt)
