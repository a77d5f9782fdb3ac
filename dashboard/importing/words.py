"""What is said of an import: what a file is, its counts, its first rows, what is refused."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.dates import days
from dashboard.importing.downloads import NotFetched, Why
from dashboard.importing.drafts import REFUSED, Draft
from dashboard.importing.parts import Part
from dashboard.importing.refresh import Refreshed
from dashboard.importing.refreshable import ACCOUNT, Refreshable
from dashboard.importing.steps import Stage, Step
from dashboard.importing.versions import Busy, Outdated, Version, in_use
from dashboard.sources.formats import format_named
from dashboard.sources.reading.outcomes import Question, cell_text
from dashboard.sources.reading.rules import reason_words, rule_words
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import N_, join_words, number, number_word, say, say_many

PREVIEWED = {
    "events": ("event_date", "country", "location", "event_type", "sub_event_type", "title"),
    "figures": ("as_of", "country", "measure", "best", "definition"),
    "covid_daily": ("date", "iso_code", "total_cases", "total_deaths"),
    "rates": ("date", "currency", "rate_text", "kind"),
}
WIDEST, MOST_NAMED = 40, 4
MEGABYTE = 1_000_000
COUNTRY_NAMES = {code: country.name for code, country in COUNTRIES.items()}
# Why nothing of a source was fetched.
NOT_FETCHED = {
    # A server was not reached, or not to the end.
    Why.UNREACHABLE: N_("{host} cannot be reached: no network, or its server is down."),
    Why.NOT_SECURE: N_("The certificate of {host} cannot be trusted."),
    Why.TOO_SLOW: N_("{host} takes too long to answer: try again later."),
    Why.BROKEN_OFF: N_(
        "The file from {host} broke off after {got} bytes: the next refresh goes on from "
        "there, where the server allows it."
    ),
    Why.SAME_PAGE: N_("{host} gives the same page again and again."),
    # It gives nothing to who asks.
    Why.NO_ACCOUNT: N_("ACLED wants an account: set {account}."),
    Why.WRONG_ACCOUNT: N_("ACLED does not accept the username and password: see {account}."),
    Why.WANTS_ACCOUNT: N_("{host} wants an account, or does not accept this one (401)."),
    Why.FORBIDDEN: N_("{host} refuses access (403)."),
    Why.TOO_MANY: N_("{host} takes no more requests now (429)."),
    Why.NO_ROWS: N_("{host} gives this account no row: that does not mean that nothing happened."),
    # An address leads to no file, or to another than is looked for.
    Why.REFUSED: N_("{address}: {rule}."),
    Why.BAD_ADDRESS: N_("“{address}” is no address that can be asked: see {setting}."),
    Why.MISSING: N_("There is no file at {address} ({status}): if it has moved, set {setting}."),
    Why.SERVER_FAULT: N_("{host} has a fault of its own ({status}): try again later."),
    Why.OTHER_STATUS: N_("{host} answers with {status} and no file."),
    Why.NOT_SUCCESSFUL: N_("{host} answers: “{words}”"),
    Why.OTHER_LAYOUT: N_("The layout of {address} has changed: it is not that of {format}."),
}


def draft_lines(draft: Draft) -> Iterator[str]:
    """Yield what a person wants to know before a draft is written."""
    for part in draft.parts:
        yield part_heading(part)
        yield from (f"  {line}" for line in part_counts(part))
        for row, *cells in preview_rows(part):
            yield f"  {row:>5}  " + "  ".join(cells)
        yield from (f"  {question_words(question)}" for question in part.questions)
    yield from merged_lines(draft)


def step_words(step: Step) -> str:
    """Say how far an import is."""
    share = f"{step.share:.0%}"
    if step.stage is Stage.FETCHING:
        got = round(step.got / MEGABYTE, 1)
        if not step.share:
            return say("{name}: {got} MB fetched", name=step.name, got=got)
        return say(
            "{name}: {got} MB fetched, {share} of the file", name=step.name, got=got, share=share
        )
    if step.stage is Stage.LOOKING:
        return say("{name}: looked through to {share}", name=step.name, share=share)
    if step.stage is Stage.READING:
        return say_many(
            "{name}: {count} record read, {share} of the file",
            "{name}: {count} records read, {share} of the file",
            step.records,
            name=step.name,
            share=share,
        )
    if step.stage is Stage.MERGING:
        return say("{name}: rows are put together", name=step.name)
    return say("The version is written to the disk")


def merged_lines(draft: Draft) -> Iterator[str]:
    """Yield for each table how its new rows stand to those that are there."""
    for table, merged in draft.merged.items():
        yield say(
            "{table}.csv: {new} new, {changed} changed, {same} the same, {kept} others stay",
            table=table,
            new=merged.new,
            changed=merged.changed,
            same=merged.same,
            kept=merged.kept,
        )
        if merged.removed:
            yield say_many(
                "{table}.csv: {count} removed, which its source has deleted",
                "{table}.csv: {count} removed, which their source has deleted",
                merged.removed,
                table=table,
            )


def part_heading(part: Part) -> str:
    """Say what a file is and why we think so; of one that cannot be read, why not."""
    name = f"{part.file.name}, {part.file.sheet}" if part.file.sheet else part.file.name
    if part.recognised is None:
        return f"{name}: {'; '.join(map(rule_words, part.rules))}."
    known = part.recognised
    return say("{name}: {format}, for {why}.", name=name, format=known.format.name, why=known.why)


def part_counts(part: Part) -> Iterator[str]:
    """Yield whose the file is, how many rows of what it holds, what is refused and left out."""
    if part.recognised is None:
        return
    origin = part.recognised.format.origin
    yield say("Attribution: {words}", words=origin.attribution)
    if not origin.may_be_passed_on:
        yield say("Its rows may not be passed on; counts and charts may.")
    if part.deleted:
        yield say_many(
            "{count} event that its source has deleted",
            "{count} events that their source has deleted",
            part.deleted,
        )
        return
    yield say(
        "Records: {records}, of the {many} countries {own}; to load {rows}, refused {refused}",
        records=part.records,
        many=number_word(len(COUNTRIES)),
        own=part.of_five,
        rows=part.rows[part.table],
        refused=part.refused.total(),
    )
    if part.days:
        yield days(*part.days)
    for counts in (part.countries, part.types):
        if counts:
            named = [(COUNTRY_NAMES.get(name, name), count) for name, count in counts.most_common()]
            yield "; ".join(f"{name} {number(count)}" for name, count in named)
    yield from _refused_lines(part)
    for why, count in part.left_out.items():
        yield say("left out, {count}: {why}", count=count, why=reason_words(why))
    for rule, count in part.notices.items():
        yield say("to look at, {count}: {rule}", count=count, rule=rule_words(rule))


def _refused_lines(part: Part) -> Iterator[str]:
    for rule, count in part.rules.items():
        yield say("refused, {count}: {rule}", count=count, rule=rule_words(rule))


def preview_rows(part: Part) -> Iterator[list[str]]:
    """Yield how the first rows read: the row in the file, and the columns that are shown first."""
    for row in part.preview:
        cells = [cell_text(row.values.get(name)) for name in PREVIEWED[row.table]]
        yield [str(row.row), *(cell[:WIDEST] for cell in cells)]


def question_words(question: Question) -> str:
    """Say what only a person can tell, and what is taken meanwhile."""
    if question.choice == "day_first":
        return say(
            "Nothing in {column} tells whether the day or the month stands first; the day is taken "
            "(--month-first for the other).",
            column=question.about,
        )
    if question.choice == "event_types" and question.taken:
        return say("“{word}” is taken for {kind}.", word=question.about, kind=question.taken)
    if question.choice == "event_types":
        return say('What is “{word}”? Say --type "{word}=TYPE/SUB-TYPE".', word=question.about)
    return say("{about}: {taken} is taken.", about=question.about, taken=question.taken)


def refresh_trouble(trouble: Exception, source: Refreshable) -> str:
    """Say why a refresh came to nothing."""
    if isinstance(trouble, NotFetched):
        return fault_words(trouble, source)
    if isinstance(trouble, Busy):
        return say("Another refresh or import is under way: try again when it is done.")
    if isinstance(trouble, Outdated):
        return say("The folder has changed meanwhile: try again.")
    why = getattr(trouble, "strerror", "") or str(trouble)
    return say("Nothing is written: {why}", why=why)


def fault_words(fault: NotFetched, source: Refreshable) -> str:
    """Say why nothing of a source was fetched, and what a person can do."""
    sentence = say(
        NOT_FETCHED[fault.why],
        host=urlsplit(fault.address).netloc or fault.address,
        address=fault.address,
        status=str(fault.status),
        got=fault.got,
        words=fault.detail,
        rule=rule_words(fault.detail) if fault.why is Why.REFUSED else "",
        account=list(ACCOUNT),
        setting=source.setting,
        format=format_named(source.format).name,
    )
    return " ".join([sentence, *_more(fault, source)])


def _more(fault: NotFetched, source: Refreshable) -> Iterator[str]:
    """Yield what else is known of a fault."""
    if fault.why is Why.FORBIDDEN and source.wants_account:
        yield say("Log in at acleddata.com, accept the terms and complete the profile.")
    if fault.why is Why.OTHER_LAYOUT and fault.detail:
        yield say("Its columns are {columns}.", columns=fault.detail)
    if fault.until:
        time = f"{fault.until:%H:%M}"
        yield say("Try again after {time} UTC on {day}.", time=time, day=fault.until.date())


def refreshed_lines(refreshed: Refreshed) -> Iterator[str]:
    """Yield what came of a refresh."""
    yield from _came_of(refreshed)
    if refreshed.stopped:
        yield fault_words(refreshed.stopped, refreshed.source)
        yield say("The days before are here: the next refresh goes on from there.")


def _came_of(refreshed: Refreshed) -> Iterator[str]:
    name = format_named(refreshed.source.format).name
    draft, version = refreshed.draft, refreshed.version
    if draft is None or version is None:
        yield say("{name}: nothing new.", name=name)
        for part in draft.parts if draft else ():
            yield from _refused_lines(part)
        return
    yield say("{name}: {version}", name=name, version=version_line(version))
    yield from merged_lines(draft)
    if draft.faults:
        yield say_many(
            "{count} row, cell or file is refused: see {file} in versions/{version}.",
            "{count} rows, cells or files are refused: see {file} in versions/{version}.",
            draft.faults,
            file=REFUSED,
            version=version.name,
        )


def last_fetched_words(fetched: datetime | None) -> str:
    """Say when a source was last fetched."""
    if fetched is None:
        return say("not fetched yet")
    return say("fetched on {day}", day=fetched.date())


def version_line(version: Version) -> str:
    """Say which version is in use."""
    if not version.files:
        return say("The folder is as it was before the first import.")
    return say(
        "Version {name} is in use: {files}, imported on {when} by {who}.",
        name=version.name,
        files=_named_files(version),
        when=version.when.date(),
        who=version.who,
    )


def _named_files(version: Version) -> str:
    """Name the files that gave rows, or say how many."""
    names = list(dict.fromkeys(file["name"] for file in version.files if file["rows"]))
    if len(names) > MOST_NAMED:
        return say_many("{count} file", "{count} files", len(names))
    return join_words(names)


def ledger_lines(versions: Sequence[Version], target: Path) -> Iterator[str]:
    """Yield a line for each import and file: version, day, who, file, format, rows, SHA-256.

    Of a file that was fetched, also its address.
    """
    used = in_use(target)
    if not versions:
        yield say("Nothing was imported into {folder}.", folder=str(target))
    for version in versions:
        mark = "*" if version.name == used else " "
        when = version.when.strftime("%Y-%m-%d %H:%M")
        for file in version.files:
            rows = sum(file["rows"].values())
            counted = say_many("{count} row", "{count} rows", rows)
            line = (
                f"{mark} {version.name}  {when}  {version.who}  {file['name']}  {file['format']}  "
                f"{counted}  {file['sha256']}"
            )
            yield f"{line}  {file['address']}" if "address" in file else line
