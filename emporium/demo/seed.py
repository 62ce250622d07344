"""Filling a database with the demo marketplace: one transaction, so it is there as a whole or not at all."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, text, update
from sqlmodel import Session, col, select

from emporium.db import transaction
from emporium.demo.afterwards import keep_things
from emporium.demo.attributes import make_attributes
from emporium.demo.content import STORES
from emporium.demo.files import make_files
from emporium.demo.gathered import make_collections
from emporium.demo.goods import make_more_goods
from emporium.demo.history import Teller
from emporium.demo.money import make_offers, pay_stores
from emporium.demo.plan import make_plan
from emporium.demo.prices import make_prices
from emporium.demo.questions import make_questions
from emporium.demo.shops import build
from emporium.demo.talks import make_talks
from emporium.demo.world import World
from emporium.services import notifications
from models.enums import EarningStatus
from models.ledger import Earning
from models.outbox import OutboxEvent
from models.stores import Store

SEED = 20170
FIRST_NUMBER = 10321
"""The demo's first purchase is E10321."""
LETTERS = timedelta(days=2)
NOISE = ("cart_changed", "stock_changed", "product_changed")

log = logging.getLogger(__name__)


def seed_demo(*, now: datetime | None = None, seed: int = SEED) -> bool:
    """Build the demo marketplace as of now. False when it is there already.

    The same seed makes the same ids and totals on any day; only the dates move with `now`. A run that was cut short
    leaves nothing but pictures in storage, which the next one finds.
    """
    began = time.monotonic()
    with transaction() as session:
        if there(session):
            return False
        _fill(session, World(seed=seed, now=now or datetime.now(UTC)), seed)
    log.info("the demo marketplace was made in %.1f s", time.monotonic() - began)
    return True


def there(session: Session) -> bool:
    """Whether this database holds the demo marketplace."""
    return session.exec(select(Store.id).where(Store.slug == STORES[0].slug)).first() is not None


def _fill(session: Session, world: World, seed: int) -> None:
    session.execute(text(f"ALTER SEQUENCE purchase_number RESTART WITH {FIRST_NUMBER}"))
    plan = make_plan(seed=seed, now=world.now)
    with world.governs(session):
        street = build(session, world, plan)
        session.expunge_all()
        teller = Teller(session, world, street)
        for planned in plan.purchases:
            teller.tell(planned)
        keep_things(session, world, street)
        make_offers(session, world, street)
        make_prices(session, world, street)
        pay_stores(session, world, street)
        make_more_goods(session, world, street)
        make_files(session, world, street)
        make_talks(session, world, street)
        make_questions(session, world, street)
        make_collections(session, world, street)
        make_attributes(session, world, street)
        _release_earnings(session, world)
        _write_letters(session, world)
    _tidy_outbox(session)


def _release_earnings(session: Session, world: World) -> None:
    session.exec(
        update(Earning)
        .where(col(Earning.status) == EarningStatus.PENDING, col(Earning.available_at) <= world.now)
        .values(status=EarningStatus.AVAILABLE)
    )


def _write_letters(session: Session, world: World) -> None:
    """The letters of the last two days, so that the outbox page is not empty; the worker sends them."""
    session.flush()
    recent = session.exec(
        select(OutboxEvent)
        .where(col(OutboxEvent.created_at) > world.now - LETTERS)
        .order_by(col(OutboxEvent.created_at), col(OutboxEvent.id))
    ).all()
    for event in recent:
        world.at(event.created_at)
        notifications.prepare(session, event=event)


def _tidy_outbox(session: Session) -> None:
    """What happened long ago is announced to nobody."""
    session.flush()
    session.exec(delete(OutboxEvent).where(col(OutboxEvent.kind).in_(NOISE)))
    session.exec(
        update(OutboxEvent).where(col(OutboxEvent.dispatched_at).is_(None)).values(dispatched_at=OutboxEvent.created_at)
    )
