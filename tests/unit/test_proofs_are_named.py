"""Every hard case (C01-C15) and every invariant (I1-I6) has a test that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"\b(?:C\d\d|I[1-6])\b")
WANTED = [f"C{number:02d}" for number in range(1, 16)] + [f"I{number}" for number in range(1, 7)]


def named() -> set[str]:
    """What tests name, apart from this one; ranges like C01-C04 name their ends only."""
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        if path.name != Path(__file__).name:
            found.update(NAMED.findall(path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("proof", WANTED)
def test_it_is_named(proof):
    assert proof in named()
