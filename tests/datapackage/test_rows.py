"""What the shipped rows say, read against their sources: hedges, bounds, places, words of notes."""

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd
import pytest
from made_words import ISSUES, STATE_RESPONSES
from shipped import shipped_package

from dashboard.__main__ import main
from dashboard.datapackage.store import SHIPPED_FOLDER, load_package
from dashboard.engine.ranking import OFFICES
from dashboard.schema import resources_by_name
from dashboard.values import Qualifier
from dashboard.vocabulary import (
    COUNTRIES,
    CURRENCIES,
    EVENT_TYPES,
    MEASURES,
    RATE_KINDS,
    REGION,
    STATUSES,
)

PACKAGE = shipped_package()
EVENTS = PACKAGE.table("events").set_index("event_id")
FIGURES = PACKAGE.table("figures").set_index("figure_id")
BREAKS = PACKAGE.table("covid_breaks")
HEDGES = ("reportedly", "claimed", "alleged", "expected")
# What a count of COVID-19 leaves out by its own definition.
EXCLUDED = ("asymptomatic", "pneumonia", "other causes")
# When on its day a count was taken, where no clock time is given.
TIMES_READ = ("morning", "midday", "evening", "part of the day", "end of day")
# What a title says instead of the bare hedge.
SAID = {
    "reportedly": r"\breportedly\b",
    "alleged": r"\balleged\b",
    "claimed": r"\b(say|says|said|complain)\b",
    "expected": r"\bexpected\b",
}


def values(table: pd.DataFrame, column: str) -> set[str]:
    return set(table[column].dropna())


FIELDS = {
    (name, field["name"]): field.get("constraints", {})
    for name, resource in resources_by_name(PACKAGE.descriptor).items()
    for field in resource["schema"]["fields"]
}


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("events", "event_type", EVENT_TYPES),
        (
            "events",
            "sub_event_type",
            {sub for own in EVENT_TYPES.values() for sub in own.sub_types},
        ),
        ("events", "status", STATUSES),
        ("events", "issue", ISSUES),
        ("events", "state_response", STATE_RESPONSES),
        ("events", "office_held", tuple(OFFICES)),
        ("events", "country", (*COUNTRIES, REGION)),
        ("figures", "qualifier", tuple(Qualifier)),
        ("countries", "currency", CURRENCIES),
        ("rates", "currency", CURRENCIES),
        ("rates", "kind", RATE_KINDS),
        ("official_rates", "currency", CURRENCIES),
    ],
)
def test_the_data_allows_the_words_that_the_code_knows(
    table: str, column: str, words: Collection[str]
) -> None:
    assert set(FIELDS[table, column]["enum"]) == {*words}


