"""In which events a word stands: what answers a search over many years without reading all texts.

For every `PART` of the sorted events it keeps each different word once, and after it in which rows
of the part it stands. A word is searched inside others: it is looked for in the different words,
which are few, and their rows are put together. Keys of events, all different, are no such words;
what may stand in one, a word of less than three letters and a phrase are left to the engine.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.engine.columns import Engine, Table, folded_column
from dashboard.engine.opening import in_parts
from dashboard.searching import Search, Term

FOLDER = "words"
# Rows are numbered within their part in two bytes.
PART = 1 << 16
WORDS, ROWS, IN_KEYS = "words.arrow", "rows.bin", "in_keys.npy"
SCHEMA = pa.schema([("word", pa.string()), ("first", pa.int64()), ("number", pa.int32())])
LETTERS = 3
KEPT_SEARCHES = 2


def write_words(engine: Engine, events: Table, folder: Path) -> None:
    """Write the words of the sorted `events`, whose `searched` has each word of one once."""
    folder.mkdir()
    in_keys = np.zeros(1 << (8 * LETTERS), dtype=bool)
    first = 0
    with (
        (folder / ROWS).open("wb") as rows,
        pa.OSFile(str(folder / WORDS), "wb") as file,
        pa.ipc.new_file(file, SCHEMA) as words,
    ):
        for keys, texts in _parts(engine, events):
            in_keys[_three_by_three("\n".join(keys.to_pylist()))] = True
            coded = texts.flatten().dictionary_encode()
            codes = coded.indices.to_numpy(zero_copy_only=False)
            # Numpy sorts small numbers by counting.
            small = codes.astype(np.uint16 if len(coded.dictionary) < PART else np.int32)
            lengths = np.diff(texts.offsets.to_numpy())
            of_row = np.repeat(np.arange(len(texts), dtype=np.uint16), lengths)
            of_row[np.argsort(small, kind="stable")].tofile(rows)
            number = np.bincount(codes, minlength=len(coded.dictionary)).astype(np.int32)
            firsts = first + np.cumsum(number, dtype=np.int64) - number
            first += len(codes)
            words.write_batch(
                pa.record_batch([coded.dictionary, pa.array(firsts), pa.array(number)], SCHEMA)
            )
    np.save(folder / IN_KEYS, np.packbits(in_keys))


class WordIndex:
    """The words kept of the sorted events, `total` of them."""

    def __init__(self, folder: Path, total: int) -> None:
        """Open what `write_words` wrote."""
        self._total = total
        is_empty = not (folder / ROWS).stat().st_size
        self._rows = np.empty(0, np.uint16) if is_empty else np.memmap(folder / ROWS, "u2", "r")
        self._in_keys = np.load(folder / IN_KEYS, mmap_mode="r")
        file = pa.ipc.open_file(pa.memory_map(str(folder / WORDS)))
        self._parts = [file.get_batch(place) for place in range(file.num_record_batches)]
        self.holding = lru_cache(maxsize=KEPT_SEARCHES)(self._holding)

    def _holding(self, search: Search) -> np.ndarray | None:
        """Return True for each event that a search finds; None where the engine has to look."""
        terms = (*(term for terms in search.wanted for term in terms), *search.unwanted)
        parts = {part for term in terms for form in term.forms for part in form}
        if not all(map(self._knows, parts)):
            return None
        found = {part: self._with(part) for part in parts}
        held = np.ones(self._total, dtype=bool)
        for wanted in search.wanted:
            held &= np.logical_or.reduce([_with_term(term, found) for term in wanted])
        for term in search.unwanted:
            held &= ~_with_term(term, found)
        return held

    def _knows(self, word: str) -> bool:
        """Return whether no key of an event can hold a word, and it is one that is kept."""
        threes = _three_by_three(word)
        if " " in word or not len(threes):
            return False
        return not (self._in_keys[threes >> 3] >> (7 - (threes & 7)) & 1).all()

    def _with(self, word: str) -> np.ndarray:
        """Return True for each event in which a word stands, inside another too."""
        held = np.zeros(self._total, dtype=bool)
        for place, part in enumerate(self._parts):
            hit = pc.match_substring(part["word"], word).to_numpy(zero_copy_only=False)
            own = held[place * PART : (place + 1) * PART]
            firsts, numbers = part["first"].to_numpy()[hit], part["number"].to_numpy()[hit]
            for first, number in zip(firsts.tolist(), numbers.tolist(), strict=True):
                own[self._rows[first : first + number]] = True
        return held


def read_words(folder: Path, total: int) -> WordIndex | None:
    """Return the words kept; None where none were."""
    return WordIndex(folder, total) if folder.is_dir() else None


def _with_term(term: Term, found: dict[str, np.ndarray]) -> np.ndarray:
    forms = [np.logical_and.reduce([found[part] for part in form]) for form in term.forms]
    return np.logical_or.reduce(forms)


def _three_by_three(text: str) -> np.ndarray:
    """Return each three bytes of a text that follow each other, as numbers."""
    code = np.frombuffer(text.encode(), np.uint8).astype(np.int32)
    if len(code) < LETTERS:
        return np.empty(0, np.int32)
    return code[:-2] << 16 | code[1:-1] << 8 | code[2:]


def _parts(engine: Engine, events: Table) -> Iterator[tuple[pa.Array, pa.ListArray]]:
    """Yield the keys and the words of each part of the events, in their order."""
    key = folded_column(events.event_id)
    words = events.searched.split(" ").filter(lambda word: (word != key) & (word != ""))
    for part in in_parts(engine, events.select(key=key, words=words), PART):
        keys, word_lists = (column.combine_chunks() for column in part.columns)
        yield keys, word_lists
