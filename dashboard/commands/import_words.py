"""What the command `import` says: what a file is, its counts, its first rows, what is refused."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboard.importing.drafts import Draft
from dashboard.importing.parts import Part
from dashboard.importing.tables import cell_text
from dashboard.importing.versions import Version, in_use
from dashboard.sources.outcomes import Question, Row
from dashboard.sources.rules import reason_words, rule_words
from dashboard.wording import days, number, say, say_many

PREVIEWED = {
    "events": ("event_date", "country", "location", "event_type", "sub_event_type", "title"),
    "figures": ("as_of", "country", "measure", "best", "definition"),
    "covid_daily": ("date", "iso_code", "total_cases", "total_deaths"),
    "rates": ("date", "currency", "rate_text", "kind"),
}
WIDEST = 40


def draft_lines(draft: Draft) -> Iterator[str]:
    """Yield what a person wants to know before a draft is written."""
    for part in draft.parts:
        yield from _part_lines(part)
    for table, merged in draft.merged.items():
        yield say(
            "{table}.csv: {new} new, {changed} changed, {same} the same, {kept} others stay",
            table=table,
            new=merged.new,
            changed=merged.changed,
            same=merged.same,
            kept=merged.kept,
        )


def _part_lines(part: Part) -> Iterator[str]:
    name = f"{part.file.name}, {part.file.sheet}" if part.file.sheet else part.file.name
    if part.recognised is None:
        yield from (f"{name}: {rule_words(rule)}" for rule in part.rules)
        return
    known = part.recognised
    yield say("{name}: {format}, for {why}.", name=name, format=known.format.name, why=known.why)
    if known.format.origin.attribution:
        yield "  " + say("Attribution: {words}", words=known.format.origin.attribution)
    if not known.format.origin.may_be_passed_on:
        yield "  " + say("Its rows may not be passed on; counts and charts may.")
    yield "  " + say(
        "Records: {records}, of the five countries {five}; to load {rows}, refused {refused}",
        records=part.records,
        five=part.of_five,
        rows=part.rows[part.table],
        refused=part.refused.total(),
    )
    if part.days:
        yield "  " + days(*part.days)
    yield from _counted(part.countries)
    yield from _counted(part.types)
    yield from _shown(part.preview)
    for rule, count in part.rules.items():
        yield "  " + say("refused, {count}: {rule}", count=count, rule=rule_words(rule))
    for why, count in part.left_out.items():
        yield "  " + say("left out, {count}: {why}", count=count, why=reason_words(why))
    for rule, count in part.notices.items():
        yield "  " + say("to look at, {count}: {rule}", count=count, rule=rule_words(rule))
    for question in part.questions:
        yield "  " + _asked(question)


def _counted(counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield "  " + "; ".join(f"{name} {number(count)}" for name, count in counts.most_common())


def _shown(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        cells = [cell_text(row.values.get(name)) for name in PREVIEWED[row.table]]
        yield f"  {row.row:>5}  " + "  ".join(cell[:WIDEST] for cell in cells)


def _asked(question: Question) -> str:
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


def version_line(version: Version) -> str:
    """Say which version is in use."""
    if not version.files:
        return say("The folder is as it was before the first import.")
    return say(
        "Version {name} is in use: {files}, imported on {when} by {who}.",
        name=version.name,
        files=[file["name"] for file in version.files],
        when=version.when.date(),
        who=version.who,
    )


def ledger_lines(versions: Sequence[Version], target: Path) -> Iterator[str]:
    """Yield a line for each import and file: version, day, who, file, format, rows, SHA-256."""
    used = in_use(target)
    if not versions:
        yield say("Nothing was imported into {folder}.", folder=str(target))
    for version in versions:
        mark = "*" if version.name == used else " "
        when = version.when.strftime("%Y-%m-%d %H:%M")
        for file in version.files:
            rows = sum(file["rows"].values())
            counted = say_many("{count} row", "{count} rows", rows)
            yield (
                f"{mark} {version.name}  {when}  {version.who}  {file['name']}  {file['format']}  "
                f"{counted}  {file['sha256']}"
            )
