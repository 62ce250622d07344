"""What a browser sends as an id may be anything: faces read it by `known_id`, which refuses nonsense in words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OF_THE_DATABASE = {"storefront/state/pay_link.py"}


def bare(source: str) -> list[int]:
    """Lines that make an id of a text without being ready for nonsense."""
    tree = ast.parse(source)
    ready = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "UUID"
        and id(node) not in ready
    ]


@pytest.mark.parametrize("face", ["storefront", "vendor", "admin"])
def test_no_event_falls_over_an_id_that_is_none(face):
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for path in (ROOT / face).rglob("*.py")
        if (lines := bare(path.read_text()))
    }
    assert {path: lines for path, lines in found.items() if path not in OF_THE_DATABASE} == {}


def test_a_bare_one_would_be_found():
    assert bare("def f(a):\n    return UUID(a)") == [2]
    assert bare("def f(a):\n    try:\n        return UUID(a)\n    except ValueError:\n        return None") == []
