"""Kaleido opened with our fonts and with the network cut off.

When it is opened and closed is left to `browser`.
"""

import logging
import os
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from choreographer.browsers.chromium import Chromium
from kaleido import Kaleido, PageGenerator

from dashboard.exports.metadata import PRODUCT
from dashboard.exports.text_metrics import font_folders

FIGURE_SECONDS = 30
# The browser's goodbye is no JSON, and its pipe would tell of that with a traceback.
PIPE_TALK = "choreographer.channels.pipe"
SYSTEM_FONTS = "/etc/fonts/fonts.conf"
FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">{others}</include>{ours}</fontconfig>
"""


class OfflineChromium(Chromium):
    """A Chromium that knows our fonts and can reach no other computer."""

    def get_cli(self) -> Sequence[str]:
        """Return the command that starts it."""
        offline = ("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND")
        return [*super().get_cli(), *offline]

    def get_env(self) -> MutableMapping[str, str]:
        """Return its environment, with a font list of its own where the system reads one."""
        settings = Path(self.tmp_dir.path) / "fonts.conf"
        others = os.environ.get("FONTCONFIG_FILE", SYSTEM_FONTS)
        ours = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in font_folders())
        text = FONT_SETTINGS.format(others=escape(others), ours=ours)
        settings.write_text(text, encoding="utf-8")
        return {**super().get_env(), "FONTCONFIG_FILE": str(settings)}


class Page(PageGenerator):
    """The page in which figures are drawn: plotly.js from the package, no paper margin."""

    header = (
        f"{PageGenerator.header.replace('Kaleido-fier', PRODUCT)}"
        "<style>@page { margin: 0 } html, body { margin: 0 } img { display: block }</style>\n"
    )


class OnePage(Kaleido):
    """A Kaleido that draws one picture after another in the same page.

    It would open the page anew after each, which takes longer than most pictures.
    """

    async def _return_kaleido_tab(self, tab: Any) -> None:
        tab.js_logger.reset()
        await self.tabs_ready.put(tab)


async def open_kaleido(path: str) -> Kaleido:
    """Start the Chromium at `path`; raises what Kaleido raises when it does not start."""
    logging.getLogger(PIPE_TALK).setLevel(logging.CRITICAL)
    kaleido = OnePage(
        path=path,
        browser_cls=OfflineChromium,
        page_generator=Page(mathjax=False),
        timeout=FIGURE_SECONDS,
    )
    try:
        await kaleido.open()
    except BaseException:
        await kaleido.close()
        raise
    return kaleido
