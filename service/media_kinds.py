"""Which images and sounds are taken, told by what is in them: a file's name and what it is declared as may be anything.

After the signatures of the MIME Sniffing standard (https://mimesniff.spec.whatwg.org, section 6). A drawing (SVG) is a
document that could act and fetch, so it is read, and taken only where it does neither.
"""
import re

from service.formats import _xml
from service.formats._nouns import Refused, Unreadable

SUFFIXES = {
    "image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "image/gif": (".gif",), "image/webp": (".webp",), "image/svg+xml": (".svg",),
    "audio/mpeg": (".mp3",), "audio/ogg": (".ogg", ".oga", ".opus"), "audio/wav": (".wav",), "audio/mp4": (".m4a", ".mp4"),
    "video/mp4": (".mp4", ".m4v"), "video/ogg": (".ogv", ".ogg"), "video/webm": (".webm", ".weba"),
}  # fmt: skip
"""What is taken, and how the names of such files end."""
MOST_DRAWN = 2_000_000
"""Bytes of a drawing: it is read whole."""
SIGNATURES = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR", re.DOTALL)),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", re.compile(rb"RIFF.{4}WEBPVP", re.DOTALL)),
    ("audio/wav", re.compile(rb"RIFF.{4}WAVE", re.DOTALL)),
    ("audio/mpeg", re.compile(rb"ID3")),
    ("video/ogg", re.compile(rb"OggS\0.{,4000}?\x80theora", re.DOTALL)),
    ("audio/ogg", re.compile(rb"OggS\0")),
    ("video/webm", re.compile(rb"\x1a\x45\xdf\xa3.{,64}?\x42\x82.{1,8}?webm", re.DOTALL)),
)
SOUND_BRANDS = (b"M4A ", b"M4B ")
FILM_BRANDS = (b"M4V ", b"avc1", b"iso", b"mp4", b"dash")
IMAGE_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1")
TAKEN = "Taken are PNG, JPEG, GIF, WebP and SVG images, MP3, OGG, WAV and M4A sound, WebM and MP4 films."
BIT_RATES = {
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    0: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
ACTING = frozenset({"script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video"})
XHTML, XML = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/XML/1998/namespace}"
SVG = "{http://www.w3.org/2000/svg}svg"
MOST_ATTRIBUTES = 1000
OWN_ADDRESS = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp)[;,])")
OWN = r"""#|data:(?:image/(?:png|jpeg|gif|webp)|font/|application/(?:x-)?font)"""
FETCHING = re.compile(rf"""@import|image-set|\\|url\((?!\s*+["']?+\s*+(?:{OWN}))""", re.IGNORECASE)
"""Style that takes in something from elsewhere, or, by a backslash, might without looking like it."""


def sniffed(data):
    """The media type of these bytes, or Refused with the reason."""
    for media_type, signature in SIGNATURES:
        if signature.match(data):
            return media_type
    if data[4:8] == b"ftyp" and (media_type := _film(data)):
        return media_type
    if _is_mp3(data):
        return "audio/mpeg"
    if re.search(rb"<(?:[\w.-]{1,40}:)?svg[\s>]", data[:65_536]):
        _check_drawing(data)
        return "image/svg+xml"
    raise Refused(f"This is no image or sound that is taken here. {TAKEN}")


def named(name, media_type):
    """A file's own name, without folders and what no name should hold, ending as its kind does; "" where nothing is left."""
    last = re.split(r"[/\\]", name)[-1]
    clean = "".join(each for each in last if each.isprintable() and not "\ud800" <= each <= "\udfff").strip(" .")
    if not clean:
        return ""
    suffixes = SUFFIXES[media_type]
    return clean[-200:] if clean.lower().endswith(suffixes) else f"{clean[:190]}{suffixes[0]}"


def _film(data):
    """The kind of an MP4 file, by the brands that it begins with (ISO/IEC 14496-12, section 4.3)."""
    size = min(int.from_bytes(data[:4]), 1024)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, size - 3, 4))]
    if brands[0] in SOUND_BRANDS:
        return "audio/mp4"
    if any(brand in IMAGE_BRANDS for brand in brands):
        return None
    return "video/mp4" if any(brand.startswith(FILM_BRANDS) for brand in brands) else None


def _is_mp3(data):
    """Whether a frame of MP3 stands at the start and another right behind it."""
    length = _frame(data[:4])
    return bool(length) and (len(data) <= length or _frame(data[length : length + 4]) > 0)


def _frame(header):
    """How long the MP3 frame with this header is; 0 where it is none (ISO/IEC 11172-3, section 2.4.1)."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer, rate, frequency = header[1] >> 3 & 3, header[1] >> 1 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer != 1 or rate in (0, 15) or frequency == 3:
        return 0
    bits, samples = BIT_RATES[3 if version == 3 else 0][rate - 1] * 1000, 144 if version == 3 else 72
    return samples * bits // RATES[version][frequency] + (header[2] >> 1 & 1)


def _check_drawing(data):
    """Refuse a drawing that could do anything, or fetch anything."""
    if len(data) > MOST_DRAWN:
        raise Refused(f"An SVG drawing may have {MOST_DRAWN // 1_000_000} MB at most; save it as PNG.")
    try:
        text = data.decode("utf-8-sig")
        root = _xml.tree(data)
    except UnicodeDecodeError:
        raise Refused("An SVG drawing must be in UTF-8.") from None
    except Unreadable as error:
        raise Refused(f"This SVG drawing is not taken: {error}") from None
    said = re.match(r"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", text)
    if said and said[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise Refused("An SVG drawing must be in UTF-8, and say so.")
    if root.tag != SVG:
        raise Refused(f"This is XML, but no SVG drawing. {TAKEN}")
    if "<?xml-stylesheet" in text:
        raise Refused("An SVG drawing may not take its style from elsewhere (xml-stylesheet); put it into the file.")
    for element in root.iter():
        if fault := _fault(element):
            raise Refused(f"An SVG drawing may not hold {fault} (line {element.sourceline}); take it out, or save it as PNG.")


def _fault(element):
    """What of an element could act or fetch, or None."""
    local = element.tag.rpartition("}")[2]
    if len(element.attrib) > MOST_ATTRIBUTES:  # going through them takes quadratic time
        return f"more than {MOST_ATTRIBUTES} attributes in one element"
    if local.lower() in ACTING or element.tag.startswith(XHTML):
        return f"<{local}>"
    if local == "style" and FETCHING.search("".join(element.itertext())):
        return "style from elsewhere"
    for name, value in element.attrib.items():
        short = name.rpartition("}")[2].lower()
        if short.startswith("on") or (short == "attributename" and value.strip().lower().startswith(("on", "href", "xlink:href"))):
            return f"what happens on an event ({short})"
        if (short in ("href", "src") and not OWN_ADDRESS.match(value)) or name == f"{XML}base":
            return f"an address outside itself ({short})"
        if not name.startswith("{") and "(" in value and FETCHING.search(value):
            return f"something from elsewhere ({short})"
    return None
