"""Shoppers who want to hear when something is back (F091). Guests prove their address first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _, current_locale
from emporium.services import outbox
from emporium.services.auth import Actor, Permission, limits
from emporium.services.auth.accounts import normal_email
from emporium.services.auth.tokens import new_secret
from emporium.services.inventory.crossings import say_what_is_back
from emporium.services.inventory.events import StockAlertAsked
from emporium.services.inventory.supply import availability
from models.accounts import User
from models.catalogue import Product, ProductVariant, StockAlert, full_name
from models.enums import ProductStatus, StoreStatus
from models.stores import Store

KEPT_UNCONFIRMED = timedelta(days=7)
KEPT_SENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class AlertView:
    """A request to hear of a variant: what it is, and whether its address is proved."""

    name: str
    slug: str
    sku: str
    email: str
    confirmed: bool
    sent: bool


def ask_alert(session: Session, *, actor: Actor, variant_id: UUID, email: str) -> bool:
    """Remember that somebody wants to hear when a variant is back; whether the address is known to be theirs.

    Asking again before the address is proved sends the proof again. Raises NotFound, Invalid for a wrong address,
    Conflict when it can be bought now, TooMany.
    """
    actor.require(Permission.SHOP)
    limits.take(limits.MAIL_PER_IP, actor.ip or "unknown")
    address = normal_email(email)
    product = _locked_product(session, variant_id)
    if availability(session, variant_ids=[variant_id])[variant_id] > 0:
        raise Conflict(_("{name} can be bought now.").format(name=product.name))
    own = _proved(session, actor, address)
    known = session.exec(
        select(StockAlert).where(StockAlert.variant_id == variant_id, StockAlert.email == address).with_for_update()
    ).first()
    if known is None:
        alert_id = session.execute(
            insert(StockAlert)
            .values(
                variant_id=variant_id, email=address, token=new_secret(), locale=current_locale.get(),
                confirmed_at=datetime.now(UTC) if own else None,
            )
            .on_conflict_do_nothing()
            .returning(col(StockAlert.id))
        ).scalar()  # fmt: skip
        known = session.get(StockAlert, alert_id) if alert_id else None
        if known is None:  # another tab asked for the same at this very moment
            return own
    elif known.sent_at is not None:
        known.sent_at, known.created_at = None, datetime.now(UTC)
    if own and known.confirmed_at is None:
        known.confirmed_at = datetime.now(UTC)
    session.add(known)
    if known.confirmed_at is None:
        limits.take(limits.MAIL_PER_ACCOUNT, f"stock-alert:{address}")
        outbox.record(session, StockAlertAsked(alert_id=known.id))
    return own


def _locked_product(session: Session, variant_id: UUID) -> Product:
    """The product, kept from changing its stock until we are done: nobody is left waiting for what is back already."""
    found = session.exec(
        select(Product)
        .join(ProductVariant, col(ProductVariant.product_id) == col(Product.id))
        .join(Store, col(Store.id) == col(Product.store_id))
        .where(ProductVariant.id == variant_id, col(ProductVariant.active), Product.status == ProductStatus.ACTIVE)
        .where(Store.status == StoreStatus.APPROVED)
        .with_for_update(read=True, of=Product)
    ).first()
    if found is None:
        raise NotFound(_("There is no such product."))
    return found


def _proved(session: Session, actor: Actor, address: str) -> bool:
    """Whether an address is the signed-in person's own, and was confirmed."""
    if actor.user_id is None:
        return False
    user = session.get(User, actor.user_id)
    return user is not None and user.email == address and user.email_verified_at is not None


def _by_token(session: Session, token: str) -> StockAlert:
    found = session.exec(select(StockAlert).where(StockAlert.token == token).with_for_update()).first()
    if found is None:
        raise NotFound(_("This request is not kept any more."))
    return found


def alert_by_token(session: Session, *, actor: Actor, token: str) -> AlertView:
    """A request by the link of its letter: the link is the permission. Raises NotFound."""
    actor.require(Permission.SHOP)
    row = session.exec(
        select(StockAlert, ProductVariant, Product.name, Product.slug)
        .join(ProductVariant, col(ProductVariant.id) == col(StockAlert.variant_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(StockAlert.token == token)
    ).first()
    if row is None:
        raise NotFound(_("This request is not kept any more."))
    alert, variant, name, slug = row
    full = full_name(name, variant.title)
    return AlertView(full, slug, variant.sku, alert.email, alert.confirmed_at is not None, alert.sent_at is not None)


def confirm_alert(session: Session, *, actor: Actor, token: str) -> None:
    """The address is proved; what is back meanwhile is told at once. Twice changes nothing. Raises NotFound."""
    actor.require(Permission.SHOP)
    known = session.exec(select(StockAlert.variant_id).where(StockAlert.token == token)).first()
    if known is None:
        raise NotFound(_("This request is not kept any more."))
    product = _locked_product(session, known)
    alert = _by_token(session, token)
    if alert.confirmed_at is None:
        alert.confirmed_at = datetime.now(UTC)
        session.add(alert)
        session.flush()
        say_what_is_back(session, product_ids=[product.id])


def stop_alert(session: Session, *, actor: Actor, token: str) -> None:
    """Forget a request. Twice changes nothing."""
    actor.require(Permission.SHOP)
    if not token:
        raise Invalid("token", _("Open the link in your letter."))
    session.execute(delete(StockAlert).where(col(StockAlert.token) == token))


def forget_alerts(session: Session, *, now: datetime | None = None) -> int:
    """Forget addresses that were never confirmed, and requests that were answered long ago. Called by the schedule."""
    moment = now or datetime.now(UTC)
    gone = session.execute(
        delete(StockAlert)
        .where(
            or_(
                (col(StockAlert.confirmed_at).is_(None)) & (col(StockAlert.created_at) < moment - KEPT_UNCONFIRMED),
                col(StockAlert.sent_at) < moment - KEPT_SENT,
            )
        )
        .returning(col(StockAlert.id))
    )
    return len(gone.all())
