"""Full-text search over what everybody may see.

Words are normalised here, not by the database, so that SQLite (FTS5) and PostgreSQL (tsvector) find the same: accents
fall, case folds, and scripts that put no blanks between words are searched sign by sign.
"""
import re
import unicodedata

from sqlalchemy import false, func, text

from service.models.content import Search

SEARCH = Search.__table__
LONGEST_WORD = 100
UNSPACED = re.compile(r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
WORD = re.compile(r"[^\W_]+")


def words(*texts):
    """The words of these texts as they are kept and looked for."""
    plain = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return [word[:LONGEST_WORD] for word in WORD.findall(UNSPACED.sub(r" \1 ", plain))]


def words_of(question):
    """What can be searched of a question: its public texts, never what tells the key."""
    return words(question["title"], question["prompt"], question["category"] or "", *question["tags"], *texts_of(question["body"]))


def texts_of(value):
    """Every `text` inside a body."""
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each)]
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in ([each] if key == "text" and isinstance(each, str) else texts_of(each))]
    return []


def matching(q, dialect):
    """SQL that holds of the rows of `search` with every word of `q`, or a word that begins so."""
    found = words(q)[:20]
    if not found:
        return false()
    if dialect == "postgresql":
        query = " & ".join(f"'{word}':*" for word in found)
        return text("array_to_tsvector(string_to_array(search.words, ' ')) @@ CAST(:tsquery AS tsquery)").bindparams(tsquery=query)
    query = " AND ".join(f'"{word}"*' for word in found)
    return text("search.number IN (SELECT rowid FROM found WHERE found MATCH :fts_query)").bindparams(fts_query=query)


def rank():
    """All words are found in each, so the shorter the text around them, the better; the same in both databases."""
    return func.length(SEARCH.c.words)
