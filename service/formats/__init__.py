"""The exchange formats, one file each; the file's name is the format's name on the wire.

A format has:
`TITLE`: its name as people say it, with its version ("GIFT (Moodle)").
`MEDIA_TYPE` and `SUFFIX`: what an export is sent as, and how its file's name ends (".gift").
`recognises(file)`: whether a File looks like one of this format; of several that say so the first by `PLACE` (a number) is taken.
`read(file, keep)`: yields what the file holds, in its order (see `_nouns`): Question, Skipped, Container; Topic and Note too in
our own formats. Raises Unreadable where the file as a whole cannot be read. `keep(data, name)` keeps an image or a sound and
gives the address by which prose refers to it (`![alt](address)`); raises Refused where it is none that is taken.
`write(bank, out, fetch)`: writes a Bank's questions to the binary stream `out`, and yields a Loss for each question that
it has to leave out whole. What else does not survive is measured (see service.exchange), so it need not be said.
`fetch(address)` gives the Medium behind such an address, or None. Absent in a format that is only read.

Formats speak the wire: a question is a dict as POST /questions takes it, without `topic_id`, and holds only what the file
says (so that an update leaves alone what the format knows nothing of). They check nothing that the schemas check. They
know no database and no Flask, and never open a path or an address.
"""
from importlib import import_module
from pkgutil import iter_modules

FORMATS = {name: import_module(f"{__name__}.{name}") for _, name, _ in iter_modules(__path__) if not name.startswith("_")}
READ = {name: module for name, module in FORMATS.items() if hasattr(module, "read")}
WRITTEN = {name: module for name, module in FORMATS.items() if hasattr(module, "write")}


def recognised(file):
    """The name of the format that a file seems to be of, or None."""
    found = (name for name, module in sorted(READ.items(), key=lambda each: (each[1].PLACE, each[0])) if module.recognises(file))
    return next(found, None)
