"""What is told of a file stays short, whatever it quotes."""
from service.formats._nouns import Container, Question, Skipped, Unreadable

LONG = "x" * 100_000


def test_a_sentence_that_quotes_without_end_is_cut_in_the_middle():
    told = [
        str(Unreadable(f"Begins {LONG} ends.", "line 1")), Skipped("line 1", f"Begins {LONG} ends.").why, Skipped(LONG, "Why.").where,
        *Question("line 1", {}, lost=(f"Begins {LONG} ends.",)).lost, Container("line 1", "quiz", LONG).title,
    ]  # fmt: skip

    assert all(len(each) < 600 for each in told)
    assert told[1].startswith("Begins ") and told[1].endswith(" ends.")


def test_what_is_short_stays_as_it_is():
    assert Skipped("line 1", "It is no question.").why == "It is no question."
