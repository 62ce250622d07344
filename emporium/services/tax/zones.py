"""Which rules hold where a parcel goes: an operator's zone, else the built-in table (F047)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from emporium.errors import Invalid, NotFound
from emporium.i18n import _
from emporium.services import audit
from emporium.services.auth import Actor, Permission
from emporium.services.tax.rates import STANDARD_AND_REDUCED_BP
from emporium.services.tax.regions import regions_of
from models.enums import TaxClass
from models.tax import TaxZone

MOST_BP = 10_000


@dataclass(frozen=True, slots=True)
class Zone:
    """A place's rules. `inclusive`: the shelf price holds the tax; else the tax comes on top of it."""

    country: str
    region: str = ""
    name: str = "VAT"
    inclusive: bool = True
    standard_bp: int = 0
    reduced_bp: int = 0
    shipping_taxed: bool = True

    def rate_bp(self, tax_class: TaxClass) -> int:
        """The rate of goods of a class, in basis points."""
        if tax_class == TaxClass.ZERO:
            return 0
        return self.reduced_bp if tax_class == TaxClass.REDUCED else self.standard_bp


def built_in(country: str) -> Zone:
    """The zone of the table of rates; a country that it does not name is an export at zero."""
    standard, reduced = STANDARD_AND_REDUCED_BP.get(country, (0, 0))
    return Zone(country, standard_bp=standard, reduced_bp=reduced)


def zone_of(session: Session, *, country: str, region: str = "") -> Zone:
    """The zone of an address: its region's, else its country's, else the built-in one. One query."""
    rows = session.exec(
        select(TaxZone)
        .where(TaxZone.country == country, col(TaxZone.region).in_({"", clean_region(region)}), col(TaxZone.active))
        .order_by(col(TaxZone.region).desc())
        .limit(1)
    ).all()
    return _zone(rows[0]) if rows else built_in(country)


def taxed_regions(session: Session) -> dict[str, list[str]]:
    """Countries that zones name, each with the regions that have rates of their own. One query."""
    found: dict[str, list[str]] = {}
    for country, region in session.exec(
        select(TaxZone.country, TaxZone.region)
        .where(col(TaxZone.active))
        .order_by(col(TaxZone.country), col(TaxZone.region))
    ).all():
        found.setdefault(country, []).extend([region] if region else [])
    return found


def _zone(row: TaxZone) -> Zone:
    return Zone(
        row.country, row.region, row.name, row.inclusive, row.standard_bp, row.reduced_bp, row.shipping_taxed
    )  # fmt: skip


def zones(session: Session, *, actor: Actor) -> list[Zone]:
    """Every zone an operator has set, by country and region."""
    actor.require(Permission.VIEW_PLATFORM)
    rows = session.exec(
        select(TaxZone).where(col(TaxZone.active)).order_by(col(TaxZone.country), col(TaxZone.region))
    ).all()
    return [_zone(row) for row in rows]


def clean_region(region: str) -> str:
    """A region as zones name it: `ny ` is `NY`."""
    return " ".join(region.split()).upper()[:40]


def set_zone(session: Session, *, actor: Actor, zone: Zone) -> TaxZone:
    """Make or change a zone; placed orders keep what they were taxed with. Raises Invalid naming the field."""
    actor.require(Permission.MANAGE_MONEY)
    country, region = zone.country.strip().upper(), clean_region(zone.region)
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise Invalid("country", _("Give the country as two letters, like US."))
    if region and region not in dict(regions_of(country)):
        raise Invalid("region", _("Choose a region of that country, or leave it empty for the whole country."))
    if not 1 <= len(zone.name.strip()) <= 40:
        raise Invalid("name", _("Give the tax the name people know it by, like VAT or Sales tax."))
    for name, rate in (("standard", zone.standard_bp), ("reduced", zone.reduced_bp)):
        if isinstance(rate, bool) or not isinstance(rate, int) or not 0 <= rate <= MOST_BP:
            raise Invalid(name, _("Give a rate between 0 and 100 %."))
    row = session.exec(
        select(TaxZone).where(TaxZone.country == country, TaxZone.region == region).with_for_update()
    ).first() or TaxZone(country=country, region=region, standard_bp=0)
    before = {"standard_bp": row.standard_bp, "reduced_bp": row.reduced_bp, "inclusive": row.inclusive}
    row.name, row.inclusive, row.shipping_taxed = zone.name.strip(), zone.inclusive, zone.shipping_taxed
    row.standard_bp, row.reduced_bp, row.active, row.updated_at = (
        zone.standard_bp, zone.reduced_bp, True, datetime.now(UTC),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.note(
        session, actor=actor, action="tax_zone.set", subject_kind="tax_zone", subject_id=row.id, before=before,
        after={"standard_bp": row.standard_bp, "reduced_bp": row.reduced_bp, "inclusive": row.inclusive},
    )  # fmt: skip
    return row


def drop_zone(session: Session, *, actor: Actor, country: str, region: str = "") -> None:
    """Go back to the built-in table for a place. Raises NotFound."""
    actor.require(Permission.MANAGE_MONEY)
    gone = session.execute(
        delete(TaxZone)
        .where(col(TaxZone.country) == country.upper(), col(TaxZone.region) == clean_region(region))
        .returning(col(TaxZone.id))
    ).first()
    if gone is None:
        raise NotFound(_("There is no such tax zone."))
    audit.note(session, actor=actor, action="tax_zone.dropped", subject_kind="tax_zone", subject_id=gone[0])
