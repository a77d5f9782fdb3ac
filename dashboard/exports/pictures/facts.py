"""What a PNG says of itself: title, words for the blind, sources, dots an inch."""

import struct
from io import BytesIO

from PIL.PngImagePlugin import PngInfo, putchunk

from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.exports.pictures.look import MILLIMETRES_AN_INCH, PIXELS_AN_INCH, Look
from dashboard.panels.exhibit import Exhibit

# A PNG begins with its signature and its size: the fields go after these.
OPENING = 33
METRE = 1000


def with_facts(png: bytes, exhibit: Exhibit, metadata: Metadata, look: Look) -> bytes:
    """Return a picture that says what it is, where its numbers are from and how large it prints."""
    facts = metadata.facts(exhibit)
    told = {
        "Title": facts["Title"],
        "Description": exhibit.alt or exhibit.caption,
        "Source": facts.get("Sources", ""),
        "Comment": "; ".join(f"{name}: {facts[name]}" for name in NAMED if name in facts),
        "Software": PRODUCT,
    }
    fields = PngInfo()
    for name, text in told.items():
        if text:
            fields.add_itxt(name, text)
    size = look.size
    dots = size.pixels / size.inches if size else 2 * PIXELS_AN_INCH
    written = BytesIO()
    written.write(png[:OPENING])
    per_metre = round(dots * METRE / MILLIMETRES_AN_INCH)
    putchunk(written, b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    for name, data, *_ in fields.chunks:
        putchunk(written, name, data)
    return written.getvalue() + _without_size(png[OPENING:])


NAMED = ("Unit", "Filters", "Shown", "Data version", "Made on", "Link")


def _without_size(rest: bytes) -> bytes:
    """Leave out the dots an inch that are there."""
    length, name = struct.unpack(">I4s", rest[:8])
    return rest[length + 12 :] if name == b"pHYs" else rest
