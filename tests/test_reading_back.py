"""Nothing reads our own English back: a value is asked, never the sentence made of it."""

from pathlib import Path

import pytest
from reading_back import readings

HOUSE = Path(__file__).parent.parent

# How it was done once in eleven places, in as many ways.
ONCE = {
    "a protest abroad by the words in its cell": 'abroad = "(abroad)" in row["Where"]',
    "the months by the filters in words": 'found = PATTERN.search(filters.partition(";")[0])',
    "a common scale by the unit": 'shared = "same scale" in chart.unit',
    "a row's name out of its own markup": 'name = re.sub(r"<[^>]+>", "", row["words"])',
    "a bound by its sign": 'told = row["words"].replace("≥", "at least")',
    "a remark to the desk by its words": "talk = CODERS_TALK.search(row.note)",
    "when a count was taken by its note": "early = READ_EARLY.search(row.figure.note)",
    "what a count leaves out by its note": 'kept = "pneumonia" in each.what_changed',
    "a number by what its cell looks like": 'many = NUMBER.fullmatch(row["People detained"])',
    "whether a unit follows by the words before it": 'alone = words.endswith((" y", " m"))',
    "whether a sentence is bold by its stars": 'plain = sentence.replace(".** **", ". ")',
    "a column of notes by pandas": 'kept = figures["notes"].str.contains("midday")',
}

# Text that is marked up or made safe without asking what it says.
ALLOWED: dict[str, frozenset[str]] = {"dashboard/ui/plain_text.py": frozenset({"words"})}


@pytest.mark.parametrize("source", ONCE.values(), ids=ONCE)
def test_each_way_in_which_it_was_done_is_found(source: str) -> None:
    assert list(readings(source))


@pytest.mark.parametrize(
    "source",
    [
        'known = "KAZ" in selection.countries',
        'reason = row["absent"]',
        "title = html.escape(exhibit.title)",
        'parts = address.query.split("&")',
    ],
)
def test_asking_a_value_is_no_reading(source: str) -> None:
    assert not list(readings(source))


def test_nothing_in_the_house_reads_a_sentence_of_ours() -> None:
    found = [
        f"{file}:{each.line}: {each.read}"
        for path in sorted([*HOUSE.glob("dashboard/**/*.py"), *HOUSE.glob("pages/*.py")])
        if (file := path.relative_to(HOUSE).as_posix())
        for each in readings(path.read_text("utf-8"))
        if each.read not in ALLOWED.get(file, frozenset())
    ]
    assert not found, "\n".join(found)
