"""Sentences: who was sentenced, to how long, by which court. Writes no words; `wording` does."""

import math

import pandas as pd

COLUMNS = ("event_id", "event_date", "end_date", "time_precision", "country", "title", "source_id")
UNNAMED_COURTS = ("Courts of ", "Judiciary of ", "Government of ")


def sentences(events: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row a term, in months: `low` to `high`; blank where no term is given.

    `who` is blank where the source names nobody, `court` where it names no court.
    """
    kept = events["mark"].eq("sentence").to_numpy()
    of_event = {name: events[name].to_numpy()[kept] for name in (*COLUMNS, "actor1", "actor2")}
    ids = of_event["event_id"].tolist()
    terms: dict[str, list[tuple[float, float, str]]] = {event_id: [] for event_id in ids}
    columns = ("measure", "event_id", "low", "high", "definition")
    for measure, event_id, low, high, definition in zip(
        *(figures[name].tolist() for name in columns), strict=True
    ):
        if measure == "sentence_length" and event_id in terms:
            terms[event_id].append((low, high, definition))
    told = [
        (place, *term)
        for place, name in enumerate(ids)
        for term in terms[name] or [(math.nan, math.nan, "")]
    ]
    places = [place for place, *_ in told]
    rows = {name: of_event[name][places] for name in COLUMNS}
    rows["who"] = of_event["actor2"][places]
    rows["court"] = [_court(name) for name in of_event["actor1"][places].tolist()]
    rows["low"], rows["high"] = [term[1] for term in told], [term[2] for term in told]
    rows["definition"] = [term[3] for term in told]
    return pd.DataFrame(rows, columns=[*COLUMNS, "who", "court", "low", "high", "definition"])


def _court(name: object) -> str | None:
    return name if isinstance(name, str) and not name.startswith(UNNAMED_COURTS) else None
