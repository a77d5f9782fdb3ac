"""The rows of an exhibit on pages of A4: heads on each, every row, all sources.

The look of the pages is `table.typ`.
"""

import json
from pathlib import Path

from dashboard.exports.exhibit_entry import TYPE, set_table
from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.exports.pdf.document import letters_kept, page_look
from dashboard.exports.typesetting import MAIN, typeset
from dashboard.panels.exhibit import Exhibit
from dashboard.wording import say

LAYOUT = Path(__file__).with_name("table.typ")
# More pages than these are nothing to print, and seconds to set.
MOST_ROWS = 5_000
MOST_CHARACTERS = 4_000
# What stands above the table or under it already.
SAID = ("Title", "Unit", "Notes")


def has_rows(exhibit: Exhibit) -> bool:
    """Say whether there is anything to set."""
    return len(exhibit.table) > 0


def make_paged_table(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Typeset the table as it is on screen; the same table gives the same bytes."""
    table = set_table(exhibit.table, MOST_ROWS, MOST_CHARACTERS, say("CSV and Excel hold"))
    facts = metadata.facts(exhibit)
    notes = (facts.get("Notes", ""), table.note)
    told = page_look() | {
        "title": exhibit.title,
        "unit": facts.get("Unit", ""),
        "day": [metadata.made_on.year, metadata.made_on.month, metadata.made_on.day],
        "size": TYPE.size,
        "is_wide": table.is_wide,
        "heads": table.heads,
        "rows": table.rows,
        "shares": table.shares,
        "numeric": table.numeric,
        "notes": " ".join(filter(None, notes)),
        "facts": [[name, text] for name, text in facts.items() if name not in SAID],
        "footer": f"{PRODUCT}, {metadata.data_version}",
    }
    content = json.dumps(letters_kept(told), ensure_ascii=False)
    return typeset({MAIN: LAYOUT.read_bytes()}, content, pdf_standards="ua-1")
