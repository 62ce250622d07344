"""Changing an order after it was placed: looked at first, then exactly that or nothing (F081)."""

from emporium.services.edits.addresses import OtherTerms
from emporium.services.edits.elsewhere import draft_elsewhere
from emporium.services.edits.making import (
    EditChanged,
    apply_paid,
    commit_edit,
    drop_edit,
    expire_edit,
    expire_edits,
    forget_looks,
    preview_edit,
)
from emporium.services.edits.planning import EditAsk, EditPlan
from emporium.services.edits.reading import Addition, EditView, additions_to, edits_of, extended_by, roots_of, view_of

__all__ = [
    "Addition",
    "EditAsk",
    "EditChanged",
    "EditPlan",
    "EditView",
    "OtherTerms",
    "additions_to",
    "apply_paid",
    "commit_edit",
    "draft_elsewhere",
    "drop_edit",
    "edits_of",
    "expire_edit",
    "expire_edits",
    "extended_by",
    "forget_looks",
    "preview_edit",
    "roots_of",
    "view_of",
]
