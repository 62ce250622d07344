"""The photographs: into storage in the widths that pages ask for, named by what is in them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from emporium.providers.storage import Storage, get_storage
from emporium.services.pictures import blur_of

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "demo"
WIDTHS = (320, 640)
QUALITY = 82
WEBP = "image/webp"


@dataclass(frozen=True)
class Picture:
    """A stored photograph: key, size and storage key by width."""

    name: str
    key: str
    width: int
    height: int
    bytes: int
    variants: dict[str, str]
    blur: str


def manifest() -> dict[tuple[str, str], dict[str, list[str]]]:
    """Photograph names by store and product, and there by colour."""
    read = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    return {
        (entry["store"], entry["product"]): {
            variant["colour"]: [Path(name).stem for name in variant["images"]] for variant in entry["variants"]
        }
        for entry in read["products"]
    }


def store_all() -> dict[str, Picture]:
    """Put every photograph into storage. What is there already is left alone. Returns them by name."""
    storage = get_storage()
    names = sorted(path.stem for path in FOLDER.glob("*.webp"))
    with ThreadPoolExecutor(4) as pool:
        return {picture.name: picture for picture in pool.map(lambda name: _store(storage, name), names)}


def _store(storage: Storage, name: str) -> Picture:
    return store_drawn(storage, name, (FOLDER / f"{name}.webp").read_bytes())


def store_drawn(storage: Storage, name: str, original: bytes) -> Picture:
    """Put one WebP picture into storage, in every width."""
    digest = hashlib.sha256(original).hexdigest()[:20]
    with Image.open(io.BytesIO(original)) as image:
        width, height = image.size
        key = f"pictures/{digest}/{width}.webp"
        variants = {str(width): key}
        for smaller in (w for w in WIDTHS if w < width):
            variants[str(smaller)] = f"pictures/{digest}/{smaller}.webp"
        for made, content in _missing(storage, image, original, variants):
            storage.put(made, content, WEBP)
        blur = blur_of(image)
    ordered = dict(sorted(variants.items(), key=lambda pair: int(pair[0])))
    return Picture(name, key, width, height, len(original), ordered, blur)


def _missing(
    storage: Storage, image: Image.Image, original: bytes, variants: dict[str, str]
) -> Iterator[tuple[str, bytes]]:
    for width, key in variants.items():
        if storage.exists(key):
            continue
        if int(width) == image.width:
            yield key, original
            continue
        out = io.BytesIO()
        height = round(image.height * int(width) / image.width)
        image.convert("RGB").resize((int(width), height), Image.Resampling.LANCZOS).save(
            out, "WEBP", quality=QUALITY, method=4
        )
        yield key, out.getvalue()
