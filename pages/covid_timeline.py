"""COVID-19 timeline: the official series, what was printed, and how the two stand to each other."""

from dashboard.ui.components.traces import show_trace_asked_for, show_trace_under, trace_from
from dashboard.ui.covid import choose_covid_options, show_printed_against_series, show_provinces
from dashboard.ui.page import open_page
from dashboard.ui.panels import show_panel
from dashboard.wording import N_

page = open_page(N_("COVID-19 timeline"))
options = choose_covid_options(page)
show_trace_asked_for(page)
for name in ("covid_series", "covid_stringency", "covid_small_multiples"):
    show_panel(page, name, options, on_pick=trace_from(name))
    show_trace_under(page, name)
show_printed_against_series(page, options)
show_trace_under(page, "covid_printed_against_series")
show_provinces(page, options)
show_trace_under(page, "covid_provinces")
