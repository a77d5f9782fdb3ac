"""Every format, most particular first, and which of them a file is."""

from dashboard.sources import (
    acled,
    acled_counts,
    cameo,
    central_banks,
    country_totals,
    covid_tables,
    desk,
    gtd,
    jhu,
    rate_tables,
    ucdp,
)
from dashboard.sources.files import SourceFile
from dashboard.sources.format import Format, Recognised

FORMATS: tuple[Format, ...] = (
    *acled.FORMATS,
    *acled_counts.FORMATS,
    *ucdp.FORMATS,
    *cameo.FORMATS,
    *gtd.FORMATS,
    *jhu.FORMATS,
    *covid_tables.FORMATS,
    *country_totals.FORMATS,
    *central_banks.FORMATS,
    *rate_tables.FORMATS,
    *desk.FORMATS,
)


def recognise(file: SourceFile) -> Recognised | None:
    """Return the first format that knows the file as its own; None when none does."""
    for each in FORMATS:
        if why := each.recognise(file):
            return Recognised(each, why)
    return None


def format_named(key: str) -> Format:
    """Return a format by its key. Raises `KeyError`."""
    return {each.key: each for each in FORMATS}[key]
