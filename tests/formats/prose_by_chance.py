"""Prose and HTML made up by hypothesis: CommonMark as people write it, plain text as nobody writes it, and soup of tags."""
from hypothesis import strategies as st

PLAIN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
SIGNS = st.sampled_from("\\`*_[]<>&$!#-+=~|:1.)( \n\ta\"';xß")
TEXT = st.text(st.one_of(SIGNS, PLAIN), max_size=40)
WORD = st.text(st.sampled_from("abcdefgäßжλ0123456789,;:?'\"/%§"), min_size=1, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join).filter(lambda text: not text[0].isdigit())
LATEX = st.sampled_from([r"$x^2$", r"$\frac{a}{b}$", "$a < b$", r"$\text{so much}$", "$a*b*c$", "$[0, 1)$", "$n_1, n_2$"])
LINK = st.builds("[{}](https://example.org/{})".format, WORDS, st.sampled_from(["", "a_b", "?a=1\\&copy=2", "%20x", 'x "a title"']))
IMAGE = st.builds("![{}](https://example.org/{}.png)".format, st.sampled_from(["", "a leaf", "2 < 3"]), st.sampled_from(["a", "b_c_"]))
CODE = st.sampled_from(["`x`", "``a ` b``", "`<b>`", "`a  b`", "`$x$`", r"`\n`", "`*a*`"])
STRESSED = st.builds("{0}{1}{0}".format, st.sampled_from(["*", "**"]), st.one_of(WORDS, CODE, LATEX, LINK))
NESTED = st.builds("*{} **{}** {}*".format, WORDS, WORDS, WORDS)
ESCAPED = st.sampled_from([r"\*not\*", r"1\. one", "a \\< b", "&amp;amp;", "snake_case", "2 * 3 * 4", "____", "[ ]", r"\$5", "C#"])
SPAN = st.one_of(WORDS, LATEX, LINK, IMAGE, CODE, STRESSED, NESTED, ESCAPED)
LINE = st.builds("{} {}".format, WORDS, st.lists(SPAN, max_size=4).map(" ".join)).map(str.strip)
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).flatmap(lambda lines: st.sampled_from(["\n", "\\\n"]).map(lambda end: end.join(lines)))
HEADING = st.builds("{} {}".format, st.sampled_from(["#", "##", "######"]), LINE)
LINES = st.sampled_from(["x = 1", "<b>\n\n\n  &amp;", "# a\n* b", "\tx", " "])
FENCE = st.builds("```{}\n{}\n```".format, st.sampled_from(["", "python"]), LINES)
RULE = st.just("***")


def indented(text, first, others):
    return "\n".join([first + text.split("\n")[0], *(others + line if line else "" for line in text.split("\n")[1:])])


def _lists(blocks):
    items = st.lists(blocks, min_size=1, max_size=3)
    tight = st.builds(lambda items: "\n".join(indented(each, "- ", "  ") for each in items), st.lists(PARAGRAPH, min_size=1, max_size=3))
    loose = st.builds(lambda items: "\n\n".join(indented(each, "- ", "  ") for each in items), items.filter(lambda items: len(items) > 1))
    numbered = st.builds(
        lambda start, items: "\n".join(indented(each, f"{number}. ", " " * len(f"{number}. ")) for number, each in enumerate(items, start)),
        st.integers(0, 120), st.lists(PARAGRAPH, min_size=1, max_size=3))  # fmt: skip
    quote = blocks.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n")))
    return st.one_of(tight, loose, numbered, quote)


BLOCK = st.recursive(st.one_of(PARAGRAPH, HEADING, FENCE, RULE), _lists, max_leaves=4)
COMMONMARK_TEXT = st.lists(BLOCK, min_size=1, max_size=4).map("\n\n".join)
TAGS = ("b i em strong p div ul ol li blockquote pre code a h1 h2 br hr table tr td img span u sub sup script math mi mfrac center q rt "
        "textarea svg audio template select xmp noscript body html").split()  # fmt: skip
PIECES = ["<a href='http://x/?a&b'>", "<img src='http://h/a b.png' alt='*x'>", "<ol start=7>", "x", "y ", " ", "\n", "*", "_", "1. ", "- ",
          "# ", '"', ".", "$a_b$", r"\(x\)", "&lt;b&gt;", "`", "\\", "[", "]", "!", "(", ")", "&amp;amp;", "<!--",
          "-->", "<", ">", "&#0;"]  # fmt: skip
OPEN, CLOSED = (st.sampled_from(TAGS).map(tag.format) for tag in ("<{}>", "</{}>"))
SOUP = st.lists(st.one_of(OPEN, CLOSED, st.sampled_from(PIECES)), max_size=16).map("".join)
