"""Keeps what outlives every run out of the search for garbage.

Streamlit has Python search all objects after each run, in which time nothing reaches the browser.
"""

import gc
from functools import lru_cache

from dashboard.datapackage.store import Package


@lru_cache(maxsize=1)
def settle_memory(package: Package) -> None:
    """Set all that is in memory apart from now on; once for each package of data.

    Called after a run, when the programs and the data are loaded. The programs and the data are
    hundreds of thousands of objects, a visit a few thousand.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
