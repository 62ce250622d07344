"""Buying files: consent, sending by themselves, fetching within limits, and what takes the right away (F026)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from emporium.db import transaction
from emporium.errors import Conflict, Expired, Invalid, NotFound, Refused
from emporium.services import checkout, downloads, edits, orders, refunds, returns, risk
from emporium.services.auth import SYSTEM
from emporium.services.auth.link_proofs import handed_on, make_proof
from emporium.services.downloads import fetching
from emporium.services.edits import EditAsk
from emporium.services.notifications import order_letters
from emporium.services.refunds import RefundAsk
from emporium.settings import get_settings
from jobs import tasks
from models.audit import AuditEvent
from models.downloads import Download
from models.enums import FulfillmentStatus, OrderStatus
from models.inventory import Reservation
from models.ledger import Earning
from models.orders import Fulfillment, Order, Purchase
from models.outbox import OutboxEvent
from tests.factories import guest, read
from tests.services.downloads.kit import PDF, PDF_2, Bought, Files, agree, put_in


@pytest.fixture
def files(shop) -> Files:
    return Files.sold_by(shop)


def change(bought: Bought, **columns) -> None:
    with transaction() as session:
        row = session.get_one(Download, bought.rights()[0].id)
        for name, value in columns.items():
            setattr(row, name, value)
        session.add(row)


def test_without_the_tick_nothing_is_sold(shop, files):  # F026
    actor = guest()
    checkout_id, version = shop.ready(actor, {files.variant: 1})
    with pytest.raises(Invalid) as wrong:
        shop.place(actor, checkout_id, version)
    assert wrong.value.field == "digital_consent"
    agree(actor, checkout_id)
    agree(actor, checkout_id, agreed=False)
    with pytest.raises(Invalid):
        shop.place(actor, checkout_id, version)
    assert read(lambda s: s.exec(select(Purchase)).all()) == []
    agree(actor, checkout_id)
    before = datetime.now(UTC)
    placed = shop.place(actor, checkout_id, version)
    purchase = read(lambda s: s.get_one(Purchase, placed.purchase_id))
    assert before - timedelta(minutes=1) < purchase.digital_consent_at <= datetime.now(UTC)


def test_what_is_put_in_later_was_not_agreed_to(shop, files):  # F026
    other, actor = Files.sold_by(shop, files.store), guest()
    checkout_id, _version = shop.ready(actor, {files.variant: 1})
    agree(actor, checkout_id)
    put_in(actor, other.variant)
    _, version = shop.ready(actor, {})
    with pytest.raises(Invalid) as wrong:
        shop.place(actor, checkout_id, version)
    assert wrong.value.field == "digital_consent"
    agree(actor, checkout_id)
    assert shop.place(actor, checkout_id, version).token


def test_things_need_no_tick_and_keep_none(shop):
    placed = shop.buy(shop.variant())
    assert read(lambda s: s.get_one(Purchase, placed.purchase_id)).digital_consent_at is None


def test_files_are_not_paid_at_the_door(shop, files, monkeypatch):  # F026, F074
    monkeypatch.setattr(get_settings(), "cash_on_delivery", True)
    actor = guest()
    checkout_id, version = shop.ready(actor, {files.variant: 1})
    agree(actor, checkout_id)
    with pytest.raises(Invalid) as wrong:
        shop.place(actor, checkout_id, version, method="cash")
    assert wrong.value.field == "payment"


def test_an_order_of_files_is_delivered_by_itself(shop, files):  # F026, F078
    bought = files.buy(send=False)
    order = bought.order()
    assert (order.status, order.shipping_minor, order.dispatch_by, order.deliver_from, order.shipping_method_id) == (
        OrderStatus.PAID, 0, None, None, None,
    )  # fmt: skip
    assert bought.rights() == []
    assert bought.send(order.id) is not None
    assert bought.send(order.id) is None, "relayed twice, they go once"
    order = bought.order()
    assert order.status == OrderStatus.DELIVERED and order.delivered_at and order.shipped_at
    parcel = read(lambda s: s.exec(select(Fulfillment)).one())
    assert (parcel.status, parcel.carrier) == (FulfillmentStatus.DELIVERED, "Download")
    (right,) = bought.rights()
    assert (right.most, right.used) == (3, 0)
    assert timedelta(days=29) < right.until - datetime.now(UTC) <= timedelta(days=30)
    assert {row.status for row in read(lambda s: s.exec(select(Reservation)).all())} == {"released"}
    assert read(lambda s: s.exec(select(Earning)).one()).order_id == order.id


def test_the_jobs_send_them_whatever_was_lost(shop, files):  # F026
    first, second = files.buy(send=False), files.buy(send=False)
    tasks.assess_order(str(first.order().id))
    assert first.order().status == OrderStatus.DELIVERED
    assert tasks.look_after_files() == 1
    assert second.order().status == OrderStatus.DELIVERED
    assert tasks.look_after_files() == 0


def test_an_order_that_is_held_keeps_its_files(shop, files):  # F026, F126
    bought, admin = files.buy(send=False), shop.admin()
    with transaction() as session:
        hold = risk.hold_by_hand(session, actor=admin, note="Looks odd", order_number=bought.order().number)
    assert bought.send(bought.order().id) is None and tasks.look_after_files() == 0
    with transaction() as session:
        risk.release_hold(session, actor=admin, hold_id=hold, note="All is well")
    assert tasks.look_after_files() == 1 and bought.rights()


def test_the_schedule_looks_before_it_sends(shop, files, monkeypatch):  # F026, F126
    monkeypatch.setattr(get_settings(), "risk_amount_minor", 100)
    bought = files.buy(send=False, email="nobody-knows@example.com")
    assert tasks.look_after_files() == 0, "it is held for its amount, whichever job comes first"
    assert bought.order().status == OrderStatus.PAID and bought.rights() == []


def test_of_a_mixed_order_only_the_rest_is_a_parcel(shop):  # F026, F078
    store = shop.store(shipping=490)
    files, mug = Files.sold_by(shop, store), shop.variant(store)
    bought = files.buy(mug)
    order, owner = bought.order(), shop.owner(store)
    assert (order.status, order.shipping_minor) == (OrderStatus.PARTLY_SHIPPED, 490)
    assert order.dispatch_by is not None
    (group,) = read(lambda s: orders.packing(s, actor=owner, store_id=store, number=order.number))
    assert [part.line_id for part in group.units] != [bought.line().id] and len(group.units) == 1
    with transaction() as session:
        parcel = orders.ship_order(
            session, actor=owner, store_id=store, number=order.number, carrier="bpost", tracking_number="BE1234"
        )
    assert bought.order().status == OrderStatus.SHIPPED
    with transaction() as session:
        orders.mark_delivered(session, actor=owner, store_id=store, number=order.number, parcel_id=parcel.id)
    assert bought.order().status == OrderStatus.DELIVERED


def test_a_parcel_that_never_leaves_goes_back_and_the_files_stay(shop):  # F026, F079, F083
    store = shop.store(shipping=490)
    files, mug = Files.sold_by(shop, store, price=900), shop.variant(store, price=2400)
    bought = files.buy(mug)
    with transaction() as session:
        row = session.get_one(Order, bought.order().id)
        row.dispatch_by = datetime.now(UTC).date() - timedelta(days=60)
        session.add(row)
    assert refunds.give_up_never_sent(transaction) == 1
    order = bought.order()
    assert (order.status, order.shipping_refunded_minor) == (OrderStatus.DELIVERED, 490)
    assert bought.line().refunded_minor == 0 and bought.fetch().size_bytes == len(PDF)
    assert refunds.give_up_never_sent(transaction) == 0


def test_fetching_counts_once_for_each_link(shop, files):  # F026
    bought = files.buy()
    link = bought.link()
    assert bought.rights()[0].used == 0, "showing a page counts nothing"
    opened = bought.fetch(link)
    assert (opened.file_name, opened.size_bytes, opened.content_type) == ("pattern.pdf", len(PDF), "application/pdf")
    bought.fetch(link)
    assert bought.rights()[0].used == 1
    (use,) = bought.uses()
    assert (use.ip, use.version) == ("203.0.113.0/24", 1)
    with transaction() as session:
        downloads.open_download(session, link=bought.link(), ip=None, count=False)
    assert bought.rights()[0].used == 1


@pytest.mark.parametrize(
    ("ip", "kept"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2:3::4", "2001:db8:1::/48"), (None, ""), ("unix:", "")],
)
def test_no_single_computer_is_written_down(ip, kept):
    assert fetching.shortened(ip) == kept


def test_the_limit(shop, files):  # F026
    bought = files.buy()
    last = [bought.link() for _ in range(4)]
    for link in last[:3]:
        bought.fetch(link)
    with pytest.raises(Refused):
        bought.fetch(last[3])
    with pytest.raises(Refused):
        bought.link()
    bought.fetch(last[2])
    assert bought.rights()[0].used == 3, "the third link may be finished within its minutes"


def test_links_are_over_after_some_minutes_and_rights_after_some_days(shop, files, monkeypatch):  # F026
    bought = files.buy()
    link = bought.link()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + fetching.LINK_SECONDS + 1)
    with pytest.raises(Expired):
        bought.fetch(link)
    monkeypatch.undo()
    change(bought, until=datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(Expired):
        bought.fetch(link)
    with pytest.raises(Expired):
        bought.link()
    assert bought.uses() == []


def test_a_link_is_for_one_file_of_one_line(shop, files):  # F026, F150
    files.add("second.pdf", PDF_2)
    bought, other = files.buy(), files.buy()
    first, second = (right.id for right in bought.rights())
    link = bought.link(first)
    head, until, number, signature = link.split(".")
    for made in (
        f"{second.hex}.{until}.{number}.{signature}", f"{other.rights()[0].id.hex}.{until}.{number}.{signature}",
        f"{head}.{int(until) + 60}.{number}.{signature}", f"{head}.{until}.{number}x.{signature}",
        f"{head}.{until}.{number}.{'0' * 40}", f"{head}.{until}.{number}", ".", "a.b.c.d", f"{head}.{until}.{number}.é",
    ):  # fmt: skip
        with pytest.raises(NotFound):
            bought.fetch(made)
    with pytest.raises(NotFound):
        bought.link(first, token=other.placed.token)
    with pytest.raises(NotFound):
        read(lambda s: downloads.make_link(s, actor=guest(), download_id=first))
    assert bought.uses() == []


def test_an_old_link_to_the_order_needs_its_proof(shop, files, monkeypatch):  # F026, F155
    bought = files.buy()
    monkeypatch.setattr(get_settings(), "find_link_days", 0)
    with pytest.raises(NotFound):
        bought.link()
    assert bought.link(token=handed_on(bought.placed.token, make_proof(bought.placed.purchase_id)))


@pytest.mark.parametrize("way", ["units", "money"])
def test_a_refund_takes_the_right_away(shop, files, way):  # F026, F068
    bought = files.buy()
    link = bought.link()
    bought.fetch(link)
    order, line = bought.order(), bought.line()
    ask = RefundAsk(lines={line.id: 1}) if way == "units" else RefundAsk(goodwill_minor=order.total_minor)
    with transaction() as session:
        refunds.refund_order(
            session, actor=shop.owner(files.store), store_id=files.store, number=order.number, ask=ask, key="r"
        )
    assert bought.order().status == OrderStatus.REFUNDED
    with pytest.raises(Refused):
        bought.fetch(link)
    with pytest.raises(Refused):
        bought.link()
    (view,) = read(lambda s: downloads.downloads_of_orders(s, order_ids=[order.id]))[order.id]
    assert "money" in view.problem
    with pytest.raises(Conflict), transaction() as session:
        downloads.renew_downloads(
            session, actor=shop.owner(files.store), store_id=files.store, number=order.number, line_id=line.id
        )


def test_a_part_of_the_money_takes_nothing_away(shop, files):  # F026
    bought = files.buy(units=2)
    with transaction() as session:
        refunds.refund_order(
            session, actor=shop.owner(files.store), store_id=files.store, number=bought.order().number,
            ask=RefundAsk(lines={bought.line().id: 1}), key="r",
        )  # fmt: skip
    assert bought.fetch().size_bytes == len(PDF)


def test_cancelled_before_they_went_they_never_go(shop, files):  # F026, F079
    bought = files.buy(send=False)
    order = bought.order()
    with transaction() as session:
        refunds.cancel_order(
            session, actor=shop.owner(files.store), store_id=files.store, number=order.number, reason="A mistake"
        )
    assert bought.send(order.id) is None and bought.rights() == []
    assert bought.order().status == OrderStatus.CANCELLED


def test_a_new_version_is_for_those_who_bought_the_old_one(shop, files):  # F026
    bought = files.buy()
    bought.fetch()
    (file,) = files.files()
    with transaction() as session:
        downloads.replace_file(
            session, actor=SYSTEM, store_id=files.store, product_id=files.product, file_id=file.id,
            file_name="pattern-2.pdf", content=PDF_2,
        )  # fmt: skip
    opened = bought.fetch()
    assert (opened.size_bytes, opened.version, opened.file_name) == (len(PDF_2), 2, "pattern-2.pdf")
    assert [use.version for use in bought.uses()] == [1, 2]
    files.add("extra.pdf", PDF)
    assert len(bought.rights()) == 1, "what came later was no part of it"
    assert len(files.buy().rights()) == 2


def test_a_store_gives_more_time_and_it_is_written_down(shop, files):  # F026
    bought, owner = files.buy(), shop.owner(files.store)
    for _ in range(3):
        bought.fetch()
    change(bought, until=datetime.now(UTC) - timedelta(days=1))
    ask = {"store_id": files.store, "number": bought.order().number, "line_id": bought.line().id}
    other = shop.store()
    with pytest.raises(NotFound), transaction() as session:
        downloads.renew_downloads(session, actor=shop.owner(other), **ask)
    with transaction() as session:
        assert downloads.renew_downloads(session, actor=owner, **ask) == 1
    (right,) = bought.rights()
    assert right.used == 0 and right.until > datetime.now(UTC) + timedelta(days=29) and right.renewed_at
    bought.fetch()
    event = read(lambda s: s.exec(select(AuditEvent).where(AuditEvent.action == "downloads.renewed")).one())
    assert event.actor_id == owner.user_id and event.before == {"used": {str(right.id): 3}}


def test_files_are_not_sent_back(shop):  # F026, F080
    store = shop.store()
    files, mug = Files.sold_by(shop, store), shop.variant(store)
    bought = files.buy(mug)
    order, line = bought.order(), bought.line()
    left = read(lambda s: returns.returnable_now(s, order_id=order.id)).units
    assert line.id not in left or not left[line.id]
    with pytest.raises(Invalid), transaction() as session:
        returns.request_return(
            session, actor=guest(), token=bought.placed.token, number=order.number, units={line.id: 1},
            reason="changed_mind",
        )  # fmt: skip


def test_nobody_adds_files_to_an_order(shop):  # F026, F081
    store = shop.store()
    files, mug = Files.sold_by(shop, store), shop.variant(store)
    placed = shop.buy(mug)
    order = read(lambda s: s.exec(select(Order).where(Order.purchase_id == placed.purchase_id)).one())
    with pytest.raises(Invalid) as wrong, transaction() as session:
        edits.preview_edit(
            session, actor=shop.owner(store), store_id=store, number=order.number,
            ask=EditAsk(add={files.variant: 1}), reason="They called",
        )  # fmt: skip
    assert "shop" in wrong.value.message


def test_the_letter_names_the_files_and_what_was_agreed_to(shop):  # F026, F077
    store = shop.store()
    files = Files.sold_by(shop, store)
    files.add("extra.zip", b"PK\x03\x04" + b"1" * 2_000_000, "All sizes")
    alone, mixed = files.buy(), files.buy(shop.variant(store))

    def letter(bought: Bought, kind: str, write) -> str:
        with transaction() as session:
            event = session.exec(
                select(OutboxEvent)
                .where(OutboxEvent.kind == kind)
                .where(col(OutboxEvent.payload)["purchase_id"].as_string() == str(bought.placed.purchase_id))
            ).one()
            return write(session, event)[0].letter.text()

    said = " ".join(letter(alone, "purchase_paid", order_letters.order_confirmation).split())
    assert "The pattern" in said and "All sizes 2 MB" in said and alone.placed.token in said
    assert "lose your right of withdrawal" in said and "parcel" not in said
    said = " ".join(letter(mixed, "purchase_paid", order_letters.order_confirmation).split())
    assert "one parcel" in said and "All sizes" in said
    assert "nothing to do" in letter(alone, "order_placed", order_letters.new_order)
    said = letter(mixed, "order_placed", order_letters.new_order)
    assert "One item is paid and ready to pack" in said


def test_agreed_quote_says_which_lines_are_files(shop, files):
    actor = guest()
    shop.ready(actor, {files.variant: 1, shop.variant(): 1})
    with transaction() as session:
        made = checkout.start_checkout(session, actor=actor)
        from emporium.services.carts import find_cart

        quote = checkout.build_quote(session, checkout=made, cart=find_cart(session, actor=actor))
    assert checkout.files_in(quote) == [str(files.variant)]
