"""Changes of orders as a store reads them: before, while they wait, and after (F081)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from emporium.i18n import N_, _, day, moment
from emporium.services import edits
from emporium.services.auth import Actor, Permission
from emporium.services.edits import EditView
from emporium.services.orders import OrderView
from emporium.ui.desk_values import Option, Step, Sum
from emporium.ui.values import Link
from emporium.web.page import PageRequest
from emporium.web.shown import every_country, money, small_image
from models.enums import EditStatus, OrderStatus
from vendor.edit_values import EditLine, EditPage, EditRow, OrderEdits
from vendor.state.rows import OPEN
from vendor.state.shell import link

ADDRESS = ("name", "line1", "line2", "postcode", "city", "region", "country")
STATES = {
    EditStatus.WAITING: (N_("Change waits for its payment"), "now"),
    EditStatus.APPLIED: (N_("Changed"), "done"),
    EditStatus.DROPPED: (N_("A change was dropped"), "done"),
    EditStatus.EXPIRED: (N_("A change was not paid in time"), "done"),
}


def order_edits(session: Session, found: OrderView, *, actor: Actor, keep: str) -> OrderEdits:
    """What an order's page says about its changes. Three queries."""
    made = edits.edits_of(session, order_ids=[found.id]).get(found.id, [])
    made_after = edits.additions_to(session, order_ids=[found.id]).get(found.id, [])
    added = [one for one in made_after if not one.instead]
    root = edits.extended_by(session, order_id=found.id)
    waiting = next((one for one in made if one.status is EditStatus.WAITING), None)
    may = found.status in OPEN and actor.can(Permission.EDIT_ORDERS, store=found.store_id)
    steps = [step_of(one, found.currency) for one in made]
    return OrderEdits(
        href=link(f"/vendor/orders/{found.number}/edit", keep) if may else "",
        waiting=waiting_words(waiting, found.currency) if waiting else "",
        steps=steps,
        some=bool(steps),
        added=[
            Link(f"{one.number}, {money(one.total_minor, one.currency)}", link(f"/vendor/orders/{one.number}", keep))
            for one in added
        ],
        has_added=bool(added),
        extends=root.number if root and not root.instead else "",
        instead=root.number if root and root.instead else "",
        extends_href=link(f"/vendor/orders/{root.number}", keep) if root else "",
    )


def step_of(edit: EditView, currency: str) -> Step:
    """A change in the history."""
    title, state = STATES[edit.status]
    title = _(title)
    what = [
        *(_("{units} × {name} taken out").format(units=row["units"], name=row["name"]) for row in edit.content["out"]),
        *(
            _("{units} × {name} added").format(units=line["quantity"], name=line["name"])
            for parcel in (edit.content["added"] or {"parcels": ()})["parcels"]
            for line in parcel["lines"]
        ),
        *([_("address changed")] if edit.content["address"] else []),
        *(
            [_("{amount} given back").format(amount=money(edit.refund_minor, currency))]
            if edit.refund_minor and not edit.expires_at
            else []
        ),
    ]
    when = moment(edit.decided_at or edit.created_at)
    meta = " · ".join(part for part in (when, edit.by, ", ".join(what), f"“{edit.reason}”", edit.problem) if part)
    return Step(title, meta, state)


def waiting_words(edit: EditView, currency: str) -> str:
    """What is awaited, and until when."""
    by = " " + _("until {expires_at}").format(expires_at=day(edit.expires_at)) if edit.expires_at else ""
    return _(
        "The customer was asked to pay {added}{by}. What is added is held; the order is not sent meanwhile."
    ).format(added=money(edit.added_minor, currency), by=by)


