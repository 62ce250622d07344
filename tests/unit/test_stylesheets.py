"""Stylesheets are whole: a brace that is missing takes every rule behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).resolve().parents[2] / "assets"


@pytest.mark.parametrize("name", ["tokens.css", "components.css"])
def test_braces_close_and_layers_stand_alone(name):
    depth = 0
    text = re.sub(r'/\*.*?\*/|"[^"\n]*"', "", (ASSETS / name).read_text(), flags=re.S)
    for line in text.splitlines():
        if line.startswith("@layer"):
            assert depth == 0, line[:80]
        depth += line.count("{") - line.count("}")
        assert depth >= 0, line[:80]
    assert depth == 0
