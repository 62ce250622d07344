"""An order's files on its page, and giving its buyer more time for them (F026)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from emporium.i18n import _, day, number
from emporium.services import downloads
from emporium.services.auth import Actor, Permission
from emporium.services.downloads import DownloadView
from emporium.services.orders import OrderView
from emporium.web.desk import known_id
from vendor.state.shell import chosen_store
from vendor.values import OrderPage, SentFiles


def with_files(session: Session, view: OrderPage, found: OrderView, *, actor: Actor) -> OrderPage:
    """The page with what was sent as files. One query where there are any."""
    lines = [line for line in found.lines if line.is_digital]
    if not lines:
        return view
    rights = downloads.downloads_of_orders(session, order_ids=[found.id]).get(found.id, [])
    may = actor.can(Permission.SHIP_ORDERS, store=found.store_id)
    shown = []
    for line in lines:
        own = [right for right in rights if right.line_id == line.id]
        gone = bool(own) and all(right.taken_back for right in own)
        shown.append(
            SentFiles(
                id=str(line.id), name=line.name, files=[_words(right) for right in own],
                can_renew=may and bool(own) and not gone,
            )
        )  # fmt: skip
    return replace(view, files=shown, has_files=True, files_wait=_waits(found, rights))


def _waits(found: OrderView, rights: Sequence[DownloadView]) -> bool:
    """Whether the files are paid for and not sent yet."""
    left = any(line.is_digital and line.shipped + line.cancelled < line.quantity for line in found.lines)
    return found.paid_at is not None and left and not rights


def _words(right: DownloadView) -> str:
    if right.taken_back:
        return _("{name}: its money went back, so it cannot be downloaded").format(name=right.name)
    return _("{name}: downloaded {used} of {most} times, until {day}").format(
        name=right.name, used=number(right.used), most=number(right.most), day=day(right.until)
    )


def renew(session: Session, *, actor: Actor, slug: str, number: str, line: str) -> None:
    """More time and a new count for one line's buyer."""
    store = chosen_store(session, actor=actor, slug=slug)
    downloads.renew_downloads(session, actor=actor, store_id=store.id, number=number, line_id=known_id(line))
