"""Buyer protection: a shopper's case, the store's answer in time, the platform's decision (F073)."""

from emporium.services.cases.answering import answer_case, escalate_overdue
from emporium.services.cases.deciding import decide_case
from emporium.services.cases.opening import (
    CaseChanged,
    can_open,
    open_case,
    withdraw_case,
    write_as_shopper,
)
from emporium.services.cases.photos import add_case_photos, case_photo
from emporium.services.cases.reading import CaseView, cases_of_orders, list_cases

__all__ = [
    "CaseChanged",
    "CaseView",
    "add_case_photos",
    "answer_case",
    "can_open",
    "case_photo",
    "cases_of_orders",
    "decide_case",
    "escalate_overdue",
    "list_cases",
    "open_case",
    "withdraw_case",
    "write_as_shopper",
]
