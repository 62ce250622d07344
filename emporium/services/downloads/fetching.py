"""Fetching a file: a signed link that works for some minutes and counts once (F026).

Whoever shows the order's page gets links; a link names the file's right, its order line and its own number, and is
good for as long as a browser may need to begin. The same link may be used again within that time, for a connection
that broke or a part of the file, and counts no second time.
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from emporium.errors import Expired, NotFound
from emporium.i18n import _
from emporium.services import outbox
from emporium.services.auth import Actor
from emporium.services.auth.sealing import keyed_digest
from emporium.services.auth.tokens import digest, new_secret
from emporium.services.documents.access import is_shopper
from emporium.services.downloads.events import DownloadsChanged
from emporium.services.downloads.reading import taken_back, what_stops
from models.downloads import Download, DownloadUse, ProductFile
from models.orders import Order, OrderLine, Purchase

PURPOSE = "downloads"
LINK_SECONDS = 10 * 60


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that may be sent now."""

    storage_key: str
    file_name: str
    content_type: str
    size_bytes: int
    version: int
    file_id: UUID


def make_link(session: Session, *, actor: Actor, download_id: UUID, token: str | None = None) -> str:
    """What stands in the address of a file for some minutes. Nothing is counted by it.

    `token` is the purchase's own link, with the proof that an old one needs; without it the purchase is the actor's.
    Raises NotFound for anybody else's, Refused and Expired when it cannot be fetched any more.
    """
    found = session.exec(
        select(Download, OrderLine, Order, Purchase)
        .join(OrderLine, col(OrderLine.id) == col(Download.order_line_id))
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(Purchase, col(Purchase.id) == col(Order.purchase_id))
        .where(Download.id == download_id)
    ).first()
    if found is None or not is_shopper(actor, purchase=found[3], token=token):
        raise _unknown()
    right, line, order, _purchase = found
    wrong = what_stops(right, line, order, datetime.now(UTC))
    if wrong is not None:
        raise wrong
    until, number = int(time.time()) + LINK_SECONDS, new_secret()[:22]
    return f"{right.id.hex}.{until}.{number}.{_signature(right.id, line.id, until, number)}"


def _unknown() -> NotFound:
    return NotFound(_("There is no such download."))


def _signature(download_id: UUID, line_id: UUID, until: int, number: str) -> str:
    return keyed_digest(f"{download_id.hex}:{line_id.hex}:{until}:{number}", purpose=PURPOSE)[:40]


def open_download(session: Session, *, link: str, ip: str | None, count: bool = True) -> Opened:
    """The file that a link is for; its first use is counted, with the right's row locked, and written down.

    Without `count` nothing is written: somebody asks how large the file is. Raises NotFound for a link that is not
    ours, Expired when its minutes or the right's days are over, Refused when it was fetched often enough or its money
    went back.
    """
    download_id, until, number, signature = _read(link)
    right = session.exec(
        select(Download).where(Download.id == download_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if right is None or not hmac.compare_digest(_signature(right.id, right.order_line_id, until, number), signature):
        raise _unknown()
    if until < time.time():
        raise Expired(_("This link is over. Open your order's page and download it from there."))
    line, order, file = session.exec(
        select(OrderLine, Order, ProductFile)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(ProductFile, col(ProductFile.id) == right.file_id)
        .where(OrderLine.id == right.order_line_id)
        .execution_options(populate_existing=True)
    ).one()
    used = select(DownloadUse.id).where(DownloadUse.download_id == right.id, DownloadUse.link == digest(number))
    again = session.exec(used).first() is not None
    wrong = what_stops(right, line, order, datetime.now(UTC))
    if wrong is not None and not (again and not taken_back(line, order)):
        raise wrong
    if count and not again:
        _count(session, right, order, file, number, ip)
    return Opened(file.storage_key, file.file_name, file.content_type, file.size_bytes, file.version, file.id)


def _read(link: str) -> tuple[UUID, int, str, str]:
    parts = link.split(".")
    try:
        if len(parts) == 4 and link.isascii() and parts[1].isdigit() and len(parts[1]) <= 12:
            return UUID(parts[0]), int(parts[1]), parts[2], parts[3]
    except ValueError:
        pass
    raise _unknown()


def _count(session: Session, right: Download, order: Order, file: ProductFile, number: str, ip: str | None) -> None:
    right.used += 1
    session.add(right)
    session.execute(
        insert(DownloadUse).values(download_id=right.id, link=digest(number), version=file.version, ip=shortened(ip))
    )
    outbox.record(
        session,
        DownloadsChanged(order_id=order.id, purchase_id=order.purchase_id, store_id=order.store_id),
    )


def shortened(ip: str | None) -> str:
    """The network of an address, which names no single computer: the first 24 bits, or 48 of the newer kind."""
    try:
        address = ipaddress.ip_address(ip or "")
    except ValueError:
        return ""
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
