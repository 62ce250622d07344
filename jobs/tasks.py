"""What RQ runs. Every task may run twice and may be lost: the database decides what is left to do."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from uuid import UUID

from emporium.db import transaction
from emporium.errors import Conflict, EmporiumError
from emporium.providers.mail import get_mailer
from emporium.services import (
    books,
    cases,
    catalogue,
    checkout,
    debts,
    documents,
    downloads,
    edits,
    favourites,
    inventory,
    notifications,
    orders,
    payments,
    payouts,
    pictures,
    recommendations,
    refunds,
    reminders,
    returns,
    risk,
    search,
)
from emporium.services.auth import SYSTEM
from emporium.services.catalogue import collections
from emporium.services.payments import sandbox_stories
from emporium.services.privacy import copying, retention
from jobs.queues import (
    enqueue_capture,
    enqueue_credit_note,
    enqueue_export,
    enqueue_invoice,
    enqueue_pdf,
    enqueue_refund,
    enqueue_send,
    enqueue_webhook,
)

log = logging.getLogger(__name__)
REFINING_SECONDS = 3.0


def send_delivery(delivery_id: str) -> str:
    """Send one message; returns its status."""
    with transaction() as session:
        return str(notifications.send(session, delivery_id=UUID(delivery_id), mailer=get_mailer()))


def apply_webhook(webhook_id: str) -> bool:
    """Apply what a payment provider reported; False when that was done before."""
    attempt_id = payments.process_webhook(transaction, webhook_id=UUID(webhook_id))
    if attempt_id is not None:
        payments.settle_surplus(transaction, attempt_id=attempt_id)
    return attempt_id is not None


def repeat_reports(purchase_id: str) -> int:
    """Let the sandbox report a purchase again, if it was paid with the card that does."""
    with transaction() as session:
        return sandbox_stories.repeat_reports(session, purchase_id=UUID(purchase_id))


def confirm_slow_payments() -> int:
    """Let the sandbox confirm its slow transfers."""
    with transaction() as session:
        waiting = sandbox_stories.slow_payments(session)
    for attempt_id in waiting:
        payments.sandbox_decision(transaction, attempt_id=attempt_id, approved=True)
    return len(waiting)


def send_refund(refund_id: str) -> str:
    """Ask the provider to send money back; returns the refund's status."""
    return str(refunds.send_refund(transaction, refund_id=UUID(refund_id)))


def capture_order(order_id: str) -> int:
    """Take what is held for an order whose first parcel left; returns the amount in minor units."""
    return payments.capture_order(transaction, order_id=UUID(order_id))


def write_invoice(order_id: str) -> str:
    """Write the invoice of an order whose first parcel left; returns its number, nothing when there is none to write.

    Every parcel asks; the first one's invoice is found again.
    """
    with transaction() as session:
        try:
            return str(documents.invoice(session, actor=SYSTEM, order_id=UUID(order_id)).content["reference"])
        except Conflict as error:
            log.info("No invoice for order %s: %s", order_id, error.message)
            return ""


def write_credit_note(refund_id: str) -> str:
    """Write the credit note of a refund that was sent; returns its number, nothing when nothing was invoiced."""
    with transaction() as session:
        made = documents.credit_note(session, actor=SYSTEM, refund_id=UUID(refund_id))
        return str(made.content["reference"]) if made is not None else ""


def make_pdf(document_id: str) -> str:
    """Draw a paper and keep it; returns the digest of its bytes."""
    return documents.make_pdf(transaction, document_id=UUID(document_id))


def look_after_documents() -> int:
    """Find invoices, credit notes and PDFs whose job was lost."""
    with transaction() as session:
        waiting = documents.waiting_documents(session)
    for order_id in waiting.orders:
        enqueue_invoice(order_id)
    for refund_id in waiting.refunds:
        enqueue_credit_note(refund_id)
    for document_id in waiting.documents:
        enqueue_pdf(document_id)
    return len(waiting.orders) + len(waiting.refunds) + len(waiting.documents)


