"""Who may see a paper (F082, F003)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlmodel import select

from emporium.errors import NotFound
from emporium.services import documents
from emporium.services.auth import ANONYMOUS, SYSTEM, Actor
from jobs import tasks
from models.enums import Face, PlatformRole, StoreRole
from models.orders import Document, Purchase
from tests.factories import guest, read
from tests.services.documents.kit import Sold, fetch, papers


def test_a_paper_is_for_the_store_the_shopper_and_the_operator(shop):
    store, other = shop.store(), shop.store("Other")
    user = shop.user()
    shopper = Actor(user_id=user, face=Face.SHOP, guest_token=guest().guest_token)
    sold = Sold(shop, store, shop.variant(store), actor=shopper)
    bill, _note, slip, fees = papers(sold)
    token = read(lambda s: s.exec(select(Purchase.token)).one())
    support = Actor(user_id=shop.user(), face=Face.ADMIN, platform_roles=frozenset({PlatformRole.SUPPORT}))

    def sees(actor: Actor, paper: Document, link: str | None = None) -> bool:
        try:
            return fetch(actor, paper, link)[1][:5] == b"%PDF-"
        except NotFound:
            return False

    owner, staff, finance = sold.owner, shop.owner(store, StoreRole.STAFF), shop.owner(store, StoreRole.FINANCE)
    strangers = [guest(), ANONYMOUS, Actor(user_id=shop.user()), shop.owner(other)]
    strangers.append(Actor(user_id=owner.user_id, face=Face.SHOP, store_roles=owner.store_roles))
    table = {
        "bill": (bill, [owner, staff, finance, shopper, shop.admin(), support, SYSTEM], strangers),
        "slip": (slip, [owner, staff, shop.admin(), support], [*strangers, shopper]),
        "fees": (fees, [owner, finance, shop.admin()], [*strangers, shopper, staff, support]),
    }
    for name, (paper, welcome, turned_away) in table.items():
        assert [sees(actor, paper) for actor in welcome] == [True] * len(welcome), name
        assert [sees(actor, paper) for actor in turned_away] == [False] * len(turned_away), name
    assert sees(guest(), bill, token) and not sees(guest(), bill, token + "x") and not sees(guest(), bill, "ß")
    assert not sees(guest(), slip, token) and not sees(guest(), fees, token)
    with pytest.raises(NotFound):
        read(lambda s: documents.document_pdf(s, actor=SYSTEM, document_id=uuid4()))


def test_lists_show_what_their_reader_may_see(shop, sold):
    papers(sold)
    token = read(lambda s: s.exec(select(Purchase.token)).one())
    rows = read(lambda s: documents.order_documents(s, actor=sold.owner, order_id=sold.id))
    assert [row.kind for row in rows] == ["invoice", "credit_note", "packing_slip"]
    assert [row.total_minor for row in rows] == [sold.order().total_minor, -2405, None]
    assert not rows[0].ready and tasks.make_pdf(str(rows[0].id))
    rows = read(lambda s: documents.order_documents(s, actor=guest(), order_id=sold.id, token=token))
    assert [(row.kind, row.ready) for row in rows] == [("invoice", True), ("credit_note", False)]
    fees = read(lambda s: documents.fee_documents(s, actor=sold.owner, store_id=sold.store))
    assert [row.reference for row in fees] == ["FEE-00001"]
    other = shop.owner(shop.store("Other"))
    with pytest.raises(NotFound):
        read(lambda s: documents.order_documents(s, actor=other, order_id=sold.id))
    with pytest.raises(NotFound):
        read(lambda s: documents.fee_documents(s, actor=other, store_id=sold.store))
