"""The command `brief`: a briefing's files without a browser window, for a scheduler.

What can be asked for is in `brief_asked`; what is in the files, in `briefing` and `exports`.
"""

import argparse
import os
from datetime import datetime
from pathlib import Path

from dashboard.briefing.assemble import assemble
from dashboard.briefing.content import Briefing, Step, TemplateUnusable, ignore
from dashboard.commands.brief_asked import add_options, address_asked, selection_asked, tray_asked
from dashboard.commands.console import FAULTS, OK, Commands, open_data, refuse, say
from dashboard.exports.documents.making import make_documents
from dashboard.wording import counted

EXAMPLES = """\
examples:
  python -m dashboard brief --countries KGZ TJK --month 2020-06 --output friday
  python -m dashboard brief --tray briefing.json --format pptx zip --output friday
  python -m dashboard brief --view "http://localhost:8501/?countries=KGZ&from=2020-06&to=2020-06"

exit codes: 0 everything made; 1 the data cannot be read, or a part could not be made (what could
be is written, and standard error says what is missing); 2 wrong usage
"""


def add_command(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "brief",
        help="make a briefing's files",
        description="Make the same files as the page Briefing: the month in review with charts, "
        "citations and evidence. Without a tray or charts it has the usual ones.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Make the files, print their names; return the exit code. Raises `DataUnavailable`."""
    selection, trouble = selection_asked(asked)
    template, no_template = _read(asked.template)
    saved, no_tray = _read(asked.tray)
    if trouble := trouble or no_template or no_tray or _no_folder(asked.output):
        return refuse(trouble)
    tray, refused = tray_asked(asked, selection, saved)
    for sentence in refused:
        say(sentence)
    if refused and not tray.items:
        return refuse("There is no chart to make a briefing of.")
    step: Step = ignore if asked.quiet else say
    briefing = assemble(
        open_data(asked.data),
        tray,
        selection,
        made_on=asked.date or datetime.now().astimezone().date(),
        address=address_asked(asked),
        step=step,
    )
    try:
        made = make_documents(briefing, asked.formats, template=template, step=step)
    except TemplateUnusable as unusable:
        return refuse(f"{asked.template}: {unusable}")
    for name, content in made.files.items():
        print(_written(asked.output / name, content))
    troubles = [*_failed_charts(briefing), *made.troubles]
    for sentence in troubles:
        say(sentence)
    return FAULTS if troubles or refused else OK


def _read(path: Path | None) -> tuple[bytes | None, str]:
    """Return a file's bytes, and why it cannot be read."""
    if path is None:
        return None, ""
    try:
        return path.read_bytes(), ""
    except OSError as trouble:
        return None, f"{path} cannot be read: {trouble.strerror}."


def _no_folder(folder: Path) -> str:
    """Make the folder; say why it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        return f"The folder {folder} cannot be made: {trouble.strerror}."
    return "" if os.access(folder, os.W_OK) else f"Nothing can be written to {folder}."


def _written(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all: what was there before stays until the new one is done."""
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(content)
    half.replace(path)
    return path


def _failed_charts(briefing: Briefing) -> list[str]:
    failed = [page for page in briefing.charts if page.exhibit is None]
    told = [f"{page.title}: {page.trouble}" for page in failed]
    return [f"{counted(len(failed), 'chart')} could not be made.", *told] if failed else []
