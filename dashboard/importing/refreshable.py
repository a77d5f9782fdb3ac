"""The sources that can be refreshed: a row each, and the settings that change a row."""

from dataclasses import dataclass

from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import setting_in, settings_in

SETTING = "CENTRAL_ASIA_MONITOR_REFRESH_"
ACCOUNT = ("CENTRAL_ASIA_MONITOR_ACLED_USERNAME", "CENTRAL_ASIA_MONITOR_ACLED_PASSWORD")
JHU = (
    "https://raw.githubusercontent.com/CSSEGISandData/COVID-19/master/csse_covid_19_data"
    "/csse_covid_19_time_series/time_series_covid19_"
)


@dataclass(frozen=True)
class Refreshable:
    """A source that can be refreshed: its name, its format, its addresses, whether by an account.

    `{day}` in an address, with a format of Python's, stands for each day since the last refresh.
    """

    key: str
    format: str
    addresses: tuple[str, ...]
    wants_account: bool = False

    @property
    def setting(self) -> str:
        """The setting that changes its addresses."""
        return f"{SETTING}{self.key.upper()}"


REFRESHABLE = (
    Refreshable("acled", "acled", ("https://acleddata.com",), wants_account=True),
    Refreshable(
        "owid",
        "owid",
        ("https://catalog.ourworldindata.org/garden/covid/latest/compact/compact.csv",),
    ),
    Refreshable("jhu", "jhu_wide", (f"{JHU}confirmed_global.csv", f"{JHU}deaths_global.csv")),
    Refreshable(
        "who",
        "who",
        (
            "https://srhdpeuwpubsa.blob.core.windows.net/whdh/COVID"
            "/WHO-COVID-19-global-daily-data.csv",
        ),
    ),
    Refreshable(
        "covid19datahub", "covid19datahub", ("https://storage.covid19datahub.io/level/1.csv",)
    ),
    Refreshable(
        "nbk", "nbk_rss", ("https://nationalbank.kz/rss/get_rates.cfm?fdate={day:%d.%m.%Y}",)
    ),
    Refreshable("nbkr", "nbkr_xml", ("https://www.nbkr.kg/XML/daily.xml",)),
    Refreshable(
        "cbu", "cbu_json", ("https://cbu.uz/en/arkhiv-kursov-valyut/json/all/{day:%Y-%m-%d}/",)
    ),
    Refreshable(
        "nbt",
        "nbt_xml",
        ("https://nbt.tj/en/kurs/export_xml.php?date={day:%Y-%m-%d}&export=xmlout",),
    ),
    Refreshable(
        "cbr", "cbr_xml", ("https://www.cbr.ru/scripts/XML_daily.asp?date_req={day:%d/%m/%Y}",)
    ),
    Refreshable(
        "fawazahmed0",
        "fawazahmed0_json",
        ("https://cdn.jsdelivr.net/npm/@fawazahmed0/currency-api@latest/v1/currencies/usd.json",),
    ),
)


def source_named(key: str) -> Refreshable:
    """Return a source by its name. Raises `KeyError`."""
    return {each.key: each for each in REFRESHABLE}[key]


def addresses_of(source: Refreshable) -> tuple[str, ...]:
    """Return the addresses in the environment, else in the secrets file, else the usual ones."""
    setting = setting_in(SHIPPED_FOLDER.parent, source.setting, "refresh", source.key)
    named = setting.split() if isinstance(setting, str) else setting
    return tuple(map(str, named)) if isinstance(named, list) and named else source.addresses


def acled_account() -> tuple[str, str] | None:
    """Return the name and password of ACLED's account: both from the environment, or one file."""
    asked = zip(ACCOUNT, ("acled", "acled"), ("username", "password"), strict=True)
    username, password = settings_in(SHIPPED_FOLDER.parent, *asked)
    return (str(username), str(password)) if username and password else None
