"""Reading a written answer: how much of what is wanted it says, and how sure that is.

By meaning where there is an encoder, by words alone where there is none; what neither can see, it says by a low
confidence. It belongs here what reads text; what a question is, and what credit it gives, does not.
"""
from service.free_text.equipment import use
from service.free_text.explanation import remarks
from service.free_text.reader import load, read
from service.free_text.reading import Reading
from service.free_text.siblings import Sibling

__all__ = ["Reading", "Sibling", "load", "read", "remarks", "use"]
