"""Finds code that reads our own English back: string tests on titles, captions, labels, notes.

A value is asked, never the sentence made of it. What counts as a sentence: an attribute or a
column by one of the names below, or a column by a heading ("As reported"). Taking text in from
outside (addresses, files, data cells that hold a source's words) is no such reading.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

SENTENCES = frozenset(
    (
        "alt",
        "caption",
        "filters",
        "heading",
        "headline",
        "label",
        "native_caption",
        "note",
        "notes",
        "noun",
        "office_caption",
        "period",
        "sentence",
        "source_line",
        "unit",
        "what_changed",
        "words",
    )
)
TITLES = SENTENCES | {"title"}
METHODS = frozenset(
    (
        "startswith",
        "endswith",
        "split",
        "rsplit",
        "partition",
        "rpartition",
        "removeprefix",
        "removesuffix",
        "find",
        "rfind",
        "index",
        "count",
        "replace",
        "splitlines",
    )
)
PATTERNS = frozenset(
    (
        "search",
        "match",
        "fullmatch",
        "sub",
        "subn",
        "split",
        "findall",
        "finditer",
    )
)
COLUMN_METHODS = frozenset(
    (
        "contains",
        "extract",
        "extractall",
        "match",
        "fullmatch",
        "findall",
    )
)


class Reading(NamedTuple):
    """One place: its line, and what is read there."""

    line: int
    read: str


def readings(source: str) -> Iterator[Reading]:
    """Yield every place of a module at which a sentence of ours is taken apart or tested."""
    for node in ast.walk(ast.parse(source)):
        for read in _read_by(node):
            if _is_sentence(read):
                yield Reading(getattr(node, "lineno", 0), ast.unparse(read))


def _read_by(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare):
        for operator, right in zip(node.ops, node.comparators, strict=True):
            is_text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
            if isinstance(operator, (ast.In, ast.NotIn)) and is_text:
                yield right
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    method, owner = node.func.attr, node.func.value
    if method in METHODS:
        yield owner
    if method in PATTERNS:
        yield from node.args
    if method in COLUMN_METHODS and isinstance(owner, ast.Attribute) and owner.attr == "str":
        yield owner.value


def _is_sentence(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in TITLES
    if isinstance(node, ast.Name):
        return node.id in SENTENCES
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        key = node.slice.value
        return isinstance(key, str) and (key in TITLES or (key[:1].isupper() and not key.isupper()))
    return False
