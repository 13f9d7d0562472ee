"""What the judge is taught by: questions of our own with graded responses, and whatever can be made out of them.

A file in practice/ holds blocks: `Q:` the question, `R:` its reference, in some of them `K:` its key points one by one, then a line
`credit | kind | response` for each response; behind the kind stand the numbers of the points that it has, with a minus those that it
contradicts ("partly 1 -2"; what is right has all of them). Out of one block come many lessons: every right response can stand as the
reference for all others, each point is looked for in each response, and beside each attack stands a harmless change of the same text, so
that it is the attack that is learnt and not the likeness.
"""
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from bench.grading import attacks, sets

FOLDER, OWN = Path(__file__).with_name("practice"), "own"
FOLLOWS, NEITHER, DENIES = 0, 1, 2
RIGHT = 0.9
BESIDE_EACH_OTHER, OF_EXAM_BESIDE = 10, 90
"""How many pairs of a block's responses are taken, one as the reference for the other."""
POINTS_OF_ONE = 14
"""How often one of a block's points is looked for in one of its responses."""
HARMLESS, UNASKED = 0.25, 0.1
"""How often a graded response comes again with harmless changes, and without its question."""
CHANGED_OF_ONE = 4
"""How many texts of a block are changed, half of them its reference."""
LONGEST_CHANGED, MOST_CHANGED = 60, 20
"""Words of the longest exam answer that is changed or stands as a reference, and how many are of each question."""
ATTACKS = (attacks.shuffled, attacks.not_inserted, attacks.not_anywhere, attacks.not_true, attacks.heaped)
DENYING = (attacks.not_inserted, attacks.not_anywhere, attacks.not_true)
ARTICLES = frozenset("the a an that which also very just".split())
BEGINNINGS = ("I think ", "It is because ", "Because ", "Well, ", "The answer is: ", "In my opinion ", "That's because ", "So ")
ENDS = (", and so on.", " etc.", " I guess.", " as we learned.", "!", " (see lecture).")


@dataclass(frozen=True)
class Block:
    """A question, its reference, its responses (credit, kind, text), its key points, and for each response which of them it has."""

    field: str
    question: str
    reference: str
    responses: tuple
    points: tuple = ()
    marks: tuple = ()

    def right(self):
        """The texts of its right responses."""
        return [said for credit, _, said in self.responses if credit >= RIGHT]


class Lesson(NamedTuple):
    """One row to learn: what credit is right (or None), what follows from what (or None), and how much it weighs."""

    question: str
    response: str
    reference: str
    credit: float | None
    follows: int | None
    weight: float


def blocks():
    """All blocks, file by file."""
    return [block for path in sorted(FOLDER.glob("*.txt")) for block in _read(path)]


def rows(some):
    """The graded responses of blocks, as sets of graded answers have them."""
    return [
        {
            "dataset": OWN, "question_id": str(number), "question": block.question, "references": [block.reference],
            "answer": said, "credit": credit,
        }
        for number, block in enumerate(some) for credit, _, said in block.responses
    ]  # fmt: skip


def _read(path):
    for text in path.read_text("utf-8").split("\n\n"):
        if lines := [line.strip() for line in text.splitlines() if line.strip()]:
            question, reference, *rest = (line.removeprefix("Q:").removeprefix("R:").strip() for line in lines)
            points = tuple(line.removeprefix("K:").strip() for line in rest if line.startswith("K:"))
            read = [_response(line, len(points)) for line in rest[len(points) :]]
            said, marks = tuple(each for each, _ in read), tuple(marks for _, marks in read)
            yield Block(path.stem, question, reference, said, points, marks)


def _response(line, points):
    """What a line says: ((credit, kind, text), numbers of its points, negative where they are contradicted)."""
    credit, kind, said = line.split("|", 2)
    kind, *marks = kind.split()
    return (float(credit), kind, said.strip()), tuple(range(1, points + 1)) if kind == "right" else tuple(map(int, marks))


