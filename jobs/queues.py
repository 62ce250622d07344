"""The queues and how jobs get into them."""

from __future__ import annotations

from uuid import UUID

from redis import Redis
from rq import Queue

from emporium.redis import redis_client

PAYMENTS = "payments"
MAIL = "mail"
DEFAULT = "default"
NAMES = (PAYMENTS, MAIL, DEFAULT)
"""In the order in which a worker looks: people wait for money and mail, nobody waits for tidying."""

KEEP_RESULT_SECONDS = 60 * 60
KEEP_FAILURE_SECONDS = 7 * 24 * 60 * 60


def queue(name: str, connection: Redis | None = None) -> Queue:
    """One of the queues."""
    return Queue(name, connection=connection or redis_client())


def enqueue_send(delivery_id: UUID, *, connection: Redis | None = None) -> None:
    """Send one message soon. Losing the job loses nothing: the schedule finds unsent deliveries in the database."""
    _enqueue(MAIL, "jobs.tasks.send_delivery", str(delivery_id), connection)


def enqueue_webhook(webhook_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Apply a payment provider's report soon. The schedule finds those whose job was lost."""
    _enqueue(PAYMENTS, "jobs.tasks.apply_webhook", str(webhook_id), connection)


def enqueue_repeats(purchase_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Let the sandbox report a purchase again; of interest to demos and tests only."""
    _enqueue(DEFAULT, "jobs.tasks.repeat_reports", str(purchase_id), connection)


def enqueue_refund(refund_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Ask the provider for a refund soon. The schedule finds those whose job was lost."""
    _enqueue(PAYMENTS, "jobs.tasks.send_refund", str(refund_id), connection)


def enqueue_assessment(order_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Look at a paid order for what is unusual; its buyer may be waiting for files that go after that."""
    _enqueue(PAYMENTS, "jobs.tasks.assess_order", str(order_id), connection)


def enqueue_files(order_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Give the buyer of an order its files. The schedule finds those whose job was lost."""
    _enqueue(PAYMENTS, "jobs.tasks.send_files", str(order_id), connection)


def enqueue_capture(order_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Take what is held for an order whose first parcel left."""
    _enqueue(PAYMENTS, "jobs.tasks.capture_order", str(order_id), connection)


def enqueue_after_parcel(order_id: UUID | str, *, connection: Redis | None = None) -> None:
    """A parcel left: take what is held for its order, and write the order's invoice."""
    enqueue_capture(order_id, connection=connection)
    enqueue_invoice(order_id, connection=connection)


def enqueue_invoice(order_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Write an order's invoice. The schedule finds those whose job was lost."""
    _enqueue(DEFAULT, "jobs.tasks.write_invoice", str(order_id), connection)


def enqueue_credit_note(refund_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Write a refund's credit note, when its order was invoiced."""
    _enqueue(DEFAULT, "jobs.tasks.write_credit_note", str(refund_id), connection)


def enqueue_pdf(document_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Draw a paper and keep its PDF."""
    _enqueue(DEFAULT, "jobs.tasks.make_pdf", str(document_id), connection)


def enqueue_stock_count(count_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Set a long counted list. The schedule finds those whose job was lost."""
    _enqueue(DEFAULT, "jobs.tasks.set_stock_count", str(count_id), connection)


def enqueue_export(export_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Make a copy of a person's data. The schedule finds those whose job was lost."""
    _enqueue(DEFAULT, "jobs.tasks.make_export", str(export_id), connection)


def enqueue_index(product_id: UUID | str, *, connection: Redis | None = None) -> None:
    """Let search know a product as it is now. The schedule finds those whose job was lost."""
    _enqueue(DEFAULT, "jobs.tasks.index_product", str(product_id), connection)


def _enqueue(name: str, task: str, subject: str, connection: Redis | None) -> None:
    queue(name, connection).enqueue(
        task, subject, description=f"{task} {subject}", job_timeout=60, result_ttl=KEEP_RESULT_SECONDS,
        failure_ttl=KEEP_FAILURE_SECONDS,
    )  # fmt: skip
