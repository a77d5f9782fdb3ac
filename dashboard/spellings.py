"""Other names and spellings of places, provinces and actors, for whoever searches by one of them.

They are columns of the shipped data: `variants` of places.csv, provinces.csv and actors.csv.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from pathlib import Path

from dashboard.vocabulary import dataset_name

SHIPPED_FOLDER = Path(__file__).resolve().parents[1] / "data"
TABLES = ("places.csv", "provinces.csv", "actors.csv")
QUOTES = "\"'“”„«»‘’"
# A form is words or phrases that must all stand in a text; of a word's forms one is enough.
Form = tuple[str, ...]
Forms = tuple[Form, ...]
# Endings of Turkic and Russian names as they are written in Latin letters, either way.
_ENDINGS = (("ayev", "aev"), ("eyev", "eev"), ("iyev", "iev"), ("bay", "bai"), ("skiy", "sky"))
_SHORTEST = 5
# A province's code as it stands in the text that is searched.
_CODE = re.compile(r"[a-z]{2}-[a-z0-9]{1,3}")
_MOST_PHRASES = 50


def folded(text: str) -> str:
    """Return text as it is searched: without regard to capitals, in Latin, Cyrillic and Turkic.

    >>> folded("Қазақстан, İstanbul")
    'қазақстан, istanbul'
    """
    return text.replace("İ", "i").casefold()


@lru_cache
def _column(file: str, key: str, name: str) -> dict[str, str]:
    """Return a column of a shipped table by its key."""
    with (SHIPPED_FOLDER / file).open(encoding="utf-8-sig", newline="") as rows:
        return {row[key]: row[name] for row in csv.DictReader(rows)}


def province_name(admin1: str) -> str:
    """Return the name of a province by its ISO 3166-2 code; the code where it is not known.

    >>> province_name("TJ-SU")
    'Sughd'
    """
    return _column("provinces.csv", "admin1", "name").get(admin1, admin1)


def source_title(source_id: str) -> str:
    """Return the title of a source by its key; of imported events whose they are, or the key.

    >>> source_title("cabar-2020-06"), source_title("acled")
    ('Month in Review: Central Asia in June 2020', 'ACLED')
    """
    titles = _column("sources.csv", "source_id", "title")
    return titles.get(source_id) or dataset_name(source_id)


def names_in(words: Sequence[str]) -> Iterator[tuple[int, Forms]]:
    """Yield the known names and the single words of a folded search: of how many words, its forms.

    >>> [(size, ("kulob",) in forms) for size, forms in names_in(["kulyab", "rally"])]
    [(1, True), (1, False)]
    """
    known, longest = _known()
    words = list(words)
    while words:
        sizes = range(min(longest, len(words)), 0, -1)
        name = next((words[:size] for size in sizes if " ".join(words[:size]) in known), words[:1])
        own = ((word,) for word in _spelled(name[0])) if len(name) == 1 else (tuple(name),)
        yield len(name), tuple(dict.fromkeys((*own, *known.get(" ".join(name), ()))))
        words = words[len(name) :]


def phrase_forms(words: Sequence[str]) -> Forms:
    """Return the forms of a folded phrase, its words beside each other in one part of a form.

    Names in it may have their other spellings; a phrase that is a name, all its forms.

    >>> ("rally in kulob",) in phrase_forms(["rally", "in", "kulyab"])
    True
    """
    parts = [[tuple(_beside(form)) for form in forms] for _, forms in names_in(words)]
    if len(parts) == 1:
        return tuple(parts[0])
    # Within a phrase its neighbours tell a short name apart, not its province.
    spelled = [list(dict.fromkeys(form[0] for form in forms)) for forms in parts]
    return tuple((" ".join(each),) for each in islice(product(*spelled), _MOST_PHRASES))


def _beside(form: Form) -> Iterator[str]:
    """Yield the words of a form as one text, and the province's code after it, if there is one."""
    words = [word for word in form if not _CODE.fullmatch(word)]
    if words:
        yield " ".join(words)
    yield from (word for word in form if _CODE.fullmatch(word))


def _spelled(word: str) -> list[str]:
    """Return a word, and a surname as it is written elsewhere: atambaev, atambayev."""
    if len(word) < _SHORTEST:
        return [word]
    swaps = [pair for one, two in _ENDINGS for pair in ((one, two), (two, one))]
    return [word, *(re.sub(f"{end}(?=a?$)", other, word) for end, other in swaps)]


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, Forms], int]:
    """Return the forms of every name by each of them, and of how many words the longest is."""
    known: dict[str, Forms] = {}
    for table in TABLES:
        with (SHIPPED_FOLDER / table).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                names = [row["name"], *filter(None, row["variants"].split(";"))]
                code = folded(row.get("admin1", ""))
                forms = [form for name in names if (form := _form(name, code))]
                if table == "provinces.csv":
                    forms.append((code,))
                    names.append(code)
                for name in map(folded, names):
                    known[name] = tuple(dict.fromkeys((*known.get(name, ()), *forms)))
    return known, max(len(name.split()) for name in known)


def _form(name: str, code: str) -> Form:
    """Return the words of a name; of a short one, found inside many words, with its province.

    Empty for initials, and for a short name without a province.
    """
    words = tuple(folded(name).split())
    if len(name) >= _SHORTEST:
        return words
    return (*words, code) if code else ()
