"""What a shopper reads of changes to an order: what is to be paid, what was changed, what was added (F081)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from sqlmodel import Session

from emporium.i18n import _, day, moment
from emporium.services import drafts, edits
from emporium.services.edits import EditView
from emporium.services.orders import OrderView, PurchaseView
from emporium.ui.values import Link
from emporium.web.shown import money
from models.enums import EditStatus, PurchaseStatus
from storefront.purchase_values import OrderChanges, PurchasePage, Scan


def with_changes(session: Session, view: PurchasePage, found: PurchaseView) -> PurchasePage:
    """The purchase's page with its orders' changes. Three queries."""
    ids = [order.id for order in found.orders]
    made = [(order, one) for order, rows in _rows(session, found) for one in rows]
    added = edits.additions_to(session, order_ids=ids)
    roots = edits.roots_of(session, order_ids=ids)
    waiting = [one for _order, one in made if one.status is EditStatus.WAITING]
    changes = OrderChanges(
        pay=[
            Link(_("Pay {amount}").format(amount=money(one.added_minor, found.currency)), f"/checkout?link={one.token}")
            for one in waiting
        ],
        pay_title=_("A change of your order waits for you"),
        pay_text=" ".join(_pay_words(one, found.currency) for one in waiting),
        told=[
            Scan(
                _title(one), " · ".join(part for part in (moment(one.decided_at), *_what(one, found.currency)) if part)
            )
            for _order, one in made
            if one.status is EditStatus.APPLIED and one.decided_at is not None
        ],
        added=[
            Link(f"{one.number}, {money(one.total_minor, one.currency)}", f"/purchase/{one.token}")
            for rows in added.values()
            for one in rows
            if not one.instead  # its return's card says that
        ],
        of=[Link(root.number, f"/purchase/{root.token}") for root in roots if not root.instead],
        instead_of=[Link(root.number, f"/purchase/{root.token}") for root in roots if root.instead],
    )
    token = drafts.open_link(session, purchase_id=found.id) if found.status != PurchaseStatus.PAID else ""
    if token:
        changes = dataclasses.replace(
            changes,
            pay=[Link(_("Look at it and pay"), f"/checkout?link={token}")],
            pay_title=_("It was made for you and can be paid"),
            pay_text=_("The store made this order for you and holds it."),
        )
    some = bool(changes.pay or changes.told or changes.added or changes.of or changes.instead_of)
    return dataclasses.replace(
        view,
        changes=dataclasses.replace(
            changes,
            some=some,
            has_told=bool(changes.told),
            has_added=bool(changes.added),
            has_of=bool(changes.of),
            has_instead=bool(changes.instead_of),
            listed=bool(changes.told or changes.added),
        ),
    )


def _rows(session: Session, found: PurchaseView) -> list[tuple[OrderView, Sequence[EditView]]]:
    known = edits.edits_of(session, order_ids=[order.id for order in found.orders])
    return [(order, known.get(order.id, ())) for order in found.orders]


def _pay_words(edit: EditView, currency: str) -> str:
    by = day(edit.expires_at) if edit.expires_at else ""
    said = _("The store adds something to your order: {reason} It is held for you until {day}.").format(
        reason=f"“{edit.reason}”.", day=by
    )
    if edit.refund_minor:
        back = money(edit.refund_minor, currency)
        said += " " + _("{amount} for what is taken out goes back to you when you pay.").format(amount=back)
    return said + " " + _("If you do not pay, your order stays as it is.")


def _title(edit: EditView) -> str:
    return _("Your order was changed: {reason}").format(reason=edit.reason)


def _what(edit: EditView, currency: str) -> list[str]:
    said = (
        [_("{units} × {name} taken out").format(units=row["units"], name=row["name"]) for row in edit.content["out"]]
        if not edit.problem
        else []
    )
    if edit.refund_minor:
        said.append(_("{amount} goes back to you").format(amount=money(edit.refund_minor, currency)))
    if edit.content["added"]:
        said += [
            _("{units} × {name} added").format(units=line["quantity"], name=line["name"])
            for parcel in edit.content["added"]["parcels"]
            for line in parcel["lines"]
        ]
    if edit.content["address"]:
        said.append(_("it goes to {line}").format(line=edit.content["address"]["line1"]))
    return said
