"""Currency rates in other people's formats, each with its trap, in files made here."""

from datetime import date
from pathlib import Path

import pytest
import source_files
from source_files import Reading

from dashboard.sources.reading.outcomes import Choices

CHOICES = Choices(retrieved=date(2026, 11, 29))
Rate = tuple[object, ...]


def read(
    folder: Path, name: str, text: str, choices: Choices = CHOICES, encoding: str = "utf-8"
) -> tuple[str, Reading]:
    """Return what a file is taken for, and what it gives."""
    return source_files.read(folder, text.encode(encoding), name, choices)


def rates(reading: Reading) -> list[Rate]:
    """Return day, currency, dollars a unit, digits, units a dollar where the file has them."""
    return [
        (
            str(row["date"]),
            row["currency"],
            row["rate_text"],
            row["significant_digits"],
            row["units_text"],
        )
        for row in reading.table("rates")
    ]


def faults(reading: Reading) -> list[tuple[int, str, str, str]]:
    return [(each.row, each.column, each.value, each.rule) for each in reading.refused]


def valute(code: str, nominal: str, value: str) -> str:
    return (
        f"<Valute><CharCode>{code}</CharCode><Nominal>{nominal}</Nominal>"
        f"<Name>рубль</Name><Value>{value}</Value></Valute>"
    )


def test_roubles_for_so_many_units_go_by_way_of_the_dollar(tmp_path: Path) -> None:
    """12.9316 roubles for 100 tenge, 56.7714 for a dollar: 0.00227784 dollars a tenge."""
    items = (valute("AUD", "1", "39,8213"), valute("USD", "1", "56,7714"),
             valute("KZT", "100", "12,9316"), valute("UZS", "10000", "52,0"))  # fmt: skip
    text = (
        '<?xml version="1.0" encoding="windows-1251"?>'
        f'<ValCurs Date="16.06.2022">{"".join(items)}</ValCurs>'
    )
    key, reading = read(tmp_path, "daily.xml", text, encoding="windows-1251")
    assert key == "cbr_xml"
    assert rates(reading) == [
        ("2022-06-16", "KZT", "0.00227784", 6, None),
        # 52.0 has three digits, and so has what is made of it.
        ("2022-06-16", "UZS", "0.0000916", 3, None),
    ]
    assert [each.row for each in reading.elsewhere] == [1, 2]


def test_the_bank_of_tajikistan_has_the_same_shape_and_its_own_somoni(tmp_path: Path) -> None:
    items = valute("USD", "1", "10.3084"), valute("RUB", "1", "0.1474"), valute("KZT", "10", "0.25")
    text = f'<?xml version="1.0"?><ValCurs Date="2020-06-30">{"".join(items)}</ValCurs>'
    key, reading = read(tmp_path, "export.xml", text)
    assert key == "nbt_xml"
    assert rates(reading) == [
        ("2020-06-30", "TJS", "0.0970083", 6, "10.3084"),
        ("2020-06-30", "KZT", "0.0024", 2, None),
    ]


def test_without_the_dollar_no_rate_can_be_worked_out(tmp_path: Path) -> None:
    text = f'<ValCurs Date="16.06.2022">{valute("KZT", "100", "12,9316")}</ValCurs>'
    _, reading = read(tmp_path, "daily.xml", text)
    assert faults(reading) == [(1, "Value", "12,9316", "no_dollar")]


def test_tenge_for_so_many_units_and_the_tenges_own_rate_is_the_dollars_turned(
    tmp_path: Path,
) -> None:
    def item(code: str, value: str, quant: str, day: str = "14.06.16") -> str:
        return (
            f"<item><title>{code}</title><pubDate>{day}</pubDate>"
            f"<description>{value}</description><quant>{quant}</quant></item>"
        )

    items = item("USD", "338.62", "1") + item("UZS", "11.52", "100") + item("KGS", "n/a", "1")
    key, reading = read(tmp_path, "rates.xml", f"<rss><channel>{items}</channel></rss>")
    assert key == "nbk_rss"
    assert rates(reading) == [
        ("2016-06-14", "KZT", "0.0029532", 5, "338.62"),
        ("2016-06-14", "UZS", "0.0003402", 4, None),
    ]
    assert faults(reading) == [(3, "Value", "n/a", "not_a_number")]
    # The newer feed is dated as a whole.
    newer = item("USD", "447.25", "1", "")
    _, dated = read(tmp_path, "rates.xml", f"<rates><date>31.05.2024</date>{newer}</rates>")
    assert rates(dated) == [("2024-05-31", "KZT", "0.0022359", 5, "447.25")]