def edit_page(session: Session, found: OrderView, *, request: PageRequest, keep: str, refused: str = "") -> EditPage:
    """The form, or what waits instead of it."""
    made = edits.edits_of(session, order_ids=[found.id]).get(found.id, [])
    waiting = next((one for one in made if one.status is EditStatus.WAITING), None)
    root = edits.extended_by(session, order_id=found.id)
    closed = refused or ("" if found.status in OPEN else _("Only what is paid and not sent can be changed."))
    address = {name: str(found.address.get(name, "")) for name in ADDRESS}
    return EditPage(
        number=found.number,
        title=_("Edit order {number}").format(number=found.number),
        sub=_("What was sold stays as it was sold. What you add is sold at today's prices."),
        trail=[
            Link(_("Orders"), link("/vendor/orders", keep)),
            Link(found.number, link(f"/vendor/orders/{found.number}", keep)),
            Link(_("Edit"), current=True),
        ],
        awning=found.awning,
        closed=closed,
        order_href=link(f"/vendor/orders/{found.number}", keep),
        lines=[
            EditLine(
                str(line.id), line.name, line.variant_title, line.sku, small_image(line.image_key, line.name),
                money(line.unit_price_minor, found.currency), str(line.quantity - line.cancelled),
                _("{shipped} left already").format(shipped=line.shipped) if line.shipped else "",
            )
            for line in found.lines
        ],
        can_move=found.status == OrderStatus.PAID and not root,
        can_add=not root,
        countries=[Option(code, name) for code, name in every_country()],
        **address,
        original=list(address.values()),
        waiting=waiting is not None,
        waiting_id=str(waiting.id) if waiting else "",
        waiting_words=waiting_words(waiting, found.currency) if waiting else "",
        link=f"{request.base_url}/checkout?link={waiting.token}" if waiting else "",
        fresh=f"{found.status}{len(made)}",
    )  # fmt: skip


def out_rows(content: dict[str, Any]) -> list[EditRow]:
    """What is taken out, with the part of the discount that goes with it."""
    currency = content["currency"]
    rows = []
    for row in content["out"]:
        name = row["name"] + (f", {row['title']}" if row["title"] else "")
        notes = [_("{row} stay").format(row=row["left"])]
        if row["discount_minor"]:
            notes.append(_("its {row} of the discount goes with it").format(row=money(row["discount_minor"], currency)))
        if row["commission_minor"]:
            notes.append(
                _("{row} of commission comes back to you").format(row=money(row["commission_minor"], currency))
            )
        rows.append(EditRow(f"{row['units']} × {name}", " · ".join(notes), money(-row["amount_minor"], currency)))
    return rows


def added_rows(content: dict[str, Any]) -> list[EditRow]:
    """What is added, at today's terms."""
    added = content["added"]
    rows = []
    for parcel in added["parcels"] if added else ():
        for line in parcel["lines"]:
            name = line["name"] + (f", {line['title']}" if line["title"] else "")
            notes = [_("{line} each").format(line=money(line["unit_price_minor"], added["currency"]))]
            if line["discount_minor"]:
                notes.append(_("{line} off").format(line=money(line["discount_minor"], added["currency"])))
            if line["tax_minor"]:
                notes.append(_("tax {line}").format(line=money(line["tax_minor"], added["currency"])))
            if line.get("promised"):
                notes.append(_("promised for {line}").format(line=line["promised"]))
            total = money(line["total_minor"], added["currency"])
            rows.append(EditRow(f"{line['quantity']} × {name}", " · ".join(notes), total))
    return rows


def sums(content: dict[str, Any]) -> list[Sum]:
    """What the customer pays and gets back."""
    currency, back, more = content["currency"], content["refund_minor"], content["added_minor"]
    rows = []
    if content["added"]:
        rows.append(Sum(_("The customer pays for what is added"), money(more, currency)))
    if content["out"]:
        rows.append(Sum(_("Goes back the way it was paid"), money(-back, currency)))
    label = _("Difference, to pay") if more >= back else _("Difference, given back")
    return [*rows, Sum(label, money(abs(more - back), currency), total=True)] if rows else []


def address_lines(address: dict[str, str] | None) -> list[str]:
    """A new address, to be read."""
    if not address:
        return []
    lines = [
        address["name"], address["line1"], address["line2"], f"{address['postcode']} {address['city']}",
        address["region"], address["country"],
    ]  # fmt: skip
    return [line for line in lines if line.strip()]


def kept(lines: Sequence[EditLine], typed: dict[str, str], prefix: str) -> list[EditLine]:
    """Lines with what was typed beside them."""
    return [dataclasses.replace(line, units=typed.get(prefix + line.id, line.units)) for line in lines]
