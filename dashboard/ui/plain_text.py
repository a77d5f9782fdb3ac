"""Words of the data or of an address where Streamlit would read Markdown: they stay words.

`as_label` is for labels, which Streamlit always reads as Markdown; `sentence_markup` for sentences
of ours that mark with `**` what is bold. Everything else goes through `html.escape` into `st.html`.
"""

import html
import re
from collections.abc import Iterable

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