def test_som_for_a_unit_with_a_decimal_comma(tmp_path: Path) -> None:
    text = """<?xml version="1.0" encoding="windows-1251" ?>
<CurrencyRates Name="Daily Exchange Rates" Date="11.06.2020">
<Currency ISOCode="USD"><Nominal>1</Nominal><Value>74,8816</Value></Currency>
<Currency ISOCode="KZT"><Nominal>1</Nominal><Value>0,1868</Value></Currency>
</CurrencyRates>"""
    key, reading = read(tmp_path, "daily.xml", text)
    assert key == "nbkr_xml"
    assert rates(reading) == [
        ("2020-06-11", "KGS", "0.0133544", 6, "74.8816"),
        ("2020-06-11", "KZT", "0.002495", 4, None),
    ]


def test_soum_for_units_as_text(tmp_path: Path) -> None:
    text = """[{"Ccy": "USD", "Nominal": "1", "Rate": "12647.33", "Date": "14.06.2024"},
 {"Ccy": "VND", "Nominal": "10", "Rate": "4.97", "Date": "14.06.2024"},
 {"Ccy": "KZT", "Nominal": "1", "Rate": "28.02", "Date": "14.06.2024"},
 {"Ccy": "TJS", "Nominal": "1", "Rate": "1186.05", "Date": "31.06.2024"}, 7]"""
    key, reading = read(tmp_path, "cbu.json", text)
    assert key == "cbu_json"
    assert rates(reading) == [
        ("2024-06-14", "UZS", "0.00007906807", 7, "12647.33"),
        ("2024-06-14", "KZT", "0.002215", 4, None),
    ]
    assert faults(reading) == [(4, "Date", "31.06.2024", "not_a_date")]


HEADER = '"Date","Price","Open","High","Low","Vol.","Change %"'


def prices(*rows: tuple[str, str]) -> str:
    told = [f'"{day}","{price}","1","1","1","","0.52%"' for day, price in rows]
    return "\ufeff" + "\n".join([HEADER, *told]) + "\n"


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("31/01/2022", "09/01/2022"), "2022-01-31"),
        (("01/31/2022", "01/09/2022"), "2022-01-31"),
        (("Jan 31, 2022", "Jan 09, 2022"), "2022-01-31"),
    ],
)
def test_investing_writes_its_days_three_ways_and_the_column_tells(
    tmp_path: Path, days: tuple[str, str], first: str
) -> None:
    text = prices((days[0], "440.501"), (days[1], "436.100"))
    key, reading = read(tmp_path, "USD_KZT Historical Data.csv", text)
    assert key == "investing"
    assert rates(reading) == [
        (first, "KZT", "0.00227014", 6, "440.501"),
        ("2022-01-09", "KZT", "0.00229305", 6, "436.100"),
    ]
    assert not reading.questions


def test_investing_has_thousands_and_the_pair_in_the_files_name_only(tmp_path: Path) -> None:
    text = prices(("12/29/2023", "12,308.59"))
    _, soum = read(tmp_path, "USD_UZS Historical Data (1).csv", text)
    assert rates(soum) == [("2023-12-29", "UZS", "0.00008124407", 7, "12308.59")]
    _, without = read(tmp_path, "download.csv", text)
    assert [each.choice for each in without.questions] == ["currency"]
    assert [each.rule for each in without.refused] == ["currency_in_name"]
    chosen = Choices(retrieved=CHOICES.retrieved, currency="UZS")
    assert rates(read(tmp_path, "download.csv", text, chosen)[1]) == rates(soum)
    _, turned = read(tmp_path, "UZS_USD Historical Data.csv", prices(("12/29/2023", "0.0000812")))
    assert rates(turned) == [("2023-12-29", "UZS", "0.0000812", 3, None)]


def test_units_for_a_dollar_under_small_letters(tmp_path: Path) -> None:
    text = '{"date": "2024-06-14", "usd": {"eur": 0.93, "kgs": 87.40155218, "usd": 1}}'
    key, reading = read(tmp_path, "usd.json", text)
    assert key == "fawazahmed0_json"
    assert rates(reading) == [("2024-06-14", "KGS", "0.01144144440", 10, "87.40155218")]
    assert [(row.row, row.values["currency"]) for row in reading.rows["rates"]] == [(2, "KGS")]
    euro = '{"date": "2024-06-14", "eur": {"kgs": 93.5, "usd": 1.07}}'
    # 93.5 som and 1.07 dollars a euro, three digits.
    assert rates(read(tmp_path, "eur.json", euro)[1]) == [("2024-06-14", "KGS", "0.0114", 3, None)]
    wrong = '{"date": "soon", "usd": {"kgs": 87.4, "usd": 1}}'
    assert faults(read(tmp_path, "usd.json", wrong)[1]) == [(0, "date", "soon", "not_a_date")]


