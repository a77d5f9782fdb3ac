"""The rules that a value must keep to be read, and why a record gives none, in plain words."""

from dashboard.wording import N_, say

# The rules of which a file is offered to be read as it was meant, when a person says so.
OFFERS = ("coordinates_swapped", "decimal_point_lost", "rate_inverted", "rate_jump")
RULES = {
    "empty_file": N_("the file is empty"),
    "html_page": N_("this is a web page, not data: the download has failed or wants a login"),
    "zip_archive": N_("this is a zip archive: unpack it and hand in the files inside"),
    "not_a_table": N_("this is not a table that can be read"),
    "broken_json": N_("the JSON is cut off or broken"),
    "broken_xml": N_("the XML is cut off or broken"),
    "broken_workbook": N_("the workbook cannot be opened"),
    "workbook_too_large": N_(
        "the workbook is too large, or a cell stands far from the others: save the sheet as CSV"
    ),
    "unknown_format": N_("no format that we know, and no column of days and countries"),
    "no_such_column": N_("the file has no such column: it is of another format"),
    "no_rows": N_("a header and no row: this does not mean that nothing happened"),
    "duplicated_header": N_("two columns of one name hold different values: rename one"),
    "too_many_fields": N_("more fields than the header: a delimiter without quotes?"),
    "too_few_fields": N_("fewer fields than the header"),
    "not_a_date": N_("is not a day"),
    "year_out_of_range": N_("the year must be from 1900 to next year"),
    "end_before_start": N_("ends before it begins"),
    "not_a_number": N_("is not a number"),
    "coordinates_swapped": N_("latitude and longitude fit when swapped"),
    "decimal_point_lost": N_("the decimal point is lost"),
    "latitude_out_of_range": N_("latitude runs from -90 to 90"),
    "longitude_out_of_range": N_("longitude runs from -180 to 180"),
    "point_outside_country": N_("the point lies outside the country"),
    "unknown_country": N_("is not a country that we know"),
    "unknown_type": N_("is not a type of event that we know: choose what it is"),
    "value_missing": N_("a value is needed here"),
    "total_falls": N_("the total is below the one of the day before"),
    "negative_total": N_("a total cannot be below 0"),
    "no_total_of_ours": N_("recovered cases are no total that we keep"),
    "day_in_name": N_("the day is the file’s name, as 04-15-2020.csv: give it that name again"),
    "country_in_name": N_("the country is neither in the table nor in the file’s name"),
    "currency_in_name": N_("the currency is not in the file’s name: choose it"),
    "no_dollar": N_("without the dollar’s rate in the file none can be worked out"),
    "not_a_rate": N_("is not a rate"),
    "rate_jump": N_("the rate stands a hundredfold off those beside it"),
    "rate_inverted": N_("the rate fits when turned over"),
    "not_successful": N_("the answer says that the request failed"),
    "name_of_another_time": N_("the place did not bear this name on that day"),
    "province_of_another_time": N_("the province was not there on that day"),
    "bounds_out_of_order": N_("low, best and high must rise"),
    "repeated_key": N_("this key stands further up with other values"),
}
REASONS = {
    "older_version": N_("an older version of a row in this file"),
    "header_again": N_("the header again"),
    "hxl_tags": N_("HXL tags"),
    "above_header": N_("above the header"),
    "total_row": N_("a total or a mean, not a record"),
    "not_approved": N_("not approved by the desk"),
    "misread_date": N_("the day lies years before the report: a misread date"),
    "no_value": N_("none of the totals is given"),
    "part_of_country": N_("a part of the country, not the whole"),
    "earlier_same_day": N_("not the last count of the day"),
    "never_reported": N_("a total of 0 beside blanks is no count"),
    "repeated_row": N_("the same row again"),
}


def rule_words(rule: str) -> str:
    """Say in plain words which rule a value breaks."""
    return say(RULES[rule])


def reason_words(why: str) -> str:
    """Say in plain words why a record gives no row."""
    return say(REASONS[why])
