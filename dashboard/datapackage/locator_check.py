"""The check that every locator points at what its row codes, and that no sentence was taken over.

It needs the source documents; the rules that need none are in `rules`. What it doubts is read by a
person, and what these readings settle stands in a table of its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.datapackage.documents import Document, find_document, fingerprint_of, plain
from dashboard.schema import Fault, TableRow, Tables

FILE = "locator_reviews.csv"
FOOTNOTE_ELSEWHERE, NO_SHARED_WORD = "footnote_elsewhere", "no_shared_word"
KEYS = {"events": "event_id", "figures": "figure_id"}


@dataclass(frozen=True, order=True)
class Doubt(Fault):
    """A locator that wants a second look: `key` is its event or figure, `kind` what is doubted."""

    key: str
    kind: str

    @property
    def footnote(self) -> str:
        """The footnote doubted; blank where none is."""
        return self.value if self.kind == FOOTNOTE_ELSEWHERE else ""


@dataclass(frozen=True)
class Sorted:
    """Doubts that a reading settled, doubts still open, and readings without a doubt any more."""

    settled: list[Doubt]
    unread: list[Doubt]
    stale: list[Fault]


def sort_doubts(doubts: Iterable[Doubt], reviews: pd.DataFrame, checked: set[str]) -> Sorted:
    """Set doubts beside the readings of them; only the verdict "right" settles a doubt.

    `checked` are the keys whose document was there: a reading of another row is not called stale.
    """
    found = sorted(doubts)
    verdicts = {of: row["verdict"] for _, of, row in _readings(reviews)}
    settled = [each for each in found if verdicts.get(_doubted(each)) == "right"]
    raised = {_doubted(each) for each in found}
    rule = "is no doubt any more: this reading can go"
    stale = [
        Fault(FILE, number, "key", " ".join(filter(None, of)), rule)
        for number, of, _ in _readings(reviews)
        if of not in raised and of[0] in checked
    ]
    return Sorted(settled, [each for each in found if each not in settled], stale)


def readings_have_rows(tables: Tables) -> Iterator[Fault]:
    """Find readings of rows that are not there, and of footnotes that the row does not name."""
    if not all(name in tables for name in KEYS):
        return
    named = {
        key: "" if pd.isna(notes) else str(notes)
        for name, column in KEYS.items()
        for key, notes in zip(tables[name][column], tables[name]["footnotes"], strict=True)
    }
    for number, (key, kind, footnote), _ in _readings(tables["locator_reviews"]):
        if key not in named:
            yield Fault(FILE, number, "key", key, "there is no such event or figure")
        elif bool(footnote) != (kind == FOOTNOTE_ELSEWHERE):
            rule = f"is needed for {FOOTNOTE_ELSEWHERE}, and for no other doubt"
            yield Fault(FILE, number, "footnote", footnote, rule)
        elif footnote and footnote not in named[key].split(";"):
            yield Fault(FILE, number, "footnote", footnote, f"is not a footnote of {key}")


def _doubted(doubt: Doubt) -> tuple[str, str, str]:
    return doubt.key, doubt.kind, doubt.footnote


def _readings(reviews: pd.DataFrame) -> Iterator[tuple[int, tuple[str, str, str], dict[str, Any]]]:
    """Yield row number; key, kind of doubt and footnote; and the row itself."""
    rows: Any = reviews.to_dict("index").items()
    for number, row in rows:
        footnote = "" if pd.isna(row["footnote"]) else row["footnote"]
        yield int(number), (row["key"], row["doubt"], footnote), row


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
NAMES = {name: float(value) for value, name in enumerate(SMALL.split())}
ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {name: 10.0 * value for value, name in enumerate(ROUND.split(), start=2)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
TOKENS = re.compile(
    r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+", re.UNICODE
)
MONTHS = {"year": 12, "years": 12, "month": 1, "months": 1}
LOCATED = ("events", "figures", "rates")
OWN_WORDS = {
    "events": ("title", "summary", "notes", "coder_note"),
    "figures": ("definition", "note", "coder_note"),
    "covid_breaks": ("what_changed", "label"),
    "rates": ("note",),
    "series": ("meaning",),
    "official_rates": ("note",),
    "locator_reviews": ("reason",),
}
LONGEST_SHARED = 8
# The footnote of a list stands at its last item.
NEAR_PARAGRAPHS = 4
STEM = 4


def numbers_in(phrase: str) -> set[float]:
    """Return every number that a phrase may be read as; none when it names no number.

    Years are read as months too, "twofold" growth as its per cent more.

    >>> sorted(numbers_in("11 years and two months")), numbers_in("dozens")
    ([2.0, 11.0, 132.0, 134.0], set())
    >>> numbers_in("about $ 2.6 million"), numbers_in("more than a hundred"), numbers_in("21,819")
    ({2600000.0}, {100.0}, {21819.0})
    """
    found: set[float] = set()
    months = 0.0
    for value, following in _read(TOKENS.findall(phrase.casefold())):
        found.add(value)
        if following in MONTHS:
            months += value * MONTHS[following]
            found |= {value * MONTHS[following], months}
        if following in ("fold", "times"):
            found.add(round((value - 1) * 100, 6))
    return found


def _read(tokens: list[str]) -> Iterator[tuple[float, str]]:
    """Yield each number with the word after it."""
    index = 0
    while index < len(tokens):
        value = _value(tokens[index])
        if value is None:
            index += 1
            continue
        if tokens[index] not in SCALES:
            index += 1
        if 20 <= value < 100 and tokens[index - 1] in TENS and tokens[index : index + 1]:
            unit = NAMES.get(tokens[index], 0.0)
            if 1 <= unit <= 9:
                value, index = value + unit, index + 1
        while index < len(tokens) and tokens[index] in SCALES:
            value, index = value * SCALES[tokens[index]], index + 1
        yield round(value, 6), tokens[index] if index < len(tokens) else ""


def _value(token: str) -> float | None:
    """Read one word; a scale on its own ("a hundred") counts once."""
    if token[0].isdigit():
        return float(re.sub(r"[,\u00a0\u202f]", "", token))
    if token in SCALES:
        return 1.0
    return NAMES.get(token, TENS.get(token))


@dataclass
class Proof:
    """What was found: `faults` are wrong, `doubts` want a second look; `proved` counts locators.

    `settled` are doubts that somebody read and found right, `stale` readings without a doubt.
    """

    faults: list[Fault] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    settled: list[Doubt] = field(default_factory=list)
    stale: list[Fault] = field(default_factory=list)
    proved: int = 0


def prove(tables: Tables, folder: Path) -> Proof:
    """Hold every locator and every sentence of our own against the documents in a folder.

    `tables` are those of the package, their index the file's row numbers.
    """
    proof = Proof()
    documents = _documents(tables, folder, proof)
    checked: set[str] = set()
    for name in LOCATED:
        rows = tables.get(name, pd.DataFrame()).to_dict("index")
        for number, row in rows.items():
            document = documents.get(row["source_id"])
            if document is None or pd.isna(row["paragraph"]):
                continue
            _hold(proof, name, int(str(number)), row, document)
            checked.add(_key(name, row))
    proof.faults += _taken_over(tables, documents)
    proof.faults.sort()
    found = sort_doubts(proof.doubts, tables.get("locator_reviews", pd.DataFrame()), checked)
    proof.settled, proof.doubts, proof.stale = found.settled, found.unread, found.stale
    return proof


def _documents(tables: Tables, folder: Path, proof: Proof) -> dict[str, Document]:
    """Return the documents by source; those that are not there, or are changed, are faults."""
    held: dict[str, Document] = {}
    figures = tables.get("figures")
    sources = tables.get("sources", pd.DataFrame()).to_dict("index")
    for number, source in sources.items():
        key = source["source_id"]
        words = [] if figures is None else figures.loc[figures["source_id"].eq(key), "as_reported"]
        wanted = fingerprint_of(source, words) if source["kind"] == "document" else None
        if wanted is None:
            continue
        state, document = find_document(folder, wanted)
        if document is not None and state == "held":
            held[key] = document
            continue
        rule = (
            f"the document has changed: {document.name} is not the file that was read"
            if document
            else "no file in the folder is this document"
        )
        proof.faults.append(Fault("sources.csv", int(str(number)), "sha256", key, rule))
    return held


def _hold(proof: Proof, name: str, number: int, row: TableRow, document: Document) -> None:
    """Hold one row against its document."""
    file, key = f"{name}.csv", _key(name, row)
    broken = list(_place_faults(row, document))
    if not broken:
        span = document.text[int(row["char_start"]) : int(row["char_end"])]
        broken = list(_content_faults(file, row, span))
        if name == "events" and not _shares_a_word(row, span):
            rule = "no word of the span is in the row: look whether it is the right sentence"
            proof.doubts.append(Doubt(file, number, "char_start", key, rule, key, NO_SHARED_WORD))
    for note, near in _strange_footnotes(row, document):
        if near:
            rule = f"stands in paragraph {near}, not in paragraph {row['paragraph']}"
            doubt = Doubt(file, number, "footnotes", note, rule, key, FOOTNOTE_ELSEWHERE)
            proof.doubts.append(doubt)
        else:
            rule = f"is not near paragraph {row['paragraph']}"
            proof.faults.append(Fault(file, number, "footnotes", note, rule))
    proof.faults += [Fault(file, number, *fault) for fault in broken]
    proof.proved += not broken


def _key(name: str, row: TableRow) -> str:
    return str(row[KEYS[name]]) if name in KEYS else ""


def _place_faults(row: TableRow, document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield column, value and rule where the span is no span of the paragraph."""
    if pd.isna(row["char_start"]) or pd.isna(row["char_end"]):
        yield "char_start", "", "a paragraph needs its characters"
        return
    start, end = int(row["char_start"]), int(row["char_end"])
    paragraph = document.paragraph(int(row["paragraph"]))
    if paragraph is None:
        yield "paragraph", str(row["paragraph"]), "the document has no such paragraph"
    elif not paragraph.start <= start < end <= paragraph.end:
        actual = document.paragraph_at(start)
        where = f"it begins in paragraph {actual.number}" if actual else "it begins between two"
        yield "char_start", f"{start}–{end}", f"the span is not in the paragraph named: {where}"
    elif _cuts(document.text, start) or _cuts(document.text, end):
        yield "char_start", f"{start}–{end}", "the span cuts a word or a number in two"


