"""A question to ask a second opinion about, and what was counted of it."""
from prometheus_client import REGISTRY

from service import opinion

KEY = "sk-a-key-that-only-the-endpoint-may-see"
PROMPT = "Why does ice float on water?"
REFERENCE = "Water expands when it freezes, so that ice is less dense than the liquid."
POINTS = ["Water expands when it freezes", "Ice is less dense than the liquid"]


def ask(settings, response="Frozen water takes more room.", points=POINTS):
    return opinion.ask(settings, PROMPT, [REFERENCE], points, response)


def counted(outcome):
    """How often asking came to this."""
    return sample("quizbank_opinions_total", outcome=outcome)


def sample(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0
