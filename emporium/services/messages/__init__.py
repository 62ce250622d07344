"""Conversations between shoppers and stores, about an order or a product (F111)."""

from emporium.services.messages.asking import (
    BODY_MAX,
    MessageSent,
    Subject,
    ask_store,
    subject_of,
    write_as_shopper,
    write_as_store,
)
from emporium.services.messages.masking import HIDDEN, masked
from emporium.services.messages.reading import (
    Said,
    Thread,
    ThreadPage,
    ThreadRow,
    mark_read,
    response_minutes,
    shopper_thread,
    shopper_threads,
    store_thread,
    store_threads,
    unread_of_store,
)

__all__ = [
    "BODY_MAX",
    "HIDDEN",
    "MessageSent",
    "Said",
    "Subject",
    "Thread",
    "ThreadPage",
    "ThreadRow",
    "ask_store",
    "mark_read",
    "masked",
    "response_minutes",
    "shopper_thread",
    "shopper_threads",
    "store_thread",
    "store_threads",
    "subject_of",
    "unread_of_store",
    "write_as_shopper",
    "write_as_store",
]
