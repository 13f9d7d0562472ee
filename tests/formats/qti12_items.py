"""Items of QTI 1.2, and packages of them, as tests need them."""
import io

from service.formats import _zip, qti12
from service.formats._nouns import Question
from tests.formats.reading import found, loaded


def item(conditions, responses="", facts="", title="T", text="What?", maximum='maxvalue="100"'):
    """An item in a document."""
    pairs = (pair.split("=") for pair in facts.split())
    told = "".join(
        f"<qtimetadatafield><fieldlabel>{key}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>" for key, value in pairs
    )
    return f"""<questestinterop><item ident="i" title="{title}"><itemmetadata><qtimetadata>{told}</qtimetadata></itemmetadata>
<presentation><material><mattext>{text}</mattext></material>{responses}</presentation>
<resprocessing><outcomes><decvar varname="SCORE" {maximum}/></outcomes>{conditions}</resprocessing></item></questestinterop>""".encode()


def lid(*idents, cardinality="Single", more="", ident="r"):
    text = "<material><mattext>text {0}</mattext></material>"
    labels = "".join(f'<response_label ident="{each}">{text.format(each)}</response_label>' for each in idents)
    return f'<response_lid ident="{ident}" rcardinality="{cardinality}">{more}<render_choice>{labels}</render_choice></response_lid>'


def when(test, score, action="Set", more=""):
    scored = f'<setvar action="{action}" varname="SCORE">{score}</setvar>'
    return f"<respcondition {more}><conditionvar>{test}</conditionvar>{scored}</respcondition>"


def equal(value, ident="r", more=""):
    return f'<varequal respident="{ident}" {more}>{value}</varequal>'


def only(data):
    (each,) = found(qti12, data)
    if isinstance(each, Question):
        loaded(each)
    return each


WRITE = '<response_str ident="r"><render_fib/></response_str>'


def package(members):
    out = io.BytesIO()
    with _zip.Writer(out) as archive:
        for name, data in members.items():
            archive.add(name, data)
    return out.getvalue()
