"""Whatever a client may send as a response to a question, made from the type's own Response schema."""
import string

from hypothesis import strategies as st
from marshmallow import fields

from schemas.choices import ByBlank, ChoiceId, Choices

TEXTS = st.text(max_size=40) | st.sampled_from(["", "0", "-1.5e3", "1e9999", "1,5", "12 km", "I don't know", "漢字かな", "नमस्ते", "a*b"])
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.decimals(-10, 10, places=3)
LABELS = st.text(string.ascii_letters + string.digits + "_.:-", min_size=1, max_size=6)


def ids(schema, body):
    """Every id of a choice or blank that a body has."""
    for key, field in schema.fields.items():
        for each in (body.get(key) or ()) if isinstance(field, fields.List) else ():
            if isinstance(each, dict):
                yield each["id"]
                if not isinstance(field, Choices):
                    yield from ids(field.inner.schema, each)


def responses(field, known):
    """Responses that the field may take (it may refuse some), most of them about ids that are known."""
    label = st.sampled_from(known) | LABELS if known else LABELS
    if isinstance(field, ChoiceId):
        return label
    if isinstance(field, ByBlank):
        return st.dictionaries(label, label | TEXTS | NUMBERS | st.none(), max_size=5)
    if isinstance(field, fields.Dict):
        return st.dictionaries(responses(field.key_field, known), responses(field.value_field, known), max_size=5)
    if isinstance(field, fields.List):
        return st.lists(responses(field.inner, known), max_size=6, unique=True) | (st.permutations(known) if known else st.nothing())
    if isinstance(field, fields.Boolean):
        return st.booleans()
    return TEXTS | NUMBERS


ANY_JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LABELS | TEXTS, inner, max_size=4),
    max_leaves=8,
)
