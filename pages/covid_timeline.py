"""COVID-19 timeline: the official series, what was printed, and how the two stand to each other."""

from dashboard.ui.covid import choose_covid_options, show_printed_against_series
from dashboard.ui.page import open_page
from dashboard.ui.panels import show_panel
from dashboard.ui.traces import show_trace_asked_for, trace_mark

page = open_page("COVID-19 timeline")
options = choose_covid_options(page)
show_panel("covid_series", page.package, page.selection, options, on_pick=trace_mark, wide=True)
show_trace_asked_for(page)
show_panel("covid_small_multiples", page.package, page.selection, options, wide=True)
show_printed_against_series(page, options)
