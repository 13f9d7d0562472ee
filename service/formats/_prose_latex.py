r"""LaTeX in prose (`$…$`) and in HTML (`\(…\)`, `\[…\]` and `$$…$$`, as MathJax has them), told from dollars that are money.

A dollar opens LaTeX if no blank follows it, and closes it if no blank comes before and no digit after (the rule of Pandoc's
Markdown, extension tex_math_dollars), and if what is between is no phrase: "$5 for tea and 10$" is money.
"""
import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

INSIDE = r"(?:[^\\$`]|\\[^()\[\]`])+"
"""No backtick, since other readers of Markdown would take it for code; no LaTeX within LaTeX."""
DISPLAYED = rf"\$\$(?P<displayed>{INSIDE})\$\$"
IN_LINE = rf"\$(?![\s$])(?P<inline>{INSIDE})(?<!\s)\$(?![\d$])"
IN_PROSE = re.compile(f"{DISPLAYED}|{IN_LINE}")
IN_HTML = re.compile(rf"\\\((?P<round>{INSIDE})\\\)|\\\[(?P<square>{INSIDE})\\\]|{DISPLAYED}|(?<!\\){IN_LINE}")
SIGNS = re.compile(r"[\\^_{}]")
PHRASE = re.compile(r"[^\W\d_]{2}\s|\s[^\W\d_]{2}")
BEFORE_A_TAG = re.compile(r"<(?=[A-Za-z/!?])")
NAMED = ("round", "square", "displayed")


def is_latex(content):
    """Whether what stands between two single dollars is LaTeX."""
    return bool(content.strip()) and "](" not in content and bool(SIGNS.search(content) or not PHRASE.search(content))


def parted(text):
    """Yield the pieces of a text from HTML: (False, text) and (True, LaTeX)."""
    end = 0
    for found in IN_HTML.finditer(text):
        content = found[found.lastgroup]
        if not (content.strip() and (found.lastgroup in NAMED or is_latex(content))):
            continue
        if found.start() > end:
            yield False, text[end : found.start()]
        yield True, held(content)
        end = found.end()
    if text[end:]:
        yield False, text[end:]


def held(content):
    """LaTeX as it can stand between two dollars on one line of prose, or in the way nearest to it."""
    content = " ".join(content.split()).replace("](", "] (")  # a blank says nothing in LaTeX, and keeps Markdown from seeing a link
    return content if is_latex(content) else f"{{{content}}}"


def holds(content):
    """Whether prose can hold this LaTeX between two dollars."""
    return bool(IN_PROSE.fullmatch(f"${held(content)}$"))


def without_tags(content):
    """The same LaTeX in which nothing looks like a tag of HTML."""
    return BEFORE_A_TAG.sub("< ", content)


def _rule(state, silent):
    r"""Read `$…$` as one token, before anything in it is taken for markup."""
    if state.src[state.pos] != "$":
        return False
    found = IN_PROSE.match(state.src, state.pos, state.posMax)
    if not found or not found[found.lastgroup].strip() or (found.lastgroup == "inline" and not is_latex(found["inline"])):
        return False
    if not silent:
        token = state.push("latex", "", 0)
        token.content, token.markup = " ".join(found[found.lastgroup].split()), "$" if found.lastgroup == "inline" else "$$"
    state.pos = found.end()
    return True


def _written(renderer, tokens, place, options, env):
    opened, closed = (r"\(", r"\)") if tokens[place].markup == "$" else (r"\[", r"\]")
    return opened + escapeHtml(tokens[place].content) + closed


PROSE = MarkdownIt("commonmark", {"html": False})
"""CommonMark with LaTeX in it. What looks like raw HTML is text."""
PROSE.validateLink = lambda url: True  # see schemas.prose
PROSE.inline.ruler.before("escape", "latex", _rule)
PROSE.add_render_rule("latex", _written)
