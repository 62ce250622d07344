"""The daily letter about what somebody keeps (F030)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from sqlmodel import Session, col, select

from emporium.i18n import _, ngettext
from emporium.money import Money, format_money
from emporium.services.catalogue import ProductRow, rows_by_ids
from emporium.services.notifications.addressed import Addressed, link
from emporium.services.notifications.letter import Action, Letter, Row, Section
from emporium.settings import get_settings
from models.accounts import User
from models.enums import UserStatus
from models.favourites import NewsSetting, SavedSearch
from models.outbox import OutboxEvent


def favourites_news(session: Session, event: OutboxEvent) -> list[Addressed]:
    """What changed. Nothing is sent to who stopped meanwhile, or when all of it is gone again."""
    user = session.get(User, UUID(str(event.payload["user_id"])))
    setting = session.get(NewsSetting, user.id) if user is not None else None
    if user is None or setting is None or not setting.wanted or user.status != UserStatus.ACTIVE:
        return []
    sections = _sections(session, event.payload)
    if not sections:
        return []
    shop = get_settings().name
    letter = Letter(
        subject=_("News about what you keep at {shop}").format(shop=shop),
        heading=_("News about what you keep"),
        paragraphs=(_("Prices and stock are those of this moment."),),
        action=Action(_("See your lists"), link("/saved")),
        sections=sections,
        small=_(
            "You asked for this letter; it comes once a day at most, when there is news. No more of it: {stop}"
        ).format(stop=link(f"/saved?stop={quote(setting.token)}")),
        shop=shop,
    )
    stop = link(f"/letters/stop/news/{quote(setting.token)}")
    return [Addressed(user.email, letter, stop_url=stop)]


def _sections(session: Session, news: dict[str, Any]) -> tuple[Section, ...]:
    was = {UUID(product_id): int(price) for product_id, price in news["cheaper"]}
    kinds = [list(was), [UUID(one) for one in news["back"]], [UUID(one) for one in news["new"]]]
    rows = {row.id: row for row in rows_by_ids(session, product_ids=list({one for ids in kinds for one in ids}))}
    cheaper, back, new = ([rows[one] for one in ids if one in rows and rows[one].available > 0] for ids in kinds)
    made = [
        Section(_("Costs less"), tuple(_cheaper(row, was[row.id]) for row in cheaper if row.price_minor < was[row.id])),
        Section(_("There again"), tuple(_priced(row) for row in back)),
        Section(_("New in stores you follow"), tuple(_priced(row) for row in new)),
        Section(_("Found by your searches"), _searches(session, news["found"])),
    ]
    return tuple(section for section in made if section.rows)


def _cheaper(row: ProductRow, was_minor: int) -> Row:
    was = format_money(Money(was_minor, row.currency))
    return Row(row.name, _("{price}, was {was}").format(price=_price(row), was=was))


def _priced(row: ProductRow) -> Row:
    return Row(f"{row.name}, {row.store_name}", _price(row))


def _price(row: ProductRow) -> str:
    return format_money(Money(row.price_minor, row.currency))


def _searches(session: Session, found: Sequence[tuple[str, int]]) -> tuple[Row, ...]:
    counts = {UUID(search_id): int(count) for search_id, count in found}
    titles = session.exec(
        select(SavedSearch.id, SavedSearch.title)
        .where(col(SavedSearch.id).in_(list(counts)))
        .order_by(col(SavedSearch.id))
    ).all()
    return tuple(
        Row(
            title,
            ngettext("one new product", "{count} new products", counts[search_id]).format(count=counts[search_id]),
        )
        for search_id, title in titles
    )
