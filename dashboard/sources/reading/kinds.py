"""Types of events in the words of a desk: ours and ACLED's by name, others asked about."""

from functools import lru_cache

from dashboard.sources.reading.columns import plain_name
from dashboard.vocabulary import EVENT_TYPES

# Words that say what an event is, in any form that begins so.
HINTS = {
    ("Protests", "Peaceful protest"): "protest;rally;picket;demonstration;march;митинг;пикет;"
    "шествие;протест;акция протеста;демонстрация",
    ("Riots", "Violent demonstration"): "riot;беспорядки",
    ("Strategic developments", "Arrests"): "arrest;detention;арест;задержание",
    ("Court ruling", "Sentence"): "sentence;verdict;приговор",
    ("Battles", "Armed clash"): "armed clash;clash;battle;shooting;перестрелка;бой;столкновение",
}
UNKNOWN = ("Strategic developments", "Other")


def kind_of(words: str, sub_words: str = "") -> tuple[str, str] | None:
    """Return the type and sub-type that a desk's words name; None when they name none of ours.

    >>> kind_of("peaceful_protest"), kind_of("Protests", "Peaceful protest"), kind_of("Очередь")
    (('Protests', 'Peaceful protest'), ('Protests', 'Peaceful protest'), None)
    """
    first, second = plain_name(words), plain_name(sub_words)
    known, known_subs = _known()
    if second and first in known:
        kind = known[first]
        return next(((kind, s) for s in EVENT_TYPES[kind] if plain_name(s) == second), None)
    return known_subs.get(second or first)


def guess_of(words: str) -> tuple[str, str] | None:
    """Return what free words probably mean, to be offered and never taken in silence.

    >>> guess_of("Пикет у мэрии"), guess_of("Очередь за мукой")
    (('Protests', 'Peaceful protest'), None)
    """
    text = f" {plain_name(words)}"
    for kind, hints in HINTS.items():
        if any(f" {hint}" in text for hint in hints.split(";")):
            return kind
    return None


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return our types by name, and the sub-types that belong to one type only."""
    types = {plain_name(kind): kind for kind in EVENT_TYPES}
    pairs = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in subs]
    names = [plain_name(sub) for _, sub in pairs]
    single = {name: pair for name, pair in zip(names, pairs, strict=True) if names.count(name) == 1}
    return types, single
