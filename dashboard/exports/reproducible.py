"""Office files and archives with nothing in them of the moment they were made.

Makers of such files write the clock's time into them; without, the same content is the same bytes.
"""

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO

EARLIEST_YEAR = 1980
WRITTEN_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
CORE_PROPERTIES = "docProps/core.xml"
EMBEDDED = (".xlsx", ".docx", ".pptx")
ARCHIVES = (".png", ".zip")
ALL = ("",)


def reproducible(content: bytes, made_on: date) -> bytes:
    """Return a file of the Office kind with `made_on` for every time in it, embedded files too."""
    return made_of(_parts(content), made_on)


def made_of(
    parts: Mapping[str, bytes], made_on: date, *, stored: tuple[str, ...] = ARCHIVES
) -> bytes:
    """Return a file of the Office kind that holds `parts` by name, as `reproducible` does.

    Parts whose names end in one of `stored` are not compressed.
    """
    timeless = {name: _timeless(name, part, made_on) for name, part in parts.items()}
    return archive(timeless, made_on, stored=stored)


def archive(
    files: dict[str, bytes], made_on: date, *, stored: tuple[str, ...] = (*ARCHIVES, *EMBEDDED)
) -> bytes:
    """Return a zip of files by name, in the order given, all dated `made_on`.

    Files whose names end in one of `stored` are not compressed.
    """
    buffer = BytesIO()
    moment = (max(made_on.year, EARLIEST_YEAR), made_on.month, made_on.day, 0, 0, 0)
    with zipfile.ZipFile(buffer, "w") as whole:
        for name, content in files.items():
            part = zipfile.ZipInfo(name, moment)
            part.compress_type = (
                zipfile.ZIP_STORED if name.endswith(stored) else zipfile.ZIP_DEFLATED
            )
            # Readable by everyone, whatever the system the archive was made on.
            part.create_system, part.external_attr = 3, 0o644 << 16
            whole.writestr(part, content)
    return buffer.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as whole:
        return {part.filename: whole.read(part) for part in whole.infolist()}


def _timeless(name: str, content: bytes, made_on: date) -> bytes:
    if name == CORE_PROPERTIES:
        moment = f"{made_on.isoformat()}T00:00:00Z".encode()
        return WRITTEN_TIMES.sub(rb"\g<1>" + moment + rb"\g<3>", content)
    if not name.endswith(EMBEDDED):
        return content
    # What is embedded is not compressed itself: done once, with the whole, it takes half the time.
    return made_of(_parts(content), made_on, stored=ALL)
