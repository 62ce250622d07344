"""A person's data: copies, what was agreed to, erasure; and the way back to an order for guests (F154, F155)."""

from __future__ import annotations

import reflex as rx
from sqlmodel import Session

from emporium.errors import NotFound, TooMany
from emporium.i18n import N_, _, day, moment, plural
from emporium.services import orders, privacy
from emporium.services.auth import Actor
from emporium.services.orders import OrderStanding
from emporium.services.privacy import copying, erasing
from emporium.services.privacy.copying import ExportView
from emporium.services.privacy.places import PLACES
from emporium.settings import get_settings
from emporium.ui.values import Link
from emporium.web.page import Loaded, PageRequest, PageState, Seo
from models.accounts import User
from models.enums import ConsentKind, ExportStatus
from storefront.account_values import DataPage, ExportRow, FindPage, ProofPage

TOLD = ("document", "dispute", "stored_value")
"""What stays after an erasure and concerns people."""
DONE = {
    "export": N_("Your copy is being made. We write to you when it can be fetched; it also appears here."),
    "erase": N_("We sent you a link. Nothing is erased before you open it and press the button there."),
}


class DataState(PageState, rx.State):
    """State of the page about a person's data."""

    view: DataPage = DataPage()


class EraseState(PageState, rx.State):
    """State of the page that the erasing letter opens."""

    view: ProofPage = ProofPage()


class FindState(PageState, rx.State):
    """State of the page that finds an order."""

    view: FindPage = FindPage()


def load_data(session: Session, request: PageRequest) -> Loaded:
    """Copies, consent, and whether the account can be erased."""
    actor, query = request.actor, request.query
    user = session.get_one(User, actor.user_id)
    exports = copying.list_exports(session, actor=actor)
    blocks = [] if user.email_verified_at is None else list(erasing.my_blocks(session, actor=actor))
    said = privacy.consents(session, actor=actor)
    view = DataPage(
        email=user.email,
        has_password=user.password_hash is not None,
        done=_(DONE[query["done"]]) if query.get("done") in DONE else "",
        error=query.get("error", "")[:500],
        wrong=query.get("field", "")[:40],
        exports=[_export(row) for row in exports],
        waiting=any(row.status is ExportStatus.WAITING for row in exports),
        consents=[_consent(one) for one in said],
        has_consents=bool(said),
        blocks=blocks,
        blocked=bool(blocks),
        kept=[_(place.kept) for place in PLACES if place.kept and place.table in TOLD],
    )
    return Loaded(
        view,
        Seo(title=_("Your data – {name}").format(name=get_settings().name), noindex=True),
        topics=[f"user:{actor.user_id}"],
    )


def _consent(one: privacy.ConsentView) -> Link:
    words = privacy.TEXTS[ConsentKind(one.kind)][1]
    answer = _("Yes") if one.given else _("No")
    return Link(f"{answer}: {_(words)}", count=f"{moment(one.created_at)}, {one.text_version}")


def _export(row: ExportView) -> ExportRow:
    if row.status is ExportStatus.WAITING or row.expires_at is None:
        return ExportRow(text=_("Asked for {moment}, being made").format(moment=moment(row.created_at)))
    size = f"{max(row.size_bytes // 1024, 1)} kB"
    said = _("Made {moment}, {size}, there until {day}")
    return ExportRow(
        href=f"/auth/data/{row.id}",
        text=said.format(moment=moment(row.created_at), size=size, day=day(row.expires_at)),
        ready=True,
    )


def load_erase(_session: Session, request: PageRequest) -> Loaded:
    """Nothing is decided by looking."""
    query = request.query
    view = ProofPage(
        token=query.get("token", "")[:200], error=query.get("error", "")[:500], done=query.get("done", "")[:10]
    )
    return Loaded(view, Seo(title=_("Erase your account – {name}").format(name=get_settings().name), noindex=True))


def load_find(session: Session, request: PageRequest) -> Loaded:
    """A form; with a number, where that order is and nothing else."""
    query = request.query
    number = query.get("number", "")[:20]
    view = FindPage(
        number=number,
        error=query.get("error", "")[:300],
        wrong=query.get("field", "")[:40],
        done=bool(query.get("done")),
        status=_status(session, request.actor, number) if number and not query.get("done") else "",
    )
    return Loaded(view, Seo(title=_("Find your order – {name}").format(name=get_settings().name), noindex=True))


def _status(session: Session, actor: Actor, number: str) -> str:
    try:
        return standing_said(orders.standing(session, actor=actor, number=number))
    except (NotFound, TooMany) as error:
        return error.message


def standing_said(found: OrderStanding) -> str:
    """Where an order is, in words."""
    if found.cancelled:
        said = _("Order {number} was cancelled.")
    elif not found.paid:
        said = _("Order {number} waits for its payment.")
    elif found.delivered == found.parcels:
        said = _("Everything of order {number} has arrived.")
    elif not found.sent:
        said = _("Order {number} is being packed.")
    else:
        said = _("{sent} of {parcels} of order {number} left.")
    return said.format(number=found.number, sent=found.sent, parcels=plural(found.parcels, "{n} parcel", "{n} parcels"))
