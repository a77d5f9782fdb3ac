"""The events chosen, the card of one of them, and every reported figure."""

from dashboard.exhibits.events import events_sentence
from dashboard.ui.events import show_chosen_event, show_events, show_figures
from dashboard.ui.page import open_page, show_summary

page = open_page("Events")
show_summary(page, events_sentence)
show_events(page)
show_chosen_event(page)
show_figures(page)
