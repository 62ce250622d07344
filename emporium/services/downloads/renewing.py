"""A store gives a buyer more time: something went wrong with a disk, or with us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.errors import Conflict, NotFound
from emporium.i18n import _
from emporium.services import audit, outbox
from emporium.services.auth import Actor, Permission
from emporium.services.downloads.events import DownloadsChanged
from emporium.services.downloads.reading import taken_back
from emporium.services.orders.reading import scoped_order
from models.catalogue import Product
from models.downloads import Download, ProductFile
from models.orders import OrderLine


def renew_downloads(session: Session, *, actor: Actor, store_id: UUID, number: str, line_id: UUID) -> int:
    """Count a line's downloads from nought again, for as many days as the product says; returns how many files.

    Raises NotFound for a line of another order, Conflict for one whose money went back.
    """
    actor.require(Permission.SHIP_ORDERS, store=store_id)
    order = scoped_order(session, store_id=store_id, number=number, lock=True)
    line = session.exec(select(OrderLine).where(OrderLine.id == line_id, OrderLine.order_id == order.id)).first()
    if line is None:
        raise NotFound(_("That line is not in this order."))
    if taken_back(line, order):
        raise Conflict(_("Its money went back, so it is not theirs any more."))
    rows = session.exec(
        select(Download, Product)
        .join(ProductFile, col(ProductFile.id) == col(Download.file_id))
        .join(Product, col(Product.id) == col(ProductFile.product_id))
        .where(Download.order_line_id == line.id)
        .order_by(col(Download.id))
        .with_for_update(of=Download)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        raise NotFound(_("There is nothing to download in this line."))
    now = datetime.now(UTC)
    before = {str(right.id): right.used for right, _product in rows}
    for right, product in rows:
        right.used, right.renewed_at = 0, now
        right.until = max(right.until, now + timedelta(days=product.download_days))
        session.add(right)
    audit.note(
        session, actor=actor, action="downloads.renewed", subject_kind="order_line", subject_id=line.id,
        store_id=store_id, before={"used": before}, after={"used": 0},
    )  # fmt: skip
    outbox.record(session, DownloadsChanged(order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id))
    return len(rows)