def test_the_table_for_postgresql_has_the_columns_of_the_events(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = SHIPPED_FOLDER / "events.csv"
    assert main(["postgres", str(file)]) == 0
    text = capsys.readouterr().out
    body = text.partition("create table events (\n")[2].partition("\n);")[0]
    lines = [line.strip().rstrip(",") for line in body.splitlines()]
    header = file.read_text("utf-8").partition("\n")[0].split(",")
    assert [line.split()[0] for line in lines] == header
    for line in (
        "event_id text primary key",
        "event_date date not null",
        "end_date date",
        "latitude double precision",
        "acled_eligible boolean",
        "char_end integer",
    ):
        assert line in lines
    assert main(["postgres"]) == 0
    assert "reported_by text" in capsys.readouterr().out
    # What cannot be is said with its row and columns, and no statement is printed.
    for header, words in (
        ("event_id,event_date,event_type,country,mood", "not part of the schema: mood"),
        ("event_id,country", "missing: event_date, event_type"),
    ):
        (tmp_path / "events.csv").write_text(f"{header}\n")
        assert main(["postgres", str(tmp_path / "events.csv")]) == 2
        told = capsys.readouterr()
        assert "row 1" in told.err and words in told.err and not told.out
    assert main(["postgres", str(tmp_path / "nowhere.csv")]) == 2


def test_hedges_exclusions_and_hours_are_of_their_closed_lists() -> None:
    fields = FIELDS
    for table in ("events", "figures"):
        assert tuple(fields[table, "hedge"]["enum"]) == HEDGES
    assert set(fields["figures", "measure"]["enum"]) == set(MEASURES)
    assert values(EVENTS, "hedge") | values(FIGURES, "hedge") == set(HEDGES)
    parts = {part for words in values(FIGURES, "excludes") for part in words.split(";")}
    assert parts <= set(EXCLUDED) and parts == {"pneumonia", "other causes"}
    assert values(BREAKS, "adds") <= set(EXCLUDED)
    hours = {each for each in values(FIGURES, "read_at") if re.fullmatch(r"\d\d:\d\d", each)}
    assert values(FIGURES, "read_at") - hours == set(TIMES_READ)
    for word in (*TIMES_READ, "13:00"):
        assert re.fullmatch(fields["figures", "read_at"]["pattern"], word)
    for word in ("25:00", "noon", "10:0"):
        assert not re.fullmatch(fields["figures", "read_at"]["pattern"], word)
    assert re.fullmatch(fields["figures", "excludes"]["pattern"], ";".join(EXCLUDED))


def test_a_title_carries_its_hedge() -> None:
    hedged = EVENTS[EVENTS["hedge"].notna()]
    assert len(hedged) == 13
    for title, hedge in zip(hedged["title"], hedged["hedge"], strict=True):
        assert re.search(SAID[hedge], title, re.IGNORECASE), title
    told = EVENTS["title"].str.contains("reportedly")
    assert EVENTS.loc[told, "hedge"].eq("reportedly").all()


@pytest.mark.parametrize(
    ("event", "column", "value"),
    [
        ("KAZ-2020-06-06-02", "hedge", "reportedly"),
        ("TKM-2020-06-26-52", "hedge", "reportedly"),
        ("UZB-2020-06-01-52", "hedge", "reportedly"),
        ("TKM-2020-04-27-82", "hedge", "claimed"),
        ("KAZ-2024-04-06-01", "hedge", "alleged"),
        # The consulate's attempt is only reported, so nothing is known to have been disrupted.
        ("TKM-2020-06-26-51", "state_response", "none reported"),
        ("UZB-2020-08-01-52", "hedge", "expected"),
        # Titles no stronger than the text.
        (
            "KGZ-2013-01-01-01",
            "title",
            "Convict Batukayev freed early, ostensibly because of his health",
        ),
        (
            "TJK-2020-05-23-51",
            "title",
            "Rushan residents protest against the persecution of three teenagers",
        ),
        ("KAZ-2020-04-01-01", "title", "Khasenov arrested on charges of insulting Nazarbayev"),
        ("KGZ-2019-12-01-01", "title", "Isakov sentenced over the Bishkek power plant project"),
        # Nobody is named who made these arrests.
        ("KAZ-2020-06-06-02", "actor1", None),
        ("TKM-2020-06-16-51", "actor1", None),
        ("TKM-2020-06-26-52", "actor1", None),
        ("KAZ-2020-04-01-01", "actor1", None),
        ("TJK-2020-06-01-53", "actor1", None),
        ("TJK-2020-05-01-54", "actor1", None),
        ("KGZ-2018-06-01-01", "actor1", None),
        ("TJK-2024-03-22-02", "actor1", None),
        # Neither court nor halls are placed by the text.
        ("KGZ-2020-06-09-01", "actor1", "Pervomaysky District Court"),
        ("KGZ-2020-06-23-01", "actor1", "Pervomaysky District Court"),
        ("KGZ-2020-06-09-01", "geo_precision", 2),
        ("KGZ-2020-06-23-01", "geo_precision", 2),
        ("KAZ-2020-06-01-01", "geo_precision", 2),
        ("KAZ-2020-06-01-01", "title", "Hospital beds added in Almaty Arena and Halyk Arena"),
        # Where somebody lives or holds office is not where the text has it happen.
        ("UZB-2020-06-01-52", "geo_precision", 2),
        ("UZB-2020-06-01-53", "geo_precision", 2),
        ("TKM-2020-06-16-51", "geo_precision", 2),
        ("TJK-2020-06-08-51", "geo_precision", 2),
        ("TJK-2020-06-01-53", "geo_precision", 2),
        ("UZB-2024-06-06-02", "geo_precision", 2),
        ("TJK-2020-06-01-54", "latitude", None),
        ("TJK-2020-06-01-54", "location", None),
        # A fire on the highway, as in two other blockades.
        ("UZB-2019-12-01-21", "sub_event_type", "Violent demonstration"),
        ("UZB-2019-11-21-21", "sub_event_type", "Violent demonstration"),
        ("UZB-2020-12-27-21", "sub_event_type", "Violent demonstration"),
        # City hall officials are no private persons.
        (
            "TJK-2020-06-01-53",
            "acled_reason",
            "Arrest of local officials, below the ACLED threshold",
        ),
    ],
)
def test_an_event_says_what_its_source_does(event: str, column: str, value: object) -> None:
    found = EVENTS.loc[event].to_dict()[column]
    assert pd.isna(found) if value is None else found == value


def test_an_area_is_one_point_and_says_so() -> None:
    cyprus = EVENTS[EVENTS["location"].eq("Northern Cyprus")]
    assert len(cyprus) == 2
    assert len(cyprus[["latitude", "longitude", "geo_precision"]].drop_duplicates()) == 1
    assert cyprus["geo_precision"].eq(3).all()


@pytest.mark.parametrize(
    ("figure", "column", "value"),
    [
        ("cabar-2020-06:26:1", "hedge", "reportedly"),
        ("cabar-2020-06:134:1", "hedge", "reportedly"),
        ("cabar-2020-06:176:1", "hedge", "reportedly"),
        ("cabar-2020-06:63:1", "hedge", "claimed"),
        ("timesca-2024-06:58:1", "hedge", "expected"),
        # The page has 87,644; that it is a slip is the note's to say.
        ("tajikistan-news-gazette-2020-07-29:3", "as_reported", "87,644"),
        ("tajikistan-news-gazette-2020-07-29:3", "best", 87644),
        ("cabar-2020-06:33:1", "note", None),
        # Russia's dead.
        ("timesca-2024-04:23:1", "country", "REG"),
        ("cabar-2020-06:148:1", "measure", "quantity"),
        ("who-europe-2020-07-16-tkm:1", "measure", "quantity"),
        ("the-news-pk-2019-09-20:2", "measure", "sentence_length"),
        ("the-news-pk-2019-09-20:1", "measure", "sentenced"),
        ("perild-2023-03-17:2", "measure", "sentenced"),
        # Totals of the days before the page's.
        ("trend-2021-06-22-tjk:1", "as_of", pd.Timestamp("2021-06-20")),
        ("rferl-2020-05-05:4", "as_of", pd.Timestamp("2020-05-04")),
        ("diplomat-2020-03:1", "as_reported", ""),
        ("24kg-2024-01-16:1", "as_reported", "11"),
        # As the headlines of the pages have it.
        ("rferl-2020-03-01:1", "as_reported", "some 80"),
        ("urdupoint-2019-09-23:2", "as_reported", "About 100"),
        ("24kg-2020-10-09:1", "as_reported", "Seven"),
        ("24kg-2020-03-28-kgz:2", "as_reported", "not registered"),
        ("asiaplus-2018-11-14:2", "hedge", "reportedly"),
        ("asiaplus-2019-12-18:1", "hedge", "reportedly"),
        ("24kg-2020-01-10:1", "hedge", "reportedly"),
        ("tajikistan-news-gazette-2021-01-18-tjk:1", "hedge", "reportedly"),
        ("trend-2020-05-01-kaz:1", "read_at", "13:00"),
        ("super-kg-2020-09-20-uzb:1", "read_at", "part of the day"),
        ("trend-2021-12-29-uzb:1", "read_at", "end of day"),
        ("cabar-2020-10:1", "excludes", "pneumonia"),
        ("cabar-2020-07:2", "excludes", "other causes"),
        ("24kg-2020-09-11-kgz:1", "excludes", None),
    ],
)
def test_a_figure_says_what_its_source_does(figure: str, column: str, value: object) -> None:
    found = FIGURES.loc[figure].to_dict()[column]
    assert pd.isna(found) if value is None else found == value


def test_the_words_of_a_figure_are_never_put_together() -> None:
    by_address = FIGURES[FIGURES["paragraph"].isna()]
    composed = by_address["as_reported"].str.contains(r"\d[-–+]", na=False)
    assert by_address.index[composed].tolist() == []


def test_words_of_an_estimate_say_that_it_is_one() -> None:
    about = FIGURES.loc[FIGURES["qualifier"].eq("about"), "as_reported"].fillna("")
    assert about.index[about.str.fullmatch(r"[\d., ]+")].tolist() == []


def test_a_length_of_time_is_no_count() -> None:
    assert set(FIGURES.loc[FIGURES["measure"].eq("count"), "unit"]) == {"item", "person"}


def test_notes_are_for_the_reader() -> None:
    """No footnote numbers, keys, columns or commands to the desk in what is shown."""
    desk = re.compile(
        r"footnote|as_of|\bnumeral|coded|do not (add|show)|never add|series (day|equal)|"
        r"paragraph \d|printed",
        re.IGNORECASE,
    )
    keys = re.compile(r"\b(timesca|cabar|mid-russia)-\d{4}|\b(KAZ|KGZ|TJK|TKM|UZB|TUR|CYP)\b")
    shown = pd.concat([EVENTS["notes"], EVENTS["title"], FIGURES["note"], FIGURES["definition"]])
    wrong = [text for text in shown.dropna() if desk.search(text) or keys.search(text)]
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "country", "series"),
    [
        ("2021-02-06", "KAZ", "total_cases"),
        ("2021-05-18", "KAZ", "total_cases"),
        ("2021-08-01", "KAZ", "total_cases"),
        ("2020-07-23", "KGZ", "total_deaths"),
    ],
)
def test_a_step_of_several_days_is_known(day: str, country: str, series: str) -> None:
    daily = PACKAGE.table("covid_daily").set_index(["iso_code", "date"])[series]
    row = BREAKS[BREAKS["date"].eq(day) & BREAKS["iso_code"].eq(country)].iloc[0]
    when = pd.Timestamp(day)
    step = daily[country, when] - daily[country, when - pd.Timedelta(days=1)]
    assert (row["kind"], row["change"]) == ("reporting", step)


@pytest.mark.parametrize(
    ("first", "last", "country"),
    [("2021-09-14", "2021-10-21", "TJK"), ("2021-11-23", "2022-01-23", "TJK"),
     ("2022-05-02", "2022-06-14", "KGZ")],
)  # fmt: skip
def test_a_flat_run_is_known_from_its_first_day_to_its_last(
    first: str, last: str, country: str
) -> None:
    daily = PACKAGE.table("covid_daily")
    own = daily[daily["iso_code"].eq(country)].set_index("date")["total_cases"].diff()
    assert own[first:last].eq(0).all()
    a_day = pd.Timedelta(days=1)
    before, after = pd.Timestamp(first) - a_day, pd.Timestamp(last) + a_day
    assert own[before] > 0
    assert own[after] > 0
    kept = BREAKS["date"].eq(first) & BREAKS["end_date"].eq(last) & BREAKS["iso_code"].eq(country)
    assert BREAKS.loc[kept, "kind"].tolist() == ["reporting"]


def test_a_column_that_is_not_there_is_blank_and_a_former_name_is_known(tmp_path) -> None:
    """A package made before hedges and remarks to the desk were columns is read as it is."""
    new = {"hedge", "coder_note", "read_at", "excludes", "label", "adds"}
    for resource in resources_by_name(PACKAGE.descriptor).values():
        text = pd.read_csv(PACKAGE.folder / resource["path"], dtype=str, keep_default_na=False)
        text = text.drop(columns=new & set(text.columns)).rename(
            columns={"as_reported": "as_printed"}
        )
        text.to_csv(tmp_path / resource["path"], index=False)

    old = load_package(tmp_path)
    assert old.faults == ()
    assert old.unavailable == {}
    assert old.table("events")["hedge"].isna().all()
    assert old.table("figures")["as_reported"].tolist() == FIGURES["as_reported"].tolist()


