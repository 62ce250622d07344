"""A store's files: which of its products are sent as files, what is in them, on which terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from emporium.errors import Conflict, Invalid, NotFound
from emporium.i18n import _
from emporium.providers.storage import get_storage
from emporium.services import audit, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.catalogue.events import ProductChanged
from emporium.services.downloads.kinds import NAME_MAX, checked_file
from emporium.services.inventory import stock_as_files
from emporium.services.pictures.keeping import PRIVATE
from emporium.services.stored_files import delete_files
from models.catalogue import BundlePart, Product, ProductVariant
from models.downloads import Download, ProductFile
from models.orders import OrderLine

MOST_FILES = 20
LIMIT_MAX, DAYS_MAX = 999, 3650


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as its store sees it."""

    id: UUID
    name: str
    file_name: str
    size_bytes: int
    version: int
    sold: bool
    """Somebody bought it: it may be replaced, not taken away."""
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DigitalRow:
    """A product in the list of what is sent as files."""

    product_id: UUID
    name: str
    image_id: UUID | None
    is_digital: bool
    files: int


def digital_rows(
    session: Session, *, actor: Actor, store_id: UUID, query: str = "", after: str | None = None, limit: int = 50
) -> tuple[Sequence[DigitalRow], str | None]:
    """A store's products, those with files first, then by name; keyset paging. One query. Raises Invalid."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    files = (
        select(func.count())
        .select_from(ProductFile)
        .where(ProductFile.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
    )
    statement = (
        select(Product, files)
        .where(Product.store_id == store_id, col(Product.status) != "archived")
        .order_by(col(Product.is_digital).desc(), func.lower(col(Product.name)), col(Product.id))
        .limit(limit + 1)
    )
    if words := query.strip():
        statement = statement.where(col(Product.name).icontains(words, autoescape=True))
    if after:
        statement = statement.where(_beyond(session, store_id, after))
    rows = session.exec(statement).all()
    shown = [DigitalRow(one.id, one.name, one.cover_id, one.is_digital, int(count)) for one, count in rows[:limit]]
    return shown, str(shown[-1].product_id) if len(rows) > limit else None


def _beyond(session: Session, store_id: UUID, after: str) -> ColumnElement[bool]:
    """SQL for what follows a product in the list. Raises Invalid when the store has no such product."""
    try:
        last = session.exec(select(Product).where(Product.id == UUID(after), Product.store_id == store_id)).first()
    except ValueError:
        last = None
    if last is None:
        raise Invalid("after", _("This place in the list does not exist. Start at the top."))
    name, lower = func.lower(last.name), func.lower(col(Product.name))
    later = or_(lower > name, (lower == name) & (col(Product.id) > last.id))
    same = (col(Product.is_digital) == last.is_digital) & later
    return or_(same, col(Product.is_digital).is_(False)) if last.is_digital else same


def files_of(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID) -> tuple[Product, Sequence[FileView]]:
    """A product with its files in order. Two queries. Raises NotFound."""
    actor.require(Permission.VIEW_STORE, store=store_id)
    product = session.exec(select(Product).where(Product.id == product_id, Product.store_id == store_id)).first()
    if product is None:
        raise NotFound(_("There is no such product in this store."))
    sold = select(Download.id).where(Download.file_id == ProductFile.id).correlate(ProductFile).exists()
    rows = session.exec(
        select(ProductFile, sold).where(ProductFile.product_id == product.id).order_by(*_ORDER)
    ).all()  # fmt: skip
    return product, [
        FileView(
            row.id, row.name, row.file_name, row.size_bytes, row.version, bool(is_sold),
            row.replaced_at or row.created_at,
        )
        for row, is_sold in rows
    ]  # fmt: skip


_ORDER = (col(ProductFile.position), col(ProductFile.id))


def set_digital(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, digital: bool) -> None:
    """Sell a product as files, or as a thing after all. Twice changes nothing.

    Raises NotFound, Conflict for a product that was ordered (what was bought stays what it was), that is or is in a
    bundle, or that has files still.
    """
    product = _own(session, actor, store_id, product_id)
    if product.is_digital == digital:
        return
    if session.exec(select(OrderLine.id).where(OrderLine.product_id == product.id).limit(1)).first() is not None:
        raise Conflict(_("It was ordered already, so it stays what it is. Make a new product for the other way."))
    if digital and _bundled(session, product.id):
        raise Conflict(_("It is part of a bundle, or one itself. Take the bundle apart first."))
    if not digital and _rows(session, product.id):
        raise Conflict(_("Remove its files first."))
    product.is_digital = digital
    if digital:
        for variant in session.exec(select(ProductVariant).where(ProductVariant.product_id == product.id)).all():
            variant.weight_grams = 0
            session.add(variant)
    _changed(session, actor, product)
    audit.note(
        session, actor=actor, action="product.digital", subject_kind="product", subject_id=product.id,
        store_id=store_id, before={"digital": not digital}, after={"digital": digital},
    )  # fmt: skip


def _bundled(session: Session, product_id: UUID) -> bool:
    found = session.exec(
        select(BundlePart.part_id)
        .join(
            ProductVariant,
            or_(col(ProductVariant.id) == col(BundlePart.part_id), col(ProductVariant.id) == col(BundlePart.bundle_id)),
        )
        .where(ProductVariant.product_id == product_id)
        .limit(1)
    ).first()
    return found is not None


def set_terms(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, limit: int, days: int) -> None:
    """How often and for how long whoever buys from now on may fetch each file. Raises NotFound, Invalid."""
    product = _own(session, actor, store_id, product_id)
    for name, number, most in (("limit", limit, LIMIT_MAX), ("days", days, DAYS_MAX)):
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= most:
            raise Invalid(name, _("Give a whole number from 1 to {most}.").format(most=most))
    product.download_limit, product.download_days = limit, days
    session.add(product)


def check_may_upload(session: Session, *, actor: Actor, product_id: UUID) -> UUID:
    """Whose product it is, before a large file is read. Raises NotFound, Refused as adding would."""
    store_id = session.exec(select(Product.store_id).where(Product.id == product_id)).first()
    if store_id is None:
        raise NotFound(_("There is no such product in this store."))
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    return store_id


def add_file(
    session: Session,
    *,
    actor: Actor,
    store_id: UUID,
    product_id: UUID,
    file_name: str,
    content: bytes,
    name: str = "",
) -> ProductFile:
    """One more file, the last in order; with the first one the product can be bought.

    Buyers of before do not get it: it was no part of what they bought. Raises NotFound, Conflict for a product that is
    no file, Invalid for the field `file`.
    """
    product = _own(session, actor, store_id, product_id)
    if not product.is_digital:
        raise Conflict(_("Say first that it is sent as files."))
    known = _rows(session, product.id)
    if len(known) >= MOST_FILES:
        raise Invalid("file", _("A product has at most {most} files. A ZIP can hold more.").format(most=MOST_FILES))
    own, ending, content_type = checked_file(file_name, content)
    row = ProductFile(
        product_id=product.id,
        position=max((one.position for one in known), default=-1) + 1,
        name=_shown_name(name) or own,
        file_name=own,
        storage_key=_keep(content, ending, content_type),
        content_type=content_type,
        size_bytes=len(content),
    )
    session.add(row)
    session.flush()
    _changed(session, actor, product)
    return row


def replace_file(
    session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, file_id: UUID, file_name: str, content: bytes
) -> ProductFile:
    """A new version: whoever bought the file gets this one from now on. Raises NotFound, Invalid for `file`."""
    product = _own(session, actor, store_id, product_id)
    row = _own_file(session, product, file_id)
    own, ending, content_type = checked_file(file_name, content)
    delete_files(session, [row.storage_key])
    if row.name == row.file_name:
        row.name = own
    row.file_name, row.content_type, row.size_bytes = own, content_type, len(content)
    row.storage_key = _keep(content, ending, content_type)
    row.version, row.replaced_at = row.version + 1, datetime.now(UTC)
    session.add(row)
    audit.note(
        session, actor=actor, action="file.replaced", subject_kind="product_file", subject_id=row.id,
        store_id=store_id, after={"version": row.version},
    )  # fmt: skip
    return row


def rename_file(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, file_id: UUID, name: str) -> None:
    """What buyers read. Raises NotFound, Invalid for `name`."""
    product = _own(session, actor, store_id, product_id)
    row = _own_file(session, product, file_id)
    row.name = _shown_name(name)
    if not row.name:
        raise Invalid("name", _("Give the file a name."))
    session.add(row)


def move_file(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, file_id: UUID) -> None:
    """One place up; the first one stays. Raises NotFound."""
    product = _own(session, actor, store_id, product_id)
    rows = list(_rows(session, product.id))
    place = next((at for at, row in enumerate(rows) if row.id == file_id), None)
    if place is None:
        raise NotFound(_("There is no such file at this product."))
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows):
        row.position = position
        session.add(row)


def remove_file(session: Session, *, actor: Actor, store_id: UUID, product_id: UUID, file_id: UUID) -> str:
    """Take a file away; without any the product is sold out. Returns its name.

    Raises NotFound, Conflict when somebody bought it: it can be replaced then.
    """
    product = _own(session, actor, store_id, product_id)
    row = _own_file(session, product, file_id)
    ordered = select(OrderLine.id).where(
        OrderLine.product_id == product.id, col(OrderLine.cancelled_quantity) < col(OrderLine.quantity)
    )
    sold = session.exec(select(Download.id).where(Download.file_id == row.id).limit(1)).first() is not None
    last = len(_rows(session, product.id)) == 1
    if sold or (last and session.exec(ordered.limit(1)).first() is not None):
        raise Conflict(_("It was sold, so its buyers keep it. Replace it with a new version instead."))
    delete_files(session, [row.storage_key])
    session.delete(row)
    session.flush()
    _changed(session, actor, product)
    return row.name


def _own(session: Session, actor: Actor, store_id: UUID, product_id: UUID) -> Product:
    """A store's product, locked."""
    actor.require(Permission.EDIT_PRODUCTS, store=store_id)
    product = session.exec(
        select(Product).where(Product.id == product_id, Product.store_id == store_id).with_for_update()
    ).first()
    if product is None:
        raise NotFound(_("There is no such product in this store."))
    return product


