"""HTML that was made to take long, or to nest deep, becomes prose in time, and what is lost on the way is said."""
import pytest

from schemas.prose import Prose
from service.formats._prose import from_html, from_plain
from tests.formats.bounds import within

N = 30_000
HOSTILE = {
    "nested": "<b>" * 300_000 + "x",
    "nested and closed": "<i>" * 300_000 + "x" + "</i>" * 300_000,
    "nested tables": "<table><tr><td>" * N + "x",
    "nested lists": "<ul><li>" * N + "x",
    "nested formulas": "<math>" + "<mrow>" * N + "x",
    "attributes": "<a " + " ".join(f"a{number}=1" for number in range(N)) + ">x</a>",
    "stress that is never closed": "".join(f"<p><b id={number}>" for number in range(N)) + "x",
    "ends without a start": "<span>" * 200 + "x" + "</q>" * N,
    "comments that never end": "x" + "<!--" * N,
    "tags that never end": "x" + "<a " * N,
    "quotes that never end": 'x<a b="' * N,
    "long styles": f"<p style='{'text-decoration ' * N}'>x",
    "many leaves of a formula": "<math>" + "<mi>x</mi>" * N,
    "LaTeX that never ends": r"\(\[$" * N,
    "brackets": "[" * 20_000,
    "pictures": "![" * 10_000,
    "stars": "*a_" * 7_000,
    "backticks": "<code>" + " ".join("`" * number for number in range(200)) + "</code>",
    "blanks": "x" + "\u00a0" * N + "x",
    "entities": "&notit;" * N,
    "one long image": f"<img src='data:image/png;base64,{'A' * 9_000_000}'>x",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile_html_takes_no_longer_than_its_length(html):
    with within(2):
        prose, _ = from_html(html)
    assert "nested" not in html or prose
    with within(2):
        from_plain(html[:100_000])


@pytest.mark.parametrize("html", ["<b>" * 1000 + "x <script>y</script><br>z", "<ul><li>" * 150 + "x<p>y"])
def test_what_is_nested_too_deep_keeps_its_text_and_says_so(html):
    prose, lost = from_html(html)
    assert prose.startswith("x") and any("nested too deep" in each for each in lost)


def test_lists_are_nested_as_deep_as_prose_may_be():
    prose, lost = from_html("<ul><li>a" * 12 + "<blockquote>b")
    assert "b" in prose and Prose().deserialize(prose) and any("eight deep" in each for each in lost)
