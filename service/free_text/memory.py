"""Memory that is free is given back to the system, which glibc else puts off; other C libraries do it by themselves."""
import ctypes

_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)


def give_back():
    """Give back what is free; takes a millisecond at most."""
    if _trim:
        _trim(0)
