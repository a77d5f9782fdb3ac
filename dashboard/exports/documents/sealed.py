"""Office files and archives with nothing in them of the moment they were made.

Makers of such files write the clock's time into them; sealed, the same content is the same bytes.
"""

import re
import zipfile
from datetime import date
from io import BytesIO

EARLIEST_YEAR = 1980
WRITTEN_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
CORE_PROPERTIES = "docProps/core.xml"
EMBEDDED = (".xlsx", ".docx", ".pptx")
ALREADY_SMALL = (".png", ".zip", *EMBEDDED)


def sealed(content: bytes, made_on: date) -> bytes:
    """Return a file of the Office kind with `made_on` for every time in it, embedded files too."""
    with zipfile.ZipFile(BytesIO(content)) as whole:
        parts = {part.filename: whole.read(part) for part in whole.infolist()}
    return archive({name: _settled(name, part, made_on) for name, part in parts.items()}, made_on)


def archive(files: dict[str, bytes], made_on: date) -> bytes:
    """Return a zip of files by name, in the order given, all dated `made_on`."""
    buffer = BytesIO()
    moment = (max(made_on.year, EARLIEST_YEAR), made_on.month, made_on.day, 0, 0, 0)
    with zipfile.ZipFile(buffer, "w") as whole:
        for name, content in files.items():
            part = zipfile.ZipInfo(name, moment)
            part.compress_type = (
                zipfile.ZIP_STORED if name.endswith(ALREADY_SMALL) else zipfile.ZIP_DEFLATED
            )
            # Readable by everyone, whatever the system the archive was made on.
            part.create_system, part.external_attr = 3, 0o644 << 16
            whole.writestr(part, content)
    return buffer.getvalue()


def _settled(name: str, content: bytes, made_on: date) -> bytes:
    if name == CORE_PROPERTIES:
        moment = f"{made_on.isoformat()}T00:00:00Z".encode()
        return WRITTEN_TIMES.sub(rb"\g<1>" + moment + rb"\g<3>", content)
    return sealed(content, made_on) if name.endswith(EMBEDDED) else content
