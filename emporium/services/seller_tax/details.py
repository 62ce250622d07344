"""What tax offices want to know of a seller. Sensitive: encrypted, shown masked, never logged (F102).

Source: Directive 2011/16/EU as amended by Directive (EU) 2021/514 (DAC7), Annex V, Section II, B: name, primary
address, TIN with the member state that issued it (of a person without one: the place of birth), VAT identification
number, and the date of birth of a person or the business registration number of a company.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from sqlmodel import Session, select

from emporium.errors import Invalid
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.auth.tokens import signing_key
from models.enums import SellerKind
from models.sellers import SellerTaxDetails

SHOWN = 3
TEXTS = {
    "name": 120, "first_name": 80, "line1": 160, "postcode": 16, "city": 80, "vat_id": 20, "registration_number": 40,
    "birth_place": 80,
}  # fmt: skip
NEEDED = {
    "name": "Give the name as the tax office knows it.",
    "line1": "Give the street and number.",
    "city": "Give the town or city.",
}
COUNTRY = re.compile(r"[A-Z]{2}")
TIN = re.compile(r"[A-Z0-9][A-Z0-9 ./-]{3,28}[A-Z0-9]")


@dataclass(frozen=True, slots=True)
class SellerDetails:
    """A seller as pages show it: the tax number by its last signs, of the birth only whether it is known."""

    kind: SellerKind
    name: str
    first_name: str
    line1: str
    postcode: str
    city: str
    country: str
    tin_masked: str
    tin_country: str
    vat_id: str
    registration_number: str
    has_birth_date: bool
    has_birth_place: bool

    @property
    def full_name(self) -> str:
        """First and last name, or the company's."""
        return f"{self.first_name} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is kept encrypted, in clear. Never printed."""

    tin: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    birth_place: str = field(default="", repr=False)


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seller tax details:" + signing_key().encode()).digest()))


def secrets_of(row: SellerTaxDetails) -> Secrets:
    """The encrypted part in clear, for the file to the tax office alone; empty when the key is another one now."""
    if not row.secret:
        return Secrets()
    try:
        return Secrets(**json.loads(_box().decrypt(row.secret.encode())))
    except InvalidToken:
        return Secrets()


def masked(tin_last: str) -> str:
    """`•••• 678`."""
    return f"•••• {tin_last}" if tin_last else ""


def shown(row: SellerTaxDetails) -> SellerDetails:
    """A row as pages may show it."""
    known = secrets_of(row)
    return SellerDetails(
        SellerKind(row.kind), row.name, row.first_name, row.line1, row.postcode, row.city, row.country,
        masked(row.tin_last), row.tin_country, row.vat_id, row.registration_number, bool(known.birth_date),
        bool(known.birth_place),
    )  # fmt: skip


def seller_details(session: Session, *, actor: Actor, store_id: UUID) -> SellerDetails | None:
    """A store's details, for those who may change where its money goes."""
    actor.require(Permission.EDIT_PAYOUTS, store=store_id)
    row = session.get(SellerTaxDetails, store_id)
    return shown(row) if row is not None else None


def set_seller_details(session: Session, *, actor: Actor, store_id: UUID, given: Mapping[str, str]) -> SellerDetails:
    """Keep a seller's details. A tax number or birth that is left empty stays as it was kept before.

    `given`: kind, name, first_name, line1, postcode, city, country, tin, tin_country, vat_id, registration_number,
    birth_date (ISO), birth_place. Raises Invalid naming the field; the audit log learns that it changed, never what.
    """
    actor.require(Permission.EDIT_PAYOUTS, store=store_id)
    kind = _kind(given.get("kind", ""))
    texts = {name: " ".join(str(given.get(name, "")).split())[:most] for name, most in TEXTS.items()}
    for name, message in NEEDED.items():
        if not texts[name]:
            raise Invalid(name, message)
    if kind is SellerKind.PERSON and not texts["first_name"]:
        raise Invalid("first_name", _("Give the first name too."))
    country = _country(given.get("country", ""), "country")
    tin = _tin(given.get("tin", ""))
    row = session.exec(
        select(SellerTaxDetails).where(SellerTaxDetails.store_id == store_id).with_for_update()
    ).first() or SellerTaxDetails(store_id=store_id, kind=kind, name="", line1="", city="", country=country)
    before = secrets_of(row)
    birth = _birth(given.get("birth_date", ""))
    kept = {
        "tin": tin or before.tin,
        "birth_date": birth or before.birth_date,
        "birth_place": texts.pop("birth_place") or before.birth_place,
    }
    if kind is SellerKind.COMPANY:
        kept["birth_date"] = kept["birth_place"] = texts["first_name"] = ""
    else:
        texts["registration_number"] = ""
    row.kind, row.country = kind, country
    for name, value in texts.items():
        setattr(row, name, value)
    row.tin_country = _country(given.get("tin_country", "") or country, "tin_country") if kept["tin"] else ""
    row.tin_last = re.sub(r"[^A-Z0-9]", "", kept["tin"])[-SHOWN:]
    row.secret = _box().encrypt(json.dumps(kept).encode()).decode()
    row.updated_at = datetime.now(UTC)
    session.add(row)
    session.flush()
    audit.note(
        session, actor=actor, action="seller_tax_details.set", subject_kind="store", subject_id=store_id,
        store_id=store_id, after={"kind": str(kind), "country": country},
    )  # fmt: skip
    return shown(row)


def _kind(text: str) -> SellerKind:
    try:
        return SellerKind(text)
    except ValueError as error:
        raise Invalid("kind", _("Choose whether you sell as a person or as a company.")) from error


def _country(text: str, field_name: str) -> str:
    code = text.strip().upper()
    if not COUNTRY.fullmatch(code):
        raise Invalid(field_name, _("Choose a country."))
    return code


def _tin(text: str) -> str:
    tin = " ".join(text.upper().split())
    if tin and not TIN.fullmatch(tin):
        raise Invalid("tin", _("A tax number has 5 to 30 letters and digits. Check it."))
    return tin


def _birth(text: str) -> str:
    if not text.strip():
        return ""
    try:
        born = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid("birth_date", _("Choose the day of birth.")) from error
    today = datetime.now(UTC).date()
    if born.year < 1900 or born >= today.replace(year=today.year - 13, day=1):
        raise Invalid("birth_date", _("Check the year of birth."))
    return born.isoformat()
