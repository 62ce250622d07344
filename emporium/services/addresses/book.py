"""A person's address book: their own entries and nobody else's. Orders copy addresses and never point here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select, update

from emporium.errors import Invalid, NotFound, Unauthenticated
from emporium.i18n import _
from emporium.services.addresses.rules import clean_address
from emporium.services.auth import Actor, Permission
from models.accounts import Address, User

MOST = 30
"""Entries of one book."""


@dataclass(frozen=True, slots=True)
class AddressView:
    """An entry of the book."""

    id: UUID
    name: str
    line1: str
    line2: str
    postcode: str
    city: str
    region: str
    country: str
    phone: str
    is_default: bool

    def fields(self) -> dict[str, str]:
        """As a checkout takes it."""
        names = ("name", "line1", "line2", "postcode", "city", "region", "country", "phone")
        return {name: str(getattr(self, name)) for name in names}


def _owner(actor: Actor) -> UUID:
    actor.require(Permission.OWN_ACCOUNT)
    if actor.user_id is None:
        raise Unauthenticated(_("Please sign in."))
    return actor.user_id


def list_addresses(session: Session, *, actor: Actor) -> list[AddressView]:
    """The actor's addresses, the default one first. One query."""
    rows = session.exec(
        select(Address)
        .where(Address.user_id == _owner(actor))
        .order_by(col(Address.is_default).desc(), col(Address.id).desc())
        .limit(MOST)
    ).all()
    return [_view(row) for row in rows]


def _view(row: Address) -> AddressView:
    return AddressView(
        row.id, row.name, row.line1, row.line2, row.postcode, row.city, row.region, row.country, row.phone,
        row.is_default,
    )  # fmt: skip


def add_address(
    session: Session, *, actor: Actor, address: Mapping[str, str], default: bool = False, quietly: bool = False
) -> UUID:
    """Keep an address; the first one is the default. The same one twice is kept once. Raises Invalid.

    `quietly` leaves a full book as it is: whoever buys is not stopped by it.
    """
    owner = _owner(actor)
    clean = clean_address(address)
    session.exec(select(User.id).where(User.id == owner).with_for_update()).one()
    same = session.exec(
        select(Address).where(Address.user_id == owner, *[getattr(Address, name) == clean[name] for name in clean])
    ).first()
    if same is not None:
        if default:
            _make_default(session, same)
        return same.id
    count = session.exec(select(func.count()).select_from(Address).where(Address.user_id == owner)).one()
    if count >= MOST:
        if quietly:
            return owner
        raise Invalid("name", _("An address book holds at most {most}. Take one out first.").format(most=MOST))
    row = Address.model_validate({"user_id": owner, **clean})
    session.add(row)
    session.flush()
    if default or count == 0:
        _make_default(session, row)
    return row.id


def change_address(
    session: Session, *, actor: Actor, address_id: UUID, address: Mapping[str, str], default: bool = False
) -> None:
    """Write an entry anew. Orders that were placed keep what they were given. Raises Invalid, NotFound."""
    row = _own(session, actor, address_id)
    for name, value in clean_address(address).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    if default:
        _make_default(session, row)


def make_default(session: Session, *, actor: Actor, address_id: UUID) -> None:
    """The one that a checkout begins with. Raises NotFound."""
    _make_default(session, _own(session, actor, address_id))


def drop_address(session: Session, *, actor: Actor, address_id: UUID) -> None:
    """Take an entry out; the newest of the others becomes the default when it was that. Raises NotFound."""
    row = _own(session, actor, address_id)
    was_default, owner = row.is_default, row.user_id
    session.delete(row)
    session.flush()
    if was_default:
        heir = session.exec(
            select(Address).where(Address.user_id == owner).order_by(col(Address.id).desc()).limit(1)
        ).first()
        if heir is not None:
            _make_default(session, heir)


def _own(session: Session, actor: Actor, address_id: UUID) -> Address:
    """An entry of the actor's own book; the person is locked, so that two changes make one default."""
    owner = _owner(actor)
    session.exec(select(User.id).where(User.id == owner).with_for_update()).one()
    row = session.exec(select(Address).where(Address.id == address_id, Address.user_id == owner)).first()
    if row is None:
        raise NotFound(_("There is no such address among yours."))
    return row


def _make_default(session: Session, row: Address) -> None:
    session.exec(
        update(Address)
        .where(col(Address.user_id) == row.user_id, col(Address.is_default), col(Address.id) != row.id)
        .values(is_default=False)
    )
    row.is_default = True
    session.add(row)
    session.flush()
