"""Countries by any of their names and codes."""

from functools import lru_cache

import pycountry

from dashboard.sources.reading.files import Cell
from dashboard.spellings import folded
from dashboard.vocabulary import COUNTRIES

FIVE = tuple(COUNTRIES)
# Names that ISO 3166 does not have: Russian, older, and in the five's own languages.
OTHER_NAMES = {
    "KAZ": "казахстан;республика казахстан;қазақстан;qazaqstan;kazakstan;рк",
    "KGZ": "киргизия;кыргызстан;киргизстан;кыргызская республика;kyrgyz republic;kirghizia;"
    "kirgizstan;kyrgyzstan;қырғызстан;кр",
    "TJK": "таджикистан;республика таджикистан;тоҷикистон;tojikiston;tadjikistan;tadzhikistan;рт",
    "TKM": "туркмения;туркменистан;türkmenistan;turkmenia",
    "UZB": "узбекистан;республика узбекистан;ўзбекистон;oʻzbekiston;o'zbekiston;o‘zbekiston;"
    "ozbekiston;рузб",
    "AFG": "афганистан",
    "AZE": "азербайджан",
    "CHN": "китай;кнр",
    "RUS": "россия;российская федерация;рф;russia",
    "TUR": "турция;turkey",
    "IRN": "иран;iran",
    "USA": "сша;us",
}
# Numbers of other lists than ISO's; Gleditsch and Ward's, and the Global Terrorism Database's.
GWNO = {"705": "KAZ", "703": "KGZ", "702": "TJK", "701": "TKM", "704": "UZB", "700": "AFG"}
GTD = {"103": "KAZ", "107": "KGZ", "202": "TJK", "210": "TKM", "219": "UZB", "4": "AFG"}
FIPS = {"KZ": "KAZ", "KG": "KGZ", "TI": "TJK", "TX": "TKM", "UZ": "UZB"}


def country_code(cell: Cell) -> str:
    """Return the ISO 3166-1 alpha-3 code for a name or code; "" for none that we know.

    >>> country_code("Кыргызстан"), country_code("kg"), country_code("398"), country_code("Mars")
    ('KGZ', 'KGZ', 'KAZ', '')
    """
    return _known().get(" ".join(folded(str(cell or "")).replace("_", " ").split()), "")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    known: dict[str, str] = {}
    for each in pycountry.countries:
        names = (each.name, getattr(each, "common_name", ""), getattr(each, "official_name", ""))
        for name in (*names, each.alpha_2, each.alpha_3, each.numeric, each.numeric.lstrip("0")):
            if name:
                known[folded(name)] = each.alpha_3
    for code, names in OTHER_NAMES.items():
        known |= dict.fromkeys((folded(name) for name in names.split(";")), code)
    return known