def lessons(some, chance):
    """All lessons of some blocks."""
    made = []
    for block in some:
        others = [each for each in some if each.field == block.field and each is not block]
        made += [*_graded(block, chance), *_swapped(block, chance), *_changed(block, others, chance), *_by_point(block, others, chance)]
        made += _beside_the_point(block, others, some, chance)
    return made


def of_exam(rows, chance):
    """Lessons of an exam's graded answers. They say how likeness is to be trusted where nobody wrote to mislead."""
    some = [_block(of_one) for of_one in sets.by_question(rows).values()]
    made = []
    for block in some:
        others = [each for each in some if each is not block]
        right = [each for each in block.responses if each[0] >= RIGHT and 4 <= len(each[2].split()) <= LONGEST_CHANGED]
        few = replace(block, responses=tuple(chance.sample(right, min(MOST_CHANGED, len(right)))))
        made += [Lesson(block.question, said, block.reference, credit, None, 1.5) for credit, _, said in block.responses]
        beside = [
            Lesson(block.question, said, wanted, credit, None, 1.0)
            for credit, _, said in block.responses for _, _, wanted in chance.sample(right, min(4, len(right))) if said != wanted
        ]  # fmt: skip
        made += chance.sample(beside, min(OF_EXAM_BESIDE, len(beside)))
        made += [*_changed(few, others, chance), *_beside_the_point(block, others, some, chance)]
    return made


def _block(rows):
    said = tuple((row["credit"], "", row["answer"]) for row in rows if row["answer"].strip())
    return Block(rows[0]["dataset"], rows[0]["question"], rows[0]["references"][0], said)


def _graded(block, chance):
    for (credit, kind, said), marks in zip(block.responses, block.marks):
        follows = None if min(marks, default=0) < 0 < credit else _follows(credit, kind)
        yield Lesson(block.question, said, block.reference, credit, follows, 2.5 if kind == "contradicting" else 1.5)
        if chance.random() < HARMLESS:
            yield Lesson(block.question, harmless(said, chance), block.reference, credit, follows, 1.0)
        if chance.random() < UNASKED:
            yield Lesson("", said, block.reference, credit, follows, 0.8)


def _swapped(block, chance):
    """Right responses as references for the others; the reference as a response where what is wrong would be wanted."""
    right = block.right()
    made = [
        Lesson(block.question, said, wanted, credit, _follows(credit, kind), 0.7)
        for credit, kind, said in block.responses for wanted in right if said != wanted
    ]  # fmt: skip
    for credit, kind, said in block.responses:
        if credit == 0 and kind in ("contradicting", "wrong"):
            made.append(Lesson(block.question, block.reference, said, 0.0, DENIES if kind == "contradicting" else None, 0.7))
        if kind == "contradicting":
            made += [Lesson(block.question, each, said, 0.0, DENIES, 0.7) for each in right]
    yield from chance.sample(made, min(BESIDE_EACH_OTHER, len(made)))