def _own_file(session: Session, product: Product, file_id: UUID) -> ProductFile:
    row = session.exec(
        select(ProductFile).where(ProductFile.id == file_id, ProductFile.product_id == product.id).with_for_update()
    ).first()
    if row is None:
        raise NotFound(_("There is no such file at this product."))
    return row


def _rows(session: Session, product_id: UUID) -> Sequence[ProductFile]:
    return session.exec(select(ProductFile).where(ProductFile.product_id == product_id).order_by(*_ORDER)).all()


def _shown_name(name: str) -> str:
    return " ".join(name.split())[:NAME_MAX]


def _keep(content: bytes, ending: str, content_type: str) -> str:
    """Store it where no public address leads; returns its key."""
    key = f"{PRIVATE}/downloads/{uuid4().hex}.{ending}"
    get_storage().put(key, content, content_type)
    return key


def _changed(session: Session, actor: Actor, product: Product) -> None:
    """What follows from files that came or went: whether there is something to buy."""
    product.updated_at = datetime.now(UTC)
    session.add(product)
    session.flush()
    stock_as_files(
        session, actor=actor, product_id=product.id, there=product.is_digital and bool(_rows(session, product.id))
    )
    outbox.record(session, ProductChanged(product_id=product.id, store_id=product.store_id))
