"""Orders that a store's people prepare for a customer: the checkout's own quote and placing, another way in (F084)."""

from emporium.services.drafts.access import basket_of
from emporium.services.drafts.making import (
    add_code,
    add_item,
    choose_delivery,
    create_draft,
    drop_code,
    set_customer,
    set_discount,
    set_note,
    set_units,
)
from emporium.services.drafts.reading import (
    DraftDetail,
    DraftPage,
    DraftRow,
    DraftState,
    Linked,
    VariantFound,
    changed_since_sent,
    find_variants,
    linked,
    list_drafts,
    open_link,
    read_draft,
)
from emporium.services.drafts.sending import copy_draft, discard_draft, place_draft, send_draft

__all__ = [
    "DraftDetail",
    "DraftPage",
    "DraftRow",
    "DraftState",
    "Linked",
    "VariantFound",
    "add_code",
    "add_item",
    "basket_of",
    "changed_since_sent",
    "choose_delivery",
    "copy_draft",
    "create_draft",
    "discard_draft",
    "drop_code",
    "find_variants",
    "linked",
    "list_drafts",
    "open_link",
    "place_draft",
    "read_draft",
    "send_draft",
    "set_customer",
    "set_discount",
    "set_note",
    "set_units",
]
