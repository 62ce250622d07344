"""A few shoppers of the demo show what they got: cuts of the photographs, as somebody at home would take them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType

from PIL import Image, ImageEnhance

from emporium.demo.pictures import FOLDER

SHOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Survived our dishwasher": ("mug-moss",),
        "Not the colour I expected": ("mug-ink", "mug-oat-2"),
        "Strainer too fine for rooibos": ("teapot-ink-2",),
        "App is plain": ("headphones-black-2",),
    }
)
"""Photographs by the title of a review."""


def snapshots(title: str) -> list[bytes]:
    """The photos that go with a review; mostly none."""
    return [_cut(name, number) for number, name in enumerate(SHOWN.get(title, ()))]


def snapshot(name: str) -> bytes:
    """One photograph as somebody at home would take it."""
    return _cut(name, 0)


def _cut(name: str, number: int) -> bytes:
    with Image.open(FOLDER / f"{name}.webp") as photograph:
        side = min(photograph.size) * 3 // 4
        left, top = (photograph.width - side) // (2 + number), (photograph.height - side) // 2
        cut = photograph.convert("RGB").crop((left, top, left + side, top + side)).rotate(3 - 6 * number, expand=False)
    inner = side // 12
    cut = ImageEnhance.Brightness(cut.crop((inner, inner, side - inner, side - inner))).enhance(0.9)
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=85)
    return out.getvalue()
