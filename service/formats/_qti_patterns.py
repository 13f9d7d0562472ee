r"""Patterns of XML Schema, which QTI has, and patterns of RE2, which we have: each said in the other's words, or not at all.

After XML Schema 1.1 part 2, appendix G, and RE2's syntax. Both must fit a whole text here. In XML Schema `^` and `$` are signs like
any other, `\d` takes every digit there is and `\w` every letter; RE2's take those of ASCII.
"""
import re

TOKEN = re.compile(r"\\[pP]\{[A-Za-z]{1,2}\}|\\.|\[\^?(?:\\.|[^\]\\])+\]|\(\?:?|\{[0-9]+(?:,[0-9]*)?\}\??|[*+?]\??|.", re.DOTALL)
INSIDE = re.compile(r"(\\[pP]\{[A-Za-z]{1,2}\}|\\[A-Za-z])|(\\?.)-(\\?[^\]])|\\?(.)", re.DOTALL)
SPECIAL = "\\[]^()?*+{}|.-"
SAME = ("\\s", "\\S", "\\n", "\\t", "\\r")
THEIRS = {"\\d": "[0-9]", "\\D": "[^0-9]", "\\w": "[A-Za-z0-9_]", "\\W": "[^A-Za-z0-9_]"} | dict(zip(SAME, SAME))
OURS = {"\\d": r"\p{Nd}", "\\D": r"\P{Nd}", "\\w": r"[^\pP\pZ\pC]", "\\W": r"[\pP\pZ\pC]"} | dict(zip(SAME, SAME))
IN_THEIR_SET = {"\\d": "0-9", "\\w": "A-Za-z0-9_", "\\s": "\\s"} | dict(zip(SAME[2:], SAME[2:]))
IN_OUR_SET = {"\\d": r"\p{Nd}", "\\D": r"\P{Nd}", "\\s": "\\s"} | dict(zip(SAME[2:], SAME[2:]))


class _NoWord(Exception):
    """What the other has no word for."""


def theirs(text, sensitive):
    """A pattern of ours as one of XML Schema, or None; without regard to capitals each letter is written in either case."""
    text = text.removeprefix("^")
    if text.endswith("$") and not re.search(r"\\(?:\\\\)*\$\Z", text):
        text = text[:-1]
    return _said(text, lambda token: _their(token, sensitive))


def ours(text):
    """A pattern of XML Schema as one of ours, or None."""
    return _said(text, _our)


def of_wildcard(text, sensitive):
    """A text in which stars stand for any text, as a pattern of XML Schema."""
    pieces = (piece.replace("\\*", "*") for piece in re.split(r"(?<!\\)\*", text))
    return ".*".join("".join(_letter(sign, True) if sensitive else _folded(sign) for sign in piece) for piece in pieces)


def _said(text, say):
    try:
        return "".join(map(say, TOKEN.findall(text)))
    except _NoWord:
        return None


def _their(token, sensitive):
    if token == "(?:":
        return "("
    if token in THEIRS:
        return THEIRS[token]
    if token[0] == "[" and len(token) > 1:
        return _set(token, IN_THEIR_SET, sensitive)
    if token[0] in "*+?{" and len(token) > 1:
        return token if token[0] == "{" and token[-1] != "?" else token.removesuffix("?")
    if token in ("(?", "^", "$", "{", "}", "[", "]") or token[0] == "\\" and token[1:].isalnum():
        raise _NoWord
    if token[0] == "\\" and len(token) > 2:
        return token
    return _letter(token[1:], sensitive) if token[0] == "\\" else token if token in "()|.*+?" else _letter(token, sensitive)


def _our(token):
    if token in OURS:
        return OURS[token]
    if token[0] == "[" and len(token) > 1:
        return _set(token, IN_OUR_SET, True)
    if token in ("(?:", "(?", "{", "}", "[", "]") or (token[0] in "*+?{" and token != "?" and token[-1] == "?"):
        raise _NoWord
    if token[0] == "\\" and token[1:].isalnum():
        raise _NoWord
    return f"\\{token}" if token in ("^", "$") else token


def _set(token, words, sensitive):
    """A set of signs, each said in the other's words."""
    start = 2 if token[1] == "^" else 1
    made = ""
    for word, first, last, sign in INSIDE.findall(token[start:-1]):
        if word and word not in words and len(word) == 2 or sign == "[" or first == "[" or last == "[":
            raise _NoWord
        if word:
            made += words.get(word, word)
        elif first:
            made += _range(first[-1], last[-1], sensitive)
        else:
            made += "".join(_escaped(each) for each in ([sign] if sensitive else _cases(sign)))
    return token[:start] + made + "]"


def _range(first, last, sensitive):
    ends = {(first, last)}
    if not sensitive and (first + last).isascii() and (first + last).isalpha():
        if first.islower() is not last.islower():
            raise _NoWord
        ends |= {(first.lower(), last.lower()), (first.upper(), last.upper())}
    elif not sensitive and not (first + last).isascii():
        raise _NoWord
    return "".join(f"{_escaped(one)}-{_escaped(other)}" for one, other in sorted(ends))


def _letter(sign, sensitive):
    cases = [sign] if sensitive else _cases(sign)
    if sign == "$":
        return "[$]"  # XML Schema has no escape for it, and RE2 takes it for an end
    return f"[{''.join(cases)}]" if len(cases) > 1 else _escaped(sign)


def _folded(sign):
    """A sign in whatever case; ß is SS, too."""
    if len(sign.casefold()) == 1:
        return _letter(sign, False)
    alone = "[ßẞ]" if sign in "ßẞ" else _letter(sign, False)
    return f"({alone}|{''.join(_letter(each, False) for each in sign.casefold())})"


def _escaped(sign):
    return f"\\{sign}" if sign in SPECIAL else sign


def _cases(sign):
    return sorted(each for each in {sign, sign.lower(), sign.upper()} if len(each) == 1)
