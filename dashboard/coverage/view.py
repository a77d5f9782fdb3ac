"""Which tables the data in use has, how long they are, which are the app's own, where it all is.

What they hold is in `about`.
"""

from dashboard.datapackage.opening import data_address
from dashboard.datapackage.store import Package
from dashboard.engine.cache import cache_folder

LENT = (
    "The app’s own: the data has no such table, so that the one that comes with the app is in use. "
    "0: the data has none, and no other would do."
)


def table_lengths(package: Package) -> dict[str, int]:
    """Return how many rows the tables have that could be read, in the order of the package."""
    lengths = {name: len(table) for name, table in package.tables.items()}
    return lengths if package.long_events is None else {"events": package.events.total, **lengths}


def place_words(package: Package) -> str:
    """Say from where long data is read, without passwords; nothing of a short package."""
    if package.long_events is None:
        return ""
    # What no folder of the user's holds was opened by the address in use.
    is_kept = package.folder.is_relative_to(cache_folder())
    return f"Read from {data_address().shown if is_kept else package.folder}. "
