"""The kinds of filter: how what one holds is read, checked, written, and which events it keeps.

Which filters there are is in `filter_table`.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeGuard, TypeVar, cast

import pandas as pd
from typing_extensions import override

from dashboard.searching import asked
from dashboard.wording import N_, joined, say

# For data without a month: the one to open with is named by its descriptor (`default_month`).
DEFAULT_MONTH = "2020-06"
PREVIOUS, YEAR = "previous", "year"
WORD_PATTERN = re.compile(r"[a-z][a-z0-9.\-]{0,59}")
MONTH_PATTERN = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
MOST_TEXT = 200
# Of a list that only the data knows: how many of it may be chosen.
MOST_CHOSEN = 50
MOST_PEOPLE = 10_000_000
KEPT_CHOICES = 64

V = TypeVar("V")
# Asks for the values that a column has in the data.
Known = Callable[[], list[Any]]


def is_month(value: object) -> TypeGuard[str]:
    """Say whether a value is a month as `YYYY-MM`, of 1900 to 2099.

    >>> is_month("2020-06"), is_month("2020-13"), is_month("x"), is_month(6)
    (True, False, False, False)
    """
    return isinstance(value, str) and MONTH_PATTERN.fullmatch(value) is not None


class Chooses(Enum):
    """What a filter chooses, and so what follows it.

    All that is shown follows the countries and months, which choose among the `DATA`. The `STATUS`
    and what chooses a `PART` of the events leave official series, rates and figures that stand
    apart from events as they are.
    """

    DATA = auto()
    STATUS = auto()
    PART = auto()


class Refusal(NamedTuple):
    """What an address asks for and cannot have, and what a page does instead."""

    fault: str
    instead: str = ""

    @property
    def words(self) -> str:
        """Both sentences."""
        return joined(self.fault, self.instead or say("It was left out."))


@dataclass(frozen=True, kw_only=True)
class Filter(ABC, Generic[V]):
    """One filter: `name` in the address, `field` of `Selection`, `label` on screen.

    It looks at the `column` of the table of events, which the engine's tables and cubes have too.
    `hint` says what it does where there is room for a word more; `in_cubes`, whether the cubes
    count by it; `chooses`, what follows it. `words` say in `Selection.describe` what it holds, ""
    for what every page begins with; `hides(selection, event)` why an event is not shown;
    `missed(selection)`, after their number, of which kind events are that fail it ("of other
    types"). How values of a kind are read, checked and applied is in the kinds.
    """

    name: str
    field: str
    label: str
    column: str
    default: V
    hint: str
    in_cubes: bool = True
    chooses: Chooses = Chooses.PART
    words: Callable[[V], str] = lambda value: ""
    hides: Callable[[Any, Mapping[str, Any]], str] = lambda selection, event: ""
    missed: Callable[[Any], str] = lambda selection: ""

    def value(self, selection: object) -> V:
        """Return what a selection holds of it."""
        return getattr(selection, self.field)

    @abstractmethod
    def fault(self, value: object) -> str:
        """Say why it cannot hold a value; "" when it can."""

    @abstractmethod
    def read(self, asked: str, refused: list[Refusal]) -> V | None:
        """Return what an address asks for, None for nothing; add to `refused` what is not known."""

    def misfit(self, asked: str, what: str, kind: str = "") -> str:
        """Say that an address asks for something, of some kind, which is not what it can hold."""
        words = N_("The address asks for {asked} in “{name}”, which is {what}.")
        return say(words, asked=f"{kind} “{asked[:40]}”".lstrip(), name=self.name, what=what)

    def write(self, value: V) -> str:
        """Return a value as the address has it; "" leaves it out."""
        return str(value)

    def held(self, state: object, before: V) -> V:
        """Return what a widget says that it holds; what cannot be is as it was `before`."""
        return before if state is None or self.fault(state) else cast(V, state)

    def wanted(self, value: V, known: Known) -> Sequence[object] | None:
        """Return the words of its column that pass, of those `known`; None when all may pass."""
        return None

    def keeps(self, events: pd.DataFrame, value: V) -> pd.Series | None:
        """Return True for the rows that pass; None when all may pass."""
        wanted = self.wanted(value, lambda: events[self.column].unique().tolist())
        return None if wanted is None else events[self.column].isin(wanted)


@dataclass(frozen=True, kw_only=True)
class Several(Filter[tuple[str, ...]]):
    """Some of a list: in the address with commas, "none" for none, unless none of it means all.

    With `parts` the column holds several words in one, "KGZ;UZB"; one of them is enough. `always`
    passes with any choice but none. `noun` and `among` name one value and the list in refusals.
    """

    known: tuple[str, ...]
    noun: str
    among: str
    none_is_all: bool = False
    parts: bool = False
    always: tuple[str, ...] = ()
    pills: bool = True

    @override
    def fault(self, value: object) -> str:
        if not isinstance(value, Sequence):
            return f"{value!r:.60} is no list of values of “{self.name}”."
        unknown = [each for each in value if each not in self.known]
        return f"There is no {self.noun} {unknown[0]!r:.60}." if unknown else ""

    @override
    def read(self, asked: str, refused: list[Refusal]) -> tuple[str, ...] | None:
        if asked == "none":
            return ()
        words = [part.strip() for part in asked.split(",") if part.strip()]
        what = say("not one of {list}", list=say(self.among))
        unknown = [word for word in words if word not in self.known]
        refused.extend(Refusal(self.misfit(word, what, say(self.noun))) for word in unknown)
        return tuple(each for each in self.known if each in words) or None

    @override
    def write(self, value: tuple[str, ...]) -> str:
        return ",".join(value) or ("" if self.none_is_all else "none")

    @override
    def held(self, state: object, before: tuple[str, ...]) -> tuple[str, ...]:
        if not isinstance(state, list):
            return before
        return tuple(each for each in self.known if each in state)

    @override
    def wanted(self, value: tuple[str, ...], known: Known) -> Sequence[object] | None:
        if not value:
            return None if self.none_is_all else []
        asked = (*value, *self.always)
        if not self.parts:
            return list(asked)
        words = known()
        kept = _holding(asked, tuple(words))
        return kept if len(kept) < len(words) else None


@lru_cache(maxsize=KEPT_CHOICES)
def _holding(asked: tuple[str, ...], words: tuple[str, ...]) -> list[str]:
    """Return the words in which any of those asked for stands; each panel asks the same."""
    return [word for word in words if any(each in word for each in asked)]


@dataclass(frozen=True, kw_only=True)
class Named(Filter[tuple[str, ...]]):
    """Some of the values that a column has in the data; in the address with semicolons.

    None chosen means all. With `parts` the column holds several values in one, "A;B"; one of them
    is enough. `name_of` writes a value as people know it.
    """

    default: tuple[str, ...] = ()
    in_cubes: bool = False
    parts: bool = False
    name_of: Callable[[str], str] = str

    @override
    def fault(self, value: object) -> str:
        if not isinstance(value, Sequence):
            return f"{value!r:.60} is no list of values of “{self.name}”."
        if len(value) > MOST_CHOSEN:
            return f"At most {MOST_CHOSEN} values of “{self.name}” can be chosen."
        odd = [each for each in value if not (isinstance(each, str) and 0 < len(each) <= MOST_TEXT)]
        return f"{odd[0]!r:.60} is no value of “{self.name}”." if odd else ""

    @override
    def read(self, asked: str, refused: list[Refusal]) -> tuple[str, ...] | None:
        words = dict.fromkeys(word for part in asked.split(";") if (word := part.strip()))
        kept = tuple(word for word in words if len(word) <= MOST_TEXT)[:MOST_CHOSEN]
        if len(kept) < len(words):
            rule = N_("The address asks for more or longer names in “{name}” than can be chosen.")
            fault = say(rule, name=self.name)
            refused.append(Refusal(fault, say("The rest was left out.")))
        return kept or None

    @override
    def write(self, value: tuple[str, ...]) -> str:
        return ";".join(value)

    @override
    def held(self, state: object, before: tuple[str, ...]) -> tuple[str, ...]:
        if not isinstance(state, list) or self.fault(state):
            return before
        return tuple(state)

    @override
    def wanted(self, value: tuple[str, ...], known: Known) -> Sequence[object] | None:
        if not value:
            return None
        if not self.parts:
            return list(value)
        asked = set(value)
        return [word for word in known() if not asked.isdisjoint(str(word).split(";"))]


@dataclass(frozen=True, kw_only=True)
class Month(Filter[str]):
    """The first or the last month, as `YYYY-MM`: the day an event began decides its month."""

    default: str = DEFAULT_MONTH
    chooses: Chooses = Chooses.DATA

    @override
    def fault(self, value: object) -> str:
        return "" if is_month(value) else f"{value!r:.60} is no month such as '2020-06'."

    @override
    def read(self, asked: str, refused: list[Refusal]) -> str | None:
        if is_month(asked):
            return asked
        refused.append(Refusal(self.misfit(asked, say("not written as 2020-06"), say("month"))))
        return None


@dataclass(frozen=True, kw_only=True)
class Beside(Filter[str]):
    """The period that numbers stand beside: it hides no event.

    `PREVIOUS` of the same length, the same `YEAR` before, or the first month of another of the same
    length, as `YYYY-MM`; "" for none.
    """

    default: str = ""
    chooses: Chooses = Chooses.DATA

    @override
    def fault(self, value: object) -> str:
        if value in ("", PREVIOUS, YEAR) or is_month(value):
            return ""
        return f"{value!r:.60} is no period to compare with: previous, year or a month as 2020-06."

    @override
    def read(self, asked: str, refused: list[Refusal]) -> str | None:
        if not self.fault(asked):
            return asked
        fault = self.misfit(asked, say("not previous, year or a month as 2020-06"))
        refused.append(Refusal(fault, say("Nothing is compared.")))
        return None


@dataclass(frozen=True, kw_only=True)
class Choice(Filter[str]):
    """One value of the column, a key of the data; "" where the data has no two to choose from."""

    default: str = ""

    @override
    def fault(self, value: object) -> str:
        fits = value == "" or (isinstance(value, str) and WORD_PATTERN.fullmatch(value))
        return "" if fits else f"{value!r:.60} is no key of a source."

    @override
    def read(self, asked: str, refused: list[Refusal]) -> str | None:
        if not asked or WORD_PATTERN.fullmatch(asked):
            return asked or None
        refused.append(Refusal(self.misfit(asked, say("no key of a source"))))
        return None

    @override
    def wanted(self, value: str, known: Known) -> Sequence[object] | None:
        return [value] if value else None


@dataclass(frozen=True, kw_only=True)
class Switch(Filter[bool]):
    """Only the events of which the column is true; "yes" in the address."""

    default: bool = False

    @override
    def fault(self, value: object) -> str:
        return "" if isinstance(value, bool) else f"{value!r:.60} is neither yes nor no."

    @override
    def read(self, asked: str, refused: list[Refusal]) -> bool:
        if asked not in ("yes", "no", ""):
            words = N_("The address has “{asked}” in “{name}”, which is not yes or no.")
            refused.append(Refusal(say(words, asked=asked[:40], name=self.name)))
        return asked == "yes"

    @override
    def write(self, value: bool) -> str:
        return "yes" if value else ""

    @override
    def wanted(self, value: bool, known: Known) -> Sequence[object] | None:
        return [True] if value else None


@dataclass(frozen=True, kw_only=True)
class AtLeast(Filter[int]):
    """Only the events of which the column has this number or more; 0 for all of them."""

    default: int = 0
    in_cubes: bool = False

    @override
    def fault(self, value: object) -> str:
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_PEOPLE
        return "" if fits else f"{value!r:.60} is no number of people from 0 to {MOST_PEOPLE:,}."

    @override
    def read(self, asked: str, refused: list[Refusal]) -> int | None:
        if not asked.strip():
            return None
        if re.fullmatch(r"[0-9]{1,9}", asked) and not self.fault(int(asked)):
            return int(asked)
        refused.append(Refusal(self.misfit(asked, say("no number of people"))))
        return None

    @override
    def write(self, value: int) -> str:
        return str(value) if value else ""

    @override
    def wanted(self, value: int, known: Known) -> Sequence[object] | None:
        return [number for number in known() if number >= value] if value else None


@dataclass(frozen=True, kw_only=True)
class Words(Filter[str]):
    """A search (`searching.asked`) of the column, which is folded (`spellings.folded`)."""

    default: str = ""
    in_cubes: bool = False

    @override
    def fault(self, value: object) -> str:
        fits = isinstance(value, str) and len(value) <= MOST_TEXT
        return "" if fits else f"The text to search for is none of at most {MOST_TEXT} letters."

    @override
    def read(self, asked: str, refused: list[Refusal]) -> str:
        if len(asked) > MOST_TEXT:
            words = N_("The address searches in “{name}” for more than {most} letters.")
            fault = say(words, name=self.name, most=MOST_TEXT)
            refused.append(Refusal(fault, say("The rest was left out.")))
        return asked[:MOST_TEXT]

    @override
    def held(self, state: object, before: str) -> str:
        return state[:MOST_TEXT] if isinstance(state, str) else before

    @override
    def write(self, value: str) -> str:
        return value.strip()

    @override
    def keeps(self, events: pd.DataFrame, value: str) -> pd.Series | None:
        search = asked(value)
        if not search:
            return None
        held = [search.holds(text) for text in events[self.column].tolist()]
        return pd.Series(held, index=events.index, dtype=bool)