def test_a_column_a_currency_with_blanks_and_one_in_dollars(tmp_path: Path) -> None:
    text = """date,KZT,KGS,UZS
2020-06-01,400.16,75.0982,0.00009911058
2020-06-02,403.40,-,0.00009866263
2020-06-03,,74.4147,0.00009894280
nosuchday,1,1,1
"""
    key, reading = read(tmp_path, "rates.csv", text)
    assert key == "rates_wide"
    assert rates(reading) == [
        ("2020-06-01", "KZT", "0.0024990", 5, "400.16"),
        ("2020-06-02", "KZT", "0.0024789", 5, "403.40"),
        ("2020-06-01", "KGS", "0.0133159", 6, "75.0982"),
        ("2020-06-03", "KGS", "0.0134382", 6, "74.4147"),
        ("2020-06-01", "UZS", "0.00009911058", 7, None),
        ("2020-06-02", "UZS", "0.00009866263", 7, None),
        ("2020-06-03", "UZS", "0.00009894280", 7, None),
    ]
    assert faults(reading) == [(5, "date", "nosuchday", "not_a_date")]


ODD = """date,KZT,KGS,UZS
2020-06-01,402.11,75.2269,0.000098
2020-06-02,40344,74.9402,0.000099
2020-06-03,402.03,0.0133421,10150
2020-06-04,4.03,75.1139,0.000097
2020-06-05,403.25,999999,0.000098
"""


def test_a_rate_a_hundred_times_off_or_turned_over_is_offered_and_not_changed(
    tmp_path: Path,
) -> None:
    _, reading = read(tmp_path, "rates.csv", ODD)
    told = [
        (each.row, each.column, each.value, each.rule, each.offer, each.meant)
        for each in reading.refused
    ]
    assert told == [
        (3, "KZT", "40344", "rate_jump", "rate_jump", "403.44"),
        (5, "KZT", "4.03", "rate_jump", "rate_jump", "403"),
        (4, "KGS", "0.0133421", "rate_inverted", "rate_inverted", "74.9507"),
        (6, "KGS", "999999", "rate_jump", "", ""),
        (4, "UZS", "10150", "rate_inverted", "rate_inverted", "10150"),
    ]
    assert len(rates(reading)) == 15 - 5


def test_an_offer_that_is_accepted_is_read_so(tmp_path: Path) -> None:
    accepted = frozenset({"rate_jump", "rate_inverted"})
    choices = Choices(retrieved=CHOICES.retrieved, accepted=accepted)
    _, reading = read(tmp_path, "rates.csv", ODD, choices)
    assert faults(reading) == [(6, "KGS", "999999", "rate_jump")]
    loaded = {(day, code): (text, units) for day, code, text, _, units in rates(reading)}
    assert loaded["2020-06-02", "KZT"] == ("0.0024787", "403.44")
    assert loaded["2020-06-04", "KZT"] == ("0.00248", "403")
    assert loaded["2020-06-03", "KGS"] == ("0.0133421", None)
    assert loaded["2020-06-03", "UZS"] == ("0.000098522", "10150")


def test_a_single_day_is_held_against_what_the_currency_can_have_cost(tmp_path: Path) -> None:
    items = valute("USD", "1", "56,7714"), valute("KZT", "1", "12,9316")
    text = f'<ValCurs Date="16.06.2022">{"".join(items)}</ValCurs>'
    _, reading = read(tmp_path, "daily.xml", text)
    # 4.39 tenge a dollar: the nominal of 100 has been lost.
    assert [(each.row, each.rule) for each in reading.refused] == [(2, "rate_jump")]


def test_a_day_twice_with_another_rate_is_a_fault(tmp_path: Path) -> None:
    text = "date,KZT\n2020-06-01,402.11\n2020-06-01,402.11\n2020-06-01,403\n"
    _, reading = read(tmp_path, "rates.csv", text)
    assert len(rates(reading)) == 1
    assert faults(reading) == [(4, "KZT", "403", "repeated_key")]


@pytest.mark.parametrize("cell", ["0", "-3", "nan", "1e999999", "inf", "1,2,3", "1_0"])
def test_what_is_no_rate_is_a_fault(tmp_path: Path, cell: str) -> None:
    text = f'date,KZT,KGS\n2020-06-01,"{cell}",75.1\n'
    _, reading = read(tmp_path, "rates.csv", text)
    assert [code for _, code, *_ in rates(reading)] == ["KGS"]
    if cell != "nan":  # "nan" is one of the words for nothing
        assert [each.column for each in reading.refused] == ["KZT"]
