"""The typesetter with our fonts and no others. What is set is left to others."""

import importlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dashboard.exports.text_metrics import font_folders

MAIN = "main.typ"


def typeset(files: Mapping[str, bytes], data: str, **options: object) -> bytes:
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


@lru_cache(maxsize=1)
def _fonts() -> Any:
    typst: Any = importlib.import_module("typst")
    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
