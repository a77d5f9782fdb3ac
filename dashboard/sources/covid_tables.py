"""COVID-19 totals of many countries as long tables: Our World in Data, WHO, the Data Hub.

A row is a country on a day. Running totals are read, never new counts; a blank stays blank.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dashboard.sources.format import Format, Origin, covid_format
from dashboard.sources.reading.days import WrongDay, day_column, named_columns, read_day
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.numbers import text_of
from dashboard.sources.reading.outcomes import Choices, Elsewhere, LeftOut, Lost, Outcome, Refused
from dashboard.sources.reading.places import FIVE, country_code
from dashboard.sources.reading.tables import Record, column_names, records
from dashboard.sources.reading.totals import Total, rows_of_totals
from dashboard.wording import say


@dataclass(frozen=True)
class Layout:
    """The columns of a table, in small letters; `new` are the new counts beside the totals.

    `level` tells 1 for a whole country.
    """

    country: str
    day: str
    cases: str
    deaths: str
    new: tuple[str, ...] = ()
    level: str = ""
    sign: str = ""  # a column that is only asked for to know the layout by

    @property
    def known_by(self) -> frozenset[str]:
        """The columns that a file of this layout cannot lack."""
        needed = (self.country, self.day, self.cases, self.deaths, self.level, self.sign)
        return frozenset(filter(None, needed))


OWID = Layout("iso_code", "date", "total_cases", "total_deaths", ("new_cases", "new_deaths"))
OWID_COMPACT = Layout(
    *("code", "date", "total_cases", "total_deaths"), ("new_cases", "new_deaths"), sign="continent"
)
WHO = Layout(
    *("country_code", "date_reported", "cumulative_cases", "cumulative_deaths"),
    ("new_cases", "new_deaths"),
)
WHO_APRIL_2020 = Layout("country", "day", "cumulativeconfirmed", "cumulativedeaths")
HUB = Layout("iso_alpha_3", "date", "confirmed", "deaths", level="administrative_area_level")
OF_OWID = Origin(
    source_id="owid",
    title="Coronavirus pandemic data set",
    publisher="Our World in Data",
    address="https://ourworldindata.org/coronavirus",
    licence="CC BY 4.0",
    attribution="Our World in Data, CC BY 4.0, and the source that it names",
    may_be_passed_on=True,
)
OF_WHO = Origin(
    source_id="who",
    title="COVID-19 dashboard: cases and deaths reported to WHO",
    publisher="World Health Organization",
    address="https://data.who.int/dashboards/covid19/data",
    licence="WHO's terms",
    attribution="World Health Organization, COVID-19 dashboard, under WHO's terms",
    may_be_passed_on=True,
)
OF_HUB = Origin(
    source_id="covid19datahub",
    title="COVID-19 Data Hub",
    publisher="COVID-19 Data Hub (Guidotti and Ardia)",
    address="https://covid19datahub.io",
    licence="as each of its sources says",
    attribution="COVID-19 Data Hub, covid19datahub.io (Guidotti and Ardia 2020)",
    may_be_passed_on=True,
)


def _reader(layouts: tuple[Layout, ...], origin: Origin) -> Callable[..., Iterator[Outcome]]:
    def read(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
        layout = _layout_of(file, layouts)
        if layout is None:
            yield Refused(Lost.FILE, 0, "", "", "unknown_format")
            return
        yield from rows_of_totals(_totals(file, layout, choices), origin.source_id)

    return read


def _recogniser(layouts: tuple[Layout, ...], name: str) -> Callable[[SourceFile], str]:
    def recognise(file: SourceFile) -> str:
        layout = _layout_of(file, layouts)
        if layout is None:
            return ""
        return say(
            "it has the columns {day}, {cases} and {deaths} of {name}",
            day=layout.day,
            cases=layout.cases,
            deaths=layout.deaths,
            name=name,
        )

    return recognise


def _layout_of(file: SourceFile, layouts: tuple[Layout, ...]) -> Layout | None:
    names = column_names(file)
    return next((each for each in layouts if each.known_by <= names), None)


def _totals(file: SourceFile, layout: Layout, choices: Choices) -> Iterator[Total | Outcome]:
    names = named_columns(file)
    day, level = names[layout.day], names.get(layout.level, "")
    order, questions = day_column(file, day, choices)
    yield from questions
    for record in records(file):
        if not isinstance(record, Record):
            yield record
        elif (code := country_code(record[names[layout.country]])) not in FIVE:
            yield Elsewhere(record.row)
        elif level and text_of(record[level]) != "1":
            yield LeftOut(record.row, "part_of_country")
        else:
            try:
                when = read_day(record[day], order)
            except WrongDay as fault:
                yield Refused(Lost.ROW, record.row, day, text_of(record[day]), str(fault))
                continue
            cells = {
                ours: (names[column], record[names[column]])
                for ours, column in (("total_cases", layout.cases), ("total_deaths", layout.deaths))
            }
            new = tuple(record[names[column]] for column in layout.new if column in names)
            yield Total(record.row, code, when, cells, new)


def _format(key: str, name: str, layouts: tuple[Layout, ...], origin: Origin) -> Format:
    cases = say("Confirmed cases since the start, as {name} has them.", name=origin.publisher)
    deaths = say("Reported deaths since the start, as {name} has them.", name=origin.publisher)
    return covid_format(
        key,
        name,
        origin,
        (cases, deaths),
        _recogniser(layouts, origin.publisher),
        _reader(layouts, origin),
    )


FORMATS = (
    _format("owid", "Our World in Data, COVID-19", (OWID, OWID_COMPACT), OF_OWID),
    _format("who", "World Health Organization, COVID-19", (WHO, WHO_APRIL_2020), OF_WHO),
    _format("covid19datahub", "COVID-19 Data Hub", (HUB,), OF_HUB),
)
