"""Where links, images and sounds in HTML lead, and what stays of them where they cannot be kept."""
import re

from service.formats._nouns import Refused

WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
LONGEST_NAME = 80


class Media:
    """What `keep(src)` makes of addresses; what it does not take is said in `lost`."""

    def __init__(self, keep, lost):
        self.keep, self.lost, self.known = keep, lost, {}

    def image(self, element):
        """The address by which prose refers to an image, or None."""
        source = element.get("data-src", "")
        address = self._kept(source)
        if address is None:
            stays = "its description stays" if element.get("alt") else "nothing of it stays"
            self.lost.append(f"The image {shortened(source) or 'without an address'} could not be taken{self._why(source)}; {stays}.")
        return address

    def link(self, element):
        """The address to which a link leads, or None; that of a sound or video is tried source by source."""
        if element.get("href"):
            return element.get("href")
        sources = [each for each in element.get("data-src", "").split("\n") if each]
        kind = element.get("data-kind", "link to")
        for source in sources:
            address = self._kept(source)
            if address is not None:
                return address
        if sources:
            self.lost.append(f"The {kind} {shortened(sources[0])} could not be taken{self._why(sources[0])}; its text is kept.")
        return None

    def _kept(self, source):
        if WEB.match(source):
            return source
        if source.startswith("//"):
            return f"https:{source}"
        if source and self.keep and source not in self.known:
            try:
                self.known[source] = self.keep(source), ""
            except Refused as refusal:
                self.known[source] = None, f" ({refusal})"
        return self.known.get(source, (None, ""))[0]

    def _why(self, source):
        return self.known.get(source, (None, ""))[1]


def shortened(text):
    """A name in quotation marks, not too long to be told."""
    text = " ".join(text.split())
    return text and f"“{text if len(text) <= LONGEST_NAME else text[:LONGEST_NAME] + '…'}”"
