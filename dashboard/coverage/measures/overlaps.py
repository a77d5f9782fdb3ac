"""Events of two sources that may be one: of one day and type, no further apart than 25 km."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

NEAR = 25.0
EARTH = 6371.0
# Coordinates of a province say nothing of where in it.
TOWN_OR_DISTRICT = 2
TOLD = ("event_date", "topic", "dataset", "event_id", "title", "source_id", "latitude", "longitude")


def overlaps(events: pd.DataFrame, datasets: Sequence[str]) -> pd.DataFrame:
    """Return the pairs of events of different `datasets` that may be one, in order of day.

    One row a pair: `event_date`, `topic`, `km` (the distance in kilometres) and the other columns
    of `TOLD` for each of the two, ending in `_first` and `_second` in the order of `datasets`. An
    event without an exact day, or placed no better than by its province, is in none.
    """
    rank = {dataset: place for place, dataset in enumerate(datasets)}
    is_placed = events["geo_precision"].le(TOWN_OR_DISTRICT) & events["latitude"].notna()
    fit = events.loc[(events["exact"].astype(bool) & is_placed).fillna(False), list(TOLD)]
    fit = fit.assign(rank=fit["dataset"].map(rank))
    pairs = fit.merge(fit, on=["event_date", "topic"], suffixes=("_first", "_second"))
    pairs = pairs[pairs["rank_first"] < pairs["rank_second"]]
    pairs = pairs.assign(km=_distance(pairs))
    ordered = ["event_date", "km", "event_id_first", "event_id_second"]
    return pairs[pairs["km"] <= NEAR].sort_values(ordered).reset_index(drop=True)


def _distance(pairs: pd.DataFrame) -> np.ndarray:
    """Return how far apart two places are on a sphere, in kilometres."""
    north, other_north, east, other_east = (
        np.radians(pairs[f"{name}_{which}"].to_numpy(float))
        for name in ("latitude", "longitude")
        for which in ("first", "second")
    )
    across = np.sin((other_east - east) / 2) ** 2 * np.cos(north) * np.cos(other_north)
    return 2 * EARTH * np.arcsin(np.sqrt(np.sin((other_north - north) / 2) ** 2 + across))
