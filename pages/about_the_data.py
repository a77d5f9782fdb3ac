"""The data itself: sources, what they cover, how to read it, its fields, what is left out."""

from dashboard.coverage.panels.about import data_sentence
from dashboard.ui.about import (
    show_borrowed,
    show_codebook,
    show_coverage,
    show_overlaps,
    show_sources,
    show_words,
)
from dashboard.ui.page import open_page, show_summary
from dashboard.wording import N_

page = open_page(N_("About the data"))
show_summary(page, data_sentence)
show_sources(page)
show_overlaps(page)
show_words(page, "paragraphs_accounted")
show_coverage(page)
show_words(page, "reading_marks")
show_words(page, "table_counts")
show_codebook(page)
show_words(page, "data_faults", tall=True)
show_borrowed(page)
