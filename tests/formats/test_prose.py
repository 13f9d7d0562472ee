"""Prose comes out of HTML as what it showed there, goes back as the same, and what it cannot hold is named."""
import re

import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from schemas.prose import COMMONMARK, Prose
from service.formats import _xml
from service.formats._nouns import Refused
from service.formats._prose import from_html, from_plain, plain, to_html
from service.formats._prose_latex import IN_HTML
from tests.formats.prose_by_chance import COMMONMARK_TEXT, SOUP, TEXT

calm = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
TAKEN = Prose(max=10_000_000)


def kept(src):
    """An address for what lies in a file."""
    return f"/api/v1/media/{'a' * 64}" if src.startswith("@@PLUGINFILE@@/") else None


@pytest.mark.parametrize(
    ("html", "prose"),
    [
        ("Paris", "Paris"),
        ("", ""),
        (" \n", ""),
        ("<p>&nbsp;</p><p><br></p>", ""),
        ("<!-- only this -->", ""),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/><br />three", "one\\\ntwo\n\nthree"),
        ("  much \t space  ", "much space"),
        ("<p>a <b>bold</b> and <i>italic</i> word</p>", "a **bold** and *italic* word"),
        ("<strong>bold </strong>and<em> so</em>", "**bold** and *so*"),
        ("a<b>'b'</b>c", "&#97;**'b'**&#99;"),
        ("<em>a</em><strong>b</strong>", "*a***b**"),
        ("<b><b>x</b></b><b>y</b>", "**xy**"),
        ("<span style='font-weight: 700; font-style:italic'>x</span>", "**_x_**"),
        ("<b style='font-weight:normal'>x</b>", "x"),
        ("<b>x<p>y</p></b>", "**x**\n\n**y**"),
        ("<code>a  `b`</code> <kbd>c</kbd>", "`` a  `b` `` `c`"),
        ("<pre>\n  a &lt;b\n\n  c</pre>", "```\n  a <b\n\n  c\n```"),
        ("<pre><code class='x language-python'>if a &lt; b:\n\n    pass\n</code></pre>", "```python\nif a < b:\n\n    pass\n```"),
        ("<pre>a<br>```</pre>", "````\na\n```\n````"),
        ("<h1>One</h1><h3>T<br>wo #</h3>", "# One\n\n### T wo \\#"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  + c"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul><ul><li>c</li></ul>", "- a\n  - b\n\n+ c"),
        ("<ol start=7><li>a</li><li>b</li></ol>", "7. a\n8. b"),
        ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "1. a\n\n   b\n\n2. c"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<blockquote><p>a</p><p>b</p></blockquote><hr>c", "> a\n>\n> b\n\n***\n\nc"),
        ("<a href='https://x.org/?a=1&amp;copy=2' title='So \"it\"'>here</a>", r'[here](https://x.org/?a=1\&copy=2 "So \"it\"")'),
        ("<a href='mailto:a@x.org'>a</a> <a href='//x.org/(b)'>b</a>", "[a](mailto:a@x.org) [b](https://x.org/\\(b\\))"),
        ("<img src='https://x.org/a b.png' alt='a [leaf]'>", r"![a \[leaf\]](https://x.org/a%20b.png)"),
        ("H<sub>2</sub>O, x<sup>−2</sup>, 10<sup>n</sup>", "H₂O, x⁻², 10ⁿ"),
        ("<q>so</q> <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "“so” 漢(かん)"),
        ("&lt;b&gt; &amp;lt; &amp;amp; &#42;a&#42;", r"\<b> \&lt; \&amp; \*a\*"),
        ("1. a", r"1\. a"),
        ("# a", r"\# a"),
        ("snake_case, 2 * 3, ____, [ ], a < b, C#, $5, AT&amp;T, 50 % ~ !", "snake_case, 2 * 3, ____, [ ], a < b, C#, $5, AT&T, 50 % ~ !"),
        ("if x <y then", "if x <y then"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n\nb"),
    ],
)  # fmt: skip
def test_html_becomes_prose(html, prose):
    assert from_html(html) in ((prose, ()), (prose.replace("+ c", "- c"), ())), from_html(html)


@pytest.mark.parametrize(
    ("html", "prose"),
    [
        (r"\(x^2\), \[y_1\] and $$z$$", "$x^2$, $y_1$ and $z$"),
        (r"\(a&lt;b\) or \(a<b\)", "$a<b$ or $a<b$"),
        (r"$a_1*b*c_2$ \(so much\)", "$a_1*b*c_2$ ${so much}$"),
        (r"\( a \\[2pt] b \)", r"$a \\[2pt] b$"),
        ("costs $5 or 10$", "costs $5 or 10$"),
        ("$5 for tea and $10 for cake", "$5 for tea and $10 for cake"),
        (r"\(x\)5\(y\)\(z\)", "$x$&#53;${y}{z}$"),
        (r"<code>\(x\)</code> \(`\)", r"`\(x\)` \\(\`\\)"),
        (r"\(a<b>c</b>\)", r"\\(a**c**\\)"),
        ("<img class='equation_image' data-equation-content='\\frac{1}{2}' alt='LaTeX: y'>", r"$\frac{1}{2}$"),
        ("<img data-equation-content='so much'> <img data-equation-content='a `b`'>", r"${so much}$ \\(a \`b\`\\)"),
        ("<img class='equation_image' alt='LaTeX: \\pi' src='/equation_images/%255Cpi'>", r"$\pi$"),
        ("<script type='math/tex; mode=display'>a < b</script>", "$a < b$"),
        ("<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>\\xi &lt; 1</annotation></semantics></math>!",
         r"$\xi < 1$!"),
        ("<math><mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><msqrt><mi>b</mi></msqrt></mfrac></math>",
         r"$\frac{a+1}{\sqrt{b}}$"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo>"
         "<msubsup><mi>ab</mi><mn>1</mn><mn>2</mn></msubsup></math>",
         r"$x^{2}={\mathrm{ab}}_1^{2}$"),
        ("<img class='Wirisformula' "
         "data-mathml='«math xmlns=¨http://www.w3.org/1998/Math/MathML¨»«mn»5«/mn»«mi»k«/mi»«/math»'>", "$5k$"),
    ],
)  # fmt: skip
def test_latex_survives(html, prose):
    assert from_html(html) == (prose, ())
    assert from_html(to_html(prose))[0] == prose


@pytest.mark.parametrize(
    ("html", "prose", "lost"),
    [
        ("a<script>alert(1)</script>b", "ab", "A script was left out."),
        ("<style>p {}</style>a", "a", "A style sheet was left out."),
        ("a<iframe src='https://x.org/v'>no</iframe>", "a", "An embedded page or program was left out (“https://x.org/v”)."),
        ("a<input name='f'>", "a", "A field of a form was left out (“f”)."),
        ("<form>a</form>", "a", "A form was left out; its text is kept."),
        ("<h3><p>a</p></h3>", "a", "A heading is ordinary text now."),
        ("<small>a</small>", "a", "Fonts, sizes and alignment are lost; their text is kept."),
        ("a<svg><text>b</text></svg>", "a", "A drawing was left out."),
        ("<u>a</u>", "a", "Underlining is lost; its text is kept."),
        ("<span style='text-decoration: underline'>a</span>", "a", "Underlining is lost; its text is kept."),
        ("<del>a</del>", "a", "Striking out is lost; its text is kept."),
        ("<span style='color: red'>a</span>", "a", "Colours are lost; their text is kept."),
        ("<font color='red'>a</font>", "a", "Colours are lost; their text is kept."),
        ("<p style='text-align: center'>a</p>", "a", "Fonts, sizes and alignment are lost; their text is kept."),
        ("<p style='display:none'>a</p>", "a", "Text that was hidden is shown."),
        ("a<sub>ok</sub>", "aok", "Lowered text (“ok”) stands on the line."),
        ("<ol type='a'><li>x</li></ol>", "1. x", "Numbers of a list other than 1, 2, 3 are lost."),
        ("<abbr title='World Health Organization'>WHO</abbr>", "WHO",
         "What an abbreviation stands for (“World Health Organization”) is lost."),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p></td><td>d<br>e</td></tr></table>",
         "a | b\\\nc | d\\\ne", "A table became lines."),
        ("<a href='javascript:alert(1)'>a</a>", "a", "The link to “javascript:alert(1)” was taken off; its text is kept."),
        ("<a href='page.html'>a</a>", "a", "The link to “page.html” could not be taken; its text is kept."),
        ("<img src='a.png' alt='a *leaf*'>", r"a \*leaf\*", "The image “a.png” could not be taken; its description stays."),
        ("a<img src='a.png'>", "a", "The image “a.png” could not be taken; nothing of it stays."),
        ("<img src='data:image/png;base64," + "A" * 999 + "'>", "",
         "The image “data:image/png;base64," + "A" * 58 + "…” could not be taken; nothing of it stays."),
        ("<audio><source src='x/a%20b.mp3'>No sound</audio>", "a b.mp3",
         "The sound “x/a%20b.mp3” could not be taken; its text is kept."),
        ("<math><mtable><mtr><mtd><mi>x</mi></mtd></mtr></mtable></math>", "x",
         "A formula could not be carried over; its text (“x”) is kept."),
        ("#include <stdio.h>", r"#include",
         "“<stdio.h>” is no element of HTML, and so was not shown; if it is meant as text, write < as &lt;."),
        ("<pre>a <b>c</b></pre>", "```\na c\n```", "Stress and links within code are lost; their text is kept."),
    ],
)  # fmt: skip
def test_what_prose_cannot_hold_is_named(html, prose, lost):
    assert from_html(html) == (prose, (lost,))


def test_a_loss_is_told_once():
    assert from_html("<u>a</u> <u>b</u>")[1] == ("Underlining is lost; its text is kept.",)


@pytest.mark.parametrize(
    ("html", "prose"),
    [
        ("<img src='@@PLUGINFILE@@/a b.png' alt='A leaf' width=20>", "![A leaf]({})"),
        ("<audio controls title='Song'><source src='@@PLUGINFILE@@/s.mp3'>fallback</audio>", "[Song]({})"),
        ("<video src='x.webm'><source src='@@PLUGINFILE@@/s%20t.mp4?forcedownload=1'></video>", "[x.webm]({})"),
        ("<object type='image/png' data='@@PLUGINFILE@@/a.png'>A <b>leaf</b></object>", "![A leaf]({})"),
        ("<object type='audio/mpeg' data='@@PLUGINFILE@@/s.mp3'></object>", "[s.mp3]({})"),
        ("<a href='@@PLUGINFILE@@/s.mp3'>listen</a>", "[listen]({})"),
        ("<b><a href='@@PLUGINFILE@@/s.mp3'><img src='@@PLUGINFILE@@/t.png' alt=''></a></b>", "**[![]({})]({})**"),
    ],
)
def test_what_is_kept_is_shown_by_its_address(html, prose):
    address = kept("@@PLUGINFILE@@/")
    assert from_html(html, kept) == (prose.replace("{}", address), ())
    assert TAKEN.deserialize(from_html(html, kept)[0])


def test_what_is_refused_is_told_with_the_reason():
    def keep(src):
        raise Refused("It is no image.")

    assert from_html("<img src='a.png'>", keep)[1] == ("The image “a.png” could not be taken (It is no image.); nothing of it stays.",)


def test_an_address_in_the_web_is_never_asked_for():
    assert from_html("<img src='https://x.org/a.png'><a href='https://x.org/b.mp3'>b</a>", lambda src: pytest.fail(src))[1] == ()


@pytest.mark.parametrize(
    ("prose", "html"),
    [
        ("Paris", "Paris"),
        ("a *b* **c** `d`", "a <em>b</em> <strong>c</strong> <code>d</code>"),
        ("a\\\nb", "a<br />\nb"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("$a < b$ & $$c$$", r"\(a &lt; b\) &amp; \[c\]"),
        ("costs $5 or 10$", "costs $5 or 10$"),
        (r"\$x\$", "<span>$</span>x<span>$</span>"),
        ("`$x$`", "<code>$x$</code>"),
        ("![a](https://x.org/b.png)", '<img src="https://x.org/b.png" alt="a" />'),
        ("***", "<hr />"),
        ("a <b>", "a &lt;b&gt;"),
        ("a\x08b", "a\ufffdb"),
        ("", ""),
    ],
)
def test_prose_becomes_html(prose, html):
    assert to_html(prose) == html
    _xml.tree(f"<a>{html}</a>".encode())


def test_addresses_of_media_can_be_changed_and_those_of_the_web_stay():
    prose = f"![a]({kept('@@PLUGINFILE@@/')}) [b](/api/v1/media/b) [c](https://x.org) ![d](https://x.org/d.png)"
    html = to_html(prose, lambda url: f"media/{url[-1]}.png" if url.startswith("/api") else None)
    assert re.findall(r'(?:src|href)="([^"]*)"', html) == ["media/a.png", "media/b.png", "https://x.org", "https://x.org/d.png"]


@pytest.mark.parametrize(
    ("prose", "text"),
    [
        ("a *b* [c](https://x.org) `d`", "a b c d"),
        ("# a\n\n- b\n- c\n\n```\nd\n  e\n```", "a\n\nb\n\nc\n\nd\n  e"),
        ("a\\\nb\nc", "a\nb\nc"),
        ("![a leaf](https://x.org/a.png) $x^2$ \\*", "a leaf $x^2$ *"),
        ("", ""),
    ],
)
def test_prose_becomes_plain_text(prose, text):
    assert plain(prose) == text


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("a_b", "a_b"),
        ("*a*", r"\*a\*"),
        ("one\ntwo\n\n\nthree", "one\\\ntwo\n\nthree"),
        (r"\(x\) and $y^2$", "$x$ and $y^2$"),
        ("<b> &lt;", r"\<b> \&lt;"),
        ("  ", ""),
    ],
)
def test_plain_text_becomes_prose(text, prose):
    assert from_plain(text) == prose


@calm
@given(TEXT)
def test_any_text_comes_back_from_prose_and_holds_no_markup(text):
    prose = from_plain(text)
    if not IN_HTML.search(text):
        assert plain(prose).split() == text.split()
        assert set(re.findall("<[^>]*>", MarkdownIt("commonmark").render(prose))) <= {"<p>", "</p>", "<br />"}
    assert from_html(to_html(prose)) == (prose, ())
    assert TAKEN.deserialize(prose) == prose


@calm
@given(COMMONMARK_TEXT)
def test_commonmark_comes_back_from_html_and_shows_the_same(prose):
    html = to_html(prose)
    again, lost = from_html(html)
    assert (to_html(again), lost) == (html, ())
    assert "$" in prose or COMMONMARK.render(again) == COMMONMARK.render(prose)
    assert from_html(to_html(again))[0] == again


@calm
@given(SOUP)
def test_whatever_html_there_is_it_becomes_prose_that_is_taken(html):
    prose, lost = from_html(html)
    assert TAKEN.deserialize(prose) == prose
    assert all(each.endswith(".") for each in lost)
    again = to_html(prose)
    _xml.tree(f"<a>{again}</a>".encode())
    assert to_html(from_html(again)[0]) == again
