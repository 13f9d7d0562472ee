"""HTML from strangers made small and safe: the few elements and attributes that prose knows, and what else there was, by name.

After the HTML Living Standard, sections 4 and 15.3. Parsed once by libxml2, which gives up on no input and takes time linear in
it (its bound on depth sees to that), so that nh3 gets tags that are closed and in order: a parser that mends them as browsers do
may otherwise take quadratic time.
"""
import re
from urllib.parse import unquote

import nh3
from lxml import etree
from lxml import html as lxml_html

from service.formats import _prose_mathml as mathml
from service.formats import _prose_words as words
from service.formats._prose_media import WEB, shortened

MOST_ATTRIBUTES = 500
"""Of one element: libxml2 takes quadratic time in their number when it builds a tree."""
LONGEST = 5_000_000
CHECKED_FROM = 20_000
"""Characters below which nothing can take long."""
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>?")
IN_LATEX = re.compile(r"\\\((?:[^\\>]|\\[^()>])*+\\\)|\\\[(?:[^\\>]|\\[^\[\]>])*+\\\]")
OPEN_IN_P = {"b": "strong", "i": "em", "u": "ins", "s": "del", "strike": "del", "tt": "code", "big": "font", "small": "font"}
CLOSED_BY_P = re.compile(rf"<(/?)({'|'.join(OPEN_IN_P)})(?=[\s/>])", re.IGNORECASE)
"""libxml2 closes these where a paragraph begins, as no browser does, so they get the names of like elements."""
BARE = {"p", "br", "script", "style"}
MAIL = re.compile(r"mailto:.", re.IGNORECASE)
SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:|\s*#|\s*$")
LANGUAGE = re.compile(r"(?:^|\s)language-([^\s`]{1,50})")
ATTRIBUTES = {
    "*": {"data-marks"},
    "a": {"href", "title", "data-src", "data-kind"},
    "img": {"alt", "title", "data-src"},
    "ol": {"start"},
    "pre": {"data-language"},
    "span": {"data-latex"},
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TAGS = HEADINGS | {
    "a", "blockquote", "br", "code", "div", "em", "hr", "img", "li", "ol", "p", "pre", "span",
    "strong", "table", "td", "th", "tr", "ul",
}  # fmt: skip


def mended(html):
    r"""The HTML with `<` written out where it begins no tag: where no `>` follows, and in LaTeX (`\(a<b\)`)."""
    html = IN_LATEX.sub(lambda found: found[0].replace("<", "&lt;"), html)
    html = CLOSED_BY_P.sub(lambda found: f"<{found[1]}{OPEN_IN_P[found[2].lower()]}", html)
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")


def clean(html, lost):
    """The tree of what prose can hold of this HTML; what it cannot is told in `lost`. None where there is nothing."""
    root = None if _wild(html) else _parsed(html)
    if root is None:
        lost.append("The HTML was nested too deep, or was too long, to be read: only its text is kept.")
        root = _parsed(TAG.sub(_bare, html[:LONGEST]))
    gone = set()
    for element in list(root.iter(etree.Element)):
        if element not in gone:
            gone.update(_cleaned(element, lost))
    made = lxml_html.tostring(root.find("body"), encoding="unicode")
    return _parsed(nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"})).find("body")


class _Wild(Exception):
    """HTML that would take long to read."""


class _Bounds:
    """A target for libxml2 that builds nothing."""

    def start(self, _, attributes):
        if len(attributes) > MOST_ATTRIBUTES:
            raise _Wild

    def close(self):
        return None


def _wild(html):
    if len(html) < CHECKED_FROM:
        return False
    try:
        etree.fromstring(f"<body>{html}".encode(), etree.HTMLParser(target=_Bounds(), encoding="utf-8"))
    except _Wild:
        return True
    return len(html) > LONGEST


def _parsed(html):
    """The tree of a document with this in its body; None where it is nested too deep for libxml2, which then reads no further."""
    parser = lxml_html.HTMLParser(encoding="utf-8")
    root = lxml_html.document_fromstring(f"<body>{html}".encode(), parser=parser, ensure_head_body=True)
    return None if any(entry.type_name == "ERR_INTERNAL_ERROR" or "depth" in entry.message for entry in parser.error_log) else root


def _bare(tag):
    name = tag[2].lower()
    return f"<{tag[1]}{name}>" if name in BARE else " "


def _cleaned(element, lost):
    """Make one element what prose knows; yield those inside it that go with it."""
    tag, style = element.tag.lower(), element.get("style", "").lower()
    latex = _latex(element, tag)
    if latex is not None or tag == "math":
        yield from list(element.iter())[1:]
        _turn_into_latex(element, latex, lost)
    elif medium := _medium(element, tag):
        yield from list(element.iter())[1:]
        _turn_into_link(element, medium, lost) if medium != "image" else _turn_into_image(element)
    elif tag in words.GONE:
        yield from list(element.iter())[1:]
        source = element.get("src") or element.get("data") or element.get("name") or ""
        lost.extend([words.GONE[tag].format(source and f" ({shortened(source)})")] if words.GONE[tag] else ())
        _replace(element, "br" if tag == "br" else "span")
    else:
        lost.extend(_losses(element, tag, style))
        _rename(element, tag, style, lost)


def _losses(element, tag, style):
    """What of an element's looks is lost."""
    if tag not in words.RENAMED and ":" not in tag:  # Word's own elements have a prefix, and say nothing
        yield f"{shortened(f'<{tag}>')} is no element of HTML, and so was not shown; if it is meant as text, write < as &lt;."
    if tag in HEADINGS and not len(element) and not (element.text or "").strip():  # libxml2 ends a heading where a paragraph begins
        yield "A heading is ordinary text now."
    if tag in words.TEXT_KEPT:
        yield words.TEXT_KEPT[tag]
    yield from (lost for pattern, lost in words.STYLES if style and pattern.search(style))
    if element.get("color") or element.get("bgcolor"):
        yield words.COLOURED
    if element.get("align") in ("center", "right") or (tag == "font" and (element.get("face") or element.get("size"))):
        yield words.LAID_OUT
    if tag == "font" and not element.attrib:
        yield words.LAID_OUT
    if tag == "ol" and (element.get("type", "1") != "1" or element.get("reversed") is not None) or (tag == "li" and element.get("value")):
        yield words.NUMBERED
    if tag in ("abbr", "acronym") and element.get("title"):
        yield f"What an abbreviation stands for ({shortened(element.get('title'))}) is lost."


def _rename(element, tag, style, lost):
    """Give an element the name and the attributes that prose knows."""
    kept = _attributes(element, tag, lost)
    if tag in ("sub", "sup"):
        _raise(element, tag, lost)
    elif tag in ("q", "rt"):
        opened, closed = "“”" if tag == "q" else "()"
        element.text = opened + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closed
        else:
            element.text += closed
    new = words.RENAMED.get(tag, "span") or tag
    marks = [mark for mark, pattern in (("strong", words.BOLD), ("em", words.ITALIC)) if style and pattern.search(style)]
    element.tag = "span" if new == "strong" and words.NOT_BOLD.search(style) else new
    element.attrib.clear()
    element.attrib.update(kept | ({"data-marks": " ".join(marks)} if marks else {}))


def _attributes(element, tag, lost):
    """The attributes of an element that are kept, as they are kept."""
    if tag == "a":
        return _link(element, lost)
    if tag == "img":
        return {"data-src": element.get("src", "").strip(), "alt": element.get("alt", ""), "title": element.get("title", "")}
    if tag == "ol":
        return {"start": element.get("start", "1")}
    if tag in ("pre", "code"):
        found = LANGUAGE.search(element.get("class", ""))
        target = element if tag == "pre" else element.getparent()
        if found and target.tag == "pre":
            target.set("data-language", found[1])
    return {"data-language": element.get("data-language")} if tag == "pre" and element.get("data-language") else {}


def _link(element, lost):
    """Where a link leads: into the web, to what may be kept, or nowhere."""
    address, title = element.get("href", "").strip(), element.get("title", "")
    if WEB.match(address) or MAIL.match(address):
        return {"href": address, "title": title}
    if address.startswith("//"):
        return {"href": f"https:{address}", "title": title}
    if not SCHEME.match(address):
        return {"data-src": address, "title": title}
    if address:
        lost.append(f"The link to {shortened(address)} was taken off; its text is kept.")
    return {}


def _raise(element, tag, lost):
    """Write raised or lowered text in characters of that form, if there are such."""
    text = "".join(element.itertext())
    if raised := words.raised(text, tag):
        _replace(element, "span", raised)
    elif text.strip():
        lost.append(f"{'Raised' if tag == 'sup' else 'Lowered'} text ({shortened(text)}) stands on the line.")


def _latex(element, tag):
    """The LaTeX that an element stands for, as Canvas, WIRIS and MathJax write it; None where it is something else."""
    if tag == "img":
        said = element.get("data-equation-content") or (element.get("alt", "").removeprefix("LaTeX:") if _is_equation(element) else "")
        if not said and "math" in element.get("data-mathml", ""):
            return mathml.latex_of_wiris(element.get("data-mathml"))
        return unquote(said).strip() if "%5C" in said else said.strip() or None
    if tag == "script" and element.get("type", "").startswith("math/tex"):
        return (element.text or "").strip() or None
    return mathml.latex(element) if tag == "math" else None


def _is_equation(element):
    return "equation_image" in element.get("class", "").split() and element.get("alt", "").startswith("LaTeX:")


def _turn_into_latex(element, latex, lost):
    text = " ".join("".join(element.itertext()).split())
    if latex is None:
        lost.append(f"A formula could not be carried over; its text ({shortened(text)}) is kept.")
        _replace(element, "span", text)
    else:
        _replace(element, "span", **{"data-latex": latex})


def _medium(element, tag):
    """Whether an element is an "audio", a "video" or an "image" (by `object`, as QTI has it), else None."""
    if tag in ("object", "embed"):
        kind = element.get("type", "").lower().partition("/")[0]
        return kind if kind in ("audio", "video", "image") else None
    return tag if tag in ("audio", "video") else None


def _turn_into_image(element):
    source, alternative = element.get("data") or element.get("src") or "", " ".join("".join(element.itertext()).split())
    _replace(element, "img", **{"data-src": source.strip(), "alt": alternative, "title": element.get("title", "")})


def _turn_into_link(element, kind, lost):
    """A sound or a video as a link by its name."""
    sources = [element.get("src"), element.get("data"), *(each.get("src") for each in element.iter("source"))]
    sources = list(dict.fromkeys(each.strip() for each in sources if each and each.strip()))
    if element.find(".//track") is not None:
        lost.append(f"The captions of a {kind} were left out.")
    name = element.get("title") or (unquote(sources[0].partition("?")[0].rpartition("/")[2])[:200] if sources else "")
    if not sources:
        lost.append(f"A {kind} without an address was left out.")
    if sources and sources[0].startswith("data:"):
        name = element.get("title") or kind
    _replace(element, "a", name, **{"data-src": "\n".join(sources), "data-kind": "sound" if kind == "audio" else kind})


def _replace(element, tag, text="", **attributes):
    """Make something else of an element, with nothing inside it but text."""
    element.clear(keep_tail=True)
    element.tag, element.text = tag, text
    element.attrib.update(attributes)