def _changed(block, others, chance):
    """Attacks on what is right, and as many harmless changes of it."""
    right = block.right()
    theirs = [each.reference for each in others]
    bases = [(said, [block.reference, said]) for said in chance.sample(right, min(CHANGED_OF_ONE // 2, len(right)))]
    for base, wanted in [(block.reference, [block.reference])] * (CHANGED_OF_ONE // 2) + bases:
        kept = harmless(base, chance) if chance.random() < 0.85 else base
        yield Lesson(block.question, kept, chance.choice(wanted), 1.0, FOLLOWS, 0.6)
        for _ in range(1 + (chance.random() < 0.5)):
            attack = chance.choice(ATTACKS)
            made = attack(base, block.question, theirs, chance)
            if made != base and len(made.split()) >= 3:
                yield Lesson(block.question, made, chance.choice(wanted), 0.0, DENIES if attack in DENYING else None, 0.6)
    for _, kind, said in block.responses:
        if kind in ("contradicting", "wrong") and chance.random() < 0.3:  # what is wanted decides, not what is true
            yield Lesson(block.question, harmless(said, chance), said, 1.0, FOLLOWS, 0.4)


def _by_point(block, others, chance):
    """Each point beside some responses, which have it, lack it or contradict it, and beside references and the other points."""
    made = [Lesson(block.question, said, point, *way, 1.0) for said, point, *way in looked_for(block)]
    yield from chance.sample(made, min(POINTS_OF_ONE, len(made)))
    for point in block.points:
        yield Lesson(block.question, block.reference, point, 1.0, FOLLOWS, 0.5)
        yield Lesson(block.question, chance.choice(others).reference, point, 0.0, NEITHER, 0.5)
        if rest := [each for each in block.points if each != point]:
            yield Lesson(block.question, chance.choice(rest), point, 0.0, NEITHER, 0.7)


def looked_for(block):
    """Each response beside each key point: (response, point, how much of it is there, whether it follows or is denied)."""
    for (credit, _, said), marks in zip(block.responses, block.marks):
        for number, point in enumerate(block.points, 1):
            share = credit if len(block.points) == 1 and not marks else float(number in marks)  # half of a single point has no mark
            yield said, point, share, FOLLOWS if number in marks else DENIES if -number in marks else NEITHER


def _beside_the_point(block, others, some, chance):
    """The question, answers to other questions, orders to the grader, nonsense, a single word."""
    yield Lesson(block.question, block.question, block.reference, 0.0, NEITHER, 0.7)
    other = chance.choice(some) if chance.random() < 0.5 else chance.choice(others)
    for said in (chance.choice(others).reference, chance.choice(other.responses)[2]):
        if other is not block:
            yield Lesson(block.question, said, block.reference, 0.0, NEITHER, 0.6)
    for attack, weight in ((attacks.order, 0.3), (attacks.gibberish, 0.2), (attacks.dont_know, 0.3)):
        yield Lesson(block.question, attack(block.reference, block.question, [], chance), block.reference, 0.0, NEITHER, weight)
    if long := re.findall(r"\w{5,}", block.reference):
        yield Lesson(block.question, chance.choice(long), block.reference, 0.1, NEITHER, 0.3)


def harmless(text, chance):
    """The text with one to three changes that leave its meaning alone."""
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(CHANGES)(text, chance)
    return text


def _follows(credit, kind):
    return FOLLOWS if credit >= RIGHT else DENIES if kind == "contradicting" else NEITHER


def _lower(text, chance):
    return text.lower()


def _without_articles(text, chance):
    return " ".join(word for word in text.split() if word.lower() not in ARTICLES or chance.random() < 0.4) or text


def _begun(text, chance):
    return chance.choice(BEGINNINGS) + text[:1].lower() + text[1:]


def _without_stops(text, chance):
    return re.sub(r"[.,;]", "", text) or text


def _misspelled(text, chance):
    """One of its words with two letters swapped, one left out or one doubled."""
    found = text.split()
    at = chance.randrange(len(found) or 1)
    if not found or len(found[at]) < 5:
        return text
    word, place = found[at], chance.randrange(1, len(found[at]) - 2)
    first, one, two, rest = word[:place], word[place], word[place + 1], word[place + 2 :]
    found[at] = chance.choice((first + two + one + rest, first + two + rest, first + one + one + two + rest))
    return " ".join(found)


def _ended(text, chance):
    return text.rstrip(".") + chance.choice(ENDS)


def _turned(text, chance):
    """The reason before what it explains."""
    parts = re.split(r",? because ", text)
    return f"Because {parts[1].rstrip('.')}, {parts[0][:1].lower()}{parts[0][1:]}" if len(parts) == 2 else text


CHANGES = (_lower, _without_articles, _begun, _without_stops, _misspelled, _ended, _turned)
