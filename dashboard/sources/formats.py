"""Every format, most particular first, which of them a file is, and what reading it gives."""

from collections.abc import Iterator

from dashboard.sources import acled, cameo, conflict, covid, desk, rates
from dashboard.sources.format import Format, Recognised
from dashboard.sources.reading.files import SourceFile, Unreadable
from dashboard.sources.reading.outcomes import Choices, Lost, Outcome, Refused

FORMATS: tuple[Format, ...] = (
    *acled.FORMATS,
    *conflict.FORMATS,
    *cameo.FORMATS,
    *covid.FORMATS,
    *rates.FORMATS,
    *desk.FORMATS,
)


def recognise(file: SourceFile) -> Recognised | None:
    """Return the first format that knows the file as its own; None when none does."""
    for each in FORMATS:
        if why := each.recognise(file):
            return Recognised(each, why)
    return None


def outcomes_of(file: SourceFile, known: Format | None, choices: Choices) -> Iterator[Outcome]:
    """Yield what a file's records give; one that cannot be read, or holds none, gives a fault."""
    if file.refusal:
        yield file.refusal
        return
    if known is None:
        yield Refused(Lost.FILE, 0, "", "", "unknown_format")
        return
    is_empty = True
    try:
        whole = known.read_span
        read = whole(file, choices, lambda own: [own]) if whole else known.read(file, choices)
        for outcome in read:
            is_empty = False
            yield outcome
    except Unreadable as trouble:
        yield trouble.refused
        return
    if is_empty:
        yield Refused(Lost.FILE, 0, "", "", "no_rows")


def format_named(key: str) -> Format:
    """Return a format by its key. Raises `KeyError`."""
    return {each.key: each for each in FORMATS}[key]
