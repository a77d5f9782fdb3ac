"""Every sentence stands in one catalogue, under which another language can be looked up."""

import ast
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dashboard.wording import CATALOGUES

HOUSE = Path(__file__).parent.parent
KEYWORDS = {"say": None, "say_many": (1, 2)}
SPOKEN = set(KEYWORDS)


def test_the_catalogue_holds_every_sentence() -> None:
    """`make messages` writes it anew."""
    with (CATALOGUES / "messages.pot").open("rb") as file:
        kept = [message.id for message in read_po(file) if message.id]
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(HOUSE / "dashboard", keywords=KEYWORDS)
        if message
    }
    assert set(map(str, kept)) == {*map(str, found)}


def test_a_sentence_is_written_out_where_it_is_said() -> None:
    """A template put together in code could not be found, nor translated."""
    found = []
    for path in sorted(HOUSE.glob("dashboard/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPOKEN:
                spoken = node.args[: 1 if getattr(node.func, "id", "") == "say" else 2]
                if any(isinstance(part, (ast.JoinedStr, ast.BinOp)) for part in spoken):
                    found.append(f"{path.relative_to(HOUSE)}:{node.lineno}")
    assert not found