def invoice_commissions() -> int:
    """Write the platform's invoices for the months that are over; returns how many stores got theirs."""
    with transaction() as session:
        due = documents.commission_due(session)
    for store_id, month in due:
        with transaction() as session:
            documents.commission_invoices(session, actor=SYSTEM, store_id=store_id, year=month.year, month=month.month)
    return len(due)


def look_after_money() -> int:
    """Find refunds, captures and surplus payments whose job was lost or whose provider was out of reach."""
    with transaction() as session:
        owed = refunds.waiting_refunds(session)
        held = payments.waiting_captures(session)
        surplus = payments.waiting_surplus(session)
        silent = payments.unanswered(session)
    for refund_id in owed:
        enqueue_refund(refund_id)
    for order_id in held:
        enqueue_capture(order_id)
    for attempt_id in surplus:
        _each("surplus", payments.settle_surplus, attempt_id)
    for attempt_id in silent:
        _each("unanswered", payments.recover_attempt, attempt_id)
    return len(owed) + len(held) + len(surplus) + len(silent)


def _each(what: str, act: Callable[..., object], attempt_id: UUID) -> None:
    """One payment that cannot be looked after now does not keep the others waiting."""
    try:
        act(transaction, attempt_id=attempt_id)
    except EmporiumError as error:
        log.warning("Looking after %s payment %s: %s", what, attempt_id, error.message)


def check_books() -> int:
    """Ask every invariant of money and stock; violations are logged for the operator and counted."""
    with transaction() as session:
        found = books.check_books(session)
    for violation in found:
        log.error("The books are wrong: %s", violation)
    return len(found)


def pay_stores() -> int:
    """Claim what is due to stores; returns how many payouts were made."""
    made = sum(bool(outcome.number) for outcome in payouts.run_payouts(transaction, actor=SYSTEM, scheduled=True))
    with transaction() as session:
        waiting = payouts.waiting_transfers(session)
    for payout_id in waiting:
        payouts.send_payout(transaction, actor=SYSTEM, payout_id=payout_id)
    return made


def retry_mail() -> int:
    """Find messages whose time has come again, or whose job was lost."""
    with transaction() as session:
        due = notifications.due(session)
    for delivery_id in due:
        enqueue_send(delivery_id)
    return len(due)


def retry_webhooks() -> int:
    """Find reports of providers whose job was lost."""
    with transaction() as session:
        waiting = payments.waiting_webhooks(session)
    for webhook_id in waiting:
        enqueue_webhook(webhook_id)
    return len(waiting)


def release_expired() -> int:
    """Give back stock that is held for purchases whose time is over."""
    with transaction() as session:
        return inventory.release_expired(session)


def look_after_dispatch() -> int:
    """Remind stores of what is to be sent, and give up what never was."""
    with transaction() as session:
        told = orders.remind_of_dispatch(session)
    return told + refunds.give_up_never_sent(transaction)


def pass_cases_on() -> int:
    """Cases whose store did not answer in time are the platform's to decide; returns how many."""
    with transaction() as session:
        return cases.escalate_overdue(session)


def assess_order(order_id: str) -> bool:
    """Look at a paid order; whether it is held for a person's look. Its files go only after that."""
    with transaction() as session:
        held = risk.assess_order(session, order_id=UUID(order_id)) is not None
    send_files(order_id)
    return held


def send_files(order_id: str) -> bool:
    """Give the buyer of an order its files; False when there are none to send, or not now."""
    with transaction() as session:
        return downloads.send_files(session, order_id=UUID(order_id)) is not None


def look_after_files() -> int:
    """Find paid orders whose files were not sent: their job was lost, or a hold is over; returns how many went.

    Each is looked at first, so that being quicker than its own job lets nothing through.
    """
    with transaction() as session:
        waiting = downloads.waiting_files(session)
    for order_id in waiting:
        with transaction() as session:
            risk.assess_order(session, order_id=order_id)
    return sum(send_files(str(order_id)) for order_id in waiting)


def review_debts() -> int:
    """Move the debts of stores along; returns how many took a step."""
    with transaction() as session:
        return debts.review_debts(session)


def close_backorders() -> int:
    """Stop selling ahead for days that have passed."""
    with transaction() as session:
        return inventory.close_backorders(session)


