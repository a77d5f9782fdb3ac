"""Every reported figure beside the official series: a verdict, the reason, and the gap."""

from dashboard.ui.page import open_page
from dashboard.ui.panels import show_panel
from dashboard.ui.reconcile import choose_reconcile_options, show_figures, show_rates, show_verdicts

page = open_page("Reconciliation")
options = choose_reconcile_options(page)
show_verdicts(page, options)
show_panel("reconcile_chart", page.package, page.selection, options, wide=True)
show_figures(page, options)
show_rates(page, options)
