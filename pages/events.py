"""The events chosen, the card of one of them, every reported figure, and where one comes from."""

from dashboard.events.panels.table import events_sentence
from dashboard.ui.components.traces import show_trace_asked_for, show_trace_under
from dashboard.ui.events import show_chosen_event, show_events, show_figures
from dashboard.ui.page import open_page, show_summary
from dashboard.wording import N_

page = open_page(N_("Events"))
show_summary(page, events_sentence)
show_events(page)
show_trace_asked_for(page, "event")
show_chosen_event(page)
show_figures(page)
show_trace_under(page, "figures_table")
