"""The typesetter with our fonts and no others, and pictures turned from SVG into PNG by it.

What is set is left to `typeset` and to `chart_pictures`.
"""

import importlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dashboard.exports.lettering import FONT_FOLDER

MAIN = "main.typ"
POINTS_AN_INCH = 72
PICTURE = """
#let size = json(bytes(sys.inputs.data))
#set page(width: size.width * 1pt, height: size.height * 1pt, margin: 0pt)
#image("picture.svg", width: 100%)
"""


def typeset(files: Mapping[str, bytes], data: str, **options: Any) -> bytes:
    """Set the file `main.typ` in type, a PDF unless `options` say otherwise.

    `data` reaches it as text, so nothing in it is read as markup. Raises `RuntimeError`.
    """
    # A tenth of a second to import, and only documents need it. Its types know no dictionaries.
    typst: Any = importlib.import_module("typst")
    made = typst.compile(
        dict(files), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"data": data},
        **options,
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise RuntimeError("A document of one page was expected.")
    return made


def png_of(svg: bytes, width: float, height: float, scale: float) -> bytes:
    """Draw an SVG of so many pixels as a PNG, `scale` times as many."""
    size = f'{{"width": {width}, "height": {height}}}'
    files = {MAIN: PICTURE.encode(), "picture.svg": svg}
    return typeset(files, size, format="png", ppi=scale * POINTS_AN_INCH)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    typst: Any = importlib.import_module("typst")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )
