"""Moodle's widespread plugin qtype_gapfill: the words that belong into the gaps stand in the text, as in `The [cat|dog] sat.`

After its documentation (github.com/marcusgreen/moodle-qtype_gapfill, 2.1). A bar parts words that are both right. With
`answerdisplay` the gaps are typed into, or filled from a list of all right words and the wrong ones, which are answers of fraction 0.
"""
import re
from html import unescape

from service.formats._moodle_choices import combined
from service.formats._moodle_gaps import MOST_GAPS, prompt
from service.formats._moodle_item import NotCarried, content, shown
from service.formats._prose import from_plain
from service.text import folded

DELIMITERS = "[]"
PATTERN = re.compile(r"[\\^$.?*+(){}\[\]]")
"""What makes a gap's word a pattern, where it is one: all else stands for itself there too."""
OPTIONS = {"letterhints": "That hints show the next letter is not kept.", "singleuse": "That a word can be used once only is not kept."}
OF_THE_PAGE = {"fixedgapsize", "optionsaftertext", "noduplicates", "disableregex"}


def gapfill(item):
    holder = item.child("questiontext")
    pieces = _pieces(item, content(holder))
    gaps = [[unescape(word).strip() for word in gap.split("|")] for gap in pieces[1::2]]
    if not 0 < len(gaps) <= MOST_GAPS:
        raise NotCarried(f"Its text has {len(gaps) or 'no'} gaps; a question has 1 to {MOST_GAPS}.")
    _only_words(item, gaps)
    item.known |= OF_THE_PAGE
    for name, told in OPTIONS.items():
        if item.flag(name, False):
            item.lose(told)
    if (item.text("answerdisplay") or "gapfill") == "gapfill":
        blanks, answers = _typed(item, gaps)
    else:
        blanks, answers = _chosen(item, gaps)
    asked = prompt(item, holder, pieces[::2])
    return {"type": "fill_in_blank", "prompt": asked, "body": {"blanks": blanks}, "answers": answers, "feedback": combined(item)}


def _pieces(item, text):
    """The text before the first gap, what stands in that, the text after it, and so on."""
    first, last = item.text("delimitchars") or DELIMITERS, ""
    if len(first) != 2:
        raise NotCarried(f"Its gaps are marked by {shown(first)}, which are not two signs.")
    first, last = map(re.escape, first)
    return re.split(f"{first}([^{first}{last}]*){last}", text)


def _only_words(item, gaps):
    """Say why what belongs into the gaps is more than words, if it is."""
    if item.flag("noduplicates", False) and len(gaps) > 1:
        raise NotCarried("Each right word counts in one of its gaps only, whichever that is; here each gap counts by itself.")
    for word in (word for gap in gaps for word in gap):
        if not word or word == "!":
            raise NotCarried("A gap of it is to be left empty, which is no answer here.")
        if not item.flag("disableregex", False) and PATTERN.search(word):
            raise NotCarried(f"What belongs into a gap is a regular expression, as Moodle reads it: {shown(word)}.")


def _typed(item, gaps):
    case_sensitive = item.flag("casesensitive", False)
    case = {"case_sensitive": True} if case_sensitive else {}
    blanks = [{"id": f"b{place}", "kind": "text", **case} for place in range(1, len(gaps) + 1)]
    answers = [
        {"match": {"blank": f"b{place}", "text": word}, "credit": 1}
        for place, gap in enumerate(gaps, 1)
        for word in {folded(word, case_sensitive=case_sensitive): word for word in gap}.values()
    ]
    if wrong := [content(each) for each in item.children("answer") if item.credit(each) <= 0]:
        item.lose(f"Its wrong words have no place where gaps are typed into: {shown(', '.join(wrong))}.")
    return blanks, answers


def _chosen(item, gaps):
    words = [word for gap in gaps for word in gap]
    words += [unescape(content(each)) for each in item.children("answer") if item.credit(each) <= 0]
    known = {}
    for word in filter(None, words):
        known.setdefault(folded(word, case_sensitive=True), (f"c{len(known) + 1}", word))
    if len(known) < 2:
        raise NotCarried("There is only one word to choose for its gaps.")
    choices = [{"id": id, "text": from_plain(word)} for id, word in known.values()]
    blanks = [{"id": f"b{place}", "kind": "choice", "choices": choices} for place in range(1, len(gaps) + 1)]
    answers = [
        {"match": {"blank": f"b{place}", "choice": id}, "credit": 1}
        for place, gap in enumerate(gaps, 1)
        for id in dict.fromkeys(known[folded(word, case_sensitive=True)][0] for word in gap)
    ]
    return blanks, answers
