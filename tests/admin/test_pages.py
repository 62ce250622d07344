"""What the operator's pages show: figures that equal the rows under them, mail with links that work (F107, F144)."""

from __future__ import annotations

import pytest

from admin.state import orders, outbox, overview, shell, stores, users
from emporium.db import transaction
from emporium.errors import NotFound, Refused, Unauthenticated
from emporium.services.auth import ANONYMOUS, Actor
from emporium.web.page import PageRequest
from models.enums import DeliveryStatus, Face, PlatformRole
from models.notifications import Delivery
from models.outbox import OutboxEvent
from tests.factories import Shop, read


@pytest.fixture
def shop(db_url) -> Shop:
    return Shop()


def ask(actor, path: str = "/admin", query: str = "") -> PageRequest:
    return PageRequest(actor=actor, path=path, query_string=query)


LOADERS = [overview.load_overview, orders.load_orders, stores.load_stores, users.load_users, outbox.load_outbox]


@pytest.mark.parametrize("loader", LOADERS)
def test_nobody_else_reads_the_operators_pages(shop, loader):  # F003
    owner = shop.owner(shop.store())
    for actor in (ANONYMOUS, owner, Actor(user_id=shop.user(), face=Face.SHOP)):
        with pytest.raises((Unauthenticated, Refused)):
            read(lambda s, a=actor: loader(s, ask(a)))


def test_figures_equal_the_rows_under_them(shop):
    shop.commission(1250)
    one, two = shop.store("One"), shop.store("Two", shipping=0)
    shop.buy(shop.variant(one, price=2000), shop.variant(two, price=1000))
    shop.buy(shop.variant(two, price=500))
    admin = shop.admin()
    view = read(lambda s: overview.load_overview(s, ask(admin))).view
    figures = {figure.label: figure for figure in view.figures}
    assert view.ledger_ok, view.ledger_text
    assert figures["Store orders"].value == "3" and figures["Store orders"].note == "in 2 purchases"
    listed = read(lambda s: orders.load_orders(s, ask(admin))).view
    assert [row.total for row in listed.rows] == ["€5.00", "€34.90"]
    assert sorted(part.total for part in listed.rows[1].stores) == ["€10.00", "€24.90"]
    assert listed.rows[1].adds_up.endswith("= €34.90") and listed.rows[1].sent == "0 of 2"
    assert {row.name: row.orders for row in view.stores} == {"One": "1", "Two": "2"}
    assert [row.name for row in view.stores] == ["One", "Two"], "the largest first"
    assert len(view.feed) == 3


def test_purchases_are_found_by_any_number_name_or_address(shop):
    shop.buy(shop.variant())
    admin = shop.admin()
    number = read(lambda s: orders.load_orders(s, ask(admin))).view.rows[0].number
    for words in (number, f"{number}-1", number.lower(), "peeters", "ana%40example.com"):
        found = read(lambda s, w=words: orders.load_orders(s, ask(admin, query=f"q={w}"))).view
        assert [row.number for row in found.rows] == [number], words
    for words in ("%25", "_", "nobody"):
        assert read(lambda s, w=words: orders.load_orders(s, ask(admin, query=f"q={w}"))).view.empty, words
    assert read(lambda s: orders.load_orders(s, ask(admin, query="tab=cancelled"))).view.empty
    assert not read(lambda s: orders.load_orders(s, ask(admin, query="tab=nonsense&before=x"))).view.empty


def test_stores_and_people_go_on_where_they_stopped(shop):
    for number in range(53):
        shop.store("Same name" if number % 2 else f"Store {number}")
    admin = shop.admin()
    for module, loader in ((stores, stores.load_stores), (users, users.load_users)):
        first = read(lambda s, load=loader: load(s, ask(admin))).view
        query = first.older.split("?", 1)[1]
        second = read(lambda s, load=loader, q=query: load(s, ask(admin, query=q))).view
        rows = [row.href if module is stores else row.email for row in [*first.rows, *second.rows]]
        assert len(rows) == len(set(rows)) >= 53


def test_sections_follow_the_role(shop):  # F003
    support = Actor(user_id=shop.user(), face=Face.ADMIN, platform_roles=frozenset({PlatformRole.SUPPORT}))
    for actor in (support, shop.admin()):
        groups = shell.load_shell(None, ask(actor)).groups  # type: ignore[arg-type]
        shown = [item.href for group in groups for item in group.links]
        loaders = dict(zip(["/admin", "/admin/orders", "/admin/stores", "/admin/users", "/admin/outbox"], LOADERS,
                           strict=True))  # fmt: skip
        for path, loader in loaders.items():
            if path in shown:
                read(lambda s, load=loader, a=actor: load(s, ask(a)))
            else:
                with pytest.raises(Refused):
                    read(lambda s, load=loader, a=actor: load(s, ask(a)))


def test_mail_is_read_with_links_that_work_on_any_host(shop):  # F107, F158
    admin = shop.admin()
    text = "Follow it:\nhttp://127.0.0.1:8000/purchase/abc?x=1.\nOr ask https://example.org/help."
    with transaction() as session:
        event = OutboxEvent(kind="purchase_paid", payload={})
        session.add(event)
        session.flush()
        mail = Delivery(
            event_id=event.id, kind="purchase_paid", recipient="ana@example.com", subject="Your order", body_text=text,
            body_html="",
            status=DeliveryStatus.DEAD, last_error="550 no such box",
        )  # fmt: skip
        session.add(mail)
        session.flush()
        ident = str(mail.id)
    view = read(lambda s: outbox.load_outbox(s, ask(admin, query=f"mail={ident}"))).view
    assert view.chosen and view.mail.error == "550 no such box" and view.mail.can_resend
    assert "".join(part.text for part in view.mail.parts) == text
    assert [part.href for part in view.mail.parts if part.href] == ["/purchase/abc?x=1", "https://example.org/help"]
    with transaction() as session:
        outbox._resend(session, actor=admin, delivery_id=ident)
    assert read(lambda s: outbox.load_outbox(s, ask(admin, query="tab=waiting"))).view.rows[0].id == ident
    with pytest.raises(NotFound), transaction() as session:
        outbox._resend(session, actor=admin, delivery_id="nonsense")
    with pytest.raises(NotFound):
        read(lambda s: outbox.load_outbox(s, ask(admin, query=f"mail={admin.user_id}")))
