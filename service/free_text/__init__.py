"""Reading a written answer: how much of what is wanted it says, and how sure that is.

This first reader knows words, not meaning: what it cannot see (a synonym, a sentence turned round) it says by a low
confidence. It belongs here what reads text; what a question is, and what credit it gives, does not.
"""
from service.free_text.reader import Reading, read

__all__ = ["Reading", "read"]