def turn_sales() -> int:
    """Show the prices of products of which a sale began or ended; returns how many there were (F051)."""
    with transaction() as session:
        due = catalogue.sales_to_turn(session)
    for product_id in due:
        with transaction() as session:
            catalogue.turn_sale(session, product_id=product_id)
    return len(due)


def expire_checkouts() -> int:
    """Close purchases that were not paid in time, and old checkouts and carts."""
    with transaction() as session:
        return checkout.expire_unpaid(session)


def expire_edits() -> int:
    """Give up changes of orders whose payment did not come in time."""
    return edits.expire_edits(transaction)


def look_after_exchanges() -> int:
    """Give up dearer replacements that were not paid in time; give money for those that were cancelled."""
    return returns.look_after_exchanges(transaction)


def remind_of_carts() -> int:
    """Write to people who left a basket and agreed to a letter; returns to how many."""
    with transaction() as session:
        return reminders.remind_of_carts(session)


def tell_news() -> int:
    """Write the daily letters about what people keep; returns how many."""
    with transaction() as session:
        return favourites.tell_news(session)


def set_stock_count(count_id: str) -> bool:
    """Set a long counted list; False when that was done before."""
    with transaction() as session:
        return inventory.work_off_count(session, actor=SYSTEM, count_id=UUID(count_id))


def look_after_counts() -> int:
    """Find long counted lists whose job was lost."""
    with transaction() as session:
        waiting = inventory.waiting_counts(session)
    for count_id in waiting:
        set_stock_count(str(count_id))
    return len(waiting)


def make_export(export_id: str) -> bool:
    """Make a copy of a person's data; False when that was done before."""
    return copying.make_export(transaction, export_id=UUID(export_id))


def look_after_exports() -> int:
    """Find copies whose job was lost."""
    with transaction() as session:
        waiting = copying.waiting_exports(session)
    for export_id in waiting:
        enqueue_export(export_id)
    return len(waiting)


def index_product(product_id: str) -> int:
    """Let search know a product as it is now; it joins and leaves collections by their rules."""
    with transaction() as session:
        done = search.engine().index(session, product_ids=[UUID(product_id)])
    with transaction() as session:
        collections.fill_for_products(session, product_ids=[UUID(product_id)])
    return done


def look_after_search() -> int:
    """Find products that search does not know as they are: their job was lost."""
    with transaction() as session:
        return search.engine().index(session, product_ids=search.engine().waiting(session))


def refine_pictures() -> int:
    """Make AVIF versions and blurs of pictures that have none yet, for a few seconds: others wait for this worker.

    Returns how many were looked at.
    """
    with transaction() as session:
        waiting = pictures.to_refine(session)
    until, done = time.monotonic() + REFINING_SECONDS, 0
    while done < len(waiting) and time.monotonic() < until:
        pictures.refine(transaction, media_id=waiting[done])
        done += 1
    return done


def fill_collections() -> int:
    """Fill every collection that has a rule: time passes, ratings change, jobs are lost. Returns what came or went."""
    with transaction() as session:
        waiting = collections.rule_collections(session)
    changed = 0
    for collection_id in waiting:
        with transaction() as session:
            changed += collections.fill_collection(session, collection_id=collection_id)
    with transaction() as session:
        collections.recount_collections(session)
    return changed


def reindex_search() -> int:
    """Build the index anew beside the one that answers: names of stores and categories change without an event."""
    return search.engine().reindex(transaction)


def recommend() -> int:
    """Work out anew what goes with what, from what search knows; returns how many pairs there are."""
    while look_after_search():
        log.debug("Products are taken into the index before what goes with them is worked out")
    return recommendations.rebuild(transaction)


def prune() -> int:
    """Forget what had its time: dispatched events, old messages, links, sessions, copies of data, searches, views."""
    with transaction() as session:
        retention.forget_old(session)
        search.forget_searches(session)
        recommendations.forget_views(session)
        inventory.forget_alerts(session)
        edits.forget_looks(session)
        catalogue.forget_wish_files(session)
        favourites.forget_guests(session)
        return notifications.prune(session)
