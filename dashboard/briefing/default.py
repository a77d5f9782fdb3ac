"""The charts of a month in review, for an analyst who has put none aside."""

from dashboard.briefing.tray import Tray, TrayItem
from dashboard.selection import Selection

# Exhibit and the page it stands on (the Overview has no name in addresses), in reading order.
USUAL = (
    ("countries_side_by_side", ""),
    ("overview_map", ""),
    ("events_by_week", ""),
    ("covid_series", "covid_timeline"),
    ("protests_day_by_day", "protests_and_arrests"),
    ("people_reported", "protests_and_arrests"),
    ("sentences", "protests_and_arrests"),
    ("currency_series", "currency"),
    ("coverage_topics", "about_the_data"),
)


def usual_tray(selection: Selection) -> Tray:
    """Return the usual nine charts with the filters of a selection."""
    query = tuple(selection.to_query().items())
    return Tray(items=tuple(TrayItem(name, page, query) for name, page in USUAL))
