"""What fuzzing begins with: for each format the samples by hand, exports of questions made up, and the signs that it gives a meaning to."""
import io
import json
import uuid
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from service.formats import WRITTEN
from service.formats._nouns import Bank, Medium
from service.question_types import TYPES
from service.reading import TREES
from tests import pictures
from tests.formats import anki_packages, generated
from tests.formats.changing import packed

SAMPLES = Path(__file__).parent / "samples"
BY_HAND = {
    "gift": "gift_*", "aiken": "aiken_*", "markdown": "*.md", "moodle_xml": "moodle_*", "qti12": "qti12_*", "cc": "cc_*",
    "qti21": "qti21_*", "qti22": "qti21_*", "qti3": "qti3_*",
}  # fmt: skip
XML = '< > </ /> & &amp; &lt; &#0; &#x202e; <![CDATA[ ]]> <!-- --> <?x ?> <!DOCTYPE xmlns="" encoding="UTF-16" " ='
HTML = '<p> </p> <br> <img src="a.png"> <sup> &nbsp; \\( \\) $ $$ * _ ` [ ] ![ ]( {{ }}'
JSON = '{ } [ ] , : " \\ null true 1e9 \\ud800 \\u0000 "type": "answers": "match": "body": {"question": {"topic": {}'
QTI = 'RESPONSE SCORE identifier="RESPONSE" cardinality="multiple" '
SIGNS = {
    "json": JSON, "ndjson": JSON,
    "csv": '" "" , ; | = \r\n + @ - type prompt answer choice_a {{ [ { true a;c 1..2 ±',
    "gift": ":: { } ~ = # #### -> %50% %-100% % \\ .. : T F // [id:x] [tag:y] [html] [markdown] $CATEGORY: {=} {~} {#1:2} {T} {}",
    "aiken": "A. B) a. ANSWER: ANSWER:A answer Z. :",
    "anki": "#separator:tab #html:true #deck\x20column:1 \t {{c1:: }} :: <br> [sound:a.mp3]",
    "markdown": "1. 2) a) *a) [ ] [*] * = ____ ^^^^ ... + - ! GROUP END_GROUP pick: points: Title: ``` % COMMENT shuffle\x20answers: \\",
    "moodle_xml": 'fraction="100" format="html" <text> </text> {1:SA:=x} {2:NM:=3:1} {1:MCV:~a~=b} [[1]] @@PLUGINFILE@@/a %50% ~ #',
    "qti12": '<varequal> <not> <or> <and> rcardinality="Multiple" 100 SCORE respident [a] <mattext> case="No" linkrefid="x"',
    "cc": '<varequal> <varsubstring> cc.fib.v0p1 rcardinality="Multiple" 100 SCORE <not> <other/>',
    "qti3": QTI + 'qti-and qti-or qti-not qti-match base-type="float" max-choices="0"',
    "qti21": QTI + '<and> <or> <not> <match> <mapResponse identifier="RESPONSE"/> baseType="float" maxChoices="0"',
}  # fmt: skip
OF_XML = ("moodle_xml", "qti12", "cc", "qti3", "qti21", "qti22")
ADDRESS = "/api/v1/media/" + "ab" * 32
MANIFEST = b"""<manifest identifier="m"><metadata><schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion></metadata>
<organizations/><resources/></manifest>"""
DRAWN = settings(
    max_examples=24, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=HealthCheck,
)  # fmt: skip


def signs(format):
    """What means something in a format."""
    of_format = SIGNS.get(format, SIGNS["qti21"]).split(" ")
    return [sign.encode() for sign in (*of_format, *HTML.split(" "), *(XML.split(" ") if format in OF_XML else ()))]


@cache
def samples(format):
    """The files that are changed, as bytes."""
    by_hand = [path.read_bytes() for path in sorted(SAMPLES.glob(BY_HAND.get(format, "none")))]
    return tuple((by_hand if format != "cc" else []) + list(_more(format, by_hand)) + list(_exported(format)))


def _more(format, by_hand):
    if format == "cc":
        about, (quiz,) = {"imsmanifest.xml": MANIFEST}, by_hand
        yield packed({**about, "i1/a.xml": quiz, "web_resources/pictures/two rays.png": pictures.png()}.items())
        yield packed({**about, "g1/assessment_qti.xml": quiz, "non_cc_assessments/g1.xml.qti": quiz}.items())
    elif format == "qti12":
        yield packed({f"res{place}.dat": data for place, data in enumerate(by_hand)}.items())
    elif format == "csv":
        yield WRITTEN["csv"].TEMPLATE
        yield "Frage;Antwort;Prompt;Answer\r\n;;Größe?;1,5\r\n".encode("cp1252")
    elif format == "anki":
        yield b"#separator:tab\n#html:true\n#deck column:3\n#tags column:4\nWhat <b>is</b>?\tThis\tA::B\tone two\n{{c1::P}} is\t\tA\t\n"
        yield from map(_deck, (anki_packages.legacy, anki_packages.latest))


def _deck(package):
    made = anki_packages
    notes = [
        (made.BASIC, "g1", " a b ", ["What <b>is</b> it? <img src=\a.png>", "This, and <i>that</i>"], 7),
        (made.REVERSED, "g2", "", ["Front \\(x^2\\)", "Back [sound:b.mp3]"], 8), (made.TYPED, "g3", "", ["Type it", "it"], 7),
        (made.CLOZE, "g4", "", ["{{c1::Paris::city}} is in {{c2::France}}.", "More"], 8),
    ]  # fmt: skip
    return package(notes, {"a.png": pictures.png(), "b.mp3": pictures.OF_EACH_KIND["audio/mpeg"]})


def _exported(format):
    """Exports of every type's example, and of questions that nobody would think of, some a file."""
    if format not in WRITTEN:
        return
    asked = _questions()
    for start in range(0, len(asked), 6):
        out = io.BytesIO()
        bank = Bank(TOPIC, lambda: asked[start : start + 6], (NOTE,))
        for _ in WRITTEN[format].write(bank, out, _fetch):
            pass
        if out.getvalue():
            yield out.getvalue()


NOTE = {"heading": "A note", "points": [{"id": "p1", "text": "A point"}]}
SHOWN = f"Shows ![it]({ADDRESS})"
TOPIC = {"id": str(uuid.UUID(int=0)), "slug": "a-topic", "title": "A topic", "description": SHOWN, "status": "draft", "tags": []}


def _fetch(address):
    return Medium("a.png", "image/png", pictures.png()) if address == ADDRESS else None


@cache
def _questions():
    """Whole questions, always the same."""
    posted, drawn = [dict(module.EXAMPLE) for module in TYPES.values()], []

    @DRAWN
    @given(generated.questions())
    def draw(question):
        drawn.append(question)

    draw()
    posted += drawn
    posted[0]["prompt"] += SHOWN
    loaded = [TREES.new().load({"topic_id": TOPIC["id"], **each}) for each in posted]
    whole = [{**each, "id": str(uuid.UUID(int=place))} for place, each in enumerate(loaded, 1)]
    return json.loads(json.dumps(whole, default=float))
