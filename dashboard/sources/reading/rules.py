"""The rules that a value must keep to be read, and why a record gives none, in plain words."""

from functools import lru_cache

from dashboard.wording import say

# The rules of which a file is offered to be read as it was meant, when a person says so.
OFFERS = ("coordinates_swapped", "decimal_point_lost", "rate_inverted", "rate_jump")


def rule_words(rule: str) -> str:
    """Say in plain words which rule a value breaks."""
    return _rules()[rule]


def reason_words(why: str) -> str:
    """Say in plain words why a record gives no row."""
    return _reasons()[why]


@lru_cache(maxsize=1)
def _rules() -> dict[str, str]:
    return {
        "empty_file": say("the file is empty"),
        "html_page": say("this is a web page, not data: the download has failed or wants a login"),
        "zip_archive": say("this is a zip archive: unpack it and hand in the files inside"),
        "not_a_table": say("this is not a table that can be read"),
        "broken_json": say("the JSON is cut off or broken"),
        "broken_xml": say("the XML is cut off or broken"),
        "broken_workbook": say("the workbook cannot be opened"),
        "workbook_too_large": say(
            "the workbook is too large, or a cell stands far from the others: save the sheet as CSV"
        ),
        "unknown_format": say("no format that we know, and no column of days and countries"),
        "no_such_column": say("the file has no such column: it is of another format"),
        "no_rows": say("a header and no row: this does not mean that nothing happened"),
        "duplicated_header": say("two columns of one name hold different values: rename one"),
        "too_many_fields": say("more fields than the header: a delimiter without quotes?"),
        "too_few_fields": say("fewer fields than the header"),
        "not_a_date": say("is not a day"),
        "year_out_of_range": say("the year must be from 1900 to next year"),
        "end_before_start": say("ends before it begins"),
        "not_a_number": say("is not a number"),
        "coordinates_swapped": say("latitude and longitude fit when swapped"),
        "decimal_point_lost": say("the decimal point is lost"),
        "latitude_out_of_range": say("latitude runs from -90 to 90"),
        "longitude_out_of_range": say("longitude runs from -180 to 180"),
        "point_outside_country": say("the point lies outside the country"),
        "unknown_country": say("is not a country that we know"),
        "unknown_type": say("is not a type of event that we know: choose what it is"),
        "value_missing": say("a value is needed here"),
        "total_falls": say("the total is below the one of the day before"),
        "negative_total": say("a total cannot be below 0"),
        "no_total_of_ours": say("recovered cases are no total that we keep"),
        "day_in_name": say(
            "the day is the file’s name, as 04-15-2020.csv: give it that name again"
        ),
        "country_in_name": say("the country is neither in the table nor in the file’s name"),
        "currency_in_name": say("the currency is not in the file’s name: choose it"),
        "no_dollar": say("without the dollar’s rate in the file none can be worked out"),
        "not_a_rate": say("is not a rate"),
        "rate_jump": say("the rate stands a hundredfold off those beside it"),
        "rate_inverted": say("the rate fits when turned over"),
        "not_successful": say("the answer says that the request failed"),
        "name_of_another_time": say("the place did not bear this name on that day"),
        "province_of_another_time": say("the province was not there on that day"),
        "bounds_out_of_order": say("low, best and high must rise"),
        "repeated_key": say("this key stands further up with other values"),
    }


@lru_cache(maxsize=1)
def _reasons() -> dict[str, str]:
    return {
        "older_version": say("an older version of a row in this file"),
        "header_again": say("the header again"),
        "hxl_tags": say("HXL tags"),
        "above_header": say("above the header"),
        "total_row": say("a total or a mean, not a record"),
        "not_approved": say("not approved by the desk"),
        "misread_date": say("the day lies years before the report: a misread date"),
        "no_value": say("none of the totals is given"),
        "part_of_country": say("a part of the country, not the whole"),
        "earlier_same_day": say("not the last count of the day"),
        "never_reported": say("a total of 0 beside blanks is no count"),
        "repeated_row": say("the same row again"),
    }
