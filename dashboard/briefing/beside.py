"""What a review names beside the events chosen: claimed ones, and earlier ones they follow."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from dashboard.briefing.content import Run
from dashboard.briefing.material import Material, figures_by_event, owner_of
from dashboard.briefing.review_words import Row, figure_sentence, tidy, when_of
from dashboard.events.words import text_of
from dashboard.panels.query import chosen_counts
from dashboard.selection import Selection

CLAIMED = "claimed"
# So many claimed events are named; of more only the number is told, under "Not included".
MOST_CLAIMED = 100
# What is told of an earlier event beside its day and title.
HURT = ("killed", "injured", "detained")


def claims_of(selection: Selection) -> Selection:
    """Return the same filters for claimed events."""
    return replace(selection, statuses=(CLAIMED,))


def claimed_by_owner(material: Material) -> Mapping[str, list[Row]]:
    """Return the claimed events that only the choice of status leaves out, by country, in order.

    None where claimed events are told like others, or where they are too many.
    """
    selection = material.selection
    if CLAIMED in selection.statuses or not selection.statuses:
        return {}
    asked = claims_of(selection)
    if chosen_counts(material.package, asked).total > MOST_CLAIMED:
        return {}
    found: dict[str, list[Row]] = {}
    rows = material.package.events.rows(asked, MOST_CLAIMED)
    for event in rows.sort_values(["end_date", "event_id"]).to_dict("records"):
        related = text_of(event["related_countries"])
        found.setdefault(owner_of(event["country"], related, selection.countries), []).append(event)
    return found


def earlier_runs(event: Row, material: Material, named: set[str]) -> Iterator[Run]:
    """Name the event that one follows, if it began before the period: nothing else tells of it.

    Once: those `named` already are not named again.
    """
    parent = text_of(event["related_event_id"])
    earlier = material.kinds.get(parent)
    before = pd.Timestamp(material.selection.first_day)
    if earlier is None or parent in named or earlier.event_date >= before:
        return
    named.add(parent)
    when = when_of(earlier._asdict(), years=True)
    yield Run(f" Earlier: {when[:1].lower()}{when[1:]}, {tidy(earlier.title)}.", (parent,))
    for row in figures_by_event(material.package).get(parent, ()):
        if row["measure"] in HURT:
            yield Run(f" {figure_sentence(row)}", (row["figure_id"],))