def test_every_series_is_described_and_has_its_source() -> None:
    series = PACKAGE.table("series")
    used = {
        ("covid_daily", column, source)
        for column in ("total_cases", "total_deaths")
        for source in PACKAGE.table("covid_daily")["source_id"].unique()
    }
    rates = PACKAGE.table("rates")[["kind", "source_id"]].drop_duplicates()
    used |= {("rates", kind, source) for kind, source in rates.itertuples(index=False, name=None)}
    levels = PACKAGE.table("stringency")["source_id"].unique()
    used |= {("stringency", "stringency_index", source) for source in levels}
    used |= {
        ("covid_provinces", column, source)
        for column in ("total_cases", "total_deaths", "total_recovered")
        for source in PACKAGE.table("covid_provinces")["source_id"].unique()
    }
    told = series[["table", "measure", "source_id"]].itertuples(index=False, name=None)
    assert set(told) == used


def test_the_manat_alone_has_an_official_rate() -> None:
    (row,) = PACKAGE.table("official_rates").to_dict("records")
    assert (row["currency"], row["units_per_usd"]) == ("TMT", 3.5)
    assert row["valid_from"] == pd.Timestamp("2015-01-01")
    assert pd.isna(row["valid_to"])


def test_a_table_that_a_package_may_lack_is_empty(tmp_path) -> None:
    for resource in resources_by_name(PACKAGE.descriptor).values():
        if not resource.get("optional"):
            file = tmp_path / resource["path"]
            file.write_bytes((PACKAGE.folder / resource["path"]).read_bytes())
    old = load_package(tmp_path)
    assert (old.faults, old.unavailable) == ((), {})
    for name in ("series", "official_rates"):
        assert old.table(name).empty
        assert list(old.table(name)) == list(PACKAGE.table(name))


def test_the_rates_are_what_their_sources_give() -> None:
    """Every cross rate is its two rates again; every month end is one; no step is tenfold."""
    rates = PACKAGE.table("rates")
    crossed = rates[rates["kind"].isin(["cross", "month_start"])]
    parts = (
        crossed["note"]
        .str.extract(r"([\d.]+) a US dollar, ([\d.]+) (a|for 10) ")
        .astype({0: "float64", 1: "float64"})
    )
    units = parts[0] / parts[1] * parts[2].map({"a": 1, "for 10": 10})
    told = crossed["units_text"].astype("float64")
    assert len(crossed) == 1020 + 443 + 1015 + 417
    assert ((units / told - 1).abs() <= 0.5 / 10 ** (crossed["significant_digits"] - 1)).all()
    ends = rates[rates["kind"].eq("month_end")]
    assert len(ends) == 275 and ends["date"].dt.is_month_end.all()
    starts = rates[rates["kind"].eq("month_start")]
    assert starts["date"].dt.day.eq(1).all()
    ordered = rates.sort_values(["currency", "date"], kind="stable")
    steps = ordered.groupby("currency")["usd_per_unit"].pct_change().abs()
    assert steps[ordered["kind"].ne("ticker")].max() < 0.2
