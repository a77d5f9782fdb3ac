"""What was worked out for one visitor, for all who ask the same of the same data.

A panel is the same to everybody who has the same filters, so its exhibit is kept, and with it what
the browser is sent of it: drawings and tables as text. Only of the data in use, and only what was
asked for last. What fails is not kept: the next visit tries again.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.panels.comparing import Builder
from dashboard.panels.exhibit import Exhibit
from dashboard.selection import Selection

P = ParamSpec("P")
T = TypeVar("T")
Options = tuple[tuple[str, str], ...]
# Exhibits kept; those of more rows are not: a few hundred of them would fill the memory.
KEPT_EXHIBITS, MOST_ROWS = 512, 2_000
# Kept of an exhibit by one function: of two themes, and of marks that are open in it.
KEPT_OF_ONE = 8


class _TooLong(Exception):
    """An exhibit is not to be kept."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit


def exhibit_of(
    name: str, package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Return an exhibit, which nobody may change. Raises `DataUnavailable`."""
    try:
        return _of_data(package)(EXHIBITS[name], selection, tuple(sorted(options.items())))
    except _TooLong as made:
        return made.exhibit


@lru_cache(maxsize=1)
def _of_data(package: Package) -> Callable[[Builder, Selection, Options], Exhibit]:
    """Return what makes and keeps the exhibits of a package; those of the one before are let go."""

    @lru_cache(maxsize=KEPT_EXHIBITS)
    def made(build: Builder, selection: Selection, options: Options) -> Exhibit:
        exhibit = build(package, selection, dict(options))
        if len(exhibit.table) > MOST_ROWS:
            raise _TooLong(exhibit)
        return exhibit

    return made


def kept_by_exhibit(
    make: Callable[Concatenate[Exhibit, P], T],
) -> Callable[Concatenate[Exhibit, P], T]:
    """Keep what a function makes of an exhibit, by its other arguments, as long as the exhibit."""
    held: WeakKeyDictionary[Exhibit, OrderedDict[object, T]] = WeakKeyDictionary()

    @wraps(make)
    def kept(exhibit: Exhibit, *given: P.args, **named: P.kwargs) -> T:
        own = held.setdefault(exhibit, OrderedDict())
        key = (given, tuple(named.items()))
        try:
            own.move_to_end(key)
            return own[key]
        except KeyError:
            made = own[key] = make(exhibit, *given, **named)
        if len(own) > KEPT_OF_ONE:
            own.popitem(last=False)
        return made

    return kept
