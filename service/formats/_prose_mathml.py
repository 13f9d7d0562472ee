r"""MathML as LaTeX: the LaTeX that it was made from where it says so, else its few plain elements turned one by one.

After MathML Core and MathML 3, chapters 3 and 5.1. What has no counterpart here gives None, and its text is kept by whoever asked.
"""
import re

from lxml import etree

SPECIAL = re.compile(r"([#$%&_{}])")
ROWS = {"math", "mrow", "mstyle", "semantics", "mpadded"}
FORMULAS = {
    "mfrac": (2, r"\frac{{{}}}{{{}}}"),
    "msup": (2, "{{{}}}^{{{}}}"),
    "msub": (2, "{{{}}}_{{{}}}"),
    "msubsup": (3, "{{{}}}_{{{}}}^{{{}}}"),
    "munder": (2, r"{{{}}}_{{{}}}"),
    "mover": (2, r"\overset{{{1}}}{{{0}}}"),
    "munderover": (3, "{{{}}}_{{{}}}^{{{}}}"),
    "mroot": (2, r"\sqrt[{1}]{{{0}}}"),
}
SHORT = re.compile(r"\{(\w)\}(?=[\^_])")
"""`{x}^{2}` reads better as `x^{2}`."""
WIRIS = str.maketrans({"«": "<", "»": ">", "¨": '"', "§": "&", "`": "'"})
"""How WIRIS's editor writes MathML into an attribute (`data-mathml`) that many platforms keep beside its image."""


def latex(math):
    """The LaTeX of a `math` element, or None."""
    for note in math.iter():
        if _tag(note) == "annotation" and note.get("encoding", "").lower() in ("application/x-tex", "latex", "tex"):
            return (note.text or "").strip() or None
    done = {}
    for element in _from_below(math):
        done[element] = _turned(element, [done[each] for each in element if isinstance(each.tag, str)])
    return done[math] and " ".join(done[math].split()) or None


def latex_of_wiris(text):
    """The LaTeX of MathML as WIRIS writes it, or None."""
    try:
        return latex(etree.fromstring(text.translate(WIRIS).encode(), etree.XMLParser(resolve_entities=False, no_network=True)))
    except etree.XMLSyntaxError:
        return None


def _tag(element):
    return element.tag.rpartition(":")[2].rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _from_below(root):
    """Every element after those inside it, without recursion."""
    return [each for each in reversed(list(_elements(root)))]


def _elements(root):
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(each for each in element if isinstance(each.tag, str))


def _turned(element, inner):
    """One element as LaTeX, given its inner ones; None where that cannot be said."""
    tag, text = _tag(element), " ".join((element.text or "").split())
    if tag.startswith("annotation"):
        return ""
    if None in inner:
        return None
    if tag in ("mi", "mn", "mo", "mtext", "ms") and not inner:
        return _leaf(tag, SPECIAL.sub(r"\\\1", text.replace("\\", r"\backslash ")))
    if text:
        return None
    if tag in ROWS:
        return "".join(inner)
    if tag == "mspace":
        return r"\ "
    if tag == "msqrt":
        return rf"\sqrt{{{''.join(inner)}}}"
    if tag == "mfenced":
        return element.get("open", "(") + ",".join(inner) + element.get("close", ")")
    count, formula = FORMULAS.get(tag, (None, ""))
    return SHORT.sub(r"\1", formula.format(*inner)) if count == len(inner) else None


def _leaf(tag, text):
    if tag in ("mtext", "ms"):
        return rf"\text{{{text}}}" if text else ""
    if tag == "mi" and len(text) > 1 and text.isascii() and text.isalpha():
        return rf"\mathrm{{{text}}}"
    return text
