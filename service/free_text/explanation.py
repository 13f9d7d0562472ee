"""What a learner is told who may not see the key: how complete a response is, and what stands against it; never a word of the key."""

from service.free_text.siblings import THE_OTHER

COMPLETE = (
    (1, "All of what is wanted is there."),
    (0.65, "Most of what is wanted is there."),
    (0.35, "About half of what is wanted is there."),
)
A_LITTLE, NOTHING = "A little of what is wanted is there.", "Nothing of what is wanted was found."
OPPOSITE = "Something in it says the opposite of what is wanted."
UNSURE = "This is not sure: a person should look at it."


def remarks(reading):
    """Sentences on a Reading that tell nothing of the reference."""
    told = [] if reading.why == THE_OTHER else [reading.why]  # that would tell of another question's key
    said = told if reading.guarded else [_complete(float(reading.credit))]
    if reading.contradicted and not reading.guarded:
        said.append(OPPOSITE)
    if reading.needs_review:
        said.append(UNSURE)
    return tuple(said)


def _complete(credit):
    return next((sentence for least, sentence in COMPLETE if credit >= least), A_LITTLE if credit else NOTHING)
