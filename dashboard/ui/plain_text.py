"""Words of the data or of an address as markup: they stay words, and links lead where they say.

`as_label` is for labels, which Streamlit always reads as Markdown; `sentence_markup` for sentences
of ours that mark with `**` what is bold; `view_link` and `web_link` for links. Everything else goes
through `html.escape` into `st.html`.
"""

import html
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

import streamlit as st

MARKS = re.compile(r"([!-/:-@\[-`{-~])")
# What Streamlit still finds in words whose marks are escaped: addresses, emoji and symbols by name,
# arrows. A letter of no width between the marks leaves the words as they look.
FOUND = re.compile(r"(?<=:)(?=\S)|(?=@)|(?<=www)(?=\.)|(?<=[-<>=~])(?=[-<>=])", re.IGNORECASE)
NO_WIDTH = "\u2060"
BOLD = re.compile(r"\*\*(.+?)\*\*")
QUOTED = re.compile(r"“[^”]*”")
STRONG = r"<strong>\1</strong>"


def as_label(words: str) -> str:
    r"""Return words for a label, without any of Markdown's or Streamlit's meanings.

    >>> as_label("![i](http://x.org)") == "\\!\\[i\\]\\(http\\:\u2060\\/\\/x\\.org\\)"
    True
    """
    return MARKS.sub(r"\\\1", FOUND.sub(NO_WIDTH, " ".join(words.split())))


def unseen(words: str) -> str:
    """Return the part of a button's name that is for who hears the page.

    The style sheet keeps it from sight in buttons whose key begins with `brief_` or `view_edit_`.
    """
    return f":small[{as_label(words)}]"


def view_link(markup: str, page: str, query: Mapping[str, str], **attributes: str) -> str:
    """Return marked-up words as a link to a page of the app, "" for this one, in a view.

    >>> view_link("<b>8</b>", "events", {"text": "a", "event": "1"}, aria_label="8: <list>")
    '<a href="events?text=a&amp;event=1" target="_self" aria-label="8: &lt;list&gt;"><b>8</b></a>'
    """
    address = html.escape(f"{page}?{urlencode(query)}")
    named = "".join(
        f' {name.replace("_", "-")}="{html.escape(words)}"' for name, words in attributes.items()
    )
    return f'<a href="{address}" target="_self"{named}>{markup}</a>'


def web_link(markup: str, address: str) -> str:
    """Return marked-up words as a link to an address elsewhere."""
    there = html.escape(address)
    return f'<a href="{there}" target="_blank" rel="noopener noreferrer">{markup}</a>'


def sentence_markup(words: str) -> str:
    """Return a sentence as marked-up text; nothing in it has a meaning but `**` around bold words.

    In quotation marks, where others' words stand, not even that has one.

    >>> sentence_markup("**2 events** of <b>, [x](y) “**z**”")
    '<p><strong>2 events</strong> of &lt;b&gt;, [x](y) “**z**”</p>'
    """
    words = QUOTED.sub(lambda quoted: quoted[0].replace("*", NO_WIDTH), words)
    return f"<p>{BOLD.sub(STRONG, html.escape(words)).replace(NO_WIDTH, '*')}</p>"


def show_lines(lines: Iterable[str], kind: str) -> None:
    """Show lines of plain words below each other; `kind` is their class in the style sheet."""
    st.html(f'<p class="{kind}">{"<br>".join(map(html.escape, lines))}</p>')
