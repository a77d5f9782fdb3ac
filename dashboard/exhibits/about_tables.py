"""Which tables the data in use has, how long they are, which are the app's own, where it all is.

What they hold is in `about`.
"""

from functools import lru_cache

from dashboard.engine.keeping import cache_folder
from dashboard.exhibits.prepared import KEPT_PACKAGES
from dashboard.opening import BORROWED, data_address
from dashboard.store import SHIPPED_FOLDER, Package, load_package

LENT = (
    "The app’s own: the data has no such table, or the very same one, so that the one that comes "
    "with the app is in use. 0: the data has none, and no other would do."
)


def table_lengths(package: Package) -> dict[str, int]:
    """Return how many rows the tables have that could be read, in the order of the package."""
    lengths = {name: len(table) for name, table in package.tables.items()}
    return lengths if package.long_events is None else {"events": package.events.total, **lengths}


@lru_cache(maxsize=KEPT_PACKAGES)
def borrowed_tables(package: Package) -> frozenset[str]:
    """Return the tables of a long package that are the app's own, row for row."""
    if package.long_events is None:
        return frozenset()
    own = _shipped().tables
    return frozenset(
        name
        for name in BORROWED
        if name in package.tables and name in own and package.tables[name].equals(own[name])
    )


def place_words(package: Package) -> str:
    """Say from where long data is read, without passwords; nothing of a short package."""
    if package.long_events is None:
        return ""
    # What no folder of the user's holds was opened by the address in use.
    is_kept = package.folder.is_relative_to(cache_folder())
    return f"Read from {data_address().shown if is_kept else package.folder}. "


@lru_cache(maxsize=1)
def _shipped() -> Package:
    return load_package(SHIPPED_FOLDER)