def _cuts(text: str, position: int) -> bool:
    before, after = text[:position][-2:], text[position : position + 2]
    if not before or not after:
        return False
    inside_word = before[-1].isalnum() and after[0].isalnum()
    at_mark = before[-1].isdigit() and re.fullmatch(r"[.,]\d", after) is not None
    past_mark = after[0].isdigit() and re.fullmatch(r"\d[.,]", before) is not None
    return inside_word or at_mark or past_mark


def _content_faults(file: str, row: TableRow, span: str) -> Iterator[tuple[str, str, str]]:
    """Yield column, value and rule where the span does not say what the row codes."""
    if file == "events.csv":
        return
    columns = ("as_reported",) if file == "figures.csv" else ("rate_text", "change_text")
    for column in columns:
        words = row[column]
        if isinstance(words, str) and words and plain(words) not in plain(span):
            yield column, words, "is not in the span"
    if file == "figures.csv":
        coded = {bound: row[bound] for bound in ("low", "best", "high") if pd.notna(row[bound])}
        printed = numbers_in(span)
        if coded and printed and not any(_among(value, printed) for value in coded.values()):
            column, value = next(iter(coded.items()))
            numbers_text = ", ".join(f"{number:,.10g}" for number in sorted(printed))
            yield column, f"{value:,.10g}", f"the span has {numbers_text}"


