"""A bank of questions as a package of QTI 1.2 that Canvas imports: manifest, quiz, its settings, and what its prose shows."""
import posixpath
import re

from lxml import etree

from service.formats import _zip
from service.formats import _qti12_writing_types as types
from service.formats._nouns import Loss
from service.formats._qti12_writing import NAMESPACE, add, closed, shell
from service.formats._xml import holdable, written

PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
KINDS = {
    "multiple_choice": "multiple_choice_question", "true_false": "true_false_question", "multiple_response": "multiple_answers_question",
    "short_answer": "short_answer_question", "numeric": "numerical_question", "essay": "essay_question", "matching": "matching_question",
}  # fmt: skip
QUIZ = "quiz"
FILE_BASE = "$IMS-CC-FILEBASE$/"
NOT_HELD = {
    "ordering": "Canvas' quizzes have no questions that put things in order.",
    "open_ended": "Canvas' quizzes do not grade written answers by their meaning.",
}


def write(bank, out, fetch):
    """Write a bank, and yield a Loss for each question that has no counterpart."""
    root = etree.Element(f"{{{NAMESPACE}}}questestinterop", nsmap={None: NAMESPACE})
    title = bank.topic.get("title") or "Questions"
    section = add(add(root, "assessment", ident=str(bank.topic.get("id") or QUIZ), title=title), "section", ident="root_section")
    shown = _Shown(fetch)
    for question in bank.questions():
        if why := _not_held(question):
            yield Loss(question, "", why)
            continue
        made = shell(section, question, _kind(question), shown.address, _fields(question))
        getattr(types, question["type"])(made)
        closed(made)
    with _zip.Writer(out) as archive:
        archive.add("imsmanifest.xml", _manifest(shown.media))
        archive.add(f"{QUIZ}/{QUIZ}.xml", written(root))
        archive.add(f"{QUIZ}/assessment_meta.xml", _settings(title))
        for name, data in shown.media.items():
            archive.add(name, data)


class _Shown:
    """What prose shows of ours, and where it stands in the package."""

    def __init__(self, fetch):
        self.fetch, self.known, self.media = fetch, {}, {}

    def address(self, url):
        if url not in self.known:
            medium = self.fetch(url)
            self.known[url] = url if medium is None else FILE_BASE + self._added(medium)
        return self.known[url]

    def _added(self, medium):
        stem, suffix = posixpath.splitext(re.sub(r"[^A-Za-z0-9._-]", "_", medium.name)[-100:] or "file")
        name, count = f"images/{stem}{suffix}", 1
        while name in self.media and self.media[name] != medium.data:
            count += 1
            name = f"images/{stem}_{count}{suffix}"
        self.media[name] = medium.data
        return name


def _kind(question):
    if question["type"] != "fill_in_blank":
        return KINDS[question["type"]]
    choice = question["body"]["blanks"][0]["kind"] == "choice"
    return "multiple_dropdowns_question" if choice else "fill_in_multiple_blanks_question"


def _fields(question):
    if question["type"] == "multiple_response" and (rule := types.ALGORITHMS.get(question["body"].get("scoring"))):
        yield "scoring_algorithm", rule


def _not_held(question):
    """Why Canvas has no such question, or nothing."""
    kind = question["type"]
    if kind in NOT_HELD or kind not in (*KINDS, "fill_in_blank"):
        return NOT_HELD.get(kind, "Canvas' quizzes have no questions of this type.")
    modes = {each["match"].get("mode", "exact") for each in question["answers"]} if kind in ("short_answer", "fill_in_blank") else set()
    if modes - {"exact", None}:
        return "Canvas takes only whole texts as right answers, no patterns and no other words of the same meaning."
    if kind == "matching" and len(question["answers"]) > 1:
        return "Canvas' matching questions have one right answer only."
    kinds = {each["kind"] for each in question["body"]["blanks"]} if kind == "fill_in_blank" else set()
    if "number" in kinds:
        return "Canvas has no blanks for numbers."
    if len(kinds) > 1:
        return "Canvas has blanks to write in or blanks to choose in, but not both in one question."
    return None


def _manifest(media):
    root = etree.Element(f"{{{PACKAGE}}}manifest", {"identifier": "manifest"}, nsmap={None: PACKAGE})

    def under(parent, tag, text=None, **attributes):
        made = etree.SubElement(parent, f"{{{PACKAGE}}}{tag}", attributes)
        made.text = text
        return made

    facts = under(root, "metadata")
    under(facts, "schema", "IMS Content")
    under(facts, "schemaversion", "1.1.3")
    under(root, "organizations")
    resources = under(root, "resources")
    quiz = under(resources, "resource", identifier=QUIZ, type="imsqti_xmlv1p2")
    under(quiz, "file", href=f"{QUIZ}/{QUIZ}.xml")
    under(quiz, "dependency", identifierref="settings")
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    settings = under(resources, "resource", identifier="settings", type=kind, href=f"{QUIZ}/assessment_meta.xml")
    under(settings, "file", href=f"{QUIZ}/assessment_meta.xml")
    for place, name in enumerate(media, 1):
        under(under(resources, "resource", identifier=f"file_{place}", type="webcontent", href=name), "file", href=name)
    return written(root)


def _settings(title):
    root = etree.Element(f"{{{CANVAS}}}quiz", {"identifier": QUIZ}, nsmap={None: CANVAS})
    for tag, text in (("title", title), ("quiz_type", "practice_quiz"), ("shuffle_answers", "true")):
        etree.SubElement(root, f"{{{CANVAS}}}{tag}").text = holdable(text)
    return written(root)
