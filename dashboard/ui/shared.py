"""What the browser is sent of an exhibit, worked out for one visitor and kept for all.

An exhibit is the same to everybody who has the same filters (`panels.build_or_explain` keeps it);
so are its drawings and tables as text. Only what was asked for last is kept.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from dashboard.panels.exhibit import Exhibit

P = ParamSpec("P")
T = TypeVar("T")
# Kept of an exhibit by one function: of two themes, and of marks that are open in it.
KEPT_OF_ONE = 8


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