def _among(value: float, numbers: set[float]) -> bool:
    return any(abs(value - number) <= 1e-9 * max(abs(value), 1) for number in numbers)


def _shares_a_word(row: TableRow, span: str) -> bool:
    row_text = " ".join(
        str(row[name]) for name in ("title", "notes", "actor1", "actor2", "location")
    )
    return bool(_stems(row_text) & _stems(span))


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"\w+", text.casefold()) if len(word) >= STEM}


def _strange_footnotes(row: TableRow, document: Document) -> Iterator[tuple[str, int]]:
    """Yield the footnotes that the paragraph lacks, and the one nearby that has them, or 0."""
    footnotes, own = row.get("footnotes"), int(row["paragraph"])
    if not isinstance(footnotes, str) or document.paragraph(own) is None:
        return
    for note in footnotes.split(";"):
        having = [
            paragraph.number
            for paragraph in document.paragraphs
            if abs(paragraph.number - own) <= NEAR_PARAGRAPHS
            and f"[{note}]" in document.text[paragraph.start : paragraph.end]
        ]
        if own not in having:
            yield note, having[0] if having else 0


def _taken_over(tables: Tables, documents: Mapping[str, Document]) -> Iterator[Fault]:
    """Find own words that share a long run of words with a document."""
    runs = {run: key for key, document in documents.items() for run in _runs(document.text)}
    for name, columns in OWN_WORDS.items():
        for column in columns if name in tables else ():
            for number, text in tables[name][column].dropna().items():
                shared = next((run for run in _runs(str(text)) if run in runs), None)
                if shared:
                    rule = f"these {LONGEST_SHARED} words stand in a row in {runs[shared]}"
                    yield Fault(f"{name}.csv", int(str(number)), column, " ".join(shared), rule)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return zip(*(words[offset:] for offset in range(LONGEST_SHARED)), strict=False)
