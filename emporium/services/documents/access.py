"""Who may see which paper: the store's people, the shopper, the operator. To everybody else there is none (F150)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import NotFound
from emporium.i18n import _
from emporium.services.auth import Actor, Permission
from emporium.services.auth.link_proofs import BETWEEN, link_shows_all
from emporium.services.documents.kinds import PLATFORM, DocumentKind
from models.enums import Face
from models.orders import Document, Order, Purchase

FOR_SHOPPERS = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A paper in a list. The total is in minor units of `currency`; packing slips have none."""

    id: UUID
    kind: str
    reference: str
    title: str
    issued_on: date
    total_minor: int | None
    currency: str
    ready: bool
    """Whether its PDF was made already; asked for before, it is made on the spot."""


def is_shopper(actor: Actor, *, purchase: Purchase, token: str | None) -> bool:
    """Whether the purchase is the actor's own: by its unguessable link, or by the account on the shopping face.

    An old link needs a proof behind it (F155).
    """
    secret, _, proof = (token or "").partition(BETWEEN)
    if token is not None and secrets.compare_digest(secret.encode(), purchase.token.encode()):
        return link_shows_all(purchase.id, created_at=purchase.created_at, proof=proof)
    return actor.face is Face.SHOP and actor.signed_in and purchase.user_id == actor.user_id


def is_trade(actor: Actor, *, store_id: UUID) -> bool:
    """Whether the actor is the store's people or the operator."""
    return actor.can(Permission.VIEW_ORDERS, store=store_id) or actor.can(Permission.VIEW_PLATFORM)


def may_see_fees(actor: Actor, *, store_id: UUID) -> bool:
    """Whether the actor may know what the platform takes of a store."""
    return actor.can(Permission.VIEW_PAYOUTS, store=store_id) or actor.can(Permission.MANAGE_MONEY)


def own_order(
    session: Session, *, actor: Actor, order_id: UUID, token: str | None, shoppers: bool = True, lock: bool = False
) -> tuple[Order, Purchase]:
    """An order the actor may see, with its purchase. Raises NotFound."""
    statement = (
        select(Order, Purchase).join(Purchase, col(Purchase.id) == col(Order.purchase_id)).where(Order.id == order_id)
    )
    if lock:
        statement = statement.with_for_update(of=Order).execution_options(populate_existing=True)
    found = session.exec(statement).first()
    if found is not None:
        order, purchase = found
        if is_trade(actor, store_id=order.store_id):
            return order, purchase
        if shoppers and is_shopper(actor, purchase=purchase, token=token):
            return order, purchase
    raise NotFound(_("There is no such order."))


def own_document(session: Session, *, actor: Actor, document_id: UUID, token: str | None) -> Document:
    """A paper the actor may see. Raises NotFound, also for papers that exist."""
    row = session.get(Document, document_id)
    if row is None or not _visible(session, row, actor, token):
        raise NotFound(_("There is no such document."))
    return row


def _visible(session: Session, row: Document, actor: Actor, token: str | None) -> bool:
    if row.order_id is None:
        return may_see_fees(actor, store_id=UUID(row.content["refers"]["store_id"]))
    order = session.get_one(Order, row.order_id)
    if is_trade(actor, store_id=order.store_id):
        return True
    purchase = session.get_one(Purchase, order.purchase_id)
    return row.kind in FOR_SHOPPERS and is_shopper(actor, purchase=purchase, token=token)


def order_documents(
    session: Session, *, actor: Actor, order_id: UUID, token: str | None = None
) -> Sequence[DocumentRow]:
    """An order's papers, oldest first; shoppers do not see packing slips. Two queries. Raises NotFound."""
    order, _ = own_order(session, actor=actor, order_id=order_id, token=token)
    kinds = tuple(DocumentKind) if is_trade(actor, store_id=order.store_id) else FOR_SHOPPERS
    return _rows(
        session.exec(
            select(Document)
            .where(Document.order_id == order.id, col(Document.kind).in_(kinds))
            .order_by(col(Document.id))
        ).all()
    )


def purchase_documents(session: Session, *, purchase_id: UUID) -> dict[UUID, list[DocumentRow]]:
    """What a shopper may have of a purchase, by order, oldest first. One query.

    The caller has come by the purchase's own token, which is what gives a shopper these papers.
    """
    rows = session.exec(
        select(Document)
        .join(Order, col(Order.id) == col(Document.order_id))
        .where(Order.purchase_id == purchase_id, col(Document.kind).in_(FOR_SHOPPERS))
        .order_by(col(Document.id))
    ).all()
    found: dict[UUID, list[DocumentRow]] = {}
    for row in rows:
        if row.order_id is not None:
            found.setdefault(row.order_id, []).extend(_rows([row]))
    return found


def fee_documents(session: Session, *, actor: Actor, store_id: UUID) -> Sequence[DocumentRow]:
    """The platform's invoices to a store, newest first. One query. Raises NotFound."""
    if not may_see_fees(actor, store_id=store_id):
        raise NotFound(_("There is no such store among yours."))
    return _rows(
        session.exec(
            select(Document)
            .where(Document.issuer == PLATFORM, Document.kind == DocumentKind.COMMISSION_INVOICE)
            .where(col(Document.content).contains({"refers": {"store_id": str(store_id)}}))
            .order_by(col(Document.number).desc())
        ).all()
    )


def _rows(found: Iterable[Document]) -> list[DocumentRow]:
    return [
        DocumentRow(
            id=row.id,
            kind=row.kind,
            reference=row.content["reference"],
            title=row.content["title"],
            issued_on=date.fromisoformat(row.content["issued_on"]),
            total_minor=row.content["totals"]["total_minor"] if "totals" in row.content else None,
            currency=row.content.get("currency", ""),
            ready=row.digest is not None,
        )
        for row in found
    ]
