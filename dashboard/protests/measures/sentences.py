"""Sentences: who was sentenced, to how long, by which court. Writes no words; `wording` does."""

import math

import pandas as pd

COLUMNS = ("event_id", "event_date", "end_date", "time_precision", "country", "title", "source_id")
TERM = ("low", "high", "unit", "definition")
UNNAMED_COURTS = ("Courts of ", "Judiciary of ", "Government of ")


def sentences(events: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row a term, `low` to `high` in its `unit`; blank where no term is given.

    `unit` is month, day or year. `who` is blank where the source names nobody, `court` where it
    names no court.
    """
    kept = events["mark"].eq("sentence").to_numpy()
    of_event = {name: events[name].to_numpy()[kept] for name in (*COLUMNS, "actor1", "actor2")}
    ids = of_event["event_id"].tolist()
    terms: dict[str, list[tuple[float, float, str, str]]] = {event_id: [] for event_id in ids}
    columns = ("measure", "event_id", "low", "high", "unit", "definition")
    for measure, event_id, *term in zip(*(figures[name].tolist() for name in columns), strict=True):
        if measure == "sentence_length" and event_id in terms:
            terms[event_id].append((*term,))
    told = [
        (place, *term)
        for place, name in enumerate(ids)
        for term in terms[name] or [(math.nan, math.nan, "month", "")]
    ]
    places = [place for place, *_ in told]
    rows = {name: of_event[name][places] for name in COLUMNS}
    rows["who"] = of_event["actor2"][places]
    rows["court"] = [_court(name) for name in of_event["actor1"][places].tolist()]
    for place, name in enumerate(TERM, start=1):
        rows[name] = [term[place] for term in told]
    return pd.DataFrame(rows, columns=[*COLUMNS, "who", "court", *TERM])


def _court(name: object) -> str | None:
    return name if isinstance(name, str) and not name.startswith(UNNAMED_COURTS) else None
