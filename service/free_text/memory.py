"""Memory that is free is given back to the system, which glibc else puts off; other C libraries do it by themselves."""
import ctypes

_library = ctypes.CDLL(None)
_trim, _set = getattr(_library, "malloc_trim", None), getattr(_library, "mallopt", None)
HEAPS = -8
"""What glibc calls M_ARENA_MAX (mallopt(3))."""


def give_back():
    """Give back what is free; takes a millisecond at most."""
    if _trim:
        _trim(0)


def share():
    """Let all threads of this process take from one heap; else each keeps a few MB for itself that it needs now and then."""
    if _set and _trim:  # there is glibc
        _set(HEAPS, 1)
