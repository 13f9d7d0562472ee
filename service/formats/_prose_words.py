"""Which elements and styles of HTML prose knows by which name, and what is said of those that it does not know."""
import re

UNDERLINED = "Underlining is lost; its text is kept."
STRUCK = "Striking out is lost; its text is kept."
HIGHLIGHTED = "Highlighting is lost; its text is kept."
COLOURED = "Colours are lost; their text is kept."
LAID_OUT = "Fonts, sizes and alignment are lost; their text is kept."
SHOWN = "Text that was hidden is shown."
NUMBERED = "Numbers of a list other than 1, 2, 3 are lost."
EMBEDDED = "An embedded page or program was left out{}."
FIELD = "A field of a form was left out{}."
DRAWN = "A drawing was left out."
SCRIPT = "A script was left out."
SHEET = "A style sheet was left out."

RENAMED = {
    "cite": "em", "dfn": "em", "var": "em", "kbd": "code", "samp": "code",
    "xmp": "pre", "listing": "pre", "plaintext": "pre", "dir": "ul", "menu": "ul",
    **dict.fromkeys(
        "section article main header footer nav aside address center figure figcaption details summary dl dt dd fieldset legend "
        "caption hgroup dialog form optgroup search".split(), "div"),
    **dict.fromkeys(
        "abbr acronym bdi bdo blink data del font head html ins label mark marquee math nobr noscript output param picture q rb rt "
        "rtc ruby slot source sub sup tbody tfoot thead time wbr".split(), "span"),
    **dict.fromkeys("a blockquote br code div em h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong table td th tr ul body".split(), ""),
}  # fmt: skip
"""What an element becomes; nothing where it keeps its name. Others become `span` and are named: `<stdio.h>` was meant as text."""
GONE = {
    "script": SCRIPT, "style": SHEET, "iframe": EMBEDDED, "frame": EMBEDDED, "embed": EMBEDDED, "object": EMBEDDED, "applet": EMBEDDED,
    "input": FIELD, "select": FIELD, "textarea": FIELD, "button": FIELD, "datalist": FIELD, "meter": FIELD, "progress": FIELD,
    "svg": DRAWN, "canvas": DRAWN, "link": SHEET,
    "map": "The links within an image were left out.", "title": "The title of a page was left out.", "template": SCRIPT,
    "meta": "", "base": "", "noembed": "", "noframes": "", "rp": "", "colgroup": "", "track": "",
}  # fmt: skip
"""What goes with all that is in it, and what is said of it; `{}` is where it leads."""
TEXT_KEPT = {
    "ins": UNDERLINED, "del": STRUCK, "mark": HIGHLIGHTED, "table": "A table became lines.",
    "center": LAID_OUT, "form": "A form was left out; its text is kept.",
    "marquee": "Movement is lost; its text is kept.", "blink": "Movement is lost; its text is kept.",
}  # fmt: skip
"""What goes while its text is kept."""
STYLES = tuple((re.compile(pattern), lost) for pattern, lost in (
    (r"text-decoration[^;]{0,60}underline", UNDERLINED),
    (r"text-decoration[^;]{0,60}line-through", STRUCK),
    (r"(?<![\w-])(?:background|background-color|color)\s*:(?!\s*(?:inherit|transparent|initial|unset|windowtext|auto|none)\b)", COLOURED),
    (r"(?<![\w-])font-(?:family|size)\s*:|text-align\s*:\s*(?:center|right|end)|(?<![\w-])font\s*:", LAID_OUT),
    (r"display\s*:\s*none|visibility\s*:\s*hidden", SHOWN),
))  # fmt: skip
"""What a style attribute says that is lost. Margins and the like are no one's content."""
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b")
ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)\b")
NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|400)\b")
RAISED = {
    "sup": str.maketrans("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ"),
    "sub": str.maketrans("0123456789+-−=()ijknmx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ᵢⱼₖₙₘₓ"),
}
"""Characters that Unicode has raised or lowered (blocks Superscripts and Subscripts, and others)."""


def raised(text, tag):
    """A text in raised (`sup`) or lowered (`sub`) characters, or None where one of them has no such form."""
    return text.translate(RAISED[tag]) if all(ord(each) in RAISED[tag] or each.isspace() for each in text) else None
