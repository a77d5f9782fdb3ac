"""Every reported figure beside the official series: a verdict, the reason, and the gap."""

from dashboard.ui.components.traces import show_trace_asked_for, show_trace_under, trace_from
from dashboard.ui.page import open_page
from dashboard.ui.panels import show_panel
from dashboard.ui.reconciliation import (
    choose_reconcile_options,
    show_figures,
    show_rates,
    show_verdicts,
)
from dashboard.wording import N_

page = open_page(N_("Reconciliation"))
options = choose_reconcile_options(page)
show_trace_asked_for(page, "verdict")
show_verdicts(page, options)
show_panel(page, "reconcile_chart", options, on_pick=trace_from("reconcile_chart"))
show_trace_under(page, "reconcile_chart")
show_figures(page, options)
show_trace_under(page, "reconcile_figures")
show_rates(page, options)
show_trace_under(page, "reconcile_rates")
