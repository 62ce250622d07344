"""AVIF beside WebP, and what stands in a picture's place until it has come; made later and never in the way (F024)."""

from __future__ import annotations

import base64
import io
from uuid import uuid4

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium.db import transaction
from emporium.providers.storage import get_storage
from emporium.services import pictures
from emporium.services.catalogue import ImageRef, image_refs
from emporium.ui import picture
from emporium.web import media as media_route
from emporium.web.shown import image
from emporium.web.ssr import to_html
from jobs import tasks
from models.catalogue import Media
from tests.factories import read

READS_AVIF = {"accept": "image/avif,image/webp,image/*"}


def photo(size: tuple[int, int] = (1080, 1350)) -> bytes:
    """A WebP with something in it: slopes and a noise that is the same each time."""
    drawn = Image.radial_gradient("L").resize(size).convert("RGB")
    drawn.paste(Image.linear_gradient("L").resize((size[0] // 2, size[1] // 2)).convert("RGB"), (40, 60))
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=90)
    return out.getvalue()


def stored(content: bytes, *, folder: str = "pictures") -> Media:
    key = f"{folder}/{uuid4().hex}/1080.webp"
    small = key.replace("1080", "320")
    get_storage().put(key, content, "image/webp")
    get_storage().put(small, content, "image/webp")
    with transaction() as session:
        row = Media(storage_key=key, content_type="image/webp", width=1080, height=1350, variants={"320": small})
        session.add(row)
        session.flush()
        session.expunge(row)
    return row


def row_of(made: Media) -> Media:
    return read(lambda s: s.get_one(Media, made.id))


@pytest.fixture
def client():
    media_route.ABSENT.at.clear()
    return TestClient(Starlette(routes=media_route.routes()))


def test_both_widths_get_an_avif_that_is_smaller_and_sent_to_who_reads_it(db_url, client):
    made = stored(photo())
    before = client.get(f"/media/{made.storage_key}", headers=READS_AVIF)
    assert before.headers["content-type"] == "image/webp" and before.headers["vary"] == "Accept"
    assert tasks.refine_pictures() == 1 and tasks.refine_pictures() == 0
    media_route.ABSENT.at.clear()
    for key, width in ((made.storage_key, 1080), (made.variants["320"], 320)):
        told = client.get(f"/media/{key}", headers=READS_AVIF)
        assert told.headers["content-type"] == "image/avif" and told.headers["vary"] == "Accept"
        assert Image.open(io.BytesIO(told.content)).size == (width, round(width * 1.25))
        plain = client.get(f"/media/{key}", headers={"accept": "image/webp"})
        assert plain.headers["content-type"] == "image/webp" and len(plain.content) > len(told.content)
        assert plain.headers["etag"] != told.headers["etag"]


def test_the_place_of_a_picture_shows_a_few_of_its_pixels(db_url):
    made = stored(photo())
    pictures.refine(transaction, media_id=made.id)
    ref = read(lambda s: image_refs(s, media_ids=[made.id]))[made.id]
    with Image.open(io.BytesIO(base64.b64decode(ref.blur))) as few:
        assert few.format == "WEBP" and max(few.size) == 16
    assert len(ref.blur) < 400
    assert f"url(&quot;data:image/webp;base64,{ref.blur}&quot;)" in to_html(picture(image(ref)))
    assert "data:" not in to_html(picture(image(ImageRef("a/b.webp"))))


def test_a_picture_that_cannot_be_read_stays_and_is_not_tried_for_ever(db_url, client):
    made = stored(b"no picture")
    assert tasks.refine_pictures() == 1
    assert row_of(made).refined_at is not None and row_of(made).blur == ""
    assert tasks.refine_pictures() == 0
    assert client.get(f"/media/{made.storage_key}", headers=READS_AVIF).content == b"no picture"


def test_what_would_not_be_smaller_is_not_kept(db_url, client):
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "teal").save(out, "WEBP")  # AVIF's frame alone is larger
    made = stored(out.getvalue())
    assert pictures.refine(transaction, media_id=made.id) == 0
    assert not get_storage().exists(pictures.avif_key(made.storage_key)) and row_of(made).blur
    assert client.get(f"/media/{made.storage_key}", headers=READS_AVIF).headers["content-type"] == "image/webp"


def test_private_pictures_and_other_files_are_left_alone(db_url):
    stored(photo((90, 90)), folder="private/reviews")
    assert tasks.refine_pictures() == 0
    assert pictures.avif_key("private/reviews/a.webp") == "" == pictures.avif_key("papers/a.pdf")
    assert pictures.refine(transaction, media_id=uuid4()) == 0
