"""Blocks of CommonMark put together: lists, quotes and code, so that each is read as what it was."""
import re
from dataclasses import dataclass, field

LISTS = {"ul", "ol"}


@dataclass
class Frame:
    """What is being filled: the page, a quote, a list (whose blocks are its items) or an item; `blocks` are (kind, CommonMark)."""

    kind: str
    blocks: list = field(default_factory=list)
    start: int = 1
    sign: str = ""
    loose: bool = False


def joined(blocks, gap="\n\n"):
    """Blocks below one another."""
    return gap.join(text for _, text in blocks)


def quoted(frame):
    """The blocks of a quote as one."""
    return "\n".join(f"> {line}" if line else ">" for line in joined(frame.blocks).split("\n"))


def fenced(text, language):
    """A block of code."""
    text = text.removesuffix("\n")
    fence = "`" * max(3, *(len(found) + 1 for found in re.findall("`+", text)), 3)
    return "\n".join([fence + language, *([text] if text else ()), fence])


def listed(frame):
    """A list, tight where every item can be."""
    loose = frame.loose or not all(_can_be_tight(item.blocks) for item in frame.blocks)
    items = (_item(frame.sign if frame.kind == "ul" else f"{number}{frame.sign}", item.blocks, loose)
             for number, item in enumerate(frame.blocks, frame.start))  # fmt: skip
    return ("\n\n" if loose else "\n").join(items)


def _item(sign, blocks, loose):
    first, *others = joined(blocks, "\n\n" if loose else "\n").split("\n")
    indent = " " * (len(sign) + 1)
    return "\n".join([f"{sign} {first}" if first else sign, *(indent + line if line else "" for line in others)])


def _can_be_tight(blocks):
    """Whether blocks can follow one another without a blank line and stay what they are (CommonMark 0.31, sections 4.3, 5.1 and 5.3)."""
    kinds = [kind for kind, _ in blocks]
    after_text = blocks[1][1] if kinds[:1] == ["paragraph"] and len(blocks) > 1 else ""
    interrupts = not re.match(r"(?!1[.)] )\d+[.)]|[-+1][.)]?(\n|$)", after_text)
    return "paragraph" not in kinds[1:] and ("quote", "quote") not in zip(kinds, kinds[1:]) and interrupts


def sign_after(frames, kind):
    """The sign of a new list: another than that of a list straight before or around it, so that they stay apart."""
    one, other = ("-", "+") if kind == "ul" else (".", ")")
    frame = frames[-1]
    if frame.kind == "item" and not frame.blocks and frames[-2].sign == one:
        return other
    before = frame.blocks[-1] if frame.blocks and frame.kind not in LISTS else ("", "")
    return other if before[0] == kind and re.match(rf"\d*{re.escape(one)}", before[1]) else one
