"""Changing the elements of XML and the values of JSON: dropped, doubled, moved, renamed, with others' attributes and odd texts."""
import json
import re
from copy import deepcopy

from lxml import etree

from tests.formats.changing_bytes import ODD_NUMBERS, ODD_TEXTS

ODD_VALUES = (None, True, 0, -1, 1.5, 10**15, "", [], {}, [[]], [None], {"": None}, "x" * 6000)


def by_elements(data, chance, tokens):
    try:
        root = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return data
    if root is None:
        return data
    for _ in range(chance.choice((1, 1, 2, 4))):
        try:
            _change_element([each for each in root.iter() if isinstance(each.tag, str)], chance, tokens)
        except ValueError:
            pass  # a name that could be read but not be written
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _change_element(elements, chance, tokens):
    one, other, what = chance.choice(elements), chance.choice(elements), chance.randrange(11)
    parent, text = one.getparent(), _odd_text(chance, tokens)
    if what == 0 and parent is not None:
        parent.remove(one)
    elif what == 1 and parent is not None:
        for _ in range(chance.choice((1, 1, 3, 200)) if len(one) < 20 else 1):
            parent.append(_copy(one))
    elif what == 2:
        other.insert(chance.randrange(len(other) + 1), _copy(one))
    elif what == 3:
        one.tag = other.tag
    elif what == 4 and one.attrib:
        del one.attrib[chance.choice(sorted(one.attrib))]
    elif what == 5 and one.attrib:
        one.set(chance.choice(sorted(one.attrib)), text)
    elif what == 6 and other.attrib:
        name = chance.choice(sorted(other.attrib))
        one.set(name, other.get(name))
    elif what == 7:
        one.text = text
    elif what == 8:
        one.text, one.tail = other.text, chance.choice((one.tail, text))
    elif what == 9:
        one.text = chance.choice(ODD_NUMBERS).decode()
    else:
        for _ in range(chance.choice((3, 30, 250))):
            one = etree.SubElement(one, other.tag)


def _copy(element):
    found = deepcopy(element)
    found.tail = None
    return found


def _odd_text(chance, tokens):
    text = chance.choice(ODD_TEXTS) if chance.random() < 0.6 or not tokens else chance.choice(tokens).decode("utf-8", "replace")
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]", "", text)


def by_json(data, chance):
    """One document, or one a line."""
    try:
        return json.dumps(_change_value(json.loads(data), chance)).encode()
    except (ValueError, RecursionError):
        pass
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    try:
        lines[at] = json.dumps(_change_value(json.loads(lines[at]), chance)).encode()
    except (ValueError, RecursionError):
        return data
    return b"\n".join(lines)


def _change_value(root, chance):
    for _ in range(chance.choice((1, 1, 2, 4))):
        if places := _places(root):
            holder, key = chance.choice(places)
            what, (other, other_key) = chance.randrange(4), chance.choice(places)
            if what == 0:
                del holder[key]
            elif what == 1:
                holder[key] = json.loads(json.dumps(other[other_key]))
            elif what == 2 and isinstance(holder, dict):
                holder[chance.choice(ODD_TEXTS)] = holder.pop(key)
            else:
                holder[key] = chance.choice((*ODD_VALUES, *ODD_TEXTS))
    return root


def _places(root):
    """Every (holder, key) in a document, down to a depth that Python can write."""
    found, todo = [], [(root, 0)]
    while todo:
        value, depth = todo.pop()
        keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        found += [(value, key) for key in keys]
        todo += [(value[key], depth + 1) for key in keys if depth < 50]
    return found
