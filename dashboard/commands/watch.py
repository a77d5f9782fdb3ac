"""The command `watch`: which watches of a file, or of those for everyone, fired."""

import argparse
import json
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from dashboard.briefing.kept import FOLDER_SETTING, HOUSE_VIEWS, NotKept, state_folder
from dashboard.commands.brief import address_asked
from dashboard.commands.console import (
    FAULTS,
    OK,
    Commands,
    add_data,
    day,
    open_data,
    printable,
    refuse,
    tell,
)
from dashboard.datapackage.store import Package
from dashboard.filters import is_month
from dashboard.panels.start import start_of
from dashboard.selection import month_of
from dashboard.unusual.words import signal_words
from dashboard.views.saved import HOUSE, Views, kept_views, read_views, watch_record
from dashboard.views.watching import (
    Outcome,
    Verdict,
    fired_words,
    month_in_words,
    outcomes_since,
    sum_words,
    unknown_by_watch,
    unknown_words,
)
from dashboard.wording import say

FIRED = 10
ATOM = "http://www.w3.org/2005/Atom"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "central-asia-monitor/watch")
EXAMPLES = """\
examples:
  python -m dashboard watch --since 2020-06-01
  python -m dashboard watch views.json --since 2020-06-01
  python -m dashboard watch views.json --since 2020-06 --format atom > /srv/www/watch.xml

exit codes: 0 no watch fired (which could not be checked is said); 10 a watch fired; 1 the data
cannot be read, or none fired and part of the file cannot be read (standard error says which); 2
wrong usage, or no file of views
"""


@dataclass(frozen=True)
class Watched:
    """What became of the watches since a month, of which data; `address` is where the app runs."""

    package: Package
    since: str
    found: Sequence[Outcome]
    address: str

    @property
    def sum(self) -> str:
        """How many fired, as a sentence."""
        since = say("since {month}", month=month_in_words(self.since))
        return f"{sum_words(self.found, since)}."

    def link(self, outcome: Outcome) -> str:
        """Return the address of a view in a month; empty when nobody says where the app runs."""
        if not self.address:
            return ""
        return f"{self.address}{outcome.view.page}?{urlencode(outcome.query)}"


