r"""A question of GIFT: its comments, its title, its text, and where its answers stand in that.

`// [id:…] [tag:…]` are its name and its tags (Moodle 3.9 and later). Answers within the text draw a blank there: what is scored
the same as a blank becomes one; any other keeps its type and has a line where the blank is, as in Moodle.
"""
import re
from itertools import count

from service.formats._gift_answers import Found, answers
from service.formats._gift_cloze import cloze
from service.formats._gift_prose import Reader
from service.formats._gift_source import Fault, Source
from service.formats._nouns import Question, Skipped
from service.formats._text_lines import guessed
from service.question_types.fill_in_blank import IN_PROMPT

ID = re.compile(r"\[id:((?:\\\]|[^\]\r\n])+)\]")
TAG = re.compile(r"\[tag:((?:\\\]|[^\]\r\n])+)\]")
LONGEST = {"external_id": 200, "title": 200, "category": 500}
MOST_IN_A_TAG = 50
BLANK = "b1"
LINE = r"\_\_\_\_\_"
BLANKS_OF = {"short_answer": "text", "numeric": "number", "multiple_choice": "choice"}
NO_BLANK_LINE = "No blank line parts it from the question above; it was taken to begin below the closing brace of that."
NOTHING_TO_ANSWER = (
    "A text without { }, which Moodle calls a description: there is nothing to answer. Keep it as a study note, "
    "or add {} if an essay is asked for."
)


def question(block, category, keep):
    """The Question of a block, or why it is Skipped."""
    where, reader = f"line {block.number}", Reader(keep)
    try:
        wire = _wire(block.source, reader, keep)
    except Fault as fault:
        line = block.line(fault.at)
        return Skipped(where, fault.why + (f" (In line {line}.)" if line != block.number else ""))
    labels, lost = named(block.comments)
    lost += [NO_BLANK_LINE] * block.parted
    labels, beyond = _short_enough(labels | {"category": category, "title": wire.get("title", "")})
    return Question(where, wire | labels, block.original, tuple(dict.fromkeys((*guessed(block.lines), *lost, *beyond, *reader.lost))))


def _wire(source, reader, keep):
    title, source = _title(source, reader)
    if found := cloze(source, keep):
        wire, lost = found
        reader.lost += lost
        return wire | ({"title": title} if title else {})
    before, section, after = _parted(source)
    section, general = _general(section)
    prompt, word = _prompt(before, after, reader)
    found = answers(section, reader)
    reader.lost += found.lost
    if word:
        prompt, found = _with_blank(prompt, word, found)
    feedback = found.feedback | ({"general": said} if (said := reader.prose(general)) else {})
    parts = {"title": title, "prompt": prompt, "body": found.body, "answers": found.answers, "feedback": feedback}
    return {"type": found.type} | {name: part for name, part in parts.items() if part}


def _title(source, reader):
    if not source.live.startswith("::"):
        return "", source
    title, rest = source.cut(2).parted("::")
    if rest is None:
        reader.lost.append("The :: at the start has no second one: what follows is read as the question's text.")
        return "", title
    return " ".join(title.text.split("\n")), rest


def _parted(source):
    """What stands before the answers, the answers, and what stands after them."""
    start, end = source.live.find("{"), source.live.find("}")
    if start < 0:
        raise Fault(source, "A } without a { before it: write \\} for a mere brace." if end >= 0 else NOTHING_TO_ANSWER)
    if end < 0:
        raise Fault(source.cut(start), "The { has no } to end the answers.")
    if end < start:
        raise Fault(source.cut(end), "A } stands before the {: write \\} for a mere brace.")
    if stray := re.search("[{}]", source.live[start + 1 : end] + " " + source.live[end + 1 :]):
        why = f"A second {stray[0]}: write \\{stray[0]} for a mere brace, and leave a blank line between questions."
        raise Fault(source.cut(start + 1 + stray.start()), why)
    return source.cut(0, start), source.cut(start + 1, end).strip(), source.cut(end + 1)


def _general(section):
    """The answers, and the feedback for whatever is answered."""
    at = section.live.rfind("####")
    return (section, None) if at < 0 else (section.cut(0, at).strip(), section.cut(at + 4).strip())


def _prompt(before, after, reader):
    """The prompt, and the word that stands for the blank in it, if answers stand within the text."""
    word = ""
    if after.strip().live:
        word = next(each for number in count() if (each := f"blank{number}blank") not in before.raw + after.raw)
    prompt = reader.prompt(Source(before.raw + word + after.raw, before.live + word + after.live, before.at).strip())
    if not prompt.strip():
        raise Fault(before, "No text stands before the answers.")
    if word not in prompt:
        raise Fault(before, "The answers stand within HTML that cannot be kept.")
    return prompt, word


def _with_blank(prompt, word, found):
    """The question as one with a blank where that is scored the same: no credit below 0 and one choice at most."""
    kind = BLANKS_OF.get(found.type)
    if not kind or IN_PROMPT.search(prompt) or any(answer["credit"] < 0 for answer in found.answers):
        return prompt.replace(word, LINE), found
    body = {"blanks": [{"id": BLANK, "kind": kind, **found.body}]}
    placed = [{**answer, "match": {"blank": BLANK, **answer["match"]}} for answer in found.answers]
    return prompt.replace(word, "{{%s}}" % BLANK), Found("fill_in_blank", body, placed, found.feedback)


def named(comments):
    """({external_id, tags}, what of them is lost) as the comments above a question have them."""
    text = "\n".join(comments)
    ids, tags = (list(dict.fromkeys(filter(None, map(_bare, each.findall(text))))) for each in (ID, TAG))
    fit = [tag for tag in tags if "," not in tag and len(tag) <= MOST_IN_A_TAG]
    lost = [f"A question has one id: [id:{other[:200]}] is left out." for other in ids[1:]]
    unfit = [tag for tag in tags if tag not in fit]
    lost += [f"The tag '{tag[:300]}' is left out: tags have no commas and at most {MOST_IN_A_TAG} characters." for tag in unfit]
    return ({"external_id": ids[0]} if ids else {}) | ({"tags": fit} if fit else {}), lost


def _bare(text):
    return text.replace("\\]", "]").strip()


def _short_enough(labels):
    """The labels that are not empty, none longer than is taken, and what this cuts off."""
    lost = [
        f"The {name.replace('_', ' ')} is cut to {most} characters; beyond stood '{labels[name][most:most + 300]}'."
        for name, most in LONGEST.items()
        if len(labels.get(name, "")) > most
    ]
    return {name: each[: LONGEST.get(name)].strip() if name in LONGEST else each for name, each in labels.items() if each}, lost
