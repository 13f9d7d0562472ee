"""A second opinion on a written answer, from a chat model that somebody else runs: asked in time, checked, never believed alone.

Whatever goes wrong, there is no opinion, and grading goes on without it. It belongs here what speaks with such a model;
how a text is read without one is service/free_text. A request may take seconds: ask where no transaction is open.
"""
from service.opinion.asking import ask
from service.opinion.combining import combined, differ, graded_by, wanted
from service.opinion.replies import Opinion

__all__ = ["Opinion", "ask", "combined", "differ", "graded_by", "wanted"]