def add_commands(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "watch",
        help="say which watches fired",
        description="Check the watches of the views for everyone, or of a file of saved views, "
        "month by month.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="views saved under “Saved views” as JSON (default: the views for everyone, in "
        f"{FOLDER_SETTING})",
    )
    parser.add_argument(
        "--since",
        type=_month,
        metavar="DATE",
        help="2020-06-15 or 2020-06: that month and all later ones (default: the month that the "
        "data opens with)",
    )
    parser.add_argument("--format", choices=[*FORMATS], default="text", help="default: text")
    parser.add_argument(
        "--address", help="where the app runs, for links (default: CENTRAL_ASIA_MONITOR_ADDRESS)"
    )
    add_data(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print what became of the watches; return the exit code. Raises `DataUnavailable`."""
    try:
        views, refused = _views(asked.file)
    except OSError as trouble:
        return refuse(f"{asked.file} cannot be read: {trouble.strerror}.")
    except NotKept:
        return refuse(say("The views for everyone in {folder} cannot be read.", folder=_folder()))
    for sentence in refused:
        tell(sentence)
    if not views.watched and asked.file:
        return refuse(f"{asked.file} has no view that is watched.")
    if not views.watched:
        return refuse(
            say(
                "No view for everyone in {folder} is watched. Name a file of saved views, or the "
                "folder of the server’s state by {setting}.",
                folder=_folder(),
                setting=FOLDER_SETTING,
            )
        )
    package = open_data(asked.data)
    since = asked.since or start_of(package).first_month
    found = outcomes_since(package, views.watched, since)
    print(FORMATS[asked.format](Watched(package, since, found, address_asked(asked))))
    if any(each.verdict is Verdict.FIRED for each in found):
        return FIRED
    return FAULTS if refused else OK


def _views(file: Path | None) -> tuple[Views, tuple[str, ...]]:
    """Return the views of a file, else those for everyone, and what is wrong with some."""
    if file is not None:
        return read_views(file.read_bytes())
    return kept_views(state_folder(), HOUSE_VIEWS).read(HOUSE)


def _folder() -> str:
    return str(state_folder())


def _month(text: str) -> str:
    """Return the month of a day or a month."""
    if is_month(text):
        return text
    try:
        return month_of(day(text))
    except argparse.ArgumentTypeError as fault:
        raise argparse.ArgumentTypeError(f"{fault}, nor a month as 2020-06") from None


def as_text(watched: Watched) -> str:
    """Return a line for each watch and month that fired, then for what could not be checked."""
    lines = [
        f"{each.view.name}: {fired_words(each)}  {watched.link(each)}".rstrip()
        for each in watched.found
        if each.verdict is Verdict.FIRED
    ]
    lines += [
        f"{group[0].view.name}: {unknown_words(group)}" for group in unknown_by_watch(watched.found)
    ]
    return "\n".join(printable(line) for line in [*lines, watched.sum])


def as_json(watched: Watched) -> str:
    """Return every watch and month as JSON."""
    document = {
        "format": "central-asia-monitor/watch",
        "version": 1,
        "data_version": watched.package.version,
        "since": watched.since,
        "outcomes": [_outcome_record(each, watched.link(each)) for each in watched.found],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _outcome_record(outcome: Outcome, link: str) -> dict[str, object]:
    gaps = [
        {"reason": gap.reason.value, "countries": list(gap.countries)}
        for gap in outcome.reading.gaps
    ]
    number = outcome.reading.number
    signals = [
        {
            "measure": each.measure,
            "country": each.country,
            "province": each.admin1,
            "rule": each.signal.rule.key if each.signal else "",
            "words": signal_words(each, 1),
        }
        for each in outcome.reading.signals
    ]
    return {
        "view": outcome.view.name,
        "month": outcome.month,
        "verdict": outcome.verdict.value,
        **watch_record(outcome.watch),
        "number": int(number) if number == int(number) else number,
        "gaps": gaps,
        "signals": signals,
        **({"link": link} if link else {}),
    }


def as_atom(watched: Watched) -> str:
    """Return an Atom 1.0 feed with an entry for each watch and month that fired, newest first.

    The same data and views give the same bytes: the time of all is the day of the data.
    """
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    updated = f"{watched.package.created:%Y-%m-%d}T00:00:00Z"
    names = "\n".join(dict.fromkeys(each.view.name for each in watched.found))
    _add(feed, "id", _identity("feed", watched.address, names))
    _add(feed, "title", say("Central Asia Monitor: watches that fired"))
    _add(feed, "subtitle", watched.sum)
    _add(feed, "updated", updated)
    _add(_add(feed, "author"), "name", "Central Asia Monitor")
    if watched.address:
        _add(feed, "link", rel="alternate", href=watched.address)
    fired = [each for each in watched.found if each.verdict is Verdict.FIRED]
    for each in sorted(fired, key=lambda each: each.month, reverse=True):
        entry = _add(feed, "entry")
        watch = json.dumps(watch_record(each.watch))
        _add(entry, "id", _identity(each.view.name, urlencode(each.query), watch))
        _add(entry, "title", f"{each.view.name}: {fired_words(each)}")
        _add(entry, "updated", updated)
        filters = each.view.selection.over(each.month, each.month).describe()
        _add(entry, "content", f"{fired_words(each)} ({filters}).", type="text")
        if link := watched.link(each):
            _add(entry, "link", rel="alternate", href=link)
    ET.indent(feed)
    return ET.tostring(feed, encoding="us-ascii", xml_declaration=True).decode("ascii")


def _identity(*parts: str) -> str:
    return uuid.uuid5(NAMESPACE, "\n".join(parts)).urn


def _add(above: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(above, f"{{{ATOM}}}{name}", attributes)
    element.text = text or None
    return element


FORMATS: Mapping[str, Callable[[Watched], str]] = {
    "text": as_text,
    "json": as_json,
    "atom": as_atom,
}
