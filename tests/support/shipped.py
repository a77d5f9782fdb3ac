"""The data package that comes with the app, read once for all tests of a process."""

from functools import cache

from dashboard.datapackage.store import Package, load_package


@cache
def shipped_package() -> Package:
    """Return the package, which tests do not change: what is worked out of it is kept with it."""
    return load_package()
