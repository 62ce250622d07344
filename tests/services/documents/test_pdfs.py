"""Papers as bytes: the same whenever they are drawn, and texts that are only data (F082)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import typst
from sqlmodel import update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from emporium.db import transaction
from emporium.errors import Conflict
from emporium.providers.storage import get_storage
from emporium.services import documents
from emporium.services.auth import SYSTEM
from emporium.services.documents import rendering
from emporium.services.documents.keeping import storage_key
from emporium.services.documents.printing import printed
from emporium.web import media
from jobs import tasks
from models.orders import Document, Order, OrderLine, Purchase
from models.stores import Store
from tests.factories import read
from tests.services.documents.kit import EVIL, Sold, fetch, papers

ELSEWHERE = """
import json, sys
from emporium.services.documents import render_pdf
sys.stdout.buffer.write(render_pdf(json.load(sys.stdin)))
"""


def test_a_paper_is_the_same_bytes_in_another_process_and_at_another_time(sold, tmp_path):
    for row in papers(sold):
        here = documents.render_pdf(row.content)
        there = subprocess.run(
            [sys.executable, "-c", ELSEWHERE],
            input=json.dumps(row.content).encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": str(tmp_path)},
        ).stdout
        assert here[:5] == b"%PDF-" and here == there, row.kind


def test_a_paper_is_dated_by_its_day_and_not_by_the_clock(sold):
    pdf = documents.render_pdf(papers(sold)[0].content)
    assert b"2024-02-29" in pdf or b"D:20240229" in pdf
    assert str(datetime.now(UTC).date()).encode() not in pdf
    assert f"D:{datetime.now(UTC):%Y%m%d}".encode() not in pdf


def test_a_pdf_is_kept_with_its_digest_and_made_again_when_lost(sold):
    row = sold.invoice()
    assert row.digest is None and row.storage_key is None
    digest = tasks.make_pdf(str(row.id))
    kept = read(lambda s: s.get_one(Document, row.id))
    assert (kept.digest, kept.storage_key) == (digest, storage_key(row.id))
    name, pdf = fetch(SYSTEM, row)
    assert name.endswith("-INV-00001.pdf") and pdf == get_storage().read(storage_key(row.id))
    assert tasks.make_pdf(str(row.id)) == digest
    get_storage().put(storage_key(row.id), b"%PDF-damaged", "application/pdf")
    assert fetch(SYSTEM, row)[1] == pdf, "what does not match its digest is not handed out"
    get_storage().delete(storage_key(row.id))
    assert fetch(SYSTEM, row)[1] == pdf
    tasks.make_pdf(str(row.id))
    assert get_storage().read(storage_key(row.id)) == pdf


def test_content_that_was_changed_makes_no_pdf(sold):
    row = sold.invoice()
    tasks.make_pdf(str(row.id))
    pdf = get_storage().read(storage_key(row.id))
    with transaction() as session:
        changed = session.get_one(Document, row.id)
        changed.content = {**changed.content, "totals": {**changed.content["totals"], "total_minor": 1}}
    with pytest.raises(Conflict):
        tasks.make_pdf(str(row.id))
    assert get_storage().read(storage_key(row.id)) == pdf
    get_storage().delete(storage_key(row.id))
    with pytest.raises(Conflict):
        fetch(SYSTEM, row)


def test_the_public_media_route_serves_no_paper(sold):
    row = sold.invoice()
    tasks.make_pdf(str(row.id))
    get_storage().put(f"control/{row.id}.pdf", b"%PDF-public", "application/pdf")
    client = TestClient(Starlette(routes=media.routes()))
    assert client.get(f"/media/control/{row.id}.pdf").status_code == 200, "the route serves PDFs that are public"
    key = storage_key(row.id)
    assert get_storage().exists(key)
    for path in (
        key,
        f"documents/{row.id}.pdf",
        f"{key}/",
        f"{key}?x=.pdf",
        f"{key}%23.pdf",
        f"{key}%00.pdf",
        f"./{key}",
    ):
        assert client.get(f"/media/{path}").status_code == 404, path
    assert [k for k in get_storage().keys("documents/") if str(row.id) in k] == [key]


def drawn(content: dict) -> str:
    """The elements of a paper's tables as Typst built them, as JSON."""
    folder = rendering.LAYOUTS / f"v{content['layout']}"
    return typst.query(
        str(folder / rendering.FILES[content["kind"]]),
        "table",
        root=str(folder),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(printed(content))},
    )


def test_names_are_printed_and_never_run(shop):
    store = shop.store("Evil")
    with transaction() as session:
        row = session.get_one(Store, store)
        row.name, row.legal_name, row.legal_address, row.tax_id = EVIL, f"L{EVIL}", f"{EVIL}\n#panic()", '#panic("x")'
    sold = Sold(shop, store, shop.variant(store))
    with transaction() as session:
        session.exec(update(OrderLine).values(name=EVIL, variant_title=f"v{EVIL}", personalisation={"#x": EVIL}))
        session.exec(update(Order).values(gift_message=EVIL, shipping_method=EVIL))
        session.exec(update(Purchase).values(address={"name": EVIL, "line1": "*a*", "city": "$b$", "country": "#c"}))
    for content in [row.content for row in papers(sold)]:
        assert documents.render_pdf(content)[:5] == b"%PDF-"
        elements = drawn(content)
        if content["kind"] != "commission_invoice":
            assert json.dumps(EVIL) in elements, "the name is one text, as it was given"
        assert "root:" not in elements and '"func": "equation"' not in elements and '"func": "strong"' not in elements


def test_the_layout_reads_no_other_file(tmp_path):
    """Were a text ever run, this is what it would meet."""
    program = tmp_path / "x.typ"
    for path in ("/etc/passwd", "../../../../../../../../etc/passwd"):
        program.write_text(f'#read("{path}")')
        with pytest.raises(typst.TypstError):
            typst.compile(str(program), root=str(tmp_path), ignore_system_fonts=True)
