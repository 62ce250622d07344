"""From an event to a message that was sent exactly once.

A delivery is unique per event, recipient and channel, so an event that is relayed twice is still one message. It is
sent with its row locked, so two jobs for it cannot both send.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.providers.mail import Mailer
from emporium.providers.push import Pusher, get_pusher
from emporium.providers.sms import Texter, get_texter
from emporium.services.notifications import (
    account_letters,
    cancel_letters,
    case_letters,
    choosing,
    debt_letters,
    dispatch_letters,
    draft_letters,
    edit_letters,
    favourite_letters,
    find_letters,
    message_letters,
    moderation_letters,
    order_letters,
    payout_letters,
    question_letters,
    reminder_letters,
    return_letters,
    review_letters,
    short_letters,
    stock_letters,
)
from emporium.services.notifications.carrying import Carriers, GiveUp, TryLater, carry
from emporium.services.notifications.fanning import Composer, written
from models.enums import Channel, DeliveryStatus
from models.notifications import Delivery
from models.outbox import OutboxEvent

COMPOSERS: Mapping[str, Composer] = {
    "user_registered": account_letters.verify_email,
    "account_exists": account_letters.account_exists,
    "password_reset_requested": account_letters.reset_password,
    "password_changed": account_letters.password_changed,
    "email_change_asked": account_letters.change_email,
    "email_changed": account_letters.email_changed,
    "second_step_changed": account_letters.second_step_changed,
    "identity_changed": account_letters.identity_changed,
    "export_ready": account_letters.export_ready,
    "erasure_asked": account_letters.erase_account,
    "find_order_asked": find_letters.found_orders,
    "payout_account_set": payout_letters.account_set,
    "purchase_paid": order_letters.order_confirmation,
    "order_placed": order_letters.new_order,
    "order_shipped": order_letters.parcel_shipped,
    "parcel_moved": short_letters.parcel_moved,
    "phone_code_asked": short_letters.phone_code,
    "order_cancelled": dispatch_letters.order_cancelled,
    "draft_sent": draft_letters.to_pay,
    "draft_ordered": draft_letters.to_transfer,
    "edit_waiting": edit_letters.to_pay,
    "order_edited": edit_letters.edited,
    "edit_dropped": edit_letters.dropped,
    "cancel_request_changed": cancel_letters.cancel_request_changed,
    "case_changed": case_letters.case_changed,
    "favourites_news": favourite_letters.favourites_news,
    "debt_asked": debt_letters.asked,
    "debt_restricted": debt_letters.restricted,
    "debt_settled": debt_letters.settled,
    "dispatch_due_soon": dispatch_letters.due_soon,
    "dispatch_late": dispatch_letters.late,
    "given_up": dispatch_letters.given_up,
    "cart_reminded": reminder_letters.left_behind,
    "return_changed": return_letters.return_changed,
    "message_sent": message_letters.message_sent,
    "talk_moderated": moderation_letters.talk_moderated,
    "report_decided": moderation_letters.report_decided,
    "question_asked": question_letters.question_asked,
    "question_answered": question_letters.question_answered,
    "post_changed": question_letters.post_changed,
    "review_changed": review_letters.review_changed,
    "stock_ran_low": stock_letters.ran_low,
    "stock_alert_asked": stock_letters.prove_address,
    "back_in_stock": stock_letters.back_in_stock,
}
"""Who hears of what. An event that is not here sends nothing."""

TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
GRACE = timedelta(seconds=20)
"""Time for the job that was made with a delivery, before the schedule looks after it."""


def prepare(session: Session, *, event: OutboxEvent) -> list[UUID]:
    """Write the messages an event calls for and their people want; returns the ids of new ones that may leave now.

    One that falls into quiet hours waits for their end: the schedule finds it then.
    """
    composer = COMPOSERS.get(event.kind)
    if composer is None or event.id is None:
        return []
    made: list[UUID] = []
    for one in written(session, event, composer):
        values = {**one.values, "next_try_at": one.earliest + GRACE}
        unique = insert(Delivery).values(**values).on_conflict_do_nothing().returning(col(Delivery.id))
        new = session.scalars(unique).all()
        made += new if one.earliest <= datetime.now(UTC) else []
    return made


def send(
    session: Session, *, delivery_id: UUID, mailer: Mailer, texter: Callable[[], Texter] = get_texter,
    pusher: Callable[[], Pusher] = get_pusher,
) -> DeliveryStatus | None:  # fmt: skip
    """Hand one message to the provider of its channel unless that happened before.

    Returns its status, or None while another job has it in hand. A server that cannot take it now is tried again
    after 1, 2, 4 ... minutes, or when it says, eight times in all; an address that is refused for good is not. What
    makes a noise is not tried within quiet hours, those set since it was written too.
    """
    found = session.exec(select(Delivery).where(Delivery.id == delivery_id).with_for_update(skip_locked=True)).first()
    if found is None or found.status != DeliveryStatus.QUEUED:
        return None if found is None else DeliveryStatus(found.status)
    found.attempts += 1
    try:
        carry(session, found, carriers=Carriers(mailer, texter, pusher))
    except GiveUp as error:
        found.status, found.last_error = DeliveryStatus.FAILED, str(error)
    except TryLater as error:
        _try_later(session, found, str(error), timedelta(seconds=error.after))
    else:
        found.status, found.sent_at, found.last_error = DeliveryStatus.SENT, datetime.now(UTC), None
    session.add(found)
    return found.status


def _try_later(session: Session, delivery: Delivery, reason: str, asked: timedelta) -> None:
    delivery.last_error = reason
    if delivery.attempts >= TRIES:
        delivery.status = DeliveryStatus.DEAD
        return
    pause = min(LONGEST_PAUSE, max(asked, FIRST_PAUSE * 2 ** (delivery.attempts - 1)))
    delivery.next_try_at = choosing.not_before(
        session, recipient=delivery.recipient, kind=delivery.kind, channel=Channel(delivery.channel),
        moment=datetime.now(UTC) + pause,
    )  # fmt: skip


def due(session: Session, *, limit: int = 500) -> list[UUID]:
    """Messages that wait and whose time has come, oldest first."""
    waiting = (
        select(Delivery.id)
        .where(Delivery.status == DeliveryStatus.QUEUED, col(Delivery.next_try_at) <= datetime.now(UTC))
        .order_by(col(Delivery.next_try_at))
        .limit(limit)
    )
    return list(session.exec(waiting).all())
