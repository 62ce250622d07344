"""Agreeing that files are given at once: with that, the right of withdrawal ends (F026).

Directive 2011/83/EU, article 16(m): the shopper agrees beforehand that it begins at once, acknowledges that the right
of withdrawal is lost with it, and gets both confirmed, which the letter about the order does (article 8(7)).
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services.auth import Actor
from emporium.services.checkout.details import current_checkout
from emporium.services.checkout.quotes import QuoteView, build_quote
from models.carts import Checkout

FIELD = "digital_consent"


def files_in(quote: QuoteView) -> list[str]:
    """Variants of a quote that are sent as files, by id."""
    return sorted({line.variant_id for parcel in quote.parcels for line in parcel.lines if line.is_digital})


def set_consent(session: Session, *, actor: Actor, checkout_id: UUID, agreed: bool) -> None:
    """The shopper agrees about the files that are in the basket now, or takes it back.

    What is put in later is not agreed to. Raises NotFound, Expired as any step of a checkout.
    """
    checkout, cart = current_checkout(session, actor=actor, checkout_id=checkout_id, lock=True)
    wanted = files_in(build_quote(session, checkout=checkout, cart=cart)) if agreed is True else []
    known = checkout.digital_consent
    if wanted and wanted != known.get("variants"):
        checkout.digital_consent = {"at": datetime.now(UTC).isoformat(), "variants": wanted}
    elif not wanted:
        checkout.digital_consent = {}
    session.add(checkout)


def check_consent(checkout: Checkout, quote: QuoteView) -> None:
    """Raises Invalid for the box that has to be ticked when there are files in it that nobody agreed to."""
    agreed = set(checkout.digital_consent.get("variants", []))
    if not set(files_in(quote)) <= agreed:
        raise Invalid(
            FIELD,
            _("Tick the box to get your files at once. Without it they cannot be sold here."),
        )


def consent_at(checkout: Checkout, quote: QuoteView) -> datetime | None:
    """When the shopper agreed about the files of a quote; None when there are none, or nobody agreed."""
    said = str(checkout.digital_consent.get("at", ""))
    return datetime.fromisoformat(said) if said and files_in(quote) else None


def check_no_files(quote: QuoteView) -> None:
    """Raises Invalid: nobody stands at the door with a file."""
    if files_in(quote):
        raise Invalid("payment", _("Files cannot be paid at the door. Choose another way to pay."))
